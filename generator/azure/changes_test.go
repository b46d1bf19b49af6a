package azure_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator/azure"
)

// Transcribed by hand from the documents.
func TestChangeOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, path string
		want       azure.Effect
		doc        azure.Doc
	}{
		{"Microsoft.Batch/batchAccounts/pools", "properties.scaleSettings.fixedScale.targetDedicatedNodes", azure.EffectInPlace, "pool-update"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.startTask.commandLine", azure.EffectReboot, "pool-update"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.vmSize", azure.EffectEmptyPool, "pool-update"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.networkConfiguration.subnetId", azure.EffectEmptyPool, "pool-update"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.networkConfiguration.publicIPAddressConfiguration.ipAddressIds", azure.EffectReplaces, "spec"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.networkConfiguration.publicIPAddressConfiguration.provision", azure.EffectEmptyPool, "pool-update"},
		{"Microsoft.Batch/batchAccounts/pools", "properties.displayName", azure.EffectUnknown, ""},
		{"Microsoft.Batch/batchAccounts/pools", "tags.team", azure.EffectInPlace, "tag-resources"},
		{"Microsoft.Batch/batchAccounts", "properties.poolAllocationMode", azure.EffectReplaces, "azure-resources"},
		{"Microsoft.Batch/batchAccounts", "properties.publicNetworkAccess", azure.EffectInPlace, "spec"},
		{"Microsoft.Network/virtualNetworks/subnets", "properties.addressPrefix", azure.EffectRefused, "manage-subnet"},
		{"Microsoft.Network/virtualNetworks/subnets", "properties.addressPrefixes", azure.EffectUnknown, ""},
		{"Microsoft.Network/virtualNetworks/subnets", "", azure.EffectRefused, "bvn"},
		{"Microsoft.Network/virtualNetworks", "properties.dhcpOptions.dnsServers", azure.EffectReboot, "manage-virtual-network"},
		{"Microsoft.Network/natGateways", "", azure.EffectStays, "deployment-modes"},
		{"Microsoft.Network/natGateways", "properties.idleTimeoutInMinutes", azure.EffectUnknown, ""},
		{"Microsoft.Network/routeTables/routes", "properties.nextHopType", azure.EffectInPlace, "udr"},
		{"anything", "apiVersion", azure.EffectInPlace, "azure-resources"},
		{"anything", "location", azure.EffectUnknown, ""},
	} {
		got := azure.ChangeOf(c.kind, c.path)
		if got.Effect != c.want || got.Doc != c.doc || (got.What == "") != (c.want == azure.EffectUnknown) {
			t.Errorf("%s %q: %+v, want %s from %s", c.kind, c.path, got, c.want, c.doc)
		}
	}
}

func TestRowsOfChanges(t *testing.T) {
	t.Parallel()
	known := map[azure.Effect]bool{}
	for _, e := range azure.Effects() {
		known[e] = true
	}
	seen := map[string]bool{}
	for _, r := range azure.Changes() {
		if !known[r.Effect] || r.Effect == azure.EffectUnknown {
			t.Errorf("%s %s: effect %q", r.Type, r.Path, r.Effect)
		}
		if key := r.Type + " " + r.Path; seen[key] {
			t.Errorf("%s has two rows", key)
		} else {
			seen[key] = true
		}
		if r.Type != azure.AnyType && azure.KindOf(r.Type) == r.Type {
			t.Errorf("%s has no words", r.Type)
		}
	}
	if got := azure.KindOf("Some.Provider/things"); got != "Some.Provider/things" {
		t.Errorf("KindOf an unknown type: %s", got)
	}
	if got := len(azure.ModeChanges()); got != 5 {
		t.Errorf("%d steps from mode to mode", got)
	}
}
