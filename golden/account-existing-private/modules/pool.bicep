// batchgen revision 1, sha256 7a8bfc19ea79
metadata description = 'Azure Batch pools of the account \'genomics\'.'

@description('Tags of every resource.')
param tags object

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string

@description('Resource ID of the subnet that holds the nodes.')
param nodeSubnetId string

@description('Dedicated nodes of pool \'pool\'.')
param poolDedicatedNodes int

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  name: 'genomics'
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
      subnetId: nodeSubnetId
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'NoPublicIPAddresses'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: poolDedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}
