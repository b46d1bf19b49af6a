package generator_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// change makes a value another one of its type, and reports whether it could.
func change(v reflect.Value) bool {
	switch value := v.Interface().(type) {
	case netip.Addr:
		v.Set(reflect.ValueOf(netip.MustParseAddr("10.77.0.9")))
		return true
	case netip.Prefix:
		if value == netip.MustParsePrefix("10.77.0.0/24") {
			return false
		}
		v.Set(reflect.ValueOf(netip.MustParsePrefix("10.77.0.0/24")))
		return true
	case azure.OS:
		other := azure.Linux
		if value == azure.Linux {
			other = azure.Windows
		}
		v.Set(reflect.ValueOf(other))
		return true
	case azure.ModeID:
		other := azure.Simplified
		if value == azure.Simplified {
			other = azure.Classic
		}
		v.Set(reflect.ValueOf(other))
		return true
	case azure.Region:
		other, _ := azure.RegionByName("northeurope")
		v.Set(reflect.ValueOf(other))
		return true
	case intent.ResourceID:
		id := "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/other/subnets/other"
		v.Set(reflect.ValueOf(intent.ResourceID(id)))
		return true
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(v.Int()*2 + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		return false
	}
	return true
}

// isLeaf reports whether a type is changed as a whole.
func isLeaf(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[netip.Addr](), reflect.TypeFor[netip.Prefix](), reflect.TypeFor[azure.Region](),
		reflect.TypeFor[azure.Cloud](), reflect.TypeFor[azure.Mode](), reflect.TypeFor[azure.Role](): // rows of tables
		return true
	}
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Pointer
}

// byType makes leaves name a leaf by the type that it is a field of.
const byType = "by type"

// leaves calls visit for every leaf below v, with its path in the type.
// Pointers that were seen are not followed again.
func leaves(v reflect.Value, path string, seen map[uintptr]bool, visit func(path string, leaf reflect.Value)) {
	switch {
	case isLeaf(v.Type()):
		if v.CanSet() {
			visit(path, v)
		}
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			leaves(v.Elem(), path, seen, visit)
		}
	case v.Kind() == reflect.Slice:
		below := path + "[]"
		if path == byType {
			below = byType
		}
		for i := range v.Len() {
			leaves(v.Index(i), below, seen, visit)
		}
	default:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				below := path + "." + f.Name
				if path == byType {
					below = v.Type().Name() + "." + f.Name
					if !isLeaf(f.Type) {
						below = byType
					}
				}
				leaves(v.Field(i), below, seen, visit)
			}
		}
	}
}

// paths lists the leaves of a type.
func paths(t reflect.Type, path string, above []reflect.Type, list *[]string) {
	switch {
	case slices.Contains(above, t):
	case isLeaf(t):
		*list = append(*list, path)
	case t.Kind() == reflect.Pointer:
		paths(t.Elem(), path, above, list)
	case t.Kind() == reflect.Slice:
		paths(t.Elem(), path+"[]", above, list)
	default:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				paths(f.Type, path+"."+f.Name, append(slices.Clip(above), t), list)
			}
		}
	}
}

// outcome is all that an intent gives, in a form to compare.
func outcome(in intent.Intent) (text string) {
	defer func() {
		if broken := recover(); broken != nil { // a value that no file can give
			text = fmt.Sprint("panic: ", broken)
		}
	}()
	p, list := plan.New(in, today)
	var codes strings.Builder
	for _, d := range list {
		if !slices.ContainsFunc(in.Suppress, func(s intent.Suppression) bool { return s.Code == d.Code && d.Severity == diag.Warning }) {
			fmt.Fprintln(&codes, d.Code, d.Message)
		}
	}
	if list.HasErrors() {
		return codes.String()
	}
	return codes.String() + printed(p)
}

func printed(p plan.Plan) string {
	doc, _ := compose.New(p)
	text := string(arm.Print(doc, generator.Revision)) + string(bicep.Print(doc, generator.Revision))
	for i, e := range compose.Environments(p, doc) {
		text += p.Environments[i].Name + string(arm.PrintParams(e))
	}
	return text
}

// TestEveryFieldOfIntentCounts: in at least one golden case each field of an
// intent, changed alone, changes an output or raises a diagnostic.
func TestEveryFieldOfIntentCounts(t *testing.T) {
	t.Parallel()
	counts := map[string]bool{}
	files, err := filepath.Glob("../golden/*/intent.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || len(text) > 4<<10 {
			continue
		}
		in, _, _ := intent.Load(text)
		before := outcome(in)
		leaves(reflect.ValueOf(&in), "Intent", map[uintptr]bool{}, func(path string, leaf reflect.Value) {
			if counts[path] {
				return
			}
			old := reflect.New(leaf.Type()).Elem()
			old.Set(leaf)
			if change(leaf) && outcome(in) != before {
				counts[path] = true
			}
			leaf.Set(old)
		})
	}
	// Reasons are for people.
	unread := []string{"Intent.Suppress[].Reason"}
	var all []string
	paths(reflect.TypeFor[intent.Intent](), "Intent", nil, &all)
	for _, path := range all {
		if !counts[path] && !slices.Contains(unread, path) {
			t.Errorf("%s: no golden case changes with it", path)
		}
	}
}

// forReports are the fields of a plan that say why: reports read them, not the template.
var forReports = []string{"Reason.Why", "Reason.Doc", "Rule.Needed", "Grant.", "Sizing.", "Pool.OS",
	"Count.Largest", "Autoscale."}

// TestEveryFieldOfPlanIsRead: each field of a plan, changed alone, changes an
// output in at least one golden case, or is one that reports read.
func TestEveryFieldOfPlanIsRead(t *testing.T) {
	t.Parallel()
	counts := map[string]bool{}
	files, err := filepath.Glob("../golden/*/intent.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || len(text) > 4<<10 {
			continue
		}
		in, _, _ := intent.Load(text)
		p, _ := plan.New(in, today)
		before := printed(p)
		leaves(reflect.ValueOf(&p), byType, map[uintptr]bool{}, func(path string, leaf reflect.Value) {
			if counts[path] {
				return
			}
			old := reflect.New(leaf.Type()).Elem()
			old.Set(leaf)
			if change(leaf) {
				func() {
					defer func() {
						if recover() != nil { // it was read
							counts[path] = true
						}
					}()
					counts[path] = printed(p) != before
				}()
			}
			leaf.Set(old)
		})
	}
	var unread []string
	for path, read := range counts {
		if !read && !slices.ContainsFunc(forReports, func(part string) bool { return strings.HasPrefix(path, part) }) {
			unread = append(unread, path)
		}
	}
	slices.Sort(unread)
	for _, path := range unread {
		t.Errorf("%s is read by nothing", path)
	}
}
