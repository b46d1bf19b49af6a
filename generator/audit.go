package generator

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// Question is what an audit goes by where the files do not say.
type Question struct {
	// Mode is that of the pools, "" where the files say it.
	Mode azure.ModeID
	// Region is the zero Region where the files say it.
	Region azure.Region
	// OS of the nodes, "" where the files say it.
	OS azure.OS
	// PublicIPs states whether nodes have public IP addresses, nil where the files say it.
	PublicIPs *bool
	// RemoteAccess are who may open SSH and RDP: prefixes and service tags.
	RemoteAccess []string
	// Subnets are names or IDs of the subnets to judge; none for those that pools
	// are in, else all that can hold nodes.
	Subnets []string
	// Complete states that what the files do not show does not exist.
	Complete bool
}

// Missing is something that an audit cannot do without and that no file says.
type Missing struct {
	// Flag that says it: "mode".
	Flag string
	// Why it is not known.
	Why string
}

// Audited is the result of an audit.
type Audited struct {
	Report    verify.Report
	Inventory audit.Inventory
	// Findings are what is wrong beyond the flows.
	Findings []audit.Finding
	// Flows are those that were judged, by the ID of the subnet.
	Flows map[string][]verify.Flow
	// Missing is empty where the question is complete; else nothing is judged.
	Missing []Missing
	// Diagnostics by file. After an error nothing is judged.
	Diagnostics []diag.Report
}

// Audit judges the networks that files show by what Batch needs there.
func Audit(files []reader.File, q Question) Audited {
	inventory, reports := reader.Read(files)
	result := Audited{Inventory: inventory, Diagnostics: reports, Flows: map[string][]verify.Flow{}}
	if haveErrors(reports) {
		return result
	}
	a := &auditor{Inventory: inventory, Question: q}
	seats := a.seats()
	if len(seats) == 0 && len(files) > 0 {
		result.Diagnostics = append(result.Diagnostics, diag.Report{
			Name: files[0].Name, Source: files[0].Source, List: diag.List{diag.NothingToJudge(q.Subnets)},
		})
		return result
	}
	var networks []verify.Network
	for _, s := range seats {
		networks = append(networks, a.network(s))
	}
	if result.Missing = a.missing; len(result.Missing) > 0 {
		return result
	}
	for i, n := range networks {
		for _, s := range n.Subnets {
			result.Flows[seats[i].ID] = append(result.Flows[seats[i].ID], s.Flows...)
		}
		report := verify.Check(n)
		if why := a.mayLearn(seats[i].Subnet); why != "" {
			report = eitherWay(n, report, why)
		}
		result.Report.Results = append(result.Report.Results, report.Results...)
	}
	result.Findings = audit.Findings(inventory, audit.Setting{
		Mode: q.Mode, Region: q.Region, NoPublicIPs: q.PublicIPs != nil && !*q.PublicIPs, Flows: result.Flows,
	})
	return result
}

// mayLearn says why a default route may be learned by BGP, which no file shows; "" where none can be.
func (a *auditor) mayLearn(s audit.Subnet) string {
	const unseen = ": whether a default route is learned by BGP is not known"
	if t := a.table(s.RouteTable); t != nil && (t.WithoutBGP || slices.ContainsFunc(t.Routes, func(r audit.Route) bool {
		return r.Unknown == "" && r.Properties.AddressPrefix != nil && *r.Properties.AddressPrefix == "0.0.0.0/0"
	})) {
		return ""
	}
	home := a.home(s)
	switch {
	case a.Complete && home == nil:
		return ""
	case home == nil:
		return "no file shows the virtual network of " + nameOf(s) + unseen
	case home.Gateway != "":
		return home.Gateway + unseen
	}
	return ""
}

