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

// NoWayToBatch is BG411, no way to the Batch service: nodes without public IP addresses have no way out, and default
// outbound access is off.
func NoWayToBatch(path, pool string) Diagnostic {
	return failure("BG411", path,
		fmt.Sprintf("pool %q has no public IP addresses and no way to the Batch node management service", pool),
		"add nodeManagement to network.privateEndpoints, or network.natGateway: true, or forcedTunneling with serviceTraffic: inspect",
	).from("no-pip")
}

// DirectWithoutWayOut is BG412, direct service traffic without a way out: a route to the internet needs a public IP
// address or a NAT gateway to be of use.
func DirectWithoutWayOut(path, pool string) Diagnostic {
	return failure("BG412", path,
		fmt.Sprintf("serviceTraffic: direct leads nowhere for pool %q: its nodes have neither public IP addresses nor a NAT gateway", pool),
		"use serviceTraffic: inspect, or add network.natGateway: true, or nodeManagement to network.privateEndpoints").from("doa")
}

// ClassicWithoutPublicIPs is BG413, classic mode without public IP addresses: the Batch service calls each node.
func ClassicWithoutPublicIPs(path, pool string) Diagnostic {
	return failure("BG413", path,
		fmt.Sprintf("pool %q has no public IP addresses, and in classic mode the Batch service calls them", pool),
		"use mode: simplified, or publicIPs: managed").from("no-pip")
}

// ClosedAccountUnreachable is BG414, account closed to its own nodes: with public network access off and no
// nodeManagement endpoint nodes never become usable, whatever public IP addresses they have.
func ClosedAccountUnreachable(path string) Diagnostic {
	return failure("BG414", path,
		"the account is closed to public networks and there is no nodeManagement endpoint: nodes never become usable",
		"add nodeManagement to network.privateEndpoints, or leave publicNetworkAccess out").from("pna")
}

// NodeManagementInClassic is BG415, nodeManagement endpoint in classic mode: it serves simplified mode alone.
func NodeManagementInClassic(path string) Diagnostic {
	return failure("BG415", path,
		"a nodeManagement endpoint serves simplified mode alone",
		"use mode: simplified, or leave nodeManagement out").from("private")
}

// StorageEndpointWithoutStorage is BG416, storage endpoint without storage: there is no auto-storage that it could stand for.
func StorageEndpointWithoutStorage(path string) Diagnostic {
	return failure("BG416", path,
		"a storage endpoint needs auto-storage, and the intent has none",
		"leave storage out of the endpoints, or account.storage: none")
}

// TooFewPublicIPs is BG417, too few public IP addresses: one serves a hundred dedicated or a hundred spot nodes.
func TooFewPublicIPs(path, pool string, have, need, spare int) Diagnostic {
	return failure("BG417", path,
		fmt.Sprintf("pool %q has %d public IP %s, its nodes need %d", pool, have, plural(have, "address", "addresses"), need),
		fmt.Sprintf("name %d: %d and %d to spare", need+spare, need, spare)).from("spec")
}

// NoSparePublicIP is BG418, no spare public IP address: when one of them fails, the pool cannot grow to its size.
func NoSparePublicIP(path, pool string, have, need, spare int) Diagnostic {
	return caution("BG418", path,
		fmt.Sprintf("pool %q has %d public IP %s for a need of %d: %d to spare is recommended",
			pool, have, plural(have, "address", "addresses"), need, spare),
		fmt.Sprintf("name %d", need+spare)).from("pips")
}

// PublicIPShared is BG419, public IP address of two pools: an address serves one pool alone.
func PublicIPShared(path, address, first, second string) Diagnostic {
	return failure("BG419", path,
		fmt.Sprintf("public IP address %q is given to pools %q and %q", address, first, second),
		"give each pool addresses of its own, at the pool").from("pips")
}

