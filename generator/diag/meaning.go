package diag

import "fmt"

// SimplifiedNotOffered is BG202, simplified mode not offered: the region has no simplified node communication.
// Microsoft lists the regions that never got it; nodes of a pool there would never become usable.
func SimplifiedNotOffered(path, region string) Diagnostic {
	return failure("BG202", path,
		fmt.Sprintf("simplified node communication is not offered in %s", region),
		"choose another region; batchgen regions lists them").from("simplified")
}

// PoolNamesCollide is BG203, pool names collide: two pools would get the same parameter and symbol names.
// The names of a pool's parameters are its own name without hyphens and underscores, and templates compare
// them without regard to case.
func PoolNamesCollide(path, first, second, firstPath, stem string) Diagnostic {
	d := failure("BG203", path,
		fmt.Sprintf("pools %q and %q both give the parameter names %sVmSize and so on", first, second, stem),
		"rename one of them so that they differ in letters or digits")
	d.Related = []Related{{Path: firstPath, Message: fmt.Sprintf("pool %q", first)}}
	return d
}

// NameTooLong is BG204, resource name too long: a name made from the intent's name and the pool's exceeds Azure's limit.
func NameTooLong(path, resource, name string, limit int) Diagnostic {
	return failure("BG204", path,
		fmt.Sprintf("the %s would be named %q: %d characters, at most %d are allowed", resource, name, len(name), limit),
		fmt.Sprintf("shorten name or the pool's name by %d characters", len(name)-limit)).from("azure-resources")
}

// SubnetWithoutPools is BG205, subnet without pools: network.subnet describes the shared subnet, and every pool has its own.
func SubnetWithoutPools(path string) Diagnostic {
	return failure("BG205", path,
		"no pool shares the subnet that network.subnet describes: each has a subnet of its own",
		"give prefix and name at the pool's own subnet, or set subnet: shared at a pool")
}

// UnknownVMSize is BG206, VM size of unknown form: the name does not look like an Azure VM size.
// Azure adds forms, so this is a warning.
func UnknownVMSize(path, size string) Diagnostic {
	return caution("BG206", path,
		fmt.Sprintf("%q does not have the form of a VM size", size),
		"write it as az vm list-sizes prints it, such as Standard_D4s_v5").from("azure-resources")
}

// UnsupportedVMFamily is BG207, unsupported VM family: Batch does not offer sizes of the family.
func UnsupportedVMFamily(path, size, family, source string) Diagnostic {
	return caution("BG207", path,
		fmt.Sprintf("Batch does not offer %s sizes such as %s", family, size),
		"take a size of the D or E series, version 5 or newer").from(source)
}

// NoGeneration1Image is BG208, no image for a generation 1 size: the VM family boots only generation 1 and the image has no such SKU.
func NoGeneration1Image(path, size, image string) Diagnostic {
	return failure("BG208", path,
		fmt.Sprintf("%s boots only generation 1 images, and %s has none", size, image),
		"take a size of version 3 or newer, such as Standard_D4s_v5").from("azure-resources")
}

// ARMSize is BG209, ARM processor: the size has an ARM processor, which needs an ARM image and node agent.
func ARMSize(path, size string) Diagnostic {
	return caution("BG209", path,
		fmt.Sprintf("%s has an ARM processor, and the image is not known to be an ARM image", size),
		"name an ARM image with {publisher, offer, sku, version, nodeAgent}, or take a size without p in its features",
	).from("azure-resources")
}

// SpotNotOffered is BG210, spot nodes not offered: spot capacity is not sold in the cloud of the region.
func SpotNotOffered(path, cloud string) Diagnostic {
	return caution("BG210", path,
		fmt.Sprintf("spot nodes are not offered in %s as far as its documents say", cloud),
		"use dedicated nodes").from("azure-resources")
}

