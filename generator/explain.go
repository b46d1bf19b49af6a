package generator

import (
	"time"

	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/template"
)

// Explanation is what there is to say of a deployment. After an error all but
// Diagnostics is empty.
type Explanation struct {
	Report    explain.Report
	Allowlist explain.Allowlist
	// Firewall is the allowlist as the Bicep of an Azure Firewall rule collection group.
	Firewall []byte
	// Declared are the resources of the deployment.
	Declared []explain.Declared
	// Diagnostics, sorted by place, with line and column.
	Diagnostics diag.List
}

// ExplainIntent turns the text of an intent into its reports. asOf is the day
// that retirements are compared with for the diagnostics; the reports do not depend on it.
func ExplainIntent(source []byte, asOf time.Time) Explanation {
	in, p, places, list := decide(source, asOf)
	var e Explanation
	if !list.HasErrors() {
		e.Report, e.Allowlist = explain.New(in, p), explain.NewAllowlist(in, p)
		doc, _ := compose.New(p) // what it finds is of the whole deployment
		e.Declared = declared(doc)
		e.Firewall = bicep.Print(compose.Allowlist(p, e.Allowlist.Destinations()), Revision)
	}
	e.Diagnostics = places.Place(suppress(list, in.Suppress))
	return e
}

// declared lists the resources of a document and of its modules.
func declared(doc *template.Document) []explain.Declared {
	var all []explain.Declared
	var add func(resources []*template.Resource)
	add = func(resources []*template.Resource) {
		for _, r := range resources {
			name, _ := r.Name.(template.Str)
			all = append(all, explain.Declared{Symbol: r.Symbol, Type: r.Type, Name: string(name), Bicep: string(bicep.Resource(r))})
			add(r.Children)
		}
	}
	add(doc.Resources)
	for _, m := range doc.Modules {
		all = append(all, declared(m.Document)...)
	}
	return all
}
