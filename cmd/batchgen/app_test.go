package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
)

const fourLines = "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n"

// call runs batchgen in this process and returns what it prints.
func call(t *testing.T, in string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := newApp(strings.NewReader(in), &out, &errs)
	status = a.Run(append([]string{"batchgen"}, args...))
	return status, out.String(), errs.String()
}

// newApp is a batchgen on the day 2026-01-15 whose streams are no terminals.
func newApp(in io.Reader, out, errs io.Writer) *App {
	return &App{
		In: in, Out: out, Err: errs,
		Now:      func() time.Time { return time.Date(2026, 1, 15, 23, 30, 0, 0, time.FixedZone("", -3*3600)) },
		Getenv:   func(string) string { return "" },
		Terminal: func(any) bool { return false },
		Generate: generator.Generate,
	}
}

// narrow takes some bytes and then fails, or falls short without an error.
type narrow struct {
	room int
	err  error
}

func (n *narrow) Write(p []byte) (int, error) {
	if len(p) > n.room {
		return n.room, n.err
	}
	n.room -= len(p)
	return len(p), nil
}

func TestEveryCommandNoticesAFailedWrite(t *testing.T) {
	t.Parallel()
	commands := map[string][]string{
		"render": {"render", "-"}, "render arm": {"render", "-", "--format", "arm"},
		"check":    {"render", "-", "--check", "-o", "testdata/nowhere/"},
		"validate": {"validate", "-", "--diagnostics", "json"}, "schema": {"schema"}, "regions": {"regions"},
		"images": {"images", "--format", "json"}, "version": {"version"}, "--version": {"--version"},
		"help": {"help"}, "--help": {"render", "--help"},
	}
	for name, args := range commands {
		for _, broken := range []*narrow{{err: errors.New("gone")}, {}, {room: 10, err: io.ErrShortWrite}, {room: 10}} {
			var errs bytes.Buffer
			a := newApp(strings.NewReader(fourLines), broken, &errs)
			if got := a.Run(append([]string{"batchgen"}, args...)); got != exitIO {
				t.Errorf("%s: exit status %d, want %d\n%s", name, got, exitIO, &errs)
			}
			if !strings.Contains(errs.String(), "<stdout>: error BG705: cannot write: ") {
				t.Errorf("%s: standard error is %q", name, &errs)
			}
		}
	}
}

func TestAFailedStandardErrorChangesNoStatus(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := newApp(strings.NewReader("region: nowhere\n"), &out, &narrow{err: errors.New("gone")})
	if got := a.Run([]string{"batchgen", "render", "-"}); got != exitIntent {
		t.Errorf("exit status %d, want %d", got, exitIntent)
	}
	if out.Len() > 0 {
		t.Errorf("standard output is %q", &out)
	}
}

// faulty panics when it is read.
type faulty struct{ value any }

func (f faulty) Read([]byte) (int, error) {
	if f.value == nil {
		var empty []byte
		_ = empty[len(fourLines)]
	}
	panic(f.value)
}

func TestAPanicBecomesADiagnostic(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value any
		want  string
	}{
		"text may hold an intent": {"secret text", "Read, line "},
		"an error may, too":       {errors.New("secret text"), "Read, line "},
		"the runtime's does not":  {nil, fmt.Sprintf("index out of range [%d] with length 0", len(fourLines))},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			a := newApp(faulty{test.value}, &out, &errs)
			if got := a.Run([]string{"batchgen", "render", "-"}); got != exitBug {
				t.Errorf("exit status %d, want %d", got, exitBug)
			}
			text := errs.String()
			if !strings.HasPrefix(text, "<stdin>: error BG901: internal error in ") || !strings.Contains(text, test.want) {
				t.Errorf("standard error is %q, want BG901 and %q", text, test.want)
			}
			if !strings.Contains(text, " (batchgen "+version()+", render)\n") || !strings.Contains(text, "/issues/new\n") {
				t.Errorf("standard error is %q, want version, command and where to report", text)
			}
			for _, never := range []string{"goroutine", "secret", ".go:"} {
				if strings.Contains(text, never) {
					t.Errorf("standard error holds %q: %q", never, text)
				}
			}
			if out.Len() > 0 {
				t.Errorf("standard output is %q", &out)
			}
			a.In = faulty{test.value}
			errs.Reset()
			got := a.Run([]string{"batchgen", "validate", "-"})
			if got != exitBug || !strings.HasPrefix(errs.String(), "batchgen: error BG901: ") {
				t.Errorf("validate: exit status %d, standard error %q", got, &errs)
			}
		})
	}
}

