package bicep_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/bicep"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

// body is the text of a document without the line of the mark.
func body(d *Document) string {
	_, text, _ := strings.Cut(string(bicep.Print(d, 1)), "\n")
	return text
}

// value is how an expression stands as the value of a variable.
func value(e Expr) string {
	text := body(&Document{Vars: []Var{{Name: "x", Value: e}}})
	return strings.TrimSuffix(strings.TrimPrefix(text, "var x = "), "\n")
}

func TestExample(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/example.bicep")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(bicep.Print(templatetest.Example(), 1))); diff != "" {
		t.Error(diff)
	}
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	outer := &Resource{Symbol: "outer", Type: "T/o"}
	inner := outer.Nest(&Resource{Symbol: "inner", Type: "T/o/i"})
	tests := []struct {
		name string
		expr Expr
		want string
	}{
		{"text", Str("a"), "'a'"},
		{"number", Number(-7), "-7"},
		{"largest numbers", Arr{Number(-1 << 63), Number(1<<63 - 1)}, "[\n  -9223372036854775808\n  9223372036854775807\n]"},
		{"boolean", Boolean(true), "true"},
		{"empty object", Obj{}, "{}"},
		{"empty array", Arr{}, "[]"},
		{"object", Obj{P("a", Number(1)), P("b", Obj{P("c", Arr{Str("d")})})}, "{\n  a: 1\n  b: {\n    c: [\n      'd'\n    ]\n  }\n}"},
		{"names", Obj{
			P("a_1", Str("")), P("1a", Str("")), P("a-b", Str("")), P("", Str("")), P("true", Str("")), P("null", Str("")),
			P("copy", Str("")), P("é", Str("")), {Key: Interp{Str("in"), Str("line")}, Value: Str("")},
			{Key: Interp{ParamRef("p")}, Value: Str("")}, {Key: Interp{Str("${"), ParamRef("p")}, Value: Str("")},
			{Key: Text("t"), Value: Str("")},
		}, "{\n  a_1: ''\n  '1a': ''\n  'a-b': ''\n  '': ''\n  'true': ''\n  'null': ''\n  copy: ''\n  'é': ''\n" +
			"  inline: ''\n  '${p}': ''\n  '\\${${p}': ''\n  t: ''\n}"},
		// The first and last of each kind of character need no quotes, their neighbours do.
		{"names at the ends", Obj{
			P("a", Str("")), P("z", Str("")), P("A", Str("")), P("Z", Str("")), P("_", Str("")), P("x0", Str("")), P("x9", Str("")),
			P("`", Str("")), P("{", Str("")), P("@", Str("")), P("[", Str("")), P("x/", Str("")), P("x:", Str("")), P("0", Str("")), P("9", Str("")),
		}, "{\n  a: ''\n  z: ''\n  A: ''\n  Z: ''\n  _: ''\n  x0: ''\n  x9: ''\n" +
			"  '`': ''\n  '{': ''\n  '@': ''\n  '[': ''\n  'x/': ''\n  'x:': ''\n  '0': ''\n  '9': ''\n}"},
		{"parameter", ParamRef("p"), "p"},
		{"variable", VarRef("v"), "v"},
		{"call without arguments", Call{Name: "f"}, "f()"},
		{"call", Call{Name: "f", Args: []Expr{Str("a"), Number(1), Call{Name: "g"}}}, "f('a', 1, g())"},
		{"call with empty lists", Call{Name: "f", Args: []Expr{Arr{}, Obj{}, Call{Name: "g", Args: []Expr{Arr{}}}}}, "f([], {}, g([]))"},
		{"access", Access{Of: Access{Of: Call{Name: "f"}, Name: "a"}, Name: "b c"}, "f().a['b c']"},
		{"access of a call in parts", Access{Of: Call{Name: "f", Args: []Expr{Obj{P("a", Number(1))}}}, Name: "b"}, "f({\n  a: 1\n}).b"},
		{"id", ID{Resource: outer}, "outer.id"},
		{"nested id", ID{Resource: inner}, "outer::inner.id"},
		{"name", NameOf{Resource: inner}, "outer::inner.name"},
		{"property", Property{Resource: inner, Path: []string{"a", "b-c", "null"}}, "outer::inner.properties.a['b-c']['null']"},
		{"all properties", Property{Resource: outer}, "outer.properties"},
		{"output", ModuleOutput{Module: &Module{Symbol: "m"}, Name: "o"}, "m.outputs.o"},
		{"functions of the deployment", Interp{
			Str("x."), Access{Of: Access{Of: Call{Name: "environment"}, Name: "suffixes"}, Name: "storage"},
			Str("/"), Access{Of: Call{Name: "tenant"}, Name: "tenantId"}, Access{Of: Call{Name: "subscription"}, Name: "id"},
		}, "'x.${environment().suffixes.storage}/${tenant().tenantId}${subscription().id}'"},
		{"interpolation", Interp{Str("a"), ParamRef("p"), Str("b'"), Number(1)}, `'a${p}b\'${1}'`},
		{"interpolation of text", Interp{Str("a"), Text("\n")}, `'a\n'`},
		{"empty interpolation", Interp{}, "''"},
		{"text in interpolation", Interp{Call{Name: "f", Args: []Expr{Str("it's"), Text("x\ny")}}}, `'${f('it\'s', 'x\ny')}'`},
		{"interpolation in interpolation", Interp{Interp{Str("x"), ParamRef("p")}}, "'${'x${p}'}'"},
		{"access in interpolation", Interp{Access{Of: ParamRef("p"), Name: "x"}, Boolean(false)}, "'${p.x}${false}'"},
		{"$ meets {", Interp{Str("$"), Str("{x}")}, `'\${x}'`},
		{"$ meets a hole", Interp{Str("$"), ParamRef("p")}, `'$${p}'`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, value(test.expr)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMultiLineText(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want string }{
		{"a\nb", "'''\na\nb'''"},
		{"a\n", "'''\na\n'''"},
		{"\na", "'''\n\na'''"},
		{"\n", "'''\n\n'''"},
		{"$x = ${y} \\ ''\n\t", "'''\n$x = ${y} \\ ''\n\t'''"},
		// Nothing that would end the text early or look different.
		{"one line", "'one line'"},
		{"a'''b\n", `'a\'\'\'b\n'`},
		{"a\n'", `'a\n\''`},
		{"a\r\nb", `'a\r\nb'`},
		{"a\nb\x00", `'a\nb\u{0}'`},
		{"a\n\u202e", `'a\n\u{202e}'`},
		{"a\n\xff", "'a\\n\ufffd'"},
	}
	for _, test := range tests {
		if got := value(Text(test.give)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.give, got, test.want)
		}
	}
	if got, want := value(Str("a\nb")), `'a\nb'`; got != want {
		t.Errorf("only Text spans lines: %s", got)
	}
	if got, want := value(Call{Name: "f", Args: []Expr{Text("a\nb")}}), `f('a\nb')`; got != want {
		t.Errorf("no argument spans lines: %s", got)
	}
	if got, want := value(Arr{Text("a\nb")}), "[\n  '''\na\nb'''\n]"; got != want {
		t.Errorf("the text itself is never indented: %s", got)
	}
}

