// Package workflows holds the GitHub workflows that batchgen writes, and its
// own, to actionlint.
package workflows

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rhysd/actionlint"
	"golang.org/x/tools/txtar"
)

// lint reports what actionlint finds in a workflow. It needs neither
// shellcheck nor the network.
func lint(t *testing.T, name string, text []byte) {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.Lint(name, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		t.Error(e)
	}
}

// TestExpectedWorkflows lints the workflows among the expected files of
// projects, those for a release of batchgen too.
func TestExpectedWorkflows(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../generator/scaffold/testdata/github*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	linted := 0
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if filepath.Dir(f.Name) == ".github/workflows" {
				lint(t, name, f.Data)
				linted++
			}
		}
	}
	if linted < 3 {
		t.Errorf("%d workflows were linted", linted)
	}
}

// TestWrittenWorkflows lints what the command writes for each answer.
func TestWrittenWorkflows(t *testing.T) {
	t.Parallel()
	work := t.TempDir()
	program := filepath.Join(work, "batchgen.exe") // the name that runs everywhere
	if out, err := exec.Command("go", "build", "-C", "../..", "-o", program, "./cmd/batchgen").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, region := range []string{"westeurope", "usgovvirginia", "chinaeast2"} {
		for _, system := range []string{"linux", "windows"} {
			dir := filepath.Join(work, region, system)
			out, err := exec.Command(program, "init", dir, "--region", region, "--os", system, "--nodes", "20",
				"--pipeline", "github").CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			text, err := os.ReadFile(filepath.Join(dir, ".github/workflows/batch.yml"))
			if err != nil {
				t.Fatal(err)
			}
			lint(t, "batch.yml", text)
		}
	}
}

// TestLintFindsMistakes keeps the other tests honest.
func TestLintFindsMistakes(t *testing.T) {
	t.Parallel()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	text := "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n"
	if found, err := linter.Lint("wrong.yml", []byte(text), nil); err != nil || len(found) == 0 {
		t.Errorf("nothing is found, %v", err)
	}
}

func TestOwnWorkflows(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../.github/workflows/*.y*ml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lint(t, name, text)
	}
}
