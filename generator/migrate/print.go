package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/explain"
)

// JSON is the report for programs; its schema is schemas.Migrate.
func (r Report) JSON() []byte { return explain.JSON(r) }

// Text is the report for a terminal.
func (r Report) Text() []byte { return r.page().Text() }

// Markdown is the report as a document, with the mark on its first line.
func (r Report) Markdown(revision int) []byte { return r.page().Markdown(revision) }

func (r Report) page() explain.Page {
	page := explain.Page{
		Title:   r.Name + ": from classic to simplified",
		Summary: fmt.Sprintf("From %s to %s, in %s (%s). Pools: %s.", r.From, r.To, r.Region, r.Cloud, strings.Join(r.Pools, ", ")),
	}
	page.Sections = append(page.Sections, r.steps(), r.wrong())
	for _, s := range r.Subnets {
		page.Sections = append(page.Sections, s.sections()...)
	}
	page.Sections = append(page.Sections, r.changes(), r.ends())
	return page
}

func (r Report) steps() explain.Section {
	s := explain.Section{Title: "Steps, in this order", Header: []string{"Step", "What", "Without it", "Proof", "Source"}}
	for i, step := range r.Steps {
		s.Rows = append(s.Rows, []explain.Cell{
			{Text: fmt.Sprintf("%d. %s", i+1, step.Title)}, {Text: step.Text}, {Text: step.Skipped},
			{Text: step.Proof.title() + ": " + step.Proof.counts()}, step.Source.Cell(),
		})
	}
	return s
}

// setTitles are the sets in words.
var setTitles = map[string]string{
	string(azure.SetNow): "the rules of now", string(azure.SetChangeOver): "the rules of the change-over",
	string(azure.SetFinal): "the final rules",
}

// title says what is proven: "the rules of the change-over, nodes in classic and simplified mode".
func (p Proof) title() string {
	return setTitles[p.Set] + ", nodes in " + strings.Join(p.Modes, " and ") + " mode"
}

func (p Proof) counts() string {
	return fmt.Sprintf("%d PASS, %d FAIL, %d INCONCLUSIVE", p.Pass, p.Fail, p.Inconclusive)
}

func (r Report) wrong() explain.Section {
	s := explain.Section{Title: "What would break in between", Header: []string{"Network", "Verdicts", "Fails"}}
	for _, p := range r.Wrong {
		s.Rows = append(s.Rows, []explain.Cell{{Text: p.title()}, {Text: p.counts()}, {Text: p.fails()}})
	}
	return s
}

// fails says what does not work.
func (p Proof) fails() string {
	var fails []string
	for _, f := range p.Failing {
		fails = append(fails, fmt.Sprintf("%s of subnet %s (%s)", f.Flow, f.Subnet, f.Because))
	}
	switch {
	case len(fails) > 0:
		return strings.Join(fails, "; ")
	case p.Inconclusive > 0:
		return "not known: the rules and routes are not ours"
	case len(p.ByDefault) > 0:
		return "nothing: " + strings.Join(p.ByDefault, ", ") + " passes by Azure's default rule " + defaultRule + " alone"
	}
	return "nothing"
}

func (s Subnet) sections() []explain.Section {
	rules := explain.Section{
		Title: "Rules of subnet " + s.Name, Header: []string{"Rule", "Priority", "Flow", "Becomes", "Now", "Change-over", "Final", "Why", "Source"},
	}
	if s.Existing != "" {
		rules.Title = "What the rules of subnet " + s.Name + " must allow"
		rules.Lines = []string{"It exists, and nothing of it is declared: its owner opens and closes what is listed here."}
	}
	for _, r := range s.Rules {
		cells := []explain.Cell{
			{Text: r.Name}, {Text: fmt.Sprintf("%d, %s", r.Priority, strings.ToLower(r.Direction))}, {Text: r.Flow}, {Text: string(r.Action)},
		}
		rules.Rows = append(rules.Rows, append(append(cells, inSets(r.Sets)...), explain.Cell{Text: r.Why}, r.Source.Cell()))
	}
	routes := explain.Section{
		Title: "Routes of subnet " + s.Name, Header: []string{"Route", "Prefix", "Next hop", "Becomes", "Now", "Change-over", "Final", "Why", "Source"},
	}
	for _, r := range s.Routes {
		cells := []explain.Cell{{Text: r.Name}, {Text: r.Prefix}, {Text: r.NextHop}, {Text: string(r.Action)}}
		routes.Rows = append(routes.Rows, append(append(cells, inSets(r.Sets)...), explain.Cell{Text: r.Why}, r.Source.Cell()))
	}
	return []explain.Section{rules, routes}
}

// inSets has a cell for each set.
func inSets(sets []string) []explain.Cell {
	cells := make([]explain.Cell, len(everySet))
	for i, set := range everySet {
		cells[i].Text = "no"
		if slices.Contains(sets, set) {
			cells[i].Text = "yes"
		}
	}
	return cells
}

func (r Report) changes() explain.Section {
	s := explain.Section{
		Title: "Properties and API versions that change", Header: []string{"What", "Change", "Takes", "Why", "Source"},
	}
	for _, item := range r.Changes {
		what := item.Kind + " " + item.Name
		if item.Action != diff.Modify {
			s.Rows = append(s.Rows, []explain.Cell{{Text: what}, {Text: string(item.Action)}, {Text: item.Effect}, {Text: item.Note}, {}})
		}
		for _, c := range item.Changes {
			cells := []explain.Cell{{Text: what + ", " + c.Path}, {Text: c.Words()}, {Text: c.Effect}, {Text: c.Note}, {}}
			if c.Source != nil {
				cells[4] = c.Source.Cell()
			}
			s.Rows = append(s.Rows, cells)
		}
	}
	return s
}

func (r Report) ends() explain.Section {
	s := explain.Section{Title: "What Azure ends", Header: []string{"What", "Date", "Source"}}
	for _, e := range r.Ends {
		date := e.Date
		if date == "" {
			date = "announced, date not published here"
		}
		s.Rows = append(s.Rows, []explain.Cell{{Text: e.What}, {Text: date}, e.Source.Cell()})
	}
	return s
}
