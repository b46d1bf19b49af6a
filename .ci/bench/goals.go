package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
)

// measured is one figure beside its bar and aim, which it must not exceed. A
// figure that atLeast tells must not stay below them. Both are 0 where the figure is for information.
type measured struct {
	what     string
	value    float64
	unit     string
	bar, aim float64
	atLeast  bool
	note     string
}

// goal is a performance goal and how it is measured.
type goal struct {
	id, what string
	measure  func(*bench) ([]measured, error)
}

// goals in their order.
var goals = []goal{
	{"P1", "cold render of one intent, wall", coldRender},
	{"P2", "cold render of one intent, processor time and memory", coldRenderCPU},
	{"P3", "version, help and completion, wall", coldAnswers},
	{"P4", "1,000 intents written by one process, wall", fleetWall},
	{"P5", "10,000 intents validated, processor time", validateCPU},
	{"P6", "one process for 1,000 intents beside a process each", fleetBesideProcesses},
	{"P7", "memory of 10,000 intents", fleetMemory},
	{"P8", "growth with intents and pools", growth},
	{"P9", "template of 500 pools, wall", manyPools},
	{"P10", "the second core", secondCore},
	{"P11", "the worst inputs", worstInputs},
	{"P12", "size of the program", programSize},
	{"P13", "allocations of a render in both languages", allocations},
	{"P14", "size of the template of four lines", templateSize},
	{"P17", "lines of Bicep of four lines", bicepLines},
}

const (
	ms  = 1e6
	mib = 1 << 20
	// short is how many processes one round of a short program runs.
	short = 50
)

func (b *bench) fourLines() (string, error) { return b.write("one.batchgen.yaml", fourLines) }

func (b *bench) coldCalls() ([]call, error) {
	intent, err := b.fourLines()
	if err != nil {
		return nil, err
	}
	one, _, err := b.jsonnetFixtures(1)
	return []call{
		{program: b.batchgen, args: []string{"render", intent}},
		{program: b.empty},
		{program: b.jsonnet, args: []string{one}},
		{program: b.hello},
	}, err
}

func coldRender(b *bench) ([]measured, error) {
	calls, err := b.coldCalls()
	if err != nil {
		return nil, err
	}
	c, err := b.paired(short, calls...)
	if err != nil {
		return nil, err
	}
	return []measured{
		{what: "÷ empty program with the same packages", value: ratio(c[0], c[1], wall), unit: "×", bar: 1.6, aim: 1.25},
		{what: "÷ jsonnet", value: ratio(c[0], c[2], wall), unit: "×", bar: 1.0, aim: 0.8},
		{what: "batchgen", value: of(c[0], wall) / ms, unit: "ms"},
		{what: "empty program with the same packages", value: of(c[1], wall) / ms, unit: "ms"},
		{what: "jsonnet", value: of(c[2], wall) / ms, unit: "ms"},
		{what: "empty program", value: of(c[3], wall) / ms, unit: "ms"},
	}, nil
}

func coldRenderCPU(b *bench) ([]measured, error) {
	calls, err := b.coldCalls()
	if err != nil {
		return nil, err
	}
	c, err := b.paired(short, calls[:2]...)
	if err != nil {
		return nil, err
	}
	ours, err := b.memory(calls[0])
	if err != nil {
		return nil, err
	}
	empty, err := b.memory(calls[1])
	return []measured{
		{what: "processor time ÷ empty program with the same packages", value: ratio(c[0], c[1], cpu), unit: "×", bar: 1.6, aim: 1.25},
		{what: "peak memory", value: ours, unit: "MiB", bar: 24, aim: 16},
		{what: "peak memory of the empty program", value: empty, unit: "MiB"},
	}, err
}

func coldAnswers(b *bench) ([]measured, error) {
	c, err := b.paired(short,
		call{program: b.empty},
		call{program: b.batchgen, args: []string{"version"}},
		call{program: b.batchgen, args: []string{"help"}},
		call{program: b.batchgen, args: []string{"completion", "bash"}},
	)
	if err != nil {
		return nil, err
	}
	var m []measured
	for i, what := range []string{"version", "help", "completion bash"} {
		m = append(m, measured{what: what + " ÷ empty program with the same packages", value: ratio(c[i+1], c[0], wall), unit: "×", bar: 1.2, aim: 1.05})
	}
	return m, nil
}

