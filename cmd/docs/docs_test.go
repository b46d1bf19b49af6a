package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	if err := run("../..", true); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsAnOldPage(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, dir := range []string{"docs", "generator/diag"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(root, false); err != nil {
		t.Fatal(err)
	}
	if err := run(root, true); err != nil {
		t.Fatalf("just written: %v", err)
	}
	page := filepath.Join(root, "docs", "intent.md")
	if err := os.WriteFile(page, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(root, true); err == nil || !strings.Contains(err.Error(), "intent.md") {
		t.Errorf("an old page gives %v", err)
	}
}

func TestConstructorsNeedTheirOpening(t *testing.T) {
	t.Parallel()
	for comment, want := range map[string]string{
		"// New is BG123, new: it is.":   "",
		"// New is BG123, new.":          "does not start with its code",
		"// Old is BG123, new: it is.":   "does not start with its code",
		"// New is BG823, family: none.": "a code of no family",
	} {
		dir := t.TempDir()
		source := "package diag\n\n" + comment + "\nfunc New() Diagnostic { return Diagnostic{} }\n"
		if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		codes, err := catalogue(dir)
		page := diagnosticsPage(codes)
		switch {
		case want == "" && (err != nil || !strings.Contains(page, "### BG123: new\n\nIt is.\n")):
			t.Errorf("%s: %v\n%s", comment, err, page)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", comment, err, want)
		}
	}
}

func TestCompact(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"{\n  \"a\":   1\n}": `{ "a": 1 }`, `"a  b"`: `"a  b"`, `["\"", 1]`: `["\"", 1]`,
	} {
		if got := compact([]byte(raw)); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
	if got := compact([]byte(`"two  spaces"`)); got != `"two  spaces"` {
		t.Errorf("text changes to %s", got)
	}
}
