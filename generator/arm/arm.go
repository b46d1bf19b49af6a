// Package arm prints a template.Document as an ARM template in JSON: what the
// official compiler makes of the Bicep that the document is printed as, but for
// metadata._generator.
package arm

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"

// Print gives the text of main.json, modules included. Its metadata holds the
// mark, see Mark.
func Print(d *template.Document, revision int) []byte {
	p := &printer{revision: revision, dependencies: template.NewDependencies(d)}
	hashAt := p.document(d)
	p.buf = append(p.buf, '\n')
	fillHash(p.buf, hashAt)
	return p.buf
}

type printer struct {
	writer
	revision     int
	dependencies template.Dependencies
}

// document prints the whole template and tells where its hash belongs.
func (p *printer) document(d *template.Document) (hashAt int) {
	p.begin('{')
	p.pair("$schema", schema)
	p.pair("contentVersion", "1.0.0.0")
	p.key("metadata")
	p.begin('{')
	p.key("_generator")
	p.begin('{')
	p.pair("name", generatorName)
	p.pair("version", strconv.Itoa(p.revision))
	p.pair("templateHash", strings.Repeat(" ", hashLength))
	hashAt = len(p.buf) - 1 - hashLength
	p.end('}')
	if d.Description != "" {
		p.pair("description", escape(d.Description))
	}
	p.end('}')
	p.parameters(d.Params)
	p.variables(d.Vars)
	p.key("resources")
	p.begin('[')
	p.resources(d.Resources)
	for _, m := range d.Modules {
		p.item()
		p.module(m)
	}
	p.end(']')
	p.outputs(d.Outputs)
	p.end('}')
	return hashAt
}

func (p *printer) parameters(params []template.Param) {
	if len(params) == 0 {
		return
	}
	p.key("parameters")
	p.begin('{')
	for _, param := range params {
		p.key(param.Name)
		p.begin('{')
		p.pair("type", typeName(param))
		if param.Default != nil {
			p.key("defaultValue")
			p.value(param.Default)
		}
		if len(param.Allowed) > 0 {
			p.key("allowedValues")
			p.value(template.Arr(param.Allowed))
		}
		p.bound("minLength", param.MinLength)
		p.bound("maxLength", param.MaxLength)
		p.bound("minValue", param.MinValue)
		p.bound("maxValue", param.MaxValue)
		p.description(param.Description)
		p.end('}')
	}
	p.end('}')
}

// typeName spells the secure types as the compiler does.
func typeName(param template.Param) string {
	switch {
	case param.Secure && param.Type == template.String:
		return "securestring"
	case param.Secure && param.Type == template.Object:
		return "secureObject"
	}
	return string(param.Type)
}

func (p *printer) bound(name string, n *int) {
	if n != nil {
		p.key(name)
		p.value(template.Number(*n))
	}
}

func (p *printer) description(text string) {
	if text == "" {
		return
	}
	p.key("metadata")
	p.begin('{')
	p.pair("description", escape(unindented(text)))
	p.end('}')
}

// unindented is what the compiler makes of the text of a description: line
// breaks become LF, and the lines after the first lose the white space that all
// of them begin with. Empty lines do not count.
func unindented(text string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
	indent := len(text)
	for _, line := range lines[1:] {
		if line != "" {
			indent = min(indent, len(line)-len(strings.TrimLeft(line, " \t")))
		}
	}
	for i, line := range lines {
		if i > 0 && line != "" {
			lines[i] = line[indent:]
		}
	}
	return strings.Join(lines, "\n")
}

func (p *printer) variables(vars []template.Var) {
	if len(vars) == 0 {
		return
	}
	p.key("variables")
	p.begin('{')
	for _, v := range vars {
		p.key(v.Name)
		p.value(v.Value)
	}
	p.end('}')
}

func (p *printer) outputs(outputs []template.Output) {
	if len(outputs) == 0 {
		return
	}
	p.key("outputs")
	p.begin('{')
	for _, o := range outputs {
		p.key(o.Name)
		p.begin('{')
		p.pair("type", string(o.Type))
		p.description(o.Description)
		p.key("value")
		p.value(o.Value)
		p.end('}')
	}
	p.end('}')
}

// resources prints what is nested before what it is nested in: first all that
// is in any of the resources, then these.
func (p *printer) resources(all []*template.Resource) {
	for _, r := range all {
		p.resources(r.Children)
	}
	for _, r := range all {
		if !r.Existing {
			p.item()
			p.resource(r)
		}
	}
}

func (p *printer) resource(r *template.Resource) {
	p.begin('{')
	p.pair("type", r.Type)
	p.pair("apiVersion", r.APIVersion)
	if scope := r.Root().Scope; scope != nil {
		p.key("scope")
		p.value(template.ID{Resource: scope})
	}
	p.key("name")
	p.fullName(r)
	p.properties(r.Body)
	p.dependsOn(p.dependencies.OfResource(r))
	p.end('}')
}

// fullName writes the name with those of the resources above. Even where all
// are literal, the compiler writes a call of format.
func (p *printer) fullName(r *template.Resource) {
	above := r.Above()
	if above == nil {
		p.value(r.Name)
		return
	}
	p.buf = append(p.buf, `"[format('{0}`...)
	start := len(p.buf) - len("[format('{0}")
	for n := 1; above != nil; above = above.Above() {
		p.buf = fmt.Appendf(p.buf, "/{%d}", n)
		n++
	}
	p.buf = append(appendNames(append(p.buf, '\''), r), ")]"...)
	p.closeText(start)
}

func (p *printer) dependsOn(all []template.Dependency) {
	if len(all) == 0 {
		return
	}
	p.key("dependsOn")
	p.begin('[')
	for _, other := range all {
		p.item()
		switch other := other.(type) {
		case *template.Resource:
			p.value(template.ID{Resource: other})
		case *template.Module:
			p.buf = append(p.buf, `"[`...)
			start := len(p.buf) - 1
			p.buf = append(appendModuleID(p.buf, other), ']')
			p.closeText(start)
		}
	}
	p.end(']')
}

func (p *printer) module(m *template.Module) {
	p.begin('{')
	p.pair("type", deploymentsType)
	p.pair("apiVersion", deploymentsVersion)
	p.key("name")
	p.value(m.Name)
	if m.Subscription != nil {
		p.key("subscriptionId")
		p.value(m.Subscription)
	}
	p.key("resourceGroup")
	p.value(m.Group)
	p.key("properties")
	p.begin('{')
	p.key("expressionEvaluationOptions")
	p.begin('{')
	p.pair("scope", "inner")
	p.end('}')
	p.pair("mode", "Incremental")
	if len(m.Params) > 0 {
		p.key("parameters")
		p.begin('{')
		for _, param := range m.Params {
			p.item()
			p.stringOf(param.Key)
			p.buf = append(p.buf, ": "...)
			p.begin('{')
			p.key("value")
			p.value(param.Value)
			p.end('}')
		}
		p.end('}')
	}
	p.key("template")
	p.embed(Print(m.Document, p.revision))
	p.end('}')
	p.dependsOn(p.dependencies.OfModule(m))
	p.end('}')
}
