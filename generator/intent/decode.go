package intent

import (
	"cmp"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/schemas"
)

// The defaults of the language. The schema states them too, and a test holds
// them against each other.
const (
	defaultName            = "batch"
	defaultVMSize          = "Standard_D4s_v5"
	defaultHeadroomPercent = 20
	defaultOSFamily        = "6"
	defaultPoolName        = "pool"
)

// intent reads the checked nodes into an Intent and reports what the schema
// cannot see. It goes through the whole file whatever is wrong in it.
func (l *loader) intent(root *node) Intent {
	in := Intent{
		Name:               root.get("name").str(defaultName),
		ResourceGroup:      root.get("resourceGroup").str(""),
		Region:             l.region(root.get("region")),
		Mode:               azure.ModeID(root.get("mode").str(string(azure.Simplified))),
		AcknowledgeRetired: root.get("acknowledgeRetired").on(false),
		ForcedTunneling:    l.forcedTunneling(root.get("forcedTunneling")),
		Network:            l.network(root.get("network")),
		Account:            l.account(root.get("account")),
		Pools:              l.pools(root),
		Tags:               l.tags(root.get("tags")),
		Suppress:           suppressions(root.get("suppress")),
	}
	l.configuration(root, &in)
	in.Environments = l.environments(root, in.Pools)
	return in
}

func (l *loader) region(n *node) azure.Region {
	if n == nil {
		return azure.Region{}
	}
	region, known := azure.RegionByName(n.raw)
	if known {
		return region
	}
	if reason, closed := azure.ClosedRegion(n.raw); closed {
		l.refuse(n, diag.ClosedRegion(n.path(), n.raw, reason))
	} else {
		l.refuse(n, n.respelt(diag.UnknownRegion(n.path(), n.raw, nearestRegions(n.raw)), regionNames()))
	}
	return azure.Region{}
}

// configuration reads the retired Cloud Services configuration.
func (l *loader) configuration(root *node, in *Intent) {
	family := root.get("osFamily")
	if root.get("configuration").str("") == "cloudService" {
		in.Mode = azure.CloudService
		in.OSFamily = family.str(defaultOSFamily)
		return
	}
	if family != nil && (root.get("configuration") != nil || !root.states("configuration")) {
		l.refuse(family, diag.KeysExclude(family.path(), "configuration: virtualMachine",
			"remove it: the system of virtual machines follows from os and image"))
	}
}

func (l *loader) forcedTunneling(n *node) *ForcedTunneling {
	switch {
	case n == nil, n.kind == isBoolean && !n.on(false):
		return nil
	case n.kind == isBoolean:
		return &ForcedTunneling{Via: ViaGateway}
	}
	t := &ForcedTunneling{
		Via:     Via(n.get("via").str("")),
		Inspect: n.get("serviceTraffic").str("direct") == "inspect",
	}
	address := n.get("address")
	t.Address = l.address(address)
	switch {
	case t.Via == ViaAppliance && !n.states("address"):
		l.report(n.parentPlace(), diag.KeyNeeded(n.path()+"/address", "via: appliance",
			"add address: 10.1.0.4, the firewall's own"))
	case t.Via != "" && t.Via != ViaAppliance && address != nil:
		l.refuse(address, diag.KeysExclude(address.path(), "via: "+string(t.Via), "remove it, or use via: appliance"))
	}
	return t
}

// tags reads tags, sorted by name.
func (l *loader) tags(n *node) []Tag {
	var tags []Tag
	first := map[string]*node{}
	for _, entry := range n.entries() {
		if !l.nameFits(entry, "tags") {
			continue
		}
		folded := strings.ToLower(entry.key)
		if earlier := first[folded]; earlier != nil {
			l.report(entry.name, diag.SameTag(entry.path(), entry.key, earlier.path()))
			continue
		}
		first[folded] = entry
		l.noSecret(entry)
		tags = append(tags, Tag{Name: entry.key, Value: entry.raw})
	}
	slices.SortFunc(tags, func(a, b Tag) int { return cmp.Compare(a.Name, b.Name) })
	return tags
}

// noSecret warns of what looks like a secret in a text that is printed as it is.
func (l *loader) noSecret(n *node) {
	if sign := secretIn(n.str("")); sign != "" {
		l.report(n.place(), diag.SecretInText(n.path(), sign))
	}
}

// nameFits checks a key that is the user's own, in a mapping such as tags.
func (l *loader) nameFits(entry *node, mapping string) bool {
	if part(schemas.IntentNames(mapping)).Validate(entry.key) == nil {
		return true
	}
	form, _ := resolved(schemaOf(entry.parent)["propertyNames"])["patternErrorMessage"].(string)
	l.report(entry.name, diag.WrongKeyForm(entry.path(), entry.key, form))
	entry.bad = true
	return false
}

func suppressions(n *node) []Suppression {
	var list []Suppression
	for _, entry := range n.entries() {
		code, reason := entry.get("code"), entry.get("reason")
		if code != nil && reason != nil {
			list = append(list, Suppression{Code: code.raw, Reason: reason.raw})
		}
	}
	return list
}

// environments reads the environments, sorted by name.
func (l *loader) environments(root *node, pools []Pool) []Environment {
	var list []Environment
	for _, entry := range root.get("environments").entries() {
		if !l.nameFits(entry, "environments") {
			continue
		}
		if why := reserved(entry.key); why != "" {
			l.report(entry.name, diag.ReservedName(entry.path(), entry.key, why))
			continue
		}
		list = append(list, Environment{
			Name:   entry.key,
			Nodes:  l.optionalNodes(entry.get("nodes")),
			VMSize: entry.get("vmSize").str(""),
			Tags:   l.tags(entry.get("tags")),
			Pools:  l.poolOverrides(entry.get("pools"), pools),
		})
	}
	slices.SortFunc(list, func(a, b Environment) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// reserved says why no environment can have a name, "" if one can: its files are
// called by it.
func reserved(name string) string {
	device := strings.TrimRight(name, "123456789")
	switch {
	case name == "main":
		return "the template itself has that name"
	case slices.Contains([]string{"con", "prn", "aux", "nul"}, name),
		len(name) == len("com1") && (device == "com" || device == "lpt"):
		return "Windows keeps that name for a device"
	}
	return ""
}

// poolOverrides reads what an environment says of single pools, sorted by name.
func (l *loader) poolOverrides(n *node, pools []Pool) []PoolOverride {
	var list []PoolOverride
	for _, entry := range n.entries() {
		known := slices.ContainsFunc(pools, func(p Pool) bool { return p.Name == entry.key })
		if !known && len(pools) > 0 {
			var names []string
			for _, p := range pools {
				names = append(names, p.Name)
			}
			l.report(entry.name, diag.UnknownPool(entry.path(), entry.key, names, nearest(entry.key, names)))
			continue
		}
		list = append(list, PoolOverride{
			Name:   entry.key,
			Nodes:  l.optionalNodes(entry.get("nodes")),
			VMSize: entry.get("vmSize").str(""),
		})
	}
	slices.SortFunc(list, func(a, b PoolOverride) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
