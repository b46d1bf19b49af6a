package explain

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

func (e explainer) network() Network {
	n := e.plan.Network
	out := Network{Name: n.Name, Existing: string(n.Existing), AddressSpace: []string{}, DNSServers: []string{}}
	for _, prefix := range n.AddressSpace {
		out.AddressSpace = append(out.AddressSpace, prefix.String())
	}
	for _, server := range n.DNSServers {
		out.DNSServers = append(out.DNSServers, server.String())
	}
	for _, s := range n.Subnets {
		out.Subnets = append(out.Subnets, e.subnet(s))
	}
	if n.EndpointSubnet != nil {
		out.Subnets = append(out.Subnets, e.subnet(n.EndpointSubnet))
	}
	if id := n.Subnets[0].Existing; id != "" {
		out.Name = id.Names()[0]
	}
	return out
}

func (e explainer) subnet(s *plan.Subnet) Subnet {
	out := Subnet{
		Name: s.Name, Existing: string(s.Existing), Endpoints: s.ForEndpoints, Pools: []string{},
		Why: s.Reason.Why, Source: SourceOf(s.Reason.Doc), Sizing: sizing(s),
		SecurityGroup: s.SecurityGroup.Name, Rules: []Rule{}, Routes: []Route{},
	}
	if s.Prefix().IsValid() {
		out.Prefix = s.Prefix().String()
	}
	if !s.ForEndpoints {
		for _, pool := range e.plan.Pools {
			if pool.Subnet == s {
				out.Pools = append(out.Pools, pool.Name)
			}
		}
		out.ByAzure = e.byAzure(s)
	}
	for _, service := range s.Properties.ServiceEndpoints {
		out.ServiceEndpoints = append(out.ServiceEndpoints, *service.Service)
	}
	rules := s.SecurityGroup.Rules
	if s.Existing != "" {
		rules = s.Required
	}
	for _, r := range rules {
		out.Rules = append(out.Rules, e.rule(s, r))
	}
	if s.RouteTable != nil {
		out.RouteTable = s.RouteTable.Name
		reason := s.RouteTable.PropagationReason
		title := "on"
		if *s.RouteTable.Properties.DisableBgpRoutePropagation {
			title = "off"
		}
		out.Propagation = &Note{Title: "BGP route propagation " + title, Text: reason.Why, Source: SourceOf(reason.Doc)}
		for _, r := range s.RouteTable.Routes {
			p := r.Properties
			route := Route{
				Name: r.Name, Prefix: *p.AddressPrefix, NextHop: string(*p.NextHopType),
				Why: r.Reason.Why, Source: SourceOf(r.Reason.Doc),
			}
			if p.NextHopIPAddress != nil {
				route.Address = *p.NextHopIPAddress
			}
			out.Routes = append(out.Routes, route)
		}
	}
	return out
}

// sizing says the arithmetic of a subnet in words.
func sizing(s *plan.Subnet) Sizing {
	z := s.Sizing
	out := Sizing{
		Nodes: z.Nodes, Headroom: z.Headroom, HeadroomPercent: z.HeadroomPercent, Reserved: z.Reserved, Holds: z.Holds, Given: z.Given,
	}
	need := z.Nodes + z.Headroom + z.Reserved
	sum := fmt.Sprintf("%s + %d headroom (%d %%) + %d that Azure keeps = %d addresses",
		plural(z.Nodes, "node"), z.Headroom, z.HeadroomPercent, z.Reserved, need)
	switch {
	case s.ForEndpoints:
		out.Words = fmt.Sprintf("%s has %d addresses, Azure keeps %d of them, %d are left for endpoints",
			z.Prefix, z.Holds+z.Reserved, z.Reserved, z.Holds)
	case !z.Prefix.IsValid():
		out.Words = sum + "; how large the existing subnet is, is not known here"
	case z.Given:
		out.Words = fmt.Sprintf("%s; %s, which the intent gives, holds %s", sum, z.Prefix, plural(z.Holds, "node"))
	default:
		out.Words = fmt.Sprintf("%s; the smallest prefix with so many is /%d: %s holds %s",
			sum, z.Prefix.Bits(), z.Prefix, plural(z.Holds, "node"))
	}
	return out
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (e explainer) rule(s *plan.Subnet, r plan.Rule) Rule {
	p := r.Properties
	out := Rule{
		Name: r.Name, Priority: int(*p.Priority), Direction: string(*p.Direction), Access: string(*p.Access),
		Protocol: protocol(string(*p.Protocol)), Ports: *p.DestinationPortRange,
		Sources:      addresses(p.SourceAddressPrefix, p.SourceAddressPrefixes),
		Destinations: addresses(p.DestinationAddressPrefix, p.DestinationAddressPrefixes),
		Needed:       r.Needed, Why: r.Reason.Why, Source: SourceOf(r.Reason.Doc),
	}
	if !s.ForEndpoints && e.hasNIC(s) {
		out.ByAzure = azure.NICRuleOf(r.Name).Note
	}
	return out
}

// protocol writes "*" as readers say it.
func protocol(p string) string {
	if p == "*" {
		return "any"
	}
	return strings.ToUpper(p)
}

// addresses joins the two fields that Azure has for one list.
func addresses(one *string, many []*string) []string {
	if one != nil {
		return []string{*one}
	}
	var list []string
	for _, a := range many {
		list = append(list, *a)
	}
	return list
}

// hasNIC reports whether Batch makes NSGs of its own for a pool of the subnet.
func (e explainer) hasNIC(s *plan.Subnet) bool {
	for _, pool := range e.plan.Pools {
		if pool.Subnet == s && e.hasSets(pool) {
			return true
		}
	}
	return false
}

// byAzure says what Azure adds to a node subnet, and whose it is.
func (e explainer) byAzure(s *plan.Subnet) string {
	switch {
	case e.plan.Mode.ID == azure.CloudService:
		return "Batch makes no NSG here; the node's own filter refuses callers that are not Batch. The subnet's NSG, if any, is yours."
	case !e.hasNIC(s):
		return "Batch makes no NSG for pools without public IP addresses: the rules of the subnet are all there are, and they are yours."
	}
	return "The subnet's NSG is yours. Batch makes NSGs of its own at NIC level: do not edit them. Both levels must allow a flow."
}

// tunneled says where internet traffic goes, "" for directly out.
func (e explainer) tunneled() string {
	t := e.in.ForcedTunneling
	if t == nil {
		return ""
	}
	switch t.Via {
	case intent.ViaAppliance:
		return "the appliance " + t.Address.String()
	case intent.ViaBGP:
		return "the router that announces 0.0.0.0/0 by BGP"
	}
	return "the VPN gateway"
}
