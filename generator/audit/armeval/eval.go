package armeval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// What an evaluation may cost. Azure's own limits are 800 copies, 24,576
// characters per expression and 131,072 per text.
const (
	maxCopies    = 800
	maxResources = 10_000
	maxSteps     = 2_000_000
	maxText      = 131_072
	maxNesting   = 100
	maxDepth     = 500
	maxRange     = 10_000
)

// An evaluator is what all scopes of one evaluation share.
type evaluator struct {
	functions map[string]function
	forms     map[string]form
	parsed    map[string]*node
	// byID are the instances in all templates.
	byID map[string]*instance
	// steps are those taken, depth how deep in which evaluation is.
	steps, depth int
	resources    int
}

// spend counts steps, and tells whether there are any left.
func (e *evaluator) spend(steps int) bool {
	if e.steps > maxSteps {
		return false
	}
	e.steps += steps
	return e.steps <= maxSteps
}

// A loop is a copy in progress.
type loop struct {
	name  string
	index tree.Value
	// ofProperty tells a loop over a property or variable from one over a resource or output.
	ofProperty bool
}

// An env is where an expression stands.
type env struct {
	*scope
	loops  []loop
	locals []tree.Member
	// arguments are those of a function of the template's own, nil outside of any.
	arguments []tree.Member
}

func (e env) with(l loop) env {
	e.loops = append(e.loops[:len(e.loops):len(e.loops)], l)
	return e
}

// value evaluates what stands in a template.
func (e env) value(v tree.Value) tree.Value {
	if !e.spend(1) {
		return outOfSteps(v.Offset)
	}
	switch v.Kind {
	case tree.String:
		return e.text(v)
	case tree.List:
		items := make([]tree.Value, 0, len(v.Items))
		for _, item := range v.Items {
			items = append(items, e.value(item))
		}
		v.Items = items
	case tree.Object:
		members := make([]tree.Member, 0, len(v.Members))
		for _, m := range v.Members {
			if strings.EqualFold(m.Name, "copy") && m.Value.Kind == tree.List {
				members = append(members, e.copies(m.Value)...)
				continue
			}
			members = append(members, tree.Member{Name: e.key(m), Value: e.value(m.Value)})
		}
		v.Members = members
	}
	return v
}

// key is the name of a member, which may be an expression. One that cannot be
// told stays as it is written.
func (e env) key(m tree.Member) string {
	if key := e.text(tree.Value{Kind: tree.String, Text: m.Name}); key.Kind == tree.String {
		return key.Text
	}
	return m.Name
}

// text evaluates a string. What comes out stands where the string stands.
func (e env) text(v tree.Value) tree.Value {
	source, isExpression := expressionOf(v.Text)
	if !isExpression {
		v.Text = source
		return v
	}
	n, seen := e.parsed[source]
	if !seen {
		e.spend(len(source))
		n = parse(source)
		e.parsed[source] = n
	}
	result := unknown()
	if n != nil {
		result = e.eval(n)
	}
	switch {
	case e.sizeable(result, 0):
	case e.steps > maxSteps:
		result = outOfSteps(v.Offset)
	default:
		result = because("%s nests more than %d deep", source, tree.MaxDepth)
	}
	return settle(result, v.Offset, source)
}

// settle gives a result its place, all that has come out of functions within it,
// too, and says of the unknown which expression they are.
func settle(v tree.Value, offset int, source string) tree.Value {
	v.Offset = offset
	if v.Kind == tree.Unknown && v.Text == "" {
		v.Text = source
	}
	v.Items = slices.Clone(v.Items)
	for i, item := range v.Items {
		if item.Offset == 0 {
			v.Items[i] = settle(item, offset, source)
		}
	}
	v.Members = slices.Clone(v.Members)
	for i, m := range v.Members {
		if m.Value.Offset == 0 {
			v.Members[i].Value = settle(m.Value, offset, source)
		}
	}
	return v
}

// sizeable pays for all that is in a value, since values that share their parts
// can be far larger than the template. It refuses what nests deeper than JSON may.
func (e *evaluator) sizeable(v tree.Value, depth int) bool {
	if !e.spend(1) || depth > tree.MaxDepth {
		return false
	}
	for _, item := range v.Items {
		if !e.sizeable(item, depth+1) {
			return false
		}
	}
	for _, m := range v.Members {
		if !e.sizeable(m.Value, depth+1) {
			return false
		}
	}
	return true
}

