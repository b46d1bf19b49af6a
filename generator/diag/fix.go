package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fix is an edit of the intent's text that cures a finding without a decision
// of a person: Text stands for what Range covers.
type Fix struct {
	Range Range
	Text  string
}

// Apply carries out the fixes of a list in the text of an intent and leaves
// every other byte of it alone. It returns the new text and the findings whose
// fixes it carried out, in the order of the text; of fixes that overlap, the
// first counts.
func Apply(text []byte, list List) ([]byte, List) {
	var fixes List
	for _, d := range list {
		if d.Fix != nil && d.Fix.Range.Valid() {
			fixes = append(fixes, d)
		}
	}
	slices.SortStableFunc(fixes, func(a, b Diagnostic) int { return a.Fix.Range.Start.compare(b.Fix.Range.Start) })
	var out bytes.Buffer
	var done List
	w := walker{text: text}
	if bytes.HasPrefix(text, []byte("\uFEFF")) {
		w.offset = len("\uFEFF") // no part of the first line
	}
	w.at = Position{Line: 1, Column: 1}
	copied := 0
	for _, d := range fixes {
		r := d.Fix.Range
		if r.Start.compare(w.at) < 0 || r.End.compare(r.Start) < 0 {
			continue
		}
		from := w.seek(r.Start)
		to := w.seek(r.End)
		out.Write(text[copied:from])
		out.WriteString(d.Fix.Text)
		copied = to
		done = append(done, d)
	}
	out.Write(text[copied:])
	return out.Bytes(), done
}

// compare orders places as the text does.
func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// walker goes forward through a text, in which LF, CR and CR LF end a line.
type walker struct {
	text   []byte
	offset int
	at     Position
}

// seek goes to a place, or to the end of the text, and returns its offset.
func (w *walker) seek(to Position) int {
	for w.at.compare(to) < 0 && w.offset < len(w.text) {
		_, size := utf8.DecodeRune(w.text[w.offset:])
		lf := w.text[w.offset] == '\n'
		cr := w.text[w.offset] == '\r' && !bytes.HasPrefix(w.text[w.offset:], []byte("\r\n"))
		before := w.text[w.offset] == '\r' && !cr
		w.offset += size
		switch {
		case lf || cr:
			w.at = Position{Line: w.at.Line + 1, Column: 1}
		case !before: // the CR of a CR LF is no character of the line
			w.at.Column++
		}
	}
	return w.offset
}

// PrintCured writes the findings of a file that fixes cured, a line each with
// what stands there now. It returns write errors.
func PrintCured(w io.Writer, name string, cured List) error {
	var text strings.Builder
	for _, d := range cured {
		now := "now " + d.Fix.Text
		if d.Fix.Text == "" {
			now = "removed"
		}
		at := d.Fix.Range.Start
		fmt.Fprintf(&text, "%s:%d:%d: corrected %s: %s, %s\n", Printable(name), at.Line, at.Column, d.Code, Printable(d.Message), now)
	}
	_, err := io.WriteString(w, text.String())
	return err
}
