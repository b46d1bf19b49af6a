// batchgen revision 1, sha256 97b52df1accc
using './main.bicep'

param poolVmSize = 'Standard_D4s_v5'
param poolMinNodes = 2
param poolMaxNodes = 50
param tags = {
  stage: 'prod'
}
