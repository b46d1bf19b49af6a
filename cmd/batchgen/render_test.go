package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// bicepText is a Bicep file of batchgen with a mark that fits.
func bicepText(revision int, rest string) string {
	return fmt.Sprintf("// batchgen revision %d, sha256 %.6x\n%s", revision, sha256.Sum256([]byte(rest)), rest)
}

// armText is an ARM template of batchgen with a mark that fits.
func armText(revision int, rest string) string {
	before := `{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", ` +
		fmt.Sprintf(`"contentVersion": "1.0.0.0", "metadata": {"_generator": {"name": "batchgen", "version": "%d", "templateHash": "`,
			revision)
	after := `"}}, "variables": "` + rest + "\"}\n"
	return fmt.Sprintf("%s%.6x%s", before, sha256.Sum256([]byte(before+after)), after)
}

// pretended is a generator whose files follow from the words of the intent:
// text, the names of modules and of environments, each after its key.
func pretended(source []byte, options generator.Options) generator.Result {
	words := strings.Fields(string(source))
	values := func(key string) (list []string) {
		for _, word := range words {
			if value, ok := strings.CutPrefix(word, key+":"); ok {
				list = append(list, value)
			}
		}
		return list
	}
	var r generator.Result
	if slices.Contains(words, "panic") {
		panic("secret")
	}
	if slices.Contains(words, "wrong") {
		r.Diagnostics = diag.List{diag.EmptyFile()}
		return r
	}
	add := func(name, text string) { r.Files = append(r.Files, generator.File{Name: name, Data: []byte(text)}) }
	text := strings.Join(values("text"), " ")
	for _, format := range options.Formats {
		if format == generator.Explain || format == generator.Allowlist {
			continue
		}
		if format == generator.Bicep {
			add("main.bicep", bicepText(generator.Revision, text))
			for _, name := range values("module") {
				add("modules/"+name+".bicep", bicepText(generator.Revision, name+text))
			}
		} else {
			add("main.json", armText(generator.Revision, text))
		}
		for _, name := range values("environment") {
			env, nodes, _ := strings.Cut(name, "=")
			if format == generator.Bicep {
				add(env+".bicepparam", bicepText(generator.Revision, nodes))
			} else {
				add(env+".parameters.json", `{"nodes": "`+nodes+`"}`)
			}
		}
	}
	return r
}

// pretend runs batchgen render with the pretended generator; messages name
// files as they are called in dir.
func pretend(t *testing.T, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := newApp(strings.NewReader(""), &out, &errs)
	a.Generate = pretended
	status = a.Run(append([]string{"batchgen", "render"}, args...))
	slash := func(text string) string { return strings.ReplaceAll(text, dir+string(filepath.Separator), "") }
	return status, out.String(), filepath.ToSlash(slash(errs.String()))
}

func TestSeveralFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	tree{
		"modules.yaml": "text:a module:pool module:subnet", "parameters.yaml": "text:a environment:dev=1 environment:prod=9",
	}.write(t, dir)

	const refusal = "batchgen: the Bicep of modules.yaml is more than one file: " +
		"main.bicep needs modules/pool.bicep, modules/subnet.bicep\n" +
		"  hint: write them into a folder, -o DIR/, or print one file with --format arm\n"
	for _, args := range [][]string{
		{at("modules.yaml")}, {at("modules.yaml"), "-o", at("x.bicep")}, {at("modules.yaml"), "--check", "-o", at("x.bicep")},
	} {
		if status, out, errs := pretend(t, dir, args...); status != exitUsage || out != "" || errs != refusal {
			t.Errorf("%v: exit status %d, standard output %q, standard error %q", args, status, out, errs)
		}
	}
	if status, out, _ := pretend(t, dir, at("modules.yaml"), "--format", "arm"); status != exitDone || out != armText(1, "a") {
		t.Errorf("ARM: exit status %d, standard output %q", status, out)
	}
	if status, out, _ := pretend(t, dir, at("parameters.yaml")); status != exitDone || out != bicepText(1, "a") {
		t.Errorf("parameters: exit status %d, standard output %q", status, out)
	}
	if status, _, errs := pretend(t, dir, at("parameters.yaml"), "-o", at("one.json")); status != exitDone {
		t.Errorf("one file: exit status %d, standard error %q", status, errs)
	}
	if status, _, errs := pretend(t, dir, at("modules.yaml"), "-o", at("one")+"/"); status != exitDone {
		t.Errorf("a folder: exit status %d, standard error %q", status, errs)
	}
	if status, _, errs := pretend(t, dir, at("modules.yaml"), at("parameters.yaml"), "-o", at("both")); status != exitDone {
		t.Errorf("folders: exit status %d, standard error %q", status, errs)
	}
	modules := tree{
		"main.bicep": bicepText(1, "a"), "main.json": armText(1, "a"), "modules": "/",
		"modules/pool.bicep": bicepText(1, "poola"), "modules/subnet.bicep": bicepText(1, "subneta"),
	}
	want := tree{
		"modules.yaml": "text:a module:pool module:subnet", "parameters.yaml": "text:a environment:dev=1 environment:prod=9",
		"one.json": armText(1, "a"), "one": "/", "both": "/", "both/modules": "/", "both/parameters": "/",
		"both/parameters/main.bicep": bicepText(1, "a"), "both/parameters/main.json": armText(1, "a"),
		"both/parameters/dev.bicepparam": bicepText(1, "1"), "both/parameters/dev.parameters.json": `{"nodes": "1"}`,
		"both/parameters/prod.bicepparam": bicepText(1, "9"), "both/parameters/prod.parameters.json": `{"nodes": "9"}`,
	}
	for name, data := range modules {
		want["one/"+name], want["both/modules/"+name] = data, data
	}
	if diff := cmp.Diff(want, readTree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestCheck compares what an intent gives with folders in all conditions.
func TestCheck(t *testing.T) {
	t.Parallel()
	const intent = "text:a module:pool environment:dev=1"
	given := tree{
		"main.bicep": bicepText(1, "a"), "main.json": armText(1, "a"), "modules/pool.bicep": bicepText(1, "poola"),
		"dev.bicepparam": bicepText(1, "1"), "dev.parameters.json": `{"nodes": "1"}`,
	}
	crlf := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	without := func(names ...string) tree {
		changed := tree{}
		for name := range given {
			if slices.Contains(names, name) {
				changed[name] = ""
			}
		}
		return changed
	}
	tests := map[string]struct {
		change tree     // files that are different, "" for missing
		want   []string // file and code, in the order of the report
		args   []string
	}{
		"as given":            {},
		"another text":        {tree{"main.bicep": bicepText(1, "b")}, []string{"main.bicep BG714"}, nil},
		"edited":              {tree{"main.bicep": bicepText(1, "a") + "\n"}, []string{"main.bicep BG712"}, nil},
		"edited ARM":          {tree{"main.json": armText(1, "a") + "\n"}, []string{"main.json BG712"}, nil},
		"edited, other":       {tree{"main.bicep": bicepText(2, "a") + "\n"}, []string{"main.bicep BG712"}, nil},
		"later":               {tree{"main.bicep": bicepText(2, "a")}, []string{"main.bicep BG713"}, nil},
		"earlier":             {tree{"modules/pool.bicep": bicepText(0, "a")}, []string{"modules/pool.bicep BG713"}, nil},
		"earlier ARM":         {tree{"main.json": armText(0, "a")}, []string{"main.json BG713"}, nil},
		"missing":             {without("modules/pool.bicep"), []string{"modules/pool.bicep BG711"}, nil},
		"somebody else's":     {tree{"main.bicep": "x"}, []string{"main.bicep BG702"}, nil},
		"empty":               {tree{"main.bicep": "\n"}, []string{"main.bicep BG702"}, nil},
		"parameters":          {tree{"dev.parameters.json": "{}"}, []string{"dev.parameters.json BG715"}, nil},
		"parameters of Bicep": {tree{"dev.bicepparam": bicepText(1, "2")}, []string{"dev.bicepparam BG714"}, nil},
		"parameters, earlier": {
			tree{"dev.parameters.json": "{}", "main.json": armText(0, "a")},
			[]string{"main.json BG713", "dev.parameters.json BG713"}, nil,
		},
		"parameters of somebody else": {
			tree{"dev.parameters.json": "{}", "main.json": "{}"},
			[]string{"main.json BG702", "dev.parameters.json BG702"}, nil,
		},
		"no parameters": {without("dev.parameters.json"), []string{"dev.parameters.json BG711"}, nil},
		"line ends": {
			tree{"main.bicep": crlf(bicepText(1, "a")), "main.json": crlf(armText(1, "a"))},
			[]string{"main.bicep BG716", "main.json BG716"}, nil,
		},
		"an environment is gone": {
			tree{"prod.bicepparam": bicepText(1, "2"), "prod.parameters.json": "{}"},
			[]string{"prod.bicepparam BG717", "prod.parameters.json BG717"}, nil,
		},
		"modules are gone": {
			tree{"modules/b.bicep": bicepText(1, "2"), "modules/a.bicep": bicepText(0, "2") + "mine"},
			[]string{"modules/a.bicep BG717", "modules/b.bicep BG717"}, nil,
		},
		"one language": {
			tree{
				"prod.bicepparam": bicepText(1, "2"), "main.bicep": "x", "modules/a.bicep": bicepText(1, "2"),
				"prod.parameters.json": "{}",
			},
			[]string{"prod.parameters.json BG717"},
			[]string{"--format", "arm"},
		},
		"the other language": {
			tree{"prod.bicepparam": bicepText(1, "2"), "main.json": "x", "prod.parameters.json": "{}"},
			[]string{"prod.bicepparam BG717"},
			[]string{"--format", "bicep"},
		},
		"things of somebody else": {tree{
			"prod.bicepparam": "using 'main.bicep'", "modules/a.bicep": "param x string", "README.md": "x",
			"other.bicep": bicepText(1, "2"), "modules/deeper/a.bicep": bicepText(1, "2"), "modules/a.json": "{}",
			"package.json": "{}", "sub/main.bicep": bicepText(1, "2"), "x.parameters.json/keep": "", "modules/x.bicep/keep": "x",
		}, nil, nil},
		"parameters beside somebody else's template": {
			tree{"main.json": "{}", "prod.parameters.json": "{}"},
			[]string{"main.json BG702"}, nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			disk := tree{"intent.yaml": intent}
			for name, data := range given {
				disk["out/"+name] = data
			}
			for name, data := range test.change {
				disk["out/"+name] = data
				if data == "" {
					delete(disk, "out/"+name)
				}
			}
			disk.write(t, dir)
			before := readTree(t, dir)
			status, patch, errs := pretend(t, dir, slices.Concat(
				[]string{filepath.Join(dir, "intent.yaml"), "--check", "-o", filepath.Join(dir, "out")}, test.args)...)
			var got []string
			for line := range strings.Lines(errs) {
				if file, rest, ok := strings.Cut(line, ": error "); ok {
					got = append(got, strings.TrimPrefix(file, "out/")+" "+rest[:5])
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if want := len(test.want) > 0; (status == exitDiffer) != want || (status == exitDone) == want || (patch != "") != want {
				t.Errorf("exit status %d, standard output %q", status, patch)
			}
			if n := strings.Count(patch, "\n--- "); n != len(test.want) {
				t.Errorf("the patch is of %d files, want %d:\n%s", n, len(test.want), patch)
			}
			if diff := cmp.Diff(before, readTree(t, dir)); diff != "" {
				t.Errorf("something was written:\n%s", diff)
			}
		})
	}
}

// TestCheckOfBrokenDisks lets each call of the file system fail in turn: no
// difference is made up, and none is passed over in silence.
func TestCheckOfBrokenDisks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := outputs("main.bicep", "modules/pool.bicep")
	tree{
		"main.bicep": string(files[0].Data), "modules/pool.bicep": header + "old", "modules/gone.bicep": header,
		"prod.bicepparam": header,
	}.write(t, dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for n := 1; ; n++ {
		calls, failed := 0, ""
		k := comparison{in: watched{disk{root}, func(operation, name string) error {
			if calls++; calls != n || operation == "close" {
				return nil
			}
			failed = operation + " " + name
			return errors.New("broken")
		}}}
		k.all(files)
		k.surplus(".", files, []generator.Format{generator.Bicep})
		for _, r := range k.failed {
			if code := r.List[0].Code; code != "BG708" {
				t.Errorf("%s failed, %s is reported", failed, code)
			}
		}
		if total := len(k.differing); total > 3 || total < 3 && len(k.failed) == 0 && failed != "lstat ." {
			t.Errorf("%s failed, %d files differ, %d could not be read", failed, total, len(k.failed))
		}
		if calls < n {
			break
		}
	}
}

func TestPatchName(t *testing.T) {
	t.Parallel()
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	volume := len(filepath.VolumeName(working))
	parent := strings.TrimLeft(filepath.ToSlash(filepath.Dir(working)[volume:]), "/")
	for file, want := range map[string]string{
		"infra/main.bicep":              "a/infra/main.bicep",
		"main.bicep":                    "a/main.bicep",
		"../infra/main.bicep":           "a/" + parent + "/infra/main.bicep",
		working[volume:] + "/x.bicep":   "a/" + strings.TrimLeft(filepath.ToSlash(working[volume:]), "/") + "/x.bicep",
		"in fra/main.bicep":             "a/in fra/main.bicep\t",
		"line\nend/main.bicep":          `"a/line\nend/main.bicep"`,
		"\"quoted\" folder/main.bicep":  `"a/\"quoted\" folder/main.bicep"`,
		"caf\u00e9/\u4e2d/main.bicep":   "a/caf\u00e9/\u4e2d/main.bicep",
		"\x1b[31mred/modules/own.bicep": `"a/\x1b[31mred/modules/own.bicep"`,
	} {
		if got := patchName("a", filepath.FromSlash(file)); got != want {
			t.Errorf("%q is called %q, want %q", file, got, want)
		}
	}
}

// TestManyIntents renders hundreds of intents in one call: each gives what it
// gives alone.
func TestManyIntents(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const count = 300
	intents, want := tree{}, tree{}
	args := []string{"-o", filepath.Join(dir, "out")}
	var report []string
	for i := range count {
		name := fmt.Sprintf("f%04d", i)
		text := fmt.Sprintf("text:%d", i)
		if i%100 == 7 {
			text = "wrong"
			report = append(report, name+".yaml: error BG005: the file is empty")
		} else {
			want[name], want[name+"/main.json"] = "/", armText(1, fmt.Sprint(i))
		}
		intents[name+".yaml"] = text
		args = append(args, filepath.Join(dir, name+".yaml"))
	}
	intents.write(t, dir)
	status, out, errs := pretend(t, dir, append(args, "--format", "arm")...)
	if status != exitIntent || out != "" {
		t.Errorf("exit status %d, standard output %q", status, out)
	}
	var got []string
	for line := range strings.Lines(errs) {
		if strings.Contains(line, "error") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	if diff := cmp.Diff(report, got); diff != "" {
		t.Errorf("not in the order of the intents:\n%s", diff)
	}
	if diff := cmp.Diff(want, readTree(t, filepath.Join(dir, "out"))); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(errs, "\r") {
		t.Errorf("progress outside a terminal: %q", errs)
	}
}

// TestABugIsOfOneIntent lets the generator panic for one of several.
func TestABugIsOfOneIntent(t *testing.T) {
	t.Parallel()
	for _, extra := range [][]string{nil, {"--all-or-none"}} {
		dir := t.TempDir()
		tree{"a.yaml": "text:a", "b.yaml": "panic", "c.yaml": "text:c", "d.yaml": "wrong"}.write(t, dir)
		args := append([]string{"-o", filepath.Join(dir, "out"), "--format", "bicep"}, extra...)
		for _, name := range []string{"a.yaml", "b.yaml", "c.yaml", "d.yaml"} {
			args = append(args, filepath.Join(dir, name))
		}
		status, _, errs := pretend(t, dir, args...)
		if status != exitBug || !strings.HasPrefix(errs, "b.yaml: error BG901: internal error in ") ||
			strings.Contains(errs, "secret") {
			t.Errorf("exit status %d, standard error %q", status, errs)
		}
		want := tree{
			"out": "/", "out/a": "/", "out/c": "/",
			"out/a/main.bicep": bicepText(1, "a"), "out/c/main.bicep": bicepText(1, "c"),
		}
		if extra != nil {
			want = tree{}
		}
		got := readTree(t, dir)
		for _, name := range []string{"a.yaml", "b.yaml", "c.yaml", "d.yaml"} {
			delete(got, name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", extra, diff)
		}
	}
}

// TestInOrder checks the order, and that no more work at once than may.
func TestInOrder(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 2, 8} {
		const count = 50
		var running, most atomic.Int64
		var got []int
		inOrder(count, workers, func(i int) outcome {
			n := running.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			if i%workers == 0 {
				time.Sleep(time.Millisecond) // let those behind it overtake
			}
			running.Add(-1)
			return outcome{product: make([]byte, i)}
		}, func(o outcome) { got = append(got, len(o.product)) })
		if !slices.IsSorted(got) || len(got) != count {
			t.Errorf("%d workers: results are %v", workers, got)
		}
		if most.Load() > int64(workers) {
			t.Errorf("%d worked at once, %d may", most.Load(), workers)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		terminal bool
		env      string
		intents  int
		each     time.Duration
		want     string
	}{
		"a terminal": {true, "", 21, 60 * time.Millisecond,
			"\r9 of 21 intents\r11 of 21 intents\r13 of 21 intents\r15 of 21 intents\r17 of 21 intents\r19 of 21 intents" +
				"\r21 of 21 intents\r                \r"},
		"few intents": {true, "", 20, time.Second, ""},
		"a short run": {true, "", 21, time.Millisecond, ""},
		"a log":       {false, "", 21, time.Second, ""},
		"CI":          {true, "true", 21, time.Second, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var errs bytes.Buffer
			now := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
			a := newApp(nil, io.Discard, &errs)
			a.Terminal = func(any) bool { return test.terminal }
			a.Getenv = func(string) string { return test.env }
			a.Now = func() time.Time { return now }
			p := a.newProgress(test.intents)
			for range test.intents {
				now = now.Add(test.each)
				p.step()
			}
			p.clear()
			if diff := cmp.Diff(test.want, errs.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestProgressMakesRoom prints patches on the terminal that shows progress.
func TestProgressMakesRoom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	intents, args := tree{}, []string{"batchgen", "render", "--check", "--format", "bicep", "-o", filepath.Join(dir, "out")}
	for i := range progressFrom {
		name := fmt.Sprintf("f%02d.yaml", i)
		intents[name] = "text:a"
		args = append(args, filepath.Join(dir, name))
	}
	intents.write(t, dir)
	var terminal bytes.Buffer
	a := newApp(nil, &terminal, &terminal)
	a.Generate, a.Terminal = pretended, func(stream any) bool { return stream == any(&terminal) }
	var ticks atomic.Int64
	a.Now = func() time.Time { return time.Unix(ticks.Add(1), 0) }
	if got := a.Run(args); got != exitDiffer {
		t.Errorf("exit status %d, want %d", got, exitDiffer)
	}
	for line := range strings.Lines(terminal.String()) {
		if _, after, ok := strings.Cut(line, " intents"); ok && !strings.HasPrefix(after, "\r ") {
			t.Errorf("progress is left in %q", line)
		}
	}
	if n := strings.Count(terminal.String(), "+++ b/"); n != progressFrom {
		t.Errorf("%d patches, want %d", n, progressFrom)
	}
}
