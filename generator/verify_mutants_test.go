package generator

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/verify"
	"github.com/batchgen/batchgen/generator/verify/verifytest"
)

// The networks that are mutated: every mode, system, tunnel and way out.
var mutated = []string{
	"simplified-linux-remote", "classic-windows-appliance-remote", "classic-linux-gateway", "simplified-windows-gateway-remote",
	"simplified-linux-bgp", "simplified-linux-appliance-inspect", "restricted-windows-tunneled", "private-endpoint-tunneled",
	"containers-restricted", "mount-restricted", "storage-file-endpoint", "nat-gateway", "inter-node",
}

func goldenSubject(tb testing.TB, name string) subject {
	tb.Helper()
	source, err := os.ReadFile(filepath.Join("..", "golden", name, "intent.yaml"))
	if err != nil {
		tb.Fatal(err)
	}
	s, list := subjectOf(source, Options{AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if list.HasErrors() {
		tb.Fatalf("%s: %v", name, list)
	}
	return s
}

// mutant is a network with one change.
type mutant struct {
	operator, what string
	network        verify.Network
}

var everyMutant = flag.Bool("every", false, "judge every mutant, not every second one")

// TestMutants changes one thing of a network at a time and compares the
// verdicts with those of a judge of single packets. go test -v prints the table.
func TestMutants(t *testing.T) {
	t.Parallel()
	type outcome struct {
		operator, title string
		worst           verify.Verdict
		found           bool
	}
	outcomes := make([][]outcome, len(mutated))
	var wait sync.WaitGroup
	for i, name := range mutated {
		golden := goldenSubject(t, name)
		wait.Go(func() {
			original := golden.network
			if v := verify.Check(original).Verdict(); v != verify.Pass {
				t.Errorf("%s itself: %s", name, v)
			}
			compareVerdicts(t, name, original)
			for n, m := range mutants(original) {
				if n%2 == 1 && !*everyMutant {
					continue
				}
				o := outcome{operator: m.operator, title: name + ": " + m.operator + " " + m.what}
				o.worst = compareVerdicts(t, o.title, m.network)
				changed := golden
				changed.network = m.network
				o.found = o.worst != verify.Fail && len(changed.findings()) > 0
				if o.worst != verify.Fail && !o.found {
					if packet := opened(original, m.network); packet != "" {
						t.Errorf("%s: lets %s pass, and neither FAIL nor finding says so", o.title, packet)
					}
				}
				outcomes[i] = append(outcomes[i], o)
			}
		})
	}
	wait.Wait()

	type sums struct{ made, fail, unsure, found, same int }
	table := map[string]*sums{}
	var equivalent []string
	total := 0
	for _, o := range slices.Concat(outcomes...) {
		total++
		row := table[o.operator]
		if row == nil {
			row = &sums{}
			table[o.operator] = row
		}
		row.made++
		switch {
		case o.worst == verify.Fail:
			row.fail++
		case o.worst == verify.Inconclusive:
			row.unsure++
		case o.found:
			row.found++
		default:
			row.same++
			equivalent = append(equivalent, o.title)
		}
	}
	if total < 1000 {
		t.Errorf("%d mutants, want 1000 or more", total)
	}
	t.Logf("%-28s %6s %6s %13s %8s %11s", "operator", "made", "FAIL", "INCONCLUSIVE", "finding", "equivalent")
	var operators []string
	for operator := range table {
		operators = append(operators, operator)
	}
	slices.Sort(operators)
	for _, operator := range operators {
		row := table[operator]
		t.Logf("%-28s %6d %6d %13d %8d %11d", operator, row.made, row.fail, row.unsure, row.found, row.same)
	}
	t.Logf("%d mutants; those that change no verdict, nor should, and open nothing:", total)
	for _, title := range equivalent {
		t.Log("  " + title)
	}
}

// opened returns a packet that a changed network lets through for certain and
// the original one does not, "" for none.
func opened(original, changed verify.Network) string {
	for i, s := range changed.Subnets {
		before, after := newCourt(original, original.Subnets[i]), newCourt(changed, s)
		for _, a := range slices.Concat(before.addresses, after.addresses) {
			for _, tag := range append([]string{""}, after.tags...) {
				if tag != "" && a != common {
					continue
				}
				for _, port := range slices.Concat(before.ports, after.ports) {
					for _, protocol := range []string{"Tcp", "Udp", "Icmp"} {
						packet := verifytest.Packet{
							Remote: a, Tag: tag, Local: s.Prefix.Addr().Next().Next().Next().Next(), Protocol: protocol, SourcePort: 50000, Port: port,
						}
						for _, d := range []string{"inbound", "outbound"} {
							was, is := before.oracle.Decide(d, packet), after.oracle.Decide(d, packet)
							if !was.Allowed && !is.Denied {
								return fmt.Sprintf("%s %+v", d, packet)
							}
						}
					}
				}
			}
		}
	}
	return ""
}

// compareVerdicts holds every verdict against that of single packets, and returns the worst.
func compareVerdicts(t *testing.T, title string, n verify.Network) verify.Verdict {
	t.Helper()
	report := verify.Check(n)
	i := 0
	for _, s := range n.Subnets {
		c := newCourt(n, s)
		for _, f := range s.Flows {
			got := report.Results[i]
			i++
			if want := c.judge(f); got.Verdict != want {
				t.Errorf("%s: %s of %s: %s (%s), packet by packet %s", title, f.ID, s.Name, got.Verdict, got.Because, want)
			}
			if got.Verdict == verify.Fail && got.CounterExample == "" {
				t.Errorf("%s: %s fails without a packet", title, f.ID)
			}
		}
	}
	return report.Verdict()
}

// copyOf is a network whose rules and routes can be changed.
func copyOf(n verify.Network) verify.Network {
	n.Subnets = slices.Clone(n.Subnets)
	for i := range n.Subnets {
		s := &n.Subnets[i]
		g := &verify.SecurityGroup{}
		for _, r := range s.SecurityGroup.Rules {
			p := *r.Properties
			g.Rules = append(g.Rules, verify.Rule{Name: r.Name, Properties: &p})
		}
		s.SecurityGroup = g
		if s.RouteTable != nil {
			table := &verify.RouteTable{WithoutBGP: s.RouteTable.WithoutBGP}
			for _, r := range s.RouteTable.Routes {
				p := *r.Properties
				table.Routes = append(table.Routes, verify.Route{Name: r.Name, Properties: &p})
			}
			s.RouteTable = table
		}
	}
	return n
}

// ruleChanges are the ways to change one rule.
var ruleChanges = map[string][]func(*armnetwork.SecurityRulePropertiesFormat){
	"rule: access": {func(p *armnetwork.SecurityRulePropertiesFormat) {
		p.Access = new(armnetwork.SecurityRuleAccessDeny)
	}, func(p *armnetwork.SecurityRulePropertiesFormat) {
		p.Access = new(armnetwork.SecurityRuleAccessAllow)
	}},
	"rule: direction": {func(p *armnetwork.SecurityRulePropertiesFormat) {
		turned := armnetwork.SecurityRuleDirectionInbound
		if *p.Direction == turned {
			turned = armnetwork.SecurityRuleDirectionOutbound
		}
		p.Direction = &turned
	}},
	"rule: ports":       changePorts("444", "*", "440-450", "1-442", "22", "29876"),
	"rule: source port": {func(p *armnetwork.SecurityRulePropertiesFormat) { p.SourcePortRange = new("1-1000") }},
	"rule: protocol":    changeProtocol("Tcp", "Udp", "*", "Icmp"),
	"rule: priority":    changePriority(99, 105, 4095, 4096),
	"rule: far end": changeFar(
		"Internet", "*", "VirtualNetwork", "Storage", "Storage.NorthEurope", "BatchNodeManagement", "BatchNodeManagement.NorthEurope",
		"AzureCloud", "198.51.100.0/24", "0.0.0.0/0", "AzureMonitor",
	),
	"rule: near end": changeNear("10.99.0.0/24", "VirtualNetwork", "10.0.0.0/30"),
}

func changePorts(ports ...string) (list []func(*armnetwork.SecurityRulePropertiesFormat)) {
	for _, text := range ports {
		list = append(list, func(p *armnetwork.SecurityRulePropertiesFormat) { p.DestinationPortRange = &text })
	}
	return list
}

func changeProtocol(names ...armnetwork.SecurityRuleProtocol) (list []func(*armnetwork.SecurityRulePropertiesFormat)) {
	for _, name := range names {
		list = append(list, func(p *armnetwork.SecurityRulePropertiesFormat) { p.Protocol = &name })
	}
	return list
}

func changePriority(numbers ...int32) (list []func(*armnetwork.SecurityRulePropertiesFormat)) {
	for _, number := range numbers {
		list = append(list, func(p *armnetwork.SecurityRulePropertiesFormat) { p.Priority = &number })
	}
	return list
}

func changeFar(names ...string) (list []func(*armnetwork.SecurityRulePropertiesFormat)) {
	for _, name := range names {
		list = append(list, func(p *armnetwork.SecurityRulePropertiesFormat) {
			if *p.Direction == armnetwork.SecurityRuleDirectionInbound {
				p.SourceAddressPrefix, p.SourceAddressPrefixes = &name, nil
				return
			}
			p.DestinationAddressPrefix, p.DestinationAddressPrefixes = &name, nil
		})
	}
	return list
}

func changeNear(names ...string) (list []func(*armnetwork.SecurityRulePropertiesFormat)) {
	for _, name := range names {
		list = append(list, func(p *armnetwork.SecurityRulePropertiesFormat) {
			if *p.Direction == armnetwork.SecurityRuleDirectionOutbound {
				p.SourceAddressPrefix, p.SourceAddressPrefixes = &name, nil
				return
			}
			p.DestinationAddressPrefix, p.DestinationAddressPrefixes = &name, nil
		})
	}
	return list
}

func mutants(original verify.Network) []mutant {
	var list []mutant
	made := func(operator, what string, change func(*verify.Network)) {
		n := copyOf(original)
		change(&n)
		list = append(list, mutant{operator, what, n})
	}
	var operators []string
	for operator := range ruleChanges {
		operators = append(operators, operator)
	}
	slices.Sort(operators)
	for i, s := range original.Subnets {
		for j, r := range s.SecurityGroup.Rules {
			made("rule: removed", r.Name, func(n *verify.Network) {
				g := n.Subnets[i].SecurityGroup
				g.Rules = slices.Delete(g.Rules, j, j+1)
			})
			for _, operator := range operators {
				for k, change := range ruleChanges[operator] {
					made(operator, r.Name+" "+strconv.Itoa(k), func(n *verify.Network) { change(n.Subnets[i].SecurityGroup.Rules[j].Properties) })
				}
			}
		}
		made("security group: removed", s.Name, func(n *verify.Network) { n.Subnets[i].SecurityGroup = nil })
		made("way out: removed", s.Name, func(n *verify.Network) { n.Subnets[i].WayOut.PublicIPs, n.Subnets[i].WayOut.NATGateway = false, false })
		if s.RouteTable == nil {
			continue
		}
		made("route table: removed", s.Name, func(n *verify.Network) { n.Subnets[i].RouteTable = nil })
		made("route table: BGP", s.Name, func(n *verify.Network) {
			n.Subnets[i].RouteTable.WithoutBGP = !n.Subnets[i].RouteTable.WithoutBGP
		})
		for j, r := range s.RouteTable.Routes {
			route := func(n *verify.Network) *armnetwork.RoutePropertiesFormat {
				return n.Subnets[i].RouteTable.Routes[j].Properties
			}
			made("route: removed", r.Name, func(n *verify.Network) {
				table := n.Subnets[i].RouteTable
				table.Routes = slices.Delete(table.Routes, j, j+1)
			})
			for _, hop := range armnetwork.PossibleRouteNextHopTypeValues() {
				made("route: next hop", r.Name+" "+string(hop), func(n *verify.Network) { route(n).NextHopType = &hop })
			}
			for _, address := range []string{"10.0.255.9", "10.0.0.6"} {
				made("route: appliance", r.Name+" "+address, func(n *verify.Network) {
					route(n).NextHopType, route(n).NextHopIPAddress = new(armnetwork.RouteNextHopTypeVirtualAppliance), &address
				})
			}
			for _, prefix := range []string{"0.0.0.0/0", "198.51.100.0/24", "Storage.WestEurope", "BatchNodeManagement.NorthEurope", "AzureCloud"} {
				made("route: prefix", r.Name+" "+prefix, func(n *verify.Network) { route(n).AddressPrefix = &prefix })
			}
		}
	}
	return list
}

// court judges the flows of a subnet packet by packet. Between the addresses
// and ports that somebody names nothing changes, so those at the borders decide.
type court struct {
	oracle    *verifytest.Oracle
	network   verify.Network
	subnet    verify.Subnet
	addresses []netip.Addr
	tags      []string
	ports     []int
	sources   []int
	// near tells that a rule tells apart the addresses of the subnet.
	near bool
	// stated are the prefixes that flows name.
	stated []netip.Prefix
}

// common is a public address that nobody names.
var common = netip.MustParseAddr("8.8.4.4")

func newCourt(n verify.Network, s verify.Subnet) *court {
	x := verifytest.Subnet{
		AddressSpace: n.AddressSpace, EndpointPrefixes: n.EndpointPrefixes, BGPDefault: s.BGPDefault, ServiceEndpoints: s.ServiceEndpoints,
		NoGroup: s.SecurityGroup == nil,
	}
	c := &court{network: n, subnet: s, addresses: []netip.Addr{common}, ports: []int{0, 65535}, sources: []int{50000}}
	if s.SecurityGroup != nil {
		for _, r := range s.SecurityGroup.Rules {
			p := r.Properties
			x.Rules = append(x.Rules, p)
			near := p.SourceAddressPrefix
			if *p.Direction == armnetwork.SecurityRuleDirectionInbound {
				near = p.DestinationAddressPrefix
			}
			c.near = c.near || near == nil || *near != "*"
			for _, name := range append(slices.Concat(p.SourceAddressPrefixes, p.DestinationAddressPrefixes), p.SourceAddressPrefix, p.DestinationAddressPrefix) {
				if name != nil {
					c.name(*name)
				}
			}
			c.ports = append(c.ports, borders(*p.DestinationPortRange)...)
			if *p.SourcePortRange != "*" {
				c.sources = append(c.sources, borders(*p.SourcePortRange)...)
			}
		}
	}
	if s.RouteTable != nil {
		x.WithoutBGP = s.RouteTable.WithoutBGP
		for _, r := range s.RouteTable.Routes {
			x.Routes = append(x.Routes, r.Properties)
			c.name(*r.Properties.AddressPrefix)
		}
	}
	for _, f := range s.Flows {
		for _, t := range append(slices.Clone(f.Except), f.Traffic) {
			for _, name := range t.Peer {
				c.name(name)
				if p, err := netip.ParsePrefix(name); err == nil {
					c.stated = append(c.stated, p)
				} else if a, err := netip.ParseAddr(name); err == nil {
					c.stated = append(c.stated, netip.PrefixFrom(a, 32))
				}
			}
			c.ports = append(c.ports, borders(t.Ports)...)
		}
	}
	for _, p := range n.AddressSpace {
		c.name(p.String())
	}
	for _, service := range s.ServiceEndpoints {
		c.name(strings.TrimPrefix(service, "Microsoft."))
	}
	for _, other := range n.Subnets {
		c.name(other.Prefix.String())
	}
	c.name("168.63.129.16")
	c.name("192.168.0.0/16")
	slices.Sort(c.ports)
	c.ports = slices.Compact(c.ports)
	slices.SortFunc(c.addresses, netip.Addr.Compare)
	c.addresses = slices.Compact(c.addresses)
	c.oracle = verifytest.New(x)
	return c
}

// name takes what a peer names: the borders of a prefix, or a tag.
func (c *court) name(text string) {
	p, err := netip.ParsePrefix(text)
	if a, wrong := netip.ParseAddr(text); wrong == nil {
		p, err = netip.PrefixFrom(a, 32), nil
	}
	switch {
	case err != nil:
		if !slices.Contains([]string{"*", "Internet", "VirtualNetwork", "AzureLoadBalancer"}, text) && !slices.Contains(c.tags, text) {
			c.tags = append(c.tags, text)
		}
	case p.Bits() > 0:
		first := p.Masked().Addr()
		b := first.As4()
		n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		n |= 1<<(32-p.Bits()) - 1
		last := netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		c.addresses = append(c.addresses, first.Prev(), first, last, last.Next())
	}
}

func borders(text string) []int {
	var list []int
	for _, part := range strings.Split(text, ",") {
		if part == "*" {
			continue
		}
		lo, hi, found := strings.Cut(part, "-")
		first, _ := strconv.Atoi(lo)
		last := first
		if found {
			last, _ = strconv.Atoi(hi)
		}
		list = append(list, max(0, first-1), first, last, min(65535, last+1))
	}
	return list
}

// carries reports whether ports of traffic hold a port.
func carries(text string, port int) bool {
	for _, part := range strings.Split(text, ",") {
		lo, hi, found := strings.Cut(part, "-")
		if !found {
			hi = lo
		}
		first, _ := strconv.Atoi(lo)
		last, _ := strconv.Atoi(hi)
		if part == "*" || first <= port && port <= last {
			return true
		}
	}
	return false
}

// judge returns the verdict on a flow.
func (c *court) judge(f verify.Flow) verify.Verdict {
	verdict := verify.Pass
	// Of the packets to a tag, those that fail and those that do not, but to
	// addresses that flows name.
	failing, passing := map[string]bool{}, map[string]bool{}
	prefixes := slices.ContainsFunc(f.Peer, func(name string) bool {
		_, err := netip.ParsePrefix(name)
		_, wrong := netip.ParseAddr(name)
		return err == nil || wrong == nil
	})
	for _, a := range c.addresses {
		tags := []string{""}
		if c.oracle.Public(a) {
			tags = append(tags, c.tags...)
		}
		for _, tag := range tags {
			if !c.isPeer(f.Traffic, a, tag, verifytest.Yes) {
				continue
			}
			v := c.address(f, a, tag)
			if v != verify.Pass {
				verdict = verify.Inconclusive
			}
			switch {
			case v == verify.Fail && tag == "":
				return verify.Fail
			case prefixes && f.Kind == verify.Needed, c.named(a): // whether the tag holds it is not known
			case v == verify.Fail:
				failing[tag] = true
			default:
				passing[tag] = true
			}
		}
	}
	for tag := range failing {
		if !passing[tag] {
			return verify.Fail
		}
	}
	return verdict
}

// named reports whether a flow names the address.
func (c *court) named(a netip.Addr) bool {
	return slices.ContainsFunc(c.stated, func(p netip.Prefix) bool { return p.Contains(a) })
}

func (c *court) isPeer(t verify.Traffic, a netip.Addr, tag string, least verifytest.Match) bool {
	return slices.ContainsFunc(t.Peer, func(name string) bool { return c.oracle.Holds(name, a, tag) >= least })
}

// address returns the worst verdict on the packets of a flow to one address.
func (c *court) address(f verify.Flow, a netip.Addr, tag string) verify.Verdict {
	verdict := verify.Pass
	worsen := func(v verify.Verdict) bool {
		if v != verify.Pass && verdict != verify.Fail {
			verdict = v
		}
		return verdict == verify.Fail
	}
	routed := f.Kind == verify.Needed && (f.Direction == verify.Outbound || f.Replies != verify.RepliesAnyhow)
	if routed {
		for _, hop := range c.oracle.Lead(a, tag) {
			if worsen(c.hop(f, a, hop)) {
				return verdict
			}
		}
	}
	if f.PastTunnel {
		if c.excepted(f, a, tag, "Tcp", 443) {
			return verdict
		}
		for _, hop := range c.oracle.Lead(a, tag) {
			if hop.Type == "Internet" && (c.subnet.WayOut.PublicIPs || c.subnet.WayOut.NATGateway) {
				worsen(verify.Fail)
			}
		}
		return verdict
	}
	locals := []netip.Addr{c.subnet.Prefix.Addr()}
	for _, l := range c.addresses {
		if c.near && c.subnet.Prefix.Contains(l) {
			locals = append(locals, l)
		}
	}
	protocols := []string{f.Protocol}
	if f.Protocol == "*" {
		protocols = []string{"Tcp", "Udp", "Icmp"}
	}
	for _, port := range c.ports {
		if !carries(f.Ports, port) {
			continue
		}
		for _, protocol := range protocols {
			if c.excepted(f, a, tag, protocol, port) {
				continue
			}
			for _, l := range locals {
				for _, source := range c.sources {
					out := c.oracle.Decide(string(f.Direction), verifytest.Packet{
						Remote: a, Tag: tag, Local: l, Protocol: protocol, SourcePort: source, Port: port,
					})
					bad, good := out.Denied, out.Allowed
					if f.Kind == verify.Forbidden {
						bad, good = good, bad
					}
					if bad && !good && worsen(verify.Fail) {
						return verdict
					}
					if bad {
						worsen(verify.Inconclusive)
					}
				}
			}
		}
	}
	return verdict
}

func (c *court) excepted(f verify.Flow, a netip.Addr, tag, protocol string, port int) bool {
	return slices.ContainsFunc(f.Except, func(t verify.Traffic) bool {
		return (t.Protocol == "*" || t.Protocol == protocol) && carries(t.Ports, port) && c.isPeer(t, a, tag, verifytest.Maybe)
	})
}

// hop judges a next hop, from azure-network-rules section 2.
func (c *court) hop(f verify.Flow, a netip.Addr, h verifytest.Hop) verify.Verdict {
	out := c.subnet.WayOut
	verdict := func(good bool) verify.Verdict {
		if good {
			return verify.Pass
		}
		return verify.Fail
	}
	switch h.Type {
	case "service", "elsewhere":
		return verify.Pass
	case "VnetLocal":
		return verdict(!c.oracle.Public(a))
	case "Internet":
		if f.Direction == verify.Inbound {
			return verdict(f.Replies == verify.RepliesAsCalled || out.PublicIPs)
		}
		if !out.PublicIPs && !out.NATGateway && !f.Exempt && out.DefaultOutbound == nil {
			return verify.Inconclusive
		}
		return verdict(out.PublicIPs || out.NATGateway || f.Exempt || *out.DefaultOutbound)
	case "VirtualAppliance", "VirtualNetworkGateway":
		address, err := netip.ParseAddr(h.Address)
		stated := c.subnet.Tunnel
		switch {
		case h.Type == "VirtualAppliance" && err != nil, f.Replies == verify.RepliesInternet, f.Direct,
			err == nil && c.subnet.Prefix.Contains(address):
			return verify.Fail
		case stated == nil || string(stated.Hop) != h.Type || fmt.Sprint(stated.Address) != fmt.Sprint(address):
			return verify.Inconclusive
		}
		return verify.Pass
	}
	return verify.Fail
}
