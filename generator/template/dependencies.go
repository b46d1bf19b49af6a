package template

import (
	"cmp"
	"slices"
	"strings"
)

// Dependency is what something waits for: a *Resource or a *Module.
type Dependency interface {
	// Path is the symbolic name, with those of the resources that it is nested in.
	Path() string
	dependency()
}

func (*Resource) dependency() {}
func (*Module) dependency()   {}

// Path is the symbolic name: modules are never nested.
func (m *Module) Path() string { return m.Symbol }

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
func (d Dependencies) OfResource(r *Resource) []Dependency {
	c := collector{vars: d.vars}
	c.declaration(r)
	return c.sorted()
}

// OfModule lists what m refers to, like OfResource.
func (d Dependencies) OfModule(m *Module) []Dependency {
	c := collector{vars: d.vars}
	for _, e := range []Expr{m.Name, m.Subscription, m.Group} {
		c.expr(e)
	}
	c.props(m.Params)
	c.dependencies(m.DependsOn)
	return c.sorted()
}

func (d Dependencies) of(other Dependency) []Dependency {
	switch other := other.(type) {
	case *Resource:
		return d.OfResource(other)
	case *Module:
		return d.OfModule(other)
	}
	return nil
}

// collector gathers dependencies, each once. A document has at most 800 resources
// and a resource refers to a few, so that lists do.
type collector struct {
	vars  map[VarRef]Expr
	found []Dependency
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
	c.expr(r.Subscription)
	c.expr(r.Group)
	c.expr(r.Name)
	c.props(r.Body)
	c.dependencies(r.DependsOn)
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
		c.add(e.Module)
	}
}

func (c *collector) dependencies(all []Dependency) {
	for _, other := range all {
		switch other := other.(type) {
		case *Resource:
			c.resource(other)
		case *Module:
			c.add(other)
		}
	}
}

// resource adds r, or where r exists already what r refers to.
func (c *collector) resource(r *Resource) {
	if !r.Existing {
		c.add(r)
		return
	}
	if !slices.Contains(c.followedResources, r) {
		c.followedResources = append(c.followedResources, r)
		c.declaration(r)
	}
}

func (c *collector) add(other Dependency) {
	if !slices.Contains(c.found, other) {
		c.found = append(c.found, other)
	}
}

func (c *collector) sorted() []Dependency {
	slices.SortFunc(c.found, func(a, b Dependency) int { return CompareSymbols(a.Path(), b.Path()) })
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
