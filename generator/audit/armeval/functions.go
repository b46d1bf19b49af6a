package armeval

import (
	"math"
	"slices"
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
		"parameters":      {1, 1, false, false, env.parameter},
		"variables":       {1, 1, false, false, env.variable},
		"copyindex":       {0, 2, false, false, env.copyIndex},
		"true":            {0, 0, false, false, func(env, []tree.Value) tree.Value { return boolean(true) }},
		"false":           {0, 0, false, false, func(env, []tree.Value) tree.Value { return boolean(false) }},
		"null":            {0, 0, false, false, func(env, []tree.Value) tree.Value { return tree.Value{Kind: tree.Null} }},
		"not":             {1, 1, false, false, not},
		"equals":          {2, 2, false, false, equals},
		"less":            {2, 2, false, false, comparison(func(order int) bool { return order < 0 })},
		"lessorequals":    {2, 2, false, false, comparison(func(order int) bool { return order <= 0 })},
		"greater":         {2, 2, false, false, comparison(func(order int) bool { return order > 0 })},
		"greaterorequals": {2, 2, false, false, comparison(func(order int) bool { return order >= 0 })},
		"coalesce":        {1, unbounded, true, false, coalesce},

		"resourceid":             {2, unbounded, false, false, env.resourceID},
		"subscriptionresourceid": {2, unbounded, false, false, env.subscriptionResourceID},
		"extensionresourceid":    {3, unbounded, false, false, extensionResourceID},
		"tenantresourceid":       {2, unbounded, false, false, tenantResourceID},
		"resourcegroup":          {0, 0, false, false, env.resourceGroup},
		"subscription":           {0, 0, false, false, env.subscription},
		"deployment":             {0, 0, false, false, env.deployment},
		"resourceinfo":           {1, 1, false, false, env.resourceInfo},

		"add": {2, 2, false, false, arithmetic(add)},
		"sub": {2, 2, false, false, arithmetic(sub)},
		"mul": {2, 2, false, false, arithmetic(mul)},
		"div": {2, 2, false, false, arithmetic(div)},
		"mod": {2, 2, false, false, arithmetic(mod)},
		"min": {1, unbounded, false, false, extreme(func(a, b int64) bool { return a < b })},
		"max": {1, unbounded, false, false, extreme(func(a, b int64) bool { return a > b })},
		"int": {1, 1, false, false, toInt},

		"concat":               {1, unbounded, false, false, concat},
		"format":               {1, unbounded, false, false, format},
		"string":               {1, 1, false, false, toString},
		"bool":                 {1, 1, false, false, toBool},
		"json":                 {1, 1, false, true, parseJSON},
		"tolower":              {1, 1, false, false, textual(strings.ToLower)},
		"toupper":              {1, 1, false, false, textual(strings.ToUpper)},
		"trim":                 {1, 1, false, false, textual(strings.TrimSpace)},
		"base64":               {1, 1, false, true, textual(toBase64)},
		"base64tostring":       {1, 1, false, false, fromBase64},
		"base64tojson":         {1, 1, false, false, base64ToJSON},
		"uricomponent":         {1, 1, false, true, textual(uriComponent)},
		"uricomponenttostring": {1, 1, false, false, uriComponentToString},
		"uri":                  {2, 2, false, false, uri},
		"substring":            {2, 3, false, false, substring},
		"indexof":              {2, 2, false, true, indexOf(strings.Index)},
		"lastindexof":          {2, 2, false, true, indexOf(strings.LastIndex)},
		"startswith":           {2, 2, false, true, affix(strings.HasPrefix)},
		"endswith":             {2, 2, false, true, affix(strings.HasSuffix)},
		"split":                {2, 2, false, false, split},
		"join":                 {2, 2, false, false, join},
		"replace":              {3, 3, false, false, replace},
		"padleft":              {2, 3, false, true, padLeft},
		"uniquestring":         {1, unbounded, false, false, stands(13)},
		"guid":                 {1, unbounded, false, false, stands(36)},

		"length":       {1, 1, false, true, length},
		"empty":        {1, 1, false, false, empty},
		"contains":     {2, 2, false, true, contains},
		"first":        {1, 1, false, false, first},
		"last":         {1, 1, false, false, last},
		"take":         {2, 2, false, false, take},
		"skip":         {2, 2, false, false, skip},
		"array":        {1, 1, false, false, toArray},
		"createarray":  {0, unbounded, true, false, func(_ env, args []tree.Value) tree.Value { return list(args...) }},
		"createobject": {0, unbounded, true, false, createObject},
		"range":        {2, 2, false, false, integers},
		"union":        {1, unbounded, false, false, union},
		"intersection": {2, unbounded, false, false, intersection},
		"flatten":      {1, 1, false, false, flatten},
		"shallowmerge": {1, 1, false, false, shallowMerge},
		"items":        {1, 1, false, false, items},
		"objectkeys":   {1, 1, false, false, objectKeys},
		"tryget":       {2, unbounded, false, false, tryGet},

		"parsecidr":  {1, 1, false, false, parseCIDR},
		"cidrsubnet": {3, 3, false, false, cidrSubnet},
		"cidrhost":   {2, 2, false, false, cidrHost},

		"lambdavariables": {1, 1, false, false, env.lambdaVariable},
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

// placeholders stand in the IDs and names of what a deployment decides.
const (
	subscriptionPlaceholder = "{subscription}"
	groupPlaceholder        = "{resourceGroup}"
	hashPlaceholder         = "{~"
)

func isPlaceholder(v tree.Value) bool {
	if v.Kind != tree.String || !strings.Contains(v.Text, "{") {
		return false
	}
	lower := strings.ToLower(v.Text)
	return strings.Contains(lower, subscriptionPlaceholder) || strings.Contains(lower, strings.ToLower(groupPlaceholder)) ||
		strings.Contains(lower, hashPlaceholder)
}

func (e env) conditional(args []*node) tree.Value {
	switch condition := e.eval(args[0]); {
	case condition.Kind == tree.Unknown:
		return condition
	case condition.Kind != tree.Bool:
		return unknown()
	case condition.Text == "true":
		return e.eval(args[1])
	}
	return e.eval(args[2])
}

// junction is "and" or "or": one argument that decides is enough, wherever the
// unknown stand.
func (e env) junction(args []*node, decides string) tree.Value {
	var open *tree.Value
	for _, arg := range args {
		v := e.eval(arg)
		switch {
		case v.Kind == tree.Bool && v.Text == decides:
			return v
		case v.Kind == tree.Bool:
		case open == nil && v.Kind == tree.Unknown:
			open = &v
		case open == nil:
			v = unknown()
			open = &v
		}
	}
	if open != nil {
		return *open
	}
	return boolean(decides == "false")
}

func not(_ env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.Bool {
		return unknown()
	}
	return boolean(args[0].Text == "false")
}

func coalesce(_ env, args []tree.Value) tree.Value {
	for _, arg := range args {
		if arg.Kind != tree.Null {
			return arg
		}
	}
	return tree.Value{Kind: tree.Null}
}

// truth is what a comparison may come to.
type truth int

const (
	no truth = iota
	yes
	maybe
)

func (t truth) value() tree.Value {
	if t == maybe {
		return unknown()
	}
	return boolean(t == yes)
}

func equals(e env, args []tree.Value) tree.Value { return e.same(args[0], args[1]).value() }

// same compares as Azure does: with letter case in text, without it in names of members.
func (e env) same(a, b tree.Value) truth {
	if !e.spend(1+len(a.Text)/32) || a.Kind == tree.Unknown || b.Kind == tree.Unknown {
		return maybe
	}
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return no
	}
	if a.Text != b.Text {
		if isPlaceholder(a) || isPlaceholder(b) {
			return maybe
		}
		return no
	}
	result := yes
	for i := range a.Items {
		switch e.same(a.Items[i], b.Items[i]) {
		case no:
			return no
		case maybe:
			result = maybe
		}
	}
	for _, m := range a.Members {
		if !e.spend(len(b.Members)) {
			return maybe
		}
		switch e.same(m.Value, b.Get(m.Name)) {
		case no:
			return no
		case maybe:
			result = maybe
		}
	}
	return result
}

