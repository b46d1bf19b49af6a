package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

var (
	today = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	both  = []generator.Format{generator.Bicep, generator.ARM}
)

const fourLines = "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"

func codes(list diag.List) []string {
	var all []string
	for _, d := range list {
		all = append(all, d.Code)
	}
	return all
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	r := generator.Generate([]byte(fourLines), generator.Options{AsOf: today, Formats: both})
	if len(r.Diagnostics) > 0 || len(r.Files) != 2 || r.Files[0].Name != "main.bicep" || r.Files[1].Name != "main.json" {
		t.Fatalf("%+v", r)
	}
	if revision, intact, ok := bicep.Mark(r.Files[0].Data); revision != generator.Revision || !intact || !ok {
		t.Error("main.bicep carries no mark")
	}
	if revision, intact, ok := arm.Mark(r.Files[1].Data); revision != generator.Revision || !intact || !ok {
		t.Error("main.json carries no mark")
	}
	if r := generator.Generate([]byte(fourLines), generator.Options{AsOf: today}); len(r.Files) != 0 || len(r.Diagnostics) != 0 {
		t.Errorf("a check gives %+v", r)
	}
}

// An intent accepts the warnings whose codes it names, and no other.
func TestSuppressTakesOneCode(t *testing.T) {
	t.Parallel()
	const tunnel = "region: westeurope\nmode: simplified\nos: windows\nnodes: 20\nforcedTunneling: {via: gateway, serviceTraffic: inspect}\n"
	options := generator.Options{AsOf: today}
	if got := codes(generator.Generate([]byte(tunnel), options).Diagnostics); !slices.Equal(got, []string{"BG404", "BG405"}) {
		t.Fatalf("%v", got)
	}
	suppressed := tunnel + "suppress: [{code: BG404, reason: the hosts are activated by hand}]\n"
	if got := codes(generator.Generate([]byte(suppressed), options).Diagnostics); !slices.Equal(got, []string{"BG405"}) {
		t.Errorf("%v are left without BG404", got)
	}
}

// After an error there is nothing of the intent.
func TestNoFilesAfterAnError(t *testing.T) {
	t.Parallel()
	for what, text := range map[string]string{
		"reading": "", "shape": fourLines + "nodes2: 3\n", "plan": fourLines + "network: {subnet: {prefix: 10.0.0.0/29}}\n",
	} {
		r := generator.Generate([]byte(text), generator.Options{AsOf: today, Formats: both})
		if len(r.Files) != 0 || !r.Diagnostics.HasErrors() {
			t.Errorf("%s: %d files, %v", what, len(r.Files), codes(r.Diagnostics))
		}
		for _, d := range r.Diagnostics {
			if !d.Range.Valid() {
				t.Errorf("%s: %s has no place", what, d.Code)
			}
		}
	}
}

func TestTemplateTooLarge(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	formula := "$TargetDedicatedNodes = 1; //" + strings.Repeat(" long", 1600)
	fmt.Fprintf(&b, "region: westeurope\nos: linux\nnodes: {autoscale: {min: 0, max: 1, formula: %q}}\n", formula)
	b.WriteString("pools:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "  - {name: p%d}\n", i)
	}
	for _, format := range both {
		r := generator.Generate([]byte(b.String()), generator.Options{AsOf: today, Formats: []generator.Format{format}})
		if !slices.Contains(codes(r.Diagnostics), "BG752") || len(r.Files) != 0 {
			t.Errorf("%s: %v", format, codes(r.Diagnostics))
		}
	}
}

func TestSuppress(t *testing.T) {
	t.Parallel()
	text := fourLines + "image: ubuntu-22.04\nsuppress: [{code: BG502, reason: planned}]\n"
	if r := generator.Generate([]byte(text), generator.Options{AsOf: today, Formats: both}); len(r.Diagnostics) != 0 || len(r.Files) != 2 {
		t.Errorf("%+v", r.Diagnostics)
	}
	// Once the day has come it is an error, and errors stay.
	r := generator.Generate([]byte(text), generator.Options{AsOf: today.AddDate(1, 0, 0), Formats: both})
	if got := codes(r.Diagnostics); !slices.Equal(got, []string{"BG501", "BG220"}) {
		t.Errorf("%v", got)
	}
}

