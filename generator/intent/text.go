package intent

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/diag"
)

// start is the first character of a file.
var start = diag.Range{Start: diag.Position{Line: 1, Column: 1}, End: diag.Position{Line: 1, Column: 2}}

// decodeText turns the bytes of a file into text without byte order mark and
// with \n line ends, and refuses what is no text. It reports whether there is
// anything to go on with.
func (l *loader) decodeText(data []byte) (string, bool) {
	if len(data) > MaxSize {
		l.report(start, diag.FileTooLarge(MaxSize))
		return "", false
	}
	if encoding := foreignEncoding(data); encoding != "" {
		l.report(start, diag.WrongEncoding(encoding))
		return "", false
	}
	body := bytes.TrimPrefix(data, []byte("\uFEFF"))
	mark := len(data) - len(body)
	if !utf8.Valid(body) {
		offset := invalidOffset(body)
		before := lineEnds(string(body[:offset]))
		c := newCursor(before)
		c.skip(len(before))
		l.report(characterAt(c.at), diag.InvalidUTF8(mark+offset))
		return "", false
	}
	text := lineEnds(string(body))
	at := diag.Position{Line: 1, Column: 1}
	for _, r := range text {
		if invisible(r) {
			d := diag.InvisibleCharacter("", r)
			d.Fix = &diag.Fix{Range: characterAt(at)} // nobody sees what it removes
			l.report(characterAt(at), d)
		}
		at.Column++
		if r == '\n' {
			at = diag.Position{Line: at.Line + 1, Column: 1}
		}
	}
	return text, len(l.list) == 0
}

// foreignEncoding names the encoding of text that is not UTF-8 by its byte
// order mark, or by the zeros that UTF-16 has beside ASCII.
func foreignEncoding(data []byte) string {
	has := func(prefix string) bool { return bytes.HasPrefix(data, []byte(prefix)) }
	switch {
	case has("\xFF\xFE\x00\x00"), has("\x00\x00\xFE\xFF"):
		return "UTF-32"
	case has("\xFF\xFE"):
		return "UTF-16 (little endian)"
	case has("\xFE\xFF"):
		return "UTF-16 (big endian)"
	case len(data) < 4:
		return ""
	case data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return "UTF-16 (little endian)"
	case data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return "UTF-16 (big endian)"
	}
	return ""
}

func invalidOffset(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// lineEnds turns CR LF and CR into LF.
func lineEnds(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// invisible reports whether a character is refused wherever it stands: control
// characters but tab and line ends, formatting characters such as those that
// reverse the direction of text, and the line ends of Unicode, which YAML
// versions read differently.
func invisible(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < 0x7F:
		return r < 0x20
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r&0xFFFE == 0xFFFE
}

// characterAt is the range of one character.
func characterAt(p diag.Position) diag.Range {
	return diag.Range{Start: p, End: diag.Position{Line: p.Line, Column: p.Column + 1}}
}
