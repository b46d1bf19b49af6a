package audit

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

const subnetID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/nodes"

// sample is an inventory with a subnet, its group and its route table.
func sample(rules, routes []string, change ...func(*Inventory)) Inventory {
	inv := Inventory{
		SecurityGroups:  []SecurityGroup{{ID: "/nsg", Name: "nsg", Location: "westeurope", TiesKnown: true}},
		RouteTables:     []RouteTable{{ID: "/table", Name: "table", Location: "West Europe", TiesKnown: true}},
		VirtualNetworks: []VirtualNetwork{{ID: "/vnet", Name: "vnet", Location: "westeurope", AddressSpace: prefixes("10.0.0.0/16")}},
		Subnets: []Subnet{{
			ID: subnetID, Name: "nodes", VirtualNetwork: "/VNET", Prefixes: prefixes("10.0.0.0/24"), SecurityGroup: "/NSG", RouteTable: "/Table",
		}},
	}
	for i, line := range rules { // name priority direction access protocol ports source destination
		w := strings.Fields(line)
		var priority int32
		if _, err := fmt.Sscan(w[1], &priority); err != nil {
			panic(err)
		}
		p := &armnetwork.SecurityRulePropertiesFormat{
			Priority: &priority, Direction: new(armnetwork.SecurityRuleDirection(w[2])), Access: new(armnetwork.SecurityRuleAccess(w[3])),
			Protocol: new(armnetwork.SecurityRuleProtocol(w[4])), SourcePortRange: new("*"),
			DestinationPortRange: &w[5], SourceAddressPrefix: &w[6], DestinationAddressPrefix: &w[7],
		}
		if strings.Contains(w[6], ",") {
			p.SourceAddressPrefix, p.SourceAddressPrefixes = nil, pointers(strings.Split(w[6], ","))
		}
		inv.SecurityGroups[0].Rules = append(inv.SecurityGroups[0].Rules, Rule{Rule: verify.Rule{Name: w[0], Properties: p}, Place: line1(i + 1)})
	}
	for i, line := range routes { // name prefix hop
		w := strings.Fields(line)
		inv.RouteTables[0].Routes = append(inv.RouteTables[0].Routes, Route{
			Route: verify.Route{Name: w[0], Properties: &armnetwork.RoutePropertiesFormat{
				AddressPrefix: &w[1], NextHopType: new(armnetwork.RouteNextHopType(w[2])),
			}}, Place: line1(100 + i),
		})
	}
	for _, c := range change {
		c(&inv)
	}
	return inv
}

func line1(n int) Place {
	return Place{File: "f.json", Range: diag.Range{Start: diag.Position{Line: n, Column: 1}, End: diag.Position{Line: n, Column: 2}}}
}

func pointers(texts []string) (list []*string) {
	for _, text := range texts {
		list = append(list, &text)
	}
	return list
}

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// pool adds a pool to the subnet.
func pool(mode, publicIPs string, nodes int) func(*Inventory) {
	return func(inv *Inventory) {
		name := fmt.Sprint("pool", len(inv.Pools))
		inv.Pools = append(inv.Pools, Pool{Name: name, Subnet: strings.ToUpper(subnetID), Mode: mode, PublicIPs: publicIPs, Nodes: nodes, Place: line1(200)})
	}
}

func zone(name string, networks ...string) func(*Inventory) {
	return func(inv *Inventory) {
		inv.Zones = append(inv.Zones, Zone{Name: name, Networks: networks, Place: line1(300)})
	}
}

func loose(inv *Inventory) {
	inv.Subnets[0].SecurityGroup, inv.Subnets[0].RouteTable = "", ""
}

func natGateway(inv *Inventory) { inv.Subnets[0].NATGateway = "/nat" }

func withoutBGP(inv *Inventory) { inv.RouteTables[0].WithoutBGP = true }

// unknownRules makes every rule and route one that is not known.
func unknownRules(inv *Inventory) {
	for i := range inv.SecurityGroups[0].Rules {
		inv.SecurityGroups[0].Rules[i].Unknown = "a parameter"
	}
	for i := range inv.RouteTables[0].Routes {
		inv.RouteTables[0].Routes[i].Unknown = "a parameter"
	}
}

