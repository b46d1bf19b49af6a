package arm_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/arm"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

// read gives the text that Azure takes a JSON string of a template for. It knows
// literals, and the calls of one function with one literal argument.
func read(value string) (text string, err error) {
	inside, ok := strings.CutPrefix(value, "[")
	if !ok || !strings.HasSuffix(value, "]") || value == "[" {
		return value, nil
	}
	if strings.HasPrefix(inside, "[") {
		return inside, nil
	}
	call := strings.TrimSuffix(inside, "]")
	name, argument, _ := strings.Cut(strings.TrimSuffix(call, ")"), "(")
	if name != "f" && name != "string" && name != "parameters" || !strings.HasSuffix(call, ")") {
		return "", fmt.Errorf("no call that was printed: %s", call)
	}
	argument, ok = strings.CutPrefix(argument, "'")
	if !ok || !strings.HasSuffix(argument, "'") {
		return "", fmt.Errorf("no literal argument: %s", call)
	}
	argument = strings.TrimSuffix(argument, "'")
	if strings.Contains(strings.ReplaceAll(argument, "''", ""), "'") {
		return "", fmt.Errorf("the literal ends early: %s", call)
	}
	return strings.ReplaceAll(argument, "''", "'"), nil
}

// strs gathers all strings of a JSON value.
func strs(v any, into *[]string) {
	switch v := v.(type) {
	case string:
		*into = append(*into, v)
	case []any:
		for _, item := range v {
			strs(item, into)
		}
	case map[string]any:
		for key, item := range v {
			*into = append(*into, key)
			strs(item, into)
		}
	}
}

// checkLiteral puts a text into every place of a document that it can stand in.
func checkLiteral(t interface{ Fatalf(string, ...any) }, text string) {
	want := string([]rune(text))
	variable := func(value Expr) Document { return Document{Vars: []Var{{Name: "x", Value: value}}} }
	output := func(value Expr) Document { return Document{Outputs: []Output{{Name: "x", Type: String, Value: value}}} }
	for name, d := range map[string]Document{
		"variable":        variable(Str(text)),
		"text":            variable(Text(text)),
		"item":            variable(Arr{Str(text)}),
		"property":        variable(Obj{P("a", Str(text))}),
		"property name":   variable(Obj{P(text, Str(""))}),
		"argument":        variable(Call{Name: "f", Args: []Expr{Str(text)}}),
		"literal interp":  variable(Interp{Str(text)}),
		"name of":         output(NameOf{Resource: &Resource{Name: Str(text)}}),
		"output":          output(Str(text)),
		"metadata":        {Description: text},
		"default":         {Params: []Param{{Name: "p", Type: String, Default: Str(text)}}},
		"allowed":         {Params: []Param{{Name: "p", Type: String, Allowed: []Expr{Text(text)}}}},
		"resource name":   {Resources: []*Resource{{Type: "T/t", Name: Str(text)}}},
		"resource body":   {Resources: []*Resource{{Type: "T/t", Name: Str("n"), Body: []Prop{P("a", Str(text))}}}},
		"deployment name": {Modules: []*Module{{Name: Str(text), Group: Str("g"), Document: &Document{}}}},
		"resource group":  {Modules: []*Module{{Name: Str("m"), Group: Str(text), Document: &Document{}}}},
		"module value":    {Modules: []*Module{{Name: Str("m"), Group: Str("g"), Params: []Prop{P("a", Str(text))}, Document: &Document{}}}},
		"module inside":   {Modules: []*Module{{Name: Str("m"), Group: Str("g"), Document: &Document{Description: text}}}},
	} {
		printed := arm.Print(&d, 1)
		var v any
		if err := json.Unmarshal(printed, &v); err != nil {
			t.Fatalf("%s of %q: %v: %s", name, text, err, printed)
		}
		var all []string
		strs(v, &all)
		found := text == ""
		for _, value := range all {
			got, err := read(value)
			if err != nil {
				t.Fatalf("%s of %q: %v", name, text, err)
			}
			found = found || got == want
		}
		if !found {
			t.Fatalf("%s of %q is not in %s", name, text, printed)
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	t.Parallel()
	for _, text := range templatetest.HostileTexts {
		checkLiteral(t, text)
	}
}

func TestAnyTextStaysText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(templatetest.HostileTexts), rapid.String())).Draw(t, "pieces")
		checkLiteral(t, strings.Join(pieces, ""))
	})
}

