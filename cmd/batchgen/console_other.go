//go:build !windows

package main

import "os"

// prepareConsole has nothing to do: terminals obey colour sequences.
func prepareConsole(*os.File) {}
