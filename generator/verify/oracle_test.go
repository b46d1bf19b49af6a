package verify

import (
	"flag"
	"fmt"
	"math/rand"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/verify/verifytest"
)

var networks = flag.Int("networks", 3000, "random networks that are compared packet by packet")

// The words of random rules. Few and close together, so that they collide.
var (
	peerWords = []string{
		"*", "Internet", "VirtualNetwork", "AzureLoadBalancer", "10.0.0.0/16", "10.0.0.0/24", "10.0.0.4", "10.9.0.0/16", "20.0.0.0/8",
		"20.1.0.0/16", "20.1.0.4", "0.0.0.0/0", "BatchNodeManagement.WestEurope", "BatchNodeManagement", "Storage.WestEurope", "Storage",
		"AzureCloud", "AzureCloud.WestEurope", "AzureMonitor", "2001:db8::/32",
	}
	portWords     = []string{"*", "443", "22", "440-450", "1-65535", "29876-29877", "22,443"}
	protocolWords = []string{"*", "Tcp", "Udp", "Icmp", "Esp", "Ah"}
	hopWords      = []string{"Internet", "VirtualNetworkGateway", "VirtualAppliance", "None", "VnetLocal"}
	routeWords    = []string{
		"0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/8", "20.0.0.0/8", "20.1.0.0/16", "20.1.0.4/32", "BatchNodeManagement.WestEurope",
		"BatchNodeManagement", "Storage.WestEurope", "AzureCloud", "AzureCloud.WestEurope", "AzureMonitor",
	}
	remotes    = []string{"10.0.0.4", "10.0.0.9", "10.0.7.1", "10.9.0.1", "192.168.1.1", "20.0.0.1", "20.1.0.4", "20.1.0.5", "8.8.8.8", "168.63.129.16"}
	tagWords   = []string{"", "BatchNodeManagement.WestEurope", "BatchNodeManagement", "Storage.WestEurope", "Storage", "AzureMonitor", "AzureCloud"}
	locals     = []string{"10.0.0.4", "10.0.0.200"}
	portChecks = []uint32{0, 22, 80, 443, 445, 29876, 65535}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.Intn(len(list))] }

// randomPeer fills one of the three ways to write a peer.
func randomPeer(r *rand.Rand, near bool) (one *string, many []*string, groups []*armnetwork.ApplicationSecurityGroup) {
	words := peerWords
	if near && r.Intn(2) == 0 {
		words = []string{"*", "10.0.0.0/24", "VirtualNetwork"}
	}
	switch n := r.Intn(20); {
	case n == 0:
		return nil, nil, []*armnetwork.ApplicationSecurityGroup{{}}
	case n < 6:
		for range 1 + r.Intn(3) {
			many = append(many, new(pick(r, words)))
		}
		return nil, many, nil
	}
	return new(pick(r, words)), nil, nil
}

// randomGuess is a rule that is not known in all its parts.
func randomGuess(r *rand.Rand, priority int32) Rule {
	p := &armnetwork.SecurityRulePropertiesFormat{}
	if r.Intn(2) == 0 {
		p.Priority = &priority
	}
	if r.Intn(2) == 0 {
		p.Direction = new(pick(r, armnetwork.PossibleSecurityRuleDirectionValues()))
	}
	if r.Intn(2) == 0 {
		p.Access = new(pick(r, armnetwork.PossibleSecurityRuleAccessValues()))
	}
	return Rule{Name: "guess", Properties: p, Unknown: "a parameter"}
}

func randomNetwork(r *rand.Rand) Network {
	s := Subnet{Name: "nodes", Prefix: netip.MustParsePrefix("10.0.0.0/24"), SecurityGroup: &SecurityGroup{}}
	priorities := r.Perm(40)
	for i := range r.Intn(7) {
		p := &armnetwork.SecurityRulePropertiesFormat{
			Priority:  new(int32(100 + priorities[i])),
			Direction: new(pick(r, armnetwork.PossibleSecurityRuleDirectionValues())),
			Access:    new(pick(r, armnetwork.PossibleSecurityRuleAccessValues())),
			Protocol:  new(armnetwork.SecurityRuleProtocol(pick(r, protocolWords))),
		}
		p.SourcePortRange, p.DestinationPortRange = new("*"), new(pick(r, portWords))
		if r.Intn(8) == 0 {
			p.SourcePortRange = new(pick(r, portWords))
		}
		if r.Intn(4) == 0 {
			p.DestinationPortRange, p.DestinationPortRanges = nil, []*string{new(pick(r, portWords)), new("445")}
		}
		in := *p.Direction == armnetwork.SecurityRuleDirectionInbound
		p.SourceAddressPrefix, p.SourceAddressPrefixes, p.SourceApplicationSecurityGroups = randomPeer(r, !in)
		p.DestinationAddressPrefix, p.DestinationAddressPrefixes, p.DestinationApplicationSecurityGroups = randomPeer(r, in)
		s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, Rule{Name: fmt.Sprint("rule", i), Properties: p})
	}
	if r.Intn(4) == 0 {
		s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, randomGuess(r, int32(100+priorities[39])))
	}
	if r.Intn(4) > 0 {
		s.RouteTable = &RouteTable{WithoutBGP: r.Intn(2) == 0}
		for _, n := range r.Perm(len(routeWords))[:r.Intn(5)] {
			s.RouteTable.Routes = append(s.RouteTable.Routes, Route{Name: routeWords[n], Properties: &armnetwork.RoutePropertiesFormat{
				AddressPrefix: new(routeWords[n]), NextHopType: new(armnetwork.RouteNextHopType(pick(r, hopWords))),
			}})
		}
	}
	s.BGPDefault = r.Intn(3) == 0
	if r.Intn(3) == 0 {
		s.ServiceEndpoints = []string{"Microsoft.Storage.WestEurope"}
	}
	for _, tag := range tagWords[1:] { // so that every tag has a number
		s.Flows = append(s.Flows, Flow{Traffic: Traffic{Peer: []string{tag}}})
	}
	n := Network{AddressSpace: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}, Subnets: []Subnet{s}}
	if r.Intn(3) == 0 {
		n.EndpointPrefixes = []netip.Prefix{netip.MustParsePrefix("10.0.7.0/28")}
	}
	return n
}

