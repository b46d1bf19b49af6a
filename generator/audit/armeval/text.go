package armeval

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// textOf is a value as concat and format write it. Azure writes True and False.
func (e env) textOf(v tree.Value) (string, bool) {
	switch v.Kind {
	case tree.String, tree.Number:
		return v.Text, true
	case tree.Bool:
		return strings.ToUpper(v.Text[:1]) + v.Text[1:], true
	case tree.Null:
		return "", true
	}
	out, ok := e.appendJSON(nil, v)
	return string(out), ok
}

// appendJSON writes compact JSON. It fails on Unknown and beyond the largest text.
func (e env) appendJSON(out []byte, v tree.Value) ([]byte, bool) {
	if !e.spend(1) || len(out) > maxText {
		return nil, false
	}
	var ok bool
	switch v.Kind {
	case tree.Null:
		return append(out, "null"...), true
	case tree.Bool, tree.Number:
		return append(out, v.Text...), true
	case tree.String:
		quoted, err := json.Marshal(v.Text)
		return append(out, quoted...), err == nil
	case tree.List:
		out = append(out, '[')
		for i, item := range v.Items {
			if i > 0 {
				out = append(out, ',')
			}
			if out, ok = e.appendJSON(out, item); !ok {
				return nil, false
			}
		}
		return append(out, ']'), true
	case tree.Object:
		out = append(out, '{')
		for i, m := range v.Members {
			if i > 0 {
				out = append(out, ',')
			}
			name, err := json.Marshal(m.Name)
			if err != nil {
				return nil, false
			}
			if out, ok = e.appendJSON(append(append(out, name...), ':'), m.Value); !ok {
				return nil, false
			}
		}
		return append(out, '}'), true
	}
	return nil, false
}

// concat joins lists when the first argument is one, and else text.
func concat(e env, args []tree.Value) tree.Value {
	if args[0].Kind == tree.List {
		result := list()
		for _, arg := range args {
			if arg.Kind != tree.List {
				return unknown()
			}
			result.Items = append(result.Items, arg.Items...)
		}
		return result
	}
	var b strings.Builder
	for _, arg := range args {
		s, ok := e.textOf(arg)
		if !ok || arg.Kind == tree.List || arg.Kind == tree.Object || b.Len() > maxText {
			return unknown()
		}
		b.WriteString(s)
	}
	return text(b.String())
}

// format fills {0}, {0:D3} and {0:N0}; other formats are left unknown.
func format(e env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.String {
		return unknown()
	}
	var b strings.Builder
	rest := args[0].Text
	for rest != "" && b.Len() <= maxText {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		if len(rest) > 1 && rest[0] == rest[1] {
			b.WriteByte(rest[0])
			rest = rest[2:]
			continue
		}
		hole, after, ok := strings.Cut(rest, "}")
		if !ok || hole == "" {
			return unknown()
		}
		index, layout, _ := strings.Cut(hole[1:], ":")
		n, err := strconv.ParseUint(index, 10, 16)
		if err != nil || int(n)+1 >= len(args) {
			return unknown()
		}
		s, ok := e.formatted(args[n+1], layout)
		if !ok {
			return unknown()
		}
		b.WriteString(s)
		rest = after
	}
	return text(b.String())
}

func (e env) formatted(v tree.Value, layout string) (string, bool) {
	if layout == "" {
		return e.textOf(v)
	}
	n, ok := integer(v)
	switch {
	case !ok || n < 0:
		return "", false
	case strings.EqualFold(layout, "N0"):
		s := v.Text
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s, true
	case layout[0]|0x20 == 'd':
		width, err := strconv.ParseUint("0"+layout[1:], 10, 8)
		return fmt.Sprintf("%0*d", int(width), n), err == nil
	}
	return "", false
}

func toString(e env, args []tree.Value) tree.Value {
	s, ok := e.textOf(args[0])
	if !ok {
		return unknown()
	}
	return text(s)
}

func toInt(_ env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.String && args[0].Kind != tree.Number {
		return unknown()
	}
	n, err := strconv.ParseInt(strings.TrimSpace(args[0].Text), 10, 64)
	if err != nil {
		return unknown()
	}
	return number(n)
}

func toBool(_ env, args []tree.Value) tree.Value {
	n, isNumber := integer(args[0])
	switch {
	case isNumber:
		return boolean(n != 0)
	case args[0].Kind == tree.Bool, args[0].Kind == tree.String:
		if strings.EqualFold(args[0].Text, "true") || strings.EqualFold(args[0].Text, "false") {
			return boolean(strings.EqualFold(args[0].Text, "true"))
		}
	}
	return unknown()
}

func parseJSON(e env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.String || !e.spend(len(args[0].Text)) {
		return unknown()
	}
	v, err := tree.Parse([]byte(args[0].Text))
	if err != nil {
		return unknown()
	}
	return placed(v, 0)
}

// textual makes a function of one text.
func textual(do func(string) string) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		if args[0].Kind != tree.String {
			return unknown()
		}
		return text(do(args[0].Text))
	}
}

func toBase64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func fromBase64(_ env, args []tree.Value) tree.Value {
	out, err := base64.StdEncoding.DecodeString(args[0].Text)
	if err != nil || args[0].Kind != tree.String || !utf8.Valid(out) {
		return unknown()
	}
	return text(string(out))
}

