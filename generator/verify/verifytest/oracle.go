// Package verifytest judges single packets the simple way: it walks the rules
// and routes one after the other. It shares no code with verify, so that the
// two can be compared; for tests alone.
package verifytest

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// Packet is one packet.
type Packet struct {
	// Remote is the far end, Tag the service tag that it is in, "" for none.
	Remote netip.Addr
	Tag    string
	Local  netip.Addr
	// Protocol is "Tcp", "Udp", "Icmp", "Esp" or "Ah".
	Protocol         string
	SourcePort, Port int
}

// The directions.
const inbound, outbound = "inbound", "outbound"

// Match says whether a rule matches a packet.
type Match int

// The answers.
const (
	No Match = iota
	Maybe
	Yes
)

// Outcome says what may become of a packet.
type Outcome struct{ Allowed, Denied bool }

// Subnet is a subnet and what it has of its network.
type Subnet struct {
	AddressSpace, EndpointPrefixes []netip.Prefix
	// Rules of its security group; without one everything passes.
	Rules   []*armnetwork.SecurityRulePropertiesFormat
	NoGroup bool
	// Guesses are rules of which no more is known than their direction, access
	// and priority, and those only where they are set.
	Guesses          []*armnetwork.SecurityRulePropertiesFormat
	Routes           []*armnetwork.RoutePropertiesFormat
	WithoutBGP       bool
	BGPDefault       bool
	ServiceEndpoints []string
}

// Oracle knows one subnet.
type Oracle struct {
	subnet Subnet
	rules  map[string][]rule // by direction, "inbound" and "outbound"
	routes []route
	// known are the names that Holds has read.
	known map[string]peer
}

type rule struct {
	priority int
	allow    bool
	// guess tells that it may match anything, either that it may allow as well as deny.
	guess, either         bool
	protocol              string
	sourcePorts, ports    [][2]int
	sources, destinations []peer
}

// peer is a prefix or a name.
type peer struct {
	prefix netip.Prefix
	name   string // folded
}

type route struct {
	name, hop, address string
	to                 peer
	source             int // 0 user, 1 BGP, 2 Azure
	bits               int
}

// New reads the rules and routes of a subnet.
func New(s Subnet) *Oracle {
	o := &Oracle{subnet: s, rules: map[string][]rule{}, known: map[string]peer{}}
	for _, p := range s.Rules {
		next := rule{
			priority: int(*p.Priority), allow: *p.Access == "Allow", protocol: strings.ToLower(string(*p.Protocol)),
			sourcePorts: ports(p.SourcePortRange, p.SourcePortRanges), ports: ports(p.DestinationPortRange, p.DestinationPortRanges),
			sources:      peers(p.SourceAddressPrefix, p.SourceAddressPrefixes, len(p.SourceApplicationSecurityGroups) > 0),
			destinations: peers(p.DestinationAddressPrefix, p.DestinationAddressPrefixes, len(p.DestinationApplicationSecurityGroups) > 0),
		}
		direction := strings.ToLower(string(*p.Direction))
		o.rules[direction] = append(o.rules[direction], next)
	}
	for _, p := range s.Guesses {
		next := rule{guess: true, either: p.Access == nil, allow: p.Access != nil && *p.Access == "Allow"}
		if p.Priority != nil {
			next.priority = int(*p.Priority)
		}
		for _, direction := range []string{inbound, outbound} {
			if p.Direction == nil || strings.ToLower(string(*p.Direction)) == direction {
				o.rules[direction] = append(o.rules[direction], next)
			}
		}
	}
	star, vnet := "*", "VirtualNetwork"
	add := func(d string, priority int, allow bool, source, destination string) {
		o.rules[d] = append(o.rules[d], rule{
			priority: priority, allow: allow, protocol: "*", sourcePorts: ports(&star, nil), ports: ports(&star, nil),
			sources: peers(&source, nil, false), destinations: peers(&destination, nil, false),
		})
	}
	for _, d := range []string{inbound, outbound} {
		add(d, 65000, true, vnet, vnet)
		add(d, 65500, false, star, star)
	}
	add(inbound, 65001, true, "AzureLoadBalancer", star)
	add(outbound, 65001, true, star, "Internet")
	for _, list := range o.rules {
		slices.SortStableFunc(list, func(a, b rule) int { return a.priority - b.priority })
	}
	o.readRoutes()
	return o
}

