package azure

import (
	"slices"
	"strings"
)

// BatchPrincipal is the application ID of the Batch service's own principal,
// "Microsoft Azure Batch", in the public cloud (azure-network-rules section 7).
const BatchPrincipal = "ddbf3205-c6bd-46ae-8127-60eb93363864"

// NICRule says what Batch writes at the level of network interfaces beside a
// rule of the subnet. Both levels must allow a flow.
type NICRule struct {
	// Rule is the start of the name of the subnet's rule.
	Rule string
	// Note is one sentence.
	Note string
	Doc  Doc
}

// What Batch adds by itself: azure-network-rules section 1. The longest start
// of a rule's name decides; "" is every other rule.
var nicRules = []NICRule{
	{"AllowBatchNodeManagementInbound", "Batch writes the same rule at NIC level.", "bvn"},
	{"AllowBatchNodeManagementOutbound", "Batch allows port 443 to any destination at NIC level.", "bvn"},
	{"AllowSsh", "At NIC level the rule comes from the NAT pool; without one Batch writes none.", "endpoints"},
	{"AllowRdp", "At NIC level the rule comes from the NAT pool; without one Batch writes none.", "endpoints"},
	{"AllowInterNode", "Azure's default rules at NIC level allow traffic inside the virtual network.", "bvn"},
	{"AllowPrivateEndpoints", "Batch allows everything to VirtualNetwork at NIC level.", "bvn"},
	{"AllowFileEndpoint", "Batch allows everything to VirtualNetwork at NIC level.", "bvn"},
	{"Allow", "Batch allows everything to Internet and to VirtualNetwork at NIC level, which covers it.", "bvn"},
	{"Deny", "What Batch allows at NIC level does not override it.", "bvn"},
}

// NICRules returns what Batch adds beside the rules of a node subnet.
func NICRules() []NICRule { return slices.Clone(nicRules) }

// NICRuleOf returns what Batch adds beside a rule of a node subnet.
func NICRuleOf(rule string) NICRule {
	var best NICRule
	for _, r := range nicRules {
		if strings.HasPrefix(rule, r.Rule) && len(r.Rule) > len(best.Rule) {
			best = r
		}
	}
	return best
}

// FixedTrigger says which deployments a row of what is fixed belongs to.
type FixedTrigger string

// The triggers.
const (
	FixedAlways     FixedTrigger = "always"
	FixedAccount    FixedTrigger = "a new account"
	FixedUserIPs    FixedTrigger = "publicIPs: userManaged"
	FixedManagedIPs FixedTrigger = "publicIPs: managed"
	FixedMounts     FixedTrigger = "mounts"
	FixedEndpoints  FixedTrigger = "network.privateEndpoints"
)

// Fixed is something that cannot be changed later, or only at a price.
type Fixed struct {
	When FixedTrigger
	// What is one sentence.
	What string
	Doc  Doc
}

// What is fixed: azure-network-rules sections 6 and 7, azure-resources sections 6 and 7.1.
var fixed = []Fixed{
	{FixedAccount, "The pool allocation mode of the account is fixed at its creation.", "azure-resources"},
	{FixedAlways, "A pool lies in one subnet, and a subnet in use by a pool cannot be deleted.", "bvn"},
	{FixedUserIPs, "The list of public IP addresses of a pool is fixed for its life.", "spec"},
	{FixedManagedIPs, "The public IP addresses that Batch manages are not fixed: they may change over the life of a pool.", "pips"},
	{FixedEndpoints, "Resources with private endpoints cannot be moved, and deleting an endpoint leaves its DNS records behind.", "private"},
	{FixedMounts, "The mounts of a pool can be changed only while it has no nodes.", "azure-resources"},
	{FixedAlways, "Of every other property of a pool it is not known here whether it can change in place: assume a new pool.", "azure-resources"},
}

// FixedThings returns what cannot be changed later.
func FixedThings() []Fixed { return slices.Clone(fixed) }

// Join is a permission that whoever deploys must have.
type Join struct {
	// Action is the permission.
	Action string
	// On says what it is needed on.
	On  string
	Doc Doc
}

// Permissions: azure-network-rules section 7.
var joins = []Join{
	{"Microsoft.Network/virtualNetworks/subnets/join/action", "subnet", "azure-network-rules"},
	{"Microsoft.Network/publicIPAddresses/join/action", "user-managed public IP addresses", "azure-network-rules"},
	{"Microsoft.Network/networkSecurityGroups/join/action", "network security group", "azure-network-rules"},
	{"Microsoft.Network/routeTables/join/action", "route table", "azure-network-rules"},
}

// Joins returns the permissions to tie things together: on the subnet, on
// public IP addresses of the user, on an NSG, and on a route table, in this order.
func Joins() []Join { return slices.Clone(joins) }

// Advice is something that batchgen does not generate and an owner should know of.
type Advice struct {
	Title, Text string
	Doc         Doc
}

// Advice: the secure baseline's reports. Order: lateral movement, flow logs, DDoS, locks.
var advice = []Advice{
	{"Lateral movement", "No rule denies outbound 22 and 3389 inside the network: multi-instance tasks use SSH between nodes. " +
		"Without them such a deny can be added.", "bvn"},
	{"Flow logs", "Virtual network flow logs are not generated: they belong to the owner of the network. " +
		"Keep them for 90 days or more; NSG flow logs end.", "Azure/EOL"},
	{"DDoS protection", "A DDoS protection plan is not generated: it belongs to the owner of the network and is priced for many networks.",
		"azure-resources"},
	{"Locks", "Put no lock on anything that Batch creates, nor on the resource group that it creates it in, which hands the lock down: " +
		"that of the virtual network, or of your own public IP addresses.", "bvn"},
}

// Advices returns what batchgen does not generate and an owner should know of.
func Advices() []Advice { return slices.Clone(advice) }
