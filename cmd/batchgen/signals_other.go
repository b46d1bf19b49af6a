//go:build !unix

package main

import "os"

// endings returns the signals that end batchgen.
func endings() []os.Signal {
	return []os.Signal{os.Interrupt}
}
