// batchgen revision 1, sha256 7715949d388b
using './main.bicep'

param poolVmSize = 'Standard_D2s_v5'
param poolDedicatedNodes = 2
param poolSpotNodes = 0
