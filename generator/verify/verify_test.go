package verify

import (
	"fmt"
	"math/rand"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/azure"
)

// The subnet of most tests: 10.0.0.0/24 in 10.0.0.0/16, with public IP addresses.
func nodes(flow Flow, rules ...Rule) Network {
	return Network{
		AddressSpace: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")},
		Subnets: []Subnet{{
			Name: "nodes", Prefix: netip.MustParsePrefix("10.0.0.0/24"), SecurityGroup: &SecurityGroup{Rules: rules},
			WayOut: WayOut{PublicIPs: true, DefaultOutbound: new(false)}, Flows: []Flow{flow},
		}},
	}
}

// rule reads a rule: "100 Outbound Allow Tcp 443 * Storage.WestEurope", source before destination.
func rule(text string) Rule {
	f := strings.Fields(text)
	var priority int32
	fmt.Sscan(f[0], &priority)
	p := &armnetwork.SecurityRulePropertiesFormat{
		Priority: &priority, Direction: new(armnetwork.SecurityRuleDirection(f[1])), Access: new(armnetwork.SecurityRuleAccess(f[2])),
		Protocol: new(armnetwork.SecurityRuleProtocol(f[3])), SourcePortRange: new("*"), DestinationPortRange: &f[4],
		SourceAddressPrefix: &f[5], DestinationAddressPrefix: &f[6],
	}
	if f[5] == "group" {
		p.SourceAddressPrefix, p.SourceApplicationSecurityGroups = nil, []*armnetwork.ApplicationSecurityGroup{{}}
	}
	if f[6] == "group" {
		p.DestinationAddressPrefix, p.DestinationApplicationSecurityGroups = nil, []*armnetwork.ApplicationSecurityGroup{{}}
	}
	return Rule{Name: "rule" + f[0], Properties: p}
}

func needs(direction Direction, protocol, ports string, peer ...string) Flow {
	return Flow{ID: "flow", Kind: Needed, Direction: direction, Traffic: Traffic{Protocol: protocol, Ports: ports, Peer: peer}}
}

func forbids(direction Direction, peer ...string) Flow {
	return Flow{ID: "flow", Kind: Forbidden, Direction: direction, Traffic: Traffic{Protocol: "*", Ports: "*", Peer: peer}}
}

