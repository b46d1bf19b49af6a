package diag

import (
	"fmt"
	"net/netip"
	"strings"
)

// at places a finding in an audited file. The zero Range is no place.
func (d Diagnostic) at(where Range) Diagnostic {
	d.Range = where
	return d
}

// related adds a second place in the same file, unless it is nowhere.
func (d Diagnostic) related(where Range, message string) Diagnostic {
	if where.Valid() {
		d.Related = append(d.Related, Related{Range: where, Message: message})
	}
	return d
}

// NeededBlocked is BG601, needed flow blocked: some packet that Batch or the intent needs does not get through.
func NeededBlocked(where Range, subnet, flow, because, packet, source string) Diagnostic {
	return failure("BG601", "", "flow "+flow+" of subnet "+cut(subnet)+" is blocked: "+because+example(packet),
		"batchgen verify shows the rules and routes that decide").at(where).from(source)
}

// ForbiddenPasses is BG602, forbidden traffic passes: some packet gets through that nobody asked for.
func ForbiddenPasses(where Range, subnet, flow, because, packet, source string) Diagnostic {
	return failure("BG602", "", "forbidden flow "+flow+" of subnet "+cut(subnet)+" passes: "+because+example(packet),
		"batchgen verify shows the rules and routes that decide").at(where).from(source)
}

// NotJudged is BG603, flow not judged: whether it passes depends on what the files do not show.
func NotJudged(where Range, subnet, flow, because, source string) Diagnostic {
	return caution("BG603", "", "flow "+flow+" of subnet "+cut(subnet)+" cannot be judged: "+because,
		"give the files that show it, or accept it with --allow-inconclusive").at(where).from(source)
}

func example(packet string) string {
	if packet == "" {
		return ""
	}
	return ", as with " + packet
}

// Other is a rule that another one is compared with.
type Other struct {
	Name  string
	Range Range
}

// ruleNames lists the rules by name.
func ruleNames(rules []Other) string {
	var names []string
	for _, r := range rules {
		names = append(names, cut(r.Name))
	}
	return strings.Join(names, ", ")
}

// RuleRedundant is BG604, redundant rule: rules before it, one or several together, take all of its packets and do the
// same with them.
func RuleRedundant(where Range, group, rule string, by []Other) Diagnostic {
	return caution("BG604", "", neverMatches(group, rule, "the same with them", by),
		"remove it, or find out what it was meant to do").at(where).behind(by).from("nsg")
}

// RuleDead is BG605, dead rule: rules before it, one or several together, take all of its packets, and do the opposite
// with some. Whoever wrote it expects something else.
func RuleDead(where Range, group, rule string, by []Other) Diagnostic {
	return caution("BG605", "", neverMatches(group, rule, "the opposite", by),
		"give it a lower priority number, or remove it").at(where).behind(by).from("nsg")
}

func neverMatches(group, rule, what string, by []Other) string {
	return fmt.Sprintf("rule %s of %s never matches: %s %s all of its packets and %s %s",
		cut(rule), cut(group), ruleNames(by), plural(len(by), "takes", "together take"), plural(len(by), "does", "do"), what)
}

// behind adds the places of the rules that come first.
func (d Diagnostic) behind(rules []Other) Diagnostic {
	for _, r := range rules {
		d = d.related(r.Range, "rule "+cut(r.Name)+" comes first")
	}
	return d
}

// DirectionSwapped is BG606, direction swapped: the rule has the ends or the ports of traffic of the other direction. Of
// inbound traffic the service is the source, of outbound traffic the destination.
func DirectionSwapped(where Range, group, rule, direction, reason string) Diagnostic {
	other := "outbound"
	if direction != "inbound" {
		other = "inbound"
	}
	return caution("BG606", "", fmt.Sprintf("%s rule %s of %s looks like %s: %s", direction, cut(rule), cut(group), other, reason),
		"make the rule "+other+", with the service at its far end").at(where).from("bvn")
}

// TiedToNothing is BG607, tied to nothing: the security group or route table is at no subnet and no network interface,
// so it has no effect.
func TiedToNothing(where Range, kind, name string) Diagnostic {
	return caution("BG607", "", fmt.Sprintf("%s %s is tied to nothing: it has no effect", kind, cut(name)),
		"tie it to the subnet of the nodes, or remove it").at(where).from("nsg")
}

