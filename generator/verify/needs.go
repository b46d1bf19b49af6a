package verify

import (
	"net/netip"
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
)

// Via is where forced tunneling leads.
type Via string

// The kinds of tunnel.
const (
	NoTunnel     Via = ""
	ViaGateway   Via = "gateway"
	ViaAppliance Via = "appliance"
	ViaBGP       Via = "bgp"
)

// Needs is what the pools of a subnet ask for: the key that the table of flows
// is looked up by.
type Needs struct {
	// Mode is CloudService for that configuration.
	Mode   azure.ModeID
	OS     []azure.OS
	Region azure.Region
	Cloud  azure.Cloud
	Tunnel Via
	// Inspect keeps service traffic on the tunnel.
	Inspect bool
	// PublicIPs tells that every pool has public IP addresses.
	PublicIPs, NATGateway     bool
	RestrictedEgress          bool
	TasksCallBatch, InterNode bool
	// AutoStorage tells that nodes use the account's storage.
	AutoStorage bool
	// The private endpoints, and whether file shares are mounted through one.
	NodeManagementEndpoint, AccountEndpoint, StorageEndpoint, FileEndpoint bool
	// EndpointSubnet is where they are; the zero Prefix where it is not known.
	EndpointSubnet netip.Prefix
	// Names is the assumption about the names of the endpoints, "" for none.
	Names string
	// Subnet is that of the nodes.
	Subnet netip.Prefix
	// Ssh and Rdp are who may open them: prefixes and service tags.
	SSH, RDP []string
	// Mounts are the flows of the mounts.
	Mounts []Flow
	// DNSServers are those outside of private ranges.
	DNSServers []string
	// MicrosoftRegistry and AzureRegistry tell where container images come from.
	MicrosoftRegistry, AzureRegistry bool
}

// peer is the far end of a row.
type peer int

const (
	toBatch peer = iota
	toStorage
	toEndpoints
	toInternet
	toAnywhere
	toSubnet
	toActivation
	toDNS
	toMicrosoftRegistry
	toMicrosoftLayers
	toAzureRegistry
	fromSSH
	fromRDP
)

// flowRow is a row of the table of flows.
type flowRow struct {
	flow Flow
	far  peer
	when func(*Needs) bool
}

// simplified and classic are conditions of rows.
func simplified(n *Needs) bool { return n.Mode == azure.Simplified }
func classic(n *Needs) bool    { return n.Mode == azure.Classic }

// callsBatch: a nodeManagement endpoint replaces the service's public address,
// but not that of the account, which tasks call.
func callsBatch(n *Needs) bool {
	return simplified(n) && (!n.NodeManagementEndpoint || n.TasksCallBatch && !n.AccountEndpoint)
}

// ownWayOut: a route to the internet leads somewhere.
func ownWayOut(n *Needs) bool { return n.PublicIPs || n.NATGateway }

func windowsTunnel(n *Needs) bool {
	return n.Tunnel != NoTunnel && slices.Contains(n.OS, azure.Windows)
}

