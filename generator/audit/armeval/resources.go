package armeval

import (
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

const deploymentsType = "Microsoft.Resources/deployments"

// An instance is one copy of one resource of a template.
type instance struct {
	env    env
	source tree.Value
	// fullType and name, of kind String or Unknown, begin with those of the resource around.
	fullType, name, id tree.Value
	// doubt is why nobody knows whether it is there, Absent when it is.
	doubt tree.Value
	// nested is what a deployment deploys, nil for any other resource.
	nested *deployed
	body   thunk
}

// deployed is a template that is deployed.
type deployed struct {
	// env is what the resources are evaluated in: of the template itself, or for
	// outer scope of the template around.
	env      env
	scope    *scope
	template tree.Value
	// base is the ID of what it is deployed to.
	base  tree.Value
	doubt tree.Value
	// found are the instances, once declared is true.
	found    []*instance
	declared bool
}

// declare finds the names of all resources of a template, so that reference can find them.
func (d *deployed) declare() {
	if d.declared {
		return
	}
	d.declared = true
	d.resourcesIn(d.env, d.template.Get("resources"), nil)
}

// resourcesIn declares a list of resources, or an object with symbolic names.
func (d *deployed) resourcesIn(e env, all tree.Value, parent *instance) {
	for _, source := range all.Items {
		d.copiesOf(e, "", source, parent)
	}
	for _, m := range all.Members {
		d.copiesOf(e, m.Name, m.Value, parent)
	}
}

// copiesOf declares a resource as often as it is copied.
func (d *deployed) copiesOf(e env, symbol string, source tree.Value, parent *instance) {
	loops := source.Get("copy")
	if loops.Kind != tree.Object {
		d.instance(e, symbol, source, parent, tree.Value{})
		return
	}
	name := e.value(loops.Get("name")).Text
	count, open := e.count(loops.Get("count"))
	if open != nil {
		d.instance(e.with(loop{name: name, index: *open}), symbol, source, parent, *open)
		return
	}
	for i := range count {
		if e.resources > maxResources {
			return
		}
		of := symbol
		if symbol != "" {
			of = fmt.Sprintf("%s[%d]", symbol, i)
		}
		d.instance(e.with(loop{name: name, index: number(i)}), of, source, parent, tree.Value{})
	}
}

func (d *deployed) instance(e env, symbol string, source tree.Value, parent *instance, doubt tree.Value) {
	if e.resources++; e.resources > maxResources || source.Kind != tree.Object {
		return
	}
	i := &instance{env: e, source: source, doubt: doubt}
	i.body.eval = i.evaluate
	i.name, i.fullType = e.value(source.Get("name")), e.value(source.Get("type"))
	d.identify(i, parent)
	condition := e.value(source.Get("condition"))
	switch condition.Kind {
	case tree.Absent, tree.Bool:
	case tree.Unknown:
		i.doubt = firstOf(i.doubt, condition)
	default:
		unclear := because("condition that is neither true nor false")
		unclear.Offset = condition.Offset
		i.doubt = firstOf(i.doubt, unclear)
	}
	i.doubt = firstOf(d.doubt, i.doubt)
	if !isFalse(condition) {
		d.register(i, symbol)
		if source.Get("existing").Text != "true" {
			d.deployment(i)
			d.found = append(d.found, i)
		}
	}
	// A condition holds for the resource alone, not for those within it.
	d.resourcesIn(e, source.Get("resources"), i)
}

func isFalse(v tree.Value) bool { return v.Kind == tree.Bool && v.Text == "false" }

// firstOf is the first value that is there.
func firstOf(values ...tree.Value) tree.Value {
	for _, v := range values {
		if v.Kind != tree.Absent {
			return v
		}
	}
	return tree.Value{}
}

// identify completes the type and the name of what stands within another
// resource, and finds the ID.
func (d *deployed) identify(i *instance, parent *instance) {
	base := i.env.target(i.source, d.base)
	if scope := i.source.Get("scope"); scope.Has() && !strings.EqualFold(i.fullType.Text, deploymentsType) {
		base = i.env.value(scope)
		if base.Kind == tree.String && !strings.HasPrefix(base.Text, "/") {
			base = within(d.base, base.Text)
		}
	}
	if parent != nil {
		space, _, _ := strings.Cut(i.fullType.Text, "/")
		switch {
		case !strings.Contains(space, "."):
			i.fullType, i.name = joined(parent.fullType, i.fullType), joined(parent.name, i.name)
			base = parent.idBase()
		case strings.HasPrefix(strings.ToLower(i.fullType.Text), strings.ToLower(parent.fullType.Text+"/")):
			i.name = joined(parent.name, i.name)
			base = parent.idBase()
		default:
			base = parent.id
		}
	}
	switch open := firstUnknown(i.fullType, i.name, base); {
	case open.Kind == tree.Unknown:
		i.id = open
	case strings.EqualFold(i.fullType.Text, "Microsoft.Resources/resourceGroups"):
		i.id = text(subscriptionOf(base.Text) + "/resourceGroups/" + i.name.Text)
	default:
		i.id = settle(resourceIDOf(strings.TrimSuffix(base.Text, "/"), i.fullType.Text, strings.Split(i.name.Text, "/")),
			0, i.source.Get("name").Text)
	}
	i.id.Offset = i.source.Get("name").Offset
}

// idBase is the ID of what the resource is deployed to.
func (i *instance) idBase() tree.Value {
	if at := strings.LastIndex(i.id.Text, "/providers/"); at >= 0 && i.id.Kind == tree.String {
		return text(i.id.Text[:at])
	}
	return i.id
}

// joined puts a slash between texts.
func joined(above, below tree.Value) tree.Value {
	if open := firstUnknown(above, below); open.Kind == tree.Unknown {
		open.Offset = below.Offset
		return open
	}
	below.Text = above.Text + "/" + below.Text
	return below
}

// firstUnknown is the first value that is no text, as Unknown, Absent when all are text.
func firstUnknown(values ...tree.Value) tree.Value {
	for _, v := range values {
		if v.Kind == tree.Unknown {
			return v
		}
		if v.Kind != tree.String {
			failed := because("name or type that is not text")
			failed.Offset = v.Offset
			return failed
		}
	}
	return tree.Value{}
}

// within is the ID of "N/a/x/b/y", a scope in what the template is deployed to.
func within(base tree.Value, relative string) tree.Value {
	parts := strings.Split(relative, "/")
	fullType, names := parts[0], []string(nil)
	for i, part := range parts[1:] {
		if i%2 == 0 {
			fullType += "/" + part
		} else {
			names = append(names, part)
		}
	}
	if base.Kind == tree.Unknown {
		return base
	}
	return resourceIDOf(base.Text, fullType, names)
}

// target is the ID of what a deployment, or a resource that exists, is in.
func (e env) target(source, base tree.Value) tree.Value {
	scope, subscription, group := source.Get("scope"), source.Get("subscriptionId"), source.Get("resourceGroup")
	if scope.Has() {
		base = e.value(scope)
		if base.Kind == tree.String && !strings.HasPrefix(base.Text, "/") {
			base.Text = "/providers/" + base.Text
		}
		base.Text = strings.TrimSuffix(base.Text, "/")
		return base
	}
	if subscription.Has() {
		v := e.value(subscription)
		if v.Kind != tree.String {
			return firstUnknown(v)
		}
		base = text("/subscriptions/" + v.Text)
	}
	if group.Has() {
		v := e.value(group)
		if open := firstUnknown(base, v); open.Kind == tree.Unknown {
			return open
		}
		base = text(subscriptionOf(base.Text) + "/resourceGroups/" + v.Text)
	}
	return base
}

// deployment prepares what a resource deploys if it is a deployment.
func (d *deployed) deployment(i *instance) {
	properties := i.source.Get("properties")
	if !strings.EqualFold(i.fullType.Text, deploymentsType) {
		return
	}
	template := properties.Get("template")
	if template.Kind != tree.Object {
		elsewhere := because("template of %s", i.name.Text)
		elsewhere.Offset = i.source.Offset
		i.doubt = firstOf(i.doubt, elsewhere)
		return
	}
	base := i.env.target(i.source, d.base)
	i.nested = &deployed{env: i.env, template: template, base: base, doubt: i.doubt}
	i.body.eval = i.nested.outputs
	if strings.EqualFold(properties.Get("expressionEvaluationOptions", "scope").Text, "inner") {
		i.nested.scope = d.env.newScope(template, base, i.name, func(declared tree.Member) tree.Value {
			given := properties.Get("parameters", declared.Name)
			value := given.Get("value")
			switch {
			case !d.env.searched(properties.Get("parameters")):
				return unknown()
			case given.Kind == tree.Absent && !properties.Get("parametersLink").Has():
				return tree.Value{}
			case value.Kind == tree.Absent:
				return unknown()
			}
			return i.env.value(value)
		})
		i.nested.env = env{scope: i.nested.scope}
	}
}

// register lets reference find a resource. What stands in a template that is
// evaluated with the one around is found by ID alone.
func (d *deployed) register(i *instance, symbol string) {
	if i.id.Kind == tree.String {
		d.env.byID[strings.ToLower(i.id.Text)] = i
	}
	if d.scope == nil {
		return
	}
	if symbol != "" {
		d.scope.symbols[strings.ToLower(symbol)] = i
	}
	if i.name.Kind == tree.String {
		name := strings.ToLower(i.name.Text)
		if _, ambiguous := d.scope.names[name]; ambiguous {
			i = nil
		}
		d.scope.names[name] = i
	}
}

// resources evaluates all resources of a template.
func (d *deployed) resources() []tree.Value {
	d.declare()
	var result []tree.Value
	for _, i := range d.found {
		if i.nested != nil {
			result = append(result, i.nested.resources()...)
			continue
		}
		result = append(result, i.body.force(i.name.Text))
	}
	return result
}

// ofDeployment are members that say how to deploy a resource, not what it is.
var ofDeployment = []string{
	"id", "name", "type", "condition", "copy", "dependsOn", "comments", "resources", "existing", "scope", "metadata",
}

// evaluate gives the resource as the REST interface shows it.
func (i *instance) evaluate() tree.Value {
	result := object(member("id", i.id), member("name", i.name), member("type", i.fullType))
	result.Offset = i.source.Offset
	for _, m := range i.source.Members {
		if !slices.ContainsFunc(ofDeployment, func(other string) bool { return strings.EqualFold(m.Name, other) }) {
			result.Members = append(result.Members, member(m.Name, i.env.value(m.Value)))
		}
	}
	if i.doubt.Kind != tree.Absent {
		result.Members = append(result.Members, member("unknown", i.doubt))
	}
	return result
}

// find is the resource that reference and resourceInfo mean, nil for none.
func (e env) find(name tree.Value) *instance {
	if name.Kind != tree.String {
		return nil
	}
	key := strings.ToLower(name.Text)
	if i, ok := e.symbols[key]; ok {
		return i
	}
	if i, ok := e.names[key]; ok {
		return i
	}
	return e.byID[key]
}

// reference gives what the template itself says of a resource, or the outputs of
// a nested deployment.
func (e env) reference(args []*node) tree.Value {
	if len(args) < 1 || len(args) > 3 {
		return unknown()
	}
	name := e.eval(args[0])
	i := e.find(name)
	if i == nil {
		if name.Kind == tree.Unknown {
			return name
		}
		return unknown()
	}
	body := i.body.force(i.name.Text)
	if len(args) == 3 && strings.EqualFold(e.eval(args[2]).Text, "Full") {
		return body
	}
	if v := body.Get("properties"); v.Kind != tree.Absent {
		return v
	}
	return unknown()
}

func (e env) resourceInfo(args []tree.Value) tree.Value {
	i := e.find(args[0])
	if i == nil {
		return unknown()
	}
	return object(member("id", i.id), member("name", i.name), member("type", i.fullType),
		member("apiVersion", i.source.Get("apiVersion")))
}

// outputs evaluates those of a nested deployment.
func (d *deployed) outputs() tree.Value {
	d.declare()
	result := object()
	for _, m := range d.template.Get("outputs").Members {
		condition := d.env.value(m.Value.Get("condition"))
		value := d.env.value(m.Value.Get("value"))
		if copies := m.Value.Get("copy"); copies.Kind == tree.Object {
			value = d.env.copied(copies, false)
		}
		switch {
		case isFalse(condition):
			continue
		case condition.Kind != tree.Absent && condition.Kind != tree.Bool:
			value = unknown()
		}
		result.Members = append(result.Members,
			member(m.Name, object(member("type", m.Value.Get("type")), member("value", value))))
	}
	return object(member("properties", object(member("outputs", result))))
}
