package plan_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

var today = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// planOf plans an intent that must be accepted.
func planOf(t testing.TB, text string) plan.Plan {
	t.Helper()
	p, list := try(t, text)
	if list.HasErrors() {
		t.Fatalf("refused: %+v\n%s", list, text)
	}
	return p
}

func try(t testing.TB, text string) (plan.Plan, diag.List) {
	t.Helper()
	in, _, list := intent.Load([]byte(text))
	if list.HasErrors() {
		t.Fatalf("not an intent: %+v\n%s", list, text)
	}
	return plan.New(in, today)
}

// written writes a rule on one line: direction, priority, action, protocol, far end, port.
func written(r plan.Rule) string {
	p := r.Properties
	join := func(one *string, many []*string) string {
		if one != nil {
			return *one
		}
		var all []string
		for _, m := range many {
			all = append(all, *m)
		}
		return strings.Join(all, "+")
	}
	return fmt.Sprintf("%s %s %d %s %s %s>%s:%s", r.Name, *p.Direction, *p.Priority, *p.Access, *p.Protocol,
		join(p.SourceAddressPrefix, p.SourceAddressPrefixes), join(p.DestinationAddressPrefix, p.DestinationAddressPrefixes),
		*p.DestinationPortRange)
}

// The rules of each mode and key, transcribed by hand from the documents and
// not from the rows that the plan walks.
func TestRules(t *testing.T) {
	t.Parallel()
	const (
		denyIn          = "DenyInternetInbound Inbound 4096 Deny * Internet>*:*"
		denyOut         = "DenyInternetOutbound Outbound 4096 Deny * *>Internet:*"
		simplified      = "AllowBatchNodeManagementOutbound Outbound 100 Allow * *>BatchNodeManagement.WestEurope:443"
		storage         = "AllowStorageOutbound Outbound 110 Allow Tcp *>Storage.WestEurope:443"
		classic         = "AllowBatchNodeManagementInbound Inbound 100 Allow Tcp BatchNodeManagement.WestEurope>*:29876-29877"
		existingAccount = "account:\n  existing: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-batch" +
			"/providers/Microsoft.Batch/batchAccounts/batchprod"
		classicCall = "AllowBatchNodeManagementOutbound Outbound 100 Allow Tcp *>BatchNodeManagement.WestEurope:443"
	)
	for _, c := range []struct {
		keys string
		want []string
	}{
		{"mode: simplified\nos: linux", []string{denyIn, simplified, storage}},
		{"mode: simplified\nos: windows", []string{denyIn, simplified, storage}},
		{"mode: simplified\nos: linux\naccount: {storage: none}", []string{denyIn, simplified}},
		{"mode: simplified\nos: linux\ntasksCallBatch: true", []string{denyIn, simplified, storage}},
		// That an existing account has storage is taken for granted, unless the intent says otherwise.
		{"mode: simplified\nos: linux\n" + existingAccount, []string{denyIn, simplified, storage}},
		{"mode: simplified\nos: linux\n" + existingAccount + "\n  storage: none", []string{denyIn, simplified}},
		{"mode: classic\nos: linux", []string{classic, denyIn, storage}},
		{"mode: classic\nos: windows", []string{classic, denyIn, storage}},
		{"mode: classic\nos: linux\naccount: {storage: none}", []string{classic, denyIn, storage}},
		{"mode: classic\nos: linux\ntasksCallBatch: true", []string{classic, denyIn, classicCall, storage}},
		{"mode: simplified\nos: linux\nremoteAccess: {from: [203.0.113.0/24]}", []string{
			"AllowSshInbound Inbound 200 Allow Tcp 203.0.113.0/24>*:22", denyIn, simplified, storage,
		}},
		{"mode: simplified\nos: windows\nremoteAccess: {from: [203.0.113.0/24, 198.51.100.7]}", []string{
			"AllowRdpInbound Inbound 210 Allow Tcp 203.0.113.0/24+198.51.100.7>*:3389", denyIn, simplified, storage,
		}},
		{"mode: simplified\nos: linux\nremoteAccess: {from: [VirtualNetwork, AzureCloud.westeurope]}", []string{
			"AllowSshFromVirtualNetworkInbound Inbound 220 Allow Tcp VirtualNetwork>*:22",
			"AllowSshFromAzureCloudwesteuropeInbound Inbound 221 Allow Tcp AzureCloud.westeurope>*:22", denyIn, simplified, storage,
		}},
		// A rule takes no overlapping ranges.
		{"mode: simplified\nos: linux\nremoteAccess: {from: [203.0.113.9, 203.0.113.0/24]}", []string{
			"AllowSshInbound Inbound 200 Allow Tcp 203.0.113.0/24>*:22", denyIn, simplified, storage,
		}},
		{"mode: simplified\nos: linux\ninterNodeCommunication: true", []string{
			"AllowInterNodeInbound Inbound 300 Allow * 10.0.0.0/27>10.0.0.0/27:*", denyIn, simplified, storage,
			"AllowInterNodeOutbound Outbound 130 Allow * 10.0.0.0/27>10.0.0.0/27:*",
		}},
		{"mode: simplified\nos: linux\nnetwork: {egress: restricted}", []string{denyIn, simplified, storage, denyOut}},
		{"mode: classic\nos: linux\nnetwork: {egress: restricted}", []string{classic, denyIn, storage, denyOut}},
		// Azure's exception for activation holds until a default route leads elsewhere.
		{"mode: simplified\nos: windows\nnetwork: {egress: restricted}", []string{denyIn, simplified, storage, denyOut}},
		{"mode: simplified\nos: linux\nforcedTunneling: true\nnetwork: {egress: restricted}", []string{denyIn, simplified, storage, denyOut}},
		{"mode: simplified\nos: windows\nforcedTunneling: true\nnetwork: {egress: restricted}", []string{
			denyIn, simplified, storage,
			"AllowWindowsActivationOutbound Outbound 300 Allow Tcp *>20.118.99.224+40.83.235.53+23.102.135.246:1688", denyOut,
		}},
		{"mode: simplified\nos: linux\nnetwork: {egress: restricted, dnsServers: [10.0.9.4, 10.0.9.5]}", []string{
			denyIn, simplified, storage, denyOut,
		}},
		{"mode: simplified\nos: linux\nnetwork: {egress: restricted, dnsServers: [10.0.9.4, 9.9.9.9, 8.8.8.8]}", []string{
			denyIn, simplified, storage, "AllowDnsOutbound Outbound 310 Allow * *>9.9.9.9+8.8.8.8:53", denyOut,
		}},
		{"mode: simplified\nos: linux\nnetwork: {dnsServers: [9.9.9.9, 8.8.8.8]}", []string{denyIn, simplified, storage}},
		{"mode: simplified\nos: linux\nnetwork: {natGateway: true}", []string{denyIn, simplified, storage}},
		{"mode: simplified\nos: linux\nforcedTunneling: {via: bgp, serviceTraffic: inspect}", []string{denyIn, simplified, storage}},
	} {
		p := planOf(t, "region: westeurope\nacknowledgeRetired: true\nnodes: 20\n"+c.keys)
		var got []string
		for _, r := range p.Network.Subnets[0].SecurityGroup.Rules {
			got = append(got, written(r))
			if r.Reason.Why == "" || r.Reason.Doc == "" || *r.Properties.Description != r.Reason.Why {
				t.Errorf("%s has no reason", r.Name)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.keys, diff)
		}
	}
}

