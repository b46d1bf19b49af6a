package armmodel

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
)

// nameRules are the forms of names, azure-resources section 5.4. A child's own name is the last segment.
var nameRules = map[string]*regexp.Regexp{
	"microsoft.network/networksecuritygroups":                 oneTo80,
	"microsoft.network/routetables":                           oneTo80,
	"microsoft.network/virtualnetworks":                       regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$`),
	"microsoft.network/virtualnetworks/subnets":               oneTo80,
	"microsoft.network/natgateways":                           oneTo80,
	"microsoft.network/publicipaddresses":                     oneTo80,
	"microsoft.network/privateendpoints":                      regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$`),
	"microsoft.network/privateendpoints/privatednszonegroups": oneTo80,
	"microsoft.network/privatednszones":                       regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+){1,33}$`),
	"microsoft.network/privatednszones/virtualnetworklinks":   oneTo80,
	"microsoft.batch/batchaccounts":                           regexp.MustCompile(`^[a-z0-9]{3,24}$`),
	"microsoft.batch/batchaccounts/pools":                     regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`),
	"microsoft.storage/storageaccounts":                       regexp.MustCompile(`^[a-z0-9]{3,24}$`),
	"microsoft.keyvault/vaults":                               regexp.MustCompile(`^[A-Za-z](?:-?[A-Za-z0-9]){2,23}$`),
	"microsoft.managedidentity/userassignedidentities":        regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{2,127}$`),
	"microsoft.authorization/roleassignments":                 regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`),
	"microsoft.insights/diagnosticsettings":                   oneTo80,
	"microsoft.resources/deployments":                         regexp.MustCompile(`^[A-Za-z0-9_().-]{1,64}$`),
}

var oneTo80 = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$`)

// SB-12, with the names of rules and routes.
func names(m *Model) []string {
	var f findings
	for _, r := range m.Resources {
		rule, known := nameRules[strings.ToLower(r.Type)]
		own := r.Name[strings.LastIndex(r.Name, "/")+1:]
		f.unless(known && rule.MatchString(own), "%s: Azure refuses the name %q", r.Type, own)
		f.unless(!r.is("Microsoft.KeyVault/vaults") || len(own) <= 24,
			"vault %s has a name of %d characters", own, len(own))
	}
	for _, s := range m.Subnets {
		f.unless(oneTo80.MatchString(s.Name), "Azure refuses the subnet name %q", s.Name)
	}
	for _, g := range m.Groups {
		taken, priorities := map[string]bool{}, map[[2]any]bool{}
		for _, r := range g.Rules {
			f.unless(oneTo80.MatchString(r.Name) && !taken[strings.ToLower(r.Name)], "%s: rule name %q", g.Name, r.Name)
			key := [2]any{r.inbound(), r.Priority}
			f.unless(r.Priority >= 100 && r.Priority <= 4096 && !priorities[key],
				"%s/%s has the priority %d", g.Name, r.Name, r.Priority)
			taken[strings.ToLower(r.Name)], priorities[key] = true, true
		}
	}
	for _, t := range m.Tables {
		taken := map[string]bool{}
		for _, r := range t.Routes {
			f.unless(oneTo80.MatchString(r.Name) && !taken[strings.ToLower(r.Name)], "%s: route name %q", t.Name, r.Name)
			taken[strings.ToLower(r.Name)] = true
		}
	}
	return f
}

// SB-22.
func tags(m *Model) []string {
	var f findings
	want := map[string]any{}
	for name, value := range m.Asked.Tags {
		want[name] = value
	}
	for _, r := range m.Resources {
		takes, known := typesWithTags[strings.ToLower(r.Type)]
		if r.is("Microsoft.Batch/batchAccounts/pools") {
			takes, known = r.APIVersion >= "2024-07-01", true
		}
		f.unless(known, "%s: it is not known whether the type takes tags", r)
		got, has := r.Body["tags"].(map[string]any)
		switch {
		case !takes:
			f.unless(r.Body["tags"] == nil, "%s takes no tags", r)
		case !has:
			f.add("%s has no tags", r)
		default:
			f.unless(equalJSON(got, want), "%s has the tags %v, asked was %v", r, got, want)
			f.unless(r.Raw["tags"] == "[parameters('tags')]", "%s: its tags are no parameter", r)
		}
	}
	return f
}

func equalJSON(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// referTo finds the parameters and variables that a template's texts read.
var referTo = regexp.MustCompile(`(parameters|variables)\('([^']*)'\)`)

// hardCoded are host names of the public cloud that a template must not name.
var hardCoded = []string{
	"core.windows.net", "batch.core.windows.net", "management.azure.com", "vault.azure.net",
	"login.microsoftonline.com", "database.windows.net", "management.core.windows.net",
}

