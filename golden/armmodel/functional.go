package armmodel

import (
	"slices"
	"strings"
)

// Functional returns what an output needs to do its work, beside the secure
// baseline. Flows are judged without Azure's own allow rules: what the nodes
// need is allowed by a rule of ours, and nothing else comes in.
func Functional() []Requirement {
	return []Requirement{
		{"F-01", "resources, rules and routes are complete", complete},
		{"F-02", "needed flows are allowed by a rule of ours", neededFlows},
		{"F-03", "nothing comes in from the internet", closedInbound},
		{"F-04", "restricted egress reaches nothing else", closedOutbound},
		{"F-05", "subnets hold their nodes", sizes},
		{"F-06", "the virtual network is as asked", virtualNetwork},
		{"F-07", "pools are as asked", pools},
		{"F-08", "nodes scale as asked", scale},
		{"F-09", "auto-storage works without keys", autoStorage},
		{"F-10", "tasks may call the service", taskAccess},
		{"F-11", "private endpoints are found by name", privateEndpoints},
		{"F-12", "the NAT gateway has addresses", natGateway},
		{"F-13", "resources are deployed in order", order},
		{"F-14", "the vault of a user subscription can be used", vaultAccess},
		{"F-15", "mounts are as asked", mounts},
		{"F-16", "environments fit the subnets", environments},
	}
}

// required are the properties without which Azure refuses a type, and those
// that are written so that nobody has to know a default.
var required = map[string][]string{
	"microsoft.network/networksecuritygroups":                 {"properties/securityRules"},
	"microsoft.network/routetables":                           {"properties/disableBgpRoutePropagation"},
	"microsoft.network/virtualnetworks":                       {"properties/addressSpace/addressPrefixes", "properties/subnets"},
	"microsoft.network/virtualnetworks/subnets":               {"properties/addressPrefix"},
	"microsoft.network/natgateways":                           {"sku/name"},
	"microsoft.network/publicipaddresses":                     {"sku/name", "properties/publicIPAllocationMethod"},
	"microsoft.network/privateendpoints":                      {"properties/subnet/id", "properties/privateLinkServiceConnections"},
	"microsoft.network/privateendpoints/privatednszonegroups": {"properties/privateDnsZoneConfigs"},
	"microsoft.network/privatednszones/virtualnetworklinks":   {"properties/registrationEnabled", "properties/virtualNetwork/id"},
	"microsoft.batch/batchaccounts":                           {"properties/poolAllocationMode", "properties/publicNetworkAccess"},
	"microsoft.batch/batchaccounts/pools": {
		"properties/vmSize", "properties/deploymentConfiguration", "properties/networkConfiguration/subnetId",
		"properties/scaleSettings",
	},
	"microsoft.storage/storageaccounts": {"kind", "sku/name", "properties/accessTier"},
	"microsoft.keyvault/vaults": {
		"properties/sku/name", "properties/sku/family", "properties/tenantId",
		"properties/enabledForDeployment", "properties/enabledForDiskEncryption", "properties/enabledForTemplateDeployment",
	},
	"microsoft.authorization/roleassignments": {
		"scope", "properties/principalId", "properties/principalType", "properties/roleDefinitionId", "properties/description",
	},
	"microsoft.insights/diagnosticsettings": {"scope", "properties/workspaceId", "properties/logs", "properties/metrics"},
	"microsoft.resources/deployments":       {"properties/mode", "properties/expressionEvaluationOptions/scope", "resourceGroup"},
}

// F-01.
func complete(m *Model) []string {
	var f findings
	for _, r := range m.Resources {
		for _, path := range required[strings.ToLower(r.Type)] {
			where := r.Body
			if r.is("Microsoft.Resources/deployments") {
				where = r.Raw
			}
			f.unless(At(where, strings.Split(path, "/")...) != nil, "%s has no %s", r, path)
		}
		if !slices.Contains(withoutLocation, strings.ToLower(r.Type)) {
			f.unless(Text(r.Body, "location") != "", "%s has no location", r)
		}
		if r.is("Microsoft.Resources/deployments") {
			f.unless(Text(r.Raw, "properties", "mode") == "Incremental", "%s deletes what it does not know", r)
			f.unless(Text(r.Raw, "properties", "expressionEvaluationOptions", "scope") == "inner",
				"%s reads the outer scope", r)
		}
		identity := At(r.Body, "identity")
		if identity != nil {
			assigned := len(Object(identity, "userAssignedIdentities")) > 0
			kind := Text(identity, "type")
			f.unless(kind == "UserAssigned" && assigned || kind == "SystemAssigned" && !assigned,
				"%s: identity of type %q", r, kind)
		}
	}
	used := map[*Group]bool{}
	for _, s := range m.Subnets {
		used[s.Group] = true
	}
	for _, g := range m.Groups {
		f.unless(used[g], "security group %s is tied to no subnet", g.Name)
		for _, r := range g.Rules {
			whole := r.Description != "" && r.Protocol != "" &&
				len(r.From) > 0 && len(r.To) > 0 && len(r.SourcePorts) > 0 && len(r.Ports) > 0
			f.unless(whole && (r.inbound() || strings.EqualFold(r.Direction, "Outbound")),
				"%s/%s is incomplete", g.Name, r.Name)
			f.unless(r.allows() || strings.EqualFold(r.Access, "Deny"), "%s/%s neither allows nor denies", g.Name, r.Name)
		}
	}
	for _, t := range m.Tables {
		for _, r := range t.Routes {
			f.unless(r.Prefix != "" && r.Hop != "" && (r.Hop != "VirtualAppliance" || r.Address != ""),
				"%s/%s is incomplete", t.Name, r.Name)
		}
	}
	for _, id := range m.all("Microsoft.ManagedIdentity/userAssignedIdentities") {
		f.unless(m.identityUsed(id.ID), "%s is used by nobody", id)
	}
	return f
}

func (m *Model) identityUsed(id string) bool {
	for _, r := range m.Resources {
		if hasIdentity(r, id) {
			return true
		}
	}
	return false
}

// hasIdentity reports whether a resource carries a user-assigned identity.
func hasIdentity(r *Resource, id string) bool {
	for key := range Object(r.Body, "identity", "userAssignedIdentities") {
		if strings.EqualFold(key, id) {
			return true
		}
	}
	return false
}
