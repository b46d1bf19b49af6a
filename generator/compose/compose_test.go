package compose_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

var today = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

func planOf(t testing.TB, text string) plan.Plan {
	t.Helper()
	in, _, list := intent.Load([]byte(text))
	p, planned := plan.New(in, today)
	if list = append(list, planned...); list.HasErrors() {
		t.Fatalf("refused: %+v", list)
	}
	return p
}

// goldens returns the intents of the golden cases by folder.
func goldens(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../golden/*/intent.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	intents := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		intents[filepath.Dir(f)] = string(text)
	}
	return intents
}

// Every document is whole: names are declared once and used, nothing that is
// known only at run time stands where the deployment starts.
func TestDocumentsAreValid(t *testing.T) {
	t.Parallel()
	for dir, text := range goldens(t) {
		doc, list := compose.New(planOf(t, text))
		if len(list) > 0 {
			t.Errorf("%s: %+v", dir, list)
		}
		if err := template.Validate(doc); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// Composing twice from one plan gives the same document: the plan is only read.
func TestPlanIsOnlyRead(t *testing.T) {
	t.Parallel()
	for dir, text := range goldens(t) {
		p := planOf(t, text)
		before, after := fmt.Sprintf("%+v", p), ""
		compose.New(p)
		if after = fmt.Sprintf("%+v", p); before != after {
			t.Errorf("%s: the plan has changed", dir)
		}
	}
}

// sdkTypes are the property types of the network resources that the SDK has.
var sdkTypes = map[string]func() any{
	azure.VirtualNetwork:       func() any { return new(armnetwork.VirtualNetworkPropertiesFormat) },
	azure.NetworkSecurityGroup: func() any { return new(armnetwork.SecurityGroupPropertiesFormat) },
	azure.RouteTable:           func() any { return new(armnetwork.RouteTablePropertiesFormat) },
	azure.NATGateway:           func() any { return new(armnetwork.NatGatewayPropertiesFormat) },
	azure.PublicIPAddress:      func() any { return new(armnetwork.PublicIPAddressPropertiesFormat) },
	azure.SubnetResource:       func() any { return new(armnetwork.SubnetPropertiesFormat) },
	azure.PrivateEndpoint:      func() any { return new(armnetwork.PrivateEndpointProperties) },
	azure.PrivateDNSZoneGroup:  func() any { return new(armnetwork.PrivateDNSZoneGroupPropertiesFormat) },
}

// withoutSDKType are the network resources that the SDK leaves to another module of its own.
var withoutSDKType = []string{azure.PrivateDNSZone, azure.PrivateDNSZoneLink}

type armResource struct {
	Type       string
	Name       string
	Properties json.RawMessage
}

// deployed lists the resources of a template and of the templates nested in it.
func deployed(t *testing.T, text []byte) []armResource {
	t.Helper()
	var doc struct{ Resources []armResource }
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	all := doc.Resources
	for _, r := range doc.Resources {
		if r.Type != azure.Deployment {
			continue
		}
		var nested struct{ Template json.RawMessage }
		if err := json.Unmarshal(r.Properties, &nested); err != nil {
			t.Fatal(err)
		}
		all = append(all, deployed(t, nested.Template)...)
	}
	return all
}

// The properties of every network resource go through the SDK's types and come
// back as they were: no property is misspelled, none has the wrong kind.
func TestNetworkPropertiesSurviveTheSDK(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for dir := range goldens(t) {
		text, err := os.ReadFile(filepath.Join(dir, "main.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range deployed(t, text) {
			if !strings.HasPrefix(r.Type, "Microsoft.Network/") || slices.Contains(withoutSDKType, r.Type) {
				continue
			}
			make, known := sdkTypes[r.Type]
			if !known {
				t.Fatalf("%s: %s has no row in sdkTypes", dir, r.Type)
			}
			seen[r.Type]++
			value := make()
			if err := json.Unmarshal(r.Properties, value); err != nil {
				t.Errorf("%s: %s: %v", dir, r.Name, err)
				continue
			}
			back, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			var want, got any
			if err := json.Unmarshal(r.Properties, &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(back, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s changes in the SDK's types (-ours +back):\n%s", dir, r.Name, diff)
			}
		}
	}
	for kind := range sdkTypes {
		if seen[kind] == 0 {
			t.Errorf("no golden has a %s", kind)
		}
	}
}

func TestTooManyResources(t *testing.T) {
	t.Parallel()
	text := func(pools int) string {
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\nnodes: 1\npools:\n")
		for i := range pools {
			fmt.Fprintf(&b, "  - {name: p%d, subnet: own}\n", i)
		}
		return b.String()
	}
	// Five resources beside an NSG and a pool each.
	for pools, want := range map[int]string{397: "", 398: "BG751"} {
		_, list := compose.New(planOf(t, text(pools)))
		got := ""
		if len(list) > 0 {
			got = list[0].Code
		}
		if got != want {
			t.Errorf("%d pools: %q, want %q", pools, got, want)
		}
	}
}

// A template has 64 outputs at most: beyond that the own subnets are left out.
func TestOutputsRunOut(t *testing.T) {
	t.Parallel()
	for pools, want := range map[int]int{62: 64, 63: 2} {
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\nnodes: 1\npools:\n")
		for i := range pools {
			fmt.Fprintf(&b, "  - {name: p%d, subnet: own}\n", i)
		}
		doc, _ := compose.New(planOf(t, b.String()))
		if len(doc.Outputs) != want {
			t.Errorf("%d pools: %d outputs, want %d", pools, len(doc.Outputs), want)
		}
	}
}

// Formulas beyond the limit of variables stand in the pool itself.
func TestVariablesRunOut(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("region: westeurope\nos: linux\nnodes: {autoscale: {min: 0, max: 1}}\npools:\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  - {name: p%d}\n", i)
	}
	doc, list := compose.New(planOf(t, b.String()))
	if list.HasErrors() {
		t.Fatal(list)
	}
	if len(doc.Vars) != 200 || len(doc.Params) > 200 {
		t.Errorf("%d variables, %d parameters", len(doc.Vars), len(doc.Params))
	}
	if err := template.Validate(doc); err != nil {
		t.Error(err)
	}
}
