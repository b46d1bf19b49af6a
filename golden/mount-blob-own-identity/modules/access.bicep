// batchgen revision 1, sha256 6c5fb6041395
metadata description = 'Roles on resources of this resource group, for Azure Batch.'

@description('Resource ID of the identity.')
param mountIdentityId string

@description('Principal ID of the identity.')
param mountIdentityPrincipalId string

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource mountedStorage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: 'renderdata'
}

resource mountAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: mountedStorage
  name: guid(mountedStorage.id, mountIdentityId, storageBlobDataContributor)
  properties: {
    description: 'Nodes mount containers of the storage account.'
    principalId: mountIdentityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}
