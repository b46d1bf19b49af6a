package azure_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
)

// Transcribed by hand from the published tag lists: the odd capitals.
func TestTagSpelling(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"westeurope": "WestEurope", "eastus2": "EastUS2", "southcentralus": "SouthCentralUS", "westus3": "WestUS3",
		"uksouth": "UKSouth", "ukwest": "UKWest", "uaenorth": "UAENorth", "uaecentral": "UAECentral",
		"southeastasia": "SoutheastAsia", "australiasoutheast": "AustraliaSoutheast", "brazilsoutheast": "BrazilSoutheast",
		"germanywestcentral": "GermanyWestCentral", "southafricanorth": "SouthAfricaNorth", "jioindiawest": "JioIndiaWest",
		"newzealandnorth": "NewZealandNorth", "israelnorthwest": "IsraelNorthwest", "southeastus3": "SoutheastUS3",
		"usdodcentral": "USDoDCentral", "usdodeast": "USDoDEast", "usgovvirginia": "USGovVirginia",
		"chinaeast3": "ChinaEast3", "chinanorth": "ChinaNorth", "australiacentral2": "AustraliaCentral2",
	} {
		region, found := azure.RegionByName(name)
		if !found || region.TagSuffix != want {
			t.Errorf("%s: tag suffix %q, want %q", name, region.TagSuffix, want)
		}
		if got := azure.BatchTag(region); got != "BatchNodeManagement."+want {
			t.Errorf("%s: Batch tag %q", name, got)
		}
		if got := azure.StorageTag(region); got != "Storage."+want {
			t.Errorf("%s: Storage tag %q", name, got)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	seen := map[string]bool{}
	for _, r := range azure.Regions() {
		count[r.Cloud]++
		if seen[r.Name] {
			t.Errorf("%s stands twice", r.Name)
		}
		seen[r.Name] = true
		if r.Name != strings.ToLower(r.TagSuffix) || r.Name != strings.ToLower(strings.ReplaceAll(r.DisplayName, " ", "")) {
			t.Errorf("%s: %q and %q do not fold to it", r.Name, r.TagSuffix, r.DisplayName)
		}
		if cloud := azure.CloudOf(r); cloud.ID != r.Cloud {
			t.Errorf("%s: cloud %q", r.Name, cloud.ID)
		}
		if r.Pair != "" {
			pair, found := azure.RegionByName(r.Pair)
			if !found || pair.Cloud != r.Cloud {
				t.Errorf("%s: pair %q", r.Name, r.Pair)
			}
		}
	}
	// The lists of 2025-11 and 2026-07 have 65, 5 and 6 names for customers.
	if diff := cmp.Diff(map[string]int{"public": 65, "usgov": 5, "china": 6}, count); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"westindia", "usdodcentral", "usdodeast", "chinaeast", "chinanorth"} {
		r, _ := azure.RegionByName(name)
		if r.Simplified || r.Retired == "" {
			t.Errorf("%s: simplified %t, retired %q", name, r.Simplified, r.Retired)
		}
	}
	for name, want := range map[string]bool{
		"westeurope": true, "northcentralus": false, "usgovvirginia": true, "usgovtexas": false, "chinanorth3": true, "chinaeast2": false,
	} {
		if r, _ := azure.RegionByName(name); r.Zones != want {
			t.Errorf("%s: zones %t", name, r.Zones)
		}
	}
}

func TestRegionByName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"westeurope": "westeurope", "West Europe": "westeurope", "WESTEUROPE": "westeurope", "US DoD East": "usdodeast",
		"west-europe": "", "westeurop": "", "": "", "west\teurope": "", "west_europe": "", "wеsteurope": "", // the last with a Cyrillic е
		"\u212aorea Central": "", // the Kelvin sign, which Unicode folds to k
	} {
		if r, _ := azure.RegionByName(text); r.Name != want {
			t.Errorf("%q: %q, want %q", text, r.Name, want)
		}
	}
	for _, text := range []string{
		"germanycentral", "Germany Northeast", "Denmark East", "northeurope2", "brazilnortheast", "usgoviowa",
		"centraluseuap", "eastus2euap", "EastUSSTG", "southcentralusstg", "usstagec",
	} {
		if reason, found := azure.ClosedRegion(text); !found || reason == "" {
			t.Errorf("%s: no reason", text)
		}
		if _, found := azure.RegionByName(text); found {
			t.Errorf("%s is a region", text)
		}
	}
	if _, found := azure.ClosedRegion("westeurope"); found {
		t.Error("westeurope is closed")
	}
}

