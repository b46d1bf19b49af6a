package explain

import "bytes"

// Page is a report of another kind, printed as all reports are.
type Page struct {
	Title, Summary string
	// Sections without lines and rows are left out.
	Sections []Section
}

// Section is a part of a page: sentences, and a table under them.
type Section struct {
	Title string
	Lines []string
	// Header names the columns of the rows.
	Header []string
	Rows   [][]Cell
}

// Cell is a value in a table, with a link where URL is not "".
type Cell struct{ Text, URL string }

// Text is the page for a terminal.
func (p Page) Text() []byte {
	var b bytes.Buffer
	b.WriteString(p.Summary + "\n")
	for _, s := range p.sections() {
		s.text(&b)
	}
	return b.Bytes()
}

// Markdown is the page as a document, with the mark on its first line.
func (p Page) Markdown(revision int) []byte {
	var b bytes.Buffer
	b.WriteString("# " + escaped(p.Title) + "\n\n" + escaped(p.Summary) + "\n")
	for _, s := range p.sections() {
		s.markdown(&b)
	}
	return marked(b.Bytes(), revision)
}

func (p Page) sections() []section {
	var list []section
	for _, s := range p.Sections {
		if len(s.Lines)+len(s.Rows) == 0 {
			continue
		}
		out := section{title: s.Title, lines: s.Lines, header: s.Header}
		for _, row := range s.Rows {
			cells := make([]cell, len(row))
			for i, c := range row {
				cells[i] = cell{text: c.Text, url: c.URL}
			}
			out.add(cells...)
		}
		list = append(list, out)
	}
	return list
}

// JSON prints a report of another kind as JSON for people and programs.
func JSON(report any) []byte { return indented(report) }
