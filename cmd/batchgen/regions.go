package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/azure"
)

func (a *App) regionsCommand() *cli.Command {
	return &cli.Command{
		Name:  "regions",
		Usage: "list the Azure regions that an intent can name",
		Description: "Lists each region with its cloud, whether it has availability zones, what\n" +
			"follows the dot in its service tags, and whether it offers simplified node\n" +
			"communication.",
		UsageText: "batchgen regions\nbatchgen regions --format json",
		Flags:     []cli.Flag{tableFlag()},
		Action:    a.regions,
	}
}

// regionRow is a region in JSON.
type regionRow struct {
	Name             string `json:"name"`
	DisplayName      string `json:"displayName"`
	Cloud            string `json:"cloud"`
	Zones            bool   `json:"zones"`
	ServiceTagSuffix string `json:"serviceTagSuffix"`
	Simplified       bool   `json:"simplified"`
	Note             string `json:"note,omitempty"`
}

func (a *App) regions(c *cli.Context) error {
	form, err := tableForm(c)
	if err != nil {
		return err
	}
	var list []regionRow
	rows := [][]string{{"NAME", "DISPLAY NAME", "CLOUD", "ZONES", "TAG SUFFIX", "SIMPLIFIED", "NOTE"}}
	for _, r := range azure.Regions() {
		row := regionRow{r.Name, r.DisplayName, r.Cloud, r.Zones, r.TagSuffix, r.Simplified, regionNote(r)}
		list = append(list, row)
		rows = append(rows, []string{
			row.Name, row.DisplayName, row.Cloud, yesNo(row.Zones), row.ServiceTagSuffix, yesNo(row.Simplified), row.Note,
		})
	}
	if form == asJSON {
		return a.deliver(toJSON(struct {
			SchemaVersion int         `json:"schemaVersion"`
			Regions       []regionRow `json:"regions"`
		}{schemaVersion, list}))
	}
	return a.deliver(align(rows))
}

// regionNote says what is special about a region, "" if nothing is.
func regionNote(r azure.Region) string {
	if end := retirementNote(r.Retired); end != "" {
		return end
	}
	switch r.Access {
	case "":
		return ""
	case "restricted":
		return "access on request"
	}
	return "by invitation"
}

// retirementNote says when something ends or has ended, "" if no end is known.
func retirementNote(id azure.RetirementID) string {
	end, found := azure.RetirementOf(id)
	switch {
	case !found:
		return ""
	case end.Date.IsZero():
		return "retired"
	}
	return "ends " + end.Date.Format(time.DateOnly)
}

// tableForm returns the form of a table, after a look at the arguments, of
// which such a command has none.
func tableForm(c *cli.Context) (string, error) {
	if c.Args().Present() {
		return "", usageError{c.Command.Name + " takes no arguments", ""}
	}
	return choice(c, "format", asText, asJSON)
}
