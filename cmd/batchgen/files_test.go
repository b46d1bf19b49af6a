package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// tree maps the files below a folder to their content, and folders to "/".
type tree map[string]string

func readTree(t *testing.T, dir string) tree {
	t.Helper()
	found := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if d.IsDir() {
			found[filepath.ToSlash(name)] = "/"
			return nil
		}
		data, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (tr tree) write(t *testing.T, dir string) {
	t.Helper()
	for name, data := range tr {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if data == "/" {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// watched is a folder that calls before ahead of each call, which fails with
// the error that before returns. A write then takes half of the bytes.
type watched struct {
	disk
	before func(operation, name string) error
}

func (w watched) Lstat(name string) (fs.FileInfo, error) {
	if err := w.before("lstat", name); err != nil {
		return nil, err
	}
	return w.disk.Lstat(name)
}

func (w watched) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := w.before("readdir", name); err != nil {
		return nil, err
	}
	return w.disk.ReadDir(name)
}

func (w watched) OpenFile(name string, flag int, mode fs.FileMode) (file, error) {
	if err := w.before("open", name); err != nil {
		return nil, err
	}
	f, err := w.disk.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	return watchedFile{f, name, w.before}, nil
}

func (w watched) Mkdir(name string, mode fs.FileMode) error {
	if err := w.before("mkdir", name); err != nil {
		return err
	}
	return w.disk.Mkdir(name, mode)
}

func (w watched) Rename(from, to string) error {
	if err := w.before("rename", to); err != nil {
		return err
	}
	return w.disk.Rename(from, to)
}

func (w watched) Remove(name string) error {
	if err := w.before("remove", name); err != nil {
		return err
	}
	return w.disk.Remove(name)
}

type watchedFile struct {
	file
	name   string
	before func(operation, name string) error
}

func (f watchedFile) Read(p []byte) (int, error) {
	if err := f.before("read", f.name); err != nil {
		return 0, err
	}
	return f.file.Read(p)
}

// errShort makes a write fall short without an error.
var errShort = errors.New("short")

func (f watchedFile) Write(p []byte) (int, error) {
	if err := f.before("write", f.name); err != nil {
		n, _ := f.file.Write(p[:len(p)/2])
		if errors.Is(err, errShort) {
			err = nil
		}
		return n, err
	}
	return f.file.Write(p)
}

func (f watchedFile) Sync() error {
	if err := f.before("sync", f.name); err != nil {
		return err
	}
	return f.file.Sync()
}

func (f watchedFile) Close() error {
	err := f.file.Close()
	if failed := f.before("close", f.name); failed != nil {
		return failed
	}
	return err
}

// saveWatched is saveIn on a folder of the file system with before on watch.
func saveWatched(t *testing.T, dir string, files []generator.File, before func(operation, name string) error) []diag.Report {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return saveIn(watched{disk{root}, before}, files, plainly)
}

var plainly = saving{create: true, protected: func(fs.FileInfo) bool { return false }}

const header = "// batchgen revision 1, sha256 000000000000\n"

func outputs(names ...string) []generator.File {
	var files []generator.File
	for _, name := range names {
		files = append(files, generator.File{Name: name, Data: []byte(header + "new " + name)})
	}
	return files
}

// A file is on the disk before it takes the place of the old one: else a power
// cut may leave neither.
func TestFlushedBeforeInPlace(t *testing.T) {
	t.Parallel()
	open, flushed, placed := 0, 0, 0
	reports := saveWatched(t, t.TempDir(), outputs("main.bicep", "z.bicep"), func(operation, _ string) error {
		switch operation {
		case "write":
			open++
		case "sync":
			flushed++
		case "rename":
			placed++
			if flushed < open {
				t.Errorf("%d files written and %d flushed when the first takes its place", open, flushed)
			}
		}
		return nil
	})
	if len(reports) > 0 || placed != 2 || flushed != 2 {
		t.Errorf("%d flushed, %d placed, %+v", flushed, placed, reports)
	}
}

// situations are folders before files are written into them.
var situations = map[string]tree{
	"empty":        {},
	"all to do":    {"main.bicep": header + "old", "modules": "/", "modules/pool.bicep": header + "old", "z.bicep": header + "old"},
	"the last new": {"main.bicep": header + "old", "modules": "/", "modules/pool.bicep": header + "old", "other": "mine"},
	"the first": {
		"main.bicep": header + "old", "modules": "/", "modules/pool.bicep": header + "new modules/pool.bicep",
		"z.bicep": header + "new z.bicep",
	},
	"the middle": {"main.bicep": header + "new main.bicep", "z.bicep": header + "new z.bicep"},
}

// TestAllOrNothing lets each call of the file system fail in turn: afterwards
// either everything is written or nothing has changed.
func TestAllOrNothing(t *testing.T) {
	t.Parallel()
	files := outputs("main.bicep", "modules/pool.bicep", "z.bicep")
	for name, start := range situations {
		for _, failure := range []error{errors.New("failed"), errShort, fs.ErrPermission} {
			t.Run(name+", "+failure.Error(), func(t *testing.T) {
				t.Parallel()
				end := tree{"modules": "/"}
				for n, d := range start {
					end[n] = d
				}
				for _, f := range files {
					end[f.Name] = string(f.Data)
				}
				failures := 0
				for n := 1; ; n++ {
					dir := t.TempDir()
					start.write(t, dir)
					calls, failed := 0, ""
					reports := saveWatched(t, dir, files, func(operation, name string) error {
						if calls++; calls != n {
							return nil
						}
						failed = operation + " " + name
						return failure
					})
					want := end
					if len(reports) > 0 {
						want = start
						failures++
					}
					if diff := cmp.Diff(want, readTree(t, dir)); diff != "" {
						t.Errorf("call %d failed: %s; reports %v\n%s", n, failed, reports, diff)
					}
					if calls < n {
						if len(reports) > 0 {
							t.Errorf("nothing failed, and yet there are reports: %v", reports)
						}
						break
					}
				}
				if failures < 8 {
					t.Errorf("only %d calls were failures; is the folder watched?", failures)
				}
			})
		}
	}
}

// TestNothingLeavesTheFolder swaps a folder for a link to another place ahead
// of each call in turn.
func TestNothingLeavesTheFolder(t *testing.T) {
	t.Parallel()
	files := outputs("main.bicep", "modules/pool.bicep", "z.bicep")
	for name, start := range situations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n, more := 1, true; more; n++ {
				dir, outside := t.TempDir(), t.TempDir()
				start.write(t, dir)
				if err := os.Symlink(outside, filepath.Join(outside, "link")); err != nil {
					t.Skip(err)
				}
				calls := 0
				saveWatched(t, dir, files, func(string, string) error {
					if calls++; calls == n {
						modules := filepath.Join(dir, "modules")
						_ = os.Rename(modules, modules+".old")
						_ = os.Symlink(outside, modules)
					}
					return nil
				})
				if found, _ := os.ReadDir(outside); len(found) != 1 {
					t.Fatalf("swapped at call %d: %v was written outside", n, found)
				}
				more = calls >= n
			}
		})
	}
}

