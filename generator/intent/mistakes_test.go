package intent_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator/intent"
)

// Each case adds lines to the base, from line 4 on.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		// Keys.
		{"networks: {}", []string{`4:1 BG101 unknown key "networks" (did you mean "network"?)`}},
		{"vnet: {}", []string{`4:1 BG101 unknown key "vnet" (this key belongs to network)`}},
		{"headroomPercent: 3", []string{`4:1 BG101 unknown key "headroomPercent" (this key belongs to network.subnet)`}},
		{"network: {osDiskSizeGB: 1}", []string{`4:11 BG101 unknown key "osDiskSizeGB" (this key belongs to the top level)`}},
		{"network: {subnet: {size: 1}}", []string{`4:20 BG101 unknown key "size" (the keys here are headroomPercent, name, prefix)`}},
		{"zzzzzz: 1", []string{`4:1 BG101 unknown key "zzzzzz" (batchgen schema describes every key)`}},
		{"'': 1", []string{`4:1 BG101 unknown key "" (`}},
		{": 1", []string{`4:1 BG101 unknown key "" (`}},
		{"a/b~c d%20: 1", []string{`4:1 BG101 unknown key "a/b~c d%20" (`}},
		{"nodess: 3", []string{`4:1 BG101 unknown key "nodess" (batchgen`}}, // nodes is there
		{"forcedTunneling: {serviceTraffic: direct}", []string{`4:1 BG103 forcedTunneling.via is missing (add via: gateway)`}},
		{"forcedTunneling: {vai: gateway}", []string{`4:19 BG101 unknown key "vai" (did you mean "via"?)`}},
		{"suppress: [{code: BG302}]", []string{`4:12 BG103 suppress[0].reason is missing (add reason: "the subnet`}},
		{"mounts: [{azureFiles: {}}]", []string{
			`4:11 BG103 mounts[0].azureFiles.account is missing (add account: renderdata)`,
			`4:11 BG103 mounts[0].azureFiles.share is missing (add share: scenes)`,
		}},
		// Types.
		{"name: [a]", []string{`4:7 BG105 name takes text, not a list (such as render)`}},
		{"name: true", []string{`4:7 BG105 name takes text, not true (put it in quotes: "true")`}},
		{"name: 1.5", []string{`4:7 BG105 name takes text, not the number 1.5 (put it in quotes: "1.5")`}},
		{"mode: 1", []string{`4:7 BG105 mode takes simplified or classic, not the number 1 (such as simplified)`}},
		{"network: open", []string{`4:10 BG105 network takes a mapping, not the text "open" (such as {egress: restricted})`}},
		{"network:", []string{`4:1 BG104 network has no value (such as network: {egress: restricted})`}},
		{"publicIPs: false", []string{`4:12 BG105 publicIPs takes managed, none or a mapping, not false (such as none)`}},
		{"osDiskSizeGB: big", []string{`4:15 BG105 osDiskSizeGB takes a whole number, not the text "big" (such as 128)`}},
		{"osDiskSizeGB: 1,000", []string{`4:15 BG106 "1,000" is not a plain decimal number (write 1000)`}},
		{"tasksCallBatch: 1", []string{`4:17 BG105 tasksCallBatch takes true or false, not the number 1 (such as true)`}},
		{"tasksCallBatch: maybe", []string{`4:17 BG105 tasksCallBatch takes true or false, not the text "maybe" (such as true)`}},
		{"tasksCallBatch: 'true'", []string{`4:17 BG105 * (true or false only: write true)`}},
		{"remoteAccess: {from: 203.0.113.0/24}", []string{`4:22 BG105 remoteAccess.from takes a list, not the text "203.0.113.0/24" (write a list: [203.0.113.0/24])`}},
		{"network: {addressSpace: [~]}", []string{`4:26 BG104 network.addressSpace[0] has no value (such as 10.0.0.0/16)`}},
		{"network: {addressSpace: [1]}", []string{`4:26 BG105 network.addressSpace[0] takes text, not the number 1 (`}},
		{"tags: {a: " + strings.Repeat("9", 100) + "}", []string{`4:11 BG105 tags.a takes text, not the number ` + strings.Repeat("9", 64) + `… (put it in quotes)`}},
		{"network: {natGateway: {zone: [1]}}", []string{`4:30 BG105 network.natGateway.zone takes 1, 2 or 3, not a list (such as 1)`}},
		// Words.
		{"mode: clasic", []string{`4:7 BG107 mode takes simplified or classic, not "clasic" (did you mean "classic"?)`}},
		{"mode: both", []string{`4:7 BG107 mode takes simplified or classic, not "both" (use simplified or classic)`}},
		{"publicIPs: managd", []string{`4:12 BG107 publicIPs takes managed, none or a mapping, not "managd" (did you mean "managed"?)`}},
		{"network: {natGateway: {zone: 4}}", []string{`4:30 BG107 network.natGateway.zone takes 1, 2 or 3, not "4" (`}},
		{"network: {privateEndpoints: [batchAcount]}", []string{`4:30 BG107 network.privateEndpoints[0] takes batchAccount, nodeManagement or storage, not "batchAcount" (did you mean "batchAccount"?)`}},
		{"account: {storage: non}", []string{`4:20 BG107 account.storage takes new, none or a resource ID, not "non" (did you mean "none"?)`}},
		// Numbers, lengths, counts.
		{"osDiskSizeGB: 0", []string{`4:15 BG108 osDiskSizeGB is 0, allowed are 1 to 4095 (use a number from 1 to 4095)`}},
		{"osDiskSizeGB: 4096", []string{"4:15 BG108 "}},
		{"taskSlotsPerNode: 257", []string{`4:19 BG108 taskSlotsPerNode is 257, allowed are 1 to 256 (`}},
		{"osDiskSizeGB: 99999999999999999999", []string{"4:15 BG108 osDiskSizeGB is 99999999999999999999, allowed are"}},
		{"pools: []", []string{`4:8 BG109 pools has 0 entries, at least 1 must be there (such as [{`}},
		{"mounts: [{}]", []string{`4:10 BG109 mounts[0] has 0 keys, exactly 1 must be there (such as {azureFiles:`}},
		{"mounts: [{nfs: {host: a, path: /b}, blob: {account: abc, container: abc}}]", []string{`4:10 BG109 mounts[0] has 2 keys, exactly 1 must be there (`}},
		{"network: {dnsServers: [" + strings.Repeat("10.0.0.1, ", 20) + "10.0.0.2]}", append(
			[]string{`4:23 BG109 network.dnsServers has 21 entries, at most 20 may be there (leave at most 20)`}, repeated("4:%d BG112 ", 34, 10, 0)...)},
		{"tags: {a: " + strings.Repeat("x", 257) + "}", []string{`4:11 BG110 tags.a has 257 characters, allowed are 0 to 256 (use 0 to 256 characters)`}},
		{"tags: {? " + strings.Repeat("x", 513) + " : a}", []string{`4:10 BG113 "` + strings.Repeat("x", 64) + `…" cannot be a key of tags (use 1 to 512`}},
		{"tags: {\"a?\": b}", []string{`4:8 BG113 "a?" cannot be a key of tags (use 1 to 512 characters without < > % & \ ? /)`}},
		{"tags: {stage: a, Stage: b}", []string{`4:18 BG139 tag "Stage" is given twice, tag names are compared without regard to case (`}},
		{"name: Render", []string{`4:7 BG111 name cannot be "Render" (use 2 to 20 lower-case letters`}},
		{"name: a", []string{"4:7 BG111 "}},
		{"name: ../x", []string{"4:7 BG111 "}},
		{"name: ends-", []string{"4:7 BG111 "}},
		{"name: " + strings.Repeat("a", 21), []string{"4:7 BG111 "}},
		{"resourceGroup: ends.", []string{"4:16 BG111 "}},
		{"vmSize: Standard D4", []string{`4:9 BG111 vmSize cannot be "Standard D4" (use a size as Azure prints it`}},
		{"suppress: [{code: 302, reason: a}]", []string{"4:19 BG105 "}},
		{"suppress: [{code: BG3, reason: a}]", []string{`4:19 BG111 suppress[0].code cannot be "BG3" (use BG and three digits`}},
		{"network: {privateEndpoints: [storage, nodeManagement, storage]}", []string{`4:55 BG112 "storage" is given twice (remove one of them)`}},
		// Relations between keys.
		{"nodes2: 1", []string{"4:1 BG101 "}},
		{"forcedTunneling: {via: appliance}", []string{`4:1 BG115 forcedTunneling.address is missing: via: appliance needs it (add address`}},
		{"forcedTunneling: {via: bgp, address: 10.1.0.4}", []string{`4:38 BG114 forcedTunneling.address cannot stand beside via: bgp (remove it, or use via: appliance)`}},
		{"forcedTunneling: {via: wrong, address: 10.1.0.4}", []string{"4:24 BG107 "}},
		{"network: {vnet: {existing: " + vnetID + ", existingSubnet: " + vnetID + "/subnets/s}}", []string{"4:*BG114 network.vnet.existingSubnet cannot stand beside existing ("}},
		{"network: {natGateway: {existing: " + subscription + "Microsoft.Network/natGateways/n, zone: 1}}", []string{"4:*BG114 network.natGateway.zone cannot stand beside existing ("}},
		{"network: {privateEndpoints: {for: [storage], subnet: {existing: " + vnetID + "/subnets/s, name: a, prefix: 10.0.0.0/28}}}", []string{
			"4:*BG114 network.privateEndpoints.subnet.name cannot stand beside existing (",
			"4:*BG114 network.privateEndpoints.subnet.prefix cannot stand beside existing (",
		}},
		{"account: {existing: " + subscription + "Microsoft.Batch/batchAccounts/a, storage: new, name: abc}", []string{
			"4:*BG114 account.storage cannot stand beside existing (remove it: an existing account stays",
			"4:*BG114 account.name cannot stand beside existing (",
		}},
		{"account: {existing: " + subscription + "Microsoft.Batch/batchAccounts/a, storage: none}", nil},
		{"osFamily: 6", []string{"4:11 BG114 osFamily cannot stand beside configuration: virtualMachine ("}},
		{"configuration: cloudServices\nosFamily: 6", []string{"4:16 BG107 "}},
		{"image: {publisher: a, sku: b}", []string{`4:1 BG136 image lacks offer, version, nodeAgent (write {publisher, offer`}},
		{"image: {id: " + subscription + "Microsoft.Compute/images/i, offer: x}", []string{
			`4:1 BG136 image lacks nodeAgent (`, "4:*BG114 image.offer cannot stand beside id (",
		}},
		{"image: ubuntu-24", []string{`4:8 BG135 there is no image "ubuntu-24" (did you mean "ubuntu-24.04"?)`}},
		{"image: windows", []string{`4:8 BG135 there is no image "windows" (did you mean "windows-2016", "windows-2019", "windows-2022" or "windows-2025"?)`}},
		{"image: temple", []string{`4:8 BG135 there is no image "temple" (batchgen images lists the aliases)`}},
		{"image: {publisher: a, offer: b, sku: c, version: newest, nodeAgent: ubuntu}", []string{
			"4:50 BG111 image.version cannot be", "4:69 BG111 image.nodeAgent cannot be",
		}},
		// Addresses.
		{"network: {addressSpace: [10.0.0.1/16]}", []string{`4:26 BG121 10.0.0.1/16 has host bits set: it is not the first address of a /16 (write 10.0.0.0/16)`}},
		{"network: {addressSpace: [10.0.0.0]}", []string{`4:26 BG120 "10.0.0.0" is not an address range in CIDR form (add the length of the range, such as 10.0.0.0/24)`}},
		{"network: {addressSpace: [10.0.0.0/33, ten, 010.0.0.0/8]}", []string{
			`4:26 BG120 "10.0.0.0/33" is`, `4:39 BG120 "ten" is not an address range in CIDR form (write it as 10.0.0.0/16)`, "4:44 BG120 ",
		}},
		{"network: {addressSpace: ['fd00::/48']}", []string{`4:26 BG122 "fd00::/48" is IPv6, batchgen's networks are IPv4 only (`}},
		{"network: {dnsServers: [10.0.0, '::1']}", []string{`4:24 BG123 "10.0.0" is not an IP address (`, "4:32 BG122 "}},
		{"account: {allowedIPs: [203.0.113.7, 203.0.113.9/24]}", []string{"4:37 BG121 "}},
		// Resource IDs.
		{"identities: [render-id]", []string{`4:14 BG124 "render-id" is not a resource ID: it does not begin with /subscriptions/ (write it as /subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME)`}},
		{"identities: [/subscriptions/prod/resourceGroups/g/providers/a/b/c]", []string{"4:14 BG124 *: what follows /subscriptions/ is not a GUID ("}},
		{"identities: [" + identityID + "/]", []string{"4:14 BG124 *: an element between two slashes is empty ("}},
		{"identities: [/subscriptions/11111111-1111-1111-1111-111111111111]", []string{"4:14 BG124 *: it lacks /resourceGroups/ and the name of the group ("}},
		{"identities: [/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g]", []string{"4:14 BG124 *: it lacks /providers/ and the provider ("}},
		{"identities: [" + subscription + "Microsoft.ManagedIdentity/userAssignedIdentities]", []string{"4:14 BG124 *: it does not end with a type and a name ("}},
		{"identities: [\"" + identityID + "'x\"]", []string{"4:14 BG124 *: an element has characters that names cannot have ("}},
		{"identities: [" + ipID + "]", []string{`4:14 BG125 identities[0] takes the ID of a Microsoft.ManagedIdentity/userAssignedIdentities, not of a Microsoft.Network/publicIPAddresses (`}},
		{"network: {vnet: {existing: " + vnetID + "/subnets/s}}", []string{"4:28 BG125 "}},
		{"network: {vnet: {existingSubnet: " + subscription + "Microsoft.ClassicNetwork/virtualNetworks/v/subnets/s}}", nil},
		// Remote access.
		{"remoteAccess: true", []string{`4:15 BG138 remoteAccess: true does not say who may connect (write {from: [203.0.113.0/24]} with your own addresses)`}},
		{"remoteAccess: {from: [0.0.0.0/1, 128.0.0.0/1]}", []string{"4:22 BG126 remote access from \"0.0.0.0/0\" is", "4:23 BG127 ", "4:34 BG127 "}},
		{"remoteAccess: {from: [10.0.0.0/8]}", nil},
		{"remoteAccess: {from: [10.0.0.0/7]}", []string{`4:23 BG127 remote access from 10.0.0.0/7 is open to 33554432 addresses (name smaller ranges)`}},
		{"remoteAccess: {from: [10.0.0.0/8, 11.0.0.0/8]}", []string{`4:22 BG127 remote access from 10.0.0.0/7 is`}},
		{"remoteAccess: {from: [10.0.0.1, 10.0.0.1/32]}", []string{`4:33 BG112 "10.0.0.1/32" is given twice (`}},
		{"remoteAccess: {from: [VirtualNetwork, virtualnetwork]}", []string{`4:39 BG112 `}},
		{"remoteAccess: {from: [Virtual Network]}", []string{`4:23 BG128 "Virtual Network" is neither an address, a range in CIDR form nor a service tag (`}},
		{"remoteAccess: {from: ['2001:db8::/32']}", []string{"4:23 BG122 "}},
		{"remoteAccess: {from: [10.0.0.1/8]}", []string{"4:23 BG121 "}},
		{"remoteAccess: {from: [Storage..x, my-office, AzureCloud.westeurope]}", []string{"4:23 BG128 ", "4:35 BG128 "}},
		// Environments.
		{"environments: {Test: {nodes: 1}}", []string{`4:16 BG113 "Test" cannot be a key of environments (use 1 to 20 lower-case letters`}},
		{"environments: {main: {nodes: 1}}", []string{`4:16 BG134 an environment cannot be named "main"`}},
		{"environments: {test: {pools: {pol: {nodes: 1}}}}", []string{`4:31 BG133 there is no pool "pol" (did you mean "pool"?)`}},
		{"environments: {test: {pools: {gpu: {nodes: 1}}}}", []string{`4:31 BG133 there is no pool "gpu" (the pools are pool)`}},
		{"environments: {test: {nodes: 010, tags: {a: 1}}}", []string{"4:30 BG106 ", "4:45 BG105 "}},
		{"environments: {}", []string{"4:15 BG109 "}},
		// Mounts.
		{"mounts: [{nfs: {host: 10.0.0.4, path: /}}]", []string{`4:11 BG115 mounts[0].nfs.at is missing: path: / needs it (`}},
		{"mounts: [{nfs: {host: 10.0.0.4, path: ''}}]", []string{"4:39 BG111 "}},
		{"mounts: [{nfs: {host: 10.0.0.400, path: /a}}]", []string{`4:23 BG123 "10.0.0.400" is not an IP address (`}},
		{"mounts: [{nfs: {host: 10.0.0.4, addresses: [10.0.0.0/24], path: /a}}]", []string{"4:44 BG114 mounts[0].nfs.addresses cannot stand beside a host that is an address ("}},
		{"mounts: [{blob: {account: A, container: abc}}]", []string{"4:27 BG111 mounts[0].blob.account cannot be"}},
		{"mounts: [{blob: {account: Render_data, container: abc}}]", []string{"4:27 BG111 "}},
		{"mounts: [{blob: {account: " + vnetID + ", container: abc}}]", []string{"4:27 BG125 "}},
		{"mounts: [{blob: {account: abc, container: -abc}}]", []string{"4:43 BG111 "}},
		{"mounts: [{blob: {account: abc, container: abc, at: ../x}}]", []string{"4:52 BG111 "}},
		{"mounts: [{blob: {account: abc, container: abc}}, {blob: {account: xyz, container: abc}}]", []string{`4:51 BG140 another mount appears at "abc" already (give one of them another place with at)`}},
		{"mounts: [{smb: {host: a.example.com, share: s, user: 'a b'}}]", []string{"4:54 BG111 "}},
		// Containers and start tasks.
		{"containers: {registries: ['https://a.azurecr.io']}", []string{`4:27 BG111 containers.registries[0] cannot be "https://a.azurecr.io" (use a host name such as example.azurecr.io, without https:// and path)`}},
		{"containers: {images: [a]}", []string{"4:1 BG103 containers.registries is missing ("}},
		{"startTask: {commandLine: ''}", []string{"4:26 BG110 "}},
		// Several pools.
		{"pools: [{name: a}, {name: A}]", []string{`4:27 BG132 another pool is named "A", and names are compared without regard to case (`}},
		{"pools: [{name: a b}]", []string{"4:16 BG111 "}},
		{"pools: [{nodes: 1}]", []string{"4:9 BG103 pools[0].name is missing (add name: render)"}},
		{"pools: [{name: a, region: eastus}]", []string{`4:19 BG101 unknown key "region" (this key belongs to the top level)`}},
		{"pools: [{name: a, subnet: shard}]", []string{`4:27 BG107 pools[0].subnet takes shared, own or a mapping, not "shard" (did you mean "shared"?)`}},
		{"pools: [{name: a, subnet: {}}]", []string{"4:27 BG109 "}},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			want := c.want
			if strings.HasPrefix(c.text, "network: {dnsServers: [10.0.0.1, 10.0.0.1,") {
				want = want[:1]
			}
			wants(t, base+c.text+"\n", want...)
		})
	}
}

