package main

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/schemas"
)

// TestExplanationsFollowTheirSchemas prints as JSON what explain says of every
// code, and of resources of every kind.
func TestExplanationsFollowTheirSchemas(t *testing.T) {
	t.Parallel()
	holds := func(schema *jsonschema.Schema, args ...string) {
		t.Helper()
		status, out, errs := call(t, "", append(args, "--format", "json")...)
		var value any
		if err := json.Unmarshal([]byte(out), &value); status != exitDone || err != nil {
			t.Fatalf("%v: exit status %d, %v\n%s", args, status, err, errs)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	codes := jsonschema.MustCompileString("https://example.com/code", string(schemas.Code()))
	for _, code := range diag.Catalogue() {
		holds(codes, "explain", code.Code)
	}
	resources := jsonschema.MustCompileString("https://example.com/resource", string(schemas.Resource()))
	intent := filepath.Join("..", "..", "golden", "simplified-windows-appliance-remote", "intent.yaml")
	for _, name := range []string{
		"AllowBatchNodeManagementOutbound", "batch-vnet", "batch-nodes", "batch-nsg", "batch-routes", "pool",
		"Microsoft.Batch/batchAccounts", "Microsoft.Authorization/roleAssignments",
	} {
		holds(resources, "explain", intent, "--resource", name)
	}
}
