package reader_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
)

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/"

// object is JSON that is still to get its shape.
type object = map[string]any

func read(t testing.TB, sources ...any) audit.Inventory {
	t.Helper()
	inventory, messages := try(sources...)
	if len(messages) > 0 {
		t.Fatal(messages)
	}
	return inventory
}

// try reads values or texts as files 0.json, 1.json, ….
func try(sources ...any) (audit.Inventory, []string) {
	var files []reader.File
	for i, source := range sources {
		text, isText := source.(string)
		if !isText {
			encoded, _ := json.Marshal(source)
			text = string(encoded)
		}
		files = append(files, reader.File{Name: fmt.Sprintf("%d.json", i), Source: []byte(text)})
	}
	inventory, reports := reader.Read(files)
	var messages []string
	for _, r := range reports {
		for _, d := range r.List {
			messages = append(messages, fmt.Sprintf("%s:%d:%d %s %s", r.Name, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message))
		}
	}
	return inventory, messages
}

// ruleOf draws a rule in the form that Azure shows.
func ruleOf(t *rapid.T, i int) object {
	list := func(label string, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, 3, rapid.ID[string]).Draw(t, label)
	}
	peers := []string{"*", "Internet", "10.0.0.0/8", "BatchNodeManagement.WestEurope", "203.0.113.7"}
	ports := []string{"*", "443", "29876-29877", "22"}
	return object{
		"name": fmt.Sprintf("rule-%d", i), "priority": 100 + i,
		"direction":             rapid.SampledFrom([]string{"Inbound", "Outbound"}).Draw(t, "direction"),
		"access":                rapid.SampledFrom([]string{"Allow", "Deny"}).Draw(t, "access"),
		"protocol":              rapid.SampledFrom([]string{"Tcp", "Udp", "*", "Icmp"}).Draw(t, "protocol"),
		"sourceAddressPrefixes": list("sources", peers...), "destinationAddressPrefixes": list("destinations", peers...),
		"sourcePortRanges": list("source ports", ports...), "destinationPortRanges": list("ports", ports...),
	}
}

// reshaped writes a resource in another of the shapes that tools print.
func reshaped(r *rand.Rand, resource object) object {
	result, inner := object{}, object{}
	nested := r.IntN(2) == 0
	for _, name := range slices.Sorted(maps.Keys(resource)) {
		value := resource[name]
		if list, isList := value.([]string); isList {
			singular := strings.TrimSuffix(strings.Replace(name, "Prefixes", "Prefix", 1), "s")
			switch r.IntN(3) {
			case 0: // one in the singular field, the others beside it
				inner[recased(r, singular)] = list[0]
				value = list[1:]
			case 1:
				if len(list) == 1 {
					name, value = singular, list[0]
				}
			}
			inner[recased(r, name)] = value
			continue
		}
		switch text, isText := value.(string); {
		case name == "name" || name == "id" || name == "type":
			result[recased(r, name)] = value
		case isText && (name == "direction" || name == "access" || name == "protocol"):
			inner[recased(r, name)] = recased(r, text)
		default:
			inner[recased(r, name)] = value
		}
	}
	if !nested {
		maps.Copy(result, inner)
		return result
	}
	result[recased(r, "properties")] = inner
	return result
}

func recased(r *rand.Rand, text string) string {
	return []string{text, strings.ToLower(text), strings.ToUpper(text)}[r.IntN(3)]
}

// One group gives the same inventory in whatever shape it is printed.
func TestShapesOfAGroup(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var rules []object
		for i := range rapid.IntRange(0, 5).Draw(t, "rules") {
			rules = append(rules, ruleOf(t, i))
		}
		write := func(seed uint64) audit.Inventory {
			r := rand.New(rand.NewPCG(seed, 0))
			var shaped []object
			for _, rule := range rules {
				shaped = append(shaped, reshaped(r, rule))
			}
			group := object{"name": "n", "id": subscription + "Microsoft.Network/networkSecurityGroups/n", "type": "Microsoft.Network/networkSecurityGroups"}
			fields := object{recased(r, "securityRules"): shaped, "provisioningState": "Succeeded"}
			if r.IntN(2) == 0 {
				maps.Copy(group, fields)
			} else {
				group["properties"] = fields
			}
			var file any = group
			switch r.IntN(4) {
			case 0:
				file = []object{group}
			case 1:
				file = object{"value": []object{group}}
			case 2:
				file = object{"data": []object{group}, "count": 1}
			}
			inventory, messages := try(file)
			if len(messages) > 0 {
				t.Fatal(messages)
			}
			return inventory
		}
		plain, other := write(0), write(rapid.Uint64().Draw(t, "seed"))
		if diff := cmp.Diff(plain, other, cmpopts.IgnoreTypes(audit.Place{})); diff != "" {
			t.Fatal(diff)
		}
		if got := len(plain.SecurityGroups[0].Rules); got != len(rules) {
			t.Fatalf("%d rules of %d", got, len(rules))
		}
	})
}

