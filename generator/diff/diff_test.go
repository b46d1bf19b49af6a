package diff_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/schemas"
)

// midJanuary is a day on which classic mode is not yet retired.
var midJanuary = generator.Options{AsOf: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}

// intentOf is a small intent with some lines put in place of others, told apart by their key.
func intentOf(lines ...string) string {
	keys := []string{"region: westeurope", "mode: simplified", "os: linux", "nodes: 20"}
	for _, line := range lines {
		key, _, _ := strings.Cut(line, ":")
		i := slices.IndexFunc(keys, func(known string) bool { return strings.HasPrefix(known, key+":") })
		if i < 0 {
			keys = append(keys, line)
		} else {
			keys[i] = line
		}
	}
	return strings.Join(keys, "\n") + "\n"
}

// between compares two valid intents.
func between(t *testing.T, before, after string) diff.Report {
	t.Helper()
	d := generator.Diff([]byte(before), []byte(after), midJanuary)
	if d.Before.HasErrors() || d.After.HasErrors() {
		t.Fatalf("%v\n%v\n%s\n%s", d.Before, d.After, before, after)
	}
	return d.Report
}

const (
	testSubscription = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
	testStorage      = testSubscription + "data/providers/Microsoft.Storage/storageAccounts/files"
	testIdentity     = testSubscription + "ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader"
	testAddress      = testSubscription + "ips/providers/Microsoft.Network/publicIPAddresses/"
	testAccount      = testSubscription + "hub/providers/Microsoft.Batch/batchAccounts/shared"
	testVNet         = testSubscription + "hub/providers/Microsoft.Network/virtualNetworks/spoke"
)

