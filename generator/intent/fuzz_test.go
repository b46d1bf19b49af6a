package intent_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// FuzzLoad holds the promises that every input must keep: no panic, the same
// answer twice, a place within the file for everything that is said, no long
// value repeated, and either an intent or an error.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		four, full, base, "", "null", "---\n", "a: &a [*a]\n", "<<: {a: b}\n", "%YAML 1.1\n---\na: 1\n", "nodes: 010\n",
		"\uFEFF" + four, "\xFF\xFEr\x00", "name: \"a\\0b\"\n", strings.Repeat("[", 100), "? [a]\n: b\n",
		base + "tags: {a: ~, A: 1, 'x<': y}\n", base + "remoteAccess: {from: [0/0, Any, '::/0', 10.0.0.0/7]}\n",
		base + "pools: [{name: a}, {name: A}]\nenvironments: {main: {pools: {x: {nodes: 1}}}}\n",
		"region: westeurope\nos: windows\nnodes: {autoscale: {min: 3, max: 1, interval: PT1H}}\nmounts: [{nfs: {host: a, path: /}}]\n",
		"a: |\n  x\r\nb: >-\n  y\n", "a: 'x\n  y'\nb: \"x\\\n  y\"\n", "{a: [1, # c ]\n 2], }", "é: {ü: [ö, ß]}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		in, places, list := intent.Load(text)
		again, _, listAgain := intent.Load(text)
		if !cmp.Equal(list, listAgain) || deref(in) != deref(again) {
			t.Fatal("a second reading gives something else")
		}
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(text)), "\n") + 1
		within := func(r diag.Range) bool {
			return r.Start.Line >= 1 && r.Start.Column >= 1 && r.Start.Line <= lines && r.End.Line >= r.Start.Line &&
				(r.End.Line > r.Start.Line || r.End.Column >= r.Start.Column)
		}
		for _, d := range list {
			if !within(d.Range) {
				t.Fatalf("%+v lies outside the file of %d lines", d, lines)
			}
			for _, r := range d.Related {
				if !within(r.Range) {
					t.Fatalf("%+v lies outside the file of %d lines", r, lines)
				}
			}
			if d.Code == "" || d.Message == "" || len(d.Message) > 1500 || len(d.Hint) > 1000 || !utf8.ValidString(d.Message+d.Hint) {
				t.Fatalf("%+v", d)
			}
		}
		if list.HasErrors() {
			return
		}
		if len(in.Pools) == 0 || in.Region.Name == "" || len(in.Network.AddressSpace) == 0 && in.Network.ExistingVNet == "" && in.Network.ExistingSubnet == "" {
			t.Fatalf("no error and no whole intent: %+v", in)
		}
		for _, p := range in.Pools {
			if p.OS == "" || p.Nodes.Largest() < 0 || p.Image == (intent.Image{}) || !within(places.Pos(p.Pointer())) {
				t.Fatalf("no error and no whole pool: %+v", p)
			}
		}
	})
}
