package verify

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// Shadow is a rule that never matches: rules before it take all of its packets.
type Shadow struct {
	// Rule is the index of the rule, By those of the rules that decide its
	// packets, by priority.
	Rule int
	By   []int
}

// Shadows returns the rules of a security group that are proven never to match,
// in their order. addressSpace is that of the virtual network, empty where it is
// not known. Whatever tags and application security groups hold, a rule that is
// named here is without effect; a rule whose packets depend on them is not named.
func Shadows(rules []Rule, addressSpace []netip.Prefix) []Shadow {
	a := &atlas{network: prefixSet(addressSpace...)}
	a.public = allAddresses.minus(private).minus(reserved).minus(platform).minus(a.network)
	a.mentionRules(rules)
	a.sort()
	var outlines []outline
	for i, r := range rules {
		if o := a.outline(i, r); o.readable() {
			outlines = append(outlines, o)
		}
	}
	slices.SortStableFunc(outlines, func(x, y outline) int { return cmp.Compare(x.priority, y.priority) })
	var shadows []Shadow
	for i := range outlines {
		if by := a.takers(&outlines[i], outlines[:i]); len(by) > 0 {
			shadows = append(shadows, Shadow{Rule: outlines[i].index, By: by})
		}
	}
	slices.SortFunc(shadows, func(x, y Shadow) int { return cmp.Compare(x.Rule, y.Rule) })
	return shadows
}

// family tells IPv4 from IPv6: names hold addresses of both, prefixes of one.
type family int

const (
	four family = iota
	six
	families
)

// outline is a rule as far as shadows need it.
type outline struct {
	index     int
	direction string // folded
	priority  int32
	match     box
	// far and near are the names of its ends, folded.
	far, near []string
	// covers are the packets that it matches for certain.
	covers [families]space
}

func (a *atlas) outline(index int, r Rule) outline {
	if r.Unknown != "" || r.Properties == nil || r.Properties.Priority == nil {
		return outline{}
	}
	p := r.Properties
	o := outline{index: index, direction: strings.ToLower(text(p.Direction)), priority: *p.Priority}
	o.far, o.near = ends(p)
	o.match = box{
		protocol:   protocolsOf(text(p.Protocol)),
		sourcePort: portsOf(text(p.SourcePortRange), p.SourcePortRanges),
		port:       portsOf(text(p.DestinationPortRange), p.DestinationPortRanges),
	}
	if strings.EqualFold(o.direction, string(Outbound)) {
		o.far, o.near = o.near, o.far
	}
	for f := range families {
		o.covers[f] = product(o.match, a.certain(o.far, f), here(a.certain(o.near, f)))
	}
	return o
}

// readable reports whether all of the rule is understood.
func (o *outline) readable() bool {
	return len(o.far) > 0 && len(o.near) > 0 && len(o.match[protocol]) > 0 && len(o.match[sourcePort]) > 0 && len(o.match[port]) > 0
}

// ends are the sources and destinations of a rule, folded. Application security
// groups stand with their IDs: nobody knows what is in one, but it is the same in
// every rule.
func ends(p *armnetwork.SecurityRulePropertiesFormat) (source, destination []string) {
	source, destination = sides(p)
	if groups := p.SourceApplicationSecurityGroups; len(groups) > 0 {
		source = groupNames(groups)
	}
	if groups := p.DestinationApplicationSecurityGroups; len(groups) > 0 {
		destination = groupNames(groups)
	}
	return foldedNames(source), foldedNames(destination)
}

func groupNames(groups []*armnetwork.ApplicationSecurityGroup) []string {
	var names []string
	for _, g := range groups {
		names = append(names, unknownGroup+" "+text(g.ID))
	}
	return names
}

func foldedNames(names []string) []string {
	var list []string
	for _, name := range names {
		list = append(list, strings.ToLower(name))
	}
	return list
}

// certain is what a list of names holds for certain.
func (a *atlas) certain(names []string, f family) []area {
	var must []area
	for _, name := range names {
		certain, _ := a.extent(name, f)
		must = append(must, certain...)
	}
	return must
}

