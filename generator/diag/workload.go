package diag

import (
	"fmt"
	"net/netip"
	"strings"
)

// TooManyTaskSlots is BG225, too many task slots: Batch takes four for each core of a node, and no more than 256.
func TooManyTaskSlots(path, pool, size string, slots, cores, limit int) Diagnostic {
	return failure("BG225", path,
		fmt.Sprintf("pool %q has %d task slots per node, %s with %d %s takes at most %d",
			pool, slots, size, cores, plural(cores, "core", "cores"), limit),
		fmt.Sprintf("use at most %d, or a size with more cores", limit)).from("batch-quota-limit")
}

// TaskSlotsUnchecked is BG226, task slots not checked: the name of the VM size does not tell how many cores it has.
func TaskSlotsUnchecked(path, pool, size string, slots, perCore int) Diagnostic {
	return caution("BG226", path,
		fmt.Sprintf("pool %q has %d task slots per node, and the name of %s does not tell how many cores it has", pool, slots, size),
		fmt.Sprintf("check that the size has at least %d %s", (slots+perCore-1)/perCore,
			plural((slots+perCore-1)/perCore, "core", "cores"))).from("batch-quota-limit")
}

// NoContainerRuntime is BG227, image without container runtime: Batch installs none, and a pool that runs containers
// needs an image that brings one.
func NoContainerRuntime(path, pool, image, cure string) Diagnostic {
	return caution("BG227", path,
		fmt.Sprintf("pool %q runs containers, and image %s is not known to bring a container runtime", pool, quoted(image)), cure,
	).from("azure-resources")
}

// DockerBridgeOverlap is BG228, address range of Docker's bridge: nodes that run containers send traffic for that range
// to the containers of their own, not to the network.
func DockerBridgeOverlap(path string, prefix, bridge netip.Prefix) Diagnostic {
	return caution("BG228", path,
		fmt.Sprintf("%s overlaps %s, which Docker uses on every node that runs containers", prefix, bridge),
		"use another range, such as 10.0.0.0/16").from("bvn")
}

// GrantNeeded is BG229, role to assign by hand: the intent names a thing by its name, and a role assignment is written
// on a resource ID. Nodes that start before somebody assigns the role cannot use the thing.
func GrantNeeded(path, identity, role, kind, name, cure string) Diagnostic {
	return caution("BG229", path,
		fmt.Sprintf("somebody must assign %s on the %s %s to the identity %s", role, kind, quoted(name), quoted(identity)), cure,
	).from("azure-resources")
}

// RegistryWithoutIdentity is BG230, registry that takes no identity: nodes sign in with an identity to Azure container
// registries alone.
func RegistryWithoutIdentity(path, registry, suffix string) Diagnostic {
	return caution("BG230", path,
		fmt.Sprintf("%s is not under %s: nodes sign in with an identity to Azure container registries alone", quoted(registry), suffix),
		"leave it out if its images are public, or import them into an Azure container registry").from("spec")
}

// MountNotOnWindows is BG231, mount that Windows lacks: Batch mounts Azure Files alone on Windows.
func MountNotOnWindows(path, pool, kind string) Diagnostic {
	return failure("BG231", path,
		fmt.Sprintf("Windows nodes, as in pool %q, cannot mount %s: azureFiles alone works there", pool, kind),
		"use azureFiles, or os: linux").from("mount")
}

// ReadOnlyOnWindows is BG232, read-only mount on Windows: a drive is mapped by net use, which has no such option.
func ReadOnlyOnWindows(path, pool string) Diagnostic {
	return failure("BG232", path,
		fmt.Sprintf("Windows nodes, as in pool %q, cannot mount a share for reading alone", pool),
		"leave readOnly out, or use os: linux").from("mount")
}

// SecretNamesCollide is BG233, names of secrets collide: two secrets would be the same secure parameter.
func SecretNamesCollide(path, first, second, name string) Diagnostic {
	return failure("BG233", path,
		fmt.Sprintf("the secrets of %s and %s would both be the parameter %s", quoted(first), quoted(second), cut(name)),
		"name one of the servers by its address, or by another name")
}

// TooManySecrets is BG234, too many secrets: each is a parameter, and a template takes a limited number of them.
func TooManySecrets(path string, secrets, limit int) Diagnostic {
	return failure("BG234", path,
		fmt.Sprintf("the mounts need %d keys and passwords, a template has room for %d", secrets, limit),
		"mount fewer accounts and servers, or split the intent")
}

// SecretInOptions is BG235, secret in mount options: options are printed as they are, and whoever reads the template
// would read the secret.
func SecretInOptions(path, option string) Diagnostic {
	return failure("BG235", path,
		fmt.Sprintf("mount options are no place for a secret: %s= would stand in the template", cut(option)),
		"leave it out: the key or password of a mount is a secure parameter")
}

