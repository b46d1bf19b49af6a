package intent_test

import (
	_ "embed"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// four is the shortest intent, base what most tests add keys to.
const (
	four = "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"
	base = "region: westeurope\nos: linux\nnodes: 20\n"
)

const (
	subscription = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/hub/providers/"
	vnetID       = subscription + "Microsoft.Network/virtualNetworks/hub-vnet"
	ipID         = subscription + "Microsoft.Network/publicIPAddresses/egress"
	identityID   = subscription + "Microsoft.ManagedIdentity/userAssignedIdentities/render-id"
)

// load reads a text that must be right.
func load(t *testing.T, text string) intent.Intent {
	t.Helper()
	in, _, list := intent.Load([]byte(text))
	if len(list) > 0 {
		t.Fatalf("%s\n%s", text, strings.Join(found(list), "\n"))
	}
	return in
}

// found lists diagnostics as "3:8 BG106 message (hint)".
func found(list diag.List) []string {
	var lines []string
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("%d:%d %s %s (%s)",
			d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message, d.Hint))
	}
	return lines
}

// wants checks that a text gives exactly some diagnostics, each the beginning
// of "3:8 BG106 message (hint)". An asterisk stands for what lies between.
func wants(t *testing.T, text string, want ...string) {
	t.Helper()
	_, _, list := intent.Load([]byte(text))
	got := found(list)
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		ok = matches(got[i], want[i])
	}
	if !ok {
		short := text
		if len(short) > 400 {
			short = short[:400] + "…"
		}
		t.Errorf("%s\n got:\n  %s\nwant:\n  %s", short, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func matches(got, want string) bool {
	for i, piece := range strings.Split(want, "*") {
		at := strings.Index(got, piece)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		got = got[at+len(piece):]
	}
	return true
}

func TestLoadFourLines(t *testing.T) {
	t.Parallel()
	region, _ := azure.RegionByName("westeurope")
	want := intent.Intent{
		Name: "batch", Region: region, Mode: azure.Simplified,
		Network: intent.Network{
			AddressSpace:    []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")},
			HeadroomPercent: 20,
		},
		Account: intent.Account{PublicNetworkAccess: true},
		Pools: []intent.Pool{{
			Name: "pool", OS: azure.Linux, Nodes: intent.Nodes{Dedicated: 20}, VMSize: "Standard_D4s_v5",
			Image: intent.Image{Alias: "ubuntu-24.04"}, TaskSlotsPerNode: 1,
		}},
	}
	if diff := cmp.Diff(want, load(t, four), values...); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// values compares intents without their unexported fields.
var values = cmp.Options{
	cmpopts.IgnoreUnexported(intent.Pool{}),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

// full uses every key that can stand in one intent.
//
//go:embed testdata/full.yaml
var full string

func TestLoadFull(t *testing.T) {
	t.Parallel()
	region, _ := azure.RegionByName("westeurope")
	prefix, addr := netip.MustParsePrefix, netip.MustParseAddr
	pool := intent.Pool{
		Name: "small", OS: azure.Linux, VMSize: "Standard_D8s_v5", Image: intent.Image{Alias: "ubuntu-22.04"},
		Nodes: intent.Nodes{Autoscale: &intent.Autoscale{
			Min: 1, Max: 10, SpotMax: 20, Formula: "$TargetDedicatedNodes = 1;", Interval: 90 * time.Minute,
		}},
		PublicIPs:              intent.PublicIPs{UserManaged: []intent.ResourceID{ipID}},
		RemoteAccess:           []intent.Source{{Prefix: prefix("203.0.113.0/24")}, {Prefix: prefix("198.51.100.7/32")}, {Tag: "VirtualNetwork"}},
		InterNodeCommunication: true, TasksCallBatch: true, TaskSlotsPerNode: 4, OSDiskSizeGB: 128,
		Identities: []intent.ResourceID{identityID},
		Containers: &intent.Containers{Registries: []string{"example.azurecr.io"}, Images: []string{"example.azurecr.io/render:1.2"}},
		StartTask:  &intent.StartTask{CommandLine: "/bin/sh -c 'true'", Elevated: true},
		Mounts: []intent.Mount{
			{Kind: intent.MountAzureFiles, Account: "renderdata", Share: "scenes", At: "scenes", Options: "-o vers=3.1.1"},
			{
				Kind: intent.MountBlob, Account: "frames", Container: "frames", At: "frames", ReadOnly: true,
				AccountID: subscription + "Microsoft.Storage/storageAccounts/frames",
			},
			{
				Kind: intent.MountNFS, Host: "files.example.com", ExportPath: "/export/scenes/big", At: "big",
				Addresses: []netip.Prefix{prefix("10.0.8.0/28"), prefix("10.0.9.4/32")},
			},
			{Kind: intent.MountSMB, Host: "10.0.8.4", Share: "projects", User: "render", At: "work/projects"},
		},
	}
	nodes := intent.Nodes{Dedicated: 40, Spot: 60}
	desk, own, third := pool, pool, pool
	desk.Name, desk.OS, desk.Nodes, desk.Image = "desk", azure.Windows, nodes, intent.Image{Alias: "windows-2022"}
	desk.OwnSubnet, desk.Subnet = true, intent.Subnet{Name: "desk", Prefix: prefix("10.20.4.0/24")}
	desk.RemoteAccess, desk.Containers, desk.PublicIPs = nil, nil, intent.PublicIPs{None: true}
	desk.Mounts = []intent.Mount{{Kind: intent.MountAzureFiles, Account: "renderdata", Share: "scenes", At: "S"}}
	own.Name, own.Nodes, own.OwnSubnet = "own", nodes, true
	own.Image = intent.Image{
		Publisher: "canonical", Offer: "ubuntu-24_04-lts", SKU: "server", Version: "latest", NodeAgent: "batch.node.ubuntu 24.04",
	}
	third.Name, third.Nodes = "third", nodes
	third.Image = intent.Image{
		ID: subscription + "Microsoft.Compute/galleries/g/images/i/versions/1.0.0", NodeAgent: "batch.node.ubuntu 24.04",
	}
	want := intent.Intent{
		Name: "render", ResourceGroup: "batch-prod", Region: region, Mode: azure.Classic, AcknowledgeRetired: true,
		ForcedTunneling: &intent.ForcedTunneling{Via: intent.ViaAppliance, Address: addr("10.1.0.4"), Inspect: true},
		Network: intent.Network{
			AddressSpace:     []netip.Prefix{prefix("10.20.0.0/16"), prefix("172.16.0.0/22")},
			Subnet:           intent.Subnet{Name: "nodes", Prefix: prefix("10.20.1.0/24")},
			HeadroomPercent:  50,
			DNSServers:       []netip.Addr{addr("10.1.0.4"), addr("10.1.0.5")},
			RestrictedEgress: true,
			NATGateway:       &intent.NATGateway{Zone: "1", IdleTimeoutMinutes: 10, PublicIPs: []intent.ResourceID{ipID}},
			PrivateEndpoints: &intent.PrivateEndpoints{
				For:    []intent.Endpoint{intent.EndpointNodeManagement, intent.EndpointStorage},
				Subnet: intent.Subnet{Name: "endpoints", Prefix: prefix("10.20.9.0/28")},
			},
			PrivateDNSZones: intent.PrivateDNSZones{None: true},
		},
		Account: intent.Account{
			Name: "renderprod", AllowedIPs: []netip.Prefix{prefix("203.0.113.0/24"), prefix("198.51.100.7/32")},
			UserSubscription: true, KeyVault: intent.KeyVault{New: true}, Storage: intent.Storage{None: true},
			Identity:    intent.AccountIdentity{System: true},
			Diagnostics: subscription + "Microsoft.OperationalInsights/workspaces/central",
		},
		Pools: []intent.Pool{pool, desk, own, third},
		Environments: []intent.Environment{
			{Name: "prod", Nodes: &intent.Nodes{Dedicated: 100}},
			{
				Name: "test", Nodes: &intent.Nodes{Dedicated: 2}, VMSize: "Standard_D4s_v5",
				Tags: []intent.Tag{{Name: "stage", Value: "test"}},
				Pools: []intent.PoolOverride{{
					Name: "small", VMSize: "Standard_D2s_v5",
					Nodes: &intent.Nodes{Autoscale: &intent.Autoscale{Max: 2}},
				}},
			},
		},
		Tags:     []intent.Tag{{Name: "costCenter", Value: "4711"}, {Name: "stage", Value: "prod"}},
		Suppress: []intent.Suppression{{Code: "BG302", Reason: "the subnet cannot grow"}},
	}
	got := load(t, full)
	if diff := cmp.Diff(want, got, values...); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	paths := map[string]string{
		got.Pools[0].Path("nodes"):             "/pools/0/nodes",
		got.Pools[0].Path("os"):                "/os",
		got.Pools[1].Path("os"):                "/pools/1/os",
		got.Pools[1].Pointer():                 "/pools/1",
		load(t, four).Pools[0].Path("nodes"):   "/nodes",
		load(t, four).Pools[0].Pointer() + ".": ".",
	}
	for got, want := range paths {
		if got != want {
			t.Errorf("path %q, want %q", got, want)
		}
	}
}

// Line ends and a byte order mark change nothing.
func TestLoadIsTheSameForEveryLineEnd(t *testing.T) {
	t.Parallel()
	want := load(t, full)
	for name, text := range map[string]string{
		"CR LF":              strings.ReplaceAll(full, "\n", "\r\n"),
		"CR":                 strings.ReplaceAll(full, "\n", "\r"),
		"byte order mark":    "\uFEFF" + full,
		"mark and CR LF":     "\uFEFF" + strings.ReplaceAll(full, "\n", "\r\n"),
		"no last line end":   strings.TrimSuffix(full, "\n"),
		"trailing blanks":    strings.ReplaceAll(full, "\n", "  \n"),
		"comments":           "# a\n" + strings.ReplaceAll(full, "\n", " # b\n\n"),
		"document start":     "---\n" + full,
		"document end":       full + "...\n",
		"comment after that": full + "...\n# that is all\n",
	} {
		if diff := cmp.Diff(want, load(t, text), cmp.AllowUnexported(intent.Pool{}), values[1], values[2]); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
	if got := load(t, base+"startTask:\n  commandLine: |\n    a\r\n    b\r\n").Pools[0].StartTask.CommandLine; got != "a\nb\n" {
		t.Errorf("block text with CR LF = %q", got)
	}
}

// JSON is YAML, and keys may be quoted.
func TestLoadJSON(t *testing.T) {
	t.Parallel()
	want := load(t, four)
	for _, text := range []string{
		`{"region": "westeurope", "mode": "simplified", "os": "linux", "nodes": 20}`,
		`{"region":"westeurope","mode":"simplified","os":"linux","nodes":20}`,
		"{\n\t\"region\": \"westeurope\",\n\t\"mode\": \"simplified\",\n\t\"os\": \"linux\",\n\t\"nodes\": 20\n}\n",
		"\"region\": 'westeurope'\n'mode': simplified\nos: \"linux\"\n\"nodes\": 20\n",
		"? region\n: westeurope\nmode: simplified\nos: linux\nnodes: 20\n",
	} {
		if diff := cmp.Diff(want, load(t, text), values...); diff != "" {
			t.Errorf("%s: -want +got:\n%s", text, diff)
		}
	}
}

func TestLoadOrderOfKeysDoesNotMatter(t *testing.T) {
	t.Parallel()
	want := load(t, four)
	lines := strings.SplitAfter(strings.TrimSuffix(four, "\n")+"\n", "\n")[:4]
	for i := range 24 {
		order := append([]string(nil), lines...)
		for n, j := i, 0; j < 4; j++ {
			k := j + n%(4-j)
			n /= 4 - j
			order[j], order[k] = order[k], order[j]
		}
		if diff := cmp.Diff(want, load(t, strings.Join(order, "")), values...); diff != "" {
			t.Errorf("%q: %s", order, diff)
		}
	}
}
