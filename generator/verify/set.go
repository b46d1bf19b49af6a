package verify

import (
	"cmp"
	"slices"
	"sort"
)

// span is a run of numbers, both ends included.
type span struct{ lo, hi uint32 }

// set is a set of numbers: spans in ascending order that neither overlap nor
// touch. Addresses, ports, protocols and tags are all numbers here.
type set []span

// newSet returns the union of the spans.
func newSet(spans ...span) set {
	if len(spans) < 2 {
		return spans
	}
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	s := set{sorted[0]}
	for _, next := range sorted[1:] {
		last := &s[len(s)-1]
		switch {
		case next.lo <= last.hi || last.hi+1 == next.lo:
			last.hi = max(last.hi, next.hi)
		default:
			s = append(s, next)
		}
	}
	return s
}

// union returns what is in either set.
func (s set) union(t set) set {
	return newSet(slices.Concat(s, t)...)
}

// from returns the part of the set that starts with the first span that ends at n or later.
func (s set) from(n uint32) set {
	return s[sort.Search(len(s), func(i int) bool { return s[i].hi >= n }):]
}

// intersect returns what is in both sets.
func (s set) intersect(t set) set {
	if len(s) == 0 || len(t) == 0 {
		return nil
	}
	if s[0].lo <= t[0].lo && s[0].hi >= t[len(t)-1].hi {
		return t
	}
	var both set
	a, b := s.from(t[0].lo), t.from(s[0].lo)
	for len(a) > 0 && len(b) > 0 {
		if lo, hi := max(a[0].lo, b[0].lo), min(a[0].hi, b[0].hi); lo <= hi {
			both = append(both, span{lo, hi})
		}
		if a[0].hi < b[0].hi {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

// overlaps reports whether the sets have a number in common.
func (s set) overlaps(t set) bool {
	if len(s) == 0 || len(t) == 0 {
		return false
	}
	a, b := s.from(t[0].lo), t.from(s[0].lo)
	for len(a) > 0 && len(b) > 0 {
		if max(a[0].lo, b[0].lo) <= min(a[0].hi, b[0].hi) {
			return true
		}
		if a[0].hi < b[0].hi {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return false
}

// minus returns what is in s and not in t.
func (s set) minus(t set) set {
	if !s.overlaps(t) {
		return s
	}
	var rest set
	for _, a := range s {
		gone := false
		for _, b := range t.from(a.lo) {
			if b.lo > a.hi {
				break
			}
			if b.lo > a.lo {
				rest = append(rest, span{a.lo, b.lo - 1})
			}
			if b.hi >= a.hi {
				gone = true
				break
			}
			a.lo = b.hi + 1
		}
		if !gone {
			rest = append(rest, a)
		}
	}
	return rest
}

// contains reports whether a number is in the set.
func (s set) contains(n uint32) bool {
	rest := s.from(n)
	return len(rest) > 0 && rest[0].lo <= n
}
