package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

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
	SchemaVersion  int    `json:"schemaVersion"`
	Version        string `json:"version"`
	Commit         string `json:"commit,omitempty"`
	Date           string `json:"date,omitempty"`
	Go             string `json:"go"`
	OutputRevision int    `json:"outputRevision"`
	// FactsDate is the day of the newest source of what is known about Azure.
	FactsDate string     `json:"factsDate"`
	Modes     []modeFact `json:"modes"`
	// Schemas are the identifiers of the JSON Schemas by their names.
	Schemas map[string]string `json:"schemas,omitempty"`
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
		facts.Schemas = schemaIDs()
		return a.deliver(toJSON(facts))
	}
	text := new(bytes.Buffer)
	fmt.Fprintf(text, "batchgen %s%s\n%s\noutput revision %d, facts of %s\n",
		facts.Version, facts.origin(), facts.Go, facts.OutputRevision, facts.FactsDate)
	for _, m := range facts.Modes {
		fmt.Fprintf(text, "%s: account API %s, pool API %s\n", m.Mode, m.AccountAPIVersion, m.PoolAPIVersion)
	}
	return a.deliver(text.Bytes())
}

// factsOf reads the version from what the linker recorded, nil if it recorded
// nothing.
func factsOf(build *debug.BuildInfo) versionFacts {
	facts := versionFacts{
		SchemaVersion: schemaVersion, Version: "devel", OutputRevision: generator.Revision, FactsDate: factsDate(),
		Go: runtime.Version(),
	}
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

// factsDate returns the day of the newest source; sources with a month alone do
// not count.
func factsDate() string {
	newest := ""
	for _, d := range azure.Documents() {
		if _, err := time.Parse(time.DateOnly, d.Read); err == nil {
			newest = max(newest, d.Read)
		}
	}
	return newest
}

// schemaIDs returns the identifier of each schema.
func schemaIDs() map[string]string {
	ids := map[string]string{}
	for _, s := range knownSchemas() {
		var head struct {
			ID string `json:"$id"`
		}
		if err := json.Unmarshal(s.text(), &head); err != nil {
			panic(err) // it is embedded
		}
		ids[s.name] = head.ID
	}
	return ids
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
