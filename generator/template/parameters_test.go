package template_test

import (
	"testing"

	. "github.com/batchgen/batchgen/generator/template"
)

func TestValidateParameters(t *testing.T) {
	t.Parallel()
	d := &Document{Params: []Param{
		{Name: "text", Type: String},
		{Name: "number", Type: Int},
		{Name: "flag", Type: Bool, Default: Boolean(true)},
		{Name: "list", Type: Array, Default: Arr{}},
		{Name: "map", Type: Object, Default: Obj{}},
		{Name: "key", Type: String, Secure: true},
	}}
	tests := []struct {
		name string
		// give is one value more or, by its name, another one.
		give ParamValue
		want string
	}{
		{"value", ParamValue{Name: "text", Value: Text("a\nb")}, ""},
		{"environment", ParamValue{Name: "text", Environment: "TEXT"}, ""},
		{"boolean", ParamValue{Name: "flag", Value: Boolean(false)}, ""},
		{"array", ParamValue{Name: "list", Value: Arr{Str(""), Arr{Number(1)}, Obj{}}}, ""},
		{"object", ParamValue{Name: "map", Value: Obj{P("a", Obj{P("b", Boolean(true))})}}, ""},
		{"unknown", ParamValue{Name: "nix", Value: Str("")}, "parameter nix is not declared"},
		{"no value", ParamValue{Name: "text"}, "takes a value or a variable of the environment"},
		{"both values", ParamValue{Name: "text", Value: Str(""), Environment: "TEXT"}, "takes a value or a variable of the environment"},
		{"secret", ParamValue{Name: "key", Value: Str("")}, "a secret is read from the environment"},
		{"number of the environment", ParamValue{Name: "number", Environment: "N"}, "the environment gives no int"},
		{"other type", ParamValue{Name: "number", Value: Str("1")}, "template.Str is no literal of type int"},
		{"expression", ParamValue{Name: "text", Value: Call{Name: "utcNow"}}, "template.Call is no literal of type string"},
		{"expression in an array", ParamValue{Name: "list", Value: Arr{VarRef("x")}}, "template.Arr is no literal of type array"},
		{"expression in an object", ParamValue{Name: "map", Value: Obj{P("a", Interp{ParamRef("p")})}}, "template.Obj is no literal of type object"},
		{"expression as a name", ParamValue{Name: "map", Value: Obj{{Key: Interp{ParamRef("p")}, Value: Str("")}}}, "template.Obj is no literal of type object"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := Parameters{Template: "./main.bicep", Values: []ParamValue{test.give}}
			for _, value := range []ParamValue{
				{Name: "text", Value: Str("a")}, {Name: "number", Value: Number(1)}, {Name: "key", Environment: "KEY"},
			} {
				if value.Name != test.give.Name {
					p.Values = append(p.Values, value)
				}
			}
			wantError(t, ValidateParameters(p, d), test.want)
		})
	}
	one := &Document{Params: d.Params[:1]}
	value := ParamValue{Name: "text", Value: Str("a")}
	wantError(t, ValidateParameters(Parameters{Template: "./main.bicep"}, one), "parameter text is not given")
	wantError(t, ValidateParameters(Parameters{Template: "x", Values: []ParamValue{value, value}}, one), "parameter text is given twice")
	wantError(t, ValidateParameters(Parameters{Values: []ParamValue{value}}, one), "parameters of no template")
}
