// Batchgen turns a short YAML intent into the Bicep or ARM JSON of an Azure
// Batch pool in a virtual network.
package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/batchgen/batchgen/generator"
)

func main() {
	os.Exit(run())
}

// run is the process: the command line on the real streams, until it is done
// or a signal ends it.
func run() int {
	app := &App{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Now: time.Now, Getenv: os.Getenv, Terminal: isTerminal,
		Generate: generator.Generate,
	}
	prepareConsole(os.Stdout)
	prepareConsole(os.Stderr)
	ended := make(chan os.Signal, 1)
	for _, s := range endings() {
		if !signal.Ignored(s) { // nohup has reasons
			signal.Notify(ended, s)
		}
	}
	done := make(chan int, 1)
	go func() { done <- app.Run(os.Args) }()
	select {
	case status := <-done:
		return status
	case s := <-ended:
		signal.Reset(endings()...) // a second one ends the process at once
		app.Stop()
		return exitSignal + int(s.(syscall.Signal))
	}
}