// Each pool's own rules stay in its own subnet; a shared subnet has the sum.
func TestRulesOfSeveralPools(t *testing.T) {
	t.Parallel()
	p := planOf(t, `region: westeurope
nodes: 4
pools:
  - {name: a, os: linux, remoteAccess: {from: [198.51.100.1]}}
  - {name: b, os: windows, remoteAccess: {from: [198.51.100.2]}}
  - {name: c, os: linux, remoteAccess: {from: [198.51.100.1, 198.51.100.3]}}
  - {name: d, os: linux, subnet: own, interNodeCommunication: true}
`)
	names := func(s *plan.Subnet) []string {
		var got []string
		for _, r := range s.SecurityGroup.Rules {
			got = append(got, written(r))
		}
		return got
	}
	want := []string{
		"AllowSshInbound Inbound 200 Allow Tcp 198.51.100.1+198.51.100.3>*:22",
		"AllowRdpInbound Inbound 210 Allow Tcp 198.51.100.2>*:3389",
		"DenyInternetInbound Inbound 4096 Deny * Internet>*:*",
		"AllowBatchNodeManagementOutbound Outbound 100 Allow * *>BatchNodeManagement.WestEurope:443",
		"AllowStorageOutbound Outbound 110 Allow Tcp *>Storage.WestEurope:443",
	}
	if diff := cmp.Diff(want, names(p.Network.Subnets[0])); diff != "" {
		t.Error(diff)
	}
	own := names(p.Network.Subnets[1])
	if len(own) != 5 || !strings.HasPrefix(own[0], "AllowInterNodeInbound") {
		t.Errorf("own subnet: %v", own)
	}
}