func TestStyle(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		terminal       bool
		env            map[string]string
		flag           string
		color, excerpt bool
	}{
		"a file":             {},
		"a terminal":         {terminal: true, color: true, excerpt: true},
		"no colour":          {terminal: true, env: map[string]string{"NO_COLOR": "1"}, excerpt: true},
		"empty NO_COLOR":     {terminal: true, env: map[string]string{"NO_COLOR": ""}, color: true, excerpt: true},
		"a dumb terminal":    {terminal: true, env: map[string]string{"TERM": "dumb"}, excerpt: true},
		"a file, TERM":       {env: map[string]string{"TERM": "xterm"}},
		"always":             {flag: colorAlways, env: map[string]string{"NO_COLOR": "1", "TERM": "dumb"}, color: true},
		"never":              {terminal: true, flag: colorNever, env: map[string]string{"FORCE_COLOR": "1"}, excerpt: true},
		"auto":               {terminal: true, flag: colorAuto, color: true, excerpt: true},
		"forced":             {env: map[string]string{"FORCE_COLOR": "1", "TERM": "dumb"}, color: true},
		"forced by clicolor": {env: map[string]string{"CLICOLOR_FORCE": "1"}, color: true},
		"not forced":         {env: map[string]string{"FORCE_COLOR": "0", "CLICOLOR_FORCE": ""}},
		"refused first":      {terminal: true, env: map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, excerpt: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newApp(nil, nil, nil)
			a.Terminal = func(any) bool { return test.terminal }
			a.Getenv = func(name string) string { return test.env[name] }
			a.color = test.flag
			if got := a.style(a.Out); got.Color != test.color || got.Excerpt != test.excerpt {
				t.Errorf("style is %+v, want colour %v, excerpt %v", got, test.color, test.excerpt)
			}
		})
	}
}

func TestEachStreamHasAStyleOfItsOwn(t *testing.T) {
	t.Parallel()
	wrong := "region: nowhere\nos: linux\nnodes: 20\n"
	show := func(terminal func(a *App) any, command string) string {
		var out, errs bytes.Buffer
		a := newApp(strings.NewReader(wrong), &out, &errs)
		a.Terminal = func(stream any) bool { return terminal != nil && stream == terminal(a) }
		if got := a.Run([]string{"batchgen", command, "-"}); got != exitIntent {
			t.Errorf("%s: exit status %d, want %d", command, got, exitIntent)
		}
		return out.String() + errs.String()
	}
	stdout := func(a *App) any { return a.Out }
	stderr := func(a *App) any { return a.Err }
	plain := show(nil, "render")
	if strings.Contains(plain, "\x1b") {
		t.Errorf("colour without a terminal: %q", plain)
	}
	if got := show(stderr, "render"); !strings.Contains(got, "\x1b[") || !strings.Contains(got, "region: nowhere") {
		t.Errorf("on a terminal there is neither colour nor excerpt: %q", got)
	}
	if diff := cmp.Diff(plain, show(stdout, "render")); diff != "" {
		t.Errorf("standard output is a terminal, and standard error changes:\n%s", diff)
	}
	if diff := cmp.Diff(plain, show(stderr, "validate")); diff != "" {
		t.Errorf("standard error is a terminal, and standard output changes:\n%s", diff)
	}
}

func TestTodayIsTheDayInUTC(t *testing.T) {
	t.Parallel()
	// newApp's clock shows 15 January, 23:30 in a zone where UTC has 16 January.
	// Classic is retired on 31 March: 74 days from then.
	intent := strings.Replace(fourLines, "simplified", "classic", 1)
	status, _, stderr := call(t, intent, "render", "-")
	if status != exitDone || !strings.Contains(stderr, "in 74 days") {
		t.Errorf("exit status %d, standard error %q, want 0 and 74 days", status, stderr)
	}
	if _, _, given := call(t, intent, "render", "-", "--as-of", "2026-01-16"); given != stderr {
		t.Errorf("--as-of with the same day gives %q, want %q", given, stderr)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		build *debug.BuildInfo
		want  string
	}{
		"nothing known": {nil, "devel"},
		"devel":         {&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "devel"},
		"released":      {&debug.BuildInfo{Main: debug.Module{Version: "v1.4.0"}}, "1.4.0"},
		"built from a checkout": {&debug.BuildInfo{
			Main: debug.Module{Version: "v1.4.0"},
			Settings: []debug.BuildSetting{
				{Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.time", Value: "2026-01-15T10:00:00Z"},
			},
		}, "1.4.0 (0123abc, 2026-01-15T10:00:00Z)"},
		"commit alone": {&debug.BuildInfo{
			Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123abc"}},
		}, "devel (0123abc)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := factsOf(test.build)
			if got := facts.Version + facts.origin(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestStopWaitsForFiles checks that a signal does not cut the writing short.
func TestStopWaitsForFiles(t *testing.T) {
	t.Parallel()
	a := newApp(nil, nil, nil)
	a.saving.RLock()
	stopped := make(chan struct{})
	go func() { a.Stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Fatal("stopped in the middle of writing")
	case <-time.After(10 * time.Millisecond):
	}
	a.saving.RUnlock()
	<-stopped
	if a.saving.TryRLock() {
		t.Error("writing could begin again after the stop")
	}
}

// version is that of the program under test.
func version() string {
	build, _ := debug.ReadBuildInfo()
	return factsOf(build).Version
}

// TestStopLeavesNoLine checks that a signal takes the progress away.
func TestStopLeavesNoLine(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	a := newApp(nil, nil, &errs)
	a.Terminal = func(any) bool { return true }
	now := a.Now()
	a.Now = func() time.Time { now = now.Add(time.Second); return now }
	p := a.newProgress(progressFrom)
	p.step()
	if !strings.HasSuffix(errs.String(), "\r1 of 21 intents") {
		t.Fatalf("the progress is %q", &errs)
	}
	a.Stop()
	if !strings.HasSuffix(errs.String(), "\r"+strings.Repeat(" ", len("1 of 21 intents"))+"\r") {
		t.Errorf("after the stop stands %q", &errs)
	}
	if p.drawing.TryLock() {
		t.Error("the line could be drawn again after the stop")
	}
}
