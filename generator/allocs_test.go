//go:build !race

package generator_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator"
)

// allocations are what one render in both languages takes, as counted with the
// Go version of go.mod. A change that needs more says why in its message and
// raises the number; one that needs fewer lowers it, so that the gain is kept.
var allocations = map[string]int{
	fourLines: 689,
	fourLines + "network: {privateEndpoints: {for: [batchAccount, nodeManagement, storage]}}\n": 1122,
}

// TestAllocations gates the work of a render by what does not depend on the
// machine. It runs alone: what other tests allocate would count.
func TestAllocations(t *testing.T) {
	for source, want := range allocations {
		options := generator.Options{AsOf: today, Formats: both}
		got := int(testing.AllocsPerRun(20, func() { generator.Generate([]byte(source), options) }))
		// The runtime and the map order of libraries move the count a little.
		if slack := want / 50; got > want+slack || got < want-5*slack {
			t.Errorf("%d allocations, %d recorded, for\n%s", got, want, source)
		}
	}
}
