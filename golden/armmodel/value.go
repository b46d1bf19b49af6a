package armmodel

import (
	"maps"
	"slices"
	"strings"
)

// At reads below a JSON value: object keys, one after the other; nil where one is missing.
func At(v any, keys ...string) any {
	for _, key := range keys {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	return v
}

// Text returns a JSON string below a value, "" where there is none.
func Text(v any, keys ...string) string {
	s, _ := At(v, keys...).(string)
	return s
}

// List returns a JSON array below a value, nil where there is none.
func List(v any, keys ...string) []any {
	l, _ := At(v, keys...).([]any)
	return l
}

// Object returns a JSON object below a value, nil where there is none.
func Object(v any, keys ...string) map[string]any {
	o, _ := At(v, keys...).(map[string]any)
	return o
}

// number returns a JSON number below a value, and whether there is one.
func number(v any, keys ...string) (int, bool) {
	n, ok := At(v, keys...).(float64)
	return int(n), ok
}

// texts returns the strings of a JSON array, or the one string that stands in its place.
func texts(v any, keys ...string) []string {
	v = At(v, keys...)
	if s, ok := v.(string); ok {
		return []string{s}
	}
	var all []string
	for _, item := range List(v) {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// walk calls visit with every value of a tree and its path, keys in order.
func walk(v any, path string, visit func(path string, v any)) {
	visit(path, v)
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walk(v[key], path+"/"+key, visit)
		}
	case []any:
		for _, item := range v {
			walk(item, path+"/-", visit)
		}
	}
}

// eachText calls visit with every string and every key of a tree.
func eachText(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case map[string]any:
		for key, item := range v {
			visit(key)
			eachText(item, visit)
		}
	case []any:
		for _, item := range v {
			eachText(item, visit)
		}
	}
}

// same compares two sets of words without regard to case and order.
func same(a, b []string) bool {
	return slices.Equal(folded(a), folded(b))
}

func folded(words []string) []string {
	lower := make([]string, len(words))
	for i, w := range words {
		lower[i] = strings.ToLower(w)
	}
	slices.Sort(lower)
	return lower
}

// has reports whether a list of words has one, without regard to case.
func has(words []string, word string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
}
