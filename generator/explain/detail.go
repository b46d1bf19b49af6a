package explain

import (
	"bytes"
	"fmt"
	"strings"
)

// Detail is all that a report knows of one thing with a name.
type Detail struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Within is what it belongs to, "" for nothing.
	Within string `json:"within,omitempty"`
	// Type is that of the resource in Azure, Symbol its name in the Bicep; both
	// are "" for what is a part of a resource.
	Type   string `json:"type,omitempty"`
	Symbol string `json:"symbol,omitempty"`
	Facts  []Fact `json:"facts"`
	Why    string `json:"why,omitempty"`
	// Source is nil where no document asks for it.
	Source *Source `json:"source,omitempty"`
	// Bicep is the declaration.
	Bicep string `json:"bicep,omitempty"`
}

// Fact is one thing that is known of a Detail.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Declared is a resource that the deployment declares.
type Declared struct {
	Symbol, Type string
	// Name is "" for one that Azure computes.
	Name  string
	Bicep string
}

// Details lists everything with a name: what the report tells of, and the
// declared resources, each with what the report knows of it.
func (r Report) Details(declared []Declared) []Detail {
	all := r.networkDetails()
	for _, p := range r.Pools {
		d := Detail{Kind: "pool", Name: p.Name, Type: "Microsoft.Batch/batchAccounts/pools"}
		d.fact("system", p.OS)
		d.fact("size", p.VMSize)
		d.fact("nodes", p.Nodes)
		d.fact("at most", fmt.Sprintf("%d dedicated, %d spot", p.Dedicated, p.Spot))
		d.fact("subnet", p.Subnet)
		d.fact("public IPs", p.PublicIPs)
		d.fact("identities", strings.Join(p.Identity, ", "))
		d.fact("Batch creates", p.creates())
		if p.Remote != nil {
			d.fact("remote access", p.Remote.Text)
		}
		all = append(all, d)
	}
	for _, p := range r.Parts {
		d := Detail{Kind: p.Kind, Name: p.Name, Type: partTypes[p.Kind], Why: p.Why, Source: &p.Source}
		d.fact("note", p.Note)
		d.fact("exists already", p.Existing)
		all = append(all, d)
	}
	for _, role := range r.Roles {
		d := Detail{Kind: "role assignment", Name: role.Role, Why: role.Why, Source: &role.Source}
		d.fact("to", role.Identity)
		d.fact("on", role.On)
		all = append(all, d)
	}
	for _, p := range r.Parameters {
		d := Detail{Kind: "parameter", Name: p.Name}
		d.fact("meaning", p.Description)
		all = append(all, d)
	}
	for _, resource := range declared {
		all = joined(all, resource)
	}
	return all
}

// partTypes are the types of the parts of a report, by their kind.
var partTypes = map[string]string{
	"Batch account":    "Microsoft.Batch/batchAccounts",
	"storage account":  "Microsoft.Storage/storageAccounts",
	"key vault":        "Microsoft.KeyVault/vaults",
	"NAT gateway":      "Microsoft.Network/natGateways",
	"private endpoint": "Microsoft.Network/privateEndpoints",
	"identity":         "Microsoft.ManagedIdentity/userAssignedIdentities",
}

func (r Report) networkDetails() []Detail {
	n := r.Network
	vnet := Detail{Kind: "virtual network", Name: n.Name, Type: "Microsoft.Network/virtualNetworks"}
	vnet.fact("region", r.Region)
	vnet.fact("address space", strings.Join(n.AddressSpace, ", "))
	vnet.fact("DNS servers", strings.Join(n.DNSServers, ", "))
	vnet.fact("exists already", n.Existing)
	all := []Detail{vnet}
	for _, s := range n.Subnets {
		vnet.fact("subnet", strings.TrimSpace(s.Name+" "+s.Prefix))
		d := Detail{Kind: "subnet", Name: s.Name, Within: n.Name, Type: "Microsoft.Network/virtualNetworks/subnets", Why: s.Why, Source: &s.Source}
		d.fact("prefix", s.Prefix)
		d.fact("size", s.Sizing.Words)
		d.fact("pools", strings.Join(s.Pools, ", "))
		d.fact("network security group", s.SecurityGroup)
		d.fact("route table", s.RouteTable)
		d.fact("service endpoints", strings.Join(s.ServiceEndpoints, ", "))
		d.fact("Azure adds", s.ByAzure)
		d.fact("exists already", s.Existing)
		all = append(all, d)
		all = append(all, s.ruleDetails()...)
		all = append(all, s.routeDetails()...)
	}
	all[0] = vnet
	return all
}

