// Package plan decides: it turns an intent into the literal parts of a
// deployment (subnets, rules, routes, account, pools), each with why it is
// there and the document that says so, and refuses what cannot work.
package plan

import (
	"net/netip"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// Plan is every decision that a deployment consists of. The packages after it
// read it and decide nothing.
type Plan struct {
	// Name is the prefix of every resource name.
	Name string
	// Summary is one sentence about the whole deployment.
	Summary string
	Region  azure.Region
	Cloud   azure.Cloud
	Mode    azure.Mode
	Tags    []intent.Tag
	// Network is the virtual network with all that belongs to it.
	Network Network
	// Storage is nil where the account has no auto-storage.
	Storage *Storage
	// StorageIdentity is the identity by which account and nodes use the
	// auto-storage, TaskIdentity the one by which tasks call Batch; nil where not needed.
	StorageIdentity, TaskIdentity *Identity
	// PoolIdentity is one made for images and mounts, nil where another does.
	PoolIdentity *Identity
	Roles        []RoleAssignment
	// Grants are roles that somebody has to assign by hand.
	Grants []Grant
	// Secrets are asked for at deployment.
	Secrets []Secret
	Account Account
	Pools   []*Pool
	// Environments each have a parameter file, sorted by name.
	Environments []Environment
}

// Reason says why a part of the plan is there, and which document asks for it.
type Reason struct {
	Why string
	Doc azure.Doc
}

// Network is a virtual network with its subnets and what is tied to them.
type Network struct {
	Name         string
	AddressSpace []netip.Prefix
	// DNSServers, empty for Azure's own.
	DNSServers []netip.Addr
	// Subnets of nodes, the shared one first.
	Subnets []*Subnet
	// NATGateway is nil where there is none.
	NATGateway *NATGateway
	// Existing is the ID of a virtual network that is there already, "" for a new one.
	Existing intent.ResourceID
	// Elsewhere tells that an existing network is not known to be in the
	// deployment's resource group: what lies in it needs a module.
	Elsewhere bool
	// Endpoints are the private endpoints.
	Endpoints []*PrivateEndpoint
	// EndpointSubnet is the subnet that they get, nil where there are none or
	// EndpointSubnetID names one that exists.
	EndpointSubnet   *Subnet
	EndpointSubnetID intent.ResourceID
	// Zones are the private DNS zones that the endpoints register in.
	Zones []*DNSZone
}

// PrivateEndpoint is a private endpoint.
type PrivateEndpoint struct {
	Name, Symbol string
	// Group is the part of the target that it stands for: "nodeManagement", "blob".
	Group string
	On    Target
	// Zone is nil where somebody else sees to the names.
	Zone *DNSZone
	// NodesNeedIt tells that nodes must find it before they start.
	NodesNeedIt bool
	Reason      Reason
}

// DNSZone is a private DNS zone.
type DNSZone struct {
	// Name is that of the cloud: "privatelink.batch.azure.com".
	Name, Symbol string
	// Config is the name of its entry in a zone group.
	Config string
	// Existing is the ID of a central zone, "" for a new one with a link.
	Existing intent.ResourceID
}

// Subnet is a subnet of nodes. What ties it to its NSG, route table and NAT
// gateway is for the template to write: a plan holds no references.
type Subnet struct {
	Name string
	// Owner is the pool that the subnet belongs to, nil for the shared one.
	Owner *Pool
	// ForEndpoints tells that the subnet holds private endpoints, no nodes.
	ForEndpoints bool
	// Existing is the ID of a subnet that is there already; of its network
	// nothing is declared, and its prefix is known only if the intent says it.
	Existing      intent.ResourceID
	Properties    *armnetwork.SubnetPropertiesFormat
	Sizing        Sizing
	SecurityGroup SecurityGroup
	// Required is what the rules of an existing subnet must allow; empty for a new one.
	Required []Rule
	// RouteTable is nil where traffic is not tunneled.
	RouteTable *RouteTable
	Reason     Reason
}

// Prefix returns the subnet's address range.
func (s *Subnet) Prefix() netip.Prefix { return s.Sizing.Prefix }

// Sizing is the arithmetic of a subnet's size. Every number counts addresses.
type Sizing struct {
	Prefix netip.Prefix
	// Nodes is the sum of the largest totals of the pools.
	Nodes int
	// Headroom that the percentage comes to, rounded up.
	Headroom, HeadroomPercent int
	// Reserved are the addresses that Azure keeps.
	Reserved int
	// Holds is how many nodes the prefix has room for.
	Holds int
	// Given tells that the intent states the prefix.
	Given bool
}

// SecurityGroup is a network security group.
type SecurityGroup struct {
	Name  string
	Rules []Rule
}

// Rule is one rule of a network security group.
type Rule struct {
	Name       string
	Properties *armnetwork.SecurityRulePropertiesFormat
	// Needed tells that Batch cannot work without what the rule allows.
	Needed bool
	Reason Reason
}

// RouteTable is a route table.
type RouteTable struct {
	Name       string
	Properties *armnetwork.RouteTablePropertiesFormat
	Routes     []Route
	// PropagationReason says why BGP routes are taken or not.
	PropagationReason Reason
}

// Route is one route.
type Route struct {
	Name       string
	Properties *armnetwork.RoutePropertiesFormat
	Reason     Reason
}

// NATGateway is the NAT gateway of the node subnets.
type NATGateway struct {
	// Existing is the ID of one that is there already; the rest is then empty.
	Existing intent.ResourceID
	Name     string
	// Properties holds the idle timeout alone.
	Properties *armnetwork.NatGatewayPropertiesFormat
	// Zone is "" for none.
	Zone string
	// PublicIPs are existing ones; PublicIPName is that of a new one where there are none.
	PublicIPs    []intent.ResourceID
	PublicIPName string
	Reason       Reason
}

// Storage is the auto-storage account.
type Storage struct {
	// Existing is the ID of one that is there already; the rest is then empty.
	Existing intent.ResourceID
	// Elsewhere tells that it is not known to be in the deployment's resource
	// group: roles on it need a module.
	Elsewhere bool
	// SKU is "Standard_ZRS" or "Standard_LRS".
	SKU string
	// Closed tells that only Azure's own services, the subnets of NodeSubnets
	// and private endpoints get through its firewall.
	Closed bool
	// NodeSubnets tells that the node subnets reach it by a service endpoint.
	NodeSubnets bool
	Reason      Reason
}

// Identity is a user-assigned identity.
type Identity struct {
	Name string
	// Existing is the ID of one that is there already, "" for a new one.
	Existing intent.ResourceID
	Reason   Reason
}

// KeyVault is the vault of a user-subscription account.
type KeyVault struct {
	// Existing is the ID of one that is there already, "" for a new one;
	// Elsewhere as for Storage.
	Existing  intent.ResourceID
	Elsewhere bool
	Reason    Reason
}

// Target is what a role is assigned on.
type Target string

// The targets of role assignments.
const (
	OnStorage  Target = "storage account"
	OnAccount  Target = "Batch account"
	OnKeyVault Target = "key vault"
	// OnMountedStorage is the account that the assignment names by its ID.
	OnMountedStorage Target = "mounted storage account"
)

// RoleAssignment gives a role to an identity.
type RoleAssignment struct {
	// Identity is nil for the Batch service's own principal.
	Identity *Identity
	Role     azure.Role
	On       Target
	// OnID is the ID of a mounted storage account, "" for another target;
	// Elsewhere as for Storage.
	OnID      intent.ResourceID
	Elsewhere bool
	// Reason is also the assignment's description.
	Reason Reason
}

// Account is the Batch account.
type Account struct {
	// Name is the stated name, "" for a computed one that starts with Stem.
	Name string
	// Stem is the prefix of computed account and storage names.
	Stem string
	// Existing is the ID of an account that is there already; the rest is then empty.
	Existing intent.ResourceID
	// Elsewhere tells that it is not known to be in the deployment's resource
	// group: its pools need a module.
	Elsewhere bool
	// Identity of the account, nil for none: the one of the auto-storage, or one that the intent names.
	Identity *Identity
	// System tells that the account has a system-assigned identity.
	System bool
	// PublicNetworkAccess as the property says it.
	PublicNetworkAccess string
	// AllowedIPs may use the account's endpoint; empty for everybody.
	AllowedIPs []string
	// KeyVault is nil unless pools are allocated in the user's subscription.
	KeyVault *KeyVault
	// Diagnostics is the ID of a Log Analytics workspace, "" for none.
	Diagnostics intent.ResourceID
}

// Pool is one pool.
type Pool struct {
	Name string
	// Stem is the name in the form that parameters and symbols start with.
	Stem string
	// Symbol of the pool resource.
	Symbol string
	OS     azure.OS
	VMSize string
	Image  Image
	// EncryptedDisks are the targets of disk encryption, empty for none.
	EncryptedDisks []string
	// EncryptionAtHost must be asked for in a user's subscription.
	EncryptionAtHost       bool
	InterNodeCommunication bool
	Subnet                 *Subnet
	// Provision is where public IPs come from, as the pool's property says it.
	Provision string
	// PublicIPs are the user's own, empty unless Provision says so.
	PublicIPs []intent.ResourceID
	// OSFamily of the Cloud Services configuration, "" with virtual machines.
	OSFamily string
	// NATPool is nil where no port is mapped to the nodes.
	NATPool *NATPool
	// Identities of the pool, in the order that the pool lists them.
	Identities []*Identity
	// TaskSlots is how many tasks a node runs at a time.
	TaskSlots int
	// OSDiskSizeGB is 0 where the image's own size holds.
	OSDiskSizeGB int
	// Containers is nil where the pool runs none.
	Containers *Containers
	// StartTask is nil where there is none.
	StartTask *intent.StartTask
	Mounts    []Mount
	Scale     Scale
	// Parameters tells that size and counts are parameters; false where a
	// template of so many pools would have too many.
	Parameters bool

	// in is what the intent says of the pool.
	in *intent.Pool
	// access is the identity that nodes sign in with by themselves, nil where they do not.
	access *Identity
	// settings are what it has in each environment, largest is each of its
	// counts at its largest: what subnets and addresses must be enough for.
	settings []setting
	largest  intent.Nodes
}

// Image is the image of a pool's nodes.
type Image struct {
	// Publisher, Offer, SKU and Version of a marketplace image.
	Publisher, Offer, SKU, Version string
	// ID of an own image, instead of those.
	ID        intent.ResourceID
	NodeAgent string
}

// NATPool maps a port of the load balancer to SSH or RDP of each node.
type NATPool struct {
	Name                       string
	BackendPort                int
	FrontendStart, FrontendEnd int
	Rules                      []NATRule
	Reason                     Reason
}

// NATRule is a rule of a NAT pool.
type NATRule struct {
	Allow    bool
	Priority int
	Source   string
}

// Scale says how many nodes a pool has.
type Scale struct {
	// Dedicated and Spot are the node counts; with a formula of batchgen's own
	// the most that it asks for, and Min is its least dedicated nodes.
	Min, Dedicated, Spot Count
	// Formula replaces the counts, "" for fixed scale. OwnFormula tells that it is the intent's.
	Formula    string
	OwnFormula bool
	// Bounds are what the first lines of the formula set, one each; empty
	// unless environments may differ in them.
	Bounds []Bound
	// FormulaVariable tells that the formula is a variable; false where there would be too many.
	FormulaVariable bool
	// Interval between two evaluations, ISO 8601.
	Interval string
	// InWords is how many nodes the pool has: "40 dedicated and 60 spot nodes".
	InWords string
}

// Bound is a number that a formula begins with: "maxDedicated = 40;".
type Bound struct {
	Variable string
	// Suffix of its parameter's name, after the pool's stem: "MaxNodes".
	Suffix string
	// What it bounds: "Most dedicated nodes".
	What  string
	Count *Count
}

// Count is a number of nodes.
type Count struct {
	Value int
	// Largest is the largest value in the intent and its environments.
	Largest int
	// Parameter tells that the count is a parameter, Max then bounds it.
	Parameter bool
	Max       int
	// Others is how many of the subnet's addresses are kept for other counts.
	Others int
}

// planner is a plan in the making.
type planner struct {
	in   intent.Intent
	asOf time.Time
	plan Plan
	list diag.List
	// names are those given so far, by type, with what each is made of.
	names map[string]string
}

func (p *planner) report(d ...diag.Diagnostic) { p.list = append(p.list, d...) }

// steps are the decisions in their order: each reads the intent and what the
// steps before it decided.
var steps = []func(*planner){
	(*planner).placeAndMode,
	(*planner).existing,
	(*planner).cloudService,
	(*planner).secrets,
	(*planner).pools,
	(*planner).environments,
	(*planner).publicIPs,
	(*planner).endpoints,
	(*planner).subnets,
	(*planner).natGateway,
	(*planner).account,
	(*planner).identities,
	(*planner).workload,
	(*planner).securityGroups,
	(*planner).endpointSecurityGroup,
	(*planner).routeTables,
	(*planner).connectivity,
	(*planner).remoteAccess,
	(*planner).scale,
	(*planner).summary,
}

// New makes the plan for an intent. asOf is the day that retirements are
// compared with; it changes diagnostics, never the plan. After an error the
// plan is not complete and must not be used.
func New(in intent.Intent, asOf time.Time) (Plan, diag.List) {
	p := &planner{in: in, asOf: asOf, names: map[string]string{}}
	for _, step := range steps {
		step(p)
	}
	return p.plan, p.list
}
