// Package scaffold writes the files that a new project begins with, beside
// what its intent gives: the intent itself, settings for editors, compiler and
// Git, a README with the next commands, and a pipeline.
package scaffold

import (
	"bytes"
	"strconv"
	"text/template"

	"github.com/batchgen/batchgen/schemas"
	"github.com/batchgen/batchgen/templates"
)

// The pipelines that a project can begin with.
const (
	GitHub      = "github"
	AzureDevOps = "azure-devops"
	None        = "none"
)

// IntentName is what the intent of a new project is called, InfraFolder the
// folder of what it gives: the other files refer to both.
const (
	IntentName  = "batchgen.yaml"
	InfraFolder = "infra"
)

// Answers are what a new project depends on.
type Answers struct {
	// Name begins the name of every resource, "" for the intent's default. It is
	// quoted: what it may be is the intent's affair.
	Name string
	// Region is the name of an Azure region, Cloud the Azure CLI's name of the
	// cloud that it is in: AzureCloud, AzureUSGovernment or AzureChinaCloud.
	Region, Cloud string
	// Mode and OS are values of the keys mode and os of an intent.
	Mode, OS string
	// Nodes is the number of dedicated nodes in production, 0 or more.
	Nodes int
	// Pipeline is GitHub, AzureDevOps or None.
	Pipeline string
	// Version is the release of batchgen that the pipeline takes, such as 1.4.0;
	// "" for the newest source, where this batchgen is no release.
	Version string
}

// File is one file of a project.
type File struct {
	// Name is relative to the project's folder, with forward slashes.
	Name string
	Data []byte
}

// bicepVersion is the compiler that pipelines use; without it they would take
// the latest of the day. Every golden output was made for it.
const bicepVersion = "0.49.2"

// files are the files of a project in the order that they are listed in. Those
// with a pipeline belong to projects with that alone.
var files = []struct{ name, template, pipeline string }{
	{IntentName, "batchgen.yaml.tmpl", ""},
	{"README.md", "README.md.tmpl", ""},
	{"azure.yaml", "azure.yaml.tmpl", ""},
	{"bicepconfig.json", "bicepconfig.json.tmpl", ""},
	{".gitattributes", "gitattributes.tmpl", ""},
	{".gitignore", "gitignore.tmpl", ""},
	{".vscode/extensions.json", "extensions.json.tmpl", ""},
	{".github/workflows/batch.yml", "github.yml.tmpl", GitHub},
	{"azure-pipelines.yml", "azure-pipelines.yml.tmpl", AzureDevOps},
	{"pipelines/batchgen.yml", "batchgen-step.yml.tmpl", AzureDevOps},
}

// cloud is how the tools of a pipeline call an Azure cloud.
type cloud struct {
	// Name is the Azure CLI's.
	Name string
	// Login is the environment of azure/login, Deploy that of azure/bicep-deploy
	// and BicepDeploy; both are "" for the public cloud, their default.
	Login, Deploy string
	// Audience is that of tokens that are exchanged for those of Entra ID.
	Audience string
}

// clouds: action.yml of Azure/login and of Azure/bicep-deploy; the audiences are
// those of "Configure an application to trust a managed identity" in the
// documents of Entra ID.
var clouds = []cloud{
	{Name: "AzureCloud", Audience: "api://AzureADTokenExchange"},
	{
		Name: "AzureUSGovernment", Login: "azureusgovernment", Deploy: "azureUSGovernment",
		Audience: "api://AzureADTokenExchangeUSGov",
	},
	{
		Name: "AzureChinaCloud", Login: "azurechinacloud", Deploy: "azureChinaCloud",
		Audience: "api://AzureADTokenExchangeChina",
	},
}

// systems are what the intent shows as examples for each operating system.
var systems = map[string]struct{ image, remote string }{
	"linux":   {"ubuntu-24.04", "SSH"},
	"windows": {"windows-2022", "RDP"},
}

// view is what the templates see.
type view struct {
	Answers
	Cloud cloud
	// Prefix is the name, or what the intent takes without one.
	Prefix        string
	DevNodes      int
	Image, Remote string
	BicepVersion  string
}

// New returns the files of a project, in the order of their listing, but not
// those of its infra folder, which are what the first of them, the intent, gives.
func New(a Answers) []File {
	v := view{
		Answers: a, Prefix: a.Name, DevNodes: min(a.Nodes, 1), BicepVersion: bicepVersion,
		Image: systems[a.OS].image, Remote: systems[a.OS].remote,
	}
	if v.Prefix == "" {
		v.Prefix = "batch"
	}
	for _, c := range clouds {
		if c.Name == a.Cloud {
			v.Cloud = c
		}
	}
	all := template.Must(template.New("").Delims("<%", "%>").
		Funcs(template.FuncMap{"quote": strconv.Quote}).
		ParseFS(templates.Files, "*"))
	var list []File
	for _, f := range files {
		if f.pipeline != "" && f.pipeline != a.Pipeline {
			continue
		}
		text := new(bytes.Buffer)
		if err := all.ExecuteTemplate(text, f.template, v); err != nil {
			panic(err) // a buffer takes everything, and tests execute every template
		}
		// A condition at the end of a template leaves an empty line.
		list = append(list, File{Name: f.name, Data: append(bytes.TrimRight(text.Bytes(), "\n"), '\n')})
	}
	return append(list, File{Name: ".batchgen/intent.schema.json", Data: schemas.Intent()})
}
