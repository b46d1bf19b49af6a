package azure

import "slices"

// Document is a source of rows.
type Document struct {
	ID    Doc
	Title string
	// URL is "" where the document has no public address.
	URL string
	// Read says which edition the rows come from.
	Read string
}

const (
	learnBatch   = "https://learn.microsoft.com/azure/batch/"
	learnNetwork = "https://learn.microsoft.com/azure/virtual-network/"
	batchIssues  = "https://github.com/Azure/Batch/issues/"
)

var documents = []Document{
	{"account", "Create a Batch account", learnBatch + "batch-account-create-portal", "2026-11"},
	{"armnetwork", "Azure SDK for Go, armnetwork", "https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9", "v9.0.0"},
	{"azhpc-images#386", "Azure/azhpc-images, issue 386", "https://github.com/Azure/azhpc-images/issues/386", "2026-11"},
	{"azure-batch-cli-extensions#147", "Azure/azure-batch-cli-extensions, pull request 147", "https://github.com/Azure/azure-batch-cli-extensions/pull/147", "2026-11"},
	{"azure-network-rules", "batchgen's fact sheet: flows, routes, service tags, endpoints, public IPs, firewalls", "", "2026-11-24"},
	{"azure-resources", "batchgen's fact sheet: versions, images, sizes, limits, names, roles, retirements", "", "2026-11-24"},
	{"azure-rest-api-specs#44527", "Azure/azure-rest-api-specs, pull request 44527", "https://github.com/Azure/azure-rest-api-specs/pull/44527", "2026-11"},
	{"azure-subscription-service-limits", "Azure subscription and service limits", "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits", "2026-08-04"},
	{"Azure/EOL", "Azure end-of-life announcements", "https://github.com/Azure/EOL", "2026-11"},
	{"Batch#87", "Azure/Batch, issue 87", batchIssues + "87", "2026-11"},
	{"Batch#140", "Azure/Batch, issue 140", batchIssues + "140", "2026-05-15"},
	{"Batch#169", "Azure/Batch, issue 169", batchIssues + "169", "2026-11"},
	{"Batch#174", "Azure/Batch, issue 174", batchIssues + "174", "2026-11"},
	{"Batch#178", "Azure/Batch, issue 178", batchIssues + "178", "2026-11"},
	{"Batch#180", "Azure/Batch, issue 180", batchIssues + "180", "2026-11"},
	{"Batch#181", "Azure/Batch, issue 181", batchIssues + "181", "2026-11"},
	{"Batch#196", "Azure/Batch, issue 196", batchIssues + "196", "2026-11"},
	{"Batch#197", "Azure/Batch, issue 197", batchIssues + "197", "2026-11"},
	{"Batch#200", "Azure/Batch, issue 200", batchIssues + "200", "2026-11"},
	{"batch-automatic-scaling", "Create a formula to scale compute nodes", learnBatch + "batch-automatic-scaling", "2026-11"},
	{"batch-pool-cloud-service-to-virtual-machine-configuration", "Migrate from Cloud Services to virtual machine configuration", learnBatch + "batch-pool-cloud-service-to-virtual-machine-configuration", "2026-11"},
	{"batch-pool-vm-sizes", "Choose VM sizes for compute nodes", learnBatch + "batch-pool-vm-sizes", "2021"},
	{"batch-quota-limit", "Batch service quotas and limits", learnBatch + "batch-quota-limit", "2021"},
	{"batch-role-based-access-control", "Role-based access control for Batch", learnBatch + "batch-role-based-access-control", "2025-04-02"},
	{"built-in-roles", "Azure built-in roles", "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles", "2026-11"},
	{"bvn", "Use a virtual network with Batch", learnBatch + "batch-virtual-network", "2023-09-20"},
	{"deployment-modes", "Azure Resource Manager deployment modes", "https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes", "2026-11"},
	{"disk-encryption", "Create a pool with disk encryption enabled", learnBatch + "disk-encryption", "2026-10-05"},
	{"doa", "Default outbound access in Azure", learnNetwork + "ip-services/default-outbound-access", "2026-01-30"},
	{"endpoints", "Configure endpoints of Batch pools", learnBatch + "pool-endpoint-configuration", "2024-12-16"},
	{"kms", "Custom routes to enable KMS activation", "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/custom-routes-enable-kms-activation", "2026-11"},
	{"manage-subnet", "Add, change or delete a virtual network subnet", learnNetwork + "virtual-network-manage-subnet", "2022-06-27"},
	{"manage-virtual-network", "Create, change or delete a virtual network", learnNetwork + "manage-virtual-network", "2026-11"},
	{"migration", "Migrate pools to the simplified compute node communication model", learnBatch + "batch-pools-to-simplified-compute-node-communication-model-migration-guide", "2025-04-02"},
	{"mount", "Mount a virtual file system on a pool", learnBatch + "virtual-file-mount", "2025-05-13"},
	{"nat-overview", "What is Azure NAT Gateway?", "https://learn.microsoft.com/azure/nat-gateway/nat-overview", "2026-11"},
	{"no-pip", "Simplified pool without public IP addresses", learnBatch + "simplified-node-communication-pool-no-public-ip", "2025-11-20"},
	{"nsg", "Network security groups", learnNetwork + "network-security-groups-overview", "2026-11"},
	{"nv-series-retirement", "NV series retirement", "https://learn.microsoft.com/azure/virtual-machines/nv-series-retirement", "2026-11"},
	{"pedns", "Private endpoint private DNS zone values", "https://learn.microsoft.com/azure/private-link/private-endpoint-dns", "2023 and later"},
	{"pips", "Create a pool with specified public IP addresses", learnBatch + "create-pool-public-ip", "2023-05-26"},
	{"pna", "Public network access with Batch accounts", learnBatch + "public-network-access", "2024-06-13"},
	{"pool-update", "Update Batch pool properties", learnBatch + "batch-pool-update-properties", "2025-04-02"},
	{"private", "Use private endpoints with Batch accounts", learnBatch + "private-connectivity", "2023-08-14"},
	{"regions-list", "Azure regions list", "https://learn.microsoft.com/azure/reliability/regions-list", "2025-09-23"},
	{"resource-name-rules", "Naming rules and restrictions for Azure resources", "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules", "2020"},
	{"retired-sizes-list", "Retired and retiring VM size series", "https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list", "2026-09"},
	{"simplified", "Simplified compute node communication", learnBatch + "simplified-compute-node-communication", "2025-03-27"},
	{"spec", "Azure/azure-rest-api-specs, Microsoft.Batch", "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/batch", "2026-08-01"},
	{"stags", "Virtual network service tags", learnNetwork + "service-tags-overview", "2025-07-15"},
	{"tag-resources", "Use tags to organize Azure resources", "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources", "2026-11"},
	{"tags", "Published service-tag lists", "https://www.microsoft.com/download/details.aspx?id=56519", "2025-11, 2026-07"},
	{"template-best-practices", "Best practices for ARM templates", "https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices", "2026-11"},
	{"udr", "Virtual network traffic routing", learnNetwork + "virtual-networks-udr-overview", "2023-05"},
	{"virtual-networks-faq", "Virtual network FAQ", learnNetwork + "virtual-networks-faq", "2026-11"},
}

// Documents returns the sources of all rows.
func Documents() []Document { return slices.Clone(documents) }

// DocumentOf finds a document by its short name.
func DocumentOf(id Doc) (Document, bool) {
	for _, d := range documents {
		if d.ID == id {
			return d, true
		}
	}
	return Document{}, false
}