// TestOracle compares the algebra with a judge of single packets. The full
// number is run with -networks 100000.
func TestOracle(t *testing.T) {
	t.Parallel()
	const shards = 8
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewSource(int64(shard)))
			for range *networks / shards {
				compare(t, randomNetwork(r), r)
				if t.Failed() {
					return
				}
			}
		})
	}
}

func compare(t *testing.T, n Network, r *rand.Rand) {
	t.Helper()
	s := &n.Subnets[0]
	j := newJudge(&n, s)
	o := verifytest.New(simple(n, s))
	whole := space{everything(j.atlas)}
	whole[0][local] = prefixSet(s.Prefix)
	parts := lead(j.ways, whole)
	type outcomes struct{ allowed, denied, mayAllow, mayDeny space }
	judged := map[Direction]outcomes{}
	for d, rules := range map[Direction][]compiled{Inbound: j.inbound, Outbound: j.outbound} {
		v := decide(rules, whole)
		var x outcomes
		x.allowed, x.mayAllow = v.outcome(true)
		x.denied, x.mayDeny = v.outcome(false)
		judged[d] = x
	}
	for _, far := range remotes {
		for number := range j.atlas.tags {
			p := packet{remote: num(far), service: uint32(number + 1), local: num(pick(r, locals)),
				protocol: uint32(r.Intn(5)), sourcePort: pick(r, portChecks), port: pick(r, portChecks)}
			tag := j.atlas.titles[number]
			if !slices.Contains(tagWords, tag) || !j.atlas.public.contains(p[remote]) {
				p[service], tag = 0, ""
			}
			single := verifytest.Packet{
				Remote: address(p[remote]), Tag: tag, Local: address(p[local]), Protocol: protocolNames[p[protocol]],
				SourcePort: int(p[sourcePort]), Port: int(p[port]),
			}
			for _, d := range []Direction{Inbound, Outbound} {
				want, x := o.Decide(string(d), single), judged[d]
				got := verifytest.Outcome{
					Allowed: x.allowed.contains(p) || x.mayAllow.contains(p), Denied: x.denied.contains(p) || x.mayDeny.contains(p),
				}
				sure := want.Allowed != want.Denied
				if got != want || (want.Allowed && sure) != x.allowed.contains(p) || (want.Denied && sure) != x.denied.contains(p) {
					t.Fatalf("%s %+v: %+v, packet by packet %+v\n%s", d, single, got, want, rulesAndRoutes(n))
				}
			}
			var got, want []string
			for _, part := range parts {
				if part.packets.contains(p) {
					got = append(got, part.way.name)
				}
			}
			for _, h := range o.Lead(single.Remote, tag) {
				want = append(want, h.Name)
			}
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(slices.Compact(want), slices.Compact(got)); diff != "" {
				t.Fatalf("routes of %+v (-packet by packet +sets):\n%s\n%s", single, diff, rulesAndRoutes(n))
			}
		}
	}
}

func num(text string) uint32 { return number(netip.MustParseAddr(text)) }

// simple is a subnet as the judge of single packets takes it.
func simple(n Network, s *Subnet) verifytest.Subnet {
	x := verifytest.Subnet{
		AddressSpace: n.AddressSpace, EndpointPrefixes: n.EndpointPrefixes, BGPDefault: s.BGPDefault, ServiceEndpoints: s.ServiceEndpoints,
	}
	for _, r := range s.SecurityGroup.Rules {
		if r.Unknown != "" {
			x.Guesses = append(x.Guesses, r.Properties)
			continue
		}
		x.Rules = append(x.Rules, r.Properties)
	}
	if s.RouteTable != nil {
		x.WithoutBGP = s.RouteTable.WithoutBGP
		for _, r := range s.RouteTable.Routes {
			x.Routes = append(x.Routes, r.Properties)
		}
	}
	return x
}

// rulesAndRoutes prints a network for a failure.
func rulesAndRoutes(n Network) string {
	var b strings.Builder
	for _, r := range n.Subnets[0].SecurityGroup.Rules {
		p := r.Properties
		if r.Unknown != "" {
			fmt.Fprintf(&b, "%s: priority %v %q %q\n", r.Name, p.Priority, text(p.Direction), text(p.Access))
			continue
		}
		source, destination := sides(p)
		fmt.Fprintln(&b, *p.Priority, *p.Direction, *p.Access, *p.Protocol, source, destination, written(p.DestinationPortRange, p.DestinationPortRanges))
	}
	if table := n.Subnets[0].RouteTable; table != nil {
		for _, r := range table.Routes {
			fmt.Fprintln(&b, *r.Properties.AddressPrefix, *r.Properties.NextHopType)
		}
	}
	return b.String()
}
