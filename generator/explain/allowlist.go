package explain

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// Allowlist is what a firewall or on-premises edge must let nodes reach.
type Allowlist struct {
	SchemaVersion int    `json:"schemaVersion"`
	Region        string `json:"region"`
	Cloud         string `json:"cloud"`
	Mode          string `json:"mode"`
	// Through says where the traffic goes, "" where nothing tunnels it.
	Through string `json:"through,omitempty"`
	// Sources are the prefixes of the node subnets, as far as they are known.
	Sources []string `json:"sources"`
	// Unknown are the words in angle brackets that stand in names, and what they are.
	Unknown    []Placeholder `json:"placeholders"`
	Categories []Category    `json:"categories"`

	// destinations are what Bicep is made from.
	destinations []azure.Destination
}

// Placeholder stands for a part of a name that only the deployment gives.
type Placeholder struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Category groups endpoints as "az batch account outbound-endpoints list" does.
type Category struct {
	Name      string     `json:"category"`
	Endpoints []Endpoint `json:"endpoints"`
}

// Endpoint is a name or a set of addresses.
type Endpoint struct {
	// Name is "" where there are addresses alone.
	Name      string   `json:"name,omitempty"`
	Addresses []string `json:"addresses,omitempty"`
	Protocol  string   `json:"protocol"`
	Port      string   `json:"port"`
	// Tag is the service tag that covers it, "" for none.
	Tag      string `json:"serviceTag,omitempty"`
	Optional bool   `json:"optional,omitempty"`
	// Direct tells that routes take it past the tunnel.
	Direct bool   `json:"direct,omitempty"`
	Why    string `json:"why"`
	Source Source `json:"source"`
}

// Destinations returns the rows behind the list, for the composer.
func (a Allowlist) Destinations() []azure.Destination { return slices.Clone(a.destinations) }

// The words that stand for names that only the deployment gives.
var placeholders = map[string]Placeholder{
	"account": {"<account>", "name of the Batch account, the start of the output accountEndpoint"},
	"autostorage": {
		"<auto-storage account>", "name of the auto-storage account, which the parameter storageName of the deployment sets",
	},
}

// NewAllowlist lists what the nodes of a plan must reach.
func NewAllowlist(in intent.Intent, p plan.Plan) Allowlist {
	e := explainer{in: in, plan: p}
	list := Allowlist{
		SchemaVersion: SchemaVersion, Region: p.Region.DisplayName, Cloud: p.Cloud.DisplayName, Mode: p.Mode.Title,
		Through: e.tunneled(), Sources: []string{}, Unknown: []Placeholder{}, Categories: []Category{},
	}
	for _, s := range p.Network.Subnets {
		if s.Prefix().IsValid() {
			list.Sources = append(list.Sources, s.Prefix().String())
		}
	}
	for _, row := range azure.AllowRows() {
		for _, d := range e.destinations(row) {
			d.Direct = e.direct(d)
			if !slices.ContainsFunc(list.destinations, func(o azure.Destination) bool { return same(o, d) }) {
				list.destinations = append(list.destinations, d)
			}
		}
	}
	for _, d := range list.destinations {
		for _, part := range []string{"account", "autostorage"} {
			if strings.Contains(d.Form, "{"+part+"}") && !slices.Contains(list.Unknown, placeholders[part]) {
				list.Unknown = append(list.Unknown, placeholders[part])
			}
		}
		last := len(list.Categories) - 1
		if last < 0 || list.Categories[last].Name != d.Category {
			list.Categories = append(list.Categories, Category{Name: d.Category})
			last++
		}
		endpoint := Endpoint{
			Name: e.spelled(d), Addresses: d.Addresses, Protocol: d.Protocol, Port: d.Port, Tag: d.Tag,
			Optional: d.Optional, Direct: d.Direct, Why: d.Why, Source: SourceOf(d.Doc),
		}
		list.Categories[last].Endpoints = append(list.Categories[last].Endpoints, endpoint)
	}
	return list
}

func same(a, b azure.Destination) bool {
	return a.Category == b.Category && a.Form == b.Form && a.Port == b.Port && a.Protocol == b.Protocol &&
		slices.Equal(a.Addresses, b.Addresses)
}

// spelled is the name of a destination as people write it.
func (e explainer) spelled(d azure.Destination) string {
	c := e.plan.Cloud
	for part, value := range map[string]string{
		"storage": c.StorageSuffix, "vault": c.KeyVaultSuffix, "login": c.LoginHost,
		"account": placeholders["account"].Name, "autostorage": placeholders["autostorage"].Name,
	} {
		d = d.Expand(part, value)
	}
	return d.Form
}

