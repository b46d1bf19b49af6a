package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/schemas"
)

func (a *App) schemaCommand() *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the JSON Schema of the intent or of an output",
		ArgsUsage: "[NAME]",
		Description: "Prints a JSON Schema (draft-07). Editors complete and check an intent whose\n" +
			"first line is: # yaml-language-server: $schema=intent.schema.json\n" +
			"The schemas explain, allowlist and verify are those of what the commands of the\n" +
			"same name print as JSON.",
		UsageText: "batchgen schema\nbatchgen schema intent > intent.schema.json",
		Action:    a.schema,
	}
}

func (a *App) schema(c *cli.Context) error {
	if c.NArg() > 1 {
		return usageError{"schema prints one schema at a time", ""}
	}
	known := map[string]func() []byte{
		"intent": schemas.Intent, "explain": schemas.Explain, "allowlist": schemas.Allowlist, "verify": schemas.Verify,
	}
	name := c.Args().First()
	if c.NArg() == 0 {
		name = "intent"
	}
	text, found := known[name]
	if !found {
		return usageError{fmt.Sprintf("unknown schema %q", name), "there are intent, explain, allowlist and verify"}
	}
	return a.deliver(text())
}
