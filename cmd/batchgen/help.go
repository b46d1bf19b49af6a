package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

func (a *App) helpCommand() *cli.Command {
	return &cli.Command{
		Name:        "help",
		Usage:       "explain batchgen or one of its commands",
		ArgsUsage:   "[COMMAND]",
		Description: "Prints what batchgen --help or batchgen COMMAND --help prints.",
		UsageText:   "batchgen help\nbatchgen help render",
		Action:      a.help,
	}
}

func (a *App) help(c *cli.Context) error {
	if c.NArg() == 0 {
		return a.deliver(overview(c.App))
	}
	if c.NArg() > 1 {
		return usageError{"help explains one command at a time", ""}
	}
	command := c.App.Command(c.Args().First())
	if command == nil {
		return usageError{fmt.Sprintf("unknown command %q", c.Args().First()),
			orElse(didYouMean("", c.Args().First(), commandNames(c.App)), "batchgen help lists the commands")}
	}
	return a.deliver(details(command))
}

// short prints how a command is called, where its arguments are missing.
func (a *App) short(command *cli.Command) error {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "Usage:\n  %s\n\n", synopsis(command))
	examples(text, command.UsageText)
	fmt.Fprintf(text, "\nbatchgen %s --help says more.\n", command.Name)
	_, _ = a.Err.Write(text.Bytes())
	return exitStatus(exitUsage)
}

// overview returns the help of batchgen itself.
func overview(c *cli.App) []byte {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "batchgen: %s\n\n", c.Usage)
	fmt.Fprint(text, "Usage:\n  batchgen COMMAND [ARGUMENTS] [FLAGS]\n\n")
	examples(text, "batchgen render batchgen.yaml\nbatchgen render batchgen.yaml -o infra/")
	fmt.Fprint(text, "\nCommands:\n")
	var rows [][]string
	for _, command := range c.Commands {
		rows = append(rows, []string{"  " + command.Name, command.Usage})
	}
	text.Write(align(rows))
	fmt.Fprint(text, "\nFlags:\n  --help, -h  explain batchgen or the command before it\n"+
		"  --version   print the version\n\n")
	fmt.Fprint(text, "Exit status:\n  0 done, 1 an intent is at fault, 2 wrong usage, 3 files would differ,\n"+
		"  4 cannot read or write, 5 a bug of batchgen, 130 interrupted\n\n")
	fmt.Fprint(text, "batchgen COMMAND --help says more.\n")
	return text.Bytes()
}

// details returns the help of one command.
func details(command *cli.Command) []byte {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "batchgen %s: %s\n\nUsage:\n  %s\n\n", command.Name, command.Usage, synopsis(command))
	examples(text, command.UsageText)
	fmt.Fprintf(text, "\n%s\n", command.Description)
	if len(command.Flags) == 0 {
		return text.Bytes()
	}
	fmt.Fprint(text, "\nFlags:\n")
	var rows [][]string
	for _, flag := range command.Flags {
		f := flag.(cli.DocGenerationFlag)
		value, usage := placeholder(f.GetUsage())
		names := f.Names()
		for i, name := range names {
			names[i] = dashed(name)
		}
		if f.TakesValue() {
			value = " " + value
		}
		if byDefault := f.GetDefaultText(); f.TakesValue() && byDefault != "" {
			usage += " (" + strings.Trim(byDefault, `"`) + ")"
		}
		rows = append(rows, []string{"  " + strings.Join(names, ", ") + value, usage})
	}
	text.Write(align(rows))
	return text.Bytes()
}

// synopsis is the one line that says how a command is called.
func synopsis(command *cli.Command) string {
	line := "batchgen " + command.Name
	if command.ArgsUsage != "" {
		line += " " + command.ArgsUsage
	}
	if len(command.Flags) > 0 {
		line += " [FLAGS]"
	}
	return line
}

// examples prints the example calls of a command, one a line.
func examples(text *bytes.Buffer, calls string) {
	fmt.Fprint(text, "Examples:\n")
	for line := range strings.Lines(calls) {
		fmt.Fprintf(text, "  %s\n", strings.TrimSuffix(line, "\n"))
	}
}

// placeholder takes the back-quoted name of the value out of a usage text.
func placeholder(usage string) (value, text string) {
	before, rest, ok := strings.Cut(usage, "`")
	if !ok {
		return "", usage
	}
	value, after, _ := strings.Cut(rest, "`")
	return value, before + value + after
}

// dashed returns a flag as it is written: one dash before a letter, two before a word.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
