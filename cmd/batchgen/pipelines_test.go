package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// This file runs the shell steps of pipelines as their runners do: those of
// the action, of the step template and of the projects that init writes. az,
// curl and go are stubs that record how they are called; batchgen is real.

// step is a step of a pipeline, as GitHub or Azure DevOps spells it.
type step struct {
	Name string            `yaml:"name"`
	Run  string            `yaml:"run"`
	Bash string            `yaml:"bash"`
	Env  map[string]string `yaml:"env"`
}

// shell is how a runner calls bash for a step: GitHub stops at the first
// failure, Azure DevOps does not by itself.
func (s step) shell() (script string, flags []string) {
	if s.Run != "" {
		return s.Run, []string{"--noprofile", "--norc", "-eo", "pipefail"}
	}
	return s.Bash, []string{"--noprofile", "--norc"}
}

// readYAML reads a file of the repository or of a project.
func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// runner runs steps in a folder of its own.
type runner struct {
	t *testing.T
	// work is where steps run, temp what the runner gives them beside it.
	work, temp string
	env        []string
}

func newRunner(t *testing.T, env ...string) *runner {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stubs are shell scripts")
	}
	r := &runner{t: t, work: t.TempDir(), temp: t.TempDir()}
	stubs := t.TempDir()
	// Each stub says how it was called, a word a line. curl serves files of a folder.
	for name, body := range map[string]string{
		"az": `echo "az says $2"`,
		"go": "", "gh": "", "azd": "",
		"curl": `while [ $# -gt 0 ]; do case $1 in -o) out=$2; shift ;; https:*) url=$1 ;; esac; shift; done
cp "$SERVED/${url##*/}" "$out"`,
	} {
		text := "#!/bin/sh\nfor word in " + name + ` "$@"; do echo "$word" >> "$CALLS"; done` + "\n" + body + "\n"
		if err := os.WriteFile(filepath.Join(stubs, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), "PATH="+stubs+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"CALLS="+r.at("calls"), "SERVED="+r.temp,
		"RUNNER_TEMP="+r.temp, "GITHUB_PATH="+r.at("path"), "GITHUB_STEP_SUMMARY="+r.at("summary"),
		"GITHUB_ACTION_PATH="+r.work, "AGENT_TEMPDIRECTORY="+r.temp)
	r.env = append(r.env, env...)
	return r
}

// at is a file beside the work of the steps.
func (r *runner) at(name string) string { return filepath.Join(r.temp, name) }

// content is what a file beside the work holds, "" if there is none.
func (r *runner) content(name string) string {
	text, _ := os.ReadFile(r.at(name))
	return string(text)
}

// run runs a step and returns whether it succeeded and what it printed.
func (r *runner) run(s step, env ...string) (ok bool, output string) {
	r.t.Helper()
	script, flags := s.shell()
	file := r.at("step.sh")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		r.t.Fatal(err)
	}
	cmd := exec.Command("bash", append(flags, file)...)
	cmd.Dir, cmd.Env = r.work, append(r.env, env...)
	text, err := cmd.CombinedOutput()
	return err == nil, string(text)
}

// init begins a project in the working folder of the runner.
func (r *runner) init(args ...string) {
	r.t.Helper()
	args = append([]string{"init", r.work, "--os", "linux", "--nodes", "4", "--as-of", "2026-01-15"}, args...)
	if status, _, stderr := call(r.t, "", args...); status != exitDone {
		r.t.Fatalf("exit status %d: %s", status, stderr)
	}
}

