// batchgen revision 1, sha256 01f210317db1
metadata description = 'Azure Batch pool in a virtual network: Cloud Services configuration (retired on 29 February 2024), Windows, 0 to 4 nodes.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.')
@minLength(3)
@maxLength(24)
param accountName string = 'batch${uniqueString(resourceGroup().id)}'

@description('VM size of the nodes of pool \'pool\'.')
param poolVmSize string = 'Standard_D2_v2'

@description('Tags of every resource.')
param tags object = {}

// Follows the tasks that wait, never outside 0 to 4 nodes.
var poolFormula = '''
minDedicated = 0;
maxDedicated = 4;
span = 15 * TimeInterval_Minute;
known = $PendingTasks.GetSamplePercent(span);
last = max(0, $PendingTasks.GetSample(1));
pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));
$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));
$TargetLowPriorityNodes = 0;
$NodeDeallocationOption = taskcompletion;
'''

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: accountName
  location: location
  tags: tags
  properties: {
    allowedAuthenticationModes: [
      'AAD'
    ]
    poolAllocationMode: 'BatchService'
    publicNetworkAccess: 'Enabled'
  }
}

// The newest version that still has cloudServiceConfiguration.
#disable-next-line use-recent-api-versions
resource pool 'Microsoft.Batch/batchAccounts/pools@2024-02-01' = {
  parent: account
  name: 'pool'
  properties: {
    vmSize: poolVmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      cloudServiceConfiguration: {
        osFamily: '6'
        osVersion: '*'
      }
    }
    networkConfiguration: {
      subnetId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/classic/subnets/nodes'
    }
    scaleSettings: {
      autoScale: {
        evaluationInterval: 'PT15M'
        formula: poolFormula
      }
    }
  }
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint
