package verify

import (
	"fmt"
	"strings"
)

// Check judges every flow of every subnet, in their order.
func Check(n Network) Report {
	var report Report
	for i := range n.Subnets {
		s := &n.Subnets[i]
		j := newJudge(&n, s)
		for _, f := range s.Flows {
			report.Results = append(report.Results, j.judge(f))
		}
	}
	return report
}

// judge judges the flows of one subnet.
type judge struct {
	network           *Network
	subnet            *Subnet
	atlas             *atlas
	inbound, outbound []compiled
	ways              []way
}

func newJudge(n *Network, s *Subnet) *judge {
	j := &judge{network: n, subnet: s}
	if s.Unknown == "" {
		j.atlas = newAtlas(n, s)
		j.inbound, j.outbound = j.atlas.group(s.SecurityGroup, Inbound), j.atlas.group(s.SecurityGroup, Outbound)
		j.ways = j.atlas.ways(n, s)
	}
	return j
}

// trial is a flow being judged. Each step can only make the verdict worse.
type trial struct {
	*judge
	result  Result
	packets space
}

func (j *judge) judge(f Flow) Result {
	t := &trial{judge: j, result: Result{Subnet: j.subnet.Name, Flow: f, Verdict: Pass}}
	if missing := j.subnet.Unknown + f.Unknown; missing != "" {
		t.worsen(Inconclusive, missing, nil)
		return t.result
	}
	t.packets = j.packetsOf(f.Traffic, false)
	if t.packets.empty() {
		t.worsen(Inconclusive, "no packet belongs to it: its peer, its ports or the prefix of the subnet cannot be read", nil)
		return t.result
	}
	for _, e := range f.Except {
		t.packets = t.packets.minus(j.packetsOf(e, true))
	}
	if f.PastTunnel {
		t.past()
		return t.result
	}
	t.rules()
	if f.Kind == Needed {
		t.routes()
		t.later()
		t.result.Assumptions = add(t.result.Assumptions, f.Assumes...)
	}
	return t.result
}

// worsen makes the verdict v unless it is worse already.
func (t *trial) worsen(v Verdict, because string, example space) {
	if t.result.Verdict == Fail || t.result.Verdict == v {
		return
	}
	t.result.Verdict, t.result.Because, t.result.CounterExample = v, because, ""
	if !example.empty() {
		t.result.CounterExample = t.describe(t.example(example), v)
	}
}

// packets are those of a flow. wide takes also those that may belong to its peer.
func (j *judge) packetsOf(t Traffic, wide bool) space {
	must, may := j.atlas.every(t.Peer)
	if wide {
		must = append(must, may...)
	}
	match := box{protocol: protocolsOf(t.Protocol), sourcePort: allPorts, port: portsOf(t.Ports, nil)}
	return product(match, must, []area{{addresses: prefixSet(j.subnet.Prefix)}})
}

// rules judges the flow by the security group.
func (t *trial) rules() {
	f := t.result.Flow
	if missing := t.subnet.RulesUnknown; missing != "" {
		t.worsen(Inconclusive, missing, nil)
		return
	}
	rules := t.inbound
	if f.Direction == Outbound {
		rules = t.outbound
	}
	v := decide(rules, t.packets)
	for _, d := range v.certain {
		if t.definite(d.packets) {
			t.result.Rules = add(t.result.Rules, d.rule.name)
		}
	}
	wrong := f.Kind == Forbidden
	surely, perhaps := v.outcome(wrong)
	// The rule named is the one that decides the packet shown.
	by := func(s space) *compiled {
		shown := t.example(s)
		for _, d := range append(v.certain, v.possible...) {
			if d.rule.allow == wrong && d.packets.contains(shown) {
				return d.rule
			}
		}
		return &compiled{}
	}
	verb := "denies"
	if wrong {
		verb = "allows"
	}
	switch {
	case surely.empty() && perhaps.empty():
	case t.definite(surely):
		part := t.definitePart(surely)
		t.worsen(Fail, fmt.Sprintf("%s %s it", by(part).name, verb), part)
	default:
		example := append(surely[:len(surely):len(surely)], perhaps...)
		because := v.guess(perhaps, wrong)
		if because == "" {
			because = fmt.Sprintf("whether %s %s it depends on what its tags and groups hold", by(example).name, verb)
		}
		t.worsen(Inconclusive, because, example)
	}
}

