package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/plan"
)

const (
	group   = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/"
	vnet    = group + "Microsoft.Network/virtualNetworks/spoke"
	address = group + "Microsoft.Network/publicIPAddresses/"
	vault   = group + "Microsoft.KeyVault/vaults/keys"
	account = group + "Microsoft.Batch/batchAccounts/shared"
	classic = group + "Microsoft.ClassicNetwork/virtualNetworks/old/subnets/nodes"
)

// raised returns the codes of a severity, each once, in order.
func raised(list diag.List, severity diag.Severity) []string {
	var codes []string
	for _, d := range list {
		if d.Severity == severity {
			codes = append(codes, d.Code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Combinations that cannot work, or that surprise: every one with the codes
// that it raises, errors before the bar, warnings after it.
func TestDeadCombinations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, want string }{
		// No way to the node management service.
		{"publicIPs: none", "BG411|"},
		{"publicIPs: none\naccount: {storage: none}", "BG411|"},
		{"publicIPs: none\nnetwork: {natGateway: true}", "|"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [nodeManagement]}", "|BG425"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "|"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [batchAccount]}", "BG411|"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [storage]}", "BG411|"},
		{"publicIPs: none\nforcedTunneling: {via: gateway, serviceTraffic: inspect}", "|BG405"},
		{"publicIPs: none\nforcedTunneling: {via: bgp, serviceTraffic: inspect}", "|BG405"},
		{"publicIPs: none\nforcedTunneling: true", "BG412|BG405"},
		{"publicIPs: none\nforcedTunneling: {via: bgp}", "BG412|BG405"},
		{"publicIPs: none\nforcedTunneling: true\nnetwork: {natGateway: true}", "|BG405"},
		{"publicIPs: none\nforcedTunneling: true\nnetwork: {privateEndpoints: [nodeManagement]}", "|BG405"},
		{"publicIPs: none\nforcedTunneling: true\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "|"},
		// Classic mode.
		{"mode: classic\npublicIPs: none", "BG413|BG501"},
		{"mode: classic\npublicIPs: none\nnetwork: {natGateway: true}", "BG413|BG501"},
		{"mode: classic\nforcedTunneling: {via: gateway, serviceTraffic: inspect}", "BG402|BG501"},
		{"mode: classic\nforcedTunneling: {via: appliance, address: 10.0.9.4, serviceTraffic: inspect}", "BG402|BG501"},
		{"mode: classic\nnetwork: {privateEndpoints: [nodeManagement]}", "BG415|BG501"},
		{"mode: classic\nnetwork: {privateEndpoints: [batchAccount]}", "|BG501"},
		// The account's doors.
		{"account: {publicNetworkAccess: false}", "BG414|"},
		{"account: {publicNetworkAccess: false}\nnetwork: {natGateway: true}", "BG414|"},
		{"account: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [batchAccount]}", "BG414|"},
		{"account: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [nodeManagement]}", "|"},
		{"mode: classic\naccount: {publicNetworkAccess: false}", "|BG501"},
		{"tasksCallBatch: true\naccount: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [nodeManagement]}", "BG426|"},
		{"tasksCallBatch: true\naccount: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [nodeManagement, batchAccount]}", "|"},
		{"tasksCallBatch: true\naccount: {allowedIPs: [203.0.113.7]}", "BG426|"},
		{"tasksCallBatch: true\npublicIPs: none\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "BG426|"},
		{"tasksCallBatch: true\npublicIPs: none\nnetwork: {privateEndpoints: [nodeManagement, storage], natGateway: true}", "|"},
		{"tasksCallBatch: true\npublicIPs: none\nforcedTunneling: true\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "|BG405"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [nodeManagement, storage], dnsServers: [9.9.9.9, 8.8.8.8]}", "BG429|BG424"},
		{"publicIPs: none\nnetwork: {privateEndpoints: [nodeManagement, storage], dnsServers: [9.9.9.9, 8.8.8.8], natGateway: true}", "|BG424"},
		{"publicIPs: none\nimage: ubuntu-hpc-24.04\ncontainers: true\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "|BG448"},
		{"tasksCallBatch: true\naccount: {allowedIPs: [203.0.113.7]}\nnetwork: {natGateway: true}", "|"},
		{"account: {publicNetworkAccess: false, allowedIPs: [203.0.113.7]}\nnetwork: {privateEndpoints: [nodeManagement]}", "BG427|"},
		// Tunnels.
		{"forcedTunneling: {via: appliance, address: 10.0.0.9}", "BG401|BG405"},
		{"forcedTunneling: {via: appliance, address: 10.0.1.9}", "|BG405"},
		{"forcedTunneling: true\nremoteAccess: {from: [203.0.113.0/24]}", "|BG403,BG405"},
		{"forcedTunneling: true\naccount: {storage: none}", "|"},
		{"os: windows\nforcedTunneling: {via: gateway, serviceTraffic: inspect}", "|BG404,BG405"},
		{"os: windows\npublicIPs: none\nforcedTunneling: true\nnetwork: {privateEndpoints: [nodeManagement, storage]}", "|BG404"},
		// Endpoints and names.
		{"network: {privateEndpoints: [storage]}\naccount: {storage: none}", "BG416|"},
		{"network: {privateEndpoints: [nodeManagement], dnsServers: [10.0.9.4, 10.0.9.5]}", "|BG424"},
		{"network: {privateEndpoints: [nodeManagement], dnsServers: [10.0.9.4, 10.0.9.5], privateDnsZones: none}", "|"},
		{"network: {privateEndpoints: [nodeManagement], privateDnsZones: {existing: [" + group + "Microsoft.Network/privateDnsZones/example.net]}}", "BG422|"},
		{"network: {privateEndpoints: [nodeManagement], privateDnsZones: {existing: [" + group + "Microsoft.Network/privateDnsZones/privatelink.batch.azure.com]}}", "|"},
		// Public IP addresses.
		{"publicIPs: {userManaged: [" + address + "a, " + address + "b]}", "|"},
		{"publicIPs: {userManaged: [" + address + "a]}", "|BG418"},
		{"nodes: {dedicated: 100, spot: 100}\npublicIPs: {userManaged: [" + address + "a]}", "BG417|"},
		{"nodes: {dedicated: 100, spot: 100}\npublicIPs: {userManaged: [" + address + "a, " + address + "b, " + address + "c]}", "|"},
		{"publicIPs: {userManaged: [" + address + "a, " + address + "b]}\npools: [{name: x}, {name: y}]", "BG419|"},
		// Existing things.
		{"network: {vnet: {existing: " + vnet + "}}", "BG311|"},
		{"network: {vnet: {existing: " + vnet + "}, subnet: {prefix: 10.0.0.0/24}}", "|"},
		{"network: {vnet: {existing: " + vnet + "}, subnet: {prefix: 10.0.0.0/24}, privateEndpoints: [nodeManagement]}", "BG311|"},
		{"network: {vnet: {existing: " + vnet + "}, addressSpace: [10.1.0.0/16], subnet: {prefix: 10.0.0.0/24}}", "BG303|"},
		{"network: {vnet: {existingSubnet: " + vnet + "/subnets/a}, natGateway: true}", "BG421|"},
		{"network: {vnet: {existingSubnet: " + vnet + "/subnets/a}, egress: restricted}", "BG421|"},
		{"forcedTunneling: true\nnetwork: {vnet: {existingSubnet: " + vnet + "/subnets/a}}", "BG421|"},
		{"network: {vnet: {existingSubnet: " + vnet + "/subnets/a}, privateEndpoints: [nodeManagement]}", "BG421|"},
		{"network: {vnet: {existingSubnet: " + classic + "}}", "BG265|"},
		{"network: {vnet: {existing: /subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/x/providers/Microsoft.Network/virtualNetworks/v}, subnet: {prefix: 10.0.0.0/24}}\naccount: {existing: " + account + "}", "BG420|"},
		// Identities, vaults and the subscription's own pools.
		{"account: {poolAllocationMode: userSubscription}", "BG260|"},
		{"account: {poolAllocationMode: userSubscription, keyVault: new}", "|BG266"},
		{"account: {keyVault: " + vault + "}", "BG261|"},
		{"account: {identity: system}", "BG262|"},
		{"account: {identity: none}", "BG262|"},
		{"account: {identity: none, storage: none}", "|"},
		// The Cloud Services configuration.
		{"configuration: cloudService\nos: windows", "BG263|BG501"},
		{"configuration: cloudService\nos: linux\nnetwork: {vnet: {existingSubnet: " + classic + "}}", "BG264|BG501"},
		{"configuration: cloudService\nos: windows\nnetwork: {vnet: {existingSubnet: " + classic + "}}", "|BG501"},
		// Address space.
		{"network: {subnet: {prefix: 10.0.0.0/28}}", "BG301|"},
		{"network: {subnet: {prefix: 10.0.0.0/30}}", "BG309|"},
		{"network: {addressSpace: [10.0.0.0/28]}", "BG305|"},
		{"nodes: 70000\nnetwork: {addressSpace: [10.0.0.0/8]}", "BG310|"},
	} {
		text := "region: westeurope\nacknowledgeRetired: true\n" + c.keys
		for key, value := range map[string]string{"os": "linux", "nodes": "20", "mode": "simplified"} {
			if !strings.Contains("\n"+c.keys, "\n"+key+":") {
				text += "\n" + key + ": " + value
			}
		}
		_, list := try(t, text)
		got := strings.Join(raised(list, diag.Error), ",") + "|" + strings.Join(raised(list, diag.Warning), ",")
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.keys, got, c.want)
		}
		for _, d := range list {
			if d.Severity == diag.Error && d.Hint == "" {
				t.Errorf("%s: %s names no cure", c.keys, d.Code)
			}
		}
	}
}

// What the owner of an existing subnet must allow is what a subnet of ours would allow, without what closes it.
func TestRequiredOfAnExistingSubnet(t *testing.T) {
	t.Parallel()
	const (
		group     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/"
		subnet    = "network: {vnet: {existingSubnet: " + group + "Microsoft.Network/virtualNetworks/hub/subnets/nodes}}\n"
		oldSubnet = "network: {vnet: {existingSubnet: " + group + "Microsoft.ClassicNetwork/virtualNetworks/classic/subnets/nodes}}\n"
		retired   = "configuration: cloudService\nacknowledgeRetired: true\nos: windows\nvmSize: Standard_D2_v2\n"
	)
	for _, c := range []struct {
		keys string
		want []string
	}{
		{"mode: simplified\nos: linux\n" + subnet, []string{
			"AllowBatchNodeManagementOutbound Outbound 100 Allow * *>BatchNodeManagement.UKSouth:443",
			"AllowStorageOutbound Outbound 110 Allow Tcp *>Storage.UKSouth:443",
		}},
		{"mode: classic\nacknowledgeRetired: true\nos: linux\n" + subnet, []string{
			"AllowBatchNodeManagementInbound Inbound 100 Allow Tcp BatchNodeManagement.UKSouth>*:29876-29877",
			"AllowStorageOutbound Outbound 110 Allow Tcp *>Storage.UKSouth:443",
		}},
		{retired + oldSubnet, []string{
			"AllowBatchInbound Inbound 100 Allow Tcp *>*:10100,20100,30100",
			"AllowHttpsOutbound Outbound 100 Allow * *>*:443",
		}},
	} {
		p := planOf(t, "region: uksouth\nnodes: 2\n"+c.keys)
		var got []string
		for _, r := range p.Network.Subnets[0].Required {
			got = append(got, written(r))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.keys, diff)
		}
	}
}

// The zones that private endpoints register in, as "pedns" names them for each cloud.
func TestZonesOfEndpoints(t *testing.T) {
	t.Parallel()
	for region, want := range map[string][]string{
		"uksouth":       {"privatelink.batch.azure.com", "privatelink.blob.core.windows.net"},
		"usgovvirginia": {"privatelink.batch.usgovcloudapi.net", "privatelink.blob.core.usgovcloudapi.net"},
		"chinanorth3":   {"privatelink.batch.chinacloudapi.cn", "privatelink.blob.core.chinacloudapi.cn"},
	} {
		p := planOf(t, "region: "+region+"\nos: linux\nnodes: 2\nmode: simplified\nnetwork: {privateEndpoints: [nodeManagement, storage]}")
		var got []string
		for _, z := range p.Network.Zones {
			got = append(got, z.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", region, diff)
		}
	}
}

// No subnet has the way out that Azure is about to end, whoever lives in it.
func TestNoDefaultOutbound(t *testing.T) {
	t.Parallel()
	n := planOf(t, "region: uksouth\nos: linux\nnodes: 20\nnetwork: {privateEndpoints: [nodeManagement]}").Network
	for _, s := range append(n.Subnets, n.EndpointSubnet) {
		if got := s.Properties.DefaultOutboundAccess; got == nil || *got {
			t.Errorf("subnet %s keeps the default way out", s.Name)
		}
	}
}

// Two stated prefixes that share one address overlap, equal or not; neighbours do not.
func TestStatedSubnetsOverlap(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]bool{
		"10.0.0.0/24": true, "10.0.0.128/25": true, "10.0.0.0/23": true, "10.0.1.0/24": false,
	} {
		_, list := try(t, "region: uksouth\nos: linux\nmode: simplified\nnetwork: {subnet: {prefix: 10.0.0.0/24}}\n"+
			"pools: [{name: a, nodes: 2}, {name: b, nodes: 2, subnet: {prefix: "+prefix+"}}]")
		if got := list.HasErrors(); got != want {
			t.Errorf("%s beside 10.0.0.0/24: refused is %t, want %t: %+v", prefix, got, want, list)
		}
	}
}

// The rule that closes a direction says "else" where another rule opens the same
// direction across the border of the network, and only there.
func TestClosingRulesSayWhatIsOpen(t *testing.T) {
	t.Parallel()
	const (
		simplified = "mode: simplified\nos: linux\n"
		private    = "publicIPs: none\nnetwork: {egress: restricted, privateEndpoints: [nodeManagement, storage]}\n"
	)
	for _, c := range []struct {
		keys, rule string
		open       bool
	}{
		{simplified, "DenyInternetInbound", false},
		{simplified + "remoteAccess: {from: [203.0.113.0/24]}", "DenyInternetInbound", true},
		{simplified + "remoteAccess: {from: [203.0.113.0/24, 198.51.100.7]}", "DenyInternetInbound", true},
		{simplified + "remoteAccess: {from: [VirtualNetwork]}", "DenyInternetInbound", false},
		{simplified + "interNodeCommunication: true", "DenyInternetInbound", false},
		{"mode: classic\nacknowledgeRetired: true\nos: linux\n", "DenyInternetInbound", true},
		{simplified + "network: {egress: restricted}", "DenyInternetOutbound", true},
		{simplified + private, "DenyInternetOutbound", false},
		{simplified + private + "interNodeCommunication: true", "DenyInternetOutbound", false},
	} {
		p := planOf(t, "region: uksouth\nnodes: 2\n"+c.keys)
		found := false
		for _, r := range p.Network.Subnets[0].SecurityGroup.Rules {
			if r.Name != c.rule {
				continue
			}
			found = true
			if text := *r.Properties.Description; strings.Contains(text, " else ") != c.open {
				t.Errorf("%s: %s", c.keys, text)
			}
		}
		if !found {
			t.Errorf("%s: no rule %s", c.keys, c.rule)
		}
	}
}

// The rules of both systems count their tags in one range of 80 priorities.
func TestPrioritiesOfTags(t *testing.T) {
	t.Parallel()
	var tags []string
	for _, service := range []string{"AzureCloud", "Storage"} {
		for _, r := range azure.Regions() {
			if r.Cloud == "public" {
				tags = append(tags, service+"."+r.TagSuffix)
			}
		}
	}
	// Batch takes 24 sources of a pool, the subnet those of all its pools.
	pools := func(linux, windows []string) string {
		text := "region: uksouth\nmode: simplified\npools:\n"
		for _, system := range []struct {
			os   string
			from []string
		}{{"linux", linux}, {"windows", windows}} {
			for i, part := range slices.Collect(slices.Chunk(system.from, 20)) {
				text += fmt.Sprintf("  - {name: %s%d, os: %[1]s, nodes: 1, remoteAccess: {from: [%[3]s]}}\n", system.os, i, strings.Join(part, ", "))
			}
		}
		return text
	}
	var got []int32
	for _, r := range planOf(t, pools(tags[:40], tags[:40])).Network.Subnets[0].SecurityGroup.Rules {
		if strings.Contains(r.Name, "From") {
			got = append(got, *r.Properties.Priority)
		}
	}
	for i, priority := range got {
		if want := int32(220 + i); priority != want {
			t.Errorf("tag %d has priority %d, want %d", i, priority, want)
		}
	}
	if len(got) != 80 {
		t.Errorf("%d rules, want 80", len(got))
	}
	_, list := try(t, pools(tags[:40], tags[:41]))
	if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && strings.Contains(d.Message, " 81 ") && strings.Contains(d.Message, "80")
	}) {
		t.Errorf("81 tags: %+v", list)
	}
}

