// Package armmodel reads the ARM JSON that batchgen prints the way Azure would:
// expressions are resolved, nested deployments opened, subnets joined with their
// security groups, routes and pools. The secure baseline and the functional
// requirements are stated on it. It shares no code and no facts with the
// generator, so that a mistake of one does not hide in the other. Only tests use it.
package armmodel

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"sort"
	"strings"
)

// Template is one template: the outermost or that of a nested deployment.
type Template struct {
	Raw map[string]any

	scope *scope
	// deployment is the nested deployment that it belongs to, nil for the outermost.
	deployment *Resource
}

// Resource is one resource of a template.
type Resource struct {
	Type, APIVersion, ID string
	// Name as given, "account/pool" for a child.
	Name string
	// Raw is as written, Body with every expression resolved.
	Raw, Body map[string]any
	Template  *Template

	// references are the calls of reference() that it makes.
	references []referenced
}

// is compares the type without regard to case.
func (r *Resource) is(kind string) bool { return strings.EqualFold(r.Type, kind) }

// String names the resource in a violation.
func (r *Resource) String() string {
	return r.Type[strings.Index(r.Type, "/")+1:] + " " + r.Name
}

// Group is a network security group, its rules by priority.
type Group struct {
	Name  string
	Rules []*Rule
}

// Rule is one security rule.
type Rule struct {
	Name, Direction, Access, Protocol, Description string
	Priority                                       int
	// From and To are addresses, ranges and tags; Ports are destination ports.
	From, To, SourcePorts, Ports []string
}

func (r *Rule) inbound() bool { return strings.EqualFold(r.Direction, "Inbound") }
func (r *Rule) allows() bool  { return strings.EqualFold(r.Access, "Allow") }

// Route is one route of a route table.
type Route struct{ Name, Prefix, Hop, Address string }

// Table is a route table.
type Table struct {
	Name   string
	Routes []Route
	// Propagates tells that BGP routes reach the subnet.
	Propagates bool
}

// Subnet is a subnet that the template declares.
type Subnet struct {
	Name, ID string
	Prefix   netip.Prefix
	Body     map[string]any
	// Group, Table: nil for none. NAT is the ID of the NAT gateway.
	Group *Group
	Table *Table
	NAT   string
	// Pools that live in it, Endpoints that stand in it.
	Pools     []*Pool
	Endpoints []*Resource
}

// Pool is a Batch pool.
type Pool struct {
	*Resource
	Properties map[string]any
	// AccountID of its account, SubnetID as the pool states it; Subnet is nil if it is not declared.
	AccountID, SubnetID string
	Subnet              *Subnet
	// Asked is nil for a pool that the intent does not name.
	Asked *AskedPool
}

// virtualMachine is the part of the pool that every pool but a Cloud Services one has.
func (p *Pool) virtualMachine() map[string]any {
	return Object(p.Properties, "deploymentConfiguration", "virtualMachineConfiguration")
}

// Model is a whole output with what was asked for.
type Model struct {
	Asked     *Asked
	Templates []*Template
	Resources []*Resource
	Groups    []*Group
	Tables    []*Table
	Subnets   []*Subnet
	Pools     []*Pool
	// ParameterFiles are the files for environments, by name: JSON as a tree, .bicepparam as text.
	ParameterFiles map[string]any
	// Size of the template in bytes, 0 if not known.
	Size int

	references []referenced
	byID       map[string]*Resource
}

// Load reads main.json as text.
func Load(main []byte, asked *Asked, files map[string]any) (*Model, error) {
	var tree map[string]any
	if err := json.Unmarshal(main, &tree); err != nil {
		return nil, err
	}
	m, err := New(tree, asked, files)
	if m != nil {
		m.Size = len(main)
	}
	return m, err
}

// New reads a parsed main.json. An expression or a construct that it does not
// know is an error, so that nothing passes unread.
func New(tree map[string]any, asked *Asked, files map[string]any) (*Model, error) {
	return read(tree, asked, files, nil)
}

// read reads a template with values for some of its parameters.
func read(tree map[string]any, asked *Asked, files, values map[string]any) (*Model, error) {
	m := &Model{Asked: asked, ParameterFiles: files, byID: map[string]*Resource{}}
	outer := &scope{
		subscription: asked.subscription(), group: or(asked.ResourceGroup, "deployment-group"),
		cloud: asked.region.cloud, deployments: map[string]*scope{}, references: &m.references,
		given: values,
	}
	if err := m.open(tree, outer, nil); err != nil {
		return nil, err
	}
	if err := m.network(); err != nil {
		return nil, err
	}
	m.pools()
	return m, nil
}

