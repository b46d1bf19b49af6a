package template

import (
	"errors"
	"fmt"
)

// Parameters is a parameter file: the values that one environment gives to the
// parameters of a template.
type Parameters struct {
	// Template is the path of the Bicep file from the folder of the parameter
	// file: "./main.bicep".
	Template string
	Values   []ParamValue
}

// ParamValue is the value of one parameter: one of Value and Environment is set.
type ParamValue struct {
	Name string
	// Value is a literal: Str, Text, Number, Boolean, or an Obj or Arr of these.
	Value Expr
	// Environment names the variable of the environment that the value is read
	// from when the parameter file is built. It gives text, and only a Bicep
	// parameter file can say it: JSON leaves the parameter out.
	Environment string
}

// ValidateParameters lists what would make a parameter file wrong for d, the
// template that it belongs to: parameters that are not there, given twice or
// missing, values of another type or that are no literals, and secrets that are
// not read from the environment. Like Validate it is for the tests of whoever
// builds parameter files.
func ValidateParameters(p Parameters, d *Document) error {
	var found []error
	fail := func(format string, args ...any) { found = append(found, fmt.Errorf(format, args...)) }
	if p.Template == "" {
		fail("parameters of no template")
	}
	given := map[string]int{}
	params := map[string]Param{}
	for _, param := range d.Params {
		params[param.Name] = param
	}
	for _, value := range p.Values {
		given[value.Name]++
		param, ok := params[value.Name]
		switch {
		case !ok:
			fail("parameter %s is not declared", value.Name)
		case (value.Value == nil) == (value.Environment == ""):
			fail("parameter %s: takes a value or a variable of the environment", value.Name)
		case value.Environment != "" && param.Type != String:
			fail("parameter %s: the environment gives no %s", value.Name, param.Type)
		case value.Environment == "" && param.Secure:
			fail("parameter %s: a secret is read from the environment", value.Name)
		case value.Environment == "" && literalType(value.Value) != param.Type:
			fail("parameter %s: %T is no literal of type %s", value.Name, value.Value, param.Type)
		}
	}
	for _, param := range d.Params {
		switch n := given[param.Name]; {
		case n == 0 && param.Default == nil:
			fail("parameter %s is not given", param.Name)
		case n > 1:
			fail("parameter %s is given twice", param.Name)
		}
	}
	return errors.Join(found...)
}

// literalType is the type of a literal, "" for anything that is none.
func literalType(e Expr) Type {
	switch e := e.(type) {
	case Str, Text:
		return String
	case Number:
		return Int
	case Boolean:
		return Bool
	case Obj:
		for _, prop := range e {
			if literalType(prop.Key) != String || literalType(prop.Value) == "" {
				return ""
			}
		}
		return Object
	case Arr:
		for _, item := range e {
			if literalType(item) == "" {
				return ""
			}
		}
		return Array
	}
	return ""
}
