package reader

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// rule reads a security rule.
func (n *notebook) rule(s *source, v tree.Value) audit.Rule {
	e := newEntry(s, "rule", v)
	e.call("rule")
	p := &armnetwork.SecurityRulePropertiesFormat{
		Direction: pointer(armnetwork.SecurityRuleDirection(e.word(spellings(armnetwork.PossibleSecurityRuleDirectionValues()), "direction"))),
		Access:    pointer(armnetwork.SecurityRuleAccess(e.word(spellings(armnetwork.PossibleSecurityRuleAccessValues()), "access"))),
		Protocol:  pointer(armnetwork.SecurityRuleProtocol(e.word(spellings(armnetwork.PossibleSecurityRuleProtocolValues()), "protocol"))),
	}
	if priority, known := e.number("priority"); known {
		p.Priority = new(int32(priority))
	}
	p.SourcePortRange, p.SourcePortRanges = e.several(isPort, "sourcePortRanges", "sourcePortRange")
	p.DestinationPortRange, p.DestinationPortRanges = e.several(isPort, "destinationPortRanges", "destinationPortRange")
	p.SourceAddressPrefix, p.SourceAddressPrefixes = e.several(IsPeer, "sourceAddressPrefixes", "sourceAddressPrefix")
	p.DestinationAddressPrefix, p.DestinationAddressPrefixes = e.several(IsPeer, "destinationAddressPrefixes", "destinationAddressPrefix")
	p.SourceApplicationSecurityGroups = e.groups("sourceApplicationSecurityGroups")
	p.DestinationApplicationSecurityGroups = e.groups("destinationApplicationSecurityGroups")
	if text := e.text("description"); text != "" {
		p.Description = &text
	}
	if len(e.unknown) == 0 && len(s.list) == 0 {
		var lacking []string
		for _, need := range []struct {
			field string
			there bool
		}{
			{"direction", p.Direction != nil}, {"access", p.Access != nil}, {"protocol", p.Protocol != nil}, {"priority", p.Priority != nil},
			{"source port", p.SourcePortRange != nil || len(p.SourcePortRanges) > 0},
			{"destination port", p.DestinationPortRange != nil || len(p.DestinationPortRanges) > 0},
			{"source address", p.SourceAddressPrefix != nil || len(p.SourceAddressPrefixes)+len(p.SourceApplicationSecurityGroups) > 0},
			{
				"destination address",
				p.DestinationAddressPrefix != nil || len(p.DestinationAddressPrefixes)+len(p.DestinationApplicationSecurityGroups) > 0,
			},
		} {
			if !need.there {
				lacking = append(lacking, need.field)
			}
		}
		if len(lacking) > 0 {
			s.report(v.Offset, diag.AuditedMissing(e.what, strings.Join(lacking, ", ")))
		}
	}
	return audit.Rule{Rule: verify.Rule{Name: e.name(), Properties: p, Unknown: e.missing()}, Place: e.place()}
}

// several reads a field with its plural. One value stands in the singular form,
// as Azure writes it, whatever the file does.
func (e *entry) several(valid func(string) bool, many, one string) (*string, []*string) {
	all := e.texts(many, one)
	for _, text := range all {
		if !valid(text) {
			e.s.report(e.whole.Offset, diag.AuditedUnknownWord(e.label(one), text, nil))
		}
	}
	if len(all) == 1 {
		return &all[0], nil
	}
	slices.Sort(all)
	var list []*string
	for i := range all {
		list = append(list, &all[i])
	}
	return nil, list
}

// groups reads application security groups.
func (e *entry) groups(field string) []*armnetwork.ApplicationSecurityGroup {
	var list []*armnetwork.ApplicationSecurityGroup
	for range e.items(field) {
		list = append(list, &armnetwork.ApplicationSecurityGroup{})
	}
	return list
}

var (
	portForm = lazily(`^(\*|[0-9]{1,5}(-[0-9]{1,5})?)$`)
	tagForm  = lazily(`^(\*|[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*)$`)
)

// lazily compiles a pattern when it is first needed.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

func isPort(text string) bool { return portForm().MatchString(text) }

// IsPeer reports whether a text can be an end of a rule: an address, a prefix, a service tag or *.
func IsPeer(text string) bool {
	_, notPrefix := netip.ParsePrefix(text)
	_, notAddress := netip.ParseAddr(text)
	return notPrefix == nil || notAddress == nil || tagForm().MatchString(text)
}

// route reads a route.
func (n *notebook) route(s *source, v tree.Value) audit.Route {
	e := newEntry(s, "route", v)
	e.call("route")
	hops := spellings(armnetwork.PossibleRouteNextHopTypeValues())
	p := &armnetwork.RoutePropertiesFormat{NextHopType: pointer(armnetwork.RouteNextHopType(e.word(hops, "nextHopType")))}
	if prefix := e.text("addressPrefix"); prefix != "" {
		if !IsPeer(prefix) {
			e.s.report(e.fields.Get("addressPrefix").Offset, diag.AuditedUnknownWord(e.label("addressPrefix"), prefix, nil))
		}
		p.AddressPrefix = &prefix
	}
	if address := e.text("nextHopIpAddress"); address != "" {
		if _, err := netip.ParseAddr(address); err != nil {
			e.s.report(e.fields.Get("nextHopIpAddress").Offset, diag.AuditedUnknownWord(e.label("nextHopIpAddress"), address, nil))
		}
		p.NextHopIPAddress = &address
	}
	if len(e.unknown) == 0 && len(s.list) == 0 {
		if p.NextHopType == nil {
			s.report(v.Offset, diag.AuditedMissing(e.what, "nextHopType"))
		}
		if p.AddressPrefix == nil {
			s.report(v.Offset, diag.AuditedMissing(e.what, "addressPrefix"))
		}
	}
	return audit.Route{Route: verify.Route{Name: e.name(), Properties: p, Unknown: e.missing()}, Place: e.place()}
}

// pointer is nil for an empty text.
func pointer[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}

func spellings[T ~string](values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}
