package intenttest

import (
	"encoding/json"
	"fmt"
)

// Payloads mean something in Bicep, in the expressions of ARM templates, in JSON
// or in HTML. As a value of an intent each is the text that it is.
var Payloads = []string{
	"'", "''", "'''", `\`, `\\'`, "${x}", "$${x}", `\${x}`, "a\nb", "a\rb", "a\tb", "//", "/*", "*/", "@description", "[x]",
	"[x", "[[x]", "x]", "[resourceGroup().id]", "[concat('a','b')]", "a\u2028b", `\u{1F600}`, `"`, "</script>", "{{x}}", "\U0001F600",
}

// start is the part that all intents of FreeText share.
const start = "region: westeurope\nmode: simplified\nos: linux\n"

// FreeText are intents with a field that takes free text, by what it is; for the
// text itself they have %s.
var FreeText = map[string]string{
	"tag":                   start + "nodes: 4\ntags: {a: %s}\n",
	"tag name":              start + "nodes: 4\ntags: {%s: a}\n",
	"tag of an environment": start + "nodes: 4\ntags: {a: b}\nenvironments: {prod: {tags: {a: %s}}}\n",
	"command line":          start + "nodes: 4\nstartTask: {commandLine: %s}\n",
	"formula":               start + "nodes: {autoscale: {min: 0, max: 4, formula: %s}}\n",
	"mount options":         start + "nodes: 4\nmounts: [{nfs: {host: 10.0.8.4, path: /data, options: %s}}]\n",
	"reason":                start + "image: ubuntu-22.04\nnodes: 4\nsuppress: [{code: BG502, reason: %s}]\n",
}

// Refused tells how many of Payloads a field of FreeText refuses, because what
// cannot be seen, or Azure does not take, is not free.
var Refused = map[string]int{
	"tag": 1, "tag name": 9, "tag of an environment": 1, "command line": 1, "formula": 1, "mount options": 5, "reason": 1,
}

// Filled returns an intent of FreeText with text in its field.
func Filled(form, text string) string {
	value, err := json.Marshal(text)
	if err != nil {
		panic(err) // every text has a form in JSON
	}
	return fmt.Sprintf(form, value)
}
