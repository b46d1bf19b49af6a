package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/verify"
)

// The template of every golden is audited as anybody's would be. Nothing is
// wrong with any, and where the intent's own verdict is PASS, only what the
// template cannot state is left open.
func TestAuditOfGoldenTemplates(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("../golden/*/main.json")
	if err != nil || len(cases) < 100 {
		t.Fatalf("%d golden cases, %v", len(cases), err)
	}
	passed := 0
	for _, file := range cases {
		name := filepath.Base(filepath.Dir(file))
		template, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		result := generator.Audit([]reader.File{{Name: "main.json", Source: template}}, audit.Question{})
		if len(result.Diagnostics) > 0 {
			t.Errorf("%s: %+v", name, result.Diagnostics)
		}
		for _, m := range result.Missing {
			t.Errorf("%s: --%s is needed: %s", name, m.Flag, m.Why)
		}
		if result.Report.Verdict() == verify.Pass && len(result.Report.Results) > 0 {
			passed++
		}
		for _, r := range result.Report.Results {
			if r.Verdict == verify.Fail && !expected(name, r) {
				t.Errorf("%s: %s %s: %s", name, r.Flow.ID, r.Verdict, r.Because)
			}
		}
	}
	t.Logf("%d of %d templates pass as they are", passed, len(cases))
	if passed < len(cases)/3 {
		t.Errorf("%d of %d templates pass as they are", passed, len(cases))
	}
}

// expected reports whether a FAIL is right: a template does not say who asked
// for its rules of remote access, and activation through a tunnel does fail.
func expected(name string, r verify.Result) bool {
	switch r.Flow.ID {
	case "internet-in":
		return strings.HasPrefix(r.Because, "AllowSsh") || strings.HasPrefix(r.Because, "AllowRdp")
	case "activation-out":
		return strings.HasSuffix(name, "-inspect")
	}
	return false
}

const ids = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/"

// spoke is a network of one subnet with a group that lets Batch in.
const spoke = `[
{"id": "` + ids + `Microsoft.Network/virtualNetworks/v", "location": "westeurope", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [
  {"name": "s", "addressPrefixes": ["10.0.0.0/24", "10.0.1.0/24", "fd00::/64"], "serviceEndpoints": [{"service": "Microsoft.Storage"}, {"service": "Microsoft.Storage.Global"}],
   "networkSecurityGroup": {"id": "` + ids + `Microsoft.Network/networkSecurityGroups/g"}},
  {"name": "e", "addressPrefix": "10.0.2.0/28"}, {"name": "AzureBastionSubnet", "addressPrefix": "10.0.3.0/26"},
  {"name": "d", "addressPrefix": "10.0.4.0/28", "delegations": [{"serviceName": "Microsoft.Web/serverFarms"}]}]},
{"id": "` + ids + `Microsoft.Network/networkSecurityGroups/g", "location": "westeurope", "securityRules": [
  {"name": "batch", "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "priority": 100, "sourceAddressPrefix": "BatchNodeManagement.WestEurope",
   "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "29876-29877"}]}]`

func poolText(name, fields string) string {
	return `{"id": "` + ids + `Microsoft.Batch/batchAccounts/a/pools/` + name + `", "properties": {"networkConfiguration": {
		"subnetId": "` + ids + `Microsoft.Network/virtualNetworks/v/subnets/s"}, ` + fields + `}}`
}

const endpointText = `{"id": "` + ids + `Microsoft.Network/privateEndpoints/p", "subnet": {"id": "` + ids + `Microsoft.Network/virtualNetworks/v/subnets/e"},
	"privateLinkServiceConnections": [{"groupIds": ["nodeManagement", "batchAccount", "blob", "file"]}]}`

func auditOf(q audit.Question, texts ...string) generator.Audited {
	var files []reader.File
	for _, text := range texts {
		files = append(files, reader.File{Name: "f.json", Source: []byte(text)})
	}
	return generator.Audit(files, q)
}

// lines prints verdicts: "s 10.0.0.0/24 batch-in PASS".
func lines(a generator.Audited) string {
	var b strings.Builder
	for _, r := range a.Report.Results {
		b.WriteString(r.Subnet + " " + r.Flow.ID + " " + string(r.Verdict) + " " + r.Because + "\n")
	}
	for _, m := range a.Missing {
		b.WriteString("--" + m.Flag + " " + m.Why + "\n")
	}
	for _, r := range a.Diagnostics {
		for _, d := range r.List {
			b.WriteString(d.Code + "\n")
		}
	}
	return b.String()
}

