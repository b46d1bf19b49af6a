package audit

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// This file has the checks of security rules.

// The services whose tags the checks know, folded.
const (
	batchService   = "batchnodemanagement"
	storageService = "storage"
)

// eachRule calls with for every rule that is known.
func (s *survey) eachRule(with func(g *SecurityGroup, r *Rule)) {
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		for j := range g.Rules {
			if r := &g.Rules[j]; r.Unknown == "" && r.Properties != nil {
				with(g, r)
			}
		}
	}
}

func (r *Rule) inbound() bool { return folded(r.Properties.Direction) == "inbound" }
func (r *Rule) allows() bool  { return folded(r.Properties.Access) == "allow" }

// folded is a word of Azure's without its capitals.
func folded[T ~string](p *T) string {
	if p == nil {
		return ""
	}
	return strings.ToLower(string(*p))
}

// ends returns the far and the near end of a rule, as they are written.
func (r *Rule) ends() (far, near []string) {
	source, destination := r.Sides()
	if r.inbound() {
		return source, destination
	}
	return destination, source
}

// direction is "inbound" or "outbound".
func (r *Rule) direction() string { return folded(r.Properties.Direction) }

// ports are those of a rule in words.
func (r *Rule) ports() string {
	if r.CarriesAll() {
		return "all ports"
	}
	ports := strings.Join(r.Ports(), ", ")
	if strings.ContainsAny(ports, ",-") {
		return "ports " + ports
	}
	return "port " + ports
}

// title names a group in a sentence.
func (g *SecurityGroup) title() string {
	if g.Name == "" {
		return "the security group"
	}
	return g.Name
}

func (s *survey) neverMatching() {
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		for _, shadow := range s.shadows[i] {
			r := &g.Rules[shadow.Rule]
			make := diag.RuleRedundant
			var by []diag.Other
			for _, index := range shadow.By {
				other := &g.Rules[index]
				by = append(by, diag.Other{Name: other.Name, Range: beside(r.Place, other.Place)})
				if other.allows() != r.allows() {
					make = diag.RuleDead
				}
			}
			s.report(r.Place, make(r.Place.Range, g.title(), r.Name, by))
		}
	}
}

// beside is the range of a place in the same file as another one: a second
// place of a diagnostic is in its file.
func beside(first, second Place) diag.Range {
	if first.File != second.File {
		return diag.Range{}
	}
	return second.Range
}

// dead reports whether a rule never matches.
func (s *survey) dead(g *SecurityGroup, r *Rule) bool {
	for i := range s.SecurityGroups {
		if &s.SecurityGroups[i] == g {
			return slices.ContainsFunc(s.shadows[i], func(shadow verify.Shadow) bool { return &g.Rules[shadow.Rule] == r })
		}
	}
	return false
}

// serviceTag returns a name without its region if it is a service tag.
func serviceTag(name string) (service, region string, is bool) {
	lower := strings.ToLower(name)
	_, isPrefix := prefixOf(name)
	if isPrefix || slices.Contains([]string{"", "*", "any", "internet", "virtualnetwork", "azureloadbalancer"}, lower) {
		return "", "", false
	}
	service, region, _ = strings.Cut(lower, ".")
	return service, region, true
}

// prefixOf reads an address or a prefix.
func prefixOf(name string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(name); err == nil {
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(name)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

// oneWay are services that are on one end of traffic of one direction and port:
// azure-network-rules section 1.
var oneWay = []struct {
	service, direction string
	ports              []uint16
	what               string
}{
	{batchService, "outbound", []uint16{443}, "nodes call it, not it them"},
	{storageService, "outbound", []uint16{443}, "nodes call it, not it them"},
	{storageService, "outbound", []uint16{445}, "nodes call it, not it them"},
	{batchService, "inbound", []uint16{29876, 29877}, "it calls nodes, not they it"},
}

func (s *survey) swapped() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		far, near := r.ends()
		for _, name := range near {
			if _, _, is := serviceTag(name); is && r.allows() {
				end := "destination"
				if !r.inbound() {
					end = "source"
				}
				s.report(r.Place, diag.DirectionSwapped(r.Place.Range, g.title(), r.Name, r.direction(), name+" is its "+end))
				return
			}
		}
		for _, name := range far {
			service, _, _ := serviceTag(name)
			for _, row := range oneWay {
				carries := !slices.ContainsFunc(row.ports, func(port uint16) bool { return !r.Carries(port) })
				// A rule that has more ports than these may be for something else.
				if service == row.service && r.direction() != row.direction && r.allows() && carries && !r.CarriesAll() {
					s.report(r.Place, diag.DirectionSwapped(r.Place.Range, g.title(), r.Name, r.direction(),
						name+" is at its far end with "+r.ports()+", and "+row.what))
					return
				}
			}
		}
	})
}

