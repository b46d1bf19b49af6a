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
		return Intent{}, Places{}, l.list.Sorted()
	}
	root := l.parse(plain)
	if root == nil {
		return Intent{}, Places{}, l.list.Sorted()
	}
	places := Places{root: root}
	l.check(root)
	if root.bad || l.full() {
		return Intent{}, places, places.Place(l.list)
	}
	in := l.intent(root)
	return in, places, places.Place(l.list)
}

// loader gathers what is wrong with one file.
type loader struct {
	list diag.List
}

// mostMistakes bounds how many are listed: nobody reads more, and a file of
// mistakes alone has tens of thousands.
const mostMistakes = 1000

// full reports whether no more is listed.
func (l *loader) full() bool { return len(l.list) > mostMistakes }

// report adds a finding about a place that is known already. The one that is too
// many says that there are more.
func (l *loader) report(at diag.Range, d diag.Diagnostic) {
	switch {
	case l.full():
		return
	case len(l.list) == mostMistakes:
		at, d = diag.Range{}, diag.TooManyMistakes(mostMistakes)
	}
	d.Range = at
	l.list = append(l.list, d)
}

// refuse adds a finding about the value of a node, which then counts as not given.
func (l *loader) refuse(n *node, d diag.Diagnostic) {
	l.report(n.place(), d)
	n.bad = true
}
