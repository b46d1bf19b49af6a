// Package bicep prints a template.Document as Bicep: the text that the official
// formatter leaves alone, with every value escaped in one place.
package bicep

import (
	"github.com/batchgen/batchgen/generator/template"
)

// File is one Bicep file.
type File struct {
	// Name is relative to the folder of main.bicep, with forward slashes.
	Name string
	Data []byte
}

// Print gives the text of main.bicep. Its first line is the mark, see Mark.
func Print(d *template.Document, revision int) []byte {
	p := &printer{buf: appendMark(nil, revision)}
	p.document(d)
	fillHash(p.buf)
	return p.buf
}

// Modules gives the files of the modules that the document deploys, each once,
// in the order of the modules.
func Modules(d *template.Document, revision int) []File {
	var files []File
	seen := map[string]bool{}
	for _, m := range d.Modules {
		if !seen[m.File] {
			seen[m.File] = true
			files = append(files, File{Name: m.File, Data: Print(m.Document, revision)})
		}
	}
	return files
}

// Resource prints the declaration of one resource as it stands in the whole text.
func Resource(r *template.Resource) []byte {
	p := printer{}
	if r.Outer != nil {
		p.within = r.Outer
	}
	p.resource(r)
	return append(p.buf, '\n')
}
