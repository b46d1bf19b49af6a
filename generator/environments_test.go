package generator_test

import (
	"slices"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/bicep"
)

// The deployment comes first, then its modules, then the environments by name.
func TestFilesInOrder(t *testing.T) {
	t.Parallel()
	text := fourLines + "account: {existing: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/other" +
		"/providers/Microsoft.Batch/batchAccounts/there}\n" +
		"environments: {test: {nodes: 2}, prod: {nodes: 40}}\n"
	for format, want := range map[generator.Format][]string{
		generator.Bicep: {"main.bicep", "modules/pool.bicep", "prod.bicepparam", "test.bicepparam"},
		generator.ARM:   {"main.json", "prod.parameters.json", "test.parameters.json"},
	} {
		r := generator.Generate([]byte(text), generator.Options{AsOf: today, Formats: []generator.Format{format}})
		var names []string
		for _, f := range r.Files {
			names = append(names, f.Name)
			if _, intact, ok := bicep.Mark(f.Data); format == generator.Bicep && (!ok || !intact) {
				t.Errorf("%s carries no mark", f.Name)
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s: %v, want %v; %v", format, names, want, codes(r.Diagnostics))
		}
	}
}
