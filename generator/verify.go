package generator

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/verify"
)

// Verify proves for the network of an intent that what Batch needs gets through
// and nothing else does. After an error in the diagnostics the report is empty.
func Verify(source []byte, options Options) (verify.Report, diag.List) {
	s, list := subjectOf(source, options)
	if list.HasErrors() {
		return verify.Report{}, list
	}
	return verify.Check(s.network), list
}

// subject is the network that an intent gives, as verify sees it, and the intent
// and plan that it comes from.
type subject struct {
	network verify.Network
	intent  intent.Intent
	plan    plan.Plan
}

// subjectOf reads an intent; the diagnostics are in place.
func subjectOf(source []byte, options Options) (subject, diag.List) {
	in, p, places, list := decide(source, options.AsOf)
	list = places.Place(suppress(list, in.Suppress))
	if list.HasErrors() {
		return subject{}, list
	}
	return subject{network(in, p), in, p}, list
}

// network carries a plan over, and states the flows from the intent itself: what
// the planner made of it is what is to be judged.
func network(in intent.Intent, p plan.Plan) verify.Network {
	n := verify.Network{AddressSpace: p.Network.AddressSpace}
	var nodes []netip.Prefix
	files := false
	for _, s := range p.Network.Subnets {
		q := question{in: in, plan: p, pools: poolsOf(in, p, s)}
		needs := q.needs(s)
		files = files || needs.FileEndpoint
		nodes = append(nodes, s.Prefix())
		n.Subnets = append(n.Subnets, q.subnet(s, needs))
	}
	switch {
	case p.Network.EndpointSubnet != nil:
		s := p.Network.EndpointSubnet
		n.EndpointPrefixes = []netip.Prefix{s.Prefix()}
		n.Subnets = append(n.Subnets, verify.Subnet{
			Name: s.Name, Prefix: s.Prefix(), SecurityGroup: group(s), Flows: verify.EndpointFlows(nodes, files),
		})
	case p.Network.EndpointSubnetID != "":
		id := p.Network.EndpointSubnetID
		n.Subnets = append(n.Subnets, verify.Subnet{
			Name: id.Name(), Unknown: "the rules of the existing subnet " + id.Name() + " are not known",
			Flows: verify.EndpointFlows(nodes, files),
		})
	}
	return n
}

func poolsOf(in intent.Intent, p plan.Plan, s *plan.Subnet) []intent.Pool {
	var pools []intent.Pool
	for i, pool := range p.Pools {
		if pool.Subnet == s {
			pools = append(pools, in.Pools[i])
		}
	}
	return pools
}

// question is what one subnet of nodes is asked.
type question struct {
	in    intent.Intent
	plan  plan.Plan
	pools []intent.Pool
}

func (q question) any(f func(intent.Pool) bool) bool { return slices.ContainsFunc(q.pools, f) }

func (q question) subnet(s *plan.Subnet, needs verify.Needs) verify.Subnet {
	v := verify.Subnet{
		Name: s.Name, Prefix: s.Prefix(), BGPDefault: needs.Tunnel == verify.ViaBGP, Tunnel: q.tunnel(), Flows: needs.Flows(),
		WayOut: verify.WayOut{PublicIPs: needs.PublicIPs, NATGateway: needs.NATGateway, DefaultOutbound: s.Properties.DefaultOutboundAccess},
	}
	if s.Existing != "" {
		v.Unknown = "the rules and routes of the existing subnet " + s.Name + " are not known"
		return v
	}
	v.SecurityGroup = group(s)
	for _, e := range s.Properties.ServiceEndpoints {
		service := *e.Service
		if service == "Microsoft.Storage" { // Azure's own form: the region of the network
			service += "." + q.in.Region.TagSuffix
		}
		v.ServiceEndpoints = append(v.ServiceEndpoints, service)
	}
	if t := s.RouteTable; t != nil {
		v.RouteTable = &verify.RouteTable{WithoutBGP: *t.Properties.DisableBgpRoutePropagation}
		for _, r := range t.Routes {
			v.RouteTable.Routes = append(v.RouteTable.Routes, verify.Route{Name: r.Name, Properties: r.Properties})
		}
	}
	return v
}

