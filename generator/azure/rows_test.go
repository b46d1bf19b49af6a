package azure_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/azure"
)

// The published tag lists, transcribed by hand: what the rows hold, no more and no less.
func TestTagLists(t *testing.T) {
	t.Parallel()
	lists := map[string]string{
		"public": `AustraliaCentral AustraliaCentral2 AustraliaEast AustraliaSoutheast AustriaEast BelgiumCentral BrazilSouth
			BrazilSoutheast CanadaCentral CanadaEast CentralIndia CentralUS ChileCentral EastAsia EastUS EastUS2 FranceCentral
			FranceSouth GermanyNorth GermanyWestCentral IndonesiaCentral IsraelCentral IsraelNorthwest ItalyNorth JapanEast
			JapanWest JioIndiaCentral JioIndiaWest KoreaCentral KoreaSouth MalaysiaSouth MalaysiaWest MexicoCentral
			NewZealandNorth NorthCentralUS NorthEurope NorwayEast NorwayWest PolandCentral QatarCentral SouthAfricaNorth
			SouthAfricaWest SouthCentralUS SouthCentralUS2 SoutheastAsia SoutheastUS SoutheastUS3 SouthIndia SpainCentral
			SwedenCentral SwedenSouth SwitzerlandNorth SwitzerlandWest TaiwanNorth TaiwanNorthwest UAECentral UAENorth UKSouth
			UKWest WestCentralUS WestEurope WestIndia WestUS WestUS2 WestUS3`,
		"usgov": "USDoDCentral USDoDEast USGovArizona USGovTexas USGovVirginia",
		"china": "ChinaEast ChinaEast2 ChinaEast3 ChinaNorth ChinaNorth2 ChinaNorth3",
	}
	got := map[string][]string{}
	order := []string{}
	for _, r := range azure.Regions() {
		got[r.Cloud] = append(got[r.Cloud], r.TagSuffix)
		if !slices.Contains(order, r.Cloud) {
			order = append(order, r.Cloud)
		}
	}
	for cloud, list := range lists {
		want := strings.Fields(list)
		if diff := cmp.Diff(want, got[cloud]); diff != "" {
			t.Errorf("%s: %s", cloud, diff)
		}
		if !slices.IsSortedFunc(got[cloud], func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
			t.Errorf("%s: not sorted by name", cloud)
		}
	}
	if diff := cmp.Diff([]string{"public", "usgov", "china"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestRegionAccess(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	short := map[string]string{}
	for _, r := range azure.Regions() {
		if r.Access != "" {
			got[r.Access] += r.Name + " "
		}
		if r.ListName != "" {
			short[r.Name] = r.ListName
		}
		if r.Access == "invitation" && (r.Zones || r.Pair != "") {
			t.Errorf("%s: zones and pair of a region by invitation are not known", r.Name)
		}
		if (r.Retired != "") != (r.Retired == azure.RetirementID("region-"+r.Name)) {
			t.Errorf("%s: retirement %s", r.Name, r.Retired)
		}
	}
	want := map[string]string{
		"restricted": "australiacentral2 brazilsoutheast francesouth germanynorth norwaywest southafricawest swedensouth switzerlandwest uaecentral ",
		"invitation": "israelnorthwest jioindiacentral jioindiawest malaysiasouth southcentralus2 southeastus southeastus3 taiwannorth taiwannorthwest ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{
		"brazilsoutheast": "brazilse", "chilecentral": "chilec", "francecentral": "centralfrance", "francesouth": "southfrance",
		"germanynorth": "germanyn", "germanywestcentral": "germanywc", "norwayeast": "norwaye", "norwaywest": "norwayw",
		"switzerlandnorth": "switzerlandn", "switzerlandwest": "switzerlandw",
	}, short); diff != "" {
		t.Error(diff)
	}
}

// Whatever the capitals and spaces, a name finds its region, and its closed
// neighbours find none.
func TestRegionNamesFold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom(azure.Regions()).Draw(t, "region")
		name := rapid.SampledFrom([]string{region.Name, region.DisplayName}).Draw(t, "name")
		var text strings.Builder
		for _, r := range name {
			if rapid.Bool().Draw(t, "capital") {
				r = []rune(strings.ToUpper(string(r)))[0]
			}
			text.WriteRune(r)
			text.WriteString(strings.Repeat(" ", rapid.IntRange(0, 2).Draw(t, "spaces")))
		}
		if got, found := azure.RegionByName(text.String()); !found || got != region {
			t.Fatalf("%q gives %q, want %q", text.String(), got.Name, region.Name)
		}
		if _, closed := azure.ClosedRegion(text.String()); closed {
			t.Fatalf("%q is closed", text.String())
		}
	})
}