// What is wrong with a file is said with its place.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	group := func(fields string) string {
		return `{"type": "Microsoft.Network/networkSecurityGroups", "name": "n", ` + fields + `}`
	}
	table := func(route string) string { return `{"routes": [{"name": "r", ` + route + `}]}` }
	for source, want := range map[string]string{
		"":                                      "BG031",
		" \n":                                   "BG031",
		"\xff\xfe{\x00}\x00":                    "BG040 the file is encoded as UTF-16",
		"{\"a\": \"\xff\"}":                     "BG040 the file is encoded as something that is not UTF-8",
		"hello":                                 "BG041",
		`{"a": }`:                               "0.json:1:7 BG032",
		strings.Repeat("[", 500):                "nested more than 100 deep",
		strings.Repeat(" ", reader.Limit+1):     "BG030 the file is larger than 4194304 bytes",
		`{}`:                                    "BG033",
		`{"value": [{"type": "a/b"}]}`:          `BG033 the file shows no resource of a network or of Batch, only "a/b"`,
		`[1]`:                                   "0.json:1:2 BG034 a resource is the number 1, not an object",
		group(`"properties": 7`):                "BG034 network security group: properties is the number 7, not an object",
		group(`"securityRules": {}`):            "BG034 network security group n: securityRules is an object, not a list",
		group(`"securityRules": [7]`):           "BG034 rule is the number 7, not an object",
		group(`"subnets": [{"id": 7}]`):         "id is the number 7, not text",
		group(`"defaultSecurityRules": "none"`): "defaultSecurityRules is the text",
		table(`"nextHopType": "Sky", "addressPrefix": "0.0.0.0/0"`):                                             "BG035 route r: nextHopType cannot be \"Sky\"",
		table(`"nextHopType": "Internet"`):                                                                      "BG036 route r has no addressPrefix",
		table(`"addressPrefix": "0.0.0.0/0"`):                                                                   "BG036 route r has no nextHopType",
		table(`"addressPrefix": "10/8", "nextHopType": "None"`):                                                 "BG035 route r: addressPrefix cannot be \"10/8\"",
		table(`"addressPrefix": "10.0.0.0/8", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "x"`):      "BG035 route r: nextHopIpAddress cannot be \"x\"",
		`{"disableBgpRoutePropagation": "maybe"}`:                                                               "BG034 route table: disableBgpRoutePropagation is the text \"maybe\", not true or false",
		`{"addressSpace": {"addressPrefixes": ["ten"]}}`:                                                        "BG035 virtual network: addressSpace: addressPrefixes cannot be \"ten\"",
		`{"addressSpace": []}`:                                                                                  "addressSpace is a list, not an object",
		`{"addressPrefix": "10.0.0.0/24", "routeTable": "x"}`:                                                   "BG034 subnet: routeTable is the text \"x\", not an object with an id",
		`{"addressPrefixes": [true]}`:                                                                           "BG034 subnet: addressPrefixes is true, not a list of texts",
		`{"vmSize": "s", "networkConfiguration": {"subnetId": []}}`:                                             "subnetId is a list, not text",
		`{"vmSize": "s", "networkConfiguration": {}, "targetNodeCommunicationMode": "odd"}`:                     "targetNodeCommunicationMode cannot be \"odd\"",
		`{"vmSize": "s", "networkConfiguration": {}, "targetDedicatedNodes": 1.5}`:                              "targetDedicatedNodes is the number 1.5, not a whole number",
		`{"format_version": "2.0", "planned_values": {}}`:                                                       "BG038 format_version \"2.0\"",
		`{"terraform_version": "1.9.8"}`:                                                                        "BG038 the Terraform file has neither planned_values nor values",
		`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"}`:      "BG039",
		group(`"securityRules": [{"name": "x", "sourcePortRange": "high"}]`):                                    "BG035 rule x: sourcePortRange cannot be \"high\"",
		group(`"securityRules": [{"name": "x", "sourceAddressPrefix": "10.0.0.0-10.0.0.9"}]`):                   "BG035 rule x: sourceAddressPrefix cannot be",
		`[{"id": "/a", "addressPrefix": "10.0.0.0/24"}, {"id": "/A", "addressPrefix": "10.0.1.0/24"}]`:          "BG037 subnet A is shown differently in 0.json",
		`[{"id": "/a", "routes": []}, {"id": "/a", "routes": [], "disableBgpRoutePropagation": true}]`:          "BG037 route table a is shown differently",
		`[{"id": "/a", "addressSpace": {}}, {"id": "/a", "addressSpace": {"addressPrefixes": ["10.0.0.0/8"]}}]`: "BG037 virtual network a is shown differently",
	} {
		_, messages := try(source)
		if !strings.Contains(strings.Join(messages, "\n"), want) {
			t.Errorf("%.80q: %q, want %s", source, messages, want)
		}
	}
}

