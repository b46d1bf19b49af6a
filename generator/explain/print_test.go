package explain_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/schemas"
)

// poison puts a text into every string of a report but addresses of documents
// and the few words that code switches on.
func poison(v reflect.Value, draw func() string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), draw)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), draw)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch v.Type().Field(i).Name {
			case "URL", "Kind", "Direction", "Access", "RouteTable":
			default:
				poison(v.Field(i), draw)
			}
		}
	case reflect.String:
		v.SetString(draw())
	}
}

var (
	label        = `"(?:[a-zA-Z0-9 .,\-_/()]|#\d+;|<br/>|[^\x00-\x7f])*"`
	mermaidLines = regexp.MustCompile(`^(?:flowchart LR|  end|  subgraph vnet\[` + label + `\]` +
		`|    (?:subnet\d+|more)\[` + label + `\]|    part\d+\(\[` + label + `\]\)|  part\d+\[\(` + label + `\)\]|  part\d+\[` + label + `\]` +
		`|  vnet -- ` + label + ` --> part\d+|  part\d+ --> part\d+|  peer\d+\(\[` + label + `\]\)` +
		`|  (?:subnet|peer)\d+ -- ` + label + ` --[>x] (?:subnet|peer)\d+|  subnet\d+ -\. ` + label + ` \.-> (?:subnet|peer)\d+)$`)
	bars = regexp.MustCompile(`\\.|\|`)
)

// rowCells counts the cells of a table's row as GitHub does: by bars that are not escaped.
func rowCells(line string) int {
	return len(strings.Split(bars.ReplaceAllStringFunc(line, func(s string) string {
		if s == "|" {
			return "\x00"
		}
		return "."
	}), "\x00"))
}

// checkMarkdown finds what a name could have broken.
func checkMarkdown(t interface{ Errorf(string, ...any) }, text string) {
	before, rest, _ := strings.Cut(text, "```mermaid\n")
	picture, after, found := strings.Cut(rest, "```\n")
	if !found || strings.Contains(before, "```") {
		t.Errorf("the picture is not fenced once:\n%s", text)
	}
	for _, line := range strings.Split(strings.TrimSuffix(picture, "\n"), "\n") {
		if !mermaidLines.MatchString(line) {
			t.Errorf("not a line of the picture: %q", line)
		}
	}
	cells := 0
	for _, line := range strings.Split(strings.TrimSuffix(after, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "|"):
			if cells > 0 && rowCells(line) != cells {
				t.Errorf("a row with %d cells in a table with %d: %q", rowCells(line), cells, line)
			}
			cells = rowCells(line)
		case line == "":
			cells = 0
		case strings.HasPrefix(line, "## "):
		case cells > 0:
			t.Errorf("a line that ends a table: %q", line)
		}
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "<") {
			t.Errorf("a line that opens something: %q", line)
		}
	}
}

// A hostile name stays a name, in tables and in the picture.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	var texts []string
	for name, text := range goldens(t) {
		if len(text) < 2000 {
			texts = append(texts, name)
		}
	}
	all := goldens(t)
	nasty := rapid.SampledFrom([]string{
		"|", "\"", "]", "\n", "\r\n", "```", "`", "<script>", "-->", "<!--", "#quot;", "%%{init: {}}%%", "end", "subgraph", "style x:#1;",
		"click", "\\", "\\|", "$x$", "[a](http://x)", "\u2028", "\x00", "&amp;", "**", "é", "; ", "@x", "~~~", "---",
	})
	piece := rapid.Map(rapid.SliceOfN(rapid.OneOf(nasty, rapid.String()), 1, 6), func(p []string) string { return strings.Join(p, "") })
	rapid.Check(t, func(rt *rapid.T) {
		r := explain.New(planned(t, all[rapid.SampledFrom(texts).Draw(rt, "case")]))
		hostile := piece.Draw(rt, "text")
		poison(reflect.ValueOf(&r).Elem(), func() string { return hostile })
		text := r.Markdown(1)
		if !utf8.Valid(text) && utf8.ValidString(hostile) {
			rt.Errorf("not UTF-8")
		}
		checkMarkdown(rt, string(text))
	})
}