// guess says which rule that is not known in all its parts may allow, or deny,
// some of the packets; "" for none. What nobody knows of such a rule stands
// before what its tags may hold.
func (v verdicts) guess(s space, allow bool) string {
	for _, d := range v.possible {
		if d.rule.unknown != "" && d.rule.allow == allow && d.packets.overlaps(s) {
			return fmt.Sprintf("rule %s may decide it, and is not known: %s", d.rule.name, d.rule.unknown)
		}
	}
	return ""
}

// definite reports whether some of the packets exist: those to an address that
// is in no service tag, or to all addresses of a tag. That a tag holds one
// certain address is not known; addresses that the flows name are not all of a tag.
func (t *trial) definite(s space) bool { return !t.definitePart(s).empty() }

func (t *trial) definitePart(s space) space {
	none := set{{0, 0}}
	if outside := s.where(service, none); !outside.empty() {
		return outside
	}
	if t.result.Flow.Kind == Needed && !t.packets.where(service, none).empty() {
		return nil // the peer is addresses: that a tag holds them is a guess
	}
	var rest space
	for _, b := range t.packets.minus(s) {
		if len(b[remote].minus(t.atlas.named)) > 0 {
			rest = append(rest, b)
		}
	}
	rest = rest.widened(remote, allAddresses)
	return s.intersect(s.widened(remote, allAddresses).minus(rest))
}

// routes judges the flow by where its packets, or the replies to them, are led.
func (t *trial) routes() {
	f := t.result.Flow
	if f.Direction == Inbound && f.Replies == RepliesAnyhow {
		return
	}
	if missing := t.subnet.RoutesUnknown; missing != "" {
		t.worsen(Inconclusive, missing, nil)
		return
	}
	for _, part := range lead(t.ways, t.packets) {
		if part.way.unknown != "" {
			t.worsen(Inconclusive, part.way.guess(), part.packets)
			continue
		}
		verdict, text := t.hop(part.way, f)
		definite := t.definite(part.packets)
		if definite {
			t.result.Routes = add(t.result.Routes, part.way.name)
		}
		switch {
		case verdict == Pass && definite:
			t.result.Assumptions = add(t.result.Assumptions, text)
			continue
		case verdict == Pass:
			continue
		case !definite: // addresses that the tag may hold
			verdict = Inconclusive
		}
		t.worsen(verdict, part.way.name+" leads to "+describeHop(part.way)+": "+text, part.packets)
	}
}

// past judges by routes alone: no packet may leave straight to the internet.
func (t *trial) past() {
	out := t.subnet.WayOut
	closed := out.DefaultOutbound != nil && !*out.DefaultOutbound
	for _, part := range lead(t.ways, t.packets) {
		if part.way.unknown != "" {
			t.worsen(Inconclusive, part.way.guess(), part.packets)
			continue
		}
		definite := t.definite(part.packets)
		if definite {
			t.result.Routes = add(t.result.Routes, part.way.name)
		}
		if part.way.hop != hopInternet || closed && !out.PublicIPs && !out.NATGateway {
			continue
		}
		verdict := Inconclusive
		if definite && (closed || out.PublicIPs || out.NATGateway || out.DefaultOutbound != nil) {
			verdict = Fail
		}
		t.worsen(verdict, part.way.name+" leads past the tunnel", part.packets)
	}
}

func describeHop(w *way) string {
	if w.address.IsValid() {
		return w.hop + " " + w.address.String()
	}
	return w.hop
}

// hop judges a next hop. With Pass the text is the assumption that it rests on.
func (t *trial) hop(w *way, f Flow) (verdict Verdict, text string) {
	switch w.hop {
	case hopLocal:
		if t.localOnly(w) {
			return Pass, ""
		}
		return Fail, "the far end is outside the virtual network"
	case hopService:
		return Pass, ""
	case hopElsewhere:
		return Pass, "a peering or gateway connects the network with " + strings.Join(f.Peer, ", ")
	case hopInternet:
		return t.internet(f)
	case hopGateway, hopAppliance:
		return t.tunnel(w, f)
	}
	return Fail, "what is led there is dropped"
}

