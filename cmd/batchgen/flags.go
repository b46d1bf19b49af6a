package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

// The flags that more than one command has. A usage text holds the name of the
// value in back quotes.

func asOfFlag() cli.Flag {
	return &cli.StringFlag{Name: "as-of", Usage: "compare retirements with this `DATE` instead of today"}
}

func diagnosticsFlag() cli.Flag {
	return &cli.StringFlag{Name: "diagnostics", Value: asText, Usage: "print messages in this `FORM`: text, json, sarif, github, azure-devops or auto"}
}

func failOnFlag() cli.Flag {
	return &cli.StringFlag{Name: "fail-on", Value: failOnError, Usage: "exit 1 from this `LEVEL` on: error or warning"}
}

// The levels that failOnFlag takes.
const (
	failOnError   = "error"
	failOnWarning = "warning"
)

func failLevels() []string { return []string{failOnError, failOnWarning} }

func stdinNameFlag() cli.Flag {
	return &cli.StringFlag{Name: "stdin-name", Usage: "call standard input `NAME` in messages"}
}

func colorFlag() cli.Flag {
	return &cli.StringFlag{Name: "color", Value: colorAuto, Usage: "colour messages `WHEN`: auto, always or never"}
}

// wordsOf returns the words that a flag takes, as its usage text lists them
// after a colon: "print this `FORM`: text or json". It returns nil for a flag
// that takes other values, and for none.
func wordsOf(flag cli.Flag) []string {
	f, is := flag.(cli.DocGenerationFlag)
	if !is || !f.TakesValue() {
		return nil
	}
	_, list, found := strings.Cut(f.GetUsage(), ": ")
	before, last, several := strings.Cut(list, " or ")
	if !found || !several {
		return nil
	}
	return append(strings.Split(before, ", "), last)
}

func tableFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: asText, Usage: "print the table in this `FORM`: text or json"}
}
