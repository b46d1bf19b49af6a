package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// opened is a call that opens a file, whole or its first half, as strace prints
// it: the number of the folder that the name is relative to, and the name.
var opened = regexp.MustCompile(`(?:open|openat|openat2|creat)\((?:(\w+), )?"([^"]*)"`)

// systems are what the C library and Go's runtime open as they start.
var systems = []string{
	"/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo/", "/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/",
	"/proc/self/", "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "/sys/fs/cgroup/", "/dev/null", "/usr/local/go/lib/time/zoneinfo.zip",
}

// TestOnlyItsArgumentsAreOpened watches batchgen's calls of the system: no
// network, and no file but the intent, what it writes, and what any program needs.
func TestOnlyItsArgumentsAreOpened(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed")
	}
	dir := t.TempDir()
	intent, out, trace := filepath.Join(dir, "batchgen.yaml"), filepath.Join(dir, "out"), filepath.Join(dir, "trace")
	tree{"batchgen.yaml": fourLines, "out": "/"}.write(t, dir)
	for _, args := range [][]string{
		{"render", intent, "-o", out}, {"render", intent, "-o", out, "--check"}, {"render", intent}, {"validate", intent},
		{"explain", intent}, {"allowlist", intent}, {"verify", intent}, {"schema"}, {"regions"}, {"version"}, {"help"},
	} {
		traced := []string{"-f", "-qq", "-o", trace, "-e", "trace=%network,open,openat,openat2,creat,execve", "-e", "signal=none", "batchgen"}
		cmd := exec.Command("strace", append(traced, args...)...)
		if text, err := cmd.CombinedOutput(); err != nil {
			if strings.Contains(string(text), "ptrace") {
				t.Skipf("strace may not watch here: %s", text)
			}
			t.Fatalf("%v: %v: %s", args, err, text)
		}
		text, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		files, starts := 0, 0
		for line := range strings.Lines(string(text)) {
			call := opened.FindStringSubmatch(line)
			switch {
			case strings.Contains(line, "execve("):
				starts++
			case strings.Contains(line, "resumed>"): // the other half is judged
			case call == nil:
				t.Errorf("%v calls %s", args, line)
			case !mayOpen(call[1], call[2], dir, intent, out):
				t.Errorf("%v opens %s", args, call[2])
			default:
				files++
			}
		}
		if files == 0 || starts != 1 {
			t.Errorf("%v: %d files opened, %d programs started; is it watched?", args, files, starts)
		}
	}
}

// mayOpen reports whether a file is the intent, in or above the output, or the
// system's. A name below an open folder is one of the output: no name leads
// out of it.
func mayOpen(at, name, dir, intent, out string) bool {
	switch {
	case at != "AT_FDCWD" && at != "":
		return filepath.IsLocal(name)
	case name == intent || name == out || name == dir || strings.HasPrefix(name, out+"/"):
		return true
	}
	return slices.ContainsFunc(systems, func(s string) bool { return name == s || strings.HasSuffix(s, "/") && strings.HasPrefix(name, s) })
}
