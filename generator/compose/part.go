package compose

import (
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/template"
)

// part is a template in the making: main, or a module that goes to another
// resource group. A module knows what stands in main only by its parameters.
type part struct {
	doc *template.Document
	// module is nil for main.
	module *template.Module
}

// add declares a resource and returns it.
func (p *part) add(r *template.Resource) *template.Resource {
	p.doc.Resources = append(p.doc.Resources, r)
	return r
}

// take returns what an expression of main is called in the part: itself in
// main, a parameter of that name in a module.
func (p *part) take(name string, kind template.Type, description string, value template.Expr) template.Expr {
	if p.module == nil {
		return value
	}
	for _, known := range p.doc.Params {
		if known.Name == name {
			return template.ParamRef(name)
		}
	}
	p.doc.Params = append(p.doc.Params, template.Param{Name: name, Type: kind, Description: description})
	p.module.Params = append(p.module.Params, template.P(name, value))
	return template.ParamRef(name)
}

// tags returns the tags of every resource.
func (p *part) tags() template.Expr {
	return p.take("tags", template.Object, "Tags of every resource.", template.ParamRef("tags"))
}

// module starts a part that goes to the resource group of a resource.
func (c *composer) module(symbol, file string, in intent.ResourceID, description string) *part {
	p := &part{doc: &template.Document{Description: description}}
	p.module = &template.Module{
		Symbol: symbol, Name: template.Str(c.plan.Name + "-" + symbol), File: file, Document: p.doc,
		Subscription: template.Str(in.Subscription()), Group: template.Str(in.ResourceGroup()),
	}
	c.main.doc.Modules = append(c.main.doc.Modules, p.module)
	return p
}
