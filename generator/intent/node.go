package intent

import (
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/diag"
)

// kind is what a value of the file is.
type kind int

const (
	// isMissing is no value, or null.
	isMissing kind = iota
	isText
	// isWhole is a plain decimal number.
	isWhole
	// isOdd is what some YAML reader takes for a number and is not plain decimal.
	isOdd
	isBoolean
	isList
	isMapping
)

// node is one value of the file with its place.
type node struct {
	kind kind
	// raw is the text of a scalar without quotes, quoted tells whether it had some.
	raw    string
	quoted bool
	// parent is nil at the root. In a mapping key names the node, in a list index.
	parent *node
	key    string
	index  int
	// items of a list or mapping, in their order. Keys are unique.
	items []*node
	// byKey finds the items of a mapping that is large, nil for a small one.
	byKey map[string]*node
	// value covers the value, name the key of a mapping's entry.
	value, name diag.Range
	// block tells that a list or mapping begins on lines of its own.
	block bool
	// written and nameWritten tell how a scalar and its key stand in the text.
	written, nameWritten written
	// bad tells that the value is reported already: it counts as not given,
	// and nothing that follows from it is reported.
	bad bool
	// misspelt are the keys that unknown keys of this mapping probably mean.
	misspelt []string
}

// written is how a scalar stands in the text.
type written struct {
	// whole tells that its range covers all of it, on one line: only then may an
	// edit replace it.
	whole bool
	// quote is the mark on both sides of it, "" for none.
	quote string
}

// get returns the usable value of a key, nil where there is none. It works on nil.
func (n *node) get(key string) *node {
	if n == nil || n.kind != isMapping {
		return nil
	}
	if item := n.entry(key); item != nil && !item.bad {
		return item
	}
	return nil
}

// entry returns the value of a mapping's key, usable or not, nil for none.
func (n *node) entry(key string) *node {
	if n.byKey != nil {
		return n.byKey[key]
	}
	for _, item := range n.items {
		if item.key == key {
			return item
		}
	}
	return nil
}

// add puts an entry into a mapping.
func (n *node) add(item *node) {
	const small = 16
	n.items = append(n.items, item)
	switch {
	case n.byKey != nil:
		n.byKey[item.key] = item
	case len(n.items) > small:
		n.byKey = make(map[string]*node)
		for _, i := range n.items {
			n.byKey[i.key] = i
		}
	}
}

// states reports whether a mapping says anything of a key, right or wrong.
func (n *node) states(key string) bool {
	return n != nil && (n.entry(key) != nil || slices.Contains(n.misspelt, key))
}

// path returns the JSON pointer of the node.
func (n *node) path() string {
	if n.parent == nil {
		return ""
	}
	if n.parent.kind == isList {
		return n.parent.path() + "/" + strconv.Itoa(n.index)
	}
	return n.parent.path() + "/" + escapeToken(n.key)
}

// place is where to report about the value: at the value, but at the key for
// one that begins on lines of its own or that is not there.
func (n *node) place() diag.Range {
	if n.name.Valid() && (n.block || n.value.Start == n.value.End) {
		return n.name
	}
	if n.parent == nil {
		return diag.Range{Start: n.value.Start, End: n.value.Start}
	}
	return n.value
}

func escapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
