// batchgen revision 1, sha256 2da2318b8f12
metadata description = 'Roles on resources of this resource group, for Azure Batch.'

@description('Object ID of the Batch service\'s principal.')
param batchServicePrincipalId string

var keyVaultSecretsOfficer = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
)

resource keyVault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: 'batch-vault'
}

resource vaultAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: keyVault
  name: guid(keyVault.id, batchServicePrincipalId, keyVaultSecretsOfficer)
  properties: {
    description: 'The Batch service keeps the certificates of the nodes in the vault.'
    principalId: batchServicePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: keyVaultSecretsOfficer
  }
}
