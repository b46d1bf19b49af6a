package plan

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// routeTables walks the route table for every subnet of a tunneled network.
func (p *planner) routeTables() {
	tunnel := p.in.ForcedTunneling
	if tunnel == nil || p.in.Network.ExistingSubnet != "" {
		return
	}
	if tunnel.Inspect && p.in.Mode == azure.Classic {
		p.report(diag.ClassicInspect("/forcedTunneling/serviceTraffic"))
		return
	}
	for _, s := range p.plan.Network.Subnets {
		n := p.needsOf(s)
		if tunnel.Via == intent.ViaAppliance && s.Prefix().Contains(tunnel.Address) {
			p.report(diag.ApplianceInNodeSubnet("/forcedTunneling/address", tunnel.Address, s.Prefix()))
		}
		var routes []Route
		for _, row := range azure.Routes() {
			if p.holdsFor(n, row.Modes, row.OS, row.When) {
				routes = append(routes, p.routes(n, row)...)
			}
		}
		p.activation(n)
		if len(routes) == 0 && tunnel.Via == intent.ViaBGP {
			continue // everything comes by BGP: a table would be empty
		}
		s.RouteTable = &RouteTable{
			Name: p.resourceName(azure.RouteTable, s, "routes"),
			Properties: &armnetwork.RouteTablePropertiesFormat{
				DisableBgpRoutePropagation: new(tunnel.Via == intent.ViaAppliance),
			},
			Routes:            routes,
			PropagationReason: propagation(tunnel.Via),
		}
	}
	p.tunnelCarries()
	if tag := azure.BatchTag(p.in.Region); !p.plan.Cloud.TagRoutesPublished && p.routesTo(tag) {
		p.report(diag.TagRouteUnpublished("/forcedTunneling", tag, p.plan.Cloud.DisplayName))
	}
}

func propagation(via intent.Via) Reason {
	if via == intent.ViaAppliance {
		return Reason{Why: "Routes learned by BGP would lead on-premises traffic past the appliance.", Doc: "udr"}
	}
	return Reason{Why: "Routes learned by BGP lead to the gateway.", Doc: "udr"}
}

// routes makes the routes that a row stands for.
func (p *planner) routes(n needs, row azure.Route) []Route {
	targets := p.farEnd(n, row.Peer)
	var routes []Route
	for i, target := range targets {
		name := row.Name
		if strings.Contains(name, "%d") {
			name = fmt.Sprintf(name, i+1)
		}
		if addr, err := netip.ParseAddr(target); err == nil {
			target = netip.PrefixFrom(addr, addr.BitLen()).String()
		}
		properties := &armnetwork.RoutePropertiesFormat{AddressPrefix: new(target), NextHopType: new(row.Hop)}
		if row.Hop == armnetwork.RouteNextHopTypeVirtualAppliance {
			properties.NextHopIPAddress = new(p.in.ForcedTunneling.Address.String())
		}
		routes = append(routes, Route{Name: name, Properties: properties, Reason: Reason{Why: row.Description, Doc: row.Doc}})
	}
	return routes
}

// routesTo reports whether a route table has a route to the target.
func (p *planner) routesTo(target string) bool {
	for _, s := range p.plan.Network.Subnets {
		if s.RouteTable == nil {
			continue
		}
		for _, r := range s.RouteTable.Routes {
			if *r.Properties.AddressPrefix == target {
				return true
			}
		}
	}
	return false
}

// activation warns of Windows pools whose activation goes through the tunnel.
func (p *planner) activation(n needs) {
	if n.asked[azure.WhenActivationDirect] {
		return
	}
	for _, pool := range n.pools {
		if pool.OS != azure.Windows {
			continue
		}
		reason := "serviceTraffic: inspect gives the KMS servers no route of their own"
		if !p.in.ForcedTunneling.Inspect {
			reason = "the nodes have neither public IP addresses nor a NAT gateway"
		}
		p.report(diag.ActivationThroughTunnel("/forcedTunneling", pool.Name, reason))
	}
}

// tunnelCarries names the flows that whoever runs the far end must let pass.
func (p *planner) tunnelCarries() {
	tunnel := p.in.ForcedTunneling
	direct := p.routesTo(azure.BatchTag(p.in.Region))
	var flows []string
	if !direct && p.in.Mode == azure.Simplified && p.callsNodeManagement(p.anyTasksCallBatch()) {
		flows = append(flows, "any protocol, port 443, to "+azure.BatchTag(p.in.Region))
	}
	switch {
	case p.in.Mode == azure.Classic:
		flows = append(flows, "TCP 443 to "+azure.StorageTag(p.in.Region))
	case p.readsStorage() && !p.hasEndpoint(intent.EndpointStorage) && !(p.plan.Storage != nil && p.plan.Storage.NodeSubnets):
		flows = append(flows, "TCP 443 to "+azure.StorageTag(p.in.Region)+" (auto-storage)")
	}
	flows = append(flows, p.workloadFlows()...)
	if len(flows) == 0 {
		return
	}
	through := map[intent.Via]string{
		intent.ViaGateway:   "the edge behind the VPN gateway",
		intent.ViaAppliance: "the appliance " + tunnel.Address.String(),
		intent.ViaBGP:       "the edge that announces 0.0.0.0/0",
	}[tunnel.Via]
	p.report(diag.TunnelCarries("/forcedTunneling", through, flows))
}
