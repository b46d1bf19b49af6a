package azure

import (
	"regexp"
	"slices"
	"sync"
	"unicode/utf8"
)

// NameRule is what Azure takes as the name of a resource.
type NameRule struct {
	// Resource is the type of the resource, or what else has the name.
	Resource string
	Title    string // in words, for messages
	// Pattern is a regular expression for the whole name.
	Pattern string
	// MinLength and MaxLength count characters.
	MinLength, MaxLength int
	Doc                  Doc
}

// Named things that are no resource of their own in a template.
const (
	ResourceGroupName = "Microsoft.Resources/resourceGroups"
	DomainNameLabel   = "domainNameLabel of a public IP address"
	InboundNATPool    = "inboundNatPools of a pool"
)

// Patterns that several resources share.
const (
	ordinaryName  = `[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?`
	hyphenedName  = `[a-z0-9]+(?:-[a-z0-9]+)*`
	lowerName     = `[a-z0-9]+`
	batchObject   = `[A-Za-z0-9_-]+`
	dnsZoneLabels = `[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){1,33}`
	guid          = `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`
)

// Names: azure-resources sections 2.7 and 5.4. Lengths stand beside the
// patterns, so that messages can give them.
var nameRules = []NameRule{
	{BatchAccount, "Batch account", lowerName, 3, 24, "resource-name-rules"},
	{BatchPool, "pool", batchObject, 1, 64, "resource-name-rules"},
	{"Microsoft.Batch/batchAccounts/applications", "application", batchObject, 1, 64, "resource-name-rules"},
	{InboundNATPool, "NAT pool", ordinaryName, 1, 77, "spec"},
	{StorageAccount, "storage account", lowerName, 3, 24, "resource-name-rules"},
	{"Microsoft.Storage/storageAccounts/blobServices/containers", "blob container", hyphenedName, 3, 63, "azure-resources"},
	{"Microsoft.Storage/storageAccounts/fileServices/shares", "file share", hyphenedName, 3, 63, "azure-resources"},
	{VirtualNetwork, "virtual network", ordinaryName, 2, 64, "resource-name-rules"},
	{SubnetResource, "subnet", ordinaryName, 1, 80, "resource-name-rules"},
	{"Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "peering", ordinaryName, 1, 80, "resource-name-rules"},
	{NetworkSecurityGroup, "network security group", ordinaryName, 1, 80, "resource-name-rules"},
	{"Microsoft.Network/networkSecurityGroups/securityRules", "security rule", ordinaryName, 1, 80, "resource-name-rules"},
	{RouteTable, "route table", ordinaryName, 1, 80, "resource-name-rules"},
	{"Microsoft.Network/routeTables/routes", "route", ordinaryName, 1, 80, "resource-name-rules"},
	{PublicIPAddress, "public IP address", ordinaryName, 1, 80, "resource-name-rules"},
	{"Microsoft.Network/publicIPPrefixes", "public IP prefix", ordinaryName, 1, 80, "resource-name-rules"},
	{DomainNameLabel, "DNS label of a public IP address", `[a-z][a-z0-9-]*[a-z0-9]`, 3, 63, "template-best-practices"},
	{NATGateway, "NAT gateway", ordinaryName, 1, 80, "resource-name-rules"},
	{PrivateDNSZone, "private DNS zone", dnsZoneLabels, 1, 63, "resource-name-rules"},
	{PrivateDNSZoneLink, "virtual network link", ordinaryName, 1, 80, "resource-name-rules"},
	{PrivateEndpoint, "private endpoint", ordinaryName, 2, 64, "azure-resources"},
	{KeyVault, "key vault", `[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*`, 3, 24, "azure-resources"},
	{UserAssignedIdentity, "user-assigned identity", `[A-Za-z0-9][A-Za-z0-9_-]*`, 3, 128, "resource-name-rules"},
	{"Microsoft.OperationalInsights/workspaces", "Log Analytics workspace", `[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]`, 4, 63, "resource-name-rules"},
	{RoleAssignmentResource, "role assignment", guid, 36, 36, "resource-name-rules"},
	{Deployment, "deployment", `[A-Za-z0-9_().-]+`, 1, 64, "resource-name-rules"},
	{ResourceGroupName, "resource group", `[\pL\pN_().-]*[\pL\pN_()-]`, 1, 90, "resource-name-rules"},
}

// namePatterns are the patterns, by row.
var namePatterns = sync.OnceValue(func() []func() *regexp.Regexp {
	patterns := make([]func() *regexp.Regexp, len(nameRules))
	for i, r := range nameRules {
		patterns[i] = whole(r.Pattern)
	}
	return patterns
})

// NameRules returns the rules for names.
func NameRules() []NameRule { return slices.Clone(nameRules) }

// NameRuleOf returns the rule for the names of a resource type.
func NameRuleOf(resourceType string) NameRule { return nameRules[nameRow(resourceType)] }

// ValidName reports whether Azure takes the name for a resource of the type.
func ValidName(resourceType, name string) bool {
	row := nameRow(resourceType)
	rule, length := nameRules[row], utf8.RuneCountInString(name)
	return length >= rule.MinLength && length <= rule.MaxLength && namePatterns()[row]().MatchString(name)
}

func nameRow(resourceType string) int {
	for i, r := range nameRules {
		if r.Resource == resourceType {
			return i
		}
	}
	panic("azure: no name rule for " + resourceType)
}
