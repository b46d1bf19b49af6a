package compose

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// batchPrincipal is the parameter with the object ID of the Batch service's own principal.
const batchPrincipal = "batchServicePrincipalId"

// assign declares the role assignments on a target and returns what to wait
// for. id is the target's where it exists, "" for one of ours.
func (c *composer) assign(on plan.Target, symbol string, target *template.Resource, id intent.ResourceID) []template.Dependency {
	var declared []template.Dependency
	for _, a := range c.plan.Roles {
		if a.On == on {
			declared = append(declared, c.assignment(a, symbol, target, id))
		}
	}
	return declared
}

// assignment declares one role assignment, in a module where its target is in
// another resource group.
func (c *composer) assignment(a plan.RoleAssignment, symbol string, target *template.Resource, id intent.ResourceID) template.Dependency {
	p := c.main
	if target.Group != nil {
		p = c.accessModule(id)
		target = p.resource(existing(target.Symbol, target.Type, id))
		target.APIVersion = azure.APIVersionOf(target.Type)
	}
	role := p.role(a.Role)
	identity, principal := c.grantee(p, a.Identity)
	r := p.add(&template.Resource{
		Symbol: symbol, Type: azure.RoleAssignmentResource, APIVersion: azure.APIVersionOf(azure.RoleAssignmentResource),
		Scope: target,
		Name:  template.Call{Name: "guid", Args: []template.Expr{template.ID{Resource: target}, identity, role}},
		Body: []template.Prop{template.P("properties", template.Obj{
			template.P("description", template.Str(a.Reason.Why)),
			template.P("principalId", principal),
			template.P("principalType", template.Str("ServicePrincipal")),
			template.P("roleDefinitionId", role),
		})},
	})
	if p.module != nil {
		return p.module
	}
	return r
}

// grantee says who gets a role, for the assignment's name and for its principal.
func (c *composer) grantee(p *part, id *plan.Identity) (name, principal template.Expr) {
	if id == nil {
		principal = p.take(batchPrincipal, template.String, "Object ID of the Batch service's principal.", template.ParamRef(batchPrincipal))
		return principal, principal
	}
	r := c.identities[id]
	name = p.take(r.Symbol+"Id", template.String, "Resource ID of the identity.", template.ID{Resource: r})
	return name, p.take(r.Symbol+"PrincipalId", template.String, "Principal ID of the identity.",
		template.Property{Resource: r, Path: []string{"principalId"}})
}

// accessModule is the module of the role assignments in the resource group of a resource.
func (c *composer) accessModule(id intent.ResourceID) *part {
	key := strings.ToLower(id.Subscription() + "/" + id.ResourceGroup())
	if c.access[key] == nil {
		symbol, file := "access", "modules/access.bicep"
		if n := len(c.access) + 1; n > 1 {
			symbol, file = fmt.Sprintf("access%d", n), fmt.Sprintf("modules/access%d.bicep", n)
		}
		c.access[key] = c.module(symbol, file, id, "Roles on resources of this resource group, for Azure Batch.")
	}
	return c.access[key]
}

// resource declares a resource that the part refers to, once.
func (p *part) resource(r *template.Resource) *template.Resource {
	for _, known := range p.doc.Resources {
		if known.Symbol == r.Symbol {
			return known
		}
	}
	return p.add(r)
}

// role declares the variable with a role's ID, once, and reads it.
func (p *part) role(r azure.Role) template.Expr {
	for _, v := range p.doc.Vars {
		if v.Name == r.Symbol {
			return template.VarRef(r.Symbol)
		}
	}
	p.doc.Vars = append(p.doc.Vars, template.Var{
		Name: r.Symbol,
		Value: template.Call{Name: "subscriptionResourceId", Args: []template.Expr{
			template.Str("Microsoft.Authorization/roleDefinitions"), template.Str(r.ID),
		}},
	})
	return template.VarRef(r.Symbol)
}

// storageID is the ID of an existing auto-storage account, "" otherwise.
func (c *composer) storageID() intent.ResourceID {
	if c.plan.Storage == nil {
		return ""
	}
	return c.plan.Storage.Existing
}

// vaultID is the ID of an existing key vault, "" otherwise.
func (c *composer) vaultID() intent.ResourceID {
	if c.plan.Account.KeyVault == nil {
		return ""
	}
	return c.plan.Account.KeyVault.Existing
}

// vaultParameters are those of an account with pools in the user's subscription.
func (c *composer) vaultParameters() {
	vault := c.plan.Account.KeyVault
	if vault == nil {
		return
	}
	if vault.Existing == "" {
		c.main.doc.Params = append(c.main.doc.Params, c.nameParameter("keyVaultName",
			"Name of the key vault: 3 to 24 letters, digits and hyphens, unique in Azure.", "", template.Str("vault")))
	}
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: batchPrincipal, Type: template.String,
		Description: "Object ID of the service principal 'Microsoft Azure Batch' in this tenant: " +
			"az ad sp show --id ddbf3205-c6bd-46ae-8127-60eb93363864 --query id",
	})
}

// keyVault declares the vault of an account with pools in the user's
// subscription, or refers to one that exists.
func (c *composer) keyVault() {
	vault := c.plan.Account.KeyVault
	if vault == nil {
		return
	}
	if vault.Existing != "" {
		c.vault = c.main.add(existing("keyVault", azure.KeyVault, vault.Existing))
		if vault.Elsewhere {
			inGroupOf(vault.Existing, c.vault)
		}
		return
	}
	c.vault = c.main.add(resource("keyVault", azure.KeyVault, "", template.P("properties", template.Obj{
		template.P("tenantId", template.Access{Of: template.Call{Name: "tenant"}, Name: "tenantId"}),
		template.P("sku", template.Obj{
			template.P("family", template.Str("A")), template.P("name", template.Str("standard")),
		}),
		template.P("enableRbacAuthorization", template.Boolean(true)),
		template.P("enablePurgeProtection", template.Boolean(true)),
		template.P("enableSoftDelete", template.Boolean(true)),
		template.P("enabledForDeployment", template.Boolean(true)),
		template.P("enabledForDiskEncryption", template.Boolean(true)),
		template.P("enabledForTemplateDeployment", template.Boolean(true)),
	})))
	c.vault.Name = template.ParamRef("keyVaultName")
}
