// Package audit reads networks that exist, or that others have written, into
// the form that verify judges, and says what is wrong with them beyond flows.
package audit

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// Inventory is what a set of files shows. IDs are as the files spell them and
// compare without letter case; "" where the file has none.
type Inventory struct {
	SecurityGroups  []SecurityGroup
	RouteTables     []RouteTable
	VirtualNetworks []VirtualNetwork
	Subnets         []Subnet
	Accounts        []Account
	Pools           []Pool
	Endpoints       []Endpoint
	Zones           []Zone
	// Unknown says what the files hold that could not be read at all, such as a
	// linked template; "" for nothing.
	Unknown string
}

// Place is where in which file something stands. The zero Place is nowhere.
type Place struct {
	File  string
	Range diag.Range
}

// SecurityGroup is a network security group.
type SecurityGroup struct {
	ID, Name, Location string
	Rules              []Rule
	// Subnets are the IDs that the group itself says it is tied to, Interfaces how many NICs.
	Subnets    []string
	Interfaces int
	// TiesKnown tells that the file would show what the group is tied to.
	TiesKnown bool
	// Unknown says what of it could not be told, "" for nothing.
	Unknown string
	Place   Place
}

// Rule is a rule of a group and where it stands.
type Rule struct {
	verify.Rule
	Place Place
}

// RouteTable is a route table.
type RouteTable struct {
	ID, Name, Location string
	Routes             []Route
	WithoutBGP         bool
	// Subnets are the IDs that the table itself says it is tied to.
	Subnets   []string
	TiesKnown bool
	// Unknown says what of it could not be told, "" for nothing.
	Unknown string
	Place   Place
}

// Route is a route of a table and where it stands.
type Route struct {
	verify.Route
	Place Place
}

// VirtualNetwork is a virtual network.
type VirtualNetwork struct {
	ID, Name, Location string
	AddressSpace       []netip.Prefix
	DNSServers         []string
	// Complete tells that its subnets and peerings are shown, Gateway why routes may be learned by BGP, "" for no reason.
	Complete bool
	Gateway  string
	// Unknown says what of it could not be told, "" for nothing.
	Unknown string
	Place   Place
}

// Subnet is a subnet of a virtual network.
type Subnet struct {
	ID, Name string
	// VirtualNetwork is the ID of its network, or the name where there is no ID.
	VirtualNetwork string
	Prefixes       []netip.Prefix
	// SecurityGroup, RouteTable and NATGateway are IDs, "" for none.
	SecurityGroup, RouteTable, NATGateway string
	ServiceEndpoints                      []string
	// DefaultOutbound is nil where the file does not say.
	DefaultOutbound *bool
	// Delegation names a service that owns the subnet, "" for none.
	Delegation string
	// Unknown says what of it could not be told, "" for nothing.
	Unknown string
	Place   Place
}

// Account is a Batch account.
type Account struct {
	ID, Name, Location string
	// NodeManagementPublic tells whether nodes may call from public addresses; nil where the file does not say.
	NodeManagementPublic *bool
	// AutoStorage is the ID of its storage account, "" for none.
	AutoStorage string
	Place       Place
}

// Pool is a Batch pool.
type Pool struct {
	ID, Name string
	// Subnet is the ID of its subnet, "" for none.
	Subnet string
	// Mode is "classic", "simplified", "default", "cloudService" (that configuration) or "" where the file does not say.
	Mode string
	// OS is "linux", "windows" or "" where the file does not say.
	OS string
	// PublicIPs is "BatchManaged", "UserManaged" or "NoPublicIPAddresses"; "" is Batch's default, managed.
	PublicIPs string
	// Nodes is the largest total that the pool is set to; -1 where it is not known.
	Nodes int
	// InterNode tells that nodes talk to each other.
	InterNode bool
	// Unknown says what of it could not be told, "" for nothing.
	Unknown string
	Place   Place
}

// Endpoint is a private endpoint.
type Endpoint struct {
	ID, Name string
	Subnet   string
	// Target is the ID of what it leads to, Groups its sub-resources: "nodeManagement".
	Target string
	Groups []string
	// Unknown says why the endpoint may be there or not, "" where it is.
	Unknown string
	Place   Place
}

// Zone is a private DNS zone.
type Zone struct {
	Name string
	// Networks are the IDs of the virtual networks that it is linked to.
	Networks []string
	Place    Place
}

// SameID reports whether two IDs are of the same resource: letter case does not
// count, and the {subscription} and {resourceGroup} of a template are those that
// it is deployed to, whichever they are. An empty ID is that of no resource.
func SameID(a, b string) bool {
	if a == "" || strings.EqualFold(a, b) {
		return a != ""
	}
	if !strings.Contains(a, "{") && !strings.Contains(b, "{") {
		return false
	}
	left, right := strings.Split(a, "/"), strings.Split(b, "/")
	return slices.EqualFunc(left, right, func(x, y string) bool {
		return strings.EqualFold(x, y) || placeholder(x) || placeholder(y)
	})
}

func placeholder(segment string) bool {
	return segment == "{subscription}" || segment == "{resourceGroup}"
}
