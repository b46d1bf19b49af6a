package intent

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/schemas"
)

// compiled holds the parts of the schema that were needed so far, each compiled
// once. The parts are constants, so that this is memory of what never changes.
var compiled sync.Map

// part compiles a part of the schema, nil where there is none.
func part(text string) *jsonschema.Schema {
	if text == "" {
		return nil
	}
	if s, found := compiled.Load(text); found {
		return s.(*jsonschema.Schema)
	}
	const address = "https://raw.githubusercontent.com/batchgen/batchgen/main/schemas/intent.schema.json"
	c := jsonschema.NewCompiler()
	// The zero Draft has no metaschema, so that the compiler takes the part as
	// it is; a test checks the whole schema against draft-07.
	c.Draft = &jsonschema.Draft{}
	if err := c.AddResource(address, strings.NewReader(text)); err != nil {
		panic(err) // the text is our own
	}
	s := c.MustCompile(address)
	compiled.Store(text, s)
	return s
}

// check holds the intent against the schema. What it reports is marked, so that
// nothing else is reported about it.
func (l *loader) check(root *node) {
	if root.kind != isMapping {
		l.validate(root, part(schemas.IntentWhole()))
		return
	}
	var unknown []*node
	for _, item := range root.items {
		if item.bad {
			continue
		}
		if s := part(schemas.IntentKey(item.key)); s != nil {
			l.validate(item, s)
		} else {
			unknown = append(unknown, item)
		}
	}
	l.unknownKeys(root, unknown)
	l.validate(root, part(schemas.IntentWhole())) // last, when it is known what unknown keys probably mean
}

// validate holds one value against its part of the schema.
func (l *loader) validate(n *node, s *jsonschema.Schema) {
	err := s.Validate(n.plainValue())
	if err == nil {
		return
	}
	//nolint:errorlint // the library wraps nothing, and another error would be a bug of ours
	found := failures(err.(*jsonschema.ValidationError))
	for _, f := range found {
		if l.full() {
			return
		}
		if at := n.below(f.pointer); !at.bad {
			l.translate(at, f.keyword)
		}
	}
}

// failure is one keyword of the schema that one value does not keep to.
type failure struct {
	// pointer into the checked value, as the validator writes it.
	pointer, keyword string
}

// failures returns the leaves of the validator's error, sorted: the validator
// walks Go maps. Unknown keys come before missing ones, which they may explain.
func failures(err *jsonschema.ValidationError) []failure {
	var list []failure
	var collect func(e *jsonschema.ValidationError)
	collect = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			keyword := e.KeywordLocation[strings.LastIndexByte(e.KeywordLocation, '/')+1:]
			list = append(list, failure{e.InstanceLocation, keyword})
		}
		for _, cause := range e.Causes {
			collect(cause)
		}
	}
	collect(err)
	slices.SortFunc(list, func(a, b failure) int {
		return cmp.Or(strings.Compare(a.pointer, b.pointer), strings.Compare(a.keyword, b.keyword))
	})
	return list
}

// below returns the node that a pointer of the validator names.
func (n *node) below(pointer string) *node {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if token == "" && pointer == "" {
			break
		}
		if plain, err := url.PathUnescape(token); err == nil {
			token = plain
		}
		n = n.child(unescapeToken(token))
	}
	return n
}

// plainValue returns the node as the validator wants it. A number that is not
// plain decimal becomes one that no type allows. What is reported already is
// left out.
func (n *node) plainValue() any {
	switch n.kind {
	case isText:
		return n.raw
	case isWhole:
		return json.Number(n.raw)
	case isOdd:
		return json.Number("0.5")
	case isBoolean:
		return n.on(false)
	case isList:
		values := make([]any, 0, len(n.items))
		for _, item := range n.items {
			values = append(values, item.plainValue())
		}
		return values
	case isMapping:
		values := make(map[string]any, len(n.items))
		for _, item := range n.items {
			values[item.key] = item.plainValue()
		}
		return values
	}
	return nil
}

// schema is the schema of one value, as the file says it.
type schema map[string]any

// document is the whole schema with its texts. Only messages need it.
var document = sync.OnceValue(func() schema {
	var s schema
	decoder := json.NewDecoder(bytes.NewReader(schemas.Intent()))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		panic(err) // the text is our own
	}
	return s
})