// fleetCall writes one file for each intent.
func (b *bench) fleetCall(count int, env ...string) (call, error) {
	intents, err := b.fleet(count)
	out := b.path(fmt.Sprintf("out%d", count))
	return call{
		program: b.batchgen, env: env, before: emptied(out),
		args: append([]string{"render", "--format", "arm", "-o", out + "/"}, intents...),
	}, err
}

func fleetWall(b *bench) ([]measured, error) {
	const count = 1000
	ours, err := b.fleetCall(count)
	if err != nil {
		return nil, err
	}
	_, many, err := b.jsonnetFixtures(count)
	if err != nil {
		return nil, err
	}
	program, err := b.cueFixture(count)
	if err != nil {
		return nil, err
	}
	out := b.path("written-by-jsonnet")
	everything := ours
	everything.args = append([]string{"render", "-o", b.path("all") + "/"}, ours.args[5:]...)
	everything.before = emptied(b.path("all"))
	c, err := b.paired(1, ours,
		call{program: b.jsonnet, args: []string{"-m", out, many}, before: emptied(out)},
		call{program: b.cue, args: []string{"export", program, "-e", "all"}},
		everything,
	)
	if err != nil {
		return nil, err
	}
	return []measured{
		{what: "one file an intent ÷ jsonnet -m", value: ratio(c[0], c[1], wall), unit: "×", bar: 0.6, aim: 0.4},
		{what: "one file an intent ÷ cue export, which writes none", value: ratio(c[0], c[2], wall), unit: "×", bar: 1.2, aim: 0.8},
		{what: "one file an intent", value: of(c[0], wall) / ms, unit: "ms"},
		{what: "all four files an intent", value: of(c[3], wall) / ms, unit: "ms"},
		{what: "jsonnet -m", value: of(c[1], wall) / ms, unit: "ms"},
		{what: "cue export", value: of(c[2], wall) / ms, unit: "ms"},
	}, nil
}

func validateCPU(b *bench) ([]measured, error) {
	const count = 10000
	intents, err := b.fleet(count)
	if err != nil {
		return nil, err
	}
	c, err := b.paired(1,
		call{program: b.batchgen, args: append([]string{"validate"}, intents...)},
		call{program: b.own, args: append([]string{"-decode"}, intents...)},
	)
	if err != nil {
		return nil, err
	}
	return []measured{
		{what: "÷ decoding the same YAML", value: ratio(c[0], c[1], cpu), unit: "×", bar: 8, aim: 5},
		{what: "one intent", value: of(c[0], cpu) / count / 1e3, unit: "µs"},
		{what: "decoding one intent", value: of(c[1], cpu) / count / 1e3, unit: "µs"},
	}, nil
}

func fleetBesideProcesses(b *bench) ([]measured, error) {
	const count = 1000
	together, err := b.fleetCall(count)
	if err != nil {
		return nil, err
	}
	out := b.path("alone")
	alone := call{program: b.batchgen, before: emptied(out), args: []string{"render", "--format", "arm", "-o", out + "/", together.args[5]}}
	var ratios []float64
	for range b.rounds {
		all, err := together.run()
		if err != nil {
			return nil, err
		}
		var each float64
		for range short {
			one, err := alone.run()
			if err != nil {
				return nil, err
			}
			each += wall(one) / short
		}
		ratios = append(ratios, wall(all)/each/count)
	}
	return []measured{{what: "one process ÷ a process each", value: median(ratios), unit: "×", bar: 0.4, aim: 0.25}}, nil
}

func fleetMemory(b *bench) ([]measured, error) {
	few, err := b.fleetCall(100)
	if err != nil {
		return nil, err
	}
	many, err := b.fleetCall(10000)
	if err != nil {
		return nil, err
	}
	base, err := b.memory(few)
	if err != nil {
		return nil, err
	}
	peak, err := b.memory(many)
	return []measured{
		{what: "peak of 10,000 intents", value: peak, unit: "MiB", bar: 24, aim: 14},
		{what: "÷ peak of 100", value: peak / base, unit: "×", bar: 1.3, aim: 1.15},
	}, err
}

