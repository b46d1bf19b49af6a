package azure

import "slices"

// Roles: azure-resources section 7.2.
var roles = []Role{
	{"storageBlobDataContributor", "Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "built-in-roles"},
	{"storageBlobDataReader", "Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "built-in-roles"},
	// Of no use to the mounts of a pool, which take a key alone; listed so that nobody tries.
	{"storageFileDataSmbShareContributor", "Storage File Data SMB Share Contributor", "0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb", "built-in-roles"},
	{"networkContributor", "Network Contributor", "4d97b98b-1dda-4787-a291-c67834d212e7", "built-in-roles"},
	{"classicVirtualMachineContributor", "Classic Virtual Machine Contributor", "d73bb868-a0df-4d4d-bd69-98a00b01fccb", "bvn"},
	{"azureBatchServiceOrchestrationRole", "Azure Batch Service Orchestration Role", "a35466a1-cfd6-450a-b35e-683fcdf30363", "account"},
	{"keyVaultSecretsOfficer", "Key Vault Secrets Officer", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "account"},
	{"keyVaultCryptoServiceEncryptionUser", "Key Vault Crypto Service Encryption User", "e147488a-f6f5-4113-8e2d-b22465e65bf6", "built-in-roles"},
	{"keyVaultSecretsUser", "Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6", "built-in-roles"},
	{"acrPull", "AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d", "built-in-roles"},
	{"azureBatchAccountContributor", "Azure Batch Account Contributor", "29fe4964-1e60-436b-bd3a-77fd4c178b3c", "batch-role-based-access-control"},
	{"azureBatchAccountReader", "Azure Batch Account Reader", "11076f67-66f6-4be0-8f6b-f0609fd05cc9", "batch-role-based-access-control"},
	{"azureBatchDataContributor", "Azure Batch Data Contributor", "6aaa78f1-f7de-44ca-8722-c64a23943cae", "batch-role-based-access-control"},
	{"azureBatchJobSubmitter", "Azure Batch Job Submitter", "48e5e92e-a480-4e71-aa9c-2778f4c13781", "batch-role-based-access-control"},
}

// Roles returns the built-in roles that templates assign or reports name.
func Roles() []Role { return slices.Clone(roles) }

// RoleOf returns the role that a template calls by the symbol.
func RoleOf(symbol string) Role {
	for _, r := range roles {
		if r.Symbol == symbol {
			return r
		}
	}
	panic("azure: no role " + symbol)
}