// direct reports whether every node subnet has routes that take a destination past the tunnel.
func (e explainer) direct(d azure.Destination) bool {
	targets := []string{d.Tag}
	if d.When == azure.AllowActivation { // its names lead to the cloud's addresses
		targets = nil
		for _, a := range e.plan.Cloud.ActivationAddresses {
			targets = append(targets, netip.PrefixFrom(a, a.BitLen()).String())
		}
	}
	for _, s := range e.plan.Network.Subnets {
		for _, target := range targets {
			if s.RouteTable == nil || !slices.ContainsFunc(s.RouteTable.Routes, func(r plan.Route) bool {
				return *r.Properties.AddressPrefix == target && *r.Properties.NextHopType == "Internet"
			}) {
				return false
			}
		}
	}
	return true
}

// hasEndpoint reports whether a private endpoint stands for a group of a target.
func (e explainer) hasEndpoint(group string, on plan.Target) bool {
	return slices.ContainsFunc(e.plan.Network.Endpoints, func(p *plan.PrivateEndpoint) bool {
		return p.Group == group && p.On == on
	})
}

// destinations are what a row stands for in the plan, none where nothing asks for it.
func (e explainer) destinations(row azure.AllowRow) []azure.Destination {
	d := azure.Destination{AllowRow: row}
	d = d.Expand("region", e.plan.Region.Name).Expand("batch", e.plan.Cloud.BatchSuffix)
	if d.Tag != "" {
		d.Tag += "." + e.plan.Region.TagSuffix
	}
	name, storage := e.accountName(), e.storageName()
	if name != "" {
		d = d.Expand("account", name)
	}
	if storage != "" {
		d = d.Expand("autostorage", storage)
	}
	switch row.When {
	case azure.AllowNFS, azure.AllowSMB, azure.AllowAzureFiles, azure.AllowBlobMount, azure.AllowBlobByNFS:
		return e.mounted(d)
	case azure.AllowRegistry:
		return e.registries(d)
	case azure.AllowActivation:
		if !e.anyPool(func(in intent.Pool) bool { return in.OS == azure.Windows }) {
			return nil
		}
		d.Form = e.plan.Cloud.ActivationHosts[0]
		for _, a := range e.plan.Cloud.ActivationAddresses {
			d.Addresses = append(d.Addresses, a.String())
		}
		all := []azure.Destination{d}
		for _, host := range e.plan.Cloud.ActivationHosts[1:] {
			other := azure.Destination{AllowRow: d.AllowRow}
			other.Form = host
			all = append(all, other)
		}
		return all
	case azure.AllowPublicResolvers:
		for _, server := range e.plan.Network.DNSServers {
			if !server.IsPrivate() {
				d.Addresses = append(d.Addresses, server.String())
			}
		}
		if d.Addresses == nil {
			return nil
		}
	default:
		if !e.asked(row.When) {
			return nil
		}
	}
	return []azure.Destination{d}
}

// asked reports whether the plan asks for the rows of a trigger that stand for
// one name each.
func (e explainer) asked(when azure.AllowTrigger) bool {
	calls := e.anyPool(func(in intent.Pool) bool { return in.TasksCallBatch })
	switch when {
	case azure.AllowNodeManagement:
		return !e.hasEndpoint("nodeManagement", plan.OnAccount)
	case azure.AllowTasksCallBatch:
		return calls && !e.hasEndpoint("batchAccount", plan.OnAccount)
	case azure.AllowAutoStorage:
		s := e.plan.Storage
		return (s != nil && !s.NodeSubnets || s == nil && e.in.Account.Existing != "" && !e.in.Account.Storage.None) &&
			!e.hasEndpoint("blob", plan.OnStorage)
	case azure.AllowClassicStorage:
		return e.plan.Mode.ID != azure.Simplified
	case azure.AllowMounts:
		return e.anyPool(func(in intent.Pool) bool { return in.OS == azure.Linux && len(in.Mounts) > 0 })
	case azure.AllowEncryptedDisks:
		return slices.ContainsFunc(e.plan.Pools, func(p *plan.Pool) bool {
			return len(p.EncryptedDisks) > 0 && !p.EncryptionAtHost
		})
	case azure.AllowTokens:
		return calls
	case azure.AllowContainers:
		return e.anyPool(func(in intent.Pool) bool { return in.Containers != nil })
	case azure.AllowAzureRegistry:
		return slices.ContainsFunc(e.servers(), e.azureRegistry)
	}
	return false
}

