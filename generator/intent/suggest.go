package intent

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// nearest returns the known word that a word was probably meant to be, "" for
// none: up to a third of its characters may be wrong, at least one. Of words as
// near as each other it is the one that begins alike for longest.
func nearest(word string, known []string) string {
	best, least, alike := "", max(1, utf8.RuneCountInString(word)/3), 0
	for _, k := range known {
		d := distance(word, k, least)
		if same := commonStart(word, k); d < least || d == least && (best == "" || same > alike) {
			best, least, alike = k, d, same
		}
	}
	return best
}

// distance counts the edits between two words without regard to case, two
// swapped neighbours as one. Beyond a limit it returns any number above it.
func distance(a, b string, limit int) int {
	if gap := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); gap > limit || -gap > limit {
		return limit + 1
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	if swapped(a, b) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether two words differ in two swapped neighbours alone.
func swapped(a, b string) bool {
	i := commonStart(a, b)
	return len(a) == len(b) && i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// commonStart counts the bytes that two words begin with alike.
func commonStart(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}

// most is how many words a hint names.
const most = 4

// nearestSome returns the known words that a word may stand for: those that
// begin with it, else the nearest, else those that have it inside.
func nearestSome(word string, known []string) []string {
	word = strings.ToLower(word)
	alike := func(like func(s, part string) bool) []string {
		var some []string
		for _, k := range known {
			if utf8.RuneCountInString(word) > 1 && like(k, word) {
				some = append(some, k)
			}
		}
		slices.Sort(some)
		return some[:min(len(some), most)]
	}
	if some := alike(strings.HasPrefix); len(some) > 0 {
		return some
	}
	if best := nearest(word, known); best != "" {
		return []string{best}
	}
	return alike(strings.Contains)
}

// nearestRegions returns the regions that a text may stand for.
func nearestRegions(text string) []string {
	return nearestSome(strings.ReplaceAll(text, " ", ""), regionNames())
}

func regionNames() []string {
	var names []string
	for _, r := range azure.Regions() {
		names = append(names, r.Name)
	}
	return names
}

// nearestImages returns the aliases that a text may stand for.
func nearestImages(text string) []string {
	return nearestSome(text, imageAliases())
}

func imageAliases() []string {
	var aliases []string
	for _, i := range azure.Images() {
		aliases = append(aliases, i.Alias)
	}
	return aliases
}

// unknownKeys reports keys that a mapping does not take, each with the key that
// was probably meant or the place that it belongs to.
func (l *loader) unknownKeys(n *node, unknown []*node) {
	if len(unknown) == 0 {
		return
	}
	var known, free []string
	for key := range schemaOf(n).properties() {
		known = append(known, key)
		if n.child(key) == nil {
			free = append(free, key)
		}
	}
	slices.Sort(known)
	slices.Sort(free)
	if len(known) > mostKeys {
		known = nil
	}
	if len(unknown) > mostMistakes {
		free = nil // this is no intent: a likeness would be chance
	}
	renamed := map[string]int{}
	for _, item := range unknown {
		renamed[surest(item.key, free)]++
	}
	for _, item := range unknown {
		item.bad = true
		if l.full() {
			continue
		}
		near, home := nearest(item.key, free), ""
		if near != "" {
			n.misspelt = append(n.misspelt, near)
		} else if place, found := keyHomes()[item.key]; found {
			home = place
			if place == topLevel {
				n.top().misspelt = append(n.top().misspelt, item.key)
			}
		}
		d := diag.UnknownKey(item.path(), item.key, near, home, known)
		// A key that the language knows elsewhere is misplaced rather than
		// misspelt, and two keys cannot both become one.
		if name := surest(item.key, free); name != "" && keyHomes()[item.key] == "" && renamed[name] == 1 {
			d = item.renamed(d, name)
		}
		l.report(item.name, d)
	}
}

// mostKeys is how many keys a hint lists.
const mostKeys = 12

const topLevel = "the top level"

// keyHomes maps every key of the language to the mapping that it belongs to,
// the outermost where there are several.
var keyHomes = sync.OnceValue(func() map[string]string {
	homes := map[string]string{}
	type place struct {
		name string
		schema
	}
	for level := []place{{"", document()}}; len(level) > 0; {
		var next []place
		for _, p := range level {
			for _, key := range sortedKeys(p.properties()) {
				home, name := p.name, key
				if home == "" {
					home = topLevel
				} else {
					name = home + "." + key
				}
				if _, known := homes[key]; !known {
					homes[key] = home
				}
				s := resolved(p.properties()[key])
				next = append(next, place{name, s})
				if items := resolved(s["items"]); items != nil {
					next = append(next, place{name, items})
				}
			}
		}
		level = next
	}
	return homes
})

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// top returns the root.
func (n *node) top() *node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}
