package migrate_test

import (
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/migrate"
)

const rest = "region: westeurope\nos: linux\nnodes: 1\n"

// Everything but the two keys stays as it is, byte for byte.
func TestEdit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"plain":             {"mode: classic\n" + rest, "mode: simplified\n" + rest},
		"comments":          {"# a\nmode: classic # b\n# c\n" + rest, "# a\nmode: simplified # b\n# c\n" + rest},
		"double quotes":     {"mode: \"classic\"\n" + rest, "mode: \"simplified\"\n" + rest},
		"single quotes":     {"mode: 'classic'\n" + rest, "mode: 'simplified'\n" + rest},
		"escape in quotes":  {"mode: \"cl\\x61ssic\"\n" + rest, "mode: \"simplified\"\n" + rest},
		"own line":          {"mode:\n  classic\n" + rest, "mode:\n  simplified\n" + rest},
		"last, no line end": {rest + "mode: classic", rest + "mode: simplified"},
		"block text":        {"mode: |-\n  classic\n" + rest, "mode: simplified\n" + rest},
		"folded text":       {rest + "mode: >-\n   classic", rest + "mode: simplified"},
		"after umlauts":     {"tags: {größe: ümlaut}\nmode: classic\n" + rest, "tags: {größe: ümlaut}\nmode: simplified\n" + rest},
		"in braces":         {"{region: westeurope, os: linux, nodes: 1, tags: {ü: ä}, mode: classic}", "{region: westeurope, os: linux, nodes: 1, tags: {ü: ä}, mode: simplified}"},
		"byte order mark":   {"\ufeffmode: classic\n" + rest, "\ufeffmode: simplified\n" + rest},
		"document start":    {"---\nmode: classic\n" + rest, "---\nmode: simplified\n" + rest},
		"CR LF": {"# x\r\nmode: classic\r\nregion: westeurope\r\nos: linux\r\nnodes: 1\r\n",
			"# x\r\nmode: simplified\r\nregion: westeurope\r\nos: linux\r\nnodes: 1\r\n"},
		"CR": {"# x\rmode: classic\rregion: westeurope\ros: linux\rnodes: 1\r", "# x\rmode: simplified\rregion: westeurope\ros: linux\rnodes: 1\r"},

		"acknowledged after":  {"mode: classic\nacknowledgeRetired: true\n" + rest, "mode: simplified\n" + rest},
		"acknowledged before": {"acknowledgeRetired: true\nmode: classic\n" + rest, "mode: simplified\n" + rest},
		"its own comment":     {"# a\nacknowledgeRetired: true # gone\n# b\nmode: classic\n" + rest, "# a\n# b\nmode: simplified\n" + rest},
		"last":                {"mode: classic\n" + rest + "acknowledgeRetired: true\n", "mode: simplified\n" + rest},
		"last of all":         {"mode: classic\n" + rest + "acknowledgeRetired: true", "mode: simplified\n" + rest},
		"value below":         {"mode: classic\nacknowledgeRetired:\n  true\n" + rest, "mode: simplified\n" + rest},
		"quoted key":          {"mode: classic\n\"acknowledgeRetired\": true\n" + rest, "mode: simplified\n" + rest},
		"with a mark":         {"\ufeffacknowledgeRetired: true\nmode: classic\n" + rest, "\ufeffmode: simplified\n" + rest},
		"with CR LF": {"mode: classic\r\nacknowledgeRetired: true\r\nregion: westeurope\r\nos: linux\r\nnodes: 1",
			"mode: simplified\r\nregion: westeurope\r\nos: linux\r\nnodes: 1"},
		"explicit key": {"mode: classic\n? acknowledgeRetired\n: true\n" + rest, "mode: simplified\n? acknowledgeRetired\n: false\n" + rest},
		"indented":     {"  mode: classic\n  acknowledgeRetired: true\n  region: westeurope\n  os: linux\n  nodes: 1\n", "  mode: simplified\n  region: westeurope\n  os: linux\n  nodes: 1\n"},
		"first in braces": {"{acknowledgeRetired: true, mode: classic, region: westeurope, os: linux, nodes: 1}",
			"{mode: simplified, region: westeurope, os: linux, nodes: 1}"},
		"in the middle": {"{mode: classic, acknowledgeRetired: true , region: westeurope, os: linux, nodes: 1}",
			"{mode: simplified, region: westeurope, os: linux, nodes: 1}"},
		"last in braces": {"{mode: classic, region: westeurope, os: linux, nodes: 1, acknowledgeRetired: true}",
			"{mode: simplified, region: westeurope, os: linux, nodes: 1}"},
		"comment before the last": {"{mode: classic, region: westeurope, os: linux, nodes: 1, # x\nacknowledgeRetired: true}",
			"{mode: simplified, region: westeurope, os: linux, nodes: 1, # x\nacknowledgeRetired: false}"},
		"comment before the comma": {"{mode: classic, region: westeurope, os: linux, acknowledgeRetired: true # x\n, nodes: 1}",
			"{mode: simplified, region: westeurope, os: linux, nodes: 1}"},
		"JSON": {"{\n  \"mode\": \"classic\",\n  \"acknowledgeRetired\": true,\n  \"region\": \"westeurope\",\n  \"os\": \"linux\",\n  \"nodes\": 1\n}\n",
			"{\n  \"mode\": \"simplified\",\n  \"region\": \"westeurope\",\n  \"os\": \"linux\",\n  \"nodes\": 1\n}\n"},
		"last of JSON": {"{\n  \"mode\": \"classic\",\n  \"region\": \"westeurope\",\n  \"os\": \"linux\",\n  \"nodes\": 1,\n  \"acknowledgeRetired\": true\n}\n",
			"{\n  \"mode\": \"simplified\",\n  \"region\": \"westeurope\",\n  \"os\": \"linux\",\n  \"nodes\": 1\n}\n"},
	} {
		_, places, list := intent.Load([]byte(c.source))
		if list.HasErrors() {
			t.Errorf("%s: %v", name, list)
			continue
		}
		got := edited(c.source, places)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		in, _, list := intent.Load([]byte(got))
		if list.HasErrors() || in.Mode != "simplified" || in.AcknowledgeRetired {
			t.Errorf("%s: %s, %v, %v", name, in.Mode, in.AcknowledgeRetired, list)
		}
	}
}

