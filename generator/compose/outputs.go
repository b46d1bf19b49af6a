package compose

import (
	"fmt"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// outputs names what a deployment is asked for afterwards.
func (c *composer) outputs() {
	output := func(name, description string, value template.Expr) {
		c.main.doc.Outputs = append(c.main.doc.Outputs, template.Output{
			Name: name, Type: template.String, Description: description, Value: value,
		})
	}
	output("accountId", "Resource ID of the Batch account.", template.ID{Resource: c.account})
	output("accountEndpoint", "Endpoint of the Batch service.",
		template.Property{Resource: c.account, Path: []string{"accountEndpoint"}})
	if id := c.plan.TaskIdentity; id != nil {
		output("taskIdentityClientId", "Client ID by which tasks sign in to the Batch service.",
			template.Property{Resource: c.identities[id], Path: []string{"clientId"}})
	}
	// A template of hundreds of subnets cannot name them all, and an existing one is known already.
	subnets := c.plan.Network.Subnets
	if len(subnets)+len(c.main.doc.Outputs) > azure.LimitOf(azure.TemplateOutputs) {
		return
	}
	for _, s := range subnets {
		if s.Existing == "" {
			output(subnetSymbol(s)+"Id", subnetDescription(s), c.subnets[s])
		}
	}
}

func subnetDescription(s *plan.Subnet) string {
	if s.Owner == nil {
		return "Resource ID of the subnet that holds the nodes."
	}
	return fmt.Sprintf("Resource ID of the subnet that holds the nodes of pool '%s'.", s.Owner.Name)
}