func base64ToJSON(e env, args []tree.Value) tree.Value {
	decoded := fromBase64(e, args)
	if decoded.Kind == tree.Unknown {
		return decoded
	}
	return parseJSON(e, []tree.Value{decoded})
}

func uriComponent(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func uriComponentToString(_ env, args []tree.Value) tree.Value {
	out, err := url.PathUnescape(args[0].Text)
	if err != nil || args[0].Kind != tree.String {
		return unknown()
	}
	return text(out)
}

func uri(_ env, args []tree.Value) tree.Value {
	base, err := url.Parse(args[0].Text)
	if err != nil || base.Host == "" || args[0].Kind != tree.String || args[1].Kind != tree.String {
		return unknown()
	}
	relative, err := url.Parse(args[1].Text)
	if err != nil {
		return unknown()
	}
	return text(base.ResolveReference(relative).String())
}

func substring(_ env, args []tree.Value) tree.Value {
	chars := []rune(args[0].Text)
	start, ok := integer(args[1])
	if args[0].Kind != tree.String || !ok || start < 0 || start > int64(len(chars)) {
		return unknown()
	}
	count := int64(len(chars)) - start
	if len(args) == 3 {
		wanted, ok := integer(args[2])
		if !ok || wanted < 0 || wanted > count {
			return unknown()
		}
		count = wanted
	}
	return text(string(chars[start : start+count]))
}

// bothText are the first two arguments in lower case, since Azure looks without letter case.
func bothText(args []tree.Value) (string, string, bool) {
	return strings.ToLower(args[0].Text), strings.ToLower(args[1].Text),
		args[0].Kind == tree.String && args[1].Kind == tree.String
}

func indexOf(find func(s, substr string) int) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		s, wanted, ok := bothText(args)
		if !ok {
			return unknown()
		}
		i := find(s, wanted)
		if i > 0 {
			i = utf8.RuneCountInString(s[:i])
		}
		return number(int64(i))
	}
}

func affix(has func(s, part string) bool) func(env, []tree.Value) tree.Value {
	return func(_ env, args []tree.Value) tree.Value {
		s, part, ok := bothText(args)
		if !ok {
			return unknown()
		}
		return boolean(has(s, part))
	}
}

func split(e env, args []tree.Value) tree.Value {
	delimiters := args[1].Items
	if args[1].Kind == tree.String {
		delimiters = args[1:]
	}
	if args[0].Kind != tree.String || len(delimiters) == 0 {
		return unknown()
	}
	var parts []tree.Value
	rest, start := args[0].Text, 0
	for at := 0; at < len(rest); {
		length := 0
		for _, d := range delimiters {
			if d.Kind != tree.String || d.Text == "" || !e.spend(1) {
				return unknown()
			}
			if strings.HasPrefix(rest[at:], d.Text) {
				length = len(d.Text)
				break
			}
		}
		if length == 0 {
			at++
			continue
		}
		parts = append(parts, text(rest[start:at]))
		at += length
		start = at
	}
	return list(append(parts, text(rest[start:]))...)
}

func join(e env, args []tree.Value) tree.Value {
	if args[0].Kind != tree.List || args[1].Kind != tree.String {
		return unknown()
	}
	var b strings.Builder
	for i, item := range args[0].Items {
		s, ok := e.textOf(item)
		if !ok || b.Len() > maxText {
			return unknown()
		}
		if i > 0 {
			b.WriteString(args[1].Text)
		}
		b.WriteString(s)
	}
	return text(b.String())
}

func replace(_ env, args []tree.Value) tree.Value {
	for _, arg := range args {
		if arg.Kind != tree.String {
			return unknown()
		}
	}
	s, old, by := args[0].Text, args[1].Text, args[2].Text
	if old == "" || len(s)+strings.Count(s, old)*len(by) > maxText+len(s) {
		return unknown()
	}
	return text(strings.ReplaceAll(s, old, by))
}

func padLeft(_ env, args []tree.Value) tree.Value {
	width, ok := integer(args[1])
	pad := " "
	if len(args) == 3 {
		pad = args[2].Text
	}
	if !ok || width < 0 || width > maxText || utf8.RuneCountInString(pad) != 1 ||
		args[0].Kind != tree.String && args[0].Kind != tree.Number {
		return unknown()
	}
	missing := max(0, int(width)-utf8.RuneCountInString(args[0].Text))
	return text(strings.Repeat(pad, missing) + args[0].Text)
}

// stands gives a placeholder for a hash that Azure computes: as long as the real
// one, the same for the same arguments, and seen to be a placeholder.
func stands(size int) func(env, []tree.Value) tree.Value {
	return func(e env, args []tree.Value) tree.Value {
		hash := sha256.New()
		for _, arg := range args {
			s, ok := e.textOf(arg)
			if !ok {
				return unknown()
			}
			hash.Write([]byte(strconv.Itoa(len(s)) + ":" + s))
		}
		sum := hash.Sum(nil)
		body := hex.EncodeToString(sum)
		if size < 20 {
			body = strings.ToLower(base32.StdEncoding.EncodeToString(sum))
		}
		return text(hashPlaceholder + body[:size-len(hashPlaceholder)-1] + "}")
	}
}
