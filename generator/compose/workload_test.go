package compose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/template"
)

// Each key of the workload becomes what Batch calls it, free text as it is.
func TestWorkload(t *testing.T) {
	t.Parallel()
	reader := shared + "Microsoft.ManagedIdentity/userAssignedIdentities/reader"
	doc := docOf(t, `region: westeurope
os: linux
nodes: 1
image: ubuntu-hpc-24.04
taskSlotsPerNode: 8
osDiskSizeGB: 64
identities: [`+reader+`]
startTask: {commandLine: "[concat('a')] ${b}", elevated: true}
containers: {registries: [a.azurecr.io], images: [a.azurecr.io/b]}
`)
	pool := poolOf(t, doc)
	props := properties(pool)
	vm := at(props, "deploymentConfiguration", "virtualMachineConfiguration")
	for name, c := range map[string][2]template.Expr{
		"slots": {at(props, "taskSlotsPerNode"), template.Number(8)},
		"disk":  {at(vm, "osDisk"), template.Obj{template.P("diskSizeGB", template.Number(64))}},
		"task": {at(props, "startTask"), template.Obj{
			template.P("commandLine", template.Str("[concat('a')] ${b}")),
			template.P("userIdentity", template.Obj{template.P("autoUser", template.Obj{
				template.P("elevationLevel", template.Str("Admin")), template.P("scope", template.Str("Pool")),
			})}),
			template.P("waitForSuccess", template.Boolean(true)),
		}},
		"containers": {at(vm, "containerConfiguration"), template.Obj{
			template.P("type", template.Str("DockerCompatible")),
			template.P("containerRegistries", template.Arr{template.Obj{
				template.P("registryServer", template.Str("a.azurecr.io")),
				template.P("identityReference", template.Obj{template.P("resourceId", template.Str(reader))}),
			}}),
			template.P("containerImageNames", template.Arr{template.Str("a.azurecr.io/b")}),
		}},
	} {
		if diff := cmp.Diff(c[1], c[0]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// An ID is a literal key, one of ours an expression.
	keys := at(template.Obj(pool.Body), "identity", "userAssignedIdentities").(template.Obj)
	if _, ours := keys[0].Key.(template.Interp); len(keys) != 2 || !ours || keys[1].Key != template.Expr(template.Str(reader)) {
		t.Errorf("%+v", keys)
	}
}

// What is left to Batch's defaults is not written.
func TestWorkloadIsLeftOut(t *testing.T) {
	t.Parallel()
	doc := docOf(t, "region: westeurope\nos: linux\nnodes: 1\naccount: {storage: none}\ntaskSlotsPerNode: 1\n")
	pool := poolOf(t, doc)
	props := properties(pool)
	vm := at(props, "deploymentConfiguration", "virtualMachineConfiguration")
	for name, got := range map[string]template.Expr{
		"slots": at(props, "taskSlotsPerNode"), "task": at(props, "startTask"), "disk": at(vm, "osDisk"),
		"containers": at(vm, "containerConfiguration"), "identity": at(template.Obj(pool.Body), "identity"),
	} {
		if got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	doc = docOf(t, "region: westeurope\nos: linux\nnodes: 1\nimage: ubuntu-hpc-24.04\ncontainers: true\nstartTask: {commandLine: a}\n")
	props = properties(poolOf(t, doc))
	want := template.Obj{template.P("type", template.Str("DockerCompatible"))}
	if diff := cmp.Diff(template.Expr(want), at(props, "deploymentConfiguration", "virtualMachineConfiguration", "containerConfiguration")); diff != "" {
		t.Error(diff)
	}
	if level := at(props, "startTask", "userIdentity", "autoUser", "elevationLevel"); level != template.Expr(template.Str("NonAdmin")) {
		t.Errorf("elevation %v", level)
	}
}