// What belongs together is joined over files, whatever the letter case.
func TestJoins(t *testing.T) {
	t.Parallel()
	nsg := subscription + "Microsoft.Network/networkSecurityGroups/n"
	rule := object{
		"id": nsg + "/securityRules/a", "type": "Microsoft.Network/networkSecurityGroups/securityRules", "name": "a", "access": "Allow",
		"direction": "Inbound", "protocol": "*", "priority": "100", "sourceAddressPrefix": "*", "sourcePortRange": "*",
		"destinationAddressPrefix": "10.0.0.4,10.0.0.5", "destinationPortRange": 443,
	}
	vnet := subscription + "Microsoft.Network/virtualNetworks/v"
	inventory := read(t,
		object{"id": strings.ToUpper(nsg), "securityRules": []object{rule}, "networkInterfaces": []object{{"id": "x"}}},
		rule,
		object{"id": vnet + "/virtualNetworkPeerings/hub", "properties": object{"useRemoteGateways": true}},
		object{"id": vnet, "addressSpace": object{"addressPrefixes": []string{"10.0.0.0/16"}}, "dhcpOptions": object{"dnsServers": []string{"10.0.0.4"}},
			"subnets": []object{{"name": "s", "addressPrefix": "10.0.0.0/24", "delegations": []object{{"properties": object{"serviceName": "Microsoft.Web/serverFarms"}}}}}},
		object{"id": subscription + "Microsoft.Network/routeTables/t/routes/r", "addressPrefix": "10.0.0.0/8", "nextHopType": "vnetlocal"},
		object{"id": subscription + "Microsoft.Network/privateDnsZones/privatelink.batch.azure.com/virtualNetworkLinks/l", "virtualNetwork": object{"id": vnet}},
		object{"id": subscription + "Microsoft.Network/privateEndpoints/e", "subnet": object{"id": vnet + "/subnets/s"},
			"privateLinkServiceConnections": []object{{"groupIds": []string{"nodeManagement"}, "privateLinkServiceId": "b"}}},
		object{"id": subscription + "Microsoft.Batch/batchAccounts/b", "location": "westeurope", "publicNetworkAccess": "Disabled"},
		object{"id": subscription + "Microsoft.Batch/batchAccounts/b/pools/p", "apiVersion": "2025-06-01", "properties": object{
			"deploymentConfiguration": object{"virtualMachineConfiguration": object{"nodeAgentSkuId": "batch.node.windows amd64"}},
			"scaleSettings":           object{"autoScale": object{"formula": "1"}}}},
	)
	g := inventory.SecurityGroups[0]
	if len(inventory.SecurityGroups) != 1 || len(g.Rules) != 1 || g.Interfaces != 1 {
		t.Errorf("groups %+v", inventory.SecurityGroups)
	}
	p := g.Rules[0].Properties
	if *p.Priority != 100 || *p.DestinationPortRange != "443" || len(p.DestinationAddressPrefixes) != 2 {
		t.Errorf("rule %+v", p)
	}
	if s := inventory.Subnets[0]; s.ID != vnet+"/subnets/s" || s.VirtualNetwork != vnet || s.Delegation != "Microsoft.Web/serverFarms" {
		t.Errorf("subnet %+v", s)
	}
	if w := inventory.VirtualNetworks[0]; w.Gateway != "peering hub leads to a gateway" || w.DNSServers[0] != "10.0.0.4" {
		t.Errorf("network %+v", w)
	}
	if r := inventory.RouteTables[0]; r.Name != "t" || string(*r.Routes[0].Properties.NextHopType) != "VnetLocal" {
		t.Errorf("table %+v", r)
	}
	if z := inventory.Zones[0]; z.Name != "privatelink.batch.azure.com" || z.Networks[0] != vnet {
		t.Errorf("zone %+v", z)
	}
	if e := inventory.Endpoints[0]; e.Groups[0] != "nodeManagement" || e.Target != "b" {
		t.Errorf("endpoint %+v", e)
	}
	if a := inventory.Accounts[0]; a.NodeManagementPublic == nil || *a.NodeManagementPublic {
		t.Errorf("account %+v", a)
	}
	if q := inventory.Pools[0]; q.Mode != "simplified" || q.OS != "windows" || q.Nodes != -1 {
		t.Errorf("pool %+v", q)
	}
}

