package azure

import (
	"slices"
	"time"
)

// IDs of retirements that modes refer to; the other rows are named where they are used.
const (
	cloudServices    RetirementID = "cloud-services-configuration"
	classicMode      RetirementID = "classic-node-communication"
	oldBatchVersions RetirementID = "batch-api-2024"
)

// Retirements: azure-resources sections 3.3, 4.2 and 8. A row without a date
// was announced without one. What stands as the subject of a sentence, so it
// is singular for everything that stops an intent: one row for each family,
// agent, image and region.
var retirements = []Retirement{
	{cloudServices, RetiredConfiguration, "the Cloud Services configuration", day(2024, 2, 29), "configuration: virtualMachine", "batch-pool-cloud-service-to-virtual-machine-configuration"},
	{"classic-networks", RetiredConfiguration, "classic networking", day(2024, 8, 31), "a Resource Manager network", "Azure/EOL"},
	{classicMode, RetiredMode, "classic node communication", day(2026, 3, 31), "mode: simplified", "simplified"},

	{"region-westindia", RetiredRegion, "Batch in West India", day(2026, 3, 31), "another region", "Azure/EOL"},
	{"region-usdodcentral", RetiredRegion, "Batch in US DoD Central", day(2026, 3, 31), "another region", "Azure/EOL"},
	{"region-usdodeast", RetiredRegion, "Batch in US DoD East", day(2026, 3, 31), "another region", "Azure/EOL"},
	{"region-chinaeast", RetiredRegion, "Batch in China East", day(2026, 3, 31), "another region", "Azure/EOL"},
	{"region-chinanorth", RetiredRegion, "Batch in China North", day(2026, 3, 31), "another region", "Azure/EOL"},

	{"centos-7", RetiredImage, "CentOS 7", day(2024, 6, 30), "almalinux-8 or almalinux-9", "Batch#169"},
	{"ubuntu-20.04", RetiredImage, "Ubuntu 20.04", day(2025, 4, 23), "ubuntu-24.04", "Batch#174"},
	{"microsoft-azure-batch", RetiredImage, "publisher microsoft-azure-batch", day(2025, 4, 23), "ubuntu-hpc-24.04", "Batch#174"},
	{"windows-2016", RetiredImage, "Windows Server 2016", day(2027, 1, 12), "windows-2022 or windows-2025", "Batch#197"},
	{"ubuntu-22.04", RetiredImage, "Ubuntu 22.04", day(2027, 6, 30), "ubuntu-24.04", "Batch#200"},

	{"agent-ubuntu-14.04", RetiredAgent, "node agent batch.node.ubuntu 14.04", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-ubuntu-16.04", RetiredAgent, "node agent batch.node.ubuntu 16.04", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-ubuntu-18.04", RetiredAgent, "node agent batch.node.ubuntu 18.04", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-centos-7", RetiredAgent, "node agent batch.node.centos 7", day(2024, 12, 31), "batch.node.el 8 or batch.node.el 9", "Batch#180"},
	{"agent-centos-8", RetiredAgent, "node agent batch.node.centos 8", day(2024, 12, 31), "batch.node.el 8 or batch.node.el 9", "Batch#180"},
	{"agent-debian-8", RetiredAgent, "node agent batch.node.debian 8", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-debian-9", RetiredAgent, "node agent batch.node.debian 9", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-debian-10", RetiredAgent, "node agent batch.node.debian 10", day(2024, 12, 31), "batch.node.ubuntu 24.04", "Batch#180"},
	{"agent-ubuntu-20.04", RetiredAgent, "node agent batch.node.ubuntu 20.04", day(2025, 4, 23), "batch.node.ubuntu 24.04", "Batch#174"},
	{"agent-ubuntu-22.04", RetiredAgent, "node agent batch.node.ubuntu 22.04", day(2027, 6, 30), "batch.node.ubuntu 24.04", "Batch#200"},
	// The publisher ended the system in 2025; no day for Batch was found.
	{"agent-mariner-2.0", RetiredAgent, "node agent batch.node.mariner 2.0", time.Time{}, "batch.node.ubuntu 24.04", "azure-resources"},

	{"sizes-a8-a11", RetiredVMFamily, "the A8-A11 family", day(2021, 3, 1), "Dasv5 or Dsv5", "Batch#87"},
	{"sizes-basic-a", RetiredVMFamily, "the Basic A family", day(2024, 8, 31), "Dasv5 or Dsv5", "Azure/EOL"},
	{"sizes-a", RetiredVMFamily, "the Standard A family", day(2024, 8, 31), "Dasv5 or Dsv5", "Azure/EOL"},
	{"sizes-nv", RetiredVMFamily, "the NV family", day(2023, 9, 6), "NVads A10 v5", "nv-series-retirement"},
	{"sizes-hb", RetiredVMFamily, "the HB family", day(2024, 8, 31), "HBv4 or HBv5", "Azure/EOL"},
	// The dates of the next four were found as a range, from 2022-08-31 on; this is its end.
	{"sizes-nc", RetiredVMFamily, "the NC family", day(2023, 9, 6), "NCasT4_v3 or NC A100 v4", "azure-resources"},
	{"sizes-ncv2", RetiredVMFamily, "the NCv2 family", day(2023, 9, 6), "NCasT4_v3 or NC A100 v4", "azure-resources"},
	{"sizes-nd", RetiredVMFamily, "the ND family", day(2023, 9, 6), "NCasT4_v3 or NC A100 v4", "azure-resources"},
	{"sizes-h", RetiredVMFamily, "the H family", day(2023, 9, 6), "HBv3 or newer", "azure-resources"},
	{"sizes-ncv3", RetiredVMFamily, "the NCv3 family", day(2025, 9, 30), "NC A100 v4", "retired-sizes-list"},
	{"sizes-dcsv2", RetiredVMFamily, "the DCsv2 family", day(2026, 6, 30), "DCsv3, DCas v5 or DCas v6", "retired-sizes-list"},
	{"sizes-dcas-cc-v5", RetiredVMFamily, "the DCas_cc_v5 family", day(2026, 9, 1), "", "retired-sizes-list"},
	{"sizes-ecas-cc-v5", RetiredVMFamily, "the ECas_cc_v5 family", day(2026, 9, 1), "", "retired-sizes-list"},
	{"sizes-nvv3", RetiredVMFamily, "the NVv3 family", day(2026, 9, 30), "NVads A10 v5 or NVads V710 v5", "retired-sizes-list"},
	{"sizes-nvv4", RetiredVMFamily, "the NVv4 family", day(2026, 9, 30), "NVads A10 v5 or NVads V710 v5", "retired-sizes-list"},
	{"sizes-m192-v2", RetiredVMFamily, "the M192i v2 family", day(2027, 3, 31), "Mv3", "retired-sizes-list"},
	{"sizes-hbv2", RetiredVMFamily, "the HBv2 family", day(2027, 5, 31), "HBv5 or HX", "retired-sizes-list"},
	{"sizes-hc", RetiredVMFamily, "the HC family", day(2027, 5, 31), "HBv5 or HX", "retired-sizes-list"},
	{"sizes-np", RetiredVMFamily, "the NP family", day(2027, 5, 31), "", "retired-sizes-list"},
	{"sizes-d", RetiredVMFamily, "the D family", day(2028, 5, 1), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-ds", RetiredVMFamily, "the Ds family", day(2028, 5, 1), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-dv2", RetiredVMFamily, "the Dv2 family", day(2028, 5, 1), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-dsv2", RetiredVMFamily, "the Dsv2 family", day(2028, 5, 1), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-ls", RetiredVMFamily, "the Ls family", day(2028, 5, 1), "Lsv3 or Lasv3", "retired-sizes-list"},
	{"sizes-av2", RetiredVMFamily, "the Av2 family", day(2028, 11, 15), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-b", RetiredVMFamily, "the B family", day(2028, 11, 15), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-f", RetiredVMFamily, "the F family", day(2028, 11, 15), "Dlsv6 or Falsv6", "retired-sizes-list"},
	{"sizes-fs", RetiredVMFamily, "the Fs family", day(2028, 11, 15), "Dlsv6 or Falsv6", "retired-sizes-list"},
	{"sizes-fsv2", RetiredVMFamily, "the Fsv2 family", day(2028, 11, 15), "Dlsv6 or Falsv6", "retired-sizes-list"},
	{"sizes-g", RetiredVMFamily, "the G family", day(2028, 11, 15), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-gs", RetiredVMFamily, "the Gs family", day(2028, 11, 15), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{"sizes-lsv2", RetiredVMFamily, "the Lsv2 family", day(2028, 11, 15), "Lsv3 or Lasv3", "retired-sizes-list"},
	{"sizes-dcsv3", RetiredVMFamily, "the DCsv3 family", day(2029, 10, 31), "", "retired-sizes-list"},
	// The day of the next four does not hold for the US Government and China clouds.
	{"sizes-dv3", RetiredVMFamily, "the Dv3 family", day(2029, 11, 15), "version 5, 6 or 7 of the D family", "retired-sizes-list"},
	{"sizes-dsv3", RetiredVMFamily, "the Dsv3 family", day(2029, 11, 15), "version 5, 6 or 7 of the D family", "retired-sizes-list"},
	{"sizes-ev3", RetiredVMFamily, "the Ev3 family", day(2029, 11, 15), "version 5, 6 or 7 of the E family", "retired-sizes-list"},
	{"sizes-esv3", RetiredVMFamily, "the Esv3 family", day(2029, 11, 15), "version 5, 6 or 7 of the E family", "retired-sizes-list"},

	{oldBatchVersions, RetiredAPIVersion, "Batch API versions before 2025-06-01", time.Time{}, "2025-06-01", "Batch#140"},
	{"certificates", RetiredFeature, "Batch account certificates", day(2024, 2, 29), "Key Vault with the VM extension", "batch-role-based-access-control"},
	{"managed-images", RetiredFeature, "custom images from VHD blobs or managed images", day(2026, 3, 31), "an image of an Azure Compute Gallery", "Azure/EOL"},
	{"low-priority", RetiredFeature, "low-priority nodes", day(2025, 9, 30), "spot nodes, which Batch made of them", "Batch#196"},
	{"default-outbound-batch", RetiredFeature, "default outbound access of pools without public IPs", time.Time{}, "a NAT gateway, a firewall or a nodeManagement endpoint", "Batch#140"},
	{"default-outbound", RetiredFeature, "default outbound access of new networks", day(2026, 3, 31), "an explicit way out", "doa"},
	{"default-ports", RetiredFeature, "remote-access ports mapped by default", day(2025, 11, 30), "inboundNatPools", "endpoints"},
	{"basic-public-ip", RetiredFeature, "Basic public IPs and load balancers", day(2025, 9, 30), "Standard ones", "Azure/EOL"},
	{"no-public-ip-classic", RetiredFeature, "the first form of pools without public IPs", day(2023, 3, 31), "the simplified form", "Batch#140"},
	{"batch-tls", RetiredFeature, "TLS 1.0 and 1.1 on the Batch service", day(2023, 3, 31), "TLS 1.2", "Batch#140"},
	{"storage-tls", RetiredFeature, "TLS 1.0 and 1.1 on Azure Storage", day(2026, 2, 3), "TLS 1.2", "Azure/EOL"},
	{"lifetime-statistics", RetiredFeature, "job and pool lifetime statistics", day(2023, 4, 30), "", "Batch#140"},
	{"cli-extensions", RetiredFeature, "the Batch CLI extensions", day(2024, 9, 30), "", "azure-batch-cli-extensions#147"},
	{"retained-data", RetiredFeature, "the deallocation option RetainedData", time.Time{}, "TaskCompletion", "azure-rest-api-specs#44527"},
	{"storage-v1", RetiredFeature, "general-purpose v1 and BlobStorage accounts", day(2026, 9, 1), "StorageV2", "Azure/EOL"},
	{"blobfuse-1", RetiredFeature, "BlobFuse 1 and BlobFuse2 before 2.3.1", day(2026, 9, 30), "", "Azure/EOL"},
	{"cloud-services-extended", RetiredFeature, "Cloud Services (extended support)", day(2027, 3, 31), "", "Azure/EOL"},
	{"nsg-flow-logs", RetiredFeature, "NSG flow logs", day(2027, 9, 30), "virtual network flow logs", "Azure/EOL"},
	{"nat-rule-v1", RetiredFeature, "load balancer inbound NAT rules, version 1", day(2027, 9, 30), "", "Azure/EOL"},
	{"disk-encryption", RetiredFeature, "Azure Disk Encryption", day(2028, 9, 15), "encryption at host", "disk-encryption"},
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// Retirements returns everything that Azure ends or has ended and that concerns Batch pools.
func Retirements() []Retirement { return slices.Clone(retirements) }

// RetirementOf returns the row with the ID, false for "" and for an unknown one.
func RetirementOf(id RetirementID) (Retirement, bool) {
	for _, r := range retirements {
		if r.ID == id {
			return r, true
		}
	}
	return Retirement{}, false
}
