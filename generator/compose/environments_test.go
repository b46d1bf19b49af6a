package compose_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/template"
)

// writtenValues writes the values of a parameter file, one line each.
func writtenValues(p template.Parameters) []string {
	var lines []string
	for _, v := range p.Values {
		text := fmt.Sprint(v.Value)
		if v.Environment != "" {
			text = "$" + v.Environment
		}
		lines = append(lines, v.Name+" = "+text)
	}
	return lines
}

// The values of an environment, in the order of the template's parameters:
// every size and count of every pool, tags only where somebody states any.
func TestEnvironments(t *testing.T) {
	t.Parallel()
	const head = "region: westeurope\nos: linux\n"
	for _, c := range []struct {
		text string
		want []string
	}{
		{head + "nodes: 5\nenvironments: {e: {nodes: 7}}", []string{"poolVmSize = Standard_D4s_v5", "poolDedicatedNodes = 7"}},
		{head + "nodes: 5\ntags: {a: x}\nenvironments: {e: {vmSize: Standard_D8s_v5}}", []string{
			"poolVmSize = Standard_D8s_v5", "poolDedicatedNodes = 5", "tags = [{a x}]",
		}},
		{head + "nodes: 5\nenvironments: {e: {nodes: {spot: 2}, tags: {b: y}}}", []string{
			"poolVmSize = Standard_D4s_v5", "poolDedicatedNodes = 0", "poolSpotNodes = 2", "tags = [{b y}]",
		}},
		{head + "nodes: {autoscale: {max: 4}}\nenvironments: {e: {nodes: {autoscale: {max: 9}}}}", []string{
			"poolVmSize = Standard_D4s_v5", "poolMaxNodes = 9",
		}},
		{head + "nodes: {autoscale: {max: 4}}\nenvironments: {e: {nodes: {autoscale: {min: 1, max: 9, spotMax: 3}}}}", []string{
			"poolVmSize = Standard_D4s_v5", "poolMinNodes = 1", "poolMaxNodes = 9", "poolSpotMaxNodes = 3",
		}},
		// A formula of the user's own reads no parameter.
		{head + "nodes: {autoscale: {max: 4, formula: $TargetDedicatedNodes=1;}}\nenvironments: {e: {vmSize: Standard_D8s_v5}}", []string{
			"poolVmSize = Standard_D8s_v5",
		}},
		{head + "nodes: 2\npools: [{name: gpu-large}, {name: b}]\nenvironments: {e: {pools: {b: {nodes: 3}}}}", []string{
			"gpuLargeVmSize = Standard_D4s_v5", "gpuLargeDedicatedNodes = 2", "bVmSize = Standard_D4s_v5", "bDedicatedNodes = 3",
		}},
	} {
		p := planOf(t, c.text)
		doc, _ := compose.New(p)
		if err := template.Validate(doc); err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		files := compose.Environments(p, doc)
		if len(files) != 1 || files[0].Template != "./main.bicep" {
			t.Fatalf("%s: %+v", c.text, files)
		}
		if err := template.ValidateParameters(files[0], doc); err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if diff := cmp.Diff(c.want, writtenValues(files[0])); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.text, diff)
		}
	}
}

// What the template has no value for comes from whoever deploys.
func TestEnvironmentsLeaveSecretsOut(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: westeurope\nos: linux\nnodes: 5\nenvironments: {e: {nodes: 7}}")
	doc, _ := compose.New(p)
	doc.Params = append(doc.Params,
		template.Param{Name: "smb1UserPassword", Type: template.String, Secure: true},
		template.Param{Name: "batchServiceObjectId", Type: template.String})
	got := writtenValues(compose.Environments(p, doc)[0])
	want := []string{
		"poolVmSize = Standard_D4s_v5", "poolDedicatedNodes = 7",
		"smb1UserPassword = $BATCHGEN_SMB1_USER_PASSWORD", "batchServiceObjectId = $BATCHGEN_BATCH_SERVICE_OBJECT_ID",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// formulaOf is the value of the variable poolFormula.
func formulaOf(t *testing.T, text string) template.Expr {
	t.Helper()
	doc, _ := compose.New(planOf(t, "region: westeurope\nos: linux\n"+text))
	for _, v := range doc.Vars {
		if v.Name == "poolFormula" {
			return v.Value
		}
	}
	t.Fatal("no formula")
	return nil
}

// With the parameters at the intent's values the formula is what it is without
// environments.
func TestFormulaOfParameters(t *testing.T) {
	t.Parallel()
	for _, bounds := range []string{
		"min: 1, max: 4, spotMax: 2", "max: 4", "max: 0, spotMax: 5", "max: 0",
	} {
		text := "nodes: {autoscale: {" + bounds + "}}\n"
		plain := string(formulaOf(t, text).(template.Text))
		values := map[template.ParamRef]string{"poolMinNodes": "1", "poolMaxNodes": "4", "poolSpotMaxNodes": "2"}
		if strings.Contains(bounds, "max: 0") {
			values["poolSpotMaxNodes"] = "5"
		}
		call := formulaOf(t, text+"environments: {e: {vmSize: Standard_D8s_v5}}").(template.Call)
		var lines []string
		for _, line := range call.Args[0].(template.Arr) {
			written := ""
			switch line := line.(type) {
			case template.Str:
				written = string(line)
			case template.Interp:
				for _, part := range line {
					if ref, is := part.(template.ParamRef); is {
						written += values[ref]
						continue
					}
					written += string(part.(template.Str))
				}
			}
			lines = append(lines, written)
		}
		if diff := cmp.Diff(plain, strings.Join(lines, string(call.Args[1].(template.Str)))+"\n"); call.Name != "join" || diff != "" {
			t.Errorf("%s: %s (-plain +joined)\n%s", bounds, call.Name, diff)
		}
	}
	if _, is := formulaOf(t, "nodes: {autoscale: {max: 4, formula: $TargetDedicatedNodes=1;}}\nenvironments: {e: {vmSize: Standard_D8s_v5}}").(template.Text); !is {
		t.Error("the intent's own formula does not stay as it is")
	}
}

// Beyond the limit of variables a formula with parameters stands in its pool.
func TestFormulaOfParametersWithoutVariable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("region: westeurope\nos: linux\nnodes: {autoscale: {max: 1}}\nnetwork: {addressSpace: [10.0.0.0/8]}\npools:\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  - {name: p%d}\n", i)
	}
	b.WriteString("environments: {e: {tags: {a: b}}}\n")
	p := planOf(t, b.String())
	doc, _ := compose.New(p)
	if err := template.Validate(doc); err != nil {
		t.Error(err)
	}
	if err := template.ValidateParameters(compose.Environments(p, doc)[0], doc); err != nil {
		t.Error(err)
	}
}
