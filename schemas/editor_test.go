package schemas_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/schemas"
)

// headings returns the anchors of the reference.
func headings(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile("../docs/intent.md")
	if err != nil {
		t.Fatal(err)
	}
	dropped := regexp.MustCompile("[^a-z0-9_-]")
	anchors := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		if title, found := strings.CutPrefix(line, "### "); found {
			anchors[dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")] = true
		}
	}
	return anchors
}

// What editors show where the mouse rests on a key: what it is and what follows
// from it, its default, and where to read more.
func TestHoverTexts(t *testing.T) {
	t.Parallel()
	anchors := headings(t)
	link := regexp.MustCompile(`^\[.+ in the reference\]\(https://github\.com/batchgen/batchgen/blob/main/docs/intent\.md#([a-z0-9_-]+)\)$`)
	root := decode(t, schemas.Intent())
	seen := map[string]bool{}
	var keys func(path string, s map[string]any)
	one := func(path string, s map[string]any, required bool) {
		if ref, found := s["$ref"].(string); found {
			if seen[ref] {
				return
			}
			seen[ref] = true
			s = root["definitions"].(map[string]any)[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
		}
		description, _ := s["description"].(string)
		if strings.Count(description, ". ") == 0 {
			t.Errorf("%s: says what it is or what follows from it, not both: %q", path, description)
		}
		hover, _ := s["markdownDescription"].(string)
		parts := strings.Split(hover, "\n\n")
		if len(parts) != 3 {
			t.Fatalf("%s: the hover text has %d parts", path, len(parts))
		}
		want := []string{"No default.", "Required."}
		if value, found := s["default"]; found {
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			want = []string{"Default: `" + strings.ReplaceAll(string(text), `","`, `", "`) + "`."}
		} else if required {
			want = want[1:]
		}
		if parts[0] != description || !slices.Contains(want, parts[1]) {
			t.Errorf("%s: the hover text is not description and default: %q", path, hover)
		}
		if m := link.FindStringSubmatch(parts[2]); m == nil || !anchors[m[1]] {
			t.Errorf("%s: no link to the reference: %q", path, parts[2])
		}
		if len(s["examples"].([]any)) == 0 {
			t.Errorf("%s: no examples to complete from", path)
		}
		keys(path, s)
	}
	keys = func(path string, s map[string]any) {
		properties, _ := s["properties"].(map[string]any)
		required, _ := s["required"].([]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			one(path+"/"+name, properties[name].(map[string]any), slices.Contains(required, any(name)))
		}
		for _, keyword := range []string{"items", "additionalProperties"} {
			if below, is := s[keyword].(map[string]any); is && below["$ref"] == nil {
				keys(path+"/"+keyword, below)
			}
		}
	}
	keys("", root)
	if len(seen) < 15 {
		t.Errorf("only %d definitions seen: the test no longer walks", len(seen))
	}
}

// Snippets complete a mapping or list as a whole, and are what the examples are.
func TestSnippets(t *testing.T) {
	t.Parallel()
	root := decode(t, schemas.Intent())
	walk(root, "", func(path string, s map[string]any) {
		if s["markdownDescription"] == nil {
			return
		}
		var want, got []any
		examples, _ := s["examples"].([]any)
		for _, e := range examples {
			switch e.(type) {
			case map[string]any, []any:
				want = append(want, e)
			}
		}
		snippets, _ := s["defaultSnippets"].([]any)
		for _, snippet := range snippets {
			snippet := snippet.(map[string]any)
			got = append(got, snippet["body"])
			if label, _ := snippet["label"].(string); label == "" || len([]rune(label)) > 60 {
				t.Errorf("%s: label %q", path, label)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the snippets are not the examples (-want +got):\n%s", path, diff)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "$") {
			t.Errorf("%s: editors take $ for a place to fill in: %s", path, text)
		}
	})
}

// Editors offer what the tables have: a new region or image must be added here too.
func TestEditorsOfferEveryRegionAndImage(t *testing.T) {
	t.Parallel()
	properties := decode(t, schemas.Intent())["properties"].(map[string]any)
	region := properties["region"].(map[string]any)["examples"].([]any)
	image := decode(t, schemas.Intent())["definitions"].(map[string]any)["image"].(map[string]any)["examples"].([]any)
	for _, r := range azure.Regions() {
		if !slices.Contains(region, any(r.Name)) {
			t.Errorf("region %s is not offered", r.Name)
		}
	}
	for _, i := range azure.Images() {
		if !slices.ContainsFunc(image, func(e any) bool { return e == any(i.Alias) }) {
			t.Errorf("image %s is not offered", i.Alias)
		}
	}
}

// What editors need of a schema as a whole.
func TestSchemaSuitsEditors(t *testing.T) {
	t.Parallel()
	root := decode(t, schemas.Intent())
	if root["$schema"] != "http://json-schema.org/draft-07/schema#" {
		t.Errorf("the draft is %v", root["$schema"])
	}
	if root["$id"] != "https://raw.githubusercontent.com/batchgen/batchgen/main/schemas/intent.schema.json" {
		t.Errorf("$id is %v", root["$id"])
	}
	if root["additionalProperties"] != false {
		t.Error("unknown keys pass")
	}
}
