package generator_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/explain"
)

// The reports are the same by both doors.
func TestExplainIntent(t *testing.T) {
	t.Parallel()
	e := generator.ExplainIntent([]byte(fourLines), today)
	r := generator.Generate([]byte(fourLines), generator.Options{
		AsOf: today, Formats: []generator.Format{generator.Allowlist, generator.Explain},
	})
	if len(r.Files) != 2 || r.Files[0].Name != "allowlist.json" || r.Files[1].Name != "explain.md" {
		t.Fatalf("%+v", r.Files)
	}
	if string(r.Files[0].Data) != string(e.Allowlist.JSON()) || string(r.Files[1].Data) != string(e.Report.Markdown(generator.Revision)) {
		t.Error("the doors differ")
	}
	if revision, intact, ok := explain.Mark(r.Files[1].Data); revision != generator.Revision || !intact || !ok {
		t.Error("explain.md carries no mark")
	}
	if revision, intact, ok := bicep.Mark(e.Firewall); revision != generator.Revision || !intact || !ok {
		t.Error("the firewall's Bicep carries no mark")
	}
}

func TestExplainIntentAfterAnError(t *testing.T) {
	t.Parallel()
	for what, text := range map[string]string{
		"reading": "", "shape": fourLines + "nodes2: 3\n", "plan": fourLines + "network: {subnet: {prefix: 10.0.0.0/29}}\n",
	} {
		e := generator.ExplainIntent([]byte(text), today)
		if !e.Diagnostics.HasErrors() || e.Report.Name != "" || e.Firewall != nil || len(e.Allowlist.Categories) > 0 {
			t.Errorf("%s: %+v", what, e)
		}
		for _, d := range e.Diagnostics {
			if !d.Range.Valid() {
				t.Errorf("%s: %s has no place", what, d.Code)
			}
		}
	}
}
