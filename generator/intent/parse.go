package intent

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"github.com/batchgen/batchgen/generator/diag"
)

// parse reads YAML text into nodes. It returns nil where there is nothing to
// go on with.
func (l *loader) parse(text string) *node {
	documents, directive, err := readDocuments(text)
	if directive {
		l.report(directiveLine(text), diag.DirectiveNotAllowed())
	}
	if err != nil {
		l.invalid(text, err)
		return nil
	}
	if len(documents) == 0 {
		l.report(start, diag.EmptyFile())
		return nil
	}
	t := tree{loader: l, cursor: newCursor(text)}
	root := t.node(documents[0].Content[0], nil, 1)
	if len(documents) > 1 {
		l.report(characterAt(diag.Position{Line: documents[1].Line, Column: documents[1].Column}), diag.SecondDocument())
	}
	if root != nil && root.kind == isMissing {
		if len(documents) == 1 {
			l.report(start, diag.EmptyFile())
		}
		return nil
	}
	return root
}

// tooDeep makes the YAML library stop early.
func tooDeep(depth int, _ *yaml.DepthContext) error {
	if depth > maxDepth {
		return errTooDeep
	}
	return nil
}

var errTooDeep = errors.New("nested too deeply")

// readDocuments parses text into document nodes, at most two: the second is
// enough to refuse it. It also tells whether there are directives.
func readDocuments(text string) (documents []*yaml.Node, directive bool, err error) {
	limits := loaderlimits.New(loaderlimits.DepthFunc(tooDeep))
	in, err := yaml.NewLoader(strings.NewReader(text), yaml.WithStreamNodes(), yaml.WithPlugin(limits))
	if err != nil {
		return nil, false, err
	}
	for len(documents) < 2 {
		n := new(yaml.Node)
		switch err := in.Load(n); {
		case errors.Is(err, io.EOF):
			return documents, directive, nil
		case err != nil:
			return nil, directive, err
		case n.Kind == yaml.DocumentNode:
			documents = append(documents, n)
		case n.Stream != nil:
			directive = directive || n.Stream.Version != nil || len(n.Stream.TagDirectives) > 0
		}
	}
	return documents, directive, nil
}

// directiveLine is the place of the first directive.
func directiveLine(text string) diag.Range {
	line := 1
	for s := range strings.Lines(text) {
		if strings.HasPrefix(s, "%") {
			break
		}
		line++
	}
	return characterAt(diag.Position{Line: line, Column: 1})
}

// invalid reports what the YAML library says of text that it cannot read.
func (l *loader) invalid(text string, err error) {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		l.report(start, diag.InvalidYAML(err.Error(), ""))
		return
	}
	at := inside(text, e.Mark)
	var context diag.Position
	if e.ContextMark.Line > 0 {
		context = inside(text, e.ContextMark)
	}
	problem := e.Message
	if e.ContextMsg != "" {
		problem += " " + e.ContextMsg
	}
	switch {
	case e.Message == errTooDeep.Error():
		if context.Line > 0 {
			at = context
		}
		l.report(characterAt(at), diag.TooDeep("", maxDepth))
		return
	case e.Stage == yaml.ComposerStage: // the library knows no other error there
		l.report(characterAt(at), diag.AnchorOrAlias("", "*"+aliasAt(text, at)))
		return
	case context.Line > 0 && context.Line < at.Line && strings.HasPrefix(e.Message, "could not find expected ':'"):
		at = context // the line that lacks the colon, not the one after it
	case e.Message == "found unknown directive name":
		l.report(characterAt(context), diag.DirectiveNotAllowed())
		return
	}
	d := diag.InvalidYAML(problem, syntaxHint(e.Message, characters(text, at)))
	if context.Line > 0 && context != at {
		d.Related = []diag.Related{{Range: characterAt(context), Message: "it begins here"}}
	}
	l.report(characterAt(at), d)
}

// inside returns the place of a mark, moved to the end of the text where the
// library points behind it.
func inside(text string, mark yaml.Mark) diag.Position {
	c := newCursor(text)
	c.seek(diag.Position{Line: mark.Line, Column: mark.Column})
	return c.at
}

// characters returns the rest of the line from a place on.
func characters(text string, at diag.Position) string {
	c := newCursor(text)
	c.seek(at)
	rest, _, _ := strings.Cut(text[c.offset:], "\n")
	return rest
}

// aliasAt returns the name of the alias at a place.
func aliasAt(text string, at diag.Position) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(characters(text, at), "*"), " ")
	return name
}

