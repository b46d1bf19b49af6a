package templatetest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

// Random makes a document of about size declarations in which everything that
// the tree can express occurs sooner or later, with hostile texts. The document
// is valid, and the Bicep linter finds nothing in it. The same seed and size
// give the same document.
func Random(seed uint64, size int) *template.Document {
	g := newRandom(&source{state: seed<<8 + uint64(size)})
	if g.chance(2) {
		g.doc.Description = hostile(g.source)
	}
	for range size {
		switch g.below(12) {
		case 0, 1, 2:
			g.param()
		case 3, 4:
			g.variable()
		case 5:
			g.module()
		default:
			g.resource()
		}
	}
	for range g.below(4) {
		g.output()
	}
	g.useTheRest()
	g.addDependsOn()
	return g.doc
}

// random has what can be referred to so far: only earlier things are, so that
// nothing depends on itself.
type random struct {
	*source
	doc  *template.Document
	used map[string]bool
	// values are parameters and variables by their type, secure ones apart.
	values, secrets map[template.Type][]expr
	// resources in the order in which they were made.
	resources []*template.Resource
	// made are the resources and modules in that order.
	made []template.Dependency
	// holes counts the interpolations around the expression being made: no
	// object or array may be written in one.
	holes int
	// calls counts the calls around it.
	calls int
}

func newRandom(r *source) *random {
	return &random{
		source: r, doc: &template.Document{}, used: map[string]bool{},
		values: map[template.Type][]expr{}, secrets: map[template.Type][]expr{},
	}
}

// source gives numbers that look random and depend on the seed alone.
type source struct{ state uint64 }

// next is the next number, by the splitmix64 algorithm.
func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (s *source) below(n int) int { return int(s.next() % uint64(n)) }

// place says what an expression may refer to where it stands.
type place int

const (
	// anywhere is the default value of a parameter: nothing of the document.
	anywhere place = iota
	// atStart is what must be known when the deployment starts.
	atStart
	// atRun may read the state of resources and the outputs of modules.
	atRun
)

func (g *random) chance(of int) bool { return g.below(of) == 0 }

func pick[T any](g *random, items []T) T { return items[g.below(len(items))] }

// symbol is a new name. Many differ in case, digits or length alone.
func (g *random) symbol() string {
	for {
		name := []byte{"abxABX_"[g.below(7)]}
		for range g.below(3) {
			name = append(name, "abxABX_019"[g.below(10)])
		}
		if !g.used[string(name)] {
			g.used[string(name)] = true
			return string(name)
		}
	}
}

var types = []template.Type{template.String, template.Int, template.Bool, template.Array, template.Object}

func (g *random) param() {
	p := template.Param{Name: g.symbol(), Type: pick(g, types)}
	if g.chance(2) {
		p.Description = hostile(g.source)
	}
	if (p.Type == template.String || p.Type == template.Object) && g.chance(5) {
		g.secret(p)
		return
	}
	switch g.below(4) {
	case 0:
	case 1:
		p.Default = g.expr(p.Type, anywhere, 3)
	default:
		g.limit(&p)
	}
	g.doc.Params = append(g.doc.Params, p)
	g.values[p.Type] = append(g.values[p.Type], param(p.Name))
}

// secret declares a secure parameter.
func (g *random) secret(p template.Param) {
	p.Secure = true
	// The environment of a parameter file gives text alone.
	if p.Type == template.Object {
		p.Default = obj{}
	}
	g.doc.Params = append(g.doc.Params, p)
	g.secrets[p.Type] = append(g.secrets[p.Type], param(p.Name))
}

// limit gives a parameter limits, and a default value within them.
func (g *random) limit(p *template.Param) {
	switch p.Type {
	case template.Int:
		low := g.below(1000) - 500
		p.MinValue, p.MaxValue, p.Default = new(low), new(low+10), template.Number(low+g.below(11))
	case template.String:
		if g.chance(2) {
			p.MinLength, p.MaxLength = new(0), new(1000)
			p.Default = str(hostile(g.source))
			return
		}
		seen := map[string]bool{}
		for range 1 + g.below(3) {
			if text := hostile(g.source); !seen[strings.ToValidUTF8(text, "")] {
				seen[strings.ToValidUTF8(text, "")] = true
				p.Allowed = append(p.Allowed, str(text))
			}
		}
		p.Default = pick(g, p.Allowed)
	case template.Array:
		p.MinLength, p.Default = new(1), arr{template.Number(1)}
	case template.Bool:
		p.Allowed, p.Default = []expr{template.Boolean(true)}, template.Boolean(true)
	default:
	}
}

