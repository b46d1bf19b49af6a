package generator

import (
	"slices"
	"time"

	"github.com/batchgen/batchgen/generator/diag"
)

// fixRounds is how often Fix reads the text again: curing one mistake can show
// another, as in the value of a misspelt key. Four levels of reading find
// mistakes: characters, keys, values and their meaning.
const fixRounds = 8

// Fix corrects the mistakes of an intent whose cure takes no decision and
// leaves all else of the text as it is, comments, order and line ends too. The
// list holds the findings that it cured, each with its place in the text that
// was read in its round: an edit changes the columns behind it on its line.
func Fix(source []byte, asOf time.Time) (text []byte, cured diag.List) {
	text = source
	for range fixRounds {
		fixed, done := diag.Apply(text, Generate(text, Options{AsOf: asOf}).Diagnostics)
		if len(done) == 0 {
			break
		}
		text, cured = fixed, slices.Concat(cured, done)
	}
	return text, cured
}