// OtherSubscription is BG420, other subscription: account, network, public IP addresses, storage and key vault of a pool
// must be in one subscription.
func OtherSubscription(path, subscription, other, otherPath string) Diagnostic {
	d := failure("BG420", path,
		fmt.Sprintf("this is in subscription %s, and another part of the pool in %s", subscription, other),
		"use resources of one subscription").from("bvn")
	d.Related = []Related{{Path: otherPath, Message: "the other subscription"}}
	return d
}

// NotInExistingSubnet is BG421, not in an existing subnet: with existingSubnet nothing of the network is declared.
func NotInExistingSubnet(path, what, cure string) Diagnostic {
	return failure("BG421", path,
		what+" cannot be written for an existing subnet: nothing of its network is declared", cure)
}

// ZoneMissing is BG422, private DNS zone missing: an endpoint has no zone among the existing ones.
func ZoneMissing(path, endpoint, zone string) Diagnostic {
	return failure("BG422", path,
		fmt.Sprintf("the endpoint %s registers in %s, which is not among the existing zones", endpoint, zone),
		"add the ID of that zone, or use privateDnsZones: none and see to the names yourself").from("pedns")
}

// OldPrivateZone is BG423, old private DNS zone: linked to the same network it hides the records of the new one.
func OldPrivateZone(path, old, zone string) Diagnostic {
	return caution("BG423", path,
		fmt.Sprintf("%s is the old zone: linked to the same network it hides what %s holds", old, zone),
		"unlink it from the network, or add a CNAME record for the account there").from("private")
}

// ForwardPrivateZones is BG424, own DNS servers beside private zones: they do not know Azure's private zones by themselves.
func ForwardPrivateZones(path string, zones []string) Diagnostic {
	return caution("BG424", path,
		"the DNS servers must forward "+strings.Join(zones, ", ")+" to Azure's resolver, or nodes do not find the endpoints",
		"forward these zones to 168.63.129.16 from inside the network").from("pedns")
}

// StorageByException is BG425, storage reached by exception: private subnets reach storage of the same region only
// because Azure makes an exception for it.
func StorageByException(path, pool string) Diagnostic {
	return caution("BG425", path,
		fmt.Sprintf("nodes of pool %q reach the auto-storage only by Azure's exception for storage of the same region", pool),
		"add storage to network.privateEndpoints").from("doa")
}

// TasksCannotReachAccount is BG426, tasks cannot reach the account: tasks that call Batch use the account's own endpoint.
func TasksCannotReachAccount(path, pool, reason string) Diagnostic {
	return failure("BG426", path,
		fmt.Sprintf("tasks of pool %q cannot call the Batch account: %s", pool, reason),
		"add batchAccount to network.privateEndpoints").from("pna")
}

// AllowedIPsClosed is BG427, IP rules of a closed account: public network access that is off overrides every IP rule.
func AllowedIPsClosed(path string) Diagnostic {
	return failure("BG427", path,
		"allowedIPs has no effect where publicNetworkAccess is false",
		"leave one of them out").from("pna")
}

// StorageSubnetUnknown is BG428, service endpoint not ours to add: a closed auto-storage account lets a subnet in only
// if that has a Microsoft.Storage service endpoint.
func StorageSubnetUnknown(path string) Diagnostic {
	return caution("BG428", path,
		"the closed auto-storage lets the existing subnet in, which must have the service endpoint Microsoft.Storage",
		"add the service endpoint to the subnet, or storage to network.privateEndpoints")
}

// DNSUnreachable is BG429, DNS servers out of reach: nodes that leave the network by private endpoints alone reach no
// public DNS server, and without names not the Batch service either.
func DNSUnreachable(path, pool string, servers []string) Diagnostic {
	return failure("BG429", path,
		fmt.Sprintf("nodes of pool %q leave the network by private endpoints alone and cannot reach %s",
			pool, strings.Join(servers, ", ")),
		"leave dnsServers out, name servers inside the network, or add network.natGateway: true").from("doa")
}
