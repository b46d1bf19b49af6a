package main

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var (
	link    = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	fenced  = regexp.MustCompile("(?ms)^```.*?^```$")
	codeIn  = regexp.MustCompile("`[^`\n]*`")
)

// TestLinks: what a page of the repository links to is there, the heading too.
// Addresses on the internet are not called: the test is offline.
func TestLinks(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	count, outside := 0, 0
	err := filepath.WalkDir(root, func(page string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		skipped := slices.Contains([]string{".git", "testdata", "node_modules"}, entry.Name())
		if entry.IsDir() && (skipped || page == filepath.Join(root, "golden")) {
			return fs.SkipDir
		}
		if filepath.Ext(page) != ".md" {
			return nil
		}
		prose := codeIn.ReplaceAllString(fenced.ReplaceAllString(read(t, page), ""), "")
		for _, found := range link.FindAllStringSubmatch(prose, -1) {
			target, err := url.Parse(found[1])
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			if target.Scheme != "" {
				outside++
				continue
			}
			count++
			file := page
			if target.Path != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(target.Path))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s links %s: %v", page, found[1], err)
			} else if target.Fragment != "" && !anchors(read(t, file))[target.Fragment] {
				t.Errorf("%s links %s: no such heading", page, found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count < 20 {
		t.Errorf("%d links inside the repository were found", count)
	}
	t.Logf("%d links inside the repository, %d outside", count, outside)
}

// anchors are the names that GitHub gives to the headings of a page.
func anchors(page string) map[string]bool {
	names := map[string]bool{}
	for _, found := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(page, ""), -1) {
		name := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(found[1]))
		unique := name
		for i := 1; names[unique]; i++ {
			unique = name + "-" + strconv.Itoa(i)
		}
		names[unique] = true
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnchors(t *testing.T) {
	t.Parallel()
	got := anchors("# To add …\n## `nodes.spot`\n## Twice\n```sh\n# no heading\n```\n## Twice\n### BG301: subnet too small\n")
	for _, want := range []string{"to-add-", "nodesspot", "twice", "twice-1", "bg301-subnet-too-small"} {
		if !got[want] {
			t.Errorf("no anchor %q in %v", want, got)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d anchors: %v", len(got), got)
	}
}
