package main

import (
	"time"

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
	format, err := choice(c, "format", asText, asMarkdown, asJSON, asIntent)
	if err != nil {
		return err
	}
	return a.tell(c, func(source []byte, day time.Time) ([]byte, diag.List, error) {
		m := generator.Migrate(source, generator.Options{AsOf: day})
		switch format {
		case asMarkdown:
			return m.Report.Markdown(generator.Revision), m.Diagnostics, nil
		case asJSON:
			return m.Report.JSON(), m.Diagnostics, nil
		case asIntent:
			return m.Intent, m.Diagnostics, nil
		}
		return m.Report.Text(), m.Diagnostics, nil
	})
}
