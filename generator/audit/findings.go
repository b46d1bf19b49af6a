package audit

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// Setting is what the checks go by beside the files.
type Setting struct {
	// Mode of pools of which no file says it, "" where it is not known.
	Mode azure.ModeID
	// NoPublicIPs tells that pools that no file shows have no public IP addresses.
	NoPublicIPs bool
	// Region of resources whose files do not say; the zero Region where it is not known.
	Region azure.Region
	// Flows are those that are judged in a subnet, by its ID: what somebody asked
	// for is no finding.
	Flows map[string][]verify.Flow
	// Intent tells that the network is that of an intent, whose own diagnostics
	// have said what is retired.
	Intent bool
}

// Finding is something wrong with a network beyond its flows.
type Finding struct {
	// File is where it stands, "" for nowhere.
	File string
	diag.Diagnostic
}

// survey is an inventory under examination.
type survey struct {
	Inventory
	setting Setting
	// shadows are the rules of each group that never match.
	shadows [][]verify.Shadow
	found   []Finding
}

// check is one look at the inventory. Its codes are for the reader of the table.
type check struct {
	codes string
	look  func(*survey)
	// filesOnly checks repeat what the diagnostics of an intent say.
	filesOnly bool
}

// checks are all checks, in the order in which their findings are printed.
var checks = []check{
	{"BG604 BG605", (*survey).neverMatching, false},
	{"BG606", (*survey).swapped, false},
	{"BG607", (*survey).orphaned, false},
	{"BG608", (*survey).open, false},
	{"BG609", (*survey).addresses, false},
	{"BG610", (*survey).regions, false},
	{"BG611", (*survey).uselessRoutes, false},
	{"BG612", (*survey).replies, false},
	{"BG613", (*survey).zones, false},
	{"BG614", (*survey).remains, false},
	{"BG615", (*survey).sizes, false},
	{"BG616", (*survey).retired, true},
	{"BG617", (*survey).platform, false},
}

// Findings says what is wrong with a network beyond its flows. What the files
// leave open is no finding.
func Findings(inventory Inventory, setting Setting) []Finding {
	s := newSurvey(inventory, setting)
	for _, c := range checks {
		if !c.filesOnly || !setting.Intent {
			c.look(s)
		}
	}
	return s.found
}

func newSurvey(inventory Inventory, setting Setting) *survey {
	s := &survey{Inventory: inventory, setting: setting}
	s.complete()
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		var rules []verify.Rule
		for _, r := range g.Rules {
			rules = append(rules, r.Rule)
		}
		s.shadows = append(s.shadows, verify.Shadows(rules, s.addressSpace(g)))
	}
	return s
}

// Verdicts says which flows are blocked, pass or cannot be judged. at returns
// the place of a subnet, by its name.
func Verdicts(report verify.Report, at func(subnet string) Place) []Finding {
	var found []Finding
	for _, r := range report.Results {
		place := at(r.Subnet)
		var d diag.Diagnostic
		switch {
		case r.Verdict == verify.Inconclusive:
			d = diag.NotJudged(place.Range, r.Subnet, r.Flow.ID, r.Because, string(r.Flow.Doc))
		case r.Verdict == verify.Pass:
			continue
		case r.Flow.Kind == verify.Needed:
			d = diag.NeededBlocked(place.Range, r.Subnet, r.Flow.ID, r.Because, r.CounterExample, string(r.Flow.Doc))
		default:
			d = diag.ForbiddenPasses(place.Range, r.Subnet, r.Flow.ID, r.Because, r.CounterExample, string(r.Flow.Doc))
		}
		found = append(found, Finding{place.File, d})
	}
	return found
}

// PlaceOf is where the subnet of a verdict stands, by its name: itself, or what
// is tied to it where no file shows it.
func (v Inventory) PlaceOf(subnet string) Place {
	of := func(name string) bool {
		return name != "" && (subnet == name || strings.HasPrefix(subnet, name+" ") || strings.HasSuffix(subnet, " "+name))
	}
	for _, s := range v.Subnets {
		if of(s.Name) {
			return s.Place
		}
	}
	for _, g := range v.SecurityGroups {
		if of(g.Name) {
			return g.Place
		}
	}
	for _, t := range v.RouteTables {
		if of(t.Name) {
			return t.Place
		}
	}
	return Place{}
}

// report adds a finding about what stands at a place.
func (s *survey) report(at Place, d diag.Diagnostic) {
	s.found = append(s.found, Finding{at.File, d})
}

