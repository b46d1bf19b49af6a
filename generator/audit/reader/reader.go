// Package reader reads the files that show existing networks: ARM templates,
// what az and the REST APIs print, and Terraform plans. One way for all: JSON,
// then resources in the shape of the REST API, then the inventory.
package reader

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/armeval"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/diag"
)

// Limit is how many bytes a file may have.
const Limit = 4 << 20

// File is a file with existing resources.
type File struct {
	Name   string
	Source []byte
}

// Read returns what the files show together, and a report for each file that
// something is wrong with. After an error the inventory is not to be judged.
func Read(files []File) (audit.Inventory, []diag.Report) {
	sources := make([]*source, len(files))
	var parameters, templates []*source
	for i, f := range files {
		s := open(f)
		sources[i] = s
		switch s.form {
		case formParameters:
			parameters = append(parameters, s)
		case formTemplate:
			templates = append(templates, s)
		}
	}
	given := tree.Value{}
	for _, p := range parameters {
		if len(templates) != 1 || len(parameters) != 1 {
			p.report(0, diag.ParametersAlone(len(templates)))
			continue
		}
		given = p.root.Get("parameters")
	}
	n := &notebook{}
	for _, s := range sources {
		n.read(s, given)
	}
	n.join()
	var reports []diag.Report
	for _, s := range sources {
		if len(s.list) > 0 {
			reports = append(reports, diag.Report{Name: s.Name, Source: s.Source, List: s.list.Sorted()})
		}
	}
	return n.inventory, reports
}

// IsIntent reports whether a file to verify is an intent: it has a region and
// none of $schema, id and type. It need not be without mistakes.
func IsIntent(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if root, err := tree.Parse(text); err == nil {
		return root.Get("region").Kind != tree.Absent && !slices.ContainsFunc([]string{"$schema", "id", "type"},
			func(name string) bool { return root.Get(name).Kind != tree.Absent })
	}
	if len(text) > intentLimit {
		return false
	}
	for line := range bytes.Lines(text) {
		line = bytes.TrimLeft(line, "{ \t,")
		for _, quote := range []string{"", `"`, "'"} {
			rest, found := bytes.CutPrefix(line, []byte(quote+"region"+quote))
			if found && bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte(":")) {
				return true
			}
		}
	}
	return false
}

// intentLimit is the largest text that is searched for the keys of an intent.
const intentLimit = 64 << 10

// form is what a file is as a whole.
type form int

const (
	formUnread form = iota
	formTemplate
	formParameters
	formTerraform
	formResources
)

// source is a file that is being read.
type source struct {
	File
	root tree.Value
	form form
	list diag.List
	// lines are the offsets at which lines begin; made when the first place is asked for.
	lines []int
	// last is the place that was asked for before: a file may be one long line.
	last struct {
		offset int
		at     diag.Position
	}
}

// open parses a file and tells its form.
func open(f File) *source {
	s := &source{File: f}
	text := bytes.TrimSpace(bytes.TrimPrefix(f.Source, []byte("\ufeff")))
	switch {
	case len(f.Source) > Limit:
		s.report(-1, diag.AuditedTooLarge(Limit))
	case bytes.HasPrefix(f.Source, []byte("\xff\xfe")), bytes.HasPrefix(f.Source, []byte("\xfe\xff")):
		s.report(-1, diag.AuditedEncoding("UTF-16"))
	case len(text) == 0:
		s.report(-1, diag.AuditedEmpty())
	case !utf8.Valid(f.Source):
		s.report(-1, diag.AuditedEncoding("something that is not UTF-8"))
	case text[0] != '{' && text[0] != '[':
		s.report(-1, diag.NotAnIntent())
	default:
		root, err := tree.Parse(f.Source)
		var wrong *tree.Error
		if errors.As(err, &wrong) {
			s.report(wrong.Offset, diag.AuditedNotJSON(wrong.Message))
			return s
		}
		s.root, s.form = root, formOf(root)
	}
	return s
}

