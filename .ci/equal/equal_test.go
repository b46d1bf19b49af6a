// Package equal compares the two printers on random documents and parameter
// files: the Bicep must be what the formatter leaves alone and the linter finds
// nothing in, and it must compile to the ARM JSON, key for key.
package equal

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"bicepcheck/arm"
	"bicepcheck/armeq"
	"bicepcheck/check"
	"bicepcheck/compile"
	"bicepcheck/format"
	"bicepcheck/syntax"

	printarm "github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

var (
	documents = flag.Int("documents", 500, "how many random documents to compare")
	seed      = flag.Uint64("seed", 1, "seed of the first document; the others follow")
)

// sizes that the documents take in turn, in declarations.
var sizes = []int{1, 2, 3, 5, 8, 13, 21}

func TestExample(t *testing.T) {
	if err := compare(templatetest.Example(), t.TempDir()); err != nil {
		t.Error(err)
	}
}

func TestRandom(t *testing.T) {
	workers := runtime.GOMAXPROCS(0)
	var next atomic.Uint64
	var failed atomic.Bool
	var wait sync.WaitGroup
	for range workers {
		dir := t.TempDir()
		wait.Go(func() {
			for !failed.Load() {
				i := next.Add(1) - 1
				if i >= uint64(*documents) {
					return
				}
				s, size := *seed+i, sizes[i%uint64(len(sizes))]
				if err := compareRandom(s, size, dir); err != nil {
					failed.Store(true)
					t.Errorf("seed %d, size %d: %v", s, size, err)
					smallest(t, s, size, err, dir)
				}
			}
		})
	}
	wait.Wait()
}

// smallest looks for a document that fails and is shorter, and prints it.
func smallest(t *testing.T, s uint64, size int, reason error, dir string) {
	best := bicep.Print(templatetest.Random(s, size), 1)
	for i := range uint64(3000) {
		for _, small := range sizes[:5] {
			d := templatetest.Random(s+i, small)
			if text := bicep.Print(d, 1); len(text) < len(best) {
				if err := compareRandom(s+i, small, dir); err != nil {
					best, reason = text, fmt.Errorf("seed %d, size %d: %w", s+i, small, err)
				}
			}
		}
	}
	t.Logf("the smallest that fails:\n%s\n%v", best, reason)
}

// compareRandom proves a random document and a parameter file for it.
func compareRandom(s uint64, size int, dir string) error {
	d := templatetest.Random(s, size)
	if err := compare(d, dir); err != nil {
		return err
	}
	if err := compareParams(templatetest.RandomParameters(s, d), dir); err != nil {
		return fmt.Errorf("parameters: %w", err)
	}
	return nil
}

// compare proves one document, or says what is wrong with it. Modules are read
// from files in dir, where main.bicep is left for the parameter file.
func compare(d *template.Document, dir string) error {
	for _, module := range bicep.Modules(d, 1) {
		path := filepath.Join(dir, filepath.FromSlash(module.Name))
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, module.Data, 0o644))
		if err != nil {
			return err
		}
		if err := clean(module.Data, path); err != nil {
			return fmt.Errorf("%s: %w\n%s", module.Name, err, module.Data)
		}
	}
	text := bicep.Print(d, 1)
	path := filepath.Join(dir, "main.bicep")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return err
	}
	if err := clean(text, path); err != nil {
		return err
	}
	return compiles(text, path, printarm.Print(d, 1))
}

// compareParams proves a parameter file for the main.bicep in dir. What is read
// from the environment has no value to compare.
func compareParams(p template.Parameters, dir string) error {
	path := filepath.Join(dir, "main.bicepparam")
	text := bicep.PrintParams(p, 1)
	if err := clean(text, path); err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	literals := p
	literals.Values = slices.DeleteFunc(slices.Clone(p.Values), func(v template.ParamValue) bool { return v.Environment != "" })
	if err := compiles(bicep.PrintParams(literals, 1), path, printarm.PrintParams(p)); err != nil {
		return fmt.Errorf("%w\n%s", err, text)
	}
	return nil
}

// compiles proves that Bicep compiles to what the other printer made.
func compiles(text []byte, path string, got []byte) error {
	compiled, err := compile.Model(check.Bind(parse(text, path), path), compile.Options{})
	if err != nil {
		return fmt.Errorf("compile: %w", err)
	}
	want, err := arm.Marshal(compiled)
	if err != nil {
		return err
	}
	differences, err := armeq.Exact(want, got)
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return fmt.Errorf("the compiled Bicep is not the ARM JSON:\n%s", strings.Join(differences, "\n"))
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, got, "", "  "); err != nil || !bytes.Equal(indented.Bytes(), got) {
		return fmt.Errorf("the ARM JSON is not indented as json.Indent does it: %w", err)
	}
	return nil
}

func parse(text []byte, path string) *syntax.File {
	return syntax.Parse(string(text), filepath.Ext(path) == ".bicepparam")
}

// clean reports findings of the linter and what the formatter would change.
func clean(text []byte, path string) error {
	file := parse(text, path)
	for _, finding := range check.Check(check.Bind(file, path)) {
		if !check.OffByDefault[finding.Code] {
			return fmt.Errorf("check: %v", finding)
		}
	}
	if formatted := format.File(file); formatted != string(text) {
		return fmt.Errorf("format:\n%s", format.Diff(string(text), formatted))
	}
	return nil
}
