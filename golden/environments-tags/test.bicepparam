// batchgen revision 1, sha256 690b219c4439
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 2
param tags = {
  costCenter: '4711'
  stage: 'none'
}
