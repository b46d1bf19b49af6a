package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// network declares the virtual network and everything tied to its subnets, or
// the subnets alone where the network exists.
func (c *composer) network() {
	n := c.plan.Network
	subnets := n.Subnets
	if n.EndpointSubnet != nil {
		subnets = append(slices.Clip(subnets), n.EndpointSubnet)
	}
	nat := c.natGateway(n.NATGateway)
	switch {
	case len(n.Subnets) > 0 && n.Subnets[0].Existing != "":
		id := n.Subnets[0].Existing
		c.subnets[n.Subnets[0]] = template.Str(id)
		c.vnet, c.vnetName = template.Str(id[:strings.LastIndex(strings.ToLower(string(id)), "/subnets/")]), id.Names()[0]
	case n.Existing == "":
		c.newNetwork(subnets, nat)
	case n.Elsewhere:
		c.vnet, c.vnetName = template.Str(n.Existing), n.Name
		c.subnetModule(subnets, nat)
	default:
		vnet := existing("virtualNetwork", azure.VirtualNetwork, n.Existing)
		c.main.add(vnet)
		c.vnet, c.vnetName = template.ID{Resource: vnet}, n.Name
		for i, r := range c.childSubnets(c.main, vnet, subnets, nat) {
			c.subnets[subnets[i]] = template.ID{Resource: r}
		}
	}
}

// existing refers to a resource of the part's own resource group.
func existing(symbol, kind string, id intent.ResourceID) *template.Resource {
	version := azure.APIVersionOf(kind)
	return &template.Resource{Symbol: symbol, Type: kind, APIVersion: version, Existing: true, Name: template.Str(id.Name())}
}

// inGroupOf refers to a resource in the resource group that its ID names.
func inGroupOf(id intent.ResourceID, r *template.Resource) *template.Resource {
	r.Subscription, r.Group = template.Str(id.Subscription()), template.Str(id.ResourceGroup())
	return r
}

func (c *composer) newNetwork(subnets []*plan.Subnet, nat template.Expr) {
	n := c.plan.Network
	inline := make(template.Arr, len(subnets))
	for i, s := range subnets {
		inline[i] = template.Obj{
			template.P("name", template.Str(s.Name)), template.P("properties", c.subnetProperties(c.main, s, nat)),
		}
	}
	space := make(template.Arr, len(n.AddressSpace))
	for i, prefix := range n.AddressSpace {
		space[i] = template.Str(prefix.String())
	}
	properties := template.Obj{template.P("addressSpace", template.Obj{template.P("addressPrefixes", space)})}
	if len(n.DNSServers) > 0 {
		servers := make(template.Arr, len(n.DNSServers))
		for i, s := range n.DNSServers {
			servers[i] = template.Str(s.String())
		}
		properties = append(properties, template.P("dhcpOptions", template.Obj{template.P("dnsServers", servers)}))
	}
	properties = append(properties, template.P("subnets", inline))
	vnet := c.main.add(resource("virtualNetwork", azure.VirtualNetwork, n.Name, template.P("properties", properties)))
	c.vnet, c.vnetName = template.ID{Resource: vnet}, n.Name
	for _, s := range subnets {
		c.subnets[s] = template.ID{Resource: vnet.Nest(&template.Resource{
			Symbol: subnetSymbol(s), Type: azure.SubnetResource, APIVersion: vnet.APIVersion,
			Existing: true, Name: template.Str(s.Name),
		})}
	}
}

// subnetModule puts the subnets into a module: a subnet is deployed to the
// resource group of its network.
func (c *composer) subnetModule(subnets []*plan.Subnet, nat template.Expr) {
	id := c.plan.Network.Existing
	p := c.module("subnet", "modules/subnet.bicep", id,
		fmt.Sprintf("Subnets of Azure Batch nodes in the virtual network '%s'.", id.Name()))
	vnet := p.add(existing("virtualNetwork", azure.VirtualNetwork, id))
	for i, r := range c.childSubnets(p, vnet, subnets, nat) {
		s := subnets[i]
		name := subnetSymbol(s) + "Id"
		p.doc.Outputs = append(p.doc.Outputs, template.Output{
			Name: name, Type: template.String, Description: subnetDescription(s), Value: template.ID{Resource: r},
		})
		c.subnets[s] = template.ModuleOutput{Module: p.module, Name: name}
	}
}

// childSubnets declares subnets of a network that exists, one after the other:
// Azure changes a network once at a time.
func (c *composer) childSubnets(p *part, vnet *template.Resource, subnets []*plan.Subnet, nat template.Expr) []*template.Resource {
	var children []*template.Resource
	for _, s := range subnets {
		r := &template.Resource{
			Symbol: subnetSymbol(s), Type: azure.SubnetResource, APIVersion: vnet.APIVersion, Parent: vnet, Name: template.Str(s.Name),
			Body: []template.Prop{template.P("properties", c.subnetProperties(p, s, nat))},
		}
		if len(children) > 0 {
			r.DependsOn = []template.Dependency{children[len(children)-1]}
			r.DependsOnComment = "Azure changes the subnets of a network one after the other."
		}
		children = append(children, p.add(r))
	}
	return children
}

