package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
)

// TestReadmeRenders: every intent in the README and in examples renders as it stands.
func TestReadmeRenders(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var intents []string
	for _, block := range strings.Split(string(text), "```yaml\n")[1:] {
		intent, _, _ := strings.Cut(block, "```")
		intents = append(intents, intent)
	}
	if len(intents) < 2 {
		t.Fatalf("%d intents in the README", len(intents))
	}
	examples, err := filepath.Glob("../examples/*/*.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range examples {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		intents = append(intents, string(text))
	}
	for _, intent := range intents {
		r := generator.Generate([]byte(intent), generator.Options{AsOf: asOf, Formats: []generator.Format{generator.Bicep}})
		if len(r.Files) == 0 {
			t.Errorf("refused: %+v\n%s", r.Diagnostics, intent)
		}
	}
}
