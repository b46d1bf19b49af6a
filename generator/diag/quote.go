package diag

import (
	"strconv"
	"strings"
	"unicode"
)

// longest is how many characters of a value a message repeats: enough to find
// it, too few for a key or token that somebody pasted by mistake.
const longest = 64

// cut shortens text to what a message may repeat of it.
func cut(text string) string {
	count := 0
	for i := range text {
		if count == longest {
			return text[:i] + "…"
		}
		count++
	}
	return text
}

// quoted returns text in quotes, cut, with everything that does not print escaped.
func quoted(text string) string { return strconv.Quote(cut(text)) }

// word is quoted for text that is compared with words of ASCII: other letters
// are escaped too, since some look the same.
func word(text string) string {
	short := cut(text)
	if rest, was := strings.CutSuffix(short, "…"); was && len(short) != len(text) {
		return strings.TrimSuffix(strconv.QuoteToASCII(rest), `"`) + `…"`
	}
	return strconv.QuoteToASCII(short)
}

// Printable escapes everything in text that does not print, that would move the
// text around it, or that the runner of a pipeline would take for a command
// where it stands inside a line. It leaves all else as it is.
func Printable(text string) string {
	// Azure Pipelines knows ##vso[…], GitHub Actions also ##[…].
	text = strings.ReplaceAll(strings.ReplaceAll(text, "##vso[", `#\u0023vso[`), "##[", `#\u0023[`)
	if strings.IndexFunc(text, hidden) < 0 {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\uFFFD"):
			b.WriteString(`\x` + strconv.FormatUint(uint64(text[i])+0x100, 16)[1:])
		case hidden(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a character must be escaped to be seen.
func hidden(r rune) bool {
	return r == unicode.ReplacementChar || !unicode.IsGraphic(r)
}

// either joins words as an English list: "a, b or c".
func either(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// meant is a hint that names the word that was probably meant.
func meant(words ...string) string {
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = strconv.Quote(w)
	}
	return "did you mean " + either(names) + "?"
}
