package audit

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/verify"
)

// auditor turns an inventory into what verify judges.
type auditor struct {
	Inventory
	Question
	missing []Missing
}

// seat is a subnet of nodes to be judged.
type seat struct {
	Subnet
	// shown tells that a file shows the subnet itself, not only what is tied to it.
	shown bool
	pools []Pool
}

// reserved are the subnets that Azure keeps for services of its own.
var reserved = []string{"GatewaySubnet", "RouteServerSubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet"}

// seats are the subnets to judge.
func (a *auditor) seats() []seat {
	var all []seat
	for _, s := range a.Inventory.Subnets {
		all = append(all, seat{Subnet: s, shown: true})
	}
	find := func(id string) *seat {
		if id == "" {
			return nil
		}
		i := slices.IndexFunc(all, func(s seat) bool { return SameID(s.ID, id) })
		if i < 0 {
			network, _, _ := strings.Cut(id, "/subnets/")
			all = append(all, seat{Subnet: Subnet{ID: id, Name: id[strings.LastIndex(id, "/")+1:], VirtualNetwork: network}})
			i = len(all) - 1
		}
		return &all[i]
	}
	for _, g := range a.SecurityGroups {
		for _, id := range g.Subnets {
			s := find(id)
			s.SecurityGroup = cmp.Or(s.SecurityGroup, g.ID)
		}
	}
	for _, t := range a.RouteTables {
		for _, id := range t.Subnets {
			s := find(id)
			s.RouteTable = cmp.Or(s.RouteTable, t.ID)
		}
	}
	for _, p := range a.Pools {
		if s := find(p.Subnet); s != nil {
			s.pools = append(s.pools, p)
		}
	}
	if asked := a.Question.Subnets; len(asked) > 0 {
		return slices.DeleteFunc(all, func(s seat) bool {
			return !slices.ContainsFunc(asked, func(name string) bool { return strings.EqualFold(name, s.Name) || SameID(name, s.ID) })
		})
	}
	withPools := slices.DeleteFunc(slices.Clone(all), func(s seat) bool { return len(s.pools) == 0 })
	if len(withPools) > 0 {
		return withPools
	}
	all = slices.DeleteFunc(all, func(s seat) bool { return !a.canHoldNodes(s) })
	if len(all) > 0 {
		return all
	}
	return a.assumed()
}

func (a *auditor) canHoldNodes(s seat) bool {
	return s.Delegation == "" &&
		!slices.ContainsFunc(reserved, func(name string) bool { return strings.EqualFold(name, s.Name) }) &&
		!slices.ContainsFunc(a.Endpoints, func(e Endpoint) bool { return SameID(e.Subnet, s.ID) })
}

// assumed are subnets for groups and tables that are tied to none.
func (a *auditor) assumed() []seat {
	var all []seat
	for i := range a.SecurityGroups {
		g := &a.SecurityGroups[i]
		g.ID = cmp.Or(g.ID, "group "+g.Name)
		all = append(all, seat{Subnet: Subnet{ID: "subnet of " + g.ID, Name: "the subnet of the group " + cmp.Or(g.Name, "without a name"), SecurityGroup: g.ID}})
	}
	for i := range a.RouteTables {
		t := &a.RouteTables[i]
		t.ID = cmp.Or(t.ID, "table "+t.Name)
		all = append(all, seat{Subnet: Subnet{ID: "subnet of " + t.ID, Name: "the subnet of the route table " + cmp.Or(t.Name, "without a name"), RouteTable: t.ID}})
	}
	return all
}

