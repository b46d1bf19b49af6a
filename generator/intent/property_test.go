package intent_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/intent"
)

// Text that a user may write freely comes through unchanged.
func TestFreeTextIsKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// The characters that are refused everywhere, or that JSON writes as surrogates, are left out.
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab '\"\\:#{}[]&*!|>%@`,?-~<=\t\n$()é名\U0001F600")), 1, 60, -1).Draw(t, "text")
		value, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		document := base + fmt.Sprintf("tags: {a: %s}\nstartTask: {commandLine: %s}\nsuppress: [{code: BG302, reason: %s}]\n", value, value, value)
		in, _, list := intent.Load([]byte(document))
		if len(list) > 0 {
			t.Fatalf("%s: %q", document, found(list))
		}
		if in.Tags[0].Value != text || in.Pools[0].StartTask.CommandLine != text || in.Suppress[0].Reason != text {
			t.Fatalf("%q became %q", text, in.Tags[0].Value)
		}
	})
}

// Every plain number in range is taken as it is written, in every place of a count.
func TestCountsAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.IntRange(0, 1<<31-1).Draw(t, "a")
		b := rapid.IntRange(0, 1<<31-1).Draw(t, "b")
		in, _, list := intent.Load(fmt.Appendf(nil, "%snodes: {dedicated: %d, spot: %d}\n", pair, a, b))
		if want := (intent.Nodes{Dedicated: a, Spot: b}); len(list) > 0 || !cmp.Equal(in.Pools[0].Nodes, want) {
			t.Fatalf("%+v, want %+v, %q", in.Pools[0].Nodes, want, found(list))
		}
	})
}
