package intent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/schemas"
)

// key is a key of the language: where it stands, and its schema.
type key struct {
	path   []string // "[]" stands for the entries of a list, "*" for names of the user's own
	schema map[string]any
}

func (k key) String() string { return strings.Join(k.path, ".") }

// language returns every key of the schema.
func language(t *testing.T) []key {
	t.Helper()
	var root map[string]any
	decoder := json.NewDecoder(bytes.NewReader(schemas.Intent()))
	decoder.UseNumber()
	if err := decoder.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var keys []key
	var visit func(path []string, s map[string]any)
	visit = func(path []string, s map[string]any) {
		if ref, is := s["$ref"].(string); is {
			s = root["definitions"].(map[string]any)[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
		}
		if len(path) > 0 {
			keys = append(keys, key{path, s})
		}
		below := func(name string, s any) {
			if s, is := s.(map[string]any); is {
				visit(append(slices.Clone(path), name), s)
			}
		}
		properties, _ := s["properties"].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			below(name, properties[name])
		}
		below("[]", s["items"])
		below("*", s["additionalProperties"])
	}
	visit(nil, root)
	return keys
}

// beside are the keys without which another one makes no sense.
var beside = map[string]map[string]any{
	"forcedTunneling.address":         {"via": "appliance"},
	"forcedTunneling.serviceTraffic":  {"via": "bgp"},
	"nodes.autoscale.min":             {"max": 200},
	"nodes.autoscale.spotMax":         {"max": 200},
	"nodes.autoscale.formula":         {"max": 200},
	"nodes.autoscale.interval":        {"max": 200},
	"image.publisher":                 {"offer": "o", "sku": "s", "version": "latest", "nodeAgent": "batch.node.el 9"},
	"image.offer":                     {"publisher": "p", "sku": "s", "version": "latest", "nodeAgent": "batch.node.el 9"},
	"image.sku":                       {"publisher": "p", "offer": "o", "version": "latest", "nodeAgent": "batch.node.el 9"},
	"image.version":                   {"publisher": "p", "offer": "o", "sku": "s", "nodeAgent": "batch.node.el 9"},
	"image.id":                        {"nodeAgent": "batch.node.el 9"},
	"image.nodeAgent":                 {"publisher": "p", "offer": "o", "sku": "s", "version": "latest"},
	"containers.images":               {"registries": []any{"a.azurecr.io"}},
	"network.privateEndpoints.subnet": {"for": []any{"storage"}},
	"startTask.elevated":              {"commandLine": "x"},
	"suppress.[].code":                {"reason": "x"},
	"suppress.[].reason":              {"code": "BG302"},
	"osFamily":                        {"configuration": "cloudService"},
}

// besideLast are the same for keys that stand at several places, by their last two names.
var besideLast = map[string]map[string]any{
	"azureFiles.account": {"share": "abc"}, "azureFiles.share": {"account": "abc"},
	"azureFiles.at": {"share": "abc", "account": "abc"}, "azureFiles.options": {"share": "abc", "account": "abc"},
	"azureFiles.readOnly": {"share": "abc", "account": "abc"},
	"blob.account":        {"container": "abc"}, "blob.container": {"account": "abc"},
	"blob.at": {"container": "abc", "account": "abc"}, "blob.options": {"container": "abc", "account": "abc"},
	"blob.readOnly": {"container": "abc", "account": "abc"},
	"nfs.host":      {"path": "/abc"}, "nfs.path": {"host": "10.0.0.1"}, "nfs.addresses": {"host": "a.example.com", "path": "/abc"},
	"nfs.at": {"host": "10.0.0.1", "path": "/abc"}, "nfs.options": {"host": "10.0.0.1", "path": "/abc"},
	"nfs.readOnly": {"host": "10.0.0.1", "path": "/abc"},
	"smb.host":     {"share": "abc", "user": "u"}, "smb.share": {"host": "10.0.0.1", "user": "u"},
	"smb.user": {"host": "10.0.0.1", "share": "abc"}, "smb.addresses": {"host": "a.example.com", "share": "abc", "user": "u"},
	"smb.at": {"host": "10.0.0.1", "share": "abc", "user": "u"}, "smb.options": {"host": "10.0.0.1", "share": "abc", "user": "u"},
	"smb.readOnly": {"host": "10.0.0.1", "share": "abc", "user": "u"},
}

