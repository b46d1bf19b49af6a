// Command docs writes the generated pages of docs/: the intent language from
// its schema, the network rules from their tables, the diagnostics from their
// constructors, also as a table that batchgen itself reads. With -check it
// writes nothing and fails where a file differs.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/batchgen/batchgen/schemas"
)

func main() {
	check := flag.Bool("check", false, "fail where a generated file is not up to date")
	flag.Parse()
	if err := run(".", *check); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// run writes or checks the generated files of the repository at root.
func run(root string, check bool) error {
	codes, err := catalogue(filepath.Join(root, "generator", "diag"))
	if err != nil {
		return err
	}
	source, err := catalogueSource(codes)
	if err != nil {
		return err
	}
	language, err := intentPage(schemas.Intent())
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"docs/diagnostics.md":     diagnosticsPage(codes),
		"docs/intent.md":          language,
		"docs/network-rules.md":   rulesPage(),
		"generator/diag/codes.go": source,
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if !check {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				return err
			}
			continue
		}
		old, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(old, []byte(text)) {
			return fmt.Errorf("%s is not up to date: run make docs", path)
		}
	}
	return nil
}
