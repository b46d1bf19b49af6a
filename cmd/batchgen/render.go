package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
)

func (a *App) renderCommand() *cli.Command {
	return &cli.Command{
		Name:      "render",
		Usage:     "write the deployment that intents describe",
		ArgsUsage: "INTENT...",
		Description: "Reads each intent, - being standard input, and prints its Bicep, or writes all\n" +
			"files of the deployment with -o DIR/, explain.md and allowlist.json among them:\n" +
			"one intent into DIR itself, several into a folder each, named after the intent.\n" +
			"Warnings go to standard error. After an error nothing of that intent is written;\n" +
			"with --all-or-none nothing at all. Files that would not change are left alone,\n" +
			"and so are, without --force, files that batchgen did not write. No output is\n" +
			"ever removed: what an intent no longer gives stays, and --check tells.\n\n" +
			"--check writes nothing. Where files are not what the intents give, it prints a\n" +
			"patch (for patch -p1; paths outside the working folder begin at /), tells on\n" +
			"standard error why each file differs, and exits with status 3.\n\n" +
			"A run that is killed may leave files called .batchgen-* behind. The next one\n" +
			"into the same folder removes those that are older than an hour.",
		UsageText: "batchgen render batchgen.yaml\n" +
			"batchgen render batchgen.yaml --format arm -o azuredeploy.json\n" +
			"batchgen render east.batchgen.yaml west.batchgen.yaml -o infra/\n" +
			"batchgen render --check east.batchgen.yaml west.batchgen.yaml -o infra/",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write this `LANG` only: bicep or arm"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to this file, or folder (`PATH`/), instead"},
			&cli.BoolFlag{Name: "check", Usage: "compare with the files at --output, write nothing"},
			&cli.BoolFlag{Name: "all-or-none", Usage: "write no intent if one is faulty"},
			&cli.BoolFlag{Name: "force", Usage: "overwrite files that batchgen did not write"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(), stdinNameFlag(),
		},
		Action: a.render,
	}
}

// rendering is one call of render.
type rendering struct {
	app     *App
	intents []string
	to      target
	options generator.Options
	check   bool
	// together makes all intents one unit, whose files are held until the end.
	together bool
	force    bool
	found    *findings
	held     []generator.File
	progress *progress
	// refused is what was wrong with the call after all, as only an intent shows.
	refused error
	// mute tells that standard output takes no more.
	mute bool
}

// outcome is what one intent came to.
type outcome struct {
	// diagnostics of the intent.
	diagnostics diag.Report
	// failed and differing are about files, bug is about batchgen.
	failed, differing, bug []diag.Report
	// product is for standard output.
	product []byte
	// files are to be saved with those of the other intents.
	files   []generator.File
	refused error
}

func (a *App) render(c *cli.Context) error {
	format, err := choice(c, "format", string(generator.Bicep), string(generator.ARM))
	if err != nil {
		return err
	}
	o, err := a.open(c)
	if err != nil {
		return err
	}
	if c.IsSet("output") && c.String("output") == "" {
		return usageError{"--output is empty", "leave it out to print on standard output"}
	}
	to, err := chooseTarget(c.String("output"), generator.Format(format), o.names)
	if err != nil {
		return err
	}
	if c.Bool("check") && to.kind == toStdout {
		return usageError{"--check needs files to compare with", "name them: -o FILE, or -o DIR/"}
	}
	r := rendering{
		app: a, intents: o.names, to: to, check: c.Bool("check"), together: c.Bool("all-or-none"), force: c.Bool("force"),
		found: o.found, progress: a.newProgress(len(o.names)),
		options: generator.Options{AsOf: o.day, Formats: []generator.Format{
			generator.Bicep, generator.ARM, generator.Explain, generator.Allowlist,
		}},
	}
	if to.format != "" {
		r.options.Formats = []generator.Format{to.format}
	}
	inOrder(len(o.names), runtime.GOMAXPROCS(0), r.one, r.take)
	r.progress.clear()
	if r.refused != nil {
		return r.refused
	}
	if len(r.held) > 0 && o.found.status == exitDone {
		o.found.fail(exitIO, r.save(to.path, r.held, true)...)
	}
	return o.found.print(a, a.Err, o.form)
}

