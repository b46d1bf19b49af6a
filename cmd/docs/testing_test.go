package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// cases are the families of docs/testing.md and how many cases each has.
var cases = []struct {
	family string
	count  int
}{{"D", 12}, {"A", 24}, {"Y", 44}, {"N", 17}, {"I", 27}, {"H", 16}, {"X", 12}, {"S", 9}}

// TestEveryCaseIsShown holds docs/testing.md to the tests that it names: a case
// without a test says why after a dash.
func TestEveryCaseIsShown(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	shownBy := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \|.*\| ([^|]*) \|$`).FindAllStringSubmatch(string(page), -1) {
		if _, twice := shownBy[row[1]]; twice {
			t.Errorf("%s has two rows", row[1])
		}
		shownBy[row[1]] = row[2]
	}
	known := testsOf(t, "../..")
	total := 0
	for _, c := range cases {
		for i := 1; i <= c.count; i++ {
			id := fmt.Sprintf("%s%d", c.family, i)
			shown, listed := shownBy[id]
			total++
			named := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(shown, -1)
			if !listed || len(named) == 0 && !strings.HasPrefix(shown, "– ") {
				t.Errorf("%s names no test and no reason: %q", id, shown)
			}
			for _, name := range named {
				if !known[name[1]] && !strings.HasPrefix(shown, "– ") {
					t.Errorf("%s names %s, which is not there", id, name[1])
				}
			}
		}
	}
	if total != 161 || len(shownBy) != total {
		t.Errorf("%d cases, %d rows; want 161 of each", total, len(shownBy))
	}
}

// testsOf returns the names of the tests, fuzz targets and scripts below root.
func testsOf(t *testing.T, root string) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if strings.HasSuffix(path, ".txtar") || strings.Contains(filepath.ToSlash(path), "/.ci/") {
			known[entry.Name()] = true
		}
		if strings.HasSuffix(path, "_test.go") {
			source, err := os.ReadFile(path)
			for _, name := range declared.FindAllSubmatch(source, -1) {
				known[string(name[1])] = true
			}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}
