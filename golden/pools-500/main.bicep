// batchgen revision 1, sha256 e3fa9f7e8a78
metadata description = 'Azure Batch pools in a virtual network: simplified node communication, Linux, 500 pools with at most 10000 nodes.'

@description('Azure region of every resource. The service tags in the rules below belong to it.')
@allowed([
  'westeurope'
])
param location string = 'westeurope'

@description('Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.')
@minLength(3)
@maxLength(24)
param accountName string = 'batch${uniqueString(resourceGroup().id)}'

@description('Name of the auto-storage account: 3 to 24 lower-case letters and digits, unique in Azure.')
@minLength(3)
@maxLength(24)
param storageName string = 'batch${uniqueString(resourceGroup().id, 'storage')}'

@description('VM size of the nodes of pool \'p000\'.')
param p000VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p000\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p000DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p001\'.')
param p001VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p001\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p001DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p002\'.')
param p002VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p002\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p002DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p003\'.')
param p003VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p003\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p003DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p004\'.')
param p004VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p004\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p004DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p005\'.')
param p005VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p005\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p005DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p006\'.')
param p006VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p006\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p006DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p007\'.')
param p007VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p007\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p007DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p008\'.')
param p008VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p008\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p008DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p009\'.')
param p009VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p009\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p009DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p010\'.')
param p010VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p010\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p010DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p011\'.')
param p011VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p011\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p011DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p012\'.')
param p012VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p012\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p012DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p013\'.')
param p013VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p013\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p013DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p014\'.')
param p014VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p014\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p014DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p015\'.')
param p015VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p015\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p015DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p016\'.')
param p016VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p016\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p016DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p017\'.')
param p017VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p017\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p017DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p018\'.')
param p018VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p018\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p018DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p019\'.')
param p019VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p019\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p019DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p020\'.')
param p020VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p020\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p020DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p021\'.')
param p021VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p021\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p021DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p022\'.')
param p022VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p022\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p022DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p023\'.')
param p023VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p023\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p023DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p024\'.')
param p024VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p024\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p024DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p025\'.')
param p025VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p025\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p025DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p026\'.')
param p026VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p026\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p026DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p027\'.')
param p027VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p027\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p027DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p028\'.')
param p028VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p028\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p028DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p029\'.')
param p029VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p029\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p029DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p030\'.')
param p030VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p030\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p030DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p031\'.')
param p031VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p031\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p031DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p032\'.')
param p032VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p032\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p032DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p033\'.')
param p033VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p033\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p033DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p034\'.')
param p034VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p034\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p034DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p035\'.')
param p035VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p035\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p035DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p036\'.')
param p036VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p036\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p036DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p037\'.')
param p037VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p037\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p037DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p038\'.')
param p038VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p038\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p038DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p039\'.')
param p039VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p039\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p039DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p040\'.')
param p040VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p040\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p040DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p041\'.')
param p041VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p041\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p041DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p042\'.')
param p042VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p042\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p042DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p043\'.')
param p043VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p043\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p043DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p044\'.')
param p044VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p044\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p044DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p045\'.')
param p045VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p045\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p045DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p046\'.')
param p046VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p046\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p046DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p047\'.')
param p047VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p047\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p047DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p048\'.')
param p048VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p048\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p048DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p049\'.')
param p049VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p049\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p049DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p050\'.')
param p050VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p050\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p050DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p051\'.')
param p051VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p051\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p051DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p052\'.')
param p052VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p052\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p052DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p053\'.')
param p053VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p053\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p053DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p054\'.')
param p054VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p054\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p054DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p055\'.')
param p055VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p055\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p055DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p056\'.')
param p056VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p056\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p056DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p057\'.')
param p057VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p057\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p057DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p058\'.')
param p058VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p058\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p058DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p059\'.')
param p059VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p059\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p059DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p060\'.')
param p060VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p060\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p060DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p061\'.')
param p061VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p061\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p061DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p062\'.')
param p062VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p062\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p062DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p063\'.')
param p063VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p063\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p063DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p064\'.')
param p064VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p064\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p064DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p065\'.')
param p065VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p065\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p065DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p066\'.')
param p066VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p066\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p066DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p067\'.')
param p067VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p067\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p067DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p068\'.')
param p068VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p068\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p068DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p069\'.')
param p069VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p069\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p069DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p070\'.')
param p070VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p070\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p070DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p071\'.')
param p071VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p071\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p071DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p072\'.')
param p072VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p072\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p072DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p073\'.')
param p073VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p073\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p073DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p074\'.')
param p074VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p074\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p074DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p075\'.')
param p075VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p075\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p075DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p076\'.')
param p076VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p076\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p076DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p077\'.')
param p077VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p077\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p077DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p078\'.')
param p078VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p078\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p078DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p079\'.')
param p079VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p079\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p079DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p080\'.')
param p080VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p080\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p080DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p081\'.')
param p081VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p081\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p081DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p082\'.')
param p082VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p082\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p082DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p083\'.')
param p083VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p083\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p083DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p084\'.')
param p084VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p084\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p084DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p085\'.')
param p085VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p085\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p085DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p086\'.')
param p086VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p086\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p086DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p087\'.')
param p087VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p087\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p087DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p088\'.')
param p088VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p088\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p088DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p089\'.')
param p089VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p089\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p089DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p090\'.')
param p090VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p090\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p090DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p091\'.')
param p091VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p091\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p091DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p092\'.')
param p092VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p092\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p092DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p093\'.')
param p093VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p093\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p093DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p094\'.')
param p094VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p094\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p094DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p095\'.')
param p095VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p095\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p095DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p096\'.')
param p096VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p096\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p096DedicatedNodes int = 20

