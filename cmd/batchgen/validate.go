package main

import (
	"slices"

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
			"standard output: nothing in text form if all is well. Writes no file but with\n" +
			"--fix, which corrects in place what takes no decision, such as spelling:\n" +
			"comments, order and line ends stay, and standard error says what changed.",
		UsageText: "batchgen validate batchgen.yaml\n" +
			"batchgen validate --fix batchgen.yaml\n" +
			"batchgen validate --diagnostics json --fail-on warning *.batchgen.yaml",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "fix", Usage: "correct in the file what takes no decision"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: a.validate,
	}
}

func (a *App) validate(c *cli.Context) error {
	o, err := a.open(c)
	if err != nil {
		return err
	}
	if c.Bool("fix") && slices.Contains(o.names, stdin) {
		return usageError{"--fix corrects files, and - is standard input", "name a file"}
	}
	options := generator.Options{AsOf: o.day}
	for _, name := range o.names {
		source, fault := a.read(name)
		if fault != nil {
			o.found.fail(exitIO, about(displayName(name), *fault))
			continue
		}
		if c.Bool("fix") {
			var failed []diag.Report
			source, failed = a.fix(name, source, options)
			o.found.fail(exitIO, failed...)
		}
		result := a.Generate(source, options)
		o.found.add(diag.Report{Name: displayName(name), Source: source, List: result.Diagnostics})
	}
	return o.found.print(a, a.Out, o.form)
}