// The whole intent, where the base would be in the way.
func TestMistakesOfWholeIntents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"{}", []string{"1:1 BG103 nodes is missing (add nodes: 20)", "1:1 BG103 os is missing (add os: linux)", "1:1 BG103 region is missing (add region: westeurope)"}},
		{"regionn: westeurope\nos: linux\nnodes: 20\n", []string{`1:1 BG101 unknown key "regionn" (did you mean "region"?)`}},
		{"region: westeurope\nnode: 3\nOS: linux\n", []string{`2:1 BG101 unknown key "node" (did you mean "nodes"?)`, `3:1 BG101 unknown key "OS" (did you mean "os"?)`}},
		{"region: westeurope\nnodes: 3\nnetwork: {os: linux}\n", []string{`3:11 BG101 unknown key "os" (this key belongs to the top level)`}},
		{"region: germanycentral\nos: linux\nnodes: 3\n", []string{`1:9 BG200 region "germanycentral" cannot be used: the Azure Germany cloud was closed on 29 October 2021 (batchgen regions`}},
		{"region: atlantis\nos: linux\nnodes: 3\n", []string{`1:9 BG201 there is no region "atlantis" (batchgen regions lists the regions)`}},
		{"region: west urope\nos: linux\nnodes: 3\n", []string{`1:9 BG201 there is no region "west urope" (did you mean "westeurope"?)`}},
		{"region: stralia\nos: linux\nnodes: 3\n", []string{`1:9 BG201 * (did you mean "australiacentral", "australiacentral2", "australiaeast" or "australiasoutheast"?)`}},
		{"region: 'n'\nos: linux\nnodes: 3\n", []string{`1:9 BG201 there is no region "n" (batchgen regions`}},
		{"region: westeurope\nos: linux\npools:\n  - name: a\n  - name: b\n    nodes: 1\n", []string{`1:1 BG103 nodes is missing for pool "a" (add nodes: 20 to the pool or at the top level)`}},
		{"region: westeurope\nos: linux\npools: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {}]\n", []string{
			`1:1 BG103 nodes is missing for pools "a", "b", "c", "d", 2 more (`, "3:64 BG103 pools[5].name is missing (",
		}},
		{"region: westeurope\npools: 3\n", []string{"2:8 BG105 "}},
		{"region: westeurope\nos: win\nnodes: {autoscale: {min: 3, max: 2}}\n", []string{"2:5 BG107 ", "3:26 BG131 min is 3 and max is 2: min must not exceed max (swap them, or raise max)"}},
		{"region: westeurope\nos: linux\nnodes: {autoscale: {max: 2, interval: PT4M}}\n", []string{"3:39 BG130 the interval is PT4M, Batch takes PT5M to PT168H (use a duration from PT5M to PT168H)"}},
		{"region: westeurope\nos: linux\nnodes: {autoscale: {max: 2, interval: 15m}}\n", []string{`3:39 BG129 "15m" is not an ISO 8601 duration of whole minutes (write it as PT15M or PT1H)`}},
		{"region: westeurope\nos: linux\nnodes: {autoscale: {min: 1}}\n", []string{"3:9 BG103 nodes.autoscale.max is missing (add max: 100)"}},
		{"region: westeurope\nos: linux\nnodes: {autoscale: {max: 1}, dedicated: 1, spot: 1}\n", []string{"3:41 BG114 nodes.dedicated cannot stand beside autoscale (", "3:50 BG114 nodes.spot cannot"}},
		{"region: westeurope\nos: linux\nnodes: {}\n", []string{"3:8 BG109 nodes has 0 keys, at least 1 must be there (such as 20)"}},
		{"region: westeurope\nos: windows\nnodes: 1\nmounts: [{azureFiles: {account: abc, share: abc}}]\n", []string{
			`4:11 BG137 mounts[0].azureFiles.at is missing: on Windows, as in pool "pool", a mount appears as a drive letter (write one letter, such as at: S)`,
		}},
		{"region: westeurope\nos: windows\nnodes: 1\nmounts: [{azureFiles: {account: abc, share: abc, at: data}}]\n", []string{`4:54 BG137 mounts[0].azureFiles.at cannot be "data": on Windows`}},
		{"region: westeurope\nos: windows\nnodes: 1\nmounts: [{azureFiles: {account: abc, share: abc, at: 'S:'}}]\n", []string{"4:54 BG111 "}},
		{"region: westeurope\nnodes: 1\nmounts: [{azureFiles: {account: abc, share: abc}}]\npools: [{name: a, os: windows}, {name: b, os: linux}]\n", []string{`3:11 BG137 *as in pool "a"`}},
		{"region: westeurop\nos: linx\nnodes: 010\nname: X\nnetwork: {egres: open, subnet: {prefix: 10.0.0.1/24}}\n", []string{
			"1:9 BG201 ", "2:5 BG107 ", "3:8 BG106 ", "4:7 BG111 ", "5:11 BG101 ", "5:41 BG121 ",
		}},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			wants(t, c.text, c.want...)
		})
	}
}

