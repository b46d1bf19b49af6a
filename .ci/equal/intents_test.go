package equal

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	armcheck "conformance/check"

	printarm "github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/plan"
)

var intents = flag.Int("intents", 300, "how many random valid intents to compare")

// TestIntents: random intents over the whole language give Bicep that the
// linter finds nothing in, that compiles to the ARM JSON, and ARM JSON that
// conforms to Azure's types, a tenth of them checked.
func TestIntents(t *testing.T) {
	day := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	var next, accepted atomic.Uint64
	var failed atomic.Bool
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		dir := t.TempDir()
		wait.Go(func() {
			for !failed.Load() && accepted.Load() < uint64(*intents) {
				s := *seed + next.Add(1) - 1
				text := intenttest.Random(s)
				in, _, list := intent.Load([]byte(text))
				p, planned := plan.New(in, day)
				doc, composed := compose.New(p)
				if append(append(list, planned...), composed...).HasErrors() {
					continue
				}
				count := accepted.Add(1)
				err := os.RemoveAll(dir + "/modules")
				if err == nil {
					err = compare(doc, dir)
				}
				for _, parameters := range compose.Environments(p, doc) {
					if err == nil {
						err = compareParams(parameters, dir)
					}
				}
				if err == nil && count%10 == 0 {
					err = conforms(printarm.Print(doc, 1))
				}
				if err != nil {
					failed.Store(true)
					t.Errorf("seed %d: %v\n%s", s, err, text)
				}
			}
		})
	}
	wait.Wait()
	if tried := next.Load(); accepted.Load()*2 < tried {
		t.Errorf("only %d of %d random intents are accepted", accepted.Load(), tried)
	}
}

// conforms reports every finding of the conformance checker, warnings too.
func conforms(template []byte) error {
	report, err := armcheck.File("main.json", template)
	if err != nil || len(report.Findings) == 0 {
		return err
	}
	var lines []string
	for _, f := range report.Findings {
		lines = append(lines, fmt.Sprint(f))
	}
	return fmt.Errorf("conformance:\n%s", strings.Join(lines, "\n"))
}
