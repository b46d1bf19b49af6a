package armeval

import (
	"math"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

func arithmetic(do func(a, b int64) (int64, bool)) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		a, known := integer(args[0])
		b, both := integer(args[1])
		if !known || !both {
			return unknown()
		}
		result, ok := do(a, b)
		if !ok {
			return unknown()
		}
		return number(result)
	}
}

func add(a, b int64) (int64, bool) { return a + b, (a+b > a) == (b > 0) }

func sub(a, b int64) (int64, bool) { return a - b, (a-b < a) == (b > 0) }

func mul(a, b int64) (int64, bool) {
	return a * b, a == 0 || a*b/a == b && (a != -1 || b != math.MinInt64)
}

func div(a, b int64) (int64, bool) {
	if b == 0 {
		return 0, false
	}
	return a / b, true
}

func mod(a, b int64) (int64, bool) {
	if b == 0 {
		return 0, false
	}
	return a % b, true
}

// extreme is the least or the greatest of integers, or of a list of them.
func extreme(better func(a, b int64) bool) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		if len(args) == 1 && args[0].Kind == tree.List {
			args = args[0].Items
		}
		var best int64
		for i, arg := range args {
			n, ok := integer(arg)
			if !ok {
				return unknown()
			}
			if i == 0 || better(n, best) {
				best = n
			}
		}
		if len(args) == 0 {
			return unknown()
		}
		return number(best)
	}
}
