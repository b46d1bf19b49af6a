package intent

import (
	"strconv"
	"strings"
)

// The readers below return what is given otherwise for a value that is not
// there or that was reported. They rely on the schema: whatever is not reported
// has one of the types that its key takes.

// str returns a text.
func (n *node) str(otherwise string) string {
	if n == nil {
		return otherwise
	}
	return n.raw
}

// num returns a whole number.
func (n *node) num(otherwise int) int {
	if n == nil {
		return otherwise
	}
	value, err := strconv.Atoi(n.raw)
	if err != nil {
		return otherwise
	}
	return value
}

// on returns a boolean.
func (n *node) on(otherwise bool) bool {
	if n == nil || n.kind != isBoolean {
		return otherwise
	}
	return strings.EqualFold(n.raw, "true")
}

// entries returns the usable entries of a list or mapping.
func (n *node) entries() []*node {
	if n == nil {
		return nil
	}
	entries := make([]*node, 0, len(n.items))
	for _, item := range n.items {
		if !item.bad {
			entries = append(entries, item)
		}
	}
	return entries
}

// is reports whether the node is there and of a kind.
func (n *node) is(k kind) bool { return n != nil && n.kind == k }
