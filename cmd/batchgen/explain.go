package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
)

func (a *App) explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "tell why each part is there, or what a diagnostic means",
		ArgsUsage: "INTENT|CODE",
		Description: "Reads one intent, - being standard input, and tells for every subnet, rule and\n" +
			"route why it is there and which document asks for it; the arithmetic of the\n" +
			"sizes; what Batch creates by itself and the quotas to have; what is fixed at\n" +
			"creation; roles that somebody must assign; and what Azure retires. The markdown\n" +
			"holds a Mermaid picture; mermaid and svg are a picture alone. --resource tells\n" +
			"of one thing, by its name, its Bicep symbol or its Azure type, with its Bicep.\n" +
			"Warnings go to standard error. What is printed depends on the intent alone,\n" +
			"never on the day.\n\n" +
			"With the code of a diagnostic instead of an intent, such as BG301, it tells what\n" +
			"the code means, with an intent that raises it.",
		UsageText: "batchgen explain batchgen.yaml\n" +
			"batchgen explain batchgen.yaml --format svg > network.svg\n" +
			"batchgen explain batchgen.yaml --resource AllowStorageOutbound\n" +
			"batchgen explain BG301",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print this `FORM`: text, markdown, json, mermaid or svg"},
			&cli.StringFlag{Name: "resource", Usage: "tell of the one called `NAME` alone"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: a.explain,
	}
}

// The forms of explanations beside text and JSON.
const (
	asMarkdown = "markdown"
	asMermaid  = "mermaid"
	asSVG      = "svg"
)

func (a *App) explain(c *cli.Context) error {
	if c.NArg() == 1 && isCode(c.Args().First()) {
		return a.explainCode(c)
	}
	if c.IsSet("resource") {
		return a.explainResource(c)
	}
	format, err := choice(c, "format", asText, asMarkdown, asJSON, asMermaid, asSVG)
	if err != nil {
		return err
	}
	return a.tellOf(c, func(e generator.Explanation) ([]byte, error) {
		switch format {
		case asMarkdown:
			return e.Report.Markdown(generator.Revision), nil
		case asJSON:
			return e.Report.JSON(), nil
		case asMermaid:
			return e.Report.Mermaid(), nil
		case asSVG:
			return e.Report.SVG(), nil
		}
		return e.Report.Text(), nil
	})
}

// explainResource tells of one thing of a deployment.
func (a *App) explainResource(c *cli.Context) error {
	format, err := choice(c, "format", asText, asMarkdown, asJSON)
	if err != nil {
		return err
	}
	name := c.String("resource")
	return a.tellOf(c, func(e generator.Explanation) ([]byte, error) {
		var found []explain.Detail
		var names []string
		for _, d := range e.Report.Details(e.Declared) {
			if slices.ContainsFunc(d.Names(), func(n string) bool { return strings.EqualFold(n, name) }) {
				found = append(found, d)
			}
			names = append(names, d.Name)
			if d.Symbol != "" {
				names = append(names, d.Symbol)
			}
		}
		if len(found) == 0 {
			slices.Sort(names)
			return nil, usageError{fmt.Sprintf("nothing in the deployment is called %q", name),
				orElse(didYouMean("", name, names), "there are "+strings.Join(slices.Compact(names), ", "))}
		}
		switch format {
		case asMarkdown:
			return explain.DetailsMarkdown(found), nil
		case asJSON:
			return explain.DetailsJSON(found), nil
		}
		return explain.DetailsText(found), nil
	})
}

// tellOf prints a product of the explanation of one intent.
func (a *App) tellOf(c *cli.Context, product func(generator.Explanation) ([]byte, error)) error {
	return a.tell(c, func(source []byte, day time.Time) ([]byte, diag.List, error) {
		e := generator.ExplainIntent(source, day)
		if e.Diagnostics.HasErrors() {
			return nil, e.Diagnostics, nil
		}
		text, err := product(e)
		return text, e.Diagnostics, err
	})
}
