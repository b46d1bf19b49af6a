package diag_test

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/schemas"
)

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

func TestPrintJSON(t *testing.T) {
	t.Parallel()
	schema := jsonschema.MustCompileString("https://example.com/diagnostics", string(schemas.Diagnostics()))
	duplicate := placed(at(3, 1, 7), diag.DuplicateKey("/region", "region", at(1, 1, 7)))
	for _, c := range []struct {
		name    string
		reports []diag.Report
		want    string
	}{
		{"nothing", nil, "{\n  \"schemaVersion\": 1,\n  \"diagnostics\": []\n}\n"},
		{"no finding", []diag.Report{{Name: "a"}}, "{\n  \"schemaVersion\": 1,\n  \"diagnostics\": []\n}\n"},
		{"two files", []diag.Report{
			{Name: "a.yaml", List: diag.List{duplicate}},
			{Name: "b.yaml", List: diag.List{diag.OpenRemoteAccess("/remoteAccess/from/0", "<Any>")}},
		}, `{
  "schemaVersion": 1,
  "diagnostics": [
    {
      "file": "a.yaml",
      "code": "BG102",
      "severity": "error",
      "range": {
        "start": {
          "line": 3,
          "column": 1
        },
        "end": {
          "line": 3,
          "column": 7
        }
      },
      "path": "/region",
      "message": "key \"region\" is given twice, first on line 1",
      "hint": "remove one of them",
      "related": [
        {
          "range": {
            "start": {
              "line": 1,
              "column": 1
            },
            "end": {
              "line": 1,
              "column": 7
            }
          },
          "path": "/region",
          "message": "the first is here"
        }
      ]
    },
    {
      "file": "b.yaml",
      "code": "BG126",
      "severity": "error",
      "path": "/remoteAccess/from/0",
      "message": "remote access from \"\u003cAny\u003e\" is open to the whole internet",
      "hint": "name the addresses that may connect, or reach the nodes through Bastion, a jump host or a VPN",
      "source": "azure-network-rules"
    }
  ]
}
`},
	} {
		var b bytes.Buffer
		if err := diag.PrintJSON(&b, c.reports); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
		var value any
		if err := json.Unmarshal(b.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, wrong := range []string{
		`{}`, `{"schemaVersion": 2, "diagnostics": []}`, `{"schemaVersion": 1, "diagnostics": [{"file": "a"}]}`,
		`{"schemaVersion": 1, "diagnostics": [], "more": 1}`,
	} {
		var value any
		if err := json.Unmarshal([]byte(wrong), &value); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema accepts %s", wrong)
		}
	}
}