// SB-23.
func hygiene(m *Model) []string {
	var f findings
	for _, t := range m.Templates {
		f.unless(t.Raw["$schema"] == "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
			"the schema is %v", t.Raw["$schema"])
		f.unless(t.Raw["contentVersion"] == "1.0.0.0", "the content version is %v", t.Raw["contentVersion"])
		used := map[string]bool{}
		read := func(s string) {
			if isExpression(s) {
				for _, hit := range referTo.FindAllStringSubmatch(s, -1) {
					used[hit[1]+" "+hit[2]] = true
				}
			}
		}
		for _, section := range []string{"variables", "outputs", "parameters"} {
			eachText(t.Raw[section], read)
		}
		for _, r := range List(t.Raw, "resources") {
			own := Object(r)
			if Object(own, "properties", "template") != nil {
				own = map[string]any{
					"parameters": At(own, "properties", "parameters"), "name": own["name"], "scope": own["scope"],
					"resourceGroup": own["resourceGroup"], "subscriptionId": own["subscriptionId"], "dependsOn": own["dependsOn"],
				}
			}
			eachText(own, read)
			f.noEmptyValues(Text(r, "name"), own)
		}
		for _, section := range []string{"parameters", "variables"} {
			for name, p := range Object(t.Raw, section) {
				f.unless(used[section+" "+name], "%s/%s is not used", section, name)
				f.unless(section == "variables" || Text(p, "metadata", "description") != "",
					"parameter %s has no description", name)
			}
		}
		for name, o := range Object(t.Raw, "outputs") {
			f.unless(Text(o, "type") != "" && At(o, "value") != nil, "output %s has no type or no value", name)
		}
		f.literals(m, t)
	}
	for _, r := range m.Resources {
		f.location(r)
		f.dependencies(m, r)
	}
	sizes := 2*len(m.Pools) > 190 // the rest are literals then
	for _, p := range m.Pools {
		size := Text(p.Raw, "properties", "vmSize")
		f.unless(strings.HasPrefix(size, "[parameters('") || sizes && p.Asked != nil && size == p.Asked.VMSize,
			"%s: the size is no parameter", p)
		image := At(p.virtualMachine(), "imageReference")
		f.unless(!strings.Contains(strings.ToLower(Text(image, "sku")+Text(image, "offer")), "preview"),
			"%s has a preview image", p)
		if version := Text(image, "version"); p.Asked != nil && version != "latest" && Text(image, "id") == "" {
			f.unless(m.Asked.Mode == "cloudService" || version != "" && version == Text(p.Asked.Image, "version"),
				"%s has version %q of its image", p, version)
		}
	}
	return f
}

// noEmptyValues refuses null, "", {} and [], but for the identities of userAssignedIdentities.
func (f *findings) noEmptyValues(name string, resource any) {
	walk(resource, "", func(path string, v any) {
		if strings.Contains(path, "/userAssignedIdentities/") {
			return
		}
		empty := v == ""
		switch v := v.(type) {
		case map[string]any:
			empty = len(v) == 0
		case []any:
			empty = len(v) == 0
		case nil:
			empty = !slices.Contains([]string{"/scope", "/resourceGroup", "/subscriptionId", "/dependsOn", "/parameters"}, path)
		}
		f.unless(!empty, "%s: %s is empty", name, path)
	})
}

// literals refuses resource IDs and hosts that the intent does not name.
func (f *findings) literals(m *Model, t *Template) {
	asked := func(s string) bool {
		s = strings.ToLower(s)
		return slices.ContainsFunc(m.Asked.scalars, func(word string) bool { return strings.Contains(s, word) && len(word) > 3 })
	}
	check := func(s string) {
		if strings.HasPrefix(s, "https://schema.management.azure.com/schemas/") {
			return
		}
		for _, host := range hardCoded {
			f.unless(!strings.Contains(strings.ToLower(s), host) || asked(s),
				"the host %s is written down in %q", host, s)
		}
		if m.Asked.region.cloud.name != publicCloud.name {
			lower := strings.ToLower(s)
			foreign := anyOf([]string{".azure.com", ".windows.net", ".azure.net"}, func(host string) bool {
				return strings.Contains(lower, host)
			})
			f.unless(!foreign || asked(s), "%q names a host of the public cloud", s)
		}
		if !isExpression(s) && strings.HasPrefix(strings.ToLower(s), "/subscriptions/") {
			f.unless(slices.ContainsFunc(m.Asked.scalars, func(word string) bool {
				return strings.HasPrefix(strings.ToLower(s), word) || strings.HasPrefix(word, strings.ToLower(s)+"/")
			}),
				"the ID %s is written down", s)
		}
	}
	own := map[string]any{}
	for key, value := range t.Raw {
		own[key] = value
	}
	var resources []any
	for _, r := range List(t.Raw, "resources") { // nested templates are read as their own
		if Object(r, "properties", "template") == nil {
			resources = append(resources, r)
		}
	}
	own["resources"] = resources
	eachText(own, check)
}