// resolved follows a reference.
func resolved(value any) schema {
	s, _ := value.(map[string]any)
	if ref, found := s["$ref"].(string); found {
		definitions := document()["definitions"].(map[string]any)
		s, _ = definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	}
	return s
}

// schemaOf returns the schema of a node.
func schemaOf(n *node) schema {
	if n.parent == nil {
		return document()
	}
	above := schemaOf(n.parent)
	if n.parent.kind == isList {
		return resolved(above["items"])
	}
	if property, found := above.properties()[n.key]; found {
		return resolved(property)
	}
	return resolved(above["additionalProperties"])
}

func (s schema) properties() map[string]any {
	properties, _ := s["properties"].(map[string]any)
	return properties
}

// strings returns the strings of a keyword's list, or the keyword's one string.
func (s schema) strings(keyword string) []string {
	if one, is := s[keyword].(string); is {
		return []string{one}
	}
	many, _ := s[keyword].([]any)
	var list []string
	for _, v := range many {
		if text, is := v.(string); is {
			list = append(list, text)
		}
	}
	return list
}

// bound returns the number of a keyword, or what is given otherwise.
func (s schema) bound(keyword string, otherwise int) int {
	number, found := s[keyword].(json.Number)
	if !found {
		return otherwise
	}
	value, _ := number.Int64()
	return int(value)
}

// words returns the words that a text must be one of, nil for any text. A union
// of words and mappings has them as a pattern ^(a|b)$, since an enum would
// exclude the mappings.
func (s schema) words() []string {
	if words := s.strings("enum"); len(words) > 0 {
		return words
	}
	pattern, _ := s["pattern"].(string)
	inner, found := strings.CutPrefix(pattern, "^(")
	inner, closed := strings.CutSuffix(inner, ")$")
	if !found || !closed || strings.ContainsAny(inner, "()[]\\*+?.") {
		return nil
	}
	return strings.Split(inner, "|")
}

// example returns the first example of a schema.
func (s schema) example() string {
	if examples, _ := s["examples"].([]any); len(examples) > 0 {
		return flow(examples[0])
	}
	return ""
}

