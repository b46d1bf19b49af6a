package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
)

// This file writes the files of one intent: all of them or none, inside one
// folder only, never through a symbolic link, and never over what somebody
// else wrote unless that is asked for. It removes no output.

const (
	fileMode   = 0o644 // before umask
	folderMode = 0o755

	// temporaryPrefix begins the name of every temporary file; it stands beside the
	// file that it becomes, since a rename works within one file system only.
	temporaryPrefix = ".batchgen-"

	// keptSuffix ends the name of a temporary file with the content of a file that
	// batchgen did not write. It may be the only copy, so no other run removes it.
	keptSuffix = ".kept"

	// leftoverAge is how old a temporary file is that must be of a run that was
	// killed. Whether a process still lives cannot be told across containers and
	// network drives; the time that a run needs for its files can be judged.
	leftoverAge = time.Hour

	// largestOutput is more than Azure takes of a template (4 MB). A longer file
	// is not one of ours, and nothing is done to it.
	largestOutput = 8 << 20
)

// saving says how files are saved.
type saving struct {
	// create makes missing folders on the way to the output folder.
	create bool
	// fresh refuses, without force, every earlier file that differs, those that
	// batchgen wrote too: what a project begins with is the user's from then on.
	fresh bool
	// force overwrites files that batchgen did not write, and with fresh all others.
	force bool
	// protected reports whether a file is one that must stay all the same.
	protected func(fs.FileInfo) bool
	// now is the time that the age of temporary files is judged by.
	now time.Time
}

// folder is what saving needs of a folder: os.Root, or one that fails in tests.
type folder interface {
	Lstat(name string) (fs.FileInfo, error)
	ReadDir(name string) ([]fs.DirEntry, error)
	OpenFile(name string, flag int, mode fs.FileMode) (file, error)
	Mkdir(name string, mode fs.FileMode) error
	Rename(from, to string) error
	Remove(name string) error
}

// file is an open file of a folder.
type file interface {
	io.ReadWriteCloser
	Sync() error
}

// disk is a folder of the file system; no name leads out of it.
type disk struct{ *os.Root }

