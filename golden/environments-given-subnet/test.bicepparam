// batchgen revision 1, sha256 49912111276f
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 2
param poolSpotNodes = 5
