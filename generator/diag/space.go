package diag

import (
	"fmt"
	"net/netip"
)

// SubnetTooSmall is BG301, subnet too small: the given prefix holds fewer nodes than its pools can reach.
// Azure keeps five addresses of every subnet; a pool that cannot get an address fails to resize.
func SubnetTooSmall(path string, prefix netip.Prefix, holds, nodes, enoughBits int) Diagnostic {
	return failure("BG301", path,
		fmt.Sprintf("subnet %s holds %d nodes, the pools need %d", prefix, holds, nodes),
		fmt.Sprintf("use /%d or larger, or leave prefix out to have it computed", enoughBits)).from("azure-network-rules")
}

// SubnetWithoutHeadroom is BG302, subnet without headroom: the given prefix holds the nodes but not the headroom asked for.
func SubnetWithoutHeadroom(path string, prefix netip.Prefix, holds, nodes, percent, need, enoughBits int) Diagnostic {
	return caution("BG302", path,
		fmt.Sprintf("subnet %s holds %d nodes; %d nodes with %d %% headroom need %d", prefix, holds, nodes, percent, need),
		fmt.Sprintf("use /%d, or lower headroomPercent", enoughBits))
}

// SubnetOutside is BG303, subnet outside the address space: a subnet is a part of its virtual network.
func SubnetOutside(path string, prefix netip.Prefix, space []netip.Prefix) Diagnostic {
	return failure("BG303", path,
		fmt.Sprintf("subnet %s lies outside the address space %s", prefix, joined(space)),
		"move the subnet, or add its range to network.addressSpace")
}

// SubnetsOverlap is BG304, subnets overlap: an address belongs to one subnet only.
func SubnetsOverlap(path string, prefix, other netip.Prefix, otherPath string) Diagnostic {
	d := failure("BG304", path,
		fmt.Sprintf("subnet %s overlaps subnet %s", prefix, other), "move one of them")
	d.Related = []Related{{Path: otherPath, Message: fmt.Sprintf("subnet %s", other)}}
	return d
}

// AddressSpaceFull is BG305, address space full: no free range of the needed size is left for a computed subnet.
func AddressSpaceFull(path string, bits, nodes int, space []netip.Prefix) Diagnostic {
	return failure("BG305", path,
		fmt.Sprintf("the address space %s has no room for a /%d, which %d nodes and the headroom need",
			joined(space), bits, nodes),
		"enlarge network.addressSpace, or lower the node counts or headroomPercent")
}

// AddressSpaceForbidden is BG306, forbidden range: the address space touches a range that Azure does not allow.
func AddressSpaceForbidden(path string, prefix, forbidden netip.Prefix, note, source string) Diagnostic {
	return failure("BG306", path,
		fmt.Sprintf("address space %s touches %s (%s), which Azure does not allow", prefix, forbidden, note),
		"use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10").from(source)
}

// AddressSpaceUnusual is BG307, unusual range: the address space is not private, so its real owner becomes unreachable.
func AddressSpaceUnusual(path string, prefix netip.Prefix, source string) Diagnostic {
	return caution("BG307", path,
		fmt.Sprintf("address space %s is not a private range: nodes cannot reach whoever owns it on the internet", prefix),
		"use a range of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10").from(source)
}

// AddressSpacesOverlap is BG308, address spaces overlap: two ranges of the address space hold the same addresses.
func AddressSpacesOverlap(path string, prefix, other netip.Prefix) Diagnostic {
	return failure("BG308", path,
		fmt.Sprintf("address space %s overlaps %s", prefix, other), "remove one of them")
}

// SubnetBelowMinimum is BG309, subnet below the minimum: Azure's smallest subnet is a /29.
func SubnetBelowMinimum(path string, prefix netip.Prefix, smallest int, source string) Diagnostic {
	return failure("BG309", path,
		fmt.Sprintf("subnet %s is smaller than a /%d, the smallest that Azure takes", prefix, smallest),
		fmt.Sprintf("use /%d or larger", smallest)).from(source)
}

// TooManyAddresses is BG310, too many nodes for one network: a virtual network holds a limited number of addresses.
func TooManyAddresses(path string, nodes, limit int, source string) Diagnostic {
	return failure("BG310", path,
		fmt.Sprintf("the pools can reach %d nodes, a virtual network holds at most %d addresses", nodes, limit),
		"lower the node counts, or split the pools over several intents").from(source)
}

func joined(prefixes []netip.Prefix) string {
	text := ""
	for i, p := range prefixes {
		if i > 0 {
			text += ", "
		}
		if i == 4 {
			return text + "…"
		}
		text += p.String()
	}
	return text
}

// PrefixNeeded is BG311, prefix needed: which ranges of an existing network are free is not for batchgen to know.
func PrefixNeeded(path, what string, bits int) Diagnostic {
	return failure("BG311", path,
		fmt.Sprintf("%s in an existing virtual network needs a prefix: a /%d or larger", what, bits),
		fmt.Sprintf("add prefix with a free range of the network, such as 10.0.8.0/%d", bits))
}

// EndpointSubnetTooSmall is BG312, endpoint subnet too small: each private endpoint takes an address.
func EndpointSubnetTooSmall(path string, prefix netip.Prefix, holds, endpoints int) Diagnostic {
	return failure("BG312", path,
		fmt.Sprintf("subnet %s holds %d private endpoints, there are %d", prefix, holds, endpoints),
		"use /28 or larger")
}