// names reports whether a list has an ID.
func names(list []string, id string) bool {
	return slices.ContainsFunc(list, func(other string) bool { return SameID(other, id) })
}

// complete adds the subnets that others name and no file shows.
func (s *survey) complete() {
	s.Subnets = slices.Clone(s.Subnets)
	var ids []string
	for _, g := range s.SecurityGroups {
		ids = append(ids, g.Subnets...)
	}
	for _, t := range s.RouteTables {
		ids = append(ids, t.Subnets...)
	}
	for _, p := range s.Pools {
		ids = append(ids, p.Subnet)
	}
	for _, id := range ids {
		if id != "" && !slices.ContainsFunc(s.Subnets, func(sub Subnet) bool { return SameID(sub.ID, id) }) {
			network, name, _ := strings.Cut(id, "/subnets/")
			s.Subnets = append(s.Subnets, Subnet{ID: id, Name: name, VirtualNetwork: network, Unknown: "no file shows it"})
		}
	}
}

// subnetsOf returns the subnets that a group is at: one end says so.
func (s *survey) subnetsOf(g *SecurityGroup) []*Subnet {
	return s.where(func(sub *Subnet) bool { return SameID(sub.SecurityGroup, g.ID) || names(g.Subnets, sub.ID) })
}

// subnetsUnder returns the subnets that a route table is at.
func (s *survey) subnetsUnder(t *RouteTable) []*Subnet {
	return s.where(func(sub *Subnet) bool { return SameID(sub.RouteTable, t.ID) || names(t.Subnets, sub.ID) })
}

func (s *survey) where(is func(*Subnet) bool) (at []*Subnet) {
	for i := range s.Subnets {
		if is(&s.Subnets[i]) {
			at = append(at, &s.Subnets[i])
		}
	}
	return at
}

// networkOf returns the network of a subnet, nil where no file shows it.
func (s *survey) networkOf(sub *Subnet) *VirtualNetwork {
	for i := range s.VirtualNetworks {
		n := &s.VirtualNetworks[i]
		if SameID(n.ID, sub.VirtualNetwork) || n.ID == "" && SameID(n.Name, sub.VirtualNetwork) {
			return n
		}
	}
	return nil
}

// addressSpace is that of the one network that a group is in, nil where files do not show it.
func (s *survey) addressSpace(g *SecurityGroup) []netip.Prefix {
	at := s.subnetsOf(g)
	if len(at) == 0 || g.Interfaces > 0 {
		return nil
	}
	first := s.networkOf(at[0])
	if first == nil || slices.ContainsFunc(at, func(sub *Subnet) bool { return s.networkOf(sub) != first }) {
		return nil
	}
	return first.AddressSpace
}

// region is where a resource is: what it says itself, else its network, else the setting.
func (s *survey) region(location string, at []*Subnet) (azure.Region, bool) {
	if r, known := azure.RegionByName(location); known {
		return r, true
	}
	for _, sub := range at {
		if n := s.networkOf(sub); n != nil {
			if r, known := azure.RegionByName(n.Location); known {
				return r, true
			}
		}
	}
	return s.setting.Region, s.setting.Region.Name != ""
}

// poolsIn are the pools of a subnet that files show.
func (s *survey) poolsIn(sub *Subnet) []*Pool {
	var pools []*Pool
	for i := range s.Pools {
		if SameID(s.Pools[i].Subnet, sub.ID) {
			pools = append(pools, &s.Pools[i])
		}
	}
	return pools
}

// private reports whether the nodes of a subnet are known to have no public IP addresses.
func (s *survey) private(sub *Subnet) bool {
	pools := s.poolsIn(sub)
	if len(pools) == 0 {
		return s.setting.NoPublicIPs
	}
	return !slices.ContainsFunc(pools, func(p *Pool) bool { return !strings.EqualFold(p.PublicIPs, "NoPublicIPAddresses") })
}

// simplified reports whether all pools of some subnets are known to be so.
func (s *survey) simplified(at []*Subnet) bool {
	shown := false
	for _, sub := range at {
		for _, p := range s.poolsIn(sub) {
			if !strings.EqualFold(cmp.Or(p.Mode, string(s.setting.Mode)), string(azure.Simplified)) {
				return false
			}
			shown = true
		}
	}
	return shown || s.setting.Mode == azure.Simplified
}
