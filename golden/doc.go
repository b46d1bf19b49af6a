// Package golden holds the cases: intents with every output that they give,
// and below errors the intents that are refused or warned of, by code.
package golden

import (
	"embed"
	"path"
	"strings"
)

// The case of a file that is too large is left out: it is one.
//
//go:embed errors/BG00[2-9]* errors/BG0[1-9]* errors/BG[1-9]*
var mistakes embed.FS

// Mistake returns the case of a code: an intent that raises it and the
// diagnostics, as validate prints them on a terminal. It reports whether there is one.
func Mistake(code string) (intent, diagnostics []byte, found bool) {
	folders, err := mistakes.ReadDir("errors")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, folder := range folders {
		if strings.HasPrefix(folder.Name(), code+"-") {
			intent, _ = mistakes.ReadFile(path.Join("errors", folder.Name(), "intent.yaml"))
			diagnostics, _ = mistakes.ReadFile(path.Join("errors", folder.Name(), "diagnostics.txt"))
			return intent, diagnostics, true
		}
	}
	return nil, nil, false
}
