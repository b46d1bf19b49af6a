package armmodel

import (
	"slices"
	"strings"
)

// F-11.
func privateEndpoints(m *Model) []string {
	var f findings
	a := m.Asked
	endpoints := m.all("Microsoft.Network/privateEndpoints")
	groups := map[string]string{"batchAccount": "batchAccount", "nodeManagement": "nodeManagement", "storage": "blob"}
	zones := map[string]string{
		"batchAccount": a.region.cloud.batchZone, "nodeManagement": a.region.cloud.batchZone,
		"storage": "privatelink.blob." + a.region.cloud.storage,
	}
	for _, name := range a.Endpoints {
		target := m.endpointTarget(name)
		found := m.endpointsFor(target, groups[name])
		if len(found) != 1 {
			f.add("%d endpoints for %s of %s", len(found), name, target)
			continue
		}
		subnet := Text(found[0].Body, "properties", "subnet", "id")
		if a.EndpointSubnet != "" {
			f.unless(strings.EqualFold(subnet, a.EndpointSubnet), "%s stands in %s", found[0], subnet)
		} else {
			f.unless(m.subnet(subnet) != nil, "%s stands in the unknown subnet %s", found[0], subnet)
		}
		if a.Zones != "none" {
			f.registered(m, found[0], zones[name])
		}
	}
	files := m.endpointsFor(m.endpointTarget("storage"), "file")
	for _, r := range files {
		if a.Zones != "none" {
			f.registered(m, r, "privatelink.file."+a.region.cloud.storage)
		}
	}
	f.unless(len(endpoints) == len(a.Endpoints)+len(files),
		"there are %d endpoints, asked were %v", len(endpoints), a.Endpoints)
	for _, r := range endpoints {
		connections := List(r.Body, "properties", "privateLinkServiceConnections")
		f.unless(len(connections) == 1 && Text(connections[0], "name") != "" && len(texts(connections[0], "properties", "groupIds")) == 1,
			"%s is not for exactly one thing", r)
	}
	if a.Zones != "new" {
		f.unless(len(m.all("Microsoft.Network/privateDnsZones")) == 0, "zones are declared that nobody asked for")
	}
	return f
}

// endpointTarget is the ID of what an endpoint of the intent is for.
func (m *Model) endpointTarget(name string) string {
	account, id := m.account(), m.Asked.ExistingAccount
	if account != nil {
		id = account.ID
	}
	if name != "storage" {
		return id
	}
	if account != nil {
		return Text(account.Body, "properties", "autoStorage", "storageAccountId")
	}
	return m.Asked.Storage
}

// registered: the endpoint writes its address into the zone, and the virtual
// network of the nodes reads there.
func (f *findings) registered(m *Model, endpoint *Resource, zone string) {
	var zoneID string
	for _, r := range m.all("Microsoft.Network/privateEndpoints/privateDnsZoneGroups") {
		if !strings.HasPrefix(strings.ToLower(r.ID), strings.ToLower(endpoint.ID)+"/") {
			continue
		}
		for _, config := range List(r.Body, "properties", "privateDnsZoneConfigs") {
			id := Text(config, "properties", "privateDnsZoneId")
			if strings.HasSuffix(strings.ToLower(id), "/"+zone) && Text(config, "name") != "" {
				zoneID = id
			}
		}
	}
	if zoneID == "" {
		f.add("%s is not registered in %s", endpoint, zone)
		return
	}
	if m.Asked.Zones == "existing" {
		asked := texts(m.Asked.Raw, "network", "privateDnsZones", "existing")
		f.unless(has(asked, zoneID), "%s is registered in %s, which nobody named", endpoint, zoneID)
		return
	}
	f.unless(m.find(zoneID) != nil, "%s is registered in the unknown zone %s", endpoint, zoneID)
	linked := slices.ContainsFunc(m.all("Microsoft.Network/privateDnsZones/virtualNetworkLinks"), func(r *Resource) bool {
		net := Text(r.Body, "properties", "virtualNetwork", "id")
		reads := slices.ContainsFunc(m.Pools, func(p *Pool) bool {
			return strings.HasPrefix(strings.ToLower(p.SubnetID), strings.ToLower(net)+"/subnets/")
		})
		return strings.HasPrefix(strings.ToLower(r.ID), strings.ToLower(zoneID)+"/") && reads &&
			At(r.Body, "properties", "registrationEnabled") == false
	})
	f.unless(linked, "the nodes do not read the zone %s", zone)
}
