package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// autoStorage declares the auto-storage account and the identity by which it
// is used, or refers to one that exists.
func (c *composer) autoStorage() {
	s := c.plan.Storage
	if s == nil {
		return
	}
	if s.Existing != "" {
		c.storage = existing("storage", azure.StorageAccount, s.Existing)
		if s.Elsewhere {
			inGroupOf(s.Existing, c.storage)
		}
	} else {
		c.storage = resource("storage", azure.StorageAccount, "")
		c.storage.Name = template.ParamRef("storageName")
		c.storage.Body = append(c.storage.Body,
			template.P("kind", template.Str("StorageV2")),
			template.P("sku", template.Obj{template.P("name", template.Str(s.SKU))}),
			template.P("properties", object(
				template.P("accessTier", template.Str("Hot")),
				template.P("allowBlobPublicAccess", template.Boolean(false)),
				template.P("allowCrossTenantReplication", template.Boolean(false)),
				template.P("allowSharedKeyAccess", template.Boolean(false)),
				template.P("defaultToOAuthAuthentication", template.Boolean(true)),
				template.P("minimumTlsVersion", template.Str("TLS1_2")),
				c.storageFirewall(),
				template.P("supportsHttpsTrafficOnly", template.Boolean(true)),
			)))
	}
	c.main.add(c.storage)
}

// storageFirewall closes the account to all but Azure's own services, the
// subnets with a service endpoint, and private endpoints.
func (c *composer) storageFirewall() template.Prop {
	s := c.plan.Storage
	if !s.Closed {
		return template.Prop{}
	}
	firewall := template.Obj{
		template.P("bypass", template.Str("AzureServices")),
		template.P("defaultAction", template.Str("Deny")),
	}
	if s.NodeSubnets {
		rules := make(template.Arr, len(c.plan.Network.Subnets))
		for i, subnet := range c.plan.Network.Subnets {
			rules[i] = template.Obj{template.P("id", c.subnets[subnet])}
		}
		firewall = append(firewall, template.P("virtualNetworkRules", rules))
	}
	return template.P("networkAcls", firewall)
}

// identity declares a user-assigned identity, or refers to one; nil is none.
func (c *composer) identity(id *plan.Identity, symbol string) {
	switch {
	case id == nil:
	case id.Existing != "":
		c.identities[id] = c.main.add(inGroupOf(id.Existing, existing(symbol, azure.UserAssignedIdentity, id.Existing)))
	default:
		c.identities[id] = c.main.add(resource(symbol, azure.UserAssignedIdentity, id.Name))
	}
}

// userAssigned is the identity property of a resource that has the identities.
func userAssigned(ids ...template.Expr) template.Prop {
	assigned := make(template.Obj, len(ids))
	for i, id := range ids {
		key := template.Expr(template.Interp{id})
		if text, literal := id.(template.Str); literal {
			key = text
		}
		assigned[i] = template.Prop{Key: key, Value: template.Obj{}}
	}
	return template.P("identity", template.Obj{
		template.P("type", template.Str("UserAssigned")),
		template.P("userAssignedIdentities", assigned),
	})
}

// batchAccount declares the Batch account with the roles that it needs and
// those that are given on it, or refers to an account that exists.
func (c *composer) batchAccount() {
	a := c.plan.Account
	if a.Existing != "" {
		c.account = existing("account", azure.BatchAccount, a.Existing)
		c.account.APIVersion = c.plan.Mode.AccountAPIVersion
		if a.Elsewhere {
			inGroupOf(a.Existing, c.account)
		}
		c.main.add(c.account)
		c.assign(plan.OnAccount, "taskAccess", c.account, a.Existing)
		return
	}
	before := c.assign(plan.OnStorage, "storageAccess", c.storage, c.storageID())
	before = append(before, c.assign(plan.OnKeyVault, "vaultAccess", c.vault, c.vaultID())...)
	c.account = resource("account", azure.BatchAccount, "")
	c.account.Name = template.ParamRef("accountName")
	c.account.APIVersion = c.plan.Mode.AccountAPIVersion
	c.account.DependsOn = before
	properties := template.Obj{
		template.P("allowedAuthenticationModes", template.Arr{template.Str("AAD")}),
	}
	if a.Identity != nil {
		c.account.Body = append(c.account.Body, userAssigned(template.ID{Resource: c.identities[a.Identity]}))
	}
	if c.storage != nil {
		var ofNodes template.Expr
		if c.plan.Mode.PoolIdentity {
			ofNodes = template.Obj{template.P("resourceId", template.ID{Resource: c.identities[c.plan.StorageIdentity]})}
		}
		properties = append(properties, template.P("autoStorage", object(
			template.P("storageAccountId", template.ID{Resource: c.storage}),
			template.P("authenticationMode", template.Str("BatchAccountManagedIdentity")),
			template.P("nodeIdentityReference", ofNodes),
		)))
	}
	if a.System {
		c.account.Body = append(c.account.Body, template.P("identity", template.Obj{template.P("type", template.Str("SystemAssigned"))}))
	}
	c.account.Body = append(c.account.Body, template.P("properties", append(properties, c.accountAccess()...)))
	c.main.add(c.account)
	c.assign(plan.OnAccount, "taskAccess", c.account, "")
	c.diagnostics()
}

// accountAccess are the properties that say who reaches the account and where its pools are.
func (c *composer) accountAccess() template.Obj {
	a := c.plan.Account
	mode := "BatchService"
	var vault, profile template.Expr
	if a.KeyVault != nil {
		mode = "UserSubscription"
		vault = template.Obj{
			template.P("id", template.ID{Resource: c.vault}),
			template.P("url", template.Property{Resource: c.vault, Path: []string{"vaultUri"}}),
		}
	}
	if len(a.AllowedIPs) > 0 {
		rules := make(template.Arr, len(a.AllowedIPs))
		for i, ip := range a.AllowedIPs {
			rules[i] = template.Obj{template.P("action", template.Str("Allow")), template.P("value", template.Str(ip))}
		}
		profile = template.Obj{
			template.P("accountAccess", template.Obj{
				template.P("defaultAction", template.Str("Deny")), template.P("ipRules", rules),
			}),
			template.P("nodeManagementAccess", template.Obj{template.P("defaultAction", template.Str("Allow"))}),
		}
	}
	return object(
		template.P("keyVaultReference", vault),
		template.P("networkProfile", profile),
		template.P("poolAllocationMode", template.Str(mode)),
		template.P("publicNetworkAccess", template.Str(a.PublicNetworkAccess)),
	)
}

// diagnostics sends the account's logs and metrics to a workspace.
func (c *composer) diagnostics() {
	workspace := c.plan.Account.Diagnostics
	if workspace == "" {
		return
	}
	c.main.add(&template.Resource{
		Symbol: "accountDiagnostics", Type: azure.DiagnosticSettings, APIVersion: azure.APIVersionOf(azure.DiagnosticSettings),
		Scope: c.account, Name: template.Str("to-workspace"),
		Comment:      "The stable version of diagnostic settings has no category groups.",
		DisableRules: []string{"use-recent-api-versions"},
		Body: []template.Prop{template.P("properties", template.Obj{
			template.P("workspaceId", template.Str(workspace)),
			template.P("logs", template.Arr{template.Obj{
				template.P("categoryGroup", template.Str("allLogs")), template.P("enabled", template.Boolean(true)),
			}}),
			template.P("metrics", template.Arr{template.Obj{
				template.P("category", template.Str("AllMetrics")), template.P("enabled", template.Boolean(true)),
			}}),
		})},
	})
}
