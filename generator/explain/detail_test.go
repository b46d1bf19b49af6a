package explain_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/explain"
)

func details() []explain.Detail {
	from := explain.Source{ID: "nsg", Title: "Security groups", URL: "https://example.com/nsg"}
	r := explain.Report{
		Region: "West Europe",
		Network: explain.Network{Name: "vnet", AddressSpace: []string{"10.0.0.0/16"}, Subnets: []explain.Subnet{
			{
				Name: "nodes", Prefix: "10.0.0.0/27", Pools: []string{"pool"}, Why: "Nodes.", SecurityGroup: "nsg", RouteTable: "routes",
				Rules: []explain.Rule{{
					Name: "AllowOut", Priority: 100, Direction: "Outbound", Access: "Allow", Protocol: "TCP", Ports: "443",
					Sources: []string{"*"}, Destinations: []string{"Storage"}, Needed: true, Why: "Files.", Source: from,
				}},
				Routes:      []explain.Route{{Name: "Out", Prefix: "0.0.0.0/0", NextHop: "VirtualAppliance", Address: "10.1.0.4", Why: "Tunnel."}},
				Propagation: &explain.Note{Title: "BGP off", Text: "It would win."},
			},
			{Name: "theirs", Existing: "/subscriptions/x", Rules: []explain.Rule{{Name: "AllowIn", Direction: "Inbound", Access: "Allow"}}},
		}},
		Pools:      []explain.Pool{{Name: "pool", OS: "linux", Remote: &explain.Note{Text: "SSH"}}},
		Parts:      []explain.Part{{Kind: "Batch account", Name: "batch…", Why: "Pools.", Source: from}},
		Roles:      []explain.Role{{Role: "Reader", Identity: "id", On: "account"}},
		Parameters: []explain.Parameter{{Name: "secret", Description: "A key."}},
	}
	return r.Details([]explain.Declared{
		{Symbol: "account", Type: "Microsoft.Batch/batchAccounts", Bicep: "resource account {}\n"},
		{Symbol: "group", Type: "microsoft.network/networkSecurityGroups", Name: "nsg", Bicep: "resource group {}\n"},
		{Symbol: "zone", Type: "Microsoft.Network/privateDnsZones", Name: "", Bicep: "resource zone ```{}\n"},
	})
}

func TestDetails(t *testing.T) {
	t.Parallel()
	var titles []string
	for _, d := range details() {
		titles = append(titles, strings.Trim(d.Kind+" "+d.Within+"/"+d.Name+" "+d.Symbol, " "))
	}
	want := []string{
		"virtual network /vnet", "subnet vnet/nodes", "network security group nodes/nsg group", "rule nsg/AllowOut",
		"route table nodes/routes", "route routes/Out", "subnet vnet/theirs", "rule theirs/AllowIn", "pool /pool",
		"Batch account /batch… account", "role assignment /Reader", "parameter /secret", "resource /zone zone",
	}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	names := details()[2].Names()
	if diff := cmp.Diff([]string{"nsg", "nodes/nsg", "group", "Microsoft.Network/networkSecurityGroups",
		"Microsoft.Network/networkSecurityGroups/nsg"}, names); diff != "" {
		t.Errorf("names: -want +got:\n%s", diff)
	}
}

func TestDetailForms(t *testing.T) {
	t.Parallel()
	all := details()
	const rule = `rule AllowOut, of nsg
  flow: Allow outbound, TCP 443, from * to Storage
  priority: 100
  why: Files. Batch cannot work without it.
  source: Security groups, https://example.com/nsg
`
	if got := string(explain.DetailsText(all[3:4])); got != rule {
		t.Errorf("got\n%s\nwant\n%s", got, rule)
	}
	const group = `network security group nsg, of nodes
  type: Microsoft.Network/networkSecurityGroups
  symbol: group
  rule: AllowOut, Allow outbound, TCP 443, from * to Storage
  bicep:
    resource group {}
`
	if got := string(explain.DetailsText(all[2:4])); got != group+"\n"+rule {
		t.Errorf("got\n%s", got)
	}
	markdown := string(explain.DetailsMarkdown(all))
	if !strings.Contains(markdown, "## rule AllowOut, of nsg\n\n- flow: ") || !strings.Contains(markdown, "\n````bicep\nresource zone ```{}\n````\n") {
		t.Errorf("%s", markdown)
	}
	text := string(explain.DetailsJSON(all))
	if !strings.HasPrefix(text, "{\n  \"schemaVersion\": 1,\n  \"resources\": [") || !strings.Contains(text, `"facts": []`) {
		t.Errorf("%s", text)
	}
}
