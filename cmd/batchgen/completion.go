package main

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// completeWord is the command that the completion scripts call, with the words
// of a command line after the program's name. The last is the one to complete.
// It prints the candidates, each on a line of its own with a tab and what it
// is, or the line completeFiles where the shell should offer files.
const (
	completeWord  = "__complete"
	completeFiles = ":files"
)

//go:embed completion
var completionScripts embed.FS

// shells returns the shells that have a script.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (a *App) completionCommand() *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes words in a shell",
		ArgsUsage: "SHELL",
		Description: "Prints a script for bash, zsh, fish or powershell that completes commands,\n" +
			"flags, their values, codes and the names of files:\n\n" +
			"  bash        source <(batchgen completion bash), in ~/.bashrc\n" +
			"  zsh         source <(batchgen completion zsh), in ~/.zshrc after compinit\n" +
			"  fish        batchgen completion fish | source, in ~/.config/fish/config.fish\n" +
			"  powershell  batchgen completion powershell | Out-String | Invoke-Expression,\n" +
			"              in $PROFILE",
		UsageText: "batchgen completion bash > batchgen.bash\n" +
			"batchgen completion fish > batchgen.fish",
		Action: a.completion,
	}
}

func (a *App) completion(c *cli.Context) error {
	shell := c.Args().First()
	switch {
	case c.NArg() == 0:
		return a.short(c.Command)
	case c.NArg() > 1:
		return usageError{"completion prints the script of one shell at a time", ""}
	case !slices.Contains(shells(), shell):
		return usageError{fmt.Sprintf("unknown shell %q", shell),
			orElse(didYouMean("", shell, shells()), "there are "+either(shells()))}
	}
	script, err := completionScripts.ReadFile(path.Join("completion", "batchgen."+shell))
	if err != nil {
		panic(err) // it is embedded
	}
	return a.deliver(script)
}

// candidate is a word that a command line can go on with.
type candidate struct {
	word, about string
}

// complete prints how the words of a command line can go on.
func (a *App) complete(c *cli.App, words []string) error {
	text := new(strings.Builder)
	list, files := candidates(c, words)
	for _, one := range list {
		fmt.Fprintf(text, "%s\t%s\n", one.word, one.about)
	}
	if files {
		text.WriteString(completeFiles + "\n")
	}
	return a.deliver([]byte(text.String()))
}

// candidates returns what the last of words can become, and whether the name of
// a file is among it.
func candidates(c *cli.App, words []string) (list []candidate, files bool) {
	if len(words) == 0 {
		return nil, false
	}
	before, last := splitWords(words)
	starting := func(all []candidate) []candidate {
		return slices.DeleteFunc(all, func(one candidate) bool { return !strings.HasPrefix(one.word, last) })
	}
	if len(before) == 0 {
		return starting(commandCandidates(c)), false
	}
	command := c.Command(before[0])
	if command == nil {
		return nil, false
	}
	if slices.Contains(before, "--") {
		return nil, true
	}
	if name, start, joined := strings.Cut(last, "="); joined && strings.HasPrefix(name, "-") {
		last = start
		list, files = valueCandidates(findFlag(command, strings.TrimLeft(name, "-")))
		list = starting(list)
		for i := range list {
			list[i].word = name + "=" + list[i].word
		}
		return list, files
	}
	if name := before[len(before)-1]; len(before) > 1 && strings.HasPrefix(name, "-") && name != "-" {
		if flag := findFlag(command, strings.TrimLeft(name, "-")); flag != nil && takesValue(flag) {
			list, files = valueCandidates(flag)
			return starting(list), files
		}
	}
	if strings.HasPrefix(last, "-") && last != "-" {
		return starting(flagCandidates(command)), false
	}
	list, files = argumentCandidates(c, command)
	return starting(list), files
}

// splitWords parts the word to complete from those before it. Bash takes a =
// inside a word for a word of its own; the value after it stands alone there.
func splitWords(words []string) (before []string, last string) {
	for i, word := range words {
		if word == "=" {
			continue
		}
		if i == len(words)-1 {
			return before, word
		}
		before = append(before, word)
	}
	return before, "" // the last is a =
}

// commandCandidates are what a command line can begin with.
func commandCandidates(c *cli.App) []candidate {
	var list []candidate
	for _, command := range shown(c) {
		list = append(list, candidate{command.Name, command.Usage})
	}
	return append(list, candidate{"--help", "explain batchgen"}, candidate{"--version", "print the version"})
}

// flagCandidates are the flags of a command.
func flagCandidates(command *cli.Command) []candidate {
	list := []candidate{{"--help", "explain the command"}}
	for _, flag := range command.Flags {
		_, usage := placeholder(flag.(cli.DocGenerationFlag).GetUsage())
		list = append(list, candidate{"--" + flag.Names()[0], usage})
	}
	return list
}

// valueCandidates are the values of a flag, where they are words that batchgen
// knows. Other values may be files.
func valueCandidates(flag cli.Flag) (list []candidate, files bool) {
	if flag == nil {
		return nil, false
	}
	if words := wordsOf(flag); len(words) > 0 {
		return plain(words), false
	}
	switch flag.Names()[0] {
	case "region":
		for _, r := range azure.Regions() {
			list = append(list, candidate{r.Name, r.DisplayName})
		}
		return list, false
	case "mode":
		for _, m := range azure.Modes() {
			list = append(list, candidate{string(m.ID), ""})
		}
		return list, false
	case "os":
		return plain([]string{"linux", "windows"}), false
	case "image":
		for _, i := range azure.Images() {
			list = append(list, candidate{i.Alias, i.Publisher + " " + i.Offer})
		}
		return list, false
	case "as-of", "nodes", "name", "resource", "stdin-name":
		return nil, false
	}
	return nil, true
}

// argumentCandidates are what a command can be about.
func argumentCandidates(c *cli.App, command *cli.Command) (list []candidate, files bool) {
	switch command.Name {
	case "help":
		for _, one := range shown(c) {
			list = append(list, candidate{one.Name, one.Usage})
		}
		for _, t := range topics() {
			list = append(list, candidate{t.name, t.title})
		}
		return list, false
	case "completion":
		return plain(shells()), false
	case "schema":
		return plain(schemaNames()), false
	case "explain":
		for _, info := range diag.Catalogue() {
			list = append(list, candidate{info.Code, info.Title})
		}
		return list, true
	}
	return nil, command.ArgsUsage != ""
}

func plain(words []string) []candidate {
	list := make([]candidate, len(words))
	for i, word := range words {
		list[i] = candidate{word: word}
	}
	return list
}
