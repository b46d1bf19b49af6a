package diag

import (
	"encoding/json"
	"io"
)

// jsonVersion is the version of the form that PrintJSON writes. It grows when a
// reader of the old form would misread the new one.
const jsonVersion = 1

type jsonReport struct {
	SchemaVersion int              `json:"schemaVersion"`
	Diagnostics   []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	File     string        `json:"file"`
	Code     string        `json:"code"`
	Severity string        `json:"severity"`
	Range    *jsonRange    `json:"range,omitempty"`
	Path     string        `json:"path"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	Source   string        `json:"source,omitempty"`
	Related  []jsonRelated `json:"related,omitempty"`
	Fix      *jsonFix      `json:"fix,omitempty"`
}

type jsonFix struct {
	Range *jsonRange `json:"range"`
	Text  string     `json:"text"`
}

type jsonRelated struct {
	Range   *jsonRange `json:"range,omitempty"`
	Path    string     `json:"path"`
	Message string     `json:"message"`
}

type jsonRange struct {
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// PrintJSON writes the reports for programs: one object, in the form of
// schemas/diagnostics.schema.json. It returns write errors.
func PrintJSON(w io.Writer, reports []Report) error {
	all := jsonReport{SchemaVersion: jsonVersion, Diagnostics: []jsonDiagnostic{}}
	for _, r := range reports {
		for _, d := range r.List {
			entry := jsonDiagnostic{
				File: r.Name, Code: d.Code, Severity: d.Severity.String(), Range: rangeOf(d.Range),
				Path: d.Path, Message: d.Message, Hint: d.Hint, Source: d.Source,
			}
			for _, related := range d.Related {
				entry.Related = append(entry.Related,
					jsonRelated{Range: rangeOf(related.Range), Path: related.Path, Message: related.Message})
			}
			if d.Fix != nil {
				entry.Fix = &jsonFix{Range: rangeOf(d.Fix.Range), Text: d.Fix.Text}
			}
			all.Diagnostics = append(all.Diagnostics, entry)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(all)
}

// rangeOf returns nil for a range that is not known.
func rangeOf(r Range) *jsonRange {
	if !r.Valid() {
		return nil
	}
	return &jsonRange{Start: jsonPosition(r.Start), End: jsonPosition(r.End)}
}