func (g *random) variable() {
	typ := pick(g, types)
	v := template.Var{Value: g.expr(typ, atStart, 4), Name: g.symbol(), Comment: g.comment()}
	g.doc.Vars = append(g.doc.Vars, v)
	g.values[typ] = append(g.values[typ], template.VarRef(v.Name))
}

func (g *random) comment() string {
	if g.chance(5) {
		return hostile(g.source)
	}
	return ""
}

func (g *random) output() {
	typ := pick(g, types)
	o := template.Output{Name: g.symbol(), Type: typ, Value: g.expr(typ, atRun, 3)}
	if g.chance(2) {
		o.Description = hostile(g.source)
	}
	g.doc.Outputs = append(g.doc.Outputs, o)
}

func (g *random) version() string { return pick(g, []string{"2024-01-01", "2025-06-01"}) }

func (g *random) resource() {
	r := &template.Resource{
		Type: pick(g, []string{"Test.Rp/things", "Test.Rp/others"}), APIVersion: g.version(),
		Comment: g.comment(), Existing: g.chance(3),
	}
	if g.chance(8) {
		r.DisableRules = []string{"use-recent-api-versions", "no-such-rule"}[:1+g.below(2)]
	}
	var other *template.Resource
	if len(g.resources) > 0 {
		other = pick(g, g.resources)
	}
	// What is deployed must lie in the deployment's own group.
	foreign := other != nil && elsewhere(other) && !r.Existing
	switch {
	case other == nil || foreign || g.chance(2):
		if r.Existing && g.chance(3) {
			r.Group = g.name()
			if g.chance(2) {
				r.Subscription = g.name()
			}
		}
	case g.chance(3):
		r.Type, r.Scope = "Test.Ext/locks", other
	case g.chance(2):
		r.Type, r.Parent = other.Type+"/"+pick(g, []string{"kids", "cousins"}), other
	default:
		r.Type = other.Type + "/" + pick(g, []string{"inner", "kids"})
		g.fill(r)
		g.nest(other, r)
		return
	}
	g.fill(r)
	r.Symbol = g.symbol()
	g.keep(r)
	g.doc.Resources = append(g.doc.Resources, r)
}

// elsewhere reports whether a resource, or one that it is on, is in another group.
func elsewhere(r *template.Resource) bool {
	root := r.Root()
	return root.Group != nil || root.Scope != nil && elsewhere(root.Scope)
}

// nest puts a resource into another. Its name may hide that of another nested
// resource, but nothing that is declared outside of all resources.
func (g *random) nest(outer, r *template.Resource) {
	taken := map[string]bool{}
	for _, child := range outer.Children {
		taken[child.Symbol] = true
	}
	for _, name := range []string{"inner", "Inner", "inner1", "inner_", "in", "other", "oTher"} {
		if !taken[name] && !g.chance(3) {
			r.Symbol = name
			break
		}
	}
	if r.Symbol == "" {
		r.Symbol = g.symbol()
	}
	if g.chance(2) {
		r.APIVersion = outer.APIVersion
	}
	g.keep(outer.Nest(r))
}

func (g *random) keep(r *template.Resource) {
	g.resources = append(g.resources, r)
	g.made = append(g.made, r)
}

// name is the name of a resource: known at the start, and without a slash.
func (g *random) name() expr {
	if len(g.values[template.String]) > 0 && g.chance(2) {
		return pick(g, g.values[template.String])
	}
	switch g.below(4) {
	case 0:
		return template.Call{Name: "guid", Args: g.exprs(template.String, atStart, 2)}
	case 1:
		hole := template.Call{Name: "toUpper", Args: []expr{g.hole(template.String, atStart, 2)}}
		return template.Interp{str(strings.ReplaceAll(hostile(g.source), "/", "") + "n"), hole}
	case 2:
		if len(g.resources) > 0 {
			return template.NameOf{Resource: pick(g, g.resources)}
		}
	}
	return str(fmt.Sprintf("%s%d", strings.ReplaceAll(hostile(g.source), "/", ""), g.next()>>32))
}

