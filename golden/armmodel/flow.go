package armmodel

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"go4.org/netipx"
)

// flow is traffic between the nodes of a subnet and a peer.
type flow struct {
	inbound bool
	// protocol is "Tcp", "Udp" or "*", ports "443" or "29876-29877" or "*".
	protocol, ports string
	// peer is a tag, an address or a range, "Internet" or "*".
	peer string
}

func (f flow) String() string {
	direction, way := "outbound", "to"
	if f.inbound {
		direction, way = "inbound", "from"
	}
	return fmt.Sprintf("%s %s %s %s %s", direction, f.protocol, f.ports, way, f.peer)
}

// near and far are the two ends of a rule, seen from the subnet.
func (r *Rule) near() []string {
	if r.inbound() {
		return r.To
	}
	return r.From
}

func (r *Rule) far() []string {
	if r.inbound() {
		return r.From
	}
	return r.To
}

// verdict walks the rules of our own, without Azure's defaults: "Allow", "Deny"
// or "" for a flow that no rule speaks of. A deny counts if it hits any part of
// the flow, an allow only if it covers it all.
func (s *Subnet) verdict(f flow) string {
	if s.Group == nil {
		return ""
	}
	for _, r := range s.Group.Rules {
		if r.inbound() != f.inbound {
			continue
		}
		if r.allows() && r.covers(f, s.Prefix) {
			return "Allow"
		}
		if !r.allows() && r.touches(f, s.Prefix) {
			return "Deny"
		}
	}
	return ""
}

// covers reports whether a rule speaks of all of a flow.
func (r *Rule) covers(f flow, nodes netip.Prefix) bool {
	return (r.Protocol == "*" || strings.EqualFold(r.Protocol, f.protocol)) &&
		has(r.SourcePorts, "*") &&
		anyOf(r.Ports, func(p string) bool { return portsCover(p, f.ports) }) &&
		anyOf(r.near(), func(n string) bool { return addressCovers(n, nodes.String()) }) &&
		anyOf(r.far(), func(n string) bool { return addressCovers(n, f.peer) })
}

// touches reports whether a rule speaks of a part of a flow.
func (r *Rule) touches(f flow, nodes netip.Prefix) bool {
	return (r.Protocol == "*" || f.protocol == "*" || strings.EqualFold(r.Protocol, f.protocol)) &&
		anyOf(r.Ports, func(p string) bool { return portsTouch(p, f.ports) }) &&
		anyOf(r.near(), func(n string) bool { return addressTouches(n, nodes.String()) }) &&
		anyOf(r.far(), func(n string) bool { return addressTouches(n, f.peer) })
}

func anyOf(words []string, is func(string) bool) bool {
	for _, w := range words {
		if is(w) {
			return true
		}
	}
	return false
}

// portRange reads "443", "1-2" or "*"; a range that is none is empty.
func portRange(s string) (first, last int) {
	if s == "*" {
		return 0, 65535
	}
	low, high, ranged := strings.Cut(s, "-")
	if !ranged {
		high = low
	}
	first, err := strconv.Atoi(low)
	last, err2 := strconv.Atoi(high)
	if err != nil || err2 != nil {
		return 1, 0
	}
	return first, last
}

func portsCover(rule, flow string) bool {
	first, last := portRange(rule)
	low, high := portRange(flow)
	return first <= low && high <= last
}

func portsTouch(rule, flow string) bool {
	first, last := portRange(rule)
	low, high := portRange(flow)
	return first <= high && low <= last
}

// addressCovers reports whether all of a peer is in what a rule names. Ranges
// are compared as such; a tag covers itself and its regional parts.
func addressCovers(rule, peer string) bool {
	if open(rule) && !strings.EqualFold(rule, "Internet") || strings.EqualFold(rule, peer) {
		return true
	}
	outer, isRange := prefixOf(rule)
	inner, peerIsRange := prefixOf(peer)
	switch {
	case isRange && peerIsRange:
		return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
	case isRange || open(peer):
		return false
	case strings.EqualFold(rule, "Internet"):
		return !strings.EqualFold(peer, "VirtualNetwork") && !(peerIsRange && private(inner))
	case strings.EqualFold(rule, "VirtualNetwork"):
		return peerIsRange && private(inner)
	}
	base, _, _ := strings.Cut(peer, ".")
	return strings.EqualFold(rule, base)
}

