package explain

import (
	"slices"
	"strings"
	"time"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

func (e explainer) parts() []Part {
	parts := []Part{}
	add := func(kind, name string, existing intent.ResourceID, note string, reason plan.Reason) {
		if name == "" {
			name = existing.Name()
		}
		parts = append(parts, Part{
			Kind: kind, Name: name, Existing: string(existing), Note: note, Why: reason.Why, Source: SourceOf(reason.Doc),
		})
	}
	if nat := e.plan.Network.NATGateway; nat != nil {
		add("NAT gateway", nat.Name, nat.Existing, "", nat.Reason)
	}
	for _, endpoint := range e.plan.Network.Endpoints {
		note := "names are somebody else's to register"
		if endpoint.Zone != nil {
			note = "registered in " + endpoint.Zone.Name
		}
		add("private endpoint", endpoint.Name, "", endpoint.Group+", "+note, endpoint.Reason)
	}
	a := e.plan.Account
	reason := plan.Reason{Why: "Pools and jobs belong to it; only Entra ID signs in, no shared key.", Doc: "account"}
	switch {
	case a.Existing != "":
		add("Batch account", "", a.Existing, "", plan.Reason{Why: "The intent names it; nothing of it is changed.", Doc: "account"})
	case a.Name != "":
		add("Batch account", a.Name, "", "public network access "+strings.ToLower(a.PublicNetworkAccess), reason)
	default:
		add("Batch account", a.Stem+"…", "", "public network access "+strings.ToLower(a.PublicNetworkAccess), reason)
	}
	if s := e.plan.Storage; s != nil {
		name := ""
		if s.Existing == "" {
			name = a.Stem + "…"
		}
		add("storage account", name, s.Existing, s.SKU, s.Reason)
	}
	if vault := a.KeyVault; vault != nil {
		name := ""
		if vault.Existing == "" {
			name = a.Stem + "…"
		}
		add("key vault", name, vault.Existing, "", vault.Reason)
	}
	var seen []*plan.Identity
	identities := []*plan.Identity{a.Identity, e.plan.StorageIdentity, e.plan.TaskIdentity, e.plan.PoolIdentity}
	for _, pool := range e.plan.Pools {
		identities = append(identities, pool.Identities...)
	}
	for _, id := range identities {
		if id != nil && !slices.Contains(seen, id) {
			seen = append(seen, id)
			add("identity", id.Name, id.Existing, "", id.Reason)
		}
	}
	return parts
}

func (e explainer) fixed() []Note {
	ips := func(provision string) bool {
		return slices.ContainsFunc(e.plan.Pools, func(p *plan.Pool) bool { return p.Provision == provision })
	}
	asked := map[azure.FixedTrigger]bool{
		azure.FixedAlways:     true,
		azure.FixedAccount:    e.plan.Account.Existing == "",
		azure.FixedUserIPs:    ips("UserManaged"),
		azure.FixedManagedIPs: ips("BatchManaged") && e.plan.Mode.ID != azure.CloudService,
		azure.FixedEndpoints:  len(e.plan.Network.Endpoints) > 0,
		azure.FixedMounts:     slices.ContainsFunc(e.plan.Pools, func(p *plan.Pool) bool { return len(p.Mounts) > 0 }),
	}
	notes := []Note{}
	for _, f := range azure.FixedThings() {
		if asked[f.When] {
			notes = append(notes, Note{Text: f.What, Source: SourceOf(f.Doc)})
		}
	}
	return notes
}

// names are those that the DNS servers of the network must resolve; Azure's own resolve all.
func (e explainer) names() []Note {
	notes := []Note{}
	if len(e.plan.Network.DNSServers) == 0 {
		return notes
	}
	add := func(name, text string, from Source) {
		if name != "" && !slices.ContainsFunc(notes, func(n Note) bool { return n.Title == name }) {
			notes = append(notes, Note{Title: name, Text: text, Source: from})
		}
	}
	for _, c := range NewAllowlist(e.in, e.plan).Categories {
		for _, endpoint := range c.Endpoints {
			add(endpoint.Name, endpoint.Why, endpoint.Source)
		}
	}
	for _, z := range e.plan.Network.Zones {
		add(z.Name, "A private DNS zone: forward it to Azure's resolver, 168.63.129.16.", SourceOf("pedns"))
	}
	return notes
}

// retirements lists what the plan uses and Azure ends.
func (e explainer) retirements() []Retirement {
	p := e.plan
	ids := []azure.RetirementID{p.Mode.Retired, p.Mode.PoolVersionRetired, p.Region.Retired}
	when := func(id azure.RetirementID, is func(*plan.Pool) bool) {
		if slices.ContainsFunc(p.Pools, is) {
			ids = append(ids, id)
		}
	}
	if p.Mode.ID == azure.CloudService {
		ids = append(ids, "classic-networks")
	}
	for i, pool := range p.Pools {
		sizes := []string{pool.VMSize}
		for _, env := range p.Environments {
			sizes = append(sizes, env.Pools[i].VMSize)
		}
		for _, size := range sizes {
			family, _ := azure.VMFamilyOf(size)
			ids = append(ids, family.Retired)
		}
		for _, row := range azure.Images() {
			if strings.EqualFold(row.Publisher, pool.Image.Publisher) && strings.EqualFold(row.Offer, pool.Image.Offer) &&
				(strings.EqualFold(row.SKU, pool.Image.SKU) || strings.EqualFold(row.SKUGen1, pool.Image.SKU)) {
				ids = append(ids, row.Retired)
			}
		}
		for _, agent := range azure.NodeAgents() {
			if strings.EqualFold(agent.Name, pool.Image.NodeAgent) {
				ids = append(ids, agent.Retired)
			}
		}
	}
	when("managed-images", func(pool *plan.Pool) bool {
		return strings.Contains(strings.ToLower(string(pool.Image.ID)), "/providers/microsoft.compute/images/")
	})
	when("default-outbound-batch", func(pool *plan.Pool) bool { return pool.Provision == "NoPublicIPAddresses" })
	when("low-priority", func(pool *plan.Pool) bool { return e.hasSpot(pool) })
	when("blobfuse-1", func(pool *plan.Pool) bool {
		return slices.ContainsFunc(pool.Mounts, func(m plan.Mount) bool { return m.Kind == intent.MountBlob })
	})
	when("disk-encryption", func(pool *plan.Pool) bool { return len(pool.EncryptedDisks) > 0 && !pool.EncryptionAtHost })
	when("nat-rule-v1", func(pool *plan.Pool) bool { return pool.NATPool != nil })
	if p.Storage != nil && p.Storage.Existing != "" {
		ids = append(ids, "storage-v1")
	}
	list := []Retirement{}
	var seen []azure.RetirementID
	for _, id := range ids {
		r, found := azure.RetirementOf(id)
		if !found || slices.Contains(seen, id) {
			continue
		}
		seen = append(seen, id)
		out := Retirement{What: r.What, Successor: r.Successor, Source: SourceOf(r.Doc)}
		if !r.Date.IsZero() {
			out.Date = r.Date.Format(time.DateOnly)
		}
		list = append(list, out)
	}
	return list
}

func (e explainer) hasSpot(pool *plan.Pool) bool {
	_, spot := e.largest(slices.Index(e.plan.Pools, pool))
	return spot > 0
}

// notes are what is not generated, and what is open on purpose.
func (e explainer) notes() []Note {
	notes := []Note{}
	for _, a := range azure.Advices() {
		notes = append(notes, Note{Title: a.Title, Text: a.Text, Source: SourceOf(a.Doc)})
	}
	if s := e.plan.Storage; s != nil && s.Existing == "" && !s.Closed {
		notes = append(notes, Note{
			Title: "Storage", Source: SourceOf("azure-resources"),
			Text: "The network of the auto-storage account is open to callers that sign in with Entra ID and have a role; " +
				"shared keys and public blobs are off. A storage endpoint or publicNetworkAccess: false closes it.",
		})
	}
	if e.plan.Network.Subnets[0].Existing != "" {
		notes = append(notes, Note{
			Title: "Existing subnet", Source: SourceOf("azure-network-rules"),
			Text: "Service endpoint policies can cut Batch off its own storage, and a delegated subnet takes no pool: it must have neither.",
		})
	}
	if e.plan.Account.KeyVault != nil {
		notes = append(notes, Note{
			Title: "User subscription", Source: SourceOf("account"),
			Text: "The provider Microsoft.Batch must be registered in the subscription, and the terms of marketplace images be accepted there. " +
				"The vault must lie in the subscription and region of the account.",
		})
	}
	if through := e.tunneled(); through != "" {
		notes = append(notes, Note{
			Title: "Forced tunneling", Source: SourceOf("udr"),
			Text: "Internet traffic goes to " + through + ": whoever runs it must let the allowlist pass.",
		})
	}
	if slices.ContainsFunc(e.plan.Network.Subnets, e.routesByTag) {
		notes = append(notes, Note{
			Title: "Service tags in routes", Source: SourceOf("stags"),
			Text: "The published lists show route tables for the global Batch tag alone, documents tell users to take the regional one. " +
				"Where Azure answers InvalidAddressPrefixFormat, take BatchNodeManagement, which contains it.",
		})
	}
	return notes
}

func (e explainer) routesByTag(s *plan.Subnet) bool {
	return s.RouteTable != nil && slices.ContainsFunc(s.RouteTable.Routes, func(r plan.Route) bool {
		return strings.HasPrefix(*r.Properties.AddressPrefix, "BatchNodeManagement")
	})
}
