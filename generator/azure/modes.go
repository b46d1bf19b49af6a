package azure

import "slices"

// Modes and API versions: azure-resources sections 1.3 and 1.4.
var modes = []Mode{
	{
		ID: Simplified, Title: "simplified node communication",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2025-06-01", PoolTags: true, PoolIdentity: true, Doc: "azure-resources",
	},
	{
		ID: Classic, Title: "classic node communication",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2024-07-01", PoolTags: true, PoolIdentity: true,
		PoolVersionNote:    "The newest version that still has targetNodeCommunicationMode.",
		PoolVersionRetired: oldBatchVersions,
		TargetMode:         "Classic", Retired: classicMode, Doc: "azure-resources",
	},
	{
		ID: CloudService, Title: "Cloud Services configuration",
		AccountAPIVersion: "2025-06-01", PoolAPIVersion: "2024-02-01",
		PoolVersionNote:    "The newest version that still has cloudServiceConfiguration.",
		PoolVersionRetired: oldBatchVersions,
		Retired:            cloudServices, Doc: "azure-resources",
	},
}

// Modes returns the node communication modes.
func Modes() []Mode { return slices.Clone(modes) }

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

// Resource types that the allowlist's Bicep declares.
const (
	FirewallPolicy              = "Microsoft.Network/firewallPolicies"
	FirewallRuleCollectionGroup = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"
)

// APIVersionRow is the version that a resource type is written in.
type APIVersionRow struct {
	Type, Version string
	Doc           Doc
}

// networkVersion is the one that the pinned SDK speaks.
const networkVersion = "2025-05-01"

// Types that are named here as text are not declared by any template yet.
var apiVersions = []APIVersionRow{
	{BatchAccount, "2025-06-01", "azure-resources"},
	{"Microsoft.Batch/batchAccounts/applications/versions", "2025-06-01", "azure-resources"},
	{VirtualNetwork, networkVersion, "armnetwork"},
	{SubnetResource, networkVersion, "armnetwork"},
	{"Microsoft.Network/virtualNetworks/virtualNetworkPeerings", networkVersion, "armnetwork"},
	{NetworkSecurityGroup, networkVersion, "armnetwork"},
	{"Microsoft.Network/networkSecurityGroups/securityRules", networkVersion, "armnetwork"},
	{RouteTable, networkVersion, "armnetwork"},
	{"Microsoft.Network/routeTables/routes", networkVersion, "armnetwork"},
	{NATGateway, networkVersion, "armnetwork"},
	{PublicIPAddress, networkVersion, "armnetwork"},
	{"Microsoft.Network/publicIPPrefixes", networkVersion, "armnetwork"},
	{PrivateEndpoint, networkVersion, "armnetwork"},
	{PrivateDNSZoneGroup, networkVersion, "armnetwork"},
	{FirewallPolicy, networkVersion, "armnetwork"},
	{FirewallRuleCollectionGroup, networkVersion, "armnetwork"},
	{PrivateDNSZone, "2024-06-01", "azure-resources"},
	{PrivateDNSZoneLink, "2024-06-01", "azure-resources"},
	{StorageAccount, "2026-04-01", "azure-resources"},
	{"Microsoft.Storage/storageAccounts/blobServices/containers", "2026-04-01", "azure-resources"},
	{"Microsoft.Storage/storageAccounts/fileServices/shares", "2026-04-01", "azure-resources"},
	{KeyVault, "2026-02-01", "azure-resources"},
	{"Microsoft.KeyVault/vaults/keys", "2026-02-01", "azure-resources"},
	{UserAssignedIdentity, "2024-11-30", "azure-resources"},
	{RoleAssignmentResource, "2022-04-01", "azure-resources"},
	{"Microsoft.Authorization/roleDefinitions", "2022-04-01", "azure-resources"},
	{"Microsoft.OperationalInsights/workspaces", "2026-03-01", "azure-resources"},
	// The stable 2016-09-01 has no categoryGroup.
	{DiagnosticSettings, "2021-05-01-preview", "azure-resources"},
	{Deployment, "2025-04-01", "azure-resources"},
}

// APIVersions returns the versions of all types but that of pools, which depends on the mode.
func APIVersions() []APIVersionRow { return slices.Clone(apiVersions) }

// APIVersionOf returns the version of a type, "" for a type without a row: pools have theirs in the mode.
func APIVersionOf(resourceType string) string {
	for _, v := range apiVersions {
		if v.Type == resourceType {
			return v.Version
		}
	}
	return ""
}