// document returns the shortest intent in which a key has a value, and the key's pointer.
func (k key) document(value any) (text []byte, pointer string) {
	pointer = ""
	for i := len(k.path) - 1; i >= 0; i-- {
		name, where := k.path[i], strings.Join(k.path[:i+1], ".")
		switch name {
		case "[]":
			value, pointer = []any{value}, "/0"+pointer
			continue
		case "*":
			name = "pool"
		}
		object := map[string]any{name: value}
		pointer = "/" + name + pointer
		others := beside[where]
		if others == nil {
			others = beside[strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(where, "environments.*.pools.*."), "environments.*."), "pools.[].")]
		}
		if others == nil && i > 0 {
			others = besideLast[k.path[i-1]+"."+name]
		}
		if i > 0 && k.path[i-1] == "[]" && k.path[0] == "pools" && i == 2 && name != "name" {
			others = map[string]any{"name": "a"}
		}
		maps.Copy(object, others)
		value = object
	}
	root := value.(map[string]any)
	for name, value := range map[string]any{"region": "westeurope", "os": "linux", "nodes": 20} {
		if _, given := root[name]; !given {
			root[name] = value
		}
	}
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err)
	}
	return text, pointer
}

func (k key) examples() []any {
	examples, _ := k.schema["examples"].([]any)
	return examples
}

// Every key of the schema is read: another value of it gives another intent.
// And every key has its place.
func TestEveryKey(t *testing.T) {
	t.Parallel()
	plain := fmt.Sprintf("%+v", deref(load(t, base)))
	for _, k := range language(t) {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			changed := false
			for _, example := range k.examples() {
				text, pointer := k.document(example)
				in, places, list := intent.Load(text)
				if list.HasErrors() {
					t.Fatalf("%s\n%s", text, strings.Join(found(list), "\n"))
				}
				changed = changed || fmt.Sprintf("%+v", deref(in)) != plain
				checkPlace(t, text, pointer, example, places)
			}
			if !changed {
				t.Errorf("no example of %s changes the intent", k)
			}
		})
	}
}

// deref prints what pointers of an intent lead to.
func deref(in intent.Intent) string {
	text, err := json.Marshal(in)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// checkPlace holds the place of a value against the text that stands there.
func checkPlace(t *testing.T, text []byte, pointer string, value any, places intent.Places) {
	t.Helper()
	if got := between(text, places.Pos(pointer)); !same(got, value) {
		t.Errorf("at %s stands %q, want %v", pointer, got, value)
	}
	last := pointer[strings.LastIndexByte(pointer, '/')+1:]
	if _, err := strconv.Atoi(last); err == nil {
		return
	}
	if got := between(text, places.KeyPos(pointer)); got != strconv.Quote(last) {
		t.Errorf("the key of %s stands at %q", pointer, got)
	}
	if got, want := places.Pos(pointer+"/none/0"), places.KeyPos(pointer); got != want {
		t.Errorf("what %s lacks is at %+v, want the key at %+v", pointer, got, want)
	}
}

func same(text string, value any) bool {
	var got any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(&got) == nil && cmp.Equal(got, value)
}

// between returns the text of a range.
func between(text []byte, r diag.Range) string {
	lines := strings.SplitAfter(string(text), "\n")
	var b strings.Builder
	for i := r.Start.Line; i <= r.End.Line; i++ {
		line := []rune(lines[i-1])
		from, to := 0, len(line)
		if i == r.Start.Line {
			from = r.Start.Column - 1
		}
		if i == r.End.Line {
			to = r.End.Column - 1
		}
		b.WriteString(string(line[from:to]))
	}
	return b.String()
}

// Every key that the reader asks for is in the schema. The names are the
// literals that the source passes to the readers of nodes.
func TestReaderAsksForKnownKeys(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, k := range language(t) {
		known[k.path[len(k.path)-1]] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range askedFor(file) {
			asked++
			if !known[name] {
				t.Errorf("the reader asks for %q, which the schema does not know", name)
			}
		}
	}
	if asked < 60 {
		t.Errorf("only %d keys found: the test no longer sees the reader's calls", asked)
	}
}

// askedFor returns the keys that a file asks for.
func askedFor(file *ast.File) []string {
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		method, is := call.Fun.(*ast.SelectorExpr)
		if !is || !slices.Contains([]string{"get", "states", "excludes"}, method.Sel.Name) {
			return true
		}
		for _, argument := range call.Args {
			if literal, is := argument.(*ast.BasicLit); is && literal.Kind == token.STRING {
				name, _ := strconv.Unquote(literal.Value)
				names = append(names, name)
			}
		}
		return true
	})
	return names
}

