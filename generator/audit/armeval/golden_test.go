package armeval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator/audit/armeval"
	"github.com/batchgen/batchgen/generator/audit/tree"
)

// parsed reads JSON, or fails the test.
func parsed(t *testing.T, source []byte) tree.Value {
	t.Helper()
	v, err := tree.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// count is how many resources a template of ours holds, nested ones included.
func count(template tree.Value) int {
	n := 0
	for _, r := range template.Get("resources").Items {
		if nested := r.Get("properties", "template"); nested.Has() {
			n += count(nested)
		} else {
			n++
		}
	}
	return n
}

// unknowns are the paths in a value to what is not known.
func unknowns(v tree.Value, path string) []string {
	if v.Kind == tree.Unknown {
		return []string{path + ": " + v.Text}
	}
	var all []string
	for _, item := range v.Items {
		all = append(all, unknowns(item, path+"[]")...)
	}
	for _, m := range v.Members {
		all = append(all, unknowns(m.Value, path+"."+m.Name)...)
	}
	return all
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../golden/*/main.json")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		template := parsed(t, source)
		all := armeval.Resources(template, tree.Value{})
		if want := count(template); len(all) != want {
			t.Errorf("%s: %d resources, want %d", file, len(all), want)
		}
		for _, r := range all {
			kind := r.Get("type").Text
			if r.Get("unknown").Has() {
				t.Errorf("%s: %s is in doubt: %+v", file, kind, r.Get("unknown"))
			}
			// Names of zones end in what the cloud decides.
			if !strings.HasPrefix(kind, "Microsoft.Network/") || strings.Contains(strings.ToLower(kind), "dnszone") {
				continue
			}
			for _, u := range unknowns(r, "") {
				t.Errorf("%s: %s%s", file, kind, u)
			}
		}
	}
}
