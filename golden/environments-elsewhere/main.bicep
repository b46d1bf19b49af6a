// batchgen revision 1, sha256 fb6c0b2e900e
metadata description = 'Azure Batch pool in a virtual network: simplified node communication, Linux, 1 to 10 nodes.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string = 'Standard_D4s_v5'

@description('Least dedicated nodes of pool \'pool\'. They stay when no task waits.')
@minValue(0)
@maxValue(123)
param poolMinNodes int = 1

@description('Most dedicated nodes of pool \'pool\'. Subnet 10.0.0.0/25 holds 123 nodes.')
@minValue(0)
@maxValue(123)
param poolMaxNodes int = 10

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
          addressPrefix: '10.0.0.0/25'
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

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000001', 'other')
  name: 'there'
}

module pool 'modules/pool.bicep' = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000001', 'other')
  name: 'batch-pool'
  params: {
    tags: tags
    poolVmSize: poolVmSize
    nodeSubnetId: virtualNetwork::nodeSubnet.id
    poolMinNodes: poolMinNodes
    poolMaxNodes: poolMaxNodes
  }
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = virtualNetwork::nodeSubnet.id