// subnetProperties declares what is tied to a subnet and returns the subnet's properties.
func (c *composer) subnetProperties(p *part, s *plan.Subnet, nat template.Expr) template.Obj {
	tied := func(name, what string, id template.Expr) template.Prop {
		id = p.take(what+"Id", template.String, fmt.Sprintf("Resource ID that is tied to subnet '%s' as its %s.", s.Name, name), id)
		return template.P(name, template.Obj{template.P("id", id)})
	}
	group := c.securityGroup(s)
	props := []template.Prop{
		text("addressPrefix", s.Properties.AddressPrefix),
		boolean("defaultOutboundAccess", s.Properties.DefaultOutboundAccess),
		tied("networkSecurityGroup", group.Symbol, template.ID{Resource: group}),
	}
	if s.RouteTable != nil {
		table := c.routeTable(s)
		props = append(props, tied("routeTable", table.Symbol, template.ID{Resource: table}))
	}
	if nat != nil && !s.ForEndpoints {
		props = append(props, tied("natGateway", "natGateway", nat))
	}
	var services template.Arr
	for _, e := range s.Properties.ServiceEndpoints {
		services = append(services, object(text("service", e.Service)))
	}
	if services != nil {
		props = append(props, template.P("serviceEndpoints", services))
	}
	return object(append(props, text("privateEndpointNetworkPolicies", s.Properties.PrivateEndpointNetworkPolicies))...)
}

// symbolOf is the symbol of a resource that belongs to a subnet.
func symbolOf(s *plan.Subnet, shared, own string) string {
	switch {
	case s.ForEndpoints:
		return "privateEndpoint" + own
	case s.Owner == nil:
		return shared
	}
	return s.Owner.Symbol + own
}

func subnetSymbol(s *plan.Subnet) string { return symbolOf(s, "nodeSubnet", "Subnet") }

func (c *composer) securityGroup(s *plan.Subnet) *template.Resource {
	rules := make(template.Arr, len(s.SecurityGroup.Rules))
	for i, rule := range s.SecurityGroup.Rules {
		p := rule.Properties
		rules[i] = template.Obj{
			template.P("name", template.Str(rule.Name)),
			template.P("properties", object(
				text("description", p.Description),
				number("priority", p.Priority),
				text("direction", p.Direction),
				text("access", p.Access),
				text("protocol", p.Protocol),
				text("sourceAddressPrefix", p.SourceAddressPrefix),
				texts("sourceAddressPrefixes", p.SourceAddressPrefixes),
				text("sourcePortRange", p.SourcePortRange),
				text("destinationAddressPrefix", p.DestinationAddressPrefix),
				texts("destinationAddressPrefixes", p.DestinationAddressPrefixes),
				text("destinationPortRange", p.DestinationPortRange),
			)),
		}
	}
	return c.main.add(resource(symbolOf(s, "networkSecurityGroup", "SecurityGroup"), azure.NetworkSecurityGroup, s.SecurityGroup.Name,
		template.P("properties", template.Obj{template.P("securityRules", rules)})))
}

func (c *composer) routeTable(s *plan.Subnet) *template.Resource {
	t := s.RouteTable
	routes := make(template.Arr, len(t.Routes))
	for i, route := range t.Routes {
		p := route.Properties
		routes[i] = template.Obj{
			template.P("name", template.Str(route.Name)),
			template.P("properties", object(
				text("addressPrefix", p.AddressPrefix),
				text("nextHopType", p.NextHopType),
				text("nextHopIpAddress", p.NextHopIPAddress),
			)),
		}
	}
	return c.main.add(resource(symbolOf(s, "routeTable", "RouteTable"), azure.RouteTable, t.Name,
		template.P("properties", object(
			boolean("disableBgpRoutePropagation", t.Properties.DisableBgpRoutePropagation),
			template.P("routes", routes),
		))))
}

// natGateway declares the NAT gateway and its address, and returns its ID; nil
// for none.
func (c *composer) natGateway(nat *plan.NATGateway) template.Expr {
	if nat == nil {
		return nil
	}
	if nat.Existing != "" {
		return template.Str(nat.Existing)
	}
	zones := template.Prop{}
	if nat.Zone != "" {
		zones = template.P("zones", template.Arr{template.Str(nat.Zone)})
	}
	standard := template.P("sku", template.Obj{template.P("name", template.Str("Standard"))})
	var addresses template.Arr
	if nat.PublicIPName != "" {
		address := c.main.add(resource("natPublicIPAddress", azure.PublicIPAddress, nat.PublicIPName,
			object(standard, zones, template.P("properties", template.Obj{
				template.P("publicIPAllocationMethod", template.Str("Static")),
			}))...))
		addresses = template.Arr{idOf(address)}
	}
	for _, id := range nat.PublicIPs {
		addresses = append(addresses, template.Obj{template.P("id", template.Str(id))})
	}
	gateway := c.main.add(resource("natGateway", azure.NATGateway, nat.Name,
		object(standard, zones, template.P("properties", object(
			number("idleTimeoutInMinutes", nat.Properties.IdleTimeoutInMinutes),
			template.P("publicIpAddresses", addresses),
		)))...))
	return template.ID{Resource: gateway}
}
