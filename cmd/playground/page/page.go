// Package page is what the playground shows of an intent: everything that
// batchgen makes of it, in the form that a script in a browser reads.
package page

import (
	"encoding/json"
	"time"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// Answer is what an intent gives. After an error all but Messages is empty.
type Answer struct {
	Messages []Message `json:"messages"`
	Files    []File    `json:"files"`
	Report   string    `json:"report"`
	Picture  string    `json:"picture"`
	Verdicts []Verdict `json:"verdicts"`
}

// Message is a diagnostic. Lines and columns count from 1; 0 is no place.
type Message struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Text     string `json:"text"`
	Hint     string `json:"hint"`
}

// File is an output file.
type File struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Verdict is what is proven of a flow.
type Verdict struct {
	Subnet  string `json:"subnet"`
	Flow    string `json:"flow"`
	Verdict string `json:"verdict"`
	Why     string `json:"why"`
	// Detail is what decides: rules, routes, assumptions, or what is wrong.
	Detail []string `json:"detail"`
}

// Of answers for the text of an intent. day is what retirements are compared with.
func Of(source []byte, day time.Time) Answer {
	options := generator.Options{AsOf: day, Formats: []generator.Format{generator.Bicep, generator.ARM, generator.Allowlist}}
	result := generator.Generate(source, options)
	answer := Answer{Messages: messages(result.Diagnostics), Files: []File{}, Verdicts: []Verdict{}}
	if result.Diagnostics.HasErrors() {
		return answer
	}
	for _, f := range result.Files {
		answer.Files = append(answer.Files, File{Name: f.Name, Text: string(f.Data)})
	}
	explanation := generator.ExplainIntent(source, day)
	answer.Report = string(explanation.Report.Text())
	answer.Picture = string(explanation.Report.SVG())
	proven, _ := generator.Verify(source, options)
	for _, r := range proven.Results {
		answer.Verdicts = append(answer.Verdicts, verdict(r))
	}
	return answer
}

// JSON is Of for a caller that has text alone.
func JSON(source string, day time.Time) string {
	text, err := json.Marshal(Of([]byte(source), day))
	if err != nil { // strings and numbers always marshal
		panic(err)
	}
	return string(text)
}

func messages(list diag.List) []Message {
	found := []Message{}
	for _, d := range list {
		found = append(found, Message{
			Severity: d.Severity.String(), Code: d.Code, Line: d.Range.Start.Line, Column: d.Range.Start.Column,
			Text: d.Message, Hint: d.Hint,
		})
	}
	return found
}

func verdict(r verify.Result) Verdict {
	v := Verdict{Subnet: r.Subnet, Flow: r.Flow.ID, Verdict: string(r.Verdict), Why: r.Flow.Why, Detail: []string{}}
	add := func(label string, values ...string) {
		for _, value := range values {
			if value != "" {
				v.Detail = append(v.Detail, label+value)
			}
		}
	}
	add("", r.Because)
	add("packet ", r.CounterExample)
	add("rule ", r.Rules...)
	add("path ", r.Routes...)
	add("assumes: ", r.Assumptions...)
	add("", r.Notes...)
	return v
}
