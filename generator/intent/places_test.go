package intent_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

const places = `# é
region: 'west''europe' # a 'comment'
os: "li\"nux"
grün: [ü, "x]", # ], not the end
  {a: b}, ]
nodes:
  dedicated: 4
  spot:
network: {subnet: {prefix: 10.0.0.0/24,
                   name: a}, vnet: {}}
startTask:
  commandLine: |
    first
    second
pools:
- name: plain text
    over two lines
- {name: 'single
    quoted'}
- name: "double
    quoted"
"a/b~c": x
`

func TestPlaces(t *testing.T) {
	t.Parallel()
	_, p, _ := intent.Load([]byte(places))
	for _, c := range []struct {
		path, value, key string
	}{
		{"/region", `'west''europe'`, "region"},
		{"/os", `"li\"nux"`, "os"},
		{"/grün", "[ü, \"x]\", # ], not the end\n  {a: b}, ]", "grün"},
		{"/grün/0", "ü", "ü"},
		{"/grün/1", `"x]"`, `"x]"`},
		{"/grün/2", "{a: b}", "{a: b}"},
		{"/grün/2/a", "b", "a"},
		{"/nodes", "nodes", "nodes"},
		{"/nodes/dedicated", "4", "dedicated"},
		{"/nodes/spot", "spot", "spot"},
		{"/nodes/autoscale/max", "nodes", "nodes"},
		{"/network", "{subnet: {prefix: 10.0.0.0/24,\n                   name: a}, vnet: {}}", "network"},
		{"/network/subnet/name", "a", "name"},
		{"/network/vnet", "{}", "vnet"},
		{"/network/egress", "network", "network"},
		{"/startTask/commandLine", "|", "commandLine"},
		{"/pools", "pools", "pools"},
		{"/pools/0", "name: plain text", "name: plain text"}, // a folded text ends with its first line
		{"/pools/0/name", "plain text", "name"},
		{"/pools/1/name", "'single\n    quoted'", "name"},
		{"/pools/2/name", "\"double\n    quoted\"", "name"},
		{"/a~1b~0c", "x", `"a/b~c"`},
	} {
		got := between([]byte(places), p.Pos(c.path))
		if got != c.value {
			t.Errorf("the value of %s is at %q, want %q", c.path, got, c.value)
		}
		if got := between([]byte(places), p.KeyPos(c.path)); got != c.key {
			t.Errorf("the key of %s is at %q, want %q", c.path, got, c.key)
		}
	}
	first := diag.Position{Line: 2, Column: 1}
	for _, path := range []string{"", "/none", "/none/0", "none"} {
		if got := p.Pos(path); got.Start != first {
			t.Errorf("%q is at %+v, want the first key", path, got)
		}
	}
	if got := p.Pos("/pools/7/name"); between([]byte(places), got) != "pools" {
		t.Errorf("a pool that is not there is at %+v", got)
	}
	if got := p.Pos("/pools/x"); between([]byte(places), got) != "pools" {
		t.Errorf("a pool without number is at %+v", got)
	}
	top := diag.Position{Line: 1, Column: 1}
	for _, path := range []string{"", "/a"} {
		if got := (intent.Places{}).Pos(path); got.Start != top {
			t.Errorf("%q of no file is at %+v", path, got)
		}
		if got := (intent.Places{}).KeyPos(path); got.Start != top {
			t.Errorf("the key of %q of no file is at %+v", path, got)
		}
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	_, p, _ := intent.Load([]byte(four))
	late := diag.EmptyFile()
	late.Path = "/nodes"
	early := diag.GivenTwice("/os", "a", "/mode")
	fixed := diag.EmptyFile()
	fixed.Range = diag.Range{Start: diag.Position{Line: 9, Column: 9}, End: diag.Position{Line: 9, Column: 10}}
	given := diag.List{fixed, late, early, late}
	got := p.Place(given)
	want := []string{"3:5 BG112 \"a\" is given twice (remove one of them)", "4:8 BG005", "9:9 BG005"}
	lines := found(got)
	if len(lines) != len(want) {
		t.Fatalf("%q", lines)
	}
	for i, line := range lines {
		if !matches(line, want[i]) {
			t.Errorf("%q, want %q", line, want[i])
		}
	}
	if at := got[0].Related[0].Range.Start; at != (diag.Position{Line: 2, Column: 7}) {
		t.Errorf("the related place is at %+v", at)
	}
	if given[2].Range.Valid() || given[2].Related[0].Range.Valid() {
		t.Error("Place changed what it was given")
	}
}
