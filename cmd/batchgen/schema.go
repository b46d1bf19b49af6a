package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/schemas"
)

func (a *App) schemaCommand() *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the JSON Schema of the intent",
		ArgsUsage: "[intent]",
		Description: "Prints a JSON Schema (draft-07). Editors complete and check an intent whose\n" +
			"first line is: # yaml-language-server: $schema=intent.schema.json",
		UsageText: "batchgen schema\nbatchgen schema intent > intent.schema.json",
		Action:    a.schema,
	}
}

func (a *App) schema(c *cli.Context) error {
	if c.NArg() > 1 {
		return usageError{"schema prints one schema at a time", ""}
	}
	if name := c.Args().First(); c.NArg() == 1 && name != "intent" {
		return usageError{fmt.Sprintf("unknown schema %q", name), "the only one is intent"}
	}
	return a.deliver(schemas.Intent())
}
