package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// begin calls init in a new folder with a person at the terminal who types in,
// and returns the folder too.
func begin(t *testing.T, in string, args ...string) (dir string, status int, stdout, stderr string) {
	t.Helper()
	dir = t.TempDir()
	var out, errs bytes.Buffer
	a := newApp(strings.NewReader(in), &out, &errs)
	a.Terminal = func(stream any) bool { return stream != a.Out }
	status = a.Run(append([]string{"batchgen", "init", dir}, args...))
	return dir, status, out.String(), errs.String()
}

func TestInitAsks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		in     string
		args   []string
		status int
		asked  int
		// want is in the intent, told on standard error.
		want, told string
	}{
		"defaults":          {in: "\n\n\n\n", asked: 4, want: "region: westeurope\nmode: simplified\nos: linux\nnodes: 2\n"},
		"answers":           {in: "North Europe\r\nwindows\n7\nnone\n", asked: 4, want: "region: northeurope\nmode: simplified\nos: windows\nnodes: 7\n"},
		"no last line end":  {in: "\n\n\nnone", asked: 4, want: "nodes: 2\n"},
		"one is given":      {in: "\n\n\n", args: []string{"--nodes", "9"}, asked: 3, want: "nodes: 9\n"},
		"asked again":       {in: "westerope\nwesteurope\n\n\n\n", asked: 5, want: "region: westeurope\n", told: "did you mean westeurope?"},
		"asked too often":   {in: "a\nb\nc\n\n\n\n", status: exitUsage, asked: 3, told: "no answer for --region after 3 tries"},
		"the end at once":   {status: exitUsage, asked: 1, told: "the questions end before --region is answered"},
		"the end later":     {in: "\n\n", status: exitUsage, asked: 3, told: "before --nodes is answered"},
		"an endless answer": {in: strings.Repeat("x", 1000), status: exitUsage, asked: 3, told: "no answer for --region"},
		"a wrong flag":      {in: "\n\n\n\n", args: []string{"--os", "beos"}, status: exitUsage, told: "--os takes linux or windows"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, status, stdout, stderr := begin(t, test.in, test.args...)
			if status != test.status || strings.Count(stderr, "]: ") != test.asked || !strings.Contains(stderr, test.told) {
				t.Errorf("exit status %d, standard error:\n%s", status, stderr)
			}
			intent, err := os.ReadFile(filepath.Join(dir, "batchgen.yaml"))
			if status != exitDone {
				if err == nil || stdout != "" {
					t.Errorf("something was written: %s%s", stdout, intent)
				}
				return
			}
			if !strings.Contains(string(intent), test.want) {
				t.Errorf("the intent is\n%s", intent)
			}
		})
	}
}

func TestReleased(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"1.4.0": "1.4.0", "devel": "", "1.4.0-rc.1": "", "0.0.0-20261125191251-56c77710aaaa": "", "1.4.0+dirty": "",
	} {
		if got := released(version); got != want {
			t.Errorf("%s is the release %q, want %q", version, got, want)
		}
	}
}
