package plan

import (
	"fmt"
	"math/bits"
	"net/netip"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"go4.org/netipx"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// member is a subnet in the making: where the intent speaks of it, and who lives in it.
type member struct {
	subnet *Subnet
	stated intent.Subnet
	path   string // of the key that speaks of the subnet
	// endpoints counts the private endpoints, 0 for a subnet of nodes.
	endpoints int
	pools     []*Pool
}

// subnets groups the pools, sizes each subnet and gives it an address range.
func (p *planner) subnets() {
	n := &p.plan.Network
	n.AddressSpace, n.DNSServers = p.in.Network.AddressSpace, p.in.Network.DNSServers
	if n.Existing == "" {
		n.Name = p.named(azure.VirtualNetwork, p.in.Name+"-vnet", generated)
	}
	if len(p.in.Network.DNSServers) == 1 {
		p.report(diag.TooFewDNSServers("/network/dnsServers"))
	}
	p.checkAddressSpace()
	members := p.members()
	total := 0
	for _, m := range members {
		m.subnet.Sizing = p.sizing(m)
		total += m.subnet.Sizing.Nodes
	}
	if limit := azure.LimitOf(azure.AddressesPerVNet); total > limit {
		p.report(diag.TooManyAddresses("/nodes", total, limit, "azure-subscription-service-limits"))
		return
	}
	p.allocate(members)
	for _, m := range members {
		s := m.subnet
		s.Properties = &armnetwork.SubnetPropertiesFormat{
			AddressPrefix:         new(s.Prefix().String()),
			DefaultOutboundAccess: new(false),
		}
		if s.ForEndpoints {
			s.Properties.PrivateEndpointNetworkPolicies = new(armnetwork.VirtualNetworkPrivateEndpointNetworkPoliciesNetworkSecurityGroupEnabled)
			n.EndpointSubnet = s
			continue
		}
		if p.closedStorage() && !p.hasEndpoint(intent.EndpointStorage) {
			s.Properties.ServiceEndpoints = []*armnetwork.ServiceEndpointPropertiesFormat{{Service: new("Microsoft.Storage")}}
		}
		for _, pool := range m.pools {
			pool.Subnet = s
		}
		n.Subnets = append(n.Subnets, s)
	}
}

// members lists the subnets, the shared one first.
func (p *planner) members() []*member {
	shared := &member{stated: p.in.Network.Subnet, path: "/network/subnet"}
	members := []*member{shared}
	for _, pool := range p.plan.Pools {
		in := pool.in
		if !in.OwnSubnet || p.in.Network.ExistingSubnet != "" {
			shared.pools = append(shared.pools, pool)
			continue
		}
		m := &member{stated: in.Subnet, path: in.Path("subnet"), pools: []*Pool{pool}}
		name := p.subnetName(m, in.Name+"-nodes", in.Pointer()+"/name")
		m.subnet = &Subnet{Name: name, Owner: pool, Reason: Reason{
			Why: fmt.Sprintf("The nodes of pool %s alone, so that its rules and its size are its own.", in.Name), Doc: "bvn",
		}}
		members = append(members, m)
	}
	if own := p.endpointMember(); own != nil {
		members = append(members, own)
	}
	if len(shared.pools) == 0 {
		if p.in.Network.Subnet.Name != "" || p.in.Network.Subnet.Prefix.IsValid() {
			p.report(diag.SubnetWithoutPools("/network/subnet"))
		}
		return members[1:]
	}
	shared.subnet = &Subnet{Existing: p.in.Network.ExistingSubnet, Reason: Reason{
		Why: "The nodes of every pool that has no subnet of its own.", Doc: "bvn",
	}}
	if shared.subnet.Existing != "" {
		shared.subnet.Name = shared.subnet.Existing.Name()
	} else {
		shared.subnet.Name = p.subnetName(shared, p.in.Name+"-nodes", generated)
	}
	return members
}

// subnetName is the name that the intent gives a subnet, or the computed one.
func (p *planner) subnetName(m *member, computed, path string) string {
	if m.stated.Name != "" {
		return p.named(azure.SubnetResource, m.stated.Name, m.path+"/name")
	}
	return p.named(azure.SubnetResource, computed, path)
}

// endpointMember is the subnet that private endpoints get, nil for none of ours.
func (p *planner) endpointMember() *member {
	in := p.in.Network.PrivateEndpoints
	if in == nil || in.ExistingSubnet != "" || p.in.Network.ExistingSubnet != "" {
		return nil
	}
	m := &member{stated: in.Subnet, path: "/network/privateEndpoints/subnet", endpoints: len(p.plan.Network.Endpoints)}
	m.subnet = &Subnet{
		Name: p.subnetName(m, p.in.Name+"-private-endpoints", generated), ForEndpoints: true, Reason: Reason{
			Why: "Private endpoints alone, so that its rules can close it.", Doc: "no-pip",
		},
	}
	return m
}

// checkAddressSpace refuses ranges that Azure refuses and ranges that overlap.
func (p *planner) checkAddressSpace() {
	space := p.in.Network.AddressSpace
	for i, prefix := range space {
		path := fmt.Sprintf("/network/addressSpace/%d", i)
		for _, other := range space[:i] {
			if prefix.Overlaps(other) {
				p.report(diag.AddressSpacesOverlap(path, prefix, other))
			}
		}
		if bad, found := touching(prefix, azure.ForbiddenRanges()); found {
			p.report(diag.AddressSpaceForbidden(path, prefix, bad.Prefix, bad.Note, string(bad.Doc)))
			continue
		}
		if !within(prefix, azure.UsualRanges()) {
			p.report(diag.AddressSpaceUnusual(path, prefix, "azure-resources"))
		}
	}
}

func touching(prefix netip.Prefix, ranges []azure.AddressRange) (azure.AddressRange, bool) {
	for _, r := range ranges {
		if r.Prefix.Overlaps(prefix) {
			return r, true
		}
	}
	return azure.AddressRange{}, false
}

func within(prefix netip.Prefix, ranges []azure.AddressRange) bool {
	for _, r := range ranges {
		if contains(r.Prefix, prefix) {
			return true
		}
	}
	return false
}

func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// sizing works out how large a subnet has to be, and checks a stated prefix against that.
func (p *planner) sizing(m *member) Sizing {
	s := Sizing{
		Prefix:          m.stated.Prefix,
		HeadroomPercent: p.in.Network.HeadroomPercent,
		Reserved:        azure.LimitOf(azure.ReservedAddresses),
		Given:           m.stated.Prefix.IsValid(),
	}
	if m.endpoints > 0 {
		return p.endpointSizing(m, s)
	}
	for _, pool := range m.pools {
		s.Nodes += pool.largest.Largest()
	}
	s.Headroom = (s.Nodes*s.HeadroomPercent + 99) / 100
	enough := prefixBits(s.Nodes + s.Headroom + s.Reserved)
	if !s.Given {
		return p.computed(m, s, "the node subnet", enough)
	}
	if smallest := azure.LimitOf(azure.SmallestSubnet); s.Prefix.Bits() > smallest {
		p.report(diag.SubnetBelowMinimum(m.prefixPath(), s.Prefix, smallest, "azure-network-rules"))
		return s
	}
	s.Holds = holds(s.Prefix, s.Reserved)
	switch {
	case s.Holds < s.Nodes && p.fitsWithoutEnvironments(m.pools, s.Holds):
		p.tooSmallForEnvironments(m, s, enough)
	case s.Holds < s.Nodes:
		p.report(diag.SubnetTooSmall(m.prefixPath(), s.Prefix, s.Holds, s.Nodes, enough))
	case s.Holds < s.Nodes+s.Headroom:
		p.report(diag.SubnetWithoutHeadroom(m.prefixPath(), s.Prefix, s.Holds, s.Nodes, s.HeadroomPercent, s.Nodes+s.Headroom, enough))
	}
	return s
}

// prefixPath is where the intent states the prefix, or would.
func (m *member) prefixPath() string { return m.path + "/prefix" }

// computed leaves the size of a prefix to be allocated. In an existing network
// nobody but its owner knows what is free; of an existing subnet the size stays unknown.
func (p *planner) computed(m *member, s Sizing, what string, bits int) Sizing {
	switch {
	case m.subnet.Existing != "":
		return s
	case p.plan.Network.Existing != "":
		p.report(diag.PrefixNeeded(m.path, what, bits))
	}
	s.Prefix = netip.PrefixFrom(netip.IPv4Unspecified(), bits)
	s.Holds = holds(s.Prefix, s.Reserved)
	return s
}

// endpointBits is the size of a subnet for private endpoints: a /28 holds eleven.
const endpointBits = 28

func (p *planner) endpointSizing(m *member, s Sizing) Sizing {
	s.HeadroomPercent = 0
	if !s.Given {
		return p.computed(m, s, "the subnet of the private endpoints", endpointBits)
	}
	if smallest := azure.LimitOf(azure.SmallestSubnet); s.Prefix.Bits() > smallest {
		p.report(diag.SubnetBelowMinimum(m.prefixPath(), s.Prefix, smallest, "azure-network-rules"))
		return s
	}
	if s.Holds = holds(s.Prefix, s.Reserved); s.Holds < m.endpoints {
		p.report(diag.EndpointSubnetTooSmall(m.prefixPath(), s.Prefix, s.Holds, m.endpoints))
	}
	return s
}

// holds returns how many nodes a prefix has room for.
func holds(prefix netip.Prefix, reserved int) int {
	return 1<<(32-prefix.Bits()) - reserved
}

// prefixBits returns the length of the smallest prefix with so many addresses.
func prefixBits(addresses int) int {
	return min(32-bits.Len(uint(addresses-1)), azure.LimitOf(azure.SmallestSubnet))
}

// allocate checks the stated prefixes against the address space and each
// other, then gives every computed subnet the first free range that fits best.
func (p *planner) allocate(members []*member) {
	var b netipx.IPSetBuilder
	for _, prefix := range p.in.Network.AddressSpace {
		b.AddPrefix(prefix)
	}
	space, _ := b.IPSet()
	var placed []*member
	for _, m := range members {
		prefix := m.subnet.Sizing.Prefix
		if !m.subnet.Sizing.Given {
			continue
		}
		if len(p.in.Network.AddressSpace) > 0 && !space.ContainsPrefix(prefix) {
			p.report(diag.SubnetOutside(m.prefixPath(), prefix, p.in.Network.AddressSpace))
		}
		for _, other := range placed {
			if other.subnet.Prefix().Overlaps(prefix) {
				p.report(diag.SubnetsOverlap(m.prefixPath(), prefix, other.subnet.Prefix(), other.prefixPath()))
			}
		}
		placed = append(placed, m)
		b.RemovePrefix(prefix)
	}
	free, _ := b.IPSet()
	for _, m := range members {
		if m.subnet.Sizing.Given || m.subnet.Existing != "" || p.plan.Network.Existing != "" {
			continue
		}
		bits := m.subnet.Sizing.Prefix.Bits()
		prefix, rest, ok := free.RemoveFreePrefix(uint8(bits))
		if !ok {
			p.report(diag.AddressSpaceFull("/network/addressSpace", bits, m.subnet.Sizing.Nodes, p.in.Network.AddressSpace))
			return
		}
		m.subnet.Sizing.Prefix, free = prefix, rest
	}
}

// natGateway decides the NAT gateway that all node subnets share.
func (p *planner) natGateway() {
	in := p.in.Network.NATGateway
	if in == nil {
		return
	}
	nat := &NATGateway{
		Existing:  in.Existing,
		Zone:      in.Zone,
		PublicIPs: in.PublicIPs,
		Reason: Reason{
			Why: "Nodes leave to the internet from a public IP address that is known beforehand.", Doc: "doa",
		},
	}
	p.plan.Network.NATGateway = nat
	if in.Zone != "" && !p.in.Region.Zones {
		p.report(diag.ZonesNotOffered("/network/natGateway/zone", p.in.Region.DisplayName, in.Zone))
	}
	if in.Existing != "" {
		return
	}
	nat.Name = p.named(azure.NATGateway, p.in.Name+"-nat", generated)
	if len(in.PublicIPs) == 0 {
		nat.PublicIPName = p.named(azure.PublicIPAddress, p.in.Name+"-nat-ip", generated)
	}
	nat.Properties = &armnetwork.NatGatewayPropertiesFormat{}
	if in.IdleTimeoutMinutes > 0 {
		nat.Properties.IdleTimeoutInMinutes = new(int32(in.IdleTimeoutMinutes))
	}
}

// resourceName makes the name of a resource that belongs to a subnet:
// "<name>-nsg" for the shared one, "<name>-<pool>-nsg" for a pool's own.
func (p *planner) resourceName(resource string, s *Subnet, suffix string) string {
	if s.Owner == nil {
		return p.named(resource, p.in.Name+"-"+suffix, generated)
	}
	return p.named(resource, strings.Join([]string{p.in.Name, s.Owner.Name, suffix}, "-"), s.Owner.in.Pointer()+"/name")
}
