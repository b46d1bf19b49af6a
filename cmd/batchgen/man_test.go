package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferencePageIsUpToDate(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/cli.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(page), string(referencePage(newApp(nil, nil, nil).commandLine()))); diff != "" {
		t.Errorf("docs/cli.md is not up to date, run make docs:\n%s", diff)
	}
}

// The page holds every command, flag and topic, and no line of a text begins a
// request by accident.
func TestManPage(t *testing.T) {
	t.Parallel()
	c := newApp(nil, nil, nil).commandLine()
	page := string(manPage(c))
	for _, command := range shown(c) {
		if !strings.Contains(page, "\n.SS "+command.Name+"\n") {
			t.Errorf("%s is missing", command.Name)
		}
		for _, flag := range command.Flags {
			if !strings.Contains(page, ".B "+roff("--"+flag.Names()[0])) {
				t.Errorf("--%s is missing", flag.Names()[0])
			}
		}
	}
	for _, topic := range topicNames() {
		if !strings.Contains(page, "\n.SH "+strings.ToUpper(roff(topic))+"\n") {
			t.Errorf("%s is missing", topic)
		}
	}
	request := regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|B|nf|fi)\b`)
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !request.MatchString(line) {
			t.Errorf("%q is a request", line)
		}
	}
	if got, want := roff("a-b\\c\n.d\n'e\nf.\n"), "a\\-b\\ec\n\\&.d\n\\&'e\nf.\n"; got != want {
		t.Errorf("roff gives %q, want %q", got, want)
	}
}

// help environment names every variable that the program reads, and no other.
func TestEnvironmentTopic(t *testing.T) {
	t.Parallel()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	reads := regexp.MustCompile(`(?:Getenv|wished)\("(\w+)"\)`)
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range reads.FindAllStringSubmatch(string(text), -1) {
			read[call[1]] = true
		}
	}
	var want, got []string
	for name := range read {
		want = append(want, name)
	}
	for _, line := range regexp.MustCompile(`(?m)^  ([A-Z_]{2,}) `).FindAllStringSubmatch(environment, -1) {
		got = append(got, line[1])
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables that are read, and those that help names:\n%s", diff)
	}
}

// help exit-codes tells of every status.
func TestExitCodesTopic(t *testing.T) {
	t.Parallel()
	var got []string
	for _, line := range regexp.MustCompile(`(?m)^  (\d+) `).FindAllStringSubmatch(exitCodes, -1) {
		got = append(got, line[1])
	}
	if diff := cmp.Diff([]string{"0", "1", "2", "3", "4", "5", "130"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	long := strings.TrimSpace(strings.Repeat("word ", 30))
	rows := wrap([][]string{{"  --a", "short"}, {"  --longer", long}, {"  --b", ""}})
	var words []string
	for _, row := range rows[1 : len(rows)-1] {
		if n := len("  --longer  ") + len(row[1]); n > helpWidth {
			t.Errorf("%d columns: %q", n, row[1])
		}
		words = append(words, row[1])
	}
	if strings.Join(words, " ") != long || len(words) < 2 || rows[1][0] != "  --longer" || rows[2][0] != "" {
		t.Errorf("got %q", rows)
	}
}
