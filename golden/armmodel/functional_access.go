package armmodel

import (
	"slices"
	"strings"
)

// assigned reports whether an identity, or a principal known otherwise, has a
// role on something.
func (m *Model) assigned(principal, role, scope string) bool {
	for _, r := range m.all("Microsoft.Authorization/roleAssignments") {
		if r.isHeldBy(principal) && strings.HasSuffix(Text(r.Body, "properties", "roleDefinitionId"), "/"+role) &&
			strings.EqualFold(Text(r.Body, "scope"), scope) && Text(r.Body, "properties", "principalType") == "ServicePrincipal" {
			return true
		}
	}
	return false
}

// isHeldBy reports whether a role assignment is for an identity, or for a principal known otherwise.
func (r *Resource) isHeldBy(principal string) bool {
	id := strings.ToLower(Text(r.Body, "properties", "principalId"))
	return strings.HasPrefix(id, strings.ToLower("<"+principal)) && strings.HasSuffix(id, ".principalid>") ||
		strings.EqualFold(id, principal)
}

// F-09.
func autoStorage(m *Model) []string {
	var f findings
	a := m.Asked
	account := m.account()
	if account == nil {
		return nil
	}
	switch kind := Text(account.Body, "identity", "type"); a.Identity {
	case "":
	case "none":
		f.unless(kind == "", "%s has an identity", account)
	case "system":
		f.unless(kind == "SystemAssigned", "%s has no identity of its own", account)
	default:
		f.unless(hasIdentity(account, a.Identity), "%s lacks the identity %s", account, a.Identity)
	}
	auto := At(account.Body, "properties", "autoStorage")
	if a.Storage == "none" {
		f.unless(auto == nil, "%s has auto-storage", account)
		return f
	}
	store := Text(auto, "storageAccountId")
	if a.Storage == "new" {
		f.unless(m.find(store) != nil, "%s has the unknown storage %q", account, store)
	} else {
		f.unless(strings.EqualFold(store, a.Storage), "%s has the storage %q", account, store)
	}
	if a.Mode == "cloudService" && At(auto, "nodeIdentityReference") == nil {
		for _, p := range m.Pools { // whether such nodes can carry an identity is not known: both or neither
			f.unless(At(p.Body, "identity") == nil, "%s has an identity without use", p)
		}
		return f
	}
	id := Text(auto, "nodeIdentityReference", "resourceId")
	f.unless(id != "" && hasIdentity(account, id), "%s lacks the identity %q", account, id)
	for _, p := range m.Pools {
		f.unless(hasIdentity(p.Resource, id), "%s lacks the identity %q for auto-storage", p, id)
	}
	f.unless(m.assigned(id, roleBlobContributor, store), "nobody may use the auto-storage")
	return f
}

// F-10.
func taskAccess(m *Model) []string {
	var f findings
	for _, p := range m.Pools {
		if p.Asked == nil || !p.Asked.TasksCallBatch {
			continue
		}
		may := false
		for id := range Object(p.Body, "identity", "userAssignedIdentities") {
			may = may || m.assigned(id, roleBatchData, p.AccountID)
		}
		f.unless(may, "%s has no identity that may call the service", p)
	}
	return f
}

// F-14.
func vaultAccess(m *Model) []string {
	var f findings
	account := m.account()
	if account == nil || !m.Asked.UserSubscription {
		return nil
	}
	id := Text(account.Body, "properties", "keyVaultReference", "id")
	granted := slices.ContainsFunc(m.all("Microsoft.Authorization/roleAssignments"), func(r *Resource) bool {
		role := Text(r.Body, "properties", "roleDefinitionId")
		return strings.EqualFold(Text(r.Body, "scope"), id) && strings.HasSuffix(role, "/"+roleSecretsOfficer)
	})
	f.unless(granted, "the service may not write secrets to the vault")
	return f
}
