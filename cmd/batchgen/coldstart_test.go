package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkColdStart runs batchgen and an empty program that links the same
// packages in turn, and reports the ratio of the medians. The machine is
// shared: only a ratio of one run means something.
func BenchmarkColdStart(b *testing.B) {
	dir := b.TempDir()
	build := func(name, pkg string) string {
		out := filepath.Join(dir, name)
		if text, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, pkg).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, text)
		}
		return out
	}
	batchgen, empty := build("batchgen", "."), build("empty", "./testdata/empty")
	intent := filepath.Join(dir, "intent.yaml")
	if err := os.WriteFile(intent, []byte("region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	run := func(name string, args ...string) time.Duration {
		start := time.Now()
		if err := exec.Command(name, args...).Run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	median := func(times []time.Duration) float64 {
		slices.Sort(times)
		return float64(times[len(times)/2])
	}
	for _, args := range [][]string{{"render", intent}, {"version"}} {
		b.Run(args[0], func(b *testing.B) {
			var ours, floor []time.Duration
			for b.Loop() {
				floor = append(floor, run(empty))
				ours = append(ours, run(batchgen, args...))
			}
			b.ReportMetric(median(ours)/median(floor), "×empty")
			b.ReportMetric(median(ours)/1e6, "ms")
		})
	}
}