// everybody reports whether a source is the whole internet, in any spelling.
func everybody(name string) bool {
	if p, is := prefixOf(name); is {
		return p.Bits() <= 1 // 0.0.0.0/0, ::/0 and their halves
	}
	return slices.Contains([]string{"*", "any", "internet"}, strings.ToLower(name))
}

// graves are the ports that nobody should open to everybody: SSH, RDP and those of the node agent.
var graves = []uint16{22, 3389, 29876, 29877}

func (s *survey) open() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		source, _ := r.ends()
		at := s.subnetsOf(g)
		protocol := folded(r.Properties.Protocol)
		switch {
		case !r.inbound() || !r.allows() || !slices.ContainsFunc(source, everybody) || s.dead(g, r):
		case protocol != "*" && protocol != "tcp" && protocol != "udp":
		case s.asked(at, r, func(verify.Flow) bool { return true }):
		default:
			grave := r.CarriesAll() || slices.ContainsFunc(graves, r.Carries)
			s.report(r.Place, diag.OpenToWorld(r.Place.Range, g.title(), r.Name, r.ports(), grave))
		}
	})
}

// asked reports whether a needed inbound flow of the subnets, of those that
// count, has the sources and the ports of a rule.
func (s *survey) asked(at []*Subnet, r *Rule, counts func(verify.Flow) bool) bool {
	far, _ := r.ends()
	for id, flows := range s.setting.Flows {
		// A group at no subnet is judged as if it were at one.
		if len(at) > 0 && !slices.ContainsFunc(at, func(sub *Subnet) bool { return SameID(sub.ID, id) }) {
			continue
		}
		for _, f := range flows {
			fits := f.Kind == verify.Needed && f.Direction == verify.Inbound && counts(f) &&
				!slices.ContainsFunc(far, func(name string) bool { return !names(f.Peer, name) })
			if fits && strings.Join(r.Ports(), ",") == f.Ports {
				return true
			}
		}
	}
	return false
}

// public reports whether a name is addresses outside of every network that is known.
func (s *survey) public(name string) bool {
	p, is := prefixOf(name)
	a := p.Addr()
	shared := netip.MustParsePrefix("100.64.0.0/10")
	if !is || everybody(name) || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || shared.Contains(a) || name == "168.63.129.16" {
		return false
	}
	inside := func(space netip.Prefix) bool { return space.Overlaps(p) }
	return !slices.ContainsFunc(s.VirtualNetworks, func(n VirtualNetwork) bool { return slices.ContainsFunc(n.AddressSpace, inside) }) &&
		!slices.ContainsFunc(s.Subnets, func(sub Subnet) bool { return slices.ContainsFunc(sub.Prefixes, inside) })
}

// batchTag is the tag that belongs where a resource is.
func (s *survey) batchTag(location string, at []*Subnet) string {
	if r, known := s.region(location, at); known {
		return azure.BatchTag(r)
	}
	return "BatchNodeManagement.<region>"
}

func (s *survey) addresses() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		far, _ := r.ends()
		first := slices.IndexFunc(far, s.public)
		if !r.inbound() || !r.allows() || r.CarriesAll() || !r.Carries(29876) && !r.Carries(29877) || first < 0 {
			return
		}
		at := s.subnetsOf(g)
		s.report(r.Place, diag.BatchAddress(r.Place.Range, "rule "+r.Name+" of "+g.title(), far[first], s.batchTag(g.Location, at)))
	})
	s.eachRoute(func(t *RouteTable, r *Route) {
		// Without a route for the tag, addresses that a table leads past its
		// tunnel stand for the service. Those of the activation servers do not.
		if r.hop() == hopInternet && s.public(r.prefix()) && !activation(r.prefix()) && t.tunnel() != nil && !t.leadsBatch() && !s.caller(t, r.prefix()) {
			at := s.subnetsUnder(t)
			s.report(r.Place, diag.BatchAddress(r.Place.Range, "route "+r.Name+" of "+t.title(), r.prefix(), s.batchTag(t.Location, at)))
		}
	})
}

