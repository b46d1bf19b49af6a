package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
)

// TestReadmeRenders: every intent in the README, in the other pages and in
// examples renders as it stands, but those that a page shows to be refused.
func TestReadmeRenders(t *testing.T) {
	t.Parallel()
	var intents []string
	for _, pattern := range []string{"../README.md", "../docs/tutorial.md", "../docs/how-to/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, page := range found {
			for _, block := range strings.Split(text(t, page), "```yaml")[1:] {
				name, intent, _ := strings.Cut(block, "\n")
				intent, _, _ = strings.Cut(intent, "```")
				if name != " wrong.yaml" && name != " classic.yaml" {
					intents = append(intents, intent)
				}
			}
		}
	}
	if len(intents) < 8 {
		t.Errorf("%d intents in the pages", len(intents))
	}
	examples, err := filepath.Glob("../examples/*/*.yaml")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range examples {
		intents = append(intents, text(t, name))
	}
	for _, intent := range intents {
		r := generator.Generate([]byte(intent), generator.Options{AsOf: asOf, Formats: []generator.Format{generator.Bicep}})
		if len(r.Files) == 0 {
			t.Errorf("refused: %+v\n%s", r.Diagnostics, intent)
		}
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
