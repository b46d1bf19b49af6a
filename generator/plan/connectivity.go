package plan

import (
	"fmt"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// publicIPs decides where the public IP addresses of each pool come from.
func (p *planner) publicIPs() {
	users := map[string]*Pool{}
	for _, pool := range p.plan.Pools {
		in := pool.in.PublicIPs
		path := pool.in.Path("publicIPs")
		switch {
		case in.None:
			pool.Provision = "NoPublicIPAddresses"
		case len(in.UserManaged) > 0:
			pool.Provision, pool.PublicIPs = "UserManaged", in.UserManaged
			p.enoughPublicIPs(pool)
			for i, id := range in.UserManaged {
				key := folded(id)
				if other := users[key]; other != nil && other != pool {
					p.report(diag.PublicIPShared(fmt.Sprintf("%s/userManaged/%d", path, i), id.Name(), other.Name, pool.Name))
				}
				users[key] = pool
			}
		}
	}
}

// enoughPublicIPs: one address serves a hundred dedicated or a hundred spot
// nodes, and Azure wants a tenth in reserve.
func (p *planner) enoughPublicIPs(pool *Pool) {
	need := 0
	for _, count := range largestCounts(pool.largest) {
		need += ipsFor(count)
	}
	have, path := len(pool.PublicIPs), pool.in.Path("publicIPs")+"/userManaged"
	spare := max(1, (need+9)/10)
	switch {
	case have < need:
		p.report(diag.TooFewPublicIPs(path, pool.Name, have, need, spare))
	case have < need+spare:
		p.report(diag.NoSparePublicIP(path, pool.Name, have, need, spare))
	}
}

func ipsFor(nodes int) int {
	each := azure.LimitOf(azure.PublicIPNodes)
	return (nodes + each - 1) / each
}

// largestCounts are the most dedicated and the most spot nodes of a pool.
func largestCounts(n intent.Nodes) [2]int {
	if a := n.Autoscale; a != nil {
		return [2]int{a.Max, a.SpotMax}
	}
	return [2]int{n.Dedicated, n.Spot}
}

// connectivity refuses combinations in which nodes could never reach the
// Batch service, and warns of those that surprise.
func (p *planner) connectivity() {
	nodeManagement := p.hasEndpoint(intent.EndpointNodeManagement)
	tunnel := p.in.ForcedTunneling
	nat := p.in.Network.NATGateway != nil
	if closed := !p.in.Account.PublicNetworkAccess; closed && p.in.Mode == azure.Simplified && !nodeManagement {
		p.report(diag.ClosedAccountUnreachable("/account/publicNetworkAccess"))
	}
	for _, pool := range p.plan.Pools {
		in := pool.in
		if in.TasksCallBatch {
			p.tasksReachBatch(in)
		}
		if in.Containers != nil && p.shutIn(in) {
			p.report(diag.RegistryUnreachable(in.Path("containers"), pool.Name))
		}
		if !in.PublicIPs.None {
			continue
		}
		path := in.Path("publicIPs")
		switch {
		case p.in.Mode == azure.Classic:
			p.report(diag.ClassicWithoutPublicIPs(path, pool.Name))
		case p.in.Network.ExistingSubnet != "", nat: // what the subnet has is for its owner; a NAT gateway reaches everything
		case !nodeManagement && tunnel == nil:
			p.report(diag.NoWayToBatch(path, pool.Name))
		case !nodeManagement && !tunnel.Inspect:
			p.report(diag.DirectWithoutWayOut("/forcedTunneling", pool.Name))
		case tunnel == nil && len(publicServers(p.in.Network.DNSServers)) > 0:
			p.report(diag.DNSUnreachable("/network/dnsServers", pool.Name, publicServers(p.in.Network.DNSServers)))
		case tunnel == nil && p.plan.Storage != nil && !p.plan.Storage.NodeSubnets && !p.hasEndpoint(intent.EndpointStorage):
			p.report(diag.StorageByException(path, pool.Name))
		}
	}
}

// shutIn reports whether nodes of a pool leave the network by private endpoints alone.
func (p *planner) shutIn(in *intent.Pool) bool {
	return in.PublicIPs.None && p.in.Network.NATGateway == nil && p.in.ForcedTunneling == nil &&
		p.in.Network.ExistingSubnet == "" && p.hasEndpoint(intent.EndpointNodeManagement)
}

// tasksReachBatch: tasks call the account's own endpoint.
func (p *planner) tasksReachBatch(in *intent.Pool) {
	if p.hasEndpoint(intent.EndpointBatchAccount) {
		return
	}
	path := in.Path("tasksCallBatch")
	switch {
	case p.shutIn(in):
		p.report(diag.TasksCannotReachAccount(path, in.Name, "the nodes leave the network by private endpoints alone"))
	case !p.in.Account.PublicNetworkAccess:
		p.report(diag.TasksCannotReachAccount(path, in.Name, "the account is closed to public networks"))
	case len(p.in.Account.AllowedIPs) > 0 && !in.PublicIPs.None && len(in.PublicIPs.UserManaged) == 0 && p.in.Network.NATGateway == nil:
		p.report(diag.TasksCannotReachAccount(path, in.Name, "the nodes' public IP addresses are not known beforehand and so not in allowedIPs"))
	}
}
