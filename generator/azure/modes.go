package azure

// Modes and API versions: azure-resources sections 1.3 and 1.4.
var modes = []Mode{
	{
		ID: Simplified, Title: "simplified node communication",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2025-06-01", Doc: "azure-resources",
	},
	{
		ID: Classic, Title: "classic node communication",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2024-07-01",
		PoolVersionNote: "The newest version that still has targetNodeCommunicationMode.",
		TargetMode:      "Classic", Retired: classicMode, Doc: "azure-resources",
	},
	{
		ID: CloudService, Title: "Cloud Services configuration",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2024-02-01",
		PoolVersionNote: "The newest version that still has cloudServiceConfiguration.",
		Retired:         cloudServices, Doc: "azure-resources",
	},
}

// Modes returns the node communication modes.
func Modes() []Mode { return modes }

// ModeOf returns the row of a mode.
func ModeOf(id ModeID) Mode {
	for _, m := range modes {
		if m.ID == id {
			return m
		}
	}
	panic("azure: no mode " + string(id))
}

// Resource types that templates declare.
const (
	VirtualNetwork         = "Microsoft.Network/virtualNetworks"
	SubnetResource         = "Microsoft.Network/virtualNetworks/subnets"
	NetworkSecurityGroup   = "Microsoft.Network/networkSecurityGroups"
	RouteTable             = "Microsoft.Network/routeTables"
	NATGateway             = "Microsoft.Network/natGateways"
	PublicIPAddress        = "Microsoft.Network/publicIPAddresses"
	PrivateEndpoint        = "Microsoft.Network/privateEndpoints"
	PrivateDNSZoneGroup    = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"
	PrivateDNSZone         = "Microsoft.Network/privateDnsZones"
	PrivateDNSZoneLink     = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"
	BatchAccount           = "Microsoft.Batch/batchAccounts"
	BatchPool              = "Microsoft.Batch/batchAccounts/pools"
	StorageAccount         = "Microsoft.Storage/storageAccounts"
	KeyVault               = "Microsoft.KeyVault/vaults"
	UserAssignedIdentity   = "Microsoft.ManagedIdentity/userAssignedIdentities"
	RoleAssignmentResource = "Microsoft.Authorization/roleAssignments"
	DiagnosticSettings     = "Microsoft.Insights/diagnosticSettings"
	Deployment             = "Microsoft.Resources/deployments"
)

// APIVersion is the version that a resource type is written in.
type APIVersion struct {
	Type, Version string
	Doc           Doc
}

// networkVersion is the one that the pinned SDK speaks.
const networkVersion = "2025-05-01"

var apiVersions = []APIVersion{
	{VirtualNetwork, networkVersion, "armnetwork"},
	{SubnetResource, networkVersion, "armnetwork"},
	{NetworkSecurityGroup, networkVersion, "armnetwork"},
	{RouteTable, networkVersion, "armnetwork"},
	{NATGateway, networkVersion, "armnetwork"},
	{PublicIPAddress, networkVersion, "armnetwork"},
	{PrivateEndpoint, networkVersion, "armnetwork"},
	{PrivateDNSZoneGroup, networkVersion, "armnetwork"},
	{PrivateDNSZone, "2024-06-01", "azure-resources"},
	{PrivateDNSZoneLink, "2024-06-01", "azure-resources"},
	{StorageAccount, "2026-04-01", "azure-resources"},
	{KeyVault, "2026-02-01", "azure-resources"},
	{UserAssignedIdentity, "2024-11-30", "azure-resources"},
	{RoleAssignmentResource, "2022-04-01", "azure-resources"},
	{DiagnosticSettings, "2021-05-01-preview", "azure-resources"},
	{Deployment, "2025-04-01", "azure-resources"},
}

// APIVersions returns the versions of all types but those of Microsoft.Batch, which depend on the mode.
func APIVersions() []APIVersion { return apiVersions }

// APIVersionOf returns the version of a type. Types of Microsoft.Batch have theirs in the mode.
func APIVersionOf(resourceType string) string {
	for _, v := range apiVersions {
		if v.Type == resourceType {
			return v.Version
		}
	}
	return ""
}
