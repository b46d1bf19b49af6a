package template_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "github.com/batchgen/batchgen/generator/template"
)

func symbols(all []Dependency) []string {
	var names []string
	for _, it := range all {
		names = append(names, it.Path())
	}
	return names
}

func TestDependenciesOfResource(t *testing.T) {
	t.Parallel()
	f := newFamily()
	existing := &Resource{Symbol: "old", Type: "T/o", Existing: true, Name: NameOf{Resource: f.bx}, Group: NameOf{Resource: f.b}}
	child := &Resource{Symbol: "child", Type: "T/o/c", Existing: true, Parent: existing, Name: ID{Resource: f.c}}
	m := &Module{Symbol: "m"}
	far := &Resource{Symbol: "far", Type: "T/o", Existing: true, Name: Str("f"), Subscription: NameOf{Resource: f.a}, Group: Str("g")}
	d := &Document{Vars: []Var{
		{Name: "direct", Value: ID{Resource: f.a}},
		{Name: "far", Value: Arr{VarRef("direct"), VarRef("direct"), NameOf{Resource: f.c}}},
	}}
	tests := []struct {
		name string
		give Resource
		want []string
	}{
		{"nothing", Resource{Name: ParamRef("p")}, nil},
		{"id, name, property", Resource{Name: ID{Resource: f.b}, Body: []Prop{
			P("a", NameOf{Resource: f.a}), P("c", Property{Resource: f.c}), P("again", ID{Resource: f.a}),
		}}, []string{"a", "b", "c"}},
		{"a name of a property", Resource{Name: Str("n"), Body: []Prop{{Key: Interp{ID{Resource: f.a}}, Value: Obj{}}}}, []string{"a"}},
		{"parent", Resource{Name: Str("n"), Parent: f.ax}, []string{"a::x"}},
		{"outer", Resource{Name: Str("n"), Outer: f.axy}, []string{"a::x::y"}},
		{"scope", Resource{Name: Str("n"), Scope: f.b}, []string{"b"}},
		{"dependsOn", Resource{Name: Str("n"), DependsOn: []Dependency{f.c, f.b}}, []string{"b", "c"}},
		{"dependsOn a module", Resource{Name: Str("n"), DependsOn: []Dependency{m, f.c, m}}, []string{"c", "m"}},
		{"existing in another subscription", Resource{Name: ID{Resource: far}}, []string{"a"}},
		{"variables", Resource{Name: VarRef("far")}, []string{"a", "c"}},
		{"module", Resource{Name: Str("n"), Body: []Prop{P("x", ModuleOutput{Module: m, Name: "o"}), P("y", ID{Resource: f.ax})}}, []string{"a::x", "m"}},
		{"existing is followed", Resource{Name: Str("n"), Body: []Prop{P("x", ID{Resource: existing})}}, []string{"b", "b::x"}},
		{"existing child is followed", Resource{Name: Str("n"), Parent: child}, []string{"b", "b::x", "c"}},
		{"existing in dependsOn", Resource{Name: Str("n"), DependsOn: []Dependency{child}}, []string{"b", "b::x", "c"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, symbols(NewDependencies(d).OfResource(&test.give))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDependenciesOfModule(t *testing.T) {
	t.Parallel()
	f := newFamily()
	m := &Module{
		Symbol: "m", Name: NameOf{Resource: f.a}, Subscription: VarRef("v"), Group: ParamRef("p"),
		Params: []Prop{P("x", Property{Resource: f.c})}, DependsOn: []Dependency{&Module{Symbol: "other"}, f.ay},
	}
	d := &Document{Vars: []Var{{Name: "v", Value: ID{Resource: f.b}}}}
	if diff := cmp.Diff([]string{"a", "a::y", "b", "c", "other"}, symbols(NewDependencies(d).OfModule(m))); diff != "" {
		t.Error(diff)
	}
	if got := NewDependencies(d).OfModule(&Module{Name: Str("n"), Group: Str("g")}); len(got) > 0 {
		t.Errorf("got %v", symbols(got))
	}
}

// The order was seen in the output of the official compiler.
func TestCompareSymbols(t *testing.T) {
	t.Parallel()
	want := []string{
		"_", "__", "_1", "_a", "1x", "a", "A", "a_", "a::b", "a::c", "a1", "a9", "aa", "aA", "Aa", "AA", "aab", "B", "c",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareSymbols)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if CompareSymbols("same", "same") != 0 {
		t.Error("a name is equal to itself")
	}
}
