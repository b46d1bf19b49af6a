package azure

import (
	"regexp"
	"strings"
	"sync"
)

// whole makes a regular expression that has to match a text from end to end.
// It is compiled when it is first used: few of the tables' patterns ever are.
func whole(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) })
}

// folded lower-cases ASCII letters and no others: Azure's names have no
// others, and some of them fold to ASCII.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, text)
}
