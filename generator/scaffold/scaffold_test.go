package scaffold_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/scaffold"
)

var update = flag.Bool("update", false, "rewrite the expected files")

// everyAnswer returns all combinations of answers that give other files.
func everyAnswer() []scaffold.Answers {
	places := map[string]string{
		"westeurope": "AzureCloud", "usgovvirginia": "AzureUSGovernment", "chinaeast2": "AzureChinaCloud",
	}
	var list []scaffold.Answers
	for region, cloud := range places {
		for _, system := range []string{"linux", "windows"} {
			for _, pipeline := range []string{scaffold.GitHub, scaffold.AzureDevOps, scaffold.None} {
				for _, version := range []string{"", "1.4.0"} {
					for _, name := range []string{"", "null"} {
						list = append(list, scaffold.Answers{
							Name: name, Region: region, Cloud: cloud, Mode: "simplified", OS: system, Nodes: 20,
							Pipeline: pipeline, Version: version,
						})
					}
				}
			}
		}
	}
	return list
}

// TestProjects compares whole projects, but for the schema, with testdata.
func TestProjects(t *testing.T) {
	t.Parallel()
	cases := map[string]scaffold.Answers{
		"github": {
			Region: "westeurope", Cloud: "AzureCloud", Mode: "simplified", OS: "linux", Nodes: 20, Pipeline: scaffold.GitHub,
		},
		"github-release-government": {
			Name: "render", Region: "usgovvirginia", Cloud: "AzureUSGovernment", Mode: "simplified", OS: "windows", Nodes: 4,
			Pipeline: scaffold.GitHub, Version: "1.4.0",
		},
		"github-release-china": {
			Name: "null", Region: "chinaeast2", Cloud: "AzureChinaCloud", Mode: "simplified", OS: "linux", Nodes: 2,
			Pipeline: scaffold.GitHub, Version: "1.4.0",
		},
		"azure-devops": {
			Region: "westeurope", Cloud: "AzureCloud", Mode: "simplified", OS: "windows", Nodes: 20,
			Pipeline: scaffold.AzureDevOps,
		},
		"azure-devops-release-china": {
			Region: "chinaeast2", Cloud: "AzureChinaCloud", Mode: "simplified", OS: "linux", Nodes: 0,
			Pipeline: scaffold.AzureDevOps, Version: "1.4.0",
		},
		"none": {
			Region: "westeurope", Cloud: "AzureCloud", Mode: "simplified", OS: "linux", Nodes: 1, Pipeline: scaffold.None,
		},
	}
	for name, answers := range cases {
		archive := new(txtar.Archive)
		for _, f := range scaffold.New(answers) {
			if f.Name != ".batchgen/intent.schema.json" {
				archive.Files = append(archive.Files, txtar.File(f))
			}
		}
		got := txtar.Format(archive)
		file := filepath.Join("testdata", name+".txtar")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got; go test ./generator/scaffold -update accepts it):\n%s", name, diff)
		}
	}
}

// majors has the major version of each action and task as of mid-2026; the
// releases of its repository are the source.
var majors = map[string]string{
	"actions/checkout": "v7", "azure/login": "v3", "azure/bicep-deploy": "v2", "BicepDeploy": "0",
}

func TestEveryFileIsClean(t *testing.T) {
	t.Parallel()
	for _, answers := range everyAnswer() {
		for _, f := range scaffold.New(answers) {
			where := answers.Pipeline + " in " + answers.Region + ": " + f.Name
			if !bytes.HasSuffix(f.Data, []byte("\n")) || bytes.HasSuffix(f.Data, []byte("\n\n")) {
				t.Errorf("%s ends in no or in several line ends", where)
			}
			for i, line := range strings.Split(string(f.Data), "\n") {
				if strings.ContainsAny(line, "\r\t") || strings.TrimRight(line, " ") != line || strings.Contains(line, "<%") {
					t.Errorf("%s:%d: %q", where, i+1, line)
				}
			}
			switch path.Ext(f.Name) {
			case ".json":
				if !json.Valid(f.Data) {
					t.Errorf("%s is no JSON", where)
				}
			case ".yaml", ".yml":
				var value any
				if err := yaml.Unmarshal(f.Data, &value); err != nil {
					t.Errorf("%s: %v", where, err)
				}
				if bytes.Contains(bytes.ToLower(f.Data), []byte("secret")) {
					t.Errorf("%s speaks of a secret", where)
				}
				checkSteps(t, where, answers, value)
			}
		}
	}
}

