package arm_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/arm"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

// part prints a document and gives one part of it on a single line.
func part(t *testing.T, d *Document, name string) string {
	t.Helper()
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(arm.Print(d, 1), &parts); err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if len(parts[name]) > 0 {
		if err := json.Compact(&compact, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	return compact.String()
}

// value is how an expression stands as the value of a variable.
func value(t *testing.T, e Expr) string {
	t.Helper()
	text := part(t, &Document{Vars: []Var{{Name: "x", Value: e}}}, "variables")
	return strings.TrimSuffix(strings.TrimPrefix(text, `{"x":`), "}")
}

func TestExample(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/example.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(arm.Print(templatetest.Example(), 1))); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyDocument(t *testing.T) {
	t.Parallel()
	want := `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "metadata": {
    "_generator": {
      "name": "batchgen",
      "version": "1",
      "templateHash": "HASH"
    }
  },
  "resources": []
}
`
	got := string(arm.Print(&Document{}, 1))
	_, hash, _ := strings.Cut(got, `"templateHash": "`)
	if diff := cmp.Diff(want, strings.Replace(got, hash[:12], "HASH", 1)); diff != "" {
		t.Error(diff)
	}
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	outer := &Resource{Symbol: "outer", Type: "T/o", APIVersion: "1", Name: Str("o'")}
	inner := outer.Nest(&Resource{Symbol: "inner", Type: "T/o/i", APIVersion: "2", Name: ParamRef("n")})
	below := &Resource{Symbol: "below", Type: "T/o/i/b", APIVersion: "3", Name: Interp{Str("b"), ParamRef("n")}, Parent: inner}
	lock := &Resource{Symbol: "lock", Type: "T/locks", APIVersion: "1", Name: Str("l"), Scope: inner}
	onLock := &Resource{Symbol: "onLock", Type: "T/locks/x", APIVersion: "1", Name: Str("x"), Parent: lock}
	far := &Resource{Symbol: "far", Type: "T/o", APIVersion: "1", Name: Str("f"), Existing: true, Group: ParamRef("g")}
	foreign := &Resource{
		Symbol: "foreign", Type: "T/o", APIVersion: "1", Name: Str("f"), Existing: true, Subscription: ParamRef("s"), Group: Str("g"),
	}
	farther := far.Nest(&Resource{Symbol: "farther", Type: "T/o/i", APIVersion: "1", Name: Str("i"), Existing: true})
	bracketed := &Resource{Symbol: "bracketed", Type: "T/o", APIVersion: "1", Name: Str("[x]")}
	module := &Module{Symbol: "m", Name: Str("m"), Group: Str("g"), Subscription: ParamRef("s")}
	call := func(args ...Expr) Expr { return Call{Name: "f", Args: args} }
	tests := []struct {
		name string
		expr Expr
		want string
	}{
		{"text", Str("a"), `"a"`},
		{"numbers", Arr{Number(1 << 40), Number(-1 << 63), Number(0)}, `[1099511627776,-9223372036854775808,0]`},
		{"boolean", Boolean(false), `false`},
		{"empty", Arr{Obj{}, Arr{}}, `[{},[]]`},
		{"object", Obj{P("b", Number(1)), P("a", call())}, `{"b":1,"a":"[f()]"}`},
		{"names", Obj{
			P("copy", Obj{P("COPY", Str(""))}), P("copies", Str("")), P("[x]", Str("")), P("[x", Str("")), P("", Str("")),
			{Key: Interp{Str("Co"), Str("py")}, Value: Str("")}, {Key: Interp{Str("a{"), ParamRef("p")}, Value: Str("")},
		}, `{"[string('copy')]":{"[string('COPY')]":""},"copies":"","[[x]":"","[x":"","":"","[string('Copy')]":"","[format('a{{{0}', parameters('p'))]":""}`},
		{"parameter", ParamRef("p"), `"[parameters('p')]"`},
		{"variable", VarRef("v"), `"[variables('v')]"`},
		{"call", call(Str("it's"), Text("\n"), Number(-5), Boolean(true), Boolean(false)), `"[f('it''s', '\n', -5, true(), false())]"`},
		{"brackets in a call", call(Str("[x]")), `"[f('[x]')]"`},
		{"numbers in a call", call(Number(1<<31-1), Number(1<<31), Number(-1<<31), Number(-1<<31-1), Number(-1<<63)),
			`"[f(2147483647, json('2147483648'), -2147483648, json('-2147483649'), json('-9223372036854775808'))]"`},
		{"objects in a call", call(Obj{}, Arr{}, Obj{P("copy", Number(1)), {Key: Interp{ParamRef("p"), Str("x")}, Value: Arr{Str("a")}}}),
			`"[f(createObject(), createArray(), createObject('copy', 1, format('{0}x', parameters('p')), createArray('a')))]"`},
		{"access", Access{Of: Access{Of: Call{Name: "f"}, Name: "a"}, Name: "it's"}, `"[f().a['it''s']]"`},
		{"names that are read", Access{Of: Access{Of: Access{Of: ParamRef("p"), Name: "copy"}, Name: "true"}, Name: "1"},
			`"[parameters('p').copy.true['1']]"`},
		{"access to nothing", Access{Of: ParamRef("p"), Name: ""}, `"[parameters('p')['']]"`},
		// The first and last of each kind of character stand in a name without quotes, their neighbours do not.
		{"names at the ends of the alphabet", Access{Of: Access{Of: ParamRef("p"), Name: "_azAZ09"}, Name: "zZa"}, `"[parameters('p')._azAZ09.zZa]"`},
		{"names that begin at the ends", Access{Of: Access{Of: Access{Of: ParamRef("p"), Name: "a"}, Name: "A"}, Name: "Z"}, `"[parameters('p').a.A.Z]"`},
		{"names beyond the ends", Arr{
			call(Access{Of: ParamRef("p"), Name: "a/"}), call(Access{Of: ParamRef("p"), Name: "a:"}), call(Access{Of: ParamRef("p"), Name: "9"}),
			call(Access{Of: ParamRef("p"), Name: "@"}), call(Access{Of: ParamRef("p"), Name: "{"}), call(Access{Of: ParamRef("p"), Name: "`"}),
		}, `["[f(parameters('p')['a/'])]","[f(parameters('p')['a:'])]","[f(parameters('p')['9'])]",` +
			`"[f(parameters('p')['@'])]","[f(parameters('p')['{'])]","[f(parameters('p')['` + "`" + `'])]"]`},
		{"interpolation", Interp{Str("a{0}'"), ParamRef("p"), Str("}"), ParamRef("p"), Number(1)},
			`"[format('a{{0}}''{0}}}{1}{2}', parameters('p'), parameters('p'), 1)]"`},
		{"interpolation of text", Interp{Str("[{"), Text("}]")}, `"[[{}]"`},
		{"interpolation of text in a call", call(Interp{Str("{0}"), Str("'")}), `"[f('{0}''')]"`},
		{"nothing is folded", Interp{Interp{Str("x")}, Boolean(true)}, `"[format('{0}{1}', 'x', true())]"`},
		{"id", ID{Resource: outer}, `"[resourceId('T/o', 'o''')]"`},
		{"nested id", ID{Resource: inner}, `"[resourceId('T/o/i', 'o''', parameters('n'))]"`},
		{"id with a parent", ID{Resource: below}, `"[resourceId('T/o/i/b', 'o''', parameters('n'), format('b{0}', parameters('n')))]"`},
		{"id of an extension", ID{Resource: lock}, `"[extensionResourceId(resourceId('T/o/i', 'o''', parameters('n')), 'T/locks', 'l')]"`},
		{"id on an extension", ID{Resource: onLock}, `"[extensionResourceId(resourceId('T/o/i', 'o''', parameters('n')), 'T/locks/x', 'l', 'x')]"`},
		{"id elsewhere", ID{Resource: farther},
			`"[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, parameters('g')), 'T/o/i', 'f', 'i')]"`},
		{"id in another subscription", ID{Resource: foreign},
			`"[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', parameters('s'), 'g'), 'T/o', 'f')]"`},
		{"functions of the deployment", Interp{
			Str("x."), Access{Of: Access{Of: Call{Name: "environment"}, Name: "suffixes"}, Name: "storage"},
			Str("/"), Access{Of: Call{Name: "tenant"}, Name: "tenantId"}, Access{Of: Call{Name: "subscription"}, Name: "id"},
		}, `"[format('x.{0}/{1}{2}', environment().suffixes.storage, tenant().tenantId, subscription().id)]"`},
		{"name", NameOf{Resource: outer}, `"o'"`},
		{"name in brackets", Arr{NameOf{Resource: bracketed}, call(NameOf{Resource: bracketed})}, `["[[x]","[f('[x]')]"]`},
		{"name from a parameter", NameOf{Resource: inner}, `"[parameters('n')]"`},
		{"property", Property{Resource: below, Path: []string{"a", "b c"}},
			`"[reference(resourceId('T/o/i/b', 'o''', parameters('n'), format('b{0}', parameters('n'))), '3').a['b c']]"`},
		{"all properties", Property{Resource: outer}, `"[reference(resourceId('T/o', 'o'''), '1')]"`},
		{"output", ModuleOutput{Module: module, Name: "o"},
			`"[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', parameters('s'), 'g'), ` +
				`'Microsoft.Resources/deployments', 'm'), '2025-04-01').outputs.o.value]"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, value(t, test.expr)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParametersAndOutputs(t *testing.T) {
	t.Parallel()
	d := &Document{
		Params: []Param{
			{Name: "a", Type: Int},
			{
				Name: "b", Type: String, Description: "[x]", Allowed: []Expr{Str("[x]"), Str("y")}, Default: Obj{},
				MinLength: new(1), MaxLength: new(2), MinValue: new(-3), MaxValue: new(4),
			},
			{Name: "c", Type: String, Secure: true},
			{Name: "d", Type: Object, Secure: true},
			{Name: "e", Type: Bool, Secure: true},
		},
		Outputs: []Output{
			{Name: "o", Type: Array, Value: Arr{}},
			{Name: "p", Type: String, Description: "P", Value: ParamRef("a")},
		},
	}
	want := `{"a":{"type":"int"},` +
		`"b":{"type":"string","defaultValue":{},"allowedValues":["[[x]","y"],"minLength":1,"maxLength":2,"minValue":-3,"maxValue":4,` +
		`"metadata":{"description":"[[x]"}},` +
		`"c":{"type":"securestring"},"d":{"type":"secureObject"},"e":{"type":"bool"}}`
	if diff := cmp.Diff(want, part(t, d, "parameters")); diff != "" {
		t.Error(diff)
	}
	want = `{"o":{"type":"array","value":[]},"p":{"type":"string","metadata":{"description":"P"},"value":"[parameters('a')]"}}`
	if diff := cmp.Diff(want, part(t, d, "outputs")); diff != "" {
		t.Error(diff)
	}
	if got := part(t, &Document{Params: d.Params}, "outputs") + part(t, &Document{}, "parameters") + part(t, d, "variables"); got != "" {
		t.Errorf("what is empty is left out: %s", got)
	}
}

// Only the text of decorators loses its indentation, not that of the metadata.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want string }{
		{"  one", "  one"},
		{"one\n  two\n    three", "one\ntwo\n  three"},
		{"one\n\n  two", "one\n\ntwo"},
		{"one\r\n\ttwo\r three", "one\ntwo\nthree"},
		{"one\n  two\nthree", "one\n  two\nthree"},
		{"one\n   \n  two", "one\n \ntwo"},
		{"one\n", "one\n"},
	}
	for _, test := range tests {
		d := &Document{Description: test.give, Params: []Param{{Name: "p", Type: Int, Description: test.give}}}
		var got struct {
			Metadata   struct{ Description string }
			Parameters map[string]struct{ Metadata struct{ Description string } }
		}
		if err := json.Unmarshal(arm.Print(d, 1), &got); err != nil {
			t.Fatal(err)
		}
		if got.Metadata.Description != test.give {
			t.Errorf("the metadata is %q", got.Metadata.Description)
		}
		if text := got.Parameters["p"].Metadata.Description; text != test.want {
			t.Errorf("%q: got %q, want %q", test.give, text, test.want)
		}
	}
}

func TestResources(t *testing.T) {
	t.Parallel()
	resource := func(symbol, typ string) *Resource {
		return &Resource{Symbol: symbol, Type: typ, APIVersion: "1", Name: Str(symbol)}
	}
	a, b := resource("a", "T/t"), resource("b", "T/t")
	ax := a.Nest(resource("x", "T/t/x"))
	axy := ax.Nest(resource("y", "T/t/x/y"))
	axy.DependsOn = []Dependency{b}
	old := b.Nest(resource("old", "T/t/old"))
	old.Existing = true
	fresh := old.Nest(resource("new", "T/t/old/new"))
	lock := resource("lock", "T/lock")
	lock.Scope, lock.Body = ax, []Prop{P("location", Str("[x]")), P("properties", Obj{P("copy", ID{Resource: fresh})})}
	onLock := resource("onLock", "T/lock/on")
	onLock.Parent = lock
	m := &Module{
		Symbol: "m", File: "m.bicep", Name: Str("m"), Group: ParamRef("g"), Subscription: Str("s"),
		Document: &Document{Params: []Param{{Name: "copy", Type: Int}, {Name: "key", Type: String, Secure: true}}},
		Params:   []Prop{P("copy", Number(1)), P("key", ParamRef("key"))},
	}
	onLock.DependsOn = []Dependency{m}
	empty := &Module{Symbol: "Empty", File: "e.bicep", Name: Str("e"), Group: Str("g"), Document: &Document{}, DependsOn: []Dependency{m, lock}}
	b.Body = []Prop{P("properties", ModuleOutput{Module: empty, Name: "x"})}
	d := &Document{Resources: []*Resource{a, b, lock, onLock}, Modules: []*Module{m, empty}}

	ids := map[string]string{
		"a":     `"[resourceId('T/t', 'a')]"`,
		"a::x":  `"[resourceId('T/t/x', 'a', 'x')]"`,
		"b":     `"[resourceId('T/t', 'b')]"`,
		"new":   `"[resourceId('T/t/old/new', 'b', 'old', 'new')]"`,
		"lock":  `"[extensionResourceId(resourceId('T/t/x', 'a', 'x'), 'T/lock', 'lock')]"`,
		"m":     `"[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', 's', parameters('g')), 'Microsoft.Resources/deployments', 'm')]"`,
		"Empty": `"[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'g'), 'Microsoft.Resources/deployments', 'e')]"`,
	}
	template := func(d *Document) string {
		var compact bytes.Buffer
		if err := json.Compact(&compact, arm.Print(d, 1)); err != nil {
			t.Fatal(err)
		}
		return compact.String()
	}
	want := []string{
		`{"type":"T/t/x/y","apiVersion":"1","name":"[format('{0}/{1}/{2}', 'a', 'x', 'y')]","dependsOn":[` + ids["a::x"] + `,` + ids["b"] + `]}`,
		`{"type":"T/t/x","apiVersion":"1","name":"[format('{0}/{1}', 'a', 'x')]","dependsOn":[` + ids["a"] + `]}`,
		`{"type":"T/t/old/new","apiVersion":"1","name":"[format('{0}/{1}/{2}', 'b', 'old', 'new')]","dependsOn":[` + ids["b"] + `]}`,
		`{"type":"T/t","apiVersion":"1","name":"a"}`,
		`{"type":"T/t","apiVersion":"1","name":"b","properties":` +
			strings.Replace(strings.Replace(ids["Empty"], "[", "[reference(", 1), "]", ", '2025-04-01').outputs.x.value]", 1) +
			`,"dependsOn":[` + ids["Empty"] + `]}`,
		`{"type":"T/lock","apiVersion":"1","scope":` + ids["a::x"] + `,"name":"lock","location":"[[x]",` +
			`"properties":{"[string('copy')]":` + ids["new"] + `},"dependsOn":[` + ids["a::x"] + `,` + ids["new"] + `]}`,
		`{"type":"T/lock/on","apiVersion":"1","scope":` + ids["a::x"] + `,"name":"[format('{0}/{1}', 'lock', 'onLock')]",` +
			`"dependsOn":[` + ids["lock"] + `,` + ids["m"] + `]}`,
		`{"type":"Microsoft.Resources/deployments","apiVersion":"2025-04-01","name":"m","subscriptionId":"s","resourceGroup":"[parameters('g')]",` +
			`"properties":{"expressionEvaluationOptions":{"scope":"inner"},"mode":"Incremental","parameters":{"copy":{"value":1},"key":{"value":"[parameters('key')]"}},` +
			`"template":` + template(m.Document) + `}}`,
		`{"type":"Microsoft.Resources/deployments","apiVersion":"2025-04-01","name":"e","resourceGroup":"g",` +
			`"properties":{"expressionEvaluationOptions":{"scope":"inner"},"mode":"Incremental","template":` + template(empty.Document) + `},` +
			`"dependsOn":[` + ids["lock"] + `,` + ids["m"] + `]}`,
	}
	var got []json.RawMessage
	if err := json.Unmarshal([]byte(part(t, d, "resources")), &got); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range got {
		lines = append(lines, string(line))
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestPrintIsRepeatableJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, size := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 15).Draw(t, "size")
		d := templatetest.Random(seed, size)
		once := arm.Print(d, 1)
		if !bytes.Equal(once, arm.Print(templatetest.Random(seed, size), 1)) || !bytes.Equal(once, arm.Print(d, 1)) {
			t.Fatal("the same document gives different texts")
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, once, "", "  "); err != nil || !bytes.Equal(indented.Bytes(), once) {
			t.Fatalf("not as json.Indent writes it: %v", err)
		}
		if revision, intact, ok := arm.Mark(once); revision != 1 || !intact || !ok {
			t.Fatalf("the mark does not read back: %d, %v, %v", revision, intact, ok)
		}
	})
}

func BenchmarkPrint(b *testing.B) {
	b.Run("example", func(b *testing.B) { benchmark(b, templatetest.Example()) })
	b.Run("500 pools", func(b *testing.B) { benchmark(b, templatetest.ManyPools(500)) })
}

func benchmark(b *testing.B, d *Document) {
	b.ReportAllocs()
	for b.Loop() {
		arm.Print(d, 1)
	}
}