// fill gives a resource its name and body.
func (g *random) fill(r *template.Resource) {
	if g.chance(6) {
		r.Name = str(fmt.Sprintf("plain%d", g.next()>>32))
		return
	}
	r.Name = g.name()
	if r.Existing {
		return
	}
	if g.chance(2) {
		r.Body = append(r.Body, prop("location", g.expr(template.String, atStart, 2)))
	}
	if g.chance(2) {
		r.Body = append(r.Body, prop("tags", g.expr(template.Object, atStart, 2)))
	}
	if g.chance(2) {
		r.Body = append(r.Body, prop("properties", g.expr(template.Object, atRun, 4)))
	}
}

func (g *random) module() {
	inner := newRandom(g.source)
	for range 1 + g.below(3) {
		inner.param()
	}
	inner.resource()
	for range g.below(3) {
		inner.output()
	}
	inner.useTheRest()
	m := &template.Module{
		File: fmt.Sprintf("modules/m%d.bicep", len(g.doc.Modules)), Document: inner.doc,
		Name: g.name(), Group: g.name(), Comment: g.comment(),
	}
	if g.chance(2) {
		m.Subscription = g.name()
	}
	for _, p := range inner.doc.Params {
		if p.Default == nil || g.chance(3) && len(p.Allowed) == 0 && p.MinLength == nil && p.MinValue == nil {
			m.Params = append(m.Params, prop(p.Name, g.argument(p)))
		}
	}
	m.Symbol = g.symbol()
	g.made = append(g.made, m)
	g.doc.Modules = append(g.doc.Modules, m)
}

// argument is a value for a parameter of a module: a secret for a secret, mostly.
func (g *random) argument(p template.Param) expr {
	if !p.Secure || g.chance(4) {
		return g.expr(p.Type, atRun, 2)
	}
	if len(g.secrets[p.Type]) == 0 {
		g.secret(template.Param{Name: g.symbol(), Type: p.Type})
	}
	return pick(g, g.secrets[p.Type])
}

// useTheRest adds a resource that refers to every parameter, variable and
// existing resource: what nothing uses is a finding of the linter.
func (g *random) useTheRest() {
	all := arr{}
	for _, typ := range types {
		all = append(append(all, g.secrets[typ]...), g.values[typ]...)
	}
	for _, r := range g.resources {
		if r.Existing {
			all = append(all, template.ID{Resource: r})
		}
	}
	if len(all) > 0 {
		g.doc.Resources = append(g.doc.Resources, &template.Resource{
			Symbol: "rest", Type: "Test.Rp/rests", APIVersion: "2025-06-01", Name: str("rest"),
			Body: []template.Prop{prop("properties", obj{prop("all", all)})},
		})
	}
}

// addDependsOn adds what is older, so that nothing depends on itself, and then
// takes away what is referred to anyway.
func (g *random) addDependsOn() {
	for i, it := range g.made {
		switch it := it.(type) {
		case *template.Resource:
			if !it.Existing && (it.Outer == nil || plain(it)) {
				it.DependsOn, it.DependsOnComment = g.some(g.made[:i]), g.comment()
			}
		case *template.Module:
			it.DependsOn = g.some(g.made[:i])
		}
	}
	// Taking away leads to less, so that what was needed stays needed.
	for _, it := range g.made {
		switch it := it.(type) {
		case *template.Resource:
			it.DependsOn = g.needed(it, it.DependsOn)
		case *template.Module:
			it.DependsOn = g.needed(it, it.DependsOn)
		}
	}
}

