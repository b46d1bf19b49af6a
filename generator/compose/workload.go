package compose

import (
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// identityID is the ID of an identity as the pools know it: one that is only
// given to nodes is not declared.
func (c *composer) identityID(id *plan.Identity) template.Expr {
	r := c.identities[id]
	if r == nil {
		return template.Str(id.Existing)
	}
	return c.pools.take(r.Symbol+"Id", template.String, "Resource ID of an identity of the nodes.", template.ID{Resource: r})
}

// machineWorkload is what a pool's virtual machines have beside their image:
// the size of the OS disk and what containers need.
func (c *composer) machineWorkload(pool *plan.Pool) template.Obj {
	var disk template.Expr
	if pool.OSDiskSizeGB > 0 {
		disk = template.Obj{template.P("diskSizeGB", template.Number(pool.OSDiskSizeGB))}
	}
	return object(
		template.P("osDisk", disk),
		template.P("containerConfiguration", c.containers(pool.Containers)),
	)
}

func (c *composer) containers(in *plan.Containers) template.Expr {
	if in == nil {
		return nil
	}
	var registries, images template.Expr
	if len(in.Registries) > 0 {
		list := make(template.Arr, len(in.Registries))
		for i, server := range in.Registries {
			list[i] = template.Obj{
				template.P("registryServer", template.Str(server)),
				template.P("identityReference", c.identityReference(in.Identity)),
			}
		}
		registries = list
	}
	if len(in.Images) > 0 {
		list := make(template.Arr, len(in.Images))
		for i, image := range in.Images {
			list[i] = template.Str(image)
		}
		images = list
	}
	return object(
		template.P("type", template.Str("DockerCompatible")),
		template.P("containerRegistries", registries),
		template.P("containerImageNames", images),
	)
}

func (c *composer) identityReference(id *plan.Identity) template.Obj {
	return template.Obj{template.P("resourceId", c.identityID(id))}
}

// startTask is the command that each node runs first, as a user of its own pool.
func startTask(task *intent.StartTask) template.Prop {
	if task == nil {
		return template.Prop{}
	}
	level := "NonAdmin"
	if task.Elevated {
		level = "Admin"
	}
	return template.P("startTask", template.Obj{
		template.P("commandLine", template.Str(task.CommandLine)),
		template.P("userIdentity", template.Obj{template.P("autoUser", template.Obj{
			template.P("elevationLevel", template.Str(level)),
			template.P("scope", template.Str("Pool")),
		})}),
		template.P("waitForSuccess", template.Boolean(true)),
	})
}

// taskSlots is left out where a node runs one task at a time, which is Batch's default.
func taskSlots(slots int) template.Prop {
	if slots <= 1 {
		return template.Prop{}
	}
	return template.P("taskSlotsPerNode", template.Number(slots))
}