func TestCloudDetails(t *testing.T) {
	t.Parallel()
	type row struct {
		Vault, Registry, Login, Management, Audience, Hosts, Addresses string
		TagRoutes, Spot                                                bool
	}
	want := map[string]row{
		"public": {
			"vault.azure.net", "azurecr.io", "login.microsoftonline.com", "management.azure.com", "https://batch.core.windows.net/",
			"[azkms.core.windows.net kms.core.windows.net]", "[20.118.99.224 40.83.235.53 23.102.135.246]", true, true,
		},
		"usgov": {
			"vault.usgovcloudapi.net", "azurecr.us", "login.microsoftonline.us", "management.usgovcloudapi.net",
			"https://batch.core.usgovcloudapi.net/", "[azkms.core.usgovcloudapi.net kms.core.usgovcloudapi.net]",
			"[23.97.0.13 52.126.105.2]", true, true,
		},
		"china": {
			"vault.azure.cn", "azurecr.cn", "login.partner.microsoftonline.cn", "management.chinacloudapi.cn",
			"https://batch.chinacloudapi.cn/", "[azkms.core.chinacloudapi.cn kms.core.chinacloudapi.cn]",
			"[159.27.28.100 163.228.64.161 42.159.7.249]", false, false,
		},
	}
	got := map[string]row{}
	for _, c := range azure.Clouds() {
		got[c.ID] = row{
			c.KeyVaultSuffix, c.RegistrySuffix, c.LoginHost, c.ManagementHost, c.TokenAudience,
			fmt.Sprint(c.ActivationHosts), fmt.Sprint(c.ActivationAddresses), c.TagRoutesPublished, c.Spot,
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// flow is what a rule lets through or stops, in the order of the design's
// table: direction, access, protocol, ports, far end, modes, system.
func flow(r azure.SecurityRule) string {
	far := string(r.Peer.Kind)
	if r.Peer.Tag != "" {
		far = r.Peer.Tag
	}
	return fmt.Sprintf("%s %s %s %s %s %v %s", r.Direction, r.Access, r.Protocol, r.Ports, far, r.Modes, r.OS)
}

// Transcribed by hand from the documents, so that a wrong row is not its own judge.
func TestRuleFlows(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"AllowBatchNodeManagementInbound": {"Inbound Allow Tcp 29876-29877 BatchNodeManagement [classic] "},
		"AllowSshInbound":                 {"Inbound Allow Tcp 22 callers [] linux"},
		"AllowRdpInbound":                 {"Inbound Allow Tcp 3389 callers [] windows"},
		"AllowSshFrom%sInbound":           {"Inbound Allow Tcp 22 callers [] linux"},
		"AllowRdpFrom%sInbound":           {"Inbound Allow Tcp 3389 callers [] windows"},
		"AllowInterNodeInbound":           {"Inbound Allow * * own subnet [] "},
		"DenyInternetInbound":             {"Inbound Deny * * Internet [] "},
		"AllowBatchNodeManagementOutbound": {
			"Outbound Allow * 443 BatchNodeManagement [simplified] ", "Outbound Allow Tcp 443 BatchNodeManagement [classic] ",
		},
		"AllowStorageOutbound": {
			"Outbound Allow Tcp 443 Storage [classic] ", "Outbound Allow Tcp 443 Storage [simplified] ",
		},
		"AllowPrivateEndpointsOutbound":           {"Outbound Allow Tcp 443 endpoint subnet [] "},
		"AllowFileEndpointOutbound":               {"Outbound Allow Tcp 445 endpoint subnet [] "},
		"AllowInterNodeOutbound":                  {"Outbound Allow * * own subnet [] "},
		"AllowAzureFilesOutbound":                 {"Outbound Allow Tcp 445 Storage [] "},
		"AllowBlobMountOutbound":                  {"Outbound Allow Tcp 443 Storage [] linux"},
		"AllowNfs%dOutbound":                      {"Outbound Allow Tcp 2049 mount server [] linux"},
		"AllowSmb%dOutbound":                      {"Outbound Allow Tcp 445 mount server [] linux"},
		"AllowWindowsActivationOutbound":          {"Outbound Allow Tcp 1688 KMS addresses [] windows"},
		"AllowDnsOutbound":                        {"Outbound Allow * 53 DNS servers [] "},
		"AllowContainerRegistryOutbound":          {"Outbound Allow Tcp 443 MicrosoftContainerRegistry [] "},
		"AllowContainerRegistryDataOutbound":      {"Outbound Allow Tcp 443 AzureFrontDoor.FirstParty [] "},
		"AllowAzureContainerRegistryOutbound":     {"Outbound Allow Tcp 443 AzureContainerRegistry [] "},
		"AllowBlobNfsPortmapperOutbound":          {"Outbound Allow Tcp 111 Storage [] linux"},
		"AllowBlobNfsMountOutbound":               {"Outbound Allow Tcp 2048 Storage [] linux"},
		"AllowAzureContainerRegistryDataOutbound": {"Outbound Allow Tcp 443 Storage [] "},
		"DenyInternetOutbound":                    {"Outbound Deny * * Internet [] "},
	}
	got := map[string][]string{}
	for _, r := range azure.NodeSubnetRules() {
		got[r.Name] = append(got[r.Name], flow(r))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for title, c := range map[string]struct {
		rules []azure.SecurityRule
		want  []string
	}{
		"endpoint subnet": {azure.EndpointSubnetRules(), []string{
			"AllowVirtualNetworkInbound 100 Inbound Allow Tcp 443 VirtualNetwork [] ",
			"AllowFileSharesInbound 110 Inbound Allow Tcp 445 VirtualNetwork [] ", "DenyAllInbound 4096 Inbound Deny * * any [] ",
		}},
		"Cloud Services": {azure.CloudServiceRules(), []string{
			"AllowBatchInbound 100 Inbound Allow Tcp 10100,20100,30100 any [cloudService] ",
			"AllowRdpInbound 210 Inbound Allow Tcp 3389 callers [cloudService] ",
			"AllowHttpsOutbound 100 Outbound Allow * 443 any [cloudService] ",
		}},
	} {
		var rows []string
		for _, r := range c.rules {
			rows = append(rows, fmt.Sprintf("%s %d %s", r.Name, r.Priority, flow(r)))
		}
		if diff := cmp.Diff(c.want, rows); diff != "" {
			t.Errorf("%s: %s", title, diff)
		}
	}
}

// What each row waits for, by hand, and which flows Batch cannot do without.
func TestRuleTriggers(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range azure.NodeSubnetRules() {
		if r.Needed {
			got = append(got, fmt.Sprintf("%s %v: %s", r.Name, r.Modes, r.When))
		}
	}
	if diff := cmp.Diff([]string{
		"AllowBatchNodeManagementInbound [classic]: always",
		"AllowBatchNodeManagementOutbound [simplified]: no nodeManagement endpoint",
		"AllowStorageOutbound [classic]: always",
		"AllowPrivateEndpointsOutbound []: network.privateEndpoints",
	}, got); diff != "" {
		t.Error(diff)
	}
	last := map[string]int32{}
	for _, r := range azure.NodeSubnetRules() {
		if r.Last != 0 {
			last[r.Name] = r.Last
		}
	}
	if diff := cmp.Diff(map[string]int32{
		"AllowSshFrom%sInbound": 299, "AllowRdpFrom%sInbound": 299, "AllowNfs%dOutbound": 239, "AllowSmb%dOutbound": 299,
	}, last); diff != "" {
		t.Error(diff)
	}
}

// The texts that people read in their templates.
func TestRuleDescriptions(t *testing.T) {
	t.Parallel()
	got := map[string]bool{}
	for _, r := range slices.Concat(azure.NodeSubnetRules(), azure.EndpointSubnetRules()) {
		got[r.Name+": "+r.Description] = true
		if r.AfterAllow != "" {
			got[r.Name+": "+r.AfterAllow] = true
		}
	}
	for _, want := range []string{
		"AllowBatchNodeManagementInbound: The Batch service controls the node agent of each node.",
		"AllowRdpInbound: Remote desktop from the ranges that the intent names.",
		"DenyInternetInbound: Nothing on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.",
		"DenyInternetInbound: Nothing else on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.",
		"AllowBatchNodeManagementOutbound: Nodes reach the Batch node management service.",
		"AllowStorageOutbound: Nodes exchange their state with the Batch service through its storage accounts.",
		"AllowStorageOutbound: Nodes read resource files and application packages from the auto-storage account.",
		"AllowPrivateEndpointsOutbound: Nodes reach the Batch service through its private endpoints.",
		"DenyInternetOutbound: Restricted egress: nodes reach nothing on the internet.",
		"DenyInternetOutbound: Restricted egress: nodes reach nothing else on the internet.",
		"AllowVirtualNetworkInbound: Nodes and clients of the virtual network reach the private endpoints.",
		"DenyAllInbound: Nothing else reaches the private endpoints.",
	} {
		if !got[want] {
			t.Errorf("no rule says %q", want)
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range azure.Routes() {
		got = append(got, fmt.Sprintf("%s %s %s %s %v %s: %s", r.Name, r.Peer.Kind, r.Peer.Tag, r.Hop, r.Modes, r.OS, r.When))
	}
	if diff := cmp.Diff([]string{
		"InternetThroughGateway 0.0.0.0/0  VirtualNetworkGateway [] : forcedTunneling: gateway",
		"InternetThroughAppliance 0.0.0.0/0  VirtualAppliance [] : forcedTunneling: appliance",
		"BatchNodeManagementDirect regional tag BatchNodeManagement Internet [classic] : forced tunneling, direct service traffic",
		"BatchNodeManagementDirect regional tag BatchNodeManagement Internet [simplified] : forced tunneling, direct service traffic",
		"WindowsActivation%dDirect KMS addresses  Internet [] windows: forced tunneling, direct service traffic, Windows",
	}, got); diff != "" {
		t.Error(diff)
	}
}

// Publisher, offer, SKUs and agent of every alias, by hand from the image table.
func TestImageTable(t *testing.T) {
	t.Parallel()
	want := `almalinux-8 almalinux almalinux-x86_64 8-gen2 8-gen1 batch.node.el 8
almalinux-9 almalinux almalinux-x86_64 9-gen2 9-gen1 batch.node.el 9
almalinux-hpc-8 almalinux almalinux-hpc 8_10-hpc-gen2 8_10-hpc-gen1 batch.node.el 8
ubuntu-22.04 canonical 0001-com-ubuntu-server-jammy 22_04-lts-gen2 22_04-lts batch.node.ubuntu 22.04
ubuntu-24.04 canonical ubuntu-24_04-lts server server-gen1 batch.node.ubuntu 24.04
ubuntu-hpc-22.04 microsoft-dsvm ubuntu-hpc 2204  batch.node.ubuntu 22.04
ubuntu-hpc-24.04 microsoft-dsvm ubuntu-hpc 2404  batch.node.ubuntu 24.04
windows-2016 microsoftwindowsserver windowsserver 2016-datacenter-gensecond 2016-datacenter batch.node.windows amd64
windows-2019 microsoftwindowsserver windowsserver 2019-datacenter-gensecond 2019-datacenter batch.node.windows amd64
windows-2022 microsoftwindowsserver windowsserver 2022-datacenter-g2 2022-datacenter batch.node.windows amd64
windows-2025 microsoftwindowsserver windowsserver 2025-datacenter-g2 2025-datacenter batch.node.windows amd64
`
	var got strings.Builder
	for _, i := range azure.Images() {
		fmt.Fprintln(&got, i.Alias, i.Publisher, i.Offer, i.SKU, i.SKUGen1, i.NodeAgent)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

// An image that ends, ends with its agent: a new pool needs both.
func TestAgentsEndWithTheirImages(t *testing.T) {
	t.Parallel()
	for _, i := range azure.Images() {
		agent, _ := azure.NodeAgentByName(i.NodeAgent)
		end, ends := azure.RetirementOf(agent.Retired)
		if image, _ := azure.RetirementOf(i.Retired); ends && !image.Date.Equal(end.Date) {
			t.Errorf("%s ends on %s, its agent on %s", i.Alias, image.Date, end.Date)
		}
	}
	for _, a := range azure.NodeAgents() {
		if os, ok := azure.NodeAgentOS(a.Name); !ok || os != a.OS {
			t.Errorf("%s: operating system %q by its form, %q in its row", a.Name, os, a.OS)
		}
	}
}

func TestVMFamilyFlags(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, f := range azure.VMFamilies() {
		for flag, set := range map[string]bool{
			"generation 1 only": f.Generation1Only, "no disk encryption": f.NoDiskEncryption,
			"unsupported": f.Unsupported, "closed to new": f.ClosedToNew, "no end": f.Retired == "",
		} {
			if set {
				got[flag] += f.Name + " "
			}
		}
	}
	if diff := cmp.Diff(map[string]string{
		"generation 1 only":  "Basic A A8-A11 A Av2 D Ds Dv2 Dsv2 F Fs G Gs H ",
		"no disk encryption": "Basic A A8-A11 A Av2 ",
		"unsupported":        "B Bv2 ",
		"closed to new":      "Av2 B D Ds Dv2 Dsv2 Dv3 Dsv3 Ev3 Esv3 F Fs Fsv2 G Gs Ls Lsv2 ",
		"no end":             "Bv2 ",
	}, got); diff != "" {
		t.Error(diff)
	}
}

// A size has its family in any case, and the text around it counts.
func TestVMSizesFold(t *testing.T) {
	t.Parallel()
	for _, size := range []string{"Standard_D4s_v3", "Standard_NC24rs_v3", "Basic_A1", "Standard_M192is_v2"} {
		want, found := azure.VMFamilyOf(size)
		if !found {
			t.Fatalf("%s has no family", size)
		}
		for _, same := range []string{strings.ToLower(size), strings.ToUpper(size)} {
			if got, _ := azure.VMFamilyOf(same); got != want {
				t.Errorf("%s is %q, %s is %q", size, want.Name, same, got.Name)
			}
		}
		for _, other := range []string{" " + size, size + " ", size + "\n", size + "x", "x" + size} {
			if got, found := azure.VMFamilyOf(other); found {
				t.Errorf("%q is of family %s", other, got.Name)
			}
		}
	}
}

func FuzzVMSize(f *testing.F) {
	for _, size := range []string{"Standard_D4s_v5", "basic_a1", "Standard_M1792ixds_32_v3", "", "_", "standard_b", "\xff"} {
		f.Add(size)
	}
	f.Fuzz(func(t *testing.T, size string) {
		family, found := azure.VMFamilyOf(size)
		if found != (family.Name != "") {
			t.Errorf("%q: family %q, found %t", size, family.Name, found)
		}
		if azure.VMSizeIsARM(size) && !azure.VMSizeForm(size) {
			t.Errorf("%q has an ARM processor and not the form of a size", size)
		}
	})
}

// All IDs of the role table, by hand.
func TestRoleTable(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"storageBlobDataContributor":          "ba92f5b4-2d11-453d-a403-e96b0029c9fe Storage Blob Data Contributor",
		"storageBlobDataReader":               "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1 Storage Blob Data Reader",
		"storageFileDataSmbShareContributor":  "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb Storage File Data SMB Share Contributor",
		"networkContributor":                  "4d97b98b-1dda-4787-a291-c67834d212e7 Network Contributor",
		"classicVirtualMachineContributor":    "d73bb868-a0df-4d4d-bd69-98a00b01fccb Classic Virtual Machine Contributor",
		"azureBatchServiceOrchestrationRole":  "a35466a1-cfd6-450a-b35e-683fcdf30363 Azure Batch Service Orchestration Role",
		"keyVaultSecretsOfficer":              "b86a8fe4-44ce-4948-aee5-eccb2c155cd7 Key Vault Secrets Officer",
		"keyVaultCryptoServiceEncryptionUser": "e147488a-f6f5-4113-8e2d-b22465e65bf6 Key Vault Crypto Service Encryption User",
		"keyVaultSecretsUser":                 "4633458b-17de-408a-b874-0445c86b69e6 Key Vault Secrets User",
		"acrPull":                             "7f951dda-4ed3-4680-a7ca-43fe172d538d AcrPull",
		"azureBatchAccountContributor":        "29fe4964-1e60-436b-bd3a-77fd4c178b3c Azure Batch Account Contributor",
		"azureBatchAccountReader":             "11076f67-66f6-4be0-8f6b-f0609fd05cc9 Azure Batch Account Reader",
		"azureBatchDataContributor":           "6aaa78f1-f7de-44ca-8722-c64a23943cae Azure Batch Data Contributor",
		"azureBatchJobSubmitter":              "48e5e92e-a480-4e71-aa9c-2778f4c13781 Azure Batch Job Submitter",
	}
	got := map[string]string{}
	for _, r := range azure.Roles() {
		got[r.Symbol] = r.ID + " " + r.Name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAddressRanges(t *testing.T) {
	t.Parallel()
	text := func(rows []azure.AddressRange) (list []string) {
		for _, r := range rows {
			if r.Note == "" {
				t.Errorf("%s has no note", r.Prefix)
			}
			list = append(list, r.Prefix.Masked().String())
		}
		slices.Sort(list)
		return list
	}
	if diff := cmp.Diff([]string{
		"127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32",
	}, text(azure.ForbiddenRanges())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"}, text(azure.UsualRanges())); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsAreDistinct(t *testing.T) {
	t.Parallel()
	seen := map[string]azure.Doc{}
	for _, d := range azure.Documents() {
		for _, mark := range []string{string(d.ID), d.Title, d.URL} {
			if other, taken := seen[mark]; taken && mark != "" && other != d.ID {
				t.Errorf("%s and %s share %q", d.ID, other, mark)
			}
			seen[mark] = d.ID
		}
		if d.URL != "" && !strings.HasPrefix(d.URL, "https://") {
			t.Errorf("%s: address %q", d.ID, d.URL)
		}
	}
	if _, found := azure.DocumentOf("none"); found {
		t.Error("there is a document none")
	}
}

// Callers own what they get: nothing that they do to it reaches the tables.
func TestRowsAreCopies(t *testing.T) {
	t.Parallel()
	for title, call := range map[string]func() any{
		"regions": func() any { return azure.Regions() }, "clouds": func() any { return azure.Clouds() },
		"modes": func() any { return azure.Modes() }, "node rules": func() any { return azure.NodeSubnetRules() },
		"endpoint rules": func() any { return azure.EndpointSubnetRules() }, "routes": func() any { return azure.Routes() },
		"Cloud Services rules": func() any { return azure.CloudServiceRules() }, "images": func() any { return azure.Images() },
		"agents": func() any { return azure.NodeAgents() }, "families": func() any { return azure.VMFamilies() },
		"retirements": func() any { return azure.Retirements() }, "versions": func() any { return azure.APIVersions() },
		"roles": func() any { return azure.Roles() }, "limits": func() any { return azure.Limits() },
		"forbidden": func() any { return azure.ForbiddenRanges() }, "usual": func() any { return azure.UsualRanges() },
		"names": func() any { return azure.NameRules() }, "documents": func() any { return azure.Documents() },
		"changes": func() any { return azure.Changes() }, "mode changes": func() any { return azure.ModeChanges() },
		"one cloud": func() any { return []azure.Cloud{azure.CloudOf(azure.Regions()[0])} },
	} {
		before, rows := fmt.Sprintf("%+v", call()), reflect.ValueOf(call())
		if rows.Len() == 0 {
			t.Errorf("%s: no rows", title)
		}
		for i := range rows.Len() {
			wipe(rows.Index(i))
		}
		if after := fmt.Sprintf("%+v", call()); after != before {
			t.Errorf("%s: a caller's change reaches the table", title)
		}
	}
}

// wipe zeroes a row and, before it, everything that its lists hold.
func wipe(row reflect.Value) {
	for i := range row.NumField() {
		if field := row.Field(i); field.Kind() == reflect.Slice {
			for k := range field.Len() {
				field.Index(k).SetZero()
			}
		}
	}
	row.SetZero()
}
