package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/diag"
)

// topic is a page of help that belongs to no command.
type topic struct {
	name, title string
	text        func(c *cli.App) []byte
}

// topics returns what help explains beside the commands.
func topics() []topic {
	return []topic{
		{"exit-codes", "what each exit status means", fixed(exitCodes)},
		{"environment", "the variables that batchgen reads", fixed(environment)},
		{"formats", "the forms of products and of messages", formats},
		{"codes", "every code that a message can have", func(*cli.App) []byte { return codes() }},
	}
}

func topicNames() []string {
	var names []string
	for _, t := range topics() {
		names = append(names, t.name)
	}
	return names
}

// findTopic returns the topic that goes by a name.
func findTopic(name string) (topic, bool) {
	all := topics()
	i := slices.IndexFunc(all, func(t topic) bool { return t.name == name })
	if i < 0 {
		return topic{}, false
	}
	return all[i], true
}

func fixed(text string) func(*cli.App) []byte {
	return func(*cli.App) []byte { return []byte(text) }
}

const exitCodes = `Exit status

  0    done
  1    an intent or a judged network is at fault; --fail-on warning counts
       warnings too
  2    the call is wrong; nothing was read or written
  3    files on disk are not what the intents give (render --check)
  4    something cannot be read or written
  5    a bug of batchgen (BG901)
  130  interrupted; of each intent all files are written or none. Other signals
       give 128 plus their number

Where several hold for one call, the gravest is the status: 5, then 4, 1, 3.
`

const environment = `Environment

No variable changes what batchgen generates. These change how messages look:

  NO_COLOR                no colour, if it is not empty
  FORCE_COLOR             colour even where no terminal is, if not empty or 0
  CLICOLOR_FORCE          as FORCE_COLOR
  TERM                    no colour on a terminal that is called dumb
  CI                      no progress, if it is not empty
  GITHUB_ACTIONS          --diagnostics auto is github, if it is true
  TF_BUILD                --diagnostics auto is azure-devops, if it is true
  GITHUB_WORKSPACE        the folder that files are named from in messages to
  BUILD_SOURCESDIRECTORY  pipelines and code scanners

--color always and --color never come before all of them.
`

// formats explains the forms of messages, and lists those of each product.
func formats(c *cli.App) []byte {
	text := new(bytes.Buffer)
	fmt.Fprint(text, `Forms of messages, --diagnostics

  text          for people: FILE:LINE:COLUMN: SEVERITY CODE: MESSAGE, a hint;
                on a terminal also the line, with carets
  json          for programs: one object, see batchgen schema diagnostics
  sarif         for code scanners: SARIF 2.1.0
  github        commands of GitHub Actions, which annotate the lines
  azure-devops  logging commands of Azure Pipelines
  auto          github or azure-devops where the environment says so, else text

Forms of products, --format

`)
	var rows [][]string
	for _, command := range c.Commands {
		if words := wordsOf(findFlag(command, "format")); len(words) > 0 && !command.Hidden {
			rows = append(rows, []string{"  " + command.Name, strings.Join(words, ", ")})
		}
	}
	text.Write(align(rows))
	return text.Bytes()
}

// codes lists the catalogue of diagnostics, family by family.
func codes() []byte {
	text := new(bytes.Buffer)
	fmt.Fprint(text, "Codes of messages; batchgen explain CODE says more\n")
	family := ""
	for _, info := range diag.Catalogue() {
		if f := info.Family(); f.Prefix != family {
			family = f.Prefix
			fmt.Fprintf(text, "\n%sxx: %s\n", f.Prefix, f.Title)
		}
		fmt.Fprintf(text, "  %s  %-7s  %s\n", info.Code, info.Severity, info.Title)
	}
	return text.Bytes()
}
