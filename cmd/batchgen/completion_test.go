package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
	"pgregory.net/rapid"
)

// TestWordsOfFlags holds what help and completion say of the values of a flag
// to what the commands take.
func TestWordsOfFlags(t *testing.T) {
	t.Parallel()
	c := newApp(nil, nil, nil).commandLine()
	seen := 0
	for _, command := range c.Commands {
		for _, flag := range command.Flags {
			words := wordsOf(flag)
			if words == nil {
				continue
			}
			seen++
			var errs bytes.Buffer
			a := newApp(strings.NewReader(fourLines), &bytes.Buffer{}, &errs)
			name := "--" + flag.Names()[0]
			args := []string{"batchgen", command.Name, name + "=nonsense"}
			if command.ArgsUsage != "" {
				args = append(args, "-")
			}
			status := a.Run(args)
			want := name + " takes " + either(words) + ", not \"nonsense\""
			if status != exitUsage || !strings.Contains(errs.String(), want) {
				t.Errorf("%s %s: exit status %d, want %d and %q\n%s", command.Name, name, status, exitUsage, want, &errs)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d flags with words: the test no longer sees them", seen)
	}
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	c := newApp(nil, nil, nil).commandLine()
	c.Commands = append(c.Commands, &cli.Command{Name: "pretended", ArgsUsage: "DIR", Flags: []cli.Flag{
		&cli.StringFlag{Name: "region"}, &cli.StringFlag{Name: "mode"}, &cli.StringFlag{Name: "os"},
		&cli.StringFlag{Name: "image"}, &cli.StringFlag{Name: "network"}, &cli.BoolFlag{Name: "force"},
	}})
	tests := map[string]struct {
		want  []string
		files bool
	}{
		"":                             {},
		"rend":                         {want: []string{"render"}},
		"--":                           {want: []string{"--help", "--version"}},
		"nonsense x":                   {},
		"pretended --region westeu":    {want: []string{"westeurope"}},
		"pretended --region=westeu":    {want: []string{"--region=westeurope"}},
		"pretended --region = westeu":  {want: []string{"westeurope"}},
		"pretended --region =":         {want: nil}, // every region, looked at below
		"pretended --mode simp":        {want: []string{"simplified"}},
		"pretended --os l":             {want: []string{"linux"}},
		"pretended --image ubuntu-24":  {want: []string{"ubuntu-24.04"}},
		"pretended --network ":         {files: true},
		"pretended --force ":           {files: true},
		"pretended --nonsense x":       {files: true},
		"pretended --nonsense=x":       {},
		"pretended x --fo":             {want: []string{"--force"}},
		"pretended -- --fo":            {files: true},
		"render --as-of ":              {},
		"render -":                     {files: true},
		"render -o in":                 {files: true},
		"explain BG90":                 {want: []string{"BG901"}, files: true},
		"completion po":                {want: []string{"powershell"}},
		"schema ver":                   {want: []string{"verify"}},
		"help environ":                 {want: []string{"environment"}},
		"help rege":                    {},
		"regions ":                     {},
		"render --diagnostics azure":   {want: []string{"azure-devops"}},
		"render a.yaml --color al":     {want: []string{"always"}},
		"render --format arm --format": {want: []string{"--format"}},
	}
	for line, test := range tests {
		words := strings.Split(line, " ")
		list, files := candidates(c, words)
		var got []string
		for _, one := range list {
			got = append(got, one.word)
		}
		if line == "" || line == "pretended --region =" {
			if len(got) < 10 {
				t.Errorf("%q gives only %v", line, got)
			}
			continue
		}
		if !slices.Equal(got, test.want) || files != test.files {
			t.Errorf("%q gives %v, files %v, want %v, %v", line, got, files, test.want, test.files)
		}
	}
	if list, files := candidates(c, nil); list != nil || files {
		t.Errorf("no word gives %v", list)
	}
}

// Whatever stands on the line, completion answers; every candidate goes on from
// what is there.
func TestCompletionOfAnything(t *testing.T) {
	t.Parallel()
	c := newApp(nil, nil, nil).commandLine()
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom(commandNames(c)),
		rapid.SampledFrom([]string{"--format", "--format=", "-o", "=", "--", "-", "", "--diagnostics", "BG3"}))
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(word, 0, 5).Draw(rt, "words")
		var out, errs bytes.Buffer
		if status := newApp(nil, &out, &errs).Run(append([]string{"batchgen", completeWord}, words...)); status != exitDone {
			rt.Fatalf("exit status %d: %s", status, &errs)
		}
		for line := range strings.Lines(out.String()) {
			got, _, described := strings.Cut(line, "\t")
			last := words[len(words)-1]
			if line != completeFiles+"\n" && (!described || last != "=" && !strings.HasPrefix(got, last)) {
				rt.Fatalf("%q goes on with %q", words, line)
			}
		}
	})
}
