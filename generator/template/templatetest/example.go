// Package templatetest has documents for the tests of what prints them.
package templatetest

import (
	"fmt"

	"github.com/batchgen/batchgen/generator/template"
)

// Short names for what a document has most of.
type (
	expr  = template.Expr
	obj   = template.Obj
	arr   = template.Arr
	str   = template.Str
	param = template.ParamRef
)

func prop(name string, value expr) template.Prop { return template.P(name, value) }

// Example is a whole deployment: a Batch pool of Linux nodes with public
// addresses, its network, its auto-storage and the identity between them.
func Example() *template.Document {
	d := &template.Document{
		Description: "Azure Batch pool in a virtual network: simplified node communication, Linux, 20 nodes.",
		Params:      exampleParams(),
		Vars: []template.Var{{
			Name: "storageBlobDataContributor",
			Value: template.Call{Name: "subscriptionResourceId", Args: []expr{
				str("Microsoft.Authorization/roleDefinitions"), str("ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
			}},
		}},
	}
	securityGroup := &template.Resource{
		Symbol: "networkSecurityGroup", Type: "Microsoft.Network/networkSecurityGroups", APIVersion: "2025-05-01",
		Name: str("batch-nsg"),
		Body: located(prop("properties", obj{prop("securityRules", arr{
			rule("DenyInternetInbound", "Nothing on the internet opens a connection to a node, whatever the "+
				"VirtualNetwork tag comes to contain.", 4096, "Inbound", "Deny", "*", "Internet", "*", "*"),
			rule("AllowBatchNodeManagementOutbound", "Nodes reach the Batch node management service.",
				100, "Outbound", "Allow", "*", "*", "BatchNodeManagement.WestEurope", "443"),
			rule("AllowStorageOutbound", "Nodes read resource files and application packages from the auto-storage account.",
				110, "Outbound", "Allow", "Tcp", "*", "Storage.WestEurope", "443"),
		})})),
	}
	network := &template.Resource{
		Symbol: "virtualNetwork", Type: "Microsoft.Network/virtualNetworks", APIVersion: "2025-05-01",
		Name: str("batch-vnet"),
		Body: located(prop("properties", obj{
			prop("addressSpace", obj{prop("addressPrefixes", arr{str("10.0.0.0/16")})}),
			prop("subnets", arr{obj{
				prop("name", str("batch-nodes")),
				prop("properties", obj{
					prop("addressPrefix", str("10.0.0.0/27")),
					prop("defaultOutboundAccess", template.Boolean(false)),
					prop("networkSecurityGroup", obj{prop("id", template.ID{Resource: securityGroup})}),
				}),
			}}),
		})),
	}
	subnet := network.Nest(&template.Resource{
		Symbol: "nodeSubnet", Type: "Microsoft.Network/virtualNetworks/subnets", APIVersion: "2025-05-01",
		Existing: true, Name: str("batch-nodes"),
	})
	storage := &template.Resource{
		Symbol: "storage", Type: "Microsoft.Storage/storageAccounts", APIVersion: "2026-04-01",
		Name: param("storageName"),
		Body: located(
			prop("kind", str("StorageV2")),
			prop("sku", obj{prop("name", str("Standard_ZRS"))}),
			prop("properties", obj{
				prop("accessTier", str("Hot")),
				prop("allowBlobPublicAccess", template.Boolean(false)),
				prop("allowCrossTenantReplication", template.Boolean(false)),
				prop("allowSharedKeyAccess", template.Boolean(false)),
				prop("defaultToOAuthAuthentication", template.Boolean(true)),
				prop("minimumTlsVersion", str("TLS1_2")),
				prop("supportsHttpsTrafficOnly", template.Boolean(true)),
			}),
		),
	}
	identity := &template.Resource{
		Symbol: "identity", Type: "Microsoft.ManagedIdentity/userAssignedIdentities", APIVersion: "2024-11-30",
		Name: str("batch-identity"), Body: located(),
	}
	access := &template.Resource{
		Symbol: "storageAccess", Type: "Microsoft.Authorization/roleAssignments", APIVersion: "2022-04-01",
		Scope: storage,
		Name: template.Call{Name: "guid", Args: []expr{
			template.ID{Resource: storage}, template.ID{Resource: identity}, template.VarRef("storageBlobDataContributor"),
		}},
		Body: []template.Prop{prop("properties", obj{
			prop("description", str("The Batch account and its nodes read application packages and resource files "+
				"and write task output.")),
			prop("principalId", template.Property{Resource: identity, Path: []string{"principalId"}}),
			prop("principalType", str("ServicePrincipal")),
			prop("roleDefinitionId", template.VarRef("storageBlobDataContributor")),
		})},
	}
	account := exampleAccount(storage, identity, access)
	d.Resources = []*template.Resource{
		securityGroup, network, storage, identity, access, account, examplePool(account, identity, subnet),
	}
	endpoint := template.Property{Resource: account, Path: []string{"accountEndpoint"}}
	d.Outputs = []template.Output{
		output("accountId", "Resource ID of the Batch account.", template.ID{Resource: account}),
		output("accountEndpoint", "Endpoint of the Batch service.", endpoint),
		output("nodeSubnetId", "Resource ID of the subnet that holds the nodes.", template.ID{Resource: subnet}),
	}
	return d
}

func output(name, description string, value expr) template.Output {
	return template.Output{Name: name, Type: template.String, Description: description, Value: value}
}

func exampleParams() []template.Param {
	unique := func(more ...expr) template.Interp {
		group := template.Access{Of: template.Call{Name: "resourceGroup"}, Name: "id"}
		return template.Interp{
			str("batch"), template.Call{Name: "uniqueString", Args: append([]expr{group}, more...)},
		}
	}
	return []template.Param{
		{
			Name: "location", Type: template.String,
			Default: str("westeurope"), Allowed: []expr{str("westeurope")},
			Description: "Azure region of every resource. The service tags in the rules below belong to it.",
		},
		{
			Name: "accountName", Type: template.String, Default: unique(), MinLength: new(3), MaxLength: new(24),
			Description: "Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.",
		},
		{
			Name: "storageName", Type: template.String, Default: unique(str("storage")),
			MinLength: new(3), MaxLength: new(24),
			Description: "Name of the auto-storage account: 3 to 24 lower-case letters and digits, unique in Azure.",
		},
		{
			Name: "poolVmSize", Type: template.String, Default: str("Standard_D4s_v5"),
			Description: "VM size of the nodes of pool 'pool'.",
		},
		{
			Name: "poolDedicatedNodes", Type: template.Int, Default: template.Number(20), MinValue: new(0), MaxValue: new(27),
			Description: "Dedicated nodes of pool 'pool'. Subnet 10.0.0.0/27 holds 27 nodes.",
		},
		{Name: "tags", Type: template.Object, Default: obj{}, Description: "Tags of every resource."},
	}
}

func located(more ...template.Prop) []template.Prop {
	return append([]template.Prop{prop("location", param("location")), prop("tags", param("tags"))}, more...)
}

func rule(name, description string, priority int, direction, access, protocol, source, destination, port string) obj {
	return obj{
		prop("name", str(name)),
		prop("properties", obj{
			prop("description", str(description)),
			prop("priority", template.Number(priority)),
			prop("direction", str(direction)),
			prop("access", str(access)),
			prop("protocol", str(protocol)),
			prop("sourceAddressPrefix", str(source)),
			prop("sourcePortRange", str("*")),
			prop("destinationAddressPrefix", str(destination)),
			prop("destinationPortRange", str(port)),
		}),
	}
}

func userAssigned(identity *template.Resource) template.Prop {
	return prop("identity", obj{
		prop("type", str("UserAssigned")),
		prop("userAssignedIdentities", obj{{Key: template.Interp{template.ID{Resource: identity}}, Value: obj{}}}),
	})
}

func exampleAccount(storage, identity, access *template.Resource) *template.Resource {
	return &template.Resource{
		Symbol: "account", Type: "Microsoft.Batch/batchAccounts", APIVersion: "2025-06-01",
		Name: param("accountName"),
		Body: located(
			userAssigned(identity),
			prop("properties", obj{
				prop("allowedAuthenticationModes", arr{str("AAD")}),
				prop("autoStorage", obj{
					prop("storageAccountId", template.ID{Resource: storage}),
					prop("authenticationMode", str("BatchAccountManagedIdentity")),
					prop("nodeIdentityReference", obj{prop("resourceId", template.ID{Resource: identity})}),
				}),
				prop("poolAllocationMode", str("BatchService")),
				prop("publicNetworkAccess", str("Enabled")),
			}),
		),
		DependsOn: []template.Dependency{access},
	}
}

func examplePool(account, identity, subnet *template.Resource) *template.Resource {
	return &template.Resource{
		Symbol: "pool", Type: "Microsoft.Batch/batchAccounts/pools", APIVersion: "2025-06-01",
		Parent: account, Name: str("pool"),
		Body: []template.Prop{
			prop("tags", param("tags")),
			userAssigned(identity),
			prop("properties", obj{
				prop("vmSize", param("poolVmSize")),
				prop("interNodeCommunication", str("Disabled")),
				prop("deploymentConfiguration", obj{prop("virtualMachineConfiguration", obj{
					prop("imageReference", obj{
						prop("publisher", str("canonical")),
						prop("offer", str("ubuntu-24_04-lts")),
						prop("sku", str("server")),
						prop("version", str("latest")),
					}),
					prop("nodeAgentSkuId", str("batch.node.ubuntu 24.04")),
					prop("diskEncryptionConfiguration", obj{prop("targets", arr{str("TemporaryDisk")})}),
				})}),
				prop("networkConfiguration", obj{
					prop("subnetId", template.ID{Resource: subnet}),
					prop("dynamicVnetAssignmentScope", str("none")),
					prop("publicIPAddressConfiguration", obj{prop("provision", str("BatchManaged"))}),
				}),
				prop("scaleSettings", obj{prop("fixedScale", obj{
					prop("targetDedicatedNodes", param("poolDedicatedNodes")),
					prop("targetLowPriorityNodes", template.Number(0)),
					prop("resizeTimeout", str("PT15M")),
				})}),
			}),
		},
	}
}

// ManyPools is the example with more pools.
func ManyPools(n int) *template.Document {
	d := Example()
	last := len(d.Resources) - 1
	first := d.Resources[last]
	for i := range n - 1 {
		pool := *first
		pool.Symbol = fmt.Sprintf("pool%d", i)
		pool.Name = str(pool.Symbol)
		d.Resources = append(d.Resources, &pool)
	}
	return d
}
