package compose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// The priorities of the allowlist's collections, in the group's own.
const (
	groupPriority       = 1000
	applicationPriority = 1000
	networkPriority     = 1100
)

// Allowlist composes a rule collection group of an Azure Firewall policy that
// lets the nodes of a plan reach the destinations: by name where that is HTTPS,
// by service tag or address where it is not, and Azure's services by tag too.
// What routes take past the tunnel never comes to a firewall and is left out.
func Allowlist(p plan.Plan, destinations []azure.Destination) *template.Document {
	destinations = slices.DeleteFunc(slices.Clone(destinations), func(d azure.Destination) bool { return d.Direct })
	f := firewall{doc: &template.Document{
		Description: "What the Azure Batch nodes of '" + p.Name + "' must reach: rules of an Azure Firewall policy.",
	}}
	f.parameters(p, destinations)
	policy := &template.Resource{
		Symbol: "firewallPolicy", Type: azure.FirewallPolicy, APIVersion: azure.APIVersionOf(azure.FirewallPolicy),
		Existing: true, Name: template.ParamRef("firewallPolicyName"),
	}
	var collections template.Arr
	if rules := f.applicationRules(destinations); rules != nil {
		collections = append(collections, collection("names", applicationPriority, rules))
	}
	if rules := f.networkRules(destinations); rules != nil {
		collections = append(collections, collection("tags-and-addresses", networkPriority, rules))
	}
	group := &template.Resource{
		Symbol: "ruleCollectionGroup", Type: azure.FirewallRuleCollectionGroup,
		APIVersion: azure.APIVersionOf(azure.FirewallRuleCollectionGroup), Parent: policy,
		Name:    template.Str(p.Name + "-outbound"),
		Comment: "Where the firewall refuses a regional tag of BatchNodeManagement, the global one, without the region, contains it.",
		Body: []template.Prop{template.P("properties", template.Obj{
			template.P("priority", template.Number(groupPriority)), template.P("ruleCollections", collections),
		})},
	}
	f.doc.Resources = []*template.Resource{policy, group}
	return f.doc
}

// firewall is the document in the making.
type firewall struct{ doc *template.Document }

func (f *firewall) parameters(p plan.Plan, destinations []azure.Destination) {
	param := func(name string, kind template.Type, description string, value template.Expr) {
		f.doc.Params = append(f.doc.Params, template.Param{Name: name, Type: kind, Description: description, Default: value})
	}
	param("firewallPolicyName", template.String, "Name of the firewall policy, in the resource group of this deployment.", nil)
	names := func(part string) bool {
		return slices.ContainsFunc(destinations, func(d azure.Destination) bool { return strings.Contains(d.Form, "{"+part+"}") })
	}
	if names("account") {
		param("accountName", template.String, "Name of the Batch account, an output of its deployment.", nil)
	}
	if names("autostorage") {
		param("storageName", template.String, "Name of the auto-storage account.", nil)
	}
	var sources template.Arr
	for _, s := range p.Network.Subnets {
		if s.Prefix().IsValid() {
			sources = append(sources, template.Str(s.Prefix().String()))
		}
	}
	var value template.Expr
	if sources != nil {
		value = sources
	}
	param("sourceAddresses", template.Array, "Prefixes of the node subnets.", value)
}

func collection(name string, priority int64, rules template.Arr) template.Obj {
	return template.Obj{
		template.P("ruleCollectionType", template.Str("FirewallPolicyFilterRuleCollection")),
		template.P("name", template.Str(name)),
		template.P("priority", template.Number(priority)),
		template.P("action", template.Obj{template.P("type", template.Str("Allow"))}),
		template.P("rules", rules),
	}
}

// byName reports whether an application rule can let a destination pass: those
// of a firewall read the name from the TLS handshake.
func byName(d azure.Destination) bool {
	https := d.Port == "443" || d.Category == azure.AllowCategoryContainers
	return d.Form != "" && len(d.Addresses) == 0 && https
}

// ruleName names the rule of a category and port.
func ruleName(category, port string) string {
	return strings.ToLower(strings.ReplaceAll(category, " ", "-")) + "-" + port
}

