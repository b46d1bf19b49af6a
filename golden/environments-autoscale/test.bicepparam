// batchgen revision 1, sha256 92464c2d3b82
using './main.bicep'

param poolVmSize = 'Standard_D2s_v5'
param poolMinNodes = 0
param poolMaxNodes = 10
param poolSpotMaxNodes = 0
