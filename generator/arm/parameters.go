package arm

import (
	"fmt"
	"strconv"

	"github.com/batchgen/batchgen/generator/template"
)

const parametersSchema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"

// PrintParams gives the text of a .parameters.json file. Values that are read
// from the environment are left out: whoever deploys gives them. It has no room
// for a mark.
func PrintParams(params template.Parameters) []byte {
	w := &writer{}
	w.begin('{')
	w.pair("$schema", parametersSchema)
	w.pair("contentVersion", "1.0.0.0")
	w.key("parameters")
	w.begin('{')
	for _, value := range params.Values {
		if value.Environment != "" {
			continue
		}
		w.key(value.Name)
		w.begin('{')
		w.key("value")
		w.literal(value.Value)
		w.end('}')
	}
	w.end('}')
	w.end('}')
	return append(w.buf, '\n')
}

// literal writes a literal as it is: nothing in a parameter file is taken for an
// expression, so that nothing is escaped.
func (w *writer) literal(e template.Expr) {
	switch e := e.(type) {
	case template.Number:
		w.buf = strconv.AppendInt(w.buf, int64(e), 10)
	case template.Boolean:
		w.buf = strconv.AppendBool(w.buf, bool(e))
	case template.Obj:
		w.begin('{')
		for _, prop := range e {
			w.item()
			w.literal(prop.Key)
			w.buf = append(w.buf, ": "...)
			w.literal(prop.Value)
		}
		w.end('}')
	case template.Arr:
		w.begin('[')
		for _, item := range e {
			w.item()
			w.literal(item)
		}
		w.end(']')
	default:
		text, ok := literalOf(e)
		if !ok {
			panic(fmt.Sprintf("arm: no literal: %T", e))
		}
		w.text(text)
	}
}