// The same intent gives the same bytes: many at a time, in any order, in any
// dress that means the same.
func TestSameIntentSameBytes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../golden/*/intent.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		dresses := [][]byte{
			text,
			bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
			append([]byte("\ufeff"), text...),
			append([]byte("# a comment\n\n"), text...),
		}
		for i := range 12 {
			wait.Go(func() {
				r := generator.Generate(dresses[i%len(dresses)], generator.Options{
					AsOf: today.AddDate(0, 0, -i), Formats: []generator.Format{generator.Bicep},
				})
				if len(r.Files) == 0 {
					t.Errorf("%s: dress %d gives nothing: %v", name, i%len(dresses), codes(r.Diagnostics))
				}
				for _, f := range r.Files {
					want, err := os.ReadFile(filepath.Join(filepath.Dir(name), f.Name))
					if err != nil || !bytes.Equal(f.Data, want) {
						t.Errorf("%s: dress %d gives other bytes in %s: %v, %v", name, i%len(dresses), f.Name, err, codes(r.Diagnostics))
					}
				}
			})
		}
	}
	wait.Wait()
}

// seed gives a fuzz target the intents of the goldens, refused ones too.
func seed(f *testing.F) {
	f.Helper()
	files, _ := filepath.Glob("../golden/*/intent.yaml")
	refused, _ := filepath.Glob("../golden/errors/*/intent.yaml")
	for _, name := range append(files, refused...) {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
}

// FuzzGenerate: an intent never crashes the generator, an answer is either files
// or errors, the same twice, and JSON is JSON.
func FuzzGenerate(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		options := generator.Options{AsOf: today, Formats: every}
		r := generator.Generate(text, options)
		if (len(r.Files) >= len(every)) == r.Diagnostics.HasErrors() {
			t.Fatalf("%d files and %v", len(r.Files), codes(r.Diagnostics))
		}
		again := generator.Generate(text, options)
		for i, file := range r.Files {
			if !bytes.Equal(file.Data, again.Files[i].Data) {
				t.Fatal("the second time gives other bytes")
			}
			if strings.HasSuffix(file.Name, ".json") && !json.Valid(file.Data) {
				t.Fatalf("%s is no JSON", file.Name)
			}
			if !utf8.Valid(file.Data) || bytes.ContainsRune(file.Data, '\r') {
				t.Fatalf("%s holds what is no text", file.Name)
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		intent.Load([]byte(fourLines))
	}
}

func BenchmarkPlan(b *testing.B) {
	in, _, _ := intent.Load([]byte(fourLines))
	b.ReportAllocs()
	for b.Loop() {
		plan.New(in, today)
	}
}

func BenchmarkCompose(b *testing.B) {
	in, _, _ := intent.Load([]byte(fourLines))
	p, _ := plan.New(in, today)
	b.ReportAllocs()
	for b.Loop() {
		compose.New(p)
	}
}

func BenchmarkPrint(b *testing.B) {
	in, _, _ := intent.Load([]byte(fourLines))
	p, _ := plan.New(in, today)
	doc, _ := compose.New(p)
	b.Run("bicep", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			bicep.Print(doc, generator.Revision)
		}
	})
	b.Run("arm", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			arm.Print(doc, generator.Revision)
		}
	})
}

func BenchmarkGenerate(b *testing.B) {
	for _, pools := range []int{1, 10, 100, 500} {
		var text strings.Builder
		text.WriteString(fourLines + "pools:\n")
		for i := range pools {
			fmt.Fprintf(&text, "  - {name: p%d}\n", i)
		}
		b.Run(fmt.Sprintf("pools=%d", pools), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				generator.Generate([]byte(text.String()), generator.Options{AsOf: today, Formats: both})
			}
		})
	}
}
