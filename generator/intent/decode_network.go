package intent

import (
	"net/netip"

	"github.com/batchgen/batchgen/generator/diag"
)

// defaultAddressSpace is that of a new virtual network.
func defaultAddressSpace() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, 0, 0}), 16)
}

func (l *loader) network(n *node) Network {
	network := Network{
		AddressSpace:     l.prefixes(n.get("addressSpace"), l.prefix),
		Subnet:           l.subnet(n.get("subnet")),
		RestrictedEgress: n.get("egress").str("open") == "restricted",
		NATGateway:       l.natGateway(n.get("natGateway")),
		PrivateEndpoints: l.privateEndpoints(n.get("privateEndpoints")),
		PrivateDNSZones:  l.privateDNSZones(n.get("privateDnsZones")),
	}
	// What an existing network has is not for a default to say.
	if n.get("addressSpace") == nil && n.get("vnet") == nil {
		network.AddressSpace = []netip.Prefix{defaultAddressSpace()}
	}
	network.HeadroomPercent = n.get("subnet").get("headroomPercent").num(defaultHeadroomPercent)
	for _, server := range n.get("dnsServers").entries() {
		if address := l.address(server); address.IsValid() {
			network.DNSServers = append(network.DNSServers, address)
		}
	}
	vnet := n.get("vnet")
	l.excludes(vnet, "existingSubnet", "existing")
	network.ExistingVNet = l.resourceID(vnet.get("existing"), "Microsoft.Network/virtualNetworks")
	network.ExistingSubnet = l.resourceID(vnet.get("existingSubnet"), subnetType, classicSubnetType)
	return network
}

const (
	subnetType        = "Microsoft.Network/virtualNetworks/subnets"
	classicSubnetType = "Microsoft.ClassicNetwork/virtualNetworks/subnets"
)

// subnet reads name and prefix.
func (l *loader) subnet(n *node) Subnet {
	return Subnet{Name: n.get("name").str(""), Prefix: l.prefix(n.get("prefix"))}
}

func (l *loader) natGateway(n *node) *NATGateway {
	switch {
	case n == nil, n.kind == isBoolean && !n.on(false):
		return nil
	case n.kind == isBoolean:
		return &NATGateway{}
	}
	for _, other := range []string{"zone", "idleTimeoutMinutes", "publicIPs"} {
		l.excludes(n, other, "existing")
	}
	return &NATGateway{
		Existing:           l.resourceID(n.get("existing"), "Microsoft.Network/natGateways"),
		Zone:               n.get("zone").str(""),
		IdleTimeoutMinutes: n.get("idleTimeoutMinutes").num(0),
		PublicIPs:          l.resourceIDs(n.get("publicIPs"), publicIPType),
	}
}

const publicIPType = "Microsoft.Network/publicIPAddresses"

func (l *loader) privateEndpoints(n *node) *PrivateEndpoints {
	if n == nil {
		return nil
	}
	services := n
	if n.kind == isMapping {
		services = n.get("for")
	}
	p := &PrivateEndpoints{}
	for _, service := range services.entries() {
		p.For = append(p.For, Endpoint(service.raw))
	}
	subnet := n.get("subnet")
	l.excludes(subnet, "prefix", "existing")
	l.excludes(subnet, "name", "existing")
	p.Subnet = l.subnet(subnet)
	p.ExistingSubnet = l.resourceID(subnet.get("existing"), subnetType)
	return p
}

func (l *loader) privateDNSZones(n *node) PrivateDNSZones {
	if n.is(isText) {
		return PrivateDNSZones{None: n.raw == "none"}
	}
	return PrivateDNSZones{Existing: l.resourceIDs(n.get("existing"), "Microsoft.Network/privateDnsZones")}
}

// excludes refuses a key of a mapping that cannot stand beside another one.
func (l *loader) excludes(n *node, key, other string) {
	if n.states(other) {
		if entry := n.get(key); entry != nil {
			l.refuse(entry, diag.KeysExclude(entry.path(), other, "remove one of them"))
		}
	}
}

func (l *loader) account(n *node) Account {
	l.existingAccount(n)
	account := Account{
		Name:                n.get("name").str(""),
		Existing:            l.resourceID(n.get("existing"), "Microsoft.Batch/batchAccounts"),
		PublicNetworkAccess: n.get("publicNetworkAccess").on(true),
		AllowedIPs:          l.prefixes(n.get("allowedIPs"), l.addressOrRange),
		UserSubscription:    n.get("poolAllocationMode").str("batchService") == "userSubscription",
		Diagnostics:         l.resourceID(n.get("diagnostics"), "Microsoft.OperationalInsights/workspaces"),
	}
	word, id := l.wordOrID(n.get("keyVault"), []string{"new"}, "Microsoft.KeyVault/vaults")
	account.KeyVault = KeyVault{New: word == "new", Existing: id}
	word, id = l.wordOrID(n.get("storage"), []string{"new", "none"}, storageType)
	account.Storage = Storage{None: word == "none", Existing: id}
	word, id = l.wordOrID(n.get("identity"), []string{"system", "none"}, identityType)
	account.Identity = AccountIdentity{
		System: word == "system", None: word == "none", Existing: id,
	}
	return account
}

const (
	storageType  = "Microsoft.Storage/storageAccounts"
	identityType = "Microsoft.ManagedIdentity/userAssignedIdentities"
)

// existingAccount refuses what cannot be said of an account that is there already.
func (l *loader) existingAccount(n *node) {
	if !n.states("existing") {
		return
	}
	for _, entry := range n.entries() {
		if entry.key == "existing" || entry.key == "storage" && entry.raw == "none" {
			continue
		}
		l.refuse(entry, diag.KeysExclude(entry.path(), "existing",
			"remove it: an existing account stays as it is; only storage: none may be said of it"))
	}
}