// eitherWay judges a network with a default route learned by BGP too. What holds
// without it alone is not known.
func eitherWay(n verify.Network, without verify.Report, why string) verify.Report {
	n.Subnets = slices.Clone(n.Subnets)
	for i := range n.Subnets {
		n.Subnets[i].BGPDefault = true
	}
	for i, r := range verify.Check(n).Results {
		if known := &without.Results[i]; known.Verdict != r.Verdict {
			known.Verdict, known.Because, known.CounterExample, known.Assumptions = verify.Inconclusive, why, "", nil
		}
	}
	return without
}

// VerifyWith does the same as Verify, with files that show what the intent calls existing.
func VerifyWith(source []byte, files []reader.File, options Options) (verify.Report, diag.List, []diag.Report) {
	in, p, places, list := decide(source, options.AsOf)
	list = places.Place(suppress(list, in.Suppress))
	inventory, reports := reader.Read(files)
	if list.HasErrors() || haveErrors(reports) {
		return verify.Report{}, list, reports
	}
	a := &auditor{Inventory: inventory, Question: Question{Region: in.Region}}
	for _, s := range p.Network.Subnets {
		if shown := a.subnet(string(s.Existing)); shown != nil && !s.Prefix().IsValid() && len(ipv4(shown.Prefixes)) == 1 {
			s.Sizing.Prefix = ipv4(shown.Prefixes)[0]
		}
	}
	n := network(in, p)
	for i, s := range p.Network.Subnets {
		if s.Existing != "" {
			n.AddressSpace = a.existing(&n.Subnets[i], string(s.Existing), n.AddressSpace)
		}
	}
	id := string(p.Network.EndpointSubnetID)
	if id == "" {
		return verify.Check(n), list, reports
	}
	last := len(n.Subnets) - 1
	endpoints := verify.Network{Subnets: slices.Clone(n.Subnets[last:])}
	endpoints.AddressSpace = a.existing(&endpoints.Subnets[0], id, nil)
	if network, _, _ := strings.Cut(id, "/subnets/"); len(p.Network.Subnets) > 0 && strings.HasPrefix(string(p.Network.Subnets[0].Existing), network+"/") {
		n.Subnets[last] = endpoints.Subnets[0]
		if n.Subnets[last].Unknown == "" {
			n.EndpointPrefixes = []netip.Prefix{n.Subnets[last].Prefix}
		}
		return verify.Check(n), list, reports
	}
	n.Subnets = n.Subnets[:last] // they are in another network
	report := verify.Check(n)
	report.Results = append(report.Results, verify.Check(endpoints).Results...)
	return report, list, reports
}

func haveErrors(reports []diag.Report) bool {
	return slices.ContainsFunc(reports, func(r diag.Report) bool { return r.List.HasErrors() })
}

// auditor turns an inventory into what verify judges.
type auditor struct {
	audit.Inventory
	Question
	missing []Missing
}

// seat is a subnet of nodes to be judged.
type seat struct {
	audit.Subnet
	// shown tells that a file shows the subnet itself, not only what is tied to it.
	shown bool
	pools []audit.Pool
}

// reserved are the subnets that Azure keeps for services of its own.
var reserved = []string{"GatewaySubnet", "RouteServerSubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet"}

// seats are the subnets to judge.
func (a *auditor) seats() []seat {
	var all []seat
	for _, s := range a.Inventory.Subnets {
		all = append(all, seat{Subnet: s, shown: true})
	}
	find := func(id string) *seat {
		if id == "" {
			return nil
		}
		i := slices.IndexFunc(all, func(s seat) bool { return audit.SameID(s.ID, id) })
		if i < 0 {
			network, _, _ := strings.Cut(id, "/subnets/")
			all = append(all, seat{Subnet: audit.Subnet{ID: id, Name: id[strings.LastIndex(id, "/")+1:], VirtualNetwork: network}})
			i = len(all) - 1
		}
		return &all[i]
	}
	for _, g := range a.SecurityGroups {
		for _, id := range g.Subnets {
			s := find(id)
			s.SecurityGroup = cmp.Or(s.SecurityGroup, g.ID)
		}
	}
	for _, t := range a.RouteTables {
		for _, id := range t.Subnets {
			s := find(id)
			s.RouteTable = cmp.Or(s.RouteTable, t.ID)
		}
	}
	for _, p := range a.Pools {
		if s := find(p.Subnet); s != nil {
			s.pools = append(s.pools, p)
		}
	}
	if asked := a.Question.Subnets; len(asked) > 0 {
		return slices.DeleteFunc(all, func(s seat) bool {
			return !slices.ContainsFunc(asked, func(name string) bool { return strings.EqualFold(name, s.Name) || audit.SameID(name, s.ID) })
		})
	}
	withPools := slices.DeleteFunc(slices.Clone(all), func(s seat) bool { return len(s.pools) == 0 })
	if len(withPools) > 0 {
		return withPools
	}
	all = slices.DeleteFunc(all, func(s seat) bool { return !a.canHoldNodes(s) })
	if len(all) > 0 {
		return all
	}
	return a.assumed()
}