// flowRows is transcribed from the documents, not from the rules and routes
// that are generated: azure-network-rules sections 1, 2 and 8.
var flowRows = []flowRow{
	{
		Flow{ID: "batch-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "29876-29877"},
			Replies: RepliesInternet, Why: "The Batch service controls the node agent of each node.", Doc: "bvn"},
		toBatch, classic,
	},
	{
		Flow{ID: "cloud-service-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "10100,20100,30100"},
			Replies: RepliesInternet, Why: "The Batch service controls each node; the node itself refuses all other callers.", Doc: "bvn"},
		toAnywhere, func(n *Needs) bool { return n.Mode == azure.CloudService },
	},
	{
		Flow{ID: "cloud-service-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Nodes reach the Batch service and its storage accounts.", Doc: "bvn"},
		toAnywhere, func(n *Needs) bool { return n.Mode == azure.CloudService },
	},
	{
		Flow{ID: "batch-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Later: "Udp", Why: "Nodes reach the Batch node management service.", Doc: "simplified"},
		toBatch, callsBatch,
	},
	{
		Flow{ID: "batch-later", Kind: permitted, Direction: Outbound, Traffic: Traffic{Protocol: "*", Ports: "443"}},
		toBatch, callsBatch,
	},
	{
		Flow{ID: "batch-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Tasks call the Batch service.", Doc: "bvn"},
		toBatch, func(n *Needs) bool { return classic(n) && n.TasksCallBatch && !n.AccountEndpoint },
	},
	{
		Flow{ID: "batch-tasks", Kind: permitted, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"}},
		toBatch, func(n *Needs) bool { return classic(n) && n.TasksCallBatch },
	},
	{
		Flow{ID: "storage-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"}, Exempt: true,
			Why: "Nodes exchange their state with the Batch service through its storage accounts.", Doc: "bvn"},
		toStorage, classic,
	},
	{
		Flow{ID: "storage-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"}, Exempt: true,
			Why: "Nodes read resource files and application packages from the auto-storage account.", Doc: "simplified"},
		toStorage, func(n *Needs) bool { return simplified(n) && n.AutoStorage && !n.StorageEndpoint },
	},
	{
		Flow{ID: "endpoints-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Nodes reach the private endpoints.", Doc: "no-pip"},
		toEndpoints, func(n *Needs) bool { return n.NodeManagementEndpoint || n.AccountEndpoint || n.StorageEndpoint },
	},
	{
		Flow{ID: "file-endpoint-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "445"},
			Why: "Nodes mount Azure Files shares through their private endpoint.", Doc: "mount"},
		toEndpoints, func(n *Needs) bool { return n.FileEndpoint },
	},
	{
		Flow{ID: "ssh-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "22"},
			Replies: RepliesAsCalled, Why: "SSH from where the intent says.", Doc: "bvn"},
		fromSSH, func(n *Needs) bool { return len(n.SSH) > 0 },
	},
	{
		Flow{ID: "rdp-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "3389"},
			Replies: RepliesAsCalled, Why: "Remote desktop from where the intent says.", Doc: "bvn"},
		fromRDP, func(n *Needs) bool { return len(n.RDP) > 0 },
	},
	{
		Flow{ID: "inter-node-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "*", Ports: "*"},
			Why: "Nodes of one multi-instance task reach each other.", Doc: "bvn"},
		toSubnet, func(n *Needs) bool { return n.InterNode },
	},
	{
		Flow{ID: "inter-node-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "*", Ports: "*"},
			Why: "Nodes of one multi-instance task reach each other.", Doc: "bvn"},
		toSubnet, func(n *Needs) bool { return n.InterNode },
	},
	{
		Flow{ID: "activation-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "1688"}, Direct: true,
			Why: "Windows reaches the activation servers, which a default route elsewhere takes out of Azure's own exception.", Doc: "kms"},
		toActivation, func(n *Needs) bool { return windowsTunnel(n) && !n.Inspect && ownWayOut(n) },
	},
	{
		Flow{ID: "activation", Kind: permitted, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "1688"}},
		toActivation, windowsTunnel,
	},
	{
		Flow{ID: "dns-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Udp", Ports: "53"},
			Why: "Nodes resolve names at the public DNS servers of the intent.", Doc: "azure-network-rules"},
		toDNS, func(n *Needs) bool { return len(n.DNSServers) > 0 },
	},
	{
		Flow{ID: "dns-tcp-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "53"},
			Why: "Long answers of DNS servers come by TCP.", Doc: "azure-network-rules"},
		toDNS, func(n *Needs) bool { return len(n.DNSServers) > 0 },
	},
	{
		Flow{ID: "dns", Kind: permitted, Direction: Outbound, Traffic: Traffic{Protocol: "*", Ports: "53"}},
		toDNS, func(n *Needs) bool { return len(n.DNSServers) > 0 },
	},
	{
		Flow{ID: "registry-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Nodes pull container images from Microsoft's registry.", Doc: "azure-network-rules"},
		toMicrosoftRegistry, func(n *Needs) bool { return n.MicrosoftRegistry },
	},
	{
		Flow{ID: "registry-layers-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Nodes pull the layers of container images.", Doc: "azure-network-rules"},
		toMicrosoftLayers, func(n *Needs) bool { return n.MicrosoftRegistry },
	},
	{
		Flow{ID: "azure-registry-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"},
			Why: "Nodes pull container images from Azure container registries of the region.", Doc: "azure-network-rules"},
		toAzureRegistry, func(n *Needs) bool { return n.AzureRegistry },
	},
	{
		Flow{ID: "azure-registry-layers-out", Kind: Needed, Direction: Outbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443"}, Exempt: true,
			Why: "Nodes pull the layers of images of Azure container registries.", Doc: "azure-network-rules"},
		toStorage, func(n *Needs) bool { return n.AzureRegistry },
	},
	{
		Flow{ID: "internet-in", Kind: Forbidden, Direction: Inbound, Traffic: Traffic{Protocol: "*", Ports: "*"},
			Why: "Nothing on the internet opens a connection to a node, beside what was asked for.", Doc: "stags"},
		toInternet, func(*Needs) bool { return true },
	},
	{
		Flow{ID: "internet-out", Kind: Forbidden, Direction: Outbound, Traffic: Traffic{Protocol: "*", Ports: "*"},
			Why: "Restricted egress: nodes reach nothing on the internet, beside what was asked for.", Doc: "nsg"},
		toInternet, func(n *Needs) bool { return n.RestrictedEgress },
	},
	{
		Flow{ID: "past-tunnel", Kind: Forbidden, Direction: Outbound, Traffic: Traffic{Protocol: "*", Ports: "*"}, PastTunnel: true,
			Why: "Forced tunneling: nothing reaches the internet past the tunnel, beside what is led there on purpose.", Doc: "udr"},
		toInternet, func(n *Needs) bool { return n.Tunnel != NoTunnel },
	},
}