// TestWhatCannotBeUndoneIsTold lets everything fail from some rename on.
func TestWhatCannotBeUndoneIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start := situations["all to do"]
	start.write(t, dir)
	renames := 0
	reports := saveWatched(t, dir, outputs("main.bicep", "modules/pool.bicep", "z.bicep"), func(operation, _ string) error {
		if operation == "rename" {
			renames++
		}
		if renames > 1 {
			return errors.New("broken")
		}
		return nil
	})
	var codes []string
	var kept string
	for _, r := range reports {
		codes = append(codes, r.Name+" "+r.List[0].Code)
		if r.List[0].Code == "BG706" {
			kept = strings.TrimPrefix(r.List[0].Hint, "the earlier content is in ")
		}
	}
	if !slices.Equal(codes[:2], []string{"modules/pool.bicep BG701", "main.bicep BG706"}) {
		t.Errorf("reports are %v", codes)
	}
	for _, c := range codes[2:] {
		if !strings.HasSuffix(c, " BG707") {
			t.Errorf("reports are %v", codes)
		}
	}
	if got := readTree(t, dir)[kept]; got != start["main.bicep"] {
		t.Errorf("%q holds %q, want the earlier main.bicep", kept, got)
	}
}

func TestAFileLeftBehindIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	situations["all to do"].write(t, dir)
	reports := saveWatched(t, dir, outputs("main.bicep", "z.bicep"), func(operation, _ string) error {
		if operation == "remove" {
			return errors.New("busy")
		}
		return nil
	})
	if len(reports) != 1 || reports[0].List[0].Code != "BG707" || !strings.HasPrefix(reports[0].Name, temporaryPrefix) {
		t.Errorf("reports are %v, want one BG707 of the backup", reports)
	}
	if got := readTree(t, dir)["main.bicep"]; got != header+"new main.bicep" {
		t.Errorf("main.bicep holds %q", got)
	}
}

