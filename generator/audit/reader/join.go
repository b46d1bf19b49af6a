package reader

import (
	"maps"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
)

// join ties what files show apart from each other.
func (n *notebook) join() {
	inv := &n.inventory
	for _, id := range slices.Sorted(maps.Keys(n.rules)) {
		n.addRules(id, n.rules[id])
	}
	for _, id := range slices.Sorted(maps.Keys(n.routes)) {
		n.addRoutes(id, n.routes[id])
	}
	for i := range inv.Zones {
		zone := &inv.Zones[i]
		zone.Networks = union(zone.Networks, n.links[strings.ToLower(zone.Name)])
		delete(n.links, strings.ToLower(zone.Name))
	}
	for _, name := range slices.Sorted(maps.Keys(n.links)) {
		inv.Zones = append(inv.Zones, audit.Zone{Name: name, Networks: n.links[name]})
	}
	for i := range inv.VirtualNetworks {
		w := &inv.VirtualNetworks[i]
		w.Gateway = n.gateways[strings.ToLower(w.ID)]
		for _, s := range inv.Subnets {
			folded := strings.ToLower(s.Name)
			if (audit.SameID(s.VirtualNetwork, w.ID) || w.ID == "" && s.VirtualNetwork == w.Name) && (folded == "gatewaysubnet" || folded == "routeserversubnet") {
				w.Gateway = "the network has a " + s.Name
			}
		}
	}
}

// addRules adds rules shown apart to their group, which may be in no file.
func (n *notebook) addRules(id string, rules []audit.Rule) {
	inv := &n.inventory
	i := slices.IndexFunc(inv.SecurityGroups, func(g audit.SecurityGroup) bool { return audit.SameID(g.ID, id) })
	if i < 0 {
		name := "of the listed rules"
		if id != "" {
			name = id[strings.LastIndex(id, "/")+1:]
		}
		inv.SecurityGroups = append(inv.SecurityGroups, audit.SecurityGroup{ID: id, Name: name, Place: rules[0].Place})
		i = len(inv.SecurityGroups) - 1
	}
	g := &inv.SecurityGroups[i]
	for _, r := range rules {
		if !slices.ContainsFunc(g.Rules, func(o audit.Rule) bool { return strings.EqualFold(o.Name, r.Name) }) {
			g.Rules = append(g.Rules, r)
		}
	}
}

// addRoutes does the same for routes.
func (n *notebook) addRoutes(id string, routes []audit.Route) {
	inv := &n.inventory
	i := slices.IndexFunc(inv.RouteTables, func(t audit.RouteTable) bool { return audit.SameID(t.ID, id) })
	if i < 0 {
		name := "of the listed routes"
		if id != "" {
			name = id[strings.LastIndex(id, "/")+1:]
		}
		inv.RouteTables = append(inv.RouteTables, audit.RouteTable{ID: id, Name: name, Place: routes[0].Place})
		i = len(inv.RouteTables) - 1
	}
	t := &inv.RouteTables[i]
	for _, r := range routes {
		if !slices.ContainsFunc(t.Routes, func(o audit.Route) bool { return strings.EqualFold(o.Name, r.Name) }) {
			t.Routes = append(t.Routes, r)
		}
	}
}
