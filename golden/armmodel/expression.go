package armmodel

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// scope is where expressions are resolved: a template and what it is deployed to.
type scope struct {
	template            *Template
	subscription, group string
	cloud               cloud
	// given are the values that the outer template passes, nil for the outermost.
	given map[string]any
	// values of parameters and variables that were asked for already.
	values map[string]any
	// deployments are the nested scopes by lower-case resource ID, shared by the whole model.
	deployments map[string]*scope
	// references are the API versions that reference() was called with.
	references *[]referenced
}

// referenced is one call of reference().
type referenced struct{ ID, APIVersion string }

// runtime is a value that exists only after the deployment.
type runtime struct {
	id   string
	path []string
}

func (r runtime) String() string {
	return "<" + strings.Join(append([]string{r.id}, r.path...), ".") + ">"
}

// resolve replaces every expression of a tree, keys too, by its value.
func (s *scope) resolve(v any) (any, error) {
	switch v := v.(type) {
	case string:
		value, err := s.text(v)
		if r, ok := value.(runtime); ok {
			return r.String(), err
		}
		return value, err
	case map[string]any:
		object := make(map[string]any, len(v))
		for key, item := range v {
			name, err := s.text(key)
			if err != nil {
				return nil, err
			}
			value, err := s.resolve(item)
			if err != nil {
				return nil, err
			}
			object[plain(name)] = value
		}
		return object, nil
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			value, err := s.resolve(item)
			if err != nil {
				return nil, err
			}
			list[i] = value
		}
		return list, nil
	}
	return v, nil
}

// isExpression reports whether a string of a template is an expression.
func isExpression(text string) bool {
	return strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "[[") && strings.HasSuffix(text, "]")
}

func (s *scope) text(text string) (any, error) {
	if !isExpression(text) {
		if strings.HasPrefix(text, "[[") {
			return text[1:], nil
		}
		return text, nil
	}
	r := reader{scope: s, text: text[1 : len(text)-1]}
	value := r.expression()
	r.blank()
	if r.err == nil && r.at < len(r.text) {
		r.fail("something follows the expression")
	}
	if r.err != nil {
		return nil, fmt.Errorf("%w in %s", r.err, text)
	}
	return value, nil
}

// reader reads an expression and resolves it at once.
type reader struct {
	scope *scope
	text  string
	at    int
	err   error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
	r.at = len(r.text)
}

func (r *reader) blank() {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

func (r *reader) take(c byte) bool {
	r.blank()
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *reader) word() string {
	start := r.at
	for r.at < len(r.text) {
		c := r.text[r.at] | 0x20
		if !('a' <= c && c <= 'z' || '0' <= r.text[r.at] && r.text[r.at] <= '9' || r.text[r.at] == '_') {
			break
		}
		r.at++
	}
	return r.text[start:r.at]
}

func (r *reader) quoted() string {
	var b strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		if r.text[r.at] != '\'' {
			b.WriteByte(r.text[r.at])
			continue
		}
		r.at++
		if r.at >= len(r.text) || r.text[r.at] != '\'' {
			return b.String()
		}
		b.WriteByte('\'')
	}
	r.fail("a string is not closed")
	return ""
}

func (r *reader) expression() any {
	r.blank()
	if r.at >= len(r.text) {
		r.fail("an expression is missing")
		return nil
	}
	var value any
	switch c := r.text[r.at]; {
	case c == '\'':
		value = r.quoted()
	case c == '-' || '0' <= c && c <= '9':
		start := r.at
		r.at++
		r.word()
		n, err := strconv.Atoi(r.text[start:r.at])
		if err != nil {
			r.fail("no number: %s", r.text[start:r.at])
		}
		value = float64(n)
	default:
		value = r.call()
	}
	for r.err == nil {
		switch {
		case r.take('.'):
			value = r.member(value, r.word())
		case r.take('['):
			key := r.expression()
			if !r.take(']') {
				r.fail("] is missing")
			}
			value = r.member(value, plain(key))
		default:
			return value
		}
	}
	return nil
}

func (r *reader) call() any {
	name := r.word()
	if name == "" || !r.take('(') {
		r.fail("no function call at %q", r.text[r.at:])
		return nil
	}
	var args []any
	for !r.take(')') {
		if len(args) > 0 && !r.take(',') || r.err != nil {
			r.fail(", or ) is missing")
			return nil
		}
		args = append(args, r.expression())
	}
	if r.err != nil {
		return nil
	}
	value, err := r.scope.function(name, args)
	if err != nil {
		r.fail("%w", err)
	}
	return value
}

func (r *reader) member(v any, name string) any {
	switch v := v.(type) {
	case runtime:
		v.path = append(slices.Clone(v.path), name)
		nested, known := r.scope.deployments[strings.ToLower(v.id)]
		if known && len(v.path) == 3 && v.path[0] == "outputs" && name == "value" {
			value, err := nested.resolve(At(nested.template.Raw, "outputs", v.path[1], "value"))
			if err != nil || value == nil {
				r.fail("output %s of %s: %v", v.path[1], v.id, err)
			}
			return value
		}
		return v
	case map[string]any:
		if value, ok := v[name]; ok {
			return value
		}
	}
	r.fail("no member %s", name)
	return nil
}

// plain writes a value as format() does.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.Itoa(int(v))
	}
	return fmt.Sprint(v)
}

