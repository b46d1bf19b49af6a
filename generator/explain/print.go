package explain

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Text is the report for a terminal.
func (r Report) Text() []byte {
	var b bytes.Buffer
	b.WriteString(r.Summary + "\n")
	for _, s := range r.sections() {
		s.text(&b)
	}
	return b.Bytes()
}

// text prints a section. Each row is its first cell with the others below.
func (s section) text(b *bytes.Buffer) {
	b.WriteString("\n" + s.title + "\n")
	for _, line := range s.lines {
		b.WriteString("  " + line + "\n")
	}
	for _, row := range s.rows {
		b.WriteString("  - " + row[0].text + "\n")
		for i, c := range row[1:] {
			if c.text == "" {
				continue
			}
			b.WriteString("      " + strings.ToLower(s.header[i+1]) + ": " + c.text)
			if c.url != "" {
				b.WriteString(", " + c.url)
			}
			b.WriteString("\n")
		}
	}
}

// JSON is the report for programs; its schema is schemas.Explain.
func (r Report) JSON() []byte { return indented(r) }

// indented prints a value as JSON for people and programs.
func indented(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		panic(err) // the types hold nothing that JSON lacks
	}
	return b.Bytes()
}

// Markdown is the report as a document, with a picture and the mark on its first line.
func (r Report) Markdown(revision int) []byte {
	var b bytes.Buffer
	b.WriteString("# " + escaped(r.Name) + "\n\n" + escaped(r.Summary) + "\n\n")
	b.WriteString("```mermaid\n")
	b.Write(r.Mermaid())
	b.WriteString("```\n")
	for _, s := range r.sections() {
		s.markdown(&b)
	}
	return marked(b.Bytes(), revision)
}

func (s section) markdown(b *bytes.Buffer) {
	b.WriteString("\n## " + escaped(s.title) + "\n")
	for _, line := range s.lines {
		b.WriteString("\n" + escaped(line) + "\n")
	}
	if len(s.rows) == 0 {
		return
	}
	b.WriteString("\n|")
	for _, h := range s.header {
		b.WriteString(" " + escaped(h) + " |")
	}
	b.WriteString("\n|" + strings.Repeat(" --- |", len(s.header)) + "\n")
	for _, row := range s.rows {
		b.WriteString("|")
		for _, c := range row {
			b.WriteString(" " + c.markdown() + " |")
		}
		b.WriteString("\n")
	}
}

func (c cell) markdown() string {
	switch {
	case c.code && c.text != "" && strings.IndexFunc(c.text, breaksCode) < 0:
		return "`" + c.text + "`"
	case c.url == "":
		return escaped(c.text)
	}
	return "[" + escaped(c.text) + "](" + c.url + ")"
}

// breaksCode reports whether a character cannot stand in a code span of a table.
func breaksCode(r rune) bool { return r == '`' || r == '|' || r == '\\' || breaksLine(r) }

// breaksLine reports whether a character ends a line or is no text.
func breaksLine(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029
}

// special are the characters that mean something in Markdown, in a table or to GitHub.
const special = "\\`*_{}[]<>#|~$!&"

// escaped writes text so that Markdown shows it as it is, on one line.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case breaksLine(r):
			b.WriteByte(' ')
		case strings.ContainsRune(special, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Text is the allowlist for a terminal.
func (a Allowlist) Text() []byte {
	var b bytes.Buffer
	b.WriteString("What nodes must reach from " + a.Region + " (" + a.Cloud + ", " + a.Mode + ")\n")
	if a.Through != "" {
		b.WriteString("Internet traffic goes to " + a.Through + ".\n")
	}
	if len(a.Sources) > 0 {
		b.WriteString("From: " + strings.Join(a.Sources, ", ") + "\n")
	}
	for _, p := range a.Unknown {
		b.WriteString(p.Name + " is the " + p.Text + ".\n")
	}
	for _, c := range a.Categories {
		s := section{title: c.Name, header: []string{"", "Addresses", "Service tag", "Why", "Source"}}
		for _, e := range c.Endpoints {
			name, addresses := e.Name, strings.Join(e.Addresses, ", ")
			if name == "" {
				name, addresses = addresses, ""
			}
			if name == "" {
				name = "no name known here"
			}
			why := e.Why
			if e.Optional {
				why = "optional: " + why
			}
			if e.Direct {
				why += " A route takes it past the tunnel."
			}
			s.add(plain(name+", "+e.Protocol+" "+e.Port), plain(addresses), plain(e.Tag), plain(why), e.Source.link())
		}
		s.text(&b)
	}
	return b.Bytes()
}

// JSON is the allowlist for programs; its schema is schemas.Allowlist.
func (a Allowlist) JSON() []byte { return indented(a) }
