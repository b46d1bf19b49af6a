// batchgen revision 1, sha256 e58bf73b82d6
metadata description = 'Azure Batch pool in a virtual network: simplified node communication, Linux, 0 to 100 dedicated and 0 to 400 spot nodes, no public IP addresses.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'uksouth'
])
param location string = 'uksouth'

@description('Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.')
@minLength(3)
@maxLength(24)
param accountName string = 'batch${uniqueString(resourceGroup().id)}'

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string = 'Standard_D4s_v5'

@description('Tags of every resource.')
param tags object = {}

// Follows the tasks that wait, never outside 0 to 100 dedicated and 0 to 400 spot nodes.
var poolFormula = '''
minDedicated = 0;
maxDedicated = 100;
maxSpot = 400;
span = 15 * TimeInterval_Minute;
known = $PendingTasks.GetSamplePercent(span);
last = max(0, $PendingTasks.GetSample(1));
pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));
$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));
$TargetLowPriorityNodes = max(0, min(maxSpot, pending - maxDedicated));
$NodeDeallocationOption = taskcompletion;
'''

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
          destinationAddressPrefix: '10.0.4.0/28'
          destinationPortRange: '443'
        }
      }
      {
        name: 'DenyInternetOutbound'
        properties: {
          description: 'Restricted egress: nodes reach nothing on the internet.'
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Internet'
          destinationPortRange: '*'
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
          destinationAddressPrefix: '10.0.4.0/28'
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
          addressPrefix: '10.0.0.0/22'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: networkSecurityGroup.id
          }
        }
      }
      {
        name: 'batch-private-endpoints'
        properties: {
          addressPrefix: '10.0.4.0/28'
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

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: accountName
  location: location
  tags: tags
  properties: {
    allowedAuthenticationModes: [
      'AAD'
    ]
    poolAllocationMode: 'BatchService'
    publicNetworkAccess: 'Disabled'
  }
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

resource pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'pool'
  tags: tags
  properties: {
    vmSize: poolVmSize
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
        provision: 'NoPublicIPAddresses'
      }
    }
    scaleSettings: {
      autoScale: {
        evaluationInterval: 'PT15M'
        formula: poolFormula
      }
    }
  }
  // The first node needs the name of the service in the private zone.
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
