package diff

import (
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/template"
)

// thing is a resource of a deployment, or a part of one that has a life of its
// own: a rule, a route, a subnet.
type thing struct {
	kind, name string
	// title is the name as people know it.
	title string
	// part tells that the thing stands in the list of another resource, which a
	// deployment replaces as a whole.
	part bool
	// properties by path, without those of its parts; list keeps their order.
	properties map[string]string
	list       []string
}

// parts are the lists whose items are things: by type of the resource and path.
var parts = map[string]string{
	azure.NetworkSecurityGroup + " properties.securityRules": azure.SecurityRuleResource,
	azure.RouteTable + " properties.routes":                  azure.RouteResource,
	azure.VirtualNetwork + " properties.subnets":             azure.SubnetResource,
}

// inventory lists the things of a deployment in the order of the template.
type inventory struct {
	things []*thing
	byKey  map[string]*thing
	// ungiven are the parameters that somebody must give a value for.
	ungiven []string
}

func (t *thing) key() string { return t.kind + " " + t.name }

// newInventory lists what a template deploys, its modules included.
func newInventory(doc *template.Document) inventory {
	i := inventory{byKey: map[string]*thing{}}
	i.document(newScope(doc))
	for _, p := range doc.Params {
		if p.Default == nil {
			i.ungiven = append(i.ungiven, p.Name)
		}
	}
	return i
}

func (i *inventory) document(s *scope) {
	for _, r := range s.doc.Resources {
		i.resource(s, r)
	}
	for _, m := range s.doc.Modules {
		i.document(s.module(m))
	}
}

func (i *inventory) add(t *thing) *thing {
	i.things = append(i.things, t)
	i.byKey[t.key()] = t
	return t
}

func (i *inventory) resource(s *scope, r *template.Resource) {
	if !r.Existing {
		t := i.add(&thing{kind: r.Type, name: s.fullName(r) + s.group, properties: map[string]string{}})
		t.title = t.name
		if r.Type == azure.BatchPool {
			t.title = s.words(r.Name) // that of the account is computed
		}
		t.set("apiVersion", r.APIVersion)
		if r.Scope != nil {
			t.set("scope", s.idOf(r.Scope))
		}
		i.properties(s, t, "", template.Obj(r.Body))
		if description, found := t.properties["properties.description"]; found && r.Type == azure.RoleAssignmentResource {
			t.title = description // its name is a computed number
		}
	}
	for _, child := range r.Children {
		i.resource(s, child)
	}
}

func (t *thing) set(path, value string) {
	if _, known := t.properties[path]; !known {
		t.list = append(t.list, path)
	}
	t.properties[path] = value
}

// properties enters what is below a path. Items of a list that have names are
// told apart by them, others by their order; lists of plain values are one value.
func (i *inventory) properties(s *scope, t *thing, path string, value template.Expr) {
	value = s.resolve(value)
	switch v := value.(type) {
	case template.Obj:
		if len(v) == 0 {
			t.set(path, "{}")
		}
		for _, prop := range v {
			below := s.words(prop.Key)
			if path != "" {
				below = path + "." + below
			}
			i.properties(s, t, below, prop.Value)
		}
	case template.Arr:
		if kind, found := parts[t.kind+" "+path]; found {
			for _, item := range v {
				i.part(s, t, kind, item)
			}
			return
		}
		if !hasObjects(v) {
			t.set(path, s.words(v))
			return
		}
		for n, item := range v {
			label := strconv.Itoa(n + 1)
			if name := nameOf(item); name != nil {
				label = s.words(name)
			}
			i.properties(s, t, path+"["+label+"]", item)
		}
	default:
		t.set(path, s.words(value))
	}
}

// part enters an item of a list as a thing of its own.
func (i *inventory) part(s *scope, of *thing, kind string, item template.Expr) {
	name := s.words(nameOf(item))
	t := i.add(&thing{kind: kind, name: of.name + "/" + name, title: of.name + "/" + name, part: true, properties: map[string]string{}})
	for _, prop := range item.(template.Obj) {
		if key := s.words(prop.Key); key != "name" {
			i.properties(s, t, key, prop.Value)
		}
	}
}

func hasObjects(list template.Arr) bool {
	for _, item := range list {
		if _, is := item.(template.Obj); is {
			return true
		}
	}
	return false
}

// nameOf returns the property name of an object, nil where there is none.
func nameOf(e template.Expr) template.Expr {
	obj, _ := e.(template.Obj)
	for _, prop := range obj {
		if prop.Key == template.Str("name") {
			return prop.Value
		}
	}
	return nil
}

// plainPath is a path without the names and numbers of list items.
func plainPath(path string) string {
	var b strings.Builder
	depth := 0
	for _, r := range path {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}