// addressTouches reports whether a part of a peer can be in what a rule names.
func addressTouches(rule, peer string) bool {
	if open(rule) && !strings.EqualFold(rule, "Internet") || addressCovers(rule, peer) || addressCovers(peer, rule) {
		return true
	}
	a, isRange := prefixOf(rule)
	b, peerIsRange := prefixOf(peer)
	return isRange && peerIsRange && a.Overlaps(b)
}

// private tells the ranges that the VirtualNetwork tag may hold from those of the internet.
func private(p netip.Prefix) bool {
	return p.Addr().IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(p.Addr())
}

// open reports whether a source is everybody, in any spelling.
func open(source string) bool {
	switch strings.ToLower(strings.TrimSpace(source)) {
	case "*", "any", "internet":
		return true
	}
	if _, bits, ranged := strings.Cut(source, "/"); ranged {
		n, err := strconv.Atoi(strings.TrimSpace(bits))
		return err == nil && n == 0
	}
	return false
}

// openTogether reports whether one of some sources is everybody, or all of them are together.
func openTogether(sources []string) bool {
	var b netipx.IPSetBuilder
	for _, s := range sources {
		if open(s) {
			return true
		}
		if p, ok := prefixOf(s); ok {
			b.AddPrefix(p)
		}
	}
	set, err := b.IPSet()
	return err != nil || set.ContainsPrefix(netip.MustParsePrefix("0.0.0.0/0")) ||
		set.ContainsPrefix(netip.MustParsePrefix("::/0"))
}

// sameSources compares two lists of ranges and tags by what they let in.
func sameSources(a, b []string) bool {
	read := func(list []string) (*netipx.IPSet, []string) {
		var builder netipx.IPSetBuilder
		var tags []string
		for _, s := range list {
			if p, ok := prefixOf(s); ok {
				builder.AddPrefix(p)
			} else if !has(tags, s) {
				tags = append(tags, s)
			}
		}
		set, _ := builder.IPSet()
		return set, tags
	}
	rangesA, tagsA := read(a)
	rangesB, tagsB := read(b)
	return rangesA.Equal(rangesB) && same(tagsA, tagsB)
}

// need is a flow that the nodes of a subnet cannot do without.
type need struct {
	id string
	flow
}

// neededFlows are the rows of azure-network-rules section 1 that apply to a
// subnet, transcribed by hand.
func (m *Model) neededFlows(s *Subnet) []need {
	a := m.Asked
	batch, storage := "BatchNodeManagement."+a.region.suffix, "Storage."+a.region.suffix
	calls := s.any(func(p *AskedPool) bool { return p.TasksCallBatch })
	windows := s.any(func(p *AskedPool) bool { return p.OS == "windows" })
	var needs []need
	add := func(id string, f flow) { needs = append(needs, need{id, f}) }
	switch {
	case a.Mode == "classic":
		add("nm-in", flow{true, "Tcp", "29876-29877", batch})
		add("st-out", flow{false, "Tcp", "443", storage})
		if calls {
			add("nm-out-c", flow{false, "Tcp", "443", batch})
		}
	case m.callsServiceTag(s):
		add("nm-out-s", flow{false, "*", "443", batch})
	}
	if a.Mode == "simplified" && a.Storage != "none" && !a.endpoint("storage") {
		add("st-out-s", flow{false, "Tcp", "443", storage})
	}
	if len(a.Endpoints) > 0 {
		for _, peer := range m.endpointPrefixes() {
			add("pe-out", flow{false, "Tcp", "443", peer})
		}
	}
	for _, pool := range s.Pools {
		if pool.Asked == nil {
			continue
		}
		port := "22"
		if pool.Asked.OS == "windows" {
			port = "3389"
		}
		for _, source := range pool.Asked.Remote {
			add("ra-in", flow{true, "Tcp", port, source})
		}
		if pool.Asked.InterNode {
			add("mpi", flow{true, "*", "*", s.Prefix.String()})
			add("mpi", flow{false, "*", "*", s.Prefix.String()})
		}
		for _, mount := range pool.Asked.Mounts {
			for _, f := range m.mountFlows(mount) {
				add("mount", f)
			}
		}
		if a.Restricted && pool.Asked.Containers != nil {
			for _, tag := range s.registryTags(a) {
				add("acr", flow{false, "Tcp", "443", tag})
			}
		}
	}
	if a.Restricted && a.Tunnel != "" && windows {
		for _, address := range a.region.cloud.kms {
			add("kms", flow{false, "Tcp", "1688", address})
		}
	}
	if a.Restricted {
		for _, server := range a.DNSServers {
			if p, ok := prefixOf(server); ok && !private(p) {
				add("dns", flow{false, "Tcp", "53", server})
				add("dns", flow{false, "Udp", "53", server})
			}
		}
	}
	return needs
}

