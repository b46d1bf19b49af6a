// Command empty does nothing, and links what batchgen links: the floor that
// its cold start is measured against.
package main

import (
	_ "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
	_ "github.com/agnivade/levenshtein"
	_ "github.com/mattn/go-isatty"
	_ "github.com/rogpeppe/go-internal/diff"
	_ "github.com/santhosh-tekuri/jsonschema/v5"
	_ "github.com/urfave/cli/v2"
	_ "go.yaml.in/yaml/v4"
	_ "go.yaml.in/yaml/v4/plugin/loaderlimits"
	_ "go4.org/netipx"
	_ "golang.org/x/text/unicode/norm"
)

func main() {}
