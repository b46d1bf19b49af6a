// batchgen revision 1, sha256 447014c2709d
metadata description = 'Azure Batch pools in a virtual network: simplified node communication, Linux and Windows, 3 pools with at most 30 nodes.'

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

@description('VM size of the nodes of pool \'linux\'.')
param linuxVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'linux\'. Subnet 10.0.0.0/27 holds 27 nodes, 13 of them kept for the other node counts.')
@minValue(0)
@maxValue(13)
param linuxDedicatedNodes int = 10

@description('VM size of the nodes of pool \'windows\'.')
param windowsVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'windows\'. Subnet 10.0.0.0/27 holds 27 nodes, 13 of them kept for the other node counts.')
@minValue(0)
@maxValue(13)
param windowsDedicatedNodes int = 10

@description('VM size of the nodes of pool \'own\'.')
param ownVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'own\'. Subnet 10.0.0.32/27 holds 27 nodes.')
@minValue(0)
@maxValue(27)
param ownDedicatedNodes int = 10

@description('Key of the storage account \'renderdata\', for mounts of Azure Files.')
@secure()
param renderdataKey string

@description('Tags of every resource.')
param tags object = {}

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource networkSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-nsg'
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
      {
        name: 'AllowAzureFilesOutbound'
        properties: {
          description: 'Nodes mount Azure Files shares.'
          priority: 200
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Storage.WestEurope'
          destinationPortRange: '445'
        }
      }
      {
        name: 'AllowNfs1Outbound'
        properties: {
          description: 'Nodes mount an NFS export.'
          priority: 220
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.8.4'
          destinationPortRange: '2049'
        }
      }
    ]
  }
}

resource ownPoolSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-own-nsg'
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
      {
        name: 'AllowNfs1Outbound'
        properties: {
          description: 'Nodes mount an NFS export.'
          priority: 220
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.8.5'
          destinationPortRange: '2049'
        }
      }
    ]
  }
}

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'batch-vnet'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'batch-nodes'
        properties: {
          addressPrefix: '10.0.0.0/27'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: networkSecurityGroup.id
          }
        }
      }
      {
        name: 'own-nodes'
        properties: {
          addressPrefix: '10.0.0.32/27'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: ownPoolSecurityGroup.id
          }
        }
      }
    ]
  }

  resource nodeSubnet 'subnets' existing = {
    name: 'batch-nodes'
  }

  resource ownPoolSubnet 'subnets' existing = {
    name: 'own-nodes'
  }
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

resource linuxPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'linux'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: linuxVmSize
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
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    mountConfiguration: [
      {
        nfsMountConfiguration: {
          source: '10.0.8.4:/export'
          relativeMountPath: 'export'
          mountOptions: '-o vers=4,minorversion=1,sec=sys'
        }
      }
      {
        azureFileShareConfiguration: {
          accountName: 'renderdata'
          azureFileUrl: 'https://renderdata.file.${environment().suffixes.storage}/scenes'
          accountKey: renderdataKey
          relativeMountPath: 'scenes'
          mountOptions: '-o vers=3.1.1,dir_mode=0777,file_mode=0777,serverino,nosharesock,actimeo=30'
        }
      }
    ]
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: linuxDedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource windowsPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'windows'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: windowsVmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'microsoftwindowsserver'
          offer: 'windowsserver'
          sku: '2022-datacenter-g2'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.windows amd64'
        diskEncryptionConfiguration: {
          targets: [
            'OsDisk'
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    mountConfiguration: [
      {
        azureFileShareConfiguration: {
          accountName: 'renderdata'
          azureFileUrl: 'https://renderdata.file.${environment().suffixes.storage}/scenes'
          accountKey: renderdataKey
          relativeMountPath: 'S'
        }
      }
    ]
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: windowsDedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource ownPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'own'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: ownVmSize
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
      subnetId: virtualNetwork::ownPoolSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    mountConfiguration: [
      {
        nfsMountConfiguration: {
          source: '10.0.8.5:/export'
          relativeMountPath: 'export'
          mountOptions: '-o vers=4,minorversion=1,sec=sys'
        }
      }
    ]
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: ownDedicatedNodes
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

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = virtualNetwork::nodeSubnet.id

@description('Resource ID of the subnet that holds the nodes of pool \'own\'.')
output ownPoolSubnetId string = virtualNetwork::ownPoolSubnet.id
