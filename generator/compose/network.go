package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// network declares the virtual network and everything tied to its subnets.
func (c *composer) network() {
	n := c.plan.Network
	nat := c.natGateway(n.NATGateway)
	subnets := make(template.Arr, len(n.Subnets))
	for i, s := range n.Subnets {
		group := c.securityGroup(s)
		props := []template.Prop{
			text("addressPrefix", s.Properties.AddressPrefix),
			boolean("defaultOutboundAccess", s.Properties.DefaultOutboundAccess),
			template.P("networkSecurityGroup", idOf(group)),
		}
		if s.RouteTable != nil {
			props = append(props, template.P("routeTable", idOf(c.routeTable(s))))
		}
		if nat != nil {
			props = append(props, template.P("natGateway", nat))
		}
		subnets[i] = template.Obj{template.P("name", template.Str(s.Name)), template.P("properties", object(props...))}
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
	properties = append(properties, template.P("subnets", subnets))
	vnet := c.main.add(resource("virtualNetwork", azure.VirtualNetwork, n.Name, template.P("properties", properties)))
	for _, s := range n.Subnets {
		c.subnets[s] = template.ID{Resource: vnet.Nest(&template.Resource{
			Symbol: subnetSymbol(s), Type: azure.SubnetResource, APIVersion: vnet.APIVersion,
			Existing: true, Name: template.Str(s.Name),
		})}
	}
}

// symbolOf is the symbol of a resource that belongs to a subnet.
func symbolOf(s *plan.Subnet, shared, own string) string {
	if s.Owner == nil {
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

// natGateway declares the NAT gateway and its address, and returns the
// reference that subnets carry; nil for none.
func (c *composer) natGateway(nat *plan.NATGateway) template.Expr {
	if nat == nil {
		return nil
	}
	if nat.Existing != "" {
		return template.Obj{template.P("id", template.Str(nat.Existing))}
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
	return idOf(gateway)
}
