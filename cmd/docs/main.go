// Command docs writes the generated pages of docs/: the intent language from
// its schema, the network rules from their tables, the diagnostics from their
// constructors. With -check it writes nothing and fails where a page differs.
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
	check := flag.Bool("check", false, "fail where a page is not up to date")
	flag.Parse()
	if err := run(".", *check); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// run writes or checks the pages of the repository at root.
func run(root string, check bool) error {
	diagnostics, err := diagnosticsPage(filepath.Join(root, "generator", "diag"))
	if err != nil {
		return err
	}
	language, err := intentPage(schemas.Intent())
	if err != nil {
		return err
	}
	for name, page := range map[string]string{
		"diagnostics.md":   diagnostics,
		"intent.md":        language,
		"network-rules.md": rulesPage(),
	} {
		path := filepath.Join(root, "docs", name)
		if !check {
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				return err
			}
			continue
		}
		old, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(old, []byte(page)) {
			return fmt.Errorf("%s is not up to date: run make docs", path)
		}
	}
	return nil
}
