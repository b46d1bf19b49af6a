package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
)

// The forms of diagnostics beside text and JSON.
const (
	asSARIF       = "sarif"
	asGitHub      = "github"
	asAzureDevOps = "azure-devops"
	// asAuto is the form for the pipeline that batchgen runs in, text elsewhere.
	asAuto = "auto"
)

// messageForms returns the forms of diagnostics.
func messageForms() []string {
	return []string{asText, asJSON, asSARIF, asGitHub, asAzureDevOps, asAuto}
}

// messages returns an empty set of findings and the form to print it in, as
// the flags of a command ask.
func messages(c *cli.Context) (*findings, string, error) {
	form, err := choice(c, "diagnostics", messageForms()...)
	if err != nil {
		return nil, "", err
	}
	level, err := choice(c, "fail-on", failLevels()...)
	if err != nil {
		return nil, "", err
	}
	if c.IsSet("stdin-name") && c.String("stdin-name") == "" {
		return nil, "", usageError{"--stdin-name is empty", "leave it out to say " + stdinName}
	}
	return &findings{strict: level == failOnWarning, stdinName: c.String("stdin-name")}, form, nil
}

// pipelineForm returns the form that a pipeline reads, text where there is none.
func (a *App) pipelineForm() string {
	switch {
	case a.Getenv("GITHUB_ACTIONS") == "true":
		return asGitHub
	case strings.EqualFold(a.Getenv("TF_BUILD"), "true"):
		return asAzureDevOps
	}
	return asText
}

// printReports writes diagnostics in a form to text, drawn as on a stream.
func (a *App) printReports(text io.Writer, reports []diag.Report, form string, stream any) error {
	if form == asAuto {
		form = a.pipelineForm()
	}
	switch form {
	case asJSON:
		return diag.PrintJSON(text, reports)
	case asSARIF:
		return diag.PrintSARIF(text, a.inRepository(reports))
	case asGitHub:
		return diag.PrintGitHub(text, a.inRepository(reports))
	case asAzureDevOps:
		return diag.PrintAzureDevOps(text, a.inRepository(reports))
	}
	return diag.PrintText(text, reports, a.style(stream))
}

// inRepository names files as seen from the root of the repository, which
// pipelines tell: there they look for the lines that findings speak of.
func (a *App) inRepository(reports []diag.Report) []diag.Report {
	root := orElse(a.Getenv("GITHUB_WORKSPACE"), a.Getenv("BUILD_SOURCESDIRECTORY"))
	renamed := make([]diag.Report, len(reports))
	for i, r := range reports {
		r.Name = filepath.ToSlash(relativeTo(root, r.Name))
		renamed[i] = r
	}
	return renamed
}

// relativeTo is the path of a file below a folder, or the path as it is where
// it is not below, or no file.
func relativeTo(root, name string) string {
	if root == "" {
		return name
	}
	if _, err := os.Lstat(name); err != nil {
		return name
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if below, err := filepath.Rel(root, absolute); err == nil && filepath.IsLocal(below) {
		return below
	}
	return name
}
