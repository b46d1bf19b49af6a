package golden

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

var update = flag.Bool("update", false, "rewrite the outputs from the intents")

// asOf is the day that the goldens are rendered as of.
var asOf = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// cases returns the folders that hold an intent.
func cases(t *testing.T, pattern string) []string {
	t.Helper()
	intents, err := filepath.Glob(filepath.Join(pattern, "intent.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range intents {
		intents[i] = filepath.Dir(intents[i])
	}
	return intents
}

// outputs are the files that a case must hold beside its intent.
func outputs(t *testing.T, source []byte) (map[string][]byte, diag.List) {
	t.Helper()
	result := generator.Generate(source, generator.Options{
		AsOf: asOf, Formats: []generator.Format{generator.Bicep, generator.ARM, generator.Explain, generator.Allowlist},
	})
	files := map[string][]byte{}
	for _, f := range result.Files {
		files[f.Name] = f.Data
	}
	if m := generator.Migrate(source, generator.Options{AsOf: asOf}); !m.Diagnostics.HasErrors() {
		files["migrate.md"] = m.Report.Markdown(generator.Revision)
	}
	if len(result.Diagnostics) > 0 {
		var text bytes.Buffer
		reports := []diag.Report{{Name: "intent.yaml", Source: source, List: result.Diagnostics}}
		if err := diag.PrintText(&text, reports, diag.Style{Excerpt: true}); err != nil {
			t.Fatal(err)
		}
		files["diagnostics.txt"] = text.Bytes()
	}
	return files, result.Diagnostics
}

// compare holds a folder against the outputs, both ways.
func compare(t *testing.T, dir string, want map[string][]byte) {
	t.Helper()
	if *update && os.Getenv("CI") != "" {
		t.Fatal("goldens are not rewritten in CI")
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if _, expected := want[name]; err != nil || e.IsDir() || expected || name == "intent.yaml" || name == "network.json" {
			return err
		}
		if *update {
			return os.Remove(filepath.Join(dir, name))
		}
		t.Errorf("%s: surplus file, the intent does not give it", filepath.Join(dir, name))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range want {
		path := filepath.Join(dir, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Errorf("%v (make golden writes it)", err)
			continue
		}
		if diff := cmp.Diff(string(got), string(data)); diff != "" {
			t.Errorf("%s: make golden rewrites it (-on disk +generated):\n%s", path, diff)
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, dir := range cases(t, "*") {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(filepath.Join(dir, "intent.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			want, list := outputs(t, source)
			if list.HasErrors() {
				t.Fatalf("the intent is refused:\n%s", want["diagnostics.txt"])
			}
			compare(t, dir, want)
		})
	}
}

var errorFolder = regexp.MustCompile(`^(BG\d{3})-[a-z0-9-]+$`)

// TestErrors holds every refused intent to its message. The folder's name says
// which code the case is for.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, dir := range cases(t, filepath.Join("errors", "*")) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			name := errorFolder.FindStringSubmatch(filepath.Base(dir))
			if name == nil {
				t.Fatal("the folder is not named BGnnn-slug")
			}
			source, err := os.ReadFile(filepath.Join(dir, "intent.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			want, list := outputs(t, source)
			if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == name[1] }) {
				t.Errorf("%s is not raised, but:\n%s", name[1], want["diagnostics.txt"])
			}
			for file := range want {
				if file == "diagnostics.txt" {
					continue
				}
				if list.HasErrors() && file != "migrate.md" {
					t.Errorf("%s is given in spite of an error", file)
				}
				delete(want, file) // a warning's outputs are in the other goldens
			}
			compare(t, dir, want)
		})
	}
}

// TestOutputsHoldNoCarriageReturn: line ends are \n on every platform.
func TestOutputsHoldNoCarriageReturn(t *testing.T) {
	t.Parallel()
	for _, dir := range cases(t, "*") {
		source, err := os.ReadFile(filepath.Join(dir, "intent.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		files, _ := outputs(t, []byte(strings.ReplaceAll(string(source), "\n", "\r\n")))
		for name, data := range files {
			if bytes.ContainsRune(data, '\r') {
				t.Errorf("%s: %s holds a carriage return", dir, name)
			}
		}
	}
}
