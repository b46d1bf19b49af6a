// Package schemas holds the JSON Schemas of what batchgen reads and prints, as
// files that editors can use, embedded in the program.
package schemas

import (
	_ "embed"
	"strings"
)

//go:embed intent.schema.json
var intent []byte

//go:embed diagnostics.schema.json
var diagnostics []byte

//go:embed verify.schema.json
var verify []byte

//go:embed explain.schema.json
var explain []byte

//go:embed allowlist.schema.json
var allowlist []byte

//go:embed diff.schema.json
var diff []byte

//go:embed migrate.schema.json
var migrate []byte

//go:embed resource.schema.json
var resource []byte

//go:embed code.schema.json
var code []byte

//go:embed intent.parts
var parts string

// Intent returns the JSON Schema (draft-07) of an intent file. The bytes are
// shared: do not change them.
func Intent() []byte { return intent }

// Diagnostics returns the JSON Schema (draft-07) of diagnostics printed as
// JSON. The bytes are shared: do not change them.
func Diagnostics() []byte { return diagnostics }

// Verify returns the JSON Schema (draft-07) of verdicts printed as JSON. The
// bytes are shared: do not change them.
func Verify() []byte { return verify }

// Explain returns the JSON Schema (draft-07) of what explain prints as JSON.
// The bytes are shared: do not change them.
func Explain() []byte { return explain }

// Allowlist returns the JSON Schema (draft-07) of what allowlist prints as
// JSON. The bytes are shared: do not change them.
func Allowlist() []byte { return allowlist }

// Diff returns the JSON Schema (draft-07) of what diff prints as JSON. The bytes
// are shared: do not change them.
func Diff() []byte { return diff }

// Migrate returns the JSON Schema (draft-07) of what migrate prints as JSON. The
// bytes are shared: do not change them.
func Migrate() []byte { return migrate }

// Resource returns the JSON Schema (draft-07) of what explain prints as JSON of
// one resource. The bytes are shared: do not change them.
func Resource() []byte { return resource }

// Code returns the JSON Schema (draft-07) of what explain prints as JSON of a
// diagnostic code. The bytes are shared: do not change them.
func Code() []byte { return code }

// IntentKey returns the part of the intent's schema that checks the value of
// one top-level key: references resolved, texts for people left out. It returns
// "" for a key that the language does not know.
//
// The whole schema takes long to compile, a part as long as it is large, and
// most intents need few parts.
func IntentKey(key string) string { return part("key " + key) }

// IntentNames returns the part of the intent's schema that checks the names in
// a top-level mapping whose keys are the user's own: environments and tags.
func IntentNames(key string) string { return part("names " + key) }

// IntentWhole returns the part of the intent's schema that checks the intent as
// a whole, without the values of its keys.
func IntentWhole() string { return part("whole") }

func part(name string) string {
	for line := range strings.Lines(parts) {
		if n, part, _ := strings.Cut(line, "\t"); n == name {
			return part
		}
	}
	return ""
}
