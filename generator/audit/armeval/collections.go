package armeval

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

func length(_ env, args []tree.Value) tree.Value {
	switch v := args[0]; v.Kind {
	case tree.String:
		return number(int64(utf8.RuneCountInString(v.Text)))
	case tree.List, tree.Object:
		return number(int64(len(v.Items) + len(v.Members)))
	}
	return unknown()
}

func empty(_ env, args []tree.Value) tree.Value {
	switch v := args[0]; v.Kind {
	case tree.Null, tree.String, tree.List, tree.Object:
		return boolean(v.Text == "" && len(v.Items) == 0 && len(v.Members) == 0)
	}
	return unknown()
}

func contains(e env, args []tree.Value) tree.Value {
	in, wanted := args[0], args[1]
	switch in.Kind {
	case tree.List:
		return e.in(in.Items, wanted).value()
	case tree.Object:
		return boolean(wanted.Kind == tree.String && in.Get(wanted.Text).Kind != tree.Absent)
	case tree.String:
		if part, ok := e.textOf(wanted); ok {
			return boolean(strings.Contains(in.Text, part))
		}
	}
	return unknown()
}

// in tells whether a value is in a list.
func (e env) in(items []tree.Value, wanted tree.Value) truth {
	result := no
	for _, item := range items {
		switch e.same(item, wanted) {
		case yes:
			return yes
		case maybe:
			result = maybe
		}
	}
	return result
}

func first(_ env, args []tree.Value) tree.Value {
	return end(args[0], func(size int) int { return min(1, size) }, func(int) int { return 0 })
}

func last(_ env, args []tree.Value) tree.Value {
	return end(args[0], func(size int) int { return size }, func(size int) int { return max(0, size-1) })
}

// end is the item or character that ends before to(size) and begins at from(size).
func end(v tree.Value, to, from func(size int) int) tree.Value {
	switch {
	case v.Kind == tree.String:
		chars := []rune(v.Text)
		return text(string(chars[from(len(chars)):to(len(chars))]))
	case v.Kind == tree.List && len(v.Items) == 0:
		return tree.Value{Kind: tree.Null}
	case v.Kind == tree.List:
		return v.Items[from(len(v.Items))]
	}
	return unknown()
}

func take(_ env, args []tree.Value) tree.Value {
	return part(args, func(n, _ int) (int, int) { return 0, n })
}

func skip(_ env, args []tree.Value) tree.Value {
	return part(args, func(n, size int) (int, int) { return n, size })
}

// part cuts the first argument at the second.
func part(args []tree.Value, bounds func(n, size int) (int, int)) tree.Value {
	wanted, ok := integer(args[1])
	if !ok {
		return unknown()
	}
	switch v := args[0]; v.Kind {
	case tree.String:
		chars := []rune(v.Text)
		from, to := bounds(int(max(0, min(wanted, int64(len(chars))))), len(chars))
		return text(string(chars[from:to]))
	case tree.List:
		from, to := bounds(int(max(0, min(wanted, int64(len(v.Items))))), len(v.Items))
		return list(v.Items[from:to]...)
	}
	return unknown()
}

func toArray(_ env, args []tree.Value) tree.Value {
	if args[0].Kind == tree.List {
		return args[0]
	}
	return list(args[0])
}

func createObject(e env, args []tree.Value) tree.Value {
	result := object()
	for i := 0; i+1 < len(args); i += 2 {
		if args[i].Kind == tree.Unknown {
			return args[i]
		}
		if args[i].Kind != tree.String || !e.spend(len(result.Members)) {
			return unknown()
		}
		result = put(result, args[i].Text, args[i+1])
	}
	if len(args)%2 == 1 {
		return unknown()
	}
	return result
}

// put adds a member to an object that nobody else holds, or replaces it.
func put(o tree.Value, name string, v tree.Value) tree.Value {
	for i, m := range o.Members {
		if strings.EqualFold(m.Name, name) {
			o.Members[i].Value = v
			return o
		}
	}
	o.Members = append(o.Members, member(name, v))
	return o
}

