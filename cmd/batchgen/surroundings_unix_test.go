//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
)

// rendered are the files that render writes, by their names in the folder.
var rendered = regexp.MustCompile(`^(main\.(bicep|json)|explain\.md|allowlist\.json|modules(/.*)?|.*\.bicepparam|.*\.parameters\.json)$`)

// goldens returns the intents of golden cases as NAME.yaml, and the files that
// they give as NAME/file: of one case in so many, from the first.
func goldens(t *testing.T, oneIn int) (intents, outputs tree) {
	t.Helper()
	intents, outputs = tree{}, tree{}
	found, err := filepath.Glob("../../golden/*/intent.yaml")
	if err != nil || len(found) < 100 {
		t.Fatalf("%d golden cases, %v", len(found), err)
	}
	for i, intent := range found {
		if i%oneIn != 0 {
			continue
		}
		dir := filepath.Dir(intent)
		name := filepath.Base(dir)
		outputs[name] = "/"
		for file, text := range readTree(t, dir) {
			switch {
			case file == "intent.yaml":
				intents[name+".yaml"] = text
			case rendered.MatchString(file): // others are of other commands
				outputs[name+"/"+file] = text
			}
		}
	}
	return intents, outputs
}

// asOfGoldens is the day that the goldens are rendered as of.
const asOfGoldens = "--as-of=2026-11-24"

// TestSurroundings renders golden cases, many in one process and many processes,
// in whatever surroundings: the bytes are those of the goldens.
func TestSurroundings(t *testing.T) {
	t.Parallel()
	batchgen, err := exec.LookPath("batchgen")
	if err != nil {
		t.Fatal(err)
	}
	intents, want := goldens(t, often(12, 1))
	dir := t.TempDir()
	intents.write(t, filepath.Join(dir, "in"))
	tree{"elsewhere": "/", "temporary": "/"}.write(t, dir)
	variants := []struct {
		set     []string // of the environment, NAME alone for none
		umask   string
		folder  string // to work in
		intents string // the way from there to the intents
	}{
		{set: []string{"TZ=Pacific/Kiritimati"}},
		{set: []string{"TZ=America/Los_Angeles", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8"}},
		{set: []string{"LANG=C", "LC_ALL=C"}},
		{set: []string{"LANG=ja_JP.UTF-8", "LC_ALL=ja_JP.UTF-8", "USER=somebody", "LOGNAME=somebody"}},
		{set: []string{"HOME", "USER", "PATH", "LANG", "TMPDIR"}},
		{set: []string{"HOME=/nowhere", "TMPDIR=" + filepath.Join(dir, "temporary")}},
		{set: []string{"TMPDIR=/nowhere"}},
		{set: []string{"GOMAXPROCS=1"}},
		{set: []string{"GOMAXPROCS=2"}},
		{set: []string{"GOMAXPROCS=8"}},
		{set: []string{"GOMAXPROCS=64"}},
		{umask: "000"},
		{umask: "077"},
		{folder: "in", intents: "."},
		{folder: "elsewhere", intents: "../in/../elsewhere/.././in"},
	}
	for i := range often(len(variants), 100) {
		v := variants[i%len(variants)]
		t.Run(fmt.Sprint(i, v), func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(dir, fmt.Sprint("out", i))
			from := filepath.Join(dir, "in")
			if v.intents != "" {
				from = v.intents
			}
			names := slices.Sorted(maps.Keys(intents))
			rand.New(rand.NewPCG(uint64(i), 0)).Shuffle(len(names), func(a, b int) { names[a], names[b] = names[b], names[a] })
			umask := "022"
			if v.umask != "" {
				umask = v.umask
			}
			args := []string{"-c", "umask " + umask + ` && exec "$0" "$@"`, batchgen, "render", asOfGoldens, "-o", out}
			for _, name := range names {
				args = append(args, from+string(filepath.Separator)+name)
			}
			cmd := exec.Command("/bin/sh", args...)
			cmd.Dir = filepath.Join(dir, v.folder)
			cmd.Env = os.Environ()
			for _, variable := range v.set {
				name, _, given := strings.Cut(variable, "=")
				cmd.Env = slices.DeleteFunc(cmd.Env, func(e string) bool { return strings.HasPrefix(e, name+"=") })
				if given {
					cmd.Env = append(cmd.Env, variable)
				}
			}
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if diff := cmp.Diff(want, readTree(t, out)); diff != "" {
				t.Error(diff)
			}
			mode := os.FileMode(fileMode)
			if umask == "077" {
				mode = 0o600
			}
			info, err := os.Stat(filepath.Join(out, strings.TrimSuffix(names[0], ".yaml"), "main.bicep"))
			if err != nil || info.Mode() != mode {
				t.Errorf("mode %v, want %v: %v", info, mode, err)
			}
			if err := os.RemoveAll(out); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWorkers renders golden cases again and again in one process, in any order
// and with any number of workers.
func TestWorkers(t *testing.T) {
	t.Parallel()
	intents, want := goldens(t, often(12, 1))
	names := slices.Sorted(maps.Keys(intents))
	options := generator.Options{AsOf: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Formats: []generator.Format{
		generator.Bicep, generator.ARM,
	}}
	for round := range often(6, 100) {
		rand.New(rand.NewPCG(uint64(round), 1)).Shuffle(len(names), func(a, b int) { names[a], names[b] = names[b], names[a] })
		inOrder(len(names), []int{1, 2, 8}[round%3], func(i int) outcome {
			return outcome{files: generator.Generate([]byte(intents[names[i]]), options).Files, product: []byte(names[i])}
		}, func(o outcome) {
			name := strings.TrimSuffix(string(o.product), ".yaml")
			for _, f := range o.files {
				if want[name+"/"+f.Name] != string(f.Data) {
					t.Errorf("round %d: %s of %s is another", round, f.Name, name)
				}
			}
			if len(o.files) == 0 {
				t.Errorf("round %d: nothing of %s", round, name)
			}
		})
	}
}

// TestTheClockChangesNoByte moves the clock by ten years either way.
func TestTheClockChangesNoByte(t *testing.T) {
	t.Parallel()
	intents, want := goldens(t, 12)
	for _, year := range []int{2016, 2026, 2036} {
		for name, text := range intents {
			dir := t.TempDir()
			var errs bytes.Buffer
			a := newApp(strings.NewReader(text), io.Discard, &errs)
			a.Now = func() time.Time { return time.Date(year, 11, 24, 23, 59, 59, 0, time.Local) }
			if got := a.Run([]string{"batchgen", "render", "-", asOfGoldens, "-o", dir}); got != exitDone {
				t.Errorf("%d: %s: exit status %d: %s", year, name, got, &errs)
			}
			for file, got := range readTree(t, dir) {
				if got != want[strings.TrimSuffix(name, ".yaml")+"/"+file] {
					t.Errorf("%d: %s of %s is another", year, file, name)
				}
			}
		}
	}
}