// SecretInText is BG236, secret in free text: tags and command lines are printed as they are, and whoever reads the
// template, or the properties of the pool, reads them. Sign is what gives the secret away; its value is not repeated.
func SecretInText(path, sign string) Diagnostic {
	return caution("BG236", path,
		fmt.Sprintf("this looks like a secret, by %s in it, and stands in the template for all to read", quoted(sign)),
		"leave it out: let the task fetch it with the pool's managed identity, from Key Vault for one")
}

// MountHostUnknown is BG440, mount server not to be opened: restricted egress opens addresses, and where the name of the
// server leads is not known.
func MountHostUnknown(path, host string) Diagnostic {
	return failure("BG440", path,
		fmt.Sprintf("restricted egress cannot open the way to %s: where the name leads is not known", quoted(host)),
		"add addresses: [10.0.8.4] with those of the server, or use its address as host").from("mount")
}

// MountHostUnchecked is BG441, mount server without rule: no rule can name a server whose addresses are not known, so
// that its traffic passes only by Azure's default rules.
func MountHostUnchecked(path, host string) Diagnostic {
	return caution("BG441", path,
		fmt.Sprintf("no rule is written for %s: where the name leads is not known", quoted(host)),
		"add addresses: [10.0.8.4] with those of the server, or use its address as host").from("mount")
}

// TooManyMountServers is BG442, too many mount servers: each server of a subnet takes a rule and a priority of its own.
func TooManyMountServers(path, kind string, servers, limit int) Diagnostic {
	return failure("BG442", path,
		fmt.Sprintf("the pools of one subnet mount %s from %d servers, the rules have room for %d", kind, servers, limit),
		"mount fewer servers, or give some pools subnets of their own")
}

// MountPackages is BG443, packages for mounts under restricted egress: Batch installs the drivers of mounts when a Linux
// node starts, and no service tag stands for the package mirrors.
func MountPackages(path, pool string, packages []string) Diagnostic {
	return caution("BG443", path,
		fmt.Sprintf("nodes of pool %q install %s when they start, and restricted egress lets no package mirror through",
			pool, strings.Join(packages, ", ")),
		"use an image of your own that has them, or egress: open behind a firewall that lets the mirrors pass by name").from("mount")
}

// RegistriesClosed is BG444, container registries under restricted egress: no service tag stands for registries outside
// of Azure.
func RegistriesClosed(path, pool string, registries []string) Diagnostic {
	which := "registries other than Microsoft's, such as Docker Hub"
	for i, r := range registries {
		if i == 0 {
			which = ""
		} else {
			which += ", "
		}
		which += cut(r)
	}
	return caution("BG444", path,
		fmt.Sprintf("restricted egress does not let nodes of pool %q pull images from %s", pool, which),
		"import the images into an Azure container registry, or open the registry by hand").from("azure-network-rules")
}

// RegistryTagsUnpublished is BG445, registry tags not published: Microsoft's own registry has service tags in the public
// cloud alone.
func RegistryTagsUnpublished(path, cloud string) Diagnostic {
	return caution("BG445", path,
		fmt.Sprintf("in %s the rules open Azure container registries alone, by the tags AzureContainerRegistry and Storage", cloud),
		"import images into a registry there, and try the deployment first").from("azure-network-rules")
}

// RegistriesOfRegion is BG446, registries of one region: under restricted egress the rules open Azure container
// registries by the tags of the pool's own region.
func RegistriesOfRegion(path, pool, region string) Diagnostic {
	return caution("BG446", path,
		fmt.Sprintf("restricted egress lets nodes of pool %q pull from Azure container registries in %s alone", pool, region),
		"use a registry with a replica in that region").from("azure-network-rules")
}

// MountThroughEndpoint is BG447, mount by a name that leads to a private endpoint: the storage endpoint of the
// auto-storage account does not stand for NFS, nor for SMB by name.
func MountThroughEndpoint(path, pool, host string) Diagnostic {
	return failure("BG447", path,
		fmt.Sprintf("in pool %q %s leads to the private endpoint of the auto-storage account, which lets neither NFS nor a plain SMB mount in",
			pool, cut(host)),
		"mount it with blob or azureFiles, or leave storage out of network.privateEndpoints").from("mount")
}

// RegistryUnreachable is BG448, registries out of reach: nodes that leave the network by private endpoints alone pull
// images only from a registry that has a private endpoint in the network.
func RegistryUnreachable(path, pool string) Diagnostic {
	return caution("BG448", path,
		fmt.Sprintf("nodes of pool %q leave the network by private endpoints alone: they pull images only from a registry with an endpoint there", pool),
		"give the registry a private endpoint in the network, or add network.natGateway: true").from("doa")
}
