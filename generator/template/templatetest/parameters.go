package templatetest

import (
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

// RandomParameters makes a parameter file for a document of Random, which lies
// beside it as main.bicep. Its values are hostile, and valid for the document.
// The same seed and document give the same values.
func RandomParameters(seed uint64, d *template.Document) template.Parameters {
	g := newRandom(&source{state: ^seed})
	all := template.Parameters{Template: "./main.bicep"}
	for _, p := range d.Params {
		if p.Default != nil && g.chance(2) {
			continue
		}
		value := template.ParamValue{Name: p.Name}
		switch {
		case p.Secure && p.Type == template.Object:
			continue
		case p.Secure || p.Type == template.String && p.Allowed == nil && g.chance(6):
			value.Environment = "BATCHGEN_" + hostile(g.source)
		case p.Allowed != nil:
			value.Value = pick(g, p.Allowed)
		case p.MinValue != nil:
			value.Value = template.Number(*p.MinValue + g.below(*p.MaxValue-*p.MinValue+1))
		case p.MinLength != nil && p.Type == template.Array:
			value.Value = arr{g.constant(pick(g, types), 3)}
		default:
			value.Value = g.constant(p.Type, 4)
		}
		all.Values = append(all.Values, value)
	}
	return all
}

// constant is a literal of a type.
func (g *random) constant(typ template.Type, depth int) expr {
	switch {
	case typ == template.Array && depth > 0:
		list := make(arr, g.below(4))
		for i := range list {
			list[i] = g.constant(pick(g, types), depth-1)
		}
		return list
	case typ == template.Object && depth > 0:
		o := obj{}
		seen := map[string]bool{}
		for range g.below(4) {
			name := hostile(g.source)
			if readable := strings.ToValidUTF8(name, "\ufffd"); !seen[readable] {
				seen[readable] = true
				o = append(o, prop(name, g.constant(pick(g, types), depth-1)))
			}
		}
		return o
	}
	return g.literal(typ)
}
