package template

import (
	"errors"
	"fmt"
	"strings"
)

// Validate lists what would make the printed templates wrong although each part
// of the tree is fine by itself: names that are declared twice, hidden or not at
// all, values that are only known at run time where the deployment starts,
// resources that depend on themselves, and declarations that nothing uses. Whoever
// builds documents calls it in tests; the printers take a valid document.
func Validate(d *Document) error {
	v := &validator{
		top: map[string]bool{}, resources: map[*Resource]bool{}, modules: map[*Module]bool{},
		used: map[string]bool{}, usedResources: map[*Resource]bool{},
	}
	v.declare(d)
	for _, param := range d.Params {
		v.param(param)
	}
	v.variables(d.Vars)
	for _, r := range d.Resources {
		v.resource(r)
	}
	for _, m := range d.Modules {
		v.module(m)
	}
	for _, output := range d.Outputs {
		v.expr("output "+output.Name, output.Value, atRun)
	}
	v.unused(d)
	if len(v.found) == 0 {
		v.cycles(d)
	}
	return errors.Join(v.found...)
}

// phase says what a value may depend on.
type phase int

const (
	// atParse is before anything of the document is known.
	atParse phase = iota
	// atStart is when the deployment starts.
	atStart
	// atRun is when a resource is deployed.
	atRun
)

type validator struct {
	found []error
	// top are the names outside of resources, which share one space.
	top           map[string]bool
	resources     map[*Resource]bool
	modules       map[*Module]bool
	used          map[string]bool
	usedResources map[*Resource]bool
}

func (v *validator) fail(format string, args ...any) {
	v.found = append(v.found, fmt.Errorf(format, args...))
}

func (v *validator) declare(d *Document) {
	for _, param := range d.Params {
		v.name(v.top, param.Name)
	}
	for _, variable := range d.Vars {
		v.name(v.top, variable.Name)
		if strings.EqualFold(variable.Name, "copy") {
			v.fail("variable %s: the name is reserved", variable.Name)
		}
	}
	for _, m := range d.Modules {
		v.name(v.top, m.Symbol)
		v.modules[m] = true
	}
	for _, r := range d.Resources {
		v.name(v.top, r.Symbol)
		if r.Outer != nil {
			v.fail("resource %s: declared both outside of %s and in it", r.Symbol, r.Outer.Symbol)
		}
	}
	for _, r := range d.Resources {
		v.declareNested(r)
	}
	outputs := map[string]bool{}
	for _, output := range d.Outputs {
		v.name(outputs, output.Name)
	}
}

func (v *validator) declareNested(r *Resource) {
	v.resources[r] = true
	names := map[string]bool{}
	for _, child := range r.Children {
		v.name(names, child.Symbol)
		if v.top[child.Symbol] {
			v.fail("resource %s: the name hides another declaration", child.Path())
		}
		if child.Outer != r {
			v.fail("resource %s: nested in %s without saying so", child.Symbol, r.Symbol)
		}
		v.declareNested(child)
	}
}

func (v *validator) name(taken map[string]bool, name string) {
	if !isIdentifier(name) {
		v.fail("the name %q is no identifier", name)
	}
	if taken[name] {
		v.fail("the name %s is declared twice", name)
	}
	taken[name] = true
}

