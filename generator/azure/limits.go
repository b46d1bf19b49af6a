package azure

import "slices"

// LimitID names a limit; its row says what it limits and in which unit.
type LimitID string

// Batch: azure-resources section 5.1, azure-network-rules sections 4 and 6.
const (
	AccountsPerRegion      LimitID = "accountsPerRegion"
	PoolsPerAccount        LimitID = "poolsPerAccount"
	DefaultDedicatedCores  LimitID = "defaultDedicatedCores"
	DefaultSpotCores       LimitID = "defaultSpotCores"
	ActiveJobs             LimitID = "activeJobs"
	EndpointsPerAccount    LimitID = "endpointsPerAccount"
	AccountIPRules         LimitID = "accountIPRules"
	AccountNameShortest    LimitID = "accountNameShortest"
	AccountNameLongest     LimitID = "accountNameLongest"
	InterNodePoolNodes     LimitID = "interNodePoolNodes"
	InterNodePoolNodesOwn  LimitID = "interNodePoolNodesOwn"
	ManagedImageNodes      LimitID = "managedImageNodes"
	ManagedImageSpotNodes  LimitID = "managedImageSpotNodes"
	NodesPerNetworkSet     LimitID = "nodesPerNetworkSet"
	PublicIPNodes          LimitID = "publicIPNodes"
	TaskSlotsPerNode       LimitID = "taskSlotsPerNode"
	TaskSlotsPerCore       LimitID = "taskSlotsPerCore"
	ApplicationsPerAccount LimitID = "applicationsPerAccount"
	PackagesPerApplication LimitID = "packagesPerApplication"
	PackagesPerPool        LimitID = "packagesPerPool"
	MountsPerPool          LimitID = "mountsPerPool"
	TaskLifetime           LimitID = "taskLifetime"
	TaskResults            LimitID = "taskResults"
	ResizeShortest         LimitID = "resizeShortest"
	ResizeDefault          LimitID = "resizeDefault"
)

// Autoscale: azure-resources section 10.
const (
	AutoscaleShortest LimitID = "autoscaleShortest"
	AutoscaleDefault  LimitID = "autoscaleDefault"
	AutoscaleLongest  LimitID = "autoscaleLongest"
	FormulaBytes      LimitID = "formulaBytes"
	FormulaStatements LimitID = "formulaStatements"
)

// NAT pools: azure-network-rules section 5.
const (
	NATPoolsPerPool      LimitID = "natPoolsPerPool"
	NATRulesPerPool      LimitID = "natRulesPerPool"
	NATPriorityLowest    LimitID = "natPriorityLowest"
	NATPriorityHighest   LimitID = "natPriorityHighest"
	NATRuleFirstAllow    LimitID = "natRuleFirstAllow"
	NATRuleDeny          LimitID = "natRuleDeny"
	NATFrontendStart     LimitID = "natFrontendStart"
	NATFrontendEnd       LimitID = "natFrontendEnd"
	NATFrontendWidth     LimitID = "natFrontendWidth"
	NATFrontendHighest   LimitID = "natFrontendHighest"
	NATFrontendKeptStart LimitID = "natFrontendKeptStart"
	NATFrontendKeptEnd   LimitID = "natFrontendKeptEnd"
	NATBackendKeptStart  LimitID = "natBackendKeptStart"
	NATBackendKeptEnd    LimitID = "natBackendKeptEnd"
)

