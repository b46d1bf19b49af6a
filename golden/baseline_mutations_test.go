package golden

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/golden/armmodel"
)

// spoiler edits the parsed main.json of a case.
type spoiler struct {
	t    *testing.T
	tree map[string]any
	// files are the parameter files, a copy.
	files map[string]any
}

// resource is the first resource of a type, in the outermost template.
func (s spoiler) resource(kind string) map[string]any {
	s.t.Helper()
	for _, r := range armmodel.List(s.tree, "resources") {
		if strings.EqualFold(armmodel.Text(r, "type"), kind) {
			return r.(map[string]any)
		}
	}
	s.t.Fatalf("no %s to spoil", kind)
	return nil
}

// properties are those of the first resource of a type.
func (s spoiler) properties(kind string) map[string]any {
	s.t.Helper()
	return s.object(s.resource(kind), "properties")
}

// object is an object below another one.
func (s spoiler) object(v any, keys ...string) map[string]any {
	s.t.Helper()
	o := armmodel.Object(v, keys...)
	if o == nil {
		s.t.Fatalf("no %v to spoil", keys)
	}
	return o
}

// named is the properties of an item of a list, by its name.
func (s spoiler) named(list []any, name string) map[string]any {
	s.t.Helper()
	for _, item := range list {
		if armmodel.Text(item, "name") == name {
			return s.object(item, "properties")
		}
	}
	s.t.Fatalf("no %s to spoil", name)
	return nil
}

const (
	groupType   = "Microsoft.Network/networkSecurityGroups"
	tableType   = "Microsoft.Network/routeTables"
	networkType = "Microsoft.Network/virtualNetworks"
	accountType = "Microsoft.Batch/batchAccounts"
	poolType    = "Microsoft.Batch/batchAccounts/pools"
	storageType = "Microsoft.Storage/storageAccounts"
)

func (s spoiler) rule(name string) map[string]any {
	s.t.Helper()
	return s.named(armmodel.List(s.properties(groupType), "securityRules"), name)
}

// dropRule takes a rule out of the first security group.
func (s spoiler) dropRule(name string) {
	s.t.Helper()
	s.rule(name)
	properties := s.properties(groupType)
	properties["securityRules"] = slices.DeleteFunc(armmodel.List(properties, "securityRules"), func(r any) bool {
		return armmodel.Text(r, "name") == name
	})
}

// addRule adds a rule to the first security group.
func (s spoiler) addRule(name, direction, access string, priority int, from, to, ports any) {
	s.t.Helper()
	properties := s.properties(groupType)
	rule := map[string]any{
		"description": "A rule that nobody asked for.", "priority": float64(priority), "direction": direction, "access": access,
		"protocol": "Tcp", "sourcePortRange": "*", "destinationPortRange": ports, "destinationAddressPrefix": to,
	}
	if list, many := from.([]any); many {
		rule["sourceAddressPrefixes"] = list
	} else {
		rule["sourceAddressPrefix"] = from
	}
	properties["securityRules"] = append(armmodel.List(properties, "securityRules"), map[string]any{"name": name, "properties": rule})
}

// subnet is the properties of the first subnet of the virtual network.
func (s spoiler) subnet() map[string]any {
	s.t.Helper()
	return s.object(armmodel.List(s.properties(networkType), "subnets")[0], "properties")
}

// addRoute adds a route to the first route table.
func (s spoiler) addRoute(name, prefix, hop string) {
	s.t.Helper()
	properties := s.properties(tableType)
	properties["routes"] = append(armmodel.List(properties, "routes"), map[string]any{
		"name": name, "properties": map[string]any{"addressPrefix": prefix, "nextHopType": hop},
	})
}

func (s spoiler) dropRoute(name string) {
	s.t.Helper()
	properties := s.properties(tableType)
	s.named(armmodel.List(properties, "routes"), name)
	properties["routes"] = slices.DeleteFunc(armmodel.List(properties, "routes"), func(r any) bool {
		return armmodel.Text(r, "name") == name
	})
}

// machine is the virtual machine configuration of the first pool.
func (s spoiler) machine() map[string]any {
	s.t.Helper()
	return s.object(s.properties(poolType), "deploymentConfiguration", "virtualMachineConfiguration")
}

