package armeval_test

import (
	"os"
	"path/filepath"
	"slices"
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

func parsedFile(t *testing.T, file string) tree.Value {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, source)
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

// texts are all strings in a value.
func texts(v tree.Value) []string {
	var all []string
	if v.Kind == tree.String {
		all = append(all, v.Text)
	}
	for _, item := range v.Items {
		all = append(all, texts(item)...)
	}
	for _, m := range v.Members {
		all = append(all, texts(m.Value)...)
	}
	return all
}

// Our own templates hold nothing that is not known in what decides about networks,
// with and without files of parameters.
func TestGoldens(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../golden/*/main.json")
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		template := parsedFile(t, file)
		checkNetwork(t, file, template, armeval.Resources(template, tree.Value{}))
		given, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.parameters.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, parameters := range given {
			values := parsedFile(t, parameters).Get("parameters")
			all := armeval.Resources(template, values)
			checkNetwork(t, parameters, template, all)
			for _, m := range values.Members {
				value := m.Value.Get("value")
				if used := slices.ContainsFunc(all, func(r tree.Value) bool {
					return slices.ContainsFunc(texts(r), func(text string) bool { return strings.Contains(text, value.Text) })
				}); value.Kind == tree.String && !used {
					t.Errorf("%s: no resource has %s %q", parameters, m.Name, value.Text)
				}
			}
		}
	}
}

func checkNetwork(t *testing.T, file string, template tree.Value, all []tree.Value) {
	t.Helper()
	if want := count(template); len(all) != want {
		t.Errorf("%s: %d resources, want %d", file, len(all), want)
	}
	for _, r := range all {
		kind := r.Get("type").Text
		if r.Get("unknown").Has() {
			t.Errorf("%s: %s is in doubt: %+v", file, kind, r.Get("unknown"))
		}
		matters := r.Get("properties", "networkConfiguration")
		if strings.HasPrefix(kind, "Microsoft.Network/") && !strings.Contains(strings.ToLower(kind), "dnszone") {
			matters = r // Names of zones end in what the cloud decides.
		}
		for _, u := range unknowns(matters, "") {
			t.Errorf("%s: %s%s", file, kind, u)
		}
		if kind != "Microsoft.Network/networkSecurityGroups" && kind != "Microsoft.Network/routeTables" {
			continue
		}
		tied := slices.ContainsFunc(all, func(other tree.Value) bool {
			return strings.Contains(other.Get("type").Text, "virtualNetworks") && slices.Contains(texts(other), r.Get("id").Text)
		})
		if !tied {
			t.Errorf("%s: no subnet has %s", file, r.Get("id").Text)
		}
	}
}
