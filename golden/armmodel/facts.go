package armmodel

import "strings"

// tenant stands for the tenant of the deployment.
const tenant = "11111111-1111-1111-1111-111111111111"

// cloud is what differs between the clouds: azure-network-rules section 8,
// azure-resources section 9.1. It is transcribed here by hand, and not taken
// from the generator, so that a wrong row of the generator shows.
type cloud struct {
	name, storage, vault, batchZone string
	kms                             []string
}

var (
	publicCloud = cloud{
		"AzureCloud", "core.windows.net", "vault.azure.net", "privatelink.batch.azure.com",
		[]string{"20.118.99.224", "40.83.235.53", "23.102.135.246"},
	}
	usGovernment = cloud{
		"AzureUSGovernment", "core.usgovcloudapi.net", "vault.usgovcloudapi.net", "privatelink.batch.usgovcloudapi.net",
		[]string{"23.97.0.13", "52.126.105.2"},
	}
	chinaCloud = cloud{
		"AzureChinaCloud", "core.chinacloudapi.cn", "vault.azure.cn", "privatelink.batch.chinacloudapi.cn",
		[]string{"159.27.28.100", "163.228.64.161", "42.159.7.249"},
	}
)

// The suffixes of the service tags, azure-network-rules section 3: the name of
// a region is its suffix in lower case.
const (
	publicSuffixes = `AustraliaCentral AustraliaCentral2 AustraliaEast AustraliaSoutheast AustriaEast BelgiumCentral
BrazilSouth BrazilSoutheast CanadaCentral CanadaEast CentralIndia CentralUS ChileCentral EastAsia EastUS EastUS2
FranceCentral FranceSouth GermanyNorth GermanyWestCentral IndonesiaCentral IsraelCentral IsraelNorthwest ItalyNorth
JapanEast JapanWest JioIndiaCentral JioIndiaWest KoreaCentral KoreaSouth MalaysiaSouth MalaysiaWest MexicoCentral
NewZealandNorth NorthCentralUS NorthEurope NorwayEast NorwayWest PolandCentral QatarCentral SouthAfricaNorth
SouthAfricaWest SouthCentralUS SouthCentralUS2 SouthIndia SoutheastAsia SoutheastUS SoutheastUS3 SpainCentral
SwedenCentral SwedenSouth SwitzerlandNorth SwitzerlandWest TaiwanNorth TaiwanNorthwest UAECentral UAENorth UKSouth
UKWest WestCentralUS WestEurope WestIndia WestUS WestUS2 WestUS3`
	usGovernmentSuffixes = `USDoDCentral USDoDEast USGovArizona USGovTexas USGovVirginia`
	chinaSuffixes        = `ChinaEast ChinaEast2 ChinaEast3 ChinaNorth ChinaNorth2 ChinaNorth3`
)

// withoutZones are the regions that have no availability zones, azure-resources
// sections 9.2 and 9.3.
const withoutZones = `australiacentral australiacentral2 australiasoutheast brazilsoutheast canadaeast francesouth
germanynorth koreasouth northcentralus norwaywest southafricawest southindia swedensouth switzerlandwest
uaecentral ukwest westcentralus westindia westus usgovarizona usgovtexas usdodcentral usdodeast chinaeast chinanorth
chinaeast2 chinanorth2 chinaeast3 israelnorthwest jioindiacentral jioindiawest malaysiasouth southcentralus2
southeastus southeastus3 taiwannorth taiwannorthwest`

// region is a region with the suffix of its service tags.
type region struct {
	name, suffix string
	cloud        cloud
	zones        bool
}

func regionOf(name string) (region, bool) {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	for _, c := range []struct {
		suffixes string
		cloud    cloud
	}{{publicSuffixes, publicCloud}, {usGovernmentSuffixes, usGovernment}, {chinaSuffixes, chinaCloud}} {
		for suffix := range strings.FieldsSeq(c.suffixes) {
			if strings.ToLower(suffix) == name {
				return region{name, suffix, c.cloud, !has(strings.Fields(withoutZones), name)}, true
			}
		}
	}
	return region{}, false
}