func FuzzLiteral(f *testing.F) {
	for _, text := range templatetest.HostileTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkLiteral(t, text) })
}

// A text between brackets gets one bracket more, and only such a text.
func TestBrackets(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want string }{
		{"[x]", "[[x]"}, {"[]", "[[]"}, {"[[x]]", "[[[x]]"}, {"[resourceGroup().id]", "[[resourceGroup().id]"},
		{"[x", "[x"}, {"[", "["}, {"x]", "x]"}, {" [x]", " [x]"}, {"[x]\n", "[x]\n"}, {"[[x", "[[x"}, {"it's {0}", "it's {0}"},
	}
	for _, test := range tests {
		var got string
		if err := json.Unmarshal([]byte(value(t, Str(test.give))), &got); err != nil {
			t.Fatal(err)
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.give, got, test.want)
		}
	}
}

// The JSON itself: nothing is escaped for HTML, no invalid UTF-8 remains.
func TestJSONEscapes(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want string }{
		{"</script>&", `"</script>&"`},
		{"\"\\\n\x07\x7f", `"\"\\\n\u0007` + "\x7f" + `"`},
		{"é😀", `"é😀"`},
		{"a\xffb", `"a` + "\ufffd" + `b"`},
	}
	for _, test := range tests {
		if got := value(t, Str(test.give)); strings.ReplaceAll(got, `\ufffd`, "\ufffd") != test.want {
			t.Errorf("%q: got %s, want %s", test.give, got, test.want)
		}
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	text := string(arm.Print(templatetest.Example(), 12))
	replace := func(old, new string) string { return strings.Replace(text, old, new, 1) }
	tests := []struct {
		name       string
		text       string
		revision   int
		intact, ok bool
	}{
		{"as printed", text, 12, true, true},
		{"edited", replace("westeurope", "northeurope"), 12, false, true},
		{"cut off", text[:len(text)-1], 12, false, true},
		{"broken further down", text[:len(text)/2], 12, false, true},
		{"white space", strings.ReplaceAll(text, "  ", "\t"), 12, false, true},
		{"revision changed", replace(`"version": "12"`, `"version": "13"`), 13, false, true},
		{"hash changed", replace(`"templateHash": "`, `"templateHash": "0`), 12, false, true},
		{"hash emptied", text[:strings.Index(text, `Hash": "`)+8] + text[strings.Index(text, `Hash": "`)+20:], 12, false, true},
		{"no hash", replace("templateHash", "hash"), 12, false, true},
		{"hash of a kind", replace(`"templateHash": `, `"templateHash": 1, "x": `), 12, false, true},
		{"ends before the hash", text[:strings.Index(text, `"templateHash": "`)+15], 12, false, true},
		{"ends in the hash", text[:strings.Index(text, `"templateHash": "`)+20], 12, false, true},
		{"ends before the revision", text[:strings.Index(text, `"version"`)+10], 0, false, false},
		{"revision of a kind", replace(`"version": "12"`, `"version": 12`), 0, false, false},
		{"by another", replace(`"name": "batchgen"`, `"name": "bicep"`), 0, false, false},
		{"no JSON", "// batchgen", 0, false, false},
		{"empty", "", 0, false, false},
		{"in a module of another", `{"resources": [` + text + `]}`, 0, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			revision, intact, ok := arm.Mark([]byte(test.text))
			if revision != test.revision || intact != test.intact || ok != test.ok {
				t.Errorf("got %d, %v, %v", revision, intact, ok)
			}
		})
	}
}