// growth takes off what the command costs with a single intent or pool: the start
// of the program and the schema make everything look flatter than it is.
func growth(b *bench) ([]measured, error) {
	fit := func(repeat int, sizes []int, sized func(count int) (call, error)) (float64, error) {
		var calls []call
		for _, size := range append([]int{1}, sizes...) {
			c, err := sized(size)
			if err != nil {
				return 0, err
			}
			calls = append(calls, c)
		}
		c, err := b.fewer().paired(repeat, calls...)
		if err != nil {
			return 0, err
		}
		var net []float64
		more := make([]int, len(sizes))
		for i, size := range sizes {
			net = append(net, of(c[i+1], cpu)-of(c[0], cpu))
			more[i] = size - 1
		}
		return exponent(more, net), nil
	}
	intents, err := fit(1, []int{100, 1000, 10000}, func(count int) (call, error) {
		intents, err := b.fleet(count)
		return call{program: b.batchgen, args: append([]string{"validate"}, intents...)}, err
	})
	if err != nil {
		return nil, err
	}
	templates, err := fit(10, []int{31, 125, 500}, func(count int) (call, error) {
		intent, err := b.write(fmt.Sprintf("pools%d.batchgen.yaml", count), pools(count))
		return call{program: b.batchgen, args: []string{"render", intent}}, err
	})
	return []measured{
		{what: "exponent of intents, 100, 1,000 and 10,000", value: intents, bar: 1.05, aim: 1.02},
		{what: "exponent of pools, 31, 125 and 500", value: templates, bar: 1.05, aim: 1.02},
	}, err
}

func manyPools(b *bench) ([]measured, error) {
	intent, err := b.write("pools500.batchgen.yaml", pools(500))
	if err != nil {
		return nil, err
	}
	c, err := b.paired(5, call{program: b.batchgen, args: []string{"render", intent}})
	if err != nil {
		return nil, err
	}
	return []measured{{what: "wall", value: of(c[0], wall) / ms, unit: "ms", bar: 60, aim: 30}}, nil
}

func secondCore(b *bench) ([]measured, error) {
	one, err := b.fleetCall(1000, "GOMAXPROCS=1")
	if err != nil {
		return nil, err
	}
	two, err := b.fleetCall(1000, "GOMAXPROCS=2")
	if err != nil {
		return nil, err
	}
	c, err := b.paired(1, one, two)
	if err != nil {
		return nil, err
	}
	return []measured{{what: "speed-up with two workers", value: ratio(c[0], c[1], wall), unit: "×", bar: 1.6, aim: 1.8, atLeast: true}}, nil
}