// some picks up to three, each once.
func (g *random) some(of []template.Dependency) []template.Dependency {
	if len(of) == 0 || !g.chance(2) {
		return nil
	}
	var list []template.Dependency
	for range 1 + g.below(3) {
		if other := pick(g, of); !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list
}

// needed are those of the dependencies that nothing else in it leads to.
func (g *random) needed(it template.Dependency, all []template.Dependency) []template.Dependency {
	near := reach{doc: g.doc, seen: map[any]bool{}}
	switch it := it.(type) {
	case *template.Resource:
		it.DependsOn = nil
		near.resource(it)
	case *template.Module:
		it.DependsOn = nil
		near.module(it)
	}
	return slices.DeleteFunc(all, func(other template.Dependency) bool { return near.seen[other] })
}

// plain reports whether a resource, with what is nested in it, refers to nothing.
// One that leads back to the resource around it would, to bicepcheck, refer to
// its own dependsOn too.
func plain(r *template.Resource) bool {
	_, literal := r.Name.(str)
	return literal && len(r.Body) == 0 && len(r.Children) == 0
}

// reach gathers all resources, modules and variables that something leads to,
// through whatever is around, above or nested in them.
type reach struct {
	doc  *template.Document
	seen map[any]bool
}

func (w reach) resource(r *template.Resource) {
	if r == nil || w.seen[r] {
		return
	}
	w.seen[r] = true
	w.resource(r.Above())
	w.resource(r.Scope)
	w.exprs(r.Name, r.Subscription, r.Group, obj(r.Body))
	w.dependencies(r.DependsOn)
	for _, child := range r.Children {
		w.resource(child)
	}
}

func (w reach) module(m *template.Module) {
	if w.seen[m] {
		return
	}
	w.seen[m] = true
	w.exprs(m.Name, m.Subscription, m.Group, obj(m.Params))
	w.dependencies(m.DependsOn)
}

func (w reach) dependencies(all []template.Dependency) {
	for _, other := range all {
		switch other := other.(type) {
		case *template.Resource:
			w.resource(other)
		case *template.Module:
			w.module(other)
		}
	}
}

func (w reach) exprs(list ...expr) {
	for _, e := range list {
		if e != nil {
			template.Walk(e, w.visit)
		}
	}
}

func (w reach) visit(e expr) {
	switch e := e.(type) {
	case template.ID:
		w.resource(e.Resource)
	case template.NameOf:
		w.resource(e.Resource)
	case template.Property:
		w.resource(e.Resource)
	case template.ModuleOutput:
		w.module(e.Module)
	case template.VarRef:
		for _, v := range w.doc.Vars {
			if v.Name == string(e) && !w.seen[e] {
				w.seen[e] = true
				w.exprs(v.Value)
			}
		}
	}
}

// expr is an expression of a type.
func (g *random) expr(typ template.Type, at place, depth int) expr {
	if values := g.values[typ]; at != anywhere && len(values) > 0 && g.chance(4) {
		return pick(g, values)
	}
	if objects := g.values[template.Object]; at != anywhere && len(objects) > 0 && g.chance(12) {
		if o, ok := pick(g, objects).(param); ok {
			return template.Access{Of: o, Name: hostile(g.source)}
		}
	}
	if at == atRun && g.chance(6) {
		if e := g.runtime(typ); e != nil {
			return e
		}
	}
	if depth <= 0 {
		return g.literal(typ)
	}
	if g.chance(3) {
		return g.call(typ, at, depth-1)
	}
	switch {
	case typ == template.String:
		return g.text(at, depth-1)
	case typ == template.Array && g.holes == 0:
		return arr(g.mixed(at, depth-1))
	case typ == template.Object && g.holes == 0:
		return g.object(at, depth-1)
	}
	return g.literal(typ)
}

func (g *random) exprs(typ template.Type, at place, depth int) []expr {
	list := make([]expr, 1+g.below(3))
	for i := range list {
		list[i] = g.expr(typ, at, depth)
	}
	return list
}

func (g *random) mixed(at place, depth int) []expr {
	list := make([]expr, g.below(4))
	for i := range list {
		list[i] = g.expr(pick(g, types), at, depth)
	}
	return list
}

func (g *random) literal(typ template.Type) expr {
	switch typ {
	case template.String:
		if g.chance(3) {
			return template.Text(hostile(g.source))
		}
		return str(hostile(g.source))
	case template.Int:
		return template.Number(pick(g, []int64{
			0, 1, -1, int64(g.next()), math.MaxInt32, math.MaxInt32 + 1, math.MinInt32, math.MinInt32 - 1,
			math.MaxInt64, math.MinInt64,
		}))
	case template.Bool:
		return template.Boolean(g.chance(2))
	case template.Array:
		if g.holes > 0 {
			return template.Call{Name: "split", Args: []expr{str(hostile(g.source)), str(",")}}
		}
		return arr{}
	default:
		if g.holes > 0 {
			return template.Call{Name: "parseCidr", Args: []expr{str("10.0.0.0/8")}}
		}
		return obj{}
	}
}

// hole is an expression in an interpolation.
func (g *random) hole(typ template.Type, at place, depth int) expr {
	g.holes++
	defer func() { g.holes-- }()
	return g.expr(typ, at, depth)
}

// text is a string: literal, with expressions in it, or an ID or name.
func (g *random) text(at place, depth int) expr {
	switch g.below(4) {
	case 0:
		return g.literal(template.String)
	case 1:
		if at != anywhere && len(g.resources) > 0 {
			return template.ID{Resource: pick(g, g.resources)}
		}
	case 2:
		if at != anywhere && len(g.resources) > 0 {
			return template.NameOf{Resource: pick(g, g.resources)}
		}
	}
	interp := template.Interp{}
	for range g.below(4) {
		switch g.below(3) {
		case 0:
			interp = append(interp, g.hole(pick(g, types[:3]), at, depth))
		default:
			interp = append(interp, g.literal(template.String))
		}
	}
	// An expression alone would be a needless interpolation.
	return append(interp, str("."))
}

func (g *random) object(at place, depth int) obj {
	o := obj{}
	seen := map[string]bool{}
	for range g.below(4) {
		key, name := g.key(at, depth)
		if !seen[name] {
			seen[name] = true
			o = append(o, template.Prop{Key: key, Value: g.expr(pick(g, types), at, depth)})
		}
	}
	return o
}

// key is the name of a property, with a text that tells names apart.
func (g *random) key(at place, depth int) (key expr, name string) {
	if at != anywhere && len(g.resources) > 0 && g.chance(5) {
		return template.Interp{template.ID{Resource: pick(g, g.resources)}}, "an ID"
	}
	name = hostile(g.source)
	if g.chance(6) {
		return template.Interp{str(name), g.hole(template.String, at, depth-1), str("~")}, "an interpolation"
	}
	if g.chance(6) {
		return template.Interp{str(name)}, strings.ToValidUTF8(name, "\ufffd")
	}
	return str(name), strings.ToValidUTF8(name, "\ufffd")
}

// runtime reads the state of a resource or an output of a module; nil where
// there is none of the type.
func (g *random) runtime(typ template.Type) expr {
	if len(g.doc.Modules) > 0 && g.chance(2) {
		m := pick(g, g.doc.Modules)
		for _, o := range m.Document.Outputs {
			if o.Type == typ {
				return template.ModuleOutput{Module: m, Name: o.Name}
			}
		}
	}
	if len(g.resources) == 0 {
		return nil
	}
	path := make([]string, g.below(3))
	for i := range path {
		path[i] = pick(g, []string{"a", "copy", "b_1", "x y", "it's", "${x}", "true"})
	}
	return template.Property{Resource: pick(g, g.resources), Path: path}
}

func (g *random) call(typ template.Type, at place, depth int) expr {
	g.calls++
	defer func() { g.calls-- }()
	s := func() expr { return g.expr(template.String, at, depth) }
	a := func() expr { return g.expr(template.Array, at, depth) }
	o := func() expr { return g.expr(template.Object, at, depth) }
	call := func(name string, args ...expr) expr {
		// The formatter measures a call that holds one like f(x, {}) by a rule of
		// its own, which the printer does not follow.
		if last := len(args) - 1; g.calls > 1 && last > 0 && empty(args[last]) {
			args[last] = arr{template.Number(0)}
		}
		return template.Call{Name: name, Args: args}
	}
	access := func(of expr, name string) expr { return template.Access{Of: of, Name: name} }
	switch typ {
	case template.String:
		return pick(g, []func() expr{
			func() expr { return call("uniqueString", g.exprs(template.String, at, depth)...) },
			func() expr { return call("guid", g.exprs(template.String, at, depth)...) },
			func() expr { return call("replace", s(), s(), s()) },
			func() expr { return call("toLower", s()) },
			func() expr { return call("join", a(), s()) },
			func() expr { return call("string", o()) },
			func() expr { return call("take", s(), template.Number(3)) },
			func() expr { return access(call("resourceGroup"), "id") },
			func() expr { return access(access(call("environment"), "suffixes"), "storage") },
			func() expr { return access(call("tenant"), "tenantId") },
			func() expr { return access(call("subscription"), "id") },
			func() expr { return call("subscriptionResourceId", str("Test.Rp/roles"), s()) },
		})()
	case template.Int:
		return call("length", a())
	case template.Bool:
		return call("contains", s(), s())
	case template.Array:
		return pick(g, []func() expr{
			func() expr { return call("split", s(), str(",")) },
			func() expr { return call("union", a(), a()) },
			func() expr { return call("array", o()) },
		})()
	default:
		return pick(g, []func() expr{
			func() expr { return call("union", o(), o()) },
			func() expr { return call("shallowMerge", a()) },
			func() expr { return call("parseCidr", str("10.0.0.0/8")) },
		})()
	}
}

func empty(e expr) bool {
	switch e := e.(type) {
	case obj:
		return len(e) == 0
	case arr:
		return len(e) == 0
	}
	return false
}
