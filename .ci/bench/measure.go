package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// cost is what one run of a program took.
type cost struct {
	wall, cpu time.Duration
}

// bench has the programs, built alike, and a folder for what they read and
// write. It starts in its own folder of the repository.
type bench struct {
	rounds                                          int
	folder                                          string
	batchgen, empty, hello, jsonnet, cue, peak, own string
}

func newBench(rounds int) (*bench, error) {
	folder, err := os.MkdirTemp("", "batchgen-bench-")
	if err != nil {
		return nil, err
	}
	b := &bench{rounds: rounds, folder: folder}
	if b.own, err = os.Executable(); err != nil {
		return nil, err
	}
	hello := filepath.Join(folder, "hello.go")
	if err := os.WriteFile(hello, []byte("package main\n\nfunc main() { println() }\n"), 0o644); err != nil {
		return nil, err
	}
	for _, p := range []struct {
		path               *string
		name, module, what string
	}{
		{&b.batchgen, "batchgen", "../..", "./cmd/batchgen"},
		{&b.empty, "empty", "../..", "./cmd/batchgen/testdata/empty"},
		{&b.hello, "hello", ".", hello},
		{&b.peak, "peak", ".", "./peak"},
		{&b.jsonnet, "jsonnet", ".", "github.com/google/go-jsonnet/cmd/jsonnet"},
		{&b.cue, "cue", ".", "cuelang.org/go/cmd/cue"},
	} {
		*p.path = filepath.Join(folder, p.name)
		build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags=urfave_cli_no_docs", "-ldflags=-s -w -buildid=", "-o", *p.path, p.what)
		build.Dir = p.module
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("building %s: %w\n%s", p.name, err, text)
		}
	}
	return b, nil
}

func (b *bench) close() { _ = os.RemoveAll(b.folder) }

// path is a name in the bench's folder.
func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

// write makes a file in the bench's folder and returns its path.
func (b *bench) write(name, text string) (string, error) {
	path := b.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, []byte(text), 0o644)
}

// call is a program and its arguments. env is added to the environment; status is the exit status expected.
type call struct {
	program string
	args    []string
	env     []string
	status  int
	// before makes ready for a run; its time does not count.
	before func() error
}

// run runs it once. Standard output goes nowhere.
func (c call) run() (cost, error) { return c.into(io.Discard) }

// into runs it once and takes its standard output.
func (c call) into(output io.Writer) (cost, error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return cost{}, err
		}
	}
	cmd := exec.Command(c.program, c.args...)
	cmd.Env = append(os.Environ(), c.env...)
	cmd.Stdout = output
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if cmd.ProcessState == nil {
		return cost{}, err
	}
	if status := cmd.ProcessState.ExitCode(); status != c.status {
		return cost{}, fmt.Errorf("%s %.80s: exit %d, want %d: %.400s",
			filepath.Base(c.program), strings.Join(c.args, " "), status, c.status, complaint.String())
	}
	return cost{wall: wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

// fewer is for what hardly wanders or takes long: a quarter of the rounds.
func (b *bench) fewer() *bench {
	some := *b
	some.rounds = (b.rounds + 3) / 4
	return &some
}

// memory is the peak of a call in MiB. It hardly wanders: five runs tell it.
func (b *bench) memory(c call) (float64, error) {
	c.args = append([]string{c.program}, c.args...)
	c.program = b.peak
	var peaks []float64
	for range min(5, b.rounds) {
		var printed bytes.Buffer
		if _, err := c.into(&printed); err != nil {
			return 0, err
		}
		var kib float64
		if _, err := fmt.Sscan(printed.String(), &kib); err != nil {
			return 0, err
		}
		peaks = append(peaks, kib/1024)
	}
	return median(peaks), nil
}

// paired runs every call, repeat times a round, in turn, round after round, and
// returns the costs of one run of each call by round.
func (b *bench) paired(repeat int, calls ...call) ([][]cost, error) {
	costs := make([][]cost, len(calls))
	for range b.rounds {
		sums := make([]cost, len(calls))
		for range repeat {
			for i, c := range calls {
				one, err := c.run()
				if err != nil {
					return nil, err
				}
				sums[i].wall += one.wall
				sums[i].cpu += one.cpu
			}
		}
		for i, s := range sums {
			s.wall, s.cpu = s.wall/time.Duration(repeat), s.cpu/time.Duration(repeat)
			costs[i] = append(costs[i], s)
		}
	}
	return costs, nil
}

func wall(c cost) float64 { return float64(c.wall) }
func cpu(c cost) float64  { return float64(c.cpu) }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// of is the median of one quantity.
func of(costs []cost, quantity func(cost) float64) float64 {
	values := make([]float64, len(costs))
	for i, c := range costs {
		values[i] = quantity(c)
	}
	return median(values)
}

// ratio is the median of the ratios of the rounds.
func ratio(ours, baseline []cost, quantity func(cost) float64) float64 {
	values := make([]float64, len(ours))
	for i := range ours {
		values[i] = quantity(ours[i]) / quantity(baseline[i])
	}
	return median(values)
}

// exponent says how a quantity grows with size, 1 being in step: the slope of
// the straight line through the logarithms.
func exponent(sizes []int, quantities []float64) float64 {
	var x, y, xx, xy float64
	for i, size := range sizes {
		lx, ly := math.Log(float64(size)), math.Log(quantities[i])
		x, y, xx, xy = x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	n := float64(len(sizes))
	return (n*xy - x*y) / (n*xx - x*x)
}

// decodeAll is the baseline of validation: the YAML of each file becomes a value.
func decodeAll(names []string) {
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		var value map[string]any
		if err := yaml.Unmarshal(text, &value); err != nil {
			panic(err)
		}
	}
}
