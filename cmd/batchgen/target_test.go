package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	tests := []struct{ intent, want string }{
		{"east.batchgen.yaml", "east"},
		{"east.batchgen.yml", "east"},
		{"east.yaml", "east"},
		{"east.json", "east"},
		{"east", "east"},
		{"a.b.yaml", "a.b"},
		{"dir/east.batchgen.yaml", "east"},
		{"dir/batchgen.yaml", "dir"},
		{"dir/../other/batchgen.yml", "other"},
		{"dir/batchgen.json", "batchgen"},
		{"/batchgen.yaml", ""},
		{".yaml", ""},
		{".batchgen.yaml", ""},
		{"...yaml", ""},
		{"..", ""},
		{".", ""},
		{"-", "stdin"},
		{"x.batchgen", "x"},
	}
	for _, test := range tests {
		if got := labelOf(filepath.FromSlash(test.intent)); got != test.want {
			t.Errorf("label of %q is %q, want %q", test.intent, got, test.want)
		}
	}
}

func TestEqualLabels(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		intents []string
		equal   bool
	}{
		"different":         {[]string{"a.yaml", "b.yaml"}, false},
		"same":              {[]string{"a.yaml", "x/a.yaml"}, true},
		"extension":         {[]string{"a.yaml", "a.batchgen.yaml"}, true},
		"case":              {[]string{"east.yaml", "EAST.yaml"}, true},
		"composed":          {[]string{"caf\u00e9.yaml", "cafe\u0301.yaml"}, true},
		"case outside A-Z":  {[]string{"\u00e9.yaml", "\u00c9.yaml"}, true},
		"folder's name":     {[]string{"a/batchgen.yaml", "a.yaml"}, true},
		"folders":           {[]string{"a/batchgen.yaml", "b/batchgen.yaml"}, false},
		"third":             {[]string{"a.yaml", "b.yaml", "A.yml"}, true},
		"standard input":    {[]string{"-", "stdin.yaml"}, true},
		"one letter longer": {[]string{"a.yaml", "aa.yaml"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := labelsOf(test.intents); (err != nil) != test.equal {
				t.Errorf("error is %v, want one: %v", err, test.equal)
			}
		})
	}
}

func TestChooseTarget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	existing := filepath.Join(dir, "existing")
	if err := os.WriteFile(existing, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	one, two := []string{"a.yaml"}, []string{"a.yaml", "b.yaml"}
	slash := dir + string(os.PathSeparator)
	tests := map[string]struct {
		output  string
		format  generator.Format
		intents []string
		want    target
		wrong   string
	}{
		"stdout":           {"", "", one, target{toStdout, "", generator.Bicep, nil}, ""},
		"stdout as ARM":    {"", generator.ARM, one, target{toStdout, "", generator.ARM, nil}, ""},
		"a minus":          {"-", "", one, target{toStdout, "", generator.Bicep, nil}, ""},
		"stdout for two":   {"", "", two, target{}, "cannot share"},
		"a folder":         {dir, "", one, target{toFolder, dir, "", []string{""}}, ""},
		"a folder, ARM":    {dir, generator.ARM, one, target{toFolder, dir, generator.ARM, []string{""}}, ""},
		"a new folder":     {slash + "new/", "", one, target{toFolder, slash + "new/", "", []string{""}}, ""},
		"a folder for two": {slash + "new", "", two, target{toFolder, slash + "new", "", []string{"a", "b"}}, ""},
		"Bicep":            {slash + "x.bicep", "", one, target{toFile, slash + "x.bicep", generator.Bicep, nil}, ""},
		"JSON":             {slash + "x.json", "", one, target{toFile, slash + "x.json", generator.ARM, nil}, ""},
		"the flag wins":    {slash + "x.json", generator.Bicep, one, target{toFile, slash + "x.json", generator.Bicep, nil}, ""},
		"unknown":          {slash + "x.txt", "", one, target{}, "does not tell the language"},
		"unknown, flag":    {slash + "x.txt", generator.ARM, one, target{toFile, slash + "x.txt", generator.ARM, nil}, ""},
		"no extension":     {slash + "new", "", one, target{}, "neither a folder nor a file name with an extension"},
		"the same, flag":   {slash + "new", generator.ARM, one, target{}, "neither a folder nor a file name with an extension"},
		"existing":         {existing, generator.ARM, one, target{toFile, existing, generator.ARM, nil}, ""},
		"existing, none":   {existing, "", one, target{}, "does not tell the language"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := chooseTarget(test.output, test.format, test.intents)
			switch {
			case test.wrong != "":
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("error is %v, want %q", err, test.wrong)
				}
			case err != nil:
				t.Error(err)
			default:
				if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(target{})); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}
