package main

import (
	_ "embed"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// notes stand below the table: what the figures mean, and why an aim is missed.
//
//go:embed notes.md
var notes string

type row struct {
	goal    string
	measure measured
}

// verdict says which mark a figure reaches.
func (m measured) verdict() string {
	reaches := func(mark float64) bool {
		if m.atLeast {
			return m.value >= mark
		}
		return m.value <= mark
	}
	switch {
	case m.bar == 0:
		return ""
	case reaches(m.aim):
		return "aim"
	case reaches(m.bar):
		return "bar"
	}
	return "**missed**"
}

// figure prints three significant digits, and whole numbers as they are.
func figure(value float64, unit string) string {
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if value != float64(int64(value)) {
		text = strconv.FormatFloat(value, 'g', 3, 64)
		if value >= 1000 {
			text = strconv.FormatFloat(value, 'f', 0, 64)
		}
	}
	if unit != "" {
		text += " " + unit
	}
	return text
}

// processor is the name of the machine's processor, where the system tells.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// load is how many processes wanted a core in the last minutes, where the system tells.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// write is the page.
func write(rows []row, rounds int) string {
	var text strings.Builder
	fmt.Fprintf(&text, `# Performance

Written by `+"`make bench`"+`: medians of %d paired runs, batchgen and its baselines in turn on one machine (%s, %d cores, %s, %s; load
at the end %s). Wall times of a shared machine mean little alone; ratios of one run do. Growth (P8) and the worst inputs (P11) have a quarter of the rounds,
memory at most five. No test asserts a time.

The empty program links the same packages as batchgen and does nothing. The fixtures of jsonnet and cue print our own ARM JSON with region
and count put in, and check nothing. *Bar* is what must hold, *aim* what we want.

| goal | measure | measured | bar | aim | reached |
|---|---|---|---|---|---|
`, rounds, processor(), runtime.NumCPU(), runtime.GOOS, runtime.Version(), load())
	mark := func(m measured, value float64) string {
		if value == 0 {
			return ""
		}
		sign := "≤ "
		if m.atLeast {
			sign = "≥ "
		}
		return sign + figure(value, m.unit)
	}
	for _, r := range rows {
		m := r.measure
		what := m.what
		if m.note != "" {
			what += " (" + m.note + ")"
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s | %s |\n",
			r.goal, what, figure(m.value, m.unit), mark(m, m.bar), mark(m, m.aim), m.verdict())
	}
	text.WriteString("\n" + notes)
	return text.String()
}