// subnet finds a subnet by its ID, nil where no file shows it.
func (a *auditor) subnet(id string) *Subnet {
	i := slices.IndexFunc(a.Inventory.Subnets, func(s Subnet) bool { return SameID(s.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.Inventory.Subnets[i]
}

func (a *auditor) group(id string) *SecurityGroup {
	i := slices.IndexFunc(a.SecurityGroups, func(g SecurityGroup) bool { return SameID(g.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.SecurityGroups[i]
}

func (a *auditor) table(id string) *RouteTable {
	i := slices.IndexFunc(a.RouteTables, func(t RouteTable) bool { return SameID(t.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.RouteTables[i]
}

// home is the network of a subnet, nil where no file shows it.
func (a *auditor) home(s Subnet) *VirtualNetwork {
	i := slices.IndexFunc(a.VirtualNetworks, func(n VirtualNetwork) bool {
		return SameID(n.ID, s.VirtualNetwork) || n.ID == "" && n.Name == s.VirtualNetwork
	})
	if i < 0 {
		return nil
	}
	return &a.VirtualNetworks[i]
}

func sameNetwork(a, b Subnet) bool {
	return SameID(a.VirtualNetwork, b.VirtualNetwork) || a.VirtualNetwork == b.VirtualNetwork
}

// assumedPrefix stands for that of a subnet that no file shows: rules that name
// addresses of the network are then not known to match.
var assumedPrefix = netip.MustParsePrefix("10.0.0.0/24")

// network is the subnet in its network, with the flows to be judged.
func (a *auditor) network(s seat) verify.Network {
	var n verify.Network
	if home := a.home(s.Subnet); home != nil {
		n.AddressSpace = home.AddressSpace
	}
	for _, other := range a.Inventory.Subnets {
		if !sameNetwork(other, s.Subnet) {
			continue
		}
		if a.home(s.Subnet) == nil {
			n.AddressSpace = append(n.AddressSpace, ipv4(other.Prefixes)...)
		}
		if slices.ContainsFunc(a.Endpoints, func(e Endpoint) bool { return SameID(e.Subnet, other.ID) }) {
			n.EndpointPrefixes = append(n.EndpointPrefixes, ipv4(other.Prefixes)...)
		}
	}
	prefixes := ipv4(s.Prefixes)
	guessed := len(prefixes) == 0
	if guessed {
		prefixes = []netip.Prefix{assumedPrefix}
	}
	for _, prefix := range prefixes {
		v := verify.Subnet{Name: s.Name, Prefix: prefix}
		if len(prefixes) > 1 {
			v.Name += " " + prefix.String()
		}
		a.fill(&v, s.Subnet, s.shown)
		if home := a.home(s.Subnet); home != nil && home.Unknown != "" {
			v.Unknown = "of the virtual network " + home.Name + " is not known: " + home.Unknown
		}
		if !a.Complete && a.Unknown != "" {
			v.Unknown = a.Unknown
		}
		if guessed && v.SecurityGroup != nil {
			unsettle(v.SecurityGroup.Rules)
		}
		a.wayOut(&v, s)
		a.flows(&v, s)
		for i := range v.Flows {
			if f := &v.Flows[i]; guessed && slices.Contains(f.Peer, assumedPrefix.String()) {
				f.Peer, f.Unknown = []string{"VirtualNetwork"}, "no file shows the prefix of "+nameOf(s.Subnet)
			}
		}
		n.Subnets = append(n.Subnets, v)
	}
	return n
}

// unsettle marks rules that match some addresses of the network alone: whether
// the subnet is among them is not known.
func unsettle(rules []verify.Rule) {
	for i := range rules {
		p := rules[i].Properties
		if p.Direction == nil || rules[i].Unknown != "" {
			continue
		}
		one, many := p.DestinationAddressPrefix, p.DestinationAddressPrefixes
		if strings.EqualFold(string(*p.Direction), string(verify.Outbound)) {
			one, many = p.SourceAddressPrefix, p.SourceAddressPrefixes
		}
		if one != nil {
			many = append(slices.Clone(many), one)
		}
		for _, name := range many {
			if prefix, err := netip.ParsePrefix(*name); *name != "*" && !strings.EqualFold(*name, "VirtualNetwork") && (err != nil || prefix.Bits() > 0) {
				rules[i].Unknown = "no file shows whether the subnet is in " + *name
			}
		}
	}
}

// fill gives a subnet the rules and routes that files show for it.
func (a *auditor) fill(v *verify.Subnet, s Subnet, shown bool) {
	if s.Unknown != "" {
		v.Unknown = "of the subnet " + s.Name + " is not known: " + s.Unknown
		return
	}
	v.Unknown = ""
	v.WayOut.NATGateway = v.WayOut.NATGateway || s.NATGateway != ""
	v.WayOut.DefaultOutbound = s.DefaultOutbound
	switch group := a.group(s.SecurityGroup); {
	case group != nil && group.Unknown != "":
		v.RulesUnknown = "of the network security group " + group.Name + " is not known: " + group.Unknown
	case group != nil:
		v.SecurityGroup = &verify.SecurityGroup{}
		for _, r := range group.Rules {
			v.SecurityGroup.Rules = append(v.SecurityGroup.Rules, r.Rule)
		}
	case s.SecurityGroup != "":
		v.RulesUnknown = "no file shows the network security group " + lastName(s.SecurityGroup)
	case !shown && !a.Complete:
		v.RulesUnknown = "no file shows the network security group of " + nameOf(s)
	}
	switch table := a.table(s.RouteTable); {
	case table != nil && table.Unknown != "":
		v.RoutesUnknown = "of the route table " + table.Name + " is not known: " + table.Unknown
	case table != nil:
		v.RouteTable = &verify.RouteTable{WithoutBGP: table.WithoutBGP}
		for _, r := range table.Routes {
			v.RouteTable.Routes = append(v.RouteTable.Routes, r.Route)
		}
	case s.RouteTable != "":
		v.RoutesUnknown = "no file shows the route table " + lastName(s.RouteTable)
	case !shown && !a.Complete:
		v.RoutesUnknown = "no file shows the route table of " + nameOf(s)
	}
	for _, service := range s.ServiceEndpoints {
		if strings.EqualFold(service, "Microsoft.Storage") { // Azure's own form: the region of the network
			service += "." + a.region(s, nil).TagSuffix
		}
		v.ServiceEndpoints = append(v.ServiceEndpoints, strings.TrimSuffix(service, ".Global"))
	}
}

func lastName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

func nameOf(s Subnet) string {
	if strings.HasPrefix(s.Name, "the subnet of ") {
		return s.Name
	}
	return "the subnet " + s.Name
}

func ipv4(prefixes []netip.Prefix) []netip.Prefix {
	return slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool { return !p.Addr().Is4() })
}

// PrefixOf returns the one IPv4 range of a subnet.
func (i Inventory) PrefixOf(id string) (prefix netip.Prefix, found bool) {
	for _, s := range i.Subnets {
		if prefixes := ipv4(s.Prefixes); SameID(s.ID, id) && len(prefixes) == 1 {
			return prefixes[0], true
		}
	}
	return netip.Prefix{}, false
}

// Fill gives a subnet that an intent calls existing what the inventory shows of
// it, and returns the address space of its network.
func (i Inventory) Fill(v *verify.Subnet, id string, region azure.Region, space []netip.Prefix) []netip.Prefix {
	a := &auditor{Inventory: i, Question: Question{Region: region}}
	seats := a.seatsOf()
	at := slices.IndexFunc(seats, func(s seat) bool { return SameID(s.ID, id) })
	if at < 0 { // v says already that it is not known
		return space
	}
	s := seats[at]
	if prefixes := ipv4(s.Prefixes); len(prefixes) > 0 && !v.Prefix.IsValid() {
		v.Prefix = prefixes[0]
	}
	a.fill(v, s.Subnet, s.shown)
	if home := a.home(s.Subnet); home != nil && len(space) == 0 {
		return home.AddressSpace
	}
	return space
}

// seatsOf are all subnets that files show or name.
func (a *auditor) seatsOf() []seat {
	all := *a
	var names []string
	for _, s := range a.Inventory.Subnets {
		names = append(names, s.ID)
	}
	for _, g := range a.SecurityGroups {
		names = append(names, g.Subnets...)
	}
	for _, t := range a.RouteTables {
		names = append(names, t.Subnets...)
	}
	all.Question.Subnets = names
	return all.seats()
}