// Transcribed by hand from the cloud tables.
func TestClouds(t *testing.T) {
	t.Parallel()
	type row struct{ Batch, Storage, Zone, Vault string }
	got := map[string]row{}
	addresses := map[string]int{}
	for _, c := range azure.Clouds() {
		got[c.Name] = row{c.BatchSuffix, c.StorageSuffix, c.BatchZone, c.KeyVaultZone}
		addresses[c.ID] = len(c.ActivationAddresses)
	}
	want := map[string]row{
		"AzureCloud":        {"batch.azure.com", "core.windows.net", "privatelink.batch.azure.com", "privatelink.vaultcore.azure.net"},
		"AzureUSGovernment": {"batch.usgovcloudapi.net", "core.usgovcloudapi.net", "privatelink.batch.usgovcloudapi.net", "privatelink.vaultcore.usgovcloudapi.net"},
		"AzureChinaCloud":   {"batch.chinacloudapi.cn", "core.chinacloudapi.cn", "privatelink.batch.chinacloudapi.cn", "privatelink.vaultcore.azure.cn"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"public": 3, "usgov": 2, "china": 3}, addresses); diff != "" {
		t.Error(diff)
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	for id, want := range map[azure.ModeID][3]string{
		azure.Simplified:   {"2025-06-01", "2025-06-01", ""},
		azure.Classic:      {"2025-06-01", "2024-07-01", "Classic"},
		azure.CloudService: {"2025-06-01", "2024-02-01", ""},
	} {
		m := azure.ModeOf(id)
		if got := [3]string{m.AccountAPIVersion, m.PoolAPIVersion, m.TargetMode}; got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
		if (m.PoolVersionNote == "") != (m.PoolAPIVersion == m.AccountAPIVersion) {
			t.Errorf("%s: note %q for version %s", id, m.PoolVersionNote, m.PoolAPIVersion)
		}
	}
	for kind, want := range map[string]string{
		azure.VirtualNetwork: "2025-05-01", azure.PrivateDNSZone: "2024-06-01", azure.StorageAccount: "2026-04-01",
		azure.RoleAssignmentResource: "2022-04-01", azure.BatchAccount: "2025-06-01", azure.BatchPool: "",
		azure.SubnetResource: "2025-05-01", azure.PrivateDNSZoneLink: "2024-06-01", azure.KeyVault: "2026-02-01",
		azure.UserAssignedIdentity: "2024-11-30", azure.DiagnosticSettings: "2021-05-01-preview", azure.Deployment: "2025-04-01",
		"Microsoft.OperationalInsights/workspaces": "2026-03-01", "Microsoft.ClassicNetwork/virtualNetworks": "",
	} {
		if got := azure.APIVersionOf(kind); got != want {
			t.Errorf("%s: version %q, want %q", kind, got, want)
		}
	}
}

// everyRule lists the rules that share names and priorities.
func everyRule() [][]azure.SecurityRule {
	return [][]azure.SecurityRule{azure.NodeSubnetRules(), azure.EndpointSubnetRules(), azure.CloudServiceRules()}
}

func TestRuleRows(t *testing.T) {
	t.Parallel()
	for _, rows := range everyRule() {
		type place struct {
			direction armnetwork.SecurityRuleDirection
			priority  int32
			last      int32
		}
		names := map[place]string{}
		for i, r := range rows {
			if !slices.Contains(armnetwork.PossibleSecurityRuleDirectionValues(), r.Direction) ||
				!slices.Contains(armnetwork.PossibleSecurityRuleAccessValues(), r.Access) ||
				!slices.Contains(armnetwork.PossibleSecurityRuleProtocolValues(), r.Protocol) {
				t.Errorf("%s: a word that the SDK does not know", r.Name)
			}
			if r.Priority < 100 || r.Priority > 4096 || r.Last != 0 && r.Last < r.Priority {
				t.Errorf("%s: priority %d to %d", r.Name, r.Priority, r.Last)
			}
			if !strings.HasSuffix(r.Description, ".") || strings.Count(r.Description, ". ") > 0 || len(r.Description) > 140 {
				t.Errorf("%s: the description is not one sentence: %q", r.Name, r.Description)
			}
			if i > 0 && rows[i-1].Direction == r.Direction && rows[i-1].Priority > r.Priority {
				t.Errorf("%s stands after a higher priority number", r.Name)
			}
			at := place{r.Direction, r.Priority, r.Last}
			if other, taken := names[at]; taken && other != r.Name && r.Last == 0 {
				t.Errorf("%s and %s share priority %d", r.Name, other, r.Priority)
			}
			names[at] = r.Name
		}
	}
}

// The fixed names and priorities of the design, by hand.
func TestFixedPriorities(t *testing.T) {
	t.Parallel()
	want := map[string]int32{
		"AllowBatchNodeManagementInbound": 100, "AllowSshInbound": 200, "AllowRdpInbound": 210,
		"AllowSshFrom%sInbound": 220, "AllowRdpFrom%sInbound": 220, "AllowInterNodeInbound": 300, "DenyInternetInbound": 4096,
		"AllowBatchNodeManagementOutbound": 100, "AllowStorageOutbound": 110, "AllowPrivateEndpointsOutbound": 120,
		"AllowFileEndpointOutbound": 121,
		"AllowInterNodeOutbound":    130, "AllowAzureFilesOutbound": 200, "AllowBlobMountOutbound": 210,
		"AllowBlobNfsPortmapperOutbound": 211, "AllowBlobNfsMountOutbound": 212,
		"AllowNfs%dOutbound": 220, "AllowSmb%dOutbound": 240, "AllowWindowsActivationOutbound": 300, "AllowDnsOutbound": 310,
		"AllowContainerRegistryOutbound": 320, "AllowContainerRegistryDataOutbound": 321,
		"AllowAzureContainerRegistryOutbound": 322, "AllowAzureContainerRegistryDataOutbound": 323, "DenyInternetOutbound": 4096,
	}
	got := map[string]int32{}
	for _, r := range azure.NodeSubnetRules() {
		got[r.Name] = r.Priority
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRoutesAreKnownToTheSDK(t *testing.T) {
	t.Parallel()
	for _, r := range azure.Routes() {
		if !slices.Contains(armnetwork.PossibleRouteNextHopTypeValues(), r.Hop) {
			t.Errorf("%s: next hop %s", r.Name, r.Hop)
		}
	}
}

func TestEverySourceIsADocument(t *testing.T) {
	t.Parallel()
	used := map[azure.Doc]bool{}
	check := func(what string, doc azure.Doc) {
		used[doc] = true
		if _, found := azure.DocumentOf(doc); !found {
			t.Errorf("%s: no document %q", what, doc)
		}
	}
	for _, r := range azure.Regions() {
		check(r.Name, r.Doc)
	}
	for _, c := range azure.Clouds() {
		check(c.ID, c.Doc)
	}
	for _, m := range azure.Modes() {
		check(string(m.ID), m.Doc)
	}
	for _, rows := range everyRule() {
		for _, r := range rows {
			check(r.Name, r.Doc)
		}
	}
	for _, r := range azure.Routes() {
		check(r.Name, r.Doc)
	}
	for _, i := range azure.Images() {
		check(i.Alias, i.Doc)
	}
	for _, a := range azure.NodeAgents() {
		check(a.Name, a.Doc)
	}
	for _, f := range azure.VMFamilies() {
		check(f.Name, f.Doc)
	}
	for _, r := range azure.Retirements() {
		check(string(r.ID), r.Doc)
	}
	for _, v := range azure.APIVersions() {
		check(v.Type, v.Doc)
	}
	for _, r := range azure.Roles() {
		check(r.Symbol, r.Doc)
	}
	for _, l := range azure.Limits() {
		check(string(l.ID), l.Doc)
	}
	for _, r := range azure.NameRules() {
		check(r.Resource, r.Doc)
	}
	for _, r := range slices.Concat(azure.ForbiddenRanges(), azure.UsualRanges()) {
		check(r.Prefix.String(), r.Doc)
	}
	for _, r := range azure.AllowRows() {
		check(r.Form, r.Doc)
	}
	for _, r := range azure.NICRules() {
		check(r.Rule, r.Doc)
	}
	for _, r := range azure.FixedThings() {
		check(r.What, r.Doc)
	}
	for _, r := range azure.Joins() {
		check(r.Action, r.Doc)
	}
	for _, r := range azure.Advices() {
		check(r.Title, r.Doc)
	}
	for _, r := range azure.Changes() {
		check(r.What, r.Doc)
	}
	for _, r := range azure.ModeChanges() {
		check(r.Title, r.Doc)
	}
	for _, d := range azure.Documents() {
		if d.Title == "" || d.Read == "" {
			t.Errorf("%s: no title or no edition", d.ID)
		}
		if !used[d.ID] {
			t.Errorf("%s is the source of no row", d.ID)
		}
	}
}

func TestEveryRetirementIsARow(t *testing.T) {
	t.Parallel()
	check := func(what string, id azure.RetirementID, kind azure.RetirementKind) {
		if id == "" {
			return
		}
		r, found := azure.RetirementOf(id)
		if !found || r.Kind != kind {
			t.Errorf("%s: retirement %q is of kind %q, want %q", what, id, r.Kind, kind)
		}
	}
	for _, r := range azure.Regions() {
		check(r.Name, r.Retired, azure.RetiredRegion)
	}
	for _, i := range azure.Images() {
		check(i.Alias, i.Retired, azure.RetiredImage)
	}
	for _, a := range azure.NodeAgents() {
		check(a.Name, a.Retired, azure.RetiredAgent)
	}
	for _, f := range azure.VMFamilies() {
		check(f.Name, f.Retired, azure.RetiredVMFamily)
	}
	check("classic", azure.ModeOf(azure.Classic).Retired, azure.RetiredMode)
	check("cloudService", azure.ModeOf(azure.CloudService).Retired, azure.RetiredConfiguration)
	// By hand from the retirement table.
	for id, want := range map[azure.RetirementID]string{
		"classic-node-communication": "2026-03-31", "cloud-services-configuration": "2024-02-29", "windows-2016": "2027-01-12",
		"ubuntu-22.04": "2027-06-30", "ubuntu-20.04": "2025-04-23", "centos-7": "2024-06-30", "disk-encryption": "2028-09-15",
		"agent-ubuntu-22.04": "2027-06-30", "agent-ubuntu-20.04": "2025-04-23", "agent-centos-7": "2024-12-31",
		"agent-debian-10": "2024-12-31", "region-westindia": "2026-03-31", "region-chinanorth": "2026-03-31",
		"region-usdodeast": "2026-03-31", "classic-networks": "2024-08-31", "managed-images": "2026-03-31",
		"low-priority": "2025-09-30", "default-ports": "2025-11-30", "storage-v1": "2026-09-01", "nsg-flow-logs": "2027-09-30",
		"sizes-a8-a11": "2021-03-01", "sizes-a": "2024-08-31", "sizes-basic-a": "2024-08-31", "sizes-nv": "2023-09-06",
		"sizes-hb": "2024-08-31", "sizes-ncv3": "2025-09-30", "sizes-dcsv2": "2026-06-30", "sizes-dcas-cc-v5": "2026-09-01",
		"sizes-nvv3": "2026-09-30", "sizes-nvv4": "2026-09-30", "sizes-m192-v2": "2027-03-31", "sizes-hbv2": "2027-05-31",
		"sizes-hc": "2027-05-31", "sizes-np": "2027-05-31", "sizes-d": "2028-05-01", "sizes-dsv2": "2028-05-01",
		"sizes-ls": "2028-05-01", "sizes-av2": "2028-11-15", "sizes-fsv2": "2028-11-15", "sizes-gs": "2028-11-15",
		"sizes-lsv2": "2028-11-15", "sizes-dcsv3": "2029-10-31", "sizes-dsv3": "2029-11-15", "sizes-ev3": "2029-11-15",
	} {
		if r, _ := azure.RetirementOf(id); r.Date.Format("2006-01-02") != want {
			t.Errorf("%s ends on %s, want %s", id, r.Date.Format("2006-01-02"), want)
		}
	}
	// Announced, but no day was found: a row with one would put it into messages.
	for _, id := range []azure.RetirementID{"batch-api-2024", "default-outbound-batch", "retained-data", "agent-mariner-2.0"} {
		if r, found := azure.RetirementOf(id); !found || !r.Date.IsZero() {
			t.Errorf("%s has no published date, the row says %s", id, r.Date)
		}
	}
	for _, id := range []azure.ModeID{azure.Classic, azure.CloudService} {
		check("pool version of "+string(id), azure.ModeOf(id).PoolVersionRetired, azure.RetiredAPIVersion)
	}
	used := map[azure.RetirementID]int{}
	for _, r := range azure.Retirements() {
		used[r.ID]++
		stops := r.Kind != azure.RetiredFeature && r.Kind != azure.RetiredAPIVersion
		if r.What == "" || stops && (strings.HasSuffix(r.What, "s") && r.Kind != azure.RetiredRegion || strings.Contains(r.What, " and ")) {
			t.Errorf("%s: %q does not go before \"was retired\"", r.ID, r.What)
		}
	}
	for id, count := range used {
		if count != 1 {
			t.Errorf("%s stands %d times", id, count)
		}
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	defaults := map[azure.OS][]string{}
	for _, i := range azure.Images() {
		if i.Default {
			defaults[i.OS] = append(defaults[i.OS], i.Alias)
		}
		if got, found := azure.ImageByAlias(i.Alias); !found || got != i {
			t.Errorf("%s is not found by its alias", i.Alias)
		}
		agent, found := azure.NodeAgentByName(i.NodeAgent)
		if !found || agent.OS != i.OS {
			t.Errorf("%s: node agent %q", i.Alias, i.NodeAgent)
		}
		if i.Publisher != strings.ToLower(i.Publisher) || i.Offer != strings.ToLower(i.Offer) {
			t.Errorf("%s: publisher and offer are not lower case", i.Alias)
		}
	}
	if diff := cmp.Diff(map[azure.OS][]string{azure.Linux: {"ubuntu-24.04"}, azure.Windows: {"windows-2022"}}, defaults); diff != "" {
		t.Error(diff)
	}
	if got := azure.DefaultImage(azure.Windows).SKU; got != "2022-datacenter-g2" {
		t.Errorf("default Windows SKU %q", got)
	}
	if _, found := azure.ImageByAlias("ubuntu"); found {
		t.Error("ubuntu is an alias")
	}
}

func TestNodeAgentOS(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]azure.OS{
		"batch.node.ubuntu 24.04": azure.Linux, "batch.node.windows amd64": azure.Windows, "batch.node.ubuntu 24.04-arm64": azure.Linux,
		"batch.node.mariner 2.0": azure.Linux, "batch.node.ubuntu": "", "ubuntu 24.04": "", "batch.node.beos 5": "",
		"batch.node.ubuntu 24.04'": "",
	} {
		if got, _ := azure.NodeAgentOS(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, found := azure.NodeAgentByName("batch.node.ubuntu 26.04"); found {
		t.Error("an agent that nobody has seen is known")
	}
}

func TestVMFamilies(t *testing.T) {
	t.Parallel()
	for size, want := range map[string]string{
		"Standard_D4s_v5": "", "Standard_D4ds_v6": "", "Standard_E8as_v5": "", "Standard_F8as_v6": "", "Standard_HB176rs_v4": "",
		"Standard_HB120-16rs_v3": "", "Standard_HX176rs": "", "Standard_NC4as_T4_v3": "", "Standard_NC24ads_A100_v4": "",
		"Standard_ND96isr_H100_v5": "", "Standard_NV36ads_A10_v5": "", "Standard_M64-32ms": "", "Standard_L8as_v3": "",
		"Standard_DC4as_v5": "", "Standard_DC4s_v3": "DCsv3", "Standard_DC2s_v2": "DCsv2", "Standard_DC4as_cc_v5": "DCas_cc_v5",
		"Standard_D4s_v3": "Dsv3", "Standard_D4_v3": "Dv3", "Standard_E4s_v3": "Esv3", "Standard_E64-16s_v3": "Esv3",
		"Standard_DS3_v2": "Dsv2", "STANDARD_D2_V2": "Dv2", "Standard_D3": "D", "Standard_DS4": "Ds", "Standard_DS13-4_v2": "Dsv2",
		"Standard_A4": "A", "Standard_A9": "A8-A11", "Standard_A4_v2": "Av2", "Standard_A8m_v2": "Av2", "Basic_A2": "Basic A",
		"Standard_B2ms": "B", "Standard_B4als_v2": "Bv2", "Standard_F4": "F", "Standard_F8s": "Fs", "Standard_F8s_v2": "Fsv2",
		"Standard_G3": "G", "Standard_GS5": "Gs", "Standard_GS5-16": "Gs", "Standard_L8s": "Ls", "Standard_L8s_v2": "Lsv2", "Standard_H16mr": "H",
		"Standard_HB60rs": "HB", "Standard_HB120rs_v2": "HBv2", "Standard_HC44rs": "HC", "Standard_NC6": "NC", "Standard_NC12s_v2": "NCv2",
		"Standard_NC24rs_v3": "NCv3", "Standard_ND24rs": "ND", "Standard_NP10s": "NP", "Standard_NV6": "NV", "Standard_NV12s_v3": "NVv3",
		"Standard_NV8as_v4": "NVv4", "Standard_M192idms_v2": "M192i v2", "Standard_M128s_v2": "", "Standard_DC8_v2": "DCsv2", "Standard_DS15i_v2": "Dsv2",
		"standard_d2_v2_promo": "Dv2", "Standard_E64i_v3": "Ev3", "Standard_NV6_Promo": "NV", "Standard_NV6ads_A10_v5": "", "Standard_D4s_v4": "",
		"Standard_D4\u017f_v3": "", "XStandard_D3": "", "Standard_D3x": "", "not a size": "",
	} {
		family, found := azure.VMFamilyOf(size)
		if family.Name != want || found != (want != "") {
			t.Errorf("%s: family %q, want %q", size, family.Name, want)
		}
	}
	for size, want := range map[string]bool{
		"Standard_A4_v2": true, "Standard_D2_v2": true, "Standard_DS3_v2": true, "Standard_F4": true, "Standard_H16": true,
		"Standard_D4s_v3": false, "Standard_F8s_v2": false,
	} {
		if family, _ := azure.VMFamilyOf(size); family.Generation1Only != want {
			t.Errorf("%s: generation 1 only %t", size, family.Generation1Only)
		}
	}
	for _, f := range azure.VMFamilies() {
		if _, err := regexp.Compile(f.Pattern); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestVMSizeForm(t *testing.T) {
	t.Parallel()
	for size, want := range map[string]bool{
		"Standard_D4s_v5": true, "Standard_HB120-16rs_v3": true, "Standard_NC4as_T4_v3": true, "Standard_ND96isr_H100_v5": true,
		"Standard_M64-32ms": true, "STANDARD_D2_V2": true, "Basic_A1": true, "Standard_M1792ixds_32_v3": true,
		"Standard_ND128isr_NDR_GB200_v6": true, "Standard_NV6_Promo": true,
		"Standard_D4_v2_Promo": true, "Standard_NV36ads_A10_v5": true, "Standard_NC8lds_xl_RTXPRO6000BSE_v6": true, "Standard_G5": true,
		"Standard_ND96isr_MI300X_v5": true, "Standard_DS13-4_v2": true, "Standard_HB176rs_v4": true, "Standard_PB6s": true,
		"Standard_D4s_": false, "\u017ftandard_D4s_v5": false, "Standard_D4s_v5\n": false, "Premium_D4s_v5": false,
		"D4s_v5": false, "Standard_": false, "Standard_D4s v5": false, "Standard_D4s_v5'": false, "standard-d4s-v5": false, "": false,
	} {
		if got := azure.VMSizeForm(size); got != want {
			t.Errorf("%q: %t", size, got)
		}
	}
	for size, want := range map[string]bool{
		"Standard_D4ps_v5": true, "Standard_D4pds_v6": true, "Standard_E2ps_v5": true, "Standard_D4s_v5": false, "Standard_NP10s": false, "x": false,
	} {
		if got := azure.VMSizeIsARM(size); got != want {
			t.Errorf("%s: ARM %t", size, got)
		}
	}
}

// By hand from the limit tables.
func TestLimits(t *testing.T) {
	t.Parallel()
	for id, want := range map[azure.LimitID]int{
		azure.PoolsPerAccount: 500, azure.InterNodePoolNodes: 100, azure.NATRulesPerPool: 25, azure.NATRuleFirstAllow: 150,
		azure.NATFrontendStart: 60000, azure.NATFrontendEnd: 60099, azure.ReservedAddresses: 5, azure.SmallestSubnet: 29,
		azure.NATPoolsPerPool: 5, azure.NATPriorityLowest: 150, azure.NATPriorityHighest: 4096, azure.NATRuleDeny: 4000,
		azure.RulesPerNSG: 2000, azure.AddressesPerNSG: 6000, azure.RoutesPerTable: 1000, azure.OldRoutesPerTable: 400,
		azure.DNSServers: 20, azure.AddressesPerVNet: 65536, azure.PublicIPNodes: 100, azure.NodesPerNetworkSet: 100,
		azure.AutoscaleShortest: 5, azure.AutoscaleDefault: 15, azure.FormulaStatements: 100, azure.TaskSlotsPerNode: 256,
		azure.MountsPerPool: 10, azure.AccountIPRules: 200, azure.TemplateParameters: 256, azure.TemplateVariables: 256,
		azure.OwnParameters: 200, azure.OwnVariables: 200, azure.TemplateExpression: 24576, azure.TagNameCharacters: 512,
		azure.TagValueCharacters: 256, azure.AccountNameShortest: 3, azure.NATPublicIPs: 16, azure.PeeringsPerVNet: 650,
		azure.TagRoutesPerTable: 25, azure.TemplateResources: 800, azure.TemplateOutputs: 64, azure.TemplateBytes: 4194304,
		azure.AutoscaleLongest: 10080, azure.FormulaBytes: 8192, azure.TagsPerResource: 50, azure.AccountNameLongest: 24,
	} {
		if got := azure.LimitOf(id); got != want {
			t.Errorf("%s: %d, want %d", id, got, want)
		}
	}
	if width := azure.LimitOf(azure.NATFrontendEnd) - azure.LimitOf(azure.NATFrontendStart) + 1; width < 100 {
		t.Errorf("a NAT pool of %d ports cannot reach the 100 nodes behind a load balancer", width)
	}
	seen := map[azure.LimitID]bool{}
	for _, l := range azure.Limits() {
		if seen[l.ID] || l.What == "" || l.Value <= 0 {
			t.Errorf("%+v: the ID is taken, or something is missing", l)
		}
		seen[l.ID] = true
	}
	if azure.LimitOf(azure.OwnParameters) > azure.LimitOf(azure.TemplateParameters) ||
		azure.LimitOf(azure.OwnVariables) > azure.LimitOf(azure.TemplateVariables) {
		t.Error("batchgen's own limits exceed Azure's")
	}
}

func TestValidName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, name string
		want       bool
	}{
		{azure.BatchAccount, "abc", true}, {azure.BatchAccount, "ab", false}, {azure.BatchAccount, "Abc", false},
		{azure.BatchAccount, strings.Repeat("a", 25), false}, {azure.BatchPool, "GPU_large-1", true}, {azure.BatchPool, "a b", false},
		{azure.VirtualNetwork, "a", false}, {azure.VirtualNetwork, "batch-vnet", true}, {azure.VirtualNetwork, "vnet-", false},
		{azure.SubnetResource, "a", true}, {azure.SubnetResource, strings.Repeat("a", 81), false}, {azure.SubnetResource, "a.", false},
		{azure.UserAssignedIdentity, "batch-identity", true},
		{azure.UserAssignedIdentity, "ab", false}, {azure.UserAssignedIdentity, "-ab", false},
		{azure.UserAssignedIdentity, strings.Repeat("a", 128), true}, {azure.UserAssignedIdentity, strings.Repeat("a", 129), false},
		{azure.VirtualNetwork, strings.Repeat("a", 64), true}, {azure.VirtualNetwork, strings.Repeat("a", 65), false},
		{azure.SubnetResource, strings.Repeat("a", 80), true}, {azure.SubnetResource, "a_", true}, {azure.SubnetResource, "_a", false},
		{azure.SubnetResource, "a\n", false}, {azure.BatchPool, strings.Repeat("a", 64), true}, {azure.BatchPool, "", false},
		{azure.KeyVault, "batch-vault", true}, {azure.KeyVault, "batch--vault", false}, {azure.KeyVault, "1vault", false},
		{azure.PrivateDNSZone, "privatelink.batch.azure.com", true}, {azure.PrivateDNSZone, "com", false},
		{azure.PrivateEndpoint, "a", false}, {azure.Deployment, "sub(net).1", true}, {azure.Deployment, "a b", false},
		{azure.DomainNameLabel, "batch-1", true}, {azure.DomainNameLabel, "1batch", false}, {azure.DomainNameLabel, "ab", false},
		{azure.InboundNATPool, "ssh", true}, {azure.InboundNATPool, strings.Repeat("a", 78), false}, {azure.InboundNATPool, "ssh-", false},
		{azure.ResourceGroupName, "Grüße(1)", true}, {azure.ResourceGroupName, "group.", false},
		{azure.ResourceGroupName, strings.Repeat("é", 90), true}, {azure.ResourceGroupName, strings.Repeat("é", 91), false},
		{azure.RoleAssignmentResource, "ba92f5b4-2d11-453d-a403-e96b0029c9fe", true}, {azure.RoleAssignmentResource, "role", false},
		{"Microsoft.Storage/storageAccounts/fileServices/shares", "my-share", true},
		{"Microsoft.Storage/storageAccounts/fileServices/shares", "my--share", false},
		{azure.StorageAccount, "batch1234567890123456789", true}, {azure.StorageAccount, "batch-1", false},
	} {
		if got := azure.ValidName(c.kind, c.name); got != c.want {
			t.Errorf("%s %q: %t", c.kind, c.name, got)
		}
	}
	for _, r := range azure.NameRules() {
		if r.Title == "" || r.MinLength < 1 || r.MaxLength < r.MinLength {
			t.Errorf("%s: %+v", r.Resource, r)
		}
		if azure.ValidName(r.Resource, "a\"") {
			t.Errorf("%s takes a quote", r.Resource)
		}
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	guid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	for _, r := range azure.Roles() {
		if !guid.MatchString(r.ID) {
			t.Errorf("%s: ID %q", r.Name, r.ID)
		}
		if azure.RoleOf(r.Symbol) != r {
			t.Errorf("%s is not found by its symbol", r.Name)
		}
	}
	if got := azure.RoleOf("azureBatchDataContributor").ID; got != "6aaa78f1-f7de-44ca-8722-c64a23943cae" {
		t.Errorf("Azure Batch Data Contributor is %s", got)
	}
}

func TestDockerBridge(t *testing.T) {
	t.Parallel()
	if azure.DockerBridge() != netip.MustParsePrefix("172.17.0.0/16") {
		t.Error(azure.DockerBridge())
	}
}

// A name that no table has is a mistake of the program, not of an intent.
func TestUnknownRowsPanic(t *testing.T) {
	t.Parallel()
	for what, call := range map[string]func(){
		"mode":  func() { azure.ModeOf("none") },
		"role":  func() { azure.RoleOf("none") },
		"limit": func() { azure.LimitOf("none") },
		"name":  func() { azure.NameRuleOf("none") },
		"cloud": func() { azure.CloudOf(azure.Region{Name: "none"}) },
		"image": func() { azure.DefaultImage("none") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			call()
		}()
	}
}
