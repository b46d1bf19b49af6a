package generator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit/reader"
)

// Of an intent, files show what it calls existing; what it asks for is no finding.
func TestFindingsOfAnIntent(t *testing.T) {
	t.Parallel()
	const (
		network  = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network"
		existing = "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n" +
			"network: {vnet: {existingSubnet: " + network + "/virtualNetworks/net/subnets/batch}}\n"
		group = `{"id": "` + network + `/networkSecurityGroups/batch", "type": "Microsoft.Network/networkSecurityGroups", "name": "batch",
 "location": "westeurope", "subnets": [{"id": "` + network + `/virtualNetworks/net/subnets/batch"}], "securityRules": [
 {"name": "Ssh", "direction": "Inbound", "access": "Allow", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "Internet",
  "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "22"},
 {"name": "Left", "direction": "Inbound", "access": "Allow", "priority": 110, "protocol": "Tcp", "sourceAddressPrefix": "BatchNodeManagement.WestEurope",
  "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "29876-29877"}]}`
	)
	for name, test := range map[string]struct {
		intent, file string
		want         []string
	}{
		"own network":     {intent: "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\nremoteAccess: {from: [203.0.113.0/24]}\n"},
		"existing":        {existing, group, []string{"BG608 nsg.json", "BG614 nsg.json"}},
		"broken intent":   {existing + "mode: [", group, nil},
		"impossible":      {existing + "publicIPs: 7\n", group, nil},
		"unreadable file": {existing, group[:100], nil},
	} {
		var files []reader.File
		if test.file != "" {
			files = []reader.File{{Name: "nsg.json", Source: []byte(test.file)}}
		}
		var got []string
		judged, _ := generator.VerifyWith([]byte(test.intent), files, midJanuary)
		for _, f := range judged.Findings {
			got = append(got, f.Code+" "+f.File)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