func formOf(root tree.Value) form {
	schema := strings.ToLower(root.Get("$schema").Text)
	switch {
	case strings.Contains(schema, "deploymentparameters"):
		return formParameters
	case strings.Contains(schema, "deploymenttemplate"), root.Get("contentVersion").Has() && root.Get("resources").Has():
		return formTemplate
	case root.Get("terraform_version").Has(), root.Get("planned_values").Has(), root.Get("format_version").Has():
		return formTerraform
	}
	return formResources
}

// report adds a finding at an offset, or about the whole file below 0.
func (s *source) report(offset int, d diag.Diagnostic) {
	if offset >= 0 {
		d.Range.Start = s.position(offset)
		d.Range.End = d.Range.Start
	}
	s.list = append(s.list, d)
}

// place is where an offset is.
func (s *source) place(offset int) audit.Place {
	at := s.position(offset)
	return audit.Place{File: s.Name, Range: diag.Range{Start: at, End: at}}
}

// position turns an offset into line and column.
func (s *source) position(offset int) diag.Position {
	if s.lines == nil {
		s.lines = []int{0}
		for i, b := range s.Source {
			if b == '\n' {
				s.lines = append(s.lines, i+1)
			}
		}
	}
	offset = min(offset, len(s.Source))
	line, exact := slices.BinarySearch(s.lines, offset)
	if !exact {
		line--
	}
	from, column := s.lines[line], 1
	switch {
	case s.last.at.Line == line+1 && s.last.offset <= offset:
		from, column = s.last.offset, s.last.at.Column
	case line == 0 && offset > 0 && bytes.HasPrefix(s.Source, []byte("\ufeff")):
		column = 0
	}
	s.last.offset, s.last.at = offset, diag.Position{Line: line + 1, Column: column + utf8.RuneCount(s.Source[from:offset])}
	return s.last.at
}

// resources are those of a file, in the shape of the REST API or flat.
func (s *source) resources(parameters tree.Value) []tree.Value {
	switch s.form {
	case formTemplate:
		return armeval.Resources(s.root, parameters)
	case formTerraform:
		return s.terraform()
	case formResources:
		return s.listed(s.root)
	}
	return nil
}

// listed takes a resource, or a list of them, as az, REST and Resource Graph print it.
func (s *source) listed(v tree.Value) []tree.Value {
	switch {
	case v.Kind == tree.List:
		var all []tree.Value
		for _, item := range v.Items {
			all = append(all, s.listed(item)...)
		}
		return all
	case v.Kind != tree.Object:
		s.report(v.Offset, diag.AuditedWrongType("a resource", "an object", kindInWords(v)))
		return nil
	}
	if fault := v.Get("error"); fault.Kind == tree.Object && !v.Get("id").Has() {
		s.report(fault.Offset, diag.AuditedForm("the file holds an error that Azure answered, "+
			quote(fault.Get("code").Text), "sign in, correct the call and export again"))
		return nil
	}
	if v.Get("instances").Has() || v.Get("lineage").Has() {
		s.report(v.Offset, diag.AuditedForm("this is a raw Terraform state", "print it with terraform show -json"))
		return nil
	}
	for _, name := range []string{"value", "data"} {
		content := v.Get(name)
		switch {
		case v.Get("type").Has() || v.Get("name").Has():
		case content.Kind == tree.List:
			return s.listed(content)
		case content.Get("rows").Kind == tree.List:
			return s.listed(fromTable(content))
		}
	}
	return []tree.Value{v}
}

// fromTable turns the table form of Resource Graph into objects.
func fromTable(table tree.Value) tree.Value {
	all := tree.Value{Kind: tree.List, Offset: table.Offset}
	columns := table.Get("columns").Items
	for _, row := range table.Get("rows").Items {
		object := tree.Value{Kind: tree.Object, Offset: row.Offset}
		for i, cell := range row.Items {
			if i < len(columns) {
				object.Members = append(object.Members, tree.Member{Name: columns[i].Get("name").Text, Value: cell})
			}
		}
		all.Items = append(all.Items, object)
	}
	return all
}
