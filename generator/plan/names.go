package plan

import (
	"strings"
	"unicode"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// stem turns a pool's name into the start of identifiers: "gpu-large" gives
// gpuLarge. Identifiers cannot start with a digit, so such a name gets a word before it.
func stem(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	var b strings.Builder
	for i, word := range words {
		first, rest := rune(word[0]), word[1:]
		if i == 0 {
			if unicode.IsDigit(first) {
				b.WriteString("pool")
			}
			first = unicode.ToLower(first)
		} else {
			first = unicode.ToUpper(first)
		}
		b.WriteRune(first)
		b.WriteString(rest)
	}
	if b.Len() == 0 { // a name of hyphens alone
		return "pool"
	}
	return b.String()
}

// accountStemLength is what uniqueString leaves of the 24 characters of an account name.
const accountStemLength = 11

// accountStem is the start of computed account names: the prefix without hyphens.
func accountStem(name string) string {
	s := strings.ReplaceAll(name, "-", "")
	return s[:min(len(s), accountStemLength)]
}

// named checks a made-up name against Azure's length limit and returns it.
func (p *planner) named(resource, name string, owner *intent.Pool) string {
	path := "/name"
	if owner != nil {
		path = owner.Pointer() + "/name"
	}
	if rule := azure.NameRuleOf(resource); len(name) > rule.MaxLength {
		p.report(diag.NameTooLong(path, rule.Title, name, rule.MaxLength))
	}
	return name
}
