package bicep

import (
	"github.com/batchgen/batchgen/generator/template"
)

// PrintParams gives the text of a .bicepparam file. Its first line is the mark,
// see Mark.
func PrintParams(params template.Parameters, revision int) []byte {
	p := &printer{buf: appendMark(nil, revision)}
	p.add("using ")
	p.quoted(params.Template)
	p.add("\n")
	if len(params.Values) > 0 {
		p.add("\n")
	}
	for _, value := range params.Values {
		p.add("param ", value.Name, " = ")
		if value.Environment != "" {
			p.call(template.Call{Name: "readEnvironmentVariable", Args: []template.Expr{template.Str(value.Environment)}})
		} else {
			p.value(value.Value)
		}
		p.add("\n")
	}
	fillHash(p.buf)
	return p.buf
}
