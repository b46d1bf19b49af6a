package arm

import (
	"bytes"
	"encoding/json"
)

// writer writes indented JSON, its properties in the order of the calls.
type writer struct {
	buf   []byte
	depth int
	// filled says whether the innermost object or array has an item.
	filled bool
}

// begin opens an object or array with its bracket.
func (w *writer) begin(bracket byte) {
	w.buf = append(w.buf, bracket)
	w.depth++
	w.filled = false
}

// end closes it. Empty ones stay on one line.
func (w *writer) end(bracket byte) {
	w.depth--
	if w.filled {
		w.line()
	}
	w.buf = append(w.buf, bracket)
	w.filled = true
}

// item goes on to the next item of an array.
func (w *writer) item() {
	if w.filled {
		w.buf = append(w.buf, ',')
	}
	w.line()
	w.filled = true
}

func (w *writer) line() {
	w.buf = append(w.buf, '\n')
	for range w.depth {
		w.buf = append(w.buf, "  "...)
	}
}

// key goes on to the next property of an object.
func (w *writer) key(name string) {
	w.item()
	w.text(name)
	w.buf = append(w.buf, ": "...)
}

// pair writes a property that is text.
func (w *writer) pair(name, text string) {
	w.key(name)
	w.text(text)
}

// text writes a JSON string.
func (w *writer) text(s string) {
	w.buf = append(w.buf, '"')
	start := len(w.buf)
	w.buf = append(w.buf, s...)
	w.closeText(start)
}

// closeText ends a JSON string whose text was written as it is from start on.
func (w *writer) closeText(start int) {
	for _, c := range w.buf[start:] {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			w.escapeText(start)
			return
		}
	}
	w.buf = append(w.buf, '"')
}

// escapeText replaces a text and the quotation mark before it by a JSON string.
func (w *writer) escapeText(start int) {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(string(w.buf[start:])); err != nil {
		panic("arm: a string cannot fail to encode: " + err.Error())
	}
	w.buf = append(w.buf[:start-1], bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}

// embed writes a JSON text that was printed on its own.
func (w *writer) embed(text []byte) {
	for i, line := range bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) {
		if i > 0 {
			w.line()
		}
		w.buf = append(w.buf, line...)
	}
	w.filled = true
}
