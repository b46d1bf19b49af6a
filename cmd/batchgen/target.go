package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/batchgen/batchgen/generator"
)

// targetKind says where render writes to.
type targetKind int

const (
	toStdout targetKind = iota
	toFile
	toFolder
)

// target is the place that render writes to.
type target struct {
	kind targetKind
	// path of the file or folder.
	path string
	// format to write; "" for all, which only a folder can hold.
	format generator.Format
	// labels, one per intent, are the folders inside path; "" for path itself.
	labels []string
}

// chooseTarget reads the output flag, empty if not given, in the light of the
// format flag and of the intents.
func chooseTarget(output string, format generator.Format, intents []string) (target, error) {
	if output == "" || output == "-" {
		if len(intents) > 1 {
			return target{}, usageError{fmt.Sprintf("%d intents cannot share standard output", len(intents)),
				"give a folder for them: -o DIR/"}
		}
		if format == "" {
			format = generator.Bicep
		}
		return target{kind: toStdout, format: format}, nil
	}
	info, err := os.Stat(output)
	exists := err == nil
	switch {
	case len(intents) > 1:
		labels, err := labelsOf(intents)
		return target{kind: toFolder, path: output, format: format, labels: labels}, err
	case exists && info.IsDir() || os.IsPathSeparator(output[len(output)-1]):
		return target{kind: toFolder, path: output, format: format, labels: []string{""}}, nil
	}
	return fileTarget(output, format, exists)
}

// fileTarget is the target that is one file.
func fileTarget(output string, format generator.Format, exists bool) (target, error) {
	extension := strings.ToLower(filepath.Ext(output))
	if extension == "" && !exists {
		e := usageError{fmt.Sprintf("-o %s is neither a folder nor a file name with an extension", output),
			fmt.Sprintf("write -o %s/ for a folder", output)}
		switch output {
		case string(generator.Bicep), string(generator.ARM):
			e.hint = fmt.Sprintf("did you mean --format %s? Or write -o %s/ for a folder", output, output)
		case "json":
			e.hint = "did you mean --format arm? Or write -o json/ for a folder"
		}
		return target{}, e
	}
	if format == "" {
		switch extension {
		case ".bicep":
			format = generator.Bicep
		case ".json":
			format = generator.ARM
		default:
			return target{}, usageError{fmt.Sprintf("the name of %s does not tell the language", output),
				"add --format bicep or --format arm"}
		}
	}
	return target{kind: toFile, path: output, format: format}, nil
}

// labelsOf returns what the folders of several intents are called. Two that a
// file system may take for one are an error.
func labelsOf(intents []string) ([]string, error) {
	labels := make([]string, len(intents))
	first := map[string]string{}
	for i, intent := range intents {
		label := labelOf(intent)
		if label == "" {
			return nil, usageError{fmt.Sprintf("the name of %s gives no name for its output folder", intent),
				"rename it to NAME.batchgen.yaml"}
		}
		key := strings.ToLower(strings.ToUpper(norm.NFC.String(label)))
		if other, ok := first[key]; ok {
			return nil, usageError{fmt.Sprintf("%s and %s would both be written to the folder %s", other, intent, label),
				"rename one, or render them one by one"}
		}
		first[key] = intent
		labels[i] = label
	}
	return labels, nil
}

// labelOf names an intent by its file: without .batchgen.yaml or the
// extension; batchgen.yaml itself by its folder. "" where that is no name.
func labelOf(intent string) string {
	if intent == stdin {
		return "stdin"
	}
	name := filepath.Base(intent)
	switch name {
	case "batchgen.yaml", "batchgen.yml":
		folder, err := filepath.Abs(filepath.Dir(intent))
		if err != nil {
			return ""
		}
		name = filepath.Base(folder)
		if len(name) == 1 && os.IsPathSeparator(name[0]) {
			return ""
		}
		return name
	}
	label := strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml")
	if before, ok := strings.CutSuffix(label, ".batchgen"); ok && label != name {
		label = before
	} else {
		label = strings.TrimSuffix(name, filepath.Ext(name))
	}
	if label == "." || label == ".." {
		return ""
	}
	return label
}