// A line may have 120 UTF-16 units: "var x = f(”, ”)" has 17 without the text.
func TestWidth(t *testing.T) {
	t.Parallel()
	call := func(text string) Expr { return Call{Name: "f", Args: []Expr{Str(text), Str("")}} }
	flat := func(text string) string { return "f('" + text + "', '')" }
	broken := func(text string) string { return "f(\n  '" + text + "',\n  ''\n)" }
	letters, faces := func(n int) string { return strings.Repeat("w", n) }, func(n int) string { return strings.Repeat("😀", n) }
	tests := []struct {
		name string
		expr Expr
		want string
	}{
		{"119", call(letters(102)), flat(letters(102))},
		{"120", call(letters(103)), flat(letters(103))},
		{"121", call(letters(104)), broken(letters(104))},
		{"120 with two units each", call(faces(51) + "w"), flat(faces(51) + "w")},
		{"121 with two units each", call(faces(52)), broken(faces(52))},
		{"120 with the last character of one unit", call(letters(102) + "\uffff"), flat(letters(102) + "\uffff")},
		{"120 with one unit and two bytes", call(strings.Repeat("é", 103)), flat(strings.Repeat("é", 103))},
		{"what follows does not count", Access{Of: call(letters(103)), Name: "id"}, flat(letters(103)) + ".id"},
		{"a single argument is never broken", Call{Name: "f", Args: []Expr{Str(letters(130))}}, "f('" + letters(130) + "')"},
		{"the call inside is broken", Call{Name: "g", Args: []Expr{call(letters(102))}}, "g(" + broken(letters(102)) + ")"},
		{"strings are never broken", Interp{call(letters(130))}, "'${" + flat(letters(130)) + "}'"},
		{"each call for itself", Call{Name: "g", Args: []Expr{call(letters(102)), call(letters(110)), Str("")}},
			"g(\n  " + flat(letters(102)) + ",\n  f(\n    '" + letters(110) + "',\n    ''\n  ),\n  ''\n)"},
		{"last object follows", Call{Name: "f", Args: []Expr{Str(letters(105)), Obj{P("a", Str(letters(130)))}}},
			"f('" + letters(105) + "', {\n  a: '" + letters(130) + "'\n})"},
		{"last object does not", Call{Name: "f", Args: []Expr{Str(letters(106)), Obj{P("a", Number(1))}}},
			"f(\n  '" + letters(106) + "',\n  {\n    a: 1\n  }\n)"},
		{"last empty array follows", Call{Name: "f", Args: []Expr{Str(letters(105)), Arr{}}}, "f('" + letters(105) + "', [])"},
		{"first object breaks", Call{Name: "f", Args: []Expr{Arr{Number(1)}, ParamRef("p")}}, "f(\n  [\n    1\n  ],\n  p\n)"},
		{"object in a call breaks", Call{Name: "f", Args: []Expr{ParamRef("p"), call("a"), Access{
			Of: Call{Name: "g", Args: []Expr{Obj{P("a", Number(1))}}}, Name: "x",
		}}}, "f(\n  p,\n  f('a', ''),\n  g({\n    a: 1\n  }).x\n)"},
		{"last array follows", Call{Name: "f", Args: []Expr{Obj{}, Arr{Number(1)}}}, "f({}, [\n  1\n])"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, value(test.expr)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	group := &Resource{Symbol: "old", Type: "T/o", APIVersion: "1", Existing: true, Name: Str("o"), Group: ParamRef("p")}
	far := &Resource{
		Symbol: "far", Type: "T/o", APIVersion: "1", Existing: true, Name: Str("f"), Subscription: Str("s"), Group: VarRef("g"),
	}
	outer := &Resource{Symbol: "outer", Type: "T/o", APIVersion: "1", Name: Str("o")}
	inner := outer.Nest(&Resource{Symbol: "inner", Type: "T/o/i", APIVersion: "1", Name: Str("i"), Comment: "Why."})
	outer.Nest(&Resource{
		Symbol: "other", Type: "T/o/x", APIVersion: "2", Existing: true, Name: NameOf{Resource: inner}, DisableRules: []string{"a", "b-c"},
	})
	part := &Module{Symbol: "part"}
	tests := []struct {
		name string
		give Document
		want string
	}{
		{"nothing", Document{}, ""},
		{"description", Document{Description: "it's\n"}, "metadata description = 'it\\'s\\n'\n"},
		{"parameter", Document{Params: []Param{{Name: "p", Type: Bool}}}, "param p bool\n"},
		{"decorators", Document{Params: []Param{{
			Name: "p", Type: String, Description: "D", Secure: true, Allowed: []Expr{Str("a"), Str("b")},
			MinLength: new(1), MaxLength: new(2), MinValue: new(-3), MaxValue: new(4), Default: Obj{},
		}}}, "@description('D')\n@secure()\n@allowed([\n  'a'\n  'b'\n])\n@minLength(1)\n@maxLength(2)\n@minValue(-3)\n@maxValue(4)\n" +
			"param p string = {}\n"},
		{"blank lines", Document{
			Description: "d", Params: []Param{{Name: "p", Type: Int}}, Vars: []Var{{Name: "v", Value: Str("")}, {Name: "w", Value: Str("")}},
			Outputs: []Output{{Name: "o", Type: Array, Value: Arr{}}, {Name: "q", Type: Object, Description: "Q", Value: Obj{}}},
		}, "metadata description = 'd'\n\nparam p int\n\nvar v = ''\n\nvar w = ''\n\noutput o array = []\n\n@description('Q')\noutput q object = {}\n"},
		{"comment", Document{Vars: []Var{{Name: "v", Comment: "one\r\ntwo \n\nthree\u202e\rfour", Value: Str("")}}},
			"// one\n// two\n// three\n// four\nvar v = ''\n"},
		{"group", Document{Resources: []*Resource{group}},
			"resource old 'T/o@1' existing = {\n  scope: resourceGroup(p)\n  name: 'o'\n}\n"},
		{"subscription", Document{Resources: []*Resource{far}},
			"resource far 'T/o@1' existing = {\n  scope: resourceGroup('s', g)\n  name: 'f'\n}\n"},
		{"nested", Document{Resources: []*Resource{outer}},
			"resource outer 'T/o@1' = {\n  name: 'o'\n\n  // Why.\n  resource inner 'i' = {\n    name: 'i'\n  }\n\n" +
				"  #disable-next-line a b-c\n  resource other 'x@2' existing = {\n    name: inner.name\n  }\n}\n"},
		{"parent, scope, dependsOn", Document{Resources: []*Resource{{
			Symbol: "r", Type: "T/o/i/k", APIVersion: "1", Parent: inner, Scope: group, Name: Str("r"), Comment: "C",
			DisableRules: []string{"x"}, Body: []Prop{P("location", ParamRef("l"))},
			DependsOn: []Dependency{part, outer, inner}, DependsOnComment: "Because.",
		}}}, "// C\n#disable-next-line x\nresource r 'T/o/i/k@1' = {\n  parent: outer::inner\n  scope: old\n  name: 'r'\n  location: l\n" +
			"  // Because.\n  dependsOn: [\n    part\n    outer\n    outer::inner\n  ]\n}\n"},
		{"module", Document{Modules: []*Module{
			{Symbol: "m", File: "modules/it's.bicep", Name: Str("n"), Group: ParamRef("g"), Comment: "M"},
			{
				Symbol: "m2", File: "m.bicep", Name: Str("n"), Subscription: Str("s"), Group: Str("g"),
				Params: []Prop{P("a", ID{Resource: inner})}, DependsOn: []Dependency{outer, part},
			},
		}}, "// M\nmodule m 'modules/it\\'s.bicep' = {\n  scope: resourceGroup(g)\n  name: 'n'\n}\n\n" +
			"module m2 'm.bicep' = {\n  scope: resourceGroup('s', 'g')\n  name: 'n'\n  params: {\n    a: outer::inner.id\n  }\n" +
			"  dependsOn: [\n    outer\n    part\n  ]\n}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, body(&test.give)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestModules(t *testing.T) {
	t.Parallel()
	part := &Document{Params: []Param{{Name: "p", Type: String}}}
	d := &Document{Modules: []*Module{
		{Symbol: "a", File: "modules/part.bicep", Document: part, Name: Str("a"), Group: Str("g")},
		{Symbol: "b", File: "modules/empty.bicep", Document: &Document{}, Name: Str("b"), Group: Str("g")},
		{Symbol: "c", File: "modules/part.bicep", Document: part, Name: Str("c"), Group: Str("h")},
	}}
	want := []bicep.File{
		{Name: "modules/part.bicep", Data: bicep.Print(part, 7)},
		{Name: "modules/empty.bicep", Data: bicep.Print(&Document{}, 7)},
	}
	if diff := cmp.Diff(want, bicep.Modules(d, 7)); diff != "" {
		t.Error(diff)
	}
}

func TestPrintIsRepeatable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, size := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 15).Draw(t, "size")
		d := templatetest.Random(seed, size)
		once, twice := bicep.Print(d, 1), bicep.Print(templatetest.Random(seed, size), 1)
		if string(once) != string(twice) || string(once) != string(bicep.Print(d, 1)) {
			t.Fatal("the same document gives different texts")
		}
		if strings.ContainsAny(string(once), "\r\x00\x07\x1b\x7f\u2028\u202e") || strings.Contains(string(once), " \n") && !strings.Contains(string(once), "'''") {
			t.Fatalf("a control character or a space at the end of a line:\n%q", once)
		}
		if !strings.HasSuffix(string(once), "\n") || strings.HasSuffix(string(once), "\n\n") {
			t.Fatal("the text ends in one line break")
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
		bicep.Print(d, 1)
	}
}
