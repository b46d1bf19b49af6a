package intent_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/intent"
)

// utf16Text encodes text as UTF-16 with or without byte order mark.
func utf16Text(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		low, high := byte(unit), byte(unit>>8)
		if bigEndian {
			low, high = high, low
		}
		b.WriteByte(low)
		b.WriteByte(high)
	}
	return b.String()
}

// nested returns n levels of flow or block lists below a key.
func nested(n int, block bool) string {
	if block {
		return strings.Repeat("- ", n) + "x\n"
	}
	return strings.Repeat("[", n) + "x" + strings.Repeat("]", n) + "\n"
}

const pair = "region: westeurope\nos: linux\n"

// What YAML libraries repair or drop in silence: each is an error at its place.
func TestNothingIsRepaired(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"fraction", pair + "nodes: {dedicated: 4.5}\n", []string{`3:20 BG106 "4.5" is not a plain decimal number (write a whole number, such as 4 or 5)`}},
		{"octal", pair + "nodes: {dedicated: 010}\n", []string{`3:20 BG106 "010" is not a plain decimal number (write 10, or 8 if octal was meant)`}},
		{"underscore", pair + "nodes: 1_000\n", []string{`3:8 BG106 "1_000" is not a plain decimal number (write 1000)`}},
		{"exponent", pair + "nodes: 1e3\n", []string{`3:8 BG106 "1e3" is not a plain decimal number (write 1000)`}},
		{"hexadecimal", pair + "nodes: 0x10\n", []string{`3:8 BG106 "0x10" is not a plain decimal number (write 16)`}},
		{"binary", pair + "nodes: 0b11\n", []string{`3:8 BG106 "0b11" is not a plain decimal number (write 3)`}},
		{"tilde", pair + "nodes: {dedicated: ~}\n", []string{"3:20 BG104 nodes.dedicated has no value (such as dedicated: 40)"}},
		{"empty number", pair + "nodes:\n", []string{"3:1 BG104 nodes has no value (such as nodes: 20)"}},
		{"negative", pair + "nodes: -1\n", []string{"3:8 BG108 nodes is -1, allowed are 0 to 2147483647 ("}},
		{"quoted number", pair + "nodes: \"40\"\n", []string{`3:8 BG105 nodes takes a whole number or a mapping, not the text "40" (remove the quotes)`}},
		{"empty region", "region:\nos: linux\nnodes: 1\n", []string{"1:1 BG104 region has no value (such as region: westeurope)"}},
		{"empty text", "region: ''\nos: linux\nnodes: 1\n", []string{"1:9 BG110 region has 0 characters, allowed are 1 to 64 ("}},
		{"region no", "region: no\nos: linux\nnodes: 1\n", []string{`1:9 BG201 there is no region "no" (*"norwayeast"`}},
		{"region 123", "region: 123\nos: linux\nnodes: 1\n", []string{`1:9 BG105 region takes text, not the number 123 (put it in quotes: "123")`}},
		{"null", "null\n", []string{"1:1 BG005 the file is empty ("}},
		{"empty", "", []string{"1:1 BG005 the file is empty ("}},
		{"comments", "# a\n\n# b\n", []string{"1:1 BG005 the file is empty ("}},
		{"second document", base + "---\nregion: eastus\n", []string{"4:1 BG007 a second document begins here, a file holds one intent ("}},
		{"second after end", base + "...\nregion: eastus\n", []string{"5:1 BG007 "}},
		{"empty second", base + "---\n", []string{"4:1 BG007 "}},
		{"second and more mistakes", "region: x\nos: linux\nnodes: 1\n---\na: 1\n", []string{"1:9 BG201 ", "4:1 BG007 "}},
		{"duplicate key", "region: westeurope\nos: linux\nregion: eastus\nnodes: 1\n", []string{`3:1 BG102 key "region" is given twice, first on line 1 (remove one of them)`}},
		{"duplicate below", pair + "nodes: {dedicated: 1, spot: 2, dedicated: 3}\n", []string{`3:32 BG102 key "dedicated" is given twice, first on line 3 (`}},
		{"unknown key", base + "vmsise: x\n", []string{`4:1 BG101 unknown key "vmsise" (did you mean "vmSize"?)`}},
		{"yes", base + "forcedTunneling: yes\n", []string{`4:18 BG105 forcedTunneling takes true, false or a mapping, not the text "yes" (true or false only: write true)`}},
		{"off", base + "interNodeCommunication: Off\n", []string{`4:25 BG105 interNodeCommunication takes true or false, not the text "Off" (true or false only: write false)`}},
		{"anchor", "region: &a westeurope\nos: linux\nnodes: 1\n", []string{`1:9 BG009 anchors and aliases are not allowed: "&a" (`}},
		{"anchor and alias", "region: westeurope\nos: linux\nnodes: &a 1\nosDiskSizeGB: *a\n", []string{"3:8 BG009 ", `4:15 BG009 anchors and aliases are not allowed: "*a" (`}},
		{"anchor without name", pair + "nodes: *b\n", []string{`3:8 BG009 anchors and aliases are not allowed: "*b" (`}},
		{"merge", base + "<<: {name: x}\n", []string{"4:1 BG011 merge keys are not allowed: << ("}},
		{"merge below", base + "tags: {<<: {name: x}}\n", []string{"4:8 BG011 "}},
		{"binary tag", "region: !!binary aGk=\nos: linux\nnodes: 1\n", []string{`1:9 BG010 YAML tags are not allowed: "!!binary" (`}},
		{"own tag", pair + "nodes: !count 1\n", []string{`3:8 BG010 YAML tags are not allowed: "!count" (`}},
		{"tag on a quoted key", base + "!!str name: x\n", []string{"4:1 BG010 "}},
		{"tag without name", pair + "nodes: ! 1\n", []string{"3:8 BG010 "}},
		{"UTF-16 little endian", "\xFF\xFE" + utf16Text(four, false), []string{"1:1 BG002 the file is encoded as UTF-16 (little endian) (save it as UTF-8)"}},
		{"UTF-16 big endian", "\xFE\xFF" + utf16Text(four, true), []string{"1:1 BG002 the file is encoded as UTF-16 (big endian) ("}},
		{"UTF-16 without mark", utf16Text(four, false), []string{"1:1 BG002 the file is encoded as UTF-16 (little endian) ("}},
		{"UTF-16 big endian without mark", utf16Text(four, true), []string{"1:1 BG002 the file is encoded as UTF-16 (big endian) ("}},
		{"UTF-32", "\xFF\xFE\x00\x00r\x00\x00\x00", []string{"1:1 BG002 the file is encoded as UTF-32 ("}},
		{"invalid UTF-8", "region: westeurope\nname: \xC3x\n", []string{"2:7 BG003 invalid UTF-8 at byte 25 ("}},
		{"invalid UTF-8 after a mark", "\uFEFFname: ü\xFF\n", []string{"1:8 BG003 invalid UTF-8 at byte 11 ("}},
		{"surrogate in UTF-8", "name: \xED\xA0\x80\n", []string{"1:7 BG003 "}},
		{"zero escape", "region: westeurope\nos: linux\nnodes: 1\nname: \"a\\0b\"\n", []string{"4:7 BG004 control character U+0000 is not allowed (remove it)"}},
		{"raw zero", "region: westeurope\nna\x00me: b\n", []string{"2:3 BG004 control character U+0000 is not allowed ("}},
		{"raw escape", "name: \"\x1b[31m\"\n", []string{"1:8 BG004 control character U+001B is not allowed ("}},
		{"next line", "name: a\u0085b\n", []string{"1:8 BG004 control character U+0085 is not allowed ("}},
		{"tab indent", "network:\n\tegress: open\n", []string{"2:1 BG006 this is not valid YAML: * (indent with spaces, not with tabs)"}},
		{"capital boolean", base + "tasksCallBatch: True\ninterNodeCommunication: FALSE\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wants(t, c.text, c.want...)
		})
	}
}

