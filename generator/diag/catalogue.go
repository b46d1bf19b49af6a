package diag

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// CodeInfo is what is known of every diagnostic with one code.
type CodeInfo struct {
	// Code is BG and three digits.
	Code string
	// Severity is that of its diagnostics. Where it depends on the intent or the
	// day, it is the graver one.
	Severity Severity
	// Title names the finding in a few words, without a full stop.
	Title string
	// Text tells what it means: sentences, paragraphs parted by an empty line, in
	// Markdown that reads well as it stands.
	Text string
}

// Family returns the family that the code belongs to.
func (i CodeInfo) Family() Family {
	for _, f := range Families() {
		if strings.HasPrefix(i.Code, f.Prefix) {
			return f
		}
	}
	return Family{}
}

// Link is where the documentation of the code stands, from the root of the repository.
func (i CodeInfo) Link() string {
	// The anchor that a heading "BG001: file too large" has on code hosts.
	words := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return -1
	}, strings.ToLower(i.Code+": "+i.Title))
	return "docs/diagnostics.md#" + words
}

// Family is a group of codes about one concern.
type Family struct {
	// Prefix begins each of its codes: BG and a digit.
	Prefix string
	Title  string
}

// Families returns the families in the order of their codes.
func Families() []Family {
	return []Family{
		{"BG0", "Reading"},
		{"BG1", "Shape"},
		{"BG2", "Meaning"},
		{"BG3", "Address space and sizing"},
		{"BG4", "Connectivity"},
		{"BG5", "Retirement"},
		{"BG6", "Findings about networks"},
		{"BG7", "Output"},
		{"BG9", "Bugs"},
	}
}

// Catalogue returns every code, sorted. Their titles and texts are the comments
// of the constructors, which cmd/docs copies into codes.go.
func Catalogue() []CodeInfo { return codes() }

// InfoOf returns what is known of a code, and whether it is one.
func InfoOf(code string) (CodeInfo, bool) {
	all := codes()
	i, found := slices.BinarySearchFunc(all, code, func(c CodeInfo, code string) int { return cmp.Compare(c.Code, code) })
	if !found {
		return CodeInfo{}, false
	}
	return all[i], true
}
