package diag_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator/diag"
)

func TestApply(t *testing.T) {
	t.Parallel()
	fix := func(line, from, to int, text string) diag.Diagnostic {
		return diag.Diagnostic{Fix: &diag.Fix{Text: text, Range: diag.Range{
			Start: diag.Position{Line: line, Column: from}, End: diag.Position{Line: line, Column: to},
		}}}
	}
	for _, c := range []struct {
		name, text string
		fixes      diag.List
		want       string
		done       int
	}{
		{"nothing", "a: 1\n", diag.List{{Code: "BG101"}}, "a: 1\n", 0},
		{"a word", "a: uno # one\n", diag.List{fix(1, 4, 7, "one")}, "a: one # one\n", 1},
		{"any order", "a: 1\nb: 2\n", diag.List{fix(2, 1, 2, "y"), fix(1, 1, 2, "x")}, "x: 1\ny: 2\n", 2},
		{"one line", "a: 1, b: 2\n", diag.List{fix(1, 7, 8, "long"), fix(1, 1, 2, "longer")}, "longer: 1, long: 2\n", 2},
		{"overlap", "abcdef", diag.List{fix(1, 3, 5, "y"), fix(1, 1, 4, "x")}, "xdef", 1},
		{"CR LF", "a: 1\r\nb: 2\r\n", diag.List{fix(2, 4, 5, "3"), fix(1, 4, 5, "4")}, "a: 4\r\nb: 3\r\n", 2},
		{"CR", "a: 1\rb: 2\r", diag.List{fix(2, 4, 5, "3")}, "a: 1\rb: 3\r", 1},
		{"mark", "\uFEFFa: 1\n", diag.List{fix(1, 1, 2, "b")}, "\uFEFFb: 1\n", 1},
		{"characters", "'äöü😀': x\n", diag.List{fix(1, 9, 10, "y")}, "'äöü😀': y\n", 1},
		{"removal", "a: 1\u200b\n", diag.List{fix(1, 5, 6, "")}, "a: 1\n", 1},
		{"at the end", "a: x", diag.List{fix(1, 4, 5, "y")}, "a: y", 1},
		{"reversed", "a: x", diag.List{fix(1, 4, 3, "y")}, "a: x", 0},
		{"no place", "a: x", diag.List{{Fix: &diag.Fix{Text: "y"}}}, "a: x", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, done := diag.Apply([]byte(c.text), c.fixes)
			if string(got) != c.want || len(done) != c.done {
				t.Errorf("got %q with %d done, want %q with %d", got, len(done), c.want, c.done)
			}
		})
	}
}
