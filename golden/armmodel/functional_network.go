package armmodel

import (
	"slices"
	"strings"
)

// F-02.
func neededFlows(m *Model) []string {
	var f findings
	for _, s := range m.nodeSubnets() {
		for _, n := range m.neededFlows(s) {
			verdict := s.verdict(n.flow)
			f.unless(verdict == "Allow", "%s: %s (%s): %q", s.Name, n.flow, n.id, verdict)
		}
	}
	for _, s := range m.Subnets {
		if len(s.Endpoints) > 0 {
			https, smb := flow{true, "Tcp", "443", "VirtualNetwork"}, flow{true, "Tcp", "445", "VirtualNetwork"}
			f.unless(s.verdict(https) == "Allow", "%s: %s is not allowed", s.Name, https)
			f.unless(!s.servesFiles() || s.verdict(smb) == "Allow", "%s: %s is not allowed", s.Name, smb)
		}
	}
	return f
}

// denies reports whether a rule denies all of a flow.
func (s *Subnet) denies(f flow) bool {
	return slices.ContainsFunc(s.rules(), func(r *Rule) bool {
		return r.inbound() == f.inbound && !r.allows() && r.covers(f, s.Prefix)
	})
}

// F-03.
func closedInbound(m *Model) []string {
	var f findings
	for _, s := range m.nodeSubnets() {
		f.unless(s.denies(flow{true, "*", "*", "Internet"}), "%s is open to the internet by Azure's own rules", s.Name)
	}
	for _, s := range m.Subnets {
		if len(s.Pools) == 0 {
			f.unless(s.denies(flow{true, "*", "*", "*"}), "%s is open by Azure's own rules", s.Name)
		}
	}
	return f
}

// F-04.
func closedOutbound(m *Model) []string {
	var f findings
	for _, s := range m.nodeSubnets() {
		closed := s.denies(flow{false, "*", "*", "Internet"})
		f.unless(closed == m.Asked.Restricted, "%s: egress is closed: %v", s.Name, closed)
	}
	return f
}

// bounds reads a node count: its value and the most that the parameter of the
// outermost template lets it be. A literal is its own bound.
func (p *Pool) bounds(property string) (value, most int, known bool) {
	path := []string{"scaleSettings", "fixedScale", property}
	value, known = number(p.Properties, path...)
	text := Text(p.Raw, append([]string{"properties"}, path...)...)
	for t := p.Template; ; t = t.deployment.Template {
		name, isParameter := strings.CutPrefix(text, "[parameters('")
		if !isParameter {
			return value, value, known
		}
		name = strings.TrimSuffix(name, "')]")
		if t.deployment == nil {
			declared := At(t.Raw, "parameters", name)
			most, bounded := number(declared, "maxValue")
			least, _ := number(declared, "minValue")
			return value, most, known && bounded && least <= value && value <= most
		}
		text = Text(t.deployment.Raw, "properties", "parameters", name, "value")
	}
}

// F-05.
func sizes(m *Model) []string {
	var f findings
	for i, s := range m.Subnets {
		f.unless(s.Prefix.IsValid() && s.Prefix.Bits() <= 29, "%s has no usable prefix", s.Name)
		for _, other := range m.Subnets[:i] {
			f.unless(!s.Prefix.Overlaps(other.Prefix), "%s overlaps %s", s.Name, other.Name)
		}
		if !s.Prefix.IsValid() || len(s.Pools) == 0 {
			continue
		}
		holds, needed, most := 1<<(32-s.Prefix.Bits())-5, 0, 0
		for _, p := range s.Pools {
			if p.Asked == nil {
				continue
			}
			needed += p.Asked.largest()
			if p.Asked.Autoscale != nil {
				most += p.Asked.largest()
				continue
			}
			for _, property := range []string{"targetDedicatedNodes", "targetLowPriorityNodes"} {
				_, top, known := p.bounds(property)
				f.unless(known, "%s: %s is missing or out of bounds", p, property)
				most += top
			}
		}
		f.unless(needed <= holds, "%s holds %d nodes, the pools need %d", s.Name, holds, needed)
		f.unless(most <= holds, "%s holds %d nodes, the parameters allow %d", s.Name, holds, most)
	}
	return f
}