func TestIsIntent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"region: westeurope\n":                     true,
		"# comment\n\"region\" : x\nos: l":         true,
		"{region: westeurope, os: linux}":          true,
		`{"region": "westeurope"}`:                 true,
		"\ufeffregion: x":                          true,
		"mode: classic\nregion: [":                 true,
		"mode: classic":                            false,
		`{"region": 1, "id": 2}`:                   false,
		`{"region": 1, "$schema": 2}`:              false,
		`{"type": "x", "region": 1}`:               false,
		`{"location": "x"}`:                        false,
		"regional: x":                              false,
		"":                                         false,
		strings.Repeat("\n", 70<<10) + "region: x": false,
	} {
		if got := reader.IsIntent([]byte(text)); got != want {
			t.Errorf("%.40q: %t", text, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"securityRules":[{"name":"a","access":"Allow","direction":"Inbound","protocol":"*","priority":1}]}`,
		`{"data":{"columns":[{"name":"type"}],"rows":[["microsoft.network/routetables"],[1,2]]}}`,
		`{"$schema":"deploymentTemplate","resources":[{"type":"Microsoft.Network/virtualNetworks","name":"[concat('a')]"}]}`,
		`{"format_version":"1.0","values":{"root_module":{"resources":[{"type":"azurerm_subnet","values":{"name":"s"}}]}}}`,
		`{"format_version":"1.0","planned_values":{"root_module":{"resources":[{"address":"azurerm_batch_pool.p","type":"azurerm_batch_pool"}]}}}`,
		`[{"value":[null]}]`, "\ufeff{}", `{"id":"/","addressSpace":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		inventory, reports := reader.Read([]reader.File{{Name: "a", Source: source}})
		reader.IsIntent(source)
		if len(reports) == 0 && cmp.Equal(inventory, audit.Inventory{}, cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Prefix{})) &&
			!strings.Contains(strings.ToLower(string(source)), "microsoft.") && !strings.Contains(string(source), "azurerm_") {
			t.Errorf("%q gives neither an inventory nor a finding", source)
		}
		for _, r := range reports {
			for _, d := range r.List {
				if at := d.Range.Start; at.Line > strings.Count(string(source), "\n")+1 {
					t.Errorf("%+v is outside of %q", at, source)
				}
			}
		}
	})
}

func BenchmarkThousandRules(b *testing.B) {
	var rules []object
	for i := range 1000 {
		rules = append(rules, object{"name": fmt.Sprint("r", i), "properties": object{
			"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "priority": 100 + i, "sourcePortRange": "*",
			"sourceAddressPrefix": fmt.Sprintf("10.%d.%d.0/24", i/250, i%250), "destinationAddressPrefix": "*", "destinationPortRange": "443",
		}})
	}
	text, err := json.Marshal(object{"name": "n", "properties": object{"securityRules": rules}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, reports := reader.Read([]reader.File{{Name: "n.json", Source: text}}); len(reports) > 0 {
			b.Fatal(reports)
		}
	}
}