// natPool is the inbound NAT pool of the first pool.
func (s spoiler) natPool() map[string]any {
	s.t.Helper()
	pools := armmodel.List(s.properties(poolType), "networkConfiguration", "endpointConfiguration", "inboundNatPools")
	if len(pools) == 0 {
		s.t.Fatal("no NAT pool to spoil")
	}
	return s.object(pools[0])
}

// mutation spoils a case in a way that a row has to notice.
type mutation struct {
	row, name, dir string
	spoil          func(spoiler)
}

// openSources are the spellings of everybody.
var openSources = []any{
	"*", "Internet", "INTERNET", "Any", "any", "0.0.0.0/0", "::/0", "1.2.3.4/0",
	[]any{"10.0.0.0/8", "*"}, []any{"203.0.113.0/24", "0.0.0.0/0"}, []any{"0.0.0.0/1", "128.0.0.0/1"}, []any{"::/1", "8000::/1"},
}

func baselineMutations() []mutation {
	all := []mutation{
		{"SB-01", "subnet without security group", "minimal", func(s spoiler) { delete(s.subnet(), "networkSecurityGroup") }},
		{"SB-01", "security group that is not there", "minimal", func(s spoiler) {
			s.object(s.subnet(), "networkSecurityGroup")["id"] = "[resourceId('Microsoft.Network/networkSecurityGroups', 'other')]"
		}},
		{"SB-01", "pool in another subnet", "minimal", func(s spoiler) {
			s.object(s.properties(poolType), "networkConfiguration")["subnetId"] =
				"[resourceId('Microsoft.Network/virtualNetworks/subnets', 'batch-vnet', 'other')]"
		}},

		{"SB-02", "source by a parameter's default", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters")["from"] = map[string]any{"type": "string", "defaultValue": "*"}
			s.addRule("AllowAll", "Inbound", "Allow", 400, "[parameters('from')]", "*", "22")
		}},
		{"SB-02", "source by a parameter without default", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters")["from"] = map[string]any{"type": "string"}
			s.addRule("AllowAll", "Inbound", "Allow", 400, "[parameters('from')]", "*", "22")
		}},
		{"SB-02", "no source at all", "classic-linux", func(s spoiler) {
			delete(s.rule("AllowBatchNodeManagementInbound"), "sourceAddressPrefix")
		}},
		{"SB-02", "lower-case words", "minimal", func(s spoiler) {
			s.addRule("AllowAll", "inbound", "allow", 400, "internet", "*", "*")
		}},
		{"SB-02", "rule as a resource of its own", "minimal", func(s spoiler) {
			s.tree["resources"] = append(armmodel.List(s.tree, "resources"), map[string]any{
				"type": "Microsoft.Network/networkSecurityGroups/securityRules", "apiVersion": "2025-05-01",
				"name": "batch-nsg/AllowAll", "properties": map[string]any{
					"direction": "Inbound", "access": "Allow", "priority": 400.0, "sourceAddressPrefix": "*",
				},
			})
		}},
		{"SB-02", "NAT pool without rules", "simplified-linux-remote", func(s spoiler) {
			delete(s.natPool(), "networkSecurityGroupRules")
		}},
		{"SB-02", "NAT pool without deny", "simplified-linux-remote", func(s spoiler) {
			nat := s.natPool()
			nat["networkSecurityGroupRules"] = armmodel.List(nat, "networkSecurityGroupRules")[:1]
		}},
		{"SB-02", "NAT pool with the deny first", "simplified-linux-remote", func(s spoiler) {
			rules := armmodel.List(s.natPool(), "networkSecurityGroupRules")
			s.object(rules[len(rules)-1])["priority"] = 150.0
			s.object(rules[0])["priority"] = 4000.0
		}},
		{"SB-02", "NAT pool open to everybody", "simplified-linux-remote", func(s spoiler) {
			s.object(armmodel.List(s.natPool(), "networkSecurityGroupRules")[0])["sourceAddressPrefix"] = "*"
		}},
		{"SB-02", "NAT pool open in two halves", "pools-mixed-remote", func(s spoiler) {
			rules := armmodel.List(s.natPool(), "networkSecurityGroupRules")
			s.object(rules[0])["sourceAddressPrefix"] = "0.0.0.0/1"
			s.object(rules[1])["sourceAddressPrefix"] = "128.0.0.0/1"
		}},

		{"SB-03", "service comes in by simplified mode", "minimal", func(s spoiler) {
			s.addRule("AllowBatch", "Inbound", "Allow", 400, "BatchNodeManagement.WestEurope", "*", "29876-29877")
		}},
		{"SB-03", "classic port from everybody", "classic-linux", func(s spoiler) {
			s.rule("AllowBatchNodeManagementInbound")["sourceAddressPrefix"] = "*"
		}},
		{"SB-03", "classic port from the global tag", "classic-linux", func(s spoiler) {
			s.rule("AllowBatchNodeManagementInbound")["sourceAddressPrefix"] = "BatchNodeManagement"
		}},
		{"SB-03", "one classic port too many", "classic-linux", func(s spoiler) {
			s.rule("AllowBatchNodeManagementInbound")["destinationPortRange"] = "29876-29878"
		}},
		{"SB-03", "classic ports by UDP too", "classic-linux", func(s spoiler) {
			s.rule("AllowBatchNodeManagementInbound")["protocol"] = "*"
		}},
		{"SB-03", "classic rule dropped", "classic-linux", func(s spoiler) { s.dropRule("AllowBatchNodeManagementInbound") }},

		{"SB-04", "SSH that nobody asked for", "minimal", func(s spoiler) {
			s.addRule("AllowSsh", "Inbound", "Allow", 400, "203.0.113.0/24", "*", "22")
		}},
		{"SB-04", "SSH hidden in a range", "minimal", func(s spoiler) {
			s.addRule("AllowLow", "Inbound", "Allow", 400, "203.0.113.0/24", "*", "20-25")
		}},
		{"SB-04", "RDP to Linux", "simplified-linux-remote", func(s spoiler) {
			s.rule("AllowSshInbound")["destinationPortRange"] = "3389"
		}},
		{"SB-04", "a wider source", "simplified-linux-remote", func(s spoiler) {
			s.rule("AllowSshInbound")["sourceAddressPrefix"] = "203.0.0.0/16"
		}},
		{"SB-04", "NAT pool to another port", "simplified-linux-remote", func(s spoiler) { s.natPool()["backendPort"] = 3389.0 }},
		{"SB-04", "NAT pool for fewer than 100 nodes", "simplified-linux-remote", func(s spoiler) {
			s.natPool()["frontendPortRangeEnd"] = 60039.0
		}},
		{"SB-04", "more than 443 to endpoints", "private-linux", func(s spoiler) {
			for _, r := range armmodel.List(s.tree, "resources") {
				for _, rule := range armmodel.List(r, "properties", "securityRules") {
					if armmodel.Text(rule, "name") == "AllowVirtualNetworkInbound" {
						s.object(rule, "properties")["destinationPortRange"] = "*"
					}
				}
			}
		}},

		{"SB-05", "address of the service in a rule", "classic-linux", func(s spoiler) {
			s.rule("AllowBatchNodeManagementInbound")["sourceAddressPrefix"] = "13.69.65.64/26"
		}},
		{"SB-05", "address of the service in a route", "classic-linux-gateway", func(s spoiler) {
			s.addRoute("Batch", "13.69.65.64/26", "Internet")
		}},

		{"SB-06", "no way to the service", "minimal", func(s spoiler) { s.dropRule("AllowBatchNodeManagementOutbound") }},
		{"SB-06", "TCP alone to the service", "minimal", func(s spoiler) { s.rule("AllowBatchNodeManagementOutbound")["protocol"] = "Tcp" }},
		{"SB-06", "no way to storage", "classic-linux", func(s spoiler) { s.dropRule("AllowStorageOutbound") }},
		{"SB-06", "tasks cannot call back", "tasks-call-batch-classic", func(s spoiler) { s.dropRule("AllowBatchNodeManagementOutbound") }},
		{"SB-06", "deny ahead of an allow", "restricted", func(s spoiler) { s.rule("DenyInternetOutbound")["priority"] = 105.0 }},
		{"SB-06", "deny that nobody asked for", "minimal", func(s spoiler) {
			s.addRule("DenyAll", "Outbound", "Deny", 4000, "*", "Internet", "*")
		}},
		{"SB-06", "service tag beside its endpoint", "private-linux", func(s spoiler) {
			s.addRule("AllowBatch", "Outbound", "Allow", 100, "*", "BatchNodeManagement.UKSouth", "443")
		}},

		{"SB-07", "lateral traffic denied", "minimal", func(s spoiler) {
			s.addRule("DenyLateral", "Outbound", "Deny", 4000, "*", "VirtualNetwork", "22")
		}},
		{"SB-08", "deny-all first", "classic-linux", func(s spoiler) {
			s.addRule("DenyAll", "Inbound", "Deny", 100, "*", "*", "*")
			s.rule("AllowBatchNodeManagementInbound")["priority"] = 101.0
		}},

		{"SB-09", "default outbound access", "minimal", func(s spoiler) { s.subnet()["defaultOutboundAccess"] = true }},
		{"SB-09", "default outbound access unsaid", "minimal", func(s spoiler) { delete(s.subnet(), "defaultOutboundAccess") }},
		{"SB-09", "no way out at all", "minimal", func(s spoiler) {
			s.object(s.properties(poolType), "networkConfiguration", "publicIPAddressConfiguration")["provision"] = "NoPublicIPAddresses"
		}},
		{"SB-09", "NAT gateway not tied", "nat-gateway", func(s spoiler) { delete(s.subnet(), "natGateway") }},

		{"SB-10", "one more route to the internet", "classic-linux-gateway", func(s spoiler) {
			s.addRoute("Storage", "Storage.WestEurope", "Internet")
		}},
		{"SB-10", "no route for replies", "classic-linux-gateway", func(s spoiler) { s.dropRoute("BatchNodeManagementDirect") }},
		{"SB-10", "no tunnel", "simplified-linux-appliance", func(s spoiler) { s.dropRoute("InternetThroughAppliance") }},
		{"SB-10", "route table not tied", "classic-linux-gateway", func(s spoiler) { delete(s.subnet(), "routeTable") }},
		{"SB-10", "tunnel past itself", "simplified-linux-gateway", func(s spoiler) {
			s.named(armmodel.List(s.properties(tableType), "routes"), "InternetThroughGateway")["nextHopType"] = "Internet"
		}},
		{"SB-10", "BGP past the appliance", "simplified-linux-appliance", func(s spoiler) {
			s.properties(tableType)["disableBgpRoutePropagation"] = false
		}},

		{"SB-11", "DNS server that nobody asked for", "minimal", func(s spoiler) {
			s.properties(networkType)["dhcpOptions"] = map[string]any{"dnsServers": []any{"8.8.8.8"}}
		}},
		{"SB-11", "DNS servers dropped", "dns-servers-restricted", func(s spoiler) { delete(s.properties(networkType), "dhcpOptions") }},

		{"SB-12", "name with a blank", "minimal", func(s spoiler) { s.resource(groupType)["name"] = "batch nsg" }},
		{"SB-12", "storage name with a hyphen", "minimal", func(s spoiler) { s.resource(storageType)["name"] = "batch-storage" }},
		{"SB-12", "two rules of one priority", "classic-linux", func(s spoiler) { s.rule("DenyInternetInbound")["priority"] = 100.0 }},
		{"SB-12", "priority above 4096", "minimal", func(s spoiler) { s.rule("DenyInternetInbound")["priority"] = 4097.0 }},

		{"SB-13", "no disk encryption", "minimal", func(s spoiler) { delete(s.machine(), "diskEncryptionConfiguration") }},
		{"SB-13", "Windows without its OS disk", "simplified-windows", func(s spoiler) {
			s.machine()["diskEncryptionConfiguration"] = map[string]any{"targets": []any{"TemporaryDisk"}}
		}},
		{"SB-13", "Linux with its OS disk", "minimal", func(s spoiler) {
			s.machine()["diskEncryptionConfiguration"] = map[string]any{"targets": []any{"OsDisk", "TemporaryDisk"}}
		}},

		{"SB-14", "shared key to the account", "minimal", func(s spoiler) {
			s.properties(accountType)["allowedAuthenticationModes"] = []any{"AAD", "SharedKey"}
		}},
		{"SB-14", "authentication unsaid", "minimal", func(s spoiler) { delete(s.properties(accountType), "allowedAuthenticationModes") }},
		{"SB-15", "closed account left open", "private-linux", func(s spoiler) { s.properties(accountType)["publicNetworkAccess"] = "Enabled" }},
		{"SB-15", "firewall that allows", "account-allowed-ips", func(s spoiler) {
			s.object(s.properties(accountType), "networkProfile", "accountAccess")["defaultAction"] = "Allow"
		}},
		{"SB-15", "firewall with a wider range", "account-allowed-ips", func(s spoiler) {
			s.object(armmodel.List(s.properties(accountType), "networkProfile", "accountAccess", "ipRules")[0])["value"] = "203.0.0.0/16"
		}},
		{"SB-16", "no key vault", "user-subscription", func(s spoiler) { delete(s.properties(accountType), "keyVaultReference") }},
		{"SB-16", "vault by access policies", "user-subscription", func(s spoiler) {
			s.properties("Microsoft.KeyVault/vaults")["enableRbacAuthorization"] = false
		}},
		{"SB-16", "encryption that nobody asked for", "minimal", func(s spoiler) {
			s.properties(accountType)["encryption"] = map[string]any{"keySource": "Microsoft.KeyVault"}
		}},
		{"SB-17", "logs switched off", "account-diagnostics", func(s spoiler) {
			s.object(armmodel.List(s.properties("Microsoft.Insights/diagnosticSettings"), "logs")[0])["enabled"] = false
		}},
		{"SB-17", "logs to somebody else", "account-diagnostics", func(s spoiler) {
			s.properties("Microsoft.Insights/diagnosticSettings")["workspaceId"] = "[resourceId('Microsoft.OperationalInsights/workspaces', 'x')]"
		}},

		{"SB-18", "public blobs", "minimal", func(s spoiler) { s.properties(storageType)["allowBlobPublicAccess"] = true }},
		{"SB-18", "shared key", "minimal", func(s spoiler) { s.properties(storageType)["allowSharedKeyAccess"] = true }},
		{"SB-18", "TLS 1.0", "minimal", func(s spoiler) { s.properties(storageType)["minimumTlsVersion"] = "TLS1_0" }},
		{"SB-18", "HTTP", "minimal", func(s spoiler) { s.properties(storageType)["supportsHttpsTrafficOnly"] = false }},
		{"SB-18", "replication to other tenants", "minimal", func(s spoiler) { delete(s.properties(storageType), "allowCrossTenantReplication") }},
		{"SB-18", "one zone of three", "minimal", func(s spoiler) { s.object(s.resource(storageType), "sku")["name"] = "Standard_LRS" }},
		{"SB-18", "zones where there are none", "region-without-zones", func(s spoiler) {
			s.object(s.resource(storageType), "sku")["name"] = "Standard_ZRS"
		}},
		{"SB-18", "auto-storage by key", "minimal", func(s spoiler) {
			s.object(s.properties(accountType), "autoStorage")["authenticationMode"] = "StorageKeys"
		}},
		{"SB-18", "closed storage without firewall", "endpoint-public-nodes", func(s spoiler) { delete(s.properties(storageType), "networkAcls") }},
		{"SB-18", "firewall against Azure's services", "endpoint-public-nodes", func(s spoiler) {
			s.object(s.properties(storageType), "networkAcls")["bypass"] = "None"
		}},
		{"SB-18", "subnet without service endpoint", "endpoint-public-nodes", func(s spoiler) { delete(s.subnet(), "serviceEndpoints") }},

		{"SB-19", "literal key of a mount", "mount-azure-files", func(s spoiler) {
			mount := armmodel.List(s.properties(poolType), "mountConfiguration")[0]
			s.object(mount, "azureFileShareConfiguration")["accountKey"] = "not so secret"
		}},
		{"SB-19", "secret parameter as a plain string", "mount-azure-files", func(s spoiler) {
			for _, p := range s.object(s.tree, "parameters") {
				if armmodel.Text(p, "type") == "securestring" {
					s.object(p)["type"] = "string"
				}
			}
		}},
		{"SB-19", "secret with a default", "mount-azure-files", func(s spoiler) {
			for _, p := range s.object(s.tree, "parameters") {
				if armmodel.Text(p, "type") == "securestring" {
					s.object(p)["defaultValue"] = "x"
				}
			}
		}},
		{"SB-19", "key in a command line", "start-task", func(s spoiler) {
			s.object(s.properties(poolType), "startTask")["commandLine"] = "mount -o AccountKey=abc"
		}},
		{"SB-19", "key of 64 bytes", "start-task", func(s spoiler) {
			s.object(s.properties(poolType), "startTask")["commandLine"] = "run " + strings.Repeat("aB3/", 21) + "ab=="
		}},
		{"SB-19", "output that lists keys", "minimal", func(s spoiler) {
			s.object(s.tree, "outputs")["key"] = map[string]any{
				"type": "string", "value": "[listKeys(resourceId('Microsoft.Batch/batchAccounts', parameters('accountName')), '2025-06-01').primary]",
			}
		}},
		{"SB-19", "user account", "minimal", func(s spoiler) {
			s.properties(poolType)["userAccounts"] = []any{map[string]any{"name": "admin", "password": "x"}}
		}},
		{"SB-19", "secret in a parameter file", "environments-secret", func(s spoiler) {
			for name, p := range s.object(s.tree, "parameters") {
				if armmodel.Text(p, "type") == "securestring" {
					for file, content := range s.files {
						if strings.HasSuffix(file, ".json") {
							s.object(content, "parameters")[name] = map[string]any{"value": "x"}
						}
					}
				}
			}
		}},

		{"SB-20", "public addresses that nobody asked for", "private-linux", func(s spoiler) {
			s.object(s.properties(poolType), "networkConfiguration", "publicIPAddressConfiguration")["provision"] = "BatchManaged"
		}},
		{"SB-20", "one address fewer", "public-ips-user-managed", func(s spoiler) {
			c := s.object(s.properties(poolType), "networkConfiguration", "publicIPAddressConfiguration")
			c["ipAddressIds"] = armmodel.List(c, "ipAddressIds")[1:]
		}},
		{"SB-21", "no encryption at host", "user-subscription", func(s spoiler) { delete(s.machine(), "securityProfile") }},
		{"SB-21", "trusted launch without vTPM", "minimal", func(s spoiler) {
			s.machine()["securityProfile"] = map[string]any{"securityType": "trustedLaunch", "uefiSettings": map[string]any{"secureBootEnabled": true}}
		}},

		{"SB-22", "group without tags", "minimal", func(s spoiler) { delete(s.resource(groupType), "tags") }},
		{"SB-22", "pool without tags", "tags", func(s spoiler) { delete(s.resource(poolType), "tags") }},
		{"SB-22", "one tag fewer", "tags", func(s spoiler) {
			delete(s.object(s.tree, "parameters", "tags", "defaultValue"), "cost-center")
		}},

		{"SB-23", "unused parameter", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters")["more"] = map[string]any{"type": "string", "defaultValue": "x", "metadata": map[string]any{"description": "x"}}
		}},
		{"SB-23", "unused variable", "minimal", func(s spoiler) { s.object(s.tree, "variables")["more"] = "x" }},
		{"SB-23", "parameter without description", "minimal", func(s spoiler) {
			delete(s.object(s.tree, "parameters", "accountName"), "metadata")
		}},
		{"SB-23", "literal location", "minimal", func(s spoiler) { s.resource(groupType)["location"] = "westeurope" }},
		{"SB-23", "location of the resource group", "minimal", func(s spoiler) {
			s.resource(groupType)["location"] = "[resourceGroup().location]"
		}},
		{"SB-23", "empty value", "minimal", func(s spoiler) { s.properties(poolType)["metadata"] = []any{} }},
		{"SB-23", "literal host", "minimal", func(s spoiler) { s.rule("DenyInternetInbound")["description"] = "x.blob.core.windows.net" }},
		{"SB-23", "host of the public cloud", "china", func(s spoiler) { s.rule("DenyInternetInbound")["description"] = "a.batch.azure.com" }},
		{"SB-23", "literal ID", "minimal", func(s spoiler) {
			s.object(s.properties(poolType), "networkConfiguration")["subnetId"] = "/subscriptions/1/resourceGroups/2/providers/x/y/z"
		}},
		{"SB-23", "needless dependency", "minimal", func(s spoiler) {
			s.resource(groupType)["dependsOn"] = []any{"[resourceId('Microsoft.Storage/storageAccounts', parameters('storageName'))]"}
		}},
		{"SB-23", "dependency on nothing", "minimal", func(s spoiler) {
			s.resource(groupType)["dependsOn"] = []any{"[resourceId('Microsoft.Storage/storageAccounts', 'other')]"}
		}},
		{"SB-23", "literal size", "minimal", func(s spoiler) { s.properties(poolType)["vmSize"] = "Standard_D4s_v5" }},
		{"SB-23", "pinned image", "minimal", func(s spoiler) { s.object(s.machine(), "imageReference")["version"] = "1.2.3" }},
		{"SB-23", "preview image", "minimal", func(s spoiler) { s.object(s.machine(), "imageReference")["sku"] = "server-preview" }},
		{"SB-23", "old schema", "minimal", func(s spoiler) {
			s.tree["$schema"] = "http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#"
		}},

		{"SB-24", "too many parameters", "minimal", func(s spoiler) {
			for i := range 260 {
				s.object(s.tree, "parameters")[fmt.Sprintf("p%d", i)] = map[string]any{"type": "string", "defaultValue": "x"}
			}
		}},
		{"SB-24", "too many outputs", "minimal", func(s spoiler) {
			for i := range 65 {
				s.object(s.tree, "outputs")[fmt.Sprintf("o%d", i)] = map[string]any{"type": "string", "value": "x"}
			}
		}},
		{"SB-24", "too long an expression", "minimal", func(s spoiler) {
			s.rule("DenyInternetInbound")["description"] = "[concat('" + strings.Repeat("x", 25000) + "')]"
		}},

		{"SB-25", "version of the past", "minimal", func(s spoiler) { s.resource(poolType)["apiVersion"] = "2024-07-01" }},
		{"SB-25", "version of the future", "minimal", func(s spoiler) { s.resource(groupType)["apiVersion"] = "2027-01-01" }},
		{"SB-25", "preview version", "minimal", func(s spoiler) { s.resource(storageType)["apiVersion"] = "2026-04-01-preview" }},
		{"SB-25", "classic without its mode", "classic-linux", func(s spoiler) { delete(s.properties(poolType), "targetNodeCommunicationMode") }},
		{"SB-25", "classic by the newest version", "classic-linux", func(s spoiler) { s.resource(poolType)["apiVersion"] = "2025-06-01" }},
		{"SB-25", "old version of a reference", "minimal", func(s spoiler) {
			s.properties("Microsoft.Authorization/roleAssignments")["principalId"] =
				"[reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'batch-identity'), '2018-11-30').principalId]"
		}},

		{"SB-26", "tag of another region", "minimal", func(s spoiler) {
			s.rule("AllowBatchNodeManagementOutbound")["destinationAddressPrefix"] = "BatchNodeManagement.NorthEurope"
		}},
		{"SB-26", "tag by the short name of the region", "classic-linux", func(s spoiler) {
			s.rule("AllowStorageOutbound")["destinationAddressPrefix"] = "Storage.WestEuropeA"
		}},
		{"SB-26", "global tag", "minimal", func(s spoiler) { s.rule("AllowStorageOutbound")["destinationAddressPrefix"] = "Storage" }},
		{"SB-26", "route of another region", "classic-linux-gateway", func(s spoiler) {
			s.named(armmodel.List(s.properties(tableType), "routes"), "BatchNodeManagementDirect")["addressPrefix"] = "BatchNodeManagement.WestUS"
		}},
		{"SB-26", "location of choice", "minimal", func(s spoiler) {
			delete(s.object(s.tree, "parameters", "location"), "allowedValues")
		}},
		{"SB-26", "another default location", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters", "location")["defaultValue"] = "northeurope"
		}},

		{"SB-27", "flow log", "minimal", func(s spoiler) {
			s.tree["resources"] = append(armmodel.List(s.tree, "resources"), map[string]any{
				"type": "Microsoft.Network/networkWatchers/flowLogs", "apiVersion": "2025-05-01", "name": "w/f",
			})
		}},
		{"SB-28", "DDoS protection", "minimal", func(s spoiler) { s.properties(networkType)["enableDdosProtection"] = true }},

		{"F-01", "rule without description", "minimal", func(s spoiler) { delete(s.rule("DenyInternetInbound"), "description") }},
		{"F-02", "answer of the port mapper", "mount-nfs-storage", func(s spoiler) { s.dropRule("AllowBlobNfsPortmapperOutbound") }},
		{"F-03", "internet by Azure's own rules", "minimal", func(s spoiler) { s.dropRule("DenyInternetInbound") }},
		{"F-03", "internet on most ports", "minimal", func(s spoiler) { s.rule("DenyInternetInbound")["destinationPortRange"] = "0-1023" }},
		{"F-04", "restricted egress left open", "restricted", func(s spoiler) { s.dropRule("DenyInternetOutbound") }},
		{"F-05", "subnet too small", "simplified-linux", func(s spoiler) { s.subnet()["addressPrefix"] = "10.0.0.0/28" }},
		{"F-05", "parameter beyond the subnet", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters", "poolDedicatedNodes")["maxValue"] = 500.0
		}},
		{"F-06", "subnet outside of the network", "minimal", func(s spoiler) { s.subnet()["addressPrefix"] = "10.1.0.0/24" }},
		{"F-07", "nodes may talk", "minimal", func(s spoiler) { s.properties(poolType)["interNodeCommunication"] = "Enabled" }},
		{"F-08", "another count", "minimal", func(s spoiler) {
			s.object(s.tree, "parameters", "poolDedicatedNodes")["defaultValue"] = 19.0
		}},
		{"F-09", "role for nobody", "minimal", func(s spoiler) {
			s.properties("Microsoft.Authorization/roleAssignments")["roleDefinitionId"] =
				"[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1')]"
		}},
		{"F-10", "tasks without identity", "tasks-call-batch", func(s spoiler) { delete(s.resource(poolType), "identity") }},
		{"F-11", "zone with registration", "private-linux", func(s spoiler) {
			s.properties("Microsoft.Network/privateDnsZones/virtualNetworkLinks")["registrationEnabled"] = true
		}},
		{"F-12", "NAT gateway without address", "nat-gateway", func(s spoiler) {
			delete(s.properties("Microsoft.Network/natGateways"), "publicIpAddresses")
		}},
		{"F-13", "pool before its endpoint", "private-linux", func(s spoiler) {
			pool := s.resource(poolType)
			pool["dependsOn"] = slices.DeleteFunc(armmodel.List(pool, "dependsOn"), func(id any) bool {
				return strings.Contains(id.(string), "batch-node-management-endpoint")
			})
		}},
		{"F-14", "service without role on the vault", "user-subscription", func(s spoiler) {
			for _, r := range armmodel.List(s.tree, "resources") {
				if strings.Contains(armmodel.Text(r, "scope"), "KeyVault") {
					s.object(r)["scope"] = "[resourceId('Microsoft.KeyVault/vaults', 'other')]"
				}
			}
		}},
		{"F-15", "mount of another share", "mount-azure-files", func(s spoiler) {
			mount := armmodel.List(s.properties(poolType), "mountConfiguration")[0]
			s.object(mount, "azureFileShareConfiguration")["azureFileUrl"] = "https://renderdata.file.example.com/other"
		}},
		{"F-16", "environment beyond the subnet", "environments-fixed", func(s spoiler) {
			s.object(s.files["prod.parameters.json"], "parameters", "poolDedicatedNodes")["value"] = 100000.0
		}},
		{"F-16", "environment without its file", "environments-fixed", func(s spoiler) { delete(s.files, "prod.bicepparam") }},
	}
	for _, source := range openSources {
		all = append(all, mutation{"SB-02", fmt.Sprintf("inbound from %v", source), "minimal", func(s spoiler) {
			s.addRule("AllowAll", "Inbound", "Allow", 400, source, "*", "8080")
		}})
	}
	return all
}