// apiVersions are the versions that templates use, azure-resources section 1.4
// and design section 3; pools have theirs by mode.
var apiVersions = map[string]string{
	"microsoft.network/networksecuritygroups":                 "2025-05-01",
	"microsoft.network/routetables":                           "2025-05-01",
	"microsoft.network/virtualnetworks":                       "2025-05-01",
	"microsoft.network/virtualnetworks/subnets":               "2025-05-01",
	"microsoft.network/natgateways":                           "2025-05-01",
	"microsoft.network/publicipaddresses":                     "2025-05-01",
	"microsoft.network/privateendpoints":                      "2025-05-01",
	"microsoft.network/privateendpoints/privatednszonegroups": "2025-05-01",
	"microsoft.network/privatednszones":                       "2024-06-01",
	"microsoft.network/privatednszones/virtualnetworklinks":   "2024-06-01",
	"microsoft.batch/batchaccounts":                           "2025-06-01",
	"microsoft.storage/storageaccounts":                       "2026-04-01",
	"microsoft.keyvault/vaults":                               "2026-02-01",
	"microsoft.managedidentity/userassignedidentities":        "2024-11-30",
	"microsoft.authorization/roleassignments":                 "2022-04-01",
	"microsoft.insights/diagnosticsettings":                   "2021-05-01-preview",
	"microsoft.resources/deployments":                         "2025-04-01",
}

var poolVersions = map[string]string{"simplified": "2025-06-01", "classic": "2024-07-01", "cloudService": "2024-02-01"}

// waivers are the versions that may be older than 730 days or a preview:
// nothing newer has what the template needs.
var waivers = map[string]string{
	"microsoft.batch/batchaccounts/pools@2024-07-01":                   "the last with targetNodeCommunicationMode",
	"microsoft.batch/batchaccounts/pools@2024-02-01":                   "the last with cloudServiceConfiguration",
	"microsoft.network/privatednszones@2024-06-01":                     "the newest stable one",
	"microsoft.network/privatednszones/virtualnetworklinks@2024-06-01": "the newest stable one",
	"microsoft.authorization/roleassignments@2022-04-01":               "the newest stable one",
	"microsoft.insights/diagnosticsettings@2021-05-01-preview":         "no stable one has categoryGroup",
}

// Role IDs, azure-resources section 7.2.
const (
	roleBlobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
	roleBlobReader      = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
	roleBatchData       = "6aaa78f1-f7de-44ca-8722-c64a23943cae"
	roleSecretsOfficer  = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
)

// typesWithTags take tags; all others that a template uses do not.
var typesWithTags = map[string]bool{
	"microsoft.network/networksecuritygroups":                 true,
	"microsoft.network/routetables":                           true,
	"microsoft.network/virtualnetworks":                       true,
	"microsoft.network/virtualnetworks/subnets":               false,
	"microsoft.network/natgateways":                           true,
	"microsoft.network/publicipaddresses":                     true,
	"microsoft.network/privateendpoints":                      true,
	"microsoft.network/privateendpoints/privatednszonegroups": false,
	"microsoft.network/privatednszones":                       true,
	"microsoft.network/privatednszones/virtualnetworklinks":   true,
	"microsoft.batch/batchaccounts":                           true,
	"microsoft.storage/storageaccounts":                       true,
	"microsoft.keyvault/vaults":                               true,
	"microsoft.managedidentity/userassignedidentities":        true,
	"microsoft.authorization/roleassignments":                 false,
	"microsoft.insights/diagnosticsettings":                   false,
	"microsoft.resources/deployments":                         false,
}

// withoutLocation are children and extensions, which live where their parent does.
var withoutLocation = []string{
	"microsoft.network/virtualnetworks/subnets", "microsoft.network/privateendpoints/privatednszonegroups",
	"microsoft.batch/batchaccounts/pools", "microsoft.authorization/roleassignments",
	"microsoft.insights/diagnosticsettings", "microsoft.resources/deployments",
}