func TestTagRulesOfBothSystemsShareOneRange(t *testing.T) {
	t.Parallel()
	p := planOf(t, `region: westeurope
nodes: 1
pools:
  - {name: a, os: linux, remoteAccess: {from: [VirtualNetwork]}}
  - {name: b, os: windows, remoteAccess: {from: [virtualnetwork, AzureCloud]}}
`)
	var got []string
	for _, r := range p.Network.Subnets[0].SecurityGroup.Rules[:3] {
		got = append(got, fmt.Sprint(r.Name, " ", *r.Properties.Priority))
	}
	want := []string{
		"AllowSshFromVirtualNetworkInbound 220", "AllowRdpFromvirtualnetworkInbound 221", "AllowRdpFromAzureCloudInbound 222",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The routes of each mode, system and tunnel, by hand.
func TestRoutes(t *testing.T) {
	t.Parallel()
	const (
		gateway   = "InternetThroughGateway 0.0.0.0/0>VirtualNetworkGateway"
		appliance = "InternetThroughAppliance 0.0.0.0/0>VirtualAppliance 10.0.255.4"
		batch     = "BatchNodeManagementDirect BatchNodeManagement.WestEurope>Internet"
	)
	activation := []string{
		"WindowsActivation1Direct 20.118.99.224/32>Internet",
		"WindowsActivation2Direct 40.83.235.53/32>Internet",
		"WindowsActivation3Direct 23.102.135.246/32>Internet",
	}
	for _, c := range []struct {
		mode, os, tunnel string
		bgp              string // propagation: on, off, or "" for no route table
		want             []string
	}{
		{"simplified", "linux", "false", "", nil},
		{"classic", "windows", "false", "", nil},
		{"simplified", "linux", "true", "on", []string{gateway, batch}},
		{"simplified", "linux", "{via: gateway}", "on", []string{gateway, batch}},
		{"simplified", "windows", "{via: gateway}", "on", append([]string{gateway, batch}, activation...)},
		{"simplified", "linux", "{via: gateway, serviceTraffic: inspect}", "on", []string{gateway}},
		{"simplified", "windows", "{via: gateway, serviceTraffic: inspect}", "on", []string{gateway}},
		{"simplified", "linux", "{via: appliance, address: 10.0.255.4}", "off", []string{appliance, batch}},
		{"simplified", "windows", "{via: appliance, address: 10.0.255.4}", "off", append([]string{appliance, batch}, activation...)},
		{"simplified", "windows", "{via: appliance, address: 10.0.255.4, serviceTraffic: inspect}", "off", []string{appliance}},
		{"simplified", "linux", "{via: bgp}", "on", []string{batch}},
		{"simplified", "windows", "{via: bgp}", "on", append([]string{batch}, activation...)},
		{"simplified", "linux", "{via: bgp, serviceTraffic: inspect}", "", nil},
		{"classic", "linux", "true", "on", []string{gateway, batch}},
		{"classic", "windows", "true", "on", append([]string{gateway, batch}, activation...)},
		{"classic", "linux", "{via: appliance, address: 10.0.255.4}", "off", []string{appliance, batch}},
		{"classic", "linux", "{via: bgp}", "on", []string{batch}},
	} {
		p := planOf(t, fmt.Sprintf("region: westeurope\nacknowledgeRetired: true\nnodes: 20\nmode: %s\nos: %s\nforcedTunneling: %s",
			c.mode, c.os, c.tunnel))
		var got []string
		bgp := ""
		if table := p.Network.Subnets[0].RouteTable; table != nil {
			bgp = map[bool]string{true: "off", false: "on"}[*table.Properties.DisableBgpRoutePropagation]
			for _, r := range table.Routes {
				line := fmt.Sprintf("%s %s>%s", r.Name, *r.Properties.AddressPrefix, *r.Properties.NextHopType)
				if hop := r.Properties.NextHopIPAddress; hop != nil {
					line += " " + *hop
				}
				got = append(got, line)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" || bgp != c.bgp {
			t.Errorf("%s %s %s: BGP %q, want %q\n%s", c.mode, c.os, c.tunnel, bgp, c.bgp, diff)
		}
	}
}

// A brute-force search agrees with the arithmetic on every prefix.
func TestSizing(t *testing.T) {
	t.Parallel()
	smallest := func(addresses int) int {
		for bits := 29; ; bits-- {
			if 1<<(32-bits) >= addresses {
				return bits
			}
		}
	}
	counts := []int{0, 1, 2, 3, 4, 10, 11, 12, 27, 28, 59, 60, 123, 124, 251, 252, 507, 508, 1019, 1020, 4000, 32763, 32764, 65531, 65536}
	for n := 5; n < 65536; n += 997 {
		counts = append(counts, n)
	}
	for _, nodes := range counts {
		for _, percent := range []int{0, 1, 20, 100} {
			text := fmt.Sprintf("region: westeurope\nos: linux\nnodes: %d\nnetwork: {addressSpace: [10.0.0.0/8], subnet: {headroomPercent: %d}}",
				nodes, percent)
			s := planOf(t, text).Network.Subnets[0].Sizing
			headroom := nodes * percent / 100
			if nodes*percent%100 > 0 {
				headroom++
			}
			want := netip.PrefixFrom(netip.MustParseAddr("10.0.0.0"), smallest(nodes+headroom+5))
			if s.Prefix != want || s.Headroom != headroom || s.Holds != 1<<(32-want.Bits())-5 || s.Holds < nodes {
				t.Errorf("%d nodes, %d %%: %+v, want %s", nodes, percent, s, want)
			}
		}
	}
}

// Computed subnets lie in the address space, hold their pools, and overlap
// nothing; the counts at their maxima together still fit.
func TestSubnetsHoldTheirPools(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\n")
		fmt.Fprintf(&b, "network: {addressSpace: [10.0.0.0/12, 192.168.0.0/20], subnet: {headroomPercent: %d}}\npools:\n",
			rapid.IntRange(0, 200).Draw(r, "headroom"))
		for i := range rapid.IntRange(1, 8).Draw(r, "pools") {
			subnet := rapid.SampledFrom([]string{"shared", "own"}).Draw(r, "subnet")
			nodes := fmt.Sprintf("{dedicated: %d, spot: %d}", rapid.IntRange(0, 300).Draw(r, "dedicated"), rapid.IntRange(0, 300).Draw(r, "spot"))
			if rapid.Bool().Draw(r, "autoscale") {
				nodes = fmt.Sprintf("{autoscale: {min: 0, max: %d, spotMax: %d}}", rapid.IntRange(0, 300).Draw(r, "max"), rapid.IntRange(0, 300).Draw(r, "spotMax"))
			}
			fmt.Fprintf(&b, "  - {name: p%d, subnet: %s, nodes: %s}\n", i, subnet, nodes)
		}
		p := planOf(t, b.String())
		space := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/12"), netip.MustParsePrefix("192.168.0.0/20")}
		for i, s := range p.Network.Subnets {
			if !slices.ContainsFunc(space, func(outer netip.Prefix) bool { return outer.Contains(s.Prefix().Addr()) }) {
				r.Fatalf("%s is outside of the address space\n%s", s.Prefix(), b.String())
			}
			if s.Prefix() != s.Prefix().Masked() {
				r.Fatalf("%s has host bits", s.Prefix())
			}
			for _, other := range p.Network.Subnets[:i] {
				if other.Prefix().Overlaps(s.Prefix()) {
					r.Fatalf("%s overlaps %s\n%s", s.Prefix(), other.Prefix(), b.String())
				}
			}
			atMost := 0
			for _, pool := range p.Pools {
				if pool.Subnet != s {
					continue
				}
				for _, c := range []plan.Count{pool.Scale.Dedicated, pool.Scale.Spot} {
					if c.Parameter && c.Max < c.Value {
						r.Fatalf("a count of %d has the maximum %d", c.Value, c.Max)
					}
					if c.Parameter && c.Max+c.Others > s.Sizing.Holds {
						r.Fatalf("maximum %d and %d for others exceed %d", c.Max, c.Others, s.Sizing.Holds)
					}
					atMost += max(c.Max, c.Value)
				}
			}
			autoscaled := s.Sizing.Nodes
			for _, pool := range p.Pools {
				if pool.Subnet == s {
					autoscaled -= pool.Scale.Dedicated.Value + pool.Scale.Spot.Value
				}
			}
			if atMost+autoscaled > s.Sizing.Holds {
				r.Fatalf("all maxima together are %d, %s holds %d\n%s", atMost+autoscaled, s.Prefix(), s.Sizing.Holds, b.String())
			}
		}
	})
}

// More nodes never give a smaller subnet.
func TestMoreNodesNeverGiveLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		nodes := rapid.IntRange(0, 20000).Draw(r, "nodes")
		more := rapid.IntRange(nodes, 20001).Draw(r, "more")
		percent := rapid.IntRange(0, 100).Draw(r, "headroom")
		bits := func(n int) int {
			text := fmt.Sprintf("region: westeurope\nos: linux\nnodes: %d\nnetwork: {addressSpace: [10.0.0.0/8], subnet: {headroomPercent: %d}}", n, percent)
			return planOf(t, text).Network.Subnets[0].Prefix().Bits()
		}
		if bits(more) > bits(nodes) {
			r.Fatalf("%d nodes need /%d, %d nodes /%d", nodes, bits(nodes), more, bits(more))
		}
	})
}

