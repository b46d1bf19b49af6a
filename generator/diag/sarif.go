package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"path"
	"slices"
)

// project is where batchgen lives, manual its documentation.
const (
	project = "https://github.com/batchgen/batchgen"
	manual  = project + "/blob/main/"
)

// sourceRoot is the name that code scanners know the root of a repository by.
const sourceRoot = "%SRCROOT%"

// The parts of SARIF 2.1.0 that PrintSARIF writes, named as there.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription sarifText     `json:"shortDescription"`
		FullDescription  sarifText     `json:"fullDescription"`
		Help             sarifText     `json:"help"`
		HelpURI          string        `json:"helpUri"`
		Configuration    sarifSeverity `json:"defaultConfiguration"`
	}
	sarifSeverity struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  *sarifRegion `json:"deletedRegion"`
		Inserted sarifText    `json:"insertedContent"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// PrintSARIF writes the reports for code scanners, as SARIF 2.1.0 with the
// fields that GitHub asks for. Names of files have slashes, and are taken as
// relative to the root of the repository unless they are absolute. It returns
// write errors.
func PrintSARIF(w io.Writer, reports []Report) error {
	rules := rulesOf(reports)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "batchgen", InformationURI: project, Rules: []sarifRule{},
		}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	for _, info := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: info.Code, ShortDescription: sarifText{info.Title}, FullDescription: sarifText{info.Text},
			Help: sarifText{info.Text}, HelpURI: manual + info.Link(), Configuration: sarifSeverity{info.Severity.String()},
		})
	}
	for _, r := range reports {
		file := artifact(r.Name)
		for _, d := range r.List {
			result := sarifResult{
				RuleID: d.Code, Level: d.Severity.String(), Message: sarifText{withHint(d)},
				RuleIndex: slices.IndexFunc(rules, func(i CodeInfo) bool { return i.Code == d.Code }),
				Locations: []sarifLocation{{Physical: sarifPhysical{file, region(d.Range)}}},
				// The code and the key stay what they are while lines and numbers move.
				Fingerprints: map[string]string{"codeAndPath/v1": fingerprint(r.Name, d)},
				Fixes:        sarifFixes(file, d.Fix),
			}
			for _, related := range d.Related {
				result.Related = append(result.Related, sarifLocation{
					Physical: sarifPhysical{file, region(related.Range)}, Message: &sarifText{related.Message},
				})
			}
			run.Results = append(run.Results, result)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// rulesOf returns what is known of the codes in the reports, in their order.
func rulesOf(reports []Report) []CodeInfo {
	used := map[string]bool{}
	for _, r := range reports {
		for _, d := range r.List {
			used[d.Code] = true
		}
	}
	return slices.DeleteFunc(Catalogue(), func(i CodeInfo) bool { return !used[i.Code] })
}

// withHint is the message, and the hint on a line of its own.
func withHint(d Diagnostic) string {
	if d.Hint == "" {
		return d.Message
	}
	return d.Message + "\nhint: " + d.Hint
}

// artifact refers to a file by a URI.
func artifact(name string) sarifArtifact {
	if len(name) > 2 && name[1:3] == ":/" {
		name = "/" + name // a drive of Windows
	}
	if path.IsAbs(name) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: name}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: path.Clean(name)}).String(), URIBaseID: sourceRoot}
}

// region is nil for a range that is not known.
func region(r Range) *sarifRegion {
	if !r.Valid() {
		return nil
	}
	end := r.End
	if end.Line < r.Start.Line || end.Line == r.Start.Line && end.Column < r.Start.Column {
		end = r.Start
	}
	return &sarifRegion{
		StartLine: r.Start.Line, StartColumn: max(1, r.Start.Column), EndLine: end.Line, EndColumn: max(1, end.Column),
	}
}

// fingerprint tells one finding from the others over many versions of a file.
func fingerprint(file string, d Diagnostic) string {
	sum := sha256.Sum256([]byte(d.Code + "\x00" + file + "\x00" + d.Path))
	return hex.EncodeToString(sum[:8])
}

// sarifFixes holds the edit that cures a finding, nothing where that takes a decision.
func sarifFixes(file sarifArtifact, f *Fix) []sarifFix {
	if f == nil {
		return nil
	}
	return []sarifFix{{
		Description: sarifText{"what batchgen validate --fix writes"},
		Changes:     []sarifChange{{file, []sarifReplacement{{region(f.Range), sarifText{f.Text}}}}},
	}}
}
