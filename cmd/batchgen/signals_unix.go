//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// endings returns the signals that end batchgen. A broken pipe is none of
// them: it becomes an error of the write, which has an exit status of its own.
func endings() []os.Signal {
	signal.Ignore(syscall.SIGPIPE)
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}
