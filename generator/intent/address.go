package intent

import (
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/batchgen/batchgen/generator/diag"
)

// prefixes reads a list of ranges, leaving out those that are reported.
func (l *loader) prefixes(n *node, read func(*node) netip.Prefix) []netip.Prefix {
	var list []netip.Prefix
	for _, entry := range n.entries() {
		if p := read(entry); p.IsValid() {
			list = append(list, p)
		}
	}
	return list
}

// address reads an IPv4 address.
func (l *loader) address(n *node) netip.Addr {
	if n == nil {
		return netip.Addr{}
	}
	a, err := netip.ParseAddr(n.raw)
	switch {
	case err != nil:
		l.refuse(n, diag.InvalidAddress(n.path(), n.raw))
	case !a.Is4():
		l.refuse(n, diag.NotIPv4(n.path(), n.raw))
	default:
		return a
	}
	return netip.Addr{}
}

// prefix reads an IPv4 range in CIDR form.
func (l *loader) prefix(n *node) netip.Prefix {
	if n == nil {
		return netip.Prefix{}
	}
	p, err := netip.ParsePrefix(n.raw)
	switch {
	case err != nil:
		hint := "write it as 10.0.0.0/16"
		if a, isAddress := netip.ParseAddr(n.raw); isAddress == nil && a.Is4() {
			hint = "add the length of the range, such as " + n.raw + "/24"
		}
		l.refuse(n, diag.InvalidRange(n.path(), n.raw, hint))
	case !p.Addr().Is4():
		l.refuse(n, diag.NotIPv4(n.path(), n.raw))
	case p != p.Masked():
		l.refuse(n, diag.HostBits(n.path(), p))
	default:
		return p
	}
	return netip.Prefix{}
}

// addressOrRange reads an IPv4 range, or an address as the range of itself.
func (l *loader) addressOrRange(n *node) netip.Prefix {
	if !strings.Contains(n.raw, "/") {
		if a, err := netip.ParseAddr(n.raw); err == nil && a.Is4() {
			return netip.PrefixFrom(a, 32)
		}
	}
	return l.prefix(n)
}

// remoteAccess reads the sources of SSH or RDP.
func (l *loader) remoteAccess(n *node) []Source {
	if n.kind == isBoolean {
		if n.on(false) {
			l.refuse(n, diag.RemoteAccessFromWhere(n.path()))
		}
		return nil
	}
	from := n.get("from")
	var sources []Source
	var union netipx.IPSetBuilder
	first := map[Source]*node{}
	wide := false
	for _, entry := range from.entries() {
		source, ok := l.source(entry)
		if !ok {
			continue
		}
		key := Source{Prefix: source.Prefix, Tag: strings.ToLower(source.Tag)}
		if earlier := first[key]; earlier != nil {
			l.refuse(entry, diag.GivenTwice(entry.path(), entry.raw, earlier.path()))
			continue
		}
		first[key] = entry
		sources = append(sources, source)
		if source.Prefix.IsValid() {
			union.AddPrefix(source.Prefix)
			if source.Prefix.Bits() < widest {
				wide = true
				l.report(entry.place(), diag.WideRemoteAccess(entry.path(), source.Prefix))
			}
		}
	}
	set, _ := union.IPSet() // no range that was added is invalid
	for _, p := range set.Prefixes() {
		switch {
		case p.Bits() == 0:
			l.refuse(from, diag.OpenRemoteAccess(from.path(), p.String()))
		case p.Bits() < widest && !wide:
			l.report(from.place(), diag.WideRemoteAccess(from.path(), p))
		}
	}
	return sources
}

// widest is the length of the widest range that nobody is warned of.
const widest = 8

// source reads one source of remote access.
func (l *loader) source(n *node) (Source, bool) {
	if open(n.raw) {
		l.refuse(n, diag.OpenRemoteAccess(n.path(), n.raw))
		return Source{}, false
	}
	if serviceTag(n.raw) {
		return Source{Tag: n.raw}, true
	}
	if n.raw == "" || !strings.ContainsAny(n.raw, ".:/") || strings.Trim(n.raw, "0123456789abcdefABCDEF.:/") != "" {
		l.refuse(n, diag.InvalidSource(n.path(), n.raw))
		return Source{}, false
	}
	p := l.addressOrRange(n)
	return Source{Prefix: p}, p.IsValid()
}

// open reports whether a source is the whole internet, in any spelling.
func open(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "*", "any", "internet", "0.0.0.0", "::":
		return true
	}
	address, bits, found := strings.Cut(text, "/")
	if !found {
		return false
	}
	if strings.Trim(bits, "0") == "" || strings.Trim(bits, "0.") == "" {
		return true
	}
	// The IPv4 internet as IPv6 writes it.
	p, err := netip.ParsePrefix(address + "/" + bits)
	return err == nil && p.Addr().Is4In6() && p.Bits() <= 96
}

// serviceTag reports whether text has the form of a service tag: Storage,
// Storage.WestEurope.
func serviceTag(text string) bool {
	for i, word := range strings.Split(text, ".") {
		if word == "" || i == 0 && word[0] >= '0' && word[0] <= '9' {
			return false
		}
		for _, r := range word {
			if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}