// release serves a release whose only file says how it was called.
func (r *runner) release(version string) (archive, checksum string) {
	r.t.Helper()
	system, machine := "linux", "amd64"
	if runtime.GOOS == "darwin" {
		system = "darwin"
	}
	if runtime.GOARCH == "arm64" {
		machine = "arm64"
	}
	archive = fmt.Sprintf("batchgen_%s_%s_%s.tar.gz", version, system, machine)
	data := new(bytes.Buffer)
	zipped := gzip.NewWriter(data)
	files := tar.NewWriter(zipped)
	body := []byte("#!/bin/sh\necho released\n")
	_ = files.WriteHeader(&tar.Header{Name: "batchgen", Mode: 0o755, Size: int64(len(body))})
	_, _ = files.Write(body)
	if err := files.Close(); err != nil {
		r.t.Fatal(err)
	}
	_ = zipped.Close()
	sum := sha256.Sum256(data.Bytes())
	checksum = hex.EncodeToString(sum[:])
	list := "0000  batchgen_" + version + "_other_amd64.tar.gz\n" + checksum + "  " + archive + "\n"
	for name, text := range map[string][]byte{archive: data.Bytes(), "checksums.txt": []byte(list)} {
		if err := os.WriteFile(r.at(name), text, 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	return archive, checksum
}

// action reads the steps of action.yml: the first installs, the second runs.
func action(t *testing.T) (install, run step) {
	t.Helper()
	var file struct {
		Inputs map[string]struct{ Description, Default string }
		Runs   struct {
			Using string
			Steps []step
		}
	}
	readYAML(t, "../../action.yml", &file)
	if file.Runs.Using != "composite" || len(file.Runs.Steps) != 2 {
		t.Fatalf("the action is %+v", file.Runs)
	}
	given := map[string]bool{}
	for _, s := range file.Runs.Steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s expands an expression in its script", s.Name)
		}
		for _, value := range s.Env {
			name := strings.TrimSuffix(strings.TrimPrefix(value, "${{ inputs."), " }}")
			given[name] = true
		}
	}
	for name, input := range file.Inputs {
		if !given[name] || input.Description == "" {
			t.Errorf("the input %s is passed on: %t, described as %q", name, given[name], input.Description)
		}
	}
	return file.Runs.Steps[0], file.Runs.Steps[1]
}

// stepTemplate reads the one step of pipelines/batchgen.yml.
func stepTemplate(t *testing.T) step {
	t.Helper()
	var file struct{ Steps []step }
	readYAML(t, "../../pipelines/batchgen.yml", &file)
	if len(file.Steps) != 1 {
		t.Fatalf("%d steps", len(file.Steps))
	}
	return file.Steps[0]
}

func TestInstallingARelease(t *testing.T) {
	t.Parallel()
	fromAction, _ := action(t)
	for name, s := range map[string]step{"action": fromAction, "step template": stepTemplate(t)} {
		for _, version := range []string{"1.4.0", "v1.4.0", "1.4.0-rc.1"} {
			for _, pinned := range []bool{true, false} {
				r := newRunner(t)
				archive, checksum := r.release(strings.TrimPrefix(version, "v"))
				if !pinned {
					checksum = ""
				}
				ok, output := r.run(s, "VERSION="+version, "CHECKSUM="+checksum)
				if !ok {
					t.Fatalf("%s, %s: %s", name, version, output)
				}
				bin := r.at("batchgen")
				if told := r.content("path") + output; !strings.Contains(told, bin+"\n") {
					t.Errorf("%s, %s: the path is not told: %s", name, version, told)
				}
				said, err := exec.Command(filepath.Join(bin, "batchgen")).Output()
				if err != nil || string(said) != "released\n" {
					t.Errorf("%s, %s: %s, %v", name, version, said, err)
				}
				url := "https://github.com/batchgen/batchgen/releases/download/v" + strings.TrimPrefix(version, "v") + "/" + archive
				if !strings.Contains(r.content("calls"), url+"\n") {
					t.Errorf("%s, %s: calls are %s, want %s", name, version, r.content("calls"), url)
				}
			}
		}
	}
}

// TestInstallingIsRefused: neither a file with another checksum nor an input
// that is none gets onto the path, and no input is run.
func TestInstallingIsRefused(t *testing.T) {
	t.Parallel()
	fromAction, _ := action(t)
	hostile := []string{
		"1.4.0; touch pwned", "$(touch pwned)", "`touch pwned`", "1.4.0\ntouch pwned", "source; touch pwned", "../../x",
		"1.4.0 -o /etc/passwd", "-version", "", "main/../../other", "1.4.0-$(touch pwned)", "::add-path::/tmp",
	}
	for name, s := range map[string]step{"action": fromAction, "step template": stepTemplate(t)} {
		for _, version := range hostile {
			r := newRunner(t)
			r.release("1.4.0")
			ok, output := r.run(s, "VERSION="+version, "CHECKSUM=")
			if ok || r.content("path") != "" || strings.Contains(output, "prependpath") || r.content("calls") != "" {
				t.Errorf("%s takes %q: %s%s", name, version, output, r.content("calls"))
			}
			if left, _ := os.ReadDir(r.work); len(left) > 0 {
				t.Errorf("%s: %q was run", name, version)
			}
		}
		for _, checksum := range []string{strings.Repeat("0", 64), "$(touch pwned)", "* ", "."} {
			r := newRunner(t)
			r.release("1.4.0")
			ok, output := r.run(s, "VERSION=1.4.0", "CHECKSUM="+checksum)
			if ok || !strings.Contains(output, "not the one that was expected") || strings.Contains(output, "prependpath") {
				t.Errorf("%s takes the checksum %q: %s", name, checksum, output)
			}
			if _, err := os.Stat(r.at("batchgen/batchgen")); err == nil {
				t.Errorf("%s unpacks what has another checksum than %q", name, checksum)
			}
		}
		r := newRunner(t) // a list that does not name the archive
		r.release("1.4.0")
		_ = os.WriteFile(r.at("checksums.txt"), []byte("0000  other\n"), 0o644)
		if ok, output := r.run(s, "VERSION=1.4.0", "CHECKSUM="); ok {
			t.Errorf("%s takes an archive that is not listed: %s", name, output)
		}
		r = newRunner(t) // no release of that number
		if ok, output := r.run(s, "VERSION=9.9.9", "CHECKSUM="); ok {
			t.Errorf("%s takes a release that is not there: %s", name, output)
		}
	}
}

