package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// autoStorage declares the auto-storage account with the identity and the role
// by which it is used.
func (c *composer) autoStorage() {
	if c.plan.Storage == nil {
		return
	}
	c.storage = c.main.add(resource("storage", azure.StorageAccount, ""))
	c.storage.Name = template.ParamRef("storageName")
	c.storage.Body = append(c.storage.Body,
		template.P("kind", template.Str("StorageV2")),
		template.P("sku", template.Obj{template.P("name", template.Str(c.plan.Storage.SKU))}),
		template.P("properties", template.Obj{
			template.P("accessTier", template.Str("Hot")),
			template.P("allowBlobPublicAccess", template.Boolean(false)),
			template.P("allowCrossTenantReplication", template.Boolean(false)),
			template.P("allowSharedKeyAccess", template.Boolean(false)),
			template.P("defaultToOAuthAuthentication", template.Boolean(true)),
			template.P("minimumTlsVersion", template.Str("TLS1_2")),
			template.P("supportsHttpsTrafficOnly", template.Boolean(true)),
		}))
	c.identity(c.plan.StorageIdentity, "identity")
	c.storageAccess = c.assign("storageAccess", plan.OnStorage, c.storage)
}

// identity declares a user-assigned identity; nil is none.
func (c *composer) identity(id *plan.Identity, symbol string) {
	if id != nil {
		c.identities[id] = c.main.add(resource(symbol, azure.UserAssignedIdentity, id.Name))
	}
}

// assign declares the role assignment on a resource.
func (c *composer) assign(symbol string, on plan.Target, target *template.Resource) *template.Resource {
	for _, a := range c.plan.Roles {
		if a.On != on {
			continue
		}
		identity, role := c.identities[a.Identity], template.VarRef(a.Role.Symbol)
		return c.main.add(&template.Resource{
			Symbol: symbol, Type: azure.RoleAssignmentResource, APIVersion: azure.APIVersionOf(azure.RoleAssignmentResource),
			Scope: target,
			Name: template.Call{Name: "guid", Args: []template.Expr{
				template.ID{Resource: target}, template.ID{Resource: identity}, role,
			}},
			Body: []template.Prop{template.P("properties", template.Obj{
				template.P("description", template.Str(a.Reason.Why)),
				template.P("principalId", template.Property{Resource: identity, Path: []string{"principalId"}}),
				template.P("principalType", template.Str("ServicePrincipal")),
				template.P("roleDefinitionId", role),
			})},
		})
	}
	return nil
}

// userAssigned is the identity property of a resource that has the identities.
func userAssigned(ids ...template.Expr) template.Prop {
	assigned := make(template.Obj, len(ids))
	for i, id := range ids {
		assigned[i] = template.Prop{Key: template.Interp{id}, Value: template.Obj{}}
	}
	return template.P("identity", template.Obj{
		template.P("type", template.Str("UserAssigned")),
		template.P("userAssignedIdentities", assigned),
	})
}

// batchAccount declares the Batch account, and the role of tasks on it.
func (c *composer) batchAccount() {
	c.account = c.main.add(resource("account", azure.BatchAccount, ""))
	c.account.Name = template.ParamRef("accountName")
	c.account.APIVersion = c.plan.Mode.AccountAPIVersion
	properties := template.Obj{
		template.P("allowedAuthenticationModes", template.Arr{template.Str("AAD")}),
	}
	if c.storage != nil {
		c.account.Body = append(c.account.Body, userAssigned(template.ID{Resource: c.identities[c.plan.StorageIdentity]}))
		c.account.DependsOn = []*template.Resource{c.storageAccess}
		properties = append(properties, template.P("autoStorage", template.Obj{
			template.P("storageAccountId", template.ID{Resource: c.storage}),
			template.P("authenticationMode", template.Str("BatchAccountManagedIdentity")),
			template.P("nodeIdentityReference", template.Obj{
				template.P("resourceId", template.ID{Resource: c.identities[c.plan.StorageIdentity]}),
			}),
		}))
	}
	properties = append(properties,
		template.P("poolAllocationMode", template.Str("BatchService")),
		template.P("publicNetworkAccess", template.Str("Enabled")),
	)
	c.account.Body = append(c.account.Body, template.P("properties", properties))
	c.assign("taskAccess", plan.OnAccount, c.account)
}
