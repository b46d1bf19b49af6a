package compose

import (
	"fmt"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// parameters declares what a deployment may choose without a new render.
func (c *composer) parameters() {
	region := template.Str(c.plan.Region.Name)
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: "location", Type: template.String, Default: region, Allowed: []template.Expr{region},
		Description: "Azure region of every resource. The service tags in the rules below belong to it.",
	}, c.nameParameter("accountName",
		"Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.", c.plan.Account.Name))
	if c.plan.Storage != nil {
		c.main.doc.Params = append(c.main.doc.Params, c.nameParameter("storageName",
			"Name of the auto-storage account: 3 to 24 lower-case letters and digits, unique in Azure.", "",
			template.Str("storage")))
	}
	for _, pool := range c.plan.Pools {
		if pool.Parameters {
			c.poolParameters(pool)
		}
	}
	tags := make(template.Obj, len(c.plan.Tags))
	for i, tag := range c.plan.Tags {
		tags[i] = template.P(tag.Name, template.Str(tag.Value))
	}
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: "tags", Type: template.Object, Default: tags, Description: "Tags of every resource.",
	})
}

// nameParameter is a parameter for an account's name, by default computed from
// the resource group and, where two kinds must differ, one more word.
func (c *composer) nameParameter(name, description, stated string, word ...template.Expr) template.Param {
	var value template.Expr = template.Str(stated)
	if stated == "" {
		group := template.Access{Of: template.Call{Name: "resourceGroup"}, Name: "id"}
		value = template.Interp{
			template.Str(c.plan.Account.Stem),
			template.Call{Name: "uniqueString", Args: append([]template.Expr{group}, word...)},
		}
	}
	shortest, longest := azure.LimitOf(azure.AccountNameShortest), azure.LimitOf(azure.AccountNameLongest)
	return template.Param{
		Name: name, Type: template.String, Description: description, Default: value,
		MinLength: &shortest, MaxLength: &longest,
	}
}

func (c *composer) poolParameters(pool *plan.Pool) {
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: pool.Stem + "VmSize", Type: template.String, Default: template.Str(pool.VMSize),
		Description: fmt.Sprintf("VM size of the nodes of pool '%s'.", pool.Name),
	})
	c.countParameter(pool, "Dedicated", pool.Scale.Dedicated, pool.Scale.Spot)
	c.countParameter(pool, "Spot", pool.Scale.Spot, pool.Scale.Dedicated)
}

// countParameter declares a node count with its bound, and says what the bound comes from.
func (c *composer) countParameter(pool *plan.Pool, kind string, count, sibling plan.Count) {
	if !count.Parameter {
		return
	}
	sizing := pool.Subnet.Sizing
	description := fmt.Sprintf("%s nodes of pool '%s'. Subnet %s holds %s", kind, pool.Name, sizing.Prefix, plural(sizing.Holds))
	switch {
	case count.Others == 0:
		description += "."
	case count.Others == sibling.Max:
		description += fmt.Sprintf(", %d of them kept for %s nodes.", count.Others, other(kind))
	default:
		description += fmt.Sprintf(", %d of them kept for the other node counts.", count.Others)
	}
	least := 0
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: pool.Stem + kind + "Nodes", Type: template.Int, Default: template.Number(count.Value),
		Description: description, MinValue: &least, MaxValue: &count.Max,
	})
}

func other(kind string) string {
	if kind == "Spot" {
		return "dedicated"
	}
	return "spot"
}

func plural(nodes int) string {
	if nodes == 1 {
		return "1 node"
	}
	return fmt.Sprintf("%d nodes", nodes)
}

// roleVariables declares the ID of every role that is assigned.
func (c *composer) roleVariables() {
	for _, assignment := range c.plan.Roles {
		c.main.doc.Vars = append(c.main.doc.Vars, template.Var{
			Name: assignment.Role.Symbol,
			Value: template.Call{Name: "subscriptionResourceId", Args: []template.Expr{
				template.Str("Microsoft.Authorization/roleDefinitions"), template.Str(assignment.Role.ID),
			}},
		})
	}
}
