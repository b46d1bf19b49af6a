package templatetest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

func TestSameSeedSameDocument(t *testing.T) {
	t.Parallel()
	// Module documents and nested resources hold pointers; the outputs, the
	// parameters and the number of resources tell two documents apart.
	summary := func(seed uint64) string {
		d := templatetest.Random(seed, 12)
		return fmt.Sprintf("%q %d %d %d", d.Description, len(d.Params), len(d.Vars), len(d.Resources))
	}
	different := map[string]bool{}
	for seed := range uint64(50) {
		if diff := cmp.Diff(summary(seed), summary(seed)); diff != "" {
			t.Fatal(diff)
		}
		different[summary(seed)] = true
	}
	if len(different) < 40 {
		t.Errorf("only %d of 50 documents differ", len(different))
	}
}

// What never occurs is never compared.
func TestEverythingOccurs(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	note := func(what string, ok bool) {
		if ok {
			seen[what]++
		}
	}
	walk := func(e template.Expr) {
		if e != nil {
			template.Walk(e, func(e template.Expr) { seen[fmt.Sprintf("%T", e)]++ })
		}
	}
	var resource func(r *template.Resource)
	resource = func(r *template.Resource) {
		walk(r.Name)
		walk(template.Obj(r.Body))
		note("existing", r.Existing)
		note("parent", r.Parent != nil)
		note("scope", r.Scope != nil)
		note("group", r.Group != nil)
		note("comment", r.Comment != "")
		note("rules", r.DisableRules != nil)
		note("dependsOn", r.DependsOn != nil)
		note("dependsOn comment", r.DependsOnComment != "")
		note("nested dependsOn", r.DependsOn != nil && r.Outer != nil)
		note("nested twice", r.Outer != nil && r.Outer.Outer != nil)
		note("nested existing", r.Outer != nil && r.Existing)
		note("nested in existing", r.Outer != nil && r.Outer.Existing && !r.Existing)
		note("under a scope", r.Above() != nil && r.Root().Scope != nil)
		for _, child := range r.Children {
			resource(child)
		}
	}
	for seed := range uint64(1000) {
		d := templatetest.Random(seed, 15)
		note("description", d.Description != "")
		for _, p := range d.Params {
			note("secure", p.Secure)
			note("allowed", p.Allowed != nil)
			note("minLength", p.MinLength != nil)
			note("minValue", p.MinValue != nil)
			note("default", p.Default != nil)
		}
		for _, v := range d.Vars {
			walk(v.Value)
		}
		for _, r := range d.Resources {
			resource(r)
		}
		for _, m := range d.Modules {
			note("module subscription", m.Subscription != nil)
			note("module params", m.Params != nil)
			note("module dependsOn", m.DependsOn != nil)
		}
		for _, o := range d.Outputs {
			walk(o.Value)
		}
	}
	for _, what := range []string{
		"description", "secure", "allowed", "minLength", "minValue", "default",
		"existing", "parent", "scope", "group", "comment", "rules", "dependsOn", "dependsOn comment", "nested dependsOn",
		"nested twice", "nested existing", "nested in existing", "under a scope",
		"module subscription", "module params", "module dependsOn",
		"template.Str", "template.Text", "template.Number", "template.Boolean", "template.Obj", "template.Arr",
		"template.Interp", "template.Call", "template.Access", "template.ParamRef", "template.VarRef",
		"template.ID", "template.NameOf", "template.Property", "template.ModuleOutput",
	} {
		if seen[what] < 10 {
			t.Errorf("%s occurs %d times", what, seen[what])
		}
	}
}