// comparison orders integers. Azure orders text by rules of a language, which
// are left unknown unless the texts are equal.
func comparison(holds func(order int) bool) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		a, known := integer(args[0])
		b, both := integer(args[1])
		switch {
		case known && both && a < b:
			return boolean(holds(-1))
		case known && both && a > b:
			return boolean(holds(1))
		case known && both, args[0].Kind == tree.String && args[1].Kind == tree.String && args[0].Text == args[1].Text:
			return boolean(holds(0))
		}
		return unknown()
	}
}

func arithmetic(do func(a, b int64) (int64, bool)) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		a, known := integer(args[0])
		b, both := integer(args[1])
		if !known || !both {
			return unknown()
		}
		result, ok := do(a, b)
		if !ok {
			return unknown()
		}
		return number(result)
	}
}

func add(a, b int64) (int64, bool) { return a + b, (a+b > a) == (b > 0) }

func sub(a, b int64) (int64, bool) { return a - b, (a-b < a) == (b > 0) }

func mul(a, b int64) (int64, bool) {
	return a * b, a == 0 || a*b/a == b && (a != -1 || b != math.MinInt64)
}

func div(a, b int64) (int64, bool) {
	if b == 0 {
		return 0, false
	}
	return a / b, true
}

func mod(a, b int64) (int64, bool) {
	if b == 0 {
		return 0, false
	}
	return a % b, true
}