// applicationRules are one rule for each category and port, with all its names.
func (f *firewall) applicationRules(destinations []azure.Destination) template.Arr {
	var rules template.Arr
	for i, d := range destinations {
		first := func(o azure.Destination) bool { return byName(o) && o.Category == d.Category && o.Port == d.Port }
		if !byName(d) || slices.IndexFunc(destinations, first) != i {
			continue
		}
		var names template.Arr
		for _, o := range destinations {
			if first(o) {
				names = append(names, named(o.Form))
			}
		}
		rules = append(rules, template.Obj{
			template.P("ruleType", template.Str("ApplicationRule")),
			template.P("name", template.Str(ruleName(d.Category, d.Port))),
			template.P("protocols", template.Arr{template.Obj{
				template.P("protocolType", template.Str("Https")), template.P("port", portNumber(d.Port)),
			}}),
			template.P("sourceAddresses", template.ParamRef("sourceAddresses")),
			template.P("targetFqdns", names),
		})
	}
	return rules
}

// portNumber is a port, which the tables hold as text.
func portNumber(port string) template.Expr {
	n, _ := strconv.Atoi(port) // the tables' tests and explain see to that
	return template.Number(n)
}

// networkRules are those by tag, by address, and by name where the port is not that of HTTPS.
func (f *firewall) networkRules(destinations []azure.Destination) template.Arr {
	var rules template.Arr
	var seen []string
	add := func(name string, protocols []string, port, to string, values []string) {
		key := to + " " + strings.Join(values, ",") + " " + port + " " + strings.Join(protocols, ",")
		if slices.Contains(seen, key) {
			return
		}
		seen = append(seen, key)
		same := 0
		for _, r := range rules {
			if n, _ := r.(template.Obj)[1].Value.(template.Str); string(n) == name || strings.HasPrefix(string(n), name+"-") {
				same++
			}
		}
		if same > 0 {
			name = fmt.Sprintf("%s-%d", name, same+1)
		}
		rules = append(rules, template.Obj{
			template.P("ruleType", template.Str("NetworkRule")),
			template.P("name", template.Str(name)),
			template.P("ipProtocols", literals(protocols)),
			template.P("sourceAddresses", template.ParamRef("sourceAddresses")),
			template.P(to, literals(values)),
			template.P("destinationPorts", template.Arr{template.Str(port)}),
		})
	}
	for _, d := range destinations {
		name := ruleName(d.Category, strings.ToLower(d.Protocol)+"-"+d.Port)
		switch {
		case strings.HasPrefix(d.Tag, "BatchNodeManagement."): // any protocol, says the document
			add(name, []string{"TCP", "UDP"}, d.Port, "destinationAddresses", []string{d.Tag})
		case d.Tag != "" && !byName(d):
			add(name, []string{d.Protocol}, d.Port, "destinationAddresses", []string{d.Tag})
		case len(d.Addresses) > 0:
			add(name, []string{d.Protocol}, d.Port, "destinationAddresses", d.Addresses)
		case d.Form != "" && !byName(d) && d.Category != azure.AllowCategoryWindows: // Windows has its addresses
			add(name, []string{d.Protocol}, d.Port, "destinationFqdns", []string{d.Form})
		}
	}
	return rules
}

func literals(values []string) template.Arr {
	list := make(template.Arr, len(values))
	for i, v := range values {
		list[i] = template.Str(v)
	}
	return list
}

// named writes the form of a name: what differs between clouds is read from
// the cloud, what only the deployment gives is a parameter.
func named(form string) template.Expr {
	suffixes := template.Access{Of: template.Call{Name: "environment"}, Name: "suffixes"}
	login := template.Access{Of: template.Access{Of: template.Call{Name: "environment"}, Name: "authentication"}, Name: "loginEndpoint"}
	without := func(e template.Expr, text string) template.Expr {
		return template.Call{Name: "replace", Args: []template.Expr{e, template.Str(text), template.Str("")}}
	}
	parts := map[string]template.Expr{
		"account":     template.ParamRef("accountName"),
		"autostorage": template.ParamRef("storageName"),
		"storage":     template.Access{Of: suffixes, Name: "storage"},
		"keyvaultDns": template.Access{Of: suffixes, Name: "keyvaultDns"}, // begins with a dot
		"login":       without(without(login, "https://"), "/"),
	}
	var out template.Interp
	form = strings.ReplaceAll(form, ".{vault}", "{keyvaultDns}")
	for form != "" {
		text, rest, found := strings.Cut(form, "{")
		if text != "" {
			out = append(out, template.Str(text))
		}
		if !found {
			break
		}
		part, after, _ := strings.Cut(rest, "}")
		out = append(out, parts[part])
		form = after
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}
