package bicep_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/bicep"
	. "github.com/batchgen/batchgen/generator/template"
	"github.com/batchgen/batchgen/generator/template/templatetest"
)

func TestPrintParams(t *testing.T) {
	t.Parallel()
	p := Parameters{Template: "./main.bicep", Values: []ParamValue{
		{Name: "nodes", Value: Number(20)},
		{Name: "flag", Value: Boolean(false)},
		{Name: "size", Value: Str("it's ${x} [y]")},
		{Name: "formula", Value: Text("$a = 1;\n$b = '';\n")},
		{Name: "tags", Value: Obj{P("env", Str("prod")), P("a b", Str("[x]")), P("copy", Obj{})}},
		{Name: "list", Value: Arr{Str("a"), Arr{}, Number(-1)}},
		{Name: "key", Environment: "BATCHGEN_KEY"},
		{Name: "odd", Environment: "it's ${x}"},
	}}
	want := `using './main.bicep'

param nodes = 20
param flag = false
param size = 'it\'s \${x} [y]'
param formula = '''
$a = 1;
$b = '';
'''
param tags = {
  env: 'prod'
  'a b': '[x]'
  copy: {}
}
param list = [
  'a'
  []
  -1
]
param key = readEnvironmentVariable('BATCHGEN_KEY')
param odd = readEnvironmentVariable('it\'s \${x}')
`
	got := bicep.PrintParams(p, 3)
	line, rest, _ := strings.Cut(string(got), "\n")
	if diff := cmp.Diff(want, rest); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(line, "// batchgen revision 3, sha256 ") {
		t.Errorf("the mark is %q", line)
	}
	if revision, intact, ok := bicep.Mark(got); revision != 3 || !intact || !ok {
		t.Errorf("the mark reads as %d, %v, %v", revision, intact, ok)
	}
	_, rest, _ = strings.Cut(string(bicep.PrintParams(Parameters{Template: "../it's.bicep"}, 1)), "\n")
	if want := "using '../it\\'s.bicep'\n"; rest != want {
		t.Errorf("without values: %q", rest)
	}
}

func TestHostileValuesStayValues(t *testing.T) {
	t.Parallel()
	for _, text := range templatetest.HostileTexts {
		for name, value := range map[string]ParamValue{
			"value":       {Name: "p", Value: Str(text)},
			"text":        {Name: "p", Value: Text(text)},
			"environment": {Name: "p", Environment: text + "X"},
		} {
			_, printed, _ := strings.Cut(string(bicep.PrintParams(Parameters{Template: "t", Values: []ParamValue{value}}, 1)), "\n")
			before, want, after := "using 't'\n\nparam p = ", string([]rune(text)), "\n"
			if value.Environment != "" {
				before, want, after = before+"readEnvironmentVariable(", want+"X", ")\n"
			}
			inside, ok := strings.CutPrefix(printed, before)
			got, rest, err := unquote(inside)
			if !ok || err != nil || got != want || rest != after {
				t.Errorf("%s %q: printed %q, which reads as %q, and then %q: %v", name, text, printed, got, rest, err)
			}
		}
	}
}