func TestHostileYAML(t *testing.T) {
	t.Parallel()
	tooDeep := " BG008 lists and mappings are nested more than 8 levels deep ("
	bomb := "region: westeurope\ntags:\n  a: &a x\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += fmt.Sprintf("  %c: &%c [*%c, *%c]\n", c, c, c-1, c-1)
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"flow depth 8", base + "x: " + nested(7, false), []string{`4:1 BG101 unknown key "x" (`}},
		{"flow depth 9", base + "x: " + nested(8, false), []string{"4:1 BG101 ", "4:11" + tooDeep}},
		{"flow depth 100", base + "x: " + nested(100, false), []string{"4:12" + tooDeep}},
		{"flow depth 10,000", nested(10000, false), []string{"1:9" + tooDeep}},
		{"brackets only", strings.Repeat("[", intent.MaxSize), []string{"1:9" + tooDeep}},
		{"block depth 9", nested(9, true), []string{"1:17" + tooDeep}},
		{"block depth 100", nested(100, true), []string{"1:17" + tooDeep}},
		{"block depth 10,000", nested(10000, true), []string{"1:17" + tooDeep}},
		{"list of lists", nested(8, true), []string{"1:1 BG105 the intent takes a mapping, not a list ("}},
		{"text alone", "westeurope\n", []string{`1:1 BG105 the intent takes a mapping, not the text "westeurope" (such as {mode: simplified,`}},
		{"alias to itself", "region: &a [*a]\n", []string{"1:1 BG103 nodes is missing (", "1:1 BG103 os is missing (", "1:9 BG009 "}},
		{"over-size", strings.Repeat("#", intent.MaxSize) + "\n", []string{"1:1 BG001 the file is larger than 65536 bytes ("}},
		{"key of 60,000", base + strings.Repeat("k", 60000) + ": 1\n", []string{`4:1 BG101 unknown key "` + strings.Repeat("k", 64) + `…" (batchgen schema describes every key)`}},
		{"quoted key of 1,000", base + "\"" + strings.Repeat("k", 1000) + "\": 1\n", []string{`4:1 BG101 unknown key "` + strings.Repeat("k", 64) + `…" (`}},
		{"text of 60,000", base + "name: " + strings.Repeat("k", 60000) + "\n", []string{`4:7 BG111 name cannot be "` + strings.Repeat("k", 64) + `…" (`}},
		{"line of 60,000", base + "tags: {" + strings.Repeat("a: 1, ", 10) + strings.Repeat(" ", 60000) + "}\n", append(
			[]string{"4:11 BG105 tags.a takes text, not the number 1 ("},
			repeated(`4:%d BG102 key "a" is given twice, first on line 4 (`, 14, 6, 9)...)},
		{"complex key", base + "? [a, b]\n: 1\n", []string{"4:3 BG013 a list or mapping cannot be a key (write key: value)"}},
		{"mapping as key", base + "? {a: b}\n: 1\n", []string{"4:3 BG013 "}},
		{"YAML directive", "%YAML 1.1\n---\n" + base, []string{"1:1 BG012 YAML directives are not allowed (remove the line that starts with %)"}},
		{"TAG directive", "# a\n%TAG ! tag:example.com,2000:\n---\n" + base, []string{"2:1 BG012 "}},
		{"other directive", "%FOO bar\n---\n" + base, []string{"1:1 BG012 "}},
		{"percent in text", base + "startTask: {commandLine: \"a\n%b\"}\n", nil},
		{"start alone", "---\n", []string{"1:1 BG005 "}},
		{"end alone", "...\n", []string{"1:1 BG005 "}},
		{"start and end", "---\n...\n", []string{"1:1 BG005 "}},
		{"two empty documents", "---\n---\n", []string{"2:1 BG007 "}},
		{"zero width space", base + "name: a\u200Bb\n", []string{"4:8 BG004 invisible character U+200B is not allowed ("}},
		{"bidi override", base + "tags: {a: \"\u202Egpj\"}\n", []string{"4:12 BG004 invisible character U+202E is not allowed ("}},
		{"bidi override as escape", base + "tags: {a: \"\\u202Egpj\"}\n", []string{"4:11 BG004 invisible character U+202E is not allowed ("}},
		{"bidi override in a comment", base + "# \u202Egpj\n", []string{"4:3 BG004 "}},
		{"mark inside", base + "name: a\uFEFFb\n", []string{"4:8 BG004 invisible character U+FEFF is not allowed ("}},
		{"line separator", base + "name: a\u2028b\n", []string{"4:8 BG004 invisible character U+2028 is not allowed ("}},
		{"noncharacter", base + "name: a\uFFFEb\n", []string{"4:8 BG004 invisible character U+FFFE is not allowed ("}},
		{"lone surrogate escape", base + "name: \"\\ud800\"\n", []string{"4:10 BG006 * (write the character itself)"}},
		{"homoglyph", "region: w\u0435steurope\nos: linux\nnodes: 1\n", []string{`1:9 BG201 there is no region "w\u0435steurope" (did you mean "westeurope"?)`}},
		{"homoglyph in a key", "regi\u043En: westeurope\nos: linux\nnodes: 1\n", []string{`1:1 BG101 unknown key "regi\u043en" (did you mean "region"?)`}},
		{"key in other case", "Region: westeurope\nos: linux\nnodes: 1\n", []string{`1:1 BG101 unknown key "Region" (did you mean "region"?)`}},
		{"composed", base + "name: caf\u00E9\n", []string{`4:7 BG111 name cannot be "café" (`}},
		{"decomposed", base + "name: cafe\u0301\n", []string{"4:7 BG111 name cannot be "}},
		{"both forms as tags", base + "tags: {caf\u00E9: a, cafe\u0301: b}\n", nil},
		{"emoji", base + "tags: {a: \"\U0001F600\"}\n", nil},
		{"alias bomb", bomb, []string{
			"1:1 BG103 nodes is missing (", "1:1 BG103 os is missing (", "3:6 BG009 ", "4:6 BG009 ", "5:6 BG009 ", "6:6 BG009 ",
			"7:6 BG009 ", "8:6 BG009 ", "9:6 BG009 ", "10:6 BG009 ", "11:6 BG009 ",
		}},
		{"unclosed bracket", "region: [a\nos: linux\n", []string{"2:3 BG006 *"}},
		{"unclosed quote", "region: 'a\n", []string{"2:1 BG006 this is not valid YAML: found unexpected end of stream while scanning a quoted scalar (close the quotes)"}},
		{"key without colon", "region: westeurope\nos linux\nnodes: 1\n", []string{"2:1 BG006 this is not valid YAML: could not find expected ':' while scanning a simple key (each line needs the form key: value)"}},
		{"two colons", "region: west: europe\n", []string{"1:13 BG006 this is not valid YAML: mapping values are not allowed in this context (put text with a colon"}},
		{"at sign", "region: @west\n", []string{"1:9 BG006 * (put text that starts with such a character in quotes)"}},
		{"list on the line", "pools: - a\n", []string{"1:8 BG006 * (start the list on a line of its own)"}},
		{"bad indentation", "network:\n    egress: open\n  subnet: {}\n", []string{"3:3 BG006 * (align the keys of a mapping)"}},
		{"comma after a line", "{\"region\": \"westeurope\",\n\"os\" \"linux\"}\n", []string{"2:6 BG006 *"}},
		{"bracket too many", "{a: 1}}\n", []string{"1:7 BG006 *"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wants(t, c.text, c.want...)
		})
	}
}