// InterNodeLimit is BG211, too many nodes for inter-node communication: Batch limits such pools.
func InterNodeLimit(path string, nodes, limit int, source string) Diagnostic {
	return caution("BG211", path,
		fmt.Sprintf("the pool can reach %d nodes; with inter-node communication Batch allows %d", nodes, limit),
		"lower the node count, split the pool, or ask Azure support for a higher limit").from(source)
}

// FormulaWithoutTarget is BG212, formula without target: the autoscale formula never assigns a node target.
func FormulaWithoutTarget(path string) Diagnostic {
	return caution("BG212", path,
		"the formula assigns neither $TargetDedicatedNodes nor $TargetLowPriorityNodes: it never changes the pool",
		"assign a target in the formula, or leave formula out for batchgen's own").from("batch-automatic-scaling")
}

// FormulaTooLarge is BG213, formula too large: the autoscale formula exceeds what Batch takes.
func FormulaTooLarge(path string, value int, unit string, limit int) Diagnostic {
	return failure("BG213", path,
		fmt.Sprintf("the formula has %d %s, Batch takes at most %d", value, unit, limit),
		"shorten the formula").from("batch-automatic-scaling")
}

// FormulaRetainsData is BG214, formula uses retaineddata: the deallocation option is dropped by newer Batch versions.
func FormulaRetainsData(path string) Diagnostic {
	return caution("BG214", path,
		"the formula uses retaineddata, which the Batch service drops with version 2026-08-01",
		"use taskcompletion").from("azure-rest-api-specs#44527")
}

// FormulaUnbounded is BG215, own formula: the subnet is sized by max and spotMax, which the formula may exceed.
func FormulaUnbounded(path string, largest int) Diagnostic {
	return caution("BG215", path,
		fmt.Sprintf("max and spotMax size the subnet for %d %s; nothing holds the formula to that", largest, plural(largest, "node", "nodes")),
		"keep the formula's targets within max and spotMax")
}

// ZonesNotOffered is BG216, no availability zones: the region has no zone that a NAT gateway could stand in.
func ZonesNotOffered(path, region, zone string) Diagnostic {
	return failure("BG216", path,
		fmt.Sprintf("%s has no availability zones, zone %s cannot be used", region, zone),
		"leave zone out").from("azure-resources")
}

// UnknownNodeAgent is BG217, unknown node agent: the agent has the right form but is in no list that batchgen knows.
func UnknownNodeAgent(path, agent, nearest string) Diagnostic {
	return caution("BG217", path,
		fmt.Sprintf("%q is not a node agent known to batchgen", agent),
		"compare with az batch pool supported-images list"+knownOne(nearest)).from("azure-resources")
}

// NodeAgentMismatch is BG218, node agent of another system: the node agent is not one for the operating system that os names.
func NodeAgentMismatch(path, agent, os string) Diagnostic {
	return failure("BG218", path,
		fmt.Sprintf("node agent %q is not one for %s, which os asks for", agent, os),
		"change os or nodeAgent so that they agree").from("azure-resources")
}

// ImageMismatch is BG219, image of another system: the image has another operating system than os names.
func ImageMismatch(path, image, imageOS, os string) Diagnostic {
	return failure("BG219", path,
		fmt.Sprintf("image %q is a %s image, os says %s", image, imageOS, os),
		"change os or image so that they agree").from("azure-resources")
}

// SuppressionUnused is BG220, suppression unused: no warning of that code was raised, so the entry hides nothing.
func SuppressionUnused(path, code string) Diagnostic {
	return caution("BG220", path,
		fmt.Sprintf("no warning %s was raised: the entry suppresses nothing", code),
		"remove the entry")
}

// SuppressedError is BG221, error in suppress: errors cannot be suppressed.
func SuppressedError(path, code string) Diagnostic {
	return caution("BG221", path,
		fmt.Sprintf("%s is an error here, and errors cannot be suppressed", code),
		"cure the error; its own hint says how")
}

