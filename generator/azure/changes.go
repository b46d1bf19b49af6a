package azure

import (
	"slices"
	"strings"
)

// Effect says what it takes to change something that is deployed already.
type Effect string

// The effects, the gravest first.
const (
	// EffectRefused changes are refused by Azure as long as the thing is in use.
	EffectRefused Effect = "refused by Azure"
	// EffectReplaces changes need a new resource.
	EffectReplaces Effect = "replaces"
	// EffectUnknown is of everything without a row: assume replacement.
	EffectUnknown Effect = "not known"
	// EffectEmptyPool changes are taken only while the pool has no nodes.
	EffectEmptyPool Effect = "pool without nodes"
	// EffectReboot changes are taken at once; nodes see them after a reboot.
	EffectReboot Effect = "in place, after a reboot"
	// EffectInPlace changes are taken at once.
	EffectInPlace Effect = "in place"
	// EffectStays is of what a deployment leaves: it stays until somebody removes it.
	EffectStays Effect = "stays until removed by hand"
)

// Effects returns the effects, the gravest first.
func Effects() []Effect {
	return []Effect{
		EffectRefused, EffectReplaces, EffectUnknown, EffectEmptyPool, EffectReboot, EffectInPlace, EffectStays,
	}
}

// Change says what it takes to change a part of a resource.
type Change struct {
	// Type of the resource, AnyType for every type that has no longer Path of its own.
	Type string
	// Path of the property with what is below it: "properties.startTask"; names
	// and numbers of list items are left out. "" stands for the removal of the thing itself.
	Path   string
	Effect Effect
	// What is one sentence.
	What string
	Doc  Doc
}

// AnyType is the type of rows that hold for every type.
const AnyType = "*"

// Parts of other resources that are compared as things of their own.
const (
	SecurityRuleResource = "Microsoft.Network/networkSecurityGroups/securityRules"
	RouteResource        = "Microsoft.Network/routeTables/routes"
)

const (
	rulesApply   = "New connections follow it at once; connections that exist are not cut."
	routesApply  = "The traffic of the subnet follows it at once."
	whileEmpty   = "Batch takes it only while the pool has no nodes: resize it to zero, change it, scale out again."
	accountTakes = "The account takes it in place."
)

var changes = []Change{
	{AnyType, "", EffectStays, "A deployment removes no resource by itself.", "deployment-modes"},
	{AnyType, "apiVersion", EffectInPlace, "The version is that of the request: the resource itself has none.", "azure-resources"},
	{AnyType, "tags", EffectInPlace, "Tags can be put on and taken off at any time.", "tag-resources"},

	{SecurityRuleResource, "", EffectInPlace, rulesApply, "nsg"},
	{SecurityRuleResource, "properties", EffectInPlace, rulesApply, "nsg"},
	{RouteResource, "", EffectInPlace, routesApply, "udr"},
	{RouteResource, "properties", EffectInPlace, routesApply, "udr"},
	{RouteTable, "properties.disableBgpRoutePropagation", EffectInPlace, routesApply, "udr"},

	{VirtualNetwork, "location", EffectReplaces, "A virtual network is in one region.", "manage-virtual-network"},
	{VirtualNetwork, "properties.addressSpace", EffectInPlace,
		"Ranges can be added, and removed where no subnet lies in them.", "manage-virtual-network"},
	{VirtualNetwork, "properties.dhcpOptions", EffectReboot, "Nodes take other DNS servers when they start.", "manage-virtual-network"},
	{SubnetResource, "", EffectRefused, "A subnet in use by a pool cannot be deleted.", "bvn"},
	{SubnetResource, "properties.addressPrefix", EffectRefused,
		"The range of a subnet can be changed only while nothing is in it: move the pools to another subnet first.", "manage-subnet"},
	{SubnetResource, "properties.networkSecurityGroup", EffectInPlace, rulesApply, "manage-subnet"},
	{SubnetResource, "properties.routeTable", EffectInPlace, routesApply, "manage-subnet"},
	{SubnetResource, "properties.natGateway", EffectInPlace, "New connections leave by it.", "manage-subnet"},
	{SubnetResource, "properties.serviceEndpoints", EffectInPlace,
		"Open connections to the service may be cut while the routes switch.", "manage-subnet"},

	{BatchPool, "properties.scaleSettings", EffectInPlace, "Batch resizes the pool.", "pool-update"},
	{BatchPool, "properties.startTask", EffectReboot, "Nodes run it when they start or reboot.", "pool-update"},
	{BatchPool, "properties.vmSize", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.targetNodeCommunicationMode", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.interNodeCommunication", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.taskSlotsPerNode", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.mountConfiguration", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.networkConfiguration", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.networkConfiguration.publicIPAddressConfiguration.ipAddressIds", EffectReplaces,
		"The list of public IP addresses of a pool is fixed for its life.", "spec"},
	{BatchPool, "properties.deploymentConfiguration.virtualMachineConfiguration", EffectEmptyPool, whileEmpty, "pool-update"},
	{BatchPool, "properties.deploymentConfiguration.cloudServiceConfiguration", EffectReplaces,
		"A pool cannot leave the Cloud Services configuration: it needs a new pool.",
		"batch-pool-cloud-service-to-virtual-machine-configuration"},
	{BatchPool, "identity", EffectEmptyPool,
		"Batch takes it at any time, but nodes would differ in their identities: change it while the pool has none.", "pool-update"},

	{BatchAccount, "identity", EffectInPlace, accountTakes, "spec"},
	{BatchAccount, "properties.allowedAuthenticationModes", EffectInPlace, accountTakes, "spec"},
	{BatchAccount, "properties.autoStorage", EffectInPlace, accountTakes, "spec"},
	{BatchAccount, "properties.networkProfile", EffectInPlace, accountTakes, "spec"},
	{BatchAccount, "properties.publicNetworkAccess", EffectInPlace, accountTakes, "spec"},
	{BatchAccount, "properties.poolAllocationMode", EffectReplaces,
		"The pool allocation mode of an account is fixed at its creation.", "azure-resources"},
}

