package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// prepareConsole makes a console of Windows obey colour sequences, which it
// shows as text until it is asked. A stream that is no console stays as it is.
func prepareConsole(stream *os.File) {
	console := windows.Handle(stream.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) == nil {
		_ = windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	}
}
