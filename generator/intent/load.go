package intent

import (
	"github.com/batchgen/batchgen/generator/diag"
)

// MaxSize is how many bytes an intent file may have. It is checked before
// anything else is done with the text, which bounds the work for any input.
const MaxSize = 64 << 10

// maxDepth is how deep lists and mappings may be nested. The language itself
// needs seven levels.
const maxDepth = 8

// Load reads the text of an intent file. The list holds every mistake, with
// its place, sorted; the intent is whole only if the list has no errors. Places
// tells where each value stands, and works for faulty files too.
func Load(text []byte) (Intent, Places, diag.List) {
	l := &loader{}
	plain, ok := l.decodeText(text)
	if !ok {
		return Intent{}, Places{}, l.list
	}
	root := l.parse(plain)
	if root == nil {
		return Intent{}, Places{}, l.list.Sorted()
	}
	places := Places{root: root}
	l.check(root)
	if root.bad {
		return Intent{}, places, places.Place(l.list)
	}
	in := l.intent(root)
	return in, places, places.Place(l.list)
}

// loader gathers what is wrong with one file.
type loader struct {
	list diag.List
}

// report adds a finding about a place that is known already.
func (l *loader) report(at diag.Range, d diag.Diagnostic) {
	d.Range = at
	l.list = append(l.list, d)
}

// refuse adds a finding about the value of a node, which then counts as not given.
func (l *loader) refuse(n *node, d diag.Diagnostic) {
	l.report(n.place(), d)
	n.bad = true
}