// RegionOnRequest is BG222, region on request: Azure opens the region to a subscription only when asked.
func RegionOnRequest(path, region string) Diagnostic {
	return caution("BG222", path,
		fmt.Sprintf("%s is open only to subscriptions that asked for it", region),
		"ask Azure support for access, or take the paired region").from("azure-resources")
}

// CustomImageEncryption is BG223, disk encryption of a custom Linux image: it needs a size with encryption at host.
func CustomImageEncryption(path, size string) Diagnostic {
	return caution("BG223", path,
		fmt.Sprintf("disk encryption with a custom Linux image needs encryption at host, which batchgen cannot check for %s", size),
		"check that the size has encryption at host").from("disk-encryption")
}

// NamesCollide is BG267, resource names collide: two resources of one type would have the same name.
func NamesCollide(path, resource, name, firstPath string) Diagnostic {
	d := failure("BG267", path,
		fmt.Sprintf("two resources would be the %s %q", resource, name),
		"rename the pool, or give the subnet another name").from("azure-resources")
	d.Related = []Related{{Path: firstPath, Message: "the first is made of this"}}
	return d
}

// TooFewDNSServers is BG224, a single DNS server: one server that fails takes the whole pool with it.
func TooFewDNSServers(path string) Diagnostic {
	return caution("BG224", path,
		"a single DNS server: when it fails, no node can reach the Batch service",
		"name at least two servers")
}

// knownOne turns a known word into the end of a hint.
func knownOne(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("; batchgen knows %q", name)
}

// UserSubscriptionWithoutVault is BG260, user subscription without key vault: Batch keeps the certificates of such an
// account in a key vault.
func UserSubscriptionWithoutVault(path string) Diagnostic {
	return failure("BG260", path,
		"poolAllocationMode: userSubscription needs a key vault",
		"add keyVault: new, or the ID of a vault in the same region and subscription").from("account")
}

// VaultWithoutUserSubscription is BG261, key vault without user subscription: only such an account uses one.
func VaultWithoutUserSubscription(path string) Diagnostic {
	return failure("BG261", path,
		"a key vault is used only with poolAllocationMode: userSubscription",
		"add that, or leave keyVault out").from("account")
}

// IdentityForStorage is BG262, no identity for auto-storage: it is used by a user-assigned identity that has its role
// before the account is made.
func IdentityForStorage(path string) Diagnostic {
	return failure("BG262", path,
		"auto-storage is used by a user-assigned identity, which has its role before the account is made",
		"name the ID of a user-assigned identity, leave identity out for a new one, or use storage: none").from("azure-resources")
}

// CloudServiceNetwork is BG263, network of the Cloud Services configuration: such pools live in classic virtual networks.
func CloudServiceNetwork(path string) Diagnostic {
	return failure("BG263", path,
		"the Cloud Services configuration needs an existing subnet of a classic virtual network",
		"set network.vnet.existingSubnet to a Microsoft.ClassicNetwork subnet ID").from("bvn")
}

// NotInCloudService is BG264, not in the Cloud Services configuration: pools of that kind do not take it.
func NotInCloudService(path, what string) Diagnostic {
	return failure("BG264", path,
		"the Cloud Services configuration does not take "+what,
		"leave it out, or use configuration: virtualMachine").from("azure-resources")
}

// ClassicSubnet is BG265, classic subnet: virtual machine pools need a Resource Manager network.
func ClassicSubnet(path string) Diagnostic {
	return failure("BG265", path,
		"a subnet of a classic virtual network takes the Cloud Services configuration alone",
		"use a subnet of a Microsoft.Network/virtualNetworks").from("bvn")
}

// HostEncryption is BG266, encryption at host: in a user's subscription it must be registered, and the size must have it.
func HostEncryption(path, size string) Diagnostic {
	return caution("BG266", path,
		fmt.Sprintf("encryption at host needs the feature Microsoft.Compute/EncryptionAtHost in the subscription and a size that has it; batchgen cannot check %s", size),
		"az feature register --namespace Microsoft.Compute --name EncryptionAtHost").from("disk-encryption")
}