func (e explainer) anyPool(is func(intent.Pool) bool) bool {
	return slices.ContainsFunc(e.in.Pools, is)
}

// accountName is the name of the Batch account, "" where only the deployment gives it.
func (e explainer) accountName() string {
	if id := e.plan.Account.Existing; id != "" {
		return strings.ToLower(id.Name())
	}
	return e.plan.Account.Name
}

// storageName is the name of the auto-storage account, "" where only the deployment gives it.
func (e explainer) storageName() string {
	if s := e.plan.Storage; s != nil && s.Existing != "" {
		return strings.ToLower(s.Existing.Name())
	}
	return ""
}

// mounted are the destinations of a row for each mount that it is about.
func (e explainer) mounted(d azure.Destination) []azure.Destination {
	kind := map[azure.AllowTrigger]intent.MountKind{
		azure.AllowAzureFiles: intent.MountAzureFiles, azure.AllowBlobMount: intent.MountBlob, azure.AllowNFS: intent.MountNFS,
		azure.AllowBlobByNFS: intent.MountNFS, azure.AllowSMB: intent.MountSMB,
	}[d.When]
	var list []azure.Destination
	for _, pool := range e.plan.Pools {
		for i, m := range pool.Mounts {
			if m.Kind != kind {
				continue
			}
			one := d
			switch kind {
			case intent.MountAzureFiles, intent.MountBlob:
				service := map[intent.MountKind]string{intent.MountAzureFiles: "file", intent.MountBlob: "blob"}[kind]
				if strings.EqualFold(m.Account, e.storageName()) && e.hasEndpoint(service, plan.OnStorage) {
					continue // the endpoint lies in the network
				}
				one = one.Expand("server", strings.ToLower(m.Account))
			default:
				byStorage := d.When == azure.AllowBlobByNFS
				if kind == intent.MountNFS && byStorage != m.OnStorage ||
					byStorage && d.Port != "2049" && !strings.HasSuffix(m.Host, ".blob") {
					continue
				}
				if m.OnStorage && !byStorage {
					one.Form, one.Tag = "{server}.{storage}", "Storage."+e.plan.Region.TagSuffix
				}
				one = e.server(one, m.Host, e.addressesOf(pool, i))
			}
			list = append(list, one)
		}
	}
	return list
}

// addressesOf are the addresses that the intent gives for the host of a mount.
func (e explainer) addressesOf(pool *plan.Pool, mount int) []netip.Prefix {
	for _, in := range e.in.Pools {
		if in.Name == pool.Name && mount < len(in.Mounts) {
			return in.Mounts[mount].Addresses
		}
	}
	return nil
}

// server fills in a host, which may be an address.
func (e explainer) server(d azure.Destination, host string, ranges []netip.Prefix) azure.Destination {
	if _, err := netip.ParseAddr(host); err == nil {
		d.Form, d.Addresses = "", []string{host}
		return d
	}
	for _, r := range ranges {
		d.Addresses = append(d.Addresses, intent.Source{Prefix: r}.String())
	}
	return d.Expand("server", strings.ToLower(host))
}

// servers are the login servers that nodes pull images from, each once.
func (e explainer) servers() []string {
	var servers []string
	add := func(server string) {
		if server = strings.ToLower(server); !slices.Contains(servers, server) {
			servers = append(servers, server)
		}
	}
	for _, pool := range e.plan.Pools {
		if pool.Containers == nil {
			continue
		}
		for _, registry := range pool.Containers.Registries {
			add(registry)
		}
		for _, image := range pool.Containers.Images {
			host, _, found := strings.Cut(image, "/")
			if !found || !strings.ContainsAny(host, ".:") {
				host = "docker.io"
			}
			add(host)
		}
	}
	return servers
}

func (e explainer) azureRegistry(server string) bool {
	return strings.HasSuffix(server, "."+e.plan.Cloud.RegistrySuffix)
}

// registries are the destinations of a row for each login server but Microsoft's.
func (e explainer) registries(d azure.Destination) []azure.Destination {
	var list []azure.Destination
	for _, server := range e.servers() {
		if server == "mcr.microsoft.com" {
			continue
		}
		one := d
		host, port, _ := strings.Cut(server, ":")
		// An image reference is not read more closely than this before it is pulled.
		if n, err := strconv.ParseUint(port, 10, 16); err == nil && n > 0 {
			one.Port = strconv.FormatUint(n, 10)
		}
		list = append(list, e.server(one, host, nil))
	}
	return list
}
