// batchgen revision 1, sha256 7285532dea8e
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 20
param poolSpotNodes = 0
