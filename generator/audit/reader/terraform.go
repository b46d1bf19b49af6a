package reader

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// tfResource is a resource of a plan or state. Modules and resources have
// addresses: module.net.azurerm_subnet.nodes["a"].
type tfResource struct {
	address, module, kind, name string
	index                       string
	values                      tree.Value
}

// terraform is a plan or state that is being read.
type terraform struct {
	s         *source
	resources []tfResource
	// unknown are the attributes that are known after apply, by address.
	unknown map[string]tree.Value
	// root is the configuration, which says what refers to what; Absent in a state.
	root tree.Value
}

// terraform turns a plan or state into resources in the shape of the REST API.
func (s *source) terraform() []tree.Value {
	if version := s.root.Get("format_version").Text; version != "" && !strings.HasPrefix(version, "1.") && !strings.HasPrefix(version, "0.") {
		s.report(s.root.Get("format_version").Offset, diag.AuditedForm("format_version "+quote(version)+" of Terraform is not read", "print it with Terraform 1"))
		return nil
	}
	values := s.root.Get("planned_values")
	if !values.Has() {
		values = s.root.Get("values")
	}
	if values.Kind != tree.Object {
		s.report(s.root.Offset, diag.AuditedForm("the Terraform file has neither planned_values nor values",
			"print it with terraform show -json, of a saved plan or of the state"))
		return nil
	}
	t := &terraform{s: s, unknown: map[string]tree.Value{}, root: s.root.Get("configuration", "root_module")}
	t.collect(values.Get("root_module"), "")
	for _, change := range s.root.Get("resource_changes").Items {
		t.unknown[change.Get("address").Text] = change.Get("change", "after_unknown")
	}
	var all []tree.Value
	for _, r := range t.resources {
		if v, read := t.rest(r); read {
			all = append(all, v)
		}
	}
	return t.associate(all)
}

func (t *terraform) collect(module tree.Value, address string) {
	for _, v := range module.Get("resources").Items {
		if v.Get("mode").Text == "data" {
			continue
		}
		r := tfResource{
			address: v.Get("address").Text, module: address, kind: v.Get("type").Text, name: v.Get("name").Text,
			index: v.Get("index").Text, values: v.Get("values"),
		}
		r.values.Offset = v.Offset
		t.resources = append(t.resources, r)
	}
	for _, child := range module.Get("child_modules").Items {
		t.collect(child, child.Get("address").Text)
	}
}

// id is the resource's own, or what stands for it until apply.
func (t *terraform) id(r tfResource) string {
	if id := r.values.Get("id"); id.Kind == tree.String {
		return id.Text
	}
	return "terraform/" + r.address
}

// attribute is the value of an attribute. What is known after apply is looked up
// in the configuration: the ID of the one resource that it refers to, else Unknown.
func (t *terraform) attribute(r tfResource, name string) tree.Value {
	v := r.values.Get(name)
	unknown := t.unknown[r.address].Get(name)
	switch {
	case unknown.Kind == tree.List, unknown.Kind == tree.Object:
		return overlay(v, unknown, r.address+"."+name)
	case v.Has(), unknown.Text != "true":
		return v
	}
	if id := t.referenced(r, name); id != "" {
		return tree.Value{Kind: tree.String, Text: id, Offset: r.values.Offset}
	}
	return tree.Value{Kind: tree.Unknown, Text: r.address + "." + name + " is known after apply", Offset: r.values.Offset}
}

// overlay marks what of a nested value is known after apply.
func overlay(v, unknown tree.Value, path string) tree.Value {
	switch {
	case unknown.Kind == tree.Bool && unknown.Text == "true":
		return tree.Value{Kind: tree.Unknown, Text: path + " is known after apply", Offset: v.Offset}
	case unknown.Kind == tree.List && v.Kind == tree.List:
		v.Items = slices.Clone(v.Items)
		for i := range min(len(v.Items), len(unknown.Items)) {
			v.Items[i] = overlay(v.Items[i], unknown.Items[i], path)
		}
	case unknown.Kind == tree.Object && v.Kind == tree.Object:
		v.Members = slices.Clone(v.Members)
		for _, m := range unknown.Members {
			i := slices.IndexFunc(v.Members, func(o tree.Member) bool { return o.Name == m.Name })
			if i < 0 {
				v.Members = append(v.Members, tree.Member{Name: m.Name, Value: tree.Value{Offset: v.Offset}})
				i = len(v.Members) - 1
			}
			v.Members[i].Value = overlay(v.Members[i].Value, m.Value, path+"."+m.Name)
		}
	}
	return v
}