// localOnly reports whether the packets of the flow on a route stay in the network.
func (t *trial) localOnly(w *way) bool {
	inside := t.atlas.network.union(platform)
	for _, b := range t.packets.intersect(w.packets) {
		if len(b[remote].minus(inside)) > 0 {
			return false
		}
	}
	return true
}

// internet judges a route to the internet by the way out.
func (t *trial) internet(f Flow) (Verdict, string) {
	out := t.subnet.WayOut
	switch {
	case out.Unknown != "" && (f.Replies == RepliesInternet || f.Direction == Outbound && !out.NATGateway && !f.Exempt):
		return Inconclusive, out.Unknown
	case f.Direction == Inbound && f.Replies == RepliesInternet:
		if !out.PublicIPs {
			return Fail, "calls from the internet reach no node without a public IP address"
		}
		return Pass, ""
	case f.Direction == Inbound:
		return Pass, ""
	case out.PublicIPs, out.NATGateway:
		return Pass, ""
	case f.Exempt:
		return Pass, "storage of the same region stays reachable from a subnet without a way out"
	case out.DefaultOutbound == nil:
		return Inconclusive, "whether the subnet has Azure's default outbound access is not known"
	case *out.DefaultOutbound:
		return Pass, "Azure's default outbound access, which it may end, stays on"
	}
	return Fail, "the nodes have neither public IP addresses nor a NAT gateway"
}

// tunnel judges a route to a gateway or an appliance by what the intent states of it.
func (t *trial) tunnel(w *way, f Flow) (Verdict, string) {
	stated := t.subnet.Tunnel
	same := stated != nil && string(stated.Hop) == w.hop && stated.Address == w.address
	switch {
	case w.hop == hopAppliance && !w.address.IsValid():
		return Fail, "the route names no address"
	case w.address.IsValid() && t.subnet.Prefix.Contains(w.address):
		return Fail, "the appliance is in the subnet itself, which loops"
	case f.Replies == RepliesInternet:
		return Fail, "replies must leave from the public IP address that was called"
	case f.Direct:
		return Fail, "the far end answers only Azure's own public addresses"
	case !same:
		return Inconclusive, "whether it lets the flow pass is not known"
	case f.Replies == RepliesAsCalled:
		return Pass, "callers come through " + stated.Title + " or the network: replies do not leave from a public IP address"
	}
	return Pass, stated.Title + " lets " + protocolTitle(f.Protocol) + " " + f.Ports + " to " + strings.Join(f.Peer, ", ") + " pass"
}

func protocolTitle(name string) string {
	if name == anywhere {
		return "every protocol on"
	}
	return strings.ToUpper(name)
}

// later notes a protocol that is blocked and may be needed one day.
func (t *trial) later() {
	f := t.result.Flow
	if f.Later == "" {
		return
	}
	next := f.Traffic
	next.Protocol = f.Later
	surely, perhaps := decide(t.outbound, t.packetsOf(next, false)).outcome(false)
	if !surely.empty() || !perhaps.empty() {
		t.result.Notes = add(t.result.Notes,
			fmt.Sprintf("%s %s is blocked, which Batch may use one day", strings.ToUpper(f.Later), f.Ports))
	}
}

var protocolNames = [...]string{tcp: "TCP", udp: "UDP", icmp: "ICMP", esp: "ESP", ah: "AH"}

// example picks a packet, of the first address that a node can have where it can.
func (t *trial) example(s space) packet {
	first := number(t.subnet.Prefix.Masked().Addr()) + keptAddresses
	if usual := s.where(local, set{{first, first}}); !usual.empty() {
		s = usual
	}
	return s.first()
}

// keptAddresses are those that Azure keeps at the start of a subnet.
const keptAddresses = 4

// describe writes a packet: "TCP 203.0.113.7 to 10.0.0.4 port 22".
func (t *trial) describe(p packet, v Verdict) string {
	far, near := t.atlas.peer(p, v == Fail), address(p[local])
	if t.result.Flow.Direction == Inbound {
		return fmt.Sprintf("%s %s to %s port %d", protocolNames[p[protocol]], far, near, p[port])
	}
	return fmt.Sprintf("%s %s to %s port %d", protocolNames[p[protocol]], near, far, p[port])
}