const (
	everyone    = "Everyone 100 Inbound Allow Tcp 22 * *"
	batchIn     = "BatchIn 100 Inbound Allow Tcp 29876-29877 BatchNodeManagement.WestEurope *"
	literal     = "Literal 100 Inbound Allow Tcp 29876-29877 13.69.65.64 *"
	office      = "Office 120 Inbound Allow Tcp 22 203.0.113.0/24 *"
	tunnelRoute = "Default 0.0.0.0/0 VirtualAppliance"
	batchRoute  = "Batch BatchNodeManagement.WestEurope Internet"
)

func TestFindings(t *testing.T) {
	t.Parallel()
	westeurope, _ := azure.RegionByName("westeurope")
	askedFor := Setting{Flows: map[string][]verify.Flow{subnetID: {{
		Kind: verify.Needed, Direction: verify.Inbound, Replies: verify.RepliesAsCalled,
		Traffic: verify.Traffic{Protocol: "Tcp", Ports: "22", Peer: []string{"*", "203.0.113.0/24"}},
	}}}}
	for name, test := range map[string]struct {
		inventory Inventory
		setting   Setting
		want      []string // code, severity and line
	}{
		"nothing":  {inventory: Inventory{}},
		"all well": {inventory: sample([]string{batchIn, "Out 100 Outbound Allow Tcp 443 * Storage.WestEurope"}, []string{tunnelRoute, batchRoute})},

		"redundant":          {inventory: sample([]string{"A 100 Inbound Allow * * 203.0.113.0/24 *", office}, nil), want: []string{"BG604 warning 2"}},
		"dead":               {inventory: sample([]string{"A 100 Inbound Deny * * Internet *", office}, nil), want: []string{"BG605 warning 2"}},
		"dead by a NIC":      {inventory: sample([]string{"A 100 Inbound Deny * * Internet *", office}, nil, func(inv *Inventory) { inv.SecurityGroups[0].Interfaces = 1 })},
		"space not known":    {inventory: sample([]string{"A 100 Inbound Deny * * Internet *", office}, nil, func(inv *Inventory) { inv.VirtualNetworks = nil })},
		"several, one other": {inventory: sample([]string{"A 100 Inbound Deny Tcp 0-22 * *", "B 110 Inbound Allow Tcp 23 203.0.113.0/24 *", "C 120 Inbound Allow Tcp 22-23 203.0.113.0/24 *"}, nil), want: []string{"BG605 warning 3"}},
		"two networks": {inventory: sample([]string{"A 100 Inbound Deny * * Internet *", office}, nil, func(inv *Inventory) {
			inv.SecurityGroups[0].Subnets = []string{"/other/subnets/x"}
		})},

		"service at the near end": {inventory: sample([]string{"A 100 Inbound Allow Tcp 443 * BatchNodeManagement"}, nil), want: []string{"BG606 warning 1", "BG608 warning 1"}},
		"outbound from Batch":     {inventory: sample([]string{"A 100 Outbound Allow Tcp 443 BatchNodeManagement.WestEurope *"}, nil), want: []string{"BG606 warning 1"}},
		"port of nodes' calls":    {inventory: sample([]string{"A 100 Inbound Allow Tcp 443 BatchNodeManagement.WestEurope *"}, nil), want: []string{"BG606 warning 1"}},
		"ports of Batch's calls":  {inventory: sample([]string{"A 100 Outbound Allow * 29876-29877 * BatchNodeManagement"}, nil), want: []string{"BG606 warning 1"}},
		"all ports":               {inventory: sample([]string{"A 100 Inbound Allow * * BatchNodeManagement.WestEurope *"}, nil)},
		"denied":                  {inventory: sample([]string{"A 100 Inbound Deny Tcp 443 BatchNodeManagement *"}, nil)},

		"orphaned":       {inventory: sample(nil, nil, loose), want: []string{"BG607 warning 0", "BG607 warning 0"}},
		"ties not shown": {inventory: sample(nil, nil, loose, func(inv *Inventory) { inv.SecurityGroups[0].TiesKnown, inv.RouteTables[0].TiesKnown = false, false })},
		"tied to a NIC": {inventory: sample(nil, nil, loose, func(inv *Inventory) {
			inv.SecurityGroups[0].Interfaces, inv.RouteTables[0].Subnets = 1, []string{"/vnet/subnets/elsewhere"}
		})},

		"SSH for everybody":   {inventory: sample([]string{everyone}, nil), want: []string{"BG608 error 1"}},
		"any for everybody":   {inventory: sample([]string{"A 100 Inbound Allow * * 0.0.0.0/0 *"}, nil), want: []string{"BG608 error 1"}},
		"agent for everybody": {inventory: sample([]string{"A 100 Inbound Allow Tcp 29000-30000 internet *"}, nil), want: []string{"BG608 error 1"}},
		"web for everybody":   {inventory: sample([]string{"A 100 Inbound Allow Tcp 443 ::/0 *"}, nil), want: []string{"BG608 warning 1"}},
		"half the internet":   {inventory: sample([]string{"A 100 Inbound Allow Tcp 3389 128.0.0.0/1,10.0.0.0/8 *"}, nil), want: []string{"BG608 error 1"}},
		"denied before":       {inventory: sample([]string{"Deny 90 Inbound Deny * * * *", everyone}, nil), want: []string{"BG605 warning 2"}},
		"ping":                {inventory: sample([]string{"A 100 Inbound Allow Icmp * * *"}, nil)},
		"asked for":           {inventory: sample([]string{everyone}, nil), setting: askedFor},
		"outbound":            {inventory: sample([]string{"A 100 Outbound Allow * * * *"}, nil)},

		"address for the tag":   {inventory: sample([]string{literal}, nil), want: []string{"BG609 warning 1"}},
		"address of a network":  {inventory: sample([]string{"A 100 Inbound Allow Tcp 29876 10.0.9.0/24 *", "B 110 Inbound Allow Tcp 29876 168.63.129.16 *"}, nil)},
		"public network":        {inventory: sample([]string{literal}, nil, func(inv *Inventory) { inv.VirtualNetworks[0].AddressSpace = prefixes("13.69.0.0/16") })},
		"every port":            {inventory: sample([]string{"A 100 Inbound Allow * * 203.0.113.9 *"}, nil)},
		"route for the tag":     {inventory: sample(nil, []string{tunnelRoute, "A 13.69.65.64/32 Internet"}), want: []string{"BG609 warning 101"}},
		"route beside the tag":  {inventory: sample(nil, []string{tunnelRoute, batchRoute, "A 13.69.65.64/32 Internet"})},
		"route for activation":  {inventory: sample(nil, []string{tunnelRoute, "A 20.118.99.224/32 Internet"})},
		"route for a caller":    {inventory: sample([]string{office}, []string{tunnelRoute, "A 203.0.113.0/24 Internet"})},
		"route without tunnel":  {inventory: sample(nil, []string{"A 13.69.65.64/32 Internet"})},
		"route, another caller": {inventory: sample(nil, []string{tunnelRoute, "A 13.69.65.64/32 Internet"}, loose), want: []string{"BG609 warning 101", "BG607 warning 0", "BG607 warning 0"}},

		"Batch elsewhere":       {inventory: sample([]string{"A 100 Outbound Allow * 443 * batchnodemanagement.northeurope"}, nil), want: []string{"BG610 warning 1"}},
		"Batch route elsewhere": {inventory: sample(nil, []string{"A BatchNodeManagement.NorthEurope Internet"}), want: []string{"BG610 warning 100"}},
		"storage elsewhere":     {inventory: sample([]string{"A 100 Outbound Allow Tcp 443 * Storage.NorthEurope"}, nil), want: []string{"BG610 warning 1"}},
		"storage here too":      {inventory: sample([]string{"A 100 Outbound Allow Tcp 443 * Storage.NorthEurope", "B 110 Outbound Allow Tcp 443 * Storage.WestEurope"}, nil)},
		"other tags":            {inventory: sample([]string{"A 100 Outbound Allow Tcp 443 * Sql.NorthEurope", "B 110 Outbound Allow Tcp 443 * BatchNodeManagement.Nowhere", "C 120 Outbound Allow Tcp 443 * BatchNodeManagement"}, nil)},
		"region of the network": {inventory: sample([]string{"A 100 Outbound Allow * 443 * BatchNodeManagement.WestEurope"}, nil, func(inv *Inventory) {
			inv.SecurityGroups[0].Location, inv.VirtualNetworks[0].Location = "", "northeurope"
		}), want: []string{"BG610 warning 1"}},
		"region of the setting": {inventory: sample([]string{"A 100 Outbound Allow * 443 * BatchNodeManagement.NorthEurope"}, nil, func(inv *Inventory) {
			inv.SecurityGroups[0].Location, inv.VirtualNetworks = "", nil
		}), setting: Setting{Region: westeurope}, want: []string{"BG610 warning 1"}},
		"region not known": {inventory: sample([]string{"A 100 Outbound Allow * 443 * BatchNodeManagement.NorthEurope"}, nil, func(inv *Inventory) {
			inv.SecurityGroups[0].Location, inv.VirtualNetworks[0].Location = "[parameters('location')]", ""
		})},

		"useless route":    {inventory: sample(nil, []string{tunnelRoute, batchRoute}, pool("simplified", "NoPublicIPAddresses", 1)), want: []string{"BG611 warning 101"}},
		"useless, stated":  {inventory: sample(nil, []string{tunnelRoute, batchRoute}), setting: Setting{NoPublicIPs: true}, want: []string{"BG611 warning 101"}},
		"with NAT":         {inventory: sample(nil, []string{tunnelRoute, batchRoute}, pool("simplified", "NoPublicIPAddresses", 1), natGateway)},
		"default outbound": {inventory: sample(nil, []string{tunnelRoute, batchRoute}, pool("simplified", "NoPublicIPAddresses", 1), func(inv *Inventory) { inv.Subnets[0].DefaultOutbound = new(true) })},
		"some public":      {inventory: sample(nil, []string{tunnelRoute, batchRoute}, pool("simplified", "NoPublicIPAddresses", 1), pool("simplified", "", 1))},

		"replies of Batch":      {inventory: sample([]string{batchIn}, []string{tunnelRoute}), want: []string{"BG612 warning 100"}},
		"replies to the office": {inventory: sample([]string{office}, []string{tunnelRoute, batchRoute}), want: []string{"BG612 warning 100"}},
		"global tag":            {inventory: sample([]string{batchIn}, []string{tunnelRoute, "A BatchNodeManagement Internet"})},
		"callers led back":      {inventory: sample([]string{office}, []string{tunnelRoute, "A 203.0.0.0/16 Internet"})},
		"callers of an intent":  {inventory: sample([]string{"Office 120 Inbound Allow Tcp 22 203.0.113.0/24 *"}, []string{tunnelRoute}), setting: askedFor},
		"no public addresses":   {inventory: sample([]string{office}, []string{tunnelRoute}, pool("simplified", "noPublicIPAddresses", 1))},
		"inside":                {inventory: sample([]string{"A 100 Inbound Allow Tcp 22 10.1.0.0/16 *", "B 110 Inbound Allow Tcp 22 VirtualNetwork *"}, []string{tunnelRoute})},

		"old zone":         {inventory: sample(nil, nil, zone("privatelink.WestEurope.batch.azure.com")), want: []string{"BG613 warning 300"}},
		"old zone, China":  {inventory: sample(nil, nil, zone("privatelink.chinaeast2.batch.chinacloudapi.cn")), want: []string{"BG613 warning 300"}},
		"new zone":         {inventory: sample(nil, nil, zone("privatelink.batch.azure.com", "/vnet"), zone("privatelink.blob.core.windows.net", "/vnet"))},
		"part of the zone": {inventory: sample(nil, nil, zone("westeurope.service.privatelink.batch.azure.com", "/vnet"), zone("privatelink.batch.azure.com", "/Vnet")), want: []string{"BG613 warning 300"}},
		"part, elsewhere":  {inventory: sample(nil, nil, zone("westeurope.privatelink.batch.azure.com", "/vnet"), zone("privatelink.batch.azure.com", "/other"))},

		"remains":        {inventory: sample([]string{batchIn}, nil, pool("Simplified", "", 1)), want: []string{"BG614 warning 1"}},
		"remains stated": {inventory: sample([]string{batchIn}, nil, pool("", "", 1)), setting: Setting{Mode: azure.Simplified}, want: []string{"BG614 warning 1"}},
		"no pools":       {inventory: sample([]string{batchIn}, nil), setting: Setting{Mode: azure.Simplified}, want: []string{"BG614 warning 1"}},
		"change-over":    {inventory: sample([]string{batchIn}, nil, pool("simplified", "", 1), pool("default", "", 1))},
		"route remains":  {inventory: sample(nil, []string{batchRoute}, pool("simplified", "", 1), withoutBGP), want: []string{"BG614 warning 100"}},
		"route by BGP":   {inventory: sample(nil, []string{batchRoute}, pool("simplified", "", 1))},
		"route in use":   {inventory: sample(nil, []string{batchRoute, tunnelRoute}, pool("simplified", "", 1), withoutBGP)},

		"too small":      {inventory: sample(nil, nil, pool("simplified", "", 200), pool("simplified", "", 52)), want: []string{"BG615 error 400"}},
		"full":           {inventory: sample(nil, nil, pool("simplified", "", 200), pool("simplified", "", 51), pool("simplified", "", -1))},
		"tiny":           {inventory: sample(nil, nil, pool("simplified", "", 1), func(inv *Inventory) { inv.Subnets[0].Prefixes = prefixes("10.0.0.0/30", "fd00::/64") }), want: []string{"BG615 error 400"}},
		"size not known": {inventory: sample(nil, nil, pool("simplified", "", 1000), func(inv *Inventory) { inv.Subnets[0].Prefixes = nil })},

		"classic pool":   {inventory: sample([]string{batchIn}, nil, pool("Classic", "", 1)), want: []string{"BG616 warning 200"}},
		"classic intent": {inventory: sample([]string{batchIn}, nil, pool("classic", "", 1)), setting: Setting{Intent: true}},

		"platform denied": {inventory: sample([]string{"A 100 Outbound Deny * * * AzurePlatformIMDS"}, nil), want: []string{"BG617 warning 1"}},
		"platform":        {inventory: sample([]string{"A 100 Outbound Allow * * * AzurePlatformDNS"}, nil)},

		"nothing is known": {inventory: sample([]string{everyone, batchIn, literal, "A 100 Inbound Allow Tcp 443 * Storage.NorthEurope", "B 100 Outbound Deny * * * AzurePlatformLKM"},
			[]string{tunnelRoute, batchRoute, "A 13.69.65.64/32 Internet"}, unknownRules)},
		"without properties": {inventory: sample([]string{office}, []string{tunnelRoute, batchRoute}, func(inv *Inventory) {
			inv.SecurityGroups[0].Rules[0].Properties, inv.RouteTables[0].Routes[1].Properties = nil, nil
		})},
	} {
		test.inventory.Subnets = slices.Clone(test.inventory.Subnets)
		for i := range test.inventory.Subnets {
			test.inventory.Subnets[i].Place = line1(400)
		}
		var got []string
		for _, f := range Findings(test.inventory, test.setting) {
			got = append(got, fmt.Sprintf("%s %s %d", f.Code, f.Severity, f.Range.Start.Line))
			if f.Range.Valid() != (f.File == "f.json") || f.Source == "" || f.Hint == "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The messages of findings that name more than one thing.
func TestFindingsSay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		inventory Inventory
		want      string
	}{
		{sample([]string{"A 100 Inbound Deny * * * *", office}, nil), "rule Office of nsg never matches: A takes all of its packets and does the opposite"},
		{sample([]string{"A 100 Inbound Allow Tcp 0-22 * 10.0.0.0/24", "B 110 Inbound Allow Tcp 23-99 203.0.0.0/16 *", "C 120 Inbound Allow Tcp 22-23 203.0.113.0/24 10.0.0.0/25"}, nil),
			"rule C of nsg never matches: A, B together take all of its packets and do the same with them"},
		{sample([]string{"A 100 Inbound Allow Tcp 443 Storage.WestEurope *"}, nil),
			"inbound rule A of nsg looks like outbound: Storage.WestEurope is at its far end with port 443, and nodes call it, not it them"},
		{sample([]string{"A 100 Inbound Allow * * * *"}, nil, func(inv *Inventory) { inv.SecurityGroups[0].Name = "" }),
			"rule A of the security group lets everybody on the internet reach all ports"},
		{sample(nil, []string{tunnelRoute, "A 13.69.65.64/32 Internet"}, func(inv *Inventory) { inv.RouteTables[0].Name = "" }),
			"route A of the route table names 13.69.65.64/32 where the Batch service belongs: its addresses change, and the nodes are cut off"},
		{sample([]string{batchIn}, []string{tunnelRoute}),
			"route Default of table leads the replies to BatchNodeManagement.WestEurope, whom rule BatchIn lets in, away from the internet"},
		{sample(nil, nil, pool("", "", 300)), "subnet nodes, 10.0.0.0/24, holds 251 nodes, the pools pool0 need 300"},
	} {
		found := Findings(test.inventory, Setting{})
		if !slices.ContainsFunc(found, func(f Finding) bool { return f.Message == test.want }) {
			t.Errorf("no finding %q in %v", test.want, found)
		}
	}
}

// Each check raises the codes that the table names, and no others.
func TestChecksKeepToTheirCodes(t *testing.T) {
	t.Parallel()
	bad := sample([]string{
		"Deny 90 Inbound Deny Tcp 1-10 * *", "Dead 95 Inbound Allow Tcp 5 * *", "Again 96 Inbound Deny Tcp 6 * *", everyone,
		"BatchIn 101 Inbound Allow Tcp 29876-29877 BatchNodeManagement.NorthEurope *", "Literal 102 Inbound Allow Tcp 29876-29877 13.69.65.64 *",
		"Swapped 103 Inbound Allow Tcp 443 Storage.WestEurope *", "Platform 104 Outbound Deny * * * AzurePlatformDNS",
	}, []string{tunnelRoute}, pool("simplified", "", 300), zone("privatelink.westeurope.batch.azure.com"), func(inv *Inventory) {
		inv.SecurityGroups = append(inv.SecurityGroups, SecurityGroup{ID: "/loose", TiesKnown: true})
		inv.Subnets = append(inv.Subnets, Subnet{ID: "/private", Name: "private", RouteTable: "/second"})
		inv.RouteTables = append(inv.RouteTables, RouteTable{ID: "/second", Routes: sample(nil, []string{batchRoute}).RouteTables[0].Routes})
		inv.Pools = append(inv.Pools, Pool{Subnet: "/private", PublicIPs: "NoPublicIPAddresses", Mode: "classic", Nodes: 1})
	})
	for _, c := range checks {
		s := newSurvey(bad, Setting{})
		c.look(s)
		raised := map[string]bool{}
		for _, f := range s.found {
			raised[f.Code] = true
		}
		for _, code := range strings.Fields(c.codes) {
			if !raised[code] {
				t.Errorf("the check of %s does not raise it", code)
			}
			delete(raised, code)
		}
		for code := range raised {
			t.Errorf("the check of %s raises %s", c.codes, code)
		}
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	flow := func(kind verify.Kind) verify.Flow { return verify.Flow{ID: "flow", Kind: kind, Doc: "bvn"} }
	report := verify.Report{Results: []verify.Result{
		{Subnet: "nodes", Flow: flow(verify.Needed), Verdict: verify.Pass},
		{Subnet: "nodes", Flow: flow(verify.Needed), Verdict: verify.Fail, Because: "Deny denies it", CounterExample: "TCP 10.0.0.4 to 1.2.3.4 port 443"},
		{Subnet: "nodes", Flow: flow(verify.Forbidden), Verdict: verify.Fail, Because: "Allow allows it"},
		{Subnet: "other", Flow: flow(verify.Forbidden), Verdict: verify.Inconclusive, Because: "something is not known"},
	}}
	at := func(subnet string) Place {
		if subnet == "nodes" {
			return line1(7)
		}
		return Place{}
	}
	var got []string
	for _, f := range Verdicts(report, at) {
		got = append(got, fmt.Sprintf("%s:%d %s %s: %s", f.File, f.Range.Start.Line, f.Severity, f.Code, f.Message))
	}
	want := []string{
		"f.json:7 error BG601: flow flow of subnet nodes is blocked: Deny denies it, as with TCP 10.0.0.4 to 1.2.3.4 port 443",
		"f.json:7 error BG602: forbidden flow flow of subnet nodes passes: Allow allows it",
		":0 warning BG603: flow flow of subnet other cannot be judged: something is not known",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
