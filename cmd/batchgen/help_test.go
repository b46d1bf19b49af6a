package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHelp(t *testing.T) {
	t.Parallel()
	c := newApp(nil, nil, nil).commandLine()
	texts := map[string]string{"batchgen": string(overview(c))}
	for _, command := range shown(c) {
		texts[command.Name] = string(details(command))
		if calls := strings.Count(command.UsageText, "batchgen "+command.Name); calls < 2 {
			t.Errorf("%s has %d examples, want 2 or more", command.Name, calls)
		}
		if !strings.Contains(texts["batchgen"], "\n  "+command.Name+" ") {
			t.Errorf("%s is not in the list of commands", command.Name)
		}
		for _, flag := range command.Flags {
			if !strings.Contains(texts[command.Name], "\n  --"+flag.Names()[0]) {
				t.Errorf("%s does not explain --%s", command.Name, flag.Names()[0])
			}
		}
	}
	for _, topic := range topics() {
		texts[topic.name] = string(topic.text(c))
		if !strings.Contains(texts["batchgen"], "\n  "+topic.name+" ") {
			t.Errorf("%s is not in the list of topics", topic.name)
		}
	}
	for name, text := range texts {
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Errorf("help of %s: %d columns: %s", name, n, line)
			}
			if strings.TrimRight(line, " \t") != line || strings.Contains(line, "`") {
				t.Errorf("help of %s: %q", name, line)
			}
		}
	}
}

// TestExamples obeys every example of the help, with the shell's part (wild
// cards and redirection) done here.
func TestExamples(t *testing.T) {
	network, err := os.ReadFile("../../golden/subnet-existing-prefix/network.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"batchgen.yaml", "east.batchgen.yaml", "west.batchgen.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(fourLines), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "network.json"), network, 0o644); err != nil {
		t.Fatal(err)
	}
	classic := strings.Replace(fourLines, "simplified", "classic", 1)
	for name, text := range map[string]string{"classic.yaml": classic, "old.yaml": fourLines, "new.yaml": fourLines} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c := newApp(nil, nil, nil).commandLine()
	calls := string(overview(c))
	for _, command := range c.Commands {
		calls += string(details(command))
	}
	ran := 0
	for line := range strings.Lines(calls) {
		example, ok := strings.CutPrefix(line, "  batchgen ")
		if !ok || strings.Contains(line, "[FLAGS]") || strings.Contains(line, "[COMMAND") || strings.Contains(line, "[NAME]") {
			continue
		}
		example, _, _ = strings.Cut(strings.TrimSpace(example), " >")
		args := []string{"batchgen"}
		for _, word := range strings.Fields(example) {
			if found, _ := filepath.Glob(word); found != nil {
				args = append(args, found...)
				continue
			}
			args = append(args, word)
		}
		var out, errs bytes.Buffer
		if got := newApp(strings.NewReader(""), &out, &errs).Run(args); got != exitDone {
			t.Errorf("%s: exit status %d\n%s", example, got, &errs)
		}
		ran++
	}
	if ran < 2*len(c.Commands) {
		t.Errorf("%d examples were found, want two of each command", ran)
	}
}
