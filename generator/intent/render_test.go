package intent_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// company is what a key may need around it to make sense.
var company = []string{
	`{}`,
	`{"os": "windows"}`,
	`{"acknowledgeRetired": true}`,
	`{"network": {"subnet": {"prefix": "10.40.0.0/24"}}}`,
	`{"network": {"addressSpace": ["10.40.0.0/16"]}}`,
	`{"network": {"addressSpace": ["10.20.0.0/16"]}}`,
	`{"network": {"privateEndpoints": ["batchAccount", "nodeManagement", "storage"]}}`,
	`{"network": {"subnet": {"prefix": "10.40.0.0/24"}, "privateEndpoints": {"for": ["nodeManagement"], "subnet": {"prefix": "10.40.1.0/28"}}}}`,
	`{"account": {"poolAllocationMode": "userSubscription"}}`,
	`{"account": {"keyVault": "new"}}`,
	`{"account": {"storage": "none"}}`,
	`{"nodes": {"autoscale": {"min": 0, "max": 5}}}`,
	`{"nodes": {"dedicated": 1}}`,
	`{"environments": {"pool": {"nodes": {"autoscale": {"max": 5}}}}, "nodes": {"autoscale": {"max": 5}}}`,
	`{"acknowledgeRetired": true, "os": "windows", "configuration": "cloudService", "vmSize": "Standard_D2_v2", "network": {"vnet": {"existingSubnet": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/old/subnets/nodes"}}}`,
}

// merged lays b under a: what a says stays.
func merged(a, b map[string]any) map[string]any {
	for key, value := range b {
		have, both := a[key].(map[string]any)
		under, maps := value.(map[string]any)
		switch {
		case both && maps:
			merged(have, under)
		case a[key] == nil, key == "os" || key == "nodes":
			a[key] = value
		}
	}
	return a
}

// Every key has an example in the schema, and so in docs/intent.md, that
// renders, alone or in the company that it needs.
func TestEveryKeyRenders(t *testing.T) {
	t.Parallel()
	options := generator.Options{
		AsOf:    time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC),
		Formats: []generator.Format{generator.Bicep},
	}
	for _, k := range language(t) {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			if name := k.path[len(k.path)-1]; k.path[0] == "environments" && (name == "formula" || name == "interval") {
				return // nodes has one shape everywhere, but only its bounds are parameters (BG251)
			}
			if len(k.examples()) == 0 && k.schema["properties"] != nil {
				return // its parts have examples
			}
			var last diag.List
			for _, example := range k.examples() {
				for _, around := range company {
					text, _ := k.document(example)
					var root, under map[string]any
					if json.Unmarshal(text, &root) != nil || json.Unmarshal([]byte(around), &under) != nil {
						t.Fatal(around)
					}
					own := map[string]any{}
					if k.path[0] == "os" || k.path[0] == "nodes" {
						own[k.path[0]] = root[k.path[0]]
					}
					whole, err := json.Marshal(merged(merged(root, under), own))
					if err != nil {
						t.Fatal(err)
					}
					r := generator.Generate(whole, options)
					if len(r.Files) > 0 {
						return
					}
					last = r.Diagnostics
				}
			}
			t.Errorf("no example renders: %+v", last)
		})
	}
}
