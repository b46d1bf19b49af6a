package audit

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// This file has the checks of what rules and routes are tied to.

func (s *survey) orphaned() {
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		if at := s.subnetsOf(g); g.TiesKnown && len(at)+g.Interfaces == 0 {
			s.report(g.Place, diag.TiedToNothing(g.Place.Range, "security group", g.Name))
		}
	}
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		if at := s.subnetsUnder(t); t.TiesKnown && len(at) == 0 {
			s.report(t.Place, diag.TiedToNothing(t.Place.Range, "route table", t.Name))
		}
	}
}

func (s *survey) zones() {
	for i := range s.Zones {
		z := &s.Zones[i]
		for _, c := range azure.Clouds() {
			if oldZone(z.Name, c) || partZone(z.Name, c) && s.linkedBoth(z, c.BatchZone) {
				s.report(z.Place, diag.OldZoneLinked(z.Place.Range, z.Name, c.BatchZone))
			}
		}
	}
}

// oldZone reports whether a zone is one of those that accounts registered in
// before there was one for all regions: azure-network-rules section 4.
func oldZone(name string, c azure.Cloud) bool {
	region, is := strings.CutPrefix(strings.ToLower(name), "privatelink.")
	region, ends := strings.CutSuffix(region, "."+c.BatchSuffix)
	return is && ends && regionName(region)
}

// partZone reports whether a zone is a part of the one for all regions, which
// then answers for that part alone.
func partZone(name string, c azure.Cloud) bool {
	region, is := strings.CutSuffix(strings.ToLower(name), "."+c.BatchZone)
	return is && regionName(strings.TrimSuffix(region, ".service"))
}

func regionName(name string) bool {
	return slices.ContainsFunc(azure.Regions(), func(r azure.Region) bool { return r.Name == name })
}

// linkedBoth reports whether a network is linked to a zone and to the one of a name.
func (s *survey) linkedBoth(z *Zone, name string) bool {
	return slices.ContainsFunc(s.Zones, func(other Zone) bool {
		return strings.EqualFold(other.Name, name) && slices.ContainsFunc(z.Networks, func(id string) bool { return names(other.Networks, id) })
	})
}

func (s *survey) sizes() {
	for i := range s.Subnets {
		sub := &s.Subnets[i]
		holds, nodes, known := 0, 0, false
		var pools []string
		for _, p := range sub.Prefixes {
			if p.Addr().Is4() {
				known = true
				holds += max(0, 1<<(32-p.Bits())-azure.LimitOf(azure.ReservedAddresses))
			}
		}
		for _, p := range s.poolsIn(sub) {
			if p.Nodes > 0 { // of the others none is certain
				nodes += p.Nodes
				pools = append(pools, p.Name)
			}
		}
		if known && nodes > holds && sub.Unknown == "" {
			s.report(sub.Place, diag.SubnetHoldsTooFew(sub.Place.Range, sub.Name, sub.Prefixes, holds, nodes, pools))
		}
	}
}

func (s *survey) retired() {
	for i := range s.Pools {
		if p := &s.Pools[i]; strings.EqualFold(p.Mode, string(azure.Classic)) {
			s.report(p.Place, diag.ClassicPool(p.Place.Range, p.Name))
		}
	}
}
