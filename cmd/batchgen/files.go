package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/diag"
)

// This file writes the files of one intent: all of them or none, inside one
// folder only, never through a symbolic link, and never over what somebody
// else wrote unless that is asked for.

const (
	fileMode   = 0o644 // before umask
	folderMode = 0o755

	// temporaryPrefix begins the name of every temporary file; it stands beside the
	// file that it becomes, since a rename works within one file system only.
	temporaryPrefix = ".batchgen-"

	// largestOutput is more than Azure takes of a template (4 MB). A longer file
	// is not one of ours, and nothing is done to it.
	largestOutput = 8 << 20
)

// saving says how files are saved.
type saving struct {
	// create makes missing folders on the way to the output folder.
	create bool
	// force overwrites files that batchgen did not write.
	force bool
	// protected reports whether a file is one that must stay all the same.
	protected func(fs.FileInfo) bool
}

// folder is what saving needs of a folder: os.Root, or one that fails in tests.
type folder interface {
	Lstat(name string) (fs.FileInfo, error)
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

// save writes files below a folder of the file system and returns what keeps
// it from that, with nothing changed.
func save(folder string, files []generator.File, how saving) []diag.Report {
	root, below, err := openFolder(filepath.Clean(folder), how.create)
	if err != nil {
		return []diag.Report{about(folder, diag.CannotWrite(reason(err)))}
	}
	defer func() { _ = root.Close() }()
	below = filepath.ToSlash(below)
	placed := make([]generator.File, len(files))
	for i, f := range files {
		placed[i] = generator.File{Name: path.Join(below, f.Name), Data: f.Data}
	}
	reports := saveIn(disk{root}, placed, how)
	for i := range reports {
		reports[i].Name = filepath.Join(root.Name(), filepath.FromSlash(reports[i].Name))
	}
	return reports
}

// openFolder opens a folder, or where it is missing and may be made, the
// nearest one above that exists; below is the rest of the path.
func openFolder(name string, create bool) (root *os.Root, below string, err error) {
	root, err = os.OpenRoot(name)
	parent := filepath.Dir(name)
	if !create || parent == name || !errors.Is(err, fs.ErrNotExist) {
		return root, "", err
	}
	root, below, err = openFolder(parent, create)
	return root, filepath.Join(below, filepath.Base(name)), err
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
		case !c.same:
			changes = append(changes, c)
		}
	}
	if len(refused) > 0 {
		return refused
	}
	return carryOut(in, changes)
}

// carryOut makes the changes, or none of them.
func carryOut(in folder, changes []change) []diag.Report {
	w := writer{in: in}
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
	// exists tells that there is an earlier file, with content earlier and mode.
	exists  bool
	earlier []byte
	mode    fs.FileMode
	// same tells that there is nothing to do.
	same bool
}

// examine looks at the place of a file. The finding says why it must not be
// written; the name of the change is then the place that the finding speaks of.
func examine(in folder, f generator.File, how saving) (change, *diag.Diagnostic) {
	for _, parent := range parents(f.Name) {
		info, err := in.Lstat(parent)
		if errors.Is(err, fs.ErrNotExist) {
			return change{name: f.Name, data: f.Data}, nil
		}
		if err != nil {
			return change{name: parent}, finding(diag.CannotWrite(reason(err)))
		}
		if !info.IsDir() {
			return change{name: parent}, finding(diag.NotPlain(describe(info)))
		}
	}
	c := change{name: f.Name, data: f.Data}
	info, err := in.Lstat(f.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, finding(diag.CannotWrite(reason(err)))
	}
	if !info.Mode().IsRegular() {
		return c, finding(diag.NotPlain(describe(info)))
	}
	c.exists, c.mode = true, info.Mode().Perm()
	if c.earlier, err = readStart(in, f.Name); err != nil {
		return c, finding(diag.CannotWrite(reason(err)))
	}
	switch {
	case len(c.earlier) > largestOutput:
		return c, finding(diag.NotPlain("a file of more than 8 MiB"))
	case bytes.Equal(c.earlier, f.Data):
		c.same = true
	case links(info) > 1:
		return c, finding(diag.NotPlain(describe(info)))
	case ours(c.earlier):
	case how.protected(info):
		return c, finding(diag.OutputIsIntent())
	case !how.force:
		return c, finding(diag.NotOurs())
	}
	return c, nil
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

// ours reports whether batchgen wrote a text: it carries our mark, though the
// rest may have been edited since.
func ours(text []byte) bool {
	if _, _, ok := bicep.Mark(text); ok {
		return true
	}
	_, _, ok := arm.Mark(text)
	return ok
}

// writer carries out changes and can take them back.
type writer struct {
	in       folder
	prepared []prepared
	// folders and temporaries that were made, put what stands in its place.
	folders     []string
	temporaries []string
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
	if p.temporary, err = w.write(c.name, c.data, fileMode); err != nil {
		return err
	}
	if c.exists && backup {
		if p.backup, err = w.write(c.name, c.earlier, c.mode); err != nil {
			return err
		}
	}
	w.prepared = append(w.prepared, p)
	return nil
}

// write writes a temporary file beside the file called name.
func (w *writer) write(name string, data []byte, mode fs.FileMode) (string, error) {
	temporary := path.Join(path.Dir(name), temporaryPrefix+rand.Text())
	f, err := w.in.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", err
	}
	w.temporaries = append(w.temporaries, temporary)
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
	w.forget(p.temporary)
	w.placed = append(w.placed, p)
	return nil
}

// forget drops a temporary file that is none any more.
func (w *writer) forget(temporary string) {
	w.temporaries = slices.DeleteFunc(w.temporaries, func(t string) bool { return t == temporary })
}

// undo puts everything back as it was and reports what does not work of that.
func (w *writer) undo() []diag.Report {
	var reports []diag.Report
	for _, p := range slices.Backward(w.placed) {
		if !p.exists {
			w.temporaries = append(w.temporaries, p.name)
			continue
		}
		if err := w.in.Rename(p.backup, p.name); err != nil {
			reports = append(reports, about(p.name, diag.CannotRestore(path.Base(p.backup), reason(err))))
		}
		w.forget(p.backup)
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
	for _, temporary := range w.temporaries {
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
