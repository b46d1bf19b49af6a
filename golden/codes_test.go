package golden

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCodeIsShown: each diagnostic has a case in errors, or where an
// intent alone cannot raise it, a test elsewhere that names it.
func TestEveryCodeIsShown(t *testing.T) {
	t.Parallel()
	constructor := regexp.MustCompile(`(?:failure|caution)\("(BG\d{3})"`)
	codes := map[string]bool{}
	sources, err := filepath.Glob("../generator/diag/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range constructor.FindAllStringSubmatch(string(text), -1) {
			codes[m[1]] = true
		}
	}
	if len(codes) < 80 {
		t.Fatalf("only %d codes found", len(codes))
	}
	shown := map[string]bool{}
	for _, dir := range cases(t, filepath.Join("errors", "*")) {
		code, _, _ := strings.Cut(filepath.Base(dir), "-")
		shown[code] = true
		if !codes[code] {
			t.Errorf("%s: no constructor has the code", dir)
		}
	}
	mentioned := regexp.MustCompile(`BG\d{3}`)
	for _, root := range []string{"../cmd/batchgen", "../generator"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, ".txtar") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, code := range mentioned.FindAllString(string(text), -1) {
				// Families that an intent raises need a case, not a mention.
				if code >= "BG600" || strings.HasPrefix(code, "BG09") {
					shown[code] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for code := range codes {
		if !shown[code] {
			t.Errorf("%s is shown by no case and no test", code)
		}
	}
}

// TestCells: the combinations that must exist, by the names of their folders.
func TestCells(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, dir := range cases(t, "*") {
		have[dir] = true
	}
	for _, mode := range []string{"simplified", "classic"} {
		for _, system := range []string{"linux", "windows"} {
			for _, tunnel := range []string{"", "-gateway", "-appliance", "-bgp"} {
				for _, remote := range []string{"", "-remote"} {
					if name := mode + "-" + system + tunnel + remote; !have[name] {
						t.Errorf("no case %s", name)
					}
				}
				if name := mode + "-" + system + tunnel + "-inspect"; mode == "simplified" && tunnel != "" && !have[name] {
					t.Errorf("no case %s", name)
				}
			}
		}
	}
}