// Network, for each region and subscription unless said: azure-resources section 5.2. An Old limit
// is what stood before it was raised, and what most texts still say.
const (
	VNets                   LimitID = "vnets"
	SubnetsPerVNet          LimitID = "subnetsPerVNet"
	PeeringsPerVNet         LimitID = "peeringsPerVNet"
	OldPeeringsPerVNet      LimitID = "oldPeeringsPerVNet"
	AddressesPerVNet        LimitID = "addressesPerVNet"
	AddressesPerPeeredVNets LimitID = "addressesPerPeeredVNets"
	DNSServers              LimitID = "dnsServers"
	ReservedAddresses       LimitID = "reservedAddresses"
	SmallestSubnet          LimitID = "smallestSubnet"
	LargestSubnet           LimitID = "largestSubnet"
	IPv6Subnet              LimitID = "ipv6Subnet"
	NSGs                    LimitID = "nsgs"
	RulesPerNSG             LimitID = "rulesPerNSG"
	OldRulesPerNSG          LimitID = "oldRulesPerNSG"
	AddressesPerNSG         LimitID = "addressesPerNSG"
	OldAddressesPerNSG      LimitID = "oldAddressesPerNSG"
	NSGPriorityLowest       LimitID = "nsgPriorityLowest"
	NSGPriorityHighest      LimitID = "nsgPriorityHighest"
	RouteTables             LimitID = "routeTables"
	OldRouteTables          LimitID = "oldRouteTables"
	RoutesPerTable          LimitID = "routesPerTable"
	OldRoutesPerTable       LimitID = "oldRoutesPerTable"
	TagRoutesPerTable       LimitID = "tagRoutesPerTable"
	DefaultPublicIPs        LimitID = "defaultPublicIPs"
	LoadBalancers           LimitID = "loadBalancers"
	DNSZones                LimitID = "dnsZones"
	LinksPerDNSZone         LimitID = "linksPerDNSZone"
	DNSZonesPerVNet         LimitID = "dnsZonesPerVNet"
	NATPublicIPs            LimitID = "natPublicIPs"
	NATPortsPerIP           LimitID = "natPortsPerIP"
)

// Templates: azure-resources section 5.3.
const (
	TemplateBytes            LimitID = "templateBytes"
	ParameterFileBytes       LimitID = "parameterFileBytes"
	ResourceBytes            LimitID = "resourceBytes"
	TemplateParameters       LimitID = "templateParameters"
	TemplateVariables        LimitID = "templateVariables"
	TemplateOutputs          LimitID = "templateOutputs"
	TemplateResources        LimitID = "templateResources"
	TemplateExpression       LimitID = "templateExpression"
	DeploymentHistory        LimitID = "deploymentHistory"
	ResourcesPerType         LimitID = "resourcesPerType"
	TagsPerResource          LimitID = "tagsPerResource"
	TagNameCharacters        LimitID = "tagNameCharacters"
	StorageTagNameCharacters LimitID = "storageTagNameCharacters"
	TagValueCharacters       LimitID = "tagValueCharacters"
)

// batchgen's own, below Azure's, so that there is room for those who extend a template.
const (
	OwnParameters LimitID = "ownParameters"
	OwnVariables  LimitID = "ownVariables"
)

// Limit is a number that Azure, or batchgen below it, holds to.
type Limit struct {
	ID LimitID
	// What it is that has the limit: "pools of an account".
	What  string
	Value int
	// Unit of the value, "" for a port or a priority.
	Unit string
	Doc  Doc
}

