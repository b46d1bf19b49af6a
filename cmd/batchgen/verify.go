package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

func (a *App) verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "prove that the network lets through what it must, and no more",
		ArgsUsage: "INTENT | FILE...",
		Description: "Judges rules and routes flow by flow: PASS, FAIL or INCONCLUSIVE, with the\n" +
			"rule and the route that decide. Of an INTENT those that it gives; of other\n" +
			"FILEs those of the networks that they show: ARM templates, what az, REST and\n" +
			"Resource Graph print, Terraform plans. Exits 1 on FAIL and on INCONCLUSIVE.",
		UsageText: "batchgen verify batchgen.yaml\n" +
			"batchgen verify batchgen.yaml --network network.json\n" +
			"batchgen verify --mode simplified --public-ips managed network.json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: asText, Usage: "print the verdicts in this `FORM`: text or json"},
			&cli.BoolFlag{Name: "allow-inconclusive", Usage: "exit 0 where a flow cannot be judged"},
			&cli.StringSliceFlag{Name: "network", Usage: "`FILE` that shows what an INTENT calls existing"},
			&cli.StringFlag{Name: "mode", Usage: "`MODE`: simplified, classic or cloudService"},
			&cli.StringFlag{Name: "region", Usage: "`REGION` of the network"},
			&cli.StringFlag{Name: "os", Usage: "`SYSTEM` of the nodes: linux or windows"},
			&cli.StringFlag{Name: "public-ips", Usage: "public IP `ADDRESSES` of the nodes: managed or none"},
			&cli.StringSliceFlag{Name: "remote-access", Usage: "`SOURCE`, a range or tag, that may open SSH or RDP"},
			&cli.StringSliceFlag{Name: "subnet", Usage: "judge the subnet with this `NAME` or ID alone"},
			&cli.BoolFlag{Name: "complete", Usage: "what the FILEs do not show does not exist"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: a.verify,
	}
}

func (a *App) verify(c *cli.Context) error {
	form, err := choice(c, "format", asText, asJSON)
	if err != nil {
		return err
	}
	question, err := questionOf(c)
	if err != nil {
		return err
	}
	o, err := a.open(c)
	if err != nil {
		return err
	}
	subject, err := a.subject(c, o.found, o.names)
	switch {
	case err != nil:
		return err
	case o.found.status != exitDone:
		return o.found.print(a, a.Err, o.form)
	}
	files := subject.files
	var audited generator.Audited
	if subject.intent != nil {
		var list diag.List
		source := subject.intent.Source
		audited, list = generator.VerifyWith(source, subject.files, generator.Options{AsOf: o.day})
		o.found.add(diag.Report{Name: subject.intent.Name, Source: source, List: list})
		files = slices.Concat([]reader.File{*subject.intent}, files)
	} else {
		audited = generator.Audit(subject.files, question)
	}
	for _, r := range audited.Diagnostics {
		o.found.add(r)
	}
	if len(audited.Missing) > 0 && o.found.status == exitDone {
		m := audited.Missing[0]
		return usageError{fmt.Sprintf("--%s is needed: %s", m.Flag, m.Why), ""}
	}
	if o.found.status != exitDone {
		return o.found.print(a, a.Err, o.form)
	}
	o.found.tell(audited, o.form, files)
	report := audited.Report
	product := verdictsText(report)
	if form == asJSON {
		product = verdictsJSON(report, audited.Findings)
	}
	if err := a.deliver(product); err != nil {
		return err
	}
	if v := report.Verdict(); v == verify.Fail || v == verify.Inconclusive && !c.Bool("allow-inconclusive") {
		o.found.end(exitIntent)
	}
	return o.found.print(a, a.Err, o.form)
}

// judged is what verify is asked about: an intent with the files beside it, or files alone.
type judged struct {
	intent *reader.File
	files  []reader.File
}

// subject reads the arguments and the files of --network.
func (a *App) subject(c *cli.Context, found *findings, names []string) (judged, error) {
	var j judged
	beside := c.StringSlice("network")
	if slices.Contains(append(slices.Clone(beside), names...), "") {
		return j, usageError{"the name of a file is empty", ""}
	}
	if slices.Contains(beside, stdin) && slices.Contains(names, stdin) {
		return j, usageError{"- stands for standard input and is given twice", ""}
	}
	for i, name := range append(names, beside...) {
		source, fault := a.readUpTo(name, reader.Limit+1)
		if fault != nil {
			found.fail(exitIO, about(displayName(name), *fault))
			continue
		}
		file := reader.File{Name: displayName(name), Source: source}
		switch {
		case !reader.IsIntent(source):
			j.files = append(j.files, file)
		case i >= len(names):
			return j, usageError{fmt.Sprintf("--network takes files that show resources, and %s is an intent", file.Name), ""}
		case j.intent != nil:
			return j, usageError{"verify judges one intent at a time", ""}
		default:
			j.intent = &file
		}
	}
	if found.status != exitDone {
		return j, nil
	}
	switch {
	case j.intent == nil && len(beside) > 0:
		return j, usageError{"--network belongs to an intent, and none is given", "give the files as arguments to judge them alone"}
	case j.intent != nil && len(beside) == 0 && len(j.files) > 0:
		return j, usageError{"verify judges an intent or files that show resources, not both",
			"files for what the intent calls existing follow --network"}
	}
	for _, flag := range auditFlags {
		if j.intent != nil && c.IsSet(flag) {
			return j, usageError{fmt.Sprintf("--%s is for files that show resources", flag), "the intent itself says it"}
		}
	}
	return j, nil
}

// auditFlags say what files may not.
var auditFlags = []string{"mode", "region", "os", "public-ips", "remote-access", "subnet", "complete"}

// questionOf reads the flags of an audit.
func questionOf(c *cli.Context) (audit.Question, error) {
	var q audit.Question
	mode, err := choice(c, "mode", string(azure.Simplified), string(azure.Classic), string(azure.CloudService))
	if err != nil {
		return q, err
	}
	system, err := choice(c, "os", string(azure.Linux), string(azure.Windows))
	if err != nil {
		return q, err
	}
	addresses, err := choice(c, "public-ips", "managed", "none")
	if err != nil {
		return q, err
	}
	q = audit.Question{
		Mode: azure.ModeID(mode), OS: azure.OS(system), RemoteAccess: c.StringSlice("remote-access"),
		Subnets: c.StringSlice("subnet"), Complete: c.Bool("complete"),
	}
	if addresses != "" {
		q.PublicIPs = new(addresses == "managed")
	}
	if c.IsSet("region") {
		var known bool
		if q.Region, known = azure.RegionByName(c.String("region")); !known {
			return q, usageError{fmt.Sprintf("--region takes an Azure region, not %q", c.String("region")), "batchgen regions lists them"}
		}
	}
	for _, source := range q.RemoteAccess {
		if !reader.IsPeer(source) {
			return q, usageError{fmt.Sprintf("--remote-access takes an address, a range or a service tag, not %q", source), ""}
		}
	}
	return q, nil
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
func verdictsJSON(report verify.Report, beyond []audit.Finding) []byte {
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
		SchemaVersion int          `json:"schemaVersion"`
		Verdict       string       `json:"verdict"`
		Flows         []flowRow    `json:"flows"`
		Findings      []findingRow `json:"findings"`
	}{schemaVersion, string(report.Verdict()), rows, findingRows(beyond)})
}
