package diag

import (
	"fmt"
	"net/netip"
)

// ScalingKindChanges is BG250, other kind of scaling: an environment gives fixed counts to a pool that scales by a
// formula, or the reverse. The parameters of one template are of one kind.
func ScalingKindChanges(path, environment, pool string, autoscale bool) Diagnostic {
	given, has, cure := "a fixed count", "autoscale", "autoscale bounds"
	if !autoscale {
		given, has, cure = "autoscale", "a fixed count", "fixed counts"
	}
	return failure("BG250", path,
		fmt.Sprintf("environment %s gives pool %q %s, the intent gives it %s", environment, pool, given, has),
		fmt.Sprintf("state %s here, or nodes for single pools under the environment's pools", cure))
}

// FormulaPerEnvironment is BG251, formula or interval per environment: only the bounds of autoscale are parameters.
func FormulaPerEnvironment(path, environment, pool, key string) Diagnostic {
	return failure("BG251", path,
		fmt.Sprintf("environment %s changes the %s of pool %q; only min, max and spotMax can differ", environment, key, pool),
		fmt.Sprintf("leave %s out here, or use an intent of its own for the environment", key))
}

// BoundsWithoutEffect is BG252, bounds without effect: the pool's formula is the intent's own and reads no parameter,
// so that an environment's bounds size the subnet and change nothing else.
func BoundsWithoutEffect(path, environment, pool string) Diagnostic {
	return caution("BG252", path,
		fmt.Sprintf("the bounds of environment %s size the subnet only: the formula of pool %q is the intent's own", environment, pool),
		"leave formula out for batchgen's own, which reads the bounds")
}

// OverrideWithoutParameter is BG253, override without a parameter: a template has room for the parameters of so many
// pools, and the values of the others are literals that no environment can change.
func OverrideWithoutParameter(path, environment, pool string, with, pools, limit int) Diagnostic {
	return failure("BG253", path,
		fmt.Sprintf("environment %s changes pool %q, which has no parameters: the limit of %d leaves room for those of %d of %d pools",
			environment, pool, limit, with, pools),
		"leave the pool as it is here, list it before others, or split the pools over several intents").from("azure-resources")
}

// ImageGenerationChanges is BG254, other image generation: the VM size of an environment boots only generation 1, the
// pool's image is of generation 2, and the image is no parameter.
func ImageGenerationChanges(path, environment, size, pool, sku, poolSize string) Diagnostic {
	return failure("BG254", path,
		fmt.Sprintf("environment %s: %s boots only generation 1 images, the image of pool %q (%s) is of generation 2",
			environment, size, pool, sku),
		fmt.Sprintf("take a size that boots generation 2 as %s does, or a generation 1 size for the pool too", poolSize),
	).from("azure-resources")
}

// EncryptionChanges is BG255, disk encryption not possible: the disks of the pool are encrypted, and the VM size of an
// environment cannot do that.
func EncryptionChanges(path, environment, size, pool string) Diagnostic {
	return failure("BG255", path,
		fmt.Sprintf("environment %s: the disks of pool %q are encrypted, and %s cannot do that", environment, pool, size),
		"take a size that is not of the Basic or A series").from("disk-encryption")
}

// EncryptionLost is BG256, disk encryption left out: the pool's own VM size cannot encrypt its disks, so that those of
// an environment are not encrypted although its size could.
func EncryptionLost(path, environment, size, pool, poolSize string) Diagnostic {
	return caution("BG256", path,
		fmt.Sprintf("environment %s: the disks of %s are not encrypted, because %s of pool %q cannot do that",
			environment, size, poolSize, pool),
		"give the pool a size that is not of the Basic or A series").from("disk-encryption")
}

// TooManyEnvironmentTags is BG257, too many tags: the tags of the intent and of an environment together.
func TooManyEnvironmentTags(path, environment string, count, limit int, source string) Diagnostic {
	return failure("BG257", path,
		fmt.Sprintf("environment %s has %d tags with those of the intent, a resource takes at most %d", environment, count, limit),
		fmt.Sprintf("remove %d of them", count-limit)).from(source)
}

// ParameterNamesCollide is BG258, parameter names collide: two pools would get a parameter of the same name, because
// the bounds of autoscale are parameters with environments.
func ParameterNamesCollide(path, first, second, firstPath, name string) Diagnostic {
	d := failure("BG258", path,
		fmt.Sprintf("pools %q and %q both give the parameter name %s", first, second, name),
		"rename one of them")
	d.Related = []Related{{Path: firstPath, Message: fmt.Sprintf("pool %q", first)}}
	return d
}

// SubnetTooSmallForEnvironments is BG320, subnet too small for the environments: the given prefix holds the intent's
// nodes, but not the largest counts of all environments together, which are the upper bounds of the parameters.
func SubnetTooSmallForEnvironments(
	path string, prefix netip.Prefix, holds, nodes int, environment string, most, enoughBits int, environmentPath string,
) Diagnostic {
	d := failure("BG320", path,
		fmt.Sprintf("subnet %s holds %d nodes, the largest counts of all environments come to %d; %s needs most, %d",
			prefix, holds, nodes, environment, most),
		fmt.Sprintf("use /%d or larger, or leave prefix out to have it computed", enoughBits)).from("azure-network-rules")
	d.Related = []Related{{Path: environmentPath, Message: fmt.Sprintf("environment %s needs %d", environment, most)}}
	return d
}
