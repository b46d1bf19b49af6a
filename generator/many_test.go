package generator_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
)

// sevenKeys is an intent of seven keys, each with what stands below it.
var sevenKeys = []string{
	"region: westeurope\n", "mode: simplified\n", "os: linux\n", "nodes: {dedicated: 4, spot: 8}\n",
	"remoteAccess: {from: [203.0.113.0/24]}\n", "tags: {owner: render, cost: '42'}\n",
	"pools:\n  - {name: a, vmSize: Standard_D4s_v5}\n  - {name: b}\n",
}

// Every format that there is.
var every = []generator.Format{generator.Bicep, generator.ARM, generator.Explain, generator.Allowlist}

// TestOrderOfKeys permutes the keys of an intent: 500 of the 5,040 orders.
func TestOrderOfKeys(t *testing.T) {
	t.Parallel()
	options := generator.Options{AsOf: today, Formats: every}
	want := generator.Generate([]byte(strings.Join(sevenKeys, "")), options)
	if want.Diagnostics.HasErrors() {
		t.Fatal(want.Diagnostics)
	}
	r := rand.New(rand.NewPCG(7, 0))
	seen := map[string]bool{}
	for len(seen) < 500 {
		var text strings.Builder
		for _, i := range r.Perm(len(sevenKeys)) {
			text.WriteString(sevenKeys[i])
		}
		if seen[text.String()] {
			continue
		}
		seen[text.String()] = true
		got := generator.Generate([]byte(text.String()), options)
		if !reflect.DeepEqual(want.Files, got.Files) || len(got.Diagnostics) > 0 {
			t.Fatalf("%s\n%v\n%s", text.String(), codes(got.Diagnostics), cmp.Diff(want.Files, got.Files))
		}
	}
}

// TestAThousandCallers uses the library from 1,000 goroutines at once: they
// share nothing.
func TestAThousandCallers(t *testing.T) {
	t.Parallel()
	source := []byte(strings.Join(sevenKeys, ""))
	options := generator.Options{AsOf: today, Formats: every}
	want := generator.Generate(source, options)
	verdicts, _ := generator.Verify(source, options)
	var all sync.WaitGroup
	start := make(chan struct{})
	for range 1000 {
		all.Go(func() {
			<-start
			if got := generator.Generate(source, options); !reflect.DeepEqual(got.Files, want.Files) {
				t.Error("other files")
			}
			if got, _ := generator.Verify(source, options); !reflect.DeepEqual(got, verdicts) {
				t.Error("another verdict")
			}
		})
	}
	close(start)
	all.Wait()
}

// FuzzVerify: whatever the intent, the verifier ends with verdicts or with
// errors, and says the same twice.
func FuzzVerify(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		report, list := generator.Verify(text, generator.Options{AsOf: today})
		if list.HasErrors() && len(report.Results) > 0 {
			t.Fatalf("%d verdicts and %v", len(report.Results), codes(list))
		}
		for _, r := range report.Results {
			if r.Flow.ID == "" || r.Flow.Why == "" || !strings.Contains("PASS FAIL INCONCLUSIVE", strings.ToUpper(string(r.Verdict))) {
				t.Fatalf("%+v", r)
			}
		}
		if again, _ := generator.Verify(text, generator.Options{AsOf: today}); !reflect.DeepEqual(report, again) {
			t.Fatal("another verdict the second time")
		}
	})
}
