package main

import (
	"fmt"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
)

// rulesPage documents the rule and route tables with their sources.
func rulesPage() string {
	var page strings.Builder
	page.WriteString("# Network rules\n\nGenerated from the tables in `generator/azure`. " +
		"`<Region>` is the service-tag spelling of the region. A rule's name and priority are fixed: a new rule never moves another.\n")
	used := map[azure.Doc]bool{}

	rules := func(title string, rows []azure.SecurityRule) {
		fmt.Fprintf(&page, "\n## %s\n\n", title)
		row(&page, "Rule", "Priority", "Direction", "Action", "Protocol · port", "Far end", "Modes", "When", "Why", "Source")
		row(&page, strings.Split(strings.Repeat("---,", 9)+"---", ",")...)
		for _, r := range rows {
			used[r.Doc] = true
			row(&page, code(strings.ReplaceAll(r.Name, "%s", "<Tag>")), priority(r), string(r.Direction), string(r.Access),
				string(r.Protocol)+" · "+r.Ports, farEnd(r.Peer), modes(r.Modes, r.OS), string(r.When), r.Description, string(r.Doc))
		}
	}
	rules("Node subnets", azure.NodeSubnetRules())
	rules("Private endpoint subnets", azure.EndpointSubnetRules())
	rules("Cloud Services configuration (retired; reported, never generated)", azure.CloudServiceRules())

	page.WriteString("\n## Routes under forced tunneling\n\n")
	row(&page, "Route", "To", "Next hop", "Modes", "When", "Why", "Source")
	row(&page, strings.Split(strings.Repeat("---,", 6)+"---", ",")...)
	for _, r := range azure.Routes() {
		used[r.Doc] = true
		row(&page, code(strings.ReplaceAll(r.Name, "%d", "<N>")), farEnd(r.Peer), string(r.Hop),
			modes(r.Modes, r.OS), string(r.When), r.Description, string(r.Doc))
	}

	page.WriteString("\n## Sources\n\n")
	row(&page, "Name", "Document", "Read")
	row(&page, "---", "---", "---")
	for _, d := range azure.Documents() {
		if used[d.ID] {
			title := d.Title
			if d.URL != "" {
				title = fmt.Sprintf("[%s](%s)", d.Title, d.URL)
			}
			row(&page, string(d.ID), title, d.Read)
		}
	}
	return page.String()
}

// row writes one line of a Markdown table.
func row(page *strings.Builder, cells ...string) {
	for _, cell := range cells {
		page.WriteString("| " + strings.ReplaceAll(strings.ReplaceAll(cell, "\n", " "), "|", `\|`) + " ")
	}
	page.WriteString("|\n")
}

func code(text string) string { return "`" + text + "`" }

func priority(r azure.SecurityRule) string {
	if r.Last == 0 {
		return fmt.Sprint(r.Priority)
	}
	return fmt.Sprintf("%d-%d", r.Priority, r.Last)
}

func farEnd(p azure.Peer) string {
	switch p.Kind {
	case azure.PeerTag:
		return code(p.Tag)
	case azure.PeerRegionalTag:
		return code(p.Tag + ".<Region>")
	}
	return string(p.Kind)
}

func modes(ids []azure.ModeID, os azure.OS) string {
	var words []string
	for _, id := range ids {
		words = append(words, string(id))
	}
	if len(words) == 0 {
		words = []string{"all"}
	}
	if os != "" {
		words = append(words, string(os)+" alone")
	}
	return strings.Join(words, ", ")
}