// repeated fills numbers into a format: first, first + step, and so on.
func repeated(format string, first, step, count int) []string {
	var list []string
	for i := range count {
		list = append(list, fmt.Sprintf(format, first+i*step))
	}
	return list
}

func TestSizeLimit(t *testing.T) {
	t.Parallel()
	fill := func(size int) string { return four + strings.Repeat("#", size-len(four)-1) + "\n" }
	load(t, fill(intent.MaxSize))
	wants(t, fill(intent.MaxSize+1), "1:1 BG001 ")
}

// The cost per key must not grow with the number of keys; this would hang, not fail.
func TestManyUnknownKeys(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"key%d: x\n", "regi%d: x\n"} {
		var b strings.Builder
		b.WriteString(four)
		count := 0
		for ; b.Len() < 62000; count++ {
			fmt.Fprintf(&b, form, count)
		}
		_, _, list := intent.Load([]byte(b.String()))
		if len(list) != 1001 || list[0].Code != "BG014" || list[1].Code != "BG101" || list[1000].Range.Start.Line != 1004 {
			t.Errorf("%d diagnostics for %d unknown keys, the last %+v", len(list), count, list[len(list)-1])
		}
	}
}

func TestManyInvisibleCharacters(t *testing.T) {
	t.Parallel()
	_, _, list := intent.Load([]byte(strings.Repeat("\x01", intent.MaxSize)))
	if len(list) != 1001 || list[0].Code != "BG014" || list[10].Range.Start.Column != 10 {
		t.Errorf("%d diagnostics, the tenth of them %+v", len(list), list[10])
	}
}

// A thousand mistakes are listed; one more is said to be too many.
func TestMostMistakes(t *testing.T) {
	t.Parallel()
	for _, count := range []int{990, 1000, 1001, 30000} {
		text := "region: westeurope\nos: linux\nnodes: 1\npools: [" + strings.Repeat("a,", count-1) + "a]\n"
		_, _, list := intent.Load([]byte(text))
		// A list of so many pools is a mistake of its own.
		if len(list) < min(count, 1001) || len(list) > 1001 {
			t.Errorf("%d mistakes give %d diagnostics, the first %s", count, len(list), list[0].Code)
		}
		_, _, again := intent.Load([]byte(text))
		if diff := cmp.Diff(list, again); diff != "" {
			t.Errorf("%d mistakes: other ones are listed the second time: %s", count, diff)
		}
	}
}

func TestManyTags(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := 0; b.Len() < 60000; i++ {
		fmt.Fprintf(&b, "  k%d: %d\n", i, i)
	}
	_, _, list := intent.Load([]byte(base + "tags:\n" + b.String()))
	if !list.HasErrors() {
		t.Error("numbers are no tag values")
	}
}
