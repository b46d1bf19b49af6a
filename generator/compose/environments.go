package compose

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// secretVariable is the start of the environment variables that parameters
// without a value are read from.
const secretVariable = "BATCHGEN_"

// Environments gives what each environment of the plan, in the plan's order,
// gives to the parameters of the document that New has composed of the plan:
// every pool's values, tags if there are any, and from the environment
// variables of whoever deploys all that the document has no value for.
func Environments(p plan.Plan, doc *template.Document) []template.Parameters {
	var files []template.Parameters
	for _, e := range p.Environments {
		values := environmentValues(p, e)
		file := template.Parameters{Template: "./main.bicep"}
		for _, param := range doc.Params {
			value, given := values[param.Name]
			switch {
			case given:
				file.Values = append(file.Values, template.ParamValue{Name: param.Name, Value: value})
			case param.Default == nil:
				file.Values = append(file.Values, template.ParamValue{
					Name: param.Name, Environment: secretVariable + upperSnake(param.Name),
				})
			}
		}
		files = append(files, file)
	}
	return files
}

// environmentValues are the values that an environment states, by the names of
// the parameters.
func environmentValues(p plan.Plan, e plan.Environment) map[string]template.Expr {
	values := map[string]template.Expr{}
	if len(e.Tags) > 0 {
		values["tags"] = tagsOf(e.Tags)
	}
	for i, pool := range p.Pools {
		in := e.Pools[i]
		values[pool.Stem+"VmSize"] = template.Str(in.VMSize)
		if a := in.Nodes.Autoscale; a != nil {
			values[pool.Stem+"MinNodes"] = template.Number(a.Min)
			values[pool.Stem+"MaxNodes"] = template.Number(a.Max)
			values[pool.Stem+"SpotMaxNodes"] = template.Number(a.SpotMax)
		} else {
			values[pool.Stem+"DedicatedNodes"] = template.Number(in.Nodes.Dedicated)
			values[pool.Stem+"SpotNodes"] = template.Number(in.Nodes.Spot)
		}
	}
	return values
}

func tagsOf(tags []intent.Tag) template.Obj {
	obj := make(template.Obj, len(tags))
	for i, tag := range tags {
		obj[i] = template.P(tag.Name, template.Str(tag.Value))
	}
	return obj
}

// upperSnake writes a parameter's name as environment variables are written:
// shareUserPassword is SHARE_USER_PASSWORD.
func upperSnake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if 'A' <= r && r <= 'Z' && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// boundParameters declares the bounds of batchgen's own formula.
func (c *composer) boundParameters(pool *plan.Pool) {
	s := &pool.Scale
	for _, bound := range s.Bounds {
		switch {
		case !bound.Count.Parameter:
		case bound.Count == &s.Min:
			c.leastParameter(pool, bound)
		case bound.Count == &s.Dedicated:
			c.countParameter(pool, bound.Suffix, bound.What, s.Dedicated, "spot", s.Spot)
		default:
			c.countParameter(pool, bound.Suffix, bound.What, s.Spot, "dedicated", s.Dedicated)
		}
	}
}

// leastParameter declares how many dedicated nodes always stay: at most as many
// as there may be at all.
func (c *composer) leastParameter(pool *plan.Pool, bound plan.Bound) {
	var most *int
	if pool.Subnet.Prefix().IsValid() {
		most = &bound.Count.Max
	}
	description := fmt.Sprintf("%s of pool '%s'. They stay when no task waits.", bound.What, pool.Name)
	c.nodesParameter(pool.Stem+bound.Suffix, description, bound.Count.Value, most)
}

// formula is the text of a pool's formula; where it has parameters, a line each
// is joined to it.
func (c *composer) formula(pool *plan.Pool) template.Expr {
	s := pool.Scale
	if len(s.Bounds) == 0 {
		return template.Text(s.Formula)
	}
	text := strings.Split(strings.TrimSuffix(s.Formula, "\n"), "\n")
	lines := make(template.Arr, len(text))
	for i, line := range text {
		lines[i] = template.Str(line)
	}
	for i, bound := range s.Bounds {
		if bound.Count.Parameter {
			value := c.poolParameter(pool, bound.Suffix, template.Int, bound.What, nil)
			lines[i] = template.Interp{template.Str(bound.Variable + " = "), value, template.Str(";")}
		}
	}
	return template.Call{Name: "join", Args: []template.Expr{lines, template.Str("\n")}}
}
