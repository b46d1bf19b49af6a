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

	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// firewallOf is the document of the allowlist of an intent.
func firewallOf(t *testing.T, source []byte) *template.Document {
	t.Helper()
	in, _, list := intent.Load(source)
	if list.HasErrors() {
		t.Fatal(list)
	}
	p, list := plan.New(in, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return compose.Allowlist(p, explain.NewAllowlist(in, p).Destinations())
}

type firewallRule struct {
	RuleType, Name                                                        string
	IPProtocols                                                           []string `json:"ipProtocols"`
	TargetFqdns, DestinationAddresses, DestinationFqdns, DestinationPorts []string
	SourceAddresses                                                       string
	Protocols                                                             []struct{ Port int }
}

// rulesOf reads the rules back from the ARM JSON, and holds the properties to the SDK's type.
func rulesOf(t *testing.T, doc *template.Document) []firewallRule {
	t.Helper()
	var read struct {
		Resources []struct {
			Type       string
			Properties json.RawMessage
		}
	}
	if err := json.Unmarshal(arm.Print(doc, 1), &read); err != nil || len(read.Resources) != 1 {
		t.Fatal(len(read.Resources), err)
	}
	if read.Resources[0].Type != azure.FirewallRuleCollectionGroup {
		t.Error(read.Resources[0].Type)
	}
	// A list is a parameter here; the SDK wants to see one.
	listed := strings.ReplaceAll(string(read.Resources[0].Properties), `"[parameters('sourceAddresses')]"`, `["10.0.0.0/24"]`)
	properties := new(armnetwork.FirewallPolicyRuleCollectionGroupProperties)
	if err := json.Unmarshal([]byte(listed), properties); err != nil {
		t.Fatal(err)
	}
	back, err := json.Marshal(properties)
	if err != nil {
		t.Fatal(err)
	}
	var before, after any
	_, _ = json.Unmarshal([]byte(listed), &before), json.Unmarshal(back, &after)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the SDK loses something:\n%s", diff)
	}
	var group struct {
		RuleCollections []struct{ Rules []firewallRule }
	}
	if err := json.Unmarshal(read.Resources[0].Properties, &group); err != nil {
		t.Fatal(err)
	}
	var rules []firewallRule
	for _, c := range group.RuleCollections {
		rules = append(rules, c.Rules...)
	}
	return rules
}

func TestAllowlistOfEveryGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../golden/*/intent.yaml")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := firewallOf(t, source)
		if err := template.Validate(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if _, intact, ok := bicep.Mark(bicep.Print(doc, 1)); !intact || !ok {
			t.Errorf("%s: no mark", file)
		}
		var names []string
		for _, r := range rulesOf(t, doc) {
			if slices.Contains(names, r.Name) {
				t.Errorf("%s: two rules are called %s", file, r.Name)
			}
			names = append(names, r.Name)
			if len(r.TargetFqdns)+len(r.DestinationAddresses)+len(r.DestinationFqdns) == 0 {
				t.Errorf("%s: %s leads nowhere", file, r.Name)
			}
		}
	}
}

// What the rules of a plan are, written by hand.
func TestAllowlistRules(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"region: westeurope\nos: windows\nnodes: 1\ntasksCallBatch: true\n": {
			"ApplicationRule azure-batch-443: [format('{0}.westeurope.batch.azure.com', parameters('accountName'))] " +
				"westeurope.service.batch.azure.com *.westeurope.service.batch.azure.com 443",
			"ApplicationRule azure-storage-443: [format('{0}.blob.{1}', parameters('storageName'), environment().suffixes.storage)] 443",
			"ApplicationRule azure-key-vault-443: [format('*{0}', environment().suffixes.keyvaultDns)] 443",
			"ApplicationRule microsoft-entra-id-443: [replace(replace(environment().authentication.loginEndpoint, 'https://', ''), '/', '')] 443",
			"NetworkRule azure-batch-tcp-443: TCP UDP BatchNodeManagement.WestEurope 443",
			"NetworkRule windows-activation-tcp-1688: TCP 20.118.99.224 40.83.235.53 23.102.135.246 1688",
		},
		"region: westeurope\nos: linux\nnodes: 1\naccount: {storage: none}\nnetwork: {dnsServers: [8.8.8.8, 10.0.0.4]}\n" +
			"image: ubuntu-hpc-24.04\ncontainers: {registries: ['registry.example.com:5000'], images: ['registry.example.com:5000/c:1']}\n" +
			"mounts: [{nfs: {host: nas.example.com, path: /y}}, {nfs: {host: 10.9.0.4, path: /x}}, {azureFiles: {account: files, share: scenes}}]\n": {
			"ApplicationRule azure-batch-443: westeurope.service.batch.azure.com *.westeurope.service.batch.azure.com 443",
			"ApplicationRule microsoft-package-repository-443: packages.microsoft.com 443",
			"ApplicationRule azure-key-vault-443: [format('*{0}', environment().suffixes.keyvaultDns)] 443",
			"ApplicationRule container-registries-443: mcr.microsoft.com *.data.mcr.microsoft.com 443",
			"ApplicationRule container-registries-5000: registry.example.com 5000",
			"NetworkRule azure-batch-tcp-443: TCP UDP BatchNodeManagement.WestEurope 443",
			"NetworkRule mounts-tcp-445: TCP Storage.WestEurope 445",
			"NetworkRule mounts-tcp-2049: TCP nas.example.com 2049",
			"NetworkRule mounts-tcp-2049-2: TCP 10.9.0.4 2049",
			"NetworkRule dns-tcp-53: TCP 8.8.8.8 53",
			"NetworkRule dns-udp-53: UDP 8.8.8.8 53",
		},
	} {
		var got []string
		for _, r := range rulesOf(t, firewallOf(t, []byte(text))) {
			values := slices.Concat(r.TargetFqdns, r.IPProtocols, r.DestinationAddresses, r.DestinationFqdns, r.DestinationPorts)
			for _, p := range r.Protocols {
				values = append(values, fmt.Sprint(p.Port))
			}
			got = append(got, r.RuleType+" "+r.Name+": "+strings.Join(values, " "))
			if r.SourceAddresses != "[parameters('sourceAddresses')]" {
				t.Errorf("%s: from %s", r.Name, r.SourceAddresses)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// Only what the rules name is asked for, and an unknown subnet has no default.
func TestAllowlistParameters(t *testing.T) {
	t.Parallel()
	const subnet = "network: {vnet: {existingSubnet: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/spoke/subnets/batch}}\n"
	for text, want := range map[string][]string{
		"": {"firewallPolicyName", "storageName", "sourceAddresses=set"},
		"tasksCallBatch: true\naccount: {storage: none}\n":                 {"firewallPolicyName", "accountName", "sourceAddresses=set"},
		"tasksCallBatch: true\naccount: {name: genomics, storage: none}\n": {"firewallPolicyName", "sourceAddresses=set"},
		subnet: {"firewallPolicyName", "storageName", "sourceAddresses"},
	} {
		var got []string
		for _, p := range firewallOf(t, []byte("region: westeurope\nos: linux\nnodes: 1\n"+text)).Params {
			name := p.Name
			if p.Default != nil {
				name += "=set"
			}
			got = append(got, name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s%s", text, diff)
		}
	}
}
