package arm

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/template"
)

// deploymentsType and deploymentsVersion are those of a module: the version is
// the one that the Bicep compiler writes.
const (
	deploymentsType    = "Microsoft.Resources/deployments"
	deploymentsVersion = "2025-04-01"
)

// value writes an expression as a JSON value.
func (p *printer) value(e template.Expr) {
	switch e := e.(type) {
	case template.Number:
		p.buf = strconv.AppendInt(p.buf, int64(e), 10)
	case template.Boolean:
		p.buf = strconv.AppendBool(p.buf, bool(e))
	case template.Obj:
		p.begin('{')
		p.properties(e)
		p.end('}')
	case template.Arr:
		p.begin('[')
		for _, item := range e {
			p.item()
			p.value(item)
		}
		p.end(']')
	default:
		p.stringOf(e)
	}
}

func (p *printer) properties(props []template.Prop) {
	for _, prop := range props {
		p.propertyName(prop.Key)
		p.value(prop.Value)
	}
}

// propertyName goes on to the next property. A plain "copy" would be taken for a
// loop.
func (p *printer) propertyName(key template.Expr) {
	p.item()
	if text, ok := literalOf(key); ok && strings.EqualFold(text, "copy") {
		key = template.Call{Name: "string", Args: []template.Expr{template.Str(text)}}
	}
	p.stringOf(key)
	p.buf = append(p.buf, ": "...)
}

// stringOf writes the JSON string for an expression: the text itself or an
// expression in brackets.
func (p *printer) stringOf(e template.Expr) {
	if text, ok := literalOf(e); ok {
		p.text(escape(text))
		return
	}
	p.buf = append(p.buf, `"[`...)
	start := len(p.buf) - 1
	p.buf = append(appendExpr(p.buf, e), ']')
	p.closeText(start)
}

// literalOf gives the text of an expression that is nothing but text.
func literalOf(e template.Expr) (string, bool) {
	switch e := e.(type) {
	case template.Str:
		return string(e), true
	case template.Text:
		return string(e), true
	case template.NameOf:
		return literalOf(e.Resource.Name)
	case template.Interp:
		if texts, holes := e.Split(); len(holes) == 0 {
			return texts[0], true
		}
	}
	return "", false
}

// escape keeps a text from being taken for an expression: only what is between
// brackets is one.
func escape(text string) string {
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		return "[" + text
	}
	return text
}

// appendQuoted appends a string of the expression language.
func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '\'')
	dst = append(dst, strings.ReplaceAll(text, "'", "''")...)
	return append(dst, '\'')
}

// appendExpr appends an expression without the brackets around it.
func appendExpr(dst []byte, e template.Expr) []byte {
	switch e := e.(type) {
	case template.Str:
		return appendQuoted(dst, string(e))
	case template.Text:
		return appendQuoted(dst, string(e))
	case template.Number:
		return appendNumber(dst, int64(e))
	case template.Boolean:
		return append(strconv.AppendBool(dst, bool(e)), "()"...)
	case template.Obj:
		args := make([]template.Expr, 0, 2*len(e))
		for _, prop := range e {
			args = append(args, prop.Key, prop.Value)
		}
		return appendCall(dst, "createObject", args)
	case template.Arr:
		return appendCall(dst, "createArray", e)
	case template.Interp:
		return appendFormat(dst, e)
	case template.Call:
		return appendCall(dst, e.Name, e.Args)
	case template.Access:
		return appendAccess(appendExpr(dst, e.Of), e.Name)
	case template.ParamRef:
		return append(appendQuoted(append(dst, "parameters("...), string(e)), ')')
	case template.VarRef:
		return append(appendQuoted(append(dst, "variables("...), string(e)), ')')
	case template.ID:
		return appendID(dst, e.Resource)
	case template.NameOf:
		return appendExpr(dst, e.Resource.Name)
	case template.Property:
		dst = append(dst, "reference("...)
		dst = appendID(dst, e.Resource)
		dst = append(dst, ", "...)
		dst = append(appendQuoted(dst, e.Resource.APIVersion), ')')
		for _, name := range e.Path {
			dst = appendAccess(dst, name)
		}
		return dst
	case template.ModuleOutput:
		dst = append(dst, "reference("...)
		dst = appendModuleID(dst, e.Module)
		dst = append(dst, ", '"+deploymentsVersion+"').outputs"...)
		return append(appendAccess(dst, e.Name), ".value"...)
	}
	panic(fmt.Sprintf("arm: no such expression: %T", e))
}

// appendNumber appends a number: the expression language has no literals beyond
// 32 bits.
func appendNumber(dst []byte, n int64) []byte {
	if n >= math.MinInt32 && n <= math.MaxInt32 {
		return strconv.AppendInt(dst, n, 10)
	}
	dst = append(dst, "json('"...)
	dst = strconv.AppendInt(dst, n, 10)
	return append(dst, "')"...)
}

func appendCall(dst []byte, name string, args []template.Expr) []byte {
	dst = append(append(dst, name...), '(')
	for i, arg := range args {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendExpr(dst, arg)
	}
	return append(dst, ')')
}

func appendFormat(dst []byte, i template.Interp) []byte {
	texts, holes := i.Split()
	if len(holes) == 0 {
		return appendQuoted(dst, texts[0])
	}
	format := ""
	for n, text := range texts {
		format += strings.ReplaceAll(strings.ReplaceAll(text, "{", "{{"), "}", "}}")
		if n < len(holes) {
			format += "{" + strconv.Itoa(n) + "}"
		}
	}
	dst = appendQuoted(append(dst, "format("...), format)
	for _, hole := range holes {
		dst = appendExpr(append(dst, ", "...), hole)
	}
	return append(dst, ')')
}

// appendAccess appends the reading of a property.
func appendAccess(dst []byte, name string) []byte {
	if isName(name) {
		return append(append(dst, '.'), name...)
	}
	return append(appendQuoted(append(dst, '['), name), ']')
}

func isName(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return name != ""
}

// appendID appends the resource ID of a resource.
func appendID(dst []byte, r *template.Resource) []byte {
	root := r.Root()
	switch {
	case root.Scope != nil:
		dst = append(dst, "extensionResourceId("...)
		dst = append(appendID(dst, root.Scope), ", "...)
	case root.Group != nil:
		dst = append(dst, "extensionResourceId("...)
		dst = append(appendGroup(dst, root.Subscription, root.Group), ", "...)
	default:
		dst = append(dst, "resourceId("...)
	}
	return append(appendNames(appendQuoted(dst, r.Type), r), ')')
}

// appendNames appends the names of a resource and of those above it as further
// arguments, outermost first.
func appendNames(dst []byte, r *template.Resource) []byte {
	if above := r.Above(); above != nil {
		dst = appendNames(dst, above)
	}
	return appendExpr(append(dst, ", "...), r.Name)
}

func appendModuleID(dst []byte, m *template.Module) []byte {
	dst = append(dst, "extensionResourceId("...)
	dst = appendGroup(dst, m.Subscription, m.Group)
	dst = append(dst, ", '"+deploymentsType+"', "...)
	return append(appendExpr(dst, m.Name), ')')
}

// appendGroup appends the ID of a resource group; subscription is nil for the
// deployment's own.
func appendGroup(dst []byte, subscription, group template.Expr) []byte {
	if subscription == nil {
		subscription = template.Access{Of: template.Call{Name: "subscription"}, Name: "subscriptionId"}
	}
	format := template.Str("/subscriptions/{0}/resourceGroups/{1}")
	return appendCall(dst, "format", []template.Expr{format, subscription, group})
}