// A network of ours is named after the deployment, an existing one keeps its name.
func TestNamesOfTheNetwork(t *testing.T) {
	t.Parallel()
	const keys = "name: east\nregion: uksouth\nmode: simplified\nos: linux\nnodes: 2\n"
	if got := planOf(t, keys).Network.Name; got != "east-vnet" {
		t.Errorf("a new network is called %q", got)
	}
	if got := planOf(t, keys+"network: {vnet: {existing: "+vnet+"}, subnet: {prefix: 10.0.0.0/24}}").Network.Name; got != "spoke" {
		t.Errorf("an existing network is called %q", got)
	}
	if got := planOf(t, keys).Network.Subnets[0].Name; got != "east-nodes" {
		t.Errorf("a new subnet is called %q", got)
	}
	if got := planOf(t, keys+"network: {vnet: {existingSubnet: "+vnet+"/subnets/rented}}").Network.Subnets[0].Name; got != "rented" {
		t.Errorf("an existing subnet is called %q", got)
	}
}

// The smallest subnet that Azure takes is a /29, of nodes and of endpoints alike.
func TestSmallestSubnet(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]bool{
		"network: {subnet: {prefix: 10.0.0.0/29, headroomPercent: 0}}":                                      false,
		"network: {subnet: {prefix: 10.0.0.0/30, headroomPercent: 0}}":                                      true,
		"network: {privateEndpoints: {for: [nodeManagement], subnet: {prefix: 10.0.1.0/29}}}":               false,
		"network: {privateEndpoints: {for: [nodeManagement], subnet: {prefix: 10.0.1.0/30}}}":               true,
		"network: {privateEndpoints: {for: [batchAccount, nodeManagement], subnet: {prefix: 10.0.1.0/29}}}": false,
	} {
		_, list := try(t, "region: uksouth\nos: linux\nmode: simplified\nnodes: 2\n"+keys)
		got := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "BG309" })
		if got != want || list.HasErrors() != want {
			t.Errorf("%s: BG309 is %t, want %t: %+v", keys, got, want, list)
		}
	}
}

