// batchgen revision 1, sha256 f9b70205d1e1
metadata description = 'Roles on resources of this resource group, for Azure Batch.'

@description('Resource ID of the identity.')
param identityId string

@description('Principal ID of the identity.')
param identityPrincipalId string

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: 'batchfiles'
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identityId, storageBlobDataContributor)
  properties: {
    description: 'The Batch account and its nodes read application packages and resource files and write task output.'
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}
