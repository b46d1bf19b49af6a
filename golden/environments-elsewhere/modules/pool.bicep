// batchgen revision 1, sha256 208749b248e6
metadata description = 'Azure Batch pools of the account \'there\'.'

@description('Tags of every resource.')
param tags object

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string

@description('Resource ID of the subnet that holds the nodes.')
param nodeSubnetId string

@description('Least dedicated nodes of pool \'pool\'.')
param poolMinNodes int

@description('Most dedicated nodes of pool \'pool\'.')
param poolMaxNodes int

// Follows the tasks that wait, never outside the bounds that are parameters.
var poolFormula = join(
  [
    'minDedicated = ${poolMinNodes};'
    'maxDedicated = ${poolMaxNodes};'
    'span = 15 * TimeInterval_Minute;'
    'known = $PendingTasks.GetSamplePercent(span);'
    'last = max(0, $PendingTasks.GetSample(1));'
    'pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));'
    '$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));'
    '$TargetLowPriorityNodes = 0;'
    '$NodeDeallocationOption = taskcompletion;'
  ],
  '\n'
)

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  name: 'there'
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
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      autoScale: {
        evaluationInterval: 'PT15M'
        formula: poolFormula
      }
    }
  }
}
