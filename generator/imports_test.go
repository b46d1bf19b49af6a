package generator_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/batchgen/batchgen/"

// borders says which packages of ours each package may import, directly. Data
// flows one way: down this list, never up.
var borders = map[string][]string{
	"schemas":            {},
	"generator/diag":     {},
	"generator/azure":    {"generator/diag"},
	"generator/intent":   {"generator/diag", "generator/azure", "schemas"},
	"generator/plan":     {"generator/diag", "generator/azure", "generator/intent"},
	"generator/template": {},
	"generator/compose": {
		"generator/diag", "generator/azure", "generator/intent", "generator/plan", "generator/template",
	},
	"generator/bicep":         {"generator/template"},
	"generator/arm":           {"generator/template"},
	"generator/verify":        {"generator/azure"},
	"generator/audit/tree":    {},
	"generator/audit/armeval": {"generator/audit/tree"},
	"generator/audit": {
		"generator/diag", "generator/azure", "generator/verify", "generator/audit/tree",
	},
	"generator/audit/reader": {
		"generator/diag", "generator/azure", "generator/verify", "generator/audit", "generator/audit/tree", "generator/audit/armeval",
	},
	"templates":          {},
	"generator/scaffold": {"schemas", "templates"},
	"generator/explain":  {"generator/azure", "generator/intent", "generator/plan"},
	"generator/diff":     {"generator/azure", "generator/explain", "generator/template"},
	"generator/migrate": {
		"generator/diag", "generator/azure", "generator/plan", "generator/verify", "generator/explain", "generator/diff",
	},
	"generator": {
		"generator/explain",
		"generator/diag", "generator/azure", "generator/intent", "generator/plan", "generator/template",
		"generator/compose", "generator/bicep", "generator/arm", "generator/verify", "generator/audit", "generator/audit/reader",
		"generator/diff", "generator/migrate",
	},
}

// sdkUsers are the packages that may use the SDK's network types.
var sdkUsers = []string{
	"generator/azure", "generator/plan", "generator/compose", "generator/verify", "generator/audit", "generator/audit/reader", "generator/migrate",
}

// outsideWorld are packages that would let generator see or change more than its input.
var outsideWorld = []string{"os", "os/exec", "net", "net/http", "log", "math/rand", "math/rand/v2"}

func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"generator/...", module+"schemas", module+"templates").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&pkg); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(pkg.ImportPath, module)
		if strings.HasSuffix(name, "test") { // helpers of tests, in no program
			continue
		}
		allowed, known := borders[name]
		if !known {
			t.Errorf("%s has no row in borders", name)
		}
		seen++
		for _, imported := range pkg.Imports {
			if own, ours := strings.CutPrefix(imported, module); ours && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s", name, own)
			}
			if strings.Contains(imported, "/armnetwork/") && !slices.Contains(sdkUsers, name) {
				t.Errorf("%s imports the SDK", name)
			}
			if slices.Contains(outsideWorld, imported) {
				t.Errorf("%s imports %s", name, imported)
			}
		}
	}
	if seen != len(borders) {
		t.Errorf("%d packages listed, %d in borders", seen, len(borders))
	}
}
