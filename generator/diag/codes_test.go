package diag_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// constructor is a function that makes a diagnostic.
type constructor struct {
	name, doc, code string
}

// constructors reads them from the source of the package.
func constructors(t *testing.T) []constructor {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []constructor
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if result, is := f.Type.Results.List[0].Type.(*ast.Ident); !is || result.Name != "Diagnostic" {
				continue
			}
			for _, code := range codesIn(f) {
				list = append(list, constructor{name: f.Name.Name, doc: f.Doc.Text(), code: code})
			}
		}
	}
	return list
}

// codesIn returns the codes that a constructor passes on, each once.
func codesIn(f *ast.FuncDecl) []string {
	var codes []string
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		called, is := call.Fun.(*ast.Ident)
		if !is || called.Name != "failure" && called.Name != "caution" {
			return true
		}
		literal, is := call.Args[0].(*ast.BasicLit)
		if !is {
			codes = append(codes, "not a literal")
			return true
		}
		code, _ := strconv.Unquote(literal.Value)
		for _, c := range codes {
			if c == code {
				return true
			}
		}
		codes = append(codes, code)
		return true
	})
	return codes
}

// Each constructor has one code, no two share one, and the comment is the
// paragraph that the documentation shows.
func TestConstructors(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^BG[0-9]{3}$`)
	owner := map[string]string{}
	list := constructors(t)
	if len(list) < 80 {
		t.Errorf("only %d constructors found: the test no longer sees them", len(list))
	}
	for _, c := range list {
		if !form.MatchString(c.code) {
			t.Errorf("%s has code %s", c.name, c.code)
		}
		if other := owner[c.code]; other != "" {
			t.Errorf("%s and %s share %s", c.name, other, c.code)
		}
		owner[c.code] = c.name
		title, _, _ := strings.Cut(strings.ReplaceAll(c.doc, "\n", " "), ".")
		if !strings.HasPrefix(title, c.name+" is "+c.code+", ") {
			t.Errorf("%s: the comment begins %q, want %q", c.name, title, c.name+" is "+c.code+", …")
		}
		if !strings.HasSuffix(c.doc, ".\n") {
			t.Errorf("%s: the comment is no sentence: %q", c.name, c.doc)
		}
	}
}
