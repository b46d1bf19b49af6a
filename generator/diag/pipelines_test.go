package diag_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/diag"
)

// hostile are texts that try to be a command or to end one.
var hostile = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
	"::error::x", " ::set-output name=x::y", "\n::add-mask::x", "a\r\n::stop-commands::x", "%0A::error::x", "%0a##vso[task.complete]x",
	"##vso[task.setvariable variable=x]y", "##[command]x", "a,title=x::y", "a;code=x]y", "]\n##vso[task.complete]", "\u2028::error::x",
	"\x1b]8;;https://example.com\a", "a%25b", "%AZP25", "\xff\xfe", "a]b;c:d,e=f",
}))

// anyReports draws reports about hostile files.
func anyReports(t *rapid.T) []diag.Report {
	finding := rapid.Custom(func(t *rapid.T) diag.Diagnostic {
		d := diag.EmptyFile()
		d.Path = hostile.Draw(t, "path")
		d.Message, d.Hint = hostile.Draw(t, "message"), hostile.Draw(t, "hint")
		if rapid.Bool().Draw(t, "warning") {
			d.Severity = diag.Warning
		}
		number := rapid.IntRange(0, 9)
		d.Range.Start = diag.Position{Line: number.Draw(t, "line"), Column: number.Draw(t, "column")}
		d.Range.End = diag.Position{Line: number.Draw(t, "end line"), Column: number.Draw(t, "end column")}
		return d
	})
	report := rapid.Custom(func(t *rapid.T) diag.Report {
		return diag.Report{Name: hostile.Draw(t, "name"), List: rapid.SliceOfN(finding, 0, 3).Draw(t, "list")}
	})
	return rapid.SliceOfN(report, 0, 3).Draw(t, "reports")
}

// printer is one of the forms.
type printer func(w io.Writer, reports []diag.Report) error

func printedBy(t require, print printer, reports []diag.Report) []string {
	var text bytes.Buffer
	if err := print(&text, reports); err != nil {
		t.Fatal(err)
	}
	if text.Len() == 0 {
		return nil
	}
	if !strings.HasSuffix(text.String(), "\n") {
		t.Fatalf("the last line does not end: %q", &text)
	}
	return strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
}

// Nothing in a file or its name begins a command or breaks a line, and what the
// runner reads is what was said.
func TestPipelinesTakeNoCommandFromAFile(t *testing.T) {
	t.Parallel()
	github := regexp.MustCompile(`^::(error|warning) file=([^:,\r\n]*)((?:,(?:line|col|endLine|endColumn)=\d+)*),title=([^:,\r\n]*)::([^\r\n]*)$`)
	azure := regexp.MustCompile(`^##vso\[task\.logissue type=(error|warning);sourcepath=([^;\]\r\n]*)((?:;(?:linenumber|columnnumber)=\d+)*);code=(BG\d{3})\]([^\r\n]*)$`)
	for name, form := range map[string]struct {
		print    printer
		command  *regexp.Regexp
		unescape *strings.Replacer
	}{
		"github": {diag.PrintGitHub, github, strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")},
		"azure-devops": {diag.PrintAzureDevOps, azure,
			strings.NewReplacer("%AZP25", "%", "%0D", "\r", "%0A", "\n", "%3B", ";", "%5D", "]")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				reports := anyReports(rt)
				lines := printedBy(rt, form.print, reports)
				for _, r := range reports {
					for _, d := range r.List {
						if len(lines) == 0 {
							rt.Fatal("a finding has no line")
						}
						parts := form.command.FindStringSubmatch(lines[0])
						if parts == nil {
							rt.Fatalf("%q is no single command", lines[0])
						}
						if parts[1] != d.Severity.String() || form.unescape.Replace(parts[2]) != diag.Printable(r.Name) {
							rt.Fatalf("%q does not speak of %s in %q", lines[0], d.Severity, r.Name)
						}
						want := diag.Printable(d.Message)
						if d.Hint != "" {
							want += "\nhint: " + diag.Printable(d.Hint)
						}
						if got := form.unescape.Replace(parts[5]); got != want {
							rt.Fatalf("the runner reads %q, want %q", got, want)
						}
						if strings.Count(lines[0], "##vso[") > strings.Count(form.command.String(), "##vso") {
							rt.Fatalf("%q holds another command", lines[0])
						}
						lines = lines[1:]
					}
				}
				if len(lines) > 0 {
					rt.Fatalf("lines too many: %q", lines)
				}
			})
		})
	}
}