func TestShares(t *testing.T) {
	t.Parallel()
	// 10.0.0.0/25 holds 123: 23 are free, 40 and 60 share them as 9 and 13.
	p := planOf(t, "region: westeurope\nos: linux\nnodes: {dedicated: 40, spot: 60}")
	want := plan.Count{Value: 40, Largest: 40, Parameter: true, Max: 49, Others: 73}
	if diff := cmp.Diff(want, p.Pools[0].Scale.Dedicated); diff != "" {
		t.Error(diff)
	}
	want = plan.Count{Value: 60, Largest: 60, Parameter: true, Max: 73, Others: 49}
	if diff := cmp.Diff(want, p.Pools[0].Scale.Spot); diff != "" {
		t.Error(diff)
	}
	// A count of zero is a literal and takes no share.
	p = planOf(t, "region: westeurope\nos: linux\nnodes: {dedicated: 0, spot: 20}")
	if diff := cmp.Diff(plan.Count{}, p.Pools[0].Scale.Dedicated); diff != "" {
		t.Error(diff)
	}
	if got := p.Pools[0].Scale.Spot.Max; got != 27 {
		t.Errorf("maximum %d, want 27", got)
	}
}

func TestNamesAndSymbols(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"render": {"render", "renderPool"}, "gpu-large": {"gpuLarge", "gpuLargePool"}, "GPU_large-2": {"gPULarge2", "gPULarge2Pool"},
		"2024-q1": {"pool2024Q1", "pool2024Q1Pool"}, "-": {"pool", "poolPool"}, "pool": {"pool", "pool"}, "__a": {"a", "aPool"},
	} {
		pool := planOf(t, fmt.Sprintf("region: westeurope\nos: linux\nnodes: 1\npools: [{name: %q}]", name)).Pools[0]
		if got := [2]string{pool.Stem, pool.Symbol}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	p := planOf(t, "region: westeurope\nname: a-rather-long-name\nos: linux\nnodes: 1")
	if got := p.Account.Stem; got != "aratherlong" {
		t.Errorf("account names start with %q", got)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"os: linux\nnodes: 1":                                             "pool in a virtual network: simplified node communication, Linux, 1 node.",
		"os: windows\nnodes: {spot: 1}":                                   "pool in a virtual network: simplified node communication, Windows, 1 spot node.",
		"os: linux\nnodes: {dedicated: 2, spot: 3}":                       "pool in a virtual network: simplified node communication, Linux, 2 dedicated and 3 spot nodes.",
		"os: linux\nnodes: {autoscale: {min: 0, max: 9}}":                 "pool in a virtual network: simplified node communication, Linux, 0 to 9 nodes.",
		"os: linux\nnodes: {autoscale: {min: 0, max: 0, spotMax: 9}}":     "pool in a virtual network: simplified node communication, Linux, 0 to 9 spot nodes.",
		"os: linux\nnodes: {autoscale: {min: 1, max: 2, spotMax: 9}}":     "pool in a virtual network: simplified node communication, Linux, 1 to 2 dedicated and 0 to 9 spot nodes.",
		"os: linux\nnodes: 2\nforcedTunneling: {via: bgp}":                "pool in a virtual network: simplified node communication, Linux, 2 nodes, internet traffic tunneled by routes learned from BGP.",
		"os: linux\nnodes: 2\npools: [{name: a}, {name: b}]":              "pools in a virtual network: simplified node communication, Linux, 2 pools with at most 4 nodes.",
		"nodes: 2\npools: [{name: a, os: linux}, {name: b, os: windows}]": "pools in a virtual network: simplified node communication, Linux and Windows, 2 pools with at most 4 nodes.",
	} {
		if got := planOf(t, "region: westeurope\n"+keys).Summary; got != "Azure Batch "+want {
			t.Errorf("%s:\n got %s\nwant Azure Batch %s", keys, got, want)
		}
	}
}

