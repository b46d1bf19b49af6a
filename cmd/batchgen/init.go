package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/scaffold"
)

func (a *App) initCommand() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "begin a project: intent, deployment, pipeline, README",
		ArgsUsage: "[DIR]",
		Description: "Writes a new project into DIR, the working folder if it is left out: an intent,\n" +
			"what it gives in infra/, settings for editors, compiler and Git, a README with\n" +
			"the next commands, azure.yaml for the Azure Developer CLI and, if asked for, a\n" +
			"pipeline that checks, previews and deploys. On a terminal it asks for what the\n" +
			"flags leave open. All files are written or none: one that exists and differs\n" +
			"keeps the others from it, unless --force overwrites it.",
		UsageText: "batchgen init pool --region westeurope --os linux --nodes 20 --pipeline github\n" +
			"batchgen init --region eastus --os windows --nodes 4 --pipeline none work",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "region", Usage: "Azure `REGION` of the pool; batchgen regions lists them"},
			&cli.StringFlag{Name: "os", Usage: "operating `SYSTEM` of the nodes: linux or windows"},
			&cli.StringFlag{Name: "nodes", Usage: "`NUMBER` of nodes in production"},
			&cli.StringFlag{Name: "pipeline", Usage: "`PIPELINE` to write: github, azure-devops or none"},
			&cli.StringFlag{Name: "mode", Value: string(azure.Simplified), Usage: "`MODE` of node communication"},
			&cli.StringFlag{Name: "name", Usage: "`PREFIX` of every resource name"},
			&cli.BoolFlag{Name: "force", Usage: "overwrite files that exist and differ"},
			diagnosticsFlag(), asOfFlag(),
		},
		Action: a.begin,
	}
}

// begin writes a new project.
func (a *App) begin(c *cli.Context) error {
	found, form, err := messages(c)
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usageError{"init begins one project at a time", ""}
	}
	dir := "."
	if c.NArg() == 1 {
		dir = c.Args().First()
	}
	if dir == "" {
		return usageError{"the name of the folder is empty", "leave it out for the working folder"}
	}
	answers, err := a.answers(c)
	if err != nil {
		return err
	}
	files, source := projectFiles(answers)
	result := a.Generate(source, generator.Options{AsOf: day, Formats: []generator.Format{
		generator.Bicep, generator.ARM, generator.Explain, generator.Allowlist,
	}})
	found.add(diag.Report{Name: filepath.Join(dir, scaffold.IntentName), Source: source, List: result.Diagnostics})
	if found.stops(result.Diagnostics) {
		return found.print(a, a.Err, form)
	}
	files = append(files, under(scaffold.InfraFolder, result.Files)...)
	changed := compare(dir, files).differing
	if failed := a.saveProject(dir, files, c.Bool("force")); len(failed) > 0 {
		found.fail(exitIO, failed...)
		return found.print(a, a.Err, form)
	}
	if err := a.deliver(summary(changed, len(files), answers.Pipeline)); err != nil {
		return err
	}
	return found.print(a, a.Err, form)
}

// projectFiles returns the files of a project, and the text of its intent.
func projectFiles(answers scaffold.Answers) (files []generator.File, source []byte) {
	for _, f := range scaffold.New(answers) {
		files = append(files, generator.File(f))
		if f.Name == scaffold.IntentName {
			source = f.Data
		}
	}
	return files, source
}

// saveProject writes the files of a project and returns what keeps it from that.
func (a *App) saveProject(dir string, files []generator.File, force bool) []diag.Report {
	a.saving.RLock()
	defer a.saving.RUnlock()
	return save(dir, files, saving{
		create: true, fresh: true, force: force, now: a.Now(),
		protected: func(fs.FileInfo) bool { return false },
	})
}

// summary says what was written and what comes next.
func summary(changed []diag.Report, total int, pipeline string) []byte {
	if len(changed) == 0 {
		return fmt.Appendf(nil, "nothing to write: all %d files are there already\n", total)
	}
	text := new(bytes.Buffer)
	for _, r := range changed {
		fmt.Fprintf(text, "wrote %s\n", r.Name)
	}
	next := "README.md says how to change and deploy it"
	if pipeline != scaffold.None {
		next = "README.md says how to set the pipeline up: identities, environments and their approvals,\n" +
			"which no file can create"
	}
	fmt.Fprintf(text, "%s\n", next)
	return text.Bytes()
}

// question is an answer that a project needs.
type question struct {
	flag string
	// ask is the question on a terminal, fallback what an empty answer means.
	ask, fallback string
	// read returns the answer in its plain spelling, or what is wrong with it.
	read func(text string) (string, error)
}

