package schemas_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/schemas"
)

var update = flag.Bool("update", false, "rewrite intent.parts from intent.schema.json")

// all has every schema by its name.
func all() map[string][]byte {
	return map[string][]byte{
		"intent": schemas.Intent(), "diagnostics": schemas.Diagnostics(), "verify": schemas.Verify(), "explain": schemas.Explain(),
		"resource": schemas.Resource(), "code": schemas.Code(), "allowlist": schemas.Allowlist(), "diff": schemas.Diff(),
		"migrate": schemas.Migrate(),
	}
}

func TestSchemasAreValidDraft7(t *testing.T) {
	t.Parallel()
	for name, text := range all() {
		c := jsonschema.NewCompiler()
		c.Draft = jsonschema.Draft7
		if err := c.AddResource("https://example.com/schema", bytes.NewReader(text)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := c.Compile("https://example.com/schema"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The parts are derived from the schema; -update writes them anew.
func TestIntentParts(t *testing.T) {
	t.Parallel()
	root := decode(t, schemas.Intent())
	parts := map[string]map[string]any{}
	for key, value := range root["properties"].(map[string]any) {
		part := derive(root, value.(map[string]any))
		parts["key "+key] = part
		if names, found := part["propertyNames"]; found {
			parts["names "+key] = names.(map[string]any)
			delete(part, "propertyNames")
		}
		removeNames(part)
	}
	whole := derive(root, root)
	delete(whole, "properties")
	delete(whole, "additionalProperties")
	parts["whole"] = whole
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		text, err := json.Marshal(parts[key])
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(key + "\t" + string(text) + "\n")
	}
	if *update {
		if err := os.WriteFile("intent.parts", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	stored, err := os.ReadFile("intent.parts")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(stored)); diff != "" {
		t.Errorf("intent.parts is not what intent.schema.json gives; run go test ./schemas -update (-want +got):\n%s", diff)
	}
	for name, part := range parts {
		text, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		kind, key, _ := strings.Cut(name, " ")
		got := schemas.IntentWhole()
		switch kind {
		case "key":
			got = schemas.IntentKey(key)
		case "names":
			got = schemas.IntentNames(key)
		}
		if got != string(text)+"\n" {
			t.Errorf("%s = %s, want %s", name, got, text)
		}
	}
	for _, key := range []string{"", "regionn", "key region", "region\t", "tags names"} {
		if got := schemas.IntentKey(key) + schemas.IntentNames(key); got != "" {
			t.Errorf("the part of the unknown key %q = %q", key, got)
		}
	}
}

// derive resolves references and leaves out what only people read.
func derive(root, schema map[string]any) map[string]any {
	if ref, found := schema["$ref"]; found {
		name := strings.TrimPrefix(ref.(string), "#/definitions/")
		schema = root["definitions"].(map[string]any)[name].(map[string]any)
	}
	out := map[string]any{}
	for keyword, value := range schema {
		switch keyword {
		case "$schema", "$id", "title", "description", "markdownDescription", "default", "defaultSnippets", "examples",
			"patternErrorMessage", "definitions":
		case "properties":
			properties := map[string]any{}
			for name, property := range value.(map[string]any) {
				properties[name] = derive(root, property.(map[string]any))
			}
			out[keyword] = properties
		case "items", "additionalProperties", "propertyNames":
			if below, is := value.(map[string]any); is {
				value = derive(root, below)
			}
			out[keyword] = value
		default:
			out[keyword] = value
		}
	}
	return out
}

// removeNames drops propertyNames below the top of a part: the compiler is set
// up without it, and names are checked with a part of their own.
func removeNames(value any) {
	switch value := value.(type) {
	case map[string]any:
		delete(value, "propertyNames")
		for _, below := range value {
			removeNames(below)
		}
	case []any:
		for _, below := range value {
			removeNames(below)
		}
	}
}

// Editors show titles and descriptions, and complete from defaults and examples.
func TestEveryKeyIsDescribed(t *testing.T) {
	t.Parallel()
	for name, text := range all() {
		root := decode(t, text)
		walk(root, "", func(path string, s map[string]any) {
			for _, union := range []string{"oneOf", "anyOf", "allOf", "not", "if"} {
				if _, found := s[union]; found {
					t.Errorf("%s %s: %s gives several errors for one mistake", name, path, union)
				}
			}
			if _, found := s["$ref"]; found || strings.HasSuffix(path, "/propertyNames") {
				return
			}
			for _, keyword := range []string{"title", "description", "type"} {
				if s[keyword] == nil {
					t.Errorf("%s %s: no %s", name, path, keyword)
				}
			}
			if d, _ := s["description"].(string); !strings.HasSuffix(d, ".") {
				t.Errorf("%s %s: the description is no sentence: %q", name, path, d)
			}
			if name == "intent" && s["examples"] == nil {
				t.Errorf("%s: no examples", path)
			}
			if s["properties"] != nil && s["additionalProperties"] != false {
				t.Errorf("%s %s: additionalProperties is not false", name, path)
			}
			pattern, _ := s["pattern"].(string)
			if name == "intent" && pattern != "" && s["patternErrorMessage"] == nil && !strings.HasPrefix(pattern, "^(") {
				t.Errorf("%s: a pattern without patternErrorMessage", path)
			}
		})
	}
}

// Examples and defaults must be valid themselves.
func TestExamplesAreValid(t *testing.T) {
	t.Parallel()
	root := decode(t, schemas.Intent())
	walk(root, "", func(path string, s map[string]any) {
		examples, _ := s["examples"].([]any)
		if value, found := s["default"]; found {
			examples = append(examples, value)
		}
		if len(examples) == 0 {
			return
		}
		text, err := json.Marshal(map[string]any{
			"$schema": root["$schema"], "definitions": root["definitions"], "properties": map[string]any{"x": s},
		})
		if err != nil {
			t.Fatal(err)
		}
		schema := jsonschema.MustCompileString("https://example.com/schema", string(text))
		for _, example := range examples {
			if err := schema.Validate(map[string]any{"x": example}); err != nil {
				t.Errorf("%s: %v: %v", path, example, err)
			}
		}
	})
}

func decode(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var root map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	return root
}

// walk visits every schema of a document.
func walk(s map[string]any, path string, visit func(path string, s map[string]any)) {
	visit(path, s)
	for _, keyword := range []string{"properties", "definitions"} {
		below, _ := s[keyword].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(below)) {
			walk(below[name].(map[string]any), path+"/"+keyword+"/"+name, visit)
		}
	}
	for _, keyword := range []string{"items", "additionalProperties", "propertyNames"} {
		if below, is := s[keyword].(map[string]any); is {
			walk(below, path+"/"+keyword, visit)
		}
	}
}