func (d disk) OpenFile(name string, flag int, mode fs.FileMode) (file, error) {
	f, err := d.Root.OpenFile(name, flag, mode)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (d disk) ReadDir(name string) ([]fs.DirEntry, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return f.ReadDir(-1)
}

// save writes files below a folder of the file system and returns what keeps
// it from that, with nothing changed.
func save(folder string, files []generator.File, how saving) []diag.Report {
	root, below, err := openFolder(filepath.Clean(folder), how.create)
	if err != nil {
		return []diag.Report{about(folder, diag.CannotWrite(reason(err)))}
	}
	defer func() { _ = root.Close() }()
	return fromRoot(root, saveIn(disk{root}, under(below, files), how))
}

// under returns files with names below a folder.
func under(folder string, files []generator.File) []generator.File {
	placed := make([]generator.File, len(files))
	for i, f := range files {
		placed[i] = generator.File{Name: path.Join(folder, f.Name), Data: f.Data}
	}
	return placed
}

// fromRoot returns reports on files in a folder with their names as the user
// would write them.
func fromRoot(root *os.Root, reports []diag.Report) []diag.Report {
	for i := range reports {
		reports[i].Name = filepath.Join(root.Name(), filepath.FromSlash(reports[i].Name))
	}
	return reports
}

// openFolder opens a folder, or where it is missing and may be made, the
// nearest one above that exists; below is the rest of the path, with slashes.
func openFolder(name string, create bool) (root *os.Root, below string, err error) {
	root, err = os.OpenRoot(name)
	parent := filepath.Dir(name)
	if !create || parent == name || !errors.Is(err, fs.ErrNotExist) {
		return root, "", err
	}
	root, below, err = openFolder(parent, create)
	return root, path.Join(below, filepath.Base(name)), err
}

// saveIn is save within an open folder; the reports are named by the files.
func saveIn(in folder, files []generator.File, how saving) []diag.Report {
	var changes []change
	var refused []diag.Report
	for _, f := range files {
		c, finding := examine(in, f, how)
		switch {
		case finding != nil && len(refused) > 0 && refused[len(refused)-1].Name == c.name:
			// the folder that they share is in the way
		case finding != nil:
			refused = append(refused, about(c.name, *finding))
		case !c.same():
			changes = append(changes, c)
		}
	}
	if len(refused) > 0 {
		return refused
	}
	reports := carryOut(in, changes)
	if len(reports) == 0 {
		sweep(in, files, how.now.Add(-leftoverAge))
	}
	return reports
}

// carryOut makes the changes, or none of them.
func carryOut(in folder, changes []change) []diag.Report {
	w := writer{in: in, temporaries: map[string]bool{}}
	for i, c := range changes {
		last := i == len(changes)-1 // once it is in place nothing is put back
		if err := w.prepare(c, !last); err != nil {
			return slices.Concat([]diag.Report{about(c.name, diag.CannotWrite(reason(err)))}, w.undo())
		}
	}
	for _, p := range w.prepared {
		if err := w.place(p); err != nil {
			return slices.Concat([]diag.Report{about(p.name, diag.CannotWrite(reason(err)))}, w.undo())
		}
	}
	return w.finish()
}

// change is one file and what stands in its place.
type change struct {
	name string
	data []byte
	// info of the earlier file, nil if there is none, and its content.
	info    fs.FileInfo
	earlier []byte
	// foreign tells that batchgen did not write the earlier file.
	foreign bool
}

// exists reports whether there is an earlier file.
func (c change) exists() bool { return c.info != nil }

// same reports whether there is nothing to do.
func (c change) same() bool { return c.exists() && bytes.Equal(c.earlier, c.data) }

// notPlain says in words what stands in the place of an output and can be none.
type notPlain string

func (n notPlain) Error() string { return "found " + string(n) }

// inspect looks at the place of a file. The name of the change is the place
// that an error speaks of.
func inspect(in folder, f generator.File) (change, error) {
	for _, parent := range parents(f.Name) {
		info, err := in.Lstat(parent)
		if errors.Is(err, fs.ErrNotExist) {
			return change{name: f.Name, data: f.Data}, nil
		}
		if err != nil {
			return change{name: parent}, err
		}
		if !info.IsDir() {
			return change{name: parent}, notPlain(describe(info))
		}
	}
	c := change{name: f.Name, data: f.Data}
	info, err := in.Lstat(f.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if !info.Mode().IsRegular() {
		return c, notPlain(describe(info))
	}
	c.info = info
	c.earlier, err = readStart(in, f.Name)
	if err == nil && len(c.earlier) > largestOutput {
		err = notPlain("a file of more than 8 MiB")
	}
	return c, err
}

// examine looks at the place of a file. The finding says why it must not be
// written; the name of the change is then the place that the finding speaks of.
func examine(in folder, f generator.File, how saving) (change, *diag.Diagnostic) {
	c, err := inspect(in, f)
	if err != nil {
		return c, finding(trouble(err, diag.CannotWrite))
	}
	switch {
	case !c.exists() || c.same():
	case links(c.info) > 1:
		return c, finding(diag.NotPlain(describe(c.info)))
	case how.fresh && !how.force:
		return c, finding(diag.ProjectFileDiffers())
	case ours(in, c):
	case how.protected(c.info):
		return c, finding(diag.OutputIsIntent())
	case !how.force:
		return c, finding(diag.NotOurs())
	default:
		c.foreign = true
	}
	return c, nil
}

// trouble is the finding about an error of inspect; cannot makes it of what the
// operating system says.
func trouble(err error, cannot func(reason string) diag.Diagnostic) diag.Diagnostic {
	if n := notPlain(""); errors.As(err, &n) {
		return diag.NotPlain(string(n))
	}
	return cannot(reason(err))
}

func finding(d diag.Diagnostic) *diag.Diagnostic { return &d }

// parents returns the folders on the way to a file, the outermost first.
func parents(name string) []string {
	var all []string
	for p := path.Dir(name); p != "."; p = path.Dir(p) {
		all = append(all, p)
	}
	slices.Reverse(all)
	return all
}

// describe says in words what stands in the place of an output.
func describe(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode.IsDir():
		return "a folder"
	case mode.IsRegular() && links(info) > 1:
		return fmt.Sprintf("a file with %d hard links", links(info))
	case mode.IsRegular():
		return "a file"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// readStart reads a file, up to one byte more than an output can have.
func readStart(in folder, name string) ([]byte, error) {
	f, err := in.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, largestOutput+1))
}

// ours reports whether batchgen wrote the earlier file of a change, though it
// may have been edited since: it carries our mark. An output that carries none,
// such as a parameter file in JSON or an allowlist, is ours where the template beside it is.
func ours(in folder, c change) bool {
	if _, _, ok := mark(c.earlier); ok {
		return true
	}
	if _, _, ok := mark(c.data); ok {
		return false
	}
	_, ok := templateBeside(in, c.name)
	return ok
}

// mark reads the mark of an output in any language.
func mark(text []byte) (revision int, intact, ok bool) {
	if revision, intact, ok = bicep.Mark(text); ok {
		return revision, intact, ok
	}
	if revision, intact, ok = explain.Mark(text); ok {
		return revision, intact, ok
	}
	return arm.Mark(text)
}

// templateBeside returns the revision of the main.json in the folder of a file;
// it is ok if that is ours.
func templateBeside(in folder, name string) (revision int, ok bool) {
	c, err := inspect(in, generator.File{Name: path.Join(path.Dir(name), "main.json")})
	if err != nil {
		return 0, false
	}
	revision, _, ok = arm.Mark(c.earlier)
	return revision, ok
}

// writer carries out changes and can take them back.
type writer struct {
	in       folder
	prepared []prepared
	// folders and temporaries that were made, placed what stands in its place.
	folders     []string
	temporaries map[string]bool
	placed      []prepared
}

// prepared is a change whose content lies in a temporary file.
type prepared struct {
	change
	temporary string
	// backup is a temporary file with the earlier content, "" if none is needed.
	backup string
}

// prepare writes the content of a change beside its place, and where that may
// have to be put back, the content that is there now: putting it back is then
// a rename, which needs no space.
func (w *writer) prepare(c change, backup bool) error {
	for _, parent := range parents(c.name) {
		err := w.in.Mkdir(parent, folderMode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		w.folders = append(w.folders, parent)
	}
	p := prepared{change: c}
	var err error
	mode := fs.FileMode(fileMode)
	if c.foreign { // its owner decided who may read it
		mode = c.info.Mode().Perm()
	}
	if p.temporary, err = w.write(c.name, "", c.data, mode); err != nil {
		return err
	}
	if c.exists() && backup {
		suffix := ""
		if c.foreign {
			suffix = keptSuffix
		}
		if p.backup, err = w.write(c.name, suffix, c.earlier, c.info.Mode().Perm()); err != nil {
			return err
		}
	}
	w.prepared = append(w.prepared, p)
	return nil
}

// write writes a temporary file beside the file called name.
func (w *writer) write(name, suffix string, data []byte, mode fs.FileMode) (string, error) {
	temporary := path.Join(path.Dir(name), temporaryPrefix+rand.Text()+suffix)
	f, err := w.in.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	w.temporaries[temporary] = true
	err = write(f, data)
	if err == nil {
		err = f.Sync()
	}
	return temporary, errors.Join(err, f.Close())
}

// place moves a prepared file to its place.
func (w *writer) place(p prepared) error {
	if err := w.in.Rename(p.temporary, p.name); err != nil {
		return err
	}
	delete(w.temporaries, p.temporary)
	w.placed = append(w.placed, p)
	return nil
}

// undo puts everything back as it was and reports what does not work of that.
func (w *writer) undo() []diag.Report {
	var reports []diag.Report
	for _, p := range slices.Backward(w.placed) {
		if !p.exists() {
			w.temporaries[p.name] = true
			continue
		}
		if err := w.in.Rename(p.backup, p.name); err != nil {
			reports = append(reports, about(p.name, diag.CannotRestore(path.Base(p.backup), reason(err))))
		}
		delete(w.temporaries, p.backup)
	}
	reports = append(reports, w.finish()...)
	for _, made := range slices.Backward(w.folders) {
		_ = remove(w.in, made) // another process may have written into it since
	}
	return reports
}

// finish removes the temporary files that are left.
func (w *writer) finish() []diag.Report {
	var reports []diag.Report
	for _, temporary := range slices.Sorted(maps.Keys(w.temporaries)) {
		if err := remove(w.in, temporary); err != nil {
			reports = append(reports, about(temporary, diag.TemporaryLeft(reason(err))))
		}
	}
	return reports
}

// remove removes a file or an empty folder. It tries twice, because a scanner
// or indexer may hold a fresh file for a moment.
func remove(in folder, name string) error {
	if in.Remove(name) == nil {
		return nil
	}
	return in.Remove(name)
}

// sweep removes temporary files from before a time beside files: those of runs
// that were killed. What does not work of that is left to the next run.
func sweep(in folder, files []generator.File, before time.Time) {
	var folders []string
	for _, f := range files {
		folders = append(folders, path.Dir(f.Name))
	}
	slices.Sort(folders)
	for _, dir := range slices.Compact(folders) {
		entries, err := in.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if !isTemporary(entry.Name()) {
				continue
			}
			name := path.Join(dir, entry.Name())
			if info, err := in.Lstat(name); err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
				_ = in.Remove(name)
			}
		}
	}
}

// isTemporary reports whether a file has the name of a temporary file that no
// run needs once it is over.
func isTemporary(name string) bool {
	text, ok := strings.CutPrefix(name, temporaryPrefix)
	return ok && len(text) == len(rand.Text()) && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
