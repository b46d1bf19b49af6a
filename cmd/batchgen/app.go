package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// The exit statuses. They are part of the interface.
const (
	exitDone   = 0
	exitIntent = 1 // an intent is at fault
	exitUsage  = 2 // the call is wrong; nothing was written
	exitDiffer = 3 // files on disk are not what the intents give
	exitIO     = 4 // something cannot be read or written
	exitBug    = 5 // batchgen itself is at fault

	exitSignal = 128 // plus the signal's number: 130 after an interrupt
)

// App is one call of batchgen: its streams and what else it takes from its
// surroundings.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
	Getenv   func(name string) string
	// Terminal reports whether a stream, such as In, is a terminal.
	Terminal func(stream any) bool
	// Generate turns the text of an intent into files: generator.Generate.
	Generate func(source []byte, options generator.Options) generator.Result

	// color is when messages have colour, as the call asks.
	color string
	// command is the name of the command that runs, "" before one does.
	command string
	// saving is held for reading while files are written, so that Stop, which takes
	// it for writing, never cuts that short.
	saving sync.RWMutex
	// progress is what shows how far the call is, nil if nothing does.
	progress atomic.Pointer[progress]
}

// Run obeys the command line args, of which the first is the program's name,
// and returns the exit status.
func (a *App) Run(args []string) (status int) {
	defer func() {
		if v := recover(); v != nil {
			a.say("batchgen", a.internalError(v))
			status = exitBug
		}
	}()
	c := a.commandLine()
	switch {
	case len(args) < 2:
		_, _ = a.Err.Write(overview(c))
		return exitUsage
	case args[1] == completeWord:
		return a.conclude(a.complete(c, args[2:]))
	}
	args, err := arrange(c, args)
	if err == nil {
		err = c.Run(args)
	}
	return a.conclude(err)
}

// conclude prints what is left to say of an error and returns its exit status.
func (a *App) conclude(err error) int {
	var wrong usageError
	var ended exitStatus
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &ended):
		return int(ended)
	case errors.As(err, &wrong):
		a.complain(wrong)
		return exitUsage
	}
	panic(err) // no command returns another
}

// Stop waits until the files of the intents at hand are written, where that has
// begun, lets no other begin, and leaves no half a line. Only the end of the process may follow.
func (a *App) Stop() {
	a.saving.Lock()
	if p := a.progress.Load(); p != nil {
		p.stop()
	}
}

// exitStatus ends a command whose messages are printed.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// usageError is a call that batchgen does not understand.
type usageError struct {
	message string
	// hint cures it, "" if there is nothing to say.
	hint string
}

func (e usageError) Error() string { return e.message }

// commandLine returns the commands. The library parses flags and dispatches;
// help, order and spelling of the arguments are arrange's.
func (a *App) commandLine() *cli.App {
	c := &cli.App{
		Name:           "batchgen",
		Usage:          "turn short intents into the Bicep or ARM JSON of Azure Batch pools",
		HideHelp:       true,
		HideVersion:    true,
		Writer:         io.Discard,
		ErrWriter:      io.Discard,
		ExitErrHandler: func(*cli.Context, error) {}, // Run turns errors into statuses
		Commands: []*cli.Command{
			a.initCommand(),
			a.renderCommand(),
			a.validateCommand(),
			a.explainCommand(),
			a.allowlistCommand(),
			a.verifyCommand(),
			a.migrateCommand(),
			a.diffCommand(),
			a.schemaCommand(),
			a.regionsCommand(),
			a.imagesCommand(),
			a.completionCommand(),
			a.versionCommand(),
			a.helpCommand(),
			a.manCommand(),
		},
	}
	for _, command := range c.Commands {
		command.HideHelp = true
		command.Flags = append(command.Flags, colorFlag())
		command.Before = func(c *cli.Context) (err error) {
			a.command = c.Command.Name
			a.color, err = choice(c, "color", colorChoices()...)
			return err
		}
		command.OnUsageError = func(_ *cli.Context, err error, _ bool) error {
			return usageError{message: err.Error()}
		}
	}
	return c
}

// internalError describes a recovered panic. Its value may quote an intent, so
// it is left out unless the runtime itself made it.
func (a *App) internalError(v any) diag.Diagnostic {
	build, _ := debug.ReadBuildInfo()
	what := ""
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	return diag.Internal(factsOf(build).Version, orElse(a.command, "no command"), panicPlace(), what)
}

// panicPlace returns the function and line that panicked; it is called while
// the panic is being handled.
func panicPlace() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for panicking := false; ; {
		frame, more := frames.Next()
		if panicking && !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf("%s, line %d", frame.Function, frame.Line)
		}
		panicking = panicking || frame.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}
