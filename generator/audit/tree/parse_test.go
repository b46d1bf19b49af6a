package tree_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

func TestParse(t *testing.T) {
	t.Parallel()
	source := "\ufeff { \"a\" : [1, -2.5e3, true, null],\n \"B\": {\"c\": \"x\"} } "
	got, err := tree.Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	want := tree.Value{Kind: tree.Object, Offset: 4, Members: []tree.Member{
		{Name: "a", Value: tree.Value{Kind: tree.List, Offset: 12, Items: []tree.Value{
			{Kind: tree.Number, Text: "1", Offset: 13}, {Kind: tree.Number, Text: "-2.5e3", Offset: 16},
			{Kind: tree.Bool, Text: "true", Offset: 24}, {Kind: tree.Null, Offset: 30},
		}}},
		{Name: "B", Value: tree.Value{Kind: tree.Object, Offset: 43, Members: []tree.Member{
			{Name: "c", Value: tree.Value{Kind: tree.String, Text: "x", Offset: 49}},
		}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c := got.Get("b", "C"); c.Text != "x" || !c.Has() {
		t.Errorf("Get(b, C) = %+v", c)
	}
	if none := got.Get("b", "d", "e"); none.Kind != tree.Absent || none.Has() {
		t.Errorf("Get(b, d, e) = %+v", none)
	}
	unknown := tree.Value{Kind: tree.Unknown, Text: "later"}
	if v := unknown.Get("x"); v.Kind != tree.Unknown {
		t.Errorf("Get of Unknown = %+v", v)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                       "byte 0: the text ends within a JSON value",
		`{"a": [1, 2`:            "byte 11: the text ends within a JSON value",
		`{"a": "b`:               "byte 8: the text ends within a JSON value",
		`{} {}`:                  "byte 3: something follows the first JSON value",
		`{"a" 1}`:                "byte 5: invalid character '1' after object key",
		`[01]`:                   "byte 2: invalid character '1' after array element",
		strings.Repeat("[", 200): "byte 101: nested more than 100 deep",
		"region: westeurope":     "byte 1: invalid character 'r' looking for beginning of value",
	} {
		_, err := tree.Parse([]byte(source))
		var ours *tree.Error
		if !errors.As(err, &ours) || err.Error() != want {
			t.Errorf("Parse(%.20q) = %v, want %s", source, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":null}]}`, `[]`, `"\ud83d"`, `{"a":1,"a":2}`, "\ufeff1", `[1}`, `{"a"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		v, err := tree.Parse(source)
		if err == nil && !json.Valid([]byte(strings.TrimPrefix(string(source), "\ufeff"))) {
			t.Errorf("accepted %q as %+v", source, v)
		}
		var ours *tree.Error
		if err != nil && (!errors.As(err, &ours) || ours.Offset < 0 || ours.Offset > len(source)) {
			t.Errorf("error %#v for %q", err, source)
		}
	})
}
