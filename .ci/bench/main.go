// Command bench measures batchgen beside baselines of the same run, and writes
// docs/performance.md. Wall times of a shared machine mean nothing alone: what
// counts are the ratios of medians of runs taken in turn.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	page := flag.String("o", "", "write the page into this `FILE`, else to standard output")
	rounds := flag.Int("rounds", 20, "paired runs of each measure")
	only := flag.String("only", "", "measure this `GOAL` alone, such as P4")
	decode := flag.Bool("decode", false, "decode the YAML of the files given and do nothing else: a baseline")
	flag.Parse()
	if *decode {
		decodeAll(flag.Args())
		return
	}
	if err := run(*page, *rounds, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(page string, rounds int, only string) error {
	b, err := newBench(rounds)
	if err != nil {
		return err
	}
	defer b.close()
	var rows []row
	for _, g := range goals {
		if only != "" && g.id != only {
			continue
		}
		fmt.Fprintln(os.Stderr, g.id, g.what)
		measured, err := g.measure(b)
		if err != nil {
			return fmt.Errorf("%s: %w", g.id, err)
		}
		for _, m := range measured {
			rows = append(rows, row{goal: g.id, measure: m})
			fmt.Fprintln(os.Stderr, "  ", m.what, m.value, "bar", m.bar, "aim", m.aim)
		}
	}
	text := write(rows, rounds)
	if page == "" {
		_, err = os.Stdout.WriteString(text)
		return err
	}
	return os.WriteFile(page, []byte(text), 0o644)
}
