package equal

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/plan"
)

// planned is the day that intents are planned as of.
var planned = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// checkIntent holds the Bicep of an intent against its ARM JSON, its parameter
// files too, and reports whether the intent is accepted.
func checkIntent(text []byte, dir string) (accepted bool, err error) {
	in, _, list := intent.Load(text)
	if list.HasErrors() {
		return false, nil
	}
	p, list := plan.New(in, planned)
	doc, composed := compose.New(p)
	if list.HasErrors() || composed.HasErrors() {
		return false, nil
	}
	if err := os.RemoveAll(filepath.Join(dir, "modules")); err != nil {
		return true, err
	}
	if err := compare(doc, dir); err != nil {
		return true, err
	}
	for _, parameters := range compose.Environments(p, doc) {
		if err := compareParams(parameters, dir); err != nil {
			return true, err
		}
	}
	return true, nil
}

// TestInjectedBicep compiles the Bicep of every payload in every field that
// takes free text: it is the ARM JSON, which TestInjection reads back.
func TestInjectedBicep(t *testing.T) {
	dir := t.TempDir()
	for field, form := range intenttest.FreeText {
		refused := 0
		for _, payload := range intenttest.Payloads {
			accepted, err := checkIntent([]byte(intenttest.Filled(form, payload)), dir)
			if err != nil {
				t.Errorf("%s %q: %v", field, payload, err)
			}
			if !accepted {
				refused++
			}
		}
		if refused != intenttest.Refused[field] {
			t.Errorf("%s: %d payloads are refused, want %d", field, refused, intenttest.Refused[field])
		}
	}
}

// FuzzEqual: the Bicep of any intent that is accepted is clean, and compiles to
// its ARM JSON.
func FuzzEqual(f *testing.F) {
	files, err := filepath.Glob("../../golden/*/intent.yaml")
	if err != nil || len(files) < 100 {
		f.Fatalf("%d golden cases, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(text) < 4000 { // the large ones take seconds
			f.Add(text)
		}
	}
	for _, form := range intenttest.FreeText {
		for _, payload := range intenttest.Payloads {
			f.Add([]byte(intenttest.Filled(form, payload)))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := checkIntent(text, t.TempDir()); err != nil {
			t.Error(err)
		}
	})
}
