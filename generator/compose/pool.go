package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// poolsPart decides where the pools go: into a module where the account is in
// another resource group.
func (c *composer) poolsPart() {
	c.poolParent = c.account
	if !c.plan.Account.Elsewhere {
		return
	}
	id := c.plan.Account.Existing
	c.pools = c.module("pool", "modules/pool.bicep", id, "Azure Batch pools of the account '"+id.Name()+"'.")
	c.pools.module.DependsOn = c.ready
	c.poolParent = c.pools.add(existing("account", azure.BatchAccount, id))
	c.poolParent.APIVersion = c.plan.Mode.AccountAPIVersion
}

// pool declares one pool, in main or in the module of the pools.
func (c *composer) pool(pool *plan.Pool) {
	mode := c.plan.Mode
	r := &template.Resource{
		Symbol: pool.Symbol, Type: azure.BatchPool, APIVersion: mode.PoolAPIVersion,
		Parent: c.poolParent, Name: template.Str(pool.Name),
	}
	if mode.PoolTags {
		r.Body = append(r.Body, template.P("tags", c.pools.tags()))
	}
	if len(c.ready) > 0 && c.pools == c.main {
		r.DependsOn, r.DependsOnComment = c.ready, "The first node needs the name of the service in the private zone."
	}
	if mode.PoolVersionNote != "" {
		r.Comment = mode.PoolVersionNote
		r.DisableRules = []string{"use-recent-api-versions"}
	}
	if ids := c.poolIdentities(pool); len(ids) > 0 {
		r.Body = append(r.Body, userAssigned(ids...))
	}
	c.waitForMounts(pool, r)
	r.Body = append(r.Body, template.P("properties", c.poolProperties(pool)))
	c.pools.add(r)
}

// poolIdentities are the IDs of the identities that the pool has.
func (c *composer) poolIdentities(pool *plan.Pool) []template.Expr {
	var ids []template.Expr
	for _, id := range pool.Identities {
		ids = append(ids, c.identityID(id))
	}
	return ids
}

func (c *composer) poolProperties(pool *plan.Pool) template.Obj {
	var target template.Expr
	if mode := c.plan.Mode.TargetMode; mode != "" {
		target = template.Str(mode)
	}
	interNode := "Disabled"
	if pool.InterNodeCommunication {
		interNode = "Enabled"
	}
	return object(
		template.P("vmSize", c.poolParameter(pool, "VmSize", template.String, "VM size of the nodes", template.Str(pool.VMSize))),
		template.P("targetNodeCommunicationMode", target),
		template.P("interNodeCommunication", template.Str(interNode)),
		template.P("deploymentConfiguration", c.deployment(pool)),
		template.P("networkConfiguration", c.poolNetwork(pool)),
		c.mounts(pool),
		template.P("scaleSettings", c.scale(pool)),
		startTask(pool.StartTask),
		taskSlots(pool.TaskSlots),
	)
}

// poolParameter is a parameter of a pool, or its value where the template has no room for parameters.
func (c *composer) poolParameter(pool *plan.Pool, suffix string, kind template.Type, what string, value template.Expr) template.Expr {
	if !pool.Parameters {
		return value
	}
	name := pool.Stem + suffix
	return c.pools.take(name, kind, what+" of pool '"+pool.Name+"'.", template.ParamRef(name))
}

// deployment is what the nodes are: virtual machines, or roles of the retired Cloud Services.
func (c *composer) deployment(pool *plan.Pool) template.Obj {
	if pool.OSFamily != "" {
		return template.Obj{template.P("cloudServiceConfiguration", template.Obj{
			template.P("osFamily", template.Str(pool.OSFamily)), template.P("osVersion", template.Str("*")),
		})}
	}
	return template.Obj{template.P("virtualMachineConfiguration", append(virtualMachine(pool), c.machineWorkload(pool)...))}
}

