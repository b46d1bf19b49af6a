package diff

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/explain"
)

// titles head what has an effect.
var titles = map[azure.Effect]string{
	azure.EffectRefused:   "Refused by Azure while it is in use",
	azure.EffectReplaces:  "Needs a new resource",
	azure.EffectUnknown:   "Not known, assume replacement",
	azure.EffectEmptyPool: "Only while the pool has no nodes",
	azure.EffectReboot:    "In place, seen after a reboot",
	azure.EffectInPlace:   "In place",
	azure.EffectStays:     "No longer deployed, stays until removed by hand",
}

// JSON is the report for programs; its schema is schemas.Diff.
func (r Report) JSON() []byte { return explain.JSON(r) }

// Text is the report for a terminal.
func (r Report) Text() []byte { return r.page().Text() }

// Markdown is the report as a document, with the mark on its first line.
func (r Report) Markdown(revision int) []byte { return r.page().Markdown(revision) }

func (r Report) page() explain.Page {
	page := explain.Page{Title: "What changes", Summary: r.summary(), Sections: r.Sections()}
	files := explain.Section{Title: "Parameter files", Header: []string{"File", "Value"}}
	for _, v := range r.Environments {
		change := words(v.Action, v.From, v.To)
		name := v.Environment
		if v.Parameter != "" {
			name += ", " + v.Parameter
		} else if v.Action == Add {
			change = "comes"
		} else {
			change = "goes"
		}
		files.Rows = append(files.Rows, []explain.Cell{{Text: name}, {Text: change}})
	}
	given := explain.Section{Title: "Parameters that somebody must give", Header: []string{"Parameter", "Change"}}
	for _, p := range r.Parameters {
		given.Rows = append(given.Rows, []explain.Cell{{Text: p.Name}, {Text: map[Action]string{Add: "comes", Remove: "goes"}[p.Action]}})
	}
	page.Sections = append(page.Sections, files, given)
	return page
}

// Sections lays the items out for reading: one section for each effect, the
// gravest first, then what is new.
func (r Report) Sections() []explain.Section {
	var list []explain.Section
	for _, effect := range azure.Effects() {
		s := explain.Section{Title: titles[effect], Header: []string{"What", "Change", "Why", "Source"}}
		for _, item := range r.Items {
			if item.Action == Remove && item.Effect == string(effect) {
				s.Rows = append(s.Rows, []explain.Cell{{Text: item.title()}, {Text: "goes"}, {Text: item.Note}, cell(item.Source)})
			}
			for _, c := range item.Changes {
				if c.Effect == string(effect) {
					what := item.title() + ", " + c.Path
					s.Rows = append(s.Rows, []explain.Cell{{Text: what}, {Text: c.Words()}, {Text: c.Note}, cell(c.Source)})
				}
			}
		}
		list = append(list, s)
	}
	added := explain.Section{Title: "New", Header: []string{"What", "Note"}}
	for _, item := range r.Items {
		if item.Action == Add {
			added.Rows = append(added.Rows, []explain.Cell{{Text: item.title()}, {Text: item.Note}})
		}
	}
	return append(list, added)
}

func (i Item) title() string { return i.Kind + " " + i.Name }

// cell is the cell of a document, empty for none.
func cell(s *explain.Source) explain.Cell {
	if s == nil {
		return explain.Cell{}
	}
	return s.Cell()
}

// Words says the change on one line: "20 becomes 40".
func (c Change) Words() string { return words(c.Action, c.From, c.To) }

// words says a change of a value on one line.
func words(action Action, from, to string) string {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	switch action {
	case Add:
		return "comes: " + line(to)
	case Remove:
		return "goes: " + line(from)
	}
	return line(from) + " becomes " + line(to)
}

// summary counts what there is.
func (r Report) summary() string {
	if r.Empty() {
		return "Nothing changes: both intents give the same deployment."
	}
	count := map[string]int{}
	added := 0
	for _, item := range r.Items {
		switch item.Action {
		case Add:
			added++
		case Remove:
			count[item.Effect]++
		default:
			for _, c := range item.Changes {
				count[c.Effect]++
			}
		}
	}
	var parts []string
	for _, effect := range azure.Effects() {
		if n := count[string(effect)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, effect))
		}
	}
	if added > 0 {
		parts = append(parts, fmt.Sprintf("%d new", added))
	}
	if n := len(r.Environments) + len(r.Parameters); n > 0 {
		parts = append(parts, fmt.Sprintf("%d in parameters", n))
	}
	return "Changes: " + strings.Join(parts, ", ") + "."
}