// checkSteps walks a pipeline: every action has the current major, no script
// expands an expression.
func checkSteps(t *testing.T, where string, answers scaffold.Answers, value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			checkSteps(t, where, answers, item)
		}
	case map[string]any:
		for key, item := range v {
			text, _ := item.(string)
			switch key {
			case "run", "bash", "script":
				if strings.Contains(text, "${{") || regexp.MustCompile(`\$\([A-Z][A-Za-z]*\.`).MatchString(text) {
					t.Errorf("%s: a script expands an expression: %s", where, text)
				}
			case "uses", "task":
				name, version, _ := strings.Cut(text, "@")
				want := majors[name]
				if name == "batchgen/batchgen" {
					want = "main"
					if answers.Version != "" {
						want = "v" + answers.Version
					}
				}
				if version != want {
					t.Errorf("%s uses %s, want version %q", where, text, want)
				}
			}
			checkSteps(t, where, answers, item)
		}
	}
}

// adoStep has the keys of a step in an Azure DevOps pipeline that ours use, and
// those below the keys of the levels above it: a key that is none is found.
type adoStep struct {
	Bash, Task, Template, Checkout string
	DisplayName                    string `yaml:"displayName"`
	Env, Inputs, Parameters        map[string]string
}

type adoPipeline struct {
	Trigger struct {
		Branches, Paths struct{ Include []string }
	}
	PR         struct{ Branches struct{ Include []string } }
	Parameters []struct{ Name, Type, Default string }
	Pool       struct {
		VMImage string `yaml:"vmImage"`
	}
	Stages []struct {
		Stage, Condition string
		DependsOn        string `yaml:"dependsOn"`
		Jobs             []struct {
			Job, Deployment, Environment string
			Steps                        []adoStep
			Strategy                     struct {
				RunOnce struct{ Deploy struct{ Steps []adoStep } } `yaml:"runOnce"`
			}
		}
	}
	Steps []adoStep
}

// TestAzureDevOpsShape holds the files for Azure DevOps to the keys of their
// schema, and the stages to their order.
func TestAzureDevOpsShape(t *testing.T) {
	t.Parallel()
	for _, answers := range everyAnswer() {
		for _, f := range scaffold.New(answers) {
			if f.Name != "azure-pipelines.yml" && f.Name != "pipelines/batchgen.yml" {
				continue
			}
			var p adoPipeline
			decoder := yaml.NewDecoder(bytes.NewReader(f.Data))
			decoder.KnownFields(true)
			if err := decoder.Decode(&p); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
			if f.Name == "pipelines/batchgen.yml" {
				continue
			}
			order := ""
			for _, s := range p.Stages {
				order += s.DependsOn + " > " + s.Stage + "; "
			}
			if order != " > Check; Check > Preview; Preview > Deploy; " {
				t.Errorf("the stages are %s", order)
			}
			deploy := p.Stages[2].Jobs[0]
			if deploy.Environment != "batch-prod" || deploy.Strategy.RunOnce.Deploy.Steps[0].Checkout != "self" ||
				!strings.Contains(p.Stages[2].Condition, "refs/heads/main") {
				t.Errorf("the deployment is %+v", deploy)
			}
			if inputs := p.Stages[1].Jobs[0].Steps[0].Inputs; inputs["operation"] != "whatIf" ||
				inputs["validationLevel"] != "providerNoRbac" || inputs["azureResourceManagerConnection"] != "${{ parameters.previewConnection }}" {
				t.Errorf("the preview is %v", inputs)
			}
		}
	}
}

