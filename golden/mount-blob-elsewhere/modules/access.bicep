// batchgen revision 1, sha256 c52d095db1af
metadata description = 'Roles on resources of this resource group, for Azure Batch.'

@description('Resource ID of the identity.')
param identityId string

@description('Principal ID of the identity.')
param identityPrincipalId string

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource mountedStorage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: 'renderdata'
}

resource mountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: mountedStorage
  name: guid(mountedStorage.id, identityId, storageBlobDataContributor)
  properties: {
    description: 'Nodes mount containers of the storage account.'
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}