// The warning of a prefix without headroom says how many nodes it should hold.
func TestHeadroomIsSpokenOf(t *testing.T) {
	t.Parallel()
	_, list := try(t, "region: uksouth\nos: linux\nmode: simplified\nnodes: 20\nnetwork: {subnet: {prefix: 10.0.0.0/27, headroomPercent: 50}}")
	if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Warning && strings.Contains(d.Message+d.Hint, "30") && strings.Contains(d.Message, "27")
	}) {
		t.Errorf("no warning of 20 nodes and 10 more in a prefix for 27: %+v", list)
	}
}

// Without this a rule of the subnet does not hold for the endpoints in it, and nodes have no use for it.
func TestEndpointSubnetIsHeldByItsRules(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: uksouth\nos: linux\nnodes: 20\nnetwork: {privateEndpoints: [nodeManagement]}")
	if got := p.Network.EndpointSubnet.Properties.PrivateEndpointNetworkPolicies; got == nil || *got != "NetworkSecurityGroupEnabled" {
		t.Errorf("the policies of the subnet of the endpoints are %v", got)
	}
	if got := p.Network.Subnets[0].Properties.PrivateEndpointNetworkPolicies; got != nil {
		t.Errorf("those of the subnet of the nodes are %v", *got)
	}
}

// The rules that private endpoints bring and take away, by hand.
func TestRulesWithEndpoints(t *testing.T) {
	t.Parallel()
	const (
		denyIn    = "DenyInternetInbound Inbound 4096 Deny * Internet>*:*"
		batch     = "AllowBatchNodeManagementOutbound Outbound 100 Allow * *>BatchNodeManagement.UKSouth:443"
		storage   = "AllowStorageOutbound Outbound 110 Allow Tcp *>Storage.UKSouth:443"
		endpoints = "AllowPrivateEndpointsOutbound Outbound 120 Allow Tcp *>10.0.0.32/28:443"
	)
	for _, c := range []struct {
		keys string
		want []string
	}{
		{"network: {privateEndpoints: [nodeManagement]}", []string{denyIn, storage, endpoints}},
		{"network: {privateEndpoints: [batchAccount]}", []string{denyIn, batch, storage, endpoints}},
		{"network: {privateEndpoints: [storage]}", []string{denyIn, batch, endpoints}},
		{"network: {privateEndpoints: [nodeManagement, storage]}", []string{denyIn, endpoints}},
		{"tasksCallBatch: true\nnetwork: {privateEndpoints: [nodeManagement]}", []string{denyIn, batch, storage, endpoints}},
		{"tasksCallBatch: true\nnetwork: {privateEndpoints: [batchAccount, nodeManagement]}", []string{denyIn, storage, endpoints}},
	} {
		for _, addresses := range []string{"managed", "none"} {
			shutIn := addresses == "none" && strings.Contains(c.keys, "tasksCallBatch") && !strings.Contains(c.keys, "batchAccount")
			if shutIn || addresses == "none" && !strings.Contains(c.keys, "nodeManagement") {
				continue // refused: no way to the service
			}
			p := planOf(t, "region: uksouth\nos: linux\nnodes: 20\npublicIPs: "+addresses+"\n"+c.keys)
			var got []string
			for _, r := range p.Network.Subnets[0].SecurityGroup.Rules {
				got = append(got, written(r))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s, public IPs %s: (-want +got)\n%s", c.keys, addresses, diff)
			}
		}
	}
	p := planOf(t, "region: uksouth\nos: linux\nnodes: 20\nnetwork: {privateEndpoints: [nodeManagement]}")
	var got []string
	for _, r := range p.Network.EndpointSubnet.SecurityGroup.Rules {
		got = append(got, written(r))
	}
	want := []string{
		"AllowVirtualNetworkInbound Inbound 100 Allow Tcp VirtualNetwork>10.0.0.32/28:443",
		"DenyAllInbound Inbound 4096 Deny * *>*:*",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Classic mode keeps Storage whatever the endpoints: Batch's own accounts are there.
func TestClassicKeepsStorage(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: uksouth\nmode: classic\nacknowledgeRetired: true\nos: linux\nnodes: 2\nnetwork: {privateEndpoints: [storage]}")
	if !slices.ContainsFunc(p.Network.Subnets[0].SecurityGroup.Rules, func(r plan.Rule) bool { return r.Name == "AllowStorageOutbound" }) {
		t.Error("AllowStorageOutbound is gone")
	}
}

// The routes of pools without public IP addresses, by hand: none to the
// internet unless there is a NAT gateway.
func TestPrivateRoutes(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]int{
		"forcedTunneling: true\nnetwork: {privateEndpoints: [nodeManagement]}":                   1,
		"forcedTunneling: true\nnetwork: {natGateway: true}":                                     5,
		"forcedTunneling: {via: gateway, serviceTraffic: inspect}":                               1,
		"forcedTunneling: true\nnetwork: {natGateway: true, privateEndpoints: [nodeManagement]}": 4,
	} {
		p := planOf(t, "region: uksouth\nos: windows\nnodes: 2\npublicIPs: none\n"+keys)
		if got := len(p.Network.Subnets[0].RouteTable.Routes); got != want {
			t.Errorf("%s: %d routes, want %d", keys, got, want)
		}
	}
}

// Whether a thing is in the deployment's own group decides on modules; IDs are
// compared without regard to case.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	for groupName, want := range map[string]bool{"": true, "hub": false, "HUB": false, "other": true} {
		text := "region: uksouth\nos: linux\nnodes: 2\nnetwork: {vnet: {existing: " + vnet + "}, subnet: {prefix: 10.0.0.0/24}}\naccount: {existing: " + account + "}"
		if groupName != "" {
			text += "\nresourceGroup: " + groupName
		}
		p := planOf(t, text)
		if p.Network.Elsewhere != want || p.Account.Elsewhere != want {
			t.Errorf("%q: network %t, account %t, want %t", groupName, p.Network.Elsewhere, p.Account.Elsewhere, want)
		}
	}
}

func TestUserManagedBounds(t *testing.T) {
	t.Parallel()
	ids := ""
	for i := range 8 {
		ids += ", " + address + string(rune('a'+i))
	}
	// A subnet of 1019 nodes would let 120 grow to 1019; the addresses needed
	// for 120 serve 200, whatever there is to spare.
	p := planOf(t, "region: uksouth\nos: linux\nnodes: 120\npublicIPs: {userManaged: ["+ids[2:]+"]}\nnetwork: {subnet: {prefix: 10.0.0.0/22}}")
	if got := p.Pools[0].Scale.Dedicated.Max; got != 200 {
		t.Errorf("maximum %d, want 200", got)
	}
}
