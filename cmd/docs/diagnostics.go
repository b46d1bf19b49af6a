package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// opening is how a constructor's comment starts: name, code, title, meaning.
var opening = regexp.MustCompile(`(?s)^(\w+) is (BG\d{3}), ([^:]+): (.*)$`)

var families = []struct{ prefix, title string }{
	{"BG0", "Reading"},
	{"BG1", "Shape"},
	{"BG2", "Meaning"},
	{"BG3", "Address space and sizing"},
	{"BG4", "Connectivity"},
	{"BG5", "Retirement"},
	{"BG6", "Findings of verify"},
	{"BG7", "Output"},
	{"BG9", "Bugs"},
}

// diagnosticsPage documents every constructor of a diagnostic in the folder.
func diagnosticsPage(dir string) (string, error) {
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", err
	}
	sections := map[string]string{}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
		if err != nil {
			return "", err
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() || f.Recv != nil || !returnsDiagnostic(f) {
				continue
			}
			parts := opening.FindStringSubmatch(f.Doc.Text())
			if parts == nil || parts[1] != f.Name.Name {
				return "", fmt.Errorf("%s: the comment of %s does not start with its code", name, f.Name.Name)
			}
			code, title, meaning := parts[2], parts[3], strings.TrimSpace(parts[4])
			if sections[code] != "" {
				return "", fmt.Errorf("%s: two constructors have code %s", name, code)
			}
			sections[code] = fmt.Sprintf("### %s: %s\n\n%s\n", code, strings.Join(strings.Fields(title), " "), sentence(meaning))
		}
	}
	var page strings.Builder
	page.WriteString("# Diagnostics\n\nGenerated from the constructors in `generator/diag`. A code is never reused. " +
		"Errors stop every output of an intent; warnings stop nothing and can be accepted with `suppress`.\n")
	for _, family := range families {
		fmt.Fprintf(&page, "\n## %sxx: %s\n", family.prefix, family.title)
		for _, code := range sorted(sections) {
			if strings.HasPrefix(code, family.prefix) {
				page.WriteString("\n" + sections[code])
				delete(sections, code)
			}
		}
	}
	if len(sections) > 0 {
		return "", fmt.Errorf("codes of no family: %v", sorted(sections))
	}
	return page.String(), nil
}

func returnsDiagnostic(f *ast.FuncDecl) bool {
	if f.Type.Results == nil || len(f.Type.Results.List) != 1 {
		return false
	}
	name, ok := f.Type.Results.List[0].Type.(*ast.Ident)
	return ok && name.Name == "Diagnostic"
}

// sentence starts a comment's meaning with a capital, and joins its lines.
func sentence(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	text = strings.Join(paragraphs, "\n\n")
	return strings.ToUpper(text[:1]) + text[1:]
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
