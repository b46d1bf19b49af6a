//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	ossignal "os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignals ends batchgen while it waits for an intent: opening a pipe for
// writing succeeds only once batchgen has opened it for reading.
func TestSignals(t *testing.T) {
	t.Parallel()
	// Started by nohup, the tests ignore SIGHUP, and so would batchgen. A signal
	// that is listened for is handed to children as if nothing had been said of it.
	hangUps := make(chan os.Signal, 1)
	ossignal.Notify(hangUps, syscall.SIGHUP)
	t.Cleanup(func() { ossignal.Stop(hangUps) })
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			intent := filepath.Join(dir, "intent.yaml")
			if err := syscall.Mkfifo(intent, 0o600); err != nil {
				t.Skip(err)
			}
			var stdout, stderr strings.Builder
			cmd := exec.Command("batchgen", "render", intent, "-o", filepath.Join(dir, "out")+"/")
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			pipe, err := os.OpenFile(intent, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer pipe.Close()
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != want {
				t.Errorf("exit status %d, want %d", got, want)
			}
			if stdout.Len()+stderr.Len() > 0 {
				t.Errorf("standard output %q, standard error %q", &stdout, &stderr)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
				t.Errorf("left behind beside the pipe: %v %v", left, err)
			}
		})
	}
}

// TestASignalAmongManyIntents ends batchgen while it writes: each intent has all
// of its files or none, and nothing else is left.
func TestASignalAmongManyIntents(t *testing.T) {
	t.Parallel()
	intents, out := fleet(t, 400), filepath.Join(t.TempDir(), "out")
	cmd := exec.Command("batchgen", append([]string{"render", "-o", out}, intents...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for i := range 1000 { // until something is written, or it is over
		if _, err := os.Stat(filepath.Join(out, "f0003")); err == nil || i == 999 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 143 && got != 0 {
		t.Errorf("exit status %d, want 143", got)
	}
	folders := map[string]int{}
	for name, data := range readTree(t, out) {
		switch {
		case data == "/":
		case slices.Contains([]string{"main.bicep", "main.json", "explain.md", "allowlist.json"}, filepath.Base(name)):
			folders[filepath.Dir(name)]++
		default:
			t.Errorf("left behind: %s", name)
		}
	}
	for name, files := range folders {
		if files != 4 {
			t.Errorf("%s has %d files, want 4", name, files)
		}
	}
}

// TestAnIgnoredSignalStaysIgnored runs batchgen as nohup would.
func TestAnIgnoredSignalStaysIgnored(t *testing.T) {
	t.Parallel()
	intent := filepath.Join(t.TempDir(), "intent.yaml")
	if err := syscall.Mkfifo(intent, 0o600); err != nil {
		t.Skip(err)
	}
	cmd := exec.Command("sh", "-c", `trap "" HUP; exec batchgen validate "$0"`, intent)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(intent, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if _, err := pipe.WriteString(fourLines); err != nil {
		t.Fatal(err)
	}
	if err := pipe.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// fleet writes intents, no two alike, and returns their names.
func fleet(t *testing.T, count int) []string {
	t.Helper()
	dir := t.TempDir()
	names := make([]string, count)
	for i := range names {
		names[i] = filepath.Join(dir, fmt.Sprintf("f%04d.batchgen.yaml", i))
		text := fmt.Sprintf("name: f%04d\nregion: westeurope\nmode: simplified\nos: linux\nnodes: %d\n", i, 1+i)
		if err := os.WriteFile(names[i], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return names
}
