package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"text/tabwriter"
)

// schemaVersion is the version of every JSON output. Keys may be added within
// a version, never removed.
const schemaVersion = 1

// align returns rows as text with aligned columns, one row a line.
func align(rows [][]string) []byte {
	text := new(bytes.Buffer)
	columns := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = io.WriteString(columns, strings.Join(row, "\t")+"\n")
	}
	_ = columns.Flush() // a buffer takes everything
	lines := bytes.Split(text.Bytes(), []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimRight(line, " ") // an empty last column leaves some
	}
	return bytes.Join(lines, []byte("\n"))
}

// toJSON returns a value as indented JSON.
func toJSON(v any) []byte {
	text := new(bytes.Buffer)
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		panic(err) // only plain structs come here
	}
	return text.Bytes()
}

// yesNo returns a truth in a word.
func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
