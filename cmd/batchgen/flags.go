package main

import "github.com/urfave/cli/v2"

// The flags that more than one command has. A usage text holds the name of the
// value in back quotes.

func asOfFlag() cli.Flag {
	return &cli.StringFlag{Name: "as-of", Usage: "compare retirements with this `DATE` instead of today"}
}

func diagnosticsFlag() cli.Flag {
	return &cli.StringFlag{Name: "diagnostics", Value: asText, Usage: "print messages in this `FORM`: text or json"}
}

func failOnFlag() cli.Flag {
	return &cli.StringFlag{Name: "fail-on", Value: "error", Usage: "exit 1 from this `LEVEL` on: error or warning"}
}

func tableFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: asText, Usage: "print the table in this `FORM`: text or json"}
}

// messages returns an empty set of findings and the form to print it in, as
// the flags of a command ask.
func messages(c *cli.Context) (*findings, string, error) {
	form, err := choice(c, "diagnostics", asText, asJSON)
	if err != nil {
		return nil, "", err
	}
	level, err := choice(c, "fail-on", "error", "warning")
	if err != nil {
		return nil, "", err
	}
	return &findings{strict: level == "warning"}, form, nil
}
