package main

import (
	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// asIntent is the form of migrate that is the changed intent itself.
const asIntent = "intent"

func (a *App) migrateCommand() *cli.Command {
	return &cli.Command{
		Name:      "migrate",
		Usage:     "tell how to get from classic to simplified mode",
		ArgsUsage: "INTENT",
		Description: "Reads one intent in classic mode, - being standard input, and tells the way to\n" +
			"simplified mode: the rules and routes of now, of the change-over and of the end,\n" +
			"with what is kept, added and removed; the steps in their order with what breaks\n" +
			"without each, proven by verify at every step; properties and API versions that\n" +
			"change. --format intent prints the changed intent, comments and order kept.\n" +
			"That classic mode is retired is a warning here.",
		UsageText: "batchgen migrate classic.yaml\n" +
			"batchgen migrate --format intent classic.yaml > batchgen.yaml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print this `FORM`: text, markdown, json or intent"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(),
		},
		Action: a.migrate,
	}
}

func (a *App) migrate(c *cli.Context) error {
	format, err := choice(c, "format", asText, "markdown", asJSON, asIntent)
	if err != nil {
		return err
	}
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
		return usageError{"migrate takes one intent at a time", ""}
	}
	name := displayName(intents[0])
	source, fault := a.read(intents[0])
	if fault != nil {
		found.fail(exitIO, about(name, *fault))
		return found.print(a, a.Err, form)
	}
	m := generator.Migrate(source, generator.Options{AsOf: day})
	found.add(diag.Report{Name: name, Source: source, List: m.Diagnostics})
	if !found.stops(m.Diagnostics) {
		product := m.Report.Text()
		switch format {
		case "markdown":
			product = m.Report.Markdown(generator.Revision)
		case asJSON:
			product = m.Report.JSON()
		case asIntent:
			product = m.Intent
		}
		if err := write(a.Out, product); err != nil {
			found.fail(exitIO, about(stdoutName, diag.CannotPrint(reason(err))))
		}
	}
	return found.print(a, a.Err, form)
}
