package generator_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/batchgen/batchgen/generator"
)

// The picture of every golden is XML with the same bytes each time, and every
// declared resource can be asked for by its symbol.
func TestPicturesAndDetailsOfGoldens(t *testing.T) {
	t.Parallel()
	for name, text := range goldenIntents(t) {
		e := generator.ExplainIntent(text, today)
		if e.Diagnostics.HasErrors() {
			t.Fatalf("%s: %s", name, messagesOf(e.Diagnostics))
		}
		svg := e.Report.SVG()
		if !bytes.Equal(svg, e.Report.SVG()) {
			t.Errorf("%s: two pictures differ", name)
		}
		for decoder := xml.NewDecoder(bytes.NewReader(svg)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		details := e.Report.Details(e.Declared)
		var symbols []string
		for _, d := range details {
			if d.Name == "" || d.Kind == "" {
				t.Errorf("%s: a detail without name or kind: %+v", name, d)
			}
			symbols = append(symbols, d.Symbol)
		}
		for _, r := range e.Declared {
			if !slices.Contains(symbols, r.Symbol) || r.Bicep == "" {
				t.Errorf("%s: %s %s cannot be asked for", name, r.Type, r.Symbol)
			}
		}
	}
}
