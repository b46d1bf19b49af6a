package main

import (
	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

func (a *App) validateCommand() *cli.Command {
	return &cli.Command{
		Name:      "validate",
		Usage:     "check intents and print what is wrong with them",
		ArgsUsage: "INTENT...",
		Description: "Reads each intent, - being standard input, and prints its diagnostics alone on\n" +
			"standard output: nothing in text form if all is well. Writes no file.",
		UsageText: "batchgen validate batchgen.yaml\n" +
			"batchgen validate --diagnostics json --fail-on warning *.batchgen.yaml",
		Flags:  []cli.Flag{diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag()},
		Action: a.validate,
	}
}

func (a *App) validate(c *cli.Context) error {
	found, form, err := messages(c)
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	intents, err := a.intents(c)
	if err != nil {
		return err
	}
	if len(intents) == 0 {
		return a.short(c.Command)
	}
	for _, name := range intents {
		source, fault := a.read(name)
		if fault != nil {
			found.fail(exitIO, about(displayName(name), *fault))
			continue
		}
		result := a.Generate(source, generator.Options{AsOf: day})
		found.add(diag.Report{Name: displayName(name), Source: source, List: result.Diagnostics})
	}
	return found.print(a, a.Out, form)
}