func TestIdentitiesAndRoles(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string][]string{
		"":                         {"batch-identity storageBlobDataContributor storage account"},
		"account: {storage: none}": nil,
		"tasksCallBatch: true": {
			"batch-identity storageBlobDataContributor storage account",
			"batch-task-identity azureBatchDataContributor Batch account",
		},
		"tasksCallBatch: true\naccount: {storage: none}": {"batch-task-identity azureBatchDataContributor Batch account"},
	} {
		p := planOf(t, "region: westeurope\nos: linux\nnodes: 1\n"+keys)
		var got []string
		for _, r := range p.Roles {
			got = append(got, fmt.Sprintf("%s %s %s", r.Identity.Name, r.Role.Symbol, r.On))
			if !slices.Contains(p.Pools[0].Identities, r.Identity) {
				t.Errorf("%s: the pool lacks %s", keys, r.Identity.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", keys, diff)
		}
	}
}

func TestImagesAndDisks(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"os: linux":                              "server batch.node.ubuntu 24.04 [TemporaryDisk]",
		"os: windows":                            "2022-datacenter-g2 batch.node.windows amd64 [OsDisk TemporaryDisk]",
		"os: linux\nvmSize: Standard_D4_v2":      "server-gen1 batch.node.ubuntu 24.04 [TemporaryDisk]",
		"os: windows\nvmSize: Standard_DS3_v2":   "2022-datacenter batch.node.windows amd64 [OsDisk TemporaryDisk]",
		"os: linux\nvmSize: Standard_A4_v2":      "server-gen1 batch.node.ubuntu 24.04 []",
		"os: linux\nimage: almalinux-9":          "9-gen2 batch.node.el 9 [TemporaryDisk]",
		"os: windows\nimage: windows-2019":       "2019-datacenter-gensecond batch.node.windows amd64 [OsDisk TemporaryDisk]",
		"os: linux\nvmSize: Standard_HB120rs_v3": "server batch.node.ubuntu 24.04 [TemporaryDisk]",
		"os: linux\nimage: {publisher: a, offer: b, sku: c, version: 1.0.0, nodeAgent: batch.node.el 8}": "c batch.node.el 8 [TemporaryDisk]",
	} {
		pool := planOf(t, "region: westeurope\nnodes: 1\n"+keys).Pools[0]
		if got := fmt.Sprint(pool.Image.SKU, " ", pool.Image.NodeAgent, " ", pool.EncryptedDisks); got != want {
			t.Errorf("%s: %s, want %s", keys, got, want)
		}
	}
}