func TestInstallingFromSource(t *testing.T) {
	t.Parallel()
	fromAction, _ := action(t)
	r := newRunner(t)
	if ok, output := r.run(fromAction, "VERSION=source"); !ok || !strings.Contains(output, "::add-matcher::"+r.work+"/.github/") {
		t.Errorf("the action: %s", output)
	}
	if want := "go\nbuild\n-trimpath\n-o\n" + r.at("batchgen") + "/\n./cmd/batchgen\n"; r.content("calls") != want {
		t.Errorf("the action calls %q, want %q", r.content("calls"), want)
	}
	for _, version := range []string{"main", "0123456789abcdef", "v2-candidate"} {
		r = newRunner(t)
		if ok, output := r.run(stepTemplate(t), "VERSION="+version, "CHECKSUM="); !ok {
			t.Errorf("the step template: %s", output)
		}
		if want := "go\ninstall\ngithub.com/batchgen/batchgen/cmd/batchgen@" + version + "\n"; r.content("calls") != want {
			t.Errorf("the step template calls %q, want %q", r.content("calls"), want)
		}
	}
}

func TestActionRunsACommand(t *testing.T) {
	t.Parallel()
	_, run := action(t)
	r := newRunner(t)
	r.init("--region", "westeurope", "--pipeline", "none")
	for _, args := range []string{"batchgen.yaml", "batchgen.yaml\n", "--diagnostics\njson\n\nbatchgen.yaml"} {
		if ok, output := r.run(run, "COMMAND=validate", "ARGS="+args); !ok {
			t.Errorf("%q: %s", args, output)
		}
	}
	if ok, output := r.run(run, "COMMAND=regions", "ARGS="); !ok || !strings.Contains(output, "westeurope") {
		t.Errorf("without arguments: %s", output)
	}
	before, _ := os.ReadDir(r.work)
	for _, hostile := range []string{"; touch pwned", "$(touch pwned)", "`touch pwned`", "\"; touch pwned; \"", "* | touch pwned", "a b"} {
		for _, env := range [][]string{{"COMMAND=validate", "ARGS=" + hostile}, {"COMMAND=" + hostile, "ARGS="}} {
			if ok, output := r.run(run, env...); ok {
				t.Errorf("%q succeeds: %s", env, output)
			}
		}
	}
	if after, _ := os.ReadDir(r.work); len(after) != len(before) {
		t.Errorf("an input was run: %v", after)
	}
}

// stepsOf gathers the shell steps of a job or pipeline in their order.
func stepsOf(t *testing.T, node *yaml.Node) []step {
	t.Helper()
	var steps []step
	if node.Kind == yaml.MappingNode {
		var s step
		if err := node.Decode(&s); err == nil && s.Run+s.Bash != "" {
			return []step{s}
		}
	}
	for _, child := range node.Content {
		steps = append(steps, stepsOf(t, child)...)
	}
	return steps
}

