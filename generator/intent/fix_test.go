package intent_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// What is cured, each beside the mistakes like it that take a decision.
func TestFixes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		// Keys.
		{"regoin: westeurope\nos: linux\nnodes: 1\n", "region: westeurope\nos: linux\nnodes: 1\n"},
		{"REGION: westeurope\n\"OS\": linux\nnodes: 1\n", "region: westeurope\n\"os\": linux\nnodes: 1\n"},
		{base + "network: {egres: open}\n", base + "network: {egress: open}\n"},
		{"region: westeurope\nos: linux\nnodees: 1\nnodess: 2\n", ""}, // both would be nodes
		{base + "code: classic\n", ""},         // a key of suppress, one letter from mode
		{base + "existing: /x\n", ""},          // a key of several mappings
		{base + "? |\n  mod\n: classic\n", ""}, // a key over two lines
		{base + "network: {subnet: {prefixes: 10.0.0.0/24}}\n", base + "network: {subnet: {prefix: 10.0.0.0/24}}\n"},
		{"region: westeurope\nos: linux\nnode: 1\n", ""}, // mode is as near
		// Words.
		{base + "mode: Simplified\n", base + "mode: simplified\n"},
		{base + "mode: 'simplifed' # new\n", base + "mode: 'simplified' # new\n"},
		{base + "mode: modern\n", ""},
		{base + "mode: |\n  simplifed\n", ""},
		{base + "publicIPs: mangaed\n", base + "publicIPs: managed\n"},
		{base + "account: {keyVault: New}\n", base + "account: {keyVault: new}\n"},
		{base + "network: {privateEndpoints: [batchaccount]}\n", base + "network: {privateEndpoints: [batchAccount]}\n"},
		// JSON stays JSON.
		{
			`{"regoin":"westurope","os":"Linux","nodes":"20","network":{"addressSpace":"10.0.0.0/16"}}`,
			`{"region":"westurope","os":"linux","nodes":20,"network":{"addressSpace":["10.0.0.0/16"]}}`,
		},
		// Regions and images.
		{"region: West Urope\nos: linux\nnodes: 1\n", "region: westeurope\nos: linux\nnodes: 1\n"},
		{"region: westus4\nos: linux\nnodes: 1\n", ""},
		{"region: swedne\nos: linux\nnodes: 1\n", ""},
		{"region: uk\nos: linux\nnodes: 1\n", ""},
		{base + "image: ubuntu-2404\n", base + "image: ubuntu-24.04\n"},
		{base + "image: ubuntu-24.10\n", ""},
		// Numbers.
		{pair + "nodes: 1_000\n", pair + "nodes: 1000\n"},
		{pair + "nodes: +5\n", pair + "nodes: 5\n"},
		{pair + "nodes: 007\n", pair + "nodes: 7\n"},
		{pair + "nodes: 0x10\n", pair + "nodes: 16\n"},
		{pair + "nodes: 4.0\n", pair + "nodes: 4\n"},
		{pair + "nodes: 010\n", ""},
		{pair + "nodes: 1,000\n", ""},
		{pair + "nodes: 4.5\n", ""},
		{pair + "nodes: .inf\n", ""},
		{pair + "nodes: '20'\n", pair + "nodes: 20\n"},
		{pair + "nodes: '020'\n", ""},
		// Other types.
		{base + "interNodeCommunication: Yes\n", base + "interNodeCommunication: true\n"},
		{base + "interNodeCommunication: \"off\"\n", base + "interNodeCommunication: false\n"},
		{base + "interNodeCommunication: 1\n", ""},
		{base + "tags: {version: 1.0, leading: 010, on: true}\n", base + "tags: {version: \"1.0\", leading: \"010\", on: \"true\"}\n"},
		{base + "network: {addressSpace: 10.0.0.0/16}\n", base + "network: {addressSpace: [10.0.0.0/16]}\n"},
		{base + "network:\n  dnsServers: 10.0.0.4, 10.0.0.5\n", ""},
		// Other forms of the same value.
		{pair + "nodes: {autoscale: {max: 1, interval: pt15m}}\n", pair + "nodes: {autoscale: {max: 1, interval: PT15M}}\n"},
		{pair + "nodes: {autoscale: {max: 1, interval: 15m}}\n", ""},
		{"region: west\u200beurope\nos: linux\nnodes: 1\n", "region: westeurope\nos: linux\nnodes: 1\n"},
		// Which range or which name is meant, only a person knows.
		{base + "network: {addressSpace: [10.0.0.1/16]}\n", ""},
		{base + "environments: {test: {pools: {pol: {nodes: 1}}}}\n", ""},
		{"os: linux\nnodes: 1\n", ""},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			_, _, list := intent.Load([]byte(c.text))
			if !list.HasErrors() {
				t.Fatal("nothing is wrong with it")
			}
			got, done := diag.Apply([]byte(c.text), list)
			switch {
			case c.want == "" && len(done) > 0:
				t.Errorf("decided upon: %q", got)
			case c.want != "" && string(got) != c.want:
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// No edit breaks what could be read, and edits come to an end.
func FuzzFix(f *testing.F) {
	for _, seed := range []string{
		four, full, base + "mode: 'Simplifed' # x\r\nnetwork: {egres: open}\r\n", "\uFEFFREGION: West Urope\nos: 'linx'\nnodes: +5\n",
		base + "? 'mod'\n: \"classik\"\n", base + "interNodeCommunication: >-\n  yes\n", base + "tags: {a: 1, b: 0x1F, 'c': true}\n",
		base + "network: {addressSpace: 10.0.0.0/16, \"dnsServer\":'10.0.0.4'}\n", "{\"regoin\":\"westeurope\",\"os\":\"linux\",\"nodes\":\"20\"}",
		base + "interNodeCommunication: yes\n  \nvmSize: a\u200b\n", base + "nodess: 1\r  mode: on\r",
	} {
		f.Add([]byte(seed))
	}
	unreadable := func(list diag.List) bool {
		return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code < "BG100" })
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _, list := intent.Load(text)
		for range 8 {
			fixed, done := diag.Apply(text, list)
			if len(done) == 0 {
				return
			}
			_, _, after := intent.Load(fixed)
			if !unreadable(list) && (unreadable(after) || json.Valid(text) && !json.Valid(fixed)) {
				t.Fatalf("%q\nbecame\n%q\nwhich cannot be read: %+v", text, fixed, after)
			}
			text, list = fixed, after
		}
		t.Fatalf("there is no end to it: %q", text)
	})
}
