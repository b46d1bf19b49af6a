package generator

import (
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// Difference is what two intents differ in.
type Difference struct {
	// Report is empty after an error in either list.
	Report diff.Report
	// Before and After are the diagnostics of each intent, sorted, with line and column.
	Before, After diag.List
}

// Diff compares what two intents deploy.
func Diff(before, after []byte, options Options) Difference {
	old, was := sideOf(before, options)
	updated, is := sideOf(after, options)
	d := Difference{Before: was, After: is}
	if !was.HasErrors() && !is.HasErrors() {
		d.Report = diff.New(old, updated)
	}
	return d
}

// sideOf is the deployment that an intent gives, with the diagnostics in place.
func sideOf(source []byte, options Options) (diff.Side, diag.List) {
	in, p, places, list := decide(source, options.AsOf)
	var s diff.Side
	if !list.HasErrors() {
		var composed diag.List
		s, composed = side(p)
		list = append(list, composed...)
	}
	return s, places.Place(suppress(list, in.Suppress))
}

// side is the deployment that a plan gives.
func side(p plan.Plan) (diff.Side, diag.List) {
	doc, list := compose.New(p)
	s := diff.Side{Document: doc, Environments: map[string]template.Parameters{}}
	for i, file := range compose.Environments(p, doc) {
		s.Environments[p.Environments[i].Name] = file
	}
	return s, list
}
