package migrate

import (
	"bytes"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/diag"
)

// Places are where the values to be changed stand in the text of an intent.
type Places struct {
	// Mode is the value of mode.
	Mode diag.Range
	// Acknowledged are key and value of acknowledgeRetired, the zero ranges
	// where it stays.
	AcknowledgedKey, Acknowledged diag.Range
}

// Edit returns the text of an intent with simplified mode, and without the key
// acknowledgeRetired where its place is given. Everything else stays as it
// is: comments, order, line ends. A key that shares its line with others in a
// way that it cannot be cut out of becomes false instead.
func Edit(source []byte, at Places) []byte {
	edits := []edit{modeEdit(source, at.Mode)}
	if at.Acknowledged.Valid() {
		edits = append(edits, acknowledgedEdit(source, at.AcknowledgedKey, at.Acknowledged))
	}
	if len(edits) == 2 && edits[1].from > edits[0].from {
		edits[0], edits[1] = edits[1], edits[0]
	}
	text := bytes.Clone(source)
	for _, e := range edits { // the last one first
		text = append(text[:e.from:e.from], append([]byte(e.text), text[e.to:]...)...)
	}
	return text
}

// edit replaces the bytes from up to, not including, to.
type edit struct {
	from, to int
	text     string
}

// modeEdit writes the new mode in the quotes that the old one had.
func modeEdit(source []byte, at diag.Range) edit {
	from, to := offset(source, at.Start), offset(source, at.End)
	switch source[from] {
	case '"', '\'':
		quote := string(source[from])
		return edit{from, to, quote + "simplified" + quote}
	case '|', '>': // the text stands on a line below
		const word = "classic"
		to = from + bytes.Index(source[from:], []byte(word)) + len(word)
	}
	return edit{from, to, "simplified"}
}

// acknowledgedEdit takes the key away with its value and, where the mapping
// stands in braces, with one comma.
func acknowledgedEdit(source []byte, key, value diag.Range) edit {
	from, to := offset(source, key.Start), offset(source, value.End)
	first := lineStart(source, from)
	alone := isBlank(source[first:from])
	switch next := significant(source, to); {
	case next < len(source) && source[next] == ',':
		end := next + 1
		for end < len(source) && (source[end] == ' ' || source[end] == '\t') {
			end++
		}
		if alone && end == lineEnd(source, end) {
			return edit{first, afterLine(source, end), ""}
		}
		return edit{from, end, ""}
	case next < len(source) && source[next] == '}':
		if before := bytes.TrimRight(source[:from], " \t\r\n"); bytes.HasSuffix(before, []byte(",")) {
			return edit{len(before) - 1, to, ""}
		}
	case alone:
		return edit{first, afterLine(source, lineEnd(source, to)), ""}
	}
	return edit{offset(source, value.Start), to, "false"}
}

// significant returns the first place from at on that is neither blank nor in a comment.
func significant(source []byte, at int) int {
	for at < len(source) {
		switch source[at] {
		case ' ', '\t', '\r', '\n':
			at++
		case '#':
			at = lineEnd(source, at)
		default:
			return at
		}
	}
	return at
}

func isBlank(text []byte) bool { return len(bytes.Trim(text, " \t")) == 0 }

// byteOrderMark may begin a file; places do not count it.
var byteOrderMark = []byte("\uFEFF")

// offset returns where the character of a place begins. Lines end as the loader
// takes them to: with LF, CR LF or CR.
func offset(source []byte, p diag.Position) int {
	at := 0
	if bytes.HasPrefix(source, byteOrderMark) {
		at = len(byteOrderMark)
	}
	for range p.Line - 1 {
		at = afterLine(source, lineEnd(source, at))
	}
	for range p.Column - 1 {
		_, size := utf8.DecodeRune(source[at:])
		at += size
	}
	return at
}

// lineStart returns where the line of a place begins, after a byte order mark.
func lineStart(source []byte, at int) int {
	start := bytes.LastIndexAny(source[:at], "\r\n") + 1
	if start == 0 && bytes.HasPrefix(source, byteOrderMark) {
		start = len(byteOrderMark)
	}
	return start
}

// lineEnd returns where the line of a place ends, before its line end.
func lineEnd(source []byte, at int) int {
	if i := bytes.IndexAny(source[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(source)
}

// afterLine returns where the line after a line end begins.
func afterLine(source []byte, end int) int {
	switch {
	case bytes.HasPrefix(source[end:], []byte("\r\n")):
		return end + 2
	case end < len(source):
		return end + 1
	}
	return end
}