func group(s *plan.Subnet) *verify.SecurityGroup {
	g := &verify.SecurityGroup{}
	for _, r := range s.SecurityGroup.Rules {
		g.Rules = append(g.Rules, verify.Rule{Name: r.Name, Properties: r.Properties})
	}
	return g
}

// tunnel is the far end that the intent answers for, nil for none.
func (q question) tunnel() *verify.Tunnel {
	t := q.in.ForcedTunneling
	switch {
	case t == nil:
		return nil
	case t.Via == intent.ViaAppliance:
		return &verify.Tunnel{
			Hop: verify.ApplianceHop, Address: t.Address, Title: "the appliance " + t.Address.String(),
		}
	case t.Via == intent.ViaGateway:
		return &verify.Tunnel{Hop: verify.GatewayHop, Title: "the edge behind the VPN gateway"}
	}
	return &verify.Tunnel{Hop: verify.GatewayHop, Title: "the edge that announces 0.0.0.0/0"}
}

// needs is what the pools of the subnet ask for.
func (q question) needs(s *plan.Subnet) verify.Needs {
	in := q.in
	n := verify.Needs{
		Mode: in.Mode, Region: in.Region, Cloud: q.plan.Cloud, Subnet: s.Prefix(),
		PublicIPs:        !q.any(func(p intent.Pool) bool { return p.PublicIPs.None }),
		NATGateway:       in.Network.NATGateway != nil,
		RestrictedEgress: in.Network.RestrictedEgress,
		TasksCallBatch:   q.any(func(p intent.Pool) bool { return p.TasksCallBatch }),
		InterNode:        q.any(func(p intent.Pool) bool { return p.InterNodeCommunication }),
		AutoStorage:      !in.Account.Storage.None,
	}
	if t := in.ForcedTunneling; t != nil {
		n.Tunnel, n.Inspect = verify.Via(t.Via), t.Inspect
	}
	if pe := in.Network.PrivateEndpoints; pe != nil {
		n.NodeManagementEndpoint = slices.Contains(pe.For, intent.EndpointNodeManagement)
		n.AccountEndpoint = slices.Contains(pe.For, intent.EndpointBatchAccount)
		n.StorageEndpoint = slices.Contains(pe.For, intent.EndpointStorage)
		n.Names = q.names()
	}
	if own := q.plan.Network.EndpointSubnet; own != nil {
		n.EndpointSubnet = own.Prefix()
	}
	for _, server := range in.Network.DNSServers {
		if !server.IsPrivate() {
			n.DNSServers = append(n.DNSServers, server.String())
		}
	}
	for _, pool := range q.pools {
		q.pool(&n, pool)
	}
	return n
}

// pool adds what one pool asks for.
func (q question) pool(n *verify.Needs, pool intent.Pool) {
	if !slices.Contains(n.OS, pool.OS) {
		n.OS = append(n.OS, pool.OS)
	}
	callers := &n.SSH
	if pool.OS == azure.Windows {
		callers = &n.RDP
	}
	for _, source := range pool.RemoteAccess {
		if !slices.Contains(*callers, source.String()) {
			*callers = append(*callers, source.String())
		}
	}
	for _, m := range pool.Mounts {
		q.mount(n, m)
	}
	if pool.Containers != nil && n.RestrictedEgress {
		q.registries(n, *pool.Containers)
	}
}

// names says what must be so for nodes to find private endpoints by their names.
func (q question) names() string {
	switch {
	case q.in.Network.PrivateDNSZones.None:
		return "somebody else sees to the names of the private endpoints"
	case len(q.in.Network.DNSServers) > 0:
		return "the DNS servers of the intent ask Azure for the names of the private endpoints"
	case len(q.in.Network.PrivateDNSZones.Existing) > 0:
		return "the existing private DNS zones are linked to the virtual network"
	}
	return ""
}

