package intent

import (
	"os"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/schemas"
)

func BenchmarkLoad(b *testing.B) {
	full, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"four lines":   []byte("region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"),
		"full":         full,
		"unknown keys": []byte("region: westeurope\nos: linux\nnodes: 1\n" + strings.Repeat("k: 1\n", 12000)),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Load(text)
			}
		})
	}
}

// BenchmarkFirstUse measures what the first intent of a process pays for the
// schema: the parts that its keys need.
func BenchmarkFirstUse(b *testing.B) {
	for name, keys := range map[string][]string{
		"four lines": {"region", "mode", "os", "nodes"},
		"every key": {
			"name", "resourceGroup", "region", "mode", "os", "nodes", "vmSize", "image", "forcedTunneling", "remoteAccess",
			"network", "account", "pools", "environments", "tags", "suppress", "mounts", "containers", "startTask",
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compiled.Clear()
				part(schemas.IntentWhole())
				for _, key := range keys {
					part(schemas.IntentKey(key))
				}
			}
		})
	}
}