// caller reports whether addresses are let in by a rule of a subnet under a
// table: then replies to them are led to the internet.
func (s *survey) caller(t *RouteTable, prefix string) bool {
	p, _ := prefixOf(prefix)
	at := s.subnetsUnder(t)
	for _, sub := range at {
		g := s.groupOf(sub)
		if g == nil {
			continue
		}
		for i := range g.Rules {
			r := &g.Rules[i]
			if r.Unknown != "" || r.Properties == nil || !r.inbound() || !r.allows() || r.Carries(29876) {
				continue
			}
			source, _ := r.ends()
			if slices.ContainsFunc(source, func(name string) bool { from, is := prefixOf(name); return is && from.Overlaps(p) }) {
				return true
			}
		}
	}
	return false
}

// groupOf returns the group at a subnet, nil where no file shows it.
func (s *survey) groupOf(sub *Subnet) *SecurityGroup {
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		if SameID(sub.SecurityGroup, g.ID) || names(g.Subnets, sub.ID) {
			return g
		}
	}
	return nil
}

// activation reports whether addresses are those of Windows activation servers.
func activation(prefix string) bool {
	p, is := prefixOf(prefix)
	return is && slices.ContainsFunc(azure.Clouds(), func(c azure.Cloud) bool {
		return slices.ContainsFunc(c.ActivationAddresses, func(a netip.Addr) bool { return p.Contains(a) })
	})
}

func (s *survey) regions() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		at := s.subnetsOf(g)
		own, known := s.region(g.Location, at)
		if !known || !r.allows() {
			return
		}
		far, _ := r.ends()
		for _, name := range far {
			service, _, _ := serviceTag(name)
			if !elsewhere(name, own) || service == storageService && s.storageToo(g, r, own) {
				continue
			}
			s.report(r.Place, diag.OtherRegion(r.Place.Range, "rule "+r.Name+" of "+g.title(), name, own.Name))
		}
	})
	s.eachRoute(func(t *RouteTable, r *Route) {
		at := s.subnetsUnder(t)
		own, known := s.region(t.Location, at)
		if service, _, _ := serviceTag(r.prefix()); known && service == batchService && elsewhere(r.prefix(), own) {
			s.report(r.Place, diag.OtherRegion(r.Place.Range, "route "+r.Name+" of "+t.title(), r.prefix(), own.Name))
		}
	})
}

// elsewhere reports whether a tag of Batch or storage belongs to a region other than one.
func elsewhere(name string, own azure.Region) bool {
	service, region, _ := serviceTag(name)
	if service != batchService && service != storageService || strings.EqualFold(region, own.TagSuffix) {
		return false
	}
	return slices.ContainsFunc(azure.Regions(), func(r azure.Region) bool { return strings.EqualFold(r.TagSuffix, region) })
}

// storageToo reports whether another rule of the direction, or a flow, has the
// storage of a region: then that of another region has a reason of its own.
func (s *survey) storageToo(g *SecurityGroup, r *Rule, own azure.Region) bool {
	return slices.ContainsFunc(g.Rules, func(other Rule) bool {
		if other.Unknown != "" || other.Properties == nil || other.direction() != r.direction() {
			return false
		}
		far, _ := other.ends()
		return names(far, azure.StorageTag(own)) || names(far, storageService)
	})
}

func (s *survey) remains() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		far, _ := r.ends()
		at := s.subnetsOf(g)
		batch := slices.ContainsFunc(far, func(name string) bool { service, _, _ := serviceTag(name); return service == batchService })
		if r.inbound() && r.allows() && batch && (r.Carries(29876) || r.Carries(29877)) && s.simplified(at) {
			s.report(r.Place, diag.ClassicRemains(r.Place.Range, "rule "+r.Name+" of "+g.title(), "the service calls no node in simplified communication"))
		}
	})
	s.eachRoute(func(t *RouteTable, r *Route) {
		service, _, _ := serviceTag(r.prefix())
		at := s.subnetsUnder(t)
		// Where something else may lead the internet elsewhere, the route still
		// takes calls of nodes past it.
		if service == batchService && r.hop() == hopInternet && t.WithoutBGP && t.tunnel() == nil && t.understood() && s.simplified(at) {
			s.report(r.Place, diag.ClassicRemains(r.Place.Range, "route "+r.Name+" of "+t.title(), "no other route leads the internet elsewhere"))
		}
	})
}

// platformTags are services that security groups let through unless a rule
// denies their tags: azure-network-rules section 1.
var platformTags = []string{"AzurePlatformDNS", "AzurePlatformIMDS", "AzurePlatformLKM"}

func (s *survey) platform() {
	s.eachRule(func(g *SecurityGroup, r *Rule) {
		far, _ := r.ends()
		for _, tag := range platformTags {
			if !r.inbound() && !r.allows() && names(far, tag) {
				s.report(r.Place, diag.PlatformDenied(r.Place.Range, g.title(), r.Name, tag))
			}
		}
	})
}
