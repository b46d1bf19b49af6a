package armmodel

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/deployment-group"

// ask reads an intent of a test.
func ask(t *testing.T, lines ...string) *Asked {
	t.Helper()
	a, err := Ask([]byte(strings.Join(append([]string{"region: westeurope", "os: linux", "nodes: 4"}, lines...), "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestExpressions(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]any{
		"plain":                               "plain",
		"[[literal]":                          "[literal]",
		"[not an expression":                  "[not an expression",
		"['it''s']":                           "it's",
		"[parameters('size')]":                "s",
		"[variables('twice')]":                "s-s",
		"[parameters('key')]":                 "<secret key>",
		"[parameters('open')]":                "<parameter open>",
		"[format('{{{0}}} {1}', 'a',2)]":      "{a} 2",
		"[toUpper(replace('a-b', '-', '')) ]": "AB",
		"[take('abcdef', 3)]":                 "abc",
		"[take('ab', 3)]":                     "ab",
		"[toLower(concat('A', string(1)))]":   "a1",
		"[join(createArray('a', 'b'), ';')]":  "a;b",
		"[json('4000000000')]":                float64(4000000000),
		"[true()]":                            true,
		"[false()]":                           false,
		"[-3]":                                float64(-3),
		"[union(createObject('a', 1), createObject('b', 2))]":           map[string]any{"a": 1.0, "b": 2.0},
		"[createObject('a', 'x')['a']]":                                 "x",
		"[resourceId('A.B/c', 'n')]":                                    id + "/providers/A.B/c/n",
		"[resourceId('A.B/c/d', 'n', 'm')]":                             id + "/providers/A.B/c/n/d/m",
		"[resourceId('other', 'A.B/c', 'n')]":                           "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/A.B/c/n",
		"[resourceId('1', 'other', 'A.B/c', 'n')]":                      "/subscriptions/1/resourceGroups/other/providers/A.B/c/n",
		"[subscriptionResourceId('A.B/c', 'n')]":                        "/subscriptions/00000000-0000-0000-0000-000000000000/providers/A.B/c/n",
		"[extensionResourceId(resourceId('A.B/c', 'n'), 'D.E/f', 'm')]": id + "/providers/A.B/c/n/providers/D.E/f/m",
		"[resourceGroup().id]":                                          id,
		"[subscription().subscriptionId]":                               "00000000-0000-0000-0000-000000000000",
		"[tenant().tenantId]":                                           tenant,
		"[environment().suffixes.storage]":                              "core.windows.net",
		"[reference(resourceId('A.B/c', 'n'), '2025-05-01').a.b]":       "<" + id + "/providers/A.B/c/n.a.b>",
	} {
		tree := map[string]any{
			"parameters": map[string]any{
				"size": map[string]any{"type": "string", "defaultValue": "s"},
				"key":  map[string]any{"type": "secureString"},
				"open": map[string]any{"type": "string"},
			},
			"variables": map[string]any{"twice": "[format('{0}-{0}', parameters('size'))]"},
			"resources": []any{map[string]any{"type": "A.B/c", "name": "x", "properties": map[string]any{"value": in}}},
		}
		m, err := New(tree, ask(t), nil)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if diff := cmp.Diff(want, At(m.Resources[0].Body, "properties", "value")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

// TestUnreadable: what the model does not know is an error, and never passed over.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"[unknown('x')]", "[parameters('none')]", "[variables('none')]", "['open]", "[concat('a']", "[concat('a' 'b')]", "[concat('a')x]",
		"[resourceId('A.B/c')]", "[resourceId('A.B/c', 'n', 'm')]", "[resourceId()]", "[extensionResourceId('x')]", "[]", "[1x]", "[x]",
		"[format('{1}', 'a')]", "[format('{', 'a')]", "[resourceGroup().none]", "[createObject('a', 1)['b']]", "[createArray('a')[0]",
		"[createArray('a')[0]]", "[format()]", "[replace('a')]", "[json('x')]",
	} {
		for _, r := range []map[string]any{
			{"type": "A.B/c", "name": "x", "properties": map[string]any{"value": in}},
			{"type": "A.B/c", "name": "x", "properties": map[string]any{in: "key"}},
		} {
			if m, err := New(map[string]any{"resources": []any{r}}, ask(t), nil); err == nil {
				t.Errorf("%s is %v", in, m.Resources[0].Body)
			}
		}
	}
	for name, r := range map[string]map[string]any{
		"copy":      {"type": "A.B/c", "name": "x", "copy": map[string]any{}},
		"condition": {"type": "A.B/c", "name": "x", "condition": true},
		"children":  {"type": "A.B/c", "name": "x", "resources": []any{}},
		"no type":   {"name": "x"},
		"no name":   {"type": "A.B/c/d", "name": "x"},
		"nested": {"type": "Microsoft.Resources/deployments", "name": "x", "properties": map[string]any{
			"template": map[string]any{"resources": []any{map[string]any{"type": "A.B/c", "name": "[none()]"}}},
		}},
		"two prefixes": {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "v/s", "properties": map[string]any{
			"addressPrefixes": []any{"10.0.0.0/24", "10.0.1.0/24"},
		}},
	} {
		if _, err := New(map[string]any{"resources": []any{r}}, ask(t), nil); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := Load([]byte("{"), ask(t), nil); err == nil {
		t.Error("broken JSON is read")
	}
	for _, intent := range []string{"region: nowhere", "region: [", "- list", "region: westeurope\nname: .inf"} {
		if _, err := Ask([]byte(intent)); err == nil {
			t.Errorf("%q is read", intent)
		}
	}
}

// TestNested: a nested deployment has parameters, a group and outputs of its own.
func TestNested(t *testing.T) {
	t.Parallel()
	tree := map[string]any{
		"parameters": map[string]any{"n": map[string]any{"type": "string", "defaultValue": "inner"}},
		"resources": []any{
			map[string]any{"type": "A.B/c", "name": "outer", "properties": map[string]any{
				"id": "[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'other')," +
					" 'Microsoft.Resources/deployments', 'mod'), '2025-04-01').outputs.id.value]",
			}},
			map[string]any{"type": "Microsoft.Resources/deployments", "name": "mod", "resourceGroup": "other", "properties": map[string]any{
				"parameters": map[string]any{"name": map[string]any{"value": "[parameters('n')]"}},
				"template": map[string]any{
					"parameters": map[string]any{"name": map[string]any{"type": "string"}},
					"resources":  []any{map[string]any{"type": "A.B/c", "name": "[parameters('name')]"}},
					"outputs":    map[string]any{"id": map[string]any{"type": "string", "value": "[resourceId('A.B/c', parameters('name'))]"}},
				},
			}},
		},
	}
	m, err := New(tree, ask(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/A.B/c/inner"
	if m.find(want) == nil {
		t.Errorf("no %s in %v", want, m.Resources)
	}
	for _, r := range m.Resources {
		if r.Name == "outer" && Text(r.Body, "properties", "id") != want {
			t.Errorf("the output is %v, not %s", r.Body, want)
		}
	}
	delete(Object(List(tree, "resources")[1], "properties", "template"), "outputs")
	if _, err := New(tree, ask(t), nil); err == nil {
		t.Error("an output that is not there is read")
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"*", "Any", "internet", "INTERNET", "0.0.0.0/0", "::/0", "10.1.2.3/0", " * ", "0.0.0.0/00"} {
		if !open(s) {
			t.Errorf("%q is taken for closed", s)
		}
	}
	for _, s := range []string{"10.0.0.0/8", "0.0.0.0", "VirtualNetwork", "AzureCloud.westeurope", "x/y", ""} {
		if open(s) {
			t.Errorf("%q is taken for open", s)
		}
	}
	if !openTogether([]string{"0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1"}) || openTogether([]string{"0.0.0.0/2", "128.0.0.0/1"}) {
		t.Error("ranges are not added up")
	}
}

// TestCovers: what an address of a rule says of a peer, by hand.
func TestCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, peer      string
		covers, touches bool
	}{
		{"*", "Internet", true, true},
		{"Internet", "Storage.WestEurope", true, true},
		{"Internet", "VirtualNetwork", false, false},
		{"Internet", "10.0.0.4", false, false},
		{"Internet", "192.0.2.4", true, true},
		{"Storage", "Storage.WestEurope", true, true},
		{"Storage.WestEurope", "Storage", false, true},
		{"Storage.WestEurope", "Storage.NorthEurope", false, false},
		{"storage.westeurope", "Storage.WestEurope", true, true},
		{"VirtualNetwork", "10.0.0.0/24", true, true},
		{"VirtualNetwork", "192.0.2.0/24", false, false},
		{"10.0.0.0/8", "10.0.0.0/24", true, true},
		{"10.0.0.0/24", "10.0.0.0/8", false, true},
		{"10.0.0.0/24", "10.0.1.0/24", false, false},
		{"10.0.0.0/24", "Storage", false, false},
		{"10.0.0.0/24", "*", false, true},
	} {
		if got := addressCovers(c.rule, c.peer); got != c.covers {
			t.Errorf("%s covers %s: %v", c.rule, c.peer, got)
		}
		if got := addressTouches(c.rule, c.peer); got != c.touches {
			t.Errorf("%s touches %s: %v", c.rule, c.peer, got)
		}
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	nodes, _ := prefixOf("10.0.0.0/24")
	rule := func(access, ports string, from ...string) *Rule {
		return &Rule{
			Direction: "Inbound", Access: access, Protocol: "Tcp", From: from, To: []string{"*"},
			SourcePorts: []string{"*"}, Ports: []string{ports},
		}
	}
	for name, c := range map[string]struct {
		rules []*Rule
		want  string
	}{
		"no rule":               {nil, ""},
		"allowed":               {[]*Rule{rule("Allow", "22", "192.0.2.0/24")}, "Allow"},
		"a part alone":          {[]*Rule{rule("Allow", "22", "192.0.2.0/25")}, ""},
		"other port":            {[]*Rule{rule("Allow", "23", "*")}, ""},
		"no port":               {[]*Rule{rule("Allow", "x", "*")}, ""},
		"denied in part, first": {[]*Rule{rule("Deny", "20-30", "192.0.2.1"), rule("Allow", "22", "*")}, "Deny"},
		"denied later":          {[]*Rule{rule("Allow", "1-100", "*"), rule("Deny", "*", "*")}, "Allow"},
	} {
		s := &Subnet{Prefix: nodes, Group: &Group{Rules: c.rules}}
		if got := s.verdict(flow{true, "Tcp", "22", "192.0.2.0/24"}); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
		if got := s.verdict(flow{false, "Tcp", "22", "192.0.2.0/24"}); got != "" {
			t.Errorf("%s: outbound %q", name, got)
		}
	}
	if got := (&Subnet{Prefix: nodes}).verdict(flow{true, "Tcp", "22", "*"}); got != "" {
		t.Errorf("no group: %q", got)
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	a, err := Ask([]byte(`
region: West Europe
configuration: cloudService
forcedTunneling: {via: appliance, address: 10.9.0.4, serviceTraffic: inspect}
remoteAccess: {from: [192.0.2.1]}
network:
  natGateway: {zone: "1"}
  privateEndpoints: {for: [storage], subnet: {existing: /x}}
  privateDnsZones: {existing: [/z]}
account: {existing: /subscriptions/s/a}
pools:
  - {name: a, os: windows, nodes: {dedicated: 2, spot: 3}, remoteAccess: false, publicIPs: none}
  - {name: b, os: linux, nodes: {autoscale: {max: 5, spotMax: 6}}, taskSlotsPerNode: 4, containers: true}
`))
	if err != nil {
		t.Fatal(err)
	}
	if a.region.suffix != "WestEurope" || !a.region.zones || a.Mode != "cloudService" || a.Tunnel != "appliance" || !a.Inspect ||
		a.Zones != "existing" || a.NAT == nil || !a.endpoint("storage") || a.EndpointSubnet != "/x" || a.subscription() != "s" {
		t.Errorf("read as %+v", a)
	}
	first, second := a.pool("A"), a.pool("b")
	if first.largest() != 5 || len(first.Remote) != 0 || !first.NoPublicIPs || first.OS != "windows" || first.Containers != nil {
		t.Errorf("read as %+v", first)
	}
	if second.largest() != 11 || !slices.Equal(second.Remote, []string{"192.0.2.1"}) || second.Slots != 4 || second.Containers != true {
		t.Errorf("read as %+v", second)
	}
	if tunnel := ask(t, "forcedTunneling: true").Tunnel; tunnel != "gateway" {
		t.Errorf("true is %q", tunnel)
	}
	if nat := ask(t, "network: {natGateway: true}").NAT; nat == nil {
		t.Error("true is no NAT gateway")
	}
}
