package bicep

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendEscaped appends text as it stands between the quotes of a string, or of
// a part of one. Every text that comes from outside passes here. What is not
// valid UTF-8 becomes U+FFFD, as it does in JSON.
func appendEscaped(dst []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '\'' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case r == '$' && strings.HasPrefix(text[i+1:], "{"):
			dst = append(dst, `\$`...)
		case hidden(r):
			dst = append(dst, `\u{`...)
			dst = strconv.AppendInt(dst, int64(r), 16)
			dst = append(dst, '}')
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// hidden reports characters that a reader cannot see or that reorder what is
// seen: control and format characters, and the Unicode line separators.
func hidden(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// fitsMultiLine reports whether text can stand between triple quotes, which know
// no escapes, and is worth it.
func fitsMultiLine(text string) bool {
	if !strings.Contains(text, "\n") || strings.Contains(text, "'''") || strings.HasSuffix(text, "'") {
		return false
	}
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return hidden(r) && r != '\n' && r != '\t'
	})
}

// isName reports whether text can name a property without quotes.
func isName(text string) bool {
	switch text {
	case "", "true", "false", "null":
		return false
	}
	for i := range len(text) {
		c := text[i]
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return true
}