// callsServiceTag reports whether simplified nodes reach the Batch service by
// its public addresses, and not through a nodeManagement endpoint.
func (m *Model) callsServiceTag(s *Subnet) bool {
	a := m.Asked
	if a.Mode != "simplified" {
		return false
	}
	calls := s.any(func(p *AskedPool) bool { return p.TasksCallBatch })
	return !a.endpoint("nodeManagement") || calls && !a.endpoint("batchAccount")
}

// endpointPrefixes are the ranges that hold private endpoints: of our own
// subnet, or what stands for an existing one.
func (m *Model) endpointPrefixes() []string {
	if prefix := Text(m.Asked.Raw, "network", "privateEndpoints", "subnet", "prefix"); prefix != "" {
		return []string{prefix}
	}
	for _, s := range m.Subnets {
		if len(s.Endpoints) > 0 && s.Prefix.IsValid() {
			return []string{s.Prefix.String()}
		}
	}
	return []string{"VirtualNetwork"}
}

// registryTags are the tags that container images come from, that of the
// registry and that of its data: Microsoft's own registry, or those of
// customers where a rule names them.
func (s *Subnet) registryTags(a *Asked) []string {
	own := []string{"AzureContainerRegistry." + a.region.suffix, "Storage." + a.region.suffix}
	if s.verdict(flow{false, "Tcp", "443", own[0]}) == "Allow" {
		return own
	}
	return []string{"MicrosoftContainerRegistry", "AzureFrontDoor.FirstParty"}
}

// mountFlows are the flows of one mount of the intent.
func (m *Model) mountFlows(mount any) []flow {
	a := m.Asked
	storage := "Storage." + a.region.suffix
	server := func(kind string) []string {
		mount := At(mount, kind)
		host := Text(mount, "host")
		suffix := "." + a.region.cloud.storage
		switch {
		case strings.HasSuffix(host, ".blob"+suffix), strings.HasSuffix(host, ".file"+suffix):
			return []string{storage}
		case len(texts(mount, "addresses")) > 0:
			return texts(mount, "addresses")
		}
		if _, ok := prefixOf(host); ok {
			return []string{host}
		}
		return nil // a name: nobody knows where it leads
	}
	// A private endpoint for the auto-storage takes the mounts of that account too.
	ours := func(kind string) []string {
		_, own, _ := cutLast(a.Storage, "/")
		_, account, _ := cutLast("/"+Text(mount, kind, "account"), "/")
		if a.endpoint("storage") && own != "" && strings.EqualFold(own, account) {
			return m.endpointPrefixes()
		}
		return []string{storage}
	}
	var flows []flow
	to := func(port string, peers ...string) {
		for _, peer := range peers {
			flows = append(flows, flow{false, "Tcp", port, peer})
		}
	}
	switch {
	case At(mount, "azureFiles") != nil:
		to("445", ours("azureFiles")...)
	case At(mount, "blob") != nil:
		to("443", ours("blob")...)
	case At(mount, "nfs") != nil:
		to("2049", server("nfs")...)
		if strings.Contains(Text(mount, "nfs", "host"), ".blob.") {
			to("111", storage)
			to("2048", storage)
		}
	case At(mount, "smb") != nil:
		to("445", server("smb")...)
	}
	return flows
}
