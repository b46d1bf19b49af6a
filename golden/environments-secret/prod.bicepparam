// batchgen revision 1, sha256 7547acd022b2
using './main.bicep'

param batchServicePrincipalId = readEnvironmentVariable('BATCHGEN_BATCH_SERVICE_PRINCIPAL_ID')
param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 20
param smb10_0_200_5BatchPassword = readEnvironmentVariable('BATCHGEN_SMB10_0_200_5_BATCH_PASSWORD')