func edited(source string, places intent.Places) string {
	at := migrate.Places{Mode: places.Pos("/mode")}
	if strings.Contains(source, "acknowledgeRetired") {
		at.AcknowledgedKey, at.Acknowledged = places.KeyPos("/acknowledgeRetired"), places.Pos("/acknowledgeRetired")
	}
	return string(migrate.Edit([]byte(source), at))
}

// Without a place nothing is taken away.
func TestEditKeeps(t *testing.T) {
	t.Parallel()
	const source = "acknowledgeRetired: true\nmode: classic\n"
	at := diag.Range{Start: diag.Position{Line: 2, Column: 7}, End: diag.Position{Line: 2, Column: 14}}
	if got := string(migrate.Edit([]byte(source), migrate.Places{Mode: at})); got != strings.Replace(source, "classic", "simplified", 1) {
		t.Errorf("%q", got)
	}
}

// Whatever the text is, what is left is a valid intent in simplified mode that
// says the same.
func FuzzEdit(f *testing.F) {
	for _, seed := range []string{
		"mode: classic\nacknowledgeRetired: true\n" + rest, "{mode: \"classic\", acknowledgeRetired: true, region: westeurope, os: linux, nodes: 1}",
		"\ufeff# ü\r\nmode: |-\r\n  classic\r\nregion: westeurope\r\nos: linux\r\nnodes: 1\r\nacknowledgeRetired:\r\n  true",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		in, places, list := intent.Load([]byte(source))
		if list.HasErrors() || in.Mode != "classic" {
			t.Skip()
		}
		at := migrate.Places{Mode: places.Pos("/mode")}
		if in.AcknowledgeRetired {
			at.AcknowledgedKey, at.Acknowledged = places.KeyPos("/acknowledgeRetired"), places.Pos("/acknowledgeRetired")
		}
		text := migrate.Edit([]byte(source), at)
		changed, _, list := intent.Load(text)
		if list.HasErrors() || changed.Mode != "simplified" || changed.AcknowledgeRetired || changed.Name != in.Name || len(changed.Pools) != len(in.Pools) {
			t.Errorf("%q became %q: %v", source, text, list)
		}
	})
}
