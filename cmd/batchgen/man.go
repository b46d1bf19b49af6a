package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// manCommand prints the manual from the same texts as the help. It is hidden:
// releases and docs/cli.md are made with it.
func (a *App) manCommand() *cli.Command {
	return &cli.Command{
		Name:        "man",
		Hidden:      true,
		Usage:       "print the manual page",
		Description: "Prints the manual page of batchgen for man, or as docs/cli.md.",
		UsageText:   "batchgen man > batchgen.1\nbatchgen man --format markdown > cli.md",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Value: "roff", Usage: "print the page as this `FORM`: roff or markdown"},
		},
		Action: a.man,
	}
}

func (a *App) man(c *cli.Context) error {
	form, err := choice(c, "format", "roff", "markdown")
	if err != nil {
		return err
	}
	if c.Args().Present() {
		return usageError{"man takes no arguments", ""}
	}
	if form == "markdown" {
		return a.deliver(referencePage(c.App))
	}
	return a.deliver(manPage(c.App))
}

// manPage is the manual in the macros of man(7).
func manPage(c *cli.App) []byte {
	text := new(bytes.Buffer)
	literal := func(lines []byte) { fmt.Fprintf(text, ".nf\n%s.fi\n", roff(string(lines))) }
	fmt.Fprintf(text, ".TH BATCHGEN 1\n.SH NAME\nbatchgen \\- %s\n", roff(c.Usage))
	fmt.Fprint(text, ".SH SYNOPSIS\n.B batchgen\nCOMMAND [ARGUMENTS] [FLAGS]\n.SH COMMANDS\n")
	for _, command := range shown(c) {
		fmt.Fprintf(text, ".SS %s\n%s.\n.PP\n.B %s\n.PP\n", roff(command.Name), roff(capital(command.Usage)), roff(synopsis(command)))
		literal([]byte(command.Description + "\n"))
		for _, flag := range command.Flags {
			names, usage := flagHelp(flag)
			fmt.Fprintf(text, ".TP\n.B %s\n%s\n", roff(names), roff(usage))
		}
		calls := new(bytes.Buffer)
		examples(calls, command.UsageText)
		fmt.Fprint(text, ".PP\n")
		literal(calls.Bytes())
	}
	for _, t := range topics() {
		fmt.Fprintf(text, ".SH %s\n", strings.ToUpper(roff(t.name)))
		literal(t.text(c))
	}
	return text.Bytes()
}

// roff escapes text: a backslash and hyphens that are to be copied, and what
// would begin a request at the start of a line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "")
}

// referencePage is the manual as a page of docs/.
func referencePage(c *cli.App) []byte {
	text := new(bytes.Buffer)
	fmt.Fprint(text, "# The command line\n\nGenerated from the help of `batchgen`.\n\n```text\n", string(overview(c)), "```\n")
	for _, command := range shown(c) {
		fmt.Fprintf(text, "\n## batchgen %s\n\n```text\n%s```\n", command.Name, details(command))
	}
	for _, t := range topics() {
		if t.name == "codes" {
			fmt.Fprint(text, "\n## Codes\n\n[diagnostics.md](diagnostics.md) explains each code.\n")
			continue
		}
		fmt.Fprintf(text, "\n## batchgen help %s\n\n```text\n%s```\n", t.name, t.text(c))
	}
	return text.Bytes()
}

// capital begins a text with a capital letter.
func capital(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}
