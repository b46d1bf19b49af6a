package reader

import (
	"cmp"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/azure"
)

func (n *notebook) account(s *source, v tree.Value) {
	e := newEntry(s, "Batch account", v)
	e.call("Batch account")
	a := audit.Account{ID: e.plain("id"), Name: e.name(), Location: e.plain("location"), Place: e.place()}
	a.AutoStorage = e.text("autoStorage", "storageAccountId")
	access := e.word([]string{"Enabled", "Disabled", "SecuredByPerimeter"}, "publicNetworkAccess")
	action := e.word([]string{"Allow", "Deny"}, "networkProfile", "nodeManagementAccess", "defaultAction")
	switch {
	case access == "Disabled":
		a.NodeManagementPublic = new(false)
	case action != "":
		a.NodeManagementPublic = new(action == "Allow")
	case access == "Enabled" && len(e.unknown) == 0:
		a.NodeManagementPublic = new(true)
	}
	if !slices.ContainsFunc(n.inventory.Accounts, func(o audit.Account) bool { return audit.SameID(o.ID, a.ID) }) {
		n.inventory.Accounts = append(n.inventory.Accounts, a)
	}
}

// pool reads a pool as resource manager shows it, or as the Batch service does.
func (n *notebook) pool(s *source, v tree.Value) {
	e := newEntry(s, "pool", v)
	e.call("pool")
	network := newEntry(s, e.label("networkConfiguration"), objectAt(e, "networkConfiguration"))
	addresses := newEntry(s, network.label("publicIPAddressConfiguration"), objectAt(network, "publicIPAddressConfiguration"))
	p := audit.Pool{
		ID: e.plain("id"), Name: e.name(), Subnet: network.text("subnetId"), Place: e.place(),
		PublicIPs: addresses.word([]string{"BatchManaged", "UserManaged", "NoPublicIPAddresses"}, "provision"),
	}
	p.Mode, p.OS = poolMode(e), poolOS(e)
	p.Nodes = poolNodes(e)
	if inter := e.fields.Get("interNodeCommunication"); inter.Has() { // Azure's word, or the flag of the Batch service
		p.InterNode = e.word([]string{"Enabled", "Disabled"}, "interNodeCommunication") == "Enabled"
	} else if inter := e.flag("enableInterNodeCommunication"); inter != nil {
		p.InterNode = *inter
	}
	p.Unknown = strings.Join(slices.Concat(network.unknown, addresses.unknown, e.unknown), "; ")
	if !slices.ContainsFunc(n.inventory.Pools, func(o audit.Pool) bool { return p.ID != "" && audit.SameID(o.ID, p.ID) }) {
		n.inventory.Pools = append(n.inventory.Pools, p)
	}
}

// impliedFrom is the API version from which simplified is the only mode.
const impliedFrom = "2025-06-01"

func poolMode(e *entry) string {
	words := []string{"classic", "simplified", "default"}
	target, current := e.word(words, "targetNodeCommunicationMode"), e.word(words, "currentNodeCommunicationMode")
	if current == "default" {
		current = ""
	}
	switch {
	case e.fields.Get("cloudServiceConfiguration").Has(), e.fields.Get("deploymentConfiguration", "cloudServiceConfiguration").Has():
		return string(azure.CloudService)
	case current == "" && target == "" && e.plain("apiVersion") >= impliedFrom:
		return "simplified"
	}
	return cmp.Or(current, target)
}

// poolOS tells the system by the node agent.
func poolOS(e *entry) string {
	for _, path := range [][]string{
		{"virtualMachineConfiguration", "nodeAgentSKUId"},
		{"deploymentConfiguration", "virtualMachineConfiguration", "nodeAgentSkuId"},
	} {
		if agent := e.text(path...); agent != "" {
			if strings.Contains(strings.ToLower(agent), "windows") {
				return string(azure.Windows)
			}
			return string(azure.Linux)
		}
	}
	if e.fields.Get("cloudServiceConfiguration").Has() || e.fields.Get("deploymentConfiguration", "cloudServiceConfiguration").Has() {
		return string(azure.Windows)
	}
	return ""
}

// poolNodes is the largest total that is set; what a formula gives is not known.
func poolNodes(e *entry) int {
	if e.fields.Get("enableAutoScale").Text == "true" || e.fields.Get("scaleSettings", "autoScale").Has() {
		return -1
	}
	total, known := 0, false
	for _, path := range [][]string{
		{"targetDedicatedNodes"}, {"targetLowPriorityNodes"},
		{"scaleSettings", "fixedScale", "targetDedicatedNodes"}, {"scaleSettings", "fixedScale", "targetLowPriorityNodes"},
	} {
		if count, there := e.number(path...); there {
			total, known = total+count, true
		}
	}
	if !known {
		return -1
	}
	return total
}
