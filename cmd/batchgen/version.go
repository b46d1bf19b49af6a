package main

import (
	"bytes"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/azure"
)

func (a *App) versionCommand() *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "print the version and what its outputs depend on",
		Description: "Prints the version, the revision of the outputs, which rises only when their\n" +
			"bytes change, and the API versions of Microsoft.Batch that each mode uses.",
		UsageText: "batchgen version\nbatchgen version --format json",
		Flags:     []cli.Flag{tableFlag()},
		Action:    a.version,
	}
}

// versionFacts is the version in JSON.
type versionFacts struct {
	SchemaVersion  int        `json:"schemaVersion"`
	Version        string     `json:"version"`
	Commit         string     `json:"commit,omitempty"`
	Date           string     `json:"date,omitempty"`
	OutputRevision int        `json:"outputRevision"`
	Modes          []modeFact `json:"modes"`
}

type modeFact struct {
	Mode              string `json:"mode"`
	AccountAPIVersion string `json:"accountApiVersion"`
	PoolAPIVersion    string `json:"poolApiVersion"`
}

func (a *App) version(c *cli.Context) error {
	form, err := tableForm(c)
	if err != nil {
		return err
	}
	build, _ := debug.ReadBuildInfo()
	facts := factsOf(build)
	if form == asJSON {
		return a.deliver(toJSON(facts))
	}
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "batchgen %s%s\noutput revision %d\n", facts.Version, facts.origin(), facts.OutputRevision)
	for _, m := range facts.Modes {
		fmt.Fprintf(text, "%s: account API %s, pool API %s\n", m.Mode, m.AccountAPIVersion, m.PoolAPIVersion)
	}
	return a.deliver(text.Bytes())
}

// factsOf reads the version from what the linker recorded, nil if it recorded
// nothing.
func factsOf(build *debug.BuildInfo) versionFacts {
	facts := versionFacts{SchemaVersion: schemaVersion, Version: "devel", OutputRevision: generator.Revision}
	if build != nil {
		if v := build.Main.Version; v != "" && v != "(devel)" {
			facts.Version = strings.TrimPrefix(v, "v")
		}
		for _, s := range build.Settings {
			switch s.Key {
			case "vcs.revision":
				facts.Commit = s.Value
			case "vcs.time":
				facts.Date = s.Value
			}
		}
	}
	for _, m := range azure.Modes() {
		facts.Modes = append(facts.Modes, modeFact{string(m.ID), m.AccountAPIVersion, m.PoolAPIVersion})
	}
	return facts
}

// origin is the commit and its date in parentheses, as far as they are known.
func (f versionFacts) origin() string {
	var known []string
	for _, s := range []string{f.Commit, f.Date} {
		if s != "" {
			known = append(known, s)
		}
	}
	if len(known) == 0 {
		return ""
	}
	return " (" + strings.Join(known, ", ") + ")"
}
