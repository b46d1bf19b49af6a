package azure

import (
	"net/netip"
	"slices"
)

// Clouds: azure-network-rules sections 4 and 8, azure-resources section 9.1.
// The zones are those of the document named; KMS hosts and addresses come from "kms".
var clouds = []Cloud{
	{
		ID: "public", Name: "AzureCloud", DisplayName: "Azure public",
		BatchSuffix: "batch.azure.com", StorageSuffix: "core.windows.net", KeyVaultSuffix: "vault.azure.net",
		BatchZone: "privatelink.batch.azure.com", KeyVaultZone: "privatelink.vaultcore.azure.net",
		RegistrySuffix: "azurecr.io", LoginHost: "login.microsoftonline.com", ManagementHost: "management.azure.com",
		TokenAudience:       "https://batch.core.windows.net/",
		ActivationHosts:     []string{"azkms.core.windows.net", "kms.core.windows.net"},
		ActivationAddresses: addresses("20.118.99.224", "40.83.235.53", "23.102.135.246"),
		TagRoutesPublished:  true, RegistryTags: true, Spot: true, Doc: "pedns",
	},
	{
		ID: "usgov", Name: "AzureUSGovernment", DisplayName: "Azure US Government",
		BatchSuffix: "batch.usgovcloudapi.net", StorageSuffix: "core.usgovcloudapi.net", KeyVaultSuffix: "vault.usgovcloudapi.net",
		BatchZone: "privatelink.batch.usgovcloudapi.net", KeyVaultZone: "privatelink.vaultcore.usgovcloudapi.net",
		RegistrySuffix: "azurecr.us", LoginHost: "login.microsoftonline.us", ManagementHost: "management.usgovcloudapi.net",
		TokenAudience:       "https://batch.core.usgovcloudapi.net/",
		ActivationHosts:     []string{"azkms.core.usgovcloudapi.net", "kms.core.usgovcloudapi.net"},
		ActivationAddresses: addresses("23.97.0.13", "52.126.105.2"),
		TagRoutesPublished:  true, Spot: true, Doc: "pedns",
	},
	{
		ID: "china", Name: "AzureChinaCloud", DisplayName: "Azure China",
		BatchSuffix: "batch.chinacloudapi.cn", StorageSuffix: "core.chinacloudapi.cn", KeyVaultSuffix: "vault.azure.cn",
		BatchZone: "privatelink.batch.chinacloudapi.cn", KeyVaultZone: "privatelink.vaultcore.azure.cn",
		RegistrySuffix: "azurecr.cn", LoginHost: "login.partner.microsoftonline.cn", ManagementHost: "management.chinacloudapi.cn",
		TokenAudience:       "https://batch.chinacloudapi.cn/",
		ActivationHosts:     []string{"azkms.core.chinacloudapi.cn", "kms.core.chinacloudapi.cn"},
		ActivationAddresses: addresses("159.27.28.100", "163.228.64.161", "42.159.7.249"),
		TagRoutesPublished:  false, Spot: false, Doc: "pedns",
	},
}

func addresses(text ...string) []netip.Addr {
	list := make([]netip.Addr, len(text))
	for i, t := range text {
		list[i] = netip.MustParseAddr(t)
	}
	return list
}

// Clouds returns the Azure clouds.
func Clouds() []Cloud {
	list := make([]Cloud, len(clouds))
	for i, c := range clouds {
		list[i] = copied(c)
	}
	return list
}

// CloudOf returns the cloud that a region is in.
func CloudOf(r Region) Cloud {
	for _, c := range clouds {
		if c.ID == r.Cloud {
			return copied(c)
		}
	}
	panic("azure: region " + r.Name + " is in no cloud")
}

// copied gives a row lists of its own.
func copied(c Cloud) Cloud {
	c.ActivationHosts = slices.Clone(c.ActivationHosts)
	c.ActivationAddresses = slices.Clone(c.ActivationAddresses)
	return c
}