// extent returns what a folded name holds for certain, and all that it may hold
// beside that. Unlike areas, it takes for granted nothing that a file may not show.
func (a *atlas) extent(name string, f family) (must, may []area) {
	everywhere := []area{{allAddresses, a.all()}}
	if f == four {
		everywhere = a.split(allAddresses)
	}
	p, isPrefix := prefixOf(name)
	switch {
	case name == anywhere, name == "any":
		return everywhere, nil
	case isPrefix && p.Addr().Is4() != (f == four):
		return nil, nil
	case isPrefix && f == four:
		return a.split(prefixSet(p)), nil
	case isPrefix, strings.HasPrefix(name, unknownGroup), name == loadBalancer && f == six, name == virtualNetwork && f == six:
		return nil, everywhere
	case name == virtualNetwork:
		return []area{{a.network.union(platform), set{{0, 0}}}}, everywhere
	case name == loadBalancer:
		return []area{{platform, set{{0, 0}}}}, nil
	case name == internet && len(a.network) > 0 && f == four:
		return []area{{a.public, a.all()}}, everywhere
	case name == internet:
		// Without the address space any public address may be in the network, but
		// none of a service.
		return []area{{a.outside(f), a.all().minus(set{{0, 0}})}}, everywhere
	}
	certain, possible := a.services(name)
	return []area{{a.outside(f), certain}}, []area{{a.outside(f), possible}}
}

// outside is where the addresses of services are.
func (a *atlas) outside(f family) set {
	if f == four {
		return a.public
	}
	return allAddresses
}

// here leaves out what is no end in a subnet for certain: addresses of services.
func here(areas []area) []area {
	return slices.DeleteFunc(areas, func(x area) bool { return !x.services.contains(0) })
}

// piece is a part of one end of a rule: all prefixes of it, or one name.
type piece struct {
	name  string // "" for the prefixes
	areas []area
}

// pieces splits an end of a rule into parts that are covered each by itself.
func (a *atlas) pieces(names []string, f family) []piece {
	prefixes := piece{}
	var list []piece
	for _, name := range names {
		must, may := a.extent(name, f)
		if len(may) == 0 {
			prefixes.areas = append(prefixes.areas, must...)
			continue
		}
		list = append(list, piece{name, append(must, may...)})
	}
	return append(list, prefixes)
}

// takers returns the indices of the rules that take all packets of a rule, nil
// where some may be left. earlier has lower priorities or the same one.
func (a *atlas) takers(o *outline, earlier []outline) []int {
	var by []int
	for f := range families {
		for _, far := range a.pieces(o.far, f) {
			for _, near := range a.pieces(o.near, f) {
				// The near end of a packet has no tag: a tag there is any address.
				rest := product(o.match, far.areas, near.areas)
				for i := range earlier {
					e := &earlier[i]
					if rest.empty() {
						break
					}
					if e.direction != o.direction || e.priority == o.priority {
						continue
					}
					if cover := a.cover(e, far.name, near.name, f); rest.overlaps(cover) {
						rest = rest.minus(cover)
						if !slices.Contains(by, i) {
							by = append(by, i)
						}
					}
				}
				if !rest.empty() {
					return nil
				}
			}
		}
	}
	slices.Sort(by)
	for i, n := range by {
		by[i] = earlier[n].index
	}
	return by
}

// same reports whether a name is among those of a rule and means the same
// there: a group without an ID may be any.
func same(name string, names []string) bool {
	return name != "" && strings.TrimSpace(name) != unknownGroup && slices.Contains(names, name)
}

// cover is what a rule takes of packets whose ends are in two names: a rule that
// has the same name takes them all, whatever the name holds.
func (a *atlas) cover(o *outline, far, near string, f family) space {
	farToo, nearToo := same(far, o.far), same(near, o.near)
	if !farToo && !nearToo {
		return o.covers[f]
	}
	farAreas, nearAreas := a.certain(o.far, f), here(a.certain(o.near, f))
	if farToo {
		farAreas = []area{{allAddresses, a.all()}}
	}
	if nearToo {
		nearAreas = []area{{allAddresses, set{{0, 0}}}}
	}
	return product(o.match, farAreas, nearAreas)
}
