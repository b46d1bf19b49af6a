// Package template is the neutral tree of a deployment: what the Bicep and the
// ARM JSON printer both print. Node kinds are closed: there is no raw text, so
// a value can never become code. Validate lists what a tree must keep to beyond
// its types.
package template

// Document is one deployment template.
type Document struct {
	// Description is the metadata of that name.
	Description string
	Params      []Param
	Vars        []Var
	// Resources in the order that they are declared in.
	Resources []*Resource
	// Modules come after the resources.
	Modules []*Module
	Outputs []Output
}

// Type is the type of a parameter or output. There are no others: a typed
// array or object would switch the template to symbolic names.
type Type string

// The types.
const (
	String Type = "string"
	Int    Type = "int"
	Bool   Type = "bool"
	Array  Type = "array"
	Object Type = "object"
)

// Param is a parameter.
type Param struct {
	Name        string
	Type        Type
	Description string
	// Default is nil where a value must be given.
	Default Expr
	// Allowed values, empty for any.
	Allowed              []Expr
	MinLength, MaxLength *int
	MinValue, MaxValue   *int
	Secure               bool
}

// Var is a variable. Its value must not read a resource's run-time state, and
// refers to earlier variables only.
type Var struct {
	Name string
	// Comment stands above it in Bicep, "" for none.
	Comment string
	Value   Expr
}

// Resource is a resource to deploy, or one that exists and is only referred to.
type Resource struct {
	// Symbol is the name that references use, unique in the document for outer
	// resources and unique in the outer resource for nested ones; a nested one
	// must not hide a parameter, variable, module or outer resource.
	Symbol string
	// Type is the full type, "Microsoft.Network/virtualNetworks/subnets", for nested resources too.
	Type       string
	APIVersion string
	// Existing resources are only referred to.
	Existing bool
	// Name is the resource's own name, without those of its parents.
	Name Expr
	// Parent is the resource that this one is a child of where it is not nested in it.
	Parent *Resource
	// Scope is the resource that an extension resource (a role assignment) is
	// on; nil for the resource group.
	Scope *Resource
	// Group is the resource group of an existing resource elsewhere, nil for the deployment's own.
	Group Expr
	// Subscription is that of Group, nil for the deployment's own.
	Subscription Expr
	// Comment stands above the resource in Bicep, "" for none.
	Comment string
	// DisableRules are linter rules that the next line is excused from.
	DisableRules []string
	// Body is everything but name, parent and scope, in order: location, tags, properties, …
	Body []Prop
	// DependsOn lists what must be deployed first and is not referred to.
	DependsOn []Dependency
	// DependsOnComment stands above dependsOn in Bicep.
	DependsOnComment string
	// Children are nested in the resource.
	Children []*Resource
	// Outer is set on nested resources: the one that they stand in.
	Outer *Resource
}

// Nest puts a child into the resource and returns the child.
func (r *Resource) Nest(child *Resource) *Resource {
	child.Outer = r
	r.Children = append(r.Children, child)
	return child
}

// Module is a part of the deployment that goes to another resource group.
type Module struct {
	Symbol string
	// Name of the deployment.
	Name Expr
	// File is the path of the Bicep file beside main.bicep: "modules/subnet.bicep".
	File     string
	Document *Document
	// Subscription is nil for the deployment's own; Group is required.
	Subscription, Group Expr
	Params              []Prop
	// DependsOn lists what must be deployed first and is not referred to.
	DependsOn []Dependency
	Comment   string
}

// Output is an output.
type Output struct {
	Name        string
	Type        Type
	Description string
	Value       Expr
}

// Expr is a value or an expression: one of the kinds of this file.
type Expr interface{ expr() }

// Str is text.
type Str string

// Text is text of several lines that Bicep shows as a multi-line string where
// that is safe; everywhere else it is the same as Str.
type Text string

// Number is a whole number.
type Number int64

// Boolean is true or false.
type Boolean bool

// Obj is an object with its properties in order.
type Obj []Prop

// Prop is a property of an object. Key is Str or Interp.
type Prop struct {
	Key   Expr
	Value Expr
}

// Arr is an array.
type Arr []Expr

// Interp is text with expressions in it, one after the other; Str and Text parts
// are literal. Bicep allows no Obj or Arr anywhere in it.
type Interp []Expr

// Call calls a function of the template language, such as uniqueString.
type Call struct {
	Name string
	Args []Expr
}

// Access reads a property of what Of gives: resourceGroup().id.
type Access struct {
	Of   Expr
	Name string
}

// ParamRef reads a parameter.
type ParamRef string

// VarRef reads a variable.
type VarRef string

// ID is the resource ID of a resource of the document.
type ID struct{ Resource *Resource }

// NameOf is the name of a resource of the document.
type NameOf struct{ Resource *Resource }

// Property reads a run-time property of a resource: path below "properties".
type Property struct {
	Resource *Resource
	Path     []string
}

// ModuleOutput reads an output of a module.
type ModuleOutput struct {
	Module *Module
	Name   string
}

func (Str) expr()          {}
func (Text) expr()         {}
func (Number) expr()       {}
func (Boolean) expr()      {}
func (Obj) expr()          {}
func (Arr) expr()          {}
func (Interp) expr()       {}
func (Call) expr()         {}
func (Access) expr()       {}
func (ParamRef) expr()     {}
func (VarRef) expr()       {}
func (ID) expr()           {}
func (NameOf) expr()       {}
func (Property) expr()     {}
func (ModuleOutput) expr() {}

// P is a property with a literal name.
func P(name string, value Expr) Prop { return Prop{Key: Str(name), Value: value} }
