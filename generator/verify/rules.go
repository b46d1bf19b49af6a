package verify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// Direction is the direction of a flow, seen from the subnet.
type Direction string

// The directions.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// unknownGroup stands for an application security group: somewhere in the
// network, nobody can say where.
const unknownGroup = "application security group"

// compiled is a rule as sets of packets: those that it matches for certain and
// those that it may match beside them.
type compiled struct {
	name string
	// unknown says what of the rule nobody can tell; it may then match anything.
	unknown   string
	priority  int32
	allow     bool
	must, may space
}

// verdicts is what the rules make of a space. A packet has one piece of
// certain, and a piece of possible for each earlier rule that may match it.
type verdicts struct {
	certain, possible []decided
}

// decided is a part of a space and the rule that decides it.
type decided struct {
	packets space
	rule    *compiled
}

// group compiles the rules of a direction with Azure's own behind them, by priority.
func (a *atlas) group(g *SecurityGroup, direction Direction) []compiled {
	if g == nil {
		return []compiled{{name: "(no network security group)", allow: true, must: space{everything(a)}}}
	}
	var rules []compiled
	for _, r := range g.Rules {
		switch {
		case r.Unknown != "":
			rules = append(rules, guesses(r, direction, space{everything(a)})...)
		case strings.EqualFold(text(r.Properties.Direction), string(direction)):
			rules = append(rules, a.rule(r, direction))
		}
	}
	rules = append(rules, a.defaults(direction)...)
	slices.SortStableFunc(rules, func(x, y compiled) int { return cmp.Compare(x.priority, y.priority) })
	return rules
}

// guesses are what a rule may be of which something is not known: it may match
// any packet, and allow or deny it. Without a priority it comes first, where it
// may decide every packet.
func guesses(r Rule, direction Direction, any space) []compiled {
	var known armnetwork.SecurityRulePropertiesFormat
	if r.Properties != nil {
		known = *r.Properties
	}
	if known.Direction != nil && !strings.EqualFold(string(*known.Direction), string(direction)) {
		return nil
	}
	c := compiled{name: r.Name, unknown: r.Unknown, may: any}
	if known.Priority != nil {
		c.priority = *known.Priority
	}
	allows, denies := c, c
	allows.allow = true
	switch access := text(known.Access); {
	case strings.EqualFold(access, "Allow"):
		return []compiled{allows}
	case strings.EqualFold(access, "Deny"):
		return []compiled{denies}
	}
	return []compiled{allows, denies}
}

// everything is every packet.
func everything(a *atlas) box {
	return box{allAddresses, a.all(), allAddresses, allProtocols, allPorts, allPorts}
}

// defaults are the rules that Azure adds to every group.
func (a *atlas) defaults(direction Direction) []compiled {
	between := "AllowVnetInBound"
	second := []string{"AllowAzureLoadBalancerInBound", loadBalancer, anywhere}
	last := "DenyAllInBound"
	if direction == Outbound {
		between, second, last = "AllowVnetOutBound", []string{"AllowInternetOutBound", anywhere, internet}, "DenyAllOutBound"
	}
	star := armnetwork.SecurityRuleProtocolAsterisk
	make := func(name string, priority int32, access armnetwork.SecurityRuleAccess, source, destination string) compiled {
		return a.rule(Rule{Name: name, Properties: &armnetwork.SecurityRulePropertiesFormat{
			Priority: &priority, Access: &access, Protocol: &star, SourceAddressPrefix: &source, DestinationAddressPrefix: &destination,
			SourcePortRange: new(anywhere), DestinationPortRange: new(anywhere),
		}}, direction)
	}
	return []compiled{
		make(between, 65000, armnetwork.SecurityRuleAccessAllow, virtualNetwork, virtualNetwork),
		make(second[0], 65001, armnetwork.SecurityRuleAccessAllow, second[1], second[2]),
		make(last, 65500, armnetwork.SecurityRuleAccessDeny, anywhere, anywhere),
	}
}

// rule compiles one rule.
func (a *atlas) rule(r Rule, direction Direction) compiled {
	p := r.Properties
	c := compiled{name: r.Name, allow: strings.EqualFold(text(p.Access), "Allow")}
	if p.Priority != nil {
		c.priority = *p.Priority
	}
	source, destination := sides(p)
	far, near := source, destination
	if direction == Outbound {
		far, near = destination, source
	}
	match := box{
		protocol:   protocolsOf(text(p.Protocol)),
		sourcePort: portsOf(text(p.SourcePortRange), p.SourcePortRanges),
		port:       portsOf(text(p.DestinationPortRange), p.DestinationPortRanges),
	}
	mustFar, mayFar := a.every(far)
	mustNear, mayNear := a.every(near)
	c.must = product(match, mustFar, mustNear)
	if len(mayFar)+len(mayNear) > 0 {
		c.may = product(match, append(mayFar, mustFar...), append(mayNear, mustNear...)).minus(c.must)
	}
	return c
}