// referenced is the ID of the one resource that an attribute refers to, "" where that cannot be told.
func (t *terraform) referenced(r tfResource, attribute string) string {
	block, name, nested := strings.Cut(attribute, ".")
	if !nested {
		name = block
	}
	module := t.configured(r.module)
	for _, c := range module.Get("resources").Items {
		if c.Get("type").Text != r.kind || c.Get("name").Text != r.name {
			continue
		}
		expression := c.Get("expressions", name)
		if nested {
			expression = c.Get("expressions", block)
			if expression.Kind == tree.List && len(expression.Items) == 1 {
				expression = expression.Items[0]
			}
			expression = expression.Get(name)
		}
		return t.target(expression, r.module, r.index, 0)
	}
	return ""
}

// configured is the configuration of a module by its address.
func (t *terraform) configured(address string) tree.Value {
	module := t.root
	for _, call := range calls(address) {
		module = module.Get("module_calls", call, "module")
	}
	return module
}

// calls are the names of the module calls of an address: module.a["x"].module.b.
func calls(address string) []string {
	var names []string
	for part := range strings.SplitSeq(address, "module.") {
		name, _, _ := strings.Cut(strings.TrimSuffix(part, "."), "[")
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// target follows an expression to the one resource that it is the ID of.
func (t *terraform) target(expression tree.Value, module, index string, depth int) string {
	if depth > 20 {
		return ""
	}
	var found []string
	for _, ref := range expression.Get("references").Items {
		if id := t.follow(ref.Text, module, index, depth); id != "" && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

func (t *terraform) follow(reference, module, index string, depth int) string {
	parts := strings.Split(reference, ".")
	switch {
	case len(parts) < 2, parts[0] == "each", parts[0] == "count", parts[0] == "local", parts[0] == "data":
		return ""
	case parts[0] == "var":
		at := strings.LastIndex(module, "module.")
		if at < 0 {
			return ""
		}
		outer := strings.TrimSuffix(module[:at], ".")
		call := calls(module[at:])[0]
		return t.target(t.configured(outer).Get("module_calls", call, "expressions", parts[1]), outer, index, depth+1)
	case parts[0] == "module":
		if len(parts) < 3 {
			return ""
		}
		name, _, _ := strings.Cut(parts[1], "[")
		output, _, _ := strings.Cut(parts[2], "[")
		inner := strings.TrimPrefix(module+".module."+name, ".")
		return t.target(t.configured(inner).Get("outputs", output, "expression"), inner, index, depth+1)
	}
	kind, rest := parts[0], parts[1]
	name, key, keyed := strings.Cut(rest, "[")
	key = strings.Trim(key, `"]`)
	var candidates []tfResource
	for _, r := range t.resources {
		if r.kind == kind && r.name == name && withoutKeys(r.module) == withoutKeys(module) {
			candidates = append(candidates, r)
		}
	}
	for _, c := range candidates {
		if keyed && c.index == key || !keyed && len(candidates) > 1 && c.index != "" && c.index == index {
			return t.id(c)
		}
	}
	if len(candidates) == 1 {
		return t.id(candidates[0])
	}
	return ""
}

// withoutKeys drops the keys of an address: module.net["a"] is module.net.
func withoutKeys(address string) string { return strings.Join(calls(address), ".") }

// tfTypes are the resources of the provider azurerm that are read, by the type
// that they make. Those of associations are read by associate.
var tfTypes = map[string]string{
	"azurerm_network_security_group":                azure.NetworkSecurityGroup,
	"azurerm_network_security_rule":                 typeRule,
	"azurerm_route_table":                           azure.RouteTable,
	"azurerm_route":                                 typeRoute,
	"azurerm_virtual_network":                       azure.VirtualNetwork,
	"azurerm_virtual_network_peering":               typePeering,
	"azurerm_subnet":                                azure.SubnetResource,
	"azurerm_batch_account":                         azure.BatchAccount,
	"azurerm_batch_pool":                            azure.BatchPool,
	"azurerm_private_endpoint":                      azure.PrivateEndpoint,
	"azurerm_private_dns_zone":                      azure.PrivateDNSZone,
	"azurerm_private_dns_zone_virtual_network_link": azure.PrivateDNSZoneLink,
}

// node makes values in the shape of the REST API.
type node struct{ value tree.Value }

func newNode(offset int) *node { return &node{tree.Value{Kind: tree.Object, Offset: offset}} }

func (o *node) set(name string, v tree.Value) *node {
	if v.Has() {
		o.value.Members = append(o.value.Members, tree.Member{Name: name, Value: v})
	}
	return o
}

func (o *node) setText(name, text string) *node {
	return o.set(name, tree.Value{Kind: tree.String, Text: text, Offset: o.value.Offset})
}

// rest turns a resource into the shape of the REST API. The provider's names are
// Azure's with underscores; what differs is put right by type.
func (t *terraform) rest(r tfResource) (tree.Value, bool) {
	typ, read := tfTypes[r.kind]
	if !read {
		return tree.Value{}, false
	}
	get := func(name string) tree.Value { return t.attribute(r, name) }
	o := newNode(r.values.Offset)
	id := t.id(r)
	p := newNode(r.values.Offset)
	switch r.kind {
	case "azurerm_network_security_group":
		p.set("securityRules", camels(t.inline(r, "security_rule", "azurerm_network_security_rule", "network_security_group_name")))
	case "azurerm_network_security_rule":
		id = t.sibling(r, "azurerm_network_security_group", "network_security_group_name") + "/securityRules/" + get("name").Text
		p.value = t.all(r)
	case "azurerm_route_table":
		p.set("routes", routesOf(t.inline(r, "route", "azurerm_route", "route_table_name")))
		p.set("disableBgpRoutePropagation", get("disable_bgp_route_propagation"))
		if on := get("bgp_route_propagation_enabled"); on.Kind == tree.Bool || on.Kind == tree.Unknown {
			on.Text = map[string]string{"true": "false", "false": "true"}[on.Text]
			p.set("disableBgpRoutePropagation", on)
		}
	case "azurerm_route":
		id = t.sibling(r, "azurerm_route_table", "route_table_name") + "/routes/" + get("name").Text
		p.value = routeOf(t.all(r))
	case "azurerm_virtual_network":
		p.set("addressSpace", newNode(r.values.Offset).set("addressPrefixes", get("address_space")).value)
		p.set("dhcpOptions", newNode(r.values.Offset).set("dnsServers", get("dns_servers")).value)
		p.set("subnets", each(t.inline(r, "subnet", "azurerm_subnet", "virtual_network_name"), subnetOf))
	case "azurerm_virtual_network_peering":
		id = t.sibling(r, "azurerm_virtual_network", "virtual_network_name") + "/virtualNetworkPeerings/" + get("name").Text
		p.set("useRemoteGateways", get("use_remote_gateways"))
	case "azurerm_subnet":
		p.value = subnetOf(t.all(r))
		if !strings.HasPrefix(id, "/") {
			id = t.sibling(r, "azurerm_virtual_network", "virtual_network_name") + "/subnets/" + get("name").Text
		}
	case "azurerm_private_endpoint":
		connection := func(v tree.Value) tree.Value {
			return newNode(v.Offset).set("groupIds", v.Get("subresource_names")).set("privateLinkServiceId", v.Get("private_connection_resource_id")).value
		}
		p.set("subnet", newNode(r.values.Offset).set("id", t.subnetID(get("subnet_id"))).value)
		p.set("privateLinkServiceConnections", each(get("private_service_connection"), connection))
	case "azurerm_private_dns_zone_virtual_network_link":
		id = "terraform/privateDnsZones/" + get("private_dns_zone_name").Text + "/virtualNetworkLinks/" + get("name").Text
		p.set("virtualNetwork", newNode(r.values.Offset).set("id", get("virtual_network_id")).value)
	case "azurerm_batch_account":
		p.set("autoStorage", newNode(r.values.Offset).set("storageAccountId", get("storage_account_id")).value)
		if access := get("public_network_access_enabled"); access.Kind == tree.Bool {
			p.setText("publicNetworkAccess", map[string]string{"true": "Enabled", "false": "Disabled"}[access.Text])
		}
	case "azurerm_batch_pool":
		t.pool(r, p)
	}
	o.setText("id", id).setText("type", typ).set("name", get("name")).set("location", get("location")).set("properties", p.value)
	return o.value, true
}

// inline are the blocks of a resource. The provider calls them known after apply
// where the configuration has none; a resource has either blocks or resources of
// their own, so where there are such, there are no blocks.
func (t *terraform) inline(r tfResource, block, kind, attribute string) tree.Value {
	v := t.attribute(r, block)
	if v.Kind == tree.Unknown && slices.ContainsFunc(t.resources, func(o tfResource) bool {
		return o.kind == kind && t.sibling(o, r.kind, attribute) == t.id(r)
	}) {
		return tree.Value{}
	}
	return v
}

// all are the attributes of a resource with Azure's names, those known after apply too.
func (t *terraform) all(r tfResource) tree.Value {
	v := tree.Value{Kind: tree.Object, Offset: r.values.Offset}
	for _, m := range r.values.Members {
		v.Members = append(v.Members, tree.Member{Name: m.Name, Value: t.attribute(r, m.Name)})
	}
	for _, m := range t.unknown[r.address].Members {
		if m.Name != "id" && v.Get(m.Name).Kind == tree.Absent {
			v.Members = append(v.Members, tree.Member{Name: m.Name, Value: t.attribute(r, m.Name)})
		}
	}
	return camel(v)
}

// sibling is the ID of the resource that another attribute names.
func (t *terraform) sibling(r tfResource, kind, attribute string) string {
	name := r.values.Get(attribute).Text
	group := r.values.Get("resource_group_name").Text
	for _, o := range t.resources {
		if o.kind == kind && name != "" && o.values.Get("name").Text == name &&
			(group == "" || !o.values.Get("resource_group_name").Has() || strings.EqualFold(o.values.Get("resource_group_name").Text, group)) {
			return t.id(o)
		}
	}
	if id := t.referenced(r, attribute); id != "" {
		return id
	}
	return "terraform/" + kind + "." + name
}

// subnetID is the ID that subnetOf gives a subnet that is not there yet.
func (t *terraform) subnetID(v tree.Value) tree.Value {
	for _, r := range t.resources {
		if r.kind == "azurerm_subnet" && v.Kind == tree.String && v.Text == t.id(r) && !strings.HasPrefix(v.Text, "/") {
			v.Text = t.sibling(r, "azurerm_virtual_network", "virtual_network_name") + "/subnets/" + r.values.Get("name").Text
		}
	}
	return v
}

func each(list tree.Value, f func(tree.Value) tree.Value) tree.Value {
	if list.Kind != tree.List {
		return list
	}
	items := slices.Clone(list.Items)
	for i := range items {
		items[i] = f(items[i])
	}
	list.Items = items
	return list
}

// camels gives the members of each item Azure's names.
func camels(list tree.Value) tree.Value { return each(list, camel) }

// camel turns source_port_range into sourcePortRange. Empty texts are what the provider writes for nothing.
func camel(v tree.Value) tree.Value {
	o := newNode(v.Offset)
	if v.Kind != tree.Object {
		return v
	}
	for _, m := range v.Members {
		if m.Value.Kind == tree.String && m.Value.Text == "" {
			continue
		}
		var name strings.Builder
		for i, part := range strings.Split(m.Name, "_") {
			if i > 0 && part != "" {
				part = strings.ToUpper(part[:1]) + part[1:]
			}
			name.WriteString(part)
		}
		o.set(renamed(name.String()), m.Value)
	}
	return o.value
}

// renamed are the names that differ by more than their form.
func renamed(name string) string {
	switch name {
	case "nextHopInIpAddress":
		return "nextHopIpAddress"
	case "sourceApplicationSecurityGroupIds":
		return "sourceApplicationSecurityGroups"
	case "destinationApplicationSecurityGroupIds":
		return "destinationApplicationSecurityGroups"
	case "defaultOutboundAccessEnabled":
		return "defaultOutboundAccess"
	}
	return name
}

func routeOf(v tree.Value) tree.Value { return camel(v) }

func routesOf(list tree.Value) tree.Value { return each(list, routeOf) }

// subnetOf turns a subnet, or a block of a network, into Azure's shape.
func subnetOf(v tree.Value) tree.Value {
	v = camel(v)
	reference := func(id tree.Value) tree.Value { return newNode(v.Offset).set("id", id).value }
	service := func(s tree.Value) tree.Value { return newNode(s.Offset).set("service", s).value }
	delegation := func(d tree.Value) tree.Value {
		inner := d.Get("serviceDelegation")
		if !inner.Has() {
			inner = d.Get("service_delegation")
		}
		if inner.Kind == tree.List && len(inner.Items) > 0 {
			inner = inner.Items[0]
		}
		return newNode(d.Offset).set("serviceName", inner.Get("name")).value
	}
	o := newNode(v.Offset).set("name", v.Get("name")).set("addressPrefix", v.Get("addressPrefix")).
		set("addressPrefixes", v.Get("addressPrefixes")).set("defaultOutboundAccess", v.Get("defaultOutboundAccess")).
		set("serviceEndpoints", each(v.Get("serviceEndpoints"), service)).set("delegations", each(v.Get("delegation"), delegation))
	if g := v.Get("securityGroup"); g.Has() {
		o.set("networkSecurityGroup", reference(g))
	}
	if r := v.Get("routeTableId"); r.Has() {
		o.set("routeTable", reference(r))
	}
	return o.value
}

// pool turns a pool into Azure's shape.
func (t *terraform) pool(r tfResource, p *node) {
	get := func(name string) tree.Value { return t.attribute(r, name) }
	first := func(v tree.Value) tree.Value {
		if v.Kind == tree.List && len(v.Items) > 0 {
			return v.Items[0]
		}
		return v
	}
	network := first(get("network_configuration"))
	if network.Kind == tree.Object {
		o := newNode(network.Offset)
		subnet := network.Get("subnet_id")
		if subnet.Kind == tree.Unknown {
			if id := t.referenced(r, "network_configuration.subnet_id"); id != "" {
				subnet = tree.Value{Kind: tree.String, Text: id, Offset: network.Offset}
			}
		}
		o.set("subnetId", t.subnetID(subnet))
		o.set("publicIPAddressConfiguration", newNode(network.Offset).set("provision", network.Get("public_address_provisioning_type")).value)
		p.set("networkConfiguration", o.value)
	}
	p.set("targetNodeCommunicationMode", get("target_node_communication_mode")).set("interNodeCommunication", get("inter_node_communication"))
	p.set("virtualMachineConfiguration", newNode(r.values.Offset).set("nodeAgentSKUId", get("node_agent_sku_id")).value)
	if scale := first(get("fixed_scale")); scale.Kind == tree.Object {
		p.set("targetDedicatedNodes", scale.Get("target_dedicated_nodes")).set("targetLowPriorityNodes", scale.Get("target_low_priority_nodes"))
	}
}

// associate ties subnets to what associations name for them.
func (t *terraform) associate(all []tree.Value) []tree.Value {
	for _, a := range []struct{ kind, attribute, field string }{
		{"azurerm_subnet_network_security_group_association", "network_security_group_id", "networkSecurityGroup"},
		{"azurerm_subnet_route_table_association", "route_table_id", "routeTable"},
		{"azurerm_subnet_nat_gateway_association", "nat_gateway_id", "natGateway"},
	} {
		for _, r := range t.resources {
			if r.kind != a.kind {
				continue
			}
			subnet, other := t.subnetID(t.attribute(r, "subnet_id")), t.attribute(r, a.attribute)
			i := slices.IndexFunc(all, func(v tree.Value) bool {
				return subnet.Kind == tree.String && strings.EqualFold(v.Get("id").Text, subnet.Text)
			})
			if i < 0 {
				all = t.unsure(all, r, subnet, a.field)
				continue
			}
			all[i] = with(all[i], a.field, newNode(r.values.Offset).set("id", other).value)
		}
	}
	return all
}

// unsure marks every subnet that an association may be of: which one is not known.
func (t *terraform) unsure(all []tree.Value, r tfResource, subnet tree.Value, field string) []tree.Value {
	if subnet.Kind == tree.String { // of a subnet that the file does not show
		return all
	}
	for i, v := range all {
		if v.Get("type").Text == azure.SubnetResource && !v.Get("properties", field).Has() {
			all[i] = with(v, field, tree.Value{Kind: tree.Unknown, Text: r.address + ".subnet_id is known after apply", Offset: v.Offset})
		}
	}
	return all
}

// with sets a property of a resource.
func with(v tree.Value, field string, value tree.Value) tree.Value {
	v.Members = slices.Clone(v.Members)
	for i, m := range v.Members {
		if m.Name == "properties" {
			v.Members[i].Value.Members = append(slices.Clone(m.Value.Members), tree.Member{Name: field, Value: value})
		}
	}
	return v
}
