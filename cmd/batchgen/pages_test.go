package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A block is what stands between two fences of a Markdown page. The words
// behind the first fence say what it is; readers see none of them but the first,
// which is its language:
//
//	sh           commands, obeyed in the page's order
//	sh exits N   the same, of which the last ends with status N
//	sh pending   a command that batchgen does not have yet, so that it must not end
//	             with the status it will have; the exit status may follow
//	text output  lines that the commands before it print, in this order; … stands for
//	             any, and behind a pending command nothing is compared
//	yaml NAME    the file NAME, as bicep, json and others
type block struct {
	words []string
	text  string
	// line of the page that the block begins at, from 1.
	line int
}

// blocks returns the fenced blocks of a page.
func blocks(page string) []block {
	var found []block
	inside := false
	number := 0
	for line := range strings.Lines(page) {
		number++
		fence, ok := strings.CutPrefix(line, "```")
		switch {
		case ok && !inside:
			found = append(found, block{words: strings.Fields(fence), line: number})
			inside = true
		case ok:
			inside = false
		case inside:
			found[len(found)-1].text += line
		}
	}
	return found
}

// pages are the Markdown files whose commands are obeyed.
func pages(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../../docs/how-to/*.md")
	if err != nil || len(found) < 6 {
		t.Fatalf("%d how-to pages, error %v", len(found), err)
	}
	return append(found, "../../README.md", "../../docs/tutorial.md", "../../docs/explanation.md", "../../CONTRIBUTING.md")
}

// TestPages obeys every command of the pages as a reader would, one page after
// the other, in a folder of its own that has the examples. What is not ours
// (az, go, git, make) is a stub that succeeds.
func TestPages(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a shell for every page")
	}
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("the pages are written for a POSIX shell")
	}
	for _, page := range pages(t) {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			dir, bin := t.TempDir(), t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../../examples")); err != nil {
				t.Fatal(err)
			}
			stubs(t, bin)
			printed, comparable := "", false
			for _, b := range blocks(string(text)) {
				at := fmt.Sprintf("%s:%d", filepath.Base(page), b.line)
				switch {
				case len(b.words) == 0:
					t.Errorf("%s: a block without a language", at)
				case b.words[0] == "sh":
					got, out := obey(t, bash, dir, bin, b.text)
					want, pending := status(t, at, b.words[1:])
					switch {
					case !pending && got != want:
						t.Errorf("%s: exit status %d, want %d\n%s%s", at, got, want, b.text, out)
					case pending && got == want:
						t.Errorf("%s: the command is there now: take away the word pending", at)
					}
					printed, comparable = out, !pending
				case len(b.words) == 2 && b.words[0] == "text" && b.words[1] == "output":
					if line := missing(printed, b.text); comparable && line != "" {
						t.Errorf("%s: not printed: %s\n%s", at, line, printed)
					}
				case len(b.words) == 2:
					if err := os.WriteFile(filepath.Join(dir, b.words[1]), []byte(b.text), 0o644); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
}

// status reads the words behind sh: what the exit status shall be, and whether
// the command is still pending.
func status(t *testing.T, at string, words []string) (want int, pending bool) {
	t.Helper()
	if len(words) > 0 && words[0] == "pending" {
		pending, words = true, words[1:]
	}
	if len(words) == 0 {
		return 0, pending
	}
	if _, err := fmt.Sscanf(strings.Join(words, " "), "exits %d", &want); err != nil {
		t.Fatalf("%s: %q after sh is not understood", at, words)
	}
	return want, pending
}

// missing returns the first line of want that printed does not have behind the
// lines before it, "" if it has all.
func missing(printed, want string) string {
	have := strings.Split(printed, "\n")
	for line := range strings.Lines(want) {
		line = strings.TrimSuffix(line, "\n")
		if strings.TrimSpace(line) == "…" {
			continue
		}
		i := 0
		for i < len(have) && have[i] != line {
			i++
		}
		if i == len(have) {
			return line
		}
		have = have[i+1:]
	}
	return ""
}

// obey runs commands in dir and returns the exit status and what they print.
func obey(t *testing.T, bash, dir, bin, commands string) (status int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, bash, "-euo", "pipefail", "-c", commands)
	c.Dir = dir
	c.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_ACTIONS=", "TF_BUILD=", "CI=")
	text, err := c.CombinedOutput()
	if ended := new(exec.ExitError); errors.As(err, &ended) {
		return ended.ExitCode(), string(text)
	} else if err != nil {
		t.Fatal(err)
	}
	return 0, string(text)
}

// stubs puts commands into bin that stand for those that need Azure, a checkout
// or the network. az prints the network that it is asked for.
func stubs(t *testing.T, bin string) {
	t.Helper()
	for name, text := range map[string]string{
		"go": `case "$*" in
"run ./cmd/batchgen "*) shift 2; exec batchgen "$@" ;;
"test "*|"install ./cmd/batchgen"|"install github.com/batchgen/batchgen/cmd/batchgen@latest") ;;
*) echo "go $*: not known to the test" >&2; exit 2 ;;
esac`,
		"make": `case "$*" in check|golden|docs|"golden docs"|build) ;; *) exit 2 ;; esac`,
		"git":  `exit 0`, "gh": `exit 0`, "curl": `exit 0`, "sha256sum": `exit 0`, "tar": `exit 0`, "docker": `exit 0`,
		"az": `case "$*" in
"network nsg show "*) cat az-nsg.json ;;
"network vnet subnet show "*) cat az-subnet.json ;;
"group create "*|"deployment group "*|"bicep publish "*|"acr login "*|"batch account "*|"vm list-usage "*|"quota "*) ;;
*) echo "az $*: not known to the test" >&2; exit 2 ;;
esac`,
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	printed := "one\ntwo\nthree\n"
	for want, line := range map[string]string{
		"one\nthree\n": "", "…\ntwo\n…\n": "", "three\none\n": "one", "tw\n": "tw", "one\none\n": "one",
	} {
		if got := missing(printed, want); got != line {
			t.Errorf("missing(%q) = %q, want %q", want, got, line)
		}
	}
}
