package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/golden"
)

// explanation is what there is to say of a diagnostic's code.
type explanation struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	// Example is an intent that raises it and Diagnostic what is then said, with
	// the hint that cures it; "" where no intent raises it, or none that is short.
	Example    string `json:"example,omitempty"`
	Diagnostic string `json:"diagnostic,omitempty"`
	// Documentation is the address of the paragraph.
	Documentation string `json:"documentation"`
}

// repository is where the documentation is read.
const repository = "https://github.com/batchgen/batchgen/blob/main/"

// isCode reports whether an argument is meant to be a code. A file of such a
// name is given as ./BG301.
func isCode(argument string) bool {
	digits, found := strings.CutPrefix(strings.ToUpper(argument), "BG")
	return found && digits != "" && strings.Trim(digits, "0123456789") == ""
}

func (a *App) explainCode(c *cli.Context) error {
	format, err := choice(c, "format", asText, asMarkdown, asJSON)
	if err != nil {
		return err
	}
	if c.IsSet("resource") {
		return usageError{"--resource needs an intent, not a code", ""}
	}
	code := strings.ToUpper(c.Args().First())
	info, found := diag.InfoOf(code)
	if !found {
		return usageError{fmt.Sprintf("there is no diagnostic %s", code), nearestCodes(code)}
	}
	e := explanation{
		Code: info.Code, Severity: info.Severity.String(), Title: info.Title, Text: info.Text, Documentation: repository + info.Link(),
	}
	e.Example, e.Diagnostic = mistake(code)
	switch format {
	case asMarkdown:
		return a.deliver(e.markdown())
	case asJSON:
		return a.deliver(toJSON(struct {
			SchemaVersion int `json:"schemaVersion"`
			explanation
		}{schemaVersion, e}))
	}
	return a.deliver(e.text())
}

// nearestCodes is a hint that names the codes about a code that there is not.
func nearestCodes(code string) string {
	var names []string
	for _, info := range diag.Catalogue() {
		names = append(names, info.Code)
	}
	var near []string
	for _, name := range names {
		if strings.HasPrefix(name, code[:min(len(code), len(name)-1)]) && len(code) <= len(name) && len(near) < 4 {
			near = append(near, name)
		}
	}
	if len(near) > 0 {
		return "did you mean " + either(near) + "?"
	}
	return orElse(didYouMean("", code, names), "a code is BG and three digits, "+names[0]+" to "+names[len(names)-1])
}

// longestExample is how many bytes an example has at most.
const longestExample = 2048

// mistake returns an intent that raises a code and what is then said, "" where
// there is none that can be shown.
func mistake(code string) (intent, diagnostic string) {
	example, diagnostics, found := golden.Mistake(code)
	if !found || len(example) > longestExample || !utf8.Valid(example) || bytes.ContainsFunc(example, hidden) {
		return "", ""
	}
	// Of the diagnostics, that of the code with its excerpt and its hint.
	var said strings.Builder
	ours := false
	for line := range strings.Lines(string(diagnostics)) {
		if !strings.HasPrefix(line, " ") {
			ours = strings.Contains(line, " "+code+": ")
		}
		if ours {
			said.WriteString(line)
		}
	}
	return string(example), said.String()
}

// hidden reports whether a character would not be seen in an example.
func hidden(r rune) bool {
	return r != '\n' && (r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x200B && r <= 0x206F || r == '\uFEFF')
}

func (e explanation) text() []byte {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "%s: %s (%s)\n\n%s\n", e.Code, e.Title, e.Severity, wrapped(e.Text))
	if e.Example != "" {
		fmt.Fprintf(text, "\nAn intent that raises it:\n\n%s\nWhat is then said, with the cure:\n\n%s",
			indent(e.Example), indent(e.Diagnostic))
	}
	fmt.Fprintf(text, "\n%s\n", e.Documentation)
	return text.Bytes()
}

func (e explanation) markdown() []byte {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "# %s: %s\n\nSeverity: %s. %s\n", e.Code, e.Title, e.Severity, e.Text)
	if e.Example != "" {
		fmt.Fprintf(text, "\nAn intent that raises it:\n\n```yaml\n%s```\n\nWhat is then said, with the cure:\n\n```text\n%s```\n",
			endLine(e.Example), endLine(e.Diagnostic))
	}
	fmt.Fprintf(text, "\n[%s](%s)\n", e.Code, e.Documentation)
	return text.Bytes()
}

// indent moves each line of a text to the right.
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(endLine(text)) {
		b.WriteString("  " + line)
	}
	return b.String()
}

func endLine(text string) string { return strings.TrimSuffix(text, "\n") + "\n" }

// wrapped breaks paragraphs into lines of at most 80 characters.
func wrapped(text string) string {
	const width = 80
	var b strings.Builder
	column := 0
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			b.WriteString("\n\n")
			column = 0
		}
		for _, word := range strings.Fields(paragraph) {
			length := utf8.RuneCountInString(word)
			switch {
			case column == 0:
			case column+1+length > width:
				b.WriteString("\n")
				column = 0
			default:
				b.WriteString(" ")
				column++
			}
			b.WriteString(word)
			column += length
		}
	}
	return b.String()
}