// location: a parameter, or global for DNS.
func (f *findings) location(r *Resource) {
	kind := strings.ToLower(r.Type)
	location, has := r.Raw["location"]
	switch {
	case slices.Contains(withoutLocation, kind):
		f.unless(!has, "%s has a location", r)
	case strings.HasPrefix(kind, "microsoft.network/privatednszones"):
		f.unless(location == "global", "%s is not global", r)
	default:
		f.unless(location == "[parameters('location')]", "%s: the location %v is no parameter", r, location)
	}
}

// orderAlone are the pairs that depend on each other without naming each other:
// the second has to be there before the first works.
var orderAlone = map[[2]string]bool{
	{"microsoft.batch/batchaccounts", "microsoft.authorization/roleassignments"}:                       true,
	{"microsoft.batch/batchaccounts/pools", "microsoft.authorization/roleassignments"}:                 true,
	{"microsoft.batch/batchaccounts/pools", "microsoft.network/privateendpoints/privatednszonegroups"}: true,
	{"microsoft.batch/batchaccounts/pools", "microsoft.network/privateendpoints"}:                      true,
	{"microsoft.batch/batchaccounts/pools", "microsoft.network/privatednszones/virtualnetworklinks"}:   true,
	{"microsoft.network/virtualnetworks/subnets", "microsoft.network/virtualnetworks/subnets"}:         true,
	{"microsoft.resources/deployments", "microsoft.authorization/roleassignments"}:                     true,
	{"microsoft.resources/deployments", "microsoft.network/privateendpoints/privatednszonegroups"}:     true,
	{"microsoft.resources/deployments", "microsoft.network/privateendpoints"}:                          true,
	{"microsoft.resources/deployments", "microsoft.network/privatednszones/virtualnetworklinks"}:       true,
	{"microsoft.batch/batchaccounts", "microsoft.resources/deployments"}:                               true,
	{"microsoft.batch/batchaccounts/pools", "microsoft.resources/deployments"}:                         true,
	{"microsoft.resources/deployments", "microsoft.resources/deployments"}:                             true,
	{"microsoft.network/privateendpoints", "microsoft.network/privatednszones/virtualnetworklinks"}:    true,
}

// dependencies: each is there, once, and either named in the body or an order of its own right.
func (f *findings) dependencies(m *Model, r *Resource) {
	seen := map[string]bool{}
	for _, id := range texts(r.Body, "dependsOn") {
		target := m.find(id)
		f.unless(target != nil, "%s depends on %s, which is not there", r, id)
		f.unless(!seen[strings.ToLower(id)], "%s depends on %s twice", r, id)
		seen[strings.ToLower(id)] = true
		if target == nil {
			continue
		}
		pair := [2]string{strings.ToLower(r.Type), strings.ToLower(target.Type)}
		f.unless(orderAlone[pair] || m.namedBy(r)[strings.ToLower(id)], "%s depends on %s without need", r, target)
	}
}

// namedBy are the declared resources that a resource refers to, by lower-case
// ID. A subnet counts for its virtual network, a child for its parent.
func (m *Model) namedBy(r *Resource) map[string]bool {
	named := map[string]bool{}
	for _, call := range r.references {
		named[strings.ToLower(call.ID)] = true
	}
	body := map[string]any{}
	for key, value := range r.Body {
		if key != "dependsOn" {
			body[key] = value
		}
	}
	eachText(body, func(s string) {
		lower := strings.ToLower(strings.TrimPrefix(s, "<"))
		if !strings.HasPrefix(lower, "/subscriptions/") {
			return
		}
		for i := range len(lower) + 1 {
			if i < len(lower) && lower[i] != '/' && lower[i] != '.' && lower[i] != '>' {
				continue
			}
			if m.byID[lower[:i]] != nil {
				named[lower[:i]] = true
			}
		}
	})
	if parent, _, child := cutLast(r.ID, "/"); child {
		parent, _, _ = cutLast(parent, "/")
		named[strings.ToLower(parent)] = true
	}
	return named
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}

