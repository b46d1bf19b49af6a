// batchgen revision 1, sha256 486099c6801e
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 40
param poolSpotNodes = 60
