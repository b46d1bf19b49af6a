package arm_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/arm"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

func TestPrintParams(t *testing.T) {
	t.Parallel()
	p := Parameters{Template: "./main.bicep", Values: []ParamValue{
		{Name: "nodes", Value: Number(1 << 40)},
		{Name: "key", Environment: "BATCHGEN_KEY"},
		{Name: "flag", Value: Boolean(false)},
		{Name: "size", Value: Str("[resourceGroup().id]")},
		{Name: "formula", Value: Text("a\n\"b\"")},
		{Name: "tags", Value: Obj{P("[x]", Interp{Str("a"), Text("b")}), P("copy", Obj{})}},
		{Name: "list", Value: Arr{Str("a"), Arr{}, Number(-1)}},
	}}
	want := `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "nodes": {
      "value": 1099511627776
    },
    "flag": {
      "value": false
    },
    "size": {
      "value": "[resourceGroup().id]"
    },
    "formula": {
      "value": "a\n\"b\""
    },
    "tags": {
      "value": {
        "[x]": "ab",
        "copy": {}
      }
    },
    "list": {
      "value": [
        "a",
        [],
        -1
      ]
    }
  }
}
`
	if diff := cmp.Diff(want, string(arm.PrintParams(p))); diff != "" {
		t.Error(diff)
	}
	want = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {}
}
`
	if diff := cmp.Diff(want, string(arm.PrintParams(Parameters{}))); diff != "" {
		t.Error(diff)
	}
}

func TestPrintParamsTakesLiteralsOnly(t *testing.T) {
	t.Parallel()
	defer func() {
		if got, want := recover(), "arm: no literal: template.ParamRef"; got != want {
			t.Errorf("got %v", got)
		}
	}()
	arm.PrintParams(Parameters{Values: []ParamValue{{Name: "p", Value: Arr{ParamRef("x")}}}})
}

// plain is what encoding/json reads for a literal.
func plain(e Expr) any {
	switch e := e.(type) {
	case Str:
		return string([]rune(string(e)))
	case Text:
		return string([]rune(string(e)))
	case Number:
		return json.Number(strconv.FormatInt(int64(e), 10))
	case Boolean:
		return bool(e)
	case Arr:
		list := []any{}
		for _, item := range e {
			list = append(list, plain(item))
		}
		return list
	case Obj:
		object := map[string]any{}
		for _, prop := range e {
			object[plain(prop.Key).(string)] = plain(prop.Value)
		}
		return object
	}
	return nil
}

func TestParameterValuesReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, size := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 15).Draw(t, "size")
		p := templatetest.RandomParameters(seed, templatetest.Random(seed, size))
		want := map[string]any{}
		for _, value := range p.Values {
			if value.Environment == "" {
				want[value.Name] = map[string]any{"value": plain(value.Value)}
			}
		}
		printed := arm.PrintParams(p)
		var got struct{ Parameters map[string]any }
		decoder := json.NewDecoder(bytes.NewReader(printed))
		decoder.UseNumber()
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Parameters); diff != "" {
			t.Fatal(diff)
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, printed, "", "  "); err != nil || !bytes.Equal(indented.Bytes(), printed) {
			t.Fatalf("not as json.Indent writes it: %v", err)
		}
	})
}
