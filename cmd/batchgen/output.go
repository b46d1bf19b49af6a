package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
)

// The rules of what batchgen prints:
//
//   - Standard output carries the product and nothing else: the deployment, a
//     table, a schema, help that was asked for; of validate the diagnostics and
//     of render --check the differences, which are their product. It is written
//     in one piece (differences: one for each intent), and a write that fails or
//     falls short is exit status 4.
//   - Everything else goes to standard error. A wrong call prints nothing on
//     standard output.
//   - A message about a file is a diagnostic and begins with the file's name; a
//     message about the call begins with "batchgen: ". Both are lower case,
//     without a full stop, and a hint that cures it has a line of its own.
//   - Success is silent. Only a long call shows on a terminal how far it is, and
//     takes that away again.
//   - Excerpts and colour are for terminals, each stream by itself; colour can be
//     had and refused by --color and by variables, and never carries meaning alone.
//   - JSON has a "schemaVersion"; keys may be added to it, never removed.

// The forms of diagnostics and of tables.
const (
	asText = "text"
	asJSON = "json"
)

// findings gathers what a command has to say about its intents, in their
// order, and the exit status that follows from it.
type findings struct {
	reports []diag.Report
	// strict makes a warning count as an error.
	strict bool
	// stdinName is what messages call standard input, "" for <stdin>.
	stdinName string
	status    int
}

// add takes the diagnostics of one intent.
func (f *findings) add(report diag.Report) {
	if len(report.List) == 0 {
		return
	}
	f.reports = append(f.reports, report)
	if f.stops(report.List) {
		f.end(exitIntent)
	}
}

// stops reports whether the diagnostics of an intent keep it from any output.
func (f *findings) stops(list diag.List) bool {
	return list.HasErrors() || f.strict && len(list) > 0
}

// fail takes findings that end the command with a status, such as exitIO.
func (f *findings) fail(status int, reports ...diag.Report) {
	f.reports = append(f.reports, reports...)
	if len(reports) > 0 {
		f.end(status)
	}
}

// gravity holds the statuses that findings lead to, the least grave first.
var gravity = []int{exitDone, exitDiffer, exitIntent, exitIO, exitBug}

// end makes status that of the command, unless that is graver already.
func (f *findings) end(status int) {
	if slices.Index(gravity, status) > slices.Index(gravity, f.status) {
		f.status = status
	}
}

// print writes everything gathered to a stream in the form asked for, and
// returns how the command ends.
func (f *findings) print(a *App, stream io.Writer, form string) error {
	for i, r := range f.reports {
		if r.Name == stdinName && f.stdinName != "" {
			f.reports[i].Name = f.stdinName
		}
	}
	text := new(bytes.Buffer)
	if err := a.printReports(text, f.reports, form, stream); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := write(stream, text.Bytes()); err != nil && stream == a.Out {
		a.say(stdoutName, diag.CannotPrint(reason(err)))
		f.end(exitIO)
	}
	if f.status != exitDone {
		return exitStatus(f.status)
	}
	return nil
}

// about is a report of one finding about a file or stream.
func about(name string, d diag.Diagnostic) diag.Report {
	return diag.Report{Name: name, List: diag.List{d}}
}

// stdoutName is what diagnostics call standard output.
const stdoutName = "<stdout>"

// deliver writes the product of a command to standard output.
func (a *App) deliver(product []byte) error {
	if err := write(a.Out, product); err != nil {
		a.say(stdoutName, diag.CannotPrint(reason(err)))
		return exitStatus(exitIO)
	}
	return nil
}

// write writes all of text or returns an error.
func write(w io.Writer, text []byte) error {
	if len(text) == 0 {
		return nil
	}
	n, err := w.Write(text)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	return err
}

// say prints one diagnostic on standard error at once.
func (a *App) say(name string, d diag.Diagnostic) {
	// Where standard error fails too, the exit status is all that can speak.
	_ = diag.PrintText(a.Err, []diag.Report{about(name, d)}, a.style(a.Err))
}

// complain prints what is wrong with the call on standard error.
func (a *App) complain(e usageError) {
	// Both may repeat what the call holds, such as the name of a file.
	text := "batchgen: " + diag.Printable(e.message) + "\n"
	if e.hint != "" {
		text += "  hint: " + diag.Printable(e.hint) + "\n"
	}
	_, _ = io.WriteString(a.Err, text)
}

// reason returns what the operating system says of an error, without the
// operation and the path, which the message around it has already.
func reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return err.Error()
}

// choice returns the value of a flag that takes one of some words, "" where
// the flag is not given and has no default.
func choice(c *cli.Context, flag string, words ...string) (string, error) {
	value := c.String(flag)
	if value == "" && !c.IsSet(flag) {
		return "", nil
	}
	for _, word := range words {
		if value == word {
			return value, nil
		}
	}
	return "", usageError{fmt.Sprintf("--%s takes %s, not %q", flag, either(words), value), didYouMean("", value, words)}
}

// either joins words as in "bicep or arm".
func either(words []string) string { return join(words, " or ") }

// both joins words as in "bicep and arm".
func both(words []string) string { return join(words, " and ") }

// join puts commas between words, and another text before the last.
func join(words []string, before string) string {
	text := ""
	for i, word := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			text += before
		default:
			text += ", "
		}
		text += word
	}
	return text
}
