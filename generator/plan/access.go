package plan

import (
	"fmt"
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// identities decides the identities and their roles. Tasks that call Batch get
// an identity of their own: the one for storage is on every pool, and on the
// account.
func (p *planner) identities() {
	if p.plan.Storage != nil {
		p.storageIdentity()
	} else if id := p.in.Account.Identity.Existing; id != "" {
		p.plan.Account.Identity = &Identity{Name: id.Name(), Existing: id, Reason: Reason{
			Why: "The intent gives it to the account.", Doc: "azure-resources",
		}}
	}
	if p.anyTasksCallBatch() {
		p.plan.TaskIdentity = &Identity{
			Name: p.named(azure.UserAssignedIdentity, p.in.Name+"-task-identity", generated),
			Reason: Reason{
				Why: "Tasks call the Batch service without a key.", Doc: "batch-role-based-access-control",
			},
		}
		p.plan.Roles = append(p.plan.Roles, RoleAssignment{
			Identity: p.plan.TaskIdentity, Role: azure.RoleOf("azureBatchDataContributor"), On: OnAccount,
			Reason: Reason{
				Why: "Tasks create and change pools, jobs and tasks of the account.", Doc: "batch-role-based-access-control",
			},
		})
	}
	for _, pool := range p.plan.Pools {
		if !p.plan.Mode.PoolIdentity {
			continue
		}
		if p.plan.StorageIdentity != nil {
			pool.Identities = append(pool.Identities, p.plan.StorageIdentity)
		}
		if pool.in.TasksCallBatch {
			pool.Identities = append(pool.Identities, p.plan.TaskIdentity)
		}
	}
}

func (p *planner) anyTasksCallBatch() bool {
	return slices.ContainsFunc(p.in.Pools, func(in intent.Pool) bool { return in.TasksCallBatch })
}

// storageIdentity decides by which identity account and nodes use the auto-storage.
func (p *planner) storageIdentity() {
	in := p.in.Account.Identity
	if in.System || in.None {
		p.report(diag.IdentityForStorage("/account/identity"))
		return
	}
	id := &Identity{Name: in.Existing.Name(), Existing: in.Existing, Reason: Reason{
		Why: "The account and its nodes use the auto-storage without a key.", Doc: "azure-resources",
	}}
	if in.Existing == "" {
		id.Name = p.named(azure.UserAssignedIdentity, p.in.Name+"-identity", generated)
	}
	p.plan.StorageIdentity, p.plan.Account.Identity = id, id
	p.plan.Roles = append(p.plan.Roles, RoleAssignment{
		Identity: id, Role: azure.RoleOf("storageBlobDataContributor"), On: OnStorage,
		Reason: Reason{
			Why: "The Batch account and its nodes read application packages and resource files and write task output.",
			Doc: "azure-resources",
		},
	})
}

// remoteAccess maps SSH or RDP to the nodes of the pools that have callers.
func (p *planner) remoteAccess() {
	first, deny := azure.LimitOf(azure.NATRuleFirstAllow), azure.LimitOf(azure.NATRuleDeny)
	limit := azure.LimitOf(azure.NATRulesPerPool) - 1 // beside the closing deny
	for _, pool := range p.plan.Pools {
		sources := pool.in.RemoteAccess
		if len(sources) == 0 {
			continue
		}
		if pool.in.PublicIPs.None {
			continue // no port to map: a jump host or Bastion comes from inside
		}
		path := pool.in.Path("remoteAccess")
		if len(sources) > limit {
			p.report(diag.TooManyRemoteSources(path+"/from", pool.Name, len(sources), limit, "endpoints"))
			continue
		}
		if p.in.ForcedTunneling != nil {
			p.report(diag.AsymmetricReplies(path, pool.Name))
		}
		nat := &NATPool{
			Name: "ssh", BackendPort: 22,
			FrontendStart: azure.LimitOf(azure.NATFrontendStart), FrontendEnd: azure.LimitOf(azure.NATFrontendEnd),
			Reason: Reason{Why: "Batch maps no port to the nodes by itself.", Doc: "endpoints"},
		}
		if pool.OS == azure.Windows {
			nat.Name, nat.BackendPort = "rdp", 3389
		}
		for i, source := range sources {
			if source.Tag != "" && source.Tag != "VirtualNetwork" {
				p.report(diag.RemoteAccessTag(fmt.Sprintf("%s/from/%d", path, i), source.Tag))
			}
			nat.Rules = append(nat.Rules, NATRule{Allow: true, Priority: first + i, Source: source.String()})
		}
		nat.Rules = append(nat.Rules, NATRule{Priority: deny, Source: "*"})
		pool.NATPool = nat
	}
}
