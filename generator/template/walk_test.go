package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	. "github.com/batchgen/batchgen/generator/template"
)

func TestWalkVisitsEveryExpression(t *testing.T) {
	t.Parallel()
	e := Obj{
		{Key: Interp{Str("k"), ParamRef("p")}, Value: Arr{Number(1), Boolean(true)}},
		P("x", Access{Of: Call{Name: "f", Args: []Expr{VarRef("v"), Text("t")}}, Name: "n"}),
	}
	var got []Expr
	Walk(e, func(e Expr) {
		switch e.(type) {
		case Obj, Arr, Interp, Call, Access:
		default:
			got = append(got, e)
		}
	})
	want := []Expr{Str("k"), ParamRef("p"), Number(1), Boolean(true), Str("x"), VarRef("v"), Text("t")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSplitJoinsTexts(t *testing.T) {
	t.Parallel()
	p, q := ParamRef("p"), ParamRef("q")
	tests := []struct {
		interp Interp
		texts  []string
		holes  []Expr
	}{
		{Interp{}, []string{""}, nil},
		{Interp{Str("a"), Text("b"), Str("c")}, []string{"abc"}, nil},
		{Interp{Str("$"), Str("{x}")}, []string{"${x}"}, nil},
		{Interp{p}, []string{"", ""}, []Expr{p}},
		{Interp{p, q, Str("z")}, []string{"", "", "z"}, []Expr{p, q}},
		{Interp{Str("a"), Interp{Str("b"), p}, Str("c")}, []string{"a", "c"}, []Expr{Interp{Str("b"), p}}},
	}
	for _, test := range tests {
		texts, holes := test.interp.Split()
		if diff := cmp.Diff(test.texts, texts) + cmp.Diff(test.holes, holes); diff != "" {
			t.Errorf("%v: %s", test.interp, diff)
		}
	}
}

// family is a{x{y}, y} and b{x}, with c under a by Parent.
type family struct{ a, ax, axy, ay, b, bx, c *Resource }

func newFamily() family {
	resource := func(symbol, typ string) *Resource {
		return &Resource{Symbol: symbol, Type: typ, APIVersion: "2025-01-01", Name: Str(symbol)}
	}
	f := family{a: resource("a", "T/a"), b: resource("b", "T/b")}
	f.ax = f.a.Nest(resource("x", "T/a/x"))
	f.axy = f.ax.Nest(resource("y", "T/a/x/y"))
	f.ay = f.a.Nest(resource("y", "T/a/y"))
	f.bx = f.b.Nest(resource("x", "T/b/x"))
	f.c = resource("c", "T/a/c")
	f.c.Parent = f.a
	return f
}

func TestPathFrom(t *testing.T) {
	t.Parallel()
	f := newFamily()
	tests := []struct {
		of, from *Resource
		want     string
	}{
		{f.a, nil, "a"},
		{f.axy, nil, "a::x::y"},
		{f.axy, f.b, "a::x::y"},
		{f.axy, f.a, "x::y"},
		{f.axy, f.ay, "x::y"},
		{f.axy, f.ax, "y"},
		{f.axy, f.axy, "y"},
		{f.a, f.axy, "a"},
		{f.ax, f.axy, "x"},
		// The y in x hides the y beside it.
		{f.ay, f.ax, "a::y"},
		{f.ay, f.axy, "a::y"},
		{f.ay, f.a, "y"},
		{f.bx, f.axy, "b::x"},
		{f.bx, f.c, "b::x"},
	}
	for _, test := range tests {
		if got := test.of.PathFrom(test.from); got != test.want {
			t.Errorf("%s from %v: got %s, want %s", test.of.Path(), test.from, got, test.want)
		}
	}
}

func TestAboveAndRoot(t *testing.T) {
	t.Parallel()
	f := newFamily()
	if f.axy.Above() != f.ax || f.c.Above() != f.a || f.a.Above() != nil {
		t.Error("above is the resource around, or the parent")
	}
	if f.axy.Root() != f.a || f.c.Root() != f.a || f.b.Root() != f.b {
		t.Error("the root is the last above")
	}
}
