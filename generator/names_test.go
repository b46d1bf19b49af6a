package generator_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/intenttest"
)

// TestHostileNames gives the things that have names hostile ones: none is taken
// where a file is called by it, and whatever is taken changes no file's name.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	const four = "region: westeurope\nos: linux\nnodes: 4\n"
	plain := regexp.MustCompile(`^(main|explain|allowlist)\.(bicep|json|md)$|^modules/(access|pool|subnet)\.bicep$`)
	for what, form := range map[string]string{
		"intent":      "name: %s\n" + four,
		"environment": four + "environments: {%s: {nodes: 4}}\n",
		"pool":        four + "pools: [{name: %s}]\n",
		"network":     four + "network: {vnet: {name: %s}}\n",
		"subnet":      four + "network: {subnet: {name: %s}}\n",
		"account":     four + "account: {name: %s}\n",
	} {
		for _, name := range []string{
			"../x", "/abs", `C:\x`, "CON", "NUL.json", "a/b", ".", "..", ".hidden", "", strings.Repeat("x", 300), "a.", "a ", " a",
			"nul", "con", "com1", "a\x00", "a\nb", "~", "-", "x:y",
		} {
			r := generator.Generate([]byte(intenttest.Filled(form, name)), generator.Options{AsOf: today, Formats: every})
			if (what == "environment" || len(name) > 90 || strings.ContainsAny(name, "/\\ \n\x00:")) && !r.Diagnostics.HasErrors() {
				t.Errorf("%s %q is taken", what, name)
			}
			for _, f := range r.Files {
				if !filepath.IsLocal(f.Name) || !plain.MatchString(f.Name) {
					t.Errorf("%s %q gives the file %s", what, name, f.Name)
				}
			}
		}
	}
}
