package diag_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/diag"
)

// at is a range on one line.
func at(line, from, to int) diag.Range {
	return diag.Range{Start: diag.Position{Line: line, Column: from}, End: diag.Position{Line: line, Column: to}}
}

func placed(r diag.Range, d diag.Diagnostic) diag.Diagnostic {
	d.Range = r
	return d
}

func printed(t *testing.T, style diag.Style, reports ...diag.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := diag.PrintText(&b, reports, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrintText(t *testing.T) {
	t.Parallel()
	duplicate := placed(at(3, 1, 7), diag.DuplicateKey("/region", "region", at(1, 1, 7)))
	wide := placed(at(2, 15, 25), diag.WideRemoteAccess("/remoteAccess/from/0", prefix("10.0.0.0/7")))
	source := []byte("region: westeurope\nremoteAccess: [10.0.0.0/7]\nregion: eastus\n")
	for _, c := range []struct {
		name  string
		style diag.Style
		want  string
	}{
		{"plain", diag.Style{}, `intent.yaml:2:15: warning BG127: remote access from 10.0.0.0/7 is open to 33554432 addresses
  hint: name smaller ranges
intent.yaml:3:1: error BG102: key "region" is given twice, first on line 1
  hint: remove one of them
  intent.yaml:1:1: note: the first is here
intent.yaml: error BG005: the file is empty
  hint: write at least region, os and nodes
`},
		{"excerpt", diag.Style{Excerpt: true}, `intent.yaml:2:15: warning BG127: remote access from 10.0.0.0/7 is open to 33554432 addresses
    2 | remoteAccess: [10.0.0.0/7]
      |               ^^^^^^^^^^
  hint: name smaller ranges
intent.yaml:3:1: error BG102: key "region" is given twice, first on line 1
    3 | region: eastus
      | ^^^^^^
  hint: remove one of them
  intent.yaml:1:1: note: the first is here
intent.yaml: error BG005: the file is empty
  hint: write at least region, os and nodes
`},
		{"colour", diag.Style{Color: true}, "\x1b[1mintent.yaml:2:15\x1b[0m: \x1b[1;33mwarning BG127\x1b[0m: remote access from 10.0.0.0/7 is open to 33554432 addresses\n" +
			"  \x1b[36mhint:\x1b[0m name smaller ranges\n" +
			"\x1b[1mintent.yaml:3:1\x1b[0m: \x1b[1;31merror BG102\x1b[0m: key \"region\" is given twice, first on line 1\n" +
			"  \x1b[36mhint:\x1b[0m remove one of them\n" +
			"  intent.yaml:1:1: note: the first is here\n" +
			"\x1b[1mintent.yaml\x1b[0m: \x1b[1;31merror BG005\x1b[0m: the file is empty\n" +
			"  \x1b[36mhint:\x1b[0m write at least region, os and nodes\n"},
	} {
		got := printed(t, c.style, diag.Report{Name: "intent.yaml", Source: source, List: diag.List{wide, duplicate, diag.EmptyFile()}})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
	if got := printed(t, diag.Style{}); got != "" {
		t.Errorf("no report prints %q", got)
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200)
	for _, c := range []struct {
		name, source string
		at           diag.Range
		line, caret  string
	}{
		{"tab before", "\ta: b", at(1, 5, 6), "    1 |     a: b", "      |        ^"},
		{"tab marked", "a:\tb", at(1, 3, 4), "    1 | a:    b", "      |   ^^^^"},
		{"wide characters", "名前: x", at(1, 5, 6), "    1 | 名前: x", "      |       ^"},
		{"wide marked", "a: 名前", at(1, 4, 6), "    1 | a: 名前", "      |    ^^^^"},
		{"emoji and full width", "\U0001F600！　: x", at(1, 6, 7), "    1 | \U0001F600！　: x", "      |         ^"},
		{"combining", "cafe\u0301: x", at(1, 8, 9), "    1 | cafe\u0301: x", "      |       ^"},
		{"umlaut", "grün: x", at(1, 7, 8), "    1 | grün: x", "      |       ^"},
		{"no width", "a:", at(1, 3, 3), "    1 | a:", "      |   ^"},
		{"behind the line", "a:", at(1, 9, 12), "    1 | a:", "      |   ^"},
		{"over lines", "a: {\n}", diag.Range{Start: diag.Position{Line: 1, Column: 4}, End: diag.Position{Line: 2, Column: 2}}, "    1 | a: {", "      |    ^"},
		{"over lines to the end", "a: 'b\n c'", diag.Range{Start: diag.Position{Line: 1, Column: 4}, End: diag.Position{Line: 2, Column: 4}}, "    1 | a: 'b", "      |    ^^"},
		{"CR", "a\rbc\rd", at(2, 2, 3), "    2 | bc", "      |  ^"},
		{"CR LF", "a\r\nbc\r\nd", at(2, 2, 3), "    2 | bc", "      |  ^"},
		{"mark", "\uFEFFab", at(1, 2, 3), "    1 | ab", "      |  ^"},
		{"control", "a\x1b[31m", at(1, 2, 3), `    1 | a\x1b[31m`, "      |  ^^^^"},
		{"bidi", "a\u202Eb", at(1, 2, 3), `    1 | a\u202eb`, "      |  ^^^^^^"},
		{"long line", long, at(1, 1, 201), "    1 | " + long[:100] + "…", "      | " + strings.Repeat("^", 100)},
		{"far in a long line", long, at(1, 150, 151), "    1 | …" + long[:100-9] + "", "      | " + strings.Repeat(" ", 61) + "^"},
		{"late line", strings.Repeat("\n", 122) + "ab", at(123, 1, 2), "  123 | ab", "      | ^"},
	} {
		d := placed(c.at, diag.EmptyFile())
		d.Hint = ""
		lines := strings.Split(printed(t, diag.Style{Excerpt: true}, diag.Report{Name: "f", Source: []byte(c.source), List: diag.List{d}}), "\n")
		if len(lines) != 4 || lines[1] != c.line && !strings.HasPrefix(lines[1], c.line) || lines[2] != c.caret {
			t.Errorf("%s:\n%s\nwant\n%s\n%s", c.name, strings.Join(lines[1:], "\n"), c.line, c.caret)
		}
	}
	for name, c := range map[string]struct {
		source string
		at     diag.Range
	}{
		"no such line": {"a", at(7, 1, 2)}, "no text": {"", diag.Range{}}, "no UTF-8": {"a\xFF", at(1, 1, 2)},
	} {
		d := placed(c.at, diag.EmptyFile())
		got := printed(t, diag.Style{Excerpt: true}, diag.Report{Name: "f", Source: []byte(c.source), List: diag.List{d}})
		if strings.Contains(got, "|") {
			t.Errorf("%s: an excerpt all the same: %s", name, got)
		}
	}
}

// A finding on a long line must not cost the whole line anew.
func TestManyFindingsOnOneLine(t *testing.T) {
	t.Parallel()
	source := bytes.Repeat([]byte("é, "), 20000)
	var list diag.List
	for i := range 20000 {
		list = append(list, placed(at(1, 3*i+1, 3*i+2), diag.EmptyFile()))
	}
	if got := printed(t, diag.Style{Excerpt: true}, diag.Report{Name: "f", Source: source, List: list}); len(got) < 20000 {
		t.Error("findings are missing")
	}
}

func TestNothingUnprintableIsPrinted(t *testing.T) {
	t.Parallel()
	d := placed(at(1, 1, 2), diag.UnknownKey("/\x1b", "\x1b[2J\u202E", "", "", nil))
	d.Hint, d.Message = "\x07\u2028\xFF\uFFFD", d.Message+"\u200B\n"
	d.Related = []diag.Related{{Message: "\x1b]0;title\x07", Range: at(1, 1, 1)}}
	got := printed(t, diag.Style{Excerpt: true}, diag.Report{Name: "a\x1b[31m\nb", Source: []byte("\x00\x1b\u061C"), List: diag.List{d}})
	want := `a\x1b[31m\nb:1:1: error BG101: unknown key "\x1b[2J\u202e"\u200b\n
    1 | \x00\x1b\u061c
      | ^^^^
  hint: \a\u2028\xff\ufffd
  a\x1b[31m\nb:1:1: note: \x1b]0;title\a
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// failing takes so many bytes and then no more.
type failing int

func (f *failing) Write(p []byte) (int, error) {
	if *f -= failing(len(p)); *f < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestPrintersReturnWriteErrors(t *testing.T) {
	t.Parallel()
	reports := []diag.Report{{Name: "f", List: diag.List{diag.EmptyFile()}}}
	for _, room := range []failing{0, 5} {
		text, json := room, room
		if diag.PrintText(&text, reports, diag.Style{}) == nil {
			t.Errorf("PrintText with room for %d bytes gives no error", room)
		}
		if diag.PrintJSON(&json, reports) == nil {
			t.Errorf("PrintJSON with room for %d bytes gives no error", room)
		}
	}
}
