package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
	"github.com/batchgen/batchgen/schemas"
)

// beyondFlows are a finding in a file, one in another and one nowhere.
func beyondFlows() []audit.Finding {
	at := func(line int) diag.Range {
		return diag.Range{Start: diag.Position{Line: line, Column: 3}, End: diag.Position{Line: line, Column: 9}}
	}
	return []audit.Finding{
		{File: "b.json", Diagnostic: diag.ClassicPool(at(4), "pool")},
		{File: "b.json", Diagnostic: diag.PlatformDenied(at(2), "nsg", "Deny", "AzurePlatformDNS")},
		{File: "a.json", Diagnostic: diag.OpenToWorld(at(9), "nsg", "Open", "port 22", true)},
		{Diagnostic: diag.ClassicPool(diag.Range{}, "other")},
	}
}

func TestFindingsByFile(t *testing.T) {
	t.Parallel()
	report := verify.Report{Results: []verify.Result{{Subnet: "nodes", Verdict: verify.Inconclusive, Flow: verify.Flow{ID: "batch-out"}}}}
	inventory := audit.Inventory{Subnets: []audit.Subnet{{Name: "nodes", Place: audit.Place{File: "b.json"}}}}
	files := []reader.File{{Name: "a.json"}, {Name: "b.json"}, {Name: "c.json"}}
	for form, want := range map[string]map[string][]string{
		asText: {"a.json": {"BG616", "BG608"}, "b.json": {"BG617", "BG616"}},
		asJSON: {"a.json": {"BG616", "BG608"}, "b.json": {"BG603", "BG617", "BG616"}},
	} {
		f := &findings{}
		f.tell(generator.Audited{Judged: audit.Judged{Report: report, Findings: beyondFlows()}, Inventory: inventory}, form, files)
		got := map[string][]string{}
		for _, r := range f.reports {
			for _, d := range r.List {
				got[r.Name] = append(got[r.Name], d.Code)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", form, diff)
		}
		if f.status != exitIntent {
			t.Errorf("%s: exit status %d with an error among the findings", form, f.status)
		}
	}
	warnings := &findings{}
	warnings.tell(generator.Audited{Judged: audit.Judged{Report: report, Findings: beyondFlows()[:2]}}, asJSON, files)
	if warnings.status != exitDone {
		t.Errorf("exit status %d with warnings alone", warnings.status)
	}
}

func TestFindingsFollowTheSchema(t *testing.T) {
	t.Parallel()
	schema := jsonschema.MustCompileString("https://example.com/verify", string(schemas.Verify()))
	var value any
	if err := json.Unmarshal(verdictsJSON(verify.Report{}, beyondFlows()), &value); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
	first := value.(map[string]any)["findings"].([]any)[0]
	want := map[string]any{
		"code": "BG616", "severity": "warning", "file": "b.json", "line": 4.0, "column": 3.0, "document": "simplified",
		"message": "pool pool uses classic communication, which was retired on 2026-03-31", "hint": "move to simplified communication",
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
}