func (s *scope) function(name string, args []any) (any, error) {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = plain(a)
	}
	need := func(least int) error {
		if len(args) < least {
			return fmt.Errorf("%s has %d arguments", name, len(args))
		}
		return nil
	}
	switch name {
	case "parameters", "variables", "reference", "format", "take", "toLower", "toUpper", "replace", "json", "string", "join":
		if err := need(1); err != nil {
			return nil, err
		}
	}
	group := "/subscriptions/" + s.subscription + "/resourceGroups/" + s.group
	switch name {
	case "parameters":
		return s.parameter(words[0])
	case "variables":
		return s.variable(words[0])
	case "resourceId":
		subscription, resourceGroup := s.subscription, s.group
		// The type is the first word with both a dot and a slash; groups may stand before it.
		for len(words) > 0 && !(strings.Contains(words[0], ".") && strings.Contains(words[0], "/")) {
			if len(words) > 1 && strings.Contains(words[1], "/") {
				resourceGroup = words[0]
			} else {
				subscription = words[0]
			}
			words = words[1:]
		}
		return join("/subscriptions/"+subscription+"/resourceGroups/"+resourceGroup, words)
	case "subscriptionResourceId":
		return join("/subscriptions/"+s.subscription, words)
	case "extensionResourceId":
		if err := need(3); err != nil {
			return nil, err
		}
		return join(words[0], words[1:])
	case "reference":
		if len(words) > 1 {
			*s.references = append(*s.references, referenced{words[0], words[1]})
		}
		return runtime{id: words[0]}, nil
	case "resourceGroup":
		return map[string]any{"id": group, "name": s.group, "location": "<location of the resource group>"}, nil
	case "subscription":
		return map[string]any{"id": "/subscriptions/" + s.subscription, "subscriptionId": s.subscription, "tenantId": tenant}, nil
	case "tenant":
		return map[string]any{"tenantId": tenant}, nil
	case "environment":
		return map[string]any{"name": s.cloud.name, "suffixes": map[string]any{
			"storage": s.cloud.storage, "keyvaultDns": "." + s.cloud.vault,
		}}, nil
	case "format":
		return format(words[0], words[1:])
	case "join":
		return strings.Join(texts(args[0]), words[len(words)-1]), nil
	case "concat":
		return strings.Join(words, ""), nil
	case "uniqueString":
		return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(words, "\n"))))[:13], nil
	case "guid":
		h := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(words, "\n"))))
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:32], nil
	case "take":
		if n, ok := number(args[len(args)-1]); ok && n >= 0 && n < len(words[0]) {
			return words[0][:n], nil
		}
		return words[0], nil
	case "string":
		return words[0], nil
	case "toLower":
		return strings.ToLower(words[0]), nil
	case "toUpper":
		return strings.ToUpper(words[0]), nil
	case "replace":
		if err := need(3); err != nil {
			return nil, err
		}
		return strings.ReplaceAll(words[0], words[1], words[2]), nil
	case "json":
		n, err := strconv.ParseInt(words[0], 10, 64)
		return float64(n), err
	case "true", "false":
		return name == "true", nil
	case "createArray":
		return append([]any{}, args...), nil
	case "createObject":
		object := map[string]any{}
		for i := 0; i+1 < len(args); i += 2 {
			object[words[i]] = args[i+1]
		}
		return object, nil
	case "union":
		object := map[string]any{}
		for _, a := range args {
			maps.Copy(object, Object(a))
		}
		return object, nil
	}
	return nil, fmt.Errorf("unknown function %s", name)
}

// join makes a resource ID of a type and the names for its segments.
func join(base string, words []string) (any, error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("a resource ID without a type")
	}
	segments := strings.Split(words[0], "/")
	var names []string
	for _, w := range words[1:] {
		names = append(names, strings.Split(w, "/")...)
	}
	if len(segments) != len(names)+1 {
		return nil, fmt.Errorf("%d names for type %s", len(names), words[0])
	}
	id := base + "/providers/" + segments[0]
	for i, name := range names {
		id += "/" + segments[i+1] + "/" + name
	}
	return id, nil
}

func format(text string, args []string) (any, error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch rest := text[i:]; {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			b.WriteByte(text[i])
			i++
		case text[i] == '{':
			hole, _, closed := strings.Cut(rest[1:], "}")
			n, err := strconv.Atoi(hole)
			if !closed || err != nil || n < 0 || n >= len(args) {
				return nil, fmt.Errorf("format: no argument {%s}", hole)
			}
			b.WriteString(args[n])
			i += len(hole) + 1
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String(), nil
}

// parameter is the value that is passed or the default. A secret is shown as
// <secret NAME>, a parameter that only a user can fill as <parameter NAME>.
func (s *scope) parameter(name string) (any, error) {
	declared, ok := Object(s.template.Raw, "parameters")[name]
	if !ok {
		return nil, fmt.Errorf("no parameter %s", name)
	}
	if value, ok := s.given[name]; ok {
		return value, nil
	}
	if strings.HasPrefix(strings.ToLower(Text(declared, "type")), "secure") {
		return "<secret " + name + ">", nil
	}
	value, ok := Object(declared)["defaultValue"]
	if !ok {
		return "<parameter " + name + ">", nil
	}
	return s.once("parameter "+name, value)
}

func (s *scope) variable(name string) (any, error) {
	value, ok := Object(s.template.Raw, "variables")[name]
	if !ok {
		return nil, fmt.Errorf("no variable %s", name)
	}
	return s.once("variable "+name, value)
}

// once resolves a value the first time that it is asked for.
func (s *scope) once(name string, v any) (any, error) {
	if value, ok := s.values[name]; ok {
		return value, nil
	}
	value, err := s.resolve(v)
	s.values[name] = value
	return value, err
}
