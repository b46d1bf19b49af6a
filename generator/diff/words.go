package diff

import (
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

// scope knows what the names of a template stand for.
type scope struct {
	doc    *template.Document
	params map[string]template.Expr
	vars   map[string]template.Expr
	// group says where a module is deployed to, "" for main.
	group string
	// modules are those of the template that were met.
	modules map[*template.Module]*scope
}

func newScope(doc *template.Document) *scope {
	s := &scope{
		doc: doc, params: map[string]template.Expr{}, vars: map[string]template.Expr{},
		modules: map[*template.Module]*scope{},
	}
	for _, p := range doc.Params {
		s.params[p.Name] = p.Default
	}
	for _, v := range doc.Vars {
		s.vars[v.Name] = v.Value
	}
	return s
}

// module is the scope of a module: its parameters are what main gives.
func (s *scope) module(m *template.Module) *scope {
	if known := s.modules[m]; known != nil {
		return known
	}
	inner := newScope(m.Document)
	inner.group = s.place(m.Subscription, m.Group)
	for _, given := range m.Params {
		// Said in the words of main, so that it reads the same in both.
		inner.params[s.words(given.Key)] = s.said(given.Value)
	}
	s.modules[m] = inner
	return inner
}

// said is a value that means the same in a module: objects, such as tags, with
// what is in them, everything else as words.
func (s *scope) said(e template.Expr) template.Expr {
	switch e := s.resolve(e).(type) {
	case template.Obj:
		out := make(template.Obj, len(e))
		for i, prop := range e {
			out[i] = template.Prop{Key: template.Str(s.words(prop.Key)), Value: s.said(prop.Value)}
		}
		return out
	default:
		return template.Str(s.words(e))
	}
}

// resolve follows parameters and variables to what they stand for; a parameter
// without a value stays.
func (s *scope) resolve(e template.Expr) template.Expr {
	for {
		var next template.Expr
		switch ref := e.(type) {
		case template.ParamRef:
			next = s.params[string(ref)]
		case template.VarRef:
			next = s.vars[string(ref)]
		}
		if next == nil {
			return e
		}
		e = next
	}
}

// fullName is the name of a resource with those of its parents.
func (s *scope) fullName(r *template.Resource) string {
	name := s.words(r.Name)
	if above := r.Above(); above != nil {
		return s.fullName(above) + "/" + name
	}
	return name
}

// idOf is a resource with its type, and with its place where that is not the
// deployment's own.
func (s *scope) idOf(r *template.Resource) string {
	root := r.Root()
	place := s.group
	if root.Group != nil {
		place = s.place(root.Subscription, root.Group)
	}
	return r.Type + " " + s.fullName(r) + place
}

// place says which resource group something is in: " in resource group hub".
func (s *scope) place(subscription, group template.Expr) string {
	text := " in resource group " + s.words(group)
	if subscription != nil {
		text += " of subscription " + s.words(subscription)
	}
	return text
}

// words writes a value for people: text as it is, what is known only in Azure in braces.
func (s *scope) words(e template.Expr) string {
	switch e := s.resolve(e).(type) {
	case template.Str:
		return string(e)
	case template.Text:
		return string(e)
	case template.Number:
		return strconv.FormatInt(int64(e), 10)
	case template.Boolean:
		return strconv.FormatBool(bool(e))
	case template.Obj:
		items := make([]string, len(e))
		for i, prop := range e {
			items[i] = s.words(prop.Key) + ": " + s.words(prop.Value)
		}
		return "{" + strings.Join(items, ", ") + "}"
	case template.Arr:
		return "[" + s.joined(e, ", ") + "]"
	case template.Interp:
		return s.joined(e, "")
	case template.Call:
		if lines, is := lines(e); is {
			return s.joined(lines, "\n")
		}
		return "{" + s.code(e) + "}"
	case template.Access:
		return "{" + s.code(e) + "}"
	case template.ParamRef:
		return "{parameter " + string(e) + "}"
	case template.ID:
		return s.idOf(e.Resource)
	case template.NameOf:
		return s.fullName(e.Resource)
	case template.Property:
		return s.idOf(e.Resource) + " " + strings.Join(e.Path, ".")
	case template.ModuleOutput:
		inner := s.module(e.Module)
		for _, output := range e.Module.Document.Outputs {
			if output.Name == e.Name {
				return inner.words(output.Value)
			}
		}
	}
	return ""
}

// code writes what Azure computes, without the braces around it.
func (s *scope) code(e template.Expr) string {
	switch e := s.resolve(e).(type) {
	case template.Call:
		args := make([]string, len(e.Args))
		for i, arg := range e.Args {
			args[i] = s.code(arg)
		}
		return e.Name + "(" + strings.Join(args, ", ") + ")"
	case template.Access:
		return s.code(e.Of) + "." + e.Name
	default:
		return s.words(e)
	}
}

func (s *scope) joined(list []template.Expr, separator string) string {
	items := make([]string, len(list))
	for i, item := range list {
		items[i] = s.words(item)
	}
	return strings.Join(items, separator)
}

// lines are the lines that a call joins to text.
func lines(c template.Call) (template.Arr, bool) {
	if c.Name != "join" || len(c.Args) != 2 {
		return nil, false
	}
	list, is := c.Args[0].(template.Arr)
	return list, is
}
