package armmodel

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// SB-01. A pool may live in an undeclared subnet only where the intent names it.
func subnetsHaveGroups(m *Model) []string {
	var f findings
	for _, s := range m.Subnets {
		f.unless(s.Group != nil, "subnet %s has no declared security group", s.Name)
	}
	for _, p := range m.Pools {
		f.unless(p.Subnet != nil || m.Asked.ExistingSubnet != "", "%s lives in no declared subnet", p)
		f.unless(p.Subnet == nil || m.Asked.ExistingSubnet == "", "%s does not live in the existing subnet", p)
	}
	return f
}

// SB-02, for security rules and for the rules of inbound NAT pools.
func nothingOpen(m *Model) []string {
	var f findings
	for _, g := range m.Groups {
		for _, r := range g.Rules {
			if !r.inbound() || !r.allows() {
				continue
			}
			f.unless(len(r.From) > 0, "%s/%s names no source, which is everybody", g.Name, r.Name)
			f.unless(!openTogether(r.From), "%s/%s lets everybody in: %v", g.Name, r.Name, r.From)
			for _, from := range r.From {
				f.unless(!strings.HasPrefix(from, "<"), "%s/%s: the source %s is not known", g.Name, r.Name, from)
			}
		}
	}
	for _, p := range m.Pools {
		for _, nat := range p.natPools() {
			var sources []string
			for _, rule := range nat.allows {
				sources = append(sources, rule.source)
			}
			f.unless(!openTogether(sources), "%s: NAT pool %s lets everybody in: %v", p, nat.name, sources)
			f.unless(nat.closed(), "%s: NAT pool %s has no deny of everybody after its allows", p, nat.name)
		}
	}
	return f
}

// natPool is one inbound NAT pool.
type natPool struct {
	name, protocol string
	backend        int
	first, last    int
	allows, denies []natRule
}

type natRule struct {
	priority int
	source   string
}

func (p *Pool) natPools() []natPool {
	var pools []natPool
	for _, item := range List(p.Properties, "networkConfiguration", "endpointConfiguration", "inboundNatPools") {
		nat := natPool{name: Text(item, "name"), protocol: Text(item, "protocol")}
		nat.backend, _ = number(item, "backendPort")
		nat.first, _ = number(item, "frontendPortRangeStart")
		nat.last, _ = number(item, "frontendPortRangeEnd")
		for _, r := range List(item, "networkSecurityGroupRules") {
			rule := natRule{source: Text(r, "sourceAddressPrefix")}
			rule.priority, _ = number(r, "priority")
			switch Text(r, "access") {
			case "Deny":
				nat.denies = append(nat.denies, rule)
			case "Allow":
				nat.allows = append(nat.allows, rule)
			default: // nobody knows what it does: everybody's source is judged as an open one
				nat.allows = append(nat.allows, natRule{priority: rule.priority, source: "*"})
			}
		}
		pools = append(pools, nat)
	}
	return pools
}

