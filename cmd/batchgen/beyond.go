package main

import (
	"slices"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/diag"
)

// tell takes what verify found: each finding into the report of its file, those
// that stand nowhere into the first one. The verdicts on flows are diagnostics
// for machines alone: people read them in the product, which says more, and
// should not read them twice.
func (f *findings) tell(a generator.Audited, form string, files []reader.File) {
	all := a.Findings
	if form != asText {
		all = slices.Concat(audit.Verdicts(a.Report, a.Inventory.PlaceOf), all)
	}
	for i, file := range files {
		report := diag.Report{Name: file.Name, Source: file.Source}
		for _, found := range all {
			if found.File == file.Name || i == 0 && found.File == "" {
				report.List = append(report.List, found.Diagnostic)
			}
		}
		report.List = report.List.Sorted()
		f.add(report)
	}
}

// findingRow is a finding beyond flows in JSON.
type findingRow struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Document string `json:"document,omitempty"`
}

func findingRows(beyond []audit.Finding) []findingRow {
	rows := make([]findingRow, 0, len(beyond))
	for _, f := range beyond {
		rows = append(rows, findingRow{
			Code: f.Code, Severity: f.Severity.String(), File: f.File, Line: f.Range.Start.Line, Column: f.Range.Start.Column,
			Message: f.Message, Hint: f.Hint, Document: f.Source,
		})
	}
	return rows
}
