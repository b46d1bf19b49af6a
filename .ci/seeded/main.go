// Command seeded breaks batchgen on purpose, one bug at a time, and asks the
// tests whether they notice. It writes which test caught which bug into a page,
// and fails where one was not caught.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	root := flag.String("root", "../..", "the module")
	page := flag.String("o", "", "write the table into this page, between its two marks")
	only := flag.String("only", "", "seed only bugs whose title contains this")
	flag.Parse()
	if err := run(*root, *page, *only); err != nil {
		fmt.Fprintln(os.Stderr, "seeded:", err)
		os.Exit(1)
	}
}

func run(root, page, only string) error {
	dir, err := os.MkdirTemp("", "batchgen-seeded-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := copyModule(dir, root); err != nil {
		return err
	}
	chosen := slices.DeleteFunc(slices.Clone(bugs), func(b bug) bool { return !strings.Contains(b.title, only) })
	var packages []string
	for _, b := range chosen {
		packages = append(packages, b.packages...)
	}
	slices.Sort(packages)
	// A test that fails without a bug would seem to catch every one.
	if caught, output, passed := test(dir, slices.Compact(packages)); !passed {
		return fmt.Errorf("%s fails without any bug:\n%s", caught, output)
	}
	table := "| bug | where | caught by |\n|---|---|---|\n"
	var wrong []error
	for i, b := range chosen {
		caught, err := seed(dir, b)
		if err != nil {
			wrong = append(wrong, err)
			caught = "**nothing**"
		}
		fmt.Printf("%2d of %d  %s: %s\n", i+1, len(chosen), b.title, caught)
		table += fmt.Sprintf("| %s | `%s` | %s |\n", strings.ReplaceAll(b.title, "|", `\|`), b.file, caught)
	}
	if page != "" && only == "" {
		table = fmt.Sprintf("%d bugs, %d caught.\n\n%s", len(bugs), len(bugs)-len(wrong), table)
		wrong = append(wrong, insert(page, table))
	}
	return errors.Join(wrong...)
}

// copyModule copies the files of the module, without its history.
func copyModule(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		switch {
		case entry.Name() == ".git" || name == "bin":
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, info.Mode().Perm())
	})
}

// seed makes the bug, names the test that catches it, and undoes it.
func seed(dir string, b bug) (caught string, err error) {
	file := filepath.Join(dir, filepath.FromSlash(b.file))
	right, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	if n := bytes.Count(right, []byte(b.from)); n != 1 {
		return "", fmt.Errorf("%s: %q stands in %s %d times, and must once", b.title, b.from, b.file, n)
	}
	if err := os.WriteFile(file, bytes.Replace(right, []byte(b.from), []byte(b.to), 1), 0o644); err != nil {
		return "", err
	}
	caught, output, passed := test(dir, b.packages)
	if err := os.WriteFile(file, right, 0o644); err != nil {
		return "", err
	}
	switch {
	case passed:
		return "", fmt.Errorf("%s: no test of %s fails", b.title, strings.Join(b.packages, ", "))
	case caught == "":
		return "", fmt.Errorf("%s: no test runs:\n%s", b.title, output)
	}
	return caught, nil
}

var (
	failedTest    = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+)`)
	failedPackage = regexp.MustCompile(`(?m)^FAIL\tgithub\.com/batchgen/batchgen/(\S+)`)
)

// test runs the tests of packages and names the first that fails, with the
// package. It is "" where none could run.
func test(dir string, packages []string) (failed, output string, passed bool) {
	command := exec.Command("go", append([]string{"test", "-failfast", "-short", "-trimpath", "-vet=off"}, packages...)...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	if err == nil {
		return "", "", true
	}
	tests, in := failedTest.FindAllSubmatch(out, -1), failedPackage.FindSubmatch(out)
	if tests == nil || in == nil {
		return "", string(out), false
	}
	name := string(tests[0][1])
	// The cases of a test stand behind it.
	if len(tests) > 1 && strings.HasPrefix(string(tests[1][1]), name+"/") {
		name = string(tests[1][1])
	}
	return fmt.Sprintf("`%s` of `%s`", name, in[1]), string(out), false
}

// The marks in the page between which the table stands.
const (
	begin = "<!-- seeded: written by make seeded -->\n"
	end   = "<!-- seeded: end -->\n"
)

func insert(page, table string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s lacks the marks of the table", page)
	}
	return os.WriteFile(page, []byte(before+begin+"\n"+table+"\n"+end+after), 0o644)
}
