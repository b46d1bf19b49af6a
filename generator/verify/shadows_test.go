package verify

import (
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

// written rules: "100 Inbound Allow Tcp 443 * 10.0.0.0/24", source before destination.
func rulesOf(t *testing.T, lines ...string) []Rule {
	t.Helper()
	var rules []Rule
	for _, line := range lines {
		words := strings.Fields(line)
		var priority int32
		if _, err := fmt.Sscan(words[0], &priority); err != nil {
			t.Fatal(err)
		}
		p := &armnetwork.SecurityRulePropertiesFormat{
			Priority: &priority, Direction: new(armnetwork.SecurityRuleDirection(words[1])), Access: new(armnetwork.SecurityRuleAccess(words[2])),
			Protocol: new(armnetwork.SecurityRuleProtocol(words[3])), DestinationPortRange: &words[4], SourcePortRange: new("*"),
			SourceAddressPrefix: &words[5], DestinationAddressPrefix: &words[6],
		}
		if id, is := strings.CutPrefix(words[5], "asg:"); is {
			p.SourceAddressPrefix = nil
			p.SourceApplicationSecurityGroups = []*armnetwork.ApplicationSecurityGroup{{ID: &id}}
		}
		if id, is := strings.CutPrefix(words[6], "asg:"); is {
			p.DestinationAddressPrefix = nil
			p.DestinationApplicationSecurityGroups = []*armnetwork.ApplicationSecurityGroup{{ID: &id}}
		}
		rules = append(rules, Rule{Name: line, Properties: p})
	}
	return rules
}

func TestShadows(t *testing.T) {
	t.Parallel()
	space := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}
	for name, test := range map[string]struct {
		rules []string
		space []netip.Prefix
		want  []Shadow
	}{
		"none": {rules: []string{"100 Inbound Allow Tcp 22 * *", "110 Inbound Deny * * * *"}},
		"one": {rules: []string{"100 Inbound Deny * * * *", "110 Inbound Allow Tcp 22 203.0.113.0/24 *"},
			want: []Shadow{{1, []int{0}}}},
		"order of the list does not count": {rules: []string{"110 Inbound Allow Tcp 22 203.0.113.0/24 *", "100 Inbound Deny * * * *"},
			want: []Shadow{{0, []int{1}}}},
		"several": {rules: []string{"100 Inbound Allow Tcp 0-1000 * *", "110 Inbound Deny Tcp 1001-65535 * *", "120 Inbound Deny Tcp 900-1100 * *"},
			want: []Shadow{{2, []int{0, 1}}}},
		"several, with a gap": {rules: []string{"100 Inbound Allow Tcp 0-1000 * *", "110 Inbound Deny Tcp 1002-65535 * *", "120 Inbound Deny Tcp 900-1100 * *"}},
		"other direction":     {rules: []string{"100 Inbound Deny * * * *", "110 Outbound Allow Tcp 22 * *"}},
		"same priority":       {rules: []string{"100 Inbound Deny * * * *", "100 Inbound Allow Tcp 22 * *"}},
		"regional tag in its global one": {rules: []string{"100 Outbound Allow * 443 * Storage", "110 Outbound Allow Tcp 443 * Storage.WestEurope"},
			want: []Shadow{{1, []int{0}}}},
		"global tag not in its regional one": {rules: []string{"100 Outbound Allow * 443 * Storage.WestEurope", "110 Outbound Allow Tcp 443 * Storage"}},
		"tag in Internet": {rules: []string{"100 Outbound Deny * * * Internet", "110 Outbound Allow Tcp 443 * BatchNodeManagement.WestEurope"},
			want: []Shadow{{1, []int{0}}}},
		"same tag, whatever it holds": {rules: []string{"100 Outbound Allow * * * VirtualNetwork", "110 Outbound Allow Tcp 443 * VIRTUALNETWORK"},
			want: []Shadow{{1, []int{0}}}},
		"same group": {rules: []string{"100 Inbound Allow * * asg:/a *", "110 Inbound Allow Tcp 443 asg:/A *"}, want: []Shadow{{1, []int{0}}}},
		"other group": {rules: []string{"100 Inbound Allow * * asg:/a *", "110 Inbound Allow Tcp 443 asg:/b *",
			"120 Inbound Allow Tcp 443 asg:/b asg:/c", "130 Inbound Allow Tcp 443 asg:/b asg:/c"}, want: []Shadow{{2, []int{1}}, {3, []int{1}}}},
		"groups without IDs":            {rules: []string{"100 Inbound Allow * * asg: *", "110 Inbound Allow Tcp 443 asg: *"}},
		"network, space not known":      {rules: []string{"100 Inbound Allow * * VirtualNetwork *", "110 Inbound Allow Tcp 443 10.0.0.0/24 *"}},
		"network, space known":          {rules: []string{"100 Inbound Allow * * VirtualNetwork *", "110 Inbound Allow Tcp 443 10.0.0.0/24 *"}, space: space, want: []Shadow{{1, []int{0}}}},
		"network is wider than space":   {rules: []string{"100 Inbound Allow * * 10.0.0.0/16 *", "110 Inbound Allow Tcp 443 VirtualNetwork *"}, space: space},
		"public range, space not known": {rules: []string{"100 Inbound Deny * * Internet *", "110 Inbound Allow Tcp 443 203.0.113.0/24 *"}},
		"public range, space known":     {rules: []string{"100 Inbound Deny * * Internet *", "110 Inbound Allow Tcp 443 203.0.113.0/24 *"}, space: space, want: []Shadow{{1, []int{0}}}},
		"IPv4 is not everything":        {rules: []string{"100 Inbound Deny * * 0.0.0.0/0 *", "110 Inbound Allow Tcp 443 * *"}},
		"IPv4 and IPv6 are nearly":      {rules: []string{"100 Inbound Deny * * 0.0.0.0/0 *", "110 Inbound Deny * * ::/0 *", "120 Inbound Allow Tcp 443 10.9.0.0/16 *"}, want: []Shadow{{2, []int{0}}}},
		"IPv6 range": {rules: []string{"100 Inbound Deny * * * *", "110 Inbound Allow Tcp 443 2001:db8::/32 *"},
			want: []Shadow{{1, []int{0}}}},
		"IPv6 range, equal":       {rules: []string{"100 Inbound Deny * * 2001:db8::/32 *", "110 Inbound Allow Tcp 443 2001:DB8::/32 *"}, want: []Shadow{{1, []int{0}}}},
		"service at the near end": {rules: []string{"100 Inbound Allow Tcp 443 * Storage", "110 Inbound Allow Tcp 443 * 20.1.0.0/16"}},
		"probe address":           {rules: []string{"100 Inbound Deny * * * *", "110 Inbound Allow * * AzureLoadBalancer *"}, want: []Shadow{{1, []int{0}}}},
		"unreadable":              {rules: []string{"100 Inbound Deny * * * *", "110 Inbound Allow Tcp x * *", "120 Inbound Allow Sctp 22 * *"}},
	} {
		got := Shadows(rulesOf(t, test.rules...), test.space)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	// A rule that is not known takes nothing and is not judged.
	rules := rulesOf(t, "100 Inbound Deny * * * *", "110 Inbound Deny * * * *", "120 Inbound Deny * * * *")
	rules[0].Unknown, rules[2].Unknown = "a parameter", "a parameter"
	rules = append(rules, Rule{Name: "without properties"})
	if got := Shadows(rules, nil); len(got) > 0 {
		t.Errorf("unknown rules: %v", got)
	}
}

// What a rule does that never matches is without effect: turned round, it
// changes nothing for any packet. And what a packet decides by itself is no shadow.
func TestShadowsOracle(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewSource(3))
	proven := 0
	for range 150 {
		n := randomNetwork(r)
		s := &n.Subnets[0]
		for range 8 { // many rules, so that some never match
			more := randomNetwork(r)
			s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, more.Subnets[0].SecurityGroup.Rules...)
		}
		for i, priority := range r.Perm(len(s.SecurityGroup.Rules)) {
			if p := s.SecurityGroup.Rules[i].Properties; p.Priority != nil {
				p.Priority = new(int32(100 + priority))
			}
		}
		known := n.AddressSpace
		if r.Intn(2) == 0 {
			known = nil
		}
		shadows := Shadows(s.SecurityGroup.Rules, known)
		proven += len(shadows)
		for _, shadow := range shadows {
			turned := simple(n, s)
			p := *s.SecurityGroup.Rules[shadow.Rule].Properties
			at := slices.Index(turned.Rules, s.SecurityGroup.Rules[shadow.Rule].Properties)
			p.Access = new(armnetwork.SecurityRuleAccessAllow)
			allows := verifytest.New(with(turned, at, &p))
			denied := p
			denied.Access = new(armnetwork.SecurityRuleAccessDeny)
			denies := verifytest.New(with(turned, at, &denied))
			for _, far := range remotes {
				for _, tag := range tagWords {
					if tag != "" && !strings.HasPrefix(far, "20.") && far != "8.8.8.8" {
						continue
					}
					single := verifytest.Packet{
						Remote: netip.MustParseAddr(far), Tag: tag, Local: netip.MustParseAddr(pick(r, locals)),
						Protocol: protocolNames[r.Intn(5)], SourcePort: int(pick(r, portChecks)), Port: int(pick(r, portChecks)),
					}
					for _, d := range []string{"inbound", "outbound"} {
						x, y := allows.Decide(d, single), denies.Decide(d, single)
						if x != y && !(x.Allowed && x.Denied || y.Allowed && y.Denied) {
							t.Fatalf("rule %d is no shadow of %v: %s %+v: %+v or %+v\n%s", shadow.Rule, shadow.By, d, single, x, y, rulesAndRoutes(n))
						}
					}
				}
			}
		}
	}
	if proven < 100 {
		t.Errorf("only %d shadows among the random rules", proven)
	}
}

// with returns a subnet with another rule in the place of one.
func with(s verifytest.Subnet, at int, p *armnetwork.SecurityRulePropertiesFormat) verifytest.Subnet {
	s.Rules = slices.Clone(s.Rules)
	s.Rules[at] = p
	return s
}

func BenchmarkShadows(b *testing.B) {
	var rules []Rule
	for i := range 1000 {
		p := &armnetwork.SecurityRulePropertiesFormat{
			Priority: new(int32(100 + i)), Direction: new(armnetwork.SecurityRuleDirectionInbound), Access: new(armnetwork.SecurityRuleAccessAllow),
			Protocol: new(armnetwork.SecurityRuleProtocolTCP), SourcePortRange: new("*"), DestinationPortRange: new(fmt.Sprint(1000 + i)),
			SourceAddressPrefix: new(fmt.Sprintf("20.%d.%d.0/24", i/250, i%250)), DestinationAddressPrefix: new("*"),
		}
		rules = append(rules, Rule{Properties: p})
	}
	for b.Loop() {
		Shadows(rules, nil)
	}
}
