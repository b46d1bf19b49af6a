package armmodel

import (
	"strings"
)

// F-13: what a resource refers to comes first, and so does what it needs unsaid.
func order(m *Model) []string {
	var f findings
	for _, r := range m.Resources {
		for id := range m.namedBy(r) {
			target := m.byID[id]
			f.unless(target == nil || target == r || target.Template != r.Template || r.waitsFor(target) || r.waitsBelow(target),
				"%s does not wait for %s", r, target)
		}
	}
	for _, p := range m.Pools {
		for _, target := range m.neededBy(p) {
			f.unless(p.waitsFor(target), "%s does not wait for %s", p, target)
		}
	}
	if account := m.account(); account != nil {
		for _, scope := range []string{
			Text(account.Body, "properties", "autoStorage", "storageAccountId"),
			Text(account.Body, "properties", "keyVaultReference", "id"),
		} {
			for _, role := range m.rolesOn(scope) {
				f.unless(account.waitsFor(role), "%s does not wait for its role on %s", account, scope)
			}
		}
	}
	// Azure changes one subnet of a network at a time.
	var last *Resource
	for _, r := range m.all("Microsoft.Network/virtualNetworks/subnets") {
		if last != nil && last.Template == r.Template {
			f.unless(r.waitsFor(last), "%s does not wait for %s", r, last)
		}
		last = r
	}
	return f
}

// waitsFor reports whether a resource depends on another, or on the nested
// deployment that brings it.
func (r *Resource) waitsFor(target *Resource) bool {
	for t := target; ; t = t.Template.deployment {
		if has(texts(r.Body, "dependsOn"), t.ID) || has(texts(r.within(t.Template).Body, "dependsOn"), t.ID) {
			return true
		}
		if t.Template.deployment == nil {
			return false
		}
	}
}

// within is the resource itself, or the nested deployment of a template that it comes with.
func (r *Resource) within(t *Template) *Resource {
	for r.Template != t && r.Template.deployment != nil {
		r = r.Template.deployment
	}
	return r
}

// waitsBelow reports whether a resource depends on a parent of its own that lies below the target.
func (r *Resource) waitsBelow(target *Resource) bool {
	for _, id := range texts(r.Body, "dependsOn") {
		id = strings.ToLower(id)
		if strings.HasPrefix(id, strings.ToLower(target.ID)+"/") && strings.HasPrefix(strings.ToLower(r.ID), id) {
			return true
		}
	}
	return false
}

// rolesOn are the role assignments on something.
func (m *Model) rolesOn(scope string) []*Resource {
	var roles []*Resource
	for _, r := range m.all("Microsoft.Authorization/roleAssignments") {
		if strings.EqualFold(Text(r.Body, "scope"), scope) {
			roles = append(roles, r)
		}
	}
	return roles
}

// neededBy is what has to be there before the first node of a pool starts: the
// endpoints that nodes call by name, and the roles for what they mount.
func (m *Model) neededBy(p *Pool) []*Resource {
	var needed []*Resource
	named := func(kind string, belongs func(id string) bool) bool {
		before := len(needed)
		for _, r := range m.all(kind) {
			if belongs(strings.ToLower(r.ID)) {
				needed = append(needed, r)
			}
		}
		return len(needed) > before
	}
	storage := m.endpointTarget("storage")
	for _, service := range []struct{ id, group, zone string }{
		{p.AccountID, "nodeManagement", m.Asked.region.cloud.batchZone},
		{storage, "blob", "privatelink.blob." + m.Asked.region.cloud.storage},
		{storage, "file", "privatelink.file." + m.Asked.region.cloud.storage},
	} {
		for _, endpoint := range m.endpointsFor(service.id, service.group) {
			own := strings.ToLower(endpoint.ID) + "/"
			registered := named("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", func(id string) bool {
				return strings.HasPrefix(id, own)
			})
			if !registered {
				needed = append(needed, endpoint)
			}
			zone := "/" + service.zone + "/"
			named("Microsoft.Network/privateDnsZones/virtualNetworkLinks", func(id string) bool {
				return strings.Contains(id, zone)
			})
		}
	}
	for _, mount := range List(p.Properties, "mountConfiguration") {
		account := Text(mount, "azureBlobFileSystemConfiguration", "accountName")
		for _, r := range m.all("Microsoft.Authorization/roleAssignments") {
			// Roles on the auto-storage are there before the account.
			scope := strings.ToLower(Text(r.Body, "scope"))
			ours := strings.EqualFold(scope, m.endpointTarget("storage"))
			holder := Text(mount, "azureBlobFileSystemConfiguration", "identityReference", "resourceId")
			if account != "" && r.isHeldBy(holder) && strings.HasSuffix(scope, "/storageaccounts/"+strings.ToLower(account)) && !ours {
				needed = append(needed, r)
			}
		}
	}
	return needed
}
