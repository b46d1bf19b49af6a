package golden

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/golden/armmodel"
)

// baselineCase is a golden case as the baseline reads it: from its files alone.
type baselineCase struct {
	dir   string
	main  []byte
	asked *armmodel.Asked
	files map[string]any
}

// model reads the case anew, so that a test may spoil it.
func (c baselineCase) model(t *testing.T) *armmodel.Model {
	t.Helper()
	m, err := armmodel.Load(c.main, c.asked, c.files)
	if err != nil {
		t.Fatalf("%s: %v", c.dir, err)
	}
	return m
}

// baselineRead reads one case, parameter files of environments included.
func baselineRead(t *testing.T, dir string) baselineCase {
	t.Helper()
	c := baselineCase{dir: dir, files: map[string]any{}}
	source, err := os.ReadFile(filepath.Join(dir, "intent.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if c.asked, err = armmodel.Ask(source); err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	if c.main, err = os.ReadFile(filepath.Join(dir, "main.json")); err != nil {
		t.Fatal(err)
	}
	parameters, err := filepath.Glob(filepath.Join(dir, "*.parameters.json"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(dir, "*.bicepparam"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(parameters, more...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var content any = string(data)
		if strings.HasSuffix(name, ".json") {
			if err := json.Unmarshal(data, &content); err != nil {
				t.Fatal(err)
			}
		}
		c.files[filepath.Base(name)] = content
	}
	return c
}

// TestBaseline holds every case to every row of the secure baseline.
func TestBaseline(t *testing.T) {
	t.Parallel()
	var models []*armmodel.Model
	dirs := cases(t, "*")
	for _, dir := range dirs {
		models = append(models, baselineRead(t, dir).model(t))
	}
	for _, row := range armmodel.Baseline() {
		t.Run(row.ID, func(t *testing.T) {
			t.Parallel()
			for i, m := range models {
				for _, violation := range row.Check(m) {
					t.Errorf("%s: %s: %s", dirs[i], row.Title, violation)
				}
			}
		})
	}
}
