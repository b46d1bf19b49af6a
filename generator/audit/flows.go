package audit

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/verify"
)

// wayOut says how nodes reach the internet.
func (a *auditor) wayOut(v *verify.Subnet, s seat) {
	none := func(p Pool) bool { return p.PublicIPs == "NoPublicIPAddresses" }
	switch {
	case a.PublicIPs != nil:
		v.WayOut.PublicIPs = *a.PublicIPs
	case len(s.pools) == 0:
		v.WayOut.Unknown = "no file shows the pool, so whether its nodes have public IP addresses is not known"
	default:
		v.WayOut.PublicIPs = !slices.ContainsFunc(s.pools, none)
		for _, p := range s.pools {
			if p.Unknown != "" {
				v.WayOut.Unknown = "of the pool " + p.Name + " is not known: " + p.Unknown
			}
		}
	}
}

// flows are those that the pools of a subnet need, and those that nobody asked for.
func (a *auditor) flows(v *verify.Subnet, s seat) {
	n := verify.Needs{
		Region: a.region(s.Subnet, s.pools), Subnet: v.Prefix, PublicIPs: v.WayOut.PublicIPs, NATGateway: v.WayOut.NATGateway,
		InterNode: slices.ContainsFunc(s.pools, func(p Pool) bool { return p.InterNode }),
	}
	modes := a.modes(s)
	if n.Region.Name == "" || len(modes) == 0 {
		return
	}
	n.Cloud = azure.CloudOf(n.Region)
	n.AutoStorage = slices.ContainsFunc(a.Accounts, func(x Account) bool { return x.AutoStorage != "" })
	n.Tunnel = tunnelOf(v.RouteTable)
	if n.OS = a.systems(s); len(n.OS) == 0 && n.Tunnel != verify.NoTunnel {
		a.miss("os", "no file says which system the nodes of "+nameOf(s.Subnet)+" run, and Windows needs activation past its default route")
		return
	}
	if len(a.RemoteAccess) > 0 {
		n.SSH = a.RemoteAccess
		if slices.Contains(n.OS, azure.Windows) {
			n.RDP = a.RemoteAccess
		}
		if !slices.Contains(n.OS, azure.Linux) && len(n.OS) > 0 {
			n.SSH = nil
		}
	}
	a.endpoints(&n, s.Subnet)
	for _, mode := range modes {
		n.Mode = mode
		v.Flows = merged(v.Flows, n.Flows())
	}
	// Nobody has said that nothing may leave past a default route that leads elsewhere.
	v.Flows = slices.DeleteFunc(v.Flows, func(f verify.Flow) bool { return f.PastTunnel })
	a.refused(v, n, s.Subnet)
}

// tunnelOf is where the default route of a table leads.
func tunnelOf(t *verify.RouteTable) verify.Via {
	if t == nil {
		return verify.NoTunnel
	}
	for _, r := range t.Routes {
		p := r.Properties
		if p == nil || p.AddressPrefix == nil || p.NextHopType == nil || *p.AddressPrefix != "0.0.0.0/0" {
			continue
		}
		switch *p.NextHopType {
		case verify.ApplianceHop:
			return verify.ViaAppliance
		case verify.GatewayHop:
			return verify.ViaGateway
		}
	}
	return verify.NoTunnel
}

// merged adds the flows of a second mode. What one of them asks for, the other does not forbid.
func merged(flows, more []verify.Flow) []verify.Flow {
	if len(flows) == 0 {
		return more
	}
	for _, f := range more {
		i := slices.IndexFunc(flows, func(o verify.Flow) bool { return o.ID == f.ID && o.Kind == f.Kind })
		switch {
		case i >= 0:
			flows[i].Except = append(flows[i].Except, f.Except...)
		case f.Kind == verify.Needed:
			flows = slices.Insert(flows, 0, f)
		default:
			flows = append(flows, f)
		}
	}
	return flows
}

// endpoints says which private endpoints the network of a subnet has.
func (a *auditor) endpoints(n *verify.Needs, s Subnet) {
	for _, e := range a.Endpoints {
		in := a.subnet(e.Subnet)
		if in == nil || !sameNetwork(*in, s) {
			continue
		}
		if e.Unknown != "" {
			continue
		}
		for _, group := range e.Groups {
			switch {
			case strings.EqualFold(group, "nodeManagement"):
				n.NodeManagementEndpoint = true
			case strings.EqualFold(group, "batchAccount"):
				n.AccountEndpoint = true
			case strings.EqualFold(group, "blob"):
				n.StorageEndpoint = true
			default:
				continue
			}
			if prefixes := ipv4(in.Prefixes); len(prefixes) > 0 && !n.EndpointSubnet.IsValid() {
				n.EndpointSubnet = prefixes[0]
			}
		}
	}
}

