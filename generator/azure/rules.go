package azure

import (
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// The SDK's words, shortened to keep a row on few lines.
const (
	inbound  = armnetwork.SecurityRuleDirectionInbound
	outbound = armnetwork.SecurityRuleDirectionOutbound
	allow    = armnetwork.SecurityRuleAccessAllow
	deny     = armnetwork.SecurityRuleAccessDeny
	tcp      = armnetwork.SecurityRuleProtocolTCP
	anything = armnetwork.SecurityRuleProtocolAsterisk
)

var (
	batchService = Peer{Kind: PeerRegionalTag, Tag: "BatchNodeManagement"}
	storage      = Peer{Kind: PeerRegionalTag, Tag: "Storage"}
	internet     = Peer{Kind: PeerTag, Tag: "Internet"}
	simplified   = []ModeID{Simplified}
	classic      = []ModeID{Classic}
)

// Rules of node subnets: azure-network-rules sections 1 and 2. Inbound rules
// come first, each direction by priority.
var nodeSubnetRules = []SecurityRule{
	{
		Name: "AllowBatchNodeManagementInbound", Priority: 100, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "29876-29877", Peer: batchService, Modes: classic, When: Always, Needed: true,
		Description: "The Batch service controls the node agent of each node.", Doc: "bvn",
	},
	{
		Name: "AllowSshInbound", Priority: 200, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "22", Peer: Peer{Kind: PeerCallers}, OS: Linux, When: WhenRemoteAccess,
		Description: "SSH from the ranges that the intent names.", Doc: "bvn",
	},
	{
		Name: "AllowRdpInbound", Priority: 210, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "3389", Peer: Peer{Kind: PeerCallers}, OS: Windows, When: WhenRemoteAccess,
		Description: "Remote desktop from the ranges that the intent names.", Doc: "bvn",
	},
	// Each service tag gets a rule of its own. The two rows count in one range of
	// priorities, 220 to 299: a subnet with both systems goes on where the first row ended.
	{
		Name: "AllowSshFrom%sInbound", Priority: 220, Last: 299, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "22", Peer: Peer{Kind: PeerCallers}, OS: Linux, When: WhenRemoteAccessTag,
		Description: "SSH from a service tag that the intent names.", Doc: "bvn",
	},
	{
		Name: "AllowRdpFrom%sInbound", Priority: 220, Last: 299, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "3389", Peer: Peer{Kind: PeerCallers}, OS: Windows, When: WhenRemoteAccessTag,
		Description: "Remote desktop from a service tag that the intent names.", Doc: "bvn",
	},
	{
		Name: "AllowInterNodeInbound", Priority: 300, Direction: inbound, Access: allow,
		Protocol: anything, Ports: "*", Peer: Peer{Kind: PeerSubnet}, When: WhenInterNode,
		Description: "Nodes of one multi-instance task reach each other.", Doc: "bvn",
	},
	{
		Name: "DenyInternetInbound", Priority: 4096, Direction: inbound, Access: deny,
		Protocol: anything, Ports: "*", Peer: internet, When: Always,
		Description: "Nothing on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.",
		AfterAllow:  "Nothing else on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.",
		Doc:         "stags",
	},
	{
		Name: "AllowBatchNodeManagementOutbound", Priority: 100, Direction: outbound, Access: allow,
		Protocol: anything, Ports: "443", Peer: batchService, Modes: simplified, When: WhenNodeManagement, Needed: true,
		Description: "Nodes reach the Batch node management service.", Doc: "simplified",
	},
	{
		Name: "AllowBatchNodeManagementOutbound", Priority: 100, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: batchService, Modes: classic, When: WhenTasksCallBatch,
		Description: "Tasks call the Batch service.", Doc: "bvn",
	},
	{
		Name: "AllowStorageOutbound", Priority: 110, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: storage, Modes: classic, When: Always, Needed: true,
		Description: "Nodes exchange their state with the Batch service through its storage accounts.", Doc: "bvn",
	},
	{
		Name: "AllowStorageOutbound", Priority: 110, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: storage, Modes: simplified, When: WhenAutoStorage,
		Description: "Nodes read resource files and application packages from the auto-storage account.", Doc: "simplified",
	},
	{
		Name: "AllowPrivateEndpointsOutbound", Priority: 120, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: Peer{Kind: PeerEndpoints}, When: WhenPrivateEndpoints, Needed: true,
		Description: "Nodes reach the Batch service through its private endpoints.", Doc: "no-pip",
	},
	{
		Name: "AllowFileEndpointOutbound", Priority: 121, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "445", Peer: Peer{Kind: PeerEndpoints}, When: WhenFileEndpoint,
		Description: "Nodes mount Azure Files shares through their private endpoint.", Doc: "mount",
	},
	{
		Name: "AllowInterNodeOutbound", Priority: 130, Direction: outbound, Access: allow,
		Protocol: anything, Ports: "*", Peer: Peer{Kind: PeerSubnet}, When: WhenInterNode,
		Description: "Nodes of one multi-instance task reach each other.", Doc: "bvn",
	},
	{
		Name: "AllowAzureFilesOutbound", Priority: 200, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "445", Peer: storage, When: WhenAzureFiles,
		Description: "Nodes mount Azure Files shares.", Doc: "mount",
	},
	{
		// Only where AllowStorageOutbound does not cover it.
		Name: "AllowBlobMountOutbound", Priority: 210, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: storage, OS: Linux, When: WhenBlobMount,
		Description: "Nodes mount blob containers.", Doc: "mount",
	},
	// NFS 3, which blob storage speaks, needs two ports beside that of every NFS.
	{
		Name: "AllowBlobNfsPortmapperOutbound", Priority: 211, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "111", Peer: storage, OS: Linux, When: WhenBlobByNFS,
		Description: "Nodes ask blob storage for its NFS ports.", Doc: "azure-network-rules",
	},
	{
		Name: "AllowBlobNfsMountOutbound", Priority: 212, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "2048", Peer: storage, OS: Linux, When: WhenBlobByNFS,
		Description: "Nodes mount blob containers by NFS.", Doc: "azure-network-rules",
	},
	{
		Name: "AllowNfs%dOutbound", Priority: 220, Last: 239, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "2049", Peer: Peer{Kind: PeerMountServer}, OS: Linux, When: WhenNFS,
		Description: "Nodes mount an NFS export.", Doc: "mount",
	},
	{
		Name: "AllowSmb%dOutbound", Priority: 240, Last: 299, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "445", Peer: Peer{Kind: PeerMountServer}, OS: Linux, When: WhenSMB,
		Description: "Nodes mount an SMB share.", Doc: "mount",
	},
	{
		Name: "AllowWindowsActivationOutbound", Priority: 300, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "1688", Peer: Peer{Kind: PeerActivation}, OS: Windows, When: WhenRestrictedActivation,
		Description: "Windows reaches the activation servers, which a default route elsewhere takes out of Azure's own exception.",
		Doc:         "kms",
	},
	{
		Name: "AllowDnsOutbound", Priority: 310, Direction: outbound, Access: allow,
		Protocol: anything, Ports: "53", Peer: Peer{Kind: PeerDNS}, When: WhenRestrictedDNS,
		Description: "Nodes resolve names at the public DNS servers of the intent.", Doc: "azure-network-rules",
	},
	{
		Name: "AllowContainerRegistryOutbound", Priority: 320, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: Peer{Kind: PeerTag, Tag: "MicrosoftContainerRegistry"}, When: WhenRestrictedContainers,
		Description: "Nodes pull container images from Microsoft's registry.", Doc: "azure-network-rules",
	},
	{
		Name: "AllowContainerRegistryDataOutbound", Priority: 321, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: Peer{Kind: PeerTag, Tag: "AzureFrontDoor.FirstParty"}, When: WhenRestrictedContainers,
		Description: "Nodes pull the layers of container images.", Doc: "azure-network-rules",
	},
	{
		Name: "AllowAzureContainerRegistryOutbound", Priority: 322, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: Peer{Kind: PeerRegionalTag, Tag: "AzureContainerRegistry"}, When: WhenRestrictedRegistry,
		Description: "Nodes pull container images from Azure container registries of the region.", Doc: "azure-network-rules",
	},
	// Only where AllowStorageOutbound does not cover it.
	{
		Name: "AllowAzureContainerRegistryDataOutbound", Priority: 323, Direction: outbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: storage, When: WhenRestrictedRegistry,
		Description: "Nodes pull the layers of images of Azure container registries.", Doc: "azure-network-rules",
	},
	{
		Name: "DenyInternetOutbound", Priority: 4096, Direction: outbound, Access: deny,
		Protocol: anything, Ports: "*", Peer: internet, When: WhenRestricted,
		Description: "Restricted egress: nodes reach nothing on the internet.",
		AfterAllow:  "Restricted egress: nodes reach nothing else on the internet.",
		Doc:         "nsg",
	},
}

// Rules of private endpoint subnets. The far end of these inbound rules is who
// calls. The near end of the allow is the endpoint subnet's own prefix; the
// deny covers every destination.
var endpointSubnetRules = []SecurityRule{
	{
		Name: "AllowVirtualNetworkInbound", Priority: 100, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "443", Peer: Peer{Kind: PeerTag, Tag: "VirtualNetwork"}, When: WhenPrivateEndpoints, Needed: true,
		Description: "Nodes and clients of the virtual network reach the private endpoints.", Doc: "no-pip",
	},
	{
		Name: "AllowFileSharesInbound", Priority: 110, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "445", Peer: Peer{Kind: PeerTag, Tag: "VirtualNetwork"}, When: WhenFileEndpoint,
		Description: "Nodes mount Azure Files shares through their private endpoint.", Doc: "mount",
	},
	{
		Name: "DenyAllInbound", Priority: 4096, Direction: inbound, Access: deny,
		Protocol: anything, Ports: "*", Peer: Peer{Kind: PeerAny}, When: WhenPrivateEndpoints,
		Description: "Nothing else reaches the private endpoints.", Doc: "no-pip",
	},
}

// Rules of the retired Cloud Services configuration. Its source stays any: the
// node's own filter keeps out what is not Batch.
var cloudServiceRules = []SecurityRule{
	{
		Name: "AllowBatchInbound", Priority: 100, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "10100,20100,30100", Peer: Peer{Kind: PeerAny}, Modes: []ModeID{CloudService}, When: Always, Needed: true,
		Description: "The Batch service controls each node; the node itself refuses all other callers.", Doc: "bvn",
	},
	{
		Name: "AllowRdpInbound", Priority: 210, Direction: inbound, Access: allow,
		Protocol: tcp, Ports: "3389", Peer: Peer{Kind: PeerCallers}, Modes: []ModeID{CloudService}, When: WhenRemoteAccess,
		Description: "Remote desktop from the ranges that the intent names.", Doc: "bvn",
	},
	{
		Name: "AllowHttpsOutbound", Priority: 100, Direction: outbound, Access: allow,
		Protocol: anything, Ports: "443", Peer: Peer{Kind: PeerAny}, Modes: []ModeID{CloudService}, When: Always, Needed: true,
		Description: "Nodes reach the Batch service and its storage accounts.", Doc: "bvn",
	},
}

// Routes under forced tunneling: azure-network-rules section 2.
var routes = []Route{
	{
		Name: "InternetThroughGateway", Peer: Peer{Kind: PeerEverything}, Hop: armnetwork.RouteNextHopTypeVirtualNetworkGateway,
		When:        WhenTunnelGateway,
		Description: "Internet traffic goes to the VPN gateway; with ExpressRoute 0.0.0.0/0 has to come by BGP instead.", Doc: "udr",
	},
	{
		Name: "InternetThroughAppliance", Peer: Peer{Kind: PeerEverything}, Hop: armnetwork.RouteNextHopTypeVirtualAppliance,
		When: WhenTunnelAppliance, Description: "Internet traffic goes to the appliance.", Doc: "udr",
	},
	{
		Name: "BatchNodeManagementDirect", Peer: batchService, Hop: armnetwork.RouteNextHopTypeInternet,
		Modes: classic, When: WhenBatchDirect,
		Description: "Replies to the Batch service leave the way that its calls came.", Doc: "bvn",
	},
	{
		Name: "BatchNodeManagementDirect", Peer: batchService, Hop: armnetwork.RouteNextHopTypeInternet,
		Modes: simplified, When: WhenBatchDirect,
		Description: "Nodes reach the Batch node management service past the tunnel.", Doc: "bvn",
	},
	{
		Name: "WindowsActivation%dDirect", Peer: Peer{Kind: PeerActivation}, Hop: armnetwork.RouteNextHopTypeInternet,
		OS: Windows, When: WhenActivationDirect,
		Description: "The activation servers answer only Azure's own public addresses.", Doc: "kms",
	},
}

// NodeSubnetRules returns the rules of a node subnet, inbound first, each direction by priority.
func NodeSubnetRules() []SecurityRule { return copiedRules(nodeSubnetRules) }

// EndpointSubnetRules returns the rules of a private endpoint subnet.
func EndpointSubnetRules() []SecurityRule { return copiedRules(endpointSubnetRules) }

// CloudServiceRules returns the rules that a node subnet of the retired Cloud
// Services configuration needs, for reports: classic networks have no templates.
func CloudServiceRules() []SecurityRule { return copiedRules(cloudServiceRules) }

// Routes returns the routes that forced tunneling brings.
func Routes() []Route {
	rows := slices.Clone(routes)
	for i := range rows {
		rows[i].Modes = slices.Clone(rows[i].Modes)
	}
	return rows
}

// copiedRules gives each row a list of modes of its own.
func copiedRules(rows []SecurityRule) []SecurityRule {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Modes = slices.Clone(rows[i].Modes)
	}
	return rows
}
