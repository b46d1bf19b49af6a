package main

import (
	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
)

func (a *App) allowlistCommand() *cli.Command {
	return &cli.Command{
		Name:      "allowlist",
		Usage:     "list what a firewall must let the nodes reach",
		ArgsUsage: "INTENT",
		Description: "Reads one intent, - being standard input, and lists what a firewall or an\n" +
			"on-premises edge must let pass, grouped as az batch account outbound-endpoints\n" +
			"list groups it. Names that only the deployment gives stand in angle brackets; in\n" +
			"Bicep, a rule collection group of an Azure Firewall policy, they are parameters.",
		UsageText: "batchgen allowlist batchgen.yaml\n" +
			"batchgen allowlist batchgen.yaml --format bicep > firewall.bicep",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print this `FORM`: text, json or bicep"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: func(c *cli.Context) error {
			format, err := choice(c, "format", asText, asJSON, string(generator.Bicep))
			if err != nil {
				return err
			}
			return a.tellOf(c, func(e generator.Explanation) ([]byte, error) {
				switch format {
				case asJSON:
					return e.Allowlist.JSON(), nil
				case string(generator.Bicep):
					return e.Firewall, nil
				}
				return e.Allowlist.Text(), nil
			})
		},
	}
}