func worstInputs(b *bench) ([]measured, error) {
	const limit = 64 << 10
	fill := func(unit string, size int) string { return strings.Repeat(unit, size/len(unit)) }
	count := func(start, unit, end string) string {
		text := start
		for i := 0; len(text) < limit-len(unit)-len(end)-8; i++ {
			text += fmt.Sprintf(unit, i)
		}
		return text + end
	}
	const three = "region: westeurope\nos: linux\nnodes: 2\n"
	inputs := []struct{ name, text string }{
		{"unknown keys", count("", "k%d: 1\n", "")},
		{"unknown keys on one line", count("{", "k%d: 1, ", "}")},
		{"keys like one that is known", count("", "suppres%d: 1\n", "")},
		{"the same key", fill("a: 1\n", limit)},
		{"keys alone", fill("a:\n", limit)},
		{"tags", count(fourLines+"tags:\n", "  t%d: x\n", "")},
		{"anchors", fill("a: &a\n", limit)},
		{"open brackets", fill("[", limit)},
		{"open braces", fill("{a: ", limit)},
		{"complex keys", fill("? ", limit)},
		{"one scalar", "region: " + fill("a", limit-20)},
		{"invisible characters", "name: \"" + fill("\u200b", limit-20) + "\""},
		{"escapes", "name: \"" + fill("\\u0041", limit-20) + "\""},
		{"a list of numbers", "nodes: [" + fill("1,", limit-20) + "1]"},
		{"a list of texts for pools", three + "pools: [" + fill("a,", limit-80) + "]"},
		{"a list of nothing for pools", three + "pools:\n" + fill("-\n", limit-80)},
		{"a list of empty pools", three + "pools: [" + fill("{},", limit-80) + "]"},
		{"wrong keys in pools", count(three+"pools:\n", "- {name: p%[1]d, ta: 1, a%[1]d: 2}\n", "")},
		{"comments", fill("# \n", limit)},
		{"dashes", fill("- ", limit)},
		{"documents", fill("---\n", limit)},
		{"500 pools", pools(500)},
	}
	slow, large := measured{unit: "ms", bar: 250, aim: 50}, measured{what: "peak memory of them", unit: "MiB", bar: 64, aim: 24}
	slow.what = fmt.Sprintf("processor time of the worst of %d inputs of 64 KiB", len(inputs))
	for _, input := range inputs {
		intent, err := b.write("worst.batchgen.yaml", input.text)
		if err != nil {
			return nil, err
		}
		status := 1
		if input.name == "500 pools" {
			status = 0
		}
		render := call{program: b.batchgen, args: []string{"render", intent}, status: status}
		c, err := b.fewer().paired(1, render)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", input.name, err)
		}
		peak, err := b.memory(render)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", input.name, err)
		}
		if took := of(c[0], cpu) / ms; took > slow.value {
			slow.value, slow.note = took, input.name
		}
		if peak > large.value {
			large.value, large.note = peak, input.name
		}
	}
	huge, err := b.write("huge.batchgen.yaml", "# "+fill("x", 100<<20)+"\n"+fourLines)
	if err != nil {
		return nil, err
	}
	c, err := b.paired(10, call{program: b.batchgen, args: []string{"render", huge}, status: 1}, call{program: b.empty})
	if err != nil {
		return nil, err
	}
	return []measured{
		slow, large,
		{what: "100 MB refused ÷ empty program with the same packages", value: ratio(c[0], c[1], wall), unit: "×", bar: 1.5, aim: 1.2},
	}, nil
}

func programSize(b *bench) ([]measured, error) {
	size := func(path string) (float64, error) {
		info, err := os.Stat(path)
		if err != nil {
			return 0, err
		}
		return float64(info.Size()), nil
	}
	ours, err := size(b.batchgen)
	if err != nil {
		return nil, err
	}
	empty, err := size(b.empty)
	return []measured{
		{what: "÷ empty program with the same packages", value: ours / empty, unit: "×", bar: 1.5, aim: 1.25},
		{what: "batchgen", value: ours / mib, unit: "MiB"},
		{what: "empty program with the same packages", value: empty / mib, unit: "MiB"},
	}, err
}

func allocations(*bench) ([]measured, error) {
	formats := []generator.Format{generator.Bicep, generator.ARM}
	var failed error
	count := testing.AllocsPerRun(100, func() {
		if _, err := files(fourLines, formats...); err != nil {
			failed = err
		}
	})
	return []measured{{what: "allocations", value: count, bar: 2000, aim: 2000}}, failed
}

func templateSize(*bench) ([]measured, error) {
	named, err := files(fourLines, generator.ARM)
	if err != nil {
		return nil, err
	}
	var small bytes.Buffer
	if err := json.Compact(&small, named["main.json"]); err != nil {
		return nil, err
	}
	// The composition of the same parts from Azure Verified Modules has 260 KB.
	const verified = 260 << 10
	size := float64(small.Len())
	return []measured{
		{what: "minified ARM JSON", value: size / 1024, unit: "KiB", bar: 9, aim: 8},
		{what: "÷ the composition from Azure Verified Modules", value: size / verified, unit: "×", bar: 1.0 / 28, aim: 1.0 / 32},
	}, nil
}

func bicepLines(*bench) ([]measured, error) {
	named, err := files(fourLines, generator.Bicep)
	if err != nil {
		return nil, err
	}
	lines := bytes.Count(named["main.bicep"], []byte("\n"))
	return []measured{{what: "lines", value: float64(lines), bar: 260, aim: 240}}, nil
}
