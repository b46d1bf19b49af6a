package plan

import (
	"strings"
	"unicode"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
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

// generated is where a name comes from that is made of the intent's prefix alone.
const generated = "/name"

// named checks a name against Azure's length limit and against the names of
// other resources of the type, and returns it. path is what the name is made
// of. Azure compares names without regard to case.
func (p *planner) named(resource, name, path string) string {
	rule := azure.NameRuleOf(resource)
	if len(name) > rule.MaxLength {
		p.report(diag.NameTooLong(path, rule.Title, name, rule.MaxLength))
	}
	key := resource + " " + strings.ToLower(name)
	if first, taken := p.names[key]; taken {
		p.report(diag.NamesCollide(path, rule.Title, name, first))
	}
	p.names[key] = path
	return name
}