func (o *Oracle) readRoutes() {
	add := func(name, to, hop, address string, source, bits int) {
		p := read(to)
		if bits == 0 {
			bits = p.prefix.Bits()
		}
		o.routes = append(o.routes, route{name, hop, address, p, source, bits})
	}
	s := o.subnet
	for _, r := range s.Routes {
		address := ""
		if r.NextHopIPAddress != nil {
			address = *r.NextHopIPAddress
		}
		add("route "+*r.AddressPrefix, *r.AddressPrefix, string(*r.NextHopType), address, 0, 0)
	}
	for _, p := range o.subnet.EndpointPrefixes {
		add("route of the private endpoint", p.String(), "VnetLocal", "", 2, 32)
	}
	for _, service := range s.ServiceEndpoints {
		add("route of the service endpoint "+service, strings.TrimPrefix(service, "Microsoft."), "service", "", 2, 0)
	}
	for _, p := range o.subnet.AddressSpace {
		add("route of the virtual network", p.String(), "VnetLocal", "", 2, 0)
	}
	add("route of the platform", "168.63.129.16", "VnetLocal", "", 2, 0)
	for _, p := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} {
		add("route of private ranges", p, "elsewhere", "", 2, 0)
	}
	if s.BGPDefault && !s.WithoutBGP {
		add("0.0.0.0/0 learned by BGP", "0.0.0.0/0", "VirtualNetworkGateway", "", 1, 0)
	}
	add("Azure's own route to the internet", "0.0.0.0/0", "Internet", "", 2, 0)
}

func read(text string) peer {
	if p, err := netip.ParsePrefix(text); err == nil {
		return peer{prefix: p}
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return peer{prefix: netip.PrefixFrom(a, 32)}
	}
	return peer{name: strings.ToLower(text)}
}

func peers(one *string, many []*string, group bool) []peer {
	if group {
		return []peer{{name: "group"}}
	}
	var list []peer
	if one != nil {
		list = append(list, read(*one))
	}
	for _, m := range many {
		list = append(list, read(*m))
	}
	return list
}

func ports(one *string, many []*string) [][2]int {
	var list [][2]int
	if one != nil {
		many = append([]*string{one}, many...)
	}
	for _, m := range many {
		for _, text := range strings.Split(*m, ",") {
			if text == "*" {
				return [][2]int{{0, 65535}}
			}
			lo, hi, found := strings.Cut(text, "-")
			first, _ := strconv.Atoi(lo)
			last := first
			if found {
				last, _ = strconv.Atoi(hi)
			}
			list = append(list, [2]int{first, last})
		}
	}
	return list
}

// Decide says what may become of a packet under the rules alone.
func (o *Oracle) Decide(d string, p Packet) Outcome {
	var out Outcome
	if o.subnet.NoGroup {
		return Outcome{Allowed: true}
	}
	for _, r := range o.rules[d] {
		match := o.matches(r, d, p)
		if match == No {
			continue
		}
		out.Allowed, out.Denied = out.Allowed || r.allow || r.either, out.Denied || !r.allow || r.either
		if match == Yes {
			break
		}
	}
	return out
}

func (o *Oracle) matches(r rule, d string, p Packet) Match {
	if r.guess {
		return Maybe
	}
	if r.protocol != "*" && r.protocol != strings.ToLower(p.Protocol) || !within(r.ports, p.Port) || !within(r.sourcePorts, p.SourcePort) {
		return No
	}
	far, near := r.sources, r.destinations
	if d == outbound {
		far, near = near, far
	}
	return min(o.anyOf(far, p.Remote, p.Tag), o.anyOf(near, p.Local, ""))
}

func within(list [][2]int, n int) bool {
	return slices.ContainsFunc(list, func(r [2]int) bool { return r[0] <= n && n <= r[1] })
}

func (o *Oracle) anyOf(list []peer, a netip.Addr, tag string) Match {
	best := No
	for _, p := range list {
		best = max(best, o.holds(p, a, tag))
	}
	return best
}