// TestProjectPipelines runs the steps of the pipelines that init writes, first
// on the project as it is, then after each mistake that a pipeline is to find.
func TestProjectPipelines(t *testing.T) {
	t.Parallel()
	for pipeline, file := range map[string]string{
		"github": ".github/workflows/batch.yml", "azure-devops": "azure-pipelines.yml",
	} {
		for _, region := range []string{"westeurope", "chinaeast2"} {
			r := newRunner(t, "AZURE_RESOURCE_GROUP=a group")
			r.init("--region", region, "--pipeline", pipeline)
			var whole yaml.Node
			readYAML(t, filepath.Join(r.work, file), &whole)
			steps := stepsOf(t, &whole)
			for _, s := range steps {
				if ok, output := r.run(s, "BICEP_VERSION="+s.Env["BICEP_VERSION"]); !ok {
					t.Errorf("%s in %s: %+v: %s", pipeline, region, s, output)
				}
			}
			text, err := os.ReadFile(filepath.Join(r.work, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range regexp.MustCompile(`(infra|pipelines)/[a-z.]+[a-z]`).FindAllString(string(text), -1) {
				if _, err := os.Stat(filepath.Join(r.work, name)); err != nil {
					t.Errorf("%s names a file that is not there: %v", file, err)
				}
			}
			explained := r.content("summary") + r.content("explain.md")
			if !strings.Contains(explained, "mermaid") {
				t.Errorf("%s in %s: nothing is explained: %s", pipeline, region, explained)
			}
			if pipeline == "github" {
				want := "az\nbicep\ninstall\n--version\nv0.49.2\n" +
					"az\ndeployment\ngroup\nwhat-if\n--resource-group\na group\n--parameters\ninfra/prod.bicepparam\n"
				if r.content("calls") != want || !strings.HasSuffix(explained, "```text\naz says group\n```\n") {
					t.Errorf("calls are %q, the summary ends in %q", r.content("calls"), explained[len(explained)-40:])
				}
			}
			fails := func(contains, what string) {
				for _, s := range steps {
					script, _ := s.shell()
					if !strings.Contains(script, contains) {
						continue
					}
					if ok, output := r.run(s); ok {
						t.Errorf("%s: %s does not find %s: %s", pipeline, contains, what, output)
					}
					return
				}
				t.Errorf("%s has no step with %s", pipeline, contains)
			}
			if err := os.WriteFile(filepath.Join(r.work, "infra/main.bicep"), []byte("// mine\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			fails("render --check", "an edit by hand")
			if err := os.WriteFile(filepath.Join(r.work, "batchgen.yaml"), []byte("region: nowhere\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			fails("batchgen validate", "a wrong intent")
			fails("batchgen verify", "a wrong intent")
			fails("batchgen explain", "a wrong intent")
		}
	}
}

// TestReadmeCommands runs every command that the README of a project gives, in
// one session, with a name that needs care nowhere.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	for _, pipeline := range []string{"github", "azure-devops", "none"} {
		r := newRunner(t, "preview=11", "prod=22", "subscription=33")
		r.init("--region", "usgovvirginia", "--pipeline", pipeline, "--name", "render")
		text, err := os.ReadFile(filepath.Join(r.work, "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		blocks := regexp.MustCompile("(?ms)^( *)```sh\n(.*?)^ *```$").FindAllStringSubmatch(string(text), -1)
		script := "set -u\n"
		for _, b := range blocks {
			for line := range strings.Lines(b[2]) {
				script += strings.TrimPrefix(line, b[1])
			}
		}
		ok, output := r.run(step{Run: script})
		if !ok {
			t.Errorf("%s: %s", pipeline, output)
		}
		calls := strings.ReplaceAll(r.content("calls"), "\n", " ")
		want := []string{
			"az cloud set --name AzureUSGovernment", "az group create --name render-dev --location usgovvirginia",
			"az deployment group create --resource-group render-dev --parameters infra/dev.bicepparam",
			"azd env set AZURE_LOCATION usgovvirginia",
		}
		if pipeline != "none" {
			want = append(want, "--audiences api://AzureADTokenExchangeUSGov", "az role definition create --role-definition @preview-role.json",
				"--role Role Based Access Control Administrator --scope /subscriptions/")
			role, err := os.ReadFile(filepath.Join(r.work, "preview-role.json"))
			if err != nil || !json.Valid(role) {
				t.Errorf("%s: the role is no JSON: %s, %v", pipeline, role, err)
			}
		}
		if pipeline == "github" {
			want = append(want, "--subject repo:OWNER/REPOSITORY:environment:batch-preview --audiences",
				"--subject repo:OWNER/REPOSITORY:environment:batch-prod --audiences",
				"gh variable set AZURE_RESOURCE_GROUP --repo OWNER/REPOSITORY --body render-prod")
		}
		for _, w := range want {
			if !strings.Contains(calls, w) {
				t.Errorf("%s: no call has %q: %s", pipeline, w, calls)
			}
		}
		if pipeline != "github" && strings.Contains(string(text), "GitHub and Azure") {
			t.Errorf("%s: the README speaks of GitHub", pipeline)
		}
	}
}

// TestPipelinesPage: the examples of docs/pipelines.md give only inputs,
// parameters and hooks that exist, and its table names every input.
func TestPipelinesPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	var metadata struct{ Inputs map[string]any }
	readYAML(t, "../../action.yml", &metadata)
	var template struct{ Parameters []struct{ Name string } }
	readYAML(t, "../../pipelines/batchgen.yml", &template)
	var hooks []struct{ ID string }
	readYAML(t, "../../.pre-commit-hooks.yaml", &hooks)
	known := map[string]bool{"persist-credentials": true}
	for name := range metadata.Inputs {
		known[name] = true
		if !bytes.Contains(page, []byte("\n| `"+name+"` |")) {
			t.Errorf("the input %s is not in the table", name)
		}
	}
	for _, p := range template.Parameters {
		known[p.Name] = true
	}
	for _, h := range hooks {
		known[h.ID] = true
	}
	blocks := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllSubmatch(page, -1)
	for _, b := range blocks {
		var example struct {
			Steps []struct{ With, Parameters map[string]string }
			Repos []struct{ Hooks []struct{ ID string } }
		}
		if err := yaml.Unmarshal(b[1], &example); err != nil {
			t.Errorf("%s: %v", b[1], err)
		}
		var used []string
		for _, s := range example.Steps {
			used = slices.AppendSeq(used, maps.Keys(s.With))
			used = slices.AppendSeq(used, maps.Keys(s.Parameters))
		}
		for _, r := range example.Repos {
			for _, h := range r.Hooks {
				used = append(used, h.ID)
			}
		}
		for _, name := range used {
			if !known[name] {
				t.Errorf("%s is known to neither of them", name)
			}
		}
		if len(used) == 0 {
			t.Errorf("nothing is used in %s", b[1])
		}
	}
	if len(blocks) != 3 {
		t.Errorf("%d examples", len(blocks))
	}
}

// TestPreCommitHooks holds the hooks to the keys that pre-commit knows, and
// runs what they start.
func TestPreCommitHooks(t *testing.T) {
	t.Parallel()
	var hooks []struct {
		ID, Name, Description, Entry, Language, Files string
		Types, Args                                   []string
		PassFilenames                                 *bool `yaml:"pass_filenames"`
		RequireSerial                                 bool  `yaml:"require_serial"`
	}
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&hooks); err != nil {
		t.Fatal(err)
	}
	r := newRunner(t)
	r.init("--region", "westeurope", "--pipeline", "none")
	var ids []string
	for _, h := range hooks {
		ids = append(ids, h.ID)
		if h.Language != "golang" || h.Name == "" || h.Description == "" {
			t.Errorf("%+v", h)
		}
		script := h.Entry + " " + strings.Join(h.Args, " ")
		if h.PassFilenames == nil || *h.PassFilenames {
			script += " batchgen.yaml"
		}
		if ok, output := r.run(step{Run: script}); !ok {
			t.Errorf("%s: %s", script, output)
		}
		// The patterns are Python's, of the part that Go has too.
		files := `#!/bin/sh
for f in batchgen.yaml a/b/pool.batchgen.yml; do echo "$f" | grep -qE '` + h.Files + `' || exit 1; done
for f in mybatchgen.yaml batchgen.yaml.txt values.yaml; do echo "$f" | grep -qE '` + h.Files + `' && exit 1; done
exit 0`
		if ok, _ := r.run(step{Run: files}); !ok {
			t.Errorf("%s: the pattern %s takes other files", h.ID, h.Files)
		}
	}
	if strings.Join(ids, " ") != "batchgen-validate batchgen-check" {
		t.Errorf("the hooks are %s", ids)
	}
	_ = os.WriteFile(filepath.Join(r.work, "infra/main.bicep"), []byte("// mine\n"), 0o644)
	if ok, output := r.run(step{Run: hooks[1].Entry + " " + strings.Join(hooks[1].Args, " ")}); ok {
		t.Errorf("an edit by hand is not found: %s", output)
	}
}
