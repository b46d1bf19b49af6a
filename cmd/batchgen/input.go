package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
)

// inputLimit is how much of an intent is read: one byte more than it may have,
// so that the loader can refuse what is longer. Devices and pipes without an
// end are safe by it.
const inputLimit = 64<<10 + 1

// stdin is the argument that stands for standard input, stdinName what
// diagnostics call it.
const (
	stdin     = "-"
	stdinName = "<stdin>"
)

// intents returns the arguments of a command that reads intents, after what
// can be said of them without reading.
func (a *App) intents(c *cli.Context) ([]string, error) {
	names := c.Args().Slice()
	given := 0
	for _, name := range names {
		if name == stdin {
			given++
		}
	}
	switch {
	case slices.Contains(names, ""):
		return nil, usageError{"the name of an intent is empty", ""}
	case given > 1:
		return nil, usageError{"- stands for standard input and is given twice", ""}
	case given == 1 && a.Terminal(a.In):
		return nil, usageError{"standard input is a terminal",
			fmt.Sprintf("name a file, or pipe an intent in: batchgen %s - < batchgen.yaml", c.Command.Name)}
	}
	return names, nil
}

// read returns the start of an intent, up to inputLimit bytes. On failure it
// says what is wrong instead.
func (a *App) read(name string) ([]byte, *diag.Diagnostic) { return a.readUpTo(name, inputLimit) }

// readUpTo returns the start of a file, up to limit bytes.
func (a *App) readUpTo(name string, limit int64) ([]byte, *diag.Diagnostic) {
	from := a.In
	if name != stdin {
		file, err := os.Open(name)
		if err != nil {
			return nil, cannotRead(err)
		}
		defer func() { _ = file.Close() }()
		if info, err := file.Stat(); err == nil && info.IsDir() {
			d := diag.IntentIsFolder()
			return nil, &d
		}
		if a.Terminal(file) {
			return nil, cannotRead(errors.New("it is a terminal"))
		}
		from = file
	}
	source, err := io.ReadAll(io.LimitReader(from, limit))
	if err != nil {
		return nil, cannotRead(err)
	}
	return source, nil
}

func cannotRead(err error) *diag.Diagnostic {
	d := diag.CannotRead(reason(err))
	return &d
}

// displayName returns what diagnostics call an intent.
func displayName(intent string) string {
	if intent == stdin {
		return stdinName
	}
	return intent
}

// isIntent reports whether a file is one of the intents.
func (a *App) isIntent(file os.FileInfo, intents []string) bool {
	return slices.ContainsFunc(intents, func(name string) bool {
		var info os.FileInfo
		var err error
		if f, ok := a.In.(*os.File); ok && name == stdin {
			info, err = f.Stat()
		} else {
			info, err = os.Stat(name)
		}
		return err == nil && os.SameFile(info, file)
	})
}

// asOf returns the day that retirements are compared with: that of the flag,
// else today. Today is that of UTC, the same in every time zone.
func (a *App) asOf(c *cli.Context) (time.Time, error) {
	value := c.String("as-of")
	if !c.IsSet("as-of") {
		now := a.Now().UTC()
		return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC), nil
	}
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return day, usageError{fmt.Sprintf("--as-of takes a date such as 2026-03-31, not %q", value), ""}
	}
	return day, nil
}