var shared = netip.MustParsePrefix("100.64.0.0/10")

func isPrivate(a netip.Addr) bool { return a.IsPrivate() || shared.Contains(a) }

func (o *Oracle) inNetwork(a netip.Addr) bool {
	in := func(p netip.Prefix) bool { return p.Contains(a) }
	return slices.ContainsFunc(o.subnet.AddressSpace, in)
}

var platform = netip.MustParseAddr("168.63.129.16")

// Public reports whether an address is outside of all networks.
func (o *Oracle) Public(a netip.Addr) bool {
	first := a.As4()[0]
	return !isPrivate(a) && !o.inNetwork(a) && a != platform && first != 0 && first != 127 && first < 224 && !a.IsLinkLocalUnicast()
}

func (o *Oracle) holds(p peer, a netip.Addr, tag string) Match {
	if p.name == "" {
		return yes(p.prefix.Contains(a))
	}
	switch p.name {
	case "*":
		return Yes
	case "internet":
		if isPrivate(a) && !o.inNetwork(a) {
			return Maybe
		}
		return yes(o.Public(a))
	case "azureloadbalancer":
		return yes(a == platform)
	case "group":
		if o.inNetwork(a) {
			return Maybe
		}
		return No
	case "virtualnetwork":
		if o.inNetwork(a) || a == platform {
			return Yes
		}
		if isPrivate(a) {
			return Maybe
		}
		for _, r := range o.routes {
			user := r.source == 0 || r.source == 1
			if user && (r.to.name == "" && r.to.prefix.Contains(a) || r.to.name != "" && tag != "" && o.holds(r.to, a, tag) == Yes) {
				return Maybe
			}
		}
		return No
	}
	if tag == "" {
		return No
	}
	mine, _, _ := strings.Cut(p.name, ".")
	base, region, _ := strings.Cut(strings.ToLower(tag), ".")
	known := func(name string) bool { return name == "storage" || name == "batchnodemanagement" }
	switch {
	case p.name == strings.ToLower(tag), mine == base && p.name == base:
		return Yes
	case p.name == "azurecloud" && known(base) && region != "":
		return Yes
	case p.name == "azurecloud."+region && base == "batchnodemanagement" && region != "":
		return Yes
	case mine == base || known(mine):
		return No
	}
	return Maybe
}

func yes(b bool) Match {
	if b {
		return Yes
	}
	return No
}

// Hop is where a route leads.
type Hop struct{ Name, Type, Address string }

// Lead returns the routes that a packet to an address may take: more than one
// where the lengths of a tag's prefixes decide.
func (o *Oracle) Lead(a netip.Addr, tag string) []Hop {
	var best, tagged *route
	for i := range o.routes {
		r := &o.routes[i]
		switch {
		case r.to.name != "":
			if tag != "" && o.holds(r.to, a, tag) == Yes && (tagged == nil || better(r, tagged)) {
				tagged = r
			}
		case r.to.prefix.Contains(a) && (best == nil || r.bits > best.bits || r.bits == best.bits && r.source < best.source):
			best = r
		}
	}
	hop := func(r *route) Hop { return Hop{r.name, r.hop, r.address} }
	switch {
	case tagged == nil || best.bits == 32:
		return []Hop{hop(best)}
	case best.bits == 0:
		return []Hop{hop(tagged)}
	}
	hops := []Hop{hop(tagged)}
	// Every shorter prefix loses to the longest one, so that one alone competes
	// with the tag.
	return append(hops, hop(best))
}

// better orders two routes of tags that hold the same address.
func better(r, other *route) bool {
	rank := func(x *route) int {
		n := 0
		if strings.HasPrefix(x.to.name, "azurecloud") {
			n = 2
		}
		if !strings.Contains(x.to.name, ".") {
			n++
		}
		return n
	}
	return rank(r) < rank(other) || rank(r) == rank(other) && r.source < other.source
}

// Holds says whether a peer, as Azure writes it, holds an address of a tag.
func (o *Oracle) Holds(name string, a netip.Addr, tag string) Match {
	p, known := o.known[name]
	if !known {
		p = read(name)
		o.known[name] = p
	}
	return o.holds(p, a, tag)
}