func (s Subnet) ruleDetails() []Detail {
	group := Detail{Kind: "network security group", Name: s.SecurityGroup, Within: s.Name, Type: "Microsoft.Network/networkSecurityGroups"}
	var rules []Detail
	for _, r := range s.Rules {
		group.fact("rule", fmt.Sprintf("%s, %s", r.Name, r.flow()))
		d := Detail{Kind: "rule", Name: r.Name, Within: orElse(s.SecurityGroup, s.Name), Why: r.why(), Source: &r.Source}
		d.fact("flow", r.flow())
		d.fact("priority", fmt.Sprint(r.Priority))
		d.fact("Azure adds", r.ByAzure)
		rules = append(rules, d)
	}
	if s.SecurityGroup == "" {
		return rules
	}
	return append([]Detail{group}, rules...)
}

func (s Subnet) routeDetails() []Detail {
	if s.RouteTable == "" {
		return nil
	}
	table := Detail{Kind: "route table", Name: s.RouteTable, Within: s.Name, Type: "Microsoft.Network/routeTables"}
	if s.Propagation != nil {
		table.fact("propagation", s.Propagation.Title+": "+s.Propagation.Text)
		table.Source = &s.Propagation.Source
	}
	all := []Detail{table}
	for _, r := range s.Routes {
		hop := strings.TrimSpace(r.NextHop + " " + r.Address)
		all[0].fact("route", r.Name+", "+r.Prefix+" to "+hop)
		d := Detail{Kind: "route", Name: r.Name, Within: s.RouteTable, Why: r.Why, Source: &r.Source}
		d.fact("prefix", r.Prefix)
		d.fact("next hop", hop)
		all = append(all, d)
	}
	return all
}

// fact adds a fact, unless there is none.
func (d *Detail) fact(name, value string) {
	if value != "" {
		d.Facts = append(d.Facts, Fact{name, value})
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// joined adds a declared resource to what is known of it, or as a detail of its
// own. A name that Azure computes fits the only one of its type.
func joined(all []Detail, resource Declared) []Detail {
	for i, d := range all {
		fits := d.Name == resource.Name || resource.Name == "" && strings.HasSuffix(d.Name, "…")
		if d.Symbol == "" && strings.EqualFold(d.Type, resource.Type) && fits {
			all[i].Symbol, all[i].Bicep = resource.Symbol, resource.Bicep
			return all
		}
	}
	return append(all, Detail{
		Kind: "resource", Name: orElse(resource.Name, resource.Symbol), Type: resource.Type, Symbol: resource.Symbol,
		Facts: []Fact{}, Bicep: resource.Bicep,
	})
}

// Names are what a detail goes by.
func (d Detail) Names() []string {
	names := []string{d.Name}
	if d.Within != "" {
		names = append(names, d.Within+"/"+d.Name)
	}
	if d.Symbol != "" {
		names = append(names, d.Symbol)
	}
	if d.Type != "" {
		names = append(names, d.Type, d.Type+"/"+d.Name)
	}
	return names
}

// DetailsText prints details for a terminal.
func DetailsText(details []Detail) []byte {
	var b bytes.Buffer
	for i, d := range details {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(d.title() + "\n")
		for _, f := range d.lines() {
			fmt.Fprintf(&b, "  %s: %s\n", f.Name, f.Value)
		}
		if d.Bicep != "" {
			b.WriteString("  bicep:\n")
			for line := range strings.Lines(d.Bicep) {
				b.WriteString("    " + line)
			}
		}
	}
	return b.Bytes()
}

// DetailsMarkdown prints details as a document.
func DetailsMarkdown(details []Detail) []byte {
	var b bytes.Buffer
	for i, d := range details {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "## %s\n\n", escaped(d.title()))
		for _, f := range d.lines() {
			fmt.Fprintf(&b, "- %s: %s\n", escaped(f.Name), escaped(f.Value))
		}
		if d.Bicep != "" {
			fence := "```"
			for strings.Contains(d.Bicep, fence) {
				fence += "`"
			}
			fmt.Fprintf(&b, "\n%sbicep\n%s%s\n", fence, d.Bicep, fence)
		}
	}
	return b.Bytes()
}

// DetailsJSON prints details for programs.
func DetailsJSON(details []Detail) []byte {
	for i := range details {
		if details[i].Facts == nil {
			details[i].Facts = []Fact{}
		}
	}
	return indented(struct {
		SchemaVersion int      `json:"schemaVersion"`
		Resources     []Detail `json:"resources"`
	}{SchemaVersion, details})
}

func (d Detail) title() string {
	if d.Within == "" {
		return d.Kind + " " + d.Name
	}
	return d.Kind + " " + d.Name + ", of " + d.Within
}

// lines are the facts with the reason and the document, as they are printed.
func (d Detail) lines() []Fact {
	all := Detail{}
	all.fact("type", d.Type)
	all.fact("symbol", d.Symbol)
	all.Facts = append(all.Facts, d.Facts...)
	all.fact("why", d.Why)
	if d.Source != nil {
		all.fact("source", strings.TrimSuffix(d.Source.Title+", "+d.Source.URL, ", "))
	}
	return all.Facts
}