// open reads the resources of a template and of those nested in it. Nested
// deployments come first: their outputs are asked for by the others.
func (m *Model) open(tree map[string]any, s *scope, deployment *Resource) error {
	t := &Template{Raw: tree, scope: s, deployment: deployment}
	s.template, s.values = t, map[string]any{}
	m.Templates = append(m.Templates, t)
	var later []map[string]any
	for _, item := range List(tree, "resources") {
		raw := Object(item)
		if raw["copy"] != nil || raw["condition"] != nil || raw["resources"] != nil || raw["type"] == nil {
			return fmt.Errorf("a resource with copy, condition, children or no type: %v", raw["name"])
		}
		if !strings.EqualFold(Text(raw, "type"), "Microsoft.Resources/deployments") {
			later = append(later, raw)
			continue
		}
		r, err := m.resource(t, raw)
		if err != nil {
			return err
		}
		inner := &scope{
			subscription: or(Text(r.Body, "subscriptionId"), s.subscription),
			group:        or(Text(r.Body, "resourceGroup"), s.group),
			cloud:        s.cloud, deployments: s.deployments, references: s.references, given: map[string]any{},
		}
		for name, value := range Object(r.Body, "properties", "parameters") {
			inner.given[name] = At(value, "value")
		}
		s.deployments[strings.ToLower(r.ID)] = inner
		if err := m.open(Object(raw, "properties", "template"), inner, r); err != nil {
			return fmt.Errorf("%s: %w", r, err)
		}
	}
	for _, raw := range later {
		if _, err := m.resource(t, raw); err != nil {
			return err
		}
	}
	return nil
}

// resource reads one resource. The template of a nested deployment stays unread: its scope is its own.
func (m *Model) resource(t *Template, raw map[string]any) (*Resource, error) {
	own := make(map[string]any, len(raw))
	for key, value := range raw {
		own[key] = value
	}
	before := len(m.references)
	nested := At(raw, "properties", "template") != nil
	if nested {
		own["properties"] = map[string]any{"parameters": At(raw, "properties", "parameters")}
	}
	body, err := t.scope.resolve(own)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", raw["name"], err)
	}
	r := &Resource{
		Type: Text(body, "type"), APIVersion: Text(body, "apiVersion"), Name: Text(body, "name"),
		Raw: raw, Body: Object(body), Template: t, references: m.references[before:len(m.references):len(m.references)],
	}
	subscription, group := t.scope.subscription, t.scope.group
	if nested {
		subscription, group = or(Text(body, "subscriptionId"), subscription), or(Text(body, "resourceGroup"), group)
	}
	base := "/subscriptions/" + subscription + "/resourceGroups/" + group
	id, err := join(or(Text(body, "scope"), base), []string{r.Type, r.Name})
	if err != nil {
		return nil, fmt.Errorf("%v: %w", raw["name"], err)
	}
	r.ID = plain(id)
	m.byID[strings.ToLower(r.ID)] = r
	m.Resources = append(m.Resources, r)
	return r, nil
}

// find returns the declared resource with an ID, nil if there is none.
func (m *Model) find(id string) *Resource { return m.byID[strings.ToLower(id)] }

// all returns the resources of a type.
func (m *Model) all(kind string) []*Resource {
	var list []*Resource
	for _, r := range m.Resources {
		if r.is(kind) {
			list = append(list, r)
		}
	}
	return list
}

