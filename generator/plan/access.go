package plan

import (
	"fmt"
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// identities decides auto-storage, the identities and their roles. Tasks that
// call Batch get an identity of their own: the one for storage is on every
// pool, and on the account.
func (p *planner) identities() {
	if !p.in.Account.Storage.None {
		sku := "Standard_LRS"
		if p.in.Region.Zones {
			sku = "Standard_ZRS"
		}
		p.plan.Storage = &Storage{SKU: sku, Reason: Reason{
			Why: "Application packages, resource files and task output.", Doc: "account",
		}}
		p.plan.StorageIdentity = &Identity{
			Name: p.named(azure.UserAssignedIdentity, p.in.Name+"-identity", nil),
			Reason: Reason{
				Why: "The account and its nodes use the auto-storage without a key.", Doc: "azure-resources",
			},
		}
		p.plan.Roles = append(p.plan.Roles, RoleAssignment{
			Identity: p.plan.StorageIdentity, Role: azure.RoleOf("storageBlobDataContributor"), On: OnStorage,
			Reason: Reason{
				Why: "The Batch account and its nodes read application packages and resource files and write task output.",
				Doc: "azure-resources",
			},
		})
	}
	if slices.ContainsFunc(p.in.Pools, func(in intent.Pool) bool { return in.TasksCallBatch }) {
		p.plan.TaskIdentity = &Identity{
			Name: p.named(azure.UserAssignedIdentity, p.in.Name+"-task-identity", nil),
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
		if p.plan.StorageIdentity != nil {
			pool.Identities = append(pool.Identities, p.plan.StorageIdentity)
		}
		if pool.in.TasksCallBatch {
			pool.Identities = append(pool.Identities, p.plan.TaskIdentity)
		}
	}
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
