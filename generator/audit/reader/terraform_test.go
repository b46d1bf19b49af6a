package reader_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/batchgen/batchgen/generator/audit"
)

// A plan and the state after it show the same, but for what has no ID yet.
func TestPlanAndState(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("../../../cmd/batchgen/testdata/script/audit-terraform.txtar")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range archive.Files {
		texts[f.Name] = string(f.Data)
	}
	plan, state := read(t, texts["plan.json"]), read(t, texts["state.json"])
	ids := cmpopts.IgnoreFields(audit.SecurityGroup{}, "ID")
	ignore := cmp.Options{
		cmpopts.IgnoreTypes(audit.Place{}), cmpopts.EquateComparable(netip.Prefix{}), ids, cmpopts.IgnoreFields(audit.RouteTable{}, "ID"), cmpopts.IgnoreFields(audit.VirtualNetwork{}, "ID"),
		cmpopts.IgnoreFields(audit.Subnet{}, "ID", "VirtualNetwork", "SecurityGroup", "RouteTable"), cmpopts.IgnoreFields(audit.Account{}, "ID"),
		cmpopts.IgnoreFields(audit.Pool{}, "ID", "Subnet"),
	}
	if diff := cmp.Diff(state, plan, ignore); diff != "" {
		t.Error(diff)
	}
	for name, inventory := range map[string]audit.Inventory{"plan": plan, "state": state} {
		nodes, group := inventory.Subnets[0], inventory.SecurityGroups[0]
		if nodes.SecurityGroup != group.ID || nodes.RouteTable != inventory.RouteTables[0].ID || inventory.Pools[0].Subnet != nodes.ID {
			t.Errorf("%s: %+v, %+v, %+v", name, nodes, inventory.RouteTables[0].ID, inventory.Pools[0])
		}
		if len(group.Rules) != 4 || len(inventory.RouteTables[0].Routes) != 1 || inventory.Subnets[1].SecurityGroup != "" {
			t.Errorf("%s: %d rules, %d routes, %+v", name, len(group.Rules), len(inventory.RouteTables[0].Routes), inventory.Subnets[1])
		}
	}
	lost := read(t, texts["lost.json"])
	if s := lost.Subnets[0]; s.Unknown == "" || lost.Pools[0].Unknown == "" || lost.Pools[0].Subnet != "" {
		t.Errorf("%+v, %+v", s, lost.Pools[0])
	}
}

// planOf is a plan of resources with what is known after apply, and their configuration.
func planOf(resources, configured []object, unknown map[string]object, modules ...object) object {
	var changes []object
	for address, u := range unknown {
		changes = append(changes, object{"address": address, "change": object{"after_unknown": u}})
	}
	calls := object{}
	for _, m := range modules {
		calls[m["name"].(string)] = m
	}
	return object{
		"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": changes,
		"planned_values": object{"root_module": object{"resources": resources}},
		"configuration":  object{"root_module": object{"resources": configured, "module_calls": calls}},
	}
}

func resource(kind, name string, values object) object {
	return object{"address": kind + "." + name, "mode": "managed", "type": kind, "name": name, "values": values}
}

func references(names ...string) object { return object{"references": names} }

func TestTerraformResources(t *testing.T) {
	t.Parallel()
	inventory := read(t, planOf([]object{
		resource("azurerm_virtual_network", "v", object{"name": "v", "resource_group_name": "g", "location": "westeurope", "address_space": []string{"10.0.0.0/16"},
			"subnet": []object{
				{"name": "one", "address_prefix": "10.0.0.0/24", "security_group": "/nsg"},
				{"name": "two", "address_prefixes": []string{"10.0.1.0/24"}, "route_table_id": "/rt",
					"delegation": []object{{"service_delegation": []object{{"name": "Microsoft.Web/serverFarms"}}}}},
			}}),
		resource("azurerm_virtual_network_peering", "p", object{"name": "p", "virtual_network_name": "v", "resource_group_name": "g", "use_remote_gateways": true}),
		resource("azurerm_subnet", "e", object{"name": "e", "virtual_network_name": "v", "resource_group_name": "g", "address_prefixes": []string{"10.0.2.0/28"}}),
		resource("azurerm_private_endpoint", "n", object{"name": "n", "private_service_connection": []object{
			{"private_connection_resource_id": "/account", "subresource_names": []string{"nodeManagement"}}}}),
		resource("azurerm_private_dns_zone", "z", object{"name": "privatelink.batch.azure.com"}),
		resource("azurerm_private_dns_zone_virtual_network_link", "l", object{"name": "l", "private_dns_zone_name": "privatelink.batch.azure.com"}),
		resource("azurerm_subnet_nat_gateway_association", "e", object{"nat_gateway_id": "/nat"}),
		resource("azurerm_network_security_group", "g", object{"name": "g", "security_rule": []object{
			{"name": "a", "access": "Allow", "direction": "Inbound", "protocol": "Tcp", "priority": 100, "source_address_prefix": "", "source_port_range": "*",
				"destination_address_prefix": "*", "destination_port_range": "22"}}}),
		resource("azurerm_batch_account", "b", object{"name": "b", "public_network_access_enabled": false}),
		resource("azurerm_batch_pool", "auto", object{"name": "auto", "node_agent_sku_id": "batch.node.windows amd64", "auto_scale": []object{{"formula": "x"}}}),
		resource("azurerm_storage_account", "s", object{}),
	}, []object{
		{"type": "azurerm_subnet_nat_gateway_association", "name": "e", "expressions": object{"subnet_id": references("azurerm_subnet.e.id", "azurerm_subnet.e")}},
		{"type": "azurerm_private_endpoint", "name": "n", "expressions": object{"subnet_id": references("azurerm_subnet.e.id", "azurerm_subnet.e")}},
		{"type": "azurerm_private_dns_zone_virtual_network_link", "name": "l", "expressions": object{"virtual_network_id": references("azurerm_virtual_network.v.id")}},
	}, map[string]object{
		"azurerm_subnet_nat_gateway_association.e":        {"subnet_id": true, "id": true},
		"azurerm_private_endpoint.n":                      {"subnet_id": true},
		"azurerm_private_dns_zone_virtual_network_link.l": {"virtual_network_id": true},
		"azurerm_network_security_group.g":                {"security_rule": []object{{"source_address_prefix": true}}},
	}))
	if len(inventory.Subnets) != 3 {
		t.Fatalf("%+v", inventory.Subnets)
	}
	one, two, e := inventory.Subnets[0], inventory.Subnets[1], inventory.Subnets[2]
	if one.SecurityGroup != "/nsg" || two.RouteTable != "/rt" || two.Delegation != "Microsoft.Web/serverFarms" || e.NATGateway != "/nat" {
		t.Errorf("subnets %+v", inventory.Subnets)
	}
	if inventory.VirtualNetworks[0].Gateway == "" || inventory.Endpoints[0].Subnet != e.ID || inventory.Endpoints[0].Groups[0] != "nodeManagement" {
		t.Errorf("network %+v, endpoint %+v, subnet %s", inventory.VirtualNetworks[0], inventory.Endpoints[0], e.ID)
	}
	if z := inventory.Zones[0]; len(z.Networks) != 1 || z.Networks[0] != inventory.VirtualNetworks[0].ID {
		t.Errorf("zone %+v", z)
	}
	if r := inventory.SecurityGroups[0].Rules[0]; r.Unknown == "" {
		t.Errorf("rule %+v", r)
	}
	if p := inventory.Pools[0]; p.OS != "windows" || p.Nodes != -1 {
		t.Errorf("pool %+v", p)
	}
	if a := inventory.Accounts[0]; a.NodeManagementPublic == nil || *a.NodeManagementPublic {
		t.Errorf("account %+v", a)
	}
}

