package bicep_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/bicep"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

// unquote reads the string at the start of Bicep source by the rules of the
// language alone, and gives what follows it.
func unquote(source string) (text, rest string, err error) {
	if after, ok := strings.CutPrefix(source, "'''"); ok {
		end := strings.Index(after, "'''")
		if end < 0 {
			return "", "", fmt.Errorf("the text has no end")
		}
		return strings.TrimPrefix(after[:end], "\n"), after[end+3:], nil
	}
	source, ok := strings.CutPrefix(source, "'")
	if !ok {
		return "", "", fmt.Errorf("no string: %q", source)
	}
	simple := map[byte]string{'n': "\n", 'r': "\r", 't': "\t", '\\': `\`, '\'': "'", '$': "$"}
	var b strings.Builder
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\'':
			return b.String(), source[i+1:], nil
		case c == '\n' || c == '\r':
			return "", "", fmt.Errorf("a line break in a string")
		case c == '$' && strings.HasPrefix(source[i:], "${"):
			return "", "", fmt.Errorf("an interpolation")
		case c == '\\' && strings.HasPrefix(source[i+1:], "u{"):
			end := strings.IndexByte(source[i:], '}') + i
			n, err := strconv.ParseUint(source[i+3:end], 16, 32)
			if err != nil || n > utf8.MaxRune {
				return "", "", fmt.Errorf("no character: %s", source[i:end])
			}
			b.WriteRune(rune(n))
			i = end
		case c == '\\':
			i++
			text, ok := simple[source[i]]
			if !ok {
				return "", "", fmt.Errorf("no such escape: %q", source[i])
			}
			b.WriteString(text)
		default:
			b.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("the string has no end")
}

// places are all the places of a document that a text can stand in: what is
// before it in the printed text, and what is after it.
func places(text string) map[string]struct {
	document      Document
	before, after string
} {
	type place = struct {
		document      Document
		before, after string
	}
	variable := func(value Expr) Document { return Document{Vars: []Var{{Name: "x", Value: value}}} }
	resource := &Resource{Symbol: "r", Type: "T/t", APIVersion: "1", Name: Str(text)}
	return map[string]place{
		"variable":       {variable(Str(text)), "var x = ", "\n"},
		"text":           {variable(Text(text)), "var x = ", "\n"},
		"item":           {variable(Arr{Str(text)}), "var x = [\n  ", "\n]\n"},
		"item of text":   {variable(Arr{Text(text)}), "var x = [\n  ", "\n]\n"},
		"property":       {variable(Obj{P("a", Str(text))}), "var x = {\n  a: ", "\n}\n"},
		"property name":  {variable(Obj{P("-"+text, Str(""))}), "var x = {\n  ", ": ''\n}\n"},
		"read property":  {variable(Access{Of: ParamRef("p"), Name: "-" + text}), "var x = p[", "]\n"},
		"argument":       {variable(Call{Name: "f", Args: []Expr{Str(text)}}), "var x = f(", ")\n"},
		"text argument":  {variable(Call{Name: "f", Args: []Expr{Text(text)}}), "var x = f(", ")\n"},
		"in a hole":      {variable(Interp{Call{Name: "f", Args: []Expr{Str(text)}}}), "var x = '${f(", ")}'\n"},
		"literal interp": {variable(Interp{Str(text)}), "var x = ", "\n"},
		"metadata":       {Document{Description: text}, "metadata description = ", "\n"},
		"default":        {Document{Params: []Param{{Name: "p", Type: String, Default: Str(text)}}}, "param p string = ", "\n"},
		"allowed": {Document{Params: []Param{{Name: "p", Type: String, Allowed: []Expr{Str(text)}}}},
			"@allowed([\n  ", "\n])\nparam p string\n"},
		"description": {Document{Params: []Param{{Name: "p", Type: String, Description: text}}}, "@description(", ")\nparam p string\n"},
		"output": {Document{Outputs: []Output{{Name: "o", Type: String, Description: text, Value: Str("")}}},
			"@description(", ")\noutput o string = ''\n"},
		"resource name": {Document{Resources: []*Resource{resource}}, "resource r 'T/t@1' = {\n  name: ", "\n}\n"},
		"module name": {Document{Modules: []*Module{{Symbol: "m", File: "f", Name: Str(text), Group: Str("g")}}},
			"module m 'f' = {\n  scope: resourceGroup('g')\n  name: ", "\n}\n"},
		"resource group": {Document{Modules: []*Module{{Symbol: "m", File: "f", Name: Str("n"), Group: Str(text)}}},
			"module m 'f' = {\n  scope: resourceGroup(", ")\n  name: 'n'\n}\n"},
	}
}

func checkQuote(t interface{ Fatalf(string, ...any) }, text string) {
	want := strings.ToValidUTF8(text, "\ufffd")
	// ToValidUTF8 replaces runs of bytes, the printers replace each.
	if !utf8.ValidString(text) {
		want = string([]rune(text))
	}
	for name, place := range places(text) {
		printed := body(&place.document)
		if printed == "" && text == "" {
			continue
		}
		inside, ok := strings.CutPrefix(printed, place.before)
		if (name == "description" || name == "output") && text == "" {
			continue
		}
		if !ok {
			t.Fatalf("%s: %q is not before the text: %s", name, place.before, printed)
		}
		got, rest, err := unquote(inside)
		if err != nil {
			t.Fatalf("%s of %q: %v: %s", name, text, err, printed)
		}
		if name == "property name" || name == "read property" {
			got = strings.TrimPrefix(got, "-")
		}
		if got != want || rest != place.after {
			t.Fatalf("%s of %q: printed %q, which reads as %q, and then %q", name, text, printed, got, rest)
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	t.Parallel()
	for _, text := range templatetest.HostileTexts {
		checkQuote(t, text)
	}
}

func TestAnyTextStaysText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(templatetest.HostileTexts), rapid.String())).Draw(t, "pieces")
		checkQuote(t, strings.Join(pieces, ""))
	})
}

func FuzzQuote(f *testing.F) {
	for _, text := range templatetest.HostileTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkQuote(t, text) })
}

// The escapes that are chosen, beyond that they read back.
func TestEscapes(t *testing.T) {
	t.Parallel()
	tests := []struct{ give, want string }{
		{"it's", `'it\'s'`},
		{`C:\x`, `'C:\\x'`},
		{"a\nb\rc\td", `'a\nb\rc\td'`},
		{"${x} $ {x} $$", `'\${x} $ {x} $$'`},
		{"$${x}", `'$\${x}'`},
		{"\x00\x1b\x7f", `'\u{0}\u{1b}\u{7f}'`},
		{"\u0080\u009f", `'\u{80}\u{9f}'`}, // first and last control character beyond ASCII
		{"\u0085\u2028\u2029\u200b\u202e\ufeff", `'\u{85}\u{2028}\u{2029}\u{200b}\u{202e}\u{feff}'`},
		{"é 😀 \u00a0 \U0010ffff", "'é 😀 \u00a0 \U0010ffff'"},
		{"\xff\xfe", "'\ufffd\ufffd'"},
		{"// [x] \" </script>", `'// [x] " </script>'`},
	}
	for _, test := range tests {
		if got := value(Str(test.give)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.give, got, test.want)
		}
	}
}

func TestCommentsStayComments(t *testing.T) {
	t.Parallel()
	for _, text := range templatetest.HostileTexts {
		d := &Document{
			Vars: []Var{{Name: "x", Comment: text, Value: Str("")}},
			Resources: []*Resource{{
				Symbol: "r", Type: "T/t", APIVersion: "1", Name: Str("r"), Comment: text,
				DependsOn: []Dependency{&Resource{Symbol: "s"}}, DependsOnComment: text,
			}},
			Modules: []*Module{{Symbol: "m", File: "f", Name: Str("n"), Group: Str("g"), Comment: text}},
		}
		var code []string
		for line := range strings.Lines(body(d)) {
			if !strings.HasPrefix(strings.TrimLeft(line, " "), "//") {
				code = append(code, line)
			}
		}
		want := "var x = ''\n\nresource r 'T/t@1' = {\n  name: 'r'\n  dependsOn: [\n    s\n  ]\n}\n\n" +
			"module m 'f' = {\n  scope: resourceGroup('g')\n  name: 'n'\n}\n"
		if got := strings.Join(code, ""); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	text := string(bicep.Print(templatetest.Example(), 12))
	line, rest, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(line, "// batchgen revision 12, sha256 ") || len(line) != len("// batchgen revision 12, sha256 ")+12 {
		t.Errorf("the first line is %q", line)
	}
	tests := []struct {
		name       string
		text       string
		revision   int
		intact, ok bool
	}{
		{"as printed", text, 12, true, true},
		{"empty document", string(bicep.Print(&Document{}, 1)), 1, true, true},
		{"edited", strings.Replace(text, "westeurope", "northeurope", 1), 12, false, true},
		{"cut off", text[:len(text)-1], 12, false, true},
		{"only the mark", line, 12, false, true},
		{"Windows line ends", strings.ReplaceAll(text, "\n", "\r\n"), 12, false, true},
		{"hash changed", strings.Replace(text, ", sha256 ", ", sha256 0", 1), 12, false, true},
		{"revision changed", strings.Replace(text, "revision 12", "revision 13", 1), 13, true, true},
		{"no mark", rest, 0, false, false},
		{"no number", "// batchgen revision x, sha256 123456789012\n", 0, false, false},
		{"no hash", "// batchgen revision 1\n", 0, false, false},
		{"mark further down", "\n" + text, 0, false, false},
		{"empty", "", 0, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			revision, intact, ok := bicep.Mark([]byte(test.text))
			if revision != test.revision || intact != test.intact || ok != test.ok {
				t.Errorf("got %d, %v, %v", revision, intact, ok)
			}
		})
	}
}