// network joins subnets with security groups, route tables and endpoints.
func (m *Model) network() error {
	groups, tables := map[string]*Group{}, map[string]*Table{}
	for _, r := range m.all("Microsoft.Network/networkSecurityGroups") {
		g := &Group{Name: r.Name}
		for _, rule := range List(r.Body, "properties", "securityRules") {
			g.Rules = append(g.Rules, newRule(Text(rule, "name"), Object(rule, "properties")))
		}
		groups[strings.ToLower(r.ID)] = g
		m.Groups = append(m.Groups, g)
	}
	for _, r := range m.all("Microsoft.Network/networkSecurityGroups/securityRules") {
		if g := groups[strings.ToLower(r.ID[:strings.LastIndex(r.ID, "/securityRules/")])]; g != nil {
			g.Rules = append(g.Rules, newRule(r.Name, Object(r.Body, "properties")))
		}
	}
	for _, g := range m.Groups {
		sort.SliceStable(g.Rules, func(i, j int) bool { return g.Rules[i].Priority < g.Rules[j].Priority })
	}
	for _, r := range m.all("Microsoft.Network/routeTables") {
		t := &Table{Name: r.Name, Propagates: At(r.Body, "properties", "disableBgpRoutePropagation") == false}
		for _, route := range List(r.Body, "properties", "routes") {
			p := At(route, "properties")
			t.Routes = append(t.Routes, Route{
				Text(route, "name"), Text(p, "addressPrefix"), Text(p, "nextHopType"), Text(p, "nextHopIpAddress"),
			})
		}
		tables[strings.ToLower(r.ID)] = t
		m.Tables = append(m.Tables, t)
	}
	subnet := func(id, name string, properties map[string]any) error {
		s := &Subnet{
			Name: name, ID: id, Body: properties, NAT: Text(properties, "natGateway", "id"),
			Group: groups[strings.ToLower(Text(properties, "networkSecurityGroup", "id"))],
			Table: tables[strings.ToLower(Text(properties, "routeTable", "id"))],
		}
		prefixes := append(texts(properties, "addressPrefix"), texts(properties, "addressPrefixes")...)
		if len(prefixes) > 1 {
			return fmt.Errorf("subnet %s has %d prefixes", name, len(prefixes))
		}
		for _, prefix := range prefixes {
			s.Prefix, _ = prefixOf(prefix)
		}
		m.Subnets = append(m.Subnets, s)
		return nil
	}
	for _, r := range m.all("Microsoft.Network/virtualNetworks") {
		for _, item := range List(r.Body, "properties", "subnets") {
			name := Text(item, "name")
			if err := subnet(r.ID+"/subnets/"+name, name, Object(item, "properties")); err != nil {
				return err
			}
		}
	}
	for _, r := range m.all("Microsoft.Network/virtualNetworks/subnets") {
		if err := subnet(r.ID, r.Name[strings.Index(r.Name, "/")+1:], Object(r.Body, "properties")); err != nil {
			return err
		}
	}
	for _, r := range m.all("Microsoft.Network/privateEndpoints") {
		if s := m.subnet(Text(r.Body, "properties", "subnet", "id")); s != nil {
			s.Endpoints = append(s.Endpoints, r)
		}
	}
	return nil
}

// subnet returns the declared subnet with an ID, nil if there is none.
func (m *Model) subnet(id string) *Subnet {
	for _, s := range m.Subnets {
		if strings.EqualFold(s.ID, id) {
			return s
		}
	}
	return nil
}

func newRule(name string, p map[string]any) *Rule {
	rule := &Rule{
		Name: name, Direction: Text(p, "direction"), Access: Text(p, "access"), Protocol: Text(p, "protocol"),
		Description: Text(p, "description"),
		From:        append(texts(p, "sourceAddressPrefix"), texts(p, "sourceAddressPrefixes")...),
		To:          append(texts(p, "destinationAddressPrefix"), texts(p, "destinationAddressPrefixes")...),
		SourcePorts: append(texts(p, "sourcePortRange"), texts(p, "sourcePortRanges")...),
		Ports:       append(texts(p, "destinationPortRange"), texts(p, "destinationPortRanges")...),
	}
	rule.Priority, _ = number(p, "priority")
	return rule
}

func (m *Model) pools() {
	for _, r := range m.all("Microsoft.Batch/batchAccounts/pools") {
		p := &Pool{
			Resource: r, Properties: Object(r.Body, "properties"),
			AccountID: r.ID[:strings.LastIndex(r.ID, "/pools/")],
			SubnetID:  Text(r.Body, "properties", "networkConfiguration", "subnetId"),
			Asked:     m.Asked.pool(r.Name[strings.Index(r.Name, "/")+1:]),
		}
		if p.Subnet = m.subnet(p.SubnetID); p.Subnet != nil {
			p.Subnet.Pools = append(p.Subnet.Pools, p)
		}
		m.Pools = append(m.Pools, p)
	}
}

// nodeSubnets are the declared subnets with pools in them.
func (m *Model) nodeSubnets() []*Subnet {
	var list []*Subnet
	for _, s := range m.Subnets {
		if len(s.Pools) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// account returns the declared Batch account, nil for an existing one.
func (m *Model) account() *Resource {
	for _, r := range m.all("Microsoft.Batch/batchAccounts") {
		return r
	}
	return nil
}

// any reports whether one of the pools that a subnet holds asks for something.
func (s *Subnet) any(ask func(*AskedPool) bool) bool {
	for _, p := range s.Pools {
		if p.Asked != nil && ask(p.Asked) {
			return true
		}
	}
	return false
}
