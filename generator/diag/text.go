package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Report is what there is to say about one file.
type Report struct {
	// Name of the file, as the user gave it.
	Name string
	// Source is the text of the file, for excerpts; nil where there is none.
	Source []byte
	List   List
}

// Style decides how PrintText draws.
type Style struct {
	// Color uses ANSI colour sequences.
	Color bool
	// Excerpt shows the line of the file with a caret below.
	Excerpt bool
}

// PrintText writes the reports for people, in their order: one line for each
// finding, "intent.yaml:7:11: error BG301: …", then its hint and related
// places. Whatever does not print is escaped. It returns write errors.
func PrintText(w io.Writer, reports []Report, style Style) error {
	out := bufio.NewWriter(w)
	for _, r := range reports {
		p := textPrinter{out: out, name: lineStart(r.Name), style: style}
		if style.Excerpt && utf8.Valid(r.Source) {
			p.lines = splitLines(string(r.Source))
		}
		for _, d := range r.List {
			p.print(d)
		}
	}
	return out.Flush()
}

// lineStart is the name of a file as a line can begin with it: with two colons,
// GitHub Actions would take the line for a command.
func lineStart(name string) string {
	name = Printable(name)
	if strings.HasPrefix(strings.TrimSpace(name)+":", "::") { // the printer adds one
		return strings.Replace(name, ":", `\u003a`, 1)
	}
	return name
}

// The colours: ANSI sequences.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	cyan   = "\x1b[36m"
	plainC = "\x1b[0m"
)

// textPrinter prints the findings of one report. A failed write shows up when
// the buffer is flushed.
type textPrinter struct {
	out   *bufio.Writer
	name  string
	lines []string
	style Style
	// line is the number of the line whose characters are kept: findings come
	// in the order of lines, and a line may be long.
	line       int
	characters []rune
}

func (p *textPrinter) print(d Diagnostic) {
	color := red
	if d.Severity == Warning {
		color = yellow
	}
	fmt.Fprintf(p.out, "%s: %s: %s\n", p.paint(bold, p.place(d.Range)),
		p.paint(color, d.Severity.String()+" "+d.Code), Printable(d.Message))
	p.excerpt(d.Range, color)
	if d.Hint != "" {
		fmt.Fprintf(p.out, "  %s %s\n", p.paint(cyan, "hint:"), Printable(d.Hint))
	}
	for _, r := range d.Related {
		fmt.Fprintf(p.out, "  %s: note: %s\n", p.place(r.Range), Printable(r.Message))
	}
}

// place is the name of the file with line and column, where they are known.
func (p *textPrinter) place(r Range) string {
	if !r.Valid() {
		return p.name
	}
	return fmt.Sprintf("%s:%d:%d", p.name, r.Start.Line, r.Start.Column)
}

func (p *textPrinter) paint(color, text string) string {
	if !p.style.Color {
		return text
	}
	return color + text + plainC
}

// The window of a long line that an excerpt shows, in characters.
const (
	excerptBefore = 60
	excerptWidth  = 100
)

// excerpt draws the line that a range starts on, and carets below the range.
func (p *textPrinter) excerpt(r Range, color string) {
	if r.Start.Line < 1 || r.Start.Line > len(p.lines) {
		return
	}
	if p.line != r.Start.Line {
		p.line, p.characters = r.Start.Line, []rune(p.lines[r.Start.Line-1])
	}
	line := p.characters
	start := min(max(r.Start.Column-1, 0), len(line))
	end := len(line)
	if r.End.Line == r.Start.Line {
		end = min(max(r.End.Column-1, start), len(line))
	}
	from := 0
	if start > excerptBefore && len(line) > excerptWidth {
		from = start - excerptBefore
	}
	to := min(len(line), from+excerptWidth)
	end = min(end, to)
	before, marked, after := drawn(line[from:start]), drawn(line[start:end]), drawn(line[end:to])
	if from > 0 {
		before = "…" + before
	}
	if to < len(line) {
		after += "…"
	}
	number := fmt.Sprintf("%5d", r.Start.Line)
	carets := strings.Repeat("^", max(width(marked), 1))
	fmt.Fprintf(p.out, "%s | %s%s%s\n", number, before, marked, after)
	fmt.Fprintf(p.out, "%*s | %s%s\n", len(number), "", strings.Repeat(" ", width(before)), p.paint(color, carets))
}

// drawn is text as an excerpt shows it: a tab as four blanks, whatever does
// not print escaped.
func drawn(text []rune) string {
	return Printable(strings.ReplaceAll(string(text), "\t", "    "))
}

// width is how many columns of a terminal text takes.
func width(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide reports whether terminals draw a character over two columns: the
// scripts of East Asia, full-width forms and most emoji.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x3000 && r <= 0x303E || r >= 0xFF01 && r <= 0xFF60 || r >= 0xFFE0 && r <= 0xFFE6 ||
		r >= 0x1F300 && r <= 0x1FAFF
}

// splitLines cuts text at the line ends that YAML knows: LF, CR and CR LF. A
// byte order mark is not part of the first line.
func splitLines(text string) []string {
	text = strings.TrimPrefix(text, "\uFEFF")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
}
