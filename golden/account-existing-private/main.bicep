// batchgen revision 1, sha256 14f937dec34d
metadata description = 'Azure Batch pool in a virtual network: simplified node communication, Linux, 20 nodes, no public IP addresses.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'pool\'. Subnet 10.0.0.0/27 holds 27 nodes.')
@minValue(0)
@maxValue(27)
param poolDedicatedNodes int = 20

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
        name: 'AllowPrivateEndpointsOutbound'
        properties: {
          description: 'Nodes reach the Batch service through its private endpoints.'
          priority: 120
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.0.32/28'
          destinationPortRange: '443'
        }
      }
    ]
  }
}

resource privateEndpointSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-private-endpoints-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'AllowVirtualNetworkInbound'
        properties: {
          description: 'Nodes and clients of the virtual network reach the private endpoints.'
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.0.0.32/28'
          destinationPortRange: '443'
        }
      }
      {
        name: 'DenyAllInbound'
        properties: {
          description: 'Nothing else reaches the private endpoints.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
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
        name: 'batch-private-endpoints'
        properties: {
          addressPrefix: '10.0.0.32/28'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: privateEndpointSecurityGroup.id
          }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }

  resource nodeSubnet 'subnets' existing = {
    name: 'batch-nodes'
  }

  resource privateEndpointSubnet 'subnets' existing = {
    name: 'batch-private-endpoints'
  }
}

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000000', 'batch')
  name: 'genomics'
}

resource privateDnsZone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.batch.azure.com'
  location: 'global'
  tags: tags

  resource virtualNetworkLink 'virtualNetworkLinks' = {
    name: 'batch-vnet'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: virtualNetwork.id
      }
    }
  }
}

resource accountPrivateEndpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'batch-account-endpoint'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: virtualNetwork::privateEndpointSubnet.id
    }
    privateLinkServiceConnections: [
      {
        name: 'batchAccount'
        properties: {
          privateLinkServiceId: account.id
          groupIds: [
            'batchAccount'
          ]
        }
      }
    ]
  }

  resource dnsZoneGroup 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'batch'
          properties: {
            privateDnsZoneId: privateDnsZone.id
          }
        }
      ]
    }
  }
}

resource nodeManagementPrivateEndpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'batch-node-management-endpoint'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: virtualNetwork::privateEndpointSubnet.id
    }
    privateLinkServiceConnections: [
      {
        name: 'nodeManagement'
        properties: {
          privateLinkServiceId: account.id
          groupIds: [
            'nodeManagement'
          ]
        }
      }
    ]
  }

  resource dnsZoneGroup 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'batch'
          properties: {
            privateDnsZoneId: privateDnsZone.id
          }
        }
      ]
    }
  }
}

module pool 'modules/pool.bicep' = {
  scope: resourceGroup('00000000-0000-0000-0000-000000000000', 'batch')
  name: 'batch-pool'
  params: {
    tags: tags
    poolVmSize: poolVmSize
    nodeSubnetId: virtualNetwork::nodeSubnet.id
    poolDedicatedNodes: poolDedicatedNodes
  }
  dependsOn: [
    nodeManagementPrivateEndpoint::dnsZoneGroup
    privateDnsZone::virtualNetworkLink
  ]
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = virtualNetwork::nodeSubnet.id