// Nor does it in the text for people, which runners read as well.
func TestTextHoldsNoCommand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		reports := anyReports(rt)
		lines := printedBy(rt, func(w io.Writer, r []diag.Report) error { return diag.PrintText(w, r, diag.Style{}) }, reports)
		for _, line := range lines {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
				rt.Fatalf("%q is a command", line)
			}
		}
	})
}

// A name of a colon alone makes two with the one that follows it.
func TestNamesThatBeginCommands(t *testing.T) {
	t.Parallel()
	for _, name := range []string{":", " :", "::", "::error::x", ":a"} {
		reports := []diag.Report{{Name: name, List: diag.List{diag.EmptyFile()}}}
		lines := printedBy(t, func(w io.Writer, r []diag.Report) error { return diag.PrintText(w, r, diag.Style{}) }, reports)
		if strings.HasPrefix(strings.TrimSpace(lines[0]), "::") {
			t.Errorf("%q begins %q", name, lines[0])
		}
	}
}

func TestPipelinePlaces(t *testing.T) {
	t.Parallel()
	duplicate := placed(at(3, 1, 7), diag.DuplicateKey("/region", "region", at(1, 1, 7)))
	reports := []diag.Report{{Name: "a.yaml", List: diag.List{duplicate, diag.EmptyFile()}}}
	for want, print := range map[string]printer{
		"::error file=a.yaml,line=3,col=1,endLine=3,endColumn=7,title=BG102 duplicate key::key \"region\" is given twice, " +
			"first on line 1%0Ahint: remove one of them\n" +
			"::error file=a.yaml,title=BG005 empty file::the file is empty%0Ahint: write at least region, os and nodes": diag.PrintGitHub,
		"##vso[task.logissue type=error;sourcepath=a.yaml;linenumber=3;columnnumber=1;code=BG102]key \"region\" is given twice, " +
			"first on line 1%0Ahint: remove one of them\n" +
			"##vso[task.logissue type=error;sourcepath=a.yaml;code=BG005]the file is empty%0Ahint: write at least region, os and nodes": diag.PrintAzureDevOps,
	} {
		if got := strings.Join(printedBy(t, print, reports), "\n"); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if err := print(full{}, reports); err == nil {
			t.Error("a failed write is no error")
		}
	}
	if err := diag.PrintSARIF(full{}, reports); err == nil {
		t.Error("a failed write of SARIF is no error")
	}
}

// full is a stream that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

// The problem matcher finds every diagnostic of the golden cases, with and
// without colour, and nothing else.
func TestProblemMatcher(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../.github/batchgen-matcher.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		ProblemMatcher []struct {
			Pattern []struct {
				Regexp                                      string
				File, Line, Column, Severity, Code, Message int
			}
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	pattern := file.ProblemMatcher[0].Pattern[0]
	matcher := regexp.MustCompile(pattern.Regexp)
	goldens, err := filepath.Glob("../../golden/*/diagnostics.txt")
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := filepath.Glob("../../golden/errors/*/diagnostics.txt")
	if err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`^intent\.yaml(?::(\d+):(\d+))?: (error|warning) (BG\d{3}): (.*)$`)
	found := 0
	for _, name := range append(goldens, wrong...) {
		golden, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(golden)) {
			line = strings.TrimSuffix(line, "\n")
			want := first.FindStringSubmatch(line)
			if want == nil {
				if matcher.MatchString(line) {
					t.Errorf("%s: the matcher takes %q", name, line)
				}
				continue
			}
			found++
			for _, style := range []diag.Style{{}, {Color: true}} {
				colored := again(t, want, style)
				got := matcher.FindStringSubmatch(colored)
				if got == nil {
					t.Errorf("%s: the matcher does not find %q", name, colored)
					continue
				}
				if got[pattern.File] != "intent.yaml" || got[pattern.Line] != want[1] || got[pattern.Column] != want[2] ||
					got[pattern.Severity] != want[3] || got[pattern.Code] != want[4] || got[pattern.Message] != want[5] {
					t.Errorf("%s: of %q the matcher makes %q", name, colored, got)
				}
			}
		}
	}
	if found < 150 {
		t.Errorf("only %d diagnostics found: the test no longer sees them", found)
	}
}

// again prints the first line of a diagnostic in a style, from its parts.
func again(t *testing.T, parts []string, style diag.Style) string {
	t.Helper()
	d := diag.Diagnostic{Code: parts[4], Message: parts[5]}
	if parts[3] == "warning" {
		d.Severity = diag.Warning
	}
	d.Range.Start.Line, _ = strconv.Atoi(parts[1])
	d.Range.Start.Column, _ = strconv.Atoi(parts[2])
	line, _, _ := strings.Cut(printed(t, style, diag.Report{Name: "intent.yaml", List: diag.List{d}}), "\n")
	return line
}