// F-06.
func virtualNetwork(m *Model) []string {
	var f findings
	a := m.Asked
	nets := m.all("Microsoft.Network/virtualNetworks")
	own := a.ExistingVNet == "" && a.ExistingSubnet == ""
	f.unless((len(nets) == 1) == own, "there are %d virtual networks", len(nets))
	space := texts(a.Raw, "network", "addressSpace")
	if space == nil && own {
		space = []string{"10.0.0.0/16"}
	}
	for _, r := range nets {
		got := texts(r.Body, "properties", "addressSpace", "addressPrefixes")
		f.unless(sameSources(got, space), "%s has the space %v, asked was %v", r, got, space)
	}
	for _, s := range m.Subnets {
		within := func(p string) bool { return s.Prefix.IsValid() && addressCovers(p, s.Prefix.String()) }
		f.unless(space == nil || anyOf(space, within), "%s lies outside of %v", s.Name, space)
		f.unless(own || strings.HasPrefix(strings.ToLower(s.ID), strings.ToLower(a.ExistingVNet)+"/"),
			"%s is in another network", s.Name)
		f.unless(len(s.Pools)+len(s.Endpoints) > 0, "%s is used by nobody", s.Name)
		f.unless(s.Body["delegations"] == nil, "%s is delegated", s.Name)
		if len(s.Endpoints) > 0 {
			policies := Text(s.Body, "privateEndpointNetworkPolicies")
			f.unless(policies == "NetworkSecurityGroupEnabled" || policies == "Enabled",
				"%s: its rules do not hold for endpoints", s.Name)
		} else {
			f.unless(s.Body["privateEndpointNetworkPolicies"] == nil,
				"%s has endpoint policies without endpoints", s.Name)
		}
	}
	return f
}

// F-12.
func natGateway(m *Model) []string {
	var f findings
	a := m.Asked
	gateways := m.all("Microsoft.Network/natGateways")
	existing := Text(a.NAT, "existing")
	f.unless((len(gateways) == 1) == (a.NAT != nil && existing == ""), "there are %d NAT gateways", len(gateways))
	for _, s := range m.nodeSubnets() {
		if a.NAT != nil {
			f.unless(existing != "" && strings.EqualFold(s.NAT, existing) || existing == "" && m.find(s.NAT) != nil,
				"%s leaves by %q", s.Name, s.NAT)
		}
	}
	addresses := m.all("Microsoft.Network/publicIPAddresses")
	f.unless((len(addresses) == 1) == (len(gateways) == 1 && len(texts(a.NAT, "publicIPs")) == 0),
		"there are %d addresses", len(addresses))
	for _, r := range gateways {
		var ids []string
		for _, address := range List(r.Body, "properties", "publicIpAddresses") {
			ids = append(ids, Text(address, "id"))
		}
		if asked := texts(a.NAT, "publicIPs"); asked != nil {
			f.unless(same(ids, asked), "%s leaves by %v", r, ids)
		} else {
			f.unless(len(ids) == 1 && m.find(ids[0]) != nil, "%s leaves by %v", r, ids)
		}
		f.unless(Text(r.Body, "sku", "name") == "Standard", "%s is %q", r, Text(r.Body, "sku", "name"))
		minutes, _ := number(r.Body, "properties", "idleTimeoutInMinutes")
		asked, _ := number(a.NAT, "idleTimeoutMinutes")
		f.unless(minutes == asked, "%s waits %d minutes", r, minutes)
	}
	for _, r := range slices.Concat(gateways, addresses) {
		var want []string
		if zone := At(a.NAT, "zone"); zone != nil {
			want = []string{plain(zone)}
		}
		// A zonal gateway may have an address of all zones.
		zones := texts(r.Body, "zones")
		f.unless(slices.Equal(zones, want) || r.is("Microsoft.Network/publicIPAddresses") && len(zones) == 3,
			"%s is in the zones %v", r, zones)
	}
	for _, r := range addresses {
		standard := Text(r.Body, "sku", "name") == "Standard" && Text(r.Body, "properties", "publicIPAllocationMethod") == "Static"
		f.unless(standard, "%s is not standard and static", r)
	}
	return f
}
