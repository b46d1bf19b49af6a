package main

import (
	"os"

	"github.com/mattn/go-isatty"

	"github.com/batchgen/batchgen/generator/diag"
)

// When messages have colour.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

func colorChoices() []string { return []string{colorAuto, colorAlways, colorNever} }

// style returns how diagnostics are drawn on a stream.
func (a *App) style(stream any) diag.Style {
	terminal := a.Terminal(stream)
	return diag.Style{Color: a.colored(terminal), Excerpt: terminal}
}

// colored reports whether a stream gets colour. The first that says anything
// decides: the flag, NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, TERM, and whether
// the stream is a terminal. A variable that is empty says nothing, and neither
// does 0 as a wish for colour.
func (a *App) colored(terminal bool) bool {
	wished := func(name string) bool { value := a.Getenv(name); return value != "" && value != "0" }
	switch {
	case a.color == colorAlways:
		return true
	case a.color == colorNever, a.Getenv("NO_COLOR") != "":
		return false
	case wished("FORCE_COLOR"), wished("CLICOLOR_FORCE"):
		return true
	}
	return terminal && a.Getenv("TERM") != "dumb"
}

// isTerminal reports whether a stream is a file that is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}
