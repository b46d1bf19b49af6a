package template_test

import (
	"strings"
	"testing"

	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

func TestValidateAccepts(t *testing.T) {
	t.Parallel()
	if err := Validate(templatetest.Example()); err != nil {
		t.Error(err)
	}
	for seed := range uint64(300) {
		if err := Validate(templatetest.Random(seed, int(seed%20))); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// valid has one of everything that the cases of TestValidateRejects spoil.
type valid struct {
	*Document
	thing, kid, old *Resource
	module          *Module
}

func newValid() valid {
	v := valid{
		thing: &Resource{Symbol: "thing", Type: "T/things", Name: Str("thing")},
		old:   &Resource{Symbol: "old", Type: "T/things", Name: Str("old"), Existing: true, Group: ParamRef("group")},
		module: &Module{Symbol: "part", Name: Str("part"), Group: ParamRef("group"), File: "part.bicep", Document: &Document{
			Params:  []Param{{Name: "in", Type: String}},
			Outputs: []Output{{Name: "out", Type: String, Value: ParamRef("in")}},
		}},
	}
	v.kid = v.thing.Nest(&Resource{Symbol: "kid", Type: "T/things/kids", Name: VarRef("name")})
	v.module.Params = []Prop{P("in", ID{Resource: v.kid})}
	v.Document = &Document{
		Params:    []Param{{Name: "group", Type: String}},
		Vars:      []Var{{Name: "name", Value: Str("kid")}},
		Resources: []*Resource{v.thing, v.old},
		Modules:   []*Module{v.module},
		Outputs:   []Output{{Name: "id", Type: String, Value: ID{Resource: v.old}}},
	}
	return v
}

func TestValidateRejects(t *testing.T) {
	t.Parallel()
	output := func(value Expr) func(valid) {
		return func(v valid) { v.Outputs = append(v.Outputs, Output{Name: "more", Type: String, Value: value}) }
	}
	stranger := &Resource{Symbol: "stranger", Type: "T/things", Name: Str("s")}
	tests := []struct {
		name  string
		spoil func(valid)
		want  string
	}{
		{"nothing", func(valid) {}, ""},
		{"no identifier", func(v valid) { v.thing.Symbol = "a-b" }, `the name "a-b" is no identifier`},
		{"digit first", func(v valid) { v.kid.Symbol = "1a" }, `the name "1a" is no identifier`},
		{"empty name", func(v valid) { v.kid.Symbol = "" }, `the name "" is no identifier`},
		{"same name", func(v valid) { v.thing.Symbol = "group" }, "the name group is declared twice"},
		{"same nested name", func(v valid) {
			v.thing.Nest(&Resource{Symbol: "kid", Type: "T/things/kids", Name: Str("x")})
		}, "the name kid is declared twice"},
		{"same output", func(v valid) { v.Outputs = append(v.Outputs, v.Outputs[0]) }, "the name id is declared twice"},
		{"hidden", func(v valid) { v.kid.Symbol = "group" }, "thing::group: the name hides another declaration"},
		{"nested and not", func(v valid) { v.Resources = append(v.Resources, v.kid) }, "declared both outside of thing and in it"},
		{"nested silently", func(v valid) { v.kid.Outer = nil }, "nested in thing without saying so"},
		{"variable copy", func(v valid) { v.Vars[0].Name, v.kid.Name = "Copy", VarRef("Copy") }, "the name is reserved"},
		{"two above", func(v valid) { v.kid.Parent = v.thing }, "nested and with a parent"},
		{"scope of a child", func(v valid) { v.kid.Scope = v.old }, "scope and group of a child"},
		{"wrong child", func(v valid) { v.kid.Type = "T/others/kids" }, "T/others/kids is no child type of T/things"},
		{"grandchild", func(v valid) { v.kid.Type = "T/things/a/b" }, "T/things/a/b is no child type of T/things"},
		{"child alone", func(v valid) { v.thing.Type = "T/things/x" }, "has something above it"},
		{"existing body", func(v valid) { v.old.Body = []Prop{P("x", Str(""))} }, "exists already and has a body"},
		{"elsewhere", func(v valid) { v.thing.Group = ParamRef("group") }, "takes a module"},
		{"elsewhere by scope", func(v valid) { v.thing.Scope = v.old }, "takes a module"},
		{"subscription of a child", func(v valid) { v.kid.Subscription = Str("s") }, "without resource group"},
		{"subscription alone", func(v valid) { v.old.Subscription, v.old.Group = v.old.Group, nil }, "without resource group"},
		{"subscription", func(v valid) { v.old.Subscription = ParamRef("group") }, ""},
		{"unknown subscription", func(v valid) { v.old.Subscription = ParamRef("nix") }, "refers to nix"},
		{"name in body", func(v valid) { v.thing.Body = []Prop{P("name", Str(""))} }, "name has a field of its own"},
		{"run time at start", func(v valid) { v.thing.Body = []Prop{P("tags", Property{Resource: v.old})} },
			"resource thing: template.Property is not known yet"},
		{"run time in properties", func(v valid) { v.thing.Body = []Prop{P("properties", Property{Resource: v.old})} }, ""},
		{"run time in a variable", func(v valid) { v.Vars[0].Value = ModuleOutput{Module: v.module, Name: "out"} }, "not known yet"},
		{"reference in a default", func(v valid) { v.Params[0].Default = ID{Resource: v.thing} }, "parameter group: template.ID is not known yet"},
		{"reference in allowed", func(v valid) { v.Params[0].Allowed = []Expr{VarRef("name")} }, "not known yet"},
		{"key twice", output(Obj{P("a", Str("")), P("a", Str(""))}), `property "a" is given twice`},
		{"key twice in a body", func(v valid) { v.thing.Body = []Prop{P("a", Str("")), P("a", Str(""))} }, `"a" is given twice`},
		{"key of a kind", output(Obj{{Key: Number(1), Value: Str("")}}), "the name of a property is template.Number"},
		{"no value", output(nil), "output more: without a value"},
		{"no value below", output(Arr{nil}), "output more: without a value"},
		{"array in text", output(Interp{Str("x"), Call{Name: "string", Args: []Expr{Arr{}}}}), "template.Arr in a text"},
		{"property of a text", output(Access{Of: Str("x"), Name: "y"}), "template.Str has no properties"},
		{"property of a call", output(Access{Of: Call{Name: "resourceGroup"}, Name: "id"}), ""},
		{"unknown parameter", output(ParamRef("nix")), "refers to nix, which is not declared"},
		{"unknown variable", output(VarRef("nix")), "refers to nix, which is not declared"},
		{"later variable", func(v valid) {
			v.Vars = append(v.Vars, Var{Name: "more", Value: Str("")})
			v.Vars[0].Value = VarRef("more")
		}, "variable name: refers to more, which is not above it"},
		{"own variable", func(v valid) { v.Vars[0].Value = VarRef("name") }, "refers to name, which is not above it"},
		{"unknown resource", output(NameOf{Resource: stranger}), "refers to resource stranger"},
		{"unknown parent", func(v valid) { v.kid.Name = ID{Resource: stranger} }, "refers to resource stranger"},
		{"unknown dependsOn", func(v valid) { v.thing.DependsOn = []Dependency{stranger} }, "refers to resource stranger"},
		{"dependsOn a module", func(v valid) { v.module.Params[0].Value, v.thing.DependsOn = Str(""), []Dependency{v.module} }, ""},
		{"unknown module in dependsOn", func(v valid) { v.thing.DependsOn = []Dependency{&Module{Symbol: "m"}} }, "refers to module m"},
		{"unknown module in a module", func(v valid) { v.module.DependsOn = []Dependency{&Module{Symbol: "m"}} }, "refers to module m"},
		{"unknown module", output(ModuleOutput{Module: &Module{Symbol: "m"}, Name: "x"}), "refers to module m"},
		{"unknown output", func(v valid) { v.Outputs[0].Value = ModuleOutput{Module: v.module, Name: "nix"} }, "module part has no output nix"},
		{"module without group", func(v valid) { v.module.Group = nil }, "module part: without resource group"},
		{"module in module", func(v valid) { v.module.Document.Modules = []*Module{v.module} }, "has modules of its own"},
		{"module subscription", func(v valid) { v.module.Subscription = ModuleOutput{Module: v.module, Name: "out"} }, "not known yet"},
		{"module parameter missing", func(v valid) { v.module.Params = nil }, "parameter in is not given"},
		{"module parameter unknown", func(v valid) { v.module.Params = append(v.module.Params, P("x", Str(""))) }, `no parameter "x"`},
		{"module dependsOn", func(v valid) { v.module.DependsOn = []Dependency{stranger} }, "refers to resource stranger"},
		{"module document", func(v valid) { v.module.Document.Outputs[0].Value = ParamRef("nix") }, "module part: output out: refers to nix"},
		{"unused parameter", func(v valid) { v.Params = append(v.Params, Param{Name: "p"}) }, "parameter p is not used"},
		{"unused variable", func(v valid) { v.Vars = append(v.Vars, Var{Name: "v", Value: Str("")}) }, "variable v is not used"},
		{"unused existing", func(v valid) { v.Outputs = nil }, "existing resource old is not used"},
		{"around what is used", func(v valid) {
			v.Outputs = nil
			v.old.Group = nil
			v.old.Nest(&Resource{Symbol: "k", Type: "T/things/k", Name: Str("k")})
		}, ""},
		{"cycle", func(v valid) { v.thing.Body = []Prop{P("properties", ID{Resource: v.kid})} }, "thing depends on itself"},
		{"cycle of a module", func(v valid) {
			v.thing.Body = []Prop{P("properties", ModuleOutput{Module: v.module, Name: "out"})}
		}, "depends on itself"},
		{"cycle by dependsOn", func(v valid) { v.thing.DependsOn = []Dependency{v.module} }, "thing depends on itself"},
		{"module after itself", func(v valid) { v.module.DependsOn = []Dependency{v.module} }, "part depends on itself"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v := newValid()
			test.spoil(v)
			wantError(t, Validate(v.Document), test.want)
		})
	}
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("unexpected: %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("got %v, want %q", err, want)
	}
}
