package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// property is what a page needs of a schema.
type property struct {
	Ref         string               `json:"$ref"`
	Title       string               `json:"title"`
	Description string               `json:"description"`
	Type        any                  `json:"type"`
	Enum        []any                `json:"enum"`
	Default     json.RawMessage      `json:"default"`
	Examples    []json.RawMessage    `json:"examples"`
	Required    []string             `json:"required"`
	Properties  ordered              `json:"properties"`
	Additional  json.RawMessage      `json:"additionalProperties"`
	Items       *property            `json:"items"`
	Definitions map[string]*property `json:"definitions"`
}

// ordered is the properties of an object in the schema's order.
type ordered []named

type named struct {
	name string
	*property
}

// UnmarshalJSON keeps the order that a map would lose.
func (o *ordered) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var p property
		if err := decoder.Decode(&p); err != nil {
			return err
		}
		*o = append(*o, named{fmt.Sprint(key), &p})
	}
	return nil
}

// intentPage documents every key of the language.
func intentPage(schema []byte) (string, error) {
	var root property
	if err := json.Unmarshal(schema, &root); err != nil {
		return "", err
	}
	var page strings.Builder
	page.WriteString("# The intent file\n\nGenerated from `schemas/intent.schema.json`. " + root.Description +
		"\n\nYAML 1.2 core, at most 64 KiB, one document, without anchors, aliases, tags and merge keys; JSON is a subset. " +
		"Unknown and repeated keys, wrong types and values that would have to be repaired are errors.\n")
	p := printer{page: &page, definitions: root.Definitions, shown: map[string]string{}}
	for _, key := range root.Properties {
		if err := p.key(key.name, key.property); err != nil {
			return "", err
		}
	}
	return page.String(), nil
}

type printer struct {
	page        *strings.Builder
	definitions map[string]*property
	// shown holds where a definition was printed first.
	shown map[string]string
}

// key prints one key and those below it; path is written with dots, [] for an entry of a list.
func (p printer) key(path string, s *property) error {
	fmt.Fprintf(p.page, "\n### `%s`\n\n", path)
	if s.Ref != "" {
		name := strings.TrimPrefix(s.Ref, "#/definitions/")
		target := p.definitions[name]
		if target == nil {
			return fmt.Errorf("%s: no definition %s", path, s.Ref)
		}
		if first := p.shown[name]; first != "" {
			text := target.Description
			if s.Description != "" {
				text = s.Description
			}
			fmt.Fprintf(p.page, "%s As `%s`.\n", text, first)
			return nil
		}
		p.shown[name] = path
		if s.Description != "" {
			copied := *target
			copied.Description = s.Description
			target = &copied
		}
		s = target
	}
	fmt.Fprintf(p.page, "%s\n\n", s.Description)
	fmt.Fprintf(p.page, "- Type: %s\n", kind(s))
	if len(s.Default) > 0 {
		fmt.Fprintf(p.page, "- Default: `%s`\n", compact(s.Default))
	}
	if len(s.Required) > 0 {
		fmt.Fprintf(p.page, "- Required in it: `%s`\n", strings.Join(s.Required, "`, `"))
	}
	for i, e := range s.Examples {
		if i < 3 {
			fmt.Fprintf(p.page, "- Example: `%s`\n", compact(e))
		}
	}
	return p.below(path, s)
}

// below prints the keys inside a key.
func (p printer) below(path string, s *property) error {
	for _, key := range s.Properties {
		if err := p.key(path+"."+key.name, key.property); err != nil {
			return err
		}
	}
	if s.Items != nil && (len(s.Items.Properties) > 0 || s.Items.Ref != "") {
		item := s.Items
		if item.Ref != "" {
			name := strings.TrimPrefix(item.Ref, "#/definitions/")
			if p.shown[name] != "" {
				return nil
			}
			p.shown[name] = path + "[]"
			item = p.definitions[name]
		}
		if err := p.below(path+"[]", item); err != nil {
			return err
		}
	}
	if len(s.Additional) > 0 && s.Additional[0] == '{' {
		var value property
		if err := json.Unmarshal(s.Additional, &value); err != nil {
			return err
		}
		return p.below(path+".<name>", &value)
	}
	return nil
}

func kind(s *property) string {
	var types []string
	switch t := s.Type.(type) {
	case string:
		types = []string{t}
	case []any:
		for _, one := range t {
			types = append(types, fmt.Sprint(one))
		}
	}
	text := strings.Join(types, " or ")
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			words[i] = fmt.Sprintf("`%v`", e)
		}
		text += ": " + strings.Join(words, ", ")
	}
	return text
}

// compact writes JSON on one line, in the flow form that YAML takes too.
func compact(raw json.RawMessage) string {
	var one strings.Builder
	inString, escaped := false, false
	for _, r := range string(raw) {
		switch {
		case inString:
			one.WriteRune(r)
			if r == '"' && !escaped {
				inString = false
			}
			escaped = r == '\\' && !escaped
		case r == '\n' || r == '\t' || r == ' ' && strings.HasSuffix(one.String(), " "):
		default:
			inString = r == '"'
			one.WriteRune(r)
		}
	}
	return one.String()
}
