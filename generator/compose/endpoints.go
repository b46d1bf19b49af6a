package compose

import (
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// endpoints declares the private endpoints with their zones, and notes what
// the first node needs.
func (c *composer) endpoints() {
	n := c.plan.Network
	zones := map[*plan.DNSZone]template.Expr{}
	links := map[*plan.DNSZone]*template.Resource{}
	for _, z := range n.Zones {
		if z.Existing != "" {
			r := existing(z.Symbol, azure.PrivateDNSZone, z.Existing)
			r.Name = c.hostName(z.Name)
			zones[z] = template.ID{Resource: c.main.add(inGroupOf(z.Existing, r))}
			continue
		}
		r := c.main.add(&template.Resource{
			Symbol: z.Symbol, Type: azure.PrivateDNSZone, APIVersion: azure.APIVersionOf(azure.PrivateDNSZone),
			Name: c.hostName(z.Name), Body: global(),
		})
		zones[z] = template.ID{Resource: r}
		links[z] = r.Nest(&template.Resource{
			Symbol: "virtualNetworkLink", Type: azure.PrivateDNSZoneLink, APIVersion: r.APIVersion, Name: template.Str(c.vnetName),
			Body: append(global(), template.P("properties", template.Obj{
				template.P("registrationEnabled", template.Boolean(false)),
				template.P("virtualNetwork", template.Obj{template.P("id", c.vnet)}),
			})),
		})
	}
	for _, e := range n.Endpoints {
		r := c.endpoint(e)
		var named template.Dependency = r
		if e.Zone != nil {
			named = r.Nest(zoneGroup(e.Zone, zones[e.Zone]))
		}
		if !e.NodesNeedIt {
			continue
		}
		c.ready = append(c.ready, named)
		if link := links[e.Zone]; link != nil {
			c.ready = append(c.ready, link)
		}
	}
}

// global are the properties of a resource that has no region.
func global() []template.Prop {
	return []template.Prop{
		template.P("location", template.Str("global")), template.P("tags", template.ParamRef("tags")),
	}
}

// hostName writes a name of Azure Storage by the cloud that the template is
// deployed in, and others as they are.
func (c *composer) hostName(name string) template.Expr {
	start, isStorage := strings.CutSuffix(name, c.plan.Cloud.StorageSuffix)
	if !isStorage {
		return template.Str(name)
	}
	return template.Interp{template.Str(start), storageSuffix()}
}

// storageSuffix is environment().suffixes.storage.
func storageSuffix() template.Expr {
	return template.Access{Of: template.Access{Of: template.Call{Name: "environment"}, Name: "suffixes"}, Name: "storage"}
}

func (c *composer) endpoint(e *plan.PrivateEndpoint) *template.Resource {
	target := c.account
	if e.On == plan.OnStorage {
		target = c.storage
	}
	var subnet template.Expr = template.Str(c.plan.Network.EndpointSubnetID)
	if s := c.plan.Network.EndpointSubnet; s != nil {
		subnet = c.subnets[s]
	}
	return c.main.add(resource(e.Symbol, azure.PrivateEndpoint, e.Name, template.P("properties", template.Obj{
		template.P("subnet", template.Obj{template.P("id", subnet)}),
		template.P("privateLinkServiceConnections", template.Arr{template.Obj{
			template.P("name", template.Str(e.Group)),
			template.P("properties", template.Obj{
				template.P("privateLinkServiceId", template.ID{Resource: target}),
				template.P("groupIds", template.Arr{template.Str(e.Group)}),
			}),
		}}),
	})))
}

func zoneGroup(z *plan.DNSZone, id template.Expr) *template.Resource {
	return &template.Resource{
		Symbol: "dnsZoneGroup", Type: azure.PrivateDNSZoneGroup, APIVersion: azure.APIVersionOf(azure.PrivateDNSZoneGroup),
		Name: template.Str("default"),
		Body: []template.Prop{template.P("properties", template.Obj{
			template.P("privateDnsZoneConfigs", template.Arr{template.Obj{
				template.P("name", template.Str(z.Config)),
				template.P("properties", template.Obj{template.P("privateDnsZoneId", id)}),
			}}),
		})},
	}
}
