package azure

import (
	"slices"
	"strings"
)

// AllowTrigger says what in an intent makes nodes call a name.
type AllowTrigger string

// The triggers of the allowlist.
const (
	AllowNodeManagement  AllowTrigger = "no nodeManagement endpoint"
	AllowTasksCallBatch  AllowTrigger = "tasksCallBatch without a batchAccount endpoint"
	AllowAutoStorage     AllowTrigger = "auto-storage without an endpoint"
	AllowClassicStorage  AllowTrigger = "classic node communication"
	AllowMounts          AllowTrigger = "mounts on Linux"
	AllowEncryptedDisks  AllowTrigger = "disk encryption"
	AllowAzureFiles      AllowTrigger = "mounts: azureFiles"
	AllowBlobMount       AllowTrigger = "mounts: blob"
	AllowNFS             AllowTrigger = "mounts: nfs"
	AllowBlobByNFS       AllowTrigger = "mounts: nfs from blob storage"
	AllowSMB             AllowTrigger = "mounts: smb"
	AllowActivation      AllowTrigger = "Windows"
	AllowTokens          AllowTrigger = "tasksCallBatch"
	AllowContainers      AllowTrigger = "containers"
	AllowRegistry        AllowTrigger = "containers from a registry"
	AllowAzureRegistry   AllowTrigger = "containers from an Azure container registry"
	AllowPublicResolvers AllowTrigger = "public DNS servers"
)

// AllowRow is a name that a firewall or on-premises edge must let nodes reach.
type AllowRow struct {
	// Category is that of "az batch account outbound-endpoints list" where the
	// service lists the name, else one of batchgen's own.
	Category string
	// Form of the name. In braces stands what differs: {account}, {autostorage},
	// {region}, {server}, and {batch}, {storage}, {vault}, {login} for what the
	// cloud has. "" where the peer has addresses alone.
	Form string
	// Tag is the service tag that covers the name, "" for none; the region's
	// suffix belongs behind it.
	Tag string
	// Protocol is "TCP" or "UDP", Port one port.
	Protocol, Port string
	When           AllowTrigger
	// Optional tells that some deployments work without the name; Why says which.
	Optional bool
	Why      string
	Doc      Doc
}

// The categories, in their order. The first four are Azure's own words.
const (
	AllowCategoryBatch      = "Azure Batch"
	AllowCategoryStorage    = "Azure Storage"
	AllowCategoryPackages   = "Microsoft Package Repository"
	AllowCategoryVault      = "Azure Key Vault"
	AllowCategoryMounts     = "Mounts"
	AllowCategoryWindows    = "Windows activation"
	AllowCategoryIdentity   = "Microsoft Entra ID"
	AllowCategoryContainers = "Container registries"
	AllowCategoryDNS        = "DNS"
)

