package intent

import (
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/diag"
)

// Places knows where the values of an intent stand in its file. The zero
// Places, of a file that could not be read, knows only the file's beginning.
type Places struct {
	root *node
}

// Pos returns where the value of a JSON pointer stands. For a list or mapping
// on lines of its own that is its key. What the file does not hold is at the
// nearest parent that it does, or at the beginning of the file.
func (s Places) Pos(path string) diag.Range {
	n, exact := s.find(path)
	switch {
	case n == nil:
		return start
	case exact || !n.name.Valid():
		return n.place()
	}
	return n.name
}

// KeyPos returns where the key of a JSON pointer stands. It falls back to Pos.
func (s Places) KeyPos(path string) diag.Range {
	n, exact := s.find(path)
	if n == nil || !exact || !n.name.Valid() {
		return s.Pos(path)
	}
	return n.name
}

// Place gives every diagnostic and related place without a range the place of
// its path, and returns the list sorted.
func (s Places) Place(list diag.List) diag.List {
	placed := slices.Clone(list)
	for i, d := range placed {
		if !d.Range.Valid() {
			placed[i].Range = s.Pos(d.Path)
		}
		placed[i].Related = slices.Clone(d.Related)
		for j, r := range d.Related {
			if !r.Range.Valid() {
				placed[i].Related[j].Range = s.Pos(r.Path)
			}
		}
	}
	return placed.Sorted()
}

// find returns the node of a path or its nearest parent, and whether it is the node itself.
func (s Places) find(path string) (*node, bool) {
	n := s.root
	if n == nil || path == "" {
		return n, true
	}
	for token := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		child := n.child(unescapeToken(token))
		if child == nil {
			return n, false
		}
		n = child
	}
	return n, true
}

// child returns the node below n that a token of a path names, nil for none.
func (n *node) child(token string) *node {
	if n.kind == isList {
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.items) {
			return n.items[i]
		}
		return nil
	}
	return n.entry(token)
}
