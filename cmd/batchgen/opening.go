package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
)

// opening is what every command that reads files is told by its flags and arguments.
type opening struct {
	// found has nothing yet; form is what it is printed in.
	found *findings
	form  string
	// day is what retirements are compared with.
	day time.Time
	// names are the files, at least one.
	names []string
}

// open reads the flags that commands share, and their arguments.
func (a *App) open(c *cli.Context) (opening, error) {
	var o opening
	var err error
	if o.found, o.form, err = messages(c); err != nil {
		return o, err
	}
	if o.day, err = a.asOf(c); err != nil {
		return o, err
	}
	if o.names, err = a.intents(c); err != nil {
		return o, err
	}
	if len(o.names) == 0 {
		return o, a.short(c.Command)
	}
	return o, nil
}

// tell prints what a command makes of its one intent on standard output, and
// what there is to say of the intent on standard error. An error of product is
// one of the call.
func (a *App) tell(c *cli.Context, product func(source []byte, day time.Time) ([]byte, diag.List, error)) error {
	o, err := a.open(c)
	if err != nil {
		return err
	}
	if len(o.names) > 1 {
		return usageError{c.Command.Name + " takes one intent at a time", ""}
	}
	name := displayName(o.names[0])
	source, fault := a.read(o.names[0])
	if fault != nil {
		o.found.fail(exitIO, about(name, *fault))
		return o.found.print(a, a.Err, o.form)
	}
	text, list, err := product(source, o.day)
	o.found.add(diag.Report{Name: name, Source: source, List: list})
	if !o.found.stops(list) {
		if err != nil {
			return err
		}
		a.give(text, o.found)
	}
	return o.found.print(a, a.Err, o.form)
}

// give prints a product; a failed write is found.
func (a *App) give(text []byte, found *findings) {
	if err := write(a.Out, text); err != nil {
		found.fail(exitIO, about(stdoutName, diag.CannotPrint(reason(err))))
	}
}
