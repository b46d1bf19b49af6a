package azure

// LimitID names a limit.
type LimitID string

// The limits; the unit stands in the row.
const (
	PoolsPerAccount     LimitID = "pools of an account"
	InterNodePoolNodes  LimitID = "nodes of a pool with inter-node communication"
	PublicIPNodes       LimitID = "nodes of one kind behind one public IP address"
	AutoscaleShortest   LimitID = "shortest autoscale interval"
	AutoscaleDefault    LimitID = "default autoscale interval"
	AutoscaleLongest    LimitID = "longest autoscale interval"
	FormulaBytes        LimitID = "size of an autoscale formula"
	FormulaStatements   LimitID = "statements of an autoscale formula"
	TaskSlotsPerNode    LimitID = "task slots of a node"
	MountsPerPool       LimitID = "mounts of a pool"
	AccountNameShortest LimitID = "shortest account name"
	AccountNameLongest  LimitID = "longest account name"
	AccountIPRules      LimitID = "IP rules of an account endpoint"

	NATPoolsPerPool   LimitID = "NAT pools of a pool"
	NATRulesPerPool   LimitID = "rules over all NAT pools of a pool"
	NATRuleFirstAllow LimitID = "priority of the first rule of a NAT pool"
	NATRuleDeny       LimitID = "priority of the closing deny of a NAT pool"
	NATFrontendStart  LimitID = "first front-end port of a NAT pool"
	NATFrontendEnd    LimitID = "last front-end port of a NAT pool"

	ReservedAddresses LimitID = "addresses that Azure keeps in a subnet"
	SmallestSubnet    LimitID = "longest subnet prefix"
	AddressesPerVNet  LimitID = "addresses in use in a virtual network"
	DNSServers        LimitID = "DNS servers of a virtual network"
	SubnetsPerVNet    LimitID = "subnets of a virtual network"
	RulesPerNSG       LimitID = "rules of an NSG"
	AddressesPerNSG   LimitID = "addresses and ranges of an NSG"
	RoutesPerTable    LimitID = "routes of a route table"
	TagRoutesPerTable LimitID = "routes with a service tag of a route table"
	NATPublicIPs      LimitID = "public IP addresses of a NAT gateway"

	TemplateBytes      LimitID = "size of a template"
	TemplateParameters LimitID = "parameters of a template"
	TemplateVariables  LimitID = "variables of a template"
	TemplateOutputs    LimitID = "outputs of a template"
	TemplateResources  LimitID = "resources of a template"
	TemplateExpression LimitID = "characters of an expression"
	TagsPerResource    LimitID = "tags of a resource"
	TagNameCharacters  LimitID = "characters of a tag's name"
	TagValueCharacters LimitID = "characters of a tag's value"

	// OwnParameters and OwnVariables leave room below Azure's limits for those who extend the template.
	OwnParameters LimitID = "parameters that batchgen writes"
	OwnVariables  LimitID = "variables that batchgen writes"
)

// Limit is a number that Azure, or batchgen below it, holds to.
type Limit struct {
	ID    LimitID
	Value int
	Unit  string
	Doc   Doc
}

// Limits: azure-resources sections 5 and 10, azure-network-rules sections 4 to 6.
var limits = []Limit{
	{PoolsPerAccount, 500, "pools", "azure-subscription-service-limits"},
	{InterNodePoolNodes, 100, "nodes", "batch-quota-limit"},
	{PublicIPNodes, 100, "nodes", "spec"},
	{AutoscaleShortest, 5, "minutes", "batch-automatic-scaling"},
	{AutoscaleDefault, 15, "minutes", "batch-automatic-scaling"},
	{AutoscaleLongest, 168 * 60, "minutes", "batch-automatic-scaling"},
	{FormulaBytes, 8192, "bytes", "batch-automatic-scaling"},
	{FormulaStatements, 100, "statements", "batch-automatic-scaling"},
	{TaskSlotsPerNode, 256, "task slots", "batch-quota-limit"},
	{MountsPerPool, 10, "mounts", "mount"},
	{AccountNameShortest, 3, "characters", "azure-resources"},
	{AccountNameLongest, 24, "characters", "azure-resources"},
	{AccountIPRules, 200, "rules", "pna"},

	{NATPoolsPerPool, 5, "NAT pools", "spec"},
	{NATRulesPerPool, 25, "rules", "spec"},
	{NATRuleFirstAllow, 150, "", "spec"},
	{NATRuleDeny, 4000, "", "azure-network-rules"},
	{NATFrontendStart, 60000, "", "azure-network-rules"},
	{NATFrontendEnd, 60099, "", "azure-network-rules"},

	{ReservedAddresses, 5, "addresses", "azure-resources"},
	{SmallestSubnet, 29, "bits", "azure-resources"},
	{AddressesPerVNet, 65536, "addresses", "azure-subscription-service-limits"},
	{DNSServers, 20, "servers", "azure-subscription-service-limits"},
	{SubnetsPerVNet, 3000, "subnets", "azure-subscription-service-limits"},
	{RulesPerNSG, 2000, "rules", "azure-subscription-service-limits"},
	{AddressesPerNSG, 6000, "addresses", "azure-subscription-service-limits"},
	{RoutesPerTable, 1000, "routes", "azure-subscription-service-limits"},
	{TagRoutesPerTable, 25, "routes", "udr"},
	{NATPublicIPs, 16, "addresses", "azure-resources"},

	{TemplateBytes, 4 << 20, "bytes", "azure-subscription-service-limits"},
	{TemplateParameters, 256, "parameters", "azure-subscription-service-limits"},
	{TemplateVariables, 256, "variables", "azure-subscription-service-limits"},
	{TemplateOutputs, 64, "outputs", "azure-subscription-service-limits"},
	{TemplateResources, 800, "resources", "azure-subscription-service-limits"},
	{TemplateExpression, 24576, "characters", "azure-subscription-service-limits"},
	{TagsPerResource, 50, "tags", "azure-subscription-service-limits"},
	{TagNameCharacters, 512, "characters", "azure-subscription-service-limits"},
	{TagValueCharacters, 256, "characters", "azure-subscription-service-limits"},

	{OwnParameters, 200, "parameters", "azure-resources"},
	{OwnVariables, 200, "variables", "azure-resources"},
}

// Limits returns every limit.
func Limits() []Limit { return limits }

// LimitOf returns the number of a limit.
func LimitOf(id LimitID) int {
	for _, l := range limits {
		if l.ID == id {
			return l.Value
		}
	}
	panic("azure: no limit " + string(id))
}
