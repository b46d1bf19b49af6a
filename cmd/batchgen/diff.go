package main

import (
	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

func (a *App) diffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "tell what a changed intent changes in Azure",
		ArgsUsage: "OLD NEW",
		Description: "Reads two intents, of which one may be - for standard input, and tells what a\n" +
			"deployment of the new one changes in that of the old one: rules, routes,\n" +
			"subnets, pools and accounts that come, go or change; what changes in place,\n" +
			"what only while a pool has no nodes, what needs a new resource and what Azure\n" +
			"refuses. Where no document says, assume replacement. The order of an intent and\n" +
			"its comments do not count. Exits 0, whatever differs.",
		UsageText: "batchgen diff old.yaml new.yaml\n" +
			"batchgen diff --format markdown old.yaml new.yaml > diff.md",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print this `FORM`: text, markdown or json"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(),
		},
		Action: a.diff,
	}
}

func (a *App) diff(c *cli.Context) error {
	format, err := choice(c, "format", asText, asMarkdown, asJSON)
	if err != nil {
		return err
	}
	o, err := a.open(c)
	if err != nil {
		return err
	}
	if len(o.names) != 2 {
		return usageError{"diff takes two intents, the old one and the new one", ""}
	}
	sources := make([][]byte, len(o.names))
	for i, name := range o.names {
		source, fault := a.read(name)
		if fault != nil {
			o.found.fail(exitIO, about(displayName(name), *fault))
		}
		sources[i] = source
	}
	if o.found.status != exitDone {
		return o.found.print(a, a.Err, o.form)
	}
	d := generator.Diff(sources[0], sources[1], generator.Options{AsOf: o.day})
	o.found.add(diag.Report{Name: displayName(o.names[0]), Source: sources[0], List: d.Before})
	o.found.add(diag.Report{Name: displayName(o.names[1]), Source: sources[1], List: d.After})
	if !o.found.stops(d.Before) && !o.found.stops(d.After) {
		product := d.Report.Text()
		switch format {
		case asMarkdown:
			product = d.Report.Markdown(generator.Revision)
		case asJSON:
			product = d.Report.JSON()
		}
		a.give(product, o.found)
	}
	return o.found.print(a, a.Err, o.form)
}
