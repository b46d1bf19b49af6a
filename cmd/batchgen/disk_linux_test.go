package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mount mounts a file system in memory for the test and returns its folder.
func mount(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting a file system needs root")
	}
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); errors.Is(err, fs.ErrPermission) {
		t.Skip("this root may not mount: ", err)
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk writes to a real disk of 32 KiB with more and more of it in use:
// what was there stays as it was, or everything is new.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	intents := t.TempDir()
	tree{"batchgen.yaml": fourLines, "more.yaml": fourLines + "pools: [{name: a}, {name: b}]\n"}.write(t, intents)
	ends := map[int]int{}
	for _, format := range []string{"", "bicep", "arm"} {
		for pages := range 9 {
			dir := mount(t, "32k")
			out := filepath.Join(dir, "out") + "/"
			args := []string{"render", "-o", out}
			if format != "" {
				args = append(args, "--format", format)
			}
			if status, errs := end(t, exec.Command("batchgen", append(args, filepath.Join(intents, "batchgen.yaml"))...)); status != exitDone && status != exitIO {
				t.Fatalf("exit status %d: %s", status, errs)
			}
			ballast, _ := os.Create(filepath.Join(dir, "ballast"))
			for range pages {
				_, _ = ballast.Write(make([]byte, 4096)) // until nothing more fits
			}
			if err := ballast.Close(); err != nil {
				t.Fatal(err)
			}
			before := readTree(t, dir)
			status, errs := end(t, exec.Command("batchgen", append(args, filepath.Join(intents, "more.yaml"))...))
			ends[status]++
			after := readTree(t, dir)
			switch {
			case status == exitIO:
				if diff := cmp.Diff(before, after); diff != "" || !strings.Contains(errs, "no space left on device") {
					t.Errorf("%s, %d pages in use: %s\n%s", format, pages, errs, diff)
				}
			case status != exitDone || errs != "":
				t.Errorf("%s, %d pages in use: exit status %d: %s", format, pages, status, errs)
			default:
				_, whole := wholly(t, filepath.Join(intents, "more.yaml"), format)
				for name, data := range after {
					if file, ok := strings.CutPrefix(name, "out/"); ok && whole[file] != data {
						t.Errorf("%s, %d pages in use: %s is another", format, pages, file)
					}
				}
				if len(after) != len(whole)+2 {
					t.Errorf("%s, %d pages in use: more or less than the files: %v", format, pages, len(after))
				}
			}
		}
	}
	if ends[exitIO] < 5 || ends[exitDone] < 3 {
		t.Errorf("the disk was full %d times and had room %d times", ends[exitIO], ends[exitDone])
	}
}

// wholly renders an intent where there is room.
func wholly(t *testing.T, intent, format string) (status int, files tree) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"render", intent, "-o", dir}
	if format != "" {
		args = append(args, "--format", format)
	}
	status, _ = end(t, exec.Command("batchgen", args...))
	return status, readTree(t, dir)
}

// TestReadOnlyMount renders to a file system that takes no writes.
func TestReadOnlyMount(t *testing.T) {
	t.Parallel()
	dir := mount(t, "1m")
	tree{"batchgen.yaml": fourLines, "infra": "/"}.write(t, dir)
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{"infra/", "new/deep/", "infra/main.bicep"} {
		status, errs := end(t, exec.Command("batchgen", "render", filepath.Join(dir, "batchgen.yaml"), "-o", dir+"/"+out))
		if status != exitIO || !strings.Contains(errs, "BG701: cannot write: read-only file system") || !strings.HasPrefix(errs, dir) {
			t.Errorf("%s: exit status %d: %s", out, status, errs)
		}
	}
}

// TestAnotherFileSystemThanTMPDIR: files are moved into their place within one
// file system, whatever TMPDIR says, and nothing is put there.
func TestAnotherFileSystemThanTMPDIR(t *testing.T) {
	t.Parallel()
	dir, temporary := mount(t, "1m"), t.TempDir()
	intent := filepath.Join(dir, "batchgen.yaml")
	tree{"batchgen.yaml": fourLines}.write(t, dir)
	cmd := exec.Command("batchgen", "render", intent, "-o", filepath.Join(dir, "infra")+"/")
	// Not even a name may be taken there.
	if err := os.Chmod(temporary, 0o555); err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	if status, errs := end(t, cmd); status != exitDone || errs != "" {
		t.Errorf("exit status %d: %s", status, errs)
	}
	_, want := wholly(t, intent, "")
	if diff := cmp.Diff(want, readTree(t, filepath.Join(dir, "infra"))); diff != "" {
		t.Error(diff)
	}
	if left := readTree(t, temporary); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
