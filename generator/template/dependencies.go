package template

import (
	"cmp"
	"slices"
	"strings"
)

// Target is what something waits for: one of the two fields is set.
type Target struct {
	Resource *Resource
	Module   *Module
}

// Symbol is the symbolic name of the target, with those of the resources that
// it is nested in.
func (t Target) Symbol() string {
	if t.Module != nil {
		return t.Module.Symbol
	}
	return t.Resource.Path()
}

// Dependencies finds what the resources and modules of one document wait for.
type Dependencies struct{ vars map[VarRef]Expr }

// NewDependencies prepares the answers for a document.
func NewDependencies(d *Document) Dependencies {
	vars := make(map[VarRef]Expr, len(d.Vars))
	for _, v := range d.Vars {
		vars[VarRef(v.Name)] = v.Value
	}
	return Dependencies{vars: vars}
}

// OfResource lists what r refers to: directly, through variables and existing
// resources, as its parent or scope, or in DependsOn. The order is that in which
// the Bicep compiler writes dependsOn. Nothing is listed twice.
func (d Dependencies) OfResource(r *Resource) []Target {
	c := collector{vars: d.vars}
	c.declaration(r)
	return c.sorted()
}

// OfModule lists what m refers to, like OfResource.
func (d Dependencies) OfModule(m *Module) []Target {
	c := collector{vars: d.vars}
	for _, e := range []Expr{m.Name, m.Subscription, m.Group} {
		c.expr(e)
	}
	c.props(m.Params)
	for _, r := range m.DependsOn {
		c.resource(r)
	}
	return c.sorted()
}

func (d Dependencies) of(t Target) []Target {
	if t.Module != nil {
		return d.OfModule(t.Module)
	}
	return d.OfResource(t.Resource)
}

// collector gathers targets, each once. A document has at most 800 resources
// and a resource refers to a few, so that lists do.
type collector struct {
	vars  map[VarRef]Expr
	found []Target
	// followed are the variables and existing resources that were looked into.
	followedVars      []VarRef
	followedResources []*Resource
}

func (c *collector) declaration(r *Resource) {
	if above := r.Above(); above != nil {
		c.resource(above)
	}
	if r.Scope != nil {
		c.resource(r.Scope)
	}
	c.expr(r.Group)
	c.expr(r.Name)
	c.props(r.Body)
	for _, other := range r.DependsOn {
		c.resource(other)
	}
}

func (c *collector) props(props []Prop) { walkProps(props, c.visit) }

func (c *collector) expr(e Expr) {
	if e != nil {
		Walk(e, c.visit)
	}
}

func (c *collector) visit(e Expr) {
	switch e := e.(type) {
	case VarRef:
		if !slices.Contains(c.followedVars, e) {
			c.followedVars = append(c.followedVars, e)
			c.expr(c.vars[e])
		}
	case ID:
		c.resource(e.Resource)
	case NameOf:
		c.resource(e.Resource)
	case Property:
		c.resource(e.Resource)
	case ModuleOutput:
		c.add(Target{Module: e.Module})
	}
}

// resource adds r, or where r exists already what r refers to.
func (c *collector) resource(r *Resource) {
	if !r.Existing {
		c.add(Target{Resource: r})
		return
	}
	if !slices.Contains(c.followedResources, r) {
		c.followedResources = append(c.followedResources, r)
		c.declaration(r)
	}
}

func (c *collector) add(t Target) {
	if !slices.Contains(c.found, t) {
		c.found = append(c.found, t)
	}
}

func (c *collector) sorted() []Target {
	slices.SortFunc(c.found, func(a, b Target) int { return CompareSymbols(a.Symbol(), b.Symbol()) })
	return c.found
}

// CompareSymbols orders symbolic names as the Bicep compiler does: "_", then
// ":", digits and letters; case counts only between names that are else equal,
// lower case first.
func CompareSymbols(a, b string) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Compare(rank(a[i]), rank(b[i])); c != 0 {
			return c
		}
	}
	if c := cmp.Compare(len(a), len(b)); c != 0 {
		return c
	}
	return strings.Compare(b, a)
}

func rank(c byte) int {
	switch {
	case c == '_':
		return 0
	case c == ':':
		return 1
	case 'A' <= c && c <= 'Z':
		return int(c) + 'a' - 'A'
	}
	return int(c)
}
