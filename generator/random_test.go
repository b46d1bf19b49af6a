package generator_test

import (
	"bytes"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// Random intents over the whole language: an accepted one gives whole
// documents, the same bytes twice, and subnets that hold their pools.
func TestRandomIntents(t *testing.T) {
	t.Parallel()
	const want = 400
	accepted, tried := 0, uint64(0)
	for ; accepted < want; tried++ {
		if tried == want*20 {
			t.Fatalf("only %d of %d random intents are accepted", accepted, tried)
		}
		text := intenttest.Random(tried)
		options := generator.Options{AsOf: today, Formats: both}
		r := generator.Generate([]byte(text), options)
		for _, d := range r.Diagnostics {
			// Form is right by construction; what does not fit together is for the plan to refuse.
			if d.Code < "BG200" && d.Severity == 0 {
				t.Fatalf("seed %d: %s %s\n%s", tried, d.Code, d.Message, text)
			}
		}
		if r.Diagnostics.HasErrors() {
			continue
		}
		accepted++
		again := generator.Generate([]byte(text), options)
		for i, f := range r.Files {
			if !bytes.Equal(f.Data, again.Files[i].Data) {
				t.Fatalf("seed %d: %s differs the second time\n%s", tried, f.Name, text)
			}
			if bytes.Contains(f.Data, []byte("%!")) {
				t.Fatalf("seed %d: %s holds a failed format\n%s", tried, f.Name, text)
			}
		}
		if _, intact, ok := bicep.Mark(r.Files[0].Data); !intact || !ok {
			t.Fatalf("seed %d: no mark", tried)
		}
		in, _, _ := intent.Load([]byte(text))
		p, _ := plan.New(in, today)
		for _, s := range p.Network.Subnets {
			if s.Prefix().IsValid() && s.Sizing.Holds < s.Sizing.Nodes {
				t.Fatalf("seed %d: subnet %s holds %d of %d nodes\n%s", tried, s.Prefix(), s.Sizing.Holds, s.Sizing.Nodes, text)
			}
		}
		doc, _ := compose.New(p)
		if err := template.Validate(doc); err != nil {
			t.Fatalf("seed %d: %v\n%s", tried, err, text)
		}
	}
	t.Logf("%d of %d accepted", accepted, tried)
}