// Names for a firewall: azure-network-rules section 8.
var allowRows = []AllowRow{
	{AllowCategoryBatch, "{account}.{region}.{batch}", "BatchNodeManagement", "TCP", "443", AllowTasksCallBatch, false,
		"Tasks call the Batch account.", "spec"},
	{AllowCategoryBatch, "{region}.service.{batch}", "BatchNodeManagement", "TCP", "443", AllowNodeManagement, false,
		"Nodes reach the node management service; the bare name is the one that the service lists.", "spec"},
	{AllowCategoryBatch, "*.{region}.service.{batch}", "BatchNodeManagement", "TCP", "443", AllowNodeManagement, false,
		"Nodes reach the node management service under a name of the account's own.", "azure-network-rules"},

	{AllowCategoryStorage, "{autostorage}.blob.{storage}", "Storage", "TCP", "443", AllowAutoStorage, false,
		"Nodes read resource files and application packages and write task output.", "spec"},
	{AllowCategoryStorage, "*.blob.{storage}", "Storage", "TCP", "443", AllowClassicStorage, false,
		"Nodes exchange their state with the Batch service through its storage accounts.", "bvn"},
	{AllowCategoryStorage, "*.table.{storage}", "Storage", "TCP", "443", AllowClassicStorage, false,
		"Nodes exchange their state with the Batch service through its storage accounts.", "bvn"},
	{AllowCategoryStorage, "*.queue.{storage}", "Storage", "TCP", "443", AllowClassicStorage, false,
		"Nodes exchange their state with the Batch service through its storage accounts.", "bvn"},

	{AllowCategoryPackages, "packages.microsoft.com", "", "TCP", "443", AllowMounts, false,
		"Batch installs what a mount needs when a node starts.", "mount"},

	{AllowCategoryVault, "*.{vault}", "", "TCP", "443", AllowEncryptedDisks, true,
		"Disk encryption; not needed on VM sizes with encryption at host.", "spec"},

	{AllowCategoryMounts, "{server}.file.{storage}", "Storage", "TCP", "445", AllowAzureFiles, false,
		"Nodes mount an Azure Files share.", "mount"},
	{AllowCategoryMounts, "{server}.blob.{storage}", "Storage", "TCP", "443", AllowBlobMount, false,
		"Nodes mount a blob container.", "mount"},
	{AllowCategoryMounts, "{server}", "", "TCP", "2049", AllowNFS, false, "Nodes mount an NFS export.", "mount"},
	{AllowCategoryMounts, "{server}.{storage}", "Storage", "TCP", "2049", AllowBlobByNFS, false,
		"Nodes mount a storage account by NFS.", "mount"},
	{AllowCategoryMounts, "{server}.{storage}", "Storage", "TCP", "111", AllowBlobByNFS, false,
		"Nodes ask the storage account for its NFS ports; NFS 3 alone.", "azure-network-rules"},
	{AllowCategoryMounts, "{server}.{storage}", "Storage", "TCP", "2048", AllowBlobByNFS, false,
		"Nodes mount the storage account by NFS 3.", "azure-network-rules"},
	{AllowCategoryMounts, "{server}", "", "TCP", "445", AllowSMB, false, "Nodes mount an SMB share.", "mount"},
	{AllowCategoryMounts, "", "", "TCP", "80", AllowMounts, true,
		"The package mirror of the image's distribution, which has no one name; not needed by images with the packages in them.", "mount"},
	{AllowCategoryMounts, "", "", "TCP", "443", AllowMounts, true,
		"The package mirror of the image's distribution, which has no one name; not needed by images with the packages in them.", "mount"},

	{AllowCategoryWindows, "", "", "TCP", "1688", AllowActivation, false,
		"Windows activates; it fails through a tunnel whose far end has no public address of Azure.", "kms"},

	{AllowCategoryIdentity, "{login}", "", "TCP", "443", AllowTokens, true,
		"Tasks that fetch tokens by themselves; not needed by those that ask the instance metadata service.", "azure-network-rules"},

	{AllowCategoryContainers, "mcr.microsoft.com", "", "TCP", "443", AllowContainers, false,
		"Nodes pull container images from Microsoft's registry.", "azure-network-rules"},
	{AllowCategoryContainers, "*.data.mcr.microsoft.com", "", "TCP", "443", AllowContainers, false,
		"Nodes pull the layers of its images.", "azure-network-rules"},
	{AllowCategoryContainers, "{server}", "", "TCP", "443", AllowRegistry, false, "Nodes pull container images.", "azure-network-rules"},
	{AllowCategoryContainers, "*.blob.{storage}", "Storage", "TCP", "443", AllowAzureRegistry, true,
		"Nodes pull the layers of images; not needed for a registry with data endpoints of its own.", "azure-network-rules"},

	{AllowCategoryDNS, "", "", "TCP", "53", AllowPublicResolvers, false, "Nodes resolve names.", "azure-network-rules"},
	{AllowCategoryDNS, "", "", "UDP", "53", AllowPublicResolvers, false, "Nodes resolve names.", "azure-network-rules"},
}

// AllowRows returns the names that a firewall must let nodes reach, by category.
func AllowRows() []AllowRow { return slices.Clone(allowRows) }

// Destination is a name or a set of addresses that a firewall must let pass.
type Destination struct {
	AllowRow
	// Addresses are what the peer has where its name is not enough or is not
	// known; empty for none.
	Addresses []string
	// Direct tells that routes take it past the tunnel: the tunnel's far end never sees it.
	Direct bool
}

// Expand fills in a part of a form: "{region}".
func (d Destination) Expand(part, value string) Destination {
	d.Form = strings.ReplaceAll(d.Form, "{"+part+"}", value)
	return d
}