// A reference is followed through variables, counted and keyed resources; two
// candidates are none.
func TestTerraformReferences(t *testing.T) {
	t.Parallel()
	subnet := func(index any, name string) object {
		r := resource("azurerm_subnet", "s", object{"name": name, "id": "/subnets/" + name, "address_prefixes": []string{"10.0.0.0/24"}})
		r["index"] = index
		return r
	}
	endpoint := func(module, index string) object {
		r := resource("azurerm_private_endpoint", "n", object{"name": "n"})
		r["index"] = index
		if module != "" {
			r["address"] = module + "." + r["address"].(string)
		}
		return r
	}
	configured := func(refs ...string) []object {
		return []object{{"type": "azurerm_private_endpoint", "name": "n", "expressions": object{"subnet_id": references(refs...)}}}
	}
	unknown := map[string]object{"azurerm_private_endpoint.n": {"subnet_id": true}, "module.m.azurerm_private_endpoint.n": {"subnet_id": true}}
	for name, tt := range map[string]struct {
		plan object
		want string
	}{
		"one":         {planOf([]object{subnet(nil, "a"), endpoint("", "")}, configured("azurerm_subnet.s.id"), unknown), "/subnets/a"},
		"by number":   {planOf([]object{subnet(0, "a"), subnet(1, "b"), endpoint("", "")}, configured("azurerm_subnet.s[1].id"), unknown), "/subnets/b"},
		"by key":      {planOf([]object{subnet("x", "a"), subnet("y", "b"), endpoint("", "")}, configured(`azurerm_subnet.s["y"].id`), unknown), "/subnets/b"},
		"by each":     {planOf([]object{subnet("x", "a"), subnet("y", "b"), endpoint("", "x")}, configured("azurerm_subnet.s", "each.key"), unknown), "/subnets/a"},
		"either":      {planOf([]object{subnet("x", "a"), subnet("y", "b"), endpoint("", "")}, configured("azurerm_subnet.s"), unknown), ""},
		"both":        {planOf([]object{subnet("x", "a"), subnet("y", "b"), endpoint("", "")}, configured(`azurerm_subnet.s["x"]`, `azurerm_subnet.s["y"]`), unknown), ""},
		"outside":     {planOf([]object{endpoint("", "")}, configured("data.azurerm_subnet.s.id", "local.x", "var.x", "x", "module.y"), unknown), ""},
		"no variable": {planOf([]object{subnet(nil, "a"), endpoint("", "")}, nil, unknown), ""},
	} {
		inventory := read(t, tt.plan)
		if got := inventory.Endpoints[0]; got.Subnet != tt.want || (got.Unknown == "") != (tt.want != "") {
			t.Errorf("%s: %q, unknown %q, want %q", name, got.Subnet, got.Unknown, tt.want)
		}
	}
	inner := object{"name": "m", "expressions": object{"subnet": references("azurerm_subnet.s.id")}, "module": object{"resources": configured("var.subnet")}}
	plan := planOf([]object{subnet(nil, "a")}, nil, unknown, inner)
	plan["planned_values"].(object)["root_module"].(object)["child_modules"] = []object{
		{"address": "module.m", "resources": []object{endpoint("module.m", "")}},
	}
	if got := read(t, plan).Endpoints[0]; got.Subnet != "/subnets/a" {
		t.Errorf("by variable: %+v", got)
	}
}