func TestRemoteAccess(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: westeurope\nos: windows\nnodes: 1\nremoteAccess: {from: [203.0.113.0/24, VirtualNetwork]}")
	want := &plan.NATPool{
		Name: "rdp", BackendPort: 3389, FrontendStart: 60000, FrontendEnd: 60099,
		Rules: []plan.NATRule{
			{Allow: true, Priority: 150, Source: "203.0.113.0/24"},
			{Allow: true, Priority: 151, Source: "VirtualNetwork"},
			{Priority: 4000, Source: "*"},
		},
		Reason: p.Pools[0].NATPool.Reason,
	}
	if diff := cmp.Diff(want, p.Pools[0].NATPool); diff != "" {
		t.Error(diff)
	}
	if p := planOf(t, "region: westeurope\nos: linux\nnodes: 1"); p.Pools[0].NATPool != nil {
		t.Error("a pool without remote access maps a port")
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: westeurope\nos: linux\nnodes: {autoscale: {min: 2, max: 50, interval: PT5M}}")
	want := `minDedicated = 2;
maxDedicated = 50;
span = 5 * TimeInterval_Minute;
known = $PendingTasks.GetSamplePercent(span);
last = max(0, $PendingTasks.GetSample(1));
pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));
$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));
$TargetLowPriorityNodes = 0;
$NodeDeallocationOption = taskcompletion;
`
	if diff := cmp.Diff(want, p.Pools[0].Scale.Formula); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{"PT5M": "PT5M", "PT60M": "PT1H", "PT90M": "PT90M", "P7D": "PT168H", "PT2H": "PT2H"} {
		p := planOf(t, "region: westeurope\nos: linux\nnodes: {autoscale: {min: 0, max: 1, interval: "+text+"}}")
		if got := p.Pools[0].Scale.Interval; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Of many pools the first have parameters, as many as stay below the limit.
func TestParametersRunOut(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("region: westeurope\nos: linux\nnodes: {dedicated: 1, spot: 1}\npools:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  - {name: p%d}\n", i)
	}
	p := planOf(t, b.String())
	count := 0
	for _, pool := range p.Pools {
		if pool.Parameters {
			count++
		}
		if pool.Parameters != pool.Scale.Dedicated.Parameter {
			t.Errorf("%s: size and counts differ", pool.Name)
		}
	}
	if count != (200-4)/3 {
		t.Errorf("%d pools have parameters, want %d", count, (200-4)/3)
	}
}

// asOf decides diagnostics, never the plan.
func TestAsOfChangesNoPlan(t *testing.T) {
	t.Parallel()
	text := "region: westeurope\nos: windows\nnodes: 1\nimage: windows-2016"
	in, _, _ := intent.Load([]byte(text))
	for day, code := range map[string]string{
		"2025-01-01": "", "2026-01-11": "", "2026-01-12": "BG502", "2027-01-12": "BG502", "2027-01-13": "BG501", "2040-01-01": "BG501",
	} {
		asOf, _ := time.Parse(time.DateOnly, day)
		// Another hour and zone of the same day change nothing.
		p, list := plan.New(in, asOf.Add(23*time.Hour+59*time.Minute))
		got := ""
		if len(list) > 0 {
			got = list[0].Code
		}
		if got != code {
			t.Errorf("%s: %q, want %q", day, got, code)
		}
		first, _ := plan.New(in, today)
		if p.Summary != first.Summary || p.Pools[0].Image != first.Pools[0].Image {
			t.Errorf("%s: another plan", day)
		}
	}
}
