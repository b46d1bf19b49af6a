//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	ossignal "os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
)

// TestRandomMoments ends a run over many intents by a signal at moments that
// chance picks: the exit status tells the signal, each intent has all of its
// files or none, and no temporary file stays. SIGKILL cannot be heard: after it
// every file in place is whole, what is left has the name of temporary files,
// and the next run removes it once it is old enough.
func TestRandomMoments(t *testing.T) {
	t.Parallel()
	hangUps := make(chan os.Signal, 1) // see TestSignals
	ossignal.Notify(hangUps, syscall.SIGHUP)
	t.Cleanup(func() { ossignal.Stop(hangUps) })
	intents := fleet(t, often(400, 10000))
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			stopped, leftovers := 0, 0
			for moment := range often(3, 50) {
				out := filepath.Join(t.TempDir(), "out")
				cmd := exec.Command("batchgen", append([]string{"render", "-o", out}, intents...)...)
				var errs bytes.Buffer
				cmd.Stderr = &errs
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				for range 2000 { // it listens to signals before it reads anything
					if _, err := os.Stat(out); err == nil {
						break
					}
					time.Sleep(time.Millisecond)
				}
				time.Sleep(time.Duration(rand.New(rand.NewPCG(uint64(moment), uint64(signal))).IntN(150_000)) * time.Microsecond)
				_ = cmd.Process.Signal(signal)
				_ = cmd.Wait()
				ended := cmd.ProcessState.Sys().(syscall.WaitStatus)
				switch {
				case ended.Exited() && ended.ExitStatus() == exitDone:
				case signal == syscall.SIGKILL && ended.Signaled():
					stopped++
				case ended.Exited() && ended.ExitStatus() == exitSignal+int(signal):
					stopped++
				default:
					t.Errorf("ended by %v: %s", ended, &errs)
				}
				if errs.Len() > 0 {
					t.Errorf("standard error %q", &errs)
				}
				leftovers += holdsWhole(t, out, signal == syscall.SIGKILL)
				if err := os.RemoveAll(out); err != nil {
					t.Error(err)
				}
			}
			if stopped == 0 {
				t.Error("every run was over before its signal")
			}
			t.Logf("%d runs stopped, %d temporary files were left", stopped, leftovers)
		})
	}
}

// holdsWhole holds the folder of a run that was stopped to what may be in it,
// and returns how many temporary files were.
func holdsWhole(t *testing.T, out string, killed bool) (temporaries int) {
	t.Helper()
	folders := map[string]int{}
	var some string
	for name, data := range readTree(t, out) {
		base := filepath.Base(name)
		switch {
		case data == "/":
		case isTemporary(base) && killed:
			temporaries++
			some = filepath.Dir(name)
		case strings.Contains("main.bicep main.json explain.md allowlist.json", base):
			folders[filepath.Dir(name)]++
			if _, intact, ok := mark([]byte(data)); (!intact || !ok) && base != "allowlist.json" || !strings.HasSuffix(data, "\n") {
				t.Errorf("%s is cut off", name)
			}
		default:
			t.Errorf("left behind: %s", name)
		}
	}
	for name, files := range folders {
		if files != 4 && !killed {
			t.Errorf("%s has %d files, want 4", name, files)
		}
	}
	if temporaries > 0 {
		var errs bytes.Buffer
		a := newApp(strings.NewReader(fmt.Sprintf("name: %s\n%s", some, fourLines)), io.Discard, &errs)
		a.Now = func() time.Time { return time.Now().Add(leftoverAge + time.Minute) }
		dir := filepath.Join(out, some)
		if got := a.Run([]string{"batchgen", "render", "-", "-o", dir}); got != exitDone || len(readTree(t, dir)) != 4 {
			t.Errorf("exit status %d, %s holds %v: %s", got, some, readTree(t, dir), &errs)
		}
	}
	return temporaries
}

