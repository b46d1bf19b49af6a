// Package armeval evaluates ARM templates in JSON as far as that can be done
// offline, and gives the resources in the shape in which the REST interface shows
// them.
//
// What only a deployment can tell is a value of kind Unknown whose text is the
// expression as written, without the brackets: a parameter without a value, a
// function that asks Azure, an expression that fails, a loop beyond its limit.
// Unknown goes through whatever needs the value, and through nothing else.
//
// Names and IDs must compare equal within a template whatever it is deployed to.
// So some text is a placeholder: "{subscription}", "{resourceGroup}" and
// "{managementGroup}" for where the template is deployed to, "{deployment}" for the
// name under which, and "{~…}", as long as the real text and the same for the
// same arguments, for what uniqueString and guid give. Functions that look into a text,
// such as equals and startsWith, give Unknown rather than judge a placeholder.
//
// Every value has an offset in the template. What an expression gives stands where
// the expression stands. Values from a parameters file stand where the template
// declares the parameter.
package armeval

import (
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// Resources gives all resources that a template deploys, in the order in which
// they stand there, those of nested templates and within other resources included.
// parameters is the object of that name in a file of parameters, or Absent.
//
// Each is an Object with the members of the resource, but for those that tell how
// to deploy it: id and type and the full name ("network/subnet") come first, then
// apiVersion, location, tags, properties and the others as they stand. An id that
// cannot be told is Unknown.
//
// A member "unknown" of kind Unknown marks what may be there or not, or more than
// once: its condition or its number of copies is not known (the indexes in it are
// Unknown, too), or it is a deployment whose template is elsewhere. Resources with
// a condition that is false are left out, and so are those that exist already. An
// Object with nothing but "unknown" ends the list where the template is too large.
func Resources(template, parameters tree.Value) []tree.Value {
	e := &evaluator{
		functions: functions(), forms: forms(), parsed: map[string]*node{}, byID: map[string]*instance{},
	}
	s := e.newScope(template, text(baseOf(template)), text(deploymentPlaceholder), func(declared tree.Member) tree.Value {
		given := parameters.Get(declared.Name)
		value := given.Get("value")
		switch {
		case !e.searched(parameters), given.Kind != tree.Absent && value.Kind == tree.Absent:
			return unknown()
		case given.Kind == tree.Absent:
			return given
		}
		return placed(value, declared.Value.Offset)
	})
	root := &deployed{env: env{scope: s}, template: template, base: s.base, scope: s}
	result := root.resources()
	if e.resources > maxResources {
		end := object(member("unknown", because("more than %d resources", maxResources)))
		end.Offset = template.Get("resources").Offset
		result = append(result, end)
	}
	return result
}

// baseOf tells by the schema what a template is deployed to.
func baseOf(template tree.Value) string {
	schema := strings.ToLower(template.Get("$schema").Text)
	switch {
	case strings.Contains(schema, "/subscriptiondeploymenttemplate.json"):
		return "/subscriptions/" + subscriptionPlaceholder
	case strings.Contains(schema, "/managementgroupdeploymenttemplate.json"):
		return "/providers/Microsoft.Management/managementGroups/" + managementGroupPlaceholder
	case strings.Contains(schema, "/tenantdeploymenttemplate.json"):
		return ""
	}
	return "/subscriptions/" + subscriptionPlaceholder + "/resourceGroups/" + groupPlaceholder
}

// placed gives a value and all in it one place.
func placed(v tree.Value, offset int) tree.Value {
	v.Offset = offset
	items, members := v.Items, v.Members
	v.Items, v.Members = nil, nil
	for _, item := range items {
		v.Items = append(v.Items, placed(item, offset))
	}
	for _, m := range members {
		v.Members = append(v.Members, member(m.Name, placed(m.Value, offset)))
	}
	return v
}
