package armeval

import (
	"github.com/batchgen/batchgen/generator/audit/tree"
)

func (e env) conditional(args []*node) tree.Value {
	switch condition := e.eval(args[0]); {
	case condition.Kind == tree.Unknown:
		return condition
	case condition.Kind != tree.Bool:
		return unknown()
	case condition.Text == "true":
		return e.eval(args[1])
	}
	return e.eval(args[2])
}

// junction is "and" or "or": one argument that decides is enough, wherever the
// unknown stand.
func (e env) junction(args []*node, decides string) tree.Value {
	var open *tree.Value
	for _, arg := range args {
		v := e.eval(arg)
		switch {
		case v.Kind == tree.Bool && v.Text == decides:
			return v
		case v.Kind == tree.Bool:
		case open == nil && v.Kind == tree.Unknown:
			open = &v
		case open == nil:
			v = unknown()
			open = &v
		}
	}
	if open != nil {
		return *open
	}
	return boolean(decides == "false")
}

func not(_ env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.Bool {
		return unknown()
	}
	return boolean(args[0].Text == "false")
}

func coalesce(_ env, args []tree.Value) tree.Value {
	for _, arg := range args {
		if arg.Kind != tree.Null {
			return arg
		}
	}
	return tree.Value{Kind: tree.Null}
}

// truth is what a comparison may come to.
type truth int

const (
	no truth = iota
	yes
	maybe
)

func (t truth) value() tree.Value {
	if t == maybe {
		return unknown()
	}
	return boolean(t == yes)
}

func equals(e env, args []tree.Value) tree.Value { return e.same(args[0], args[1]).value() }

// same compares as Azure does: with letter case in text, without it in names of members.
func (e env) same(a, b tree.Value) truth {
	if !e.spend(1+len(a.Text)/32) || a.Kind == tree.Unknown || b.Kind == tree.Unknown {
		return maybe
	}
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return no
	}
	if a.Text != b.Text {
		if isPlaceholder(a) || isPlaceholder(b) {
			return maybe
		}
		return no
	}
	result := yes
	for i := range a.Items {
		switch e.same(a.Items[i], b.Items[i]) {
		case no:
			return no
		case maybe:
			result = maybe
		}
	}
	for _, m := range a.Members {
		if !e.spend(len(b.Members)) {
			return maybe
		}
		switch e.same(m.Value, b.Get(m.Name)) {
		case no:
			return no
		case maybe:
			result = maybe
		}
	}
	return result
}

// comparison orders integers. Azure orders text by rules of a language, which
// are left unknown unless the texts are equal.
func comparison(holds func(order int) bool) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		a, known := integer(args[0])
		b, both := integer(args[1])
		switch {
		case known && both && a < b:
			return boolean(holds(-1))
		case known && both && a > b:
			return boolean(holds(1))
		case known && both, args[0].Kind == tree.String && args[1].Kind == tree.String && args[0].Text == args[1].Text:
			return boolean(holds(0))
		}
		return unknown()
	}
}
