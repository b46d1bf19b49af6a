// The random comparison with bicepcheck is a module of its own, so that the
// main module needs nothing outside of the repository.
module github.com/batchgen/batchgen/.ci/equal

go 1.26

require (
	bicepcheck v0.0.0
	conformance v0.0.0
	github.com/batchgen/batchgen v0.0.0
)

require (
	github.com/Azure/azure-sdk-for-go/sdk/azcore v1.21.0 // indirect
	github.com/Azure/azure-sdk-for-go/sdk/internal v1.11.2 // indirect
	github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9 v9.0.0 // indirect
	github.com/agnivade/levenshtein v1.2.2 // indirect
	github.com/santhosh-tekuri/jsonschema/v5 v5.3.1 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	go4.org/netipx v0.0.0-20260823151212-3075585bcbeb // indirect
	golang.org/x/net v0.49.0 // indirect
	golang.org/x/text v0.33.0 // indirect
)

replace (
	bicepcheck => ../../../shared/bicepcheck
	conformance => ../../../shared/conformance
	github.com/batchgen/batchgen => ../..
)
