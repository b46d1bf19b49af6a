package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestArrange(t *testing.T) {
	t.Parallel()
	tests := []struct{ given, want string }{
		{"render a.yaml", "render -- a.yaml"},
		{"render a.yaml --format arm", "render --format=arm -- a.yaml"},
		{"render --format arm a.yaml b.yaml", "render --format=arm -- a.yaml b.yaml"},
		{"render a.yaml -o out b.yaml --force", "render --output=out --force -- a.yaml b.yaml"},
		{"render -o=out a.yaml", "render --output=out -- a.yaml"},
		{"render -format arm a.yaml", "render --format=arm -- a.yaml"},
		{"render --output=-odd -", "render --output=-odd -- -"},
		{"render - -o -", "render --output=- -- -"},
		{"render --force=false a.yaml", "render --force=false -- a.yaml"},
		{"render -- --format -x", "render -- --format -x"},
		{"render a.yaml -- b.yaml --", "render -- a.yaml b.yaml --"},
		{"render --help a.yaml", "help render"},
		{"render a.yaml -h", "help render"},
		{"render -- --help", "render -- --help"},
		{"version --format json", "version --format=json --"},
		{"--help", "help"},
		{"-h", "help"},
		{"--version", "version"},
		{"help render", "help -- render"},
	}
	for _, test := range tests {
		t.Run(test.given, func(t *testing.T) {
			t.Parallel()
			got, err := arrange(newApp(nil, nil, nil).commandLine(), strings.Fields("batchgen "+test.given))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Fields("batchgen "+test.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOrderOfArguments checks that flags mean the same wherever they stand.
func TestOrderOfArguments(t *testing.T) {
	t.Parallel()
	flags := map[string]string{"--format=arm": "--format arm", "--output=x/": "-o x/", "--force": "--force"}
	rapid.Check(t, func(t *rapid.T) {
		intents := rapid.SliceOf(rapid.SampledFrom([]string{"a.yaml", "-", "b"})).Draw(t, "intents")
		mixed := append([]string(nil), intents...)
		for _, form := range flags {
			at := rapid.IntRange(0, len(mixed)).Draw(t, "place")
			mixed = append(mixed[:at:at], append([]string{form}, mixed[at:]...)...)
		}
		args := strings.Fields("batchgen render " + strings.Join(mixed, " "))
		got, err := arrange(newApp(nil, nil, nil).commandLine(), args)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(flags)+len(intents)+3 {
			t.Fatalf("%q became %q", args, got)
		}
		for _, flag := range got[2 : len(flags)+2] {
			if _, ok := flags[flag]; !ok {
				t.Errorf("unexpected %q in %q", flag, got)
			}
		}
		if diff := cmp.Diff(append([]string{"--"}, intents...), got[len(flags)+2:]); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"render", "validate", "regions", "images", "version"}
	tests := []struct{ word, want string }{
		{"rendr", "render"},
		{"RENDER", "render"},
		{"region", "regions"},
		{"validte", "validate"},
		{"vaildate", "validate"},
		{"imges", "images"},
		{"x", ""},
		{"", ""},
		{"deploy", ""},
		{"renovate", ""},
		{"versions", "version"},
	}
	for _, test := range tests {
		if got := nearest(test.word, words); got != test.want {
			t.Errorf("nearest(%q) is %q, want %q", test.word, got, test.want)
		}
	}
}

// FuzzArguments feeds words, parted by blanks, to the command line: it ends
// with one of the known statuses, and a wrong call prints no product. Words
// that could name a place outside the empty folder of the test are left out.
func FuzzArguments(f *testing.F) {
	for _, seed := range []string{
		"", "render", "render -", "render - --format arm", "render --format", "render -o x/ -", "render -o x.json - -",
		"validate - --diagnostics json", "validate --fail-on=warning a.yaml -", "--version", "version --format json",
		"help render", "render --help=false", "regions --format=text", "images -- x", "schema intent", "rendr",
		"render --force=maybe -", "- - -", "-- --", "render -- -o", "render --as-of 2026-01-01 -", "-h=x render",
		"render --=x -", "render -=x", "render --- -", "render -o - -", "render --output=. -", "help -h",
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(fourLines), 0o644); err != nil {
		f.Fatal(err)
	}
	old, err := os.Getwd()
	if err != nil {
		f.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = os.Chdir(old) })
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(strings.ReplaceAll(line, "x/", ""), `/\:~`) || strings.Contains(line, "..") {
			t.Skip("names another place")
		}
		status, stdout, stderr := call(t, fourLines, strings.Split(line, " ")...)
		switch status {
		case exitDone, exitIntent, exitIO:
		case exitUsage:
			if stdout != "" || stderr == "" {
				t.Errorf("wrong usage, standard output %q, standard error %q", stdout, stderr)
			}
		default:
			t.Errorf("exit status %d: %s", status, stderr)
		}
	})
}