@description('VM size of the nodes of pool \'p097\'.')
param p097VmSize string = 'Standard_D4s_v5'

@description('Dedicated nodes of pool \'p097\'. Subnet 10.0.0.0/18 holds 16379 nodes, 16285 of them kept for the other node counts.')
@minValue(0)
@maxValue(85)
param p097DedicatedNodes int = 20

@description('Tags of every resource.')
param tags object = {}

var storageBlobDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
)

resource networkSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'batch-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'DenyInternetInbound'
        properties: {
          description: 'Nothing on the internet opens a connection to a node, whatever the VirtualNetwork tag comes to contain.'
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
      {
        name: 'AllowBatchNodeManagementOutbound'
        properties: {
          description: 'Nodes reach the Batch node management service.'
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'BatchNodeManagement.WestEurope'
          destinationPortRange: '443'
        }
      }
      {
        name: 'AllowStorageOutbound'
        properties: {
          description: 'Nodes read resource files and application packages from the auto-storage account.'
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'Storage.WestEurope'
          destinationPortRange: '443'
        }
      }
    ]
  }
}

resource virtualNetwork 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'batch-vnet'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'batch-nodes'
        properties: {
          addressPrefix: '10.0.0.0/18'
          defaultOutboundAccess: false
          networkSecurityGroup: {
            id: networkSecurityGroup.id
          }
        }
      }
    ]
  }

  resource nodeSubnet 'subnets' existing = {
    name: 'batch-nodes'
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: storageName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'batch-identity'
  location: location
  tags: tags
}

resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identity.id, storageBlobDataContributor)
  properties: {
    description: 'The Batch account and its nodes read application packages and resource files and write task output.'
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}

resource account 'Microsoft.Batch/batchAccounts@2025-06-01' = {
  name: accountName
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    allowedAuthenticationModes: [
      'AAD'
    ]
    autoStorage: {
      storageAccountId: storage.id
      authenticationMode: 'BatchAccountManagedIdentity'
      nodeIdentityReference: {
        resourceId: identity.id
      }
    }
    poolAllocationMode: 'BatchService'
    publicNetworkAccess: 'Enabled'
  }
  dependsOn: [
    storageAccess
  ]
}

