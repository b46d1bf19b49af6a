package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/batchgen/batchgen/generator"
)

const fourLines = "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"

// day is fixed, so that retirements never change what is measured.
var day = time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC)

// files gives what batchgen makes of an intent, in process.
func files(intent string, formats ...generator.Format) (map[string][]byte, error) {
	result := generator.Generate([]byte(intent), generator.Options{AsOf: day, Formats: formats})
	if result.Diagnostics.HasErrors() {
		return nil, fmt.Errorf("the fixture has errors: %v", result.Diagnostics)
	}
	named := map[string][]byte{}
	for _, f := range result.Files {
		named[f.Name] = f.Data
	}
	return named, nil
}

// fleet writes count intents, no two alike, and returns their paths.
func (b *bench) fleet(count int) ([]string, error) {
	names := make([]string, count)
	for i := range names {
		text := fmt.Sprintf("name: f%05d\nregion: westeurope\nmode: simplified\nos: linux\nnodes: %d\n", i, 1+i%2000)
		var err error
		if names[i], err = b.write(fmt.Sprintf("fleet%d/f%05d.batchgen.yaml", count, i), text); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// pools is an intent with so many pools.
func pools(count int) string {
	var text strings.Builder
	text.WriteString("region: westeurope\nos: linux\nnodes: 2\npools:\n")
	for i := range count {
		fmt.Fprintf(&text, "  - {name: pool%03d}\n", i)
	}
	return text.String()
}

// template is what the fixtures of the other languages print: our own ARM JSON
// of the four lines, with the region, the name and the count put in by the
// language. Neither checks anything: both have the easier task.
func template() (string, error) {
	named, err := files(fourLines, generator.ARM)
	if err != nil {
		return "", err
	}
	var value any
	if err := json.Unmarshal(named["main.json"], &value); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(value, "", "  ")
	return string(text), err
}

// jsonnet writes a program for one deployment and one for count of them.
func (b *bench) jsonnetFixtures(count int) (one, many string, err error) {
	text, err := template()
	if err != nil {
		return "", "", err
	}
	text = strings.ReplaceAll(text, `"westeurope"`, "region")
	text = strings.ReplaceAll(text, `"defaultValue": 20,`, `"defaultValue": nodes,`)
	library := "function(region, nodes) " + text + "\n"
	if _, err = b.write("batch.libsonnet", library); err != nil {
		return "", "", err
	}
	if one, err = b.write("one.jsonnet", "(import 'batch.libsonnet')('westeurope', 20)\n"); err != nil {
		return "", "", err
	}
	many, err = b.write("many.jsonnet", fmt.Sprintf(
		"local batch = import 'batch.libsonnet';\n{['%%04d.json' %% i]: batch('westeurope', i + 1) for i in std.range(0, %d)}\n", count-1))
	return one, many, err
}

// cueFixture writes a program for count deployments.
func (b *bench) cueFixture(count int) (string, error) {
	text, err := template()
	if err != nil {
		return "", err
	}
	text = strings.ReplaceAll(text, `"westeurope"`, "region")
	text = strings.ReplaceAll(text, `"defaultValue": 20,`, `"defaultValue": nodes,`)
	program := "import \"list\"\n\n#batch: {\n\tregion: string\n\tnodes: int & >=0\n\tout: " + text +
		fmt.Sprintf("\n}\n\nall: [for i in list.Range(0, %d, 1) {(#batch & {region: \"westeurope\", nodes: i + 1}).out}]\n", count)
	return b.write("many.cue", program)
}

// emptied makes a folder anew, before a run that writes into it.
func emptied(folder string) func() error {
	return func() error {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		return os.MkdirAll(folder, 0o755)
	}
}
