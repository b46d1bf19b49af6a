package azure

import "time"

// IDs of retirements that other rows refer to.
const (
	cloudServices   RetirementID = "cloud-services-configuration"
	classicMode     RetirementID = "classic-node-communication"
	regionsOf2026   RetirementID = "regions-2026"
	windows2016     RetirementID = "windows-2016"
	ubuntu2204      RetirementID = "ubuntu-22.04"
	ubuntu2204Agent RetirementID = "agent-ubuntu-22.04"
	ubuntu2004Agent RetirementID = "agent-ubuntu-20.04"
	oldAgents       RetirementID = "agents-2024"
	customImages    RetirementID = "managed-images"

	sizesA8    RetirementID = "sizes-a8-a11"
	sizesA     RetirementID = "sizes-a"
	sizesNV    RetirementID = "sizes-nv"
	sizesHB    RetirementID = "sizes-hb"
	sizesNC    RetirementID = "sizes-nc"
	sizesNCv3  RetirementID = "sizes-ncv3"
	sizesDCsv2 RetirementID = "sizes-dcsv2"
	sizesCC    RetirementID = "sizes-cc"
	sizesNVv3  RetirementID = "sizes-nvv3"
	sizesM192  RetirementID = "sizes-m192"
	sizesHBv2  RetirementID = "sizes-hbv2"
	sizesNP    RetirementID = "sizes-np"
	sizesDv2   RetirementID = "sizes-dv2"
	sizesLs    RetirementID = "sizes-ls"
	sizesAv2   RetirementID = "sizes-av2"
	sizesLsv2  RetirementID = "sizes-lsv2"
	sizesFsv2  RetirementID = "sizes-fsv2"
	sizesDCsv3 RetirementID = "sizes-dcsv3"
	sizesDv3   RetirementID = "sizes-dv3"
)

// Retirements: azure-resources sections 3.3, 4.2 and 8. A row without a date
// was announced without one.
var retirements = []Retirement{
	{cloudServices, RetiredConfiguration, "the Cloud Services configuration", day(2024, 2, 29), "configuration: virtualMachine", "batch-pool-cloud-service-to-virtual-machine-configuration"},
	{classicMode, RetiredMode, "classic node communication", day(2026, 3, 31), "mode: simplified", "simplified"},
	{"classic-networks", RetiredConfiguration, "classic virtual networks", day(2024, 8, 31), "a Resource Manager network", "Azure/EOL"},
	{regionsOf2026, RetiredRegion, "Batch in this region", day(2026, 3, 31), "another region", "Azure/EOL"},
	{windows2016, RetiredImage, "Windows Server 2016", day(2027, 1, 12), "windows-2022 or windows-2025", "Batch#197"},
	{ubuntu2204, RetiredImage, "Ubuntu 22.04", day(2027, 6, 30), "ubuntu-24.04", "Batch#200"},
	{ubuntu2204Agent, RetiredAgent, "node agent batch.node.ubuntu 22.04", day(2027, 6, 30), "batch.node.ubuntu 24.04", "Batch#200"},
	{ubuntu2004Agent, RetiredAgent, "node agent batch.node.ubuntu 20.04", day(2025, 4, 23), "batch.node.ubuntu 24.04", "Batch#174"},
	{oldAgents, RetiredAgent, "this node agent", day(2024, 12, 31), "a current one, such as batch.node.ubuntu 24.04 or batch.node.el 9", "Batch#180"},

	{sizesA8, RetiredVMFamily, "the A8 to A11 sizes", day(2021, 3, 1), "Dasv5 or Dsv5", "Batch#87"},
	{sizesA, RetiredVMFamily, "the Basic A and Standard A family", day(2024, 8, 31), "Dasv5 or Dsv5", "Azure/EOL"},
	{sizesNV, RetiredVMFamily, "the NV family", day(2023, 9, 6), "NVads A10 v5", "nv-series-retirement"},
	{sizesHB, RetiredVMFamily, "the HB family", day(2024, 8, 31), "HBv4 or HBv5", "Azure/EOL"},
	{sizesNC, RetiredVMFamily, "the NC, NCv2, ND and H families", day(2023, 9, 6), "NCasT4_v3, NC A100 v4 or HBv3", "azure-resources"},
	{sizesNCv3, RetiredVMFamily, "the NCv3 family", day(2025, 9, 30), "NC A100 v4", "retired-sizes-list"},
	{sizesDCsv2, RetiredVMFamily, "the DCsv2 family", day(2026, 6, 30), "DCsv3 or DCas v5", "retired-sizes-list"},
	{sizesCC, RetiredVMFamily, "the DCas_cc_v5 and ECas_cc_v5 families", day(2026, 9, 1), "", "retired-sizes-list"},
	{sizesNVv3, RetiredVMFamily, "the NVv3 and NVv4 families", day(2026, 9, 30), "NVads A10 v5 or NVads V710 v5", "retired-sizes-list"},
	{sizesM192, RetiredVMFamily, "the M192 v2 sizes", day(2027, 3, 31), "Mv3", "retired-sizes-list"},
	{sizesHBv2, RetiredVMFamily, "the HBv2 and HC families", day(2027, 5, 31), "HBv5 or HX", "retired-sizes-list"},
	{sizesNP, RetiredVMFamily, "the NP family", day(2027, 5, 31), "", "retired-sizes-list"},
	{sizesDv2, RetiredVMFamily, "the D, Ds, Dv2 and Dsv2 families", day(2028, 5, 1), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{sizesLs, RetiredVMFamily, "the Ls family", day(2028, 5, 1), "Lsv3 or Lasv3", "retired-sizes-list"},
	{sizesAv2, RetiredVMFamily, "the Av2, B and G families", day(2028, 11, 15), "Dsv5, Ddsv5 or Dasv5", "retired-sizes-list"},
	{sizesLsv2, RetiredVMFamily, "the Lsv2 family", day(2028, 11, 15), "Lsv3 or Lasv3", "retired-sizes-list"},
	{sizesFsv2, RetiredVMFamily, "the F, Fs and Fsv2 families", day(2028, 11, 15), "Dlsv6 or Falsv6", "retired-sizes-list"},
	{sizesDCsv3, RetiredVMFamily, "the DCsv3 and DCdsv3 families", day(2029, 10, 31), "", "retired-sizes-list"},
	{sizesDv3, RetiredVMFamily, "the Dv3, Dsv3, Ev3 and Esv3 families", day(2029, 11, 15), "version 5, 6 or 7 of D and E", "retired-sizes-list"},

	{"batch-api-2024", RetiredAPIVersion, "Batch API versions before 2025-06-01", time.Time{}, "2025-06-01", "Batch#140"},
	{"certificates", RetiredFeature, "Batch account certificates", day(2024, 2, 29), "Key Vault with the VM extension", "batch-role-based-access-control"},
	{customImages, RetiredFeature, "custom images from VHD blobs or managed images", day(2026, 3, 31), "an image of an Azure Compute Gallery", "Azure/EOL"},
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
	{"storage-v1", RetiredFeature, "general-purpose v1 storage accounts", day(2026, 9, 1), "StorageV2", "Azure/EOL"},
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
func Retirements() []Retirement { return retirements }

// RetirementOf returns the row with the ID, false for "" and for an unknown one.
func RetirementOf(id RetirementID) (Retirement, bool) {
	for _, r := range retirements {
		if r.ID == id {
			return r, true
		}
	}
	return Retirement{}, false
}