// flow writes a value of the schema as YAML on one line.
func flow(value any) string {
	switch value := value.(type) {
	case map[string]any:
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, key+": "+flow(value[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		var parts []string
		for _, item := range value {
			parts = append(parts, flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		if plainKind(value) == isText && !strings.ContainsAny(value, "{}[],&*#?|<>=!%@\\'\"`:") {
			return value
		}
		quoted, _ := json.Marshal(value) // text that was read as JSON
		return string(quoted)
	}
	text, _ := json.Marshal(value) // a value that was read as JSON
	return string(text)
}

// translate turns a failure into a diagnostic of ours, worked out anew from the
// value and the schema.
func (l *loader) translate(n *node, keyword string) {
	s, path := schemaOf(n), n.path()
	switch keyword {
	case "type":
		l.wrongType(n, s)
	case "required":
		for _, key := range s.strings("required") {
			if !n.states(key) {
				example := resolved(s.properties()[key]).example()
				l.report(n.parentPlace(), diag.MissingKey(path+"/"+key, nil, key+": "+example))
			}
		}
	case "additionalProperties":
		var unknown []*node
		for _, item := range n.items {
			if _, known := s.properties()[item.key]; !known && !item.bad {
				unknown = append(unknown, item)
			}
		}
		l.unknownKeys(n, unknown)
	case "enum", "pattern", "minLength", "maxLength":
		l.wrongText(n, s)
	case "minimum", "maximum":
		l.refuse(n, diag.NumberOutOfRange(path, n.raw, flow(s["minimum"]), flow(s["maximum"])))
	case "minItems", "maxItems":
		least, most := s.bound("minItems", 0), s.bound("maxItems", -1)
		l.refuse(n, diag.WrongCount(path, "entry", len(n.items), least, most, s.example()))
	case "minProperties", "maxProperties":
		least, most := s.bound("minProperties", 0), s.bound("maxProperties", -1)
		l.refuse(n, diag.WrongCount(path, "key", len(n.items), least, most, s.example()))
	case "uniqueItems":
		first := map[string]*node{}
		for _, item := range n.items {
			if earlier := first[item.raw]; earlier != nil {
				l.refuse(item, diag.GivenTwice(item.path(), item.raw, earlier.path()))
				continue
			}
			first[item.raw] = item
		}
	default:
		panic("no message for the schema's keyword " + keyword)
	}
}

// parentPlace is where to report what a mapping lacks: at its key, or at the
// beginning of the file or of a list's entry.
func (n *node) parentPlace() diag.Range {
	if n.name.Valid() {
		return n.name
	}
	return characterAt(n.value.Start)
}

// wrongText reports a text that is not one of the words or not of the form that
// its key takes.
func (l *loader) wrongText(n *node, s schema) {
	path := n.path()
	if words := s.words(); words != nil {
		otherwise := ""
		if slices.Contains(s.strings("type"), "object") {
			otherwise = "a mapping"
		}
		l.refuse(n, n.respelt(diag.UnknownWord(path, n.raw, words, otherwise, nearest(n.raw, words)), words))
		return
	}
	if form, _ := s["patternErrorMessage"].(string); form != "" {
		l.refuse(n, diag.WrongForm(path, n.raw, form))
		return
	}
	l.refuse(n, diag.WrongLength(path, len([]rune(n.raw)), s.bound("minLength", 0), s.bound("maxLength", -1)))
}

// wrongType reports a value of a type that its key does not take.
func (l *loader) wrongType(n *node, s schema) {
	path, types := n.path(), s.strings("type")
	takes := func(t string) bool { return slices.Contains(types, t) }
	example := s.example()
	switch {
	case n.kind == isMissing:
		if n.parent != nil && n.parent.kind == isMapping && len(n.key) <= 64 {
			example = n.key + ": " + example
		}
		l.refuse(n, diag.MissingValue(path, example))
		return
	case n.kind == isOdd && takes("integer"):
		number, hint := plainNumber(n.raw)
		l.refuse(n, n.rewritten(diag.NotPlainNumber(path, n.raw, hint), number))
		return
	}
	hint, cure := "such as "+example, ""
	switch {
	case n.kind == isText && n.quoted && takes("integer") && plainKind(n.raw) == isWhole:
		hint, cure = "remove the quotes", n.raw
	case n.kind == isText && takes("boolean") && otherBoolean(n.raw) != "":
		cure = otherBoolean(n.raw)
		hint = "true or false only: write " + cure
	case n.scalar() && n.kind != isText && takes("string") && s.words() == nil:
		cure = `"` + n.raw + `"`
		hint = "put it in quotes: " + cure
		if len(n.raw) > 32 {
			hint = "put it in quotes"
		}
	case n.scalar() && takes("array") && len(n.raw) <= 32:
		hint = "write a list: [" + n.raw + "]"
		if n.kind == isText && !strings.ContainsAny(n.raw, ",[]{}#&*!|>'\"%@`?: ") {
			cure = "[" + n.written.quote + n.raw + n.written.quote + "]"
		}
	}
	l.refuse(n, n.rewritten(diag.WrongType(path, wanted(types, s.words()), n.found(), hint), cure))
}

// scalar reports whether the node is a single value.
func (n *node) scalar() bool { return n.kind != isList && n.kind != isMapping && n.kind != isMissing }

// otherBoolean returns true or false for the words that YAML 1.1 has for them.
func otherBoolean(word string) string {
	switch strings.ToLower(word) {
	case "yes", "y", "on", "true":
		return "true"
	case "no", "n", "off", "false":
		return "false"
	}
	return ""
}

// wanted names types in a message.
func wanted(types, words []string) string {
	var names []string
	for _, t := range types {
		switch t {
		case "string":
			if words != nil {
				names = append(names, words...)
				continue
			}
			names = append(names, "text")
		case "integer":
			if words == nil {
				names = append(names, "a whole number")
			}
		case "boolean":
			names = append(names, "true", "false")
		case "array":
			names = append(names, "a list")
		case "object":
			names = append(names, "a mapping")
		}
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// found names the value of a node in a message.
func (n *node) found() string {
	switch n.kind {
	case isText:
		return diag.FoundText(n.raw)
	case isWhole, isOdd:
		return diag.FoundNumber(n.raw)
	case isBoolean:
		return n.raw
	case isList:
		return "a list"
	}
	return "a mapping"
}
