package golden

import (
	"encoding/json"
	"flag"
	"slices"
	"testing"

	"github.com/batchgen/batchgen/golden/armmodel"
)

// TestFunctional holds every case to what nodes, accounts and endpoints need to work.
func TestFunctional(t *testing.T) {
	t.Parallel()
	for _, dir := range cases(t, "*") {
		m := baselineRead(t, dir).model(t)
		for _, row := range armmodel.Functional() {
			for _, violation := range row.Check(m) {
				t.Errorf("%s: %s, %s: %s", dir, row.ID, row.Title, violation)
			}
		}
	}
}

// dropCase is one element of a template that can be taken out and put back.
type dropCase struct {
	path   string
	remove func() (restore func())
}

// drops lists every element of every resource of a template, nested ones
// included: the resource itself, each rule, route and property.
func drops(template map[string]any, at string) []dropCase {
	resources, _ := template["resources"].([]any)
	all := listDrops(resources, at, func(list []any) { template["resources"] = list })
	for _, r := range resources {
		resource := r.(map[string]any)
		path := at + "/" + armmodel.Text(r, "type")
		properties, _ := resource["properties"].(map[string]any)
		inner, nested := properties["template"].(map[string]any)
		if nested {
			all = append(all, drops(inner, path)...)
			continue
		}
		all = append(all, objectDrops(resource, path+" "+armmodel.Text(r, "name"))...)
	}
	return all
}

func objectDrops(object map[string]any, at string) []dropCase {
	var all []dropCase
	for key, value := range object {
		path := at + "/" + key
		all = append(all, dropCase{path, func() func() {
			delete(object, key)
			return func() { object[key] = value }
		}})
		switch value := value.(type) {
		case map[string]any:
			all = append(all, objectDrops(value, path)...)
		case []any:
			all = append(all, listDrops(value, path, func(list []any) { object[key] = list })...)
			for _, item := range value {
				if inner, ok := item.(map[string]any); ok {
					all = append(all, objectDrops(inner, path+"/"+armmodel.Text(item, "name"))...)
				}
			}
		}
	}
	return all
}

func listDrops(list []any, at string, set func([]any)) []dropCase {
	var all []dropCase
	for i, item := range list {
		name := armmodel.Text(item, "name")
		if text, ok := item.(string); ok {
			name = text
		}
		all = append(all, dropCase{at + "/" + name, func() func() {
			set(slices.Delete(slices.Clone(list), i, i+1))
			return func() { set(list) }
		}})
	}
	return all
}

// broken names the first requirement that a template does not meet, "" if it meets all.
func broken(tree map[string]any, c baselineCase, rows []armmodel.Requirement) string {
	m, err := armmodel.New(tree, c.asked, c.files)
	if err != nil {
		return "readable"
	}
	for _, row := range rows {
		if len(row.Check(m)) > 0 {
			return row.ID
		}
	}
	return ""
}

// dropFrom are the cases that TestDropOne takes apart: together they have every
// kind of resource. -every takes all.
var dropFrom = []string{
	"china-private", "classic-windows-gateway-remote", "containers-restricted", "minimal", "mount-restricted",
	"nat-gateway-zone", "pools-mixed-remote", "private-linux", "user-subscription", "vnet-existing-elsewhere-endpoints",
}

var every = flag.Bool("every", false, "drop each element from every case, not from ten")

// TestDropOne drops each rule, route, resource and property in turn: each must
// break a named requirement, or nothing asks for it.
func TestDropOne(t *testing.T) {
	t.Parallel()
	dirs := dropFrom
	if *every {
		dirs = cases(t, "*")
	}
	rows := slices.Concat(armmodel.Functional(), armmodel.Baseline())
	for _, dir := range dirs {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			c := baselineRead(t, dir)
			if len(c.main) > 100_000 {
				t.Skip("the same a hundred times over")
			}
			var tree map[string]any
			if err := json.Unmarshal(c.main, &tree); err != nil {
				t.Fatal(err)
			}
			if got := broken(tree, c, rows); got != "" {
				t.Fatalf("it breaks %s as it is", got)
			}
			all := drops(tree, "")
			for _, d := range all {
				restore := d.remove()
				if broken(tree, c, rows) == "" {
					t.Errorf("nothing needs %s", d.path)
				}
				restore()
			}
			if len(all) < 20 {
				t.Errorf("only %d elements found", len(all))
			}
		})
	}
}
