package main

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/diag"
)

// This file compares what an intent gives with the files on disk and says why
// they differ. It writes nothing.

// comparison is what comparing gives.
type comparison struct {
	in folder
	// base is the path of the folder.
	base string
	// patch makes the files on disk what the intent gives.
	patch []byte
	// differing has a report for each file that differs, failed for each that
	// cannot be read.
	differing, failed []diag.Report
}

// compare compares files with those below a folder.
func compare(folder string, files []generator.File) comparison {
	return comparing(folder, func(k *comparison, below string) { k.all(under(below, files)) })
}

// compareFolder compares all files of an intent with the folder called label
// below another, in which files of its languages that are surplus differ too.
func compareFolder(folder, label string, files []generator.File, formats []generator.Format) comparison {
	return comparing(folder, func(k *comparison, below string) {
		dir := path.Join(".", below, label)
		files := under(dir, files)
		k.all(files)
		k.surplus(dir, files, formats)
	})
}

// comparing opens a folder and calls with for what is below it.
func comparing(folder string, with func(k *comparison, below string)) comparison {
	root, below, err := openFolder(filepath.Clean(folder), true)
	if err != nil {
		return comparison{failed: []diag.Report{about(folder, diag.CannotCompare(reason(err)))}}
	}
	defer func() { _ = root.Close() }()
	k := comparison{in: disk{root}, base: root.Name()}
	with(&k, below)
	k.differing, k.failed = fromRoot(root, k.differing), fromRoot(root, k.failed)
	return k
}

// all compares each file with the one on disk.
func (k *comparison) all(files []generator.File) {
	for _, f := range files {
		c, err := inspect(k.in, f)
		switch {
		case err != nil && len(k.failed) > 0 && k.failed[len(k.failed)-1].Name == c.name:
			// the folder that they share is in the way
		case err != nil:
			k.failed = append(k.failed, about(c.name, trouble(err, diag.CannotCompare)))
		case !c.same():
			k.differs(c, k.cause(c))
		}
	}
}

// cause says why a file differs. Where an output carries no mark, the template
// beside it speaks for both. Line ends that a checkout changed are no edit by hand.
func (k *comparison) cause(c change) diag.Diagnostic {
	plain := plainEnds(c.earlier)
	revision, intact, wrote := mark(plain)
	_, _, marks := mark(c.data)
	if !wrote && !marks {
		revision, wrote = templateBeside(k.in, c.name)
	}
	switch {
	case !c.exists():
		return diag.OutputMissing()
	case !wrote:
		return diag.NotOurs()
	case bytes.Equal(plain, c.data):
		return diag.LineEndsChanged()
	case marks && !intact:
		return diag.OutputEdited()
	case revision != generator.Revision:
		return diag.OtherRevision(revision, generator.Revision)
	case !marks:
		return diag.EditedOrChanged()
	}
	return diag.IntentChanged()
}

// plainEnds returns text with the line ends of every output.
func plainEnds(text []byte) []byte {
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}

// surplus finds the files of some languages in the folder of an intent that
// batchgen wrote and the intent does not give. Only names that an output can
// have count: somebody may keep other files of batchgen there.
func (k *comparison) surplus(dir string, given []generator.File, formats []generator.Format) {
	if info, err := k.in.Lstat(dir); err != nil || !info.IsDir() {
		return // no folder, or one that all has complained of
	}
	var names []string
	if slices.Contains(formats, generator.Bicep) {
		names = append(names, k.list(dir, ".bicepparam")...)
		names = append(names, k.list(path.Join(dir, modules), ".bicep")...)
	}
	if slices.Contains(formats, generator.ARM) {
		names = append(names, k.list(dir, ".parameters.json")...)
	}
	for _, name := range names {
		if slices.ContainsFunc(given, func(f generator.File) bool { return f.Name == name }) {
			continue
		}
		c, err := inspect(k.in, generator.File{Name: name})
		if err != nil {
			k.failed = append(k.failed, about(c.name, trouble(err, diag.CannotCompare)))
			continue
		}
		_, _, wrote := bicep.Mark(c.earlier)
		if path.Ext(name) == ".json" {
			_, wrote = templateBeside(k.in, name)
		}
		if wrote {
			k.differs(c, diag.NoLongerGiven())
		}
	}
}

// list returns the plain files in a folder whose names end in a suffix, sorted;
// none where there is no folder, but a link, for one.
func (k *comparison) list(dir, suffix string) []string {
	info, err := k.in.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil
	}
	entries, err := k.in.ReadDir(dir)
	if err != nil {
		k.failed = append(k.failed, about(dir, diag.CannotCompare(reason(err))))
	}
	var names []string
	for _, entry := range entries {
		if entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), suffix) {
			names = append(names, path.Join(dir, entry.Name()))
		}
	}
	slices.Sort(names)
	return names
}

// differs takes a file that differs; one that is not given any more has no data.
func (k *comparison) differs(c change, why diag.Diagnostic) {
	place := filepath.Join(k.base, filepath.FromSlash(c.name))
	before, after := patchName("a", place), patchName("b", place)
	if !c.exists() {
		before = noFile
	}
	if c.data == nil {
		after = noFile
	}
	k.patch = append(k.patch, diff.Diff(before, c.earlier, after, c.data)...)
	k.differing = append(k.differing, about(c.name, why))
}

// noFile is what a patch calls a file that is not there.
const noFile = "/dev/null"

// patchName returns what a patch calls a file, so that patch -p1 finds it from
// the working folder; from the root, if the file is elsewhere, because patch
// goes up no folder.
func patchName(side, file string) string {
	if !filepath.IsLocal(file) {
		if absolute, err := filepath.Abs(file); err == nil {
			file = strings.TrimLeft(absolute[len(filepath.VolumeName(absolute)):], string(filepath.Separator))
		}
	}
	name := side + "/" + filepath.ToSlash(file)
	switch {
	case strings.ContainsFunc(name, func(r rune) bool { return r == '"' || r == '\\' || !unicode.IsPrint(r) }):
		return strconv.Quote(name)
	case strings.Contains(name, " "):
		return name + "\t" // ends the name, which a blank would otherwise do
	}
	return name
}
