// Package verify proves which traffic the rules and routes of a network let
// through: for every flow that Azure Batch needs, and for every flow that
// nobody asked for. It computes with exact sets of packets, not with samples.
package verify

import (
	"net/netip"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// Network is a virtual network: what is known of it.
type Network struct {
	// AddressSpace of the network; empty where it is not known, then that of
	// the subnets counts.
	AddressSpace []netip.Prefix
	// EndpointPrefixes are the subnets of private endpoints. Azure gives each
	// endpoint a route of its own, longer than any other.
	EndpointPrefixes []netip.Prefix
	Subnets          []Subnet
}

// Subnet is a subnet with what is tied to it and the flows to be judged there.
type Subnet struct {
	Name   string
	Prefix netip.Prefix
	// Unknown says what is missing where rules and routes are not known, "" where they are.
	Unknown string
	// RulesUnknown and RoutesUnknown say the same of rules and routes apart: what is known is still judged.
	RulesUnknown, RoutesUnknown string
	// SecurityGroup is nil for a subnet without an NSG: everything passes.
	SecurityGroup *SecurityGroup
	// RouteTable is nil for Azure's own routes alone.
	RouteTable *RouteTable
	// ServiceEndpoints by service: "Microsoft.Storage".
	ServiceEndpoints []string
	WayOut           WayOut
	// BGPDefault tells that 0.0.0.0/0 is learned by BGP, which no file shows.
	BGPDefault bool
	// Tunnel is what the intent states of the far end, nil for nothing.
	Tunnel *Tunnel
	Flows  []Flow
}

// SecurityGroup is a network security group.
type SecurityGroup struct {
	Rules []Rule
}

// Rule is a rule of a network security group.
type Rule struct {
	Name       string
	Properties *armnetwork.SecurityRulePropertiesFormat
	// Unknown says what of the rule nobody can tell, "" for nothing. Such a rule
	// may match any packet or none; its direction, access and priority count
	// where Properties has them.
	Unknown string
}

// RouteTable is a route table.
type RouteTable struct {
	Routes []Route
	// WithoutBGP tells that routes learned by BGP are not taken.
	WithoutBGP bool
}

// Route is a route of a route table.
type Route struct {
	Name       string
	Properties *armnetwork.RoutePropertiesFormat
	// Unknown says what of the route nobody can tell, "" for nothing. Such a
	// route may lead its packets anywhere: those to its prefix where Properties
	// has one, else any.
	Unknown string
}

// WayOut is how nodes reach the internet where a route leads there.
type WayOut struct {
	// PublicIPs tells that every node has a public IP address or one of its load balancer.
	PublicIPs  bool
	NATGateway bool
	// Unknown says what is missing to tell whether nodes have public IP addresses, "" where PublicIPs tells.
	Unknown string
	// DefaultOutbound is Azure's hidden way out: true, false or nil for not known.
	DefaultOutbound *bool
}

// The next hops that a tunnel can have.
const (
	GatewayHop   = armnetwork.RouteNextHopTypeVirtualNetworkGateway
	ApplianceHop = armnetwork.RouteNextHopTypeVirtualAppliance
)

// Tunnel is the next hop that the intent answers for: whoever runs it lets the
// allowlist pass.
type Tunnel struct {
	// Hop is GatewayHop or ApplianceHop.
	Hop armnetwork.RouteNextHopType
	// Address of an appliance, else the zero Addr.
	Address netip.Addr
	// Title names it in a sentence: "the appliance 10.0.255.4".
	Title string
}
