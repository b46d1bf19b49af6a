package armeval

import (
	"math"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// A function of the expression language. What it cannot do gives Unknown.
type function struct {
	// least and most are how many arguments it takes.
	least, most int
	// lenient functions take Unknown arguments; all others give them back.
	lenient bool
	// reads tells that the function looks into a text, so that a placeholder would make it lie.
	reads bool
	eval  func(e env, args []tree.Value) tree.Value
}

func strict(least, most int, eval func(env, []tree.Value) tree.Value) function {
	return function{least: least, most: most, eval: eval}
}

func lenient(least, most int, eval func(env, []tree.Value) tree.Value) function {
	return function{least: least, most: most, eval: eval, lenient: true}
}

func reading(least, most int, eval func(env, []tree.Value) tree.Value) function {
	return function{least: least, most: most, eval: eval, reads: true}
}

// A form is a function that does not need the values of all its arguments.
type form struct {
	least, most int
	eval        func(e env, args []*node) tree.Value
}

// unbounded is the most of a function that takes any number of arguments.
const unbounded = math.MaxInt

// functions are the rows of learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
// that can be told offline. Names are in lower case.
func functions() map[string]function {
	return map[string]function{
		"parameters":      strict(1, 1, env.parameter),
		"variables":       strict(1, 1, env.variable),
		"copyindex":       strict(0, 2, env.copyIndex),
		"true":            strict(0, 0, func(env, []tree.Value) tree.Value { return boolean(true) }),
		"false":           strict(0, 0, func(env, []tree.Value) tree.Value { return boolean(false) }),
		"null":            strict(0, 0, func(env, []tree.Value) tree.Value { return tree.Value{Kind: tree.Null} }),
		"not":             strict(1, 1, not),
		"equals":          strict(2, 2, equals),
		"less":            strict(2, 2, comparison(func(order int) bool { return order < 0 })),
		"lessorequals":    strict(2, 2, comparison(func(order int) bool { return order <= 0 })),
		"greater":         strict(2, 2, comparison(func(order int) bool { return order > 0 })),
		"greaterorequals": strict(2, 2, comparison(func(order int) bool { return order >= 0 })),
		"coalesce":        lenient(1, unbounded, coalesce),

		"resourceid":             strict(2, unbounded, env.resourceID),
		"subscriptionresourceid": strict(2, unbounded, env.subscriptionResourceID),
		"extensionresourceid":    strict(3, unbounded, extensionResourceID),
		"tenantresourceid":       strict(2, unbounded, tenantResourceID),
		"resourcegroup":          strict(0, 0, env.resourceGroup),
		"subscription":           strict(0, 0, env.subscription),
		"deployment":             strict(0, 0, env.deployment),
		"resourceinfo":           strict(1, 1, env.resourceInfo),

		"add": strict(2, 2, arithmetic(add)),
		"sub": strict(2, 2, arithmetic(sub)),
		"mul": strict(2, 2, arithmetic(mul)),
		"div": strict(2, 2, arithmetic(div)),
		"mod": strict(2, 2, arithmetic(mod)),
		"min": strict(1, unbounded, extreme(func(a, b int64) bool { return a < b })),
		"max": strict(1, unbounded, extreme(func(a, b int64) bool { return a > b })),
		"int": strict(1, 1, toInt),

		"concat":               strict(1, unbounded, concat),
		"format":               strict(1, unbounded, format),
		"string":               strict(1, 1, toString),
		"bool":                 strict(1, 1, toBool),
		"json":                 reading(1, 1, parseJSON),
		"tolower":              strict(1, 1, textual(strings.ToLower)),
		"toupper":              strict(1, 1, textual(strings.ToUpper)),
		"trim":                 strict(1, 1, textual(strings.TrimSpace)),
		"base64":               reading(1, 1, textual(toBase64)),
		"base64tostring":       strict(1, 1, fromBase64),
		"base64tojson":         strict(1, 1, base64ToJSON),
		"uricomponent":         reading(1, 1, textual(uriComponent)),
		"uricomponenttostring": strict(1, 1, uriComponentToString),
		"uri":                  strict(2, 2, uri),
		"substring":            strict(2, 3, substring),
		"indexof":              reading(2, 2, indexOf(strings.Index)),
		"lastindexof":          reading(2, 2, indexOf(strings.LastIndex)),
		"startswith":           reading(2, 2, affix(strings.HasPrefix)),
		"endswith":             reading(2, 2, affix(strings.HasSuffix)),
		"split":                strict(2, 2, split),
		"join":                 strict(2, 2, join),
		"replace":              strict(3, 3, replace),
		"padleft":              reading(2, 3, padLeft),
		"uniquestring":         strict(1, unbounded, stands(13)),
		"guid":                 strict(1, unbounded, stands(36)),

		"length":       reading(1, 1, length),
		"empty":        strict(1, 1, empty),
		"contains":     reading(2, 2, contains),
		"first":        strict(1, 1, first),
		"last":         strict(1, 1, last),
		"take":         strict(2, 2, take),
		"skip":         strict(2, 2, skip),
		"array":        strict(1, 1, toArray),
		"createarray":  lenient(0, unbounded, func(_ env, args []tree.Value) tree.Value { return list(args...) }),
		"createobject": lenient(0, unbounded, createObject),
		"range":        strict(2, 2, integers),
		"union":        strict(1, unbounded, union),
		"intersection": strict(2, unbounded, intersection),
		"flatten":      strict(1, 1, flatten),
		"shallowmerge": strict(1, 1, shallowMerge),
		"items":        strict(1, 1, items),
		"objectkeys":   strict(1, 1, objectKeys),
		"tryget":       strict(2, unbounded, tryGet),

		"parsecidr":  strict(1, 1, parseCIDR),
		"cidrsubnet": strict(3, 3, cidrSubnet),
		"cidrhost":   strict(2, 2, cidrHost),

		"lambdavariables": strict(1, 1, env.lambdaVariable),
	}
}

func forms() map[string]form {
	return map[string]form{
		"if":  {3, 3, env.conditional},
		"and": {2, unbounded, func(e env, args []*node) tree.Value { return e.junction(args, "false") }},
		"or":  {2, unbounded, func(e env, args []*node) tree.Value { return e.junction(args, "true") }},
		// What Azure adds to a resource is not in the template, so that a resource
		// as a whole is not known; access asks for parts.
		"reference": {1, 3, func(env, []*node) tree.Value { return unknown() }},
		"map":       {2, 2, env.mapped},
		"filter":    {2, 2, env.filtered},
		"reduce":    {3, 3, env.reduced},
		"toobject":  {2, 3, env.toObject},
	}
}

// Placeholders stand in the IDs and names of what a deployment decides.
const (
	subscriptionPlaceholder    = "{subscription}"
	groupPlaceholder           = "{resourceGroup}"
	managementGroupPlaceholder = "{managementGroup}"
	deploymentPlaceholder      = "{deployment}"
	// hashPlaceholder is how those for a hash begin.
	hashPlaceholder = "{~"
)

// isPlaceholder tells that there is a placeholder in a text, in any letter case.
func isPlaceholder(v tree.Value) bool {
	if v.Kind != tree.String || !strings.Contains(v.Text, "{") {
		return false
	}
	lower := strings.ToLower(v.Text)
	for _, p := range []string{
		subscriptionPlaceholder, groupPlaceholder, managementGroupPlaceholder, deploymentPlaceholder, hashPlaceholder,
	} {
		if strings.Contains(lower, strings.ToLower(p)) {
			return true
		}
	}
	return false
}