// The semantics of rules, tags and groups, from nsg and stags.
func TestRules(t *testing.T) {
	t.Parallel()
	const batch = "BatchNodeManagement.WestEurope"
	for name, test := range map[string]struct {
		flow  Flow
		rules []string
		want  Verdict
	}{
		"default rules let out":             {needs(Outbound, "Tcp", "443", batch), nil, Pass},
		"default rules let nothing in":      {needs(Inbound, "Tcp", "29876-29877", batch), nil, Fail},
		"default rules let the network in":  {needs(Inbound, "*", "*", "10.0.3.0/24"), nil, Pass},
		"default rules let probes in":       {needs(Inbound, "Tcp", "80", "AzureLoadBalancer"), nil, Pass},
		"probes are not the internet":       {forbids(Inbound, "Internet"), nil, Pass},
		"first match wins":                  {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * " + batch, "200 Outbound Deny * * * *"}, Pass},
		"order of priority, not of text":    {needs(Outbound, "Tcp", "443", batch), []string{"200 Outbound Allow Tcp 443 * " + batch, "100 Outbound Deny * * * *"}, Fail},
		"other direction":                   {needs(Outbound, "Tcp", "443", batch), []string{"100 Inbound Allow Tcp 443 * " + batch, "200 Outbound Deny * * * *"}, Fail},
		"UDP is not TCP":                    {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Udp 443 * " + batch, "200 Outbound Deny * * * *"}, Fail},
		"every protocol holds TCP":          {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow * 443 * " + batch, "200 Outbound Deny * * * *"}, Pass},
		"half of the ports":                 {needs(Outbound, "Tcp", "440-450", batch), []string{"100 Outbound Allow Tcp 440-449 * " + batch, "200 Outbound Deny * * * *"}, Fail},
		"two rules together":                {needs(Outbound, "Tcp", "440-450", batch), []string{"100 Outbound Allow Tcp 440-445 * " + batch, "101 Outbound Allow Tcp 446-450 * " + batch, "200 Outbound Deny * * * *"}, Pass},
		"global tag holds the regional":     {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * BatchNodeManagement", "200 Outbound Deny * * * Internet"}, Pass},
		"regional tag is not the global":    {needs(Outbound, "Tcp", "443", "BatchNodeManagement"), []string{"100 Outbound Allow Tcp 443 * " + batch, "200 Outbound Deny * * * Internet"}, Fail},
		"tags without regard to case":       {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * batchnodemanagement.WESTEUROPE", "200 Outbound Deny * * * INTERNET"}, Pass},
		"another region":                    {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * BatchNodeManagement.NorthEurope", "200 Outbound Deny * * * Internet"}, Fail},
		"Batch is not storage":              {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny Tcp 443 * Storage"}, Pass},
		"the cloud holds a regional tag":    {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * AzureCloud", "200 Outbound Deny * * * Internet"}, Pass},
		"the cloud is no global tag":        {needs(Outbound, "Tcp", "443", "Storage"), []string{"100 Outbound Allow Tcp 443 * AzureCloud", "200 Outbound Deny * * * Internet"}, Inconclusive},
		"the cloud of the region":           {needs(Outbound, "Tcp", "443", "BatchNodeManagement.GermanyWestCentral"), []string{"100 Outbound Allow Tcp 443 * AzureCloud.germanywc", "200 Outbound Deny * * * Internet"}, Pass},
		"the cloud of another region":       {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Allow Tcp 443 * AzureCloud.NorthEurope", "200 Outbound Deny * * * Internet"}, Inconclusive},
		"what another tag shares":           {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny Tcp 443 * AzureMonitor"}, Inconclusive},
		"the internet holds Batch":          {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * * Internet"}, Fail},
		"addresses that a tag may hold":     {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * * 20.0.0.0/8"}, Inconclusive},
		"0.0.0.0/0 holds every tag":         {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * * 0.0.0.0/0"}, Fail},
		"IPv6 holds no packet of IPv4":      {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * * ::/0"}, Pass},
		"private ranges hold no tag":        {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * * 10.0.0.0/8"}, Pass},
		"a tag may hold a named address":    {needs(Outbound, "Tcp", "1688", "20.118.99.224"), []string{"100 Outbound Deny * * * AzureCloud"}, Inconclusive},
		"a denied address":                  {needs(Outbound, "Tcp", "1688", "20.118.99.224"), []string{"100 Outbound Deny * * * 20.118.0.0/16"}, Fail},
		"a group may hold every node":       {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * group *"}, Inconclusive},
		"a group as far end":                {needs(Inbound, "Tcp", "22", "10.0.1.0/24"), []string{"100 Inbound Deny * * group *"}, Inconclusive},
		"a group holds no public address":   {forbids(Inbound, "Internet"), []string{"100 Inbound Allow * * group *"}, Pass},
		"connected ranges may be networked": {needs(Inbound, "Tcp", "22", "192.168.1.0/24"), nil, Inconclusive},
		"one port open to the world":        {forbids(Inbound, "Internet"), []string{"100 Inbound Allow Tcp 22 * *"}, Fail},
		"one address let in":                {forbids(Inbound, "Internet"), []string{"100 Inbound Allow Tcp 22 203.0.113.7 *"}, Fail},
		"a tag let in":                      {forbids(Inbound, "Internet"), []string{"100 Inbound Allow Tcp 22 AzureMonitor *"}, Fail},
		"a half of the subnet":              {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * 10.0.0.128/25 *"}, Fail},
		"another subnet":                    {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * * 10.0.1.0/24 *"}, Pass},
		"no port at all":                    {needs(Outbound, "Tcp", "443", batch), []string{"100 Outbound Deny * 99999 * *", "101 Outbound Deny gre * * *"}, Pass},
		"platform tags concern no other":    {needs(Outbound, "Tcp", "443", "10.0.3.4"), []string{"100 Outbound Deny * * * AzurePlatformDNS"}, Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := nodes(test.flow)
			for _, text := range test.rules {
				n.Subnets[0].SecurityGroup.Rules = append(n.Subnets[0].SecurityGroup.Rules, rule(text))
			}
			r := Check(n).Results[0]
			if r.Verdict != test.want || (r.Verdict == Pass) != (r.CounterExample == "") {
				t.Errorf("%s because %q, packet %q, want %s", r.Verdict, r.Because, r.CounterExample, test.want)
			}
		})
	}
}

// With a default route elsewhere the VirtualNetwork tag may hold everything.
func TestVirtualNetworkUnderATunnel(t *testing.T) {
	t.Parallel()
	out := needs(Outbound, "Tcp", "443", "Storage.WestEurope")
	for name, test := range map[string]struct {
		flow  Flow
		rules []Rule
		want  Verdict
	}{
		"proves nothing alone":        {out, []Rule{rule("100 Outbound Allow * * * VirtualNetwork"), rule("200 Outbound Deny * * * *")}, Inconclusive},
		"may deny":                    {out, []Rule{rule("100 Outbound Deny * * * VirtualNetwork")}, Inconclusive},
		"may let in":                  {forbids(Inbound, "Internet"), nil, Inconclusive},
		"lets nothing in past a deny": {forbids(Inbound, "Internet"), []Rule{rule("4096 Inbound Deny * * Internet *")}, Pass},
		"still proves the network":    {needs(Inbound, "*", "*", "10.0.0.0/24"), nil, Pass},
	} {
		for _, learned := range []bool{false, true} {
			n := nodes(test.flow, test.rules...)
			n.Subnets[0].Tunnel = &Tunnel{Hop: armnetwork.RouteNextHopTypeVirtualNetworkGateway, Title: "the edge"}
			n.Subnets[0].BGPDefault = learned
			if !learned {
				n.Subnets[0].RouteTable = &RouteTable{Routes: []Route{route("0.0.0.0/0", hopGateway, "")}}
			}
			if r := Check(n).Results[0]; r.Verdict != test.want {
				t.Errorf("%s: %s because %s, want %s", name, r.Verdict, r.Because, test.want)
			}
		}
	}
}

func route(prefix, hop, address string) Route {
	p := &armnetwork.RoutePropertiesFormat{AddressPrefix: &prefix, NextHopType: new(armnetwork.RouteNextHopType(hop))}
	if address != "" {
		p.NextHopIPAddress = &address
	}
	return Route{Name: prefix, Properties: p}
}

// The choice of routes and what their next hops mean, from udr and doa.
func TestRoutes(t *testing.T) {
	t.Parallel()
	const batch, storage = "BatchNodeManagement.WestEurope", "Storage.WestEurope"
	toBatch, toStorage := needs(Outbound, "Tcp", "443", batch), needs(Outbound, "Tcp", "443", storage)
	exempt, direct, replies, called := toStorage, needs(Outbound, "Tcp", "1688", "20.118.99.224"), needs(Inbound, "*", "*", batch), needs(Inbound, "*", "*", "203.0.113.0/24")
	exempt.Exempt, direct.Direct, replies.Replies, called.Replies = true, true, RepliesInternet, RepliesAsCalled
	past := forbids(Outbound, "Internet")
	past.PastTunnel, past.Except = true, []Traffic{{Protocol: "*", Ports: "*", Peer: []string{batch}}}
	private := needs(Outbound, "Tcp", "443", "10.0.7.0/28")
	open := rule("100 Inbound Allow * * * *")
	closed := WayOut{DefaultOutbound: new(false)}
	appliance := &Tunnel{Hop: armnetwork.RouteNextHopTypeVirtualAppliance, Address: netip.MustParseAddr("10.0.9.4"), Title: "the appliance"}
	tunnel := route("0.0.0.0/0", hopAppliance, "10.0.9.4")
	for name, test := range map[string]struct {
		flow   Flow
		routes []Route
		change func(*Network)
		want   Verdict
		path   string
	}{
		"own way out":              {flow: toBatch, want: Pass, path: "Azure's own route to the internet"},
		"no way out":               {flow: toBatch, change: func(n *Network) { n.Subnets[0].WayOut = closed }, want: Fail},
		"NAT gateway":              {flow: toBatch, change: func(n *Network) { n.Subnets[0].WayOut = WayOut{NATGateway: true} }, want: Pass},
		"hidden way out":           {flow: toBatch, change: func(n *Network) { n.Subnets[0].WayOut = WayOut{DefaultOutbound: new(true)} }, want: Pass},
		"way out not known":        {flow: toBatch, change: func(n *Network) { n.Subnets[0].WayOut = WayOut{} }, want: Inconclusive},
		"storage is exempt":        {flow: exempt, change: func(n *Network) { n.Subnets[0].WayOut = closed }, want: Pass},
		"through the appliance":    {flow: toBatch, routes: []Route{tunnel}, want: Pass, path: "route 0.0.0.0/0"},
		"nobody answers for it":    {flow: toBatch, routes: []Route{tunnel}, change: func(n *Network) { n.Subnets[0].Tunnel = nil }, want: Inconclusive},
		"another appliance":        {flow: toBatch, routes: []Route{route("0.0.0.0/0", hopAppliance, "10.0.9.5")}, want: Inconclusive},
		"appliance among nodes":    {flow: toBatch, routes: []Route{route("0.0.0.0/0", hopAppliance, "10.0.0.9")}, want: Fail},
		"appliance nowhere":        {flow: toBatch, routes: []Route{route("0.0.0.0/0", hopAppliance, "")}, want: Fail},
		"hop in other capitals":    {flow: toBatch, routes: []Route{route("0.0.0.0/0", "virtualappliance", "10.0.9.4")}, want: Pass},
		"hop of no kind":           {flow: toBatch, routes: []Route{route("0.0.0.0/0", "HyperNetGateway", "")}, want: Fail},
		"dropped":                  {flow: toBatch, routes: []Route{route("0.0.0.0/0", "None", "")}, want: Fail},
		"led into the network":     {flow: toBatch, routes: []Route{route("0.0.0.0/0", hopLocal, "")}, want: Fail},
		"a tag beats 0.0.0.0/0":    {flow: toBatch, routes: []Route{tunnel, route(batch, hopInternet, "")}, want: Pass, path: "route " + batch},
		"regional before global":   {flow: toBatch, routes: []Route{route("BatchNodeManagement", "None", ""), route(batch, hopInternet, "")}, want: Pass, path: "route " + batch},
		"global before the cloud":  {flow: toBatch, routes: []Route{route("AzureCloud", "None", ""), route("BatchNodeManagement", hopInternet, "")}, want: Pass},
		"prefix against tag":       {flow: toBatch, routes: []Route{route("20.0.0.0/8", "None", ""), route(batch, hopInternet, "")}, want: Inconclusive},
		"user before BGP":          {flow: toBatch, routes: []Route{tunnel}, change: func(n *Network) { n.Subnets[0].BGPDefault = true }, want: Pass, path: "route 0.0.0.0/0"},
		"BGP before Azure's own":   {flow: toBatch, change: func(n *Network) { n.Subnets[0].BGPDefault = true }, want: Inconclusive, path: "0.0.0.0/0 learned by BGP"},
		"service endpoint":         {flow: toStorage, routes: []Route{tunnel}, change: func(n *Network) { n.Subnets[0].ServiceEndpoints = []string{"Microsoft." + storage} }, want: Pass, path: "route of the service endpoint Microsoft." + storage},
		"private endpoint":         {flow: private, routes: []Route{route("10.0.7.0/28", "None", "")}, change: func(n *Network) { n.EndpointPrefixes = []netip.Prefix{netip.MustParsePrefix("10.0.7.0/28")} }, want: Pass, path: "route of the private endpoint"},
		"network route overruled":  {flow: private, routes: []Route{route("10.0.0.0/16", "None", "")}, want: Fail},
		"network without space":    {flow: needs(Outbound, "Tcp", "1", "10.0.0.0/24"), change: func(n *Network) { n.AddressSpace = nil }, want: Pass, path: "route of the virtual network"},
		"connected range":          {flow: needs(Outbound, "Tcp", "2049", "192.168.3.4"), change: allowAll, want: Pass, path: "route of private ranges"},
		"replies to Batch":         {flow: replies, routes: []Route{tunnel, route(batch, hopInternet, "")}, want: Pass, path: "route " + batch},
		"replies through tunnel":   {flow: replies, routes: []Route{tunnel}, want: Fail},
		"no address to call":       {flow: replies, change: func(n *Network) { n.Subnets[0].WayOut = WayOut{NATGateway: true} }, want: Fail},
		"callers through tunnel":   {flow: called, routes: []Route{tunnel}, want: Pass},
		"callers from outside":     {flow: called, want: Pass},
		"activation direct":        {flow: direct, routes: []Route{tunnel, route("20.118.99.224/32", hopInternet, "")}, want: Pass, path: "route 20.118.99.224/32"},
		"activation in the tunnel": {flow: direct, routes: []Route{tunnel}, want: Fail},
		"nothing past the tunnel":  {flow: past, routes: []Route{tunnel, route(batch, hopInternet, "")}, want: Pass},
		"no tunnel":                {flow: past, want: Fail},
		"storage past the tunnel":  {flow: past, routes: []Route{tunnel, route("Storage", hopInternet, "")}, want: Fail},
		"past it without a way":    {flow: past, change: func(n *Network) { n.Subnets[0].WayOut = closed }, want: Pass},
		"past it, way not known":   {flow: past, change: func(n *Network) { n.Subnets[0].WayOut = WayOut{} }, want: Inconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := nodes(test.flow, open)
			n.Subnets[0].Tunnel = appliance
			if test.routes != nil {
				n.Subnets[0].RouteTable = &RouteTable{Routes: test.routes}
			}
			if test.change != nil {
				test.change(&n)
			}
			r := Check(n).Results[0]
			if r.Verdict != test.want || test.path != "" && !slices.Equal(r.Routes, []string{test.path}) {
				t.Errorf("%s because %q by %q, want %s by %q", r.Verdict, r.Because, r.Routes, test.want, test.path)
			}
		})
	}
}

func allowAll(n *Network) { n.Subnets[0].SecurityGroup = nil }

func TestUnknownSubnetAndPeer(t *testing.T) {
	t.Parallel()
	n := nodes(needs(Outbound, "Tcp", "443", "Storage"))
	n.Subnets[0].Unknown = "no file"
	if r := Check(n).Results[0]; r.Verdict != Inconclusive || r.Because != "no file" {
		t.Errorf("%+v", r)
	}
	f := needs(Outbound, "Tcp", "2049", "files.example.com")
	f.Unknown = "no address"
	report := Check(nodes(f))
	if r := report.Results[0]; r.Verdict != Inconclusive || r.Because != "no address" {
		t.Errorf("%+v", r)
	}
	for name, n := range map[string]Network{
		"port":  nodes(needs(Outbound, "Tcp", "https", "Storage")),
		"proto": nodes(needs(Outbound, "gre", "443", "Storage")),
		"IPv6":  nodes(forbids(Inbound, "2001:db8::/32")),
		"place": {Subnets: []Subnet{{Name: "nowhere", Flows: []Flow{forbids(Inbound, "Internet")}}}},
	} {
		if r := Check(n).Results[0]; r.Verdict != Inconclusive || r.CounterExample != "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if report.Verdict() != Inconclusive || report.Count(Inconclusive) != 1 || report.Count(Pass) != 0 {
		t.Errorf("%s, %d", report.Verdict(), report.Count(Inconclusive))
	}
}

func TestBlockedUDPIsANote(t *testing.T) {
	t.Parallel()
	f := needs(Outbound, "Tcp", "443", "BatchNodeManagement.WestEurope")
	f.Later = "Udp"
	r := Check(nodes(f, rule("100 Outbound Allow Tcp 443 * *"), rule("200 Outbound Deny * * * *"))).Results[0]
	if r.Verdict != Pass || !slices.Equal(r.Notes, []string{"UDP 443 is blocked, which Batch may use one day"}) {
		t.Errorf("%+v", r)
	}
	if r := Check(nodes(f)).Results[0]; len(r.Notes) > 0 {
		t.Errorf("notes %q", r.Notes)
	}
}

func TestCounterExample(t *testing.T) {
	t.Parallel()
	in := Check(nodes(forbids(Inbound, "Internet"), rule("100 Inbound Allow Tcp 22 203.0.113.7 *"))).Results[0]
	if want := "TCP 203.0.113.7 to 10.0.0.4 port 22"; in.CounterExample != want || in.Because != "rule100 allows it" {
		t.Errorf("%q because %q, want %q", in.CounterExample, in.Because, want)
	}
	out := Check(nodes(needs(Outbound, "Tcp", "443", "Storage.WestEurope"), rule("100 Outbound Deny * * * Storage"))).Results[0]
	if want := "TCP 10.0.0.4 to an address of Storage.WestEurope port 443"; out.CounterExample != want || out.Because != "rule100 denies it" {
		t.Errorf("%q because %q, want %q", out.CounterExample, out.Because, want)
	}
	guess := Check(nodes(needs(Outbound, "Tcp", "443", "Storage.WestEurope"), rule("100 Outbound Deny * * 10.0.0.0/30 20.0.0.0/8"))).Results[0]
	if want := "TCP 10.0.0.0 to 20.0.0.0, if Storage.WestEurope holds it, port 443"; guess.CounterExample != want {
		t.Errorf("%q, want %q", guess.CounterExample, want)
	}
}

// TestMonotone adds an unrelated rule behind all others: what was allowed stays allowed.
func TestMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		n := randomNetwork(r)
		s := &n.Subnets[0]
		s.Flows = append(s.Flows, Flow{Traffic: Traffic{Peer: peerWords}}) // every tag has a number from the start
		before := newJudge(&n, s)
		extra := randomNetwork(r).Subnets[0].SecurityGroup.Rules
		whole := space{everything(before.atlas)}
		whole[0][local] = prefixSet(s.Prefix)
		allowed, _ := decide(before.outbound, whole).outcome(true)
		for i, e := range extra {
			e.Properties.Priority = new(int32(4000 + i))
			e.Properties.Access = new(armnetwork.SecurityRuleAccessAllow)
			s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, e)
		}
		after := newJudge(&n, s)
		still, _ := decide(after.outbound, whole).outcome(true)
		if lost := allowed.minus(still); !lost.empty() {
			t.Fatalf("%v no longer allowed\n%s", lost.first(), rulesAndRoutes(n))
		}
	})
}

// A route of which something is not known makes what it may lead inconclusive,
// and nothing else: with its prefix that alone, without it every packet.
func TestRoutesNotKnown(t *testing.T) {
	t.Parallel()
	flow := needs(Outbound, "Tcp", "443", "203.0.113.0/24")
	hopless := func(prefix string) Route {
		return Route{Name: "r", Properties: &armnetwork.RoutePropertiesFormat{AddressPrefix: &prefix}, Unknown: "known after apply"}
	}
	for name, test := range map[string]struct {
		route Route
		want  Verdict
	}{
		"nothing known":         {Route{Name: "r", Unknown: "known after apply"}, Inconclusive},
		"prefix not known":      {Route{Name: "r", Properties: &armnetwork.RoutePropertiesFormat{NextHopType: new(armnetwork.RouteNextHopTypeInternet)}, Unknown: "x"}, Inconclusive},
		"hop of all not known":  {hopless("0.0.0.0/0"), Inconclusive},
		"hop of some not known": {hopless("203.0.113.128/25"), Inconclusive},
		"hop of others":         {hopless("198.51.100.0/24"), Pass},
		"all known":             {route("0.0.0.0/0", hopInternet, ""), Pass},
	} {
		n := nodes(flow)
		n.Subnets[0].RouteTable = &RouteTable{Routes: []Route{test.route}}
		r := Check(n).Results[0]
		if r.Verdict != test.want {
			t.Errorf("%s: %s because %q, want %s", name, r.Verdict, r.Because, test.want)
		}
		if want := "route r may lead it elsewhere, and is not known: " + test.route.Unknown; test.want == Inconclusive && r.Because != want {
			t.Errorf("%s: because %q, want %q", name, r.Because, want)
		}
	}
}

// The verdict on a network is that of its worst flow.
func TestReport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verdicts []Verdict
		want     Verdict
	}{
		{nil, Pass},
		{[]Verdict{Pass, Pass}, Pass},
		{[]Verdict{Pass, Inconclusive, Pass}, Inconclusive},
		{[]Verdict{Inconclusive, Fail, Pass}, Fail},
	} {
		var r Report
		counts := map[Verdict]int{}
		for _, v := range c.verdicts {
			r.Results = append(r.Results, Result{Verdict: v})
			counts[v]++
		}
		if got := r.Verdict(); got != c.want {
			t.Errorf("%v is %v, want %v", c.verdicts, got, c.want)
		}
		for _, v := range []Verdict{Pass, Inconclusive, Fail} {
			if got := r.Count(v); got != counts[v] {
				t.Errorf("%v: %d of %v, want %d", c.verdicts, got, v, counts[v])
			}
		}
	}
}

// A set has one form: spans that overlap or touch become one.
func TestSetForm(t *testing.T) {
	t.Parallel()
	for _, spans := range [][]span{{{1, 9}}, {{1, 4}, {5, 9}}, {{5, 9}, {1, 5}}, {{3, 4}, {1, 9}}, {{1, 2}, {3, 3}, {4, 9}}} {
		if got := newSet(spans...); !slices.Equal(got, set{{1, 9}}) {
			t.Errorf("%v gives %v", spans, got)
		}
	}
	if got := newSet(span{7, 9}, span{1, 5}); !slices.Equal(got, set{{1, 5}, {7, 9}}) {
		t.Errorf("%v", got)
	}
}

// FuzzSpace holds the algebra against membership of single packets.
func FuzzSpace(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijkl"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, at uint8) {
		next := func() uint32 {
			if len(data) == 0 {
				return 0
			}
			b := data[0]
			data = data[1:]
			return uint32(b % 8)
		}
		boxes := func() space {
			var list []box
			for range next() {
				var b box
				for d := range b {
					for range 1 + next()%3 {
						lo := next()
						b[d] = append(b[d], span{lo, lo + next()})
					}
					b[d] = newSet(b[d]...)
				}
				list = append(list, b)
			}
			return spaceOf(list...)
		}
		a, b := boxes(), boxes()
		union, both, less := a.union(b), a.intersect(b), a.minus(b)
		if both.empty() == a.overlaps(b) {
			t.Errorf("overlap: %v and %v", a, b)
		}
		var p packet
		r := rand.New(rand.NewSource(int64(at)))
		for range 50 {
			for d := range p {
				p[d] = uint32(r.Intn(16))
			}
			inA, inB := a.contains(p), b.contains(p)
			if union.contains(p) != (inA || inB) || both.contains(p) != (inA && inB) || less.contains(p) != (inA && !inB) {
				t.Errorf("%v: %v %v, union %v, both %v, less %v", p, inA, inB, union.contains(p), both.contains(p), less.contains(p))
			}
		}
		for _, s := range []space{union, both, less} {
			for i := range s {
				if s[i].empty() || i > 0 && s[:i].overlaps(s[i:i+1]) {
					t.Errorf("not disjoint: %v", s)
				}
			}
			if !s.empty() && !s.contains(s.first()) {
				t.Errorf("%v is not in %v", s.first(), s)
			}
		}
	})
}

func benchmarkRules(b *testing.B, count int) {
	n := nodes(forbids(Inbound, "Internet"))
	s := &n.Subnets[0]
	s.Flows = append(s.Flows, needs(Outbound, "Tcp", "443", "BatchNodeManagement.WestEurope"), needs(Inbound, "Tcp", "22", "203.0.113.0/24"))
	for i := range count {
		direction := []string{"Inbound", "Outbound"}[i%2]
		access := []string{"Allow", "Deny"}[i/2%2]
		s.SecurityGroup.Rules = append(s.SecurityGroup.Rules,
			rule(fmt.Sprintf("%d %s %s Tcp %d-%d 20.%d.%d.0/24 *", 100+i, direction, access, 1000+i, 1010+i, i/200, i%200)))
	}
	for b.Loop() {
		Check(n)
	}
}

func BenchmarkRules100(b *testing.B)  { benchmarkRules(b, 100) }
func BenchmarkRules1000(b *testing.B) { benchmarkRules(b, 1000) }

// What each flow is, from azure-network-rules sections 1 and 8.
var transcribed = map[string]string{
	"batch-in":                  "inbound Tcp 29876-29877 [BatchNodeManagement.WestEurope] internet",
	"cloud-service-in":          "inbound Tcp 10100,20100,30100 [*] internet",
	"cloud-service-out":         "outbound Tcp 443 [*] ",
	"batch-out":                 "outbound Tcp 443 [BatchNodeManagement.WestEurope] ",
	"storage-out":               "outbound Tcp 443 [Storage.WestEurope] ",
	"endpoints-out":             "outbound Tcp 443 [VirtualNetwork] ",
	"file-endpoint-out":         "outbound Tcp 445 [VirtualNetwork] ",
	"ssh-in":                    "inbound Tcp 22 [203.0.113.0/24] as called",
	"rdp-in":                    "inbound Tcp 3389 [AzureCloud] as called",
	"inter-node-in":             "inbound * * [10.0.0.0/24] ",
	"inter-node-out":            "outbound * * [10.0.0.0/24] ",
	"activation-out":            "outbound Tcp 1688 [20.118.99.224 40.83.235.53 23.102.135.246] ",
	"dns-out":                   "outbound Udp 53 [8.8.8.8] ",
	"dns-tcp-out":               "outbound Tcp 53 [8.8.8.8] ",
	"registry-out":              "outbound Tcp 443 [MicrosoftContainerRegistry] ",
	"registry-layers-out":       "outbound Tcp 443 [AzureFrontDoor.FirstParty] ",
	"azure-registry-out":        "outbound Tcp 443 [AzureContainerRegistry.WestEurope] ",
	"azure-registry-layers-out": "outbound Tcp 443 [Storage.WestEurope] ",
	"internet-in":               "inbound * * [Internet] ",
	"internet-out":              "outbound * * [Internet] ",
	"past-tunnel":               "outbound * * [Internet] ",
}

// The flows of modes and keys, by their IDs.
func TestFlows(t *testing.T) {
	t.Parallel()
	region, _ := azure.RegionByName("westeurope")
	linux, windows := []azure.OS{azure.Linux}, []azure.OS{azure.Windows}
	for name, test := range map[string]struct {
		needs Needs
		want  string
	}{
		"simplified":         {Needs{Mode: azure.Simplified, OS: linux, PublicIPs: true, AutoStorage: true}, "batch-out storage-out internet-in"},
		"without storage":    {Needs{Mode: azure.Simplified, OS: linux, PublicIPs: true}, "batch-out internet-in"},
		"classic":            {Needs{Mode: azure.Classic, OS: linux, PublicIPs: true}, "batch-in storage-out internet-in"},
		"classic tasks":      {Needs{Mode: azure.Classic, TasksCallBatch: true}, "batch-in batch-out storage-out internet-in"},
		"classic account":    {Needs{Mode: azure.Classic, TasksCallBatch: true, AccountEndpoint: true}, "batch-in storage-out endpoints-out internet-in"},
		"cloud service":      {Needs{Mode: azure.CloudService, OS: windows}, "cloud-service-in cloud-service-out internet-in"},
		"endpoint":           {Needs{Mode: azure.Simplified, NodeManagementEndpoint: true, StorageEndpoint: true, AutoStorage: true, FileEndpoint: true}, "endpoints-out file-endpoint-out internet-in"},
		"endpoint and tasks": {Needs{Mode: azure.Simplified, NodeManagementEndpoint: true, TasksCallBatch: true}, "batch-out endpoints-out internet-in"},
		"windows direct":     {Needs{Mode: azure.Simplified, OS: windows, Tunnel: ViaGateway, PublicIPs: true}, "batch-out activation-out internet-in past-tunnel"},
		"windows inspected":  {Needs{Mode: azure.Simplified, OS: windows, Tunnel: ViaBGP, Inspect: true, PublicIPs: true}, "batch-out internet-in past-tunnel"},
		"restricted": {Needs{Mode: azure.Simplified, OS: linux, RestrictedEgress: true, MicrosoftRegistry: true, AzureRegistry: true, DNSServers: []string{"8.8.8.8"}},
			"batch-out dns-out dns-tcp-out registry-out registry-layers-out azure-registry-out azure-registry-layers-out internet-in internet-out"},
		"callers": {Needs{Mode: azure.Simplified, SSH: []string{"203.0.113.0/24"}, RDP: []string{"AzureCloud"}, InterNode: true,
			Mounts: []Flow{{ID: "mount", Kind: Needed, Direction: Outbound}}},
			"batch-out ssh-in rdp-in inter-node-in inter-node-out mount internet-in"},
	} {
		test.needs.Region, test.needs.Cloud = region, azure.CloudOf(region)
		var ids []string
		test.needs.Subnet = netip.MustParsePrefix("10.0.0.0/24")
		for _, f := range test.needs.Flows() {
			ids = append(ids, f.ID)
			got := fmt.Sprint(f.Direction, " ", f.Protocol, " ", f.Ports, " ", f.Peer, " ", f.Replies)
			if want := transcribed[f.ID]; f.ID != "mount" && got != want {
				t.Errorf("%s: %s is %q, want %q", name, f.ID, got, want)
			}
			if f.PastTunnel && (len(f.Except) > 0) == test.needs.Inspect {
				t.Errorf("%s: led past the tunnel: %v", name, f.Except)
			}
			if f.ID == "batch-out" && (f.Later == "Udp") != (test.needs.Mode == azure.Simplified) || f.Direct != (f.ID == "activation-out") ||
				f.Exempt != slices.Contains([]string{"storage-out", "azure-registry-layers-out"}, f.ID) {
				t.Errorf("%s: %+v", name, f)
			}
			if _, found := azure.DocumentOf(f.Doc); f.ID != "mount" && !found {
				t.Errorf("%s: unknown document %q", f.ID, f.Doc)
			}
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	var ids []string
	for _, f := range EndpointFlows([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, true) {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "endpoints-in file-endpoint-in others-in" {
		t.Errorf("endpoint subnet: %s", got)
	}
}
