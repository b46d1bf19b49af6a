package main

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// nearest returns the candidate that word was most likely meant to be, "" if
// none is close: of three characters, one may be wrong.
func nearest(word string, candidates []string) string {
	best, least := "", max(1, utf8.RuneCountInString(word)/3)+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// didYouMean returns a hint that names the candidate closest to word, written
// after prefix; "" if none is close.
func didYouMean(prefix, word string, candidates []string) string {
	if best := nearest(word, candidates); best != "" {
		return "did you mean " + prefix + best + "?"
	}
	return ""
}