func integers(e env, args []tree.Value) tree.Value {
	start, ok := integer(args[0])
	count, both := integer(args[1])
	if !ok || !both || count < 0 || count > maxRange || !e.spend(int(count)) {
		return unknown()
	}
	result := list()
	for i := range count {
		result.Items = append(result.Items, number(start+i))
	}
	return result
}

func union(e env, args []tree.Value) tree.Value {
	if args[0].Kind == tree.Object {
		result := object()
		for _, arg := range args {
			if arg.Kind != tree.Object {
				return unknown()
			}
			result = e.merged(result, arg)
		}
		return result
	}
	result := list()
	for _, arg := range args {
		if arg.Kind != tree.List {
			return unknown()
		}
		for _, item := range arg.Items {
			switch e.in(result.Items, item) {
			case maybe:
				return unknown()
			case no:
				result.Items = append(result.Items, item)
			}
		}
	}
	return result
}

// merged puts the members of b over those of a, objects within objects, too.
func (e env) merged(a, b tree.Value) tree.Value {
	result := object(slices.Clone(a.Members)...)
	for _, m := range b.Members {
		if !e.spend(len(result.Members)) {
			return outOfSteps(0)
		}
		before := result.Get(m.Name)
		if before.Kind == tree.Object && m.Value.Kind == tree.Object {
			m.Value = e.merged(before, m.Value)
		}
		result = put(result, m.Name, m.Value)
	}
	return result
}

func intersection(e env, args []tree.Value) tree.Value {
	result := args[0]
	for _, arg := range args[1:] {
		if arg.Kind != result.Kind {
			return unknown()
		}
		both := tree.Value{Kind: arg.Kind}
		for _, item := range result.Items {
			switch e.in(arg.Items, item) {
			case maybe:
				return unknown()
			case yes:
				both.Items = append(both.Items, item)
			}
		}
		for _, m := range result.Members {
			if !e.searched(arg) {
				return unknown()
			}
			switch e.same(m.Value, arg.Get(m.Name)) {
			case maybe:
				return unknown()
			case yes:
				both.Members = append(both.Members, m)
			}
		}
		result = both
	}
	if result.Kind != tree.List && result.Kind != tree.Object {
		return unknown()
	}
	return result
}

func flatten(e env, args []tree.Value) tree.Value {
	result := list()
	for _, item := range args[0].Items {
		if item.Kind != tree.List || !e.spend(len(item.Items)) {
			return unknown()
		}
		result.Items = append(result.Items, item.Items...)
	}
	if args[0].Kind != tree.List {
		return unknown()
	}
	return result
}

func shallowMerge(e env, args []tree.Value) tree.Value {
	result := object()
	for _, item := range args[0].Items {
		if item.Kind != tree.Object {
			return unknown()
		}
		for _, m := range item.Members {
			if !e.spend(len(result.Members)) {
				return unknown()
			}
			result = put(result, m.Name, m.Value)
		}
	}
	if args[0].Kind != tree.List {
		return unknown()
	}
	return result
}

// sorted are the members in the order of their names, as items and objectKeys give them.
func sorted(o tree.Value) []tree.Member {
	return slices.SortedStableFunc(slices.Values(o.Members), func(a, b tree.Member) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
}

func items(_ env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.Object {
		return unknown()
	}
	result := list()
	for _, m := range sorted(args[0]) {
		result.Items = append(result.Items, object(member("key", text(m.Name)), member("value", m.Value)))
	}
	return result
}

func objectKeys(_ env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.Object {
		return unknown()
	}
	result := list()
	for _, m := range sorted(args[0]) {
		result.Items = append(result.Items, text(m.Name))
	}
	return result
}

// tryGet follows names and indexes, and gives null where one is not there.
func tryGet(e env, args []tree.Value) tree.Value {
	v := args[0]
	for _, key := range args[1:] {
		if v.Kind == tree.Unknown {
			return v
		}
		if v = e.at(v, key); v.Kind == tree.Absent {
			return tree.Value{Kind: tree.Null}
		}
	}
	return v
}
