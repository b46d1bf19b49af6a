package migrate

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/verify"
)

// routeTo is a route; to an address it leads to an appliance.
func routeTo(name, prefix, hop string) plan.Route {
	p := &armnetwork.RoutePropertiesFormat{AddressPrefix: &prefix, NextHopType: new(armnetwork.RouteNextHopType(hop))}
	if _, err := netip.ParseAddr(hop); err == nil {
		p.NextHopType, p.NextHopIPAddress = new(armnetwork.RouteNextHopTypeVirtualAppliance), &hop
	}
	return plan.Route{Name: name, Properties: p, Reason: plan.Reason{Why: "Why.", Doc: "udr"}}
}

// No two modes of today differ in their routes; rows of tomorrow may.
func TestRoutesOfBothModes(t *testing.T) {
	t.Parallel()
	now := &plan.Subnet{RouteTable: &plan.RouteTable{Routes: []plan.Route{
		routeTo("Default", "0.0.0.0/0", "10.0.0.4"), routeTo("Moved", "Storage", "Internet"), routeTo("Old", "Sql", "Internet"),
	}}}
	final := &plan.Subnet{RouteTable: &plan.RouteTable{Routes: []plan.Route{
		routeTo("Default", "0.0.0.0/0", "10.0.0.4"), routeTo("Moved", "Storage", "10.0.0.4"), routeTo("New", "KeyVault", "Internet"),
	}}}
	said := func(list []Route) []string {
		var got []string
		for _, r := range list {
			got = append(got, fmt.Sprintf("%s %s %s: %s, %s", r.Name, r.Prefix, r.NextHop, r.Action, strings.Join(r.Sets, "+")))
		}
		return got
	}
	want := []string{
		"Default 0.0.0.0/0 VirtualAppliance 10.0.0.4: keep, now+changeOver+final",
		"Moved Storage Internet: remove, now+changeOver",
		"Old Sql Internet: remove, now+changeOver",
		"Moved Storage VirtualAppliance 10.0.0.4: add, changeOver+final",
		"New KeyVault Internet: add, changeOver+final",
	}
	if d := cmp.Diff(want, said(routes(now, final))); d != "" {
		t.Error(d)
	}
	if got := said(routes(&plan.Subnet{}, &plan.Subnet{})); got != nil {
		t.Errorf("routes of nothing: %q", got)
	}
	one := said(routes(&plan.Subnet{}, final))
	if len(one) != 3 || !strings.HasSuffix(one[0], "add, changeOver+final") {
		t.Errorf("routes that come: %q", one)
	}
}

// A union has what either has; of a name that both have, that of the first.
func TestUnite(t *testing.T) {
	t.Parallel()
	table := func(names ...string) *verify.RouteTable {
		r := &verify.RouteTable{}
		for _, name := range names {
			r.Routes = append(r.Routes, verify.Route{Name: name})
		}
		return r
	}
	names := func(s verify.Subnet) string {
		var list []string
		if s.SecurityGroup != nil {
			for _, r := range s.SecurityGroup.Rules {
				list = append(list, r.Name)
			}
		}
		if s.RouteTable != nil {
			for _, r := range s.RouteTable.Routes {
				list = append(list, r.Name)
			}
		}
		return strings.Join(list, " ")
	}
	group := &verify.SecurityGroup{Rules: []verify.Rule{{Name: "a"}}}
	for _, c := range []struct {
		one, other verify.Subnet
		want       string
	}{
		{verify.Subnet{SecurityGroup: group, RouteTable: table("x")},
			verify.Subnet{SecurityGroup: &verify.SecurityGroup{Rules: []verify.Rule{{Name: "a"}, {Name: "b"}}}, RouteTable: table("x", "y")}, "a b x y"},
		{verify.Subnet{SecurityGroup: group}, verify.Subnet{SecurityGroup: group, RouteTable: table("x")}, "a x"},
		{verify.Subnet{RouteTable: table("x")}, verify.Subnet{}, "x"},
		{verify.Subnet{}, verify.Subnet{}, ""},
	} {
		unite(&c.one, c.other)
		if got := names(c.one); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if len(group.Rules) != 1 {
		t.Errorf("the union reaches its part: %+v", group)
	}
}

// What no intent gives today is printed all the same.
func TestPrintRest(t *testing.T) {
	t.Parallel()
	r := Report{
		Wrong: []Proof{{Set: string(azure.SetNow), Modes: []string{"simplified"}, Pass: 2}},
		Changes: []diff.Item{
			{Action: diff.Add, Kind: "identity", Name: "me"},
			{Action: diff.Modify, Kind: "pool", Name: "p", Changes: []diff.Change{{Action: diff.Modify, Path: "properties.x", From: "1", To: "2", Effect: "not known"}}},
		},
	}
	text := string(r.Text())
	for _, want := range []string{
		"      fails: nothing\n", "  - identity me\n      change: add\n", "  - pool p, properties.x\n      change: 1 becomes 2\n      takes: not known\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
