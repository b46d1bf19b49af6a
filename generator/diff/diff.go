// Package diff compares two deployments in the words of a network: which rules,
// routes, subnets, pools and accounts come, go and change, and what each change
// takes in Azure. It compares the templates, so that it says what would be
// deployed and nothing of how the intents are written.
package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/template"
)

// SchemaVersion is that of the JSON form; it grows when a reader of the old form
// would misread the new one.
const SchemaVersion = 1

// Side is one of the two deployments.
type Side struct {
	Document *template.Document
	// Environments are the parameter files by the name of the environment.
	Environments map[string]template.Parameters
}

// Action says what happens to a thing or a property.
type Action string

// The actions.
const (
	Add    Action = "add"
	Remove Action = "remove"
	Modify Action = "change"
)

// Report is what a deployment of the new intent changes in that of the old one.
// It is also the JSON form.
type Report struct {
	SchemaVersion int `json:"schemaVersion"`
	// Worst is the gravest effect of all, "" where nothing that is there changes.
	Worst string `json:"worst,omitempty"`
	// Items are the things that come, go or change, in the order of the template.
	Items []Item `json:"items"`
	// Environments are the values of parameter files that change.
	Environments []Value `json:"environments"`
	// Parameters are those without a value that come or go.
	Parameters []Parameter `json:"parameters"`
}

// Item is a thing that comes, goes or changes.
type Item struct {
	Action Action `json:"action"`
	// Type is Azure's, with that of lists: ".../networkSecurityGroups/securityRules".
	Type string `json:"type"`
	// Kind is the type in words: "security rule".
	Kind string `json:"kind"`
	// Name with those of its parents; braces hold what only Azure knows.
	Name string `json:"name"`
	// Effect of a removal, or the gravest of the changes; "" for what comes.
	Effect string `json:"effect,omitempty"`
	// Note is what else is to be said of it.
	Note    string          `json:"note,omitempty"`
	Source  *explain.Source `json:"source,omitempty"`
	Changes []Change        `json:"changes,omitempty"`
}

// Change is a property that changes.
type Change struct {
	Action Action `json:"action"`
	// Path is where it stands in the resource, names of list items in brackets.
	Path string `json:"path"`
	// From and To are the values, "" where there is none.
	From   string          `json:"from,omitempty"`
	To     string          `json:"to,omitempty"`
	Effect string          `json:"effect"`
	Note   string          `json:"note,omitempty"`
	Source *explain.Source `json:"source,omitempty"`
}

// Value is a value of a parameter file that changes.
type Value struct {
	Action      Action `json:"action"`
	Environment string `json:"environment"`
	// Parameter is "" where the environment itself comes or goes.
	Parameter string `json:"parameter,omitempty"`
	From      string `json:"from,omitempty"`
	To        string `json:"to,omitempty"`
}

// Parameter is a parameter without a value.
type Parameter struct {
	Action Action `json:"action"`
	Name   string `json:"name"`
}

// New compares two deployments.
func New(before, after Side) Report {
	was, is := newInventory(before.Document), newInventory(after.Document)
	r := Report{SchemaVersion: SchemaVersion, Items: []Item{}, Environments: values(before, after), Parameters: parameters(was, is)}
	for _, t := range was.things {
		switch now := is.byKey[t.key()]; {
		case now == nil:
			r.Items = append(r.Items, removed(t))
		default:
			if changes := compare(t, now); len(changes) > 0 {
				r.Items = append(r.Items, changed(t, changes))
			}
		}
	}
	for _, t := range is.things {
		if was.byKey[t.key()] == nil {
			r.Items = append(r.Items, Item{Action: Add, Type: t.kind, Kind: azure.KindOf(t.kind), Name: t.title, Note: t.inWords()})
		}
	}
	renames(r.Items)
	for _, item := range r.Items {
		r.Worst = graver(r.Worst, item.Effect)
	}
	return r
}