// far returns a row's far end as Azure writes it.
func (n *Needs) far(p peer) []string {
	switch p {
	case toBatch:
		return []string{azure.BatchTag(n.Region)}
	case toStorage:
		return []string{azure.StorageTag(n.Region)}
	case toEndpoints:
		if n.EndpointSubnet.IsValid() {
			return []string{n.EndpointSubnet.String()}
		}
		return []string{"VirtualNetwork"}
	case toInternet:
		return []string{"Internet"}
	case toSubnet:
		return []string{n.Subnet.String()}
	case toActivation:
		var addresses []string
		for _, a := range n.Cloud.ActivationAddresses {
			addresses = append(addresses, a.String())
		}
		return addresses
	case toDNS:
		return n.DNSServers
	case toMicrosoftRegistry:
		return []string{"MicrosoftContainerRegistry"}
	case toMicrosoftLayers:
		return []string{"AzureFrontDoor.FirstParty"}
	case toAzureRegistry:
		return []string{"AzureContainerRegistry." + n.Region.TagSuffix}
	case fromSSH:
		return n.SSH
	case fromRDP:
		return n.RDP
	}
	return []string{anywhere}
}

// Flows returns the flows of a node subnet: the needed ones, then the forbidden.
func (n *Needs) Flows() []Flow {
	var flows, extra []Flow
	for _, row := range flowRows {
		if !row.when(n) {
			continue
		}
		f := row.flow
		f.Peer = n.far(row.far)
		if row.far == toEndpoints {
			f.Assumes = add(nil, n.Names)
		}
		if f.Kind == permitted {
			extra = append(extra, f)
			continue
		}
		flows = append(flows, f)
	}
	first := slices.IndexFunc(flows, func(f Flow) bool { return f.Kind == Forbidden })
	flows = slices.Insert(flows, first, n.Mounts...)
	for i := range flows {
		switch {
		case flows[i].PastTunnel:
			flows[i].Except = n.direct()
		case flows[i].Kind == Forbidden:
			flows[i].Except = exceptions(slices.Concat(flows, extra), flows[i].Direction)
		}
	}
	return flows
}

// direct is what forced tunneling leads past itself: azure-network-rules section 2.
func (n *Needs) direct() []Traffic {
	if n.Inspect || !ownWayOut(n) {
		return nil
	}
	var past []Traffic
	if classic(n) || callsBatch(n) {
		past = append(past, Traffic{Protocol: "*", Ports: "*", Peer: n.far(toBatch)})
	}
	if windowsTunnel(n) {
		past = append(past, Traffic{Protocol: "*", Ports: "*", Peer: n.far(toActivation)})
	}
	return past
}

// exceptions are what somebody asked for in a direction.
func exceptions(flows []Flow, direction Direction) []Traffic {
	var asked []Traffic
	for _, f := range flows {
		if f.Kind != Forbidden && f.Direction == direction && f.Unknown == "" {
			asked = append(asked, f.Traffic)
		}
	}
	return asked
}

// EndpointFlows returns the flows of a subnet of private endpoints. nodes are
// the subnets that call them; files tells that file shares are mounted through one.
func EndpointFlows(nodes []netip.Prefix, files bool) []Flow {
	var callers []string
	for _, p := range nodes {
		callers = append(callers, p.String())
	}
	flows := []Flow{{
		ID: "endpoints-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "443", Peer: callers},
		Why: "Nodes reach the private endpoints.", Doc: "no-pip",
	}}
	open := []Traffic{{Protocol: "Tcp", Ports: "443", Peer: []string{"VirtualNetwork"}}}
	if files {
		flows = append(flows, Flow{
			ID: "file-endpoint-in", Kind: Needed, Direction: Inbound, Traffic: Traffic{Protocol: "Tcp", Ports: "445", Peer: callers},
			Why: "Nodes mount Azure Files shares through their private endpoint.", Doc: "mount",
		})
		open = append(open, Traffic{Protocol: "Tcp", Ports: "445", Peer: []string{"VirtualNetwork"}})
	}
	return append(flows, Flow{
		ID: "others-in", Kind: Forbidden, Direction: Inbound, Traffic: Traffic{Protocol: "*", Ports: "*", Peer: []string{anywhere}},
		Except: open,
		Why:    "Nothing else reaches the private endpoints.", Doc: "no-pip",
	})
}