func TestGoldenMarkdownIsWellFormed(t *testing.T) {
	t.Parallel()
	for name, text := range goldens(t) {
		r := report(t, text)
		markdown := r.Markdown(1)
		checkMarkdown(t, string(markdown))
		if edges := strings.Count(string(r.Mermaid()), "\n"); edges > 400 || len(r.Mermaid()) > 40000 {
			t.Errorf("%s: a picture of %d lines and %d bytes", name, edges, len(r.Mermaid()))
		}
		if revision, intact, ok := explain.Mark(markdown); revision != 1 || !intact || !ok {
			t.Errorf("%s: no mark", name)
		}
	}
}

func TestManySubnetsAreCounted(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(linux + "nodes: 1\npools:\n")
	for i := range 40 {
		b.WriteString("  - {name: p" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + ", subnet: own}\n")
	}
	b.WriteString("network: {privateEndpoints: [nodeManagement], natGateway: true}\n")
	picture := string(report(t, b.String()).Mermaid())
	for _, want := range []string{`more["and 28 more subnets"]`, "subnet11[", "subnet40[", `vnet -- "way out" -->`} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture lacks %s:\n%s", want, picture)
		}
	}
	if strings.Contains(picture, "subnet12") {
		t.Error("more subnets are drawn")
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	text := report(t, linux+"nodes: 1\n").Markdown(7)
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if !regexp.MustCompile(`^<!-- batchgen revision 7, sha256 [0-9a-f]{12} -->$`).Match(line) {
		t.Errorf("%s", line)
	}
	for _, test := range []struct {
		text       string
		revision   int
		intact, ok bool
	}{
		{string(text), 7, true, true},
		{string(text) + "more\n", 7, false, true},
		{strings.ReplaceAll(string(text), "\n", "\r\n"), 7, false, true},
		{"", 0, false, false},
		{"# Notes\n", 0, false, false},
		{"<!-- batchgen revision 7 -->\n", 0, false, false},
		{"<!-- batchgen revision x, sha256 012345678901 -->\n", 0, false, false},
		{"<!-- batchgen revision 7, sha256 012345678901\n", 0, false, false},
		{"<!-- batchgen revision 7, sha256 e3b0c44298fc -->\n", 7, true, true},
	} {
		revision, intact, ok := explain.Mark([]byte(test.text))
		if revision != test.revision || intact != test.intact || ok != test.ok {
			t.Errorf("%.60q: %d %v %v", test.text, revision, intact, ok)
		}
	}
}

// Random intents over the whole language: what is accepted can be reported.
func TestRandomIntents(t *testing.T) {
	t.Parallel()
	reports, lists := compiled(t, schemas.Explain()), compiled(t, schemas.Allowlist())
	accepted := 0
	for seed := uint64(1); accepted < 100; seed++ {
		if seed > 4000 {
			t.Fatalf("only %d random intents are accepted", accepted)
		}
		text := intenttest.Random(seed)
		in, _, list := intent.Load([]byte(text))
		if list.HasErrors() {
			continue
		}
		p, list := plan.New(in, asOf)
		if list.HasErrors() {
			continue
		}
		accepted++
		r, a := explain.New(in, p), explain.NewAllowlist(in, p)
		checkMarkdown(t, string(r.Markdown(1)))
		for schema, text := range map[*jsonschema.Schema][]byte{reports: r.JSON(), lists: a.JSON()} {
			var value any
			if err := json.Unmarshal(text, &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("seed %d: %#v", seed, err)
			}
		}
		if all := string(r.Text()) + string(a.Text()); strings.Contains(all, "%!") || strings.Contains(all, "invalid Prefix") {
			t.Errorf("seed %d: something is not printed:\n%s", seed, all)
		}
		if open := regexp.MustCompile(`\{[a-z]+\}`).FindString(string(a.JSON())); open != "" {
			t.Errorf("seed %d: a part of a name is left open:\n%s", seed, a.JSON())
		}
	}
}