// OpenToWorld is BG608, open to the world: an inbound rule allows everybody. It is an error for SSH, RDP, the ports of
// the node agent and for all ports, else a warning.
func OpenToWorld(where Range, group, rule, ports string, grave bool) Diagnostic {
	message := fmt.Sprintf("rule %s of %s lets everybody on the internet reach %s", cut(rule), cut(group), cut(ports))
	const hint = "name the sources that need it; the Batch service is BatchNodeManagement.<region>"
	if grave {
		return failure("BG608", "", message, hint).at(where).from("bvn")
	}
	return caution("BG608", "", message, hint).at(where).from("bvn")
}

// BatchAddress is BG609, literal address of the Batch service: the service's addresses change without notice, and then
// nodes become unusable. The service tag follows them.
func BatchAddress(where Range, subject, address, tag string) Diagnostic {
	return caution("BG609", "", fmt.Sprintf("%s names %s where the Batch service belongs: its addresses change, and the nodes are cut off", cut(subject), cut(address)),
		"use the service tag "+tag).at(where).from("bvn")
}

// OtherRegion is BG610, tag of another region: the service calls from, and answers at, addresses of the account's own region.
func OtherRegion(where Range, subject, tag, own string) Diagnostic {
	return caution("BG610", "", fmt.Sprintf("%s names %s in a network of %s", cut(subject), cut(tag), own),
		"use the tag of the network's region").at(where).from("bvn")
}

// InternetRouteUseless is BG611, route to the internet without a way out: nodes without public IP addresses and without
// a NAT gateway cannot use it.
func InternetRouteUseless(where Range, table, route, subnet string) Diagnostic {
	return caution("BG611", "",
		fmt.Sprintf("route %s of %s leads to Internet, and in subnet %s there is neither a public IP address nor a NAT gateway", cut(route), cut(table), cut(subnet)),
		"add a NAT gateway, or lead it to the firewall").at(where).from("doa")
}

// RepliesAstray is BG612, replies astray: calls from the internet come in at a public IP address, and 0.0.0.0/0 leads the
// replies elsewhere.
func RepliesAstray(where Range, route, table, rule, source string, ruleAt Range) Diagnostic {
	return caution("BG612", "",
		fmt.Sprintf("route %s of %s leads the replies to %s, whom rule %s lets in, away from the internet", cut(route), cut(table), cut(source), cut(rule)),
		"add a route for "+cut(source)+" with next hop Internet").at(where).related(ruleAt, "rule "+cut(rule)+" lets them in").from("udr")
}

// OldZoneLinked is BG613, old private DNS zone in use: a zone of one region is found first and hides what the zone of all
// regions holds.
func OldZoneLinked(where Range, old, zone string) Diagnostic {
	return caution("BG613", "", fmt.Sprintf("private DNS zone %s hides what %s holds, in every network that is linked to both", cut(old), zone),
		"unlink it, or add a CNAME record for the account there").at(where).from("private")
}

// ClassicRemains is BG614, classic remains: the pools use simplified communication, which needs no call of the service
// to the nodes, and what let these calls in is still there.
func ClassicRemains(where Range, subject, reason string) Diagnostic {
	return caution("BG614", "", fmt.Sprintf("%s is left from classic communication: %s", cut(subject), reason),
		"remove it once no classic pool is left").at(where).from("simplified")
}

// SubnetHoldsTooFew is BG615, subnet too small for its pools: at its largest each pool has a node an address, and Azure
// keeps some.
func SubnetHoldsTooFew(where Range, subnet string, prefixes []netip.Prefix, holds, nodes int, pools []string) Diagnostic {
	return failure("BG615", "",
		fmt.Sprintf("subnet %s, %s, holds %d %s, the pools %s need %d",
			cut(subnet), cut(joinPrefixes(prefixes)), holds, plural(holds, "node", "nodes"), cut(strings.Join(pools, ", ")), nodes),
		"make the pools smaller, or move one to a subnet of its own").at(where).from("bvn")
}

func joinPrefixes(prefixes []netip.Prefix) string {
	var texts []string
	for _, p := range prefixes {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, ", ")
}

// ClassicPool is BG616, classic pool: classic communication was retired on 31 March 2026.
func ClassicPool(where Range, pool string) Diagnostic {
	return caution("BG616", "", fmt.Sprintf("pool %s uses classic communication, which was retired on 2026-03-31", cut(pool)),
		"move to simplified communication").at(where).from("simplified")
}

// PlatformDenied is BG617, platform denied: the rule cuts nodes off from a service of Azure's own that security groups
// let through unless its tag is denied.
func PlatformDenied(where Range, group, rule, tag string) Diagnostic {
	return caution("BG617", "", fmt.Sprintf("rule %s of %s denies %s, which every node needs", cut(rule), cut(group), cut(tag)),
		"remove the rule; nothing else has to allow this traffic").at(where).from("nsg")
}
