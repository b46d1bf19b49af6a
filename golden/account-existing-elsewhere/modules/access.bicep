// batchgen revision 1, sha256 5e36253adf58
metadata description = 'Roles on resources of this resource group, for Azure Batch.'

@description('Resource ID of the identity.')
param taskIdentityId string

@description('Principal ID of the identity.')
param taskIdentityPrincipalId string

var azureBatchDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '6aaa78f1-f7de-44ca-8722-c64a23943cae'
)

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {
  name: 'genomics'
}

resource taskAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, taskIdentityId, azureBatchDataContributor)
  properties: {
    description: 'Tasks create and change pools, jobs and tasks of the account.'
    principalId: taskIdentityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: azureBatchDataContributor
  }
}
