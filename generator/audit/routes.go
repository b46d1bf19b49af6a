package audit

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// This file has the checks of routes.

// The next hops, folded.
const (
	hopInternet  = "internet"
	hopGateway   = "virtualnetworkgateway"
	hopAppliance = "virtualappliance"
)

// eachRoute calls with for every route that is known.
func (s *survey) eachRoute(with func(t *RouteTable, r *Route)) {
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		for j := range t.Routes {
			if r := &t.Routes[j]; r.Unknown == "" && r.Properties != nil {
				with(t, r)
			}
		}
	}
}

func (r *Route) hop() string { return folded(r.Properties.NextHopType) }

// prefix is what the route leads, as it is written.
func (r *Route) prefix() string {
	if r.Properties.AddressPrefix == nil {
		return ""
	}
	return *r.Properties.AddressPrefix
}

func (t *RouteTable) title() string {
	if t.Name == "" {
		return "the route table"
	}
	return t.Name
}

// understood reports whether all routes of the table are known.
func (t *RouteTable) understood() bool {
	return !slices.ContainsFunc(t.Routes, func(r Route) bool { return r.Unknown != "" || r.Properties == nil })
}

// tunnel returns the route that leads the internet to a gateway or an appliance, nil for none.
func (t *RouteTable) tunnel() *Route {
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.Unknown == "" && r.Properties != nil && everybody(r.prefix()) && (r.hop() == hopGateway || r.hop() == hopAppliance) {
			return r
		}
	}
	return nil
}

// leadsBatch reports whether the table leads the Batch service to the internet by its tag.
func (t *RouteTable) leadsBatch() bool {
	return slices.ContainsFunc(t.Routes, func(r Route) bool {
		if r.Unknown != "" || r.Properties == nil {
			return true // it may
		}
		service, _, _ := serviceTag(r.prefix())
		return service == batchService && r.hop() == hopInternet
	})
}

func (s *survey) uselessRoutes() {
	s.eachRoute(func(t *RouteTable, r *Route) {
		if r.hop() != hopInternet {
			return
		}
		at := s.subnetsUnder(t)
		for _, sub := range at {
			byDefault := sub.DefaultOutbound != nil && *sub.DefaultOutbound
			if s.private(sub) && sub.NATGateway == "" && !byDefault && sub.Unknown == "" {
				s.report(r.Place, diag.InternetRouteUseless(r.Place.Range, t.title(), r.Name, sub.Name))
				return
			}
		}
	})
}

func (s *survey) replies() {
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		tunnel := t.tunnel()
		if tunnel == nil || !t.understood() {
			continue
		}
		at := s.subnetsUnder(t)
		for _, sub := range at {
			if g := s.groupOf(sub); g != nil && !s.private(sub) {
				s.astray(t, tunnel, sub, g)
			}
		}
	}
}

// astray finds the rules of a group that let in whom the tunnel keeps replies from.
func (s *survey) astray(t *RouteTable, tunnel *Route, sub *Subnet, g *SecurityGroup) {
	for i := range g.Rules {
		r := &g.Rules[i]
		if r.Unknown != "" || r.Properties == nil || !r.inbound() || !r.allows() || s.dead(g, r) {
			continue
		}
		// Callers that an intent names may come through the tunnel; render warns of that.
		if s.asked([]*Subnet{sub}, r, func(f verify.Flow) bool { return f.Replies == verify.RepliesAsCalled }) {
			continue
		}
		source, _ := r.ends()
		lost := slices.IndexFunc(source, func(name string) bool { return s.calls(name, r) && !t.answers(name) })
		if lost >= 0 {
			s.report(tunnel.Place, diag.RepliesAstray(tunnel.Place.Range, tunnel.Name, t.title(), r.Name, source[lost], beside(tunnel.Place, r.Place)))
		}
	}
}

// calls reports whether a source of a rule calls from the internet.
func (s *survey) calls(name string, r *Rule) bool {
	service, _, _ := serviceTag(name)
	return everybody(name) || s.public(name) || service == batchService && (r.Carries(29876) || r.Carries(29877))
}

// answers reports whether a route to the internet of the table leads all replies to a source.
func (t *RouteTable) answers(name string) bool {
	p, isPrefix := prefixOf(name)
	return slices.ContainsFunc(t.Routes, func(r Route) bool {
		if r.hop() != hopInternet {
			return false
		}
		to, is := prefixOf(r.prefix())
		if isPrefix || is {
			return isPrefix && is && contains(to, p)
		}
		outer, inner := strings.ToLower(r.prefix()), strings.ToLower(name)
		return outer == inner || strings.HasPrefix(inner, outer+".")
	})
}

func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}