func isIdentifier(name string) bool {
	for i, c := range name {
		if c != '_' && (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return name != ""
}

func (v *validator) param(param Param) {
	where := "parameter " + param.Name
	if param.Default != nil {
		v.expr(where, param.Default, atParse)
	}
	for _, value := range param.Allowed {
		v.expr(where, value, atParse)
	}
}

// variables checks that each refers to earlier ones alone, so that none can
// depend on itself.
func (v *validator) variables(vars []Var) {
	later := map[VarRef]bool{}
	for _, variable := range vars {
		later[VarRef(variable.Name)] = true
	}
	for _, variable := range vars {
		where := "variable " + variable.Name
		v.expr(where, variable.Value, atStart)
		Walk(variable.Value, func(e Expr) {
			if name, ok := e.(VarRef); ok && later[name] {
				v.fail("%s: refers to %s, which is not above it", where, name)
			}
		})
		delete(later, VarRef(variable.Name))
	}
}

func (v *validator) resource(r *Resource) {
	where := "resource " + r.Path()
	above := r.Above()
	switch {
	case r.Outer != nil && r.Parent != nil:
		v.fail("%s: nested and with a parent", where)
	case above != nil && (r.Scope != nil || r.Group != nil):
		v.fail("%s: scope and group of a child are those of what is above it", where)
	case above != nil && !isChildType(r.Type, above.Type):
		v.fail("%s: %s is no child type of %s", where, r.Type, above.Type)
	case above == nil && strings.Count(r.Type, "/") != 1:
		v.fail("%s: a resource of type %s has something above it", where, r.Type)
	case r.Subscription != nil && r.Group == nil:
		v.fail("%s: in another subscription, without resource group", where)
	case r.Existing && (len(r.Body) > 0 || len(r.DependsOn) > 0):
		v.fail("%s: exists already and has a body", where)
	case !r.Existing && elsewhere(r):
		v.fail("%s: deployed to another resource group, which takes a module", where)
	}
	v.refer(where, r.Parent)
	v.refer(where, r.Scope)
	v.expr(where, r.Name, atStart)
	for _, place := range []Expr{r.Subscription, r.Group} {
		if place != nil {
			v.expr(where, place, atStart)
		}
	}
	for _, prop := range r.Body {
		when := atStart
		switch prop.Key {
		case Str("properties"):
			when = atRun
		case Str("name"), Str("parent"), Str("scope"), Str("dependsOn"):
			v.fail("%s: %s has a field of its own", where, prop.Key)
		}
		v.expr(where, Obj{prop}, when)
	}
	v.keys(where, r.Body)
	v.depend(where, r.DependsOn)
	for _, child := range r.Children {
		v.usedResources[r] = true
		v.resource(child)
	}
}

func isChildType(child, above string) bool {
	last, ok := strings.CutPrefix(child, above+"/")
	return ok && last != "" && !strings.Contains(last, "/")
}

// elsewhere reports whether a resource is in another resource group.
func elsewhere(r *Resource) bool {
	root := r.Root()
	return root.Group != nil || root.Scope != nil && elsewhere(root.Scope)
}

func (v *validator) module(m *Module) {
	where := "module " + m.Symbol
	if m.Group == nil || m.File == "" || m.Document == nil {
		v.fail("%s: without resource group, file or document", where)
		return
	}
	if len(m.Document.Modules) > 0 {
		v.fail("%s: has modules of its own", where)
		return
	}
	v.expr(where, m.Name, atStart)
	v.expr(where, m.Group, atStart)
	if m.Subscription != nil {
		v.expr(where, m.Subscription, atStart)
	}
	v.expr(where, Obj(m.Params), atRun)
	v.moduleParams(where, m)
	v.depend(where, m.DependsOn)
	if err := Validate(m.Document); err != nil {
		v.fail("%s: %w", where, err)
	}
}

func (v *validator) moduleParams(where string, m *Module) {
	required := map[Str]bool{}
	for _, param := range m.Document.Params {
		required[Str(param.Name)] = param.Default == nil
	}
	for _, prop := range m.Params {
		name, _ := prop.Key.(Str)
		if _, ok := required[name]; !ok {
			v.fail("%s: no parameter %q", where, string(name))
		}
		required[name] = false
	}
	for _, param := range m.Document.Params {
		if required[Str(param.Name)] {
			v.fail("%s: parameter %s is not given", where, param.Name)
		}
	}
}

// refer notes a reference to a resource; nil is none.
func (v *validator) refer(where string, r *Resource) {
	if r == nil {
		return
	}
	v.usedResources[r] = true
	if !v.resources[r] {
		v.fail("%s: refers to resource %s, which is not declared", where, r.Symbol)
	}
}

func (v *validator) depend(where string, all []Dependency) {
	for _, other := range all {
		switch other := other.(type) {
		case *Resource:
			v.refer(where, other)
		case *Module:
			v.referModule(where, other)
		}
	}
}

func (v *validator) referModule(where string, m *Module) (ok bool) {
	if !v.modules[m] {
		v.fail("%s: refers to module %s, which is not declared", where, m.Symbol)
	}
	return v.modules[m]
}

func (v *validator) expr(where string, e Expr, when phase) {
	if e == nil {
		v.fail("%s: without a value", where)
		return
	}
	Walk(e, func(e Expr) { v.visit(where, e, when) })
}

func (v *validator) visit(where string, e Expr, when phase) {
	needs := atStart
	switch e := e.(type) {
	case nil:
		v.fail("%s: without a value", where)
		return
	case Obj:
		v.keys(where, e)
		needs = atParse
	case Interp:
		v.interp(where, e)
		needs = atParse
	case Access:
		v.access(where, e)
		needs = atParse
	case ParamRef:
		v.symbol(where, string(e))
	case VarRef:
		v.symbol(where, string(e))
	case ID:
		v.refer(where, e.Resource)
	case NameOf:
		v.refer(where, e.Resource)
	case Property:
		v.refer(where, e.Resource)
		needs = atRun
	case ModuleOutput:
		v.output(where, e)
		needs = atRun
	default:
		needs = atParse
	}
	if needs > when {
		v.fail("%s: %T is not known yet", where, e)
	}
}

func (v *validator) symbol(where, name string) {
	v.used[name] = true
	if !v.top[name] {
		v.fail("%s: refers to %s, which is not declared", where, name)
	}
}

func (v *validator) output(where string, e ModuleOutput) {
	if !v.referModule(where, e.Module) {
		return
	}
	for _, output := range e.Module.Document.Outputs {
		if output.Name == e.Name {
			return
		}
	}
	v.fail("%s: module %s has no output %s", where, e.Module.Symbol, e.Name)
}

// keys checks that names of properties are text, and differ.
func (v *validator) keys(where string, props []Prop) {
	seen := map[Str]bool{}
	for _, prop := range props {
		switch key := prop.Key.(type) {
		case Str:
			if seen[key] {
				v.fail("%s: property %q is given twice", where, string(key))
			}
			seen[key] = true
		case Interp:
		default:
			v.fail("%s: the name of a property is %T", where, prop.Key)
		}
	}
}

func (v *validator) interp(where string, i Interp) {
	Walk(i, func(e Expr) {
		switch e.(type) {
		case Obj, Arr:
			v.fail("%s: %T in a text", where, e)
		}
	})
}

// access checks that a property is read from what has properties.
func (v *validator) access(where string, a Access) {
	switch a.Of.(type) {
	case Call, Access, ParamRef, VarRef, Property, ModuleOutput:
	default:
		v.fail("%s: %T has no properties", where, a.Of)
	}
}

func (v *validator) unused(d *Document) {
	for _, param := range d.Params {
		if !v.used[param.Name] {
			v.fail("parameter %s is not used", param.Name)
		}
	}
	for _, variable := range d.Vars {
		if !v.used[variable.Name] {
			v.fail("variable %s is not used", variable.Name)
		}
	}
	for _, r := range d.Resources {
		if r.Existing && !v.usedResources[r] {
			v.fail("existing resource %s is not used", r.Symbol)
		}
	}
}

// States of what cycles has come to.
const (
	visiting = iota + 1
	visited
)

// cycles finds resources and modules that depend on themselves.
func (v *validator) cycles(d *Document) {
	state := map[Dependency]int{}
	dependencies := NewDependencies(d)
	var visit func(it Dependency)
	visit = func(it Dependency) {
		switch state[it] {
		case visiting:
			v.fail("%s depends on itself", it.Path())
			return
		case visited:
			return
		}
		state[it] = visiting
		for _, other := range dependencies.of(it) {
			visit(other)
		}
		state[it] = visited
	}
	var resources func(all []*Resource)
	resources = func(all []*Resource) {
		for _, r := range all {
			visit(r)
			resources(r.Children)
		}
	}
	resources(d.Resources)
	for _, m := range d.Modules {
		visit(m)
	}
}
