package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// pool declares one pool, in main or in the module of the pools.
func (c *composer) pool(pool *plan.Pool) {
	mode := c.plan.Mode
	r := &template.Resource{
		Symbol: pool.Symbol, Type: azure.BatchPool, APIVersion: mode.PoolAPIVersion,
		Parent: c.account, Name: template.Str(pool.Name),
		Body: []template.Prop{template.P("tags", c.pools.tags())},
	}
	if mode.PoolVersionNote != "" {
		r.Comment = mode.PoolVersionNote
		r.DisableRules = []string{"use-recent-api-versions"}
	}
	if ids := c.poolIdentities(pool); len(ids) > 0 {
		r.Body = append(r.Body, userAssigned(ids...))
	}
	r.Body = append(r.Body, template.P("properties", c.poolProperties(pool)))
	c.pools.add(r)
}

// poolIdentities are the IDs of the identities that the pool has.
func (c *composer) poolIdentities(pool *plan.Pool) []template.Expr {
	var ids []template.Expr
	for _, id := range pool.Identities {
		r := c.identities[id]
		ids = append(ids, c.pools.take(r.Symbol+"Id", template.String, "Resource ID of an identity of the nodes.", template.ID{Resource: r}))
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
		template.P("deploymentConfiguration", template.Obj{
			template.P("virtualMachineConfiguration", virtualMachine(pool)),
		}),
		template.P("networkConfiguration", c.poolNetwork(pool)),
		template.P("scaleSettings", c.scale(pool)),
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
	return vm
}

func (c *composer) poolNetwork(pool *plan.Pool) template.Obj {
	network := template.Obj{
		template.P("subnetId", c.poolSubnet(pool)),
		template.P("dynamicVnetAssignmentScope", template.Str("none")),
	}
	if nat := pool.NATPool; nat != nil {
		network = append(network, template.P("endpointConfiguration", template.Obj{
			template.P("inboundNatPools", template.Arr{natPool(nat)}),
		}))
	}
	return append(network, template.P("publicIPAddressConfiguration", template.Obj{
		template.P("provision", template.Str(pool.Provision)),
	}))
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
	var formula template.Expr = template.Text(s.Formula)
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
	return "Follows the tasks that wait, never outside " + s.InWords + "."
}

// count is a node count: a parameter, or the number itself.
func (c *composer) count(pool *plan.Pool, kind string, n plan.Count) template.Expr {
	if !n.Parameter {
		return template.Number(n.Value)
	}
	return c.poolParameter(pool, kind+"Nodes", template.Int, kind+" nodes", nil)
}
