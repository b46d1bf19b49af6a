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
	Roles                         []RoleAssignment
	Account                       Account
	Pools                         []*Pool
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
	Subnets    []*Subnet
	// NATGateway is nil where there is none.
	NATGateway *NATGateway
}

// Subnet is a subnet of nodes. What ties it to its NSG, route table and NAT
// gateway is for the template to write: a plan holds no references.
type Subnet struct {
	Name string
	// Owner is the pool that the subnet belongs to, nil for the shared one.
	Owner         *Pool
	Properties    *armnetwork.SubnetPropertiesFormat
	Sizing        Sizing
	SecurityGroup SecurityGroup
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
	// SKU is "Standard_ZRS" or "Standard_LRS".
	SKU    string
	Reason Reason
}

// Identity is a user-assigned identity.
type Identity struct {
	Name   string
	Reason Reason
}

// Target is what a role is assigned on.
type Target string

// The targets of role assignments.
const (
	OnStorage Target = "storage account"
	OnAccount Target = "Batch account"
)

// RoleAssignment gives a role to an identity.
type RoleAssignment struct {
	Identity *Identity
	Role     azure.Role
	On       Target
	// Reason is also the assignment's description.
	Reason Reason
}

// Account is the Batch account.
type Account struct {
	// Name is the stated name, "" for a computed one that starts with Stem.
	Name string
	// Stem is the prefix of computed account and storage names.
	Stem string
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
	EncryptedDisks         []string
	InterNodeCommunication bool
	Subnet                 *Subnet
	// Provision is where public IPs come from, as the pool's property says it.
	Provision string
	// NATPool is nil where no port is mapped to the nodes.
	NATPool *NATPool
	// Identities of the pool, in the order that the pool lists them.
	Identities []*Identity
	Scale      Scale
	// Parameters tells that size and counts are parameters; false where a
	// template of so many pools would have too many.
	Parameters bool

	// in is what the intent says of the pool.
	in *intent.Pool
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
	Dedicated, Spot Count
	// Formula replaces the counts, "" for fixed scale. OwnFormula tells that it is the intent's.
	Formula    string
	OwnFormula bool
	// FormulaVariable tells that the formula is a variable; false where there would be too many.
	FormulaVariable bool
	// Interval between two evaluations, ISO 8601.
	Interval string
	// InWords is how many nodes the pool has: "40 dedicated and 60 spot nodes".
	InWords string
}

// Count is a number of nodes.
type Count struct {
	Value int
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
}

func (p *planner) report(d ...diag.Diagnostic) { p.list = append(p.list, d...) }

// steps are the decisions in their order: each reads the intent and what the
// steps before it decided.
var steps = []func(*planner){
	(*planner).refuseNotYet,
	(*planner).placeAndMode,
	(*planner).pools,
	(*planner).subnets,
	(*planner).natGateway,
	(*planner).identities,
	(*planner).securityGroups,
	(*planner).routeTables,
	(*planner).remoteAccess,
	(*planner).scale,
	(*planner).summary,
}

// New makes the plan for an intent. asOf is the day that retirements are
// compared with; it changes diagnostics, never the plan. After an error the
// plan is not complete and must not be used.
func New(in intent.Intent, asOf time.Time) (Plan, diag.List) {
	p := &planner{in: in, asOf: asOf}
	for _, step := range steps {
		step(p)
	}
	return p.plan, p.list
}