func virtualMachine(pool *plan.Pool) template.Obj {
	image := template.Obj{template.P("id", template.Str(pool.Image.ID))}
	if pool.Image.ID == "" {
		image = template.Obj{
			template.P("publisher", template.Str(pool.Image.Publisher)),
			template.P("offer", template.Str(pool.Image.Offer)),
			template.P("sku", template.Str(pool.Image.SKU)),
			template.P("version", template.Str(pool.Image.Version)),
		}
	}
	vm := template.Obj{
		template.P("imageReference", image),
		template.P("nodeAgentSkuId", template.Str(pool.Image.NodeAgent)),
	}
	if len(pool.EncryptedDisks) > 0 {
		targets := make(template.Arr, len(pool.EncryptedDisks))
		for i, disk := range pool.EncryptedDisks {
			targets[i] = template.Str(disk)
		}
		vm = append(vm, template.P("diskEncryptionConfiguration", template.Obj{template.P("targets", targets)}))
	}
	if pool.EncryptionAtHost {
		vm = append(vm, template.P("securityProfile", template.Obj{template.P("encryptionAtHost", template.Boolean(true))}))
	}
	return vm
}

func (c *composer) poolNetwork(pool *plan.Pool) template.Obj {
	network := template.Obj{template.P("subnetId", c.poolSubnet(pool))}
	if pool.OSFamily != "" {
		return network // Cloud Services take nothing else
	}
	network = append(network, template.P("dynamicVnetAssignmentScope", template.Str("none")))
	if nat := pool.NATPool; nat != nil {
		network = append(network, template.P("endpointConfiguration", template.Obj{
			template.P("inboundNatPools", template.Arr{natPool(nat)}),
		}))
	}
	addresses := template.Obj{template.P("provision", template.Str(pool.Provision))}
	if len(pool.PublicIPs) > 0 {
		ids := make(template.Arr, len(pool.PublicIPs))
		for i, id := range pool.PublicIPs {
			ids[i] = template.Str(id)
		}
		addresses = append(addresses, template.P("ipAddressIds", ids))
	}
	return append(network, template.P("publicIPAddressConfiguration", addresses))
}

// poolSubnet is the ID of the subnet that the pool's nodes are in.
func (c *composer) poolSubnet(pool *plan.Pool) template.Expr {
	return c.pools.take(subnetSymbol(pool.Subnet)+"Id", template.String, subnetDescription(pool.Subnet), c.subnets[pool.Subnet])
}

func natPool(nat *plan.NATPool) template.Obj {
	rules := make(template.Arr, len(nat.Rules))
	for i, rule := range nat.Rules {
		access := "Deny"
		if rule.Allow {
			access = "Allow"
		}
		rules[i] = template.Obj{
			template.P("access", template.Str(access)),
			template.P("priority", template.Number(rule.Priority)),
			template.P("sourceAddressPrefix", template.Str(rule.Source)),
		}
	}
	return template.Obj{
		template.P("name", template.Str(nat.Name)),
		template.P("protocol", template.Str("TCP")),
		template.P("backendPort", template.Number(nat.BackendPort)),
		template.P("frontendPortRangeStart", template.Number(nat.FrontendStart)),
		template.P("frontendPortRangeEnd", template.Number(nat.FrontendEnd)),
		template.P("networkSecurityGroupRules", rules),
	}
}

// scale writes fixed counts or a formula, which stands in a variable of its own.
func (c *composer) scale(pool *plan.Pool) template.Obj {
	s := pool.Scale
	if s.Formula == "" {
		return template.Obj{template.P("fixedScale", template.Obj{
			template.P("targetDedicatedNodes", c.count(pool, "Dedicated", s.Dedicated)),
			template.P("targetLowPriorityNodes", c.count(pool, "Spot", s.Spot)),
			template.P("resizeTimeout", template.Str("PT15M")),
		})}
	}
	formula := c.formula(pool)
	if s.FormulaVariable {
		name := pool.Stem + "Formula"
		c.pools.doc.Vars = append(c.pools.doc.Vars, template.Var{Name: name, Comment: formulaComment(s), Value: formula})
		formula = template.VarRef(name)
	}
	return template.Obj{template.P("autoScale", template.Obj{
		template.P("evaluationInterval", template.Str(s.Interval)),
		template.P("formula", formula),
	})}
}

func formulaComment(s plan.Scale) string {
	if s.OwnFormula {
		return "The intent's own formula."
	}
	if len(s.Bounds) > 0 {
		return "Follows the tasks that wait, never outside the bounds that are parameters."
	}
	return "Follows the tasks that wait, never outside " + s.InWords + "."
}

// count is a node count: a parameter, or the number itself.
func (c *composer) count(pool *plan.Pool, kind string, n plan.Count) template.Expr {
	if !n.Parameter {
		return template.Number(n.Value)
	}
	return c.poolParameter(pool, kind+"Nodes", template.Int, kind+" nodes", nil)
}
