// batchgen revision 1, sha256 3e3341b154ee
metadata description = 'Subnets of Azure Batch nodes in the virtual network \'spoke\'.'

@description('Resource ID that is tied to subnet \'batch-nodes\' as its networkSecurityGroup.')
param networkSecurityGroupId string

@description('Resource ID that is tied to subnet \'batch-private-endpoints\' as its networkSecurityGroup.')
param privateEndpointSecurityGroupId string

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: 'spoke'
}

resource nodeSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: virtualNetwork
  name: 'batch-nodes'
  properties: {
    addressPrefix: '10.40.8.0/26'
    defaultOutboundAccess: false
    networkSecurityGroup: {
      id: networkSecurityGroupId
    }
    serviceEndpoints: [
      {
        service: 'Microsoft.Storage'
      }
    ]
  }
}

resource privateEndpointSubnet 'Microsoft.Network/virtualNetworks/subnets@2025-05-01' = {
  parent: virtualNetwork
  name: 'batch-private-endpoints'
  properties: {
    addressPrefix: '10.40.9.0/28'
    defaultOutboundAccess: false
    networkSecurityGroup: {
      id: privateEndpointSecurityGroupId
    }
    privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
  }
  // Azure changes the subnets of a network one after the other.
  dependsOn: [
    nodeSubnet
  ]
}

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = nodeSubnet.id

@description('Resource ID of the subnet that holds the nodes.')
output privateEndpointSubnetId string = privateEndpointSubnet.id