func (a *auditor) canHoldNodes(s seat) bool {
	return s.Delegation == "" &&
		!slices.ContainsFunc(reserved, func(name string) bool { return strings.EqualFold(name, s.Name) }) &&
		!slices.ContainsFunc(a.Endpoints, func(e audit.Endpoint) bool { return audit.SameID(e.Subnet, s.ID) })
}

// assumed are subnets for groups and tables that are tied to none.
func (a *auditor) assumed() []seat {
	var all []seat
	for i := range a.SecurityGroups {
		g := &a.SecurityGroups[i]
		g.ID = cmp.Or(g.ID, "group "+g.Name)
		all = append(all, seat{Subnet: audit.Subnet{ID: "subnet of " + g.ID, Name: "the subnet of the group " + cmp.Or(g.Name, "without a name"), SecurityGroup: g.ID}})
	}
	for i := range a.RouteTables {
		t := &a.RouteTables[i]
		t.ID = cmp.Or(t.ID, "table "+t.Name)
		all = append(all, seat{Subnet: audit.Subnet{ID: "subnet of " + t.ID, Name: "the subnet of the route table " + cmp.Or(t.Name, "without a name"), RouteTable: t.ID}})
	}
	return all
}

// subnet finds a subnet by its ID, nil where no file shows it.
func (a *auditor) subnet(id string) *audit.Subnet {
	i := slices.IndexFunc(a.Inventory.Subnets, func(s audit.Subnet) bool { return audit.SameID(s.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.Inventory.Subnets[i]
}

func (a *auditor) group(id string) *audit.SecurityGroup {
	i := slices.IndexFunc(a.SecurityGroups, func(g audit.SecurityGroup) bool { return audit.SameID(g.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.SecurityGroups[i]
}

func (a *auditor) table(id string) *audit.RouteTable {
	i := slices.IndexFunc(a.RouteTables, func(t audit.RouteTable) bool { return audit.SameID(t.ID, id) })
	if i < 0 {
		return nil
	}
	return &a.RouteTables[i]
}

// home is the network of a subnet, nil where no file shows it.
func (a *auditor) home(s audit.Subnet) *audit.VirtualNetwork {
	i := slices.IndexFunc(a.VirtualNetworks, func(n audit.VirtualNetwork) bool {
		return audit.SameID(n.ID, s.VirtualNetwork) || n.ID == "" && n.Name == s.VirtualNetwork
	})
	if i < 0 {
		return nil
	}
	return &a.VirtualNetworks[i]
}

func sameNetwork(a, b audit.Subnet) bool {
	return audit.SameID(a.VirtualNetwork, b.VirtualNetwork) || a.VirtualNetwork == b.VirtualNetwork
}

// assumedPrefix stands for that of a subnet that no file shows: rules that name
// addresses of the network are then not known to match.
var assumedPrefix = netip.MustParsePrefix("10.0.0.0/24")

// network is the subnet in its network, with the flows to be judged.
func (a *auditor) network(s seat) verify.Network {
	var n verify.Network
	if home := a.home(s.Subnet); home != nil {
		n.AddressSpace = home.AddressSpace
	}
	for _, other := range a.Inventory.Subnets {
		if !sameNetwork(other, s.Subnet) {
			continue
		}
		if a.home(s.Subnet) == nil {
			n.AddressSpace = append(n.AddressSpace, ipv4(other.Prefixes)...)
		}
		if slices.ContainsFunc(a.Endpoints, func(e audit.Endpoint) bool { return audit.SameID(e.Subnet, other.ID) }) {
			n.EndpointPrefixes = append(n.EndpointPrefixes, ipv4(other.Prefixes)...)
		}
	}
	prefixes := ipv4(s.Prefixes)
	guessed := len(prefixes) == 0
	if guessed {
		prefixes = []netip.Prefix{assumedPrefix}
	}
	for _, prefix := range prefixes {
		v := verify.Subnet{Name: s.Name, Prefix: prefix}
		if len(prefixes) > 1 {
			v.Name += " " + prefix.String()
		}
		a.fill(&v, s.Subnet, s.shown)
		if home := a.home(s.Subnet); home != nil && home.Unknown != "" {
			v.Unknown = "of the virtual network " + home.Name + " is not known: " + home.Unknown
		}
		if !a.Complete && a.Unknown != "" {
			v.Unknown = a.Unknown
		}
		if guessed && v.SecurityGroup != nil {
			unsettle(v.SecurityGroup.Rules)
		}
		a.wayOut(&v, s)
		a.flows(&v, s)
		for i := range v.Flows {
			if f := &v.Flows[i]; guessed && slices.Contains(f.Peer, assumedPrefix.String()) {
				f.Peer, f.Unknown = []string{"VirtualNetwork"}, "no file shows the prefix of "+nameOf(s.Subnet)
			}
		}
		n.Subnets = append(n.Subnets, v)
	}
	return n
}

// unsettle marks rules that match some addresses of the network alone: whether
// the subnet is among them is not known.
func unsettle(rules []verify.Rule) {
	for i := range rules {
		p := rules[i].Properties
		if p.Direction == nil || rules[i].Unknown != "" {
			continue
		}
		one, many := p.DestinationAddressPrefix, p.DestinationAddressPrefixes
		if strings.EqualFold(string(*p.Direction), string(verify.Outbound)) {
			one, many = p.SourceAddressPrefix, p.SourceAddressPrefixes
		}
		if one != nil {
			many = append(slices.Clone(many), one)
		}
		for _, name := range many {
			if prefix, err := netip.ParsePrefix(*name); *name != "*" && !strings.EqualFold(*name, "VirtualNetwork") && (err != nil || prefix.Bits() > 0) {
				rules[i].Unknown = "no file shows whether the subnet is in " + *name
			}
		}
	}
}

// fill gives a subnet the rules and routes that files show for it.
func (a *auditor) fill(v *verify.Subnet, s audit.Subnet, shown bool) {
	if s.Unknown != "" {
		v.Unknown = "of the subnet " + s.Name + " is not known: " + s.Unknown
		return
	}
	v.Unknown = ""
	v.WayOut.NATGateway = v.WayOut.NATGateway || s.NATGateway != ""
	v.WayOut.DefaultOutbound = s.DefaultOutbound
	switch group := a.group(s.SecurityGroup); {
	case group != nil && group.Unknown != "":
		v.RulesUnknown = "of the network security group " + group.Name + " is not known: " + group.Unknown
	case group != nil:
		v.SecurityGroup = &verify.SecurityGroup{}
		for _, r := range group.Rules {
			v.SecurityGroup.Rules = append(v.SecurityGroup.Rules, r.Rule)
		}
	case s.SecurityGroup != "":
		v.RulesUnknown = "no file shows the network security group " + lastName(s.SecurityGroup)
	case !shown && !a.Complete:
		v.RulesUnknown = "no file shows the network security group of " + nameOf(s)
	}
	switch table := a.table(s.RouteTable); {
	case table != nil && table.Unknown != "":
		v.RoutesUnknown = "of the route table " + table.Name + " is not known: " + table.Unknown
	case table != nil:
		v.RouteTable = &verify.RouteTable{WithoutBGP: table.WithoutBGP}
		for _, r := range table.Routes {
			v.RouteTable.Routes = append(v.RouteTable.Routes, r.Route)
		}
	case s.RouteTable != "":
		v.RoutesUnknown = "no file shows the route table " + lastName(s.RouteTable)
	case !shown && !a.Complete:
		v.RoutesUnknown = "no file shows the route table of " + nameOf(s)
	}
	for _, service := range s.ServiceEndpoints {
		if strings.EqualFold(service, "Microsoft.Storage") { // Azure's own form: the region of the network
			service += "." + a.region(s, nil).TagSuffix
		}
		v.ServiceEndpoints = append(v.ServiceEndpoints, strings.TrimSuffix(service, ".Global"))
	}
}

func lastName(id string) string { return id[strings.LastIndex(id, "/")+1:] }

func nameOf(s audit.Subnet) string {
	if strings.HasPrefix(s.Name, "the subnet of ") {
		return s.Name
	}
	return "the subnet " + s.Name
}

func ipv4(prefixes []netip.Prefix) []netip.Prefix {
	return slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool { return !p.Addr().Is4() })
}

// existing fills a subnet that an intent calls existing, and returns the address space.
func (a *auditor) existing(v *verify.Subnet, id string, space []netip.Prefix) []netip.Prefix {
	i := slices.IndexFunc(a.seatsOf(), func(s seat) bool { return audit.SameID(s.ID, id) })
	if i < 0 { // v says already that it is not known
		return space
	}
	s := a.seatsOf()[i]
	if prefixes := ipv4(s.Prefixes); len(prefixes) > 0 && !v.Prefix.IsValid() {
		v.Prefix = prefixes[0]
	}
	a.fill(v, s.Subnet, s.shown)
	if home := a.home(s.Subnet); home != nil && len(space) == 0 {
		return home.AddressSpace
	}
	return space
}

// seatsOf are all subnets that files show or name.
func (a *auditor) seatsOf() []seat {
	all := *a
	var names []string
	for _, s := range a.Inventory.Subnets {
		names = append(names, s.ID)
	}
	for _, g := range a.SecurityGroups {
		names = append(names, g.Subnets...)
	}
	for _, t := range a.RouteTables {
		names = append(names, t.Subnets...)
	}
	all.Question.Subnets = names
	return all.seats()
}

// wayOut says how nodes reach the internet.
func (a *auditor) wayOut(v *verify.Subnet, s seat) {
	none := func(p audit.Pool) bool { return p.PublicIPs == "NoPublicIPAddresses" }
	switch {
	case a.PublicIPs != nil:
		v.WayOut.PublicIPs = *a.PublicIPs
	case len(s.pools) == 0:
		v.WayOut.Unknown = "no file shows the pool, so whether its nodes have public IP addresses is not known"
	default:
		v.WayOut.PublicIPs = !slices.ContainsFunc(s.pools, none)
		for _, p := range s.pools {
			if p.Unknown != "" {
				v.WayOut.Unknown = "of the pool " + p.Name + " is not known: " + p.Unknown
			}
		}
	}
}

// flows are those that the pools of a subnet need, and those that nobody asked for.
func (a *auditor) flows(v *verify.Subnet, s seat) {
	n := verify.Needs{
		Region: a.region(s.Subnet, s.pools), Subnet: v.Prefix, PublicIPs: v.WayOut.PublicIPs, NATGateway: v.WayOut.NATGateway,
		InterNode: slices.ContainsFunc(s.pools, func(p audit.Pool) bool { return p.InterNode }),
	}
	modes := a.modes(s)
	if n.Region.Name == "" || len(modes) == 0 {
		return
	}
	n.Cloud = azure.CloudOf(n.Region)
	n.AutoStorage = slices.ContainsFunc(a.Accounts, func(x audit.Account) bool { return x.AutoStorage != "" })
	n.Tunnel = tunnelOf(v.RouteTable)
	if n.OS = a.systems(s); len(n.OS) == 0 && n.Tunnel != verify.NoTunnel {
		a.miss("os", "no file says which system the nodes of "+nameOf(s.Subnet)+" run, and Windows needs activation past its default route")
		return
	}
	if len(a.RemoteAccess) > 0 {
		n.SSH = a.RemoteAccess
		if slices.Contains(n.OS, azure.Windows) {
			n.RDP = a.RemoteAccess
		}
		if !slices.Contains(n.OS, azure.Linux) && len(n.OS) > 0 {
			n.SSH = nil
		}
	}
	a.endpoints(&n, s.Subnet)
	for _, mode := range modes {
		n.Mode = mode
		v.Flows = merged(v.Flows, n.Flows())
	}
	// Nobody has said that nothing may leave past a default route that leads elsewhere.
	v.Flows = slices.DeleteFunc(v.Flows, func(f verify.Flow) bool { return f.PastTunnel })
	a.refused(v, n, s.Subnet)
}

// tunnelOf is where the default route of a table leads.
func tunnelOf(t *verify.RouteTable) verify.Via {
	if t == nil {
		return verify.NoTunnel
	}
	for _, r := range t.Routes {
		p := r.Properties
		if p == nil || p.AddressPrefix == nil || p.NextHopType == nil || *p.AddressPrefix != "0.0.0.0/0" {
			continue
		}
		switch *p.NextHopType {
		case verify.ApplianceHop:
			return verify.ViaAppliance
		case verify.GatewayHop:
			return verify.ViaGateway
		}
	}
	return verify.NoTunnel
}

// merged adds the flows of a second mode. What one of them asks for, the other does not forbid.
func merged(flows, more []verify.Flow) []verify.Flow {
	if len(flows) == 0 {
		return more
	}
	for _, f := range more {
		i := slices.IndexFunc(flows, func(o verify.Flow) bool { return o.ID == f.ID && o.Kind == f.Kind })
		switch {
		case i >= 0:
			flows[i].Except = append(flows[i].Except, f.Except...)
		case f.Kind == verify.Needed:
			flows = slices.Insert(flows, 0, f)
		default:
			flows = append(flows, f)
		}
	}
	return flows
}

// endpoints says which private endpoints the network of a subnet has.
func (a *auditor) endpoints(n *verify.Needs, s audit.Subnet) {
	for _, e := range a.Endpoints {
		in := a.subnet(e.Subnet)
		if in == nil || !sameNetwork(*in, s) {
			continue
		}
		if e.Unknown != "" {
			continue
		}
		for _, group := range e.Groups {
			switch {
			case strings.EqualFold(group, "nodeManagement"):
				n.NodeManagementEndpoint = true
			case strings.EqualFold(group, "batchAccount"):
				n.AccountEndpoint = true
			case strings.EqualFold(group, "blob"):
				n.StorageEndpoint = true
			default:
				continue
			}
			if prefixes := ipv4(in.Prefixes); len(prefixes) > 0 && !n.EndpointSubnet.IsValid() {
				n.EndpointSubnet = prefixes[0]
			}
		}
	}
}

// refused marks flows that something beside rules and routes may stop.
func (a *auditor) refused(v *verify.Subnet, n verify.Needs, s audit.Subnet) {
	closed := slices.ContainsFunc(a.Accounts, func(x audit.Account) bool { return x.NodeManagementPublic != nil && !*x.NodeManagementPublic })
	named := slices.ContainsFunc(a.Zones, func(z audit.Zone) bool {
		return strings.EqualFold(z.Name, n.Cloud.BatchZone) &&
			slices.ContainsFunc(z.Networks, func(id string) bool { return audit.SameID(id, s.VirtualNetwork) })
	})
	doubtful := slices.IndexFunc(a.Endpoints, func(e audit.Endpoint) bool { return e.Unknown != "" || a.subnet(e.Subnet) == nil })
	for i := range v.Flows {
		switch f := &v.Flows[i]; {
		case f.ID == "batch-out" && doubtful >= 0:
			e := a.Endpoints[doubtful]
			f.Unknown = "of the private endpoint " + e.Name + " is not known: " + cmp.Or(e.Unknown, "no file shows its subnet "+lastName(e.Subnet))
		case f.ID == "batch-out" && closed:
			f.Unknown = "the Batch account refuses nodes that call from public addresses, and no file shows a private endpoint for nodeManagement in the network"
		case f.ID == "endpoints-out" && !named:
			f.Unknown = "no file shows that the private DNS zone " + n.Cloud.BatchZone + " is linked to the network"
		}
	}
}

// miss notes what has to be stated, once.
func (a *auditor) miss(flag, why string) {
	if !slices.ContainsFunc(a.missing, func(m Missing) bool { return m.Flag == flag }) {
		a.missing = append(a.missing, Missing{flag, why})
	}
}

// modes are those of the pools of a subnet, else of all pools that files show.
func (a *auditor) modes(s seat) []azure.ModeID {
	if a.Mode != "" {
		return []azure.ModeID{a.Mode}
	}
	pools := s.pools
	if len(pools) == 0 {
		pools = a.Pools
	}
	found := map[azure.ModeID]bool{}
	for _, p := range pools {
		mode := azure.ModeID(p.Mode)
		if !slices.ContainsFunc(azure.Modes(), func(m azure.Mode) bool { return m.ID == mode }) {
			a.miss("mode", "the pool "+p.Name+" does not say which node communication mode it has")
			return nil
		}
		found[mode] = true
	}
	if len(found) == 0 {
		a.miss("mode", "no file shows a pool")
	}
	return slices.Sorted(maps.Keys(found))
}

// region is that of the network of a subnet, else of what else files show.
func (a *auditor) region(s audit.Subnet, pools []audit.Pool) azure.Region {
	if a.Region.Name != "" {
		return a.Region
	}
	var names []string
	if home := a.home(s); home != nil {
		names = append(names, home.Location)
	}
	if g := a.group(s.SecurityGroup); g != nil {
		names = append(names, g.Location)
	}
	if t := a.table(s.RouteTable); t != nil {
		names = append(names, t.Location)
	}
	for _, x := range a.Accounts {
		if len(a.Accounts) == 1 || slices.ContainsFunc(pools, func(p audit.Pool) bool { return strings.HasPrefix(p.ID, x.ID+"/") }) {
			names = append(names, x.Location)
		}
	}
	for _, name := range append(names, a.onlyLocation()) {
		if region, found := azure.RegionByName(name); found {
			return region
		}
	}
	a.miss("region", "no file says in which region "+nameOf(s)+" is")
	return azure.Region{}
}

// onlyLocation is that of all resources that have one, "" where they differ.
func (a *auditor) onlyLocation() string {
	found := map[string]bool{}
	for _, n := range a.VirtualNetworks {
		found[n.Location] = true
	}
	for _, g := range a.SecurityGroups {
		found[g.Location] = true
	}
	for _, t := range a.RouteTables {
		found[t.Location] = true
	}
	for _, x := range a.Accounts {
		found[x.Location] = true
	}
	delete(found, "")
	if len(found) != 1 {
		return ""
	}
	return slices.Collect(maps.Keys(found))[0]
}

// systems are those of the nodes of a subnet.
func (a *auditor) systems(s seat) []azure.OS {
	if a.OS != "" {
		return []azure.OS{a.OS}
	}
	found := map[azure.OS]bool{}
	for _, p := range s.pools {
		if p.OS == "" {
			return nil
		}
		found[azure.OS(p.OS)] = true
	}
	return slices.Sorted(maps.Keys(found))
}
