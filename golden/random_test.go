package golden

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/golden/armmodel"
)

// TestRandomIntentsHoldTheBaseline: what no golden case was written for holds
// every requirement too.
func TestRandomIntentsHoldTheBaseline(t *testing.T) {
	t.Parallel()
	const want = 300
	requirements := append(armmodel.Baseline(), armmodel.Functional()...)
	accepted := 0
	for seed := uint64(1 << 32); accepted < want; seed++ {
		text := intenttest.Random(seed)
		r := generator.Generate([]byte(text), generator.Options{
			AsOf: asOf, Formats: []generator.Format{generator.Bicep, generator.ARM},
		})
		if r.Diagnostics.HasErrors() {
			continue
		}
		accepted++
		asked, err := armmodel.Ask([]byte(text))
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		var main []byte
		files := map[string]any{}
		for _, f := range r.Files {
			var content any = string(f.Data)
			switch {
			case f.Name == "main.json":
				main = f.Data
				continue
			case strings.HasSuffix(f.Name, ".parameters.json"):
				if err := json.Unmarshal(f.Data, &content); err != nil {
					t.Fatal(err)
				}
			case !strings.HasSuffix(f.Name, ".bicepparam"):
				continue
			}
			files[f.Name] = content
		}
		m, err := armmodel.Load(main, asked, files)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		for _, requirement := range requirements {
			if violations := requirement.Check(m); len(violations) > 0 {
				t.Fatalf("seed %d: %s, %s: %s\n%s", seed, requirement.ID, requirement.Title, strings.Join(violations, "; "), text)
			}
		}
	}
}
