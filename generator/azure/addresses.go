package azure

import (
	"net/netip"
	"slices"
)

// Ranges that an address space must not touch: azure-resources section 5.2.
var forbiddenRanges = []AddressRange{
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast", "manage-virtual-network"},
	{netip.MustParsePrefix("255.255.255.255/32"), "broadcast", "manage-virtual-network"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback", "manage-virtual-network"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local", "manage-virtual-network"},
	{netip.MustParsePrefix("168.63.129.16/32"), "Azure's own DNS", "manage-virtual-network"},
}

// Ranges that are meant for address spaces.
var usualRanges = []AddressRange{
	{netip.MustParsePrefix("10.0.0.0/8"), "private", "virtual-networks-faq"},
	{netip.MustParsePrefix("172.16.0.0/12"), "private", "virtual-networks-faq"},
	{netip.MustParsePrefix("192.168.0.0/16"), "private", "virtual-networks-faq"},
	{netip.MustParsePrefix("100.64.0.0/10"), "shared", "virtual-networks-faq"},
}

// ForbiddenRanges returns the ranges that an address space must not touch.
func ForbiddenRanges() []AddressRange { return slices.Clone(forbiddenRanges) }

// UsualRanges returns the ranges that address spaces are taken from.
func UsualRanges() []AddressRange { return slices.Clone(usualRanges) }

// DockerBridge is the range of Docker's own bridge, which networks with
// container pools should avoid (azure-network-rules section 1).
func DockerBridge() netip.Prefix { return netip.MustParsePrefix("172.17.0.0/16") }
