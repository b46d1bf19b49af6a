package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange brings a command line into the one order that the library reads:
// command, flags as --name=value, "--", arguments. Flags may stand anywhere
// after the command, and what they are called is checked here, because the
// library drops flags after the first argument, prints its complaints on
// standard output and has exit statuses of its own. A flag that is repeated
// counts as it stands last.
//
// --help anywhere becomes the command help, --version the command version.
// Args holds the program's name and at least one word more.
func arrange(c *cli.App, args []string) ([]string, error) {
	name, rest := args[1], args[2:]
	switch {
	case name == "-h" || name == "--help" || name == "-help":
		return []string{c.Name, "help"}, nil
	case name == "--version" || name == "-version":
		return []string{c.Name, "version"}, nil
	case strings.HasPrefix(name, "-"):
		return nil, usageError{fmt.Sprintf("a command must come first, not %q", name), "batchgen help lists the commands"}
	}
	command := c.Command(name)
	if command == nil {
		return nil, usageError{fmt.Sprintf("unknown command %q", name), orElse(
			didYouMean("", name, commandNames(c)), "batchgen help lists the commands")}
	}
	flags, arguments, err := sortOut(command, rest)
	if err != nil {
		return nil, err
	}
	if slices.Contains(flags, "--help") {
		return []string{c.Name, "help", command.Name}, nil
	}
	return slices.Concat([]string{c.Name, command.Name}, flags, []string{"--"}, arguments), nil
}

// sortOut parts what follows a command into flags, spelt --name or
// --name=value, and arguments.
func sortOut(command *cli.Command, rest []string) (flags, arguments []string, err error) {
	for len(rest) > 0 {
		word := rest[0]
		rest = rest[1:]
		if word == "--" {
			return flags, append(arguments, rest...), nil
		}
		if word == "-" || !strings.HasPrefix(word, "-") {
			arguments = append(arguments, word)
			continue
		}
		given, value, hasValue := strings.Cut(word, "=")
		if isHelp(given) {
			flags = append(flags, "--help")
			continue
		}
		flag := findFlag(command, strings.TrimLeft(given, "-"))
		if flag == nil {
			return nil, nil, unknownFlag(command, given, rest)
		}
		name := "--" + flag.Names()[0]
		if takesValue(flag) && !hasValue {
			if len(rest) == 0 || len(rest[0]) > 1 && rest[0][0] == '-' {
				return nil, nil, usageError{given + " needs a value",
					fmt.Sprintf("a value that starts with - is written %s=-…", name)}
			}
			value, hasValue, rest = rest[0], true, rest[1:]
		}
		if hasValue {
			name += "=" + value
		}
		flags = append(flags, name)
	}
	return flags, arguments, nil
}

// unknownFlag is the complaint about a flag that a command does not have.
func unknownFlag(command *cli.Command, given string, rest []string) usageError {
	e := usageError{fmt.Sprintf("unknown flag %s", given), orElse(
		didYouMean("--", strings.TrimLeft(given, "-"), longNames(command)),
		fmt.Sprintf("batchgen %s --help lists the flags", command.Name))}
	// Other tools call the form of their output so.
	if given == "-o" && len(rest) > 0 && slices.Contains(wordsOf(findFlag(command, "format")), rest[0]) {
		e.hint = fmt.Sprintf("did you mean --format %s?", rest[0])
	}
	return e
}

// isHelp reports whether a flag asks for help; every command knows it.
func isHelp(flag string) bool {
	return flag == "-h" || flag == "--help" || flag == "-help"
}

// findFlag returns the flag of a command that goes by name, nil if none does.
func findFlag(command *cli.Command, name string) cli.Flag {
	i := slices.IndexFunc(command.Flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) })
	if i < 0 {
		return nil
	}
	return command.Flags[i]
}

// takesValue reports whether a flag is followed by a value.
func takesValue(flag cli.Flag) bool {
	f, ok := flag.(cli.DocGenerationFlag)
	return ok && f.TakesValue()
}

// longNames returns what the flags of a command are called, for suggestions.
func longNames(command *cli.Command) []string {
	names := []string{"help"}
	for _, f := range command.Flags {
		names = append(names, f.Names()[0])
	}
	return names
}

// shown returns the commands that help lists.
func shown(c *cli.App) []*cli.Command {
	return slices.DeleteFunc(slices.Clone(c.Commands), func(command *cli.Command) bool { return command.Hidden })
}

// commandNames returns what the commands that help lists are called.
func commandNames(c *cli.App) []string {
	var names []string
	for _, command := range shown(c) {
		names = append(names, command.Name)
	}
	return names
}

// orElse returns s, or other where s is empty.
func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
