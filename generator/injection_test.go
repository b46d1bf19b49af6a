package generator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit/armeval"
	"github.com/batchgen/batchgen/generator/audit/tree"
	"github.com/batchgen/batchgen/generator/intenttest"
)

// given is what a template and the parameter files of its environments come to.
type given struct {
	paths     []string
	resources map[string][]tree.Value
}

// comesTo generates an intent, and evaluates its ARM JSON as Azure would. It is
// nil where the intent is refused, for which the codes are given.
func comesTo(t *testing.T, source, payload string) (*given, []string) {
	t.Helper()
	r := generator.Generate([]byte(source), generator.Options{AsOf: today, Formats: both})
	if r.Diagnostics.HasErrors() {
		return nil, codes(r.Diagnostics)
	}
	g := &given{resources: map[string][]tree.Value{}}
	var template tree.Value
	for _, f := range r.Files {
		if !strings.HasSuffix(f.Name, ".json") {
			continue
		}
		var v any
		if err := json.Unmarshal(f.Data, &v); err != nil {
			t.Fatalf("%s: %v\n%s", f.Name, err, source)
		}
		g.addPaths(f.Name, v, payload)
		parsed, err := tree.Parse(f.Data)
		if err != nil {
			t.Fatal(err)
		}
		parameters := tree.Value{}
		if f.Name == "main.json" {
			template = parsed
		} else {
			parameters = parsed.Get("parameters")
		}
		g.resources[f.Name] = armeval.Resources(template, parameters)
	}
	slices.Sort(g.paths)
	return g, nil
}

// addPaths adds the path of every value; a name that is the payload is a star.
func (g *given) addPaths(path string, v any, payload string) {
	g.paths = append(g.paths, path)
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			g.addPaths(fmt.Sprintf("%s/%d", path, i), item, payload)
		}
	case map[string]any:
		for name, item := range v {
			if name == payload || name == "["+payload {
				name = "*"
			}
			g.addPaths(path+"/"+name, item, payload)
		}
	}
}

// with returns a value with one text for another wherever it stands, and
// without places.
func with(v tree.Value, text, other string) tree.Value {
	v.Text, v.Offset = strings.ReplaceAll(v.Text, text, other), 0
	v.Items, v.Members = slices.Clone(v.Items), slices.Clone(v.Members)
	for i := range v.Items {
		v.Items[i] = with(v.Items[i], text, other)
	}
	for i := range v.Members {
		v.Members[i] = tree.Member{
			Name: strings.ReplaceAll(v.Members[i].Name, text, other), Value: with(v.Members[i].Value, text, other),
		}
	}
	return v
}

// TestInjection writes each payload into each field that takes free text: the
// template has the same properties as with a harmless text, and means the same
// but for that text.
func TestInjection(t *testing.T) {
	t.Parallel()
	const harmless = "qqharmlessqq"
	for field, form := range intenttest.FreeText {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			want, list := comesTo(t, intenttest.Filled(form, harmless), harmless)
			if want == nil {
				t.Fatal(list)
			}
			if found := fmt.Sprint(want.resources); !strings.Contains(found, harmless) && field != "reason" {
				t.Fatalf("no resource has the text: %s", found)
			}
			var refused []string
			for _, payload := range intenttest.Payloads {
				source := intenttest.Filled(form, payload)
				got, _ := comesTo(t, source, payload)
				if got == nil {
					refused = append(refused, payload)
					continue
				}
				if diff := cmp.Diff(want.paths, got.paths); diff != "" {
					t.Errorf("%q: other properties\n%s", payload, diff)
				}
				for name := range want.resources {
					var a, b []tree.Value
					for _, v := range want.resources[name] {
						a = append(a, with(v, harmless, payload))
					}
					for _, v := range got.resources[name] {
						b = append(b, with(v, payload, payload))
					}
					if diff := cmp.Diff(a, b); diff != "" {
						t.Errorf("%q: %s means something else\n%s", payload, name, diff)
					}
				}
			}
			if allowed := intenttest.Refused[field]; len(refused) != allowed {
				t.Errorf("%d payloads are refused, want %d: %q", len(refused), allowed, refused)
			}
		})
	}
}