// Empty reports whether the two deployments are the same.
func (r Report) Empty() bool { return len(r.Items)+len(r.Environments)+len(r.Parameters) == 0 }

func removed(t *thing) Item {
	kind := azure.AnyType // a resource that is no longer in the template
	if t.part {
		kind = t.kind
	}
	row := azure.ChangeOf(kind, "")
	return Item{
		Action: Remove, Type: t.kind, Kind: azure.KindOf(t.kind), Name: t.title,
		Effect: string(row.Effect), Note: row.What, Source: source(row.Doc),
	}
}

func changed(t *thing, changes []Change) Item {
	item := Item{Action: Modify, Type: t.kind, Kind: azure.KindOf(t.kind), Name: t.title, Changes: changes}
	for _, c := range changes {
		item.Effect = graver(item.Effect, c.Effect)
	}
	return item
}

// inWords is what a rule or route does, "" for other things.
func (t *thing) inWords() string {
	p := func(name string) string {
		return cmp.Or(t.properties["properties."+name], t.properties["properties."+name+"es"])
	}
	switch t.kind {
	case azure.SecurityRuleResource:
		return fmt.Sprintf("%s %s %s, protocol %s, port %s, from %s to %s", p("priority"), p("access"), strings.ToLower(p("direction")),
			p("protocol"), p("destinationPortRange"), p("sourceAddressPrefix"), p("destinationAddressPrefix"))
	case azure.RouteResource:
		return strings.TrimSpace(fmt.Sprintf("%s to %s %s", p("addressPrefix"), p("nextHopType"), p("nextHopIpAddress")))
	}
	return ""
}

// compare lists the properties that differ, in the order of the template. What
// comes or goes as a whole, such as an item of a list, is one change.
func compare(was, is *thing) []Change {
	var changes []Change
	for _, path := range was.list {
		if now, found := is.properties[path]; found && now != was.properties[path] {
			changes = append(changes, change(was.kind, Modify, path, was.properties[path], now))
		}
	}
	for _, whole := range only(was, is) {
		changes = append(changes, change(was.kind, Remove, whole.path, whole.text, ""))
	}
	for _, whole := range only(is, was) {
		changes = append(changes, change(was.kind, Add, whole.path, "", whole.text))
	}
	return changes
}

func change(kind string, action Action, path, from, to string) Change {
	row := azure.ChangeOf(kind, plainPath(path))
	return Change{Action: action, Path: path, From: from, To: to, Effect: string(row.Effect), Note: row.What, Source: source(row.Doc)}
}

// whole is a property with all that is below it, in words.
type whole struct{ path, text string }

// only lists what one thing has and the other has nothing of, as high up as that
// is so and one row says what a change of it takes.
func only(one, other *thing) []whole {
	var list []whole
	below := map[string][]string{} // the paths of properties by that of the whole
	for _, path := range one.list {
		if _, both := other.properties[path]; both {
			continue
		}
		top := path
		for _, above := range prefixes(path) {
			if !other.hasBelow(above) && azure.ChangeOf(one.kind, plainPath(above)) == azure.ChangeOf(one.kind, plainPath(path)) {
				top = above
				break
			}
		}
		if below[top] == nil {
			list = append(list, whole{path: top})
		}
		below[top] = append(below[top], path)
	}
	for i, w := range list {
		paths := below[w.path]
		if len(paths) == 1 { // no more than a value
			list[i] = whole{paths[0], one.properties[paths[0]]}
			continue
		}
		texts := make([]string, len(paths))
		for n, path := range paths {
			texts[n] = strings.TrimPrefix(path[len(w.path):], ".") + ": " + one.properties[path]
		}
		list[i].text = "{" + strings.Join(texts, ", ") + "}"
	}
	return list
}

// prefixes are the paths above a path, the shortest first.
func prefixes(path string) []string {
	var list []string
	for i, r := range path {
		if i > 0 && (r == '.' || r == '[') && strings.Count(path[:i], "[") == strings.Count(path[:i], "]") {
			list = append(list, path[:i])
		}
	}
	return list
}

