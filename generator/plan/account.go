package plan

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// account decides the Batch account and its auto-storage.
func (p *planner) account() {
	in := p.in.Account
	if in.Existing != "" {
		return
	}
	a := &p.plan.Account
	a.PublicNetworkAccess = "Enabled"
	if !in.PublicNetworkAccess {
		a.PublicNetworkAccess = "Disabled"
		if len(in.AllowedIPs) > 0 {
			p.report(diag.AllowedIPsClosed("/account/allowedIPs"))
		}
	}
	for _, prefix := range in.AllowedIPs {
		if prefix.IsSingleIP() {
			a.AllowedIPs = append(a.AllowedIPs, prefix.Addr().String())
			continue
		}
		a.AllowedIPs = append(a.AllowedIPs, prefix.String())
	}
	a.System = in.Identity.System
	a.Diagnostics = in.Diagnostics
	p.keyVault()
	p.autoStorage()
}

// keyVault decides the vault of an account whose pools are in the user's subscription.
func (p *planner) keyVault() {
	in := p.in.Account
	stated := in.KeyVault != intent.KeyVault{}
	switch {
	case in.UserSubscription && !stated:
		p.report(diag.UserSubscriptionWithoutVault("/account/poolAllocationMode"))
		return
	case !in.UserSubscription && stated:
		p.report(diag.VaultWithoutUserSubscription("/account/keyVault"))
		return
	case !stated:
		return
	}
	id := in.KeyVault.Existing
	p.plan.Account.KeyVault = &KeyVault{Existing: id, Elsewhere: id != "" && p.elsewhere(id), Reason: Reason{
		Why: "Batch keeps the certificates of the nodes in it.", Doc: "account",
	}}
	p.plan.Roles = append(p.plan.Roles, RoleAssignment{
		Role: azure.RoleOf("keyVaultSecretsOfficer"), On: OnKeyVault,
		Reason: Reason{Why: "The Batch service keeps the certificates of the nodes in the vault.", Doc: "account"},
	})
	for _, pool := range p.plan.Pools {
		// Batch does not ask for it by itself in a user's subscription.
		if pool.EncryptionAtHost = len(pool.EncryptedDisks) > 0; pool.EncryptionAtHost {
			p.report(diag.HostEncryption(pool.in.Path("vmSize"), pool.VMSize))
		}
	}
}

// closedStorage reports whether a new auto-storage account has its firewall closed.
func (p *planner) closedStorage() bool {
	in := p.in.Account
	ours := in.Existing == "" && !in.Storage.None && in.Storage.Existing == ""
	return ours && (!in.PublicNetworkAccess || p.hasEndpoint(intent.EndpointStorage))
}

func (p *planner) autoStorage() {
	in := p.in.Account.Storage
	if in.None {
		return
	}
	p.plan.Storage = &Storage{Existing: in.Existing, Reason: Reason{
		Why: "Application packages, resource files and task output.", Doc: "account",
	}}
	if in.Existing != "" {
		p.plan.Storage.Elsewhere = p.elsewhere(in.Existing)
		return
	}
	p.plan.Storage.SKU = "Standard_LRS"
	if p.in.Region.Zones {
		p.plan.Storage.SKU = "Standard_ZRS"
	}
	if p.plan.Storage.Closed = p.closedStorage(); p.plan.Storage.Closed && !p.hasEndpoint(intent.EndpointStorage) {
		p.plan.Storage.NodeSubnets = true
		if p.in.Network.ExistingSubnet != "" {
			p.report(diag.StorageSubnetUnknown("/account/publicNetworkAccess"))
		}
	}
}
