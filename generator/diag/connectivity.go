package diag

import (
	"fmt"
	"net/netip"
	"strings"
)

// ApplianceInNodeSubnet is BG401, appliance inside the node subnet: its own traffic would come back to it for ever.
func ApplianceInNodeSubnet(path string, address netip.Addr, subnet netip.Prefix) Diagnostic {
	return failure("BG401", path,
		fmt.Sprintf("appliance %s lies in the node subnet %s: its traffic would be routed back to itself", address, subnet),
		"put the appliance into another subnet or a peered network").from("udr")
}

// ClassicInspect is BG402, classic mode with inspected service traffic: the service opens connections to the node's
// public IP address, and the replies must leave directly.
func ClassicInspect(path string) Diagnostic {
	return failure("BG402", path,
		"classic mode cannot keep the Batch service's traffic on the tunnel: replies to its calls must leave directly",
		"use serviceTraffic: direct, or mode: simplified").from("bvn")
}

// AsymmetricReplies is BG403, asymmetric replies: callers of SSH or RDP reach the public IP address, and the answer
// leaves by the tunnel.
func AsymmetricReplies(path, pool string) Diagnostic {
	return caution("BG403", path,
		fmt.Sprintf("replies of pool %q to remote access from the internet leave through the forced tunnel, not to the caller", pool),
		"reach the nodes from inside the network (jump host, Bastion, VPN), or add a route for each caller").from("udr")
}

// ActivationThroughTunnel is BG404, Windows activation through the tunnel: the KMS servers answer only Azure's own
// public addresses, and nothing takes this traffic past the tunnel.
func ActivationThroughTunnel(path, pool, reason string) Diagnostic {
	return caution("BG404", path,
		fmt.Sprintf("Windows activation of pool %q fails through the tunnel: %s", pool, reason),
		"use serviceTraffic: direct with public IPs or a NAT gateway, or licence the image otherwise").from("kms")
}

// TunnelCarries is BG405, traffic that stays on the tunnel: whoever runs its far end must let these flows pass, or the
// nodes do not work.
func TunnelCarries(path, through string, flows []string) Diagnostic {
	return caution("BG405", path,
		fmt.Sprintf("%s must let pass: %s", through, strings.Join(flows, "; ")),
		"open these at the far end of the tunnel before the pool is deployed").from("bvn")
}

// TooManyRemoteSources is BG406, too many sources of remote access: Batch takes a limited number of rules per pool.
func TooManyRemoteSources(path, pool string, sources, limit int, source string) Diagnostic {
	return failure("BG406", path,
		fmt.Sprintf("pool %q has %d sources of remote access, Batch takes %d beside the closing deny", pool, sources, limit),
		"merge ranges, or reach the nodes through a jump host").from(source)
}

// RemoteAccessTag is BG407, service tag in remote access: Batch promises only Internet and VirtualNetwork as tags in
// the rules of a NAT pool.
func RemoteAccessTag(path, tag string) Diagnostic {
	return caution("BG407", path,
		fmt.Sprintf("Batch does not promise to take service tag %s as a source of remote access", tag),
		"name the address ranges instead, or try the deployment first").from("endpoints")
}

// TagRouteUnpublished is BG408, tag route not published: the cloud's tag list does not offer the tag for route tables.
func TagRouteUnpublished(path, tag, cloud string) Diagnostic {
	return caution("BG408", path,
		fmt.Sprintf("the published tag list of %s does not offer %s for route tables", cloud, tag),
		"if the deployment answers InvalidAddressPrefixFormat, use the global tag BatchNodeManagement by hand").from("tags")
}

// TagPriorities is BG409, too many service tags in remote access: each tag takes a rule and a priority of its own.
func TagPriorities(path string, tags, limit int) Diagnostic {
	return failure("BG409", path,
		fmt.Sprintf("remote access names %d service tags, the rules have room for %d", tags, limit),
		"name fewer tags")
}

// TagNamesCollide is BG410, rule names collide: two service tags that differ in their dots alone give the same rule name.
func TagNamesCollide(path, tag, name string) Diagnostic {
	return failure("BG410", path,
		fmt.Sprintf("service tag %s gives the rule name %s, which another tag has taken", tag, name),
		"name one of the two tags")
}
