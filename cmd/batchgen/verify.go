package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

func (a *App) verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "prove that the network lets through what it must, and no more",
		ArgsUsage: "INTENT",
		Description: "Judges the rules and routes that an intent gives, flow by flow: PASS, FAIL\n" +
			"or INCONCLUSIVE, with the rule and the route that decide. Exits 1 on FAIL\n" +
			"and on INCONCLUSIVE.",
		UsageText: "batchgen verify batchgen.yaml\n" +
			"batchgen verify --format json --allow-inconclusive batchgen.yaml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print the verdicts in this `FORM`: text or json"},
			&cli.BoolFlag{Name: "allow-inconclusive", Usage: "exit 0 where a flow cannot be judged"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: a.verify,
	}
}

func (a *App) verify(c *cli.Context) error {
	found, messagesForm, err := messages(c)
	if err != nil {
		return err
	}
	form, err := choice(c, "format", asText, asJSON)
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	intents, err := a.intents(c)
	if err != nil {
		return err
	}
	switch {
	case len(intents) == 0:
		return a.short(c.Command)
	case len(intents) > 1:
		return usageError{"verify judges one intent at a time", ""}
	}
	name := intents[0]
	source, fault := a.read(name)
	if fault != nil {
		found.fail(exitIO, about(displayName(name), *fault))
		return found.print(a, a.Err, messagesForm)
	}
	report, list := generator.Verify(source, generator.Options{AsOf: day})
	found.add(diag.Report{Name: displayName(name), Source: source, List: list})
	if found.stops(list) {
		return found.print(a, a.Err, messagesForm)
	}
	product := verdictsText(report)
	if form == asJSON {
		product = verdictsJSON(report)
	}
	if err := a.deliver(product); err != nil {
		return err
	}
	if v := report.Verdict(); v == verify.Fail || v == verify.Inconclusive && !c.Bool("allow-inconclusive") {
		found.end(exitIntent)
	}
	return found.print(a, a.Err, messagesForm)
}

// verdictsText prints a verdict a paragraph, below the name of each subnet, and the sums.
func verdictsText(report verify.Report) []byte {
	text := new(bytes.Buffer)
	subnet := ""
	for _, r := range report.Results {
		if r.Subnet != subnet {
			subnet = r.Subnet
			fmt.Fprintf(text, "subnet %s\n", subnet)
		}
		fmt.Fprintf(text, "  %-12s  %s: %s\n", r.Verdict, r.Flow.ID, trafficInWords(r.Flow))
		line := func(label string, values ...string) {
			for _, value := range values {
				if value != "" {
					fmt.Fprintf(text, "    %s %s\n", label, value)
				}
			}
		}
		line("because", r.Because)
		line("packet", r.CounterExample)
		line("rule", strings.Join(r.Rules, ", "))
		line("path", strings.Join(r.Routes, ", "))
		line("assumes", r.Assumptions...)
		line("note", r.Notes...)
	}
	fmt.Fprintf(text, "%d PASS, %d FAIL, %d INCONCLUSIVE\n",
		report.Count(verify.Pass), report.Count(verify.Fail), report.Count(verify.Inconclusive))
	return text.Bytes()
}

// trafficInWords is a flow in a line: "needed, outbound TCP 443 to Storage.WestEurope".
func trafficInWords(f verify.Flow) string {
	toward := "to"
	if f.Direction == verify.Inbound {
		toward = "from"
	}
	protocol := strings.ToUpper(f.Protocol)
	if protocol == "*" {
		protocol = "any protocol"
	}
	ports := f.Ports
	if ports == "*" {
		ports = "any port"
	}
	words := fmt.Sprintf("%s, %s %s %s %s %s", f.Kind, f.Direction, protocol, ports, toward, strings.Join(f.Peer, ", "))
	if len(f.Except) > 0 {
		words += " beside what is asked for"
	}
	return words
}

// flowRow is the verdict on a flow in JSON.
type flowRow struct {
	Subnet         string   `json:"subnet"`
	ID             string   `json:"id"`
	Kind           string   `json:"kind"`
	Direction      string   `json:"direction"`
	Protocol       string   `json:"protocol"`
	Ports          string   `json:"ports"`
	Peer           []string `json:"peer"`
	Verdict        string   `json:"verdict"`
	Because        string   `json:"because,omitempty"`
	CounterExample string   `json:"counterExample,omitempty"`
	Rules          []string `json:"rules,omitempty"`
	Routes         []string `json:"routes,omitempty"`
	Assumptions    []string `json:"assumptions,omitempty"`
	Notes          []string `json:"notes,omitempty"`
	Why            string   `json:"why"`
	Document       string   `json:"document"`
}

// verdictsJSON prints the form that schemas/verify.schema.json describes.
func verdictsJSON(report verify.Report) []byte {
	rows := make([]flowRow, 0, len(report.Results))
	for _, r := range report.Results {
		f := r.Flow
		rows = append(rows, flowRow{
			Subnet: r.Subnet, ID: f.ID, Kind: string(f.Kind), Direction: string(f.Direction), Protocol: f.Protocol, Ports: f.Ports,
			Peer: f.Peer, Verdict: string(r.Verdict), Because: r.Because, CounterExample: r.CounterExample, Rules: r.Rules,
			Routes: r.Routes, Assumptions: r.Assumptions, Notes: r.Notes, Why: f.Why, Document: string(f.Doc),
		})
	}
	return toJSON(struct {
		SchemaVersion int       `json:"schemaVersion"`
		Verdict       string    `json:"verdict"`
		Flows         []flowRow `json:"flows"`
	}{schemaVersion, string(report.Verdict()), rows})
}
