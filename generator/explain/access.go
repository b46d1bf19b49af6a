package explain

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// batchItself is what reports call the Batch service's own principal.
const batchItself = "Microsoft Azure Batch"

func (e explainer) roles() []Role {
	roles := []Role{}
	for _, r := range e.plan.Roles {
		out := Role{Role: r.Role.Name, Identity: batchItself, On: string(r.On), Why: r.Reason.Why, Source: SourceOf(r.Reason.Doc)}
		if r.Identity != nil {
			out.Identity = r.Identity.Name
		}
		if r.OnID != "" {
			out.On += " " + r.OnID.Name()
		}
		roles = append(roles, out)
	}
	return roles
}

func (e explainer) grants() []Grant {
	grants := []Grant{}
	for _, g := range e.plan.Grants {
		grants = append(grants, Grant{
			Role: g.Role.Name, Identity: g.To.Name, On: g.Kind + " " + g.Name,
			Command: assign("--assignee-object-id "+principalOf(g.To)+" --assignee-principal-type ServicePrincipal",
				g.Role, "<resource ID of "+g.Kind+" "+g.Name+">"),
			Why: g.Reason.Why, Source: SourceOf(g.Reason.Doc),
		})
	}
	if e.plan.Account.KeyVault != nil {
		role := azure.RoleOf("azureBatchServiceOrchestrationRole")
		grants = append(grants, Grant{
			Role: role.Name, Identity: batchItself, On: "subscription",
			Command: e.assignToBatch(role, "/subscriptions/"+e.subscription()),
			Why:     "Batch makes the nodes in your subscription. The role Contributor works too, but allows more.",
			Source:  SourceOf(role.Doc),
		})
	}
	if e.plan.Mode.ID == azure.CloudService {
		role := azure.RoleOf("classicVirtualMachineContributor")
		id := string(e.plan.Network.Subnets[0].Existing)
		grants = append(grants, Grant{
			Role: role.Name, Identity: batchItself, On: "classic virtual network",
			Command: e.assignToBatch(role, id[:strings.LastIndex(strings.ToLower(id), "/subnets/")]),
			Why:     "Batch puts the nodes into the classic virtual network.", Source: SourceOf(role.Doc),
		})
	}
	return grants
}

// assignToBatch is the call that gives a role to the Batch service's own
// principal, whose application ID is known for the public cloud alone.
func (e explainer) assignToBatch(role azure.Role, scope string) string {
	assignee := azure.BatchPrincipal
	if e.plan.Cloud.ID != "public" {
		assignee = "<application ID of " + batchItself + " in this cloud>"
	}
	return assign("--assignee "+quoted(assignee), role, scope)
}

func assign(assignee string, role azure.Role, scope string) string {
	return "az role assignment create " + assignee + " --role " + quoted(role.Name) + " --scope " + quoted(scope)
}

// principalOf asks the Azure CLI for the principal of an identity.
func principalOf(id *plan.Identity) string {
	which := "--name " + quoted(id.Name) + " --resource-group " + quoted("<resource group>")
	if id.Existing != "" {
		which = "--ids " + quoted(string(id.Existing))
	}
	return `"$(az identity show ` + which + ` --query principalId --output tsv)"`
}

// quoted writes a word for a shell, unchanged where it has no special characters.
func quoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// subscription is the one of the resources that the intent names.
func (e explainer) subscription() string {
	ids := []intent.ResourceID{e.plan.Network.Existing, e.plan.Network.Subnets[0].Existing, e.plan.Account.KeyVault.Existing}
	if s := e.plan.Storage; s != nil {
		ids = append(ids, s.Existing)
	}
	for _, id := range ids {
		if id != "" {
			return id.Subscription()
		}
	}
	return "<subscription ID>"
}

func (e explainer) permissions() []Note {
	joins := azure.Joins()
	group, table, own := false, false, false
	for _, s := range e.plan.Network.Subnets {
		group = group || s.SecurityGroup.Name != ""
		table = table || s.RouteTable != nil
	}
	for _, pool := range e.plan.Pools {
		own = own || len(pool.PublicIPs) > 0
	}
	notes := []Note{}
	for i, asked := range []bool{e.plan.Mode.ID != azure.CloudService, own, group, table} {
		if asked {
			notes = append(notes, Note{
				Title: joins[i].Action, Text: "Whoever deploys needs it on each " + joins[i].On + ".", Source: SourceOf(joins[i].Doc),
			})
		}
	}
	return notes
}

func (e explainer) parameters() []Parameter {
	parameters := []Parameter{}
	if e.plan.Account.KeyVault != nil {
		parameters = append(parameters, Parameter{
			Name:        "batchServicePrincipalId",
			Description: "Object ID of the service principal of Batch in this tenant.",
		})
	}
	for _, s := range e.plan.Secrets {
		parameters = append(parameters, Parameter{Name: s.Name, Description: s.Description, Secret: true})
	}
	return parameters
}

func (e explainer) literals() []Note {
	notes := []Note{}
	limit := azure.LimitOf(azure.OwnParameters)
	for _, pool := range e.plan.Pools {
		if !pool.Parameters {
			notes = append(notes, Note{
				Title:  pool.Name,
				Text:   fmt.Sprintf("VM size and node counts are literals: a template of batchgen has at most %d parameters.", limit),
				Source: SourceOf("azure-resources"),
			})
		}
	}
	return notes
}