// take takes the outcome of one intent; they come in the order of the call.
func (r *rendering) take(o outcome) {
	r.progress.step()
	r.found.add(o.diagnostics)
	r.found.fail(exitBug, o.bug...)
	r.found.fail(exitIO, o.failed...)
	r.found.fail(exitDiffer, o.differing...)
	r.held = append(r.held, o.files...)
	if o.refused != nil {
		r.refused = o.refused
	}
	if len(o.product) == 0 || r.mute {
		return
	}
	r.progress.clear()
	if err := write(r.app.Out, o.product); err != nil {
		r.found.fail(exitIO, about(stdoutName, diag.CannotPrint(reason(err))))
		r.mute = true
	}
}

// one renders one intent and writes or compares what it gives. Several calls
// run at once.
func (r *rendering) one(i int) (o outcome) {
	name := displayName(r.intents[i])
	defer func() {
		if v := recover(); v != nil {
			o = outcome{bug: []diag.Report{about(name, r.app.internalError(v))}}
		}
	}()
	source, fault := r.app.read(r.intents[i])
	if fault != nil {
		return outcome{failed: []diag.Report{about(name, *fault)}}
	}
	result := r.app.Generate(source, r.options)
	o.diagnostics = diag.Report{Name: name, Source: source, List: result.Diagnostics}
	if r.found.stops(result.Diagnostics) {
		return o
	}
	if r.to.kind == toFolder {
		r.folder(&o, r.to.labels[i], result.Files)
		return o
	}
	main, err := mainFile(name, result.Files, r.to.format)
	if err != nil {
		return outcome{refused: err}
	}
	if r.to.kind == toStdout {
		o.product = main
		return o
	}
	folder, files := filepath.Dir(r.to.path), []generator.File{{Name: filepath.Base(r.to.path), Data: main}}
	if r.check {
		o.compared(compare(folder, files))
	} else {
		o.failed = r.save(folder, files, false)
	}
	return o
}

// folder writes or compares the files of one intent in a folder.
func (r *rendering) folder(o *outcome, label string, files []generator.File) {
	switch {
	case r.check:
		o.compared(compareFolder(r.to.path, label, files, r.options.Formats))
	case r.together:
		o.files = under(label, files)
	default:
		o.failed = r.save(r.to.path, under(label, files), true)
	}
}

// compared takes what comparing gave.
func (o *outcome) compared(k comparison) {
	o.product, o.differing, o.failed = k.patch, k.differing, k.failed
}

// save writes files below a folder, which is made where create says so, and
// returns what keeps it from that.
func (r *rendering) save(folder string, files []generator.File, create bool) []diag.Report {
	r.app.saving.RLock()
	defer r.app.saving.RUnlock()
	return save(folder, files, saving{
		create: create, force: r.force, now: r.app.Now(),
		protected: func(file fs.FileInfo) bool { return r.app.isIntent(file, r.intents) },
	})
}

// modules is the folder of the Bicep files that main.bicep refers to.
const modules = "modules"

// mainFile returns the deployment itself in one language. It is an error if
// that is more than one file.
func mainFile(intent string, files []generator.File, format generator.Format) ([]byte, error) {
	name := "main.bicep"
	if format == generator.ARM {
		name = "main.json"
	}
	var main []byte
	var needed []string
	for _, f := range files {
		switch {
		case f.Name == name:
			main = f.Data
		case format == generator.Bicep && path.Dir(f.Name) == modules:
			needed = append(needed, f.Name)
		}
	}
	if main == nil {
		panic("no " + name + " among the files of a deployment")
	}
	if len(needed) > 0 {
		return nil, usageError{
			fmt.Sprintf("the Bicep of %s is more than one file: %s needs %s", intent, name, strings.Join(needed, ", ")),
			"write them into a folder, -o DIR/, or print one file with --format arm",
		}
	}
	return main, nil
}
