package intent

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/batchgen/batchgen/generator/diag"
)

// cursor walks through the text of a file. The library says only where a node
// begins; the cursor finds where it ends. Nodes come in the order of the text,
// so that all of them together cost one pass.
type cursor struct {
	text   string
	offset int
	at     diag.Position
}

// newCursor stands at the beginning of a text.
func newCursor(text string) cursor {
	return cursor{text: text, at: diag.Position{Line: 1, Column: 1}}
}

// seek goes to a place, or to the end of its line or of the text if those come
// before it.
func (c *cursor) seek(to diag.Position) {
	if to.Line < c.at.Line || to.Line == c.at.Line && to.Column < c.at.Column {
		*c = newCursor(c.text)
	}
	for c.at.Line < to.Line && c.offset < len(c.text) {
		line := strings.IndexByte(c.text[c.offset:], '\n')
		if line < 0 {
			c.skip(len(c.text))
			return
		}
		c.offset += line + 1
		c.at = diag.Position{Line: c.at.Line + 1, Column: 1}
	}
	for c.at.Column < to.Column && c.offset < len(c.text) && c.text[c.offset] != '\n' {
		c.step()
	}
}

// step goes one character on.
func (c *cursor) step() {
	r, size := utf8.DecodeRuneInString(c.text[c.offset:])
	c.offset += size
	c.at.Column++
	if r == '\n' {
		c.at = diag.Position{Line: c.at.Line + 1, Column: 1}
	}
}

// skip goes on by so many bytes.
func (c *cursor) skip(bytes int) {
	for end := min(c.offset+bytes, len(c.text)); c.offset < end; {
		c.step()
	}
}

// skipScalar goes behind the scalar that begins here. For a block scalar that
// is behind its indicator, for a plain one that is folded behind its first line.
func (c *cursor) skipScalar(y *yaml.Node) {
	rest := c.text[c.offset:]
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		c.skip(1 + quotedLength(rest[min(1, len(rest)):], '"'))
	case y.Style&yaml.SingleQuotedStyle != 0:
		c.skip(1 + quotedLength(rest[min(1, len(rest)):], '\''))
	case y.Style != 0:
		c.skip(1)
	case strings.HasPrefix(rest, y.Value):
		c.skip(len(y.Value))
	default:
		first, _, _ := strings.Cut(rest, "\n")
		c.skip(len(strings.TrimRight(first, " \t")))
	}
}

// quotedLength returns the length of quoted text with its closing quote.
func quotedLength(text string, quote byte) int {
	for i := 0; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// closeBracket goes behind the bracket that closes the list or mapping whose
// last entry ends here. Between them stand only blanks, commas and comments.
func (c *cursor) closeBracket() {
	comment := false
	for c.offset < len(c.text) {
		switch b := c.text[c.offset]; {
		case b == '\n':
			comment = false
		case comment:
		case b == '#':
			comment = true
		case b == ']' || b == '}':
			c.step()
			return
		}
		c.step()
	}
}
