//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// end runs a command and returns its exit status and standard error.
func end(t *testing.T, cmd *exec.Cmd) (status int, stderr string) {
	t.Helper()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), errs.String()
}

// TestLimitsOfTheSystem runs batchgen with ever fewer open files, and files that may not
// grow: everything is written, or nothing has changed.
func TestLimitsOfTheSystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	intent, out := filepath.Join(dir, "batchgen.yaml"), filepath.Join(dir, "out")
	tree{"batchgen.yaml": fourLines, "old.yaml": fourLines + "pools: [{name: a}]\n"}.write(t, dir)
	render := func(limit, intent string) (int, string) {
		return end(t, exec.Command("sh", "-c", limit+` && exec batchgen render "$0" -o "$1/"`, intent, out))
	}
	anew := func() tree {
		if status, errs := render("true", filepath.Join(dir, "old.yaml")); status != exitDone {
			t.Fatalf("exit status %d: %s", status, errs)
		}
		return readTree(t, out)
	}
	if status, errs := render("true", intent); status != exitDone {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	whole := readTree(t, out)
	var limits []string
	for files := 16; files >= 4; files-- {
		limits = append(limits, fmt.Sprint("ulimit -n ", files))
	}
	failures := 0
	for _, limit := range append(limits, "ulimit -f 0", "ulimit -f 1", "ulimit -f 8") {
		before := anew()
		status, errs := render(limit, intent)
		want := before
		switch status {
		case exitDone:
			want = whole
		case exitIO:
			failures++
		default: // not even the program starts: its libraries are files, too
			if strings.Contains(errs, "BG") || !strings.HasPrefix(limit, "ulimit -n") {
				t.Errorf("%s: exit status %d: %s", limit, status, errs)
			}
		}
		if diff := cmp.Diff(want, readTree(t, out)); diff != "" {
			t.Errorf("%s: exit status %d: %s\n%s", limit, status, errs, diff)
		}
	}
	if failures < 4 {
		t.Errorf("%d limits were felt, want 4 or more", failures)
	}
}

// TestMemoryDoesNotGrow renders many intents in one process, whose memory stays
// below 64 MiB. The race detector needs more than that.
func TestMemoryDoesNotGrow(t *testing.T) {
	t.Parallel()
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector has a memory of its own")
	}
	intents := fleet(t, often(300, 10000))
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command("batchgen", append([]string{"render", "-o", out}, intents...)...)
	// On a busy machine the collector may start late; this is what a user would set.
	cmd.Env = append(os.Environ(), "GOMEMLIMIT=40MiB")
	if status, errs := end(t, cmd); status != exitDone || errs != "" {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024
	}
	if peak > 64<<20 {
		t.Errorf("%d bytes of memory for %d intents, want 64 MiB at most", peak, len(intents))
	}
	t.Logf("%d intents took %.1f MiB", len(intents), float64(peak)/(1<<20))
	if folders, err := os.ReadDir(out); err != nil || len(folders) != len(intents) {
		t.Errorf("%d folders, %v", len(folders), err)
	}
}

// TestASocketIsNoIntent: what cannot be opened is told.
func TestASocketIsNoIntent(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "s") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s.yaml")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	defer listener.Close()
	if status, errs := end(t, exec.Command("batchgen", "render", socket)); status != exitIO || !strings.HasPrefix(errs, socket+": error BG090: ") {
		t.Errorf("exit status %d: %s", status, errs)
	}
}

// TestLongPaths: a path that no system takes is told, and nothing is made.
func TestLongPaths(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	intent := filepath.Join(dir, "batchgen.yaml")
	tree{"batchgen.yaml": fourLines}.write(t, dir)
	for name, path := range map[string]string{
		"a component of 256": strings.Repeat("x", 256) + "/",
		"a file of 261":      strings.Repeat("x", 255) + ".bicep",
		"a path of 4,096":    strings.Repeat(strings.Repeat("x", 63)+"/", 64),
		"a folder above":     strings.Repeat("x", 256) + "/main.bicep",
	} {
		status, errs := end(t, exec.Command("batchgen", "render", intent, "-o", filepath.Join(dir, path)+path[len(strings.TrimRight(path, "/")):]))
		if status != exitIO || !strings.Contains(errs, "error BG701: cannot write: file name too long") {
			t.Errorf("%s: exit status %d: %.300s", name, status, errs)
		}
		if left := readTree(t, dir); len(left) != 1 {
			t.Errorf("%s: something was made: %d names", name, len(left))
		}
	}
}
