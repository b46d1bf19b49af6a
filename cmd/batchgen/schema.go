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
			"The schemas explain, allowlist, verify, migrate and diff are those of what the\n" +
			"commands of the same name print as JSON, diagnostics is that of\n" +
			"--diagnostics json.",
		UsageText: "batchgen schema\nbatchgen schema intent > intent.schema.json",
		Action:    a.schema,
	}
}

func (a *App) schema(c *cli.Context) error {
	if c.NArg() > 1 {
		return usageError{"schema prints one schema at a time", ""}
	}
	name := c.Args().First()
	if c.NArg() == 0 {
		name = "intent"
	}
	for _, s := range knownSchemas() {
		if s.name == name {
			return a.deliver(s.text())
		}
	}
	return usageError{fmt.Sprintf("unknown schema %q", name),
		orElse(didYouMean("", name, schemaNames()), "there are "+both(schemaNames()))}
}

// knownSchema is a schema that the command prints.
type knownSchema struct {
	name string
	text func() []byte
}

func knownSchemas() []knownSchema {
	return []knownSchema{
		{"intent", schemas.Intent}, {"explain", schemas.Explain}, {"resource", schemas.Resource}, {"code", schemas.Code},
		{"allowlist", schemas.Allowlist},
		{"verify", schemas.Verify}, {"migrate", schemas.Migrate}, {"diff", schemas.Diff}, {"diagnostics", schemas.Diagnostics},
	}
}

func schemaNames() []string {
	var names []string
	for _, s := range knownSchemas() {
		names = append(names, s.name)
	}
	return names
}
