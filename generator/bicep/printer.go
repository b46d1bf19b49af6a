package bicep

import (
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

// printer writes into one buffer.
type printer struct {
	buf []byte
	// declared says whether a declaration was printed.
	declared bool
	// level is the depth of indentation, two spaces each.
	level int
	// within is the resource whose body is being printed, nil outside of all.
	within *template.Resource
}

func (p *printer) add(parts ...string) {
	for _, part := range parts {
		p.buf = append(p.buf, part...)
	}
}

// line begins a new line.
func (p *printer) line() {
	p.buf = append(p.buf, '\n')
	for range p.level {
		p.buf = append(p.buf, "  "...)
	}
}

func (p *printer) document(d *template.Document) {
	if d.Description != "" {
		p.between()
		p.add("metadata description = ")
		p.quoted(d.Description)
		p.add("\n")
	}
	for _, param := range d.Params {
		p.between()
		p.param(param)
	}
	for _, v := range d.Vars {
		p.between()
		p.comment(v.Comment)
		p.add("var ", v.Name, " = ")
		p.value(v.Value)
		p.add("\n")
	}
	for _, r := range d.Resources {
		p.between()
		p.resource(r)
		p.add("\n")
	}
	for _, m := range d.Modules {
		p.between()
		p.module(m)
		p.add("\n")
	}
	for _, o := range d.Outputs {
		p.between()
		p.description(o.Description)
		p.add("output ", o.Name, " ", string(o.Type), " = ")
		p.value(o.Value)
		p.add("\n")
	}
}

// between leaves a blank line after the declaration before, if there is one.
func (p *printer) between() {
	if p.declared {
		p.add("\n")
	}
	p.declared = true
}

func (p *printer) param(param template.Param) {
	p.description(param.Description)
	if param.Secure {
		p.add("@secure()\n")
	}
	if len(param.Allowed) > 0 {
		p.add("@allowed(")
		p.array(param.Allowed)
		p.add(")\n")
	}
	p.bound("minLength", param.MinLength)
	p.bound("maxLength", param.MaxLength)
	p.bound("minValue", param.MinValue)
	p.bound("maxValue", param.MaxValue)
	p.add("param ", param.Name, " ", string(param.Type))
	if param.Default != nil {
		p.add(" = ")
		p.value(param.Default)
	}
	p.add("\n")
}

func (p *printer) description(text string) {
	if text == "" {
		return
	}
	p.add("@description(")
	p.quoted(text)
	p.add(")\n")
}

func (p *printer) bound(name string, n *int) {
	if n != nil {
		p.add("@", name, "(", strconv.Itoa(*n), ")\n")
	}
}

// comment prints lines above something and begins the line for it.
func (p *printer) comment(text string) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		visible := strings.Map(func(r rune) rune {
			if hidden(r) {
				return ' '
			}
			return r
		}, line)
		p.add(strings.TrimRight("// "+visible, " "))
		p.line()
	}
}

func (p *printer) resource(r *template.Resource) {
	p.comment(r.Comment)
	if len(r.DisableRules) > 0 {
		p.add("#disable-next-line ", strings.Join(r.DisableRules, " "))
		p.line()
	}
	p.add("resource ", r.Symbol, " ")
	p.quoted(typeName(r))
	if r.Existing {
		p.add(" existing")
	}
	p.add(" = {")
	p.level++
	outer := p.within
	p.within = r
	if r.Parent != nil {
		p.line()
		p.add("parent: ")
		p.symbol(r.Parent)
	}
	if r.Scope != nil {
		p.line()
		p.add("scope: ")
		p.symbol(r.Scope)
	}
	if r.Group != nil {
		p.groupScope(r.Subscription, r.Group)
	}
	p.line()
	p.add("name: ")
	p.value(r.Name)
	for _, prop := range r.Body {
		p.line()
		p.property(prop)
	}
	p.dependsOn(r.DependsOn, r.DependsOnComment)
	for _, child := range r.Children {
		p.add("\n")
		p.line()
		p.resource(child)
	}
	p.within = outer
	p.level--
	p.line()
	p.add("}")
}

// typeName is the type as the declaration writes it: with the version, and for a
// nested resource without what the resource around it says already.
func typeName(r *template.Resource) string {
	if r.Outer == nil {
		return r.Type + "@" + r.APIVersion
	}
	short := strings.TrimPrefix(r.Type, r.Outer.Type+"/")
	if r.APIVersion == r.Outer.APIVersion {
		return short
	}
	return short + "@" + r.APIVersion
}

func (p *printer) groupScope(subscription, group template.Expr) {
	args := []template.Expr{group}
	if subscription != nil {
		args = []template.Expr{subscription, group}
	}
	p.line()
	p.add("scope: ")
	p.call(template.Call{Name: "resourceGroup", Args: args})
}

func (p *printer) module(m *template.Module) {
	p.comment(m.Comment)
	p.add("module ", m.Symbol, " ")
	p.quoted(m.File)
	p.add(" = {")
	p.level++
	p.groupScope(m.Subscription, m.Group)
	p.line()
	p.add("name: ")
	p.value(m.Name)
	if len(m.Params) > 0 {
		p.line()
		p.add("params: ")
		p.object(m.Params)
	}
	p.dependsOn(m.DependsOn, "")
	p.level--
	p.line()
	p.add("}")
}

func (p *printer) dependsOn(all []template.Dependency, comment string) {
	if len(all) == 0 {
		return
	}
	p.line()
	p.comment(comment)
	p.add("dependsOn: [")
	p.level++
	for _, other := range all {
		p.line()
		switch other := other.(type) {
		case *template.Resource:
			p.symbol(other)
		case *template.Module:
			p.add(other.Symbol)
		}
	}
	p.level--
	p.line()
	p.add("]")
}
