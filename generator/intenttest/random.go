// Package intenttest makes random intents over the whole language, for tests
// alone.
package intenttest

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
)

// Random returns the text of an intent. The same seed gives the same text. Most
// are valid; what the plan refuses is for the caller to skip.
func Random(seed uint64) string {
	g := &source{state: seed*2 + 1}
	g.intent()
	return g.text.String()
}

// source draws from a seed (splitmix64) and writes.
type source struct {
	state uint64
	text  strings.Builder
	// shape of the intent, drawn first since other keys hang on it
	classic, windows, private, cloudService, existingVNet, existingSubnet, existingAccount bool
}

func (g *source) next() uint64 {
	g.state += 0x9e3779b97f4a7c15
	z := g.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below draws a number from 0 to n-1.
func (g *source) below(n int) int { return int(g.next() % uint64(n)) }

// once in n times it is true.
func (g *source) once(n int) bool { return g.below(n) == 0 }

func pick[T any](g *source, from ...T) T { return from[g.below(len(from))] }

func (g *source) line(format string, args ...any) { fmt.Fprintf(&g.text, format+"\n", args...) }

const (
	subscription = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
	vnet         = subscription + "hub/providers/Microsoft.Network/virtualNetworks/spoke"
	account      = subscription + "batch/providers/Microsoft.Batch/batchAccounts/shared"
	storage      = subscription + "data/providers/Microsoft.Storage/storageAccounts/files"
	identity     = subscription + "ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
	address      = subscription + "ips/providers/Microsoft.Network/publicIPAddresses/"
	classicNet   = subscription + "old/providers/Microsoft.ClassicNetwork/virtualNetworks/old/subnets/nodes"
)

func (g *source) intent() {
	g.cloudService = g.once(25)
	g.classic = !g.cloudService && g.once(5)
	g.private = !g.classic && !g.cloudService && g.once(3)
	g.windows = g.cloudService || g.once(3)
	g.existingVNet = !g.cloudService && g.once(6)
	g.existingSubnet = g.cloudService || !g.existingVNet && g.once(8)
	g.existingAccount = !g.cloudService && g.once(8)

	regions := azure.Regions()
	g.line("region: %s", pick(g, regions...).Name)
	g.line("acknowledgeRetired: true")
	if g.cloudService {
		g.line("configuration: cloudService")
	} else {
		g.line("mode: %s", map[bool]string{true: "classic", false: "simplified"}[g.classic])
	}
	if g.once(3) {
		g.line("name: %s", pick(g, "render", "risk-engine", "a1", "genomics-production0"))
	}
	if g.once(2) {
		g.line("resourceGroup: %s", pick(g, "hub", "batch", "data", "elsewhere"))
	}
	g.poolKeys("", true)
	g.tunnel()
	g.network()
	g.account()
	pools := g.pools()
	g.tags("")
	g.environments(pools)
}

// poolKeys writes keys that a pool takes, for all pools or for one.
func (g *source) poolKeys(indent string, all bool) {
	line := func(format string, args ...any) { g.line(indent+format, args...) }
	if all || g.once(4) {
		line("os: %s", map[bool]string{true: "windows", false: "linux"}[g.windows])
	}
	if all || g.once(3) {
		line("nodes: %s", g.nodes())
	}
	if g.cloudService {
		if all {
			line("vmSize: Standard_D2_v2")
		}
		return
	}
	if g.once(4) {
		line("vmSize: %s", pick(g, "Standard_D4s_v5", "Standard_D8ds_v5", "Standard_HB176rs_v4", "Standard_E8s_v5", "Standard_D2_v2", "Standard_A4_v2"))
	}
	if g.once(8) {
		line("interNodeCommunication: true")
	}
	if g.once(8) {
		line("tasksCallBatch: true")
	}
	if g.once(8) {
		line("taskSlotsPerNode: %d", 1+g.below(8))
	}
	if g.once(10) {
		line("osDiskSizeGB: %d", 64+g.below(200))
	}
	if g.once(10) {
		line("identities: [%s]", identity+pick(g, "reader", "writer"))
	}
	if g.once(10) {
		line("startTask: {commandLine: %s%s}", quoted(pick(g, Hostile...)), pick(g, "", ", elevated: true"))
	}
	if g.once(12) {
		line("containers: %s", pick(g, "true", "{registries: [example.azurecr.io]}", "{registries: [example.azurecr.io], images: [\"example.azurecr.io/render:1\"]}"))
	}
	if g.once(6) {
		line("remoteAccess: {from: [%s]}", pick(g, "203.0.113.0/24", "198.51.100.7, 203.0.113.0/24", "VirtualNetwork", "203.0.113.9, VirtualNetwork"))
	}
	if g.once(8) {
		line("mounts: [%s]", g.mount())
	}
	switch {
	case g.private && (all || g.once(5)):
		line("publicIPs: none")
	case all && g.once(12):
		line("publicIPs: {userManaged: [%sa, %sb, %sc, %sd, %se, %sf, %sg]}", address, address, address, address, address, address, address)
	}
}

func (g *source) nodes() string {
	switch g.below(6) {
	case 0:
		return fmt.Sprintf("{dedicated: %d, spot: %d}", g.below(60), g.below(60))
	case 1:
		return fmt.Sprintf("{spot: %d}", 1+g.below(60))
	case 2:
		return fmt.Sprintf("{autoscale: {min: %d, max: %d, spotMax: %d}}", g.below(3), 3+g.below(60), g.below(60))
	case 3:
		return fmt.Sprintf("{autoscale: {min: 0, max: %d, interval: %s}}", g.below(60), pick(g, "PT5M", "PT2H", "PT24H"))
	}
	return fmt.Sprint(g.below(120))
}

func (g *source) mount() string {
	if g.windows {
		return "{azureFiles: {account: renderfiles, share: work, at: S}}"
	}
	return pick(g,
		"{azureFiles: {account: renderfiles, share: work}}",
		"{blob: {account: renderblobs, container: input, readOnly: true}}",
		"{blob: {account: "+storage+", container: output}}",
		"{nfs: {host: 10.0.250.4, path: /export/data}}",
		"{smb: {host: 10.0.250.5, share: projects, user: batch}}",
		"{nfs: {host: nfs.example.net, addresses: [10.0.250.0/28], path: /export}}, {azureFiles: {account: renderfiles, share: home}}",
	)
}

func (g *source) tunnel() {
	if g.existingSubnet || !g.once(3) {
		return
	}
	service := ""
	if !g.classic && g.once(2) {
		service = ", serviceTraffic: inspect"
	}
	g.line("forcedTunneling: %s", pick(g, "{via: gateway"+service+"}", "{via: appliance, address: 10.0.251.4"+service+"}", "{via: bgp"+service+"}"))
}

func (g *source) network() {
	g.line("network:")
	switch {
	case g.cloudService:
		g.line("  vnet: {existingSubnet: %s}", classicNet)
		return
	case g.existingSubnet:
		g.line("  vnet: {existingSubnet: %s/subnets/batch}", vnet)
	case g.existingVNet:
		g.line("  vnet: {existing: %s}", vnet)
		g.line("  subnet: {prefix: 10.0.0.0/20}")
	default:
		g.line("  addressSpace: [%s]", pick(g, "10.0.0.0/16", "10.0.0.0/12, 192.168.0.0/20", "172.20.0.0/14"))
		if g.once(3) {
			g.line("  subnet: {headroomPercent: %d}", g.below(60))
		}
		if g.once(5) {
			g.line("  dnsServers: [10.0.252.4, %s]", pick(g, "10.0.252.5", "9.9.9.9"))
		}
	}
	if !g.existingSubnet {
		if g.once(3) {
			g.line("  egress: %s", pick(g, "restricted", "open"))
		}
		if g.once(4) {
			g.line("  natGateway: %s", pick(g, "true", "{idleTimeoutMinutes: 10}", "{existing: "+subscription+"hub/providers/Microsoft.Network/natGateways/nat}"))
		}
	}
	if !g.private && !g.once(8) {
		return
	}
	endpoints := pick(g, "nodeManagement", "batchAccount, nodeManagement", "batchAccount, nodeManagement, storage", "nodeManagement, storage")
	if g.classic {
		endpoints = "batchAccount"
	}
	subnet := ""
	switch {
	case g.existingSubnet:
		subnet = ", subnet: {existing: " + vnet + "/subnets/endpoints}"
	case g.existingVNet:
		subnet = ", subnet: {prefix: 10.0.253.0/27}"
	}
	g.line("  privateEndpoints: {for: [%s]%s}", endpoints, subnet)
	if g.once(5) {
		g.line("  privateDnsZones: none")
	}
}

func (g *source) account() {
	if g.existingAccount {
		g.line("account: {existing: %s%s}", account, pick(g, "", ", storage: none"))
		return
	}
	var keys []string
	add := func(n int, key string) {
		if g.once(n) {
			keys = append(keys, key)
		}
	}
	if g.private {
		add(3, "publicNetworkAccess: false")
	} else {
		add(8, "allowedIPs: [203.0.113.0/24]")
	}
	add(6, pick(g, "storage: none", "storage: new", "storage: "+storage))
	add(10, "identity: "+identity+"batch")
	add(10, "diagnostics: "+subscription+"logs/providers/Microsoft.OperationalInsights/workspaces/central")
	add(12, "name: renderbatch")
	if g.once(12) {
		keys = append(keys, "poolAllocationMode: userSubscription",
			"keyVault: "+pick(g, "new", subscription+"secrets/providers/Microsoft.KeyVault/vaults/batch-vault"))
	}
	if len(keys) > 0 {
		g.line("account: {%s}", strings.Join(keys, ", "))
	}
}

// pools returns the names of the pools.
func (g *source) pools() []string {
	if !g.once(2) {
		return []string{"pool"}
	}
	g.line("pools:")
	var names []string
	for i := range 1 + g.below(4) {
		name := fmt.Sprintf("%s%d", pick(g, "render", "gpu-large_", "P"), i)
		names = append(names, name)
		g.line("  - name: %s", name)
		switch {
		case g.existingSubnet:
		case g.existingVNet && g.once(3):
			g.line("    subnet: {prefix: 10.0.%d.0/24}", 16+i)
		case !g.existingVNet && g.once(3):
			g.line("    subnet: own")
		}
		g.poolKeys("    ", false)
	}
	return names
}

func (g *source) tags(indent string) {
	if !g.once(3) {
		return
	}
	g.line("%stags:", indent)
	for i := range 1 + g.below(3) {
		name := quoted(fmt.Sprintf("t%d%s", i, pick(g, "", "copy", "[x]", "'", "${x}", " with spaces", "é")))
		if g.once(6) && i == 0 {
			name = "copy"
		}
		g.line("%s  %s: %s", indent, name, quoted(pick(g, Hostile...)))
	}
}

// environments writes environments that keep the kind of scaling of every pool: sizes and tags.
func (g *source) environments(pools []string) {
	if g.cloudService || !g.once(4) {
		return
	}
	g.line("environments:")
	for _, name := range []string{"dev", "prod"} {
		g.line("  %s:", name)
		g.line("    vmSize: %s", pick(g, "Standard_D4s_v5", "Standard_E4s_v5"))
		g.tags("    ")
		if len(pools) > 1 && g.once(2) {
			g.line("    pools: {%s: {vmSize: Standard_D16s_v5}}", pools[0])
		}
	}
}

// Hostile are texts that look like code in one of the output languages.
var Hostile = []string{
	"plain", "'", "''", "'''", `\`, `\\'`, "${x}", "$${x}", `\${x}`, "//", "/*", "*/", "@description", "[x]", "[x", "[[x]", "x]",
	"[resourceGroup().id]", "[concat('a','b')]", `\u{1F600}`, `"`, "</script>", "{{x}}", "{0}", "😀", "$", "a$", "#disable", "%s",
}

// quoted writes a text as a double-quoted YAML scalar.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