// SB-24.
func limits(m *Model) []string {
	var f findings
	resources := 0
	for _, t := range m.Templates {
		f.unless(len(Object(t.Raw, "parameters")) <= 256, "%d parameters", len(Object(t.Raw, "parameters")))
		f.unless(len(Object(t.Raw, "variables")) <= 256, "%d variables", len(Object(t.Raw, "variables")))
		f.unless(len(Object(t.Raw, "outputs")) <= 64, "%d outputs", len(Object(t.Raw, "outputs")))
		resources += len(List(t.Raw, "resources"))
		eachText(t.Raw, func(s string) {
			f.unless(!isExpression(s) || len(s) <= 24576, "an expression of %d characters", len(s))
		})
	}
	f.unless(resources <= 800, "%d resources", resources)
	f.unless(m.Size <= 4<<20, "%d bytes", m.Size)
	for _, g := range m.Groups {
		f.unless(len(g.Rules) <= 1000, "%s has %d rules", g.Name, len(g.Rules))
	}
	for _, t := range m.Tables {
		tagged := 0
		for _, r := range t.Routes {
			if _, ok := prefixOf(r.Prefix); !ok {
				tagged++
			}
		}
		f.unless(tagged <= 25 && len(t.Routes) <= 400, "%s has %d routes, %d by tag", t.Name, len(t.Routes), tagged)
	}
	return f
}

// today is the day that ages of API versions are counted from.
var today = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// SB-25, with the versions that reference() asks for.
func versions(m *Model) []string {
	var f findings
	check := func(what, kind, version string) {
		want := apiVersions[kind]
		if kind == "microsoft.batch/batchaccounts/pools" {
			want = poolVersions[m.Asked.Mode]
		}
		f.unless(version == want, "%s has version %q, not %q", what, version, want)
		day, err := time.Parse(time.DateOnly, strings.TrimSuffix(version, "-preview"))
		age := today.Sub(day)
		recent := err == nil && !strings.HasSuffix(version, "-preview") && age >= 0 && age <= 730*24*time.Hour
		f.unless(recent || waivers[kind+"@"+version] != "",
			"%s: version %q is too old, a preview or of the future", what, version)
	}
	for _, r := range m.Resources {
		check(r.String(), strings.ToLower(r.Type), r.APIVersion)
	}
	for _, r := range m.references {
		check("reference to "+r.ID, typeOf(r.ID), r.APIVersion)
	}
	for _, p := range m.Pools {
		mode := Text(p.Properties, "targetNodeCommunicationMode")
		f.unless((mode == "Classic") == (m.Asked.Mode == "classic") && (mode == "" || mode == "Classic"),
			"%s: mode %q", p, mode)
	}
	return f
}

// typeOf is the resource type of an ID, in lower case.
func typeOf(id string) string {
	_, rest, _ := cutLast(strings.ToLower(id), "/providers/")
	segments := strings.Split(rest, "/")
	kind := segments[0]
	for i := 1; i < len(segments); i += 2 {
		kind += "/" + segments[i]
	}
	return kind
}

// withoutRegion are the tags that have no regional form, or that we name as a whole.
var withoutRegion = []string{
	"VirtualNetwork", "Internet", "AzureLoadBalancer", "*", "MicrosoftContainerRegistry", "AzureFrontDoor.FirstParty",
}

// SB-26.
func oneRegion(m *Model) []string {
	var f findings
	a := m.Asked
	var remote []string
	for _, p := range a.Pools {
		remote = append(remote, p.Remote...)
	}
	check := func(where, tag string) {
		if _, ok := prefixOf(tag); ok || slices.Contains(withoutRegion, tag) || has(remote, tag) {
			return
		}
		base, suffix, _ := strings.Cut(tag, ".")
		known := slices.Contains([]string{"BatchNodeManagement", "Storage", "AzureContainerRegistry"}, base)
		f.unless(known && suffix == a.region.suffix, "%s names %s, the region is %s", where, tag, a.region.suffix)
	}
	for _, g := range m.Groups {
		for _, r := range g.Rules {
			for _, tag := range slices.Concat(r.From, r.To) {
				check(g.Name+"/"+r.Name, tag)
			}
		}
	}
	for _, t := range m.Tables {
		for _, r := range t.Routes {
			check(t.Name+"/"+r.Name, r.Prefix)
		}
	}
	location := At(m.Templates[0].Raw, "parameters", "location")
	f.unless(Text(location, "defaultValue") == a.region.name && slices.Equal(texts(location, "allowedValues"), []string{a.region.name}) ||
		location == nil, "the location parameter takes %v, default %v", At(location, "allowedValues"), At(location, "defaultValue"))
	for _, r := range m.Resources {
		place, placed := r.Body["location"]
		f.unless(!placed || place == a.region.name || place == "global", "%s is in %v", r, place)
	}
	for _, s := range m.Subnets {
		for _, service := range List(s.Body, "serviceEndpoints") {
			for _, place := range texts(service, "locations") {
				f.unless(place == a.region.name || place == "*", "subnet %s: service endpoint of %s", s.Name, place)
			}
		}
	}
	return f
}
