package plan

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// hasEndpoint reports whether the intent asks for the private endpoint.
func (p *planner) hasEndpoint(e intent.Endpoint) bool {
	pe := p.in.Network.PrivateEndpoints
	return pe != nil && slices.Contains(pe.For, e)
}

// endpoints decides the private endpoints and the zones that they register in.
func (p *planner) endpoints() {
	in := p.in.Network.PrivateEndpoints
	if in == nil {
		return
	}
	n := &p.plan.Network
	n.EndpointSubnetID = in.ExistingSubnet
	batch := &DNSZone{Name: p.plan.Cloud.BatchZone, Symbol: "privateDnsZone", Config: "batch"}
	for _, e := range azureOrder(in.For) {
		switch e {
		case intent.EndpointBatchAccount:
			n.Endpoints = append(n.Endpoints, &PrivateEndpoint{
				Name: p.in.Name + "-account-endpoint", Symbol: "accountPrivateEndpoint", Group: "batchAccount", On: OnAccount, Zone: batch,
				Reason: Reason{Why: "Clients in the network reach the Batch account.", Doc: "private"},
			})
		case intent.EndpointNodeManagement:
			if p.in.Mode == azure.Classic {
				p.report(diag.NodeManagementInClassic("/network/privateEndpoints"))
			}
			n.Endpoints = append(n.Endpoints, &PrivateEndpoint{
				Name: p.in.Name + "-node-management-endpoint", Symbol: "nodeManagementPrivateEndpoint", Group: "nodeManagement",
				On: OnAccount, Zone: batch, NodesNeedIt: true,
				Reason: Reason{Why: "Nodes reach the Batch node management service.", Doc: "no-pip"},
			})
		case intent.EndpointStorage:
			if p.in.Account.Storage.None || p.in.Account.Existing != "" {
				p.report(diag.StorageEndpointWithoutStorage("/network/privateEndpoints"))
			}
			n.Endpoints = append(n.Endpoints, p.storageEndpoint("blob", "storage"))
			if slices.ContainsFunc(p.in.Pools, func(in intent.Pool) bool { return p.mountsByEndpoint(&in) }) {
				n.Endpoints = append(n.Endpoints, p.storageEndpoint("file", "storageFile"))
			}
		}
	}
	for _, e := range n.Endpoints {
		p.named(azure.PrivateEndpoint, e.Name, generated)
		p.zone(e)
	}
	if len(p.in.Network.DNSServers) > 0 && len(n.Zones) > 0 {
		p.report(diag.ForwardPrivateZones("/network/dnsServers", zoneNames(n.Zones)))
	}
}

// storageEndpoint stands for one service of the auto-storage account.
func (p *planner) storageEndpoint(service, symbol string) *PrivateEndpoint {
	return &PrivateEndpoint{
		Name: p.in.Name + "-storage-" + service + "-endpoint", Symbol: symbol + "PrivateEndpoint", Group: service, On: OnStorage,
		Zone: &DNSZone{
			Name: "privatelink." + service + "." + p.plan.Cloud.StorageSuffix, Symbol: symbol + "PrivateDnsZone", Config: service,
		},
		NodesNeedIt: true,
		Reason:      Reason{Why: "Nodes reach the auto-storage account.", Doc: "pedns"},
	}
}

// mountsByEndpoint reports whether a pool mounts a file share of the
// auto-storage account through its private endpoint.
func (p *planner) mountsByEndpoint(in *intent.Pool) bool {
	return p.hasEndpoint(intent.EndpointStorage) && slices.ContainsFunc(in.Mounts, func(m intent.Mount) bool {
		return m.Kind == intent.MountAzureFiles && p.onAutoStorage(m)
	})
}

// mountsFiles reports whether a pool mounts a file share at its public address.
func (p *planner) mountsFiles(in *intent.Pool) bool {
	return slices.ContainsFunc(in.Mounts, func(m intent.Mount) bool {
		return m.Kind == intent.MountAzureFiles && !(p.onAutoStorage(m) && p.hasEndpoint(intent.EndpointStorage))
	})
}

// azureOrder lists endpoints in the order in which they are declared, whatever the intent's.
func azureOrder(list []intent.Endpoint) []intent.Endpoint {
	var ordered []intent.Endpoint
	for _, e := range []intent.Endpoint{intent.EndpointBatchAccount, intent.EndpointNodeManagement, intent.EndpointStorage} {
		if slices.Contains(list, e) {
			ordered = append(ordered, e)
		}
	}
	return ordered
}

// zone decides the private DNS zone of an endpoint: none, a central one, or a new one.
func (p *planner) zone(e *PrivateEndpoint) {
	zones := p.in.Network.PrivateDNSZones
	if zones.None {
		e.Zone = nil
		return
	}
	if len(zones.Existing) > 0 {
		for _, id := range zones.Existing {
			if strings.EqualFold(id.Name(), e.Zone.Name) {
				e.Zone.Existing = id
			}
			if old := oldZone(p.in.Region, p.plan.Cloud); strings.EqualFold(id.Name(), old) {
				p.report(diag.OldPrivateZone("/network/privateDnsZones/existing", old, e.Zone.Name))
			}
		}
		if e.Zone.Existing == "" {
			p.report(diag.ZoneMissing("/network/privateDnsZones/existing", e.Group, e.Zone.Name))
		}
	}
	if !slices.Contains(p.plan.Network.Zones, e.Zone) {
		p.plan.Network.Zones = append(p.plan.Network.Zones, e.Zone)
	}
}

// oldZone is the zone that Batch accounts registered in before there was one
// for all regions; linked to the same network it hides the new one's records.
func oldZone(r azure.Region, c azure.Cloud) string {
	return "privatelink." + r.Name + "." + c.BatchSuffix
}

func zoneNames(zones []*DNSZone) []string {
	var names []string
	for _, z := range zones {
		names = append(names, z.Name)
	}
	return names
}
