//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"
)

// BenchmarkFleet renders many intents in one call and some of them in a process
// each, and reports the time of the call, its peak memory, and how many times
// as long a process for each intent takes. The machine is shared: only a ratio
// of one run means something. Memory that grows with the intents is a mistake.
func BenchmarkFleet(b *testing.B) {
	dir := b.TempDir()
	batchgen := filepath.Join(dir, "batchgen")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", batchgen, ".")
	if text, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, text)
	}
	run := func(args ...string) (took time.Duration, peak float64) {
		cmd := exec.Command(batchgen, append([]string{"render"}, args...)...)
		start := time.Now()
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, text)
		}
		took = time.Since(start)
		unit := 1024.0 // of Maxrss, in bytes
		if runtime.GOOS == "darwin" {
			unit = 1
		}
		return took, float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) * unit
	}
	const sample = 50
	for _, count := range []int{100, 1000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			intents := fleet(b, count)
			var together, alone, ratios, peaks []float64
			for b.Loop() {
				out := b.TempDir()
				took, peak := run(append([]string{"-o", filepath.Join(out, "fleet")}, intents...)...)
				var each time.Duration
				for i := range sample {
					single, _ := run(intents[i*count/sample], "-o", filepath.Join(out, fmt.Sprint(i))+"/")
					each += single
				}
				each = each * time.Duration(count) / sample
				together, alone = append(together, took.Seconds()), append(alone, each.Seconds())
				ratios = append(ratios, each.Seconds()/took.Seconds())
				peaks = append(peaks, peak)
			}
			median := func(values []float64) float64 {
				slices.Sort(values)
				return values[len(values)/2]
			}
			b.ReportMetric(median(together), "s/call")
			b.ReportMetric(median(alone), "s/processes")
			b.ReportMetric(median(ratios), "×processes")
			b.ReportMetric(median(peaks)/(1<<20), "MiB-peak")
		})
	}
}

// fleet writes intents, no two alike, and returns their names.
func fleet(tb testing.TB, count int) []string {
	tb.Helper()
	dir := tb.TempDir()
	names := make([]string, count)
	for i := range names {
		names[i] = filepath.Join(dir, fmt.Sprintf("f%04d.batchgen.yaml", i))
		text := fmt.Sprintf("name: f%04d\nregion: westeurope\nmode: simplified\nos: linux\nnodes: %d\n", i, 1+i)
		if err := os.WriteFile(names[i], []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return names
}