// extreme is the least or the greatest of integers, or of a list of them.
func extreme(better func(a, b int64) bool) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		if len(args) == 1 && args[0].Kind == tree.List {
			args = args[0].Items
		}
		var best int64
		for i, arg := range args {
			n, ok := integer(arg)
			if !ok {
				return unknown()
			}
			if i == 0 || better(n, best) {
				best = n
			}
		}
		if len(args) == 0 {
			return unknown()
		}
		return number(best)
	}
}

// lambda makes a function of a call of lambda with at most so many parameters.
func (e env) lambda(n *node, parameters int) (func(args ...tree.Value) tree.Value, bool) {
	if n.kind != call || n.name != "lambda" || len(n.args) < 2 || len(n.args) > parameters+1 {
		return nil, false
	}
	var names []string
	for _, arg := range n.args[:len(n.args)-1] {
		if arg.kind != literal || arg.value.Kind != tree.String {
			return nil, false
		}
		names = append(names, arg.value.Text)
	}
	body := n.args[len(names)]
	return func(args ...tree.Value) tree.Value {
		inner := e
		inner.locals = slices.Clip(e.locals)
		for i, name := range names {
			inner.locals = append(inner.locals, member(name, args[i]))
		}
		return inner.eval(body)
	}, true
}

// listAnd evaluates the first argument to a list and the last to a lambda.
func (e env) listAnd(args []*node, which, parameters int) ([]tree.Value, func(...tree.Value) tree.Value, *tree.Value) {
	over := e.eval(args[0])
	if over.Kind == tree.Unknown {
		return nil, nil, &over
	}
	do, ok := e.lambda(args[which], parameters)
	if over.Kind != tree.List || !ok {
		failed := unknown()
		return nil, nil, &failed
	}
	return over.Items, do, nil
}

func (e env) mapped(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 1, 2)
	if failed != nil {
		return *failed
	}
	result := list()
	for i, item := range over {
		result.Items = append(result.Items, do(item, number(int64(i))))
	}
	return result
}

func (e env) filtered(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 1, 2)
	if failed != nil {
		return *failed
	}
	result := list()
	for i, item := range over {
		switch keep := do(item, number(int64(i))); {
		case keep.Kind == tree.Unknown:
			return keep
		case keep.Kind != tree.Bool:
			return unknown()
		case keep.Text == "true":
			result.Items = append(result.Items, item)
		}
	}
	return result
}

func (e env) reduced(args []*node) tree.Value {
	over, do, failed := e.listAnd(args, 2, 3)
	if failed != nil {
		return *failed
	}
	result := e.eval(args[1])
	for i, item := range over {
		result = do(result, item, number(int64(i)))
	}
	return result
}

func (e env) toObject(args []*node) tree.Value {
	over, key, failed := e.listAnd(args, 1, 1)
	if failed != nil {
		return *failed
	}
	value := func(args ...tree.Value) tree.Value { return args[0] }
	if len(args) == 3 {
		var ok bool
		if value, ok = e.lambda(args[2], 1); !ok {
			return unknown()
		}
	}
	result := object()
	for _, item := range over {
		name := key(item)
		if name.Kind == tree.Unknown {
			return name
		}
		if name.Kind != tree.String || !e.spend(len(result.Members)) {
			return unknown()
		}
		result = put(result, name.Text, value(item))
	}
	return result
}

func (e env) lambdaVariable(args []tree.Value) tree.Value {
	for i := len(e.locals) - 1; i >= 0; i-- {
		if strings.EqualFold(e.locals[i].Name, args[0].Text) {
			return e.locals[i].Value
		}
	}
	return unknown()
}