// every returns the areas of a list of peers.
func (a *atlas) every(names []string) (must, may []area) {
	var prefixes set
	for _, name := range names {
		if p, isPrefix := prefixOf(name); isPrefix {
			prefixes = append(prefixes, prefixSet(p)...)
			continue
		}
		certain, possible := a.areas(name)
		must, may = append(must, certain...), append(may, possible...)
	}
	if len(prefixes) > 0 {
		must = append(must, a.split(newSet(prefixes...))...)
	}
	return must, may
}

// product puts far and near ends into a match.
func product(match box, far, near []area) space {
	var here set
	for _, n := range near {
		here = here.union(n.addresses)
	}
	match[local] = here
	var boxes []box
	for _, f := range far {
		match[remote], match[service] = f.addresses, f.services
		boxes = append(boxes, match)
	}
	return spaceOf(boxes...)
}

// decide splits a space by the rules that decide its packets.
func decide(rules []compiled, s space) verdicts {
	var v verdicts
	for i := range rules {
		r := &rules[i]
		if s.empty() {
			break
		}
		if s.overlaps(r.may) {
			v.possible = append(v.possible, decided{s.intersect(r.may), r})
		}
		if s.overlaps(r.must) {
			v.certain = append(v.certain, decided{s.intersect(r.must), r})
			s = s.minus(r.must)
		}
	}
	return v
}

// outcome returns the packets that are allowed (or denied) whatever is not
// known, and those that may be.
func (v verdicts) outcome(allowed bool) (surely, perhaps space) {
	var otherwise space
	for _, d := range v.possible {
		if d.rule.allow == allowed {
			perhaps = append(perhaps, d.packets...)
		} else {
			otherwise = append(otherwise, d.packets...)
		}
	}
	for _, d := range v.certain {
		if d.rule.allow == allowed {
			surely = append(surely, d.packets...)
		}
	}
	if !surely.overlaps(otherwise) {
		return surely, perhaps
	}
	return surely.minus(otherwise), append(perhaps, surely.intersect(otherwise)...)
}

// sides are the sources and destinations of a rule, as they are written.
func sides(p *armnetwork.SecurityRulePropertiesFormat) (source, destination []string) {
	source = written(p.SourceAddressPrefix, p.SourceAddressPrefixes)
	destination = written(p.DestinationAddressPrefix, p.DestinationAddressPrefixes)
	if len(p.SourceApplicationSecurityGroups) > 0 {
		source = []string{unknownGroup}
	}
	if len(p.DestinationApplicationSecurityGroups) > 0 {
		destination = []string{unknownGroup}
	}
	return source, destination
}

// Sides are the sources and destinations of a rule that is known, as they are
// written; application security groups are in neither.
func (r Rule) Sides() (source, destination []string) {
	p := r.Properties
	return written(p.SourceAddressPrefix, p.SourceAddressPrefixes), written(p.DestinationAddressPrefix, p.DestinationAddressPrefixes)
}

// Ports are the destination ports of a rule that is known, as they are written.
func (r Rule) Ports() []string {
	return written(r.Properties.DestinationPortRange, r.Properties.DestinationPortRanges)
}

// Carries reports whether a port is among the destination ports of a rule that is known.
func (r Rule) Carries(port uint16) bool { return r.ports().contains(uint32(port)) }

// CarriesAll reports whether all destination ports are.
func (r Rule) CarriesAll() bool { return len(allPorts.minus(r.ports())) == 0 }

func (r Rule) ports() set {
	return portsOf(text(r.Properties.DestinationPortRange), r.Properties.DestinationPortRanges)
}

func written(one *string, many []*string) []string {
	var all []string
	if text(one) != "" {
		all = append(all, *one)
	}
	for _, m := range many {
		if text(m) != "" {
			all = append(all, *m)
		}
	}
	return all
}

func text[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return string(*p)
}

func protocolsOf(name string) set {
	switch strings.ToLower(name) {
	case "tcp":
		return set{{tcp, tcp}}
	case "udp":
		return set{{udp, udp}}
	case "icmp":
		return set{{icmp, icmp}}
	case "esp":
		return set{{esp, esp}}
	case "ah":
		return set{{ah, ah}}
	case anywhere:
		return allProtocols
	}
	return nil
}

// portsOf reads ports: "443", "29876-29877", "*", or several with commas
// between them. What is no port matches nothing.
func portsOf(one string, many []*string) set {
	var ports set
	for _, part := range strings.Split(strings.Join(append(written(nil, many), one), ","), ",") {
		if part == anywhere {
			return allPorts
		}
		lo, hi, isRange := strings.Cut(part, "-")
		if !isRange {
			hi = lo
		}
		first, err := strconv.ParseUint(lo, 10, 16)
		last, wrong := strconv.ParseUint(hi, 10, 16)
		if err == nil && wrong == nil && first <= last {
			ports = append(ports, span{uint32(first), uint32(last)})
		}
	}
	return newSet(ports...)
}