// TestAnotherProcess lets somebody else make the same folder at the same time.
func TestAnotherProcess(t *testing.T) {
	t.Parallel()
	for _, fail := range []bool{false, true} {
		dir := t.TempDir()
		reports := saveWatched(t, dir, outputs("modules/pool.bicep", "z.bicep"), func(operation, name string) error {
			switch {
			case operation == "mkdir":
				tree{"modules": "/"}.write(t, dir)
			case fail && operation == "rename" && name == "z.bicep":
				return errors.New("failed")
			}
			return nil
		})
		got := readTree(t, dir)
		want := tree{"modules": "/"} // not ours to remove
		if !fail {
			want["modules/pool.bicep"], want["z.bicep"] = header+"new modules/pool.bicep", header+"new z.bicep"
		}
		if diff := cmp.Diff(want, got); diff != "" || len(reports) > 0 != fail {
			t.Errorf("failure %v: reports %v\n%s", fail, reports, diff)
		}
	}
}

// TestManyAtOnce lets many write the same files to the same new folder.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := outputs("main.bicep", "modules/pool.bicep", "z.bicep")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if reports := save(filepath.Join(dir, "a", "b"), files, plainly); len(reports) > 0 {
				t.Errorf("reports are %v", reports)
			}
		})
	}
	all.Wait()
	want := tree{"a": "/", "a/b": "/", "a/b/modules": "/"}
	for _, f := range files {
		want["a/b/"+f.Name] = string(f.Data)
	}
	if diff := cmp.Diff(want, readTree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestSave(t *testing.T) {
	t.Parallel()
	huge := header + strings.Repeat("x", largestOutput)
	tests := map[string]struct {
		start tree
		how   saving
		want  []string // name and code of each report
	}{
		"ours":              {tree{"out": "/", "out/main.bicep": header}, saving{}, nil},
		"missing, made":     {tree{}, saving{create: true}, nil},
		"missing":           {tree{}, saving{}, []string{"out BG701"}},
		"a file":            {tree{"out": "mine"}, saving{create: true}, []string{"out BG701"}},
		"not ours":          {tree{"out": "/", "out/main.bicep": "mine"}, saving{}, []string{"out/main.bicep BG702"}},
		"an empty one":      {tree{"out": "/", "out/main.bicep": ""}, saving{}, []string{"out/main.bicep BG702"}},
		"forced":            {tree{"out": "/", "out/main.bicep": "mine"}, saving{force: true}, nil},
		"too large":         {tree{"out": "/", "out/main.bicep": huge}, saving{force: true}, []string{"out/main.bicep BG703"}},
		"a folder":          {tree{"out": "/", "out/z.bicep": "/"}, saving{force: true}, []string{"out/z.bicep BG703"}},
		"file for a folder": {tree{"out": "/", "out/modules": "mine"}, saving{force: true}, []string{"out/modules BG703"}},
		"all of them": {
			tree{"out": "/", "out/main.bicep": "mine", "out/z.bicep": "/", "out/modules": "mine"}, saving{},
			[]string{"out/main.bicep BG702", "out/modules BG703", "out/z.bicep BG703"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			test.start.write(t, dir)
			test.how.protected = plainly.protected
			files := outputs("main.bicep", "modules/pool.bicep", "modules/subnet.bicep", "z.bicep")
			var got []string
			for _, r := range save(filepath.Join(dir, "out"), files, test.how) {
				name, err := filepath.Rel(dir, r.Name)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, filepath.ToSlash(name)+" "+r.List[0].Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			after := readTree(t, dir)
			if test.want != nil {
				if diff := cmp.Diff(test.start, after); diff != "" {
					t.Errorf("the folder has changed:\n%s", diff)
				}
				return
			}
			for _, f := range files {
				if after["out/"+f.Name] != string(f.Data) {
					t.Errorf("%s holds %q", f.Name, after["out/"+f.Name])
				}
			}
			if len(after) != len(files)+2 {
				t.Errorf("the folder holds more than the files: %v", after)
			}
		})
	}
}

// TestParametersAreOursBesideOurTemplate: a JSON file without a mark is ours
// where main.json is, if an output without a mark is to take its place.
func TestParametersAreOursBesideOurTemplate(t *testing.T) {
	t.Parallel()
	parameters := generator.File{Name: "dev.parameters.json", Data: []byte("{}")}
	template := generator.File{Name: "main.json", Data: []byte(armText(1, "new"))}
	other := generator.File{Name: "package.json", Data: []byte(armText(1, "new"))}
	tests := map[string]struct {
		start tree
		files []generator.File
		want  []string
	}{
		"ours": {tree{"main.json": armText(1, "old"), parameters.Name: "old"}, []generator.File{template, parameters}, nil},
		"the template is somebody else's": {
			tree{"main.json": "{}", parameters.Name: "old"}, []generator.File{template, parameters},
			[]string{"main.json BG702", "dev.parameters.json BG702"},
		},
		"no template":     {tree{parameters.Name: "old"}, []generator.File{template, parameters}, []string{"dev.parameters.json BG702"}},
		"a template only": {tree{"main.json": armText(1, "old"), other.Name: "old"}, []generator.File{other}, []string{"package.json BG702"}},
		"a folder": {
			tree{"main.json": "/", parameters.Name: "old"}, []generator.File{parameters}, []string{"dev.parameters.json BG702"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			test.start.write(t, dir)
			var got []string
			for _, r := range save(dir, test.files, plainly) {
				got = append(got, filepath.Base(r.Name)+" "+r.List[0].Code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWhatSomebodyElseWroteIsKept lets a forced write fail for good: the name of
// the copy is none that a later run sweeps away.
func TestWhatSomebodyElseWroteIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tree{"main.bicep": "mine", "z.bicep": "mine"}.write(t, dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	renames := 0
	forced := plainly
	forced.force = true
	reports := saveIn(watched{disk{root}, func(operation, _ string) error {
		if operation == "rename" {
			if renames++; renames > 1 {
				return errors.New("broken")
			}
		}
		return nil
	}}, outputs("main.bicep", "z.bicep"), forced)
	i := slices.IndexFunc(reports, func(r diag.Report) bool { return r.List[0].Code == "BG706" })
	if i < 0 {
		t.Fatalf("reports are %v, want a BG706", reports)
	}
	kept := strings.TrimPrefix(reports[i].List[0].Hint, "the earlier content is in ")
	if got := readTree(t, dir)[kept]; got != "mine" || isTemporary(kept) {
		t.Errorf("%s holds %q; a run takes it for its own: %v", kept, got, isTemporary(kept))
	}
}

// TestSweep leaves what is young, and lets each call fail in turn.
func TestSweep(t *testing.T) {
	t.Parallel()
	files := outputs("a/main.bicep", "a/modules/pool.bicep", "a/z.bicep")
	name := temporaryPrefix + strings.Repeat("A", 26)
	for n := 1; ; n++ {
		dir := t.TempDir()
		tree{
			"a/" + name: "x", "a/modules/" + name: "x", name: "elsewhere", "a/" + name + keptSuffix: "x", "a/.batchgen-x": "x",
			"a/.batchgen-" + strings.Repeat("a", 26): "x", "a/young/" + name: "x",
		}.write(t, dir)
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		sweep(disk{root}, files, time.Now().Add(-leftoverAge))
		if got := readTree(t, dir); len(got) != 10 {
			t.Errorf("young files were removed: %v", got)
		}
		calls := 0
		sweep(watched{disk{root}, func(string, string) error {
			if calls++; calls == n {
				return errors.New("failed")
			}
			return nil
		}}, files, time.Now().Add(leftoverAge))
		_ = root.Close()
		got := readTree(t, dir)
		if calls >= n {
			if len(got) < 8 || len(got) > 10 {
				t.Errorf("call %d failed, left are %v", n, got)
			}
			continue
		}
		want := tree{
			"a": "/", "a/modules": "/", "a/young": "/", name: "elsewhere", "a/" + name + keptSuffix: "x", "a/.batchgen-x": "x",
			"a/.batchgen-" + strings.Repeat("a", 26): "x", "a/young/" + name: "x",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return
	}
}

func TestAnIntentIsProtectedEvenWithForce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tree{"main.bicep": "an intent"}.write(t, dir)
	reports := save(dir, outputs("main.bicep"), saving{force: true, protected: func(fs.FileInfo) bool { return true }})
	if len(reports) != 1 || reports[0].List[0].Code != "BG704" {
		t.Errorf("reports are %v, want BG704", reports)
	}
}

func TestMarkOfAnyLanguage(t *testing.T) {
	t.Parallel()
	_, bicep, _ := call(t, fourLines, "render", "-")
	_, arm, _ := call(t, fourLines, "render", "-", "--format", "arm")
	tests := map[string]struct {
		text string
		want bool
	}{
		"Bicep":            {bicep, true},
		"edited Bicep":     {bicep + "// mine\n", true},
		"ARM":              {arm, true},
		"Bicep of others":  {"param location string\n", false},
		"mark further on":  {"// mine\n" + bicep, false},
		"JSON of others":   {`{"metadata": {"_generator": {"name": "bicep", "version": "0.45.6"}}}`, false},
		"nothing":          {"", false},
		"an intent":        {fourLines, false},
		"only looks alike": {"// batchgen revisions are nice\n", false},
	}
	for name, test := range tests {
		if _, _, got := mark([]byte(test.text)); got != test.want {
			t.Errorf("%s: marked is %v, want %v", name, got, test.want)
		}
	}
}