func TestAuditByWhatFilesShow(t *testing.T) {
	t.Parallel()
	classic := poolText("c", `"targetNodeCommunicationMode": "Classic", "deploymentConfiguration": {"virtualMachineConfiguration": {"nodeAgentSkuId": "batch.node.el 9"}}`)
	simplified := poolText("s", `"targetNodeCommunicationMode": "Simplified"`)
	table := func(route string) string {
		return `{"id": "` + ids + `Microsoft.Network/routeTables/t", "subnets": [{"id": "` + ids + `Microsoft.Network/virtualNetworks/v/subnets/s"}], "routes": [{"name": "r", ` + route + `}]}`
	}
	account := func(fields string) string {
		return `{"id": "` + ids + `Microsoft.Batch/batchAccounts/a", "location": "westeurope", ` + fields + `}`
	}
	zone := `{"id": "` + ids + `Microsoft.Network/privateDnsZones/privatelink.batch.azure.com/virtualNetworkLinks/l", "virtualNetwork": {"id": "` + ids + `Microsoft.Network/virtualNetworks/v"}}`
	for name, tt := range map[string]struct {
		question audit.Question
		files    []string
		want     []string
		without  string
	}{
		"pools of both modes share the subnet, whose two prefixes are judged": {
			files:   []string{spoke, classic, simplified},
			want:    []string{"s 10.0.0.0/24 batch-in PASS", "s 10.0.1.0/24 batch-out PASS", "s 10.0.0.0/24 internet-in PASS"},
			without: "FAIL",
		},
		"nobody asked for inbound calls in simplified mode": {
			files: []string{spoke, simplified}, want: []string{"s 10.0.0.0/24 internet-in FAIL batch allows it"},
		},
		"a pool without public addresses cannot be called": {
			files: []string{spoke, poolText("n", `"targetNodeCommunicationMode": "Classic"`),
				strings.Replace(poolText("m", `"targetNodeCommunicationMode": "Classic"`), `/subnets/s"}`,
					`/subnets/s", "publicIPAddressConfiguration": {"provision": "NoPublicIPAddresses"}}`, 1)},
			want: []string{"batch-in FAIL"},
		},
		"without a pool all that can hold nodes": {
			question: audit.Question{Mode: azure.Simplified}, files: []string{spoke},
			want: []string{"e internet-in FAIL (no network security group) allows it"}, without: "Bastion",
		},
		"a delegated subnet holds no nodes": {
			question: audit.Question{Mode: azure.Simplified}, files: []string{spoke}, want: []string{"batch-out"}, without: "d batch",
		},
		"an endpoint is used where its name is found": {
			files: []string{spoke, simplified, endpointText, zone}, want: []string{"endpoints-out PASS"}, without: "batch-out",
		},
		"an endpoint without its zone": {
			files: []string{spoke, simplified, endpointText},
			want:  []string{"endpoints-out INCONCLUSIVE no file shows that the private DNS zone privatelink.batch.azure.com is linked to the network"},
		},
		"an account that refuses public calls": {
			files: []string{spoke, simplified, account(`"publicNetworkAccess": "Disabled"`)},
			want:  []string{"batch-out INCONCLUSIVE the Batch account refuses nodes"},
		},
		"storage of the account": {
			files: []string{spoke, simplified, account(`"autoStorage": {"storageAccountId": "/s"}`)}, want: []string{"storage-out PASS"},
		},
		"a table that names the subnet": {
			files: []string{spoke, classic, table(`"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualNetworkGateway"`)},
			want:  []string{"batch-in FAIL route r leads to VirtualNetworkGateway"},
		},
		"Windows behind a default route": {
			question: audit.Question{OS: azure.Windows, RemoteAccess: []string{"203.0.113.0/24"}},
			files:    []string{spoke, classic, table(`"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualNetworkGateway"`)},
			want:     []string{"activation-out FAIL", "rdp-in INCONCLUSIVE"}, without: "ssh-in",
		},
		"the mode of a pool that does not say": {
			files: []string{spoke, poolText("x", `"targetNodeCommunicationMode": "Default"`)}, want: []string{"--mode the pool x does not say"},
		},
		"Cloud Services configuration": {
			files: []string{spoke, poolText("x", `"deploymentConfiguration": {"cloudServiceConfiguration": {"osFamily": "6"}}`)},
			want:  []string{"cloud-service-in FAIL"},
		},
		"a pool in a subnet that no file shows": {
			question: audit.Question{Region: region("westeurope")}, files: []string{classic},
			want: []string{"s batch-in INCONCLUSIVE no file shows the network security group of the subnet s"},
		},
		"a subnet without its network may learn routes": {
			question: audit.Question{Mode: azure.Simplified, Region: region("westeurope"), PublicIPs: new(true)},
			files:    []string{`{"id": "` + ids + `Microsoft.Network/virtualNetworks/v/subnets/s", "addressPrefix": "10.0.0.0/24"}`},
			want:     []string{"batch-out INCONCLUSIVE no file shows the virtual network of the subnet s"},
		},
		"rules for addresses of a network that no file shows": {
			question: audit.Question{Mode: azure.Simplified, Region: region("westeurope"), PublicIPs: new(true), Complete: true},
			files: []string{`{"securityRules": [{"name": "deny", "direction": "Outbound", "access": "Deny", "protocol": "*", "priority": 100, "sourcePortRange": "*",
				"sourceAddressPrefix": "10.9.0.0/24", "destinationAddressPrefix": "*", "destinationPortRange": "*"}]}`},
			want: []string{"the subnet of the group without a name batch-out INCONCLUSIVE"}, without: "batch-out PASS",
		},
	} {
		got := lines(auditOf(tt.question, tt.files...))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
		if tt.without != "" && strings.Contains(got, tt.without) {
			t.Errorf("%s: %q in\n%s", name, tt.without, got)
		}
	}
}

func region(name string) azure.Region {
	r, _ := azure.RegionByName(name)
	return r
}
