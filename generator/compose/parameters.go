package compose

import (
	"fmt"
	"slices"

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
	})
	if c.plan.Account.Existing == "" {
		c.main.doc.Params = append(c.main.doc.Params, c.nameParameter("accountName",
			"Name of the Batch account: 3 to 24 lower-case letters and digits, unique in the region.", c.plan.Account.Name))
	}
	if c.plan.Storage != nil && c.plan.Storage.Existing == "" {
		c.main.doc.Params = append(c.main.doc.Params, c.nameParameter("storageName",
			"Name of the auto-storage account: 3 to 24 lower-case letters and digits, unique in Azure.", "",
			template.Str("storage")))
	}
	c.vaultParameters()
	for _, pool := range c.plan.Pools {
		if pool.Parameters {
			c.poolParameters(pool)
		}
	}
	c.secretParameters()
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: "tags", Type: template.Object, Default: tagsOf(c.plan.Tags), Description: "Tags of every resource.",
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

// dropUnused drops parameters that turn out to be used by nothing: where all
// around a pool exists, nothing has a region or takes tags.
func (c *composer) dropUnused(names ...string) {
	used := map[string]bool{}
	note := func(e template.Expr) {
		if name, ok := e.(template.ParamRef); ok {
			used[string(name)] = true
		}
	}
	for _, r := range c.main.doc.Resources {
		template.Walk(template.Obj(r.Body), note)
	}
	for _, m := range c.main.doc.Modules {
		template.Walk(template.Obj(m.Params), note)
	}
	c.main.doc.Params = slices.DeleteFunc(c.main.doc.Params, func(p template.Param) bool {
		return slices.Contains(names, p.Name) && !used[p.Name]
	})
}

func (c *composer) poolParameters(pool *plan.Pool) {
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: pool.Stem + "VmSize", Type: template.String, Default: template.Str(pool.VMSize),
		Description: fmt.Sprintf("VM size of the nodes of pool '%s'.", pool.Name),
	})
	s := pool.Scale
	if s.Formula != "" {
		c.boundParameters(pool)
		return
	}
	c.countParameter(pool, "DedicatedNodes", "Dedicated nodes", s.Dedicated, "spot", s.Spot)
	c.countParameter(pool, "SpotNodes", "Spot nodes", s.Spot, "dedicated", s.Dedicated)
}

// countParameter declares a node count with its bound, and says what the bound
// comes from. sibling is the pool's other count, of the nodes that are called other.
func (c *composer) countParameter(pool *plan.Pool, suffix, what string, count plan.Count, other string, sibling plan.Count) {
	if !count.Parameter {
		return
	}
	sizing := pool.Subnet.Sizing
	description := fmt.Sprintf("%s of pool '%s'. Subnet %s holds %s", what, pool.Name, sizing.Prefix, plural(sizing.Holds))
	most := &count.Max
	switch {
	case !sizing.Prefix.IsValid():
		description, most = fmt.Sprintf("%s of pool '%s'. The existing subnet must hold them.", what, pool.Name), nil
	case count.Others == 0:
		description += "."
	case count.Others == sibling.Max:
		description += fmt.Sprintf(", %d of them kept for %s nodes.", count.Others, other)
	default:
		description += fmt.Sprintf(", %d of them kept for the other node counts.", count.Others)
	}
	c.nodesParameter(pool.Stem+suffix, description, count.Value, most)
}

// nodesParameter declares a number of nodes from 0 to most, nil where nothing bounds it.
func (c *composer) nodesParameter(name, description string, value int, most *int) {
	least := 0
	c.main.doc.Params = append(c.main.doc.Params, template.Param{
		Name: name, Type: template.Int, Default: template.Number(value),
		Description: description, MinValue: &least, MaxValue: most,
	})
}

func plural(nodes int) string {
	if nodes == 1 {
		return "1 node"
	}
	return fmt.Sprintf("%d nodes", nodes)
}