// TestGitHubRights: only jobs that sign in may ask for a token, the preview
// runs for no fork, and the deployment from main alone.
func TestGitHubRights(t *testing.T) {
	t.Parallel()
	for _, answers := range everyAnswer() {
		for _, f := range scaffold.New(answers) {
			if f.Name != ".github/workflows/batch.yml" {
				continue
			}
			var w struct {
				Permissions map[string]string
				Jobs        map[string]struct {
					Needs, If, Environment string
					Permissions            map[string]string
					Steps                  []struct {
						Uses string
						With map[string]string
					}
				}
			}
			if err := yaml.Unmarshal(f.Data, &w); err != nil {
				t.Fatal(err)
			}
			read := map[string]string{"contents": "read"}
			token := map[string]string{"contents": "read", "id-token": "write"}
			rights := map[string]map[string]string{"": read, "check": read, "preview": token, "deploy": token}
			got := map[string]map[string]string{"": w.Permissions}
			for name, job := range w.Jobs {
				got[name] = job.Permissions
				for _, s := range job.Steps {
					if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false" {
						t.Errorf("%s keeps the token of the checkout", name)
					}
					if strings.HasPrefix(s.Uses, "azure/") && (s.With["environment"] != "") != (answers.Cloud != "AzureCloud") {
						t.Errorf("%s in %s: %+v", name, answers.Cloud, s)
					}
				}
			}
			if diff := cmp.Diff(rights, got); diff != "" {
				t.Errorf("rights (-want +got):\n%s", diff)
			}
			if !strings.Contains(w.Jobs["preview"].If, "head.repo.full_name == github.repository") ||
				!strings.Contains(w.Jobs["deploy"].If, "github.ref == 'refs/heads/main'") ||
				w.Jobs["preview"].Environment != "batch-preview" || w.Jobs["deploy"].Environment != "batch-prod" {
				t.Errorf("the jobs are %+v", w.Jobs)
			}
		}
	}
}

// TestIntentTeaches takes away the # of each example of an intent in turn: what
// comes of it must be right.
func TestIntentTeaches(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	example := regexp.MustCompile(`(?m)^# ([a-zA-Z]+: .*)$`)
	for _, answers := range everyAnswer() {
		source := scaffold.New(answers)[0].Data
		if list := generator.Generate(source, generator.Options{AsOf: day}).Diagnostics; len(list) > 0 {
			t.Errorf("%s: %v", source, list)
		}
		found := example.FindAllSubmatchIndex(source, -1)
		if len(found) != 9 {
			t.Errorf("%d examples were found in %s", len(found), source)
		}
		for _, at := range found {
			changed := bytes.Join([][]byte{source[:at[0]], source[at[2]:]}, nil)
			if list := generator.Generate(changed, generator.Options{AsOf: day}).Diagnostics; list.HasErrors() {
				t.Errorf("%s in %s: %v", source[at[2]:at[3]], answers.Region, list)
			}
		}
	}
}

// TestNameStaysAString: the name comes from the command line and may be
// anything; the intent must judge it, not become another intent by it.
func TestNameStaysAString(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a\nos: windows", `a" b`, "true", "é\x00\u2028", "#", "<% .Region %>", "${{ github.token }}"} {
		files := scaffold.New(scaffold.Answers{
			Name: name, Region: "westeurope", Cloud: "AzureCloud", Mode: "simplified", OS: "linux", Pipeline: scaffold.None,
		})
		var in struct{ Name, OS string }
		if err := yaml.Unmarshal(files[0].Data, &in); err != nil || in.Name != name || in.OS != "linux" {
			t.Errorf("%q became %+v, %v", name, in, err)
		}
	}
}

// TestStepTemplateIsTheRepositorys: those who use the template from this
// repository get what projects of their own hold.
func TestStepTemplateIsTheRepositorys(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../../pipelines/batchgen.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range scaffold.New(scaffold.Answers{Pipeline: scaffold.AzureDevOps}) {
		if f.Name == "pipelines/batchgen.yml" {
			if diff := cmp.Diff(string(want), string(f.Data)); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("no step template was written")
}
