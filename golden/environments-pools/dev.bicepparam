// batchgen revision 1, sha256 8404cfd17a5a
using './main.bicep'

param cpuVmSize = 'Standard_D2s_v5'
param cpuDedicatedNodes = 10
param cpuSpotNodes = 0
param gpuLargeVmSize = 'Standard_NC4as_T4_v3'
param gpuLargeDedicatedNodes = 1
param gpuLargeSpotNodes = 0
param burstVmSize = 'Standard_D2s_v5'
param burstSpotMaxNodes = 30
param ownVmSize = 'Standard_D2s_v5'
