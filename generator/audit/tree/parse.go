package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxDepth is how deeply lists and objects may nest: far below what any Azure
// tool writes, far above what costs anything.
const MaxDepth = 100

// An Error is text that is not one JSON value of bounded depth.
type Error struct {
	// Offset is where, in bytes.
	Offset  int
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Message) }

// Parse reads exactly one JSON value. A UTF-8 byte-order mark before it is
// skipped. A member given twice keeps both; Get finds the first. The error is
// an *Error.
func Parse(source []byte) (Value, error) {
	text := bytes.TrimPrefix(source, []byte("\ufeff"))
	p := parser{source: text, skipped: len(source) - len(text), decoder: json.NewDecoder(bytes.NewReader(text))}
	p.decoder.UseNumber()
	v, err := p.value(0)
	if err != nil {
		return Value{}, p.failed(err)
	}
	end := p.offset()
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return Value{}, &Error{end, "something follows the first JSON value"}
	}
	return v, nil
}

type parser struct {
	source  []byte
	skipped int
	decoder *json.Decoder
}

// offset is where the next token begins: the decoder stops behind the last one.
func (p parser) offset() int {
	at := int(p.decoder.InputOffset())
	for at < len(p.source) && bytes.IndexByte([]byte(" \t\r\n,:"), p.source[at]) >= 0 {
		at++
	}
	return at + p.skipped
}

func (p parser) value(depth int) (Value, error) {
	if depth > MaxDepth {
		return Value{}, &Error{p.offset(), fmt.Sprintf("nested more than %d deep", MaxDepth)}
	}
	v := Value{Offset: p.offset()}
	token, err := p.decoder.Token()
	if err != nil {
		return Value{}, err
	}
	switch t := token.(type) {
	case nil:
		v.Kind = Null
	case bool:
		v.Kind, v.Text = Bool, strconv.FormatBool(t)
	case json.Number:
		v.Kind, v.Text = Number, t.String()
	case string:
		v.Kind, v.Text = String, t
	case json.Delim:
		v.Kind = List
		if t == '{' {
			v.Kind = Object
		}
		err = p.content(&v, depth+1)
	}
	return v, err
}

// content reads what stands between the brackets of v, and the closing one.
func (p parser) content(v *Value, depth int) error {
	for p.decoder.More() {
		if v.Kind == List {
			item, err := p.value(depth)
			if err != nil {
				return err
			}
			v.Items = append(v.Items, item)
			continue
		}
		name, err := p.decoder.Token()
		if err != nil {
			return err
		}
		member, err := p.value(depth)
		if err != nil {
			return err
		}
		v.Members = append(v.Members, Member{Name: name.(string), Value: member})
	}
	_, err := p.decoder.Token()
	return err
}

// failed says where the decoder stopped.
func (p parser) failed(err error) *Error {
	var ours *Error
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{len(p.source) + p.skipped, "the text ends within a JSON value"}
	case errors.As(err, &syntax):
		return &Error{int(syntax.Offset) + p.skipped, syntax.Error()}
	}
	return &Error{p.offset(), err.Error()}
}
