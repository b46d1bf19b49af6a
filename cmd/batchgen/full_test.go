package main

import "flag"

// full asks for the long form of the tests that start many processes or wait
// for a moment by chance; CI runs them so.
var full = flag.Bool("full", false, "as many rounds, processes and moments as docs/testing.md says")

// often returns few, or many with -full.
func often(few, many int) int {
	if *full {
		return many
	}
	return few
}