var limits = []Limit{
	{AccountsPerRegion, "accounts of a subscription in a region", 50, "accounts", "azure-subscription-service-limits"},
	{PoolsPerAccount, "pools of an account", 500, "pools", "azure-subscription-service-limits"},
	{DefaultDedicatedCores, "dedicated cores of a new account; more by support", 900, "cores", "azure-subscription-service-limits"},
	{DefaultSpotCores, "spot cores of a new account; more by support", 100, "cores", "azure-subscription-service-limits"},
	{ActiveJobs, "active jobs and schedules of an account", 1000, "jobs", "azure-subscription-service-limits"},
	{EndpointsPerAccount, "private endpoint connections of an account", 100, "connections", "azure-subscription-service-limits"},
	{AccountIPRules, "IP rules of an account endpoint", 200, "rules", "pna"},
	{AccountNameShortest, "shortest account name", 3, "characters", "resource-name-rules"},
	{AccountNameLongest, "longest account name", 24, "characters", "resource-name-rules"},
	{InterNodePoolNodes, "nodes of a pool with inter-node communication", 100, "nodes", "batch-quota-limit"},
	{InterNodePoolNodesOwn, "the same in user subscription mode", 80, "nodes", "batch-quota-limit"},
	{ManagedImageNodes, "dedicated nodes of a pool from a managed image", 2000, "nodes", "batch-quota-limit"},
	{ManagedImageSpotNodes, "spot nodes of a pool from a managed image", 1000, "nodes", "batch-quota-limit"},
	{NodesPerNetworkSet, "nodes of one kind for which Batch makes one NSG, one load balancer and one public IP address", 100, "nodes", "bvn"},
	{PublicIPNodes, "nodes of one kind behind one public IP address of the user", 100, "nodes", "spec"},
	{TaskSlotsPerNode, "task slots of a node, and no more than TaskSlotsPerCore allows", 256, "task slots", "azure-resources"},
	{TaskSlotsPerCore, "task slots for each core of a node", 4, "task slots", "batch-quota-limit"},
	{ApplicationsPerAccount, "applications of an account", 200, "applications", "batch-quota-limit"},
	{PackagesPerApplication, "packages of an application", 40, "packages", "batch-quota-limit"},
	{PackagesPerPool, "application packages of a pool", 10, "packages", "batch-quota-limit"},
	{MountsPerPool, "mounts of a pool", 10, "mounts", "mount"},
	{TaskLifetime, "longest life of a task", 180, "days", "batch-quota-limit"},
	{TaskResults, "time that the results of a task are kept", 7, "days", "batch-quota-limit"},
	{ResizeShortest, "shortest resize timeout", 5, "minutes", "azure-resources"},
	{ResizeDefault, "default resize timeout", 15, "minutes", "azure-resources"},

	{AutoscaleShortest, "shortest evaluation interval", 5, "minutes", "batch-automatic-scaling"},
	{AutoscaleDefault, "default evaluation interval", 15, "minutes", "batch-automatic-scaling"},
	{AutoscaleLongest, "longest evaluation interval", 168 * 60, "minutes", "batch-automatic-scaling"},
	{FormulaBytes, "size of a formula", 8192, "bytes", "batch-automatic-scaling"},
	{FormulaStatements, "statements of a formula", 100, "statements", "batch-automatic-scaling"},

	{NATPoolsPerPool, "NAT pools of a pool", 5, "NAT pools", "spec"},
	{NATRulesPerPool, "rules over all NAT pools of a pool", 25, "rules", "spec"},
	{NATPriorityLowest, "lowest priority number of a rule", 150, "", "spec"},
	{NATPriorityHighest, "highest priority number of a rule", 4096, "", "spec"},
	{NATRuleFirstAllow, "priority of the first allow that batchgen writes", 150, "", "azure-network-rules"},
	{NATRuleDeny, "priority of the closing deny that batchgen writes", 4000, "", "azure-network-rules"},
	{NATFrontendStart, "first front-end port that batchgen takes", 60000, "", "azure-network-rules"},
	{NATFrontendEnd, "last front-end port that batchgen takes", 60099, "", "azure-network-rules"},
	{NATFrontendWidth, "front-end ports of a NAT pool, at least: the documents say 40 or 100", 100, "ports", "azure-network-rules"},
	{NATFrontendHighest, "highest front-end port", 65534, "", "spec"},
	{NATFrontendKeptStart, "first of the front-end ports that Batch keeps", 50000, "", "spec"},
	{NATFrontendKeptEnd, "last of the front-end ports that Batch keeps", 55000, "", "spec"},
	{NATBackendKeptStart, "first of the back-end ports that Batch keeps", 29876, "", "spec"},
	{NATBackendKeptEnd, "last of the back-end ports that Batch keeps", 29877, "", "spec"},

	{VNets, "virtual networks", 1000, "virtual networks", "azure-subscription-service-limits"},
	{SubnetsPerVNet, "subnets of a virtual network", 3000, "subnets", "azure-subscription-service-limits"},
	{PeeringsPerVNet, "peerings of a virtual network", 650, "peerings", "azure-subscription-service-limits"},
	{OldPeeringsPerVNet, "peerings of a virtual network, the old limit", 500, "peerings", "azure-resources"},
	{AddressesPerVNet, "private addresses in use in a virtual network", 65536, "addresses", "azure-subscription-service-limits"},
	{AddressesPerPeeredVNets, "private addresses in use over peered virtual networks", 128000, "addresses", "azure-subscription-service-limits"},
	{DNSServers, "DNS servers of a virtual network", 20, "servers", "azure-subscription-service-limits"},
	{ReservedAddresses, "addresses that Azure keeps in a subnet", 5, "addresses", "virtual-networks-faq"},
	{SmallestSubnet, "longest prefix of a subnet", 29, "bits", "virtual-networks-faq"},
	{LargestSubnet, "shortest prefix of a subnet", 2, "bits", "virtual-networks-faq"},
	{IPv6Subnet, "the one length of an IPv6 prefix", 64, "bits", "virtual-networks-faq"},
	{NSGs, "NSGs", 5000, "NSGs", "azure-subscription-service-limits"},
	{RulesPerNSG, "rules of an NSG", 2000, "rules", "azure-subscription-service-limits"},
	{OldRulesPerNSG, "rules of an NSG, the old limit", 1000, "rules", "azure-resources"},
	{AddressesPerNSG, "addresses and ranges of an NSG, sources and destinations each", 6000, "addresses", "azure-subscription-service-limits"},
	{OldAddressesPerNSG, "addresses and ranges of an NSG, the old limit", 4000, "addresses", "azure-resources"},
	{NSGPriorityLowest, "lowest priority number of an NSG rule", 100, "", "nsg"},
	{NSGPriorityHighest, "highest priority number of an NSG rule", 4096, "", "nsg"},
	{RouteTables, "route tables", 600, "route tables", "azure-subscription-service-limits"},
	{OldRouteTables, "route tables, the old limit", 200, "route tables", "azure-resources"},
	{RoutesPerTable, "routes of a route table; a service tag counts as one", 1000, "routes", "azure-subscription-service-limits"},
	{OldRoutesPerTable, "routes of a route table, the old limit", 400, "routes", "udr"},
	{TagRoutesPerTable, "routes with a service tag of a route table", 25, "routes", "udr"},
	{DefaultPublicIPs, "Standard public IP addresses of a new subscription", 10, "addresses", "azure-subscription-service-limits"},
	{LoadBalancers, "Standard load balancers", 1000, "load balancers", "azure-subscription-service-limits"},
	{DNSZones, "private DNS zones", 1000, "zones", "azure-subscription-service-limits"},
	{LinksPerDNSZone, "virtual network links of a private DNS zone", 1000, "links", "azure-subscription-service-limits"},
	{DNSZonesPerVNet, "private DNS zones that a virtual network can be linked to", 1000, "zones", "azure-subscription-service-limits"},
	{NATPublicIPs, "public IP addresses of a NAT gateway", 16, "addresses", "nat-overview"},
	{NATPortsPerIP, "ports of each public IP address of a NAT gateway", 64512, "ports", "nat-overview"},

	{TemplateBytes, "size of a template", 4 << 20, "bytes", "azure-subscription-service-limits"},
	{ParameterFileBytes, "size of a parameter file", 4 << 20, "bytes", "azure-subscription-service-limits"},
	{ResourceBytes, "size of one resource in a template", 1 << 20, "bytes", "azure-subscription-service-limits"},
	{TemplateParameters, "parameters of a template", 256, "parameters", "azure-subscription-service-limits"},
	{TemplateVariables, "variables of a template; the Bicep linter says 512", 256, "variables", "azure-subscription-service-limits"},
	{TemplateOutputs, "outputs of a template", 64, "outputs", "azure-subscription-service-limits"},
	{TemplateResources, "resources of a template, each pass of a loop counted", 800, "resources", "azure-subscription-service-limits"},
	{TemplateExpression, "length of an expression", 24576, "characters", "azure-subscription-service-limits"},
	{DeploymentHistory, "deployments in the history of a resource group", 800, "deployments", "azure-subscription-service-limits"},
	{ResourcesPerType, "resources of one type in a resource group", 800, "resources", "azure-subscription-service-limits"},
	{TagsPerResource, "tags of a resource", 50, "tags", "azure-subscription-service-limits"},
	{TagNameCharacters, "length of the name of a tag", 512, "characters", "azure-subscription-service-limits"},
	{StorageTagNameCharacters, "length of the name of a tag of a storage account", 128, "characters", "azure-resources"},
	{TagValueCharacters, "length of the value of a tag", 256, "characters", "azure-subscription-service-limits"},

	{OwnParameters, "parameters that batchgen writes", 200, "parameters", "azure-resources"},
	{OwnVariables, "variables that batchgen writes", 200, "variables", "azure-resources"},
}

// Limits returns every limit.
func Limits() []Limit { return slices.Clone(limits) }

// LimitOf returns the number of a limit.
func LimitOf(id LimitID) int {
	for _, l := range limits {
		if l.ID == id {
			return l.Value
		}
	}
	panic("azure: no limit " + string(id))
}
