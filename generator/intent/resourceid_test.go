package intent_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/intent"
)

func TestResourceID(t *testing.T) {
	t.Parallel()
	subnet := intent.ResourceID(vnetID + "/subnets/batch")
	for got, want := range map[string]string{
		subnet.Subscription(): "11111111-1111-1111-1111-111111111111", subnet.ResourceGroup(): "hub", subnet.Name(): "batch",
		intent.ResourceID(strings.ToUpper(string(subnet))).ResourceGroup():  "HUB",
		intent.ResourceID("").Subscription() + intent.ResourceID("").Name(): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if diff := cmp.Diff([]string{"hub-vnet", "batch"}, subnet.Names()); diff != "" {
		t.Error(diff)
	}
	if got := intent.ResourceID("x").Names(); got != nil {
		t.Errorf("names of no ID: %q", got)
	}
}

// IDs are compared without regard to case and kept as they are written.
func TestResourceIDKeepsItsSpelling(t *testing.T) {
	t.Parallel()
	id := strings.ToLower(vnetID)
	if got := load(t, base+"network: {vnet: {existing: "+id+"}}\n").Network.ExistingVNet; string(got) != id {
		t.Errorf("%s", got)
	}
	for _, id := range []string{
		strings.Replace(vnetID, "1111-1111", "1111-111g", 1), strings.Replace(vnetID, "11111111-", "111111111", 1),
		strings.Replace(vnetID, "/subscriptions", "subscriptions", 1), vnetID + "/", vnetID + "/subnets", "/", "//",
		strings.Replace(vnetID, "hub-vnet", "hub vnet", 1), strings.Replace(vnetID, "hub-vnet", "${x}", 1),
		strings.Replace(vnetID, "resourceGroups", "groups", 1), strings.Replace(vnetID, "providers", "provider", 1),
		strings.Replace(vnetID, "/hub/", "/h'ub/", 1),
	} {
		wants(t, base+"network: {vnet: {existing: \""+id+"\"}}\n", "4:28 BG124 ")
	}
}

func TestSourceString(t *testing.T) {
	t.Parallel()
	in := load(t, base+"remoteAccess: {from: [203.0.113.0/24, 198.51.100.7, 198.51.100.8/32, VirtualNetwork]}\n")
	var got []string
	for _, s := range in.Pools[0].RemoteAccess {
		got = append(got, s.String())
	}
	if diff := cmp.Diff([]string{"203.0.113.0/24", "198.51.100.7", "198.51.100.8", "VirtualNetwork"}, got); diff != "" {
		t.Error(diff)
	}
}
