// batchgen revision 1, sha256 d198eb321cd7
metadata description = 'Azure Batch pools in a virtual network: simplified node communication, Linux, 2 pools with at most 8 nodes.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.')
@minLength(3)
@maxLength(24)
param accountName string = 'batch${uniqueString(resourceGroup().id)}'

@description('Name of the auto-storage account: 3 to 24 lower-case letters and digits, unique in Azure.')
@minLength(3)
@maxLength(24)
param storageName string = 'batch${uniqueString(resourceGroup().id, 'storage')}'

@description('VM size of the nodes of pool \'a\'.')
param aVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'a\'. Subnet 10.40.8.0/28 holds 11 nodes.')
@minValue(0)
@maxValue(11)
param aDedicatedNodes int = 4

@description('VM size of the nodes of pool \'b\'.')
param bVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'b\'. Subnet 10.40.8.16/28 holds 11 nodes.')
@minValue(0)
@maxValue(11)
param bDedicatedNodes int = 4

@description('Tags of every resource.')
param tags object = {}

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: 'spoke'
}

resource aPoolSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-a-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'DenyInternetInbound'
        properties: {
          description: 'Nothing on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'AllowBatchNodeManagementOutbound'
        properties: {
          description: 'Nodes reach the Batch node management service.'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'BatchNodeManagement.WestEurope'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowStorageOutbound'
        properties: {
          description: 'Nodes read resource files and application packages from the auto-storage account.'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Storage.WestEurope'
          destinationPortRange: '443'
        }
      }
    ]
  }
}

resource aPoolSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: virtualNetwork
  name: 'a-nodes'
  properties: {
    addressPrefix: '10.40.8.0/28'
    defaultOutboundAccess: false
    networkSecurityGroup: {
      id: aPoolSecurityGroup.id
    }
  }
}

resource bPoolSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-b-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'DenyInternetInbound'
        properties: {
          description: 'Nothing on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'AllowBatchNodeManagementOutbound'
        properties: {
          description: 'Nodes reach the Batch node management service.'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'BatchNodeManagement.WestEurope'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowStorageOutbound'
        properties: {
          description: 'Nodes read resource files and application packages from the auto-storage account.'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Storage.WestEurope'
          destinationPortRange: '443'
        }
      }
    ]
  }
}

resource bPoolSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: virtualNetwork
  name: 'b-nodes'
  properties: {
    addressPrefix: '10.40.8.16/28'
    defaultOutboundAccess: false
    networkSecurityGroup: {
      id: bPoolSecurityGroup.id
    }
  }
  // Azure changes the subnets of a network one after the other.
  dependsOn: [
    aPoolSubnet
  ]
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: storageName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'batch-identity'
  location: location
  tags: tags
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identity.id, storageBlobDataContributor)
  properties: {
    description: 'The Batch account and its nodes read application packages and resource files and write task output.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: accountName
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    allowedAuthenticationModes: [
      'AAD'
    ]
    autoStorage: {
      storageAccountId: storage.id
      authenticationMode: 'BatchAccountManagedIdentity'
      nodeIdentityReference: {
        resourceId: identity.id
      }
    }
    poolAllocationMode: 'BatchService'
    publicNetworkAccess: 'Enabled'
  }
  dependsOn: [
    storageAccess
  ]
}

resource aPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'a'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: aVmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: aPoolSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: aDedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource bPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'b'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: bVmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: bPoolSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: bDedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint

@description('Resource ID of the subnet that holds the nodes of pool \'a\'.')
output aPoolSubnetId string = aPoolSubnet.id

@description('Resource ID of the subnet that holds the nodes of pool \'b\'.')
output bPoolSubnetId string = bPoolSubnet.id
