package verify

import "slices"

// The dimensions of a packet.
const (
	remote   = iota // address of the far end, IPv4
	service         // which service tag that address is in, see atlas; 0 for none
	local           // address in the subnet, IPv4
	protocol        // tcp, udp, …
	sourcePort
	port // of the destination
	dimensions
)

// The protocols that rules tell apart.
const (
	tcp = iota
	udp
	icmp
	esp
	ah
)

// box is a set of packets that is a product: one set for each dimension.
type box [dimensions]set

// packet is one packet: a number for each dimension.
type packet [dimensions]uint32

func (b *box) empty() bool {
	for _, s := range b {
		if len(s) == 0 {
			return true
		}
	}
	return false
}

func (b *box) overlaps(c *box) bool {
	for _, d := range order {
		if !b[d].overlaps(c[d]) {
			return false
		}
	}
	return true
}

// order has the dimensions that tell boxes apart soonest first.
var order = [dimensions]int{port, service, remote, local, protocol, sourcePort}

func (b *box) intersect(c *box) box {
	var both box
	for d := range b {
		both[d] = b[d].intersect(c[d])
	}
	return both
}

// minus returns disjoint boxes that hold what is in b and not in c, which overlap.
func (b *box) minus(c *box) space {
	var parts space
	rest := *b
	for d := range rest {
		if outside := rest[d].minus(c[d]); len(outside) > 0 {
			part := rest
			part[d] = outside
			parts = append(parts, part)
		}
		rest[d] = rest[d].intersect(c[d])
	}
	return parts
}

// space is any set of packets: disjoint boxes, none of them empty.
type space []box

// spaceOf returns the union of boxes that may overlap.
func spaceOf(boxes ...box) space {
	var s space
	for _, b := range boxes {
		if !b.empty() {
			s = s.union(space{b})
		}
	}
	return s
}

func (s space) empty() bool { return len(s) == 0 }

// intersect returns the packets that are in both spaces.
func (s space) intersect(t space) space {
	var both space
	for i := range s {
		for j := range t {
			if s[i].overlaps(&t[j]) {
				both = append(both, s[i].intersect(&t[j]))
			}
		}
	}
	return both
}

// minus returns the packets that are in s and not in t.
func (s space) minus(t space) space {
	for i := range t {
		first := slices.IndexFunc(s, func(b box) bool { return b.overlaps(&t[i]) })
		if first < 0 {
			continue
		}
		rest := append(make(space, 0, len(s)+dimensions), s[:first]...)
		for j := first; j < len(s); j++ {
			if s[j].overlaps(&t[i]) {
				rest = append(rest, s[j].minus(&t[i])...)
			} else {
				rest = append(rest, s[j])
			}
		}
		s = rest
	}
	return s
}

// union returns the packets that are in either space.
func (s space) union(t space) space {
	if len(s) == 0 {
		return t
	}
	return append(s[:len(s):len(s)], t.minus(s)...)
}

// overlaps reports whether the spaces have a packet in common.
func (s space) overlaps(t space) bool {
	for i := range s {
		for j := range t {
			if s[i].overlaps(&t[j]) {
				return true
			}
		}
	}
	return false
}

// contains reports whether a packet is in the space.
func (s space) contains(p packet) bool {
	for _, b := range s {
		in := true
		for d, n := range p {
			in = in && b[d].contains(n)
		}
		if in {
			return true
		}
	}
	return false
}

// widened returns the space with every value of a dimension in place of its own.
func (s space) widened(dimension int, all set) space {
	var wide space
	for _, b := range s {
		b[dimension] = all
		wide = wide.union(space{b})
	}
	return wide
}

// where returns the part of the space with the values in a dimension.
func (s space) where(dimension int, values set) space {
	var part space
	for _, b := range s {
		if b[dimension] = b[dimension].intersect(values); len(b[dimension]) > 0 {
			part = append(part, b)
		}
	}
	return part
}

// first returns a packet of a space that is not empty. It prefers an address
// that is in no service tag.
func (s space) first() packet {
	var p packet
	if outside := s.where(service, set{{0, 0}}); !outside.empty() {
		s = outside
	}
	for d, values := range s[0] {
		p[d] = values[0].lo
	}
	return p
}
