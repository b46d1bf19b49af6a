// Package templates holds the prose of new projects: files that a person goes
// on to own, in the form of text/template with the delimiters <% and %>.
// Bicep is never among them; it comes from the generator.
package templates

import "embed"

// Files are the templates, by the names that the rows of generator/scaffold use.
//
//go:embed *.tmpl
var Files embed.FS
