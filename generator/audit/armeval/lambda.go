package armeval

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// lambda makes a function of a call of lambda with at most so many parameters.
func (e env) lambda(n *node, parameters int) (func(args ...tree.Value) tree.Value, bool) {
	if n.kind != call || n.name != "lambda" || len(n.args) < 2 || len(n.args) > parameters+1 {
		return nil, false
	}
	var names []string
	for _, arg := range n.args[:len(n.args)-1] {
		if arg.kind != literal || arg.value.Kind != tree.String {
			return nil, false
		}
		names = append(names, arg.value.Text)
	}
	body := n.args[len(names)]
	return func(args ...tree.Value) tree.Value {
		inner := e
		inner.locals = slices.Clip(e.locals)
		for i, name := range names {
			inner.locals = append(inner.locals, member(name, args[i]))
		}
		return inner.eval(body)
	}, true
}

// listAnd evaluates the first argument to a list and the last to a lambda.
func (e env) listAnd(args []*node, which, parameters int) ([]tree.Value, func(...tree.Value) tree.Value, *tree.Value) {
	over := e.eval(args[0])
	if over.Kind == tree.Unknown {
		return nil, nil, &over
	}
	do, ok := e.lambda(args[which], parameters)
	if over.Kind != tree.List || !ok {
		failed := unknown()
		return nil, nil, &failed
	}
	return over.Items, do, nil
}

func (e env) mapped(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 1, 2)
	if failed != nil {
		return *failed
	}
	result := list()
	for i, item := range over {
		result.Items = append(result.Items, do(item, number(int64(i))))
	}
	return result
}

func (e env) filtered(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 1, 2)
	if failed != nil {
		return *failed
	}
	result := list()
	for i, item := range over {
		switch keep := do(item, number(int64(i))); {
		case keep.Kind == tree.Unknown:
			return keep
		case keep.Kind != tree.Bool:
			return unknown()
		case keep.Text == "true":
			result.Items = append(result.Items, item)
		}
	}
	return result
}

func (e env) reduced(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 2, 3)
	if failed != nil {
		return *failed
	}
	result := e.eval(args[1])
	for i, item := range over {
		result = do(result, item, number(int64(i)))
	}
	return result
}

func (e env) toObject(args []*node) tree.Value {
	over, key, failed := e.listAnd(args, 1, 1)
	if failed != nil {
		return *failed
	}
	value := func(args ...tree.Value) tree.Value { return args[0] }
	if len(args) == 3 {
		var ok bool
		if value, ok = e.lambda(args[2], 1); !ok {
			return unknown()
		}
	}
	result := object()
	for _, item := range over {
		name := key(item)
		if name.Kind == tree.Unknown {
			return name
		}
		if name.Kind != tree.String || !e.spend(len(result.Members)) {
			return unknown()
		}
		result = put(result, name.Text, value(item))
	}
	return result
}

func (e env) lambdaVariable(args []tree.Value) tree.Value {
	for i := len(e.locals) - 1; i >= 0; i-- {
		if strings.EqualFold(e.locals[i].Name, args[0].Text) {
			return e.locals[i].Value
		}
	}
	return unknown()
}
