package templatetest

import "strings"

// HostileTexts are values that mean something in Bicep, in the expressions of
// ARM templates, in JSON or in a terminal. Each must stay the text that it is.
var HostileTexts = []string{
	"", " ", "x", "'", "''", "'''", `\`, `\\'`, "${x}", "$${x}", `\${x}`, "$", "${", "a$", "{", "}", "{0}", "{{x}}",
	"\n", "a\nb", "a\n", "\na", "a\r\nb", "\r", "\t", "//", "/* */", "*/", "#disable-next-line x", "@description",
	"[", "]", "[]", "[x]", "[x", "x]", "[[x]", "[[x", "[x]\n", " [x]", "[resourceGroup().id]", "[concat('a','b')]",
	"\u2028", "\u2029", "\u0085", "\u00a0", "\ufeff", "\u202e", "\u200b", "\x00", "\x07", "\x1b[31m", "\x7f",
	`\u{1F600}`, "\U0001F600", "\U0010FFFF", "é", "e\u0301", `"`, `\"`, `\u0041`, "</script>", "<&>",
	"copy", "Copy", "COPY", "true", "false", "null", "name", "007", "-0", "a-b", "a b", "a.b", "a::b",
	"a\xffb", "\xc3", "\xed\xa0\x80",
	"'''\nx\n'''", "$PendingTasks.GetSample(1);\n$x = 1;\n", "line one\n  line two\n\n\tline three\r\n line four\n",
}

// hostile makes a text of one or several of them.
func hostile(r *source) string {
	var text strings.Builder
	for range 1 + r.below(1+r.below(4)) {
		text.WriteString(HostileTexts[r.below(len(HostileTexts))])
	}
	if r.below(12) == 0 {
		text.WriteString(strings.Repeat("w", r.below(130)))
	}
	return text.String()
}