func TestEveryOpenSourceIsRefused(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"'*'", "Any", "any", "ANY", "Internet", "internet", "INTERNET", "' Internet '", "0.0.0.0/0", "0.0.0.0/00", "0/0",
		"0.0.0.0", "'::/0'", "'::'", "'::0/0'", "10.0.0.0/0", "255.255.255.255/0", "0.0.0.0/0.0.0.0", "'::ffff:0.0.0.0/96'",
		"'*/0'", "0.0.0.0/",
	} {
		wants(t, base+"remoteAccess: {from: ["+source+"]}\n", "4:23 BG126 ")
	}
	var all []string
	for i := range 256 {
		all = append(all, fmt.Sprintf("%d.0.0.0/8", i))
	}
	wants(t, base+"remoteAccess: {from: ["+strings.Join(all, ", ")+"]}\n", "4:22 BG126 ")
}

func TestNodeCounts(t *testing.T) {
	t.Parallel()
	for _, count := range []int{0, 1, 3, 4, 65531, 1<<31 - 1} {
		for _, form := range []string{"nodes: %d\n", "nodes: {dedicated: %d}\n", "nodes: {spot: %d}\n", "nodes: {autoscale: {max: %d}}\n"} {
			in := load(t, pair+fmt.Sprintf(form, count))
			if got := in.Pools[0].Nodes.Largest(); got != count {
				t.Errorf(form+" gives %d", count, got)
			}
		}
	}
	in := load(t, pair+"nodes: {dedicated: 2147483647, spot: 2147483647}\n")
	if got := in.Pools[0].Nodes.Largest(); got != 4294967294 {
		t.Errorf("the sum is %d", got)
	}
	for _, number := range []string{"2147483648", "9007199254740993", "9223372036854775808", "-1", "-2147483649"} {
		wants(t, pair+"nodes: "+number+"\n", "3:8 BG108 nodes is "+number+", allowed are")
	}
	for number, hint := range map[string]string{
		"-0": "write 0", "+5": "write 5", "007": "write 7", "-010": "write -10, or -8 if octal was meant", "0o17": "write 15", "08": "write 8",
		"4.0": "write 4", "-4.5": "write a whole number", ".5": "write a whole number, such as 0 or 1", "1e400": "write a whole number with digits alone",
		".inf": "write a whole number with digits alone", "-.Inf": "write a whole number with digits alone", ".nan": "write a whole number with digits alone",
		"1,000,000": "write 1000000", "-0.0": "write 0", "1.": "write 1", "0x_": "write a whole number with digits alone",
		"0" + strings.Repeat("1", 70): "write a whole number with digits alone", "1_0.5": "write a whole number, such as 10 or 11",
	} {
		wants(t, pair+"nodes: "+number+"\n", "3:8 BG106 *("+hint+")")
	}
}

