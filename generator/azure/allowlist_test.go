package azure_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
)

func TestAllowRows(t *testing.T) {
	t.Parallel()
	// Azure's own words first, as its command prints them; then batchgen's.
	want := []string{
		"Azure Batch", "Azure Storage", "Microsoft Package Repository", "Azure Key Vault",
		"Mounts", "Windows activation", "Microsoft Entra ID", "Container registries", "DNS",
	}
	parts := []string{"{account}", "{autostorage}", "{region}", "{server}", "{batch}", "{storage}", "{vault}", "{login}"}
	braces := regexp.MustCompile(`\{[^}]*\}`)
	port := regexp.MustCompile(`^[1-9][0-9]{1,4}$`)
	var categories []string
	for _, r := range azure.AllowRows() {
		if !slices.Contains(categories, r.Category) {
			categories = append(categories, r.Category)
		} else if categories[len(categories)-1] != r.Category {
			t.Errorf("%s: the rows of %s do not stand together", r.Form, r.Category)
		}
		for _, part := range braces.FindAllString(r.Form, -1) {
			if !slices.Contains(parts, part) {
				t.Errorf("%s: unknown part %s", r.Form, part)
			}
		}
		if strings.Contains(r.Form, "core.windows.net") || strings.Contains(r.Form, "azure.com") {
			t.Errorf("%s: the name of one cloud", r.Form)
		}
		if !port.MatchString(r.Port) || r.Protocol != "TCP" && r.Protocol != "UDP" {
			t.Errorf("%s: %s %s", r.Form, r.Protocol, r.Port)
		}
		if r.Tag != "" && r.Tag != "BatchNodeManagement" && r.Tag != "Storage" {
			t.Errorf("%s: tag %s", r.Form, r.Tag)
		}
		if r.When == "" || !strings.HasSuffix(r.Why, ".") || strings.Contains(r.Why, "not needed") != r.Optional && r.When != azure.AllowTokens {
			t.Errorf("%s: when %q, why %q, optional %v", r.Form, r.When, r.Why, r.Optional)
		}
	}
	if diff := cmp.Diff(want, categories); diff != "" {
		t.Error(diff)
	}
	d := azure.Destination{AllowRow: azure.AllowRow{Form: "{account}.{region}.x.{region}"}}
	if got := d.Expand("region", "here").Form; got != "{account}.here.x.here" {
		t.Error(got)
	}
}

// Every rule of a node subnet is told what Batch adds beside it; transcribed by hand.
func TestNICRules(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"AllowBatchNodeManagementInbound":  "the same rule",
		"AllowBatchNodeManagementOutbound": "port 443 to any destination",
		"AllowStorageOutbound":             "Internet and to VirtualNetwork",
		"AllowPrivateEndpointsOutbound":    "everything to VirtualNetwork",
		"AllowFileEndpointOutbound":        "everything to VirtualNetwork",
		"AllowSshInbound":                  "NAT pool",
		"AllowRdpFromAzureCloudInbound":    "NAT pool",
		"AllowInterNodeInbound":            "inside the virtual network",
		"AllowSmb3Outbound":                "Internet and to VirtualNetwork",
		"DenyInternetInbound":              "does not override",
		"DenyInternetOutbound":             "does not override",
	} {
		if got := azure.NICRuleOf(rule).Note; !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", rule, got, want)
		}
	}
	for _, r := range azure.NodeSubnetRules() {
		if azure.NICRuleOf(r.Name).Note == "" {
			t.Errorf("%s: nothing is said", r.Name)
		}
	}
}

func TestReportRowsAreSentences(t *testing.T) {
	t.Parallel()
	for _, f := range azure.FixedThings() {
		if f.When == "" || !strings.HasSuffix(f.What, ".") {
			t.Errorf("%+v", f)
		}
	}
	for _, a := range azure.Advices() {
		if a.Title == "" || !strings.HasSuffix(a.Text, ".") {
			t.Errorf("%+v", a)
		}
	}
	action := regexp.MustCompile(`^Microsoft\.Network/[A-Za-z/]+/join/action$`)
	for _, j := range azure.Joins() {
		if !action.MatchString(j.Action) || j.On == "" {
			t.Errorf("%+v", j)
		}
	}
	// The four in the order that is promised.
	joins := azure.Joins()
	if len(joins) != 4 || !strings.Contains(joins[1].Action, "publicIPAddresses") || !strings.Contains(joins[3].Action, "routeTables") {
		t.Errorf("%+v", joins)
	}
}