// One key changes in each pair; what must be said is written out by hand.
func TestDiffOfEachKey(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after string
		// says are lines of the text, "effect | what | change" of a change or
		// "what | action" of a thing.
		says []string
	}{
		"nodes in the same subnet": {"nodes: 20", "nodes: 21", []string{
			"in place | pool pool, properties.scaleSettings.fixedScale.targetDedicatedNodes | 20 becomes 21"}},
		"nodes beyond the subnet": {"nodes: 20", "nodes: 60", []string{
			"refused by Azure | subnet batch-vnet/batch-nodes, properties.addressPrefix | 10.0.0.0/27 becomes 10.0.0.0/25",
			"in place | pool pool, properties.scaleSettings.fixedScale.targetDedicatedNodes | 20 becomes 60"}},
		"spot nodes": {"nodes: 20", "nodes: {dedicated: 19, spot: 1}", []string{
			"in place | pool pool, properties.scaleSettings.fixedScale.targetLowPriorityNodes | 0 becomes 1"}},
		"autoscale": {"nodes: 20", "nodes: {autoscale: {min: 0, max: 20, spotMax: 0}}", []string{
			"in place | pool pool, properties.scaleSettings.fixedScale | goes: " +
				"{targetDedicatedNodes: 20, targetLowPriorityNodes: 0, resizeTimeout: PT15M}"}},
		"mode": {"mode: simplified", "mode: classic", []string{
			"security rule batch-nsg/AllowBatchNodeManagementInbound | add",
			"security rule batch-nsg/AllowBatchNodeManagementOutbound | remove",
			"pool without nodes | pool pool, properties.targetNodeCommunicationMode | comes: Classic",
			"in place | pool pool, apiVersion | 2025-06-01 becomes 2024-07-01"}},
		"region": {"region: westeurope", "region: northeurope", []string{
			"replaces | virtual network batch-vnet, location | westeurope becomes northeurope",
			"not known | network security group batch-nsg, location | westeurope becomes northeurope",
			"in place | security rule batch-nsg/AllowStorageOutbound, properties.destinationAddressPrefix | Storage.WestEurope becomes Storage.NorthEurope"}},
		"operating system": {"os: linux", "os: windows", []string{
			"pool without nodes | pool pool, properties.deploymentConfiguration.virtualMachineConfiguration.nodeAgentSkuId | batch.node.ubuntu 24.04 becomes batch.node.windows amd64"}},
		"size": {"vmSize: Standard_D4s_v5", "vmSize: Standard_D8s_v5", []string{
			"pool without nodes | pool pool, properties.vmSize | Standard_D4s_v5 becomes Standard_D8s_v5"}},
		"image": {"image: ubuntu-24.04", "image: ubuntu-22.04", []string{
			"pool without nodes | pool pool, properties.deploymentConfiguration.virtualMachineConfiguration.nodeAgentSkuId | batch.node.ubuntu 24.04 becomes batch.node.ubuntu 22.04"}},
		"task slots": {"taskSlotsPerNode: 2", "taskSlotsPerNode: 4", []string{
			"pool without nodes | pool pool, properties.taskSlotsPerNode | 2 becomes 4"}},
		"disk size": {"osDiskSizeGB: 64", "osDiskSizeGB: 128", []string{
			"pool without nodes | pool pool, properties.deploymentConfiguration.virtualMachineConfiguration.osDisk.diskSizeGB | 64 becomes 128"}},
		"start task": {"startTask: {commandLine: one}", "startTask: {commandLine: two}", []string{
			"in place, after a reboot | pool pool, properties.startTask.commandLine | one becomes two"}},
		"identities": {"nodes: 20", "nodes: 20\nidentities: [" + testIdentity + "]", []string{
			"pool without nodes | pool pool, identity.userAssignedIdentities." + testIdentity + " | comes: {}"}},
		"containers": {"startTask: {commandLine: x}", "startTask: {commandLine: x}\ncontainers: true", []string{
			"pool without nodes | pool pool, properties.deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.type | comes: DockerCompatible"}},
		"inter-node": {"interNodeCommunication: false", "interNodeCommunication: true", []string{
			"security rule batch-nsg/AllowInterNodeInbound | add", "security rule batch-nsg/AllowInterNodeOutbound | add",
			"pool without nodes | pool pool, properties.interNodeCommunication | Disabled becomes Enabled"}},
		"tasks call Batch": {"tasksCallBatch: false", "tasksCallBatch: true", []string{
			"role assignment Tasks create and change pools, jobs and tasks of the account. | add"}},
		"mount": {"mounts: []", "mounts: [{nfs: {host: 10.200.0.4, path: /export}}]", []string{
			"security rule batch-nsg/AllowNfs1Outbound | add",
			"pool without nodes | pool pool, properties.mountConfiguration | comes: {[1].nfsMountConfiguration.source: 10.200.0.4:/export, " +
				"[1].nfsMountConfiguration.relativeMountPath: export, [1].nfsMountConfiguration.mountOptions: -o vers=4,minorversion=1,sec=sys}"}},
		"second mount": {"mounts: [{nfs: {host: 10.200.0.4, path: /a}}]", "mounts: [{nfs: {host: 10.200.0.4, path: /a}}, {nfs: {host: 10.200.0.4, path: /b}}]", []string{
			"pool without nodes | pool pool, properties.mountConfiguration[2] | comes: {nfsMountConfiguration.source: 10.200.0.4:/b, " +
				"nfsMountConfiguration.relativeMountPath: b, nfsMountConfiguration.mountOptions: -o vers=4,minorversion=1,sec=sys}"}},
		"remote access": {"remoteAccess: false", "remoteAccess: {from: [203.0.113.0/24]}", []string{
			"security rule batch-nsg/AllowSshInbound | add",
			"pool without nodes | pool pool, properties.networkConfiguration.endpointConfiguration | comes: {" +
				"inboundNatPools[ssh].name: ssh, inboundNatPools[ssh].protocol: TCP, inboundNatPools[ssh].backendPort: 22, " +
				"inboundNatPools[ssh].frontendPortRangeStart: 60000, inboundNatPools[ssh].frontendPortRangeEnd: 60099, " +
				"inboundNatPools[ssh].networkSecurityGroupRules[1].access: Allow, inboundNatPools[ssh].networkSecurityGroupRules[1].priority: 150, " +
				"inboundNatPools[ssh].networkSecurityGroupRules[1].sourceAddressPrefix: 203.0.113.0/24, " +
				"inboundNatPools[ssh].networkSecurityGroupRules[2].access: Deny, inboundNatPools[ssh].networkSecurityGroupRules[2].priority: 4000, " +
				"inboundNatPools[ssh].networkSecurityGroupRules[2].sourceAddressPrefix: *}"}},
		"callers": {"remoteAccess: {from: [203.0.113.0/24]}", "remoteAccess: {from: [198.51.100.0/24]}", []string{
			"in place | security rule batch-nsg/AllowSshInbound, properties.sourceAddressPrefix | 203.0.113.0/24 becomes 198.51.100.0/24"}},
		"own addresses": {"publicIPs: {userManaged: [" + testAddress + "a]}", "publicIPs: {userManaged: [" + testAddress + "b]}", []string{
			"replaces | pool pool, properties.networkConfiguration.publicIPAddressConfiguration.ipAddressIds | [" + testAddress + "a] becomes [" + testAddress + "b]"}},
		"managed addresses": {"publicIPs: managed", "publicIPs: {userManaged: [" + testAddress + "a]}", []string{
			"pool without nodes | pool pool, properties.networkConfiguration.publicIPAddressConfiguration.provision | BatchManaged becomes UserManaged"}},
		"tunnel": {"forcedTunneling: false", "forcedTunneling: true", []string{
			"route table batch-routes | add", "route batch-routes/InternetThroughGateway | add",
			"in place | subnet batch-vnet/batch-nodes, properties.routeTable.id | comes: Microsoft.Network/routeTables batch-routes"}},
		"no tunnel": {"forcedTunneling: true", "forcedTunneling: false", []string{
			"route table batch-routes | remove", "route batch-routes/InternetThroughGateway | remove"}},
		"appliance": {"forcedTunneling: {via: appliance, address: 10.0.255.4}", "forcedTunneling: {via: appliance, address: 10.0.255.5}", []string{
			"in place | route batch-routes/InternetThroughAppliance, properties.nextHopIpAddress | 10.0.255.4 becomes 10.0.255.5"}},
		"gateway to appliance": {"forcedTunneling: true", "forcedTunneling: {via: appliance, address: 10.0.255.5}", []string{
			"route batch-routes/InternetThroughGateway | remove", "route batch-routes/InternetThroughAppliance | add",
			"in place | route table batch-routes, properties.disableBgpRoutePropagation | false becomes true"}},
		"address space": {"network: {addressSpace: [10.0.0.0/16]}", "network: {addressSpace: [10.0.0.0/16, 10.1.0.0/16]}", []string{
			"in place | virtual network batch-vnet, properties.addressSpace.addressPrefixes | [10.0.0.0/16] becomes [10.0.0.0/16, 10.1.0.0/16]"}},
		"subnet name": {"network: {subnet: {name: a}}", "network: {subnet: {name: b}}", []string{
			"subnet batch-vnet/a | remove", "subnet batch-vnet/b | add"}},
		"subnet prefix": {"network: {subnet: {prefix: 10.0.1.0/24}}", "network: {subnet: {prefix: 10.0.2.0/24}}", []string{
			"refused by Azure | subnet batch-vnet/batch-nodes, properties.addressPrefix | 10.0.1.0/24 becomes 10.0.2.0/24"}},
		"DNS": {"network: {dnsServers: [10.0.9.4]}", "network: {dnsServers: [10.0.9.5]}", []string{
			"in place, after a reboot | virtual network batch-vnet, properties.dhcpOptions.dnsServers | [10.0.9.4] becomes [10.0.9.5]"}},
		"egress": {"network: {egress: open}", "network: {egress: restricted}", []string{
			"security rule batch-nsg/DenyInternetOutbound | add"}},
		"NAT gateway": {"network: {natGateway: false}", "network: {natGateway: true}", []string{
			"NAT gateway batch-nat | add", "public IP address batch-nat-ip | add",
			"in place | subnet batch-vnet/batch-nodes, properties.natGateway.id | comes: Microsoft.Network/natGateways batch-nat"}},
		"NAT timeout": {"network: {natGateway: {idleTimeoutMinutes: 10}}", "network: {natGateway: {idleTimeoutMinutes: 20}}", []string{
			"not known | NAT gateway batch-nat, properties.idleTimeoutInMinutes | 10 becomes 20"}},
		"private endpoint": {"network: {egress: open}", "network: {privateEndpoints: [nodeManagement]}", []string{
			"security rule batch-nsg/AllowBatchNodeManagementOutbound | remove",
			"security rule batch-nsg/AllowPrivateEndpointsOutbound | add",
			"subnet batch-vnet/batch-private-endpoints | add"}},
		"existing network": {"network: {vnet: {existing: " + testVNet + "}, subnet: {prefix: 10.0.0.0/24}}", "network: {vnet: {existing: " + testVNet + "}, subnet: {prefix: 10.0.1.0/24}}", []string{
			"refused by Azure | subnet spoke/batch-nodes in resource group hub of subscription 00000000-0000-0000-0000-000000000000, properties.addressPrefix | 10.0.0.0/24 becomes 10.0.1.0/24"}},
		"another network": {"network: {vnet: {existing: " + testVNet + "}, subnet: {prefix: 10.0.0.0/24}}",
			"network: {vnet: {existing: " + strings.Replace(testVNet, "hub", "hub2", 1) + "}, subnet: {prefix: 10.0.0.0/24}}", []string{
				"subnet spoke/batch-nodes in resource group hub of subscription 00000000-0000-0000-0000-000000000000 | remove",
				"subnet spoke/batch-nodes in resource group hub2 of subscription 00000000-0000-0000-0000-000000000000 | add"}},
		"tags in a module": {"resourceGroup: batch\ntags: {team: one}\naccount: {existing: " + testAccount + "}", "resourceGroup: batch\ntags: {team: two}\naccount: {existing: " + testAccount + "}", []string{
			"in place | pool pool, tags.team | one becomes two"}},
		"account access": {"account: {publicNetworkAccess: true}", "account: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [nodeManagement]}", []string{
			"in place | Batch account batch{uniqueString(resourceGroup().id)}, properties.publicNetworkAccess | Enabled becomes Disabled"}},
		"allowed addresses": {"account: {allowedIPs: [203.0.113.0/24]}", "account: {allowedIPs: [198.51.100.0/24]}", []string{
			"in place | Batch account batch{uniqueString(resourceGroup().id)}, properties.networkProfile.accountAccess.ipRules[1].value | 203.0.113.0/24 becomes 198.51.100.0/24"}},
		"account name": {"account: {name: one}", "account: {name: two}", []string{
			"Batch account one | remove", "Batch account two | add", "pool pool | remove", "pool pool | add"}},
		"storage": {"account: {storage: new}", "account: {storage: " + testStorage + "}", []string{
			"storage account batch{uniqueString(resourceGroup().id, storage)} | remove",
			"in place | Batch account batch{uniqueString(resourceGroup().id)}, properties.autoStorage.storageAccountId | Microsoft.Storage/storageAccounts batch{uniqueString(resourceGroup().id, storage)} becomes Microsoft.Storage/storageAccounts files in resource group data of subscription 00000000-0000-0000-0000-000000000000"}},
		"allocation": {"account: {poolAllocationMode: batchService}", "account: {poolAllocationMode: userSubscription, keyVault: new}", []string{
			"replaces | Batch account batch{uniqueString(resourceGroup().id)}, properties.poolAllocationMode | BatchService becomes UserSubscription"}},
		"tags": {"tags: {team: one}", "tags: {team: two}", []string{
			"in place | pool pool, tags.team | one becomes two", "in place | virtual network batch-vnet, tags.team | one becomes two"}},
		"pools": {"pools: [{name: one}]", "pools: [{name: one}, {name: two}]", []string{
			"pool two | add"}},
		"pool name": {"pools: [{name: one}]", "pools: [{name: two}]", []string{"pool one | remove", "pool two | add"}},
		"own subnet": {"pools: [{name: one}, {name: two}]", "pools: [{name: one}, {name: two, subnet: own}]", []string{
			"subnet batch-vnet/two-nodes | add"}},
		"environment":       {"environments: {prod: {nodes: 20}}", "environments: {prod: {nodes: 21}}", []string{"prod poolDedicatedNodes | change"}},
		"environment comes": {"environments: {prod: {nodes: 20}}", "environments: {test: {nodes: 20}}", []string{"prod | remove", "test | add"}},
		"name":              {"name: one", "name: two", []string{"network security group one-nsg | remove", "network security group two-nsg | add"}},
		"secret":            {"mounts: []", "mounts: [{smb: {host: 10.200.0.5, share: x, user: me}}]", []string{"parameter smb10_200_0_5MePassword | add"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := intentOf(c.before), intentOf(c.after)
			if strings.Contains(c.after+c.before, "classic") {
				before, after = before+"acknowledgeRetired: true\n", after+"acknowledgeRetired: true\n"
			}
			got := saidBy(between(t, before, after))
			for _, want := range c.says {
				if !slices.Contains(got, want) {
					t.Errorf("it does not say %q but\n%s", want, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// saidBy lists what a report says, a line each.
func saidBy(r diff.Report) []string {
	var lines []string
	for _, item := range r.Items {
		what := item.Kind + " " + item.Name
		if item.Action != diff.Modify {
			lines = append(lines, what+" | "+string(item.Action))
		}
		for _, c := range item.Changes {
			lines = append(lines, c.Effect+" | "+what+", "+c.Path+" | "+c.Words())
		}
	}
	for _, v := range r.Environments {
		lines = append(lines, strings.TrimSpace(v.Environment+" "+v.Parameter)+" | "+string(v.Action))
	}
	for _, p := range r.Parameters {
		lines = append(lines, "parameter "+p.Name+" | "+string(p.Action))
	}
	return lines
}

// An intent does not differ from itself, nor from the same said in another order.
func TestDiffOfTheSame(t *testing.T) {
	t.Parallel()
	compared := 0
	for seed := uint64(0); compared < 100; seed++ {
		text := []byte(intenttest.Random(seed))
		d := generator.Diff(text, text, midJanuary)
		if d.Before.HasErrors() {
			continue
		}
		compared++
		if !d.Report.Empty() || d.Report.Worst != "" {
			t.Errorf("seed %d: %s", seed, d.Report.Text())
		}
	}
	other := "# other words\nnodes: 20\nos: linux\nregion: West Europe\nvmSize: Standard_D4s_v5\n"
	if r := between(t, intentOf(), other); !r.Empty() || !strings.HasPrefix(string(r.Text()), "Nothing changes") {
		t.Errorf("%s", r.Text())
	}
}

// What comes one way goes the other way, and values change places.
func TestDiffMirrors(t *testing.T) {
	t.Parallel()
	schema := jsonschema.MustCompileString("https://example.com/diff", string(schemas.Diff()))
	mirror := map[diff.Action]diff.Action{diff.Add: diff.Remove, diff.Remove: diff.Add, diff.Modify: diff.Modify}
	var texts [][]byte
	for seed := uint64(0); len(texts) < 45; seed++ {
		text := []byte(intenttest.Random(seed))
		if r := generator.Generate(text, midJanuary); !r.Diagnostics.HasErrors() {
			texts = append(texts, text)
		}
	}
	for i := range len(texts) - 1 {
		there, back := between(t, string(texts[i]), string(texts[i+1])), between(t, string(texts[i+1]), string(texts[i]))
		lines := func(r diff.Report, turned bool) []string {
			var list []string
			for _, item := range r.Items {
				action := item.Action
				if turned {
					action = mirror[action]
				}
				list = append(list, string(action)+" "+item.Type+" "+item.Name)
				for _, c := range item.Changes {
					action, from, to := c.Action, c.From, c.To
					if turned {
						action, from, to = mirror[action], to, from
					}
					list = append(list, strings.Join([]string{string(action), item.Type, item.Name, c.Path, from, to, c.Effect}, " "))
				}
			}
			slices.Sort(list)
			return list
		}
		if d := cmp.Diff(lines(there, false), lines(back, true)); d != "" {
			t.Errorf("pair %d (-there +back):\n%s", i, d)
		}
		validate(t, schema, there.JSON())
		for _, text := range [][]byte{there.Text(), there.Markdown(1)} {
			if bytes.Contains(text, []byte("%!")) || bytes.ContainsRune(text, '\r') {
				t.Errorf("pair %d: %s", i, text)
			}
		}
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

// The gravest effect heads the report; a rename says that it is one.
func TestDiffForReaders(t *testing.T) {
	t.Parallel()
	r := between(t, intentOf("nodes: 20"), intentOf("nodes: 60"))
	if r.Worst != string(azure.EffectRefused) {
		t.Errorf("worst is %q", r.Worst)
	}
	text := string(r.Text())
	for _, want := range []string{
		"Changes: 1 refused by Azure, 1 in place.\n",
		"\nRefused by Azure while it is in use\n  - subnet batch-vnet/batch-nodes, properties.addressPrefix\n      change: 10.0.0.0/27 becomes 10.0.0.0/25\n",
		"      why: Batch resizes the pool.\n      source: Update Batch pool properties, https://learn.microsoft.com/",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	markdown := r.Markdown(generator.Revision)
	if revision, intact, ok := explain.Mark(markdown); !ok || !intact || revision != generator.Revision {
		t.Errorf("the mark of %s", markdown)
	}
	renamed := string(between(t, intentOf("name: one"), intentOf("name: two")).Text())
	if want := "No name can be changed: it comes beside one-nsg, which goes."; !strings.Contains(renamed, want) {
		t.Errorf("no %q in\n%s", want, renamed)
	}
	if want := "A deployment removes no resource by itself."; !strings.Contains(renamed, want) {
		t.Errorf("no %q in\n%s", want, renamed)
	}
	files := string(between(t, intentOf("environments: {a: {nodes: 20}, b: {nodes: 1}}"), intentOf("environments: {b: {nodes: 2}, c: {nodes: 1}}")).Text())
	for _, want := range []string{"  - a\n      value: goes\n", "  - b, poolDedicatedNodes\n      value: 1 becomes 2\n", "  - c\n      value: comes\n"} {
		if !strings.Contains(files, want) {
			t.Errorf("no %q in\n%s", want, files)
		}
	}
}

// The report is empty where either intent is refused, with each in its own list.
func TestDiffStopsAtErrors(t *testing.T) {
	t.Parallel()
	good, bad := []byte(intentOf()), []byte("region: nowhere\n")
	if d := generator.Diff(bad, good, midJanuary); !d.Before.HasErrors() || d.After.HasErrors() || len(d.Report.Items) > 0 {
		t.Errorf("%+v", d)
	}
	if d := generator.Diff(good, bad, midJanuary); d.Before.HasErrors() || !d.After.HasErrors() || !d.After[0].Range.Valid() {
		t.Errorf("%+v", d)
	}
}
