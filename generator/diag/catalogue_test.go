package diag_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator/diag"
)

// The catalogue holds what the constructors are, and each entry leads to its
// paragraph.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	var want []string
	for _, c := range constructors(t) {
		want = append(want, c.code)
	}
	slices.Sort(want)
	page, err := os.ReadFile("../../docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	var got, links []string
	for _, info := range diag.Catalogue() {
		got = append(got, info.Code)
		links = append(links, info.Link())
		if !strings.Contains(string(page), "### "+info.Code+": "+info.Title+"\n\n"+info.Text+"\n") {
			t.Errorf("%s has no paragraph", info.Code)
		}
		if found, known := diag.InfoOf(info.Code); !known || found != info {
			t.Errorf("%s is found as %+v, %v", info.Code, found, known)
		}
		if info.Family().Title == "" {
			t.Errorf("%s has no family", info.Code)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the catalogue holds %v, the constructors are %v", got, want)
	}
	if want := "docs/diagnostics.md#bg003-invalid-utf-8"; !slices.Contains(links, want) {
		t.Errorf("no link is %s", want)
	}
	for _, unknown := range []string{"", "BG000", "BG999", "bg001"} {
		if _, known := diag.InfoOf(unknown); known {
			t.Errorf("%q is a code", unknown)
		}
	}
	if family := (diag.CodeInfo{Code: "BG8"}).Family(); family != (diag.Family{}) {
		t.Errorf("BG8 is of the family %v", family)
	}
}