// TestAFolderBecomesALink swaps a folder for a link to another place all the
// while that files are written below it: nothing arrives there.
func TestAFolderBecomesALink(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	modules, aside, link := filepath.Join(dir, "modules"), filepath.Join(dir, "aside"), filepath.Join(dir, "link")
	if err := os.Symlink(outside, link); err != nil {
		t.Fatal(err)
	}
	var swaps atomic.Int64
	done := make(chan struct{})
	var swapper sync.WaitGroup
	swapper.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			// Each may fail, since the folder may be made anew in between.
			_ = os.RemoveAll(aside)
			_ = os.Rename(modules, aside)
			_ = os.Rename(link, modules)
			swaps.Add(1)
			runtime.Gosched()
			_ = os.Rename(modules, link)
			_ = os.Rename(aside, modules)
			runtime.Gosched()
		}
	})
	written, refused := 0, 0
	for round := range often(100, 1000) {
		for before := swaps.Load(); swaps.Load() == before; {
			runtime.Gosched()
		}
		files := []generator.File{{Name: "modules/pool.bicep", Data: fmt.Appendf(nil, "%s%d", header, round)}}
		if reports := save(dir, files, plainly); len(reports) > 0 {
			refused++
		} else {
			written++
		}
		if found, err := os.ReadDir(outside); err != nil || len(found) > 0 {
			t.Fatalf("round %d: %v was written outside, %v", round, found, err)
		}
	}
	close(done)
	swapper.Wait()
	if swaps.Load() < int64(written+refused) {
		t.Errorf("%d swaps", swaps.Load())
	}
	t.Logf("%d swaps, %d rounds written, %d refused", swaps.Load(), written, refused)
}

// TestProcessesTogether renders the same fleet, or each a fleet of its own, into
// one folder by many processes at once.
func TestProcessesTogether(t *testing.T) {
	t.Parallel()
	intents := fleet(t, 48)
	alone := filepath.Join(t.TempDir(), "out")
	if status, errs := end(t, exec.Command("batchgen", append([]string{"render", "-o", alone}, intents...)...)); status != exitDone {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	whole := readTree(t, alone)
	for round := range often(2, 50) {
		out, processes := filepath.Join(t.TempDir(), "out"), often(6, 16)
		same := round%2 == 0
		want := tree{}
		var all sync.WaitGroup
		for p := range processes {
			mine := intents[:3]
			if !same {
				mine = intents[p*3 : p*3+3]
			}
			for _, intent := range mine {
				name := strings.TrimSuffix(filepath.Base(intent), ".batchgen.yaml")
				for file, text := range whole {
					if file == name || strings.HasPrefix(file, name+"/") {
						want[file] = text
					}
				}
			}
			all.Go(func() {
				cmd := exec.Command("batchgen", append([]string{"render", "-o", out}, mine...)...)
				if text, err := cmd.CombinedOutput(); err != nil || len(text) > 0 {
					t.Errorf("round %d: %v: %s", round, err, text)
				}
			})
		}
		all.Wait()
		if diff := cmp.Diff(want, readTree(t, out)); diff != "" {
			t.Errorf("round %d: %s", round, diff)
		}
		if err := os.RemoveAll(out); err != nil {
			t.Error(err)
		}
	}
}

// endless is an intent that grows as it is read.
type endless struct{ given int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "# more\n"[(e.given+i)%7]
	}
	e.given += len(p)
	return len(p), nil
}

// TestInputIsReadUpToTheLimit: of a file that grows, as of a device without an
// end, one byte more than an intent may have is read.
func TestInputIsReadUpToTheLimit(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	in := &endless{}
	if got := newApp(in, &out, &errs).Run([]string{"batchgen", "render", "-"}); got != exitIntent || !strings.Contains(errs.String(), "BG001") {
		t.Errorf("exit status %d: %s", got, &errs)
	}
	if in.given != inputLimit {
		t.Errorf("%d bytes were read, want %d", in.given, inputLimit)
	}

	name := filepath.Join(t.TempDir(), "grows.yaml")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	done := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for size := 0; size < 32<<20; size += 7000 {
			if _, err := f.WriteString(strings.Repeat("# more\n", 1000)); err != nil {
				t.Error(err)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for range 20 {
		status, errs := end(t, exec.Command("batchgen", "validate", name))
		if status != exitIntent {
			t.Errorf("exit status %d: %s", status, errs)
		}
	}
	close(done)
	writer.Wait()
}
