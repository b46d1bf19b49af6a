package main

import (
	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

func (a *App) explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "tell why each part of a deployment is there",
		ArgsUsage: "INTENT",
		Description: "Reads one intent, - being standard input, and tells for every subnet, rule and\n" +
			"route why it is there and which document asks for it; the arithmetic of the\n" +
			"sizes; what Batch creates by itself and the quotas to have; what is fixed at\n" +
			"creation; roles that somebody must assign; and what Azure retires. The markdown\n" +
			"holds a Mermaid picture, mermaid is that picture alone. Warnings go to standard\n" +
			"error. What is printed depends on the intent alone, never on the day.",
		UsageText: "batchgen explain batchgen.yaml\n" +
			"batchgen explain batchgen.yaml --format markdown > explain.md",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print this `FORM`: text, markdown, json or mermaid"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: func(c *cli.Context) error {
			format, err := choice(c, "format", asText, "markdown", asJSON, "mermaid")
			if err != nil {
				return err
			}
			return a.tell(c, func(e generator.Explanation) []byte {
				switch format {
				case "markdown":
					return e.Report.Markdown(generator.Revision)
				case asJSON:
					return e.Report.JSON()
				case "mermaid":
					return e.Report.Mermaid()
				}
				return e.Report.Text()
			})
		},
	}
}

// tell prints what a command makes of one intent on standard output, and the
// diagnostics of the intent on standard error.
func (a *App) tell(c *cli.Context, product func(generator.Explanation) []byte) error {
	found, form, err := messages(c)
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	intents, err := a.intents(c)
	switch {
	case err != nil:
		return err
	case len(intents) == 0:
		return a.short(c.Command)
	case len(intents) > 1:
		return usageError{c.Command.Name + " takes one intent at a time", ""}
	}
	name := displayName(intents[0])
	source, fault := a.read(intents[0])
	if fault != nil {
		found.fail(exitIO, about(name, *fault))
		return found.print(a, a.Err, form)
	}
	e := generator.ExplainIntent(source, day)
	found.add(diag.Report{Name: name, Source: source, List: e.Diagnostics})
	if !found.stops(e.Diagnostics) {
		if err := write(a.Out, product(e)); err != nil {
			found.fail(exitIO, about(stdoutName, diag.CannotPrint(reason(err))))
		}
	}
	return found.print(a, a.Err, form)
}
