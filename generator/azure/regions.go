package azure

import (
	"slices"
	"strings"
)

// Regions: names, zones and pairs are azure-resources section 9; tag suffixes
// are the published service-tag lists (azure-network-rules section 3). A
// suffix is never computed from a name: the capitals are irregular.
var regions = []Region{
	{Name: "australiacentral", DisplayName: "Australia Central", Cloud: "public", TagSuffix: "AustraliaCentral", Pair: "australiacentral2", Simplified: true, Doc: "regions-list"},
	{Name: "australiacentral2", DisplayName: "Australia Central 2", Cloud: "public", TagSuffix: "AustraliaCentral2", Pair: "australiacentral", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "australiaeast", DisplayName: "Australia East", Cloud: "public", TagSuffix: "AustraliaEast", Zones: true, Pair: "australiasoutheast", Simplified: true, Doc: "regions-list"},
	{Name: "australiasoutheast", DisplayName: "Australia Southeast", Cloud: "public", TagSuffix: "AustraliaSoutheast", Pair: "australiaeast", Simplified: true, Doc: "regions-list"},
	{Name: "austriaeast", DisplayName: "Austria East", Cloud: "public", TagSuffix: "AustriaEast", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "belgiumcentral", DisplayName: "Belgium Central", Cloud: "public", TagSuffix: "BelgiumCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "brazilsouth", DisplayName: "Brazil South", Cloud: "public", TagSuffix: "BrazilSouth", Zones: true, Pair: "southcentralus", Simplified: true, Doc: "regions-list"},
	{Name: "brazilsoutheast", DisplayName: "Brazil Southeast", Cloud: "public", TagSuffix: "BrazilSoutheast", ListName: "brazilse", Pair: "brazilsouth", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "canadacentral", DisplayName: "Canada Central", Cloud: "public", TagSuffix: "CanadaCentral", Zones: true, Pair: "canadaeast", Simplified: true, Doc: "regions-list"},
	{Name: "canadaeast", DisplayName: "Canada East", Cloud: "public", TagSuffix: "CanadaEast", Pair: "canadacentral", Simplified: true, Doc: "regions-list"},
	{Name: "centralindia", DisplayName: "Central India", Cloud: "public", TagSuffix: "CentralIndia", Zones: true, Pair: "southindia", Simplified: true, Doc: "regions-list"},
	{Name: "centralus", DisplayName: "Central US", Cloud: "public", TagSuffix: "CentralUS", Zones: true, Pair: "eastus2", Simplified: true, Doc: "regions-list"},
	{Name: "chilecentral", DisplayName: "Chile Central", Cloud: "public", TagSuffix: "ChileCentral", ListName: "chilec", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "eastasia", DisplayName: "East Asia", Cloud: "public", TagSuffix: "EastAsia", Zones: true, Pair: "southeastasia", Simplified: true, Doc: "regions-list"},
	{Name: "eastus", DisplayName: "East US", Cloud: "public", TagSuffix: "EastUS", Zones: true, Pair: "westus", Simplified: true, Doc: "regions-list"},
	{Name: "eastus2", DisplayName: "East US 2", Cloud: "public", TagSuffix: "EastUS2", Zones: true, Pair: "centralus", Simplified: true, Doc: "regions-list"},
	{Name: "francecentral", DisplayName: "France Central", Cloud: "public", TagSuffix: "FranceCentral", ListName: "centralfrance", Zones: true, Pair: "francesouth", Simplified: true, Doc: "regions-list"},
	{Name: "francesouth", DisplayName: "France South", Cloud: "public", TagSuffix: "FranceSouth", ListName: "southfrance", Pair: "francecentral", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "germanynorth", DisplayName: "Germany North", Cloud: "public", TagSuffix: "GermanyNorth", ListName: "germanyn", Pair: "germanywestcentral", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "germanywestcentral", DisplayName: "Germany West Central", Cloud: "public", TagSuffix: "GermanyWestCentral", ListName: "germanywc", Zones: true, Pair: "germanynorth", Simplified: true, Doc: "regions-list"},
	{Name: "indonesiacentral", DisplayName: "Indonesia Central", Cloud: "public", TagSuffix: "IndonesiaCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "israelcentral", DisplayName: "Israel Central", Cloud: "public", TagSuffix: "IsraelCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "israelnorthwest", DisplayName: "Israel Northwest", Cloud: "public", TagSuffix: "IsraelNorthwest", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "italynorth", DisplayName: "Italy North", Cloud: "public", TagSuffix: "ItalyNorth", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "japaneast", DisplayName: "Japan East", Cloud: "public", TagSuffix: "JapanEast", Zones: true, Pair: "japanwest", Simplified: true, Doc: "regions-list"},
	{Name: "japanwest", DisplayName: "Japan West", Cloud: "public", TagSuffix: "JapanWest", Zones: true, Pair: "japaneast", Simplified: true, Doc: "regions-list"},
	{Name: "jioindiacentral", DisplayName: "Jio India Central", Cloud: "public", TagSuffix: "JioIndiaCentral", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "jioindiawest", DisplayName: "Jio India West", Cloud: "public", TagSuffix: "JioIndiaWest", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "koreacentral", DisplayName: "Korea Central", Cloud: "public", TagSuffix: "KoreaCentral", Zones: true, Pair: "koreasouth", Simplified: true, Doc: "regions-list"},
	{Name: "koreasouth", DisplayName: "Korea South", Cloud: "public", TagSuffix: "KoreaSouth", Pair: "koreacentral", Simplified: true, Doc: "regions-list"},
	{Name: "malaysiasouth", DisplayName: "Malaysia South", Cloud: "public", TagSuffix: "MalaysiaSouth", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "malaysiawest", DisplayName: "Malaysia West", Cloud: "public", TagSuffix: "MalaysiaWest", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "mexicocentral", DisplayName: "Mexico Central", Cloud: "public", TagSuffix: "MexicoCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "newzealandnorth", DisplayName: "New Zealand North", Cloud: "public", TagSuffix: "NewZealandNorth", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "northcentralus", DisplayName: "North Central US", Cloud: "public", TagSuffix: "NorthCentralUS", Pair: "southcentralus", Simplified: true, Doc: "regions-list"},
	{Name: "northeurope", DisplayName: "North Europe", Cloud: "public", TagSuffix: "NorthEurope", Zones: true, Pair: "westeurope", Simplified: true, Doc: "regions-list"},
	{Name: "norwayeast", DisplayName: "Norway East", Cloud: "public", TagSuffix: "NorwayEast", ListName: "norwaye", Zones: true, Pair: "norwaywest", Simplified: true, Doc: "regions-list"},
	{Name: "norwaywest", DisplayName: "Norway West", Cloud: "public", TagSuffix: "NorwayWest", ListName: "norwayw", Pair: "norwayeast", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "polandcentral", DisplayName: "Poland Central", Cloud: "public", TagSuffix: "PolandCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "qatarcentral", DisplayName: "Qatar Central", Cloud: "public", TagSuffix: "QatarCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "southafricanorth", DisplayName: "South Africa North", Cloud: "public", TagSuffix: "SouthAfricaNorth", Zones: true, Pair: "southafricawest", Simplified: true, Doc: "regions-list"},
	{Name: "southafricawest", DisplayName: "South Africa West", Cloud: "public", TagSuffix: "SouthAfricaWest", Pair: "southafricanorth", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "southcentralus", DisplayName: "South Central US", Cloud: "public", TagSuffix: "SouthCentralUS", Zones: true, Pair: "northcentralus", Simplified: true, Doc: "regions-list"},
	{Name: "southcentralus2", DisplayName: "South Central US 2", Cloud: "public", TagSuffix: "SouthCentralUS2", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "southeastasia", DisplayName: "Southeast Asia", Cloud: "public", TagSuffix: "SoutheastAsia", Zones: true, Pair: "eastasia", Simplified: true, Doc: "regions-list"},
	{Name: "southeastus", DisplayName: "Southeast US", Cloud: "public", TagSuffix: "SoutheastUS", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "southeastus3", DisplayName: "Southeast US 3", Cloud: "public", TagSuffix: "SoutheastUS3", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "southindia", DisplayName: "South India", Cloud: "public", TagSuffix: "SouthIndia", Pair: "centralindia", Simplified: true, Doc: "regions-list"},
	{Name: "spaincentral", DisplayName: "Spain Central", Cloud: "public", TagSuffix: "SpainCentral", Zones: true, Simplified: true, Doc: "regions-list"},
	{Name: "swedencentral", DisplayName: "Sweden Central", Cloud: "public", TagSuffix: "SwedenCentral", Zones: true, Pair: "swedensouth", Simplified: true, Doc: "regions-list"},
	{Name: "swedensouth", DisplayName: "Sweden South", Cloud: "public", TagSuffix: "SwedenSouth", Pair: "swedencentral", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "switzerlandnorth", DisplayName: "Switzerland North", Cloud: "public", TagSuffix: "SwitzerlandNorth", ListName: "switzerlandn", Zones: true, Pair: "switzerlandwest", Simplified: true, Doc: "regions-list"},
	{Name: "switzerlandwest", DisplayName: "Switzerland West", Cloud: "public", TagSuffix: "SwitzerlandWest", ListName: "switzerlandw", Pair: "switzerlandnorth", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "taiwannorth", DisplayName: "Taiwan North", Cloud: "public", TagSuffix: "TaiwanNorth", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "taiwannorthwest", DisplayName: "Taiwan Northwest", Cloud: "public", TagSuffix: "TaiwanNorthwest", Simplified: true, Access: "invitation", Doc: "tags"},
	{Name: "uaecentral", DisplayName: "UAE Central", Cloud: "public", TagSuffix: "UAECentral", Pair: "uaenorth", Simplified: true, Access: "restricted", Doc: "regions-list"},
	{Name: "uaenorth", DisplayName: "UAE North", Cloud: "public", TagSuffix: "UAENorth", Zones: true, Pair: "uaecentral", Simplified: true, Doc: "regions-list"},
	{Name: "uksouth", DisplayName: "UK South", Cloud: "public", TagSuffix: "UKSouth", Zones: true, Pair: "ukwest", Simplified: true, Doc: "regions-list"},
	{Name: "ukwest", DisplayName: "UK West", Cloud: "public", TagSuffix: "UKWest", Pair: "uksouth", Simplified: true, Doc: "regions-list"},
	{Name: "westcentralus", DisplayName: "West Central US", Cloud: "public", TagSuffix: "WestCentralUS", Pair: "westus2", Simplified: true, Doc: "regions-list"},
	{Name: "westeurope", DisplayName: "West Europe", Cloud: "public", TagSuffix: "WestEurope", Zones: true, Pair: "northeurope", Simplified: true, Doc: "regions-list"},
	{Name: "westindia", DisplayName: "West India", Cloud: "public", TagSuffix: "WestIndia", Pair: "southindia", Retired: "region-westindia", Doc: "regions-list"},
	{Name: "westus", DisplayName: "West US", Cloud: "public", TagSuffix: "WestUS", Pair: "eastus", Simplified: true, Doc: "regions-list"},
	{Name: "westus2", DisplayName: "West US 2", Cloud: "public", TagSuffix: "WestUS2", Zones: true, Pair: "westcentralus", Simplified: true, Doc: "regions-list"},
	{Name: "westus3", DisplayName: "West US 3", Cloud: "public", TagSuffix: "WestUS3", Zones: true, Pair: "eastus", Simplified: true, Doc: "regions-list"},
	{Name: "usdodcentral", DisplayName: "US DoD Central", Cloud: "usgov", TagSuffix: "USDoDCentral", Pair: "usdodeast", Retired: "region-usdodcentral", Doc: "tags"},
	{Name: "usdodeast", DisplayName: "US DoD East", Cloud: "usgov", TagSuffix: "USDoDEast", Pair: "usdodcentral", Retired: "region-usdodeast", Doc: "tags"},
	{Name: "usgovarizona", DisplayName: "US Gov Arizona", Cloud: "usgov", TagSuffix: "USGovArizona", Pair: "usgovtexas", Simplified: true, Doc: "tags"},
	{Name: "usgovtexas", DisplayName: "US Gov Texas", Cloud: "usgov", TagSuffix: "USGovTexas", Pair: "usgovvirginia", Simplified: true, Doc: "tags"},
	{Name: "usgovvirginia", DisplayName: "US Gov Virginia", Cloud: "usgov", TagSuffix: "USGovVirginia", Zones: true, Pair: "usgovtexas", Simplified: true, Doc: "tags"},
	{Name: "chinaeast", DisplayName: "China East", Cloud: "china", TagSuffix: "ChinaEast", Pair: "chinanorth", Retired: "region-chinaeast", Doc: "tags"},
	{Name: "chinaeast2", DisplayName: "China East 2", Cloud: "china", TagSuffix: "ChinaEast2", Pair: "chinanorth2", Simplified: true, Doc: "tags"},
	{Name: "chinaeast3", DisplayName: "China East 3", Cloud: "china", TagSuffix: "ChinaEast3", Pair: "chinanorth3", Simplified: true, Doc: "tags"},
	{Name: "chinanorth", DisplayName: "China North", Cloud: "china", TagSuffix: "ChinaNorth", Pair: "chinaeast", Retired: "region-chinanorth", Doc: "tags"},
	{Name: "chinanorth2", DisplayName: "China North 2", Cloud: "china", TagSuffix: "ChinaNorth2", Pair: "chinaeast2", Simplified: true, Doc: "tags"},
	{Name: "chinanorth3", DisplayName: "China North 3", Cloud: "china", TagSuffix: "ChinaNorth3", Zones: true, Pair: "chinaeast3", Simplified: true, Doc: "tags"},
}

// Regions returns every region: public, US Government, China; each sorted by name.
func Regions() []Region { return slices.Clone(regions) }

// RegionByName finds a region by its name or display name, without regard to
// case and spaces: westeurope, West Europe.
func RegionByName(text string) (Region, bool) {
	name := squeezed(text)
	for _, r := range regions {
		if r.Name == name {
			return r, true
		}
	}
	return Region{}, false
}

func squeezed(text string) string { return folded(strings.ReplaceAll(text, " ", "")) }

// closedRegions are names that exist and cannot hold a Batch pool.
var closedRegions = []struct{ name, reason string }{
	{"germanycentral", "the Azure Germany cloud was closed on 29 October 2021"},
	{"germanynortheast", "the Azure Germany cloud was closed on 29 October 2021"},
	{"northeurope2", "no service tag of Batch is published for it"},
	{"brazilnortheast", "no service tag of Batch is published for it"},
	{"denmarkeast", "no service tag of Batch is published for it"},
	{"usgoviowa", "no service tag of Batch is published for it"},
	{"centraluseuap", "it is a canary region of Microsoft's own"},
	{"eastus2euap", "it is a canary region of Microsoft's own"},
	{"eastusstg", "it is a staging region of Microsoft's own"},
	{"usstagee", "it is a staging region of Microsoft's own"},
	{"southcentralusstg", "it is a staging region of Microsoft's own"},
	{"usstagec", "it is a staging region of Microsoft's own"},
	{"eastus2stage", "it is a staging region of Microsoft's own"},
	{"northcentralusstage", "it is a staging region of Microsoft's own"},
}

// ClosedRegion says why a name that looks like a region is none that a pool can be in.
func ClosedRegion(text string) (reason string, found bool) {
	name := squeezed(text)
	for _, r := range closedRegions {
		if r.name == name {
			return r.reason, true
		}
	}
	return "", false
}

// BatchTag returns the service tag of the Batch node management service in the region.
func BatchTag(r Region) string { return "BatchNodeManagement." + r.TagSuffix }

// StorageTag returns the service tag of Azure Storage in the region.
func StorageTag(r Region) string { return "Storage." + r.TagSuffix }
