package plan

import (
	"strconv"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// refuseNotYet refuses the keys that the language has and that cannot be
// generated yet, so that none is ever ignored.
func (p *planner) refuseNotYet() {
	in := p.in
	refuse := func(refused bool, path, what string) {
		if refused {
			p.report(diag.NotGeneratedYet(path, what))
		}
	}
	refuse(in.Mode == azure.CloudService, "/configuration", "the Cloud Services configuration")
	n := in.Network
	refuse(n.ExistingVNet != "", "/network/vnet/existing", "a subnet in an existing virtual network")
	refuse(n.ExistingSubnet != "", "/network/vnet/existingSubnet", "a pool in an existing subnet")
	refuse(n.PrivateEndpoints != nil, "/network/privateEndpoints", "a private endpoint")
	refuse(n.PrivateDNSZones.None || len(n.PrivateDNSZones.Existing) > 0, "/network/privateDnsZones", "the choice of private DNS zones")
	a := in.Account
	refuse(a.Existing != "", "/account/existing", "a pool in an existing account")
	refuse(!a.PublicNetworkAccess, "/account/publicNetworkAccess", "an account without public network access")
	refuse(len(a.AllowedIPs) > 0, "/account/allowedIPs", "an account firewall")
	refuse(a.UserSubscription, "/account/poolAllocationMode", "user subscription allocation")
	refuse(a.KeyVault != intent.KeyVault{}, "/account/keyVault", "a key vault")
	refuse(a.Storage.Existing != "", "/account/storage", "an existing auto-storage account")
	refuse(a.Identity.Stated, "/account/identity", "the choice of the account's identity")
	refuse(a.Diagnostics != "", "/account/diagnostics", "account diagnostics")
	for i, e := range in.Environments {
		refuse(i == 0, "/environments/"+e.Name, "an environment's parameter file")
	}
	for _, pool := range in.Pools {
		refuse(pool.PublicIPs.None, pool.Path("publicIPs"), "a pool without public IP addresses")
		refuse(len(pool.PublicIPs.UserManaged) > 0, pool.Path("publicIPs"), "a pool with user-managed public IP addresses")
		for i := range pool.Mounts {
			refuse(true, pool.Path("mounts")+"/"+strconv.Itoa(i), "a mount")
		}
		refuse(pool.TaskSlotsPerNode != 1, pool.Path("taskSlotsPerNode"), "more than one task slot per node")
		refuse(pool.OSDiskSizeGB != 0, pool.Path("osDiskSizeGB"), "the size of the OS disk")
		refuse(len(pool.Identities) > 0, pool.Path("identities"), "an identity of the user's own")
		refuse(pool.Containers != nil, pool.Path("containers"), "a container pool")
		refuse(pool.StartTask != nil, pool.Path("startTask"), "a start task")
	}
}
