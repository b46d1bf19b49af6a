package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

func (a *App) helpCommand() *cli.Command {
	return &cli.Command{
		Name:      "help",
		Usage:     "explain batchgen, a command or a topic",
		ArgsUsage: "[COMMAND | TOPIC]",
		Description: "Prints what batchgen --help or batchgen COMMAND --help prints, or one of the\n" +
			"topics exit-codes, environment, formats and codes.",
		UsageText: "batchgen help render\nbatchgen help exit-codes",
		Action:    a.help,
	}
}

func (a *App) help(c *cli.Context) error {
	if c.NArg() == 0 {
		return a.deliver(overview(c.App))
	}
	if c.NArg() > 1 {
		return usageError{"help explains one command or topic at a time", ""}
	}
	name := c.Args().First()
	if command := c.App.Command(name); command != nil {
		return a.deliver(details(command))
	}
	if topic, found := findTopic(name); found {
		return a.deliver(topic.text(c.App))
	}
	return usageError{fmt.Sprintf("%q is neither a command nor a topic", name),
		orElse(didYouMean("", name, append(commandNames(c.App), topicNames()...)), "batchgen help lists them")}
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
	for _, command := range shown(c) {
		rows = append(rows, []string{"  " + command.Name, command.Usage})
	}
	text.Write(align(rows))
	fmt.Fprint(text, "\nTopics:\n")
	rows = nil
	for _, t := range topics() {
		rows = append(rows, []string{"  " + t.name, t.title})
	}
	text.Write(align(rows))
	fmt.Fprint(text, "\nFlags:\n  --help, -h  explain batchgen or the command before it\n"+
		"  --version   print the version\n\n")
	fmt.Fprint(text, "Exit status:\n  0 done, 1 an intent is at fault, 2 wrong usage, 3 files would differ,\n"+
		"  4 cannot read or write, 5 a bug of batchgen, 130 interrupted\n\n")
	fmt.Fprint(text, "batchgen COMMAND --help and batchgen help TOPIC say more.\n"+
		"Documentation and bugs: https://github.com/batchgen/batchgen\n")
	return text.Bytes()
}

// details returns the help of one command.
func details(command *cli.Command) []byte {
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "batchgen %s: %s\n\nUsage:\n  %s\n\n", command.Name, command.Usage, synopsis(command))
	examples(text, command.UsageText)
	fmt.Fprintf(text, "\n%s\n", command.Description)
	fmt.Fprint(text, "\nFlags:\n")
	var rows [][]string
	for _, flag := range command.Flags {
		names, usage := flagHelp(flag)
		rows = append(rows, []string{"  " + names, usage})
	}
	text.Write(align(wrap(rows)))
	return text.Bytes()
}

// flagHelp returns a flag as it is written, with the name of its value, and
// what it does.
func flagHelp(flag cli.Flag) (names, usage string) {
	f := flag.(cli.DocGenerationFlag)
	value, usage := placeholder(f.GetUsage())
	spelt := f.Names()
	for i, name := range spelt {
		spelt[i] = dashed(name)
	}
	if !f.TakesValue() {
		return strings.Join(spelt, ", "), usage
	}
	if byDefault := f.GetDefaultText(); byDefault != "" {
		usage += " (" + strings.Trim(byDefault, `"`) + ")"
	}
	return strings.Join(spelt, ", ") + " " + value, usage
}

// helpWidth is how many columns help takes at most.
const helpWidth = 80

// wrap breaks the second of two columns where it would not fit.
func wrap(rows [][]string) [][]string {
	first := 0
	for _, row := range rows {
		first = max(first, len(row[0]))
	}
	var broken [][]string
	for _, row := range rows {
		line := ""
		for _, word := range strings.Fields(row[1]) {
			if line != "" && first+len("  ")+len(line)+len(" ")+len(word) > helpWidth {
				broken = append(broken, []string{row[0], line})
				row = []string{"", row[1]}
				line = ""
			}
			line = strings.TrimPrefix(line+" "+word, " ")
		}
		broken = append(broken, []string{row[0], line})
	}
	return broken
}

// synopsis is the one line that says how a command is called.
func synopsis(command *cli.Command) string {
	line := "batchgen " + command.Name
	if command.ArgsUsage != "" {
		line += " " + command.ArgsUsage
	}
	return line + " [FLAGS]"
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