// Changes returns what is known of changes in place.
func Changes() []Change { return slices.Clone(changes) }

// ChangeOf returns what it takes to change a property, or with path "" to remove
// the thing itself: the row of the type with the longest path above it, then
// that of every type. Where none speaks of it, the Effect is EffectUnknown.
func ChangeOf(resourceType, path string) Change {
	best := Change{Type: resourceType, Path: path, Effect: EffectUnknown}
	length := -1
	for _, kind := range []string{AnyType, resourceType} {
		for _, row := range changes {
			if row.Type == kind && covers(row.Path, path) && len(row.Path) >= length {
				best, length = row, len(row.Path)
			}
		}
	}
	return best
}

// covers reports whether a row's path is that of the property or above it.
func covers(row, path string) bool {
	return row == path || row != "" && strings.HasPrefix(path, row+".")
}

// RuleSet names one of the sets of rules and routes on the way from one mode to another.
type RuleSet string

// The sets, in their order.
const (
	SetNow        RuleSet = "now"
	SetChangeOver RuleSet = "changeOver"
	SetFinal      RuleSet = "final"
)

// ModeChange is a step on the way from one node communication mode to another.
type ModeChange struct {
	// Title is a short instruction, What says more, Skipped what breaks without it.
	Title, What, Skipped string
	// Set is what is in force once the step is done, Modes what nodes may speak then.
	Set   RuleSet
	Modes []ModeID
	Doc   Doc
}

// From classic to simplified mode, in this order: azure-network-rules section 1
// and the migration guide.
var modeChanges = []ModeChange{
	{
		"Open the network for both modes",
		"Add the rules and routes of simplified mode beside those of classic mode.",
		"Where outbound traffic is restricted, nodes in simplified mode do not reach the Batch node management service and never become usable.",
		SetChangeOver, []ModeID{Classic, Simplified},
		"simplified",
	},
	{
		"Change the pools",
		"Resize each pool to zero nodes, deploy it in the API version of simplified mode, and scale out again; " +
			"or make new pools, move the jobs and delete the old ones. Nodes do not change while they live. " +
			"Deploy the pools alone: the whole of the changed intent would take the last step at once.",
		"Nodes go on in classic mode, which is retired.",
		SetChangeOver, []ModeID{Classic, Simplified},
		"migration",
	},
	{
		"Wait until no node speaks classic mode",
		"Every pool was resized to zero or is new. Read with an API version before 2025-06-01, currentNodeCommunicationMode is Simplified; " +
			"az batch account outbound-endpoints list names no storage of Batch's own any more.",
		"A pool that still has nodes of classic mode would lose them with the next step.",
		SetChangeOver, []ModeID{Simplified},
		"simplified",
	},
	{
		"Verify",
		"batchgen verify proves the changed intent; see that the nodes of each pool are idle or running.",
		"What was forgotten shows only when the way back is closed.",
		SetChangeOver, []ModeID{Simplified},
		"simplified",
	},
	{
		"Close what only classic mode needs",
		"Deploy the changed intent: it leaves the rules and routes of simplified mode alone.",
		"Ports 29876 and 29877 stay open to the Batch service, and storage that nobody uses.",
		SetFinal, []ModeID{Simplified},
		"simplified",
	},
}

// ModeChanges returns the steps from classic to simplified mode: open, change,
// wait, verify, close.
func ModeChanges() []ModeChange {
	rows := slices.Clone(modeChanges)
	for i := range rows {
		rows[i].Modes = slices.Clone(rows[i].Modes)
	}
	return rows
}

// kinds are the resource types in words.
var kinds = []struct{ resourceType, title string }{
	{VirtualNetwork, "virtual network"},
	{SubnetResource, "subnet"},
	{NetworkSecurityGroup, "network security group"},
	{SecurityRuleResource, "security rule"},
	{RouteTable, "route table"},
	{RouteResource, "route"},
	{NATGateway, "NAT gateway"},
	{PublicIPAddress, "public IP address"},
	{PrivateEndpoint, "private endpoint"},
	{PrivateDNSZoneGroup, "zone group of a private endpoint"},
	{PrivateDNSZone, "private DNS zone"},
	{PrivateDNSZoneLink, "link of a private DNS zone"},
	{BatchAccount, "Batch account"},
	{BatchPool, "pool"},
	{StorageAccount, "storage account"},
	{KeyVault, "key vault"},
	{UserAssignedIdentity, "identity"},
	{RoleAssignmentResource, "role assignment"},
	{DiagnosticSettings, "diagnostic setting"},
}

// KindOf returns a resource type in words, the type itself where it has none.
func KindOf(resourceType string) string {
	for _, k := range kinds {
		if k.resourceType == resourceType {
			return k.title
		}
	}
	return resourceType
}
