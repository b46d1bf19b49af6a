package armeval

import (
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// expressionOf gives what stands between the brackets of an expression, or the
// text that a string means when it is none: only what both begins and ends with
// a bracket is one, and a second bracket at the start escapes that. It follows
// learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions,
// which has it so.
func expressionOf(text string) (string, bool) {
	switch {
	case len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']':
		return text, false
	case text[1] == '[':
		return text[1:], false
	}
	return text[1 : len(text)-1], true
}

// A node is a part of an expression.
type node struct {
	kind nodeKind
	// value is that of a literal.
	value tree.Value
	// name is the function of a call, in lower case.
	name string
	// args are those of a call, or what is accessed and by which key.
	args []*node
}

type nodeKind int

const (
	literal nodeKind = iota
	call
	access
)

// parse reads an expression without the brackets around it, nil when it is none.
func parse(text string) *node {
	p := &parser{text: text}
	n := p.node(0)
	p.space()
	if p.failed || p.at != len(text) {
		return nil
	}
	return n
}

type parser struct {
	text   string
	at     int
	failed bool
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// next consumes one character, if it is the next after white space.
func (p *parser) next(c byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(c byte) {
	if !p.next(c) {
		p.failed = true
	}
}

// node reads a literal or a call, and all that is accessed in it.
func (p *parser) node(depth int) *node {
	p.space()
	if depth > maxNesting || p.at == len(p.text) {
		p.failed = true
		return nil
	}
	var n *node
	switch c := p.text[p.at]; {
	case c == '\'':
		n = &node{value: tree.Value{Kind: tree.String, Text: p.quoted()}}
	case c == '-' || isDigit(c):
		n = &node{value: p.number()}
	default:
		n = p.call(depth)
	}
	for !p.failed {
		switch {
		case p.next('.'):
			p.space()
			key := tree.Value{Kind: tree.String, Text: p.word("")}
			n = &node{kind: access, args: []*node{n, {value: key}}}
		case p.next('['):
			n = &node{kind: access, args: []*node{n, p.node(depth + 1)}}
			p.expect(']')
		default:
			return n
		}
	}
	return nil
}

// call reads a name, with its namespace where it has one, and the arguments.
func (p *parser) call(depth int) *node {
	n := &node{kind: call, name: strings.ToLower(p.word("."))}
	p.expect('(')
	if p.failed || p.next(')') {
		return n
	}
	for !p.failed {
		n.args = append(n.args, p.node(depth+1))
		if p.next(')') {
			break
		}
		p.expect(',')
	}
	return n
}

// word reads a name of letters, digits, underscores and more.
func (p *parser) word(more string) string {
	start := p.at
	for p.at < len(p.text) {
		c := p.text[p.at]
		if c != '_' && c != '$' && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && strings.IndexByte(more, c) < 0 {
			break
		}
		p.at++
	}
	p.failed = p.failed || p.at == start
	return p.text[start:p.at]
}

// quoted reads a string: two quotes in it are one.
func (p *parser) quoted() string {
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] == '\'' {
			p.at++
			if p.at == len(p.text) || p.text[p.at] != '\'' {
				return b.String()
			}
		}
		b.WriteByte(p.text[p.at])
	}
	p.failed = true
	return ""
}

func (p *parser) number() tree.Value {
	start := p.at
	for p.at++; p.at < len(p.text) && isDigit(p.text[p.at]); p.at++ {
	}
	n, err := strconv.ParseInt(p.text[start:p.at], 10, 64)
	p.failed = p.failed || err != nil
	return number(n)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
