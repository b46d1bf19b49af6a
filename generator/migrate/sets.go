package migrate

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/plan"
)

var (
	everySet = []string{string(azure.SetNow), string(azure.SetChangeOver), string(azure.SetFinal)}
	untilEnd = everySet[:2]
	fromOpen = everySet[1:]
)

// subnet compares the rules and routes of a subnet in the two modes.
func subnet(now, final *plan.Subnet) Subnet {
	out := Subnet{Name: now.Name, Existing: string(now.Existing), Rules: []Rule{}, Routes: []Route{}}
	later := rulesOf(final)
	for _, r := range rulesOf(now) {
		i := slices.IndexFunc(later, func(other plan.Rule) bool { return other.Name == r.Name })
		switch {
		case i < 0:
			out.Rules = append(out.Rules, rule(r, Remove, untilEnd))
		case sameRule(r, later[i]):
			out.Rules = append(out.Rules, rule(later[i], Keep, everySet))
		default:
			out.Rules = append(out.Rules, rule(later[i], Change, fromOpen))
		}
	}
	for _, r := range later {
		if !slices.ContainsFunc(out.Rules, func(other Rule) bool { return other.Name == r.Name }) {
			out.Rules = append(out.Rules, rule(r, Add, fromOpen))
		}
	}
	slices.SortStableFunc(out.Rules, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.Priority, b.Priority))
	})
	out.Routes = append(out.Routes, routes(now, final)...)
	return out
}

// rulesOf are the rules of a subnet: of an existing one those that it must have.
func rulesOf(s *plan.Subnet) []plan.Rule {
	if s.Existing != "" {
		return s.Required
	}
	return s.SecurityGroup.Rules
}

func routesOf(s *plan.Subnet) []plan.Route {
	if s.RouteTable == nil {
		return nil
	}
	return s.RouteTable.Routes
}

// sameRule compares rules without their texts.
func sameRule(a, b plan.Rule) bool {
	x, y := *a.Properties, *b.Properties
	x.Description, y.Description = nil, nil
	return reflect.DeepEqual(x, y)
}

func rule(r plan.Rule, action Action, sets []string) Rule {
	p := r.Properties
	return Rule{
		Name: r.Name, Priority: int(*p.Priority), Direction: string(*p.Direction), Flow: flow(p), Action: action, Sets: sets,
		Why: r.Reason.Why, Source: explain.SourceOf(r.Reason.Doc),
	}
}

// flow says what a rule does: "Allow TCP 443 from * to Storage.WestEurope".
func flow(p *armnetwork.SecurityRulePropertiesFormat) string {
	service := strings.ToUpper(string(*p.Protocol)) + " " + *p.DestinationPortRange
	switch {
	case *p.Protocol == armnetwork.SecurityRuleProtocolAsterisk && *p.DestinationPortRange == "*":
		service = "everything"
	case *p.Protocol == armnetwork.SecurityRuleProtocolAsterisk:
		service = "any protocol, port " + *p.DestinationPortRange
	}
	return fmt.Sprintf("%s %s from %s to %s", *p.Access, service,
		either(p.SourceAddressPrefix, p.SourceAddressPrefixes), either(p.DestinationAddressPrefix, p.DestinationAddressPrefixes))
}

// either joins the two fields that Azure has for one list.
func either(one *string, many []*string) string {
	if one != nil {
		return *one
	}
	list := make([]string, len(many))
	for i, a := range many {
		list[i] = *a
	}
	return strings.Join(list, ", ")
}

// routes compares the routes of a subnet in the two modes. One that leads
// elsewhere in the other mode is taken for two.
func routes(now, final *plan.Subnet) []Route {
	var list []Route
	add := func(r plan.Route, action Action, sets []string) {
		hop := string(*r.Properties.NextHopType)
		if r.Properties.NextHopIPAddress != nil {
			hop += " " + *r.Properties.NextHopIPAddress
		}
		list = append(list, Route{
			Name: r.Name, Prefix: *r.Properties.AddressPrefix, NextHop: hop, Action: action, Sets: sets,
			Why: r.Reason.Why, Source: explain.SourceOf(r.Reason.Doc),
		})
	}
	in := func(routes []plan.Route, r plan.Route) bool {
		return slices.ContainsFunc(routes, func(other plan.Route) bool { return sameRoute(r, other) })
	}
	for _, r := range routesOf(now) {
		if in(routesOf(final), r) {
			add(r, Keep, everySet)
		} else {
			add(r, Remove, untilEnd)
		}
	}
	for _, r := range routesOf(final) {
		if !in(routesOf(now), r) {
			add(r, Add, fromOpen)
		}
	}
	return list
}

func sameRoute(a, b plan.Route) bool {
	return a.Name == b.Name && reflect.DeepEqual(a.Properties, b.Properties)
}
