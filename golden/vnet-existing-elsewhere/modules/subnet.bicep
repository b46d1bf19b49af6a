// batchgen revision 1, sha256 1c115b390d71
metadata description = 'Subnets of Azure Batch nodes in the virtual network \'spoke\'.'

@description('Resource ID that is tied to subnet \'batch-nodes\' as its networkSecurityGroup.')
param networkSecurityGroupId string

@description('Resource ID that is tied to subnet \'batch-nodes\' as its routeTable.')
param routeTableId string

@description('Resource ID that is tied to subnet \'batch-nodes\' as its natGateway.')
param natGatewayId string

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
    routeTable: {
      id: routeTableId
    }
    natGateway: {
      id: natGatewayId
    }
  }
}

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = nodeSubnet.id