// natName is the form of the name, azure-network-rules section 5.
var natName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_.-]{0,75}[A-Za-z0-9_])?$`)

// closed reports whether a deny of everybody stands after every allow.
func (n natPool) closed() bool {
	for _, d := range n.denies {
		if d.source == "*" && !slices.ContainsFunc(n.allows, func(a natRule) bool { return a.priority >= d.priority }) {
			return true
		}
	}
	return false
}

// interNode reports whether a rule opens the subnet to itself and to nobody else.
func (s *Subnet) interNode(r *Rule) bool {
	own := []string{s.Prefix.String()}
	return slices.Equal(r.From, own) && slices.Equal(r.To, own)
}

// SB-03.
func serviceInbound(m *Model) []string {
	var f findings
	tag := "BatchNodeManagement." + m.Asked.region.suffix
	for _, s := range m.nodeSubnets() {
		found := 0
		for _, r := range s.rules() {
			if !r.inbound() || !r.allows() || s.interNode(r) {
				continue
			}
			service := anyOf(r.From, func(from string) bool { return strings.HasPrefix(from, "BatchNodeManagement") })
			agent := anyOf(r.Ports, func(p string) bool { return portsTouch(p, "29876-29877") })
			if !service && !agent {
				continue
			}
			exact := slices.Equal(r.From, []string{tag}) && slices.Equal(r.Ports, []string{"29876-29877"}) &&
				strings.EqualFold(r.Protocol, "Tcp")
			f.unless(m.Asked.Mode == "classic", "%s: %s lets the service in", s.Name, r.Name)
			f.unless(exact, "%s: %s is not TCP 29876-29877 from %s", s.Name, r.Name, tag)
			found++
		}
		f.unless(m.Asked.Mode != "classic" || found == 1, "%s: %d rules let the service in", s.Name, found)
	}
	return f
}

// rules are those of the subnet's security group.
func (s *Subnet) rules() []*Rule {
	if s.Group == nil {
		return nil
	}
	return s.Group.Rules
}

// SB-04: what comes in is the service, remote access as asked, nodes of the
// same subnet where asked, and at an endpoint subnet the virtual network on 443
// (on 445 too for file shares).
func remoteAccess(m *Model) []string {
	var f findings
	for _, s := range m.Subnets {
		from := map[string][]string{}
		for _, r := range s.rules() {
			if !r.inbound() || !r.allows() {
				continue
			}
			switch {
			case s.interNode(r):
				f.unless(s.any(func(p *AskedPool) bool { return p.InterNode }), "%s: nobody asked for %s", s.Name, r.Name)
			case slices.Equal(r.Ports, []string{"22"}), slices.Equal(r.Ports, []string{"3389"}):
				f.unless(strings.EqualFold(r.Protocol, "Tcp"), "%s: %s is not TCP", s.Name, r.Name)
				from[r.Ports[0]] = append(from[r.Ports[0]], r.From...)
			case m.Asked.Mode == "classic" && slices.Equal(r.Ports, []string{"29876-29877"}):
			case len(s.Endpoints) > 0 && len(s.Pools) == 0:
				port := slices.Equal(r.Ports, []string{"443"}) || slices.Equal(r.Ports, []string{"445"}) && s.servesFiles()
				exact := port && strings.EqualFold(r.Protocol, "Tcp") && slices.Equal(r.From, []string{"VirtualNetwork"})
				f.unless(exact, "%s: %s lets more in than 443 from the virtual network", s.Name, r.Name)
			default:
				f.add("%s: %s lets in what nobody asked for", s.Name, r.Name)
			}
		}
		for port, system := range map[string]string{"22": "linux", "3389": "windows"} {
			var asked []string
			for _, p := range s.Pools {
				if p.Asked != nil && p.Asked.OS == system {
					asked = append(asked, p.Asked.Remote...)
				}
			}
			f.unless(sameSources(from[port], asked),
				"%s: port %s is open to %v, asked was %v", s.Name, port, from[port], asked)
		}
	}
	for _, p := range m.Pools {
		if p.Asked == nil {
			f.add("nobody asked for %s", p)
			continue
		}
		nats := p.natPools()
		if len(p.Asked.Remote) == 0 || p.Asked.NoPublicIPs || m.Asked.Mode == "cloudService" {
			has := Object(p.Properties, "networkConfiguration")["endpointConfiguration"] != nil
			f.unless(!has, "%s has NAT pools that nobody asked for", p)
			continue
		}
		port := map[string]int{"linux": 22, "windows": 3389}[p.Asked.OS]
		if len(nats) != 1 {
			f.add("%s has %d NAT pools", p, len(nats))
			continue
		}
		nat := nats[0]
		f.unless(natName.MatchString(nat.name), "%s: NAT pool name %q", p, nat.name)
		var allowed []string
		for _, rule := range nat.allows {
			allowed = append(allowed, rule.source)
		}
		f.unless(nat.backend == port && nat.protocol == "TCP", "%s: NAT pool to %s %d", p, nat.protocol, nat.backend)
		f.unless(nat.last-nat.first+1 >= 100 && nat.first >= 1 && nat.last <= 65534 && (nat.last < 50000 || nat.first > 55000),
			"%s: front-end ports %d to %d", p, nat.first, nat.last)
		f.unless(sameSources(allowed, p.Asked.Remote),
			"%s: NAT pool lets in %v, asked was %v", p, allowed, p.Asked.Remote)
		taken := map[int]bool{}
		for _, rule := range slices.Concat(nat.allows, nat.denies) {
			f.unless(rule.priority >= 150 && rule.priority <= 4096 && !taken[rule.priority],
				"%s: NAT rule priority %d", p, rule.priority)
			taken[rule.priority] = true
		}
	}
	return f
}

// servesFiles reports whether a private endpoint of file shares stands in the subnet: they speak SMB, port 445.
func (s *Subnet) servesFiles() bool {
	return slices.ContainsFunc(s.Endpoints, func(r *Resource) bool {
		return slices.ContainsFunc(List(r.Body, "properties", "privateLinkServiceConnections"), func(c any) bool {
			return has(texts(c, "properties", "groupIds"), "file")
		})
	})
}

// SB-05: a literal address in a rule or route is one of the intent, of a subnet
// of ours or of the activation servers, which have no tag.
func noServiceAddresses(m *Model) []string {
	var f findings
	known := func(s string) bool {
		p, ok := prefixOf(s)
		if !ok || private(p) && p.Bits() > 0 && slices.ContainsFunc(m.Subnets, func(s *Subnet) bool { return s.Prefix == p }) {
			return true
		}
		return slices.Contains(m.Asked.addresses, p) || has(m.Asked.region.cloud.kms, p.Addr().String()) ||
			slices.ContainsFunc(m.Asked.addresses, func(a netip.Prefix) bool {
				return a.Bits() <= p.Bits() && a.Contains(p.Addr())
			})
	}
	for _, g := range m.Groups {
		for _, r := range g.Rules {
			for _, address := range slices.Concat(r.From, r.To) {
				f.unless(known(address), "%s/%s names the address %s", g.Name, r.Name, address)
			}
		}
	}
	for _, t := range m.Tables {
		for _, r := range t.Routes {
			f.unless(r.Prefix == "0.0.0.0/0" || known(r.Prefix), "%s/%s routes the address %s", t.Name, r.Name, r.Prefix)
			f.unless(r.Address == "" || r.Address == m.Asked.Appliance, "%s/%s leads to %s", t.Name, r.Name, r.Address)
		}
	}
	return f
}

// SB-06.
func outbound(m *Model) []string {
	var f findings
	for _, s := range m.nodeSubnets() {
		for _, n := range m.neededFlows(s) {
			if !n.inbound {
				verdict := s.verdict(n.flow)
				f.unless(verdict == "Allow",
					"%s: %s (%s) is not allowed by a rule of ours: %q", s.Name, n.flow, n.id, verdict)
			}
		}
		tag := "BatchNodeManagement." + m.Asked.region.suffix
		first := 0 // the lowest priority of a deny
		for _, r := range s.rules() {
			if r.inbound() {
				continue
			}
			if !r.allows() {
				first = max(first, r.Priority)
				f.unless(m.Asked.Restricted, "%s: %s denies, but egress is open", s.Name, r.Name)
				continue
			}
			f.unless(first == 0, "%s: %s stands after a deny", s.Name, r.Name)
			if has(r.To, tag) && m.Asked.Mode == "simplified" {
				f.unless(m.callsServiceTag(s), "%s: %s is replaced by the endpoint", s.Name, r.Name)
			}
		}
	}
	return f
}

// SB-07 reports: a deny between nodes pulls against multi-instance tasks, so none is generated.
func lateralTraffic(m *Model) []string {
	var f findings
	for _, s := range m.nodeSubnets() {
		for _, r := range s.rules() {
			inside := anyOf(r.far(), func(to string) bool {
				return addressTouches(to, "VirtualNetwork") || addressTouches(to, s.Prefix.String())
			})
			f.unless(r.allows() || !inside, "%s: %s denies traffic inside the virtual network", s.Name, r.Name)
		}
	}
	return f
}

// SB-08.
func firstInbound(m *Model) []string {
	var f findings
	for _, g := range m.Groups {
		for _, r := range g.Rules {
			if !r.inbound() {
				continue
			}
			everybody := anyOf(r.From, func(s string) bool { return open(s) && !strings.EqualFold(s, "Internet") })
			f.unless(r.allows() || !everybody, "%s: the first inbound rule, %s, denies everything", g.Name, r.Name)
			break
		}
	}
	return f
}

// ownWayOut reports whether a route to the internet works for all pools of a subnet.
func (s *Subnet) ownWayOut(a *Asked) bool {
	return a.NAT != nil || !s.any(func(p *AskedPool) bool { return p.NoPublicIPs })
}

// SB-09.
func wayOut(m *Model) []string {
	var f findings
	for _, s := range m.Subnets {
		f.unless(s.Body["defaultOutboundAccess"] == false, "subnet %s has default outbound access", s.Name)
	}
	for _, s := range m.nodeSubnets() {
		f.unless((s.NAT != "") == (m.Asked.NAT != nil), "subnet %s: NAT gateway %q", s.Name, s.NAT)
		tunneled := m.Asked.Tunnel == "bgp"
		if s.Table != nil {
			for _, r := range s.Table.Routes {
				tunneled = tunneled || r.Prefix == "0.0.0.0/0" && r.Hop != "Internet" && r.Hop != "None"
			}
		}
		for _, p := range s.Pools {
			provision := Text(p.Properties, "networkConfiguration", "publicIPAddressConfiguration", "provision")
			out := provision != "NoPublicIPAddresses" || s.NAT != "" || tunneled ||
				len(m.endpointsFor(p.AccountID, "nodeManagement")) > 0
			f.unless(out, "%s has no way to the Batch service", p)
		}
	}
	return f
}

// endpointsFor are the private endpoints to a group of a resource.
func (m *Model) endpointsFor(id, group string) []*Resource {
	var list []*Resource
	for _, r := range m.all("Microsoft.Network/privateEndpoints") {
		for _, c := range List(r.Body, "properties", "privateLinkServiceConnections") {
			p := At(c, "properties")
			if strings.EqualFold(Text(p, "privateLinkServiceId"), id) && has(texts(p, "groupIds"), group) {
				list = append(list, r)
			}
		}
	}
	return list
}

// SB-10: exactly the routes of azure-network-rules section 2.
func routes(m *Model) []string {
	var f findings
	a := m.Asked
	for _, s := range m.Subnets {
		var want, got []string
		if len(s.Pools) > 0 {
			want = s.routesNeeded(m)
		}
		if s.Table == nil {
			f.unless(len(want) == 0, "subnet %s has no route table, it needs %v", s.Name, want)
			continue
		}
		f.unless(len(want) > 0, "subnet %s has a route table without need", s.Name)
		for _, r := range s.Table.Routes {
			got = append(got, r.Prefix+" "+r.Hop+" "+r.Address)
		}
		f.unless(same(want, got), "subnet %s has the routes %q, not %q", s.Name, got, want)
		f.unless(s.Table.Propagates == (a.Tunnel != "appliance"),
			"subnet %s: BGP propagation is %v", s.Name, s.Table.Propagates)
	}
	for _, t := range m.Tables {
		used := slices.ContainsFunc(m.Subnets, func(s *Subnet) bool { return s.Table == t })
		f.unless(used, "route table %s is tied to no subnet", t.Name)
	}
	return f
}

func (s *Subnet) routesNeeded(m *Model) []string {
	a := m.Asked
	var want []string
	switch a.Tunnel {
	case "":
		return nil
	case "gateway":
		want = append(want, "0.0.0.0/0 VirtualNetworkGateway ")
	case "appliance":
		want = append(want, "0.0.0.0/0 VirtualAppliance "+a.Appliance)
	}
	direct := !a.Inspect && s.ownWayOut(a)
	if a.Mode == "classic" || direct && m.callsServiceTag(s) {
		want = append(want, "BatchNodeManagement."+a.region.suffix+" Internet ")
	}
	if direct && s.any(func(p *AskedPool) bool { return p.OS == "windows" }) {
		for _, address := range a.region.cloud.kms {
			want = append(want, address+"/32 Internet ")
		}
	}
	return want
}

// SB-11.
func dnsServers(m *Model) []string {
	var f findings
	for _, r := range m.all("Microsoft.Network/virtualNetworks") {
		servers := texts(r.Body, "properties", "dhcpOptions", "dnsServers")
		f.unless(slices.Equal(servers, m.Asked.DNSServers),
			"%s has the DNS servers %v, asked was %v", r, servers, m.Asked.DNSServers)
		options := Object(r.Body, "properties")["dhcpOptions"] != nil
		f.unless(!options || len(m.Asked.DNSServers) > 0, "%s has DHCP options that nobody asked for", r)
	}
	return f
}
