package armeval

import (
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// A scope is a template and what its expressions can see.
type scope struct {
	*evaluator
	parameters, variables map[string]*thunk
	// own are the functions that the template defines, as "namespace.name".
	own map[string]tree.Value
	// base is the ID of what the template is deployed to.
	base tree.Value
	// name is that of the deployment.
	name tree.Value
	// symbols are the resources of the template by symbolic name, names those by
	// name, nil where several have it.
	symbols, names map[string]*instance
}

// newScope prepares a template. value gives the value of a parameter, Absent for none.
func (e *evaluator) newScope(
	template, base, name tree.Value, value func(declared tree.Member) tree.Value,
) *scope {
	s := &scope{
		evaluator: e, base: base, name: name,
		parameters: map[string]*thunk{}, variables: map[string]*thunk{},
		own: map[string]tree.Value{}, symbols: map[string]*instance{}, names: map[string]*instance{},
	}
	inside := env{scope: s}
	for _, m := range template.Get("parameters").Members {
		s.parameters[strings.ToLower(m.Name)] = &thunk{eval: func() tree.Value {
			given := value(m)
			switch byDefault := m.Value.Get("defaultValue"); {
			case given.Kind != tree.Absent:
				return given
			case byDefault.Kind != tree.Absent:
				return inside.value(byDefault)
			case m.Value.Get("nullable").Text == "true":
				return tree.Value{Kind: tree.Null, Offset: m.Value.Offset}
			}
			return unknown()
		}}
	}
	for _, m := range template.Get("variables").Members {
		if !strings.EqualFold(m.Name, "copy") {
			s.variables[strings.ToLower(m.Name)] = &thunk{eval: func() tree.Value { return inside.value(m.Value) }}
			continue
		}
		for _, row := range m.Value.Items {
			if row.Get("name").Kind != tree.String {
				continue
			}
			s.variables[strings.ToLower(row.Get("name").Text)] = &thunk{eval: func() tree.Value {
				return inside.copied(row, true)
			}}
		}
	}
	for _, space := range template.Get("functions").Items {
		for _, m := range space.Get("members").Members {
			s.own[strings.ToLower(space.Get("namespace").Text+"."+m.Name)] = m.Value
		}
	}
	return s
}

func (e env) parameter(args []tree.Value) tree.Value {
	if e.arguments != nil {
		if v := object(e.arguments...).Get(args[0].Text); v.Kind != tree.Absent {
			return v
		}
		return unknown()
	}
	return force(e.parameters, args[0])
}

func (e env) variable(args []tree.Value) tree.Value { return force(e.variables, args[0]) }

func force(thunks map[string]*thunk, name tree.Value) tree.Value {
	if t, ok := thunks[strings.ToLower(name.Text)]; ok {
		return t.force(name.Text)
	}
	return unknown()
}

// applyOwn calls a function that the template defines.
func (e env) applyOwn(definition tree.Value, args []tree.Value) tree.Value {
	inner := env{scope: e.scope, arguments: []tree.Member{}}
	if len(args) != len(definition.Get("parameters").Items) {
		return unknown()
	}
	for i, p := range definition.Get("parameters").Items {
		inner.arguments = append(inner.arguments, member(p.Get("name").Text, args[i]))
	}
	return inner.value(definition.Get("output", "value"))
}

// copies makes a member of each row of a "copy" within an object.
func (e env) copies(rows tree.Value) []tree.Member {
	var result []tree.Member
	for _, row := range rows.Items {
		result = append(result, member(e.value(row.Get("name")).Text, e.copied(row, true)))
	}
	return result
}

// copied evaluates a loop that makes a list: count, input and, where several can
// stand together, name.
func (e env) copied(row tree.Value, ofProperty bool) tree.Value {
	name := e.value(row.Get("name"))
	count, open := e.count(row.Get("count"))
	if open != nil {
		return *open
	}
	result := tree.Value{Kind: tree.List, Offset: row.Offset}
	for i := range count {
		inner := e.with(loop{name: name.Text, index: number(i), ofProperty: ofProperty})
		result.Items = append(result.Items, inner.value(row.Get("input")))
	}
	return result
}

// count is how often a loop runs, or why that cannot be told.
func (e env) count(v tree.Value) (int64, *tree.Value) {
	count := e.value(v)
	n, ok := integer(count)
	switch {
	case ok && n >= 0 && n <= maxCopies:
		return n, nil
	case ok && n > maxCopies:
		count = because("copy of %d is more than %d", n, maxCopies)
	case count.Kind != tree.Unknown:
		count = because("copy without a count")
	}
	count.Offset = v.Offset
	return 0, &count
}

// copyIndex is that of the loop named, or of the innermost one over a resource
// or output. Within a variable, which stands in neither, it is the innermost.
func (e env) copyIndex(args []tree.Value) tree.Value {
	name, offset := "", int64(0)
	for _, arg := range args {
		if n, ok := integer(arg); ok {
			offset = n
		} else {
			name = arg.Text
		}
	}
	var found *loop
	for i := range e.loops {
		l := &e.loops[i]
		named := name != "" && strings.EqualFold(l.name, name)
		unnamed := name == "" && (!l.ofProperty || found == nil || found.ofProperty)
		if named || unnamed {
			found = l
		}
	}
	if found == nil {
		return unknown()
	}
	index, ok := integer(found.index)
	if !ok {
		return found.index
	}
	return number(index + offset)
}