resource p000Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p000'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p000VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p000DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p001Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p001'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p001VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p001DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p002Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p002'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p002VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p002DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p003Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p003'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p003VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p003DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p004Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p004'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p004VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p004DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p005Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p005'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p005VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p005DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p006Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p006'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p006VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p006DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p007Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p007'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p007VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p007DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p008Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p008'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p008VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p008DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p009Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p009'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p009VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p009DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p010Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p010'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p010VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p010DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p011Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p011'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p011VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p011DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p012Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p012'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p012VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p012DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p013Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p013'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p013VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p013DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p014Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p014'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p014VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p014DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p015Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p015'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p015VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p015DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p016Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p016'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p016VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p016DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p017Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p017'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p017VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p017DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p018Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p018'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p018VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p018DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p019Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p019'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p019VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p019DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p020Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p020'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p020VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p020DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p021Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p021'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p021VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p021DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p022Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p022'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p022VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p022DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p023Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p023'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p023VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p023DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p024Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p024'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p024VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p024DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p025Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p025'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p025VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p025DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p026Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p026'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p026VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p026DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p027Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p027'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p027VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p027DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p028Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p028'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p028VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p028DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p029Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p029'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p029VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p029DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p030Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p030'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p030VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p030DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p031Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p031'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p031VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p031DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p032Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p032'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p032VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p032DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p033Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p033'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p033VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p033DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p034Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p034'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p034VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p034DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p035Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p035'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p035VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p035DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p036Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p036'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p036VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p036DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p037Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p037'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p037VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p037DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p038Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p038'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p038VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p038DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p039Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p039'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p039VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p039DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p040Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p040'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p040VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p040DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p041Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p041'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p041VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p041DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p042Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p042'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p042VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p042DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p043Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p043'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p043VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p043DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p044Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p044'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p044VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p044DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p045Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p045'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p045VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p045DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p046Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p046'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p046VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p046DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p047Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p047'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p047VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p047DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p048Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p048'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p048VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p048DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p049Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p049'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p049VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p049DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p050Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p050'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p050VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p050DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p051Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p051'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p051VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p051DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p052Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p052'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p052VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p052DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p053Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p053'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p053VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p053DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p054Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p054'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p054VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p054DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p055Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p055'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p055VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p055DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p056Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p056'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p056VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p056DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p057Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p057'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p057VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p057DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p058Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p058'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p058VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p058DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p059Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p059'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p059VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p059DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p060Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p060'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p060VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p060DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p061Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p061'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p061VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p061DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p062Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p062'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p062VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p062DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p063Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p063'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p063VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p063DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p064Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p064'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p064VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p064DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p065Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p065'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p065VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p065DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p066Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p066'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p066VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p066DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p067Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p067'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p067VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p067DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p068Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p068'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p068VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p068DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p069Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p069'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p069VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p069DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p070Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p070'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p070VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p070DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p071Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p071'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p071VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p071DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p072Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p072'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p072VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p072DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p073Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p073'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p073VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p073DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p074Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p074'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p074VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p074DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p075Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p075'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p075VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p075DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p076Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p076'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p076VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p076DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p077Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p077'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p077VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p077DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p078Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p078'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p078VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p078DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p079Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p079'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p079VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p079DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p080Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p080'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p080VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p080DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p081Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p081'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p081VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p081DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p082Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p082'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p082VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p082DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p083Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p083'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p083VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p083DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p084Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p084'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p084VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p084DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p085Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p085'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p085VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p085DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p086Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p086'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p086VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p086DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p087Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p087'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p087VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p087DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p088Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p088'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p088VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p088DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p089Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p089'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p089VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p089DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p090Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p090'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p090VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p090DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p091Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p091'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p091VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p091DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p092Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p092'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p092VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p092DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p093Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p093'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p093VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p093DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p094Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p094'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p094VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p094DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p095Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p095'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p095VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p095DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p096Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p096'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p096VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p096DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p097Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p097'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: p097VmSize
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: p097DedicatedNodes
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p098Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p098'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p099Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p099'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p100Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p100'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p101Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p101'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p102Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p102'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p103Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p103'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p104Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p104'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p105Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p105'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p106Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p106'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p107Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p107'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p108Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p108'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p109Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p109'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p110Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p110'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p111Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p111'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p112Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p112'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p113Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p113'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p114Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p114'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p115Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p115'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p116Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p116'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p117Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p117'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p118Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p118'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p119Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p119'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p120Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p120'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p121Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p121'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p122Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p122'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p123Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p123'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p124Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p124'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p125Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p125'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p126Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p126'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p127Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p127'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p128Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p128'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p129Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p129'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p130Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p130'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p131Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p131'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p132Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p132'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p133Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p133'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p134Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p134'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p135Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p135'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p136Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p136'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p137Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p137'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p138Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p138'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p139Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p139'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p140Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p140'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p141Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p141'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p142Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p142'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p143Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p143'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p144Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p144'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p145Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p145'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p146Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p146'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p147Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p147'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p148Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p148'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p149Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p149'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p150Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p150'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p151Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p151'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p152Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p152'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p153Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p153'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p154Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p154'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p155Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p155'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p156Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p156'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p157Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p157'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p158Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p158'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p159Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p159'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p160Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p160'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p161Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p161'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p162Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p162'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p163Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p163'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p164Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p164'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p165Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p165'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p166Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p166'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p167Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p167'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p168Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p168'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p169Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p169'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p170Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p170'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p171Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p171'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p172Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p172'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p173Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p173'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p174Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p174'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p175Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p175'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p176Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p176'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p177Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p177'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p178Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p178'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p179Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p179'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p180Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p180'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p181Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p181'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p182Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p182'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p183Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p183'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p184Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p184'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p185Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p185'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p186Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p186'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p187Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p187'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p188Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p188'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p189Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p189'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p190Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p190'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p191Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p191'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p192Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p192'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p193Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p193'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p194Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p194'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p195Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p195'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p196Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p196'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p197Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p197'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p198Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p198'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p199Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p199'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p200Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p200'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p201Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p201'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p202Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p202'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p203Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p203'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p204Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p204'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p205Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p205'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p206Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p206'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p207Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p207'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p208Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p208'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p209Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p209'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p210Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p210'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p211Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p211'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p212Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p212'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p213Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p213'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p214Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p214'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p215Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p215'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p216Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p216'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p217Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p217'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p218Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p218'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p219Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p219'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p220Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p220'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p221Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p221'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p222Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p222'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p223Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p223'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p224Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p224'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p225Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p225'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p226Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p226'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p227Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p227'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p228Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p228'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p229Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p229'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p230Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p230'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p231Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p231'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p232Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p232'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p233Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p233'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p234Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p234'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p235Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p235'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p236Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p236'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p237Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p237'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p238Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p238'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p239Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p239'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p240Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p240'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p241Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p241'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p242Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p242'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p243Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p243'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p244Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p244'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p245Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p245'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p246Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p246'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p247Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p247'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p248Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p248'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p249Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p249'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p250Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p250'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p251Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p251'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p252Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p252'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p253Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p253'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p254Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p254'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p255Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p255'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p256Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p256'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p257Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p257'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p258Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p258'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p259Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p259'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p260Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p260'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p261Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p261'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p262Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p262'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p263Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p263'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p264Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p264'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p265Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p265'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p266Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p266'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p267Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p267'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p268Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p268'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p269Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p269'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p270Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p270'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p271Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p271'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p272Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p272'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p273Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p273'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p274Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p274'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p275Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p275'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p276Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p276'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p277Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p277'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p278Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p278'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p279Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p279'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p280Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p280'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p281Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p281'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p282Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p282'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p283Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p283'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p284Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p284'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p285Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p285'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p286Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p286'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p287Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p287'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p288Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p288'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p289Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p289'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p290Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p290'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p291Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p291'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p292Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p292'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p293Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p293'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p294Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p294'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p295Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p295'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p296Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p296'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p297Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p297'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p298Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p298'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p299Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p299'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p300Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p300'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p301Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p301'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p302Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p302'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p303Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p303'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p304Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p304'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p305Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p305'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p306Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p306'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p307Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p307'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p308Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p308'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p309Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p309'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p310Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p310'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p311Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p311'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p312Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p312'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p313Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p313'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p314Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p314'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p315Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p315'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p316Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p316'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p317Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p317'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p318Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p318'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p319Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p319'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p320Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p320'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p321Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p321'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p322Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p322'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p323Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p323'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p324Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p324'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p325Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p325'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p326Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p326'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p327Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p327'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p328Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p328'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p329Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p329'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p330Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p330'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p331Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p331'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p332Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p332'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p333Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p333'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p334Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p334'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p335Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p335'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p336Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p336'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p337Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p337'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p338Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p338'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p339Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p339'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p340Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p340'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p341Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p341'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p342Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p342'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p343Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p343'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p344Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p344'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p345Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p345'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p346Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p346'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p347Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p347'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p348Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p348'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p349Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p349'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p350Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p350'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p351Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p351'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p352Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p352'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p353Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p353'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p354Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p354'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p355Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p355'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p356Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p356'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p357Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p357'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p358Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p358'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p359Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p359'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p360Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p360'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p361Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p361'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p362Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p362'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p363Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p363'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p364Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p364'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p365Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p365'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p366Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p366'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p367Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p367'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p368Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p368'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p369Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p369'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p370Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p370'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p371Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p371'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p372Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p372'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p373Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p373'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p374Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p374'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p375Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p375'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p376Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p376'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p377Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p377'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p378Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p378'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p379Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p379'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p380Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p380'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p381Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p381'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p382Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p382'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p383Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p383'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p384Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p384'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p385Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p385'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p386Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p386'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p387Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p387'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p388Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p388'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p389Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p389'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p390Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p390'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p391Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p391'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p392Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p392'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p393Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p393'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p394Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p394'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p395Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p395'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p396Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p396'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p397Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p397'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p398Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p398'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p399Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p399'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p400Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p400'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p401Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p401'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p402Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p402'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p403Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p403'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p404Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p404'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p405Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p405'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p406Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p406'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p407Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p407'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p408Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p408'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p409Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p409'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p410Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p410'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p411Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p411'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p412Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p412'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p413Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p413'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p414Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p414'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p415Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p415'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p416Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p416'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p417Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p417'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p418Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p418'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p419Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p419'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p420Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p420'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p421Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p421'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p422Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p422'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p423Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p423'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p424Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p424'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p425Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p425'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p426Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p426'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p427Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p427'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p428Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p428'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p429Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p429'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p430Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p430'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p431Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p431'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p432Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p432'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p433Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p433'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p434Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p434'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p435Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p435'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p436Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p436'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p437Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p437'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p438Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p438'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p439Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p439'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p440Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p440'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p441Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p441'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p442Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p442'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p443Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p443'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p444Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p444'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p445Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p445'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p446Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p446'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p447Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p447'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p448Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p448'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p449Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p449'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p450Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p450'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p451Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p451'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p452Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p452'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p453Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p453'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p454Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p454'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p455Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p455'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p456Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p456'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p457Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p457'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p458Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p458'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p459Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p459'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p460Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p460'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p461Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p461'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p462Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p462'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p463Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p463'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p464Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p464'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p465Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p465'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p466Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p466'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p467Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p467'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p468Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p468'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p469Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p469'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p470Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p470'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p471Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p471'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p472Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p472'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p473Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p473'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p474Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p474'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p475Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p475'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p476Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p476'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p477Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p477'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p478Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p478'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p479Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p479'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p480Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p480'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p481Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p481'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p482Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p482'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p483Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p483'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p484Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p484'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p485Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p485'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p486Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p486'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p487Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p487'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p488Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p488'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p489Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p489'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p490Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p490'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p491Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p491'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p492Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p492'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p493Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p493'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p494Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p494'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p495Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p495'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p496Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p496'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p497Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p497'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p498Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p498'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

resource p499Pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {
  parent: account
  name: 'p499'
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    vmSize: 'Standard_D4s_v5'
    interNodeCommunication: 'Disabled'
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'canonical'
          offer: 'ubuntu-24_04-lts'
          sku: 'server'
          version: 'latest'
        }
        nodeAgentSkuId: 'batch.node.ubuntu 24.04'
        diskEncryptionConfiguration: {
          targets: [
            'TemporaryDisk'
          ]
        }
      }
    }
    networkConfiguration: {
      subnetId: virtualNetwork::nodeSubnet.id
      dynamicVnetAssignmentScope: 'none'
      publicIPAddressConfiguration: {
        provision: 'BatchManaged'
      }
    }
    scaleSettings: {
      fixedScale: {
        targetDedicatedNodes: 20
        targetLowPriorityNodes: 0
        resizeTimeout: 'PT15M'
      }
    }
  }
}

@description('Resource ID of the Batch account.')
output accountId string = account.id

@description('Endpoint of the Batch service.')
output accountEndpoint string = account.properties.accountEndpoint

@description('Resource ID of the subnet that holds the nodes.')
output nodeSubnetId string = virtualNetwork::nodeSubnet.id
