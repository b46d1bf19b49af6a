package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// This file prints diagnostics as commands to the runner of a pipeline, which
// shows them at the lines of a pull request. A runner takes every line of a log
// for a command that looks like one, so whatever comes from a file is escaped.
// All findings are printed: GitHub shows ten of each severity for a step and
// keeps the others in the log.

// PrintGitHub writes the reports as workflow commands of GitHub Actions, one a
// line. Names of files should be relative to the root of the repository. It
// returns write errors.
func PrintGitHub(w io.Writer, reports []Report) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	out := bufio.NewWriter(w)
	for _, r := range reports {
		for _, d := range r.List {
			fmt.Fprintf(out, "::%s file=%s", d.Severity, property.Replace(Printable(r.Name)))
			if d.Range.Valid() {
				at := region(d.Range)
				fmt.Fprintf(out, ",line=%d,col=%d,endLine=%d,endColumn=%d", at.StartLine, at.StartColumn, at.EndLine, at.EndColumn)
			}
			fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(titled(d)), data.Replace(lines(d)))
		}
	}
	return out.Flush()
}

// PrintAzureDevOps writes the reports as logging commands of Azure Pipelines,
// one a line. It returns write errors.
func PrintAzureDevOps(w io.Writer, reports []Report) error {
	escape := strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", ";", "%3B", "]", "%5D")
	out := bufio.NewWriter(w)
	for _, r := range reports {
		for _, d := range r.List {
			fmt.Fprintf(out, "##vso[task.logissue type=%s;sourcepath=%s", d.Severity, escape.Replace(Printable(r.Name)))
			if d.Range.Valid() {
				fmt.Fprintf(out, ";linenumber=%d;columnnumber=%d", d.Range.Start.Line, max(1, d.Range.Start.Column))
			}
			fmt.Fprintf(out, ";code=%s]%s\n", d.Code, escape.Replace(lines(d)))
		}
	}
	return out.Flush()
}

// titled is the code and what it is about.
func titled(d Diagnostic) string {
	info, _ := InfoOf(d.Code)
	return strings.TrimSpace(d.Code + " " + info.Title)
}

// lines is the message and the hint, parted by a line end; neither has others.
func lines(d Diagnostic) string {
	d.Message, d.Hint = Printable(d.Message), Printable(d.Hint)
	return withHint(d)
}
