// batchgen revision 1, sha256 76e76ce66401
using './main.bicep'

param cpuVmSize = 'Standard_D4s_v5'
param cpuDedicatedNodes = 30
param cpuSpotNodes = 10
param gpuLargeVmSize = 'Standard_NC24ads_A100_v4'
param gpuLargeDedicatedNodes = 0
param gpuLargeSpotNodes = 4
param burstVmSize = 'Standard_D4s_v5'
param burstSpotMaxNodes = 90
param ownVmSize = 'Standard_D4s_v5'
