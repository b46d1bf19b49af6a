// batchgen revision 1, sha256 b9e651602d1b
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolDedicatedNodes = 20
param tags = {
  Stage: 'prod'
  costCenter: '4711'
  owner: 'O\'Neill \${x} [y]'
}
