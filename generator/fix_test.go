package generator_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// goldenIntents returns the texts of all golden intents by their folders.
func goldenIntents(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../golden/*/intent.yaml")
	if err != nil || len(names) < 80 {
		t.Fatalf("%d golden intents, %v", len(names), err)
	}
	texts := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(filepath.Dir(name))] = text
	}
	return texts
}

func TestFixLeavesRightIntentsAlone(t *testing.T) {
	t.Parallel()
	for name, text := range goldenIntents(t) {
		if fixed, cured := generator.Fix(text, today); string(fixed) != string(text) || len(cured) > 0 {
			t.Errorf("%s: changed to\n%s", name, fixed)
		}
	}
}

// aWord matches what a spelling mistake is made in, outside comments.
var aWord = regexp.MustCompile(`[A-Za-z]{4,}`)

// One letter wrong somewhere: Fix restores what the intent meant, or leaves the
// text to a person. It never breaks the text, and twice changes nothing.
func TestFixRestoresOrLeaves(t *testing.T) {
	t.Parallel()
	goldens := goldenIntents(t)
	restored := 0
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(goldens))).Draw(t, "golden")
		text := string(goldens[name])
		words := aWord.FindAllStringIndex(text, -1)
		word := rapid.SampledFrom(words).Draw(t, "word")
		at := rapid.IntRange(word[0], word[1]-1).Draw(t, "at")
		letter := string(rapid.RuneFrom([]rune("aeinrstxEZ")).Draw(t, "letter"))
		wrong := text[:at] + rapid.SampledFrom([]string{
			"", letter, text[at:at+1] + letter, strings.ToUpper(text[at : at+1]),
		}).Draw(t, "mistake") + text[at+1:]

		fixed, cured := generator.Fix([]byte(wrong), today)
		again, _ := generator.Fix(fixed, today)
		if diff := cmp.Diff(string(fixed), string(again)); diff != "" {
			t.Fatalf("a second run changes more:\n%s", diff)
		}
		if len(cured) == 0 {
			if string(fixed) != wrong {
				t.Fatalf("changed without a word: %s", fixed)
			}
			return
		}
		restored++
		options := generator.Options{AsOf: today, Formats: []generator.Format{generator.Bicep, generator.ARM}}
		want, got := generator.Generate(goldens[name], options), generator.Generate(fixed, options)
		same := func(a, b generator.File) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) }
		if !slices.EqualFunc(want.Files, got.Files, same) {
			t.Fatalf("%s\nbecame\n%s\nwhich means another thing: %s", wrong, fixed, messagesOf(got.Diagnostics))
		}
	})
	if restored == 0 {
		t.Error("no mistake was ever cured")
	}
}

func messagesOf(list diag.List) string {
	var lines []string
	for _, d := range list {
		lines = append(lines, d.Code+" "+d.Message)
	}
	return strings.Join(lines, "\n")
}
