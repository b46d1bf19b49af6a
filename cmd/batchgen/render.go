package main

import (
	"io/fs"
	"path"
	"path/filepath"

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
			"files of the deployment with -o DIR/: one intent into DIR itself, several into a\n" +
			"folder each, named after the intent. Warnings go to standard error. After an\n" +
			"error nothing of that intent is written. Files that would not change are left\n" +
			"alone, and so are, without --force, files that batchgen did not write.",
		UsageText: "batchgen render batchgen.yaml\n" +
			"batchgen render batchgen.yaml --format arm -o azuredeploy.json\n" +
			"batchgen render east.batchgen.yaml west.batchgen.yaml -o infra/",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "write this `LANG` only: bicep or arm"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to this file, or folder (`PATH`/), instead"},
			&cli.BoolFlag{Name: "force", Usage: "overwrite files that batchgen did not write"},
			diagnosticsFlag(), failOnFlag(), asOfFlag(),
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
	force   bool
	found   *findings
}

func (a *App) render(c *cli.Context) error {
	found, form, err := messages(c)
	if err != nil {
		return err
	}
	format, err := choice(c, "format", string(generator.Bicep), string(generator.ARM))
	if err != nil {
		return err
	}
	day, err := a.asOf(c)
	if err != nil {
		return err
	}
	intents, err := a.intents(c)
	if err != nil {
		return err
	}
	if len(intents) == 0 {
		return a.short(c.Command)
	}
	if c.IsSet("output") && c.String("output") == "" {
		return usageError{"--output is empty", "leave it out to print on standard output"}
	}
	to, err := chooseTarget(c.String("output"), generator.Format(format), intents)
	if err != nil {
		return err
	}
	r := rendering{
		app: a, intents: intents, to: to, force: c.Bool("force"), found: found,
		options: generator.Options{AsOf: day, Formats: []generator.Format{generator.Bicep, generator.ARM}},
	}
	if to.format != "" {
		r.options.Formats = []generator.Format{to.format}
	}
	for i := range intents {
		r.one(i)
	}
	return found.print(a, a.Err, form)
}

// one renders one intent and writes what it gives.
func (r *rendering) one(i int) {
	name := displayName(r.intents[i])
	source, fault := r.app.read(r.intents[i])
	if fault != nil {
		r.found.fail(about(name, *fault))
		return
	}
	result := generator.Generate(source, r.options)
	if !r.found.add(diag.Report{Name: name, Source: source, List: result.Diagnostics}) {
		return
	}
	switch r.to.kind {
	case toStdout:
		if err := write(r.app.Out, mainFile(result.Files, r.to.format)); err != nil {
			r.found.fail(about(stdoutName, diag.CannotPrint(reason(err))))
		}
	case toFile:
		file := generator.File{Name: filepath.Base(r.to.path), Data: mainFile(result.Files, r.to.format)}
		r.save(filepath.Dir(r.to.path), []generator.File{file}, false)
	case toFolder:
		files := result.Files
		for j := range files {
			files[j].Name = path.Join(r.to.labels[i], files[j].Name)
		}
		r.save(r.to.path, files, true)
	}
}

// save writes the files of one intent below a folder, which is made where create
// says so.
func (r *rendering) save(folder string, files []generator.File, create bool) {
	r.app.saving.Lock()
	defer r.app.saving.Unlock()
	r.found.fail(save(folder, files, saving{
		create: create, force: r.force,
		protected: func(file fs.FileInfo) bool { return r.app.isIntent(file, r.intents) },
	})...)
}

// mainFile returns the deployment itself in one language.
func mainFile(files []generator.File, format generator.Format) []byte {
	name := "main.bicep"
	if format == generator.ARM {
		name = "main.json"
	}
	for _, f := range files {
		if f.Name == name {
			return f.Data
		}
	}
	panic("no " + name + " among the files of a deployment")
}
