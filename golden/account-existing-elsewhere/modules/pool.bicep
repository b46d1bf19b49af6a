// batchgen revision 1, sha256 6238c858c736
metadata description = 'Azure Batch pools of the account \'genomics\'.'

@description('Tags of every resource.')
param tags object

@description('Resource ID of an identity of the nodes.')
param taskIdentityId string

@description('VM size of the nodes of pool \'render\'.')
param renderVmSize string

@description('Resource ID of the subnet that holds the nodes.')
param nodeSubnetId string

@description('Dedicated nodes of pool \'render\'.')
param renderDedicatedNodes int

@description('Spot nodes of pool \'render\'.')
param renderSpotNodes int

@description('VM size of the nodes of pool \'night\'.')
param nightVmSize string

// Follows the tasks that wait, never outside 0 to 20 nodes.
var nightFormula = '''
minDedicated = 0;
maxDedicated = 20;
span = 15 * TimeInterval_Minute;
known = $PendingTasks.GetSamplePercent(span);
last = max(0, $PendingTasks.GetSample(1));
pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));
$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));
$TargetLowPriorityNodes = 0;
$NodeDeallocationOption = taskcompletion;
'''

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  name: 'genomics'
}

resource renderPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'render'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${taskIdentityId}': {}
    }
  }
  properties: {
    vmSize: renderVmSize
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
      fixedScale: {
        targetDedicatedNodes: renderDedicatedNodes
        targetLowPriorityNodes: renderSpotNodes
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource nightPool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'night'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${taskIdentityId}': {}
    }
  }
  properties: {
    vmSize: nightVmSize
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
        formula: nightFormula
      }
    }
  }
}
