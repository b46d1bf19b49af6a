package bicep

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/template"
)

// width is the number of UTF-16 units that a line may have before the formatter
// breaks the calls on it.
const width = 120

// value prints what stands after a colon or an equals sign, or as an item of an
// array: only here may a text span lines.
func (p *printer) value(e template.Expr) {
	if text, ok := e.(template.Text); ok && fitsMultiLine(string(text)) {
		p.add("'''\n", string(text), "'''")
		return
	}
	p.expr(e)
}

// expr prints an expression, over several lines where the formatter does.
func (p *printer) expr(e template.Expr) {
	switch e := e.(type) {
	case template.Obj:
		p.object(e)
	case template.Arr:
		p.array(e)
	case template.Call:
		p.call(e)
	case template.Access:
		p.expr(e.Of)
		p.access(e.Name)
	default:
		p.flat(e)
	}
}

func (p *printer) object(o template.Obj) {
	if len(o) == 0 {
		p.add("{}")
		return
	}
	p.add("{")
	p.level++
	for _, prop := range o {
		p.line()
		p.property(prop)
	}
	p.level--
	p.line()
	p.add("}")
}

func (p *printer) array(a template.Arr) {
	if len(a) == 0 {
		p.add("[]")
		return
	}
	p.add("[")
	p.level++
	for _, item := range a {
		p.line()
		p.value(item)
	}
	p.level--
	p.line()
	p.add("]")
}

func (p *printer) property(prop template.Prop) {
	p.key(prop.Key)
	p.add(": ")
	p.value(prop.Value)
}

func (p *printer) key(key template.Expr) {
	name, ok := literal(key)
	switch {
	case !ok:
		p.flat(key)
	case isName(name):
		p.add(name)
	default:
		p.quoted(name)
	}
}

// literal gives the text of an expression that is nothing but text.
func literal(e template.Expr) (string, bool) {
	switch e := e.(type) {
	case template.Str:
		return string(e), true
	case template.Text:
		return string(e), true
	case template.Interp:
		if texts, holes := e.Split(); len(holes) == 0 {
			return texts[0], true
		}
	}
	return "", false
}

// call prints a call on one line if it fits, else one argument a line. A last
// argument that is an object or an array may follow the others on their line.
func (p *printer) call(c template.Call) {
	p.add(c.Name, "(")
	defer p.add(")")
	if len(c.Args) == 1 {
		p.expr(c.Args[0])
		return
	}
	if p.onOneLine(c.Args) {
		return
	}
	p.level++
	for i, arg := range c.Args {
		if i > 0 {
			p.add(",")
		}
		p.line()
		p.expr(arg)
	}
	p.level--
	p.line()
}

// onOneLine prints arguments on the line that the call began on. It prints
// nothing where they do not fit.
func (p *printer) onOneLine(args []template.Expr) bool {
	if len(args) == 0 {
		return true
	}
	fixed, tail := args, template.Expr(nil)
	switch last := args[len(args)-1].(type) {
	case template.Obj, template.Arr:
		fixed, tail = args[:len(args)-1], last
	}
	for _, arg := range fixed {
		if breaks(arg) {
			return false
		}
	}
	start := len(p.buf)
	for i, arg := range fixed {
		if i > 0 {
			p.add(", ")
		}
		p.flat(arg)
	}
	if tail != nil {
		p.add(", ")
	}
	// One more for the closing parenthesis or the first bracket of the tail.
	if p.column()+1 > width {
		p.buf = p.buf[:start]
		return false
	}
	if tail != nil {
		p.expr(tail)
	}
	return true
}

// breaks reports whether an expression always takes several lines.
func breaks(e template.Expr) bool {
	switch e := e.(type) {
	case template.Obj:
		return len(e) > 0
	case template.Arr:
		return len(e) > 0
	case template.Call:
		for _, arg := range e.Args {
			if breaks(arg) {
				return true
			}
		}
	case template.Access:
		return breaks(e.Of)
	}
	return false
}

// column is the number of UTF-16 units on the current line.
func (p *printer) column() int {
	line := p.buf[bytes.LastIndexByte(p.buf, '\n')+1:]
	n := 0
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		n++
		if r > 0xffff {
			n++
		}
		line = line[size:]
	}
	return n
}

// flat prints an expression on one line, as it must be inside a string. Only
// objects and arrays with something in them have no such form.
func (p *printer) flat(e template.Expr) {
	switch e := e.(type) {
	case template.Str:
		p.quoted(string(e))
	case template.Text:
		p.quoted(string(e))
	case template.Number:
		p.buf = strconv.AppendInt(p.buf, int64(e), 10)
	case template.Boolean:
		p.buf = strconv.AppendBool(p.buf, bool(e))
	case template.Obj:
		p.object(e)
	case template.Arr:
		p.array(e)
	case template.Interp:
		p.interpolated(e)
	case template.Call:
		p.add(e.Name, "(")
		p.flatList(e.Args)
		p.add(")")
	case template.Access:
		p.flat(e.Of)
		p.access(e.Name)
	case template.ParamRef:
		p.add(string(e))
	case template.VarRef:
		p.add(string(e))
	case template.ID:
		p.symbol(e.Resource)
		p.add(".id")
	case template.NameOf:
		p.symbol(e.Resource)
		p.add(".name")
	case template.Property:
		p.symbol(e.Resource)
		p.add(".properties")
		for _, name := range e.Path {
			p.access(name)
		}
	case template.ModuleOutput:
		p.add(e.Module.Symbol, ".outputs")
		p.access(e.Name)
	default:
		panic(fmt.Sprintf("bicep: no such expression: %T", e))
	}
}

func (p *printer) flatList(items []template.Expr) {
	for i, item := range items {
		if i > 0 {
			p.add(", ")
		}
		p.flat(item)
	}
}

func (p *printer) interpolated(i template.Interp) {
	texts, holes := i.Split()
	p.add("'")
	for n, text := range texts {
		p.buf = appendEscaped(p.buf, text)
		if n < len(holes) {
			p.add("${")
			p.flat(holes[n])
			p.add("}")
		}
	}
	p.add("'")
}

func (p *printer) quoted(text string) {
	p.add("'")
	p.buf = appendEscaped(p.buf, text)
	p.add("'")
}

// access prints the reading of a property.
func (p *printer) access(name string) {
	if isName(name) {
		p.add(".", name)
		return
	}
	p.add("[")
	p.quoted(name)
	p.add("]")
}

// symbol prints the name of a resource as the resource around it knows it.
func (p *printer) symbol(r *template.Resource) { p.add(r.PathFrom(p.within)) }