// registries says where container images come from: azure-network-rules section 1.
func (q question) registries(n *verify.Needs, c intent.Containers) {
	servers := slices.Clone(c.Registries)
	for _, image := range c.Images {
		host, _, found := strings.Cut(image, "/")
		if !found || !strings.ContainsAny(host, ".:") {
			host = "docker.io"
		}
		servers = append(servers, host)
	}
	ours := func(server string) bool {
		return strings.HasSuffix(strings.ToLower(server), "."+q.plan.Cloud.RegistrySuffix)
	}
	tags := q.plan.Cloud.RegistryTags
	n.AzureRegistry = n.AzureRegistry || !tags || slices.ContainsFunc(servers, ours)
	others := len(servers) == 0 || slices.ContainsFunc(servers, func(s string) bool { return !ours(s) })
	n.MicrosoftRegistry = n.MicrosoftRegistry || tags && others
}

// mount adds the flows of a mount.
func (q question) mount(n *verify.Needs, m intent.Mount) {
	storage := []string{azure.StorageTag(q.in.Region)}
	id := q.in.Account.Storage.Existing
	private := id != "" && strings.EqualFold(m.Account, id.Name()) && n.StorageEndpoint
	flow := verify.Flow{Kind: verify.Needed, Direction: verify.Outbound, Doc: "mount"}
	switch m.Kind {
	case intent.MountAzureFiles:
		if private {
			n.FileEndpoint = true
			return
		}
		flow.ID, flow.Why, flow.Exempt = "files-out", "Nodes mount Azure Files shares.", true
		flow.Traffic = verify.Traffic{Protocol: "Tcp", Ports: "445", Peer: storage}
	case intent.MountBlob:
		if private { // endpoints-out is that flow
			return
		}
		flow.ID, flow.Why, flow.Exempt = "blob-out", "Nodes mount blob containers.", true
		flow.Traffic = verify.Traffic{Protocol: "Tcp", Ports: "443", Peer: storage}
	case intent.MountNFS:
		flow.ID, flow.Why = "nfs-out", "Nodes mount an NFS export."
		flow.Traffic = verify.Traffic{Protocol: "Tcp", Ports: "2049", Peer: q.server(m, storage)}
		if strings.HasSuffix(strings.ToLower(m.Host), ".blob."+q.plan.Cloud.StorageSuffix) {
			flow.Ports = "111,2048,2049"
		}
	case intent.MountSMB:
		flow.ID, flow.Why = "smb-out", "Nodes mount an SMB share."
		flow.Traffic = verify.Traffic{Protocol: "Tcp", Ports: "445", Peer: q.server(m, storage)}
	}
	flow.Exempt = flow.Exempt || slices.Equal(flow.Peer, storage)
	if m.Host != "" {
		flow.ID += " " + m.Host
	}
	if len(flow.Peer) == 0 {
		flow.Peer, flow.Unknown = []string{m.Host}, "the addresses of "+m.Host+" are not known"
	}
	if !slices.ContainsFunc(n.Mounts, func(f verify.Flow) bool { return f.ID == flow.ID }) {
		n.Mounts = append(n.Mounts, flow)
	}
}

// server is where an NFS or SMB server is, empty where the intent does not say.
func (q question) server(m intent.Mount, storage []string) []string {
	if _, err := netip.ParseAddr(m.Host); err == nil {
		return []string{m.Host}
	}
	host := strings.ToLower(m.Host)
	for _, service := range []string{".blob.", ".file."} {
		if strings.HasSuffix(host, service+q.plan.Cloud.StorageSuffix) {
			return storage
		}
	}
	var addresses []string
	for _, p := range m.Addresses {
		addresses = append(addresses, p.String())
	}
	return addresses
}