func TestIntervals(t *testing.T) {
	t.Parallel()
	for text, minutes := range map[string]int{
		"PT5M": 5, "PT15M": 15, "PT1H": 60, "PT1H30M": 90, "P1D": 1440, "P7D": 10080, "P1W": 10080, "PT168H": 10080,
		"PT300S": 5, "P1DT1H1M60S": 1502, "PT0H5M": 5, "PT10080M": 10080,
	} {
		in := load(t, pair+"nodes: {autoscale: {max: 1, interval: "+text+"}}\n")
		if got := in.Pools[0].Nodes.Autoscale.Interval.Minutes(); int(got) != minutes {
			t.Errorf("%s gives %v minutes", text, got)
		}
	}
	for _, text := range []string{
		"15M", "PT", "P", "PT15", "PTM", "P15M", "PT1M1H", "PT1D", "P1Y", "pt15m", "PT15m", "P1DT", "PT301S", "PT1.5H", "PT-5M", "PT1234567890M", "PTT5M", "15",
	} {
		quoted := "'" + text + "'"
		wants(t, pair+"nodes: {autoscale: {max: 1, interval: "+quoted+"}}\n", "3:39 BG129 ")
	}
	for _, text := range []string{"PT4M", "PT0M", "P8D", "PT10081M", "PT999999999H", "P999999999W"} {
		wants(t, pair+"nodes: {autoscale: {max: 1, interval: "+text+"}}\n", "3:39 BG130 ")
	}
}

func TestForcedTunnelingForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*intent.ForcedTunneling{
		"false":                                  nil,
		"true":                                   {Via: intent.ViaGateway},
		"{via: gateway}":                         {Via: intent.ViaGateway},
		"{via: bgp, serviceTraffic: inspect}":    {Via: intent.ViaBGP, Inspect: true},
		"{via: gateway, serviceTraffic: direct}": {Via: intent.ViaGateway},
	} {
		got := load(t, base+"forcedTunneling: "+text+"\n").ForcedTunneling
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%s gives %+v", text, got)
		}
	}
}

func TestOtherForms(t *testing.T) {
	t.Parallel()
	in := load(t, base+"network: {natGateway: true, privateEndpoints: [storage], privateDnsZones: {existing: ["+
		subscription+"Microsoft.Network/privateDnsZones/privatelink.batch.azure.com]}}\ncontainers: true\nremoteAccess: false\n"+
		"account: {keyVault: "+subscription+"Microsoft.KeyVault/vaults/kv, identity: none}\nimage: {id: "+subscription+
		"Microsoft.Compute/images/i, nodeAgent: batch.node.el 9}\n")
	n := in.Network
	switch {
	case n.NATGateway == nil || n.PrivateEndpoints.For[0] != intent.EndpointStorage || len(n.PrivateDNSZones.Existing) != 1:
		t.Errorf("%+v", n)
	case in.Pools[0].Containers == nil || in.Pools[0].RemoteAccess != nil:
		t.Errorf("%+v", in.Pools[0])
	case in.Account.KeyVault.Existing == "" || !in.Account.Identity.None:
		t.Errorf("%+v", in.Account)
	}
	if in := load(t, base+"network: {natGateway: false, vnet: {existing: "+vnetID+"}}\nforcedTunneling: false\n"); in.Network.NATGateway != nil || in.Network.ExistingVNet != vnetID {
		t.Errorf("%+v", in.Network)
	}
	if in := load(t, base+"configuration: cloudService\n"); in.Mode != "cloudService" || in.OSFamily != "6" {
		t.Errorf("mode %s, family %s", in.Mode, in.OSFamily)
	}
	if in := load(t, base+"configuration: cloudService\nosFamily: '5'\n"); in.OSFamily != "5" {
		t.Errorf("family %s", in.OSFamily)
	}
	if in := load(t, "region: westeurope\nos: windows\nnodes: 1\nmounts: [{azureFiles: {account: abc, share: abc, at: s}}]\n"); in.Pools[0].Image.Alias != "windows-2022" {
		t.Errorf("image %s", in.Pools[0].Image.Alias)
	}
}
