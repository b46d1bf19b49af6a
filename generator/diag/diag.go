// Package diag holds the findings that batchgen raises about an intent: what
// is wrong, where, and what cures it.
//
// Each code has one constructor, in the file of its family; its doc comment is
// the paragraph that docs/diagnostics.md shows. Constructors take a JSON
// pointer into the intent; the generator attaches line and column at the end.
package diag

import (
	"cmp"
	"slices"
)

// Severity says whether a finding stops the output.
type Severity int

// The severities: an Error stops every output of the intent, a Warning none.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Position is a place in the intent file. Line and Column count from 1, a
// column is one character (not one byte). The zero Position is no place.
type Position struct {
	Line, Column int
}

// Range is the text from Start up to, not including, End.
type Range struct {
	Start, End Position
}

// Valid reports whether the range points anywhere.
func (r Range) Valid() bool { return r.Start.Line > 0 }

// Related is a second place that a finding speaks of, such as the first of two
// equal keys.
type Related struct {
	Path    string
	Range   Range
	Message string
}

// Diagnostic is one finding.
type Diagnostic struct {
	// Code is BG and three digits; a code is never reused.
	Code     string
	Severity Severity
	// Range is where in the file, once it is known.
	Range Range
	// Path is a JSON pointer into the intent, "" for the whole file. A path
	// that the file does not hold stands for its nearest parent that it does.
	Path string
	// Message is one sentence without a full stop: what is wrong, with numbers.
	Message string
	// Hint says how to cure it, "" where there is nothing to say.
	Hint string
	// Source names the document that the rule comes from, "" for our own rules.
	Source  string
	Related []Related
	// Fix cures it, nil where that takes a decision.
	Fix *Fix
}

// List is what one step of the generator found.
type List []Diagnostic

// HasErrors reports whether an entry is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sorted returns the list by place in the file, then code, path and message,
// without entries that say the same twice.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortStableFunc(s, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Range.Start.Line, b.Range.Start.Line),
			cmp.Compare(a.Range.Start.Column, b.Range.Start.Column),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(s, func(a, b Diagnostic) bool {
		return a.Code == b.Code && a.Range == b.Range && a.Path == b.Path && a.Message == b.Message
	})
}

// failure is the start of every constructor of an error.
func failure(code, path, message, hint string) Diagnostic {
	return Diagnostic{Code: code, Severity: Error, Path: path, Message: message, Hint: hint}
}

// caution is the start of every constructor of a warning.
func caution(code, path, message, hint string) Diagnostic {
	return Diagnostic{Code: code, Severity: Warning, Path: path, Message: message, Hint: hint}
}

// from adds the document that a rule comes from.
func (d Diagnostic) from(source string) Diagnostic {
	d.Source = source
	return d
}
