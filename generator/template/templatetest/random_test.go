package templatetest_test

import (
	"fmt"
	"slices"
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
		note("subscription", r.Subscription != nil)
		note("comment", r.Comment != "")
		note("rules", r.DisableRules != nil)
		note("dependsOn", len(r.DependsOn) > 0)
		note("dependsOn on a module", onModule(r.DependsOn))
		note("dependsOn comment", r.DependsOnComment != "")
		note("nested dependsOn", len(r.DependsOn) > 0 && r.Outer != nil)
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
		for _, value := range templatetest.RandomParameters(seed, d).Values {
			note("value from the environment", value.Environment != "")
			if value.Value != nil {
				seen[fmt.Sprintf("value of type %T", value.Value)]++
			}
		}
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
			note("module dependsOn", len(m.DependsOn) > 0)
			note("module dependsOn on a module", onModule(m.DependsOn))
			note("secret of a module", secretOf(d, m))
		}
		for _, o := range d.Outputs {
			walk(o.Value)
		}
	}
	for _, what := range []string{
		"description", "secure", "allowed", "minLength", "minValue", "default",
		"existing", "parent", "scope", "group", "subscription", "comment", "rules",
		"dependsOn", "dependsOn on a module", "dependsOn comment", "nested dependsOn",
		"nested twice", "nested existing", "nested in existing", "under a scope",
		"module subscription", "module params", "module dependsOn", "module dependsOn on a module", "secret of a module",
		"value from the environment", "value of type template.Str", "value of type template.Text",
		"value of type template.Number", "value of type template.Boolean", "value of type template.Obj", "value of type template.Arr",
		"template.Str", "template.Text", "template.Number", "template.Boolean", "template.Obj", "template.Arr",
		"template.Interp", "template.Call", "template.Access", "template.ParamRef", "template.VarRef",
		"template.ID", "template.NameOf", "template.Property", "template.ModuleOutput",
	} {
		if seen[what] < 10 {
			t.Errorf("%s occurs %d times", what, seen[what])
		}
	}
}

func onModule(all []template.Dependency) bool {
	return slices.ContainsFunc(all, func(other template.Dependency) bool {
		_, ok := other.(*template.Module)
		return ok
	})
}

// secretOf reports whether a secure parameter of the document is given to one of
// the module.
func secretOf(d *template.Document, m *template.Module) bool {
	secure := map[template.Expr]bool{}
	for _, p := range d.Params {
		secure[template.ParamRef(p.Name)] = p.Secure
	}
	for _, value := range m.Params {
		if ref, ok := value.Value.(template.ParamRef); ok && secure[ref] {
			return true
		}
	}
	return false
}

func TestRandomParametersAreValid(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		d := templatetest.Random(seed, int(seed%20))
		p := templatetest.RandomParameters(seed, d)
		if err := template.ValidateParameters(p, d); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff(p, templatetest.RandomParameters(seed, d)); diff != "" {
			t.Fatalf("seed %d: other values the second time: %s", seed, diff)
		}
	}
}
