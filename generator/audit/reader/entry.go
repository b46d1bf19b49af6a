package reader

import (
	"slices"
	"strconv"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/diag"
)

// entry is a resource, or a part of one, that is being read. Its methods read
// fields: a field of the wrong type is reported, one that nobody knows is noted.
type entry struct {
	s *source
	// what names it in a sentence: "rule AllowSsh".
	what string
	// whole is the value, fields what holds its properties: nested or the value itself.
	whole, fields tree.Value
	// unknown are the fields that cannot be told, with the expression.
	unknown []string
}

// newEntry reads a value with its properties nested or flat.
func newEntry(s *source, what string, v tree.Value) *entry {
	e := &entry{s: s, what: what, whole: v, fields: v}
	switch p := v.Get("properties"); {
	case v.Get("unknown").Kind == tree.Unknown && v.Kind == tree.Object && v.Get("type").Has(): // of a template
		e.unknown = append(e.unknown, "whether it is there: "+v.Get("unknown").Text)
		if p.Kind == tree.Object {
			e.fields = p
		}
	case v.Kind == tree.Unknown:
		e.unknown = append(e.unknown, what+": "+v.Text)
	case v.Kind != tree.Object:
		e.wrong(v, what, "an object")
	case p.Kind == tree.Unknown:
		e.fields = p
		e.unknown = append(e.unknown, "properties: "+p.Text)
	case p.Kind == tree.Object:
		e.fields = p
	case p.Has():
		e.wrong(p, what+": properties", "an object")
	}
	return e
}

// call names the entry in sentences: "rule AllowSsh".
func (e *entry) call(what string) { e.what = strings.TrimSpace(what + " " + e.name()) }

func (e *entry) wrong(v tree.Value, field, want string) {
	e.s.report(v.Offset, diag.AuditedWrongType(field, want, kindInWords(v)))
}

func (e *entry) label(field string) string { return e.what + ": " + field }

func (e *entry) place() audit.Place { return e.s.place(e.whole.Offset) }

// missing says what of the entry cannot be told, "" for nothing.
func (e *entry) missing() string { return strings.Join(e.unknown, "; ") }

// note takes a value that nobody knows, and reports whether it is one.
func (e *entry) note(v tree.Value, field string) bool {
	if v.Kind != tree.Unknown {
		return false
	}
	if e.fields.Kind != tree.Unknown {
		e.unknown = append(e.unknown, field+": "+v.Text)
	}
	return true
}

// name is the entry's own, or the last segment of its ID.
func (e *entry) name() string {
	name := e.plain("name")
	if name == "" {
		name = e.plain("id")
	}
	return name[strings.LastIndex(name, "/")+1:]
}

// plain is a text beside the properties; what is not known is "".
func (e *entry) plain(field string) string {
	v := e.whole.Get(field)
	switch {
	case v.Kind == tree.String, v.Kind == tree.Unknown, !v.Has():
	default:
		e.wrong(v, e.label(field), "text")
	}
	if v.Kind != tree.String {
		return ""
	}
	return v.Text
}

// text reads a field that holds one text; Azure takes numbers for texts.
func (e *entry) text(path ...string) string {
	v := e.fields.Get(path...)
	field := strings.Join(path, ".")
	switch {
	case v.Kind == tree.String, v.Kind == tree.Number:
		return v.Text
	case e.note(v, field), !v.Has():
	default:
		e.wrong(v, e.label(field), "text")
	}
	return ""
}

// word reads a field that holds one of some words, and returns it as Azure spells it.
func (e *entry) word(words []string, path ...string) string {
	found := e.text(path...)
	i := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, found) })
	switch {
	case found == "":
		return ""
	case i < 0:
		e.s.report(e.fields.Get(path...).Offset, diag.AuditedUnknownWord(e.label(strings.Join(path, ".")), found, words))
		return ""
	}
	return words[i]
}

// number reads a whole number; Azure takes one in quotes.
func (e *entry) number(path ...string) (int, bool) {
	v := e.fields.Get(path...)
	field := strings.Join(path, ".")
	switch {
	case e.note(v, field), !v.Has():
		return 0, false
	case v.Kind == tree.Number, v.Kind == tree.String:
		if n, err := strconv.ParseInt(v.Text, 10, 32); err == nil {
			return int(n), true
		}
	}
	e.wrong(v, e.label(field), "a whole number")
	return 0, false
}

// flag reads true or false, nil where there is neither.
func (e *entry) flag(path ...string) *bool {
	v := e.fields.Get(path...)
	field := strings.Join(path, ".")
	switch {
	case e.note(v, field), !v.Has():
		return nil
	case v.Kind == tree.Bool, v.Kind == tree.String:
		if b, err := strconv.ParseBool(v.Text); err == nil {
			return &b
		}
	}
	e.wrong(v, e.label(field), "true or false")
	return nil
}

// items reads a list.
func (e *entry) items(path ...string) []tree.Value {
	v := e.fields.Get(path...)
	field := strings.Join(path, ".")
	switch {
	case v.Kind == tree.List:
		return v.Items
	case e.note(v, field), !v.Has():
	default:
		e.wrong(v, e.label(field), "a list")
	}
	return nil
}

// texts reads a list of texts, and the one text of another field before it.
func (e *entry) texts(many string, one ...string) []string {
	var all []string
	for _, field := range one {
		for part := range strings.SplitSeq(e.text(field), ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	for _, v := range e.items(many) {
		switch {
		case v.Kind == tree.String, v.Kind == tree.Number:
			if !slices.Contains(all, v.Text) {
				all = append(all, v.Text)
			}
		case e.note(v, many):
		default:
			e.wrong(v, e.label(many), "a list of texts")
		}
	}
	return all
}

// reference reads the ID of another resource: {"id": "…"}.
func (e *entry) reference(path ...string) string {
	v := e.fields.Get(path...)
	if v.Has() && v.Kind != tree.Object && v.Kind != tree.Unknown {
		e.wrong(v, e.label(strings.Join(path, ".")), "an object with an id")
		return ""
	}
	return e.text(append(slices.Clone(path), "id")...)
}

// references reads the IDs of a list of resources.
func (e *entry) references(path ...string) []string {
	var ids []string
	for _, v := range e.items(path...) {
		if id := newEntry(e.s, e.label(strings.Join(path, ".")), v).plain("id"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

func kindInWords(v tree.Value) string {
	switch v.Kind {
	case tree.Bool:
		return v.Text
	case tree.Number:
		return "the number " + v.Text
	case tree.String:
		return "the text " + quote(v.Text)
	case tree.List:
		return "a list"
	case tree.Object:
		return "an object"
	}
	return "null"
}

func quote(text string) string {
	if len(text) > 60 {
		text = text[:60]
	}
	return strconv.QuoteToASCII(text)
}