// questions are those that have no default, in the order that they are asked.
func questions() []question {
	return []question{
		{"region", "Azure region", "westeurope", readRegion},
		{"os", "operating system, linux or windows", "linux", oneOf("os", "linux", "windows")},
		{"nodes", "nodes in production", "2", readNodes},
		{
			"pipeline", "pipeline, github, azure-devops or none", scaffold.GitHub,
			oneOf("pipeline", scaffold.GitHub, scaffold.AzureDevOps, scaffold.None),
		},
	}
}

// tries is how often a question is asked.
const tries = 3

// answers takes from the flags what a project needs and asks for the rest,
// where somebody can answer.
func (a *App) answers(c *cli.Context) (scaffold.Answers, error) {
	mode, err := choice(c, "mode", string(azure.Simplified), string(azure.Classic))
	if err != nil {
		return scaffold.Answers{}, err
	}
	given := map[string]string{}
	var missing []string
	for _, q := range questions() {
		if !c.IsSet(q.flag) {
			missing = append(missing, "--"+q.flag)
			continue
		}
		if given[q.flag], err = q.read(c.String(q.flag)); err != nil {
			return scaffold.Answers{}, err
		}
	}
	if len(missing) > 0 && !(a.Terminal(a.In) && a.Terminal(a.Err)) {
		return scaffold.Answers{}, usageError{"init needs " + allOf(missing), "it asks for them on a terminal alone"}
	}
	for _, q := range questions() {
		if !slices.Contains(missing, "--"+q.flag) {
			continue
		}
		if given[q.flag], err = a.ask(q); err != nil {
			return scaffold.Answers{}, err
		}
	}
	region, _ := azure.RegionByName(given["region"])
	nodes, _ := strconv.Atoi(given["nodes"])
	build, _ := debug.ReadBuildInfo()
	return scaffold.Answers{
		Name: c.String("name"), Region: region.Name, Cloud: azure.CloudOf(region).Name, Mode: mode,
		OS: given["os"], Nodes: nodes, Pipeline: given["pipeline"], Version: released(factsOf(build).Version),
	}, nil
}

// ask asks a question until the answer is right, a few times. What is said goes
// to standard error: standard output carries the product.
func (a *App) ask(q question) (string, error) {
	var wrong error
	for range tries {
		_, _ = fmt.Fprintf(a.Err, "%s [%s]: ", q.ask, q.fallback)
		line, ended := a.line()
		if ended {
			_, _ = fmt.Fprintln(a.Err)
			return "", usageError{"the questions end before --" + q.flag + " is answered", ""}
		}
		answer := strings.TrimSpace(line)
		if answer == "" {
			answer = q.fallback
		}
		var text string
		if text, wrong = q.read(answer); wrong == nil {
			return text, nil
		}
		if e, ok := wrong.(usageError); ok { //nolint:errorlint // read returns no other, unwrapped
			a.complain(e)
		}
	}
	return "", usageError{fmt.Sprintf("no answer for --%s after %d tries", q.flag, tries), ""}
}

// line reads a line of at most 200 bytes from standard input, a byte at a time:
// what follows belongs to the next question. It has ended where there is none.
func (a *App) line() (text string, ended bool) {
	var line []byte
	for b := make([]byte, 1); len(line) < 200; {
		n, err := a.In.Read(b)
		if n == 1 && b[0] == '\n' {
			return string(line), false
		}
		line = append(line, b[:n]...)
		if err != nil {
			return string(line), len(line) == 0
		}
	}
	return string(line), false
}

func readRegion(text string) (string, error) {
	if region, ok := azure.RegionByName(text); ok {
		return region.Name, nil
	}
	var known []string
	for _, r := range azure.Regions() {
		known = append(known, r.Name)
	}
	return "", usageError{fmt.Sprintf("--region takes an Azure region, not %q", text),
		orElse(didYouMean("", strings.ReplaceAll(text, " ", ""), known), "batchgen regions lists them")}
}

func readNodes(text string) (string, error) {
	if n, err := strconv.Atoi(text); err != nil || n < 0 || strconv.Itoa(n) != text {
		return "", usageError{fmt.Sprintf("--nodes takes a whole number such as 20, not %q", text), ""}
	}
	return text, nil
}

// oneOf reads one of some words.
func oneOf(flag string, words ...string) func(string) (string, error) {
	return func(text string) (string, error) {
		if slices.Contains(words, text) {
			return text, nil
		}
		return "", usageError{fmt.Sprintf("--%s takes %s, not %q", flag, either(words), text), didYouMean("", text, words)}
	}
}

// allOf joins words as in "a, b and c".
func allOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// releaseNumber is the form of a version that can be downloaded.
var releaseNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`) })

// released returns a version if it is that of a release, else "".
func released(version string) string {
	if releaseNumber().MatchString(version) {
		return version
	}
	return ""
}