// The numbers and lists of the schema are those of the rows.
func TestSchemaAgreesWithAzure(t *testing.T) {
	t.Parallel()
	keys := map[string]map[string]any{}
	for _, k := range language(t) {
		keys[k.String()] = k.schema
	}
	for _, c := range []struct {
		key, keyword string
		limit        azure.LimitID
	}{
		{"pools", "maxItems", azure.PoolsPerAccount},
		{"taskSlotsPerNode", "maximum", azure.TaskSlotsPerNode},
		{"mounts", "maxItems", azure.MountsPerPool},
		{"account.name", "minLength", azure.AccountNameShortest},
		{"account.name", "maxLength", azure.AccountNameLongest},
		{"account.allowedIPs", "maxItems", azure.AccountIPRules},
		{"network.dnsServers", "maxItems", azure.DNSServers},
		{"network.natGateway.publicIPs", "maxItems", azure.NATPublicIPs},
		{"tags", "maxProperties", azure.TagsPerResource},
		{"tags.*", "maxLength", azure.TagValueCharacters},
	} {
		if got, want := fmt.Sprint(keys[c.key][c.keyword]), strconv.Itoa(azure.LimitOf(c.limit)); got != want {
			t.Errorf("%s: %s is %s in the schema, %s in the rows", c.key, c.keyword, got, want)
		}
	}
	names := keys["tags"]["propertyNames"].(map[string]any)
	if got, want := fmt.Sprint(names["maxLength"]), strconv.Itoa(azure.LimitOf(azure.TagNameCharacters)); got != want {
		t.Errorf("names of tags: %s in the schema, %s in the rows", got, want)
	}
	interval := fmt.Sprintf("PT%dM", azure.LimitOf(azure.AutoscaleDefault))
	if got := keys["nodes.autoscale.interval"]["default"]; got != interval {
		t.Errorf("default interval: %s in the schema, %s in the rows", got, interval)
	}
	for _, region := range keys["region"]["examples"].([]any) {
		if _, known := azure.RegionByName(region.(string)); !known {
			t.Errorf("%s, an example of region, is in no row", region)
		}
	}
	for _, alias := range keys["image"]["examples"].([]any) {
		if alias, is := alias.(string); is {
			if _, known := azure.ImageByAlias(alias); !known {
				t.Errorf("%s, an example of image, is in no row", alias)
			}
		}
	}
	for _, mode := range keys["mode"]["enum"].([]any) {
		if !slices.ContainsFunc(azure.Modes(), func(m azure.Mode) bool { return string(m.ID) == mode }) {
			t.Errorf("%s, a word of mode, is in no row", mode)
		}
	}
}

// The defaults that the schema states are those that the reader fills in.
func TestDefaultsAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	want := deref(load(t, base))
	for _, k := range language(t) {
		value, found := k.schema["default"]
		if !found || len(k.path) > 2 || k.path[0] == "pools" || k.String() == "osFamily" {
			continue
		}
		if k.path[0] == "nodes" || k.path[0] == "forcedTunneling" && len(k.path) > 1 {
			continue // defaults beside something that the base does not have
		}
		if len(k.path) > 1 && (k.path[0] == "startTask" || k.path[1] == "[]") {
			continue
		}
		text, _ := k.document(value)
		if diff := cmp.Diff(want, deref(load(t, string(text)))); diff != "" {
			t.Errorf("%s: its default changes the intent: %s", k, diff)
		}
	}
	if got, want := load(t, pair+"nodes: {autoscale: {max: 3}}\n"), load(t, pair+"nodes: {autoscale: {min: 0, max: 3, spotMax: 0, interval: PT15M}}\n"); !cmp.Equal(deref(got), deref(want)) {
		t.Error("the defaults of autoscale differ from those of the schema")
	}
}

// The compiler of the parts and the messages know these keywords and no others.
func TestSchemaUsesKnownKeywords(t *testing.T) {
	t.Parallel()
	known := []string{
		"title", "description", "markdownDescription", "default", "defaultSnippets", "examples", "patternErrorMessage", "propertyNames",
		"type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems",
		"items", "properties", "additionalProperties", "required", "minProperties", "maxProperties",
	}
	for _, k := range language(t) {
		for keyword := range k.schema {
			if !slices.Contains(known, keyword) {
				t.Errorf("%s uses %s, which no message explains", k, keyword)
			}
		}
	}
}

// What the reader accepts is valid by the whole schema and the strict validator.
func TestAcceptedIntentsAreValid(t *testing.T) {
	t.Parallel()
	whole := jsonschema.MustCompileString("https://example.com/intent", string(schemas.Intent()))
	for _, k := range language(t) {
		for _, example := range k.examples() {
			text, _ := k.document(example)
			var value any
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.UseNumber()
			if err := decoder.Decode(&value); err != nil {
				t.Fatal(err)
			}
			if err := whole.Validate(value); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
