// Package migrate tells how a deployment gets from classic to simplified node
// communication: which rules and routes are kept, added and removed, in which
// order, and what would break in between, proven by verify at every step.
package migrate

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/verify"
)

// SchemaVersion is that of the JSON form; it grows when a reader of the old form
// would misread the new one.
const SchemaVersion = 1

// Side is what an intent gives in one of the modes.
type Side struct {
	Plan plan.Plan
	// Network is the plan's network with the flows that the mode needs.
	Network verify.Network
}

// Action says what becomes of a rule or route.
type Action string

// The actions.
const (
	Keep   Action = "keep"
	Add    Action = "add"
	Change Action = "change"
	Remove Action = "remove"
)

// Report is the way from one mode to the other. It is also the JSON form.
type Report struct {
	SchemaVersion int    `json:"schemaVersion"`
	Name          string `json:"name"`
	Region        string `json:"region"`
	Cloud         string `json:"cloud"`
	From          string `json:"from"`
	To            string `json:"to"`
	// Pools that change, by name.
	Pools []string `json:"pools"`
	// Subnets of nodes with their rules and routes.
	Subnets []Subnet `json:"subnets"`
	// Changes of properties and API versions, without those of rules and routes.
	Changes []diff.Item `json:"changes"`
	Steps   []Step      `json:"steps"`
	// Wrong shows what would break where a step is left out or comes too early.
	Wrong []Proof `json:"wrong"`
	// Ends is what Azure ends on the way.
	Ends []End `json:"ends"`
}

// Subnet is a subnet of nodes.
type Subnet struct {
	Name string `json:"name"`
	// Existing is the ID of a subnet that is there already: its owner must open and
	// close what is listed.
	Existing string  `json:"existing,omitempty"`
	Rules    []Rule  `json:"rules"`
	Routes   []Route `json:"routes"`
}

// Rule is a rule in one or more of the sets.
type Rule struct {
	Name      string `json:"name"`
	Priority  int    `json:"priority"`
	Direction string `json:"direction"`
	// Flow is what it does, in words; of a rule that changes in the final set.
	Flow   string `json:"flow"`
	Action Action `json:"action"`
	// Sets that it is in.
	Sets   []string       `json:"sets"`
	Why    string         `json:"why"`
	Source explain.Source `json:"source"`
}

// Route is a route in one or more of the sets.
type Route struct {
	Name    string         `json:"name"`
	Prefix  string         `json:"prefix"`
	NextHop string         `json:"nextHop"`
	Action  Action         `json:"action"`
	Sets    []string       `json:"sets"`
	Why     string         `json:"why"`
	Source  explain.Source `json:"source"`
}

// Step is a step of the way.
type Step struct {
	Title string `json:"title"`
	Text  string `json:"text"`
	// Skipped is what breaks without it.
	Skipped string         `json:"skipped"`
	Source  explain.Source `json:"source"`
	// Proof is of the network once the step is done.
	Proof Proof `json:"proof"`
}

// Proof is what verify says of a set of rules and routes.
type Proof struct {
	Set string `json:"set"`
	// Modes that nodes speak.
	Modes []string `json:"modes"`
	// The number of flows with each verdict.
	Pass         int `json:"pass"`
	Fail         int `json:"fail"`
	Inconclusive int `json:"inconclusive"`
	// Failing are the flows that do not get through, or get through and must not.
	Failing []Failure `json:"failing"`
	// ByDefault are needed flows that no rule of the set allows, but one of
	// Azure's default rules.
	ByDefault []string `json:"byDefault"`
}

// Failure is a flow that fails.
type Failure struct {
	Subnet  string `json:"subnet"`
	Flow    string `json:"flow"`
	Because string `json:"because"`
	Why     string `json:"why"`
}

// End is something that Azure ends.
type End struct {
	What string `json:"what"`
	// Date is "" where none is published.
	Date   string         `json:"date,omitempty"`
	Source explain.Source `json:"source"`
}

// New reports on the way between two plans of one intent, which differ in the
// mode alone. changes is what differs between their deployments.
func New(now, final Side, changes diff.Report) Report {
	w := way{now: now, final: final}
	r := Report{
		SchemaVersion: SchemaVersion, Name: now.Plan.Name, Region: now.Plan.Region.DisplayName, Cloud: now.Plan.Cloud.DisplayName,
		From: now.Plan.Mode.Title, To: final.Plan.Mode.Title, Changes: properties(changes), Ends: ends(now.Plan.Mode),
	}
	for _, pool := range now.Plan.Pools {
		r.Pools = append(r.Pools, pool.Name)
	}
	for i, s := range now.Plan.Network.Subnets {
		r.Subnets = append(r.Subnets, subnet(s, final.Plan.Network.Subnets[i]))
	}
	for _, row := range azure.ModeChanges() {
		r.Steps = append(r.Steps, Step{
			Title: row.Title, Text: row.What, Skipped: row.Skipped, Source: explain.SourceOf(row.Doc), Proof: w.prove(row.Set, row.Modes...),
		})
	}
	r.Wrong = []Proof{
		w.disprove(azure.SetNow, final.Plan.Mode.ID, azure.SetFinal), w.disprove(azure.SetFinal, now.Plan.Mode.ID, azure.SetNow),
	}
	return r
}

// properties are the changes beside rules, routes and descriptions.
func properties(changes diff.Report) []diff.Item {
	list := []diff.Item{}
	for _, item := range changes.Items {
		if item.Type != azure.SecurityRuleResource && item.Type != azure.RouteResource {
			list = append(list, item)
		}
	}
	return list
}

// ends lists what Azure ends of a mode.
func ends(mode azure.Mode) []End {
	var list []End
	for _, id := range []azure.RetirementID{mode.Retired, mode.PoolVersionRetired} {
		if r, found := azure.RetirementOf(id); found {
			end := End{What: r.What, Source: explain.SourceOf(r.Doc)}
			if !r.Date.IsZero() {
				end.Date = r.Date.Format("2006-01-02")
			}
			list = append(list, end)
		}
	}
	return list
}
