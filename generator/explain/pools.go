package explain

import (
	"fmt"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// provisions says in words where public IP addresses come from.
var provisions = map[string]string{
	"BatchManaged":        "made by Batch",
	"UserManaged":         "your own",
	"NoPublicIPAddresses": "none",
}

func (e explainer) pools() []Pool {
	pools := make([]Pool, len(e.plan.Pools))
	for i, pool := range e.plan.Pools {
		out := Pool{
			Name: pool.Name, OS: string(pool.OS), VMSize: pool.VMSize, Nodes: pool.Scale.InWords, Subnet: pool.Subnet.Name,
			PublicIPs: provisions[pool.Provision], Identity: []string{},
		}
		for _, id := range pool.Identities {
			out.Identity = append(out.Identity, id.Name)
		}
		if e.plan.Mode.ID == azure.CloudService {
			out.PublicIPs = "of the cloud service"
		}
		out.Dedicated, out.Spot = e.largest(i)
		if e.hasSets(pool) {
			out.LoadBalancers = networkSets(out.Dedicated, out.Spot)
			out.SecurityGroups = out.LoadBalancers
			if pool.Provision == "BatchManaged" {
				out.PublicIPCount = out.LoadBalancers
			}
		}
		if nat := pool.NATPool; nat != nil {
			out.Remote = &Note{
				Title: nat.Name,
				Text: fmt.Sprintf("Front-end ports %d-%d lead to port %d of the nodes. %s",
					nat.FrontendStart, nat.FrontendEnd, nat.BackendPort, nat.Reason.Why),
				Source: SourceOf(nat.Reason.Doc),
			}
		}
		pools[i] = out
	}
	return pools
}

// hasSets reports whether Batch makes load balancers and NSGs for a pool:
// neither without public IP addresses nor in classic virtual networks.
func (e explainer) hasSets(pool *plan.Pool) bool {
	return pool.Provision != "NoPublicIPAddresses" && e.plan.Mode.ID != azure.CloudService
}

// networkSets counts the sets of NSG, load balancer and public IP address that
// Batch makes for so many nodes: one for each 100 of a kind that are begun.
func networkSets(dedicated, spot int) int {
	each := azure.LimitOf(azure.NodesPerNetworkSet)
	return (dedicated+each-1)/each + (spot+each-1)/each
}

// largest counts the most dedicated and spot nodes that a pool reaches, in the
// intent and in every environment.
func (e explainer) largest(pool int) (dedicated, spot int) {
	take := func(n intent.Nodes) {
		if a := n.Autoscale; a != nil {
			n.Dedicated, n.Spot = a.Max, a.SpotMax
		}
		dedicated, spot = max(dedicated, n.Dedicated), max(spot, n.Spot)
	}
	take(e.in.Pools[pool].Nodes)
	for _, env := range e.plan.Environments {
		take(env.Pools[pool].Nodes)
	}
	return dedicated, spot
}

// cores multiplies the largest counts of all pools with the cores of their
// largest size; known is false where the name of a size does not tell and one is taken.
func (e explainer) cores() (dedicated, spot int, known bool) {
	known = true
	for i, pool := range e.plan.Pools {
		d, s := e.largest(i)
		each, found := azure.VMCores(pool.VMSize)
		each, known = max(each, 1), known && found
		for _, env := range e.plan.Environments {
			c, found := azure.VMCores(env.Pools[i].VMSize)
			each, known = max(each, c), known && found
		}
		dedicated, spot = dedicated+d*each, spot+s*each
	}
	return dedicated, spot, known
}

func (e explainer) quotas() []Quota {
	var quotas []Quota
	add := func(id azure.LimitID, needs int, name, note string) {
		for _, l := range azure.Limits() {
			if l.ID == id && needs > 0 {
				quotas = append(quotas, Quota{Name: name, Needs: needs, Limit: l.Value, Unit: l.Unit, Note: note, Source: SourceOf(l.Doc)})
			}
		}
	}
	dedicated, spot, known := e.cores()
	least := ""
	if !known {
		least = "At least: the names of some sizes do not tell their cores. "
	}
	if e.plan.Account.KeyVault == nil {
		add(azure.DefaultDedicatedCores, dedicated, "Dedicated cores", least+
			"A new account starts with 0 to 900 cores: a first deployment often fails on this quota and not on the template.")
		add(azure.DefaultSpotCores, spot, "Spot cores", least+"A new account starts with 0 to 100 cores.")
	} else {
		quotas = append(quotas, Quota{
			Name: "Cores of the subscription", Needs: dedicated + spot, Unit: "cores", Source: SourceOf("account"),
			Note: least + "Pools in your own subscription count against its quotas by VM family, not against those of Batch.",
		})
	}
	add(azure.PoolsPerAccount, len(e.plan.Pools), "Pools of the account", "A new account starts with 0 to 100 pools.")
	groups, tables, balancers, addresses, nodes := 0, 0, 0, 0, 0
	for _, pool := range e.pools() {
		groups += pool.SecurityGroups
		balancers += pool.LoadBalancers
		addresses += pool.PublicIPCount
		nodes += pool.Dedicated + pool.Spot
	}
	for _, s := range e.network().Subnets {
		if s.SecurityGroup != "" {
			groups++
		}
		if s.RouteTable != "" {
			tables++
		}
	}
	if nat := e.plan.Network.NATGateway; nat != nil && nat.PublicIPName != "" {
		addresses++
	}
	add(azure.DefaultPublicIPs, addresses, "Public IP addresses", "The number of a new subscription; an agreement may give more.")
	add(azure.LoadBalancers, balancers, "Load balancers", "Batch makes them.")
	add(azure.NSGs, groups, "Network security groups", "Those of the subnets and those that Batch makes.")
	add(azure.RouteTables, tables, "Route tables", "")
	add(azure.AddressesPerVNet, nodes+len(e.plan.Network.Endpoints), "Private addresses of the virtual network", "")
	onAccount := 0
	for _, endpoint := range e.plan.Network.Endpoints {
		if endpoint.On == plan.OnAccount {
			onAccount++
		}
	}
	add(azure.EndpointsPerAccount, onAccount, "Private endpoint connections of the account", "")
	return quotas
}
