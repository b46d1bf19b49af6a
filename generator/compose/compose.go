// Package compose turns a plan into the tree of a template: which resource,
// which property, in which order. It decides nothing and writes to no plan.
package compose

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// composer holds the document in the making and what others refer to.
type composer struct {
	plan plan.Plan
	// main is the template that is deployed; pools is where the pools go, a
	// module where the account is in another resource group.
	main, pools *part

	// vnet is the ID of the virtual network, vnetName its name.
	vnet     template.Expr
	vnetName string
	// subnets holds the ID of each.
	subnets    map[*plan.Subnet]template.Expr
	identities map[*plan.Identity]*template.Resource
	// storage is nil where there is none; account is the one that main knows.
	storage, account *template.Resource
	vault            *template.Resource
	// access are the modules that assign roles elsewhere, by resource group.
	access map[string]*part
	// mountAccess are the roles on mounted storage accounts, by their place in the plan.
	mountAccess map[int]template.Dependency
	// poolParent is the account as the part of the pools knows it.
	poolParent *template.Resource
	// ready must be deployed before the first node starts.
	ready []template.Dependency
}

// New composes the document of a plan. It reports what Azure takes no
// template for: too many resources.
func New(p plan.Plan) (*template.Document, diag.List) {
	c := &composer{
		plan:       p,
		main:       &part{doc: &template.Document{Description: p.Summary}},
		subnets:    map[*plan.Subnet]template.Expr{},
		identities: map[*plan.Identity]*template.Resource{},
		access:     map[string]*part{},

		mountAccess: map[int]template.Dependency{},
	}
	c.pools = c.main
	c.parameters()
	c.network()
	c.autoStorage()
	c.identity(p.Account.Identity, "identity")
	c.identity(p.TaskIdentity, "taskIdentity")
	c.identity(p.PoolIdentity, "poolIdentity")
	c.mountRoles()
	c.keyVault()
	c.batchAccount()
	c.endpoints()
	c.poolsPart()
	for _, pool := range p.Pools {
		c.pool(pool)
	}
	c.outputs()
	c.dropUnused("location", "tags")
	var list diag.List
	if count, limit := len(c.main.doc.Resources), azure.LimitOf(azure.TemplateResources); count > limit {
		list = append(list, diag.TooManyResources("/pools", count, limit))
	}
	return c.main.doc, list
}

// resource starts a resource of the deployment's own region with tags, on the
// API version of the table.
func resource(symbol, kind, name string, rest ...template.Prop) *template.Resource {
	return &template.Resource{
		Symbol: symbol, Type: kind, APIVersion: azure.APIVersionOf(kind), Name: template.Str(name),
		Body: append([]template.Prop{
			template.P("location", template.ParamRef("location")),
			template.P("tags", template.ParamRef("tags")),
		}, rest...),
	}
}

// idOf is an object with the ID of a resource, as Azure's references are written.
func idOf(r *template.Resource) template.Obj {
	return template.Obj{template.P("id", template.ID{Resource: r})}
}

// object builds an object of literal properties in order, leaving out nil values.
func object(props ...template.Prop) template.Obj {
	obj := make(template.Obj, 0, len(props))
	for _, p := range props {
		if p.Value != nil {
			obj = append(obj, p)
		}
	}
	return obj
}

// The SDK's optional fields as properties; nil is left out by object.

func text[S ~string](name string, value *S) template.Prop {
	if value == nil {
		return template.Prop{}
	}
	return template.P(name, template.Str(*value))
}

func texts(name string, values []*string) template.Prop {
	if len(values) == 0 {
		return template.Prop{}
	}
	arr := make(template.Arr, len(values))
	for i, v := range values {
		arr[i] = template.Str(*v)
	}
	return template.P(name, arr)
}

func number(name string, value *int32) template.Prop {
	if value == nil {
		return template.Prop{}
	}
	return template.P(name, template.Number(*value))
}

func boolean(name string, value *bool) template.Prop {
	if value == nil {
		return template.Prop{}
	}
	return template.P(name, template.Boolean(*value))
}