// refused marks flows that something beside rules and routes may stop.
func (a *auditor) refused(v *verify.Subnet, n verify.Needs, s Subnet) {
	closed := slices.ContainsFunc(a.Accounts, func(x Account) bool { return x.NodeManagementPublic != nil && !*x.NodeManagementPublic })
	named := slices.ContainsFunc(a.Zones, func(z Zone) bool {
		return strings.EqualFold(z.Name, n.Cloud.BatchZone) &&
			slices.ContainsFunc(z.Networks, func(id string) bool { return SameID(id, s.VirtualNetwork) })
	})
	doubtful := slices.IndexFunc(a.Endpoints, func(e Endpoint) bool { return e.Unknown != "" || a.subnet(e.Subnet) == nil })
	for i := range v.Flows {
		switch f := &v.Flows[i]; {
		case f.ID == "batch-out" && doubtful >= 0:
			e := a.Endpoints[doubtful]
			f.Unknown = "of the private endpoint " + e.Name + " is not known: " + cmp.Or(e.Unknown, "no file shows its subnet "+lastName(e.Subnet))
		case f.ID == "batch-out" && closed:
			f.Unknown = "the Batch account refuses nodes that call from public addresses, and no file shows a private endpoint for nodeManagement in the network"
		case f.ID == "endpoints-out" && !named:
			f.Unknown = "no file shows that the private DNS zone " + n.Cloud.BatchZone + " is linked to the network"
		}
	}
}

// miss notes what has to be stated, once.
func (a *auditor) miss(flag, why string) {
	if !slices.ContainsFunc(a.missing, func(m Missing) bool { return m.Flag == flag }) {
		a.missing = append(a.missing, Missing{flag, why})
	}
}

// modes are those of the pools of a subnet, else of all pools that files show.
func (a *auditor) modes(s seat) []azure.ModeID {
	if a.Mode != "" {
		return []azure.ModeID{a.Mode}
	}
	pools := s.pools
	if len(pools) == 0 {
		pools = a.Pools
	}
	found := map[azure.ModeID]bool{}
	for _, p := range pools {
		mode := azure.ModeID(p.Mode)
		if !slices.ContainsFunc(azure.Modes(), func(m azure.Mode) bool { return m.ID == mode }) {
			a.miss("mode", "the pool "+p.Name+" does not say which node communication mode it has")
			return nil
		}
		found[mode] = true
	}
	if len(found) == 0 {
		a.miss("mode", "no file shows a pool")
	}
	return slices.Sorted(maps.Keys(found))
}

// region is that of the network of a subnet, else of what else files show.
func (a *auditor) region(s Subnet, pools []Pool) azure.Region {
	if a.Region.Name != "" {
		return a.Region
	}
	var names []string
	if home := a.home(s); home != nil {
		names = append(names, home.Location)
	}
	if g := a.group(s.SecurityGroup); g != nil {
		names = append(names, g.Location)
	}
	if t := a.table(s.RouteTable); t != nil {
		names = append(names, t.Location)
	}
	for _, x := range a.Accounts {
		if len(a.Accounts) == 1 || slices.ContainsFunc(pools, func(p Pool) bool { return strings.HasPrefix(p.ID, x.ID+"/") }) {
			names = append(names, x.Location)
		}
	}
	for _, name := range append(names, a.onlyLocation()) {
		if region, found := azure.RegionByName(name); found {
			return region
		}
	}
	a.miss("region", "no file says in which region "+nameOf(s)+" is")
	return azure.Region{}
}

// onlyLocation is that of all resources that have one, "" where they differ.
func (a *auditor) onlyLocation() string {
	found := map[string]bool{}
	for _, n := range a.VirtualNetworks {
		found[n.Location] = true
	}
	for _, g := range a.SecurityGroups {
		found[g.Location] = true
	}
	for _, t := range a.RouteTables {
		found[t.Location] = true
	}
	for _, x := range a.Accounts {
		found[x.Location] = true
	}
	delete(found, "")
	if len(found) != 1 {
		return ""
	}
	return slices.Collect(maps.Keys(found))[0]
}

// systems are those of the nodes of a subnet.
func (a *auditor) systems(s seat) []azure.OS {
	if a.OS != "" {
		return []azure.OS{a.OS}
	}
	found := map[azure.OS]bool{}
	for _, p := range s.pools {
		if p.OS == "" {
			return nil
		}
		found[azure.OS(p.OS)] = true
	}
	return slices.Sorted(maps.Keys(found))
}
