package diag

import (
	"fmt"
	"strings"
	"unicode"
)

// FileTooLarge is BG001, file too large: an intent has at most 64 KiB. A larger file is refused unread, so that none
// can take more time or memory than a page of intent needs.
func FileTooLarge(limit int) Diagnostic {
	return failure("BG001", "", fmt.Sprintf("the file is larger than %d bytes", limit),
		"split it into several intents")
}

// WrongEncoding is BG002, wrong encoding: an intent is UTF-8. Some editors save UTF-16.
func WrongEncoding(encoding string) Diagnostic {
	return failure("BG002", "", "the file is encoded as "+encoding, "save it as UTF-8")
}

// InvalidUTF8 is BG003, invalid UTF-8: a byte of the file belongs to no character. The offset counts bytes from 0.
func InvalidUTF8(offset int) Diagnostic {
	return failure("BG003", "", fmt.Sprintf("invalid UTF-8 at byte %d", offset), "save the file as UTF-8")
}

// InvisibleCharacter is BG004, invisible character: control and formatting characters are refused, raw and as an
// escape. They hide what a value says, and some reverse the order in which it is shown.
func InvisibleCharacter(path string, r rune) Diagnostic {
	kind := "invisible"
	if unicode.IsControl(r) {
		kind = "control"
	}
	return failure("BG004", path, fmt.Sprintf("%s character %U is not allowed", kind, r), "remove it")
}

// EmptyFile is BG005, empty file: the file holds no value, at most comments.
func EmptyFile() Diagnostic {
	return failure("BG005", "", "the file is empty", "write at least region, os and nodes")
}

// InvalidYAML is BG006, invalid YAML: the text breaks the rules of YAML. Reading stops there, so other mistakes show
// up only when it is cured.
func InvalidYAML(problem, hint string) Diagnostic {
	return failure("BG006", "", "this is not valid YAML: "+problem, hint)
}

// SecondDocument is BG007, second document: a file holds one intent. What follows --- would otherwise be ignored.
func SecondDocument() Diagnostic {
	return failure("BG007", "", "a second document begins here, a file holds one intent", "move it to a file of its own")
}

// TooDeep is BG008, nested too deeply: no key of the language needs so many levels.
func TooDeep(path string, limit int) Diagnostic {
	return failure("BG008", path, fmt.Sprintf("lists and mappings are nested more than %d levels deep", limit),
		"compare the indentation with the reference")
}

// AnchorOrAlias is BG009, anchor or alias: an intent is plain, so that each value stands where it is used.
func AnchorOrAlias(path, text string) Diagnostic {
	return failure("BG009", path, fmt.Sprintf("anchors and aliases are not allowed: %s", word(text)),
		"write the value out; top-level values are defaults of every pool")
}

// TagNotAllowed is BG010, YAML tag: the type of a value follows from how it is written and from its key.
func TagNotAllowed(path, tag string) Diagnostic {
	return failure("BG010", path, fmt.Sprintf("YAML tags are not allowed: %s", word(tag)), "remove the tag")
}

// MergeKey is BG011, merge key: an intent is plain, so that each value stands where it is used.
func MergeKey(path string) Diagnostic {
	return failure("BG011", path, "merge keys are not allowed: <<",
		"write the values out; top-level values are defaults of every pool")
}

// DirectiveNotAllowed is BG012, YAML directive: an intent is YAML 1.2, whatever a directive says.
func DirectiveNotAllowed() Diagnostic {
	return failure("BG012", "", "YAML directives are not allowed", "remove the line that starts with %")
}

// TooManyMistakes is BG014, too many mistakes: the file has more of them than are
// listed. Which are listed depends on the file alone.
func TooManyMistakes(listed int) Diagnostic {
	return failure("BG014", "", fmt.Sprintf("more than %d mistakes, the others are not listed", listed),
		"correct these first, or check that this is the right file")
}

// ComplexKey is BG013, complex key: a key is plain text, never a list or mapping.
func ComplexKey(path string) Diagnostic {
	return failure("BG013", path, "a list or mapping cannot be a key", "write key: value")
}

// subject turns a JSON pointer into the way people write it: pools[0].nodes.
func subject(path string) string {
	if path == "" {
		return "the intent"
	}
	var b strings.Builder
	for token := range strings.SplitSeq(path[1:], "/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "" && b.Len() > 0:
			b.WriteString("[" + cut(token) + "]")
			continue
		case b.Len() > 0:
			b.WriteByte('.')
		}
		if plain(token) {
			b.WriteString(cut(token))
		} else {
			b.WriteString(word(token))
		}
	}
	return b.String()
}

// plain reports whether text can stand in a message without quotes.
func plain(text string) bool {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' {
			return false
		}
	}
	return text != ""
}
