// batchgen revision 1, sha256 d540f284514a
metadata description = 'Azure Batch pools in a virtual network: simplified node communication, Linux, 2 pools with at most 35 nodes.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('VM size of the nodes of pool \'render\'.')
param renderVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'render\'. Subnet 10.0.0.0/26 holds 59 nodes, 33 of them kept for the other node counts.')
@minValue(0)
@maxValue(26)
param renderDedicatedNodes int = 10

@description('Spot nodes of pool \'render\'. Subnet 10.0.0.0/26 holds 59 nodes, 46 of them kept for the other node counts.')
@minValue(0)
@maxValue(13)
param renderSpotNodes int = 5

@description('VM size of the nodes of pool \'night\'.')
param nightVmSize string = 'Standard_D4s_v5'

@description('Tags of every resource.')
param tags object = {}

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
          addressPrefix: '10.0.0.0/26'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: networkSecurityGroup.id
          }
        }
      }
    ]
  }

  resource nodeSubnet 'subnets' existing = {
    name: 'batch-nodes'
  }
}

resource taskIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'batch-task-identity'
  location: location
  tags: tags
}

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000000', 'batch')
  name: 'genomics'
}

module access 'modules/access.bicep' = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000000', 'batch')
  name: 'batch-access'
  params: {
    taskIdentityId: taskIdentity.id
    taskIdentityPrincipalId: taskIdentity.properties.principalId
  }
}

module pool 'modules/pool.bicep' = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000000', 'batch')
  name: 'batch-pool'
  params: {
    tags: tags
    taskIdentityId: taskIdentity.id
    renderVmSize: renderVmSize
    nodeSubnetId: virtualNetwork::nodeSubnet.id
    renderDedicatedNodes: renderDedicatedNodes
    renderSpotNodes: renderSpotNodes
    nightVmSize: nightVmSize
  }
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint

@description('Client ID by which tasks sign in to the Batch service.')
output taskIdentityClientId string = taskIdentity.properties.clientId

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = virtualNetwork::nodeSubnet.id