// TestBaselineCatchesMutations spoils good cases and expects the row that is
// there for it to notice: no row passes whatever it is given.
func TestBaselineCatchesMutations(t *testing.T) {
	t.Parallel()
	rows := map[string]armmodel.Requirement{}
	for _, row := range slices.Concat(armmodel.Baseline(), armmodel.Functional()) {
		rows[row.ID] = row
	}
	tried := map[string]int{}
	for _, m := range baselineMutations() {
		tried[m.row]++
		t.Run(m.row+" "+m.name, func(t *testing.T) {
			t.Parallel()
			c := baselineRead(t, m.dir)
			if before := rows[m.row].Check(c.model(t)); len(before) > 0 {
				t.Fatalf("violated before: %v", before)
			}
			s := spoiler{t, map[string]any{}, maps.Clone(c.files)}
			if err := json.Unmarshal(c.main, &s.tree); err != nil {
				t.Fatal(err)
			}
			m.spoil(s)
			spoiled, err := armmodel.New(s.tree, c.asked, s.files)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows[m.row].Check(spoiled)) == 0 {
				t.Errorf("%s does not notice", rows[m.row].Title)
			}
		})
	}
	for id := range rows {
		if tried[id] == 0 {
			t.Errorf("nothing tries %s", id)
		}
	}
}