// hasBelow reports whether the thing has a property at or below a path.
func (t *thing) hasBelow(path string) bool {
	return slices.ContainsFunc(t.list, func(known string) bool {
		rest, below := strings.CutPrefix(known, path)
		return below && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// graver returns the graver of two effects; "" is none.
func graver(a, b string) string {
	rank := func(effect string) int {
		if i := slices.Index(azure.Effects(), azure.Effect(effect)); i >= 0 {
			return i
		}
		return len(azure.Effects())
	}
	if rank(b) < rank(a) {
		return b
	}
	return a
}

// renames says of what comes that something of its type goes: a name cannot be changed.
func renames(items []Item) {
	gone := map[string][]int{}
	for i, item := range items {
		if item.Action == Remove {
			gone[item.Type] = append(gone[item.Type], i)
		}
	}
	for i := range items {
		left := gone[items[i].Type]
		isPart := items[i].Type == azure.SecurityRuleResource || items[i].Type == azure.RouteResource
		if items[i].Action != Add || len(left) == 0 || isPart {
			continue
		}
		gone[items[i].Type] = left[1:]
		items[i].Note = "No name can be changed: it comes beside " + items[left[0]].Name + ", which goes."
	}
}

// values compares the parameter files.
func values(before, after Side) []Value {
	list := []Value{}
	names := map[string]bool{}
	for name := range before.Environments {
		names[name] = true
	}
	for name := range after.Environments {
		names[name] = true
	}
	for name := range names {
		was, existed := before.Environments[name]
		is, exists := after.Environments[name]
		switch {
		case !exists:
			list = append(list, Value{Action: Remove, Environment: name})
		case !existed:
			list = append(list, Value{Action: Add, Environment: name})
		default:
			list = append(list, environment(name, was, is)...)
		}
	}
	slices.SortFunc(list, func(a, b Value) int {
		return cmp.Or(cmp.Compare(a.Environment, b.Environment), cmp.Compare(a.Parameter, b.Parameter))
	})
	return list
}

// environment compares the values of one parameter file.
func environment(name string, was, is template.Parameters) []Value {
	var list []Value
	before, after := said(was), said(is)
	for _, v := range was.Values {
		now, found := after[v.Name]
		switch {
		case !found:
			list = append(list, Value{Action: Remove, Environment: name, Parameter: v.Name, From: before[v.Name]})
		case now != before[v.Name]:
			list = append(list, Value{Action: Modify, Environment: name, Parameter: v.Name, From: before[v.Name], To: now})
		}
	}
	for _, v := range is.Values {
		if _, found := before[v.Name]; !found {
			list = append(list, Value{Action: Add, Environment: name, Parameter: v.Name, To: after[v.Name]})
		}
	}
	return list
}

// said is what a parameter file gives, in words.
func said(p template.Parameters) map[string]string {
	nothing := newScope(&template.Document{})
	words := map[string]string{}
	for _, v := range p.Values {
		words[v.Name] = "{variable " + v.Environment + "}"
		if v.Value != nil {
			words[v.Name] = nothing.words(v.Value)
		}
	}
	return words
}

// parameters compares those that have no value of their own.
func parameters(was, is inventory) []Parameter {
	list := []Parameter{}
	for _, name := range was.ungiven {
		if !slices.Contains(is.ungiven, name) {
			list = append(list, Parameter{Remove, name})
		}
	}
	for _, name := range is.ungiven {
		if !slices.Contains(was.ungiven, name) {
			list = append(list, Parameter{Add, name})
		}
	}
	return list
}

// source turns the short name of a document into what readers can look up, nil for none.
func source(id azure.Doc) *explain.Source {
	if _, found := azure.DocumentOf(id); !found {
		return nil
	}
	return new(explain.SourceOf(id))
}
