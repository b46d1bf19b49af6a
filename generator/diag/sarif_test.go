package diag_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/diag"
)

// sarifSchema is the official one.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	if err := compiler.AddResource("sarif.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("sarif.json")
}

// scanned is what PrintSARIF makes of reports, held to the schema.
func scanned(t require, schema *jsonschema.Schema, reports []diag.Report) sarif {
	var text bytes.Buffer
	if err := diag.PrintSARIF(&text, reports); err != nil {
		t.Fatal(err)
	}
	var anything any
	if err := json.Unmarshal(text.Bytes(), &anything); err != nil {
		t.Fatalf("%v\n%s", err, &text)
	}
	if err := schema.Validate(anything); err != nil {
		t.Fatalf("%#v\n%s", err, &text)
	}
	var log sarif
	if err := json.Unmarshal(text.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// require is what tests and properties have in common.
type require interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

type sarif struct {
	Runs []struct {
		Tool    struct{ Driver struct{ Rules []sarifRule } }
		Results []sarifResult
	}
}

type sarifRule struct {
	ID                   string
	HelpURI              string
	ShortDescription     struct{ Text string }
	DefaultConfiguration struct{ Level string }
}

type sarifResult struct {
	RuleID    string
	RuleIndex int
	Level     string
	Message   struct{ Text string }
	Locations []struct {
		PhysicalLocation struct {
			ArtifactLocation struct{ URI, URIBaseID string }
			Region           *struct{ StartLine, StartColumn, EndLine, EndColumn int }
		}
	}
	RelatedLocations    []any
	PartialFingerprints map[string]string
}

func TestSARIF(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	log := scanned(t, schema, nil)
	if got := log.Runs[0]; got.Results == nil || got.Tool.Driver.Rules == nil {
		t.Errorf("nothing to say gives %+v, want empty lists", got)
	}
	duplicate := placed(at(3, 1, 7), diag.DuplicateKey("/region", "region", at(1, 1, 7)))
	wide := placed(at(2, 0, 0), diag.WideRemoteAccess("/remoteAccess/from/0", prefix("10.0.0.0/7")))
	run := scanned(t, schema, []diag.Report{
		{Name: "a b/ü:1.yaml", List: diag.List{wide, duplicate}},
		{Name: "/abs/%.yaml", List: diag.List{diag.EmptyFile()}},
		{Name: "C:/abs.yaml", List: diag.List{duplicate}},
		{Name: "x:y.yaml", List: diag.List{duplicate}},
	}).Runs[0]
	var rules []string
	for _, rule := range run.Tool.Driver.Rules {
		rules = append(rules, rule.ID+" "+rule.DefaultConfiguration.Level)
		if !strings.HasPrefix(rule.HelpURI, "https://github.com/batchgen/batchgen/blob/main/docs/diagnostics.md#bg") {
			t.Errorf("%s is explained at %s", rule.ID, rule.HelpURI)
		}
	}
	if diff := cmp.Diff([]string{"BG005 error", "BG102 error", "BG127 warning"}, rules); diff != "" {
		t.Errorf("rules:\n%s", diff)
	}
	var places []string
	fingerprints := map[string]bool{}
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("the rule of %s is %+v", r.RuleID, run.Tool.Driver.Rules[r.RuleIndex])
		}
		a := r.Locations[0].PhysicalLocation.ArtifactLocation
		places = append(places, a.URIBaseID+" "+a.URI)
		fingerprints[r.PartialFingerprints["codeAndPath/v1"]] = true
	}
	if diff := cmp.Diff([]string{
		"%SRCROOT% a%20b/%C3%BC:1.yaml", "%SRCROOT% a%20b/%C3%BC:1.yaml", " file:///abs/%25.yaml", " file:///C:/abs.yaml",
		"%SRCROOT% ./x:y.yaml",
	}, places); diff != "" {
		t.Errorf("places:\n%s", diff)
	}
	if len(fingerprints) != len(run.Results) {
		t.Errorf("%d results have %d fingerprints", len(run.Results), len(fingerprints))
	}
	if r := run.Results[0]; r.Level != "warning" || r.Locations[0].PhysicalLocation.Region.StartColumn != 1 {
		t.Errorf("the warning is %+v", r)
	}
	if r := run.Results[1]; len(r.RelatedLocations) != 1 || r.Message.Text != duplicate.Message+"\nhint: "+duplicate.Hint {
		t.Errorf("the repeated key is %+v", r)
	}
	if r := run.Results[2]; r.Locations[0].PhysicalLocation.Region != nil {
		t.Errorf("a finding without a place has the region %+v", r.Locations[0].PhysicalLocation.Region)
	}
}

// Whatever a file is called and holds, the log is valid and has every finding.
func TestSARIFOfAnything(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	rapid.Check(t, func(rt *rapid.T) {
		reports := anyReports(rt)
		want := 0
		for _, r := range reports {
			want += len(r.List)
		}
		results := scanned(rt, schema, reports).Runs[0].Results
		if len(results) != want {
			rt.Fatalf("%d results of %d findings", len(results), want)
		}
		for _, r := range results {
			place := r.Locations[0].PhysicalLocation.Region
			if place != nil && (place.StartColumn < 1 || place.EndLine < place.StartLine ||
				place.EndLine == place.StartLine && place.EndColumn < place.StartColumn) {
				rt.Fatalf("region %+v", *place)
			}
		}
	})
}

// The edit that cures a finding is one that code scanners can apply.
func TestSARIFFix(t *testing.T) {
	t.Parallel()
	at := diag.Range{Start: diag.Position{Line: 1, Column: 9}, End: diag.Position{Line: 1, Column: 18}}
	d := diag.UnknownRegion("/region", "westeurop", []string{"westeurope"})
	d.Range, d.Fix = at, &diag.Fix{Range: at, Text: "westeurope"}
	reports := []diag.Report{{Name: "infra/batchgen.yaml", List: diag.List{d}}}
	scanned(t, sarifSchema(t), reports)
	var text bytes.Buffer
	if err := diag.PrintSARIF(&text, reports); err != nil {
		t.Fatal(err)
	}
	plain := strings.Join(strings.Fields(text.String()), "")
	const want = `"artifactChanges":[{"artifactLocation":{"uri":"infra/batchgen.yaml","uriBaseId":"%SRCROOT%"},"replacements":` +
		`[{"deletedRegion":{"startLine":1,"startColumn":9,"endLine":1,"endColumn":18},"insertedContent":{"text":"westeurope"}}]}]`
	if !strings.Contains(plain, want) {
		t.Errorf("no %s in\n%s", want, plain)
	}
}