// eval evaluates a part of an expression. An Unknown without text is one that the
// expression itself gives.
func (e env) eval(n *node) tree.Value {
	if !e.spend(1) {
		return outOfSteps(0)
	}
	if e.depth++; e.depth > maxDepth {
		e.depth--
		return because("evaluation nested more than %d deep", maxDepth)
	}
	defer func() { e.depth-- }()
	switch n.kind {
	case literal:
		return n.value
	case access:
		return e.access(n)
	}
	if f, special := e.forms[n.name]; special {
		if len(n.args) < f.least || len(n.args) > f.most {
			return unknown()
		}
		return f.eval(e, n.args)
	}
	args := make([]tree.Value, len(n.args))
	for i, arg := range n.args {
		args[i] = e.eval(arg)
	}
	return e.apply(n.name, args)
}

// apply calls a function with evaluated arguments.
func (e env) apply(name string, args []tree.Value) tree.Value {
	if own, ok := e.own[name]; ok {
		return e.applyOwn(own, args)
	}
	f, ok := e.functions[name]
	if !ok || len(args) < f.least || len(args) > f.most {
		return unknown()
	}
	cost := 0
	for _, arg := range args {
		if arg.Kind == tree.Unknown && !f.lenient {
			return arg
		}
		if f.reads && isPlaceholder(arg) {
			return unknown()
		}
		cost += len(arg.Text)/32 + len(arg.Items) + len(arg.Members)
	}
	if !e.spend(cost) {
		return outOfSteps(0)
	}
	result := f.eval(e, args)
	e.spend(len(result.Text)/32 + len(result.Items) + len(result.Members))
	if len(result.Text) > maxText {
		return because("text of more than %d bytes", maxText)
	}
	return result
}

// access evaluates a.b, a['b'] and a[1].
func (e env) access(n *node) tree.Value {
	of := tree.Value{}
	if n.args[0].kind == call && n.args[0].name == "reference" {
		of = e.reference(n.args[0].args)
	} else {
		of = e.eval(n.args[0])
	}
	key := e.eval(n.args[1])
	if of.Kind == tree.Unknown {
		return of
	}
	if key.Kind == tree.Unknown {
		return key
	}
	if v := e.at(of, key); v.Kind != tree.Absent {
		return v
	}
	return unknown()
}

// at is a member or an item, Absent where there is none such.
func (e *evaluator) at(of, key tree.Value) tree.Value {
	switch {
	case !e.searched(of):
	case of.Kind == tree.Object && key.Kind == tree.String:
		return of.Get(key.Text)
	case of.Kind == tree.List && key.Kind == tree.Number:
		if i, ok := integer(key); ok && i >= 0 && i < int64(len(of.Items)) {
			return of.Items[i]
		}
	}
	return tree.Value{}
}

// searched pays for a search through the members of an object.
func (e *evaluator) searched(v tree.Value) bool { return e.spend(1 + len(v.Members)/8) }

// A thunk is a value that is evaluated when it is first asked for.
type thunk struct {
	eval  func() tree.Value
	value tree.Value
	state int
}

// force evaluates once. What needs itself is Unknown.
func (t *thunk) force(what string) tree.Value {
	switch t.state {
	case 0:
		t.state = 1
		t.value = t.eval()
		t.state = 2
	case 1:
		return because("%s refers to itself", what)
	}
	return t.value
}

func unknown() tree.Value { return tree.Value{Kind: tree.Unknown} }

func because(format string, args ...any) tree.Value {
	return tree.Value{Kind: tree.Unknown, Text: fmt.Sprintf(format, args...)}
}

func outOfSteps(offset int) tree.Value {
	v := because("evaluation takes more than %d steps", maxSteps)
	v.Offset = offset
	return v
}

func text(s string) tree.Value { return tree.Value{Kind: tree.String, Text: s} }

func number(n int64) tree.Value {
	return tree.Value{Kind: tree.Number, Text: strconv.FormatInt(n, 10)}
}

func boolean(b bool) tree.Value { return tree.Value{Kind: tree.Bool, Text: strconv.FormatBool(b)} }

func list(items ...tree.Value) tree.Value { return tree.Value{Kind: tree.List, Items: items} }

func object(members ...tree.Member) tree.Value {
	return tree.Value{Kind: tree.Object, Members: members}
}

func member(name string, v tree.Value) tree.Member { return tree.Member{Name: name, Value: v} }

func integer(v tree.Value) (int64, bool) {
	n, err := strconv.ParseInt(v.Text, 10, 64)
	return n, err == nil && v.Kind == tree.Number
}
