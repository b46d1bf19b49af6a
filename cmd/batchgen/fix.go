package main

import (
	"bytes"
	"io/fs"
	"path/filepath"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

// fix corrects an intent in its file, says on standard error what it corrected,
// and returns the text that the file now has. What keeps it from writing the
// file is a finding, and the text is then the old one.
func (a *App) fix(name string, source []byte, options generator.Options) ([]byte, []diag.Report) {
	fixed, cured := generator.Fix(source, options.AsOf)
	if bytes.Equal(fixed, source) {
		return source, nil
	}
	a.saving.RLock()
	defer a.saving.RUnlock()
	failed := save(filepath.Dir(name), []generator.File{{Name: filepath.Base(name), Data: fixed}}, saving{
		force: true, now: a.Now(), protected: func(fs.FileInfo) bool { return false },
	})
	if len(failed) > 0 {
		return source, failed
	}
	// Where standard error fails, the file itself tells what is different.
	_ = diag.PrintCured(a.Err, name, cured)
	return fixed, nil
}
