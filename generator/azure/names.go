package azure

import "regexp"

// NameRule is what Azure takes as the name of a resource.
type NameRule struct {
	// Resource is the type of the resource.
	Resource string
	Title    string // in words, for messages
	// Pattern is a regular expression.
	Pattern              string
	MinLength, MaxLength int
	Doc                  Doc
}

// Names: azure-resources section 5.4.
var nameRules = []NameRule{
	{BatchAccount, "Batch account", `^[a-z0-9]{3,24}$`, 3, 24, "resource-name-rules"},
	{BatchPool, "pool", `^[A-Za-z0-9_-]{1,64}$`, 1, 64, "resource-name-rules"},
	{StorageAccount, "storage account", `^[a-z0-9]{3,24}$`, 3, 24, "resource-name-rules"},
	{VirtualNetwork, "virtual network", `^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$`, 2, 64, "resource-name-rules"},
	{SubnetResource, "subnet", ordinaryName, 1, 80, "resource-name-rules"},
	{NetworkSecurityGroup, "network security group", ordinaryName, 1, 80, "resource-name-rules"},
	{RouteTable, "route table", ordinaryName, 1, 80, "resource-name-rules"},
	{PublicIPAddress, "public IP address", ordinaryName, 1, 80, "resource-name-rules"},
	{NATGateway, "NAT gateway", ordinaryName, 1, 80, "resource-name-rules"},
	{PrivateDNSZoneLink, "virtual network link", ordinaryName, 1, 80, "resource-name-rules"},
	{PrivateEndpoint, "private endpoint", `^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$`, 2, 64, "resource-name-rules"},
	{KeyVault, "key vault", `^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$`, 3, 24, "resource-name-rules"},
	{UserAssignedIdentity, "user-assigned identity", `^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$`, 3, 128, "resource-name-rules"},
	{Deployment, "deployment", `^[A-Za-z0-9_().-]{1,64}$`, 1, 64, "resource-name-rules"},
}

// ordinaryName is the pattern that most network resources share.
const ordinaryName = `^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$`

// NameRules returns the rules for names.
func NameRules() []NameRule { return nameRules }

// NameRuleOf returns the rule for the names of a resource type.
func NameRuleOf(resourceType string) NameRule {
	for _, r := range nameRules {
		if r.Resource == resourceType {
			return r
		}
	}
	panic("azure: no name rule for " + resourceType)
}

// ValidName reports whether Azure takes the name for a resource of the type.
func ValidName(resourceType, name string) bool {
	r := NameRuleOf(resourceType)
	return len(name) >= r.MinLength && len(name) <= r.MaxLength && regexp.MustCompile(r.Pattern).MatchString(name)
}
