// batchgen revision 1, sha256 66b9b4e392f2
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolMinNodes = 2
param poolMaxNodes = 50
param poolSpotMaxNodes = 100
