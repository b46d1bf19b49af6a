package reader

import (
	"cmp"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// notebook gathers what the files show.
type notebook struct {
	inventory audit.Inventory
	// rules and routes that files show apart from their group or table, by its ID.
	rules  map[string][]audit.Rule
	routes map[string][]audit.Route
	// links are networks linked to zones, by the folded name of the zone.
	links map[string][]string
	// gateways are the networks that peerings, shown apart from them, lead to a gateway.
	gateways map[string]string
}

// The resource types that are read beside those that templates declare.
const (
	typeRule    = azure.NetworkSecurityGroup + "/securityRules"
	typeRoute   = azure.RouteTable + "/routes"
	typePeering = azure.VirtualNetwork + "/virtualNetworkPeerings"
	typeGateway = "Microsoft.Network/virtualNetworkGateways"
	typeNIC     = "Microsoft.Network/networkInterfaces"
)

// kind reads the resources of a type.
type kind struct {
	name string
	read func(*notebook, *source, tree.Value)
	// marks are fields that only this type has: all of one list tell it.
	marks [][]string
}

// kinds are the types that are read; where neither type nor ID tells one, the
// first whose marks are there.
func kinds() []kind {
	return []kind{
		{azure.NetworkSecurityGroup, (*notebook).group, [][]string{{"securityRules"}, {"defaultSecurityRules"}}},
		{typeRule, (*notebook).ruleAlone, [][]string{{"direction", "access"}, {"direction", "priority"}}},
		{azure.RouteTable, (*notebook).table, [][]string{{"routes"}, {"disableBgpRoutePropagation"}}},
		{typeRoute, (*notebook).routeAlone, [][]string{{"nextHopType"}}},
		{azure.VirtualNetwork, (*notebook).network, [][]string{{"addressSpace"}}},
		{azure.BatchPool, (*notebook).pool, [][]string{
			{"vmSize", "deploymentConfiguration"}, {"vmSize", "virtualMachineConfiguration"}, {"vmSize", "networkConfiguration"},
		}},
		{azure.BatchAccount, (*notebook).account, [][]string{{"poolAllocationMode"}}},
		{azure.PrivateEndpoint, (*notebook).endpoint, [][]string{{"privateLinkServiceConnections"}}},
		{azure.SubnetResource, (*notebook).subnetAlone, [][]string{{"addressPrefix"}, {"addressPrefixes"}}},
		{azure.PrivateDNSZone, (*notebook).zone, nil},
		{azure.PrivateDNSZoneLink, (*notebook).link, [][]string{{"registrationEnabled", "virtualNetwork"}}},
		{typePeering, (*notebook).peering, nil},
		{typeGateway, (*notebook).nothing, nil},
		{azure.NATGateway, (*notebook).nothing, nil},
		{azure.PublicIPAddress, (*notebook).nothing, nil},
		{typeNIC, (*notebook).nothing, nil},
		{azure.PrivateDNSZoneGroup, (*notebook).nothing, nil},
	}
}

// nothing reads a resource that is of a network, and of which nothing is judged.
func (n *notebook) nothing(*source, tree.Value) {}

// read takes a file.
func (n *notebook) read(s *source, parameters tree.Value) {
	found := 0
	var others []string
	for _, v := range s.resources(parameters) {
		k, typ := kindOf(v)
		switch {
		case k.read != nil:
			k.read(n, s, v)
			found++
		case v.Get("unknown").Kind == tree.Unknown && (typ == "" || strings.EqualFold(typ, azure.Deployment)):
			n.inventory.Unknown = cmp.Or(n.inventory.Unknown, s.Name+" deploys what it does not show: "+v.Get("unknown").Text)
			found++
		case typ != "" && !slices.Contains(others, typ):
			others = append(others, typ)
		}
	}
	if found == 0 && len(s.list) == 0 && s.form != formParameters {
		s.report(-1, diag.AuditedNothing(others))
	}
}

// kindOf tells a resource by its type, else its ID, else what is in it.
func kindOf(v tree.Value) (k kind, typ string) {
	typ = v.Get("type").Text
	if v.Get("type").Kind != tree.String {
		typ = typeOfID(v.Get("id").Text)
	}
	all := kinds()
	if typ != "" {
		i := slices.IndexFunc(all, func(k kind) bool { return strings.EqualFold(k.name, typ) })
		if i < 0 {
			return kind{}, typ
		}
		return all[i], typ
	}
	fields := v
	if p := v.Get("properties"); p.Kind == tree.Object {
		fields = p
	}
	for _, k := range all {
		for _, marks := range k.marks {
			if !slices.ContainsFunc(marks, func(m string) bool { return fields.Get(m).Kind == tree.Absent }) {
				return k, ""
			}
		}
	}
	return kind{}, ""
}

// typeOfID is the type that the segments of an ID give, "" for what is no ID.
func typeOfID(id string) string {
	at := strings.LastIndex(strings.ToLower(id), "/providers/")
	if at < 0 {
		return ""
	}
	parts := strings.Split(id[at+len("/providers/"):], "/")
	typ := parts[0]
	for i := 1; i < len(parts); i += 2 {
		typ += "/" + parts[i]
	}
	return typ
}

// parent is the ID without its last type and name.
func parent(id string) string {
	for range 2 {
		at := strings.LastIndex(id, "/")
		if at < 0 {
			return ""
		}
		id = id[:at]
	}
	return id
}

func (n *notebook) group(s *source, v tree.Value) {
	e := newEntry(s, "network security group", v)
	e.call("network security group")
	g := audit.SecurityGroup{
		ID: e.plain("id"), Name: e.name(), Location: e.plain("location"), Subnets: e.references("subnets"),
		Interfaces: len(e.items("networkInterfaces")), TiesKnown: live(e), Place: e.place(),
	}
	for _, r := range e.items("securityRules") {
		g.Rules = append(g.Rules, n.rule(s, r))
	}
	e.items("defaultSecurityRules")
	g.Unknown = e.missing()
	i := slices.IndexFunc(n.inventory.SecurityGroups, func(o audit.SecurityGroup) bool { return audit.SameID(o.ID, g.ID) })
	if i < 0 {
		n.inventory.SecurityGroups = append(n.inventory.SecurityGroups, g)
		return
	}
	known := &n.inventory.SecurityGroups[i]
	if !reflect.DeepEqual(placelessRules(known.Rules), placelessRules(g.Rules)) {
		s.report(v.Offset, diag.AuditedTwice(e.what, known.Place.File))
	}
	known.Subnets = union(known.Subnets, g.Subnets)
}

// live tells that a resource was exported, so that it shows what it is tied to.
func live(e *entry) bool {
	return e.fields.Get("provisioningState").Has() || e.whole.Get("etag").Has()
}

func placelessRules(rules []audit.Rule) []audit.Rule {
	all := slices.Clone(rules)
	for i := range all {
		all[i].Place = audit.Place{}
	}
	slices.SortFunc(all, func(a, b audit.Rule) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all
}

func placelessRoutes(routes []audit.Route) []audit.Route {
	all := slices.Clone(routes)
	for i := range all {
		all[i].Place = audit.Place{}
	}
	slices.SortFunc(all, func(a, b audit.Route) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all
}

func (n *notebook) table(s *source, v tree.Value) {
	e := newEntry(s, "route table", v)
	e.call("route table")
	t := audit.RouteTable{
		ID: e.plain("id"), Name: e.name(), Location: e.plain("location"), Subnets: e.references("subnets"),
		TiesKnown: live(e), Place: e.place(),
	}
	if without := e.flag("disableBgpRoutePropagation"); without != nil {
		t.WithoutBGP = *without
	}
	for _, r := range e.items("routes") {
		t.Routes = append(t.Routes, n.route(s, r))
	}
	t.Unknown = e.missing()
	i := slices.IndexFunc(n.inventory.RouteTables, func(o audit.RouteTable) bool { return audit.SameID(o.ID, t.ID) })
	if i < 0 {
		n.inventory.RouteTables = append(n.inventory.RouteTables, t)
		return
	}
	known := &n.inventory.RouteTables[i]
	if !reflect.DeepEqual(placelessRoutes(known.Routes), placelessRoutes(t.Routes)) || known.WithoutBGP != t.WithoutBGP {
		s.report(v.Offset, diag.AuditedTwice(e.what, known.Place.File))
	}
	known.Subnets = union(known.Subnets, t.Subnets)
}

// lastPriority is that of the last rule that a user can make.
const lastPriority = 4096

// ruleAlone takes a rule that is a resource of its own, or of a bare list.
func (n *notebook) ruleAlone(s *source, v tree.Value) {
	if priority, _ := newEntry(s, "rule", v).number("priority"); priority > lastPriority {
		return // one of Azure's own, which verify knows
	}
	if n.rules == nil {
		n.rules = map[string][]audit.Rule{}
	}
	id := strings.ToLower(parent(newEntry(s, "rule", v).plain("id")))
	n.rules[id] = append(n.rules[id], n.rule(s, v))
}

func (n *notebook) routeAlone(s *source, v tree.Value) {
	if n.routes == nil {
		n.routes = map[string][]audit.Route{}
	}
	id := strings.ToLower(parent(newEntry(s, "route", v).plain("id")))
	n.routes[id] = append(n.routes[id], n.route(s, v))
}

func (n *notebook) network(s *source, v tree.Value) {
	e := newEntry(s, "virtual network", v)
	e.call("virtual network")
	w := audit.VirtualNetwork{
		ID: e.plain("id"), Name: e.name(), Location: e.plain("location"), DNSServers: nil, Place: e.place(), Complete: true,
	}
	space := newEntry(s, e.label("addressSpace"), objectAt(e, "addressSpace"))
	w.AddressSpace = space.prefixes("addressPrefixes")
	w.DNSServers = newEntry(s, e.label("dhcpOptions"), objectAt(e, "dhcpOptions")).texts("dnsServers")
	for _, p := range e.items("virtualNetworkPeerings") {
		n.peer(s, w.ID, p)
	}
	for _, sub := range e.items("subnets") {
		n.subnet(s, sub, w.ID, w.Name)
	}
	w.Unknown = strings.Join(append(e.unknown, space.unknown...), "; ")
	i := slices.IndexFunc(n.inventory.VirtualNetworks, func(o audit.VirtualNetwork) bool { return audit.SameID(o.ID, w.ID) })
	if i < 0 {
		n.inventory.VirtualNetworks = append(n.inventory.VirtualNetworks, w)
		return
	}
	if !slices.Equal(n.inventory.VirtualNetworks[i].AddressSpace, w.AddressSpace) {
		s.report(v.Offset, diag.AuditedTwice(e.what, n.inventory.VirtualNetworks[i].Place.File))
	}
}

// objectAt is a field that holds an object, an empty one where it is not there.
func objectAt(e *entry, field string) tree.Value {
	v := e.fields.Get(field)
	if !v.Has() {
		return tree.Value{Kind: tree.Object, Offset: e.whole.Offset}
	}
	return v
}

// prefixes reads a list of CIDR prefixes.
func (e *entry) prefixes(many string, one ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range e.texts(many, one...) {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			e.s.report(e.whole.Offset, diag.AuditedUnknownWord(e.label(many), text, nil))
			continue
		}
		all = append(all, p.Masked())
	}
	return all
}

func (n *notebook) subnetAlone(s *source, v tree.Value) {
	id := newEntry(s, "subnet", v).plain("id")
	n.subnet(s, v, parent(id), "")
}

// subnet reads a subnet of a network.
func (n *notebook) subnet(s *source, v tree.Value, networkID, networkName string) {
	e := newEntry(s, "subnet", v)
	e.call("subnet")
	sub := audit.Subnet{
		ID: e.plain("id"), Name: e.name(), VirtualNetwork: cmp.Or(networkID, networkName), Place: e.place(),
		Prefixes:      e.prefixes("addressPrefixes", "addressPrefix"),
		SecurityGroup: e.reference("networkSecurityGroup"), RouteTable: e.reference("routeTable"), NATGateway: e.reference("natGateway"),
		DefaultOutbound: e.flag("defaultOutboundAccess"),
	}
	if sub.ID == "" && networkID != "" {
		sub.ID = networkID + "/subnets/" + sub.Name
	}
	for _, item := range e.items("serviceEndpoints") {
		if service := newEntry(s, e.label("serviceEndpoints"), item).text("service"); service != "" {
			sub.ServiceEndpoints = append(sub.ServiceEndpoints, service)
		}
	}
	for _, item := range e.items("delegations") {
		sub.Delegation = cmp.Or(newEntry(s, e.label("delegations"), item).text("serviceName"), "another service")
	}
	sub.Unknown = e.missing()
	i := slices.IndexFunc(n.inventory.Subnets, func(o audit.Subnet) bool { return audit.SameID(o.ID, sub.ID) })
	if i < 0 {
		n.inventory.Subnets = append(n.inventory.Subnets, sub)
		return
	}
	known := n.inventory.Subnets[i]
	if !slices.Equal(known.Prefixes, sub.Prefixes) || !audit.SameID(known.SecurityGroup, sub.SecurityGroup) && known.SecurityGroup+sub.SecurityGroup != "" ||
		!audit.SameID(known.RouteTable, sub.RouteTable) && known.RouteTable+sub.RouteTable != "" ||
		!audit.SameID(known.NATGateway, sub.NATGateway) && known.NATGateway+sub.NATGateway != "" {
		s.report(v.Offset, diag.AuditedTwice(e.what, known.Place.File))
	}
}

func (n *notebook) peering(s *source, v tree.Value) {
	n.peer(s, parent(newEntry(s, "peering", v).plain("id")), v)
}

// peer notes a peering that leads a network to the gateway of another.
func (n *notebook) peer(s *source, networkID string, v tree.Value) {
	e := newEntry(s, "peering", v)
	e.call("peering")
	remote := e.flag("useRemoteGateways")
	if missing := e.missing(); missing != "" || remote != nil && *remote {
		if n.gateways == nil {
			n.gateways = map[string]string{}
		}
		n.gateways[strings.ToLower(networkID)] = cmp.Or(missing, e.what+" leads to a gateway")
	}
}

func (n *notebook) endpoint(s *source, v tree.Value) {
	e := newEntry(s, "private endpoint", v)
	e.call("private endpoint")
	p := audit.Endpoint{ID: e.plain("id"), Name: e.name(), Subnet: e.reference("subnet"), Place: e.place()}
	for _, field := range []string{"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"} {
		for _, item := range e.items(field) {
			c := newEntry(s, e.label(field), item)
			p.Target = cmp.Or(c.text("privateLinkServiceId"), p.Target)
			p.Groups = union(p.Groups, c.texts("groupIds"))
		}
	}
	p.Unknown = e.missing()
	if !slices.ContainsFunc(n.inventory.Endpoints, func(o audit.Endpoint) bool { return audit.SameID(o.ID, p.ID) }) {
		n.inventory.Endpoints = append(n.inventory.Endpoints, p)
	}
}

func (n *notebook) zone(s *source, v tree.Value) {
	e := newEntry(s, "private DNS zone", v)
	if e.missing() != "" { // nobody can count on it
		return
	}
	z := audit.Zone{Name: e.name(), Place: e.place()}
	if !slices.ContainsFunc(n.inventory.Zones, func(o audit.Zone) bool { return strings.EqualFold(o.Name, z.Name) }) {
		n.inventory.Zones = append(n.inventory.Zones, z)
	}
}

func (n *notebook) link(s *source, v tree.Value) {
	e := newEntry(s, "virtual network link", v)
	id := parent(e.plain("id"))
	zone := strings.ToLower(id[strings.LastIndex(id, "/")+1:])
	if network := e.reference("virtualNetwork"); network != "" && e.missing() == "" {
		if n.links == nil {
			n.links = map[string][]string{}
		}
		n.links[zone] = union(n.links[zone], []string{network})
	}
}

func union(list, more []string) []string {
	for _, text := range more {
		if !slices.ContainsFunc(list, func(t string) bool { return strings.EqualFold(t, text) }) {
			list = append(list, text)
		}
	}
	return list
}
