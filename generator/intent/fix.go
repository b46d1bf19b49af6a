package intent

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/diag"
)

// This file gives findings the edit that cures them, where one cure is the only
// one: spelling, letter case, and other forms of the same value. What removes
// something, adds something or chooses between two meanings is left to a person:
// of a pool and an environment that name it differently, either may be misspelt.

// rewritten adds to a finding about a scalar the edit that writes text for it,
// none where text is "" or the scalar is spread over several lines.
func (n *node) rewritten(d diag.Diagnostic, text string) diag.Diagnostic {
	if text != "" && n.written.whole {
		d.Fix = &diag.Fix{Range: n.value, Text: text}
	}
	return d
}

// renamed adds to a finding about a key the edit that gives it another name.
func (n *node) renamed(d diag.Diagnostic, key string) diag.Diagnostic {
	if w := n.nameWritten; w.whole {
		d.Fix = &diag.Fix{Range: n.name, Text: w.quote + key + w.quote}
	}
	return d
}

// respelt adds to a finding about a word the edit that writes the known word
// that it surely was meant to be.
func (n *node) respelt(d diag.Diagnostic, known []string) diag.Diagnostic {
	return n.replaced(d, surest(strings.ReplaceAll(n.raw, " ", ""), known))
}

// replaced is rewritten for a word that stays text: its quotes stay too, which
// JSON needs.
func (n *node) replaced(d diag.Diagnostic, word string) diag.Diagnostic {
	if word == "" {
		return d
	}
	return n.rewritten(d, n.written.quote+word+n.written.quote)
}

// surest returns the known word that a word was surely meant to be: as near as
// nearest asks, no other as near, and with the same digits, because a wrong
// number is another thing and no mistake in spelling. "" for none.
func surest(word string, known []string) string {
	best := nearest(word, known)
	if best == "" || digitsOf(best) != digitsOf(word) {
		return ""
	}
	least := distance(word, best, len(word))
	rivals := func(k string) bool { return k != best && distance(word, k, len(word)+len(k)) <= least }
	if slices.ContainsFunc(known, rivals) {
		return ""
	}
	return best
}

// digitsOf returns the digits of a word.
func digitsOf(word string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, word)
}
