package plan

import (
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// elsewhere reports whether a resource is not known to be in the resource
// group that the template is deployed to.
func (p *planner) elsewhere(id intent.ResourceID) bool {
	return p.in.ResourceGroup == "" || !strings.EqualFold(id.ResourceGroup(), p.in.ResourceGroup)
}

// existing takes over what is there already, and refuses what cannot be said of it.
func (p *planner) existing() {
	n := &p.plan.Network
	if id := p.in.Network.ExistingVNet; id != "" {
		n.Existing, n.Name, n.Elsewhere = id, id.Name(), p.elsewhere(id)
	}
	if p.in.Network.ExistingSubnet != "" {
		p.inExistingSubnet()
	}
	if id := p.in.Account.Existing; id != "" {
		p.plan.Account = Account{Existing: id, Elsewhere: p.elsewhere(id)}
	}
	p.oneSubscription()
}

// inExistingSubnet refuses the keys that would declare a part of a network
// that is not ours to declare.
func (p *planner) inExistingSubnet() {
	n := p.in.Network
	refuse := func(stated bool, path, what, cure string) {
		if stated {
			p.report(diag.NotInExistingSubnet(path, what, cure))
		}
	}
	refuse(n.NATGateway != nil, "/network/natGateway", "a NAT gateway", "tie one to the subnet where the network is kept")
	refuse(n.Subnet.Name != "", "/network/subnet/name", "the name of a subnet", "it is in the ID")
	refuse(n.RestrictedEgress, "/network/egress", "restricted egress", "deny egress in the NSG of the subnet")
	refuse(p.in.ForcedTunneling != nil, "/forcedTunneling", "a route table", "tie one to the subnet where the network is kept")
	refuse(n.PrivateEndpoints != nil && n.PrivateEndpoints.ExistingSubnet == "", "/network/privateEndpoints",
		"a subnet for private endpoints", "name one with subnet: {existing: ID}")
	for _, pool := range p.in.Pools {
		refuse(pool.OwnSubnet, pool.Path("subnet"), "a pool's own subnet", "use network.vnet.existing and give the pool a prefix")
	}
}

// oneSubscription checks that the IDs that must agree in their subscription do.
func (p *planner) oneSubscription() {
	first, path := intent.ResourceID(""), ""
	check := func(id intent.ResourceID, at string) {
		switch {
		case id == "":
		case first == "":
			first, path = id, at
		case !strings.EqualFold(id.Subscription(), first.Subscription()):
			p.report(diag.OtherSubscription(at, id.Subscription(), first.Subscription(), path))
		}
	}
	check(p.in.Account.Existing, "/account/existing")
	check(p.in.Network.ExistingVNet, "/network/vnet/existing")
	check(p.in.Network.ExistingSubnet, "/network/vnet/existingSubnet")
	check(p.in.Account.Storage.Existing, "/account/storage")
	check(p.in.Account.KeyVault.Existing, "/account/keyVault")
	for _, pool := range p.in.Pools {
		for _, id := range pool.PublicIPs.UserManaged {
			check(id, pool.Path("publicIPs")+"/userManaged")
		}
	}
}

// cloudService checks what the retired Cloud Services configuration needs and excludes.
func (p *planner) cloudService() {
	classic := strings.Contains(folded(p.in.Network.ExistingSubnet), "/microsoft.classicnetwork/")
	if p.in.Mode != azure.CloudService {
		if classic {
			p.report(diag.ClassicSubnet("/network/vnet/existingSubnet"))
		}
		return
	}
	if !classic {
		p.report(diag.CloudServiceNetwork("/configuration"))
	}
	if p.in.Network.PrivateEndpoints != nil {
		p.report(diag.NotInCloudService("/network/privateEndpoints", "private endpoints"))
	}
	for _, pool := range p.in.Pools {
		refuse := func(stated bool, key, what string) {
			if stated {
				p.report(diag.NotInCloudService(pool.Path(key), what))
			}
		}
		refuse(pool.OS == azure.Linux, "os", "Linux")
		refuse(hasSpot(pool.Nodes), "nodes", "spot nodes")
		refuse(pool.PublicIPs.None || len(pool.PublicIPs.UserManaged) > 0, "publicIPs", "a choice of public IP addresses")
		refuse(len(pool.RemoteAccess) > 0, "remoteAccess", "NAT pools for remote access")
		refuse(len(pool.Mounts) > 0, "mounts", "mounts")
		refuse(pool.Containers != nil, "containers", "containers")
		refuse(len(pool.Identities) > 0, "identities", "identities of a pool")
		refuse(pool.TasksCallBatch, "tasksCallBatch", "the pool identity by which tasks call Batch")
		refuse(pool.OSDiskSizeGB != 0, "osDiskSizeGB", "a choice of the OS disk")
		refuse(pool.Image.Alias != azure.DefaultImage(pool.OS).Alias, "image", "a choice of the image")
	}
}

// folded is an ID in the form that IDs are compared in.
func folded(id intent.ResourceID) string { return strings.ToLower(string(id)) }
