// Package generator is the front door: the text of an intent in, the files of
// a deployment and what there is to say about them out. Nothing here or below
// reads a file, the clock, the environment or the network.
package generator

import (
	"slices"
	"strconv"
	"time"

	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// Revision counts the changes of output bytes; it is part of every output.
const Revision = 1

// Format is a language that the deployment can be printed in, or a report on it.
type Format string

// The formats: two languages, and explain.md and allowlist.json.
const (
	Bicep     Format = "bicep"
	ARM       Format = "arm"
	Explain   Format = "explain"
	Allowlist Format = "allowlist"
)

// Options are what a Result depends on beside the intent.
type Options struct {
	// AsOf is the day that retirements are compared with. It decides which
	// diagnostics come, never a byte of an output.
	AsOf time.Time
	// Formats to print; none where the intent is only to be checked.
	Formats []Format
}

// File is one output file.
type File struct {
	// Name is relative to the output folder, with forward slashes: "main.bicep".
	Name string
	Data []byte
}

// Result is all that an intent gives.
type Result struct {
	// Files, in the order of the formats asked for: of each language the
	// deployment, in Bicep its modules, and the parameter file of each
	// environment; of a report its one file. Empty after an error.
	Files []File
	// Diagnostics, sorted by place, with line and column.
	Diagnostics diag.List
}

// Generate turns the text of an intent into its output files.
func Generate(source []byte, options Options) Result {
	in, p, places, list := decide(source, options.AsOf)
	var d deployment
	if !list.HasErrors() {
		doc, composed := compose.New(p)
		list = append(list, composed...)
		d = deployment{in: in, plan: p, doc: doc, parameters: compose.Environments(p, doc)}
	}
	list = suppress(list, in.Suppress)
	var files []File
	if !list.HasErrors() {
		for _, format := range options.Formats {
			printed, size := d.print(format)
			if limit := azure.LimitOf(azure.TemplateBytes); size > limit {
				list = append(list, diag.TemplateTooLarge("", size, limit))
			}
			files = append(files, printed...)
		}
	}
	if list.HasErrors() {
		files = nil
	}
	return Result{Files: files, Diagnostics: places.Place(list)}
}

// decide reads an intent and makes its plan. What is suppressed is still in the
// list; after an error of reading the intent is empty, after any error the plan
// must not be used.
func decide(source []byte, asOf time.Time) (intent.Intent, plan.Plan, intent.Places, diag.List) {
	in, places, list := intent.Load(source)
	if list.HasErrors() {
		return intent.Intent{}, plan.Plan{}, places, list
	}
	p, planned := plan.New(in, asOf)
	return in, p, places, append(list, planned...)
}

// deployment is what the printers print.
type deployment struct {
	in   intent.Intent
	plan plan.Plan
	doc  *template.Document
	// parameters has what each of the plan's environments gives.
	parameters []template.Parameters
}

// print gives the files of one format, and how many bytes of template Azure is
// sent. Bicep grows when it is compiled, so a large one is measured as what it becomes.
func (d deployment) print(format Format) (files []File, size int) {
	switch format {
	case Explain:
		return []File{{Name: "explain.md", Data: explain.New(d.in, d.plan).Markdown(Revision)}}, 0
	case Allowlist:
		return []File{{Name: "allowlist.json", Data: explain.NewAllowlist(d.in, d.plan).JSON()}}, 0
	case ARM:
		files = []File{{Name: "main.json", Data: arm.Print(d.doc, Revision)}}
		for i, e := range d.plan.Environments {
			files = append(files, File{Name: e.Name + ".parameters.json", Data: arm.PrintParams(d.parameters[i])})
		}
		return files, len(files[0].Data)
	}
	files = []File{{Name: "main.bicep", Data: bicep.Print(d.doc, Revision)}}
	for _, module := range bicep.Modules(d.doc, Revision) {
		files = append(files, File(module))
	}
	for _, f := range files {
		size += len(f.Data)
	}
	if size > azure.LimitOf(azure.TemplateBytes)/4 {
		size = len(arm.Print(d.doc, Revision))
	}
	for i, e := range d.plan.Environments {
		files = append(files, File{Name: e.Name + ".bicepparam", Data: bicep.PrintParams(d.parameters[i], Revision)})
	}
	return files, size
}

// suppress drops the warnings that the intent accepts, and warns of entries
// that accept nothing.
func suppress(list diag.List, entries []intent.Suppression) diag.List {
	if len(entries) == 0 {
		return list
	}
	var kept, unused diag.List
	accepted := func(d diag.Diagnostic) bool {
		return d.Severity == diag.Warning &&
			slices.ContainsFunc(entries, func(s intent.Suppression) bool { return s.Code == d.Code })
	}
	for _, d := range list {
		if !accepted(d) {
			kept = append(kept, d)
		}
	}
	for i, s := range entries {
		path := "/suppress/" + strconv.Itoa(i) + "/code"
		raised := func(severity diag.Severity) bool {
			return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == s.Code && d.Severity == severity })
		}
		switch {
		case raised(diag.Error):
			unused = append(unused, diag.SuppressedError(path, s.Code))
		case !raised(diag.Warning):
			unused = append(unused, diag.SuppressionUnused(path, s.Code))
		}
	}
	return append(kept, unused...)
}