// syntaxHint says how to cure the commoner mistakes.
func syntaxHint(message, rest string) string {
	switch {
	case strings.HasPrefix(rest, "\t"):
		return "indent with spaces, not with tabs"
	case strings.HasPrefix(message, "found character that cannot start any token"):
		return "put text that starts with such a character in quotes"
	case strings.HasPrefix(message, "mapping values are not allowed"):
		return "put text with a colon and a space in quotes, or give the key a line of its own"
	case strings.HasPrefix(message, "could not find expected ':'"):
		return "each line needs the form key: value"
	case strings.HasPrefix(message, "did not find expected ',' or"):
		return "close the bracket"
	case strings.HasPrefix(message, "found unexpected end of stream"):
		return "close the quotes"
	case strings.HasPrefix(message, "found invalid Unicode character escape code"):
		return "write the character itself"
	case strings.HasPrefix(message, "block sequence entries are not allowed"):
		return "start the list on a line of its own"
	case strings.HasPrefix(message, "did not find expected key"):
		return "align the keys of a mapping"
	}
	return ""
}

// tree turns the library's nodes into ours, refusing what an intent may not have.
type tree struct {
	*loader
	cursor cursor
}

// node turns one node and everything below it. It returns nil for what has no
// value that one could go on with.
func (t *tree) node(y *yaml.Node, parent *node, depth int) *node {
	n := &node{parent: parent}
	t.cursor.seek(diag.Position{Line: y.Line, Column: y.Column})
	n.value.Start = t.cursor.at
	if !t.plain(y, n) {
		return n
	}
	switch y.Kind {
	case yaml.ScalarNode:
		t.scalar(y, n)
	case yaml.SequenceNode, yaml.MappingNode:
		n.kind = isList
		if y.Kind == yaml.MappingNode {
			n.kind = isMapping
		}
		n.block = y.Style&yaml.FlowStyle == 0
		if depth > maxDepth {
			t.report(characterAt(n.value.Start), diag.TooDeep("", maxDepth))
			n.bad = true
			break
		}
		if n.kind == isList {
			for i, item := range y.Content {
				child := t.node(item, n, depth+1)
				child.index = i
				n.items = append(n.items, child)
			}
		} else {
			t.entries(y, n, depth)
		}
		if !n.block {
			t.cursor.closeBracket()
		}
	}
	n.value.End = t.cursor.at
	return n
}

// plain refuses anchors, aliases and tags.
func (t *tree) plain(y *yaml.Node, n *node) bool {
	at := characterAt(n.value.Start)
	n.value = at
	switch {
	case y.Kind == yaml.AliasNode:
		t.report(at, diag.AnchorOrAlias("", "*"+y.Value))
	case y.Anchor != "":
		t.report(at, diag.AnchorOrAlias("", "&"+y.Anchor))
	case y.Style&yaml.TaggedStyle != 0 || y.Tag == "!":
		t.report(at, diag.TagNotAllowed("", y.Tag))
	default:
		return true
	}
	n.bad = true
	return false
}

// scalar fills in a scalar, whose end is found in the text itself.
func (t *tree) scalar(y *yaml.Node, n *node) {
	n.raw = y.Value
	n.quoted = y.Style != 0
	n.kind = isText
	if !n.quoted {
		n.kind = plainKind(y.Value)
	}
	begin := t.cursor.offset
	t.cursor.skipScalar(y)
	n.written = writtenAs(t.cursor.text[begin:t.cursor.offset], y)
	for _, r := range y.Value {
		if invisible(r) {
			t.report(diag.Range{Start: n.value.Start, End: t.cursor.at}, diag.InvisibleCharacter("", r))
			n.bad = true
			return
		}
	}
}

// writtenAs tells how a scalar stands in the text that its range covers.
func writtenAs(text string, y *yaml.Node) written {
	w := written{whole: !strings.Contains(text, "\n")}
	switch {
	case y.Style&yaml.SingleQuotedStyle != 0:
		w.quote = "'"
	case y.Style&yaml.DoubleQuotedStyle != 0:
		w.quote = `"`
	default: // a block or a folded scalar goes on
		w.whole = w.whole && text == y.Value
	}
	return w
}

// entries fills in the entries of a mapping.
func (t *tree) entries(y *yaml.Node, n *node, depth int) {
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := t.node(y.Content[i], n, depth+1)
		value := t.node(y.Content[i+1], n, depth+1)
		value.key, value.name, value.nameWritten = key.raw, key.value, key.written
		first := n.entry(key.raw)
		switch {
		case key.kind == isList || key.kind == isMapping:
			t.report(characterAt(key.value.Start), diag.ComplexKey(n.path()))
		case key.bad:
		case key.raw == "<<" && !key.quoted:
			t.report(key.value, diag.MergeKey(n.path()))
		case first != nil:
			t.report(key.value, diag.DuplicateKey(value.path(), key.raw, first.name))
		default:
			n.add(value)
		}
	}
}
