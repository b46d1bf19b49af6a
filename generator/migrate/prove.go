package migrate

import (
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/verify"
)

// way holds both ends of the way.
type way struct {
	now, final Side
}

// prove judges a set of rules and routes by what the modes need together, and
// by what neither of the modes that the set is made for asks for.
func (w way) prove(set azure.RuleSet, modes ...azure.ModeID) Proof {
	return w.judge(set, modes, func(verify.Flow) bool { return true })
}

// disprove judges a set by the needed flows of a mode that it is not made for.
// What the mode's own set leaves to Azure's default rules too is not held against it.
func (w way) disprove(set azure.RuleSet, mode azure.ModeID, own azure.RuleSet) Proof {
	needed := func(f verify.Flow) bool { return f.Kind == verify.Needed }
	p := w.judge(set, []azure.ModeID{mode}, needed)
	usual := w.judge(own, []azure.ModeID{mode}, needed).ByDefault
	p.ByDefault = slices.DeleteFunc(p.ByDefault, func(flow string) bool { return slices.Contains(usual, flow) })
	return p
}

func (w way) judge(set azure.RuleSet, modes []azure.ModeID, asked func(verify.Flow) bool) Proof {
	network := w.network(set)
	for i := range network.Subnets {
		network.Subnets[i].Flows = slices.DeleteFunc(w.flows(i, set, modes), func(f verify.Flow) bool { return !asked(f) })
	}
	report := verify.Check(network)
	p := Proof{
		Set: string(set), Pass: report.Count(verify.Pass), Fail: report.Count(verify.Fail),
		Inconclusive: report.Count(verify.Inconclusive), Failing: []Failure{}, ByDefault: []string{},
	}
	for _, mode := range modes {
		p.Modes = append(p.Modes, string(mode))
	}
	for _, r := range report.Results {
		switch {
		case r.Verdict == verify.Fail:
			p.Failing = append(p.Failing, Failure{Subnet: r.Subnet, Flow: r.Flow.ID, Because: r.Because, Why: r.Flow.Why})
		case slices.Contains(r.Rules, defaultRule):
			p.ByDefault = append(p.ByDefault, r.Flow.ID+" of subnet "+r.Subnet)
		}
	}
	return p
}

// defaultRule is Azure's rule that lets out to the internet what no rule denies.
const defaultRule = "AllowInternetOutBound"

// network is the network with the rules and routes of a set.
func (w way) network(set azure.RuleSet) verify.Network {
	if set == azure.SetNow {
		return cloned(w.now.Network)
	}
	n := cloned(w.final.Network)
	if set == azure.SetFinal {
		return n
	}
	for i := range n.Subnets {
		unite(&n.Subnets[i], w.now.Network.Subnets[i])
	}
	return n
}

// cloned gives the network subnets of its own.
func cloned(n verify.Network) verify.Network {
	n.Subnets = slices.Clone(n.Subnets)
	return n
}

// unite adds what a subnet has in the other mode. Where a name is in both, the
// rule of s stays: it allows what the other allows.
func unite(s *verify.Subnet, other verify.Subnet) {
	if s.SecurityGroup != nil && other.SecurityGroup != nil {
		group := verify.SecurityGroup{Rules: slices.Clone(s.SecurityGroup.Rules)}
		for _, r := range other.SecurityGroup.Rules {
			if !slices.ContainsFunc(group.Rules, func(own verify.Rule) bool { return own.Name == r.Name }) {
				group.Rules = append(group.Rules, r)
			}
		}
		s.SecurityGroup = &group
	}
	switch {
	case s.RouteTable == nil:
		s.RouteTable = other.RouteTable
	case other.RouteTable != nil:
		table := verify.RouteTable{Routes: slices.Clone(s.RouteTable.Routes), WithoutBGP: s.RouteTable.WithoutBGP}
		for _, r := range other.RouteTable.Routes {
			if !slices.ContainsFunc(table.Routes, func(own verify.Route) bool { return own.Name == r.Name }) {
				table.Routes = append(table.Routes, r)
			}
		}
		s.RouteTable = &table
	}
}

// flows are what subnet i is judged by: what the modes need, and what must not
// be, beside what somebody asked for in a mode that the set is made for.
func (w way) flows(i int, set azure.RuleSet, modes []azure.ModeID) []verify.Flow {
	now, final := w.now.Network.Subnets[i].Flows, w.final.Network.Subnets[i].Flows
	var list []verify.Flow
	add := func(flows []verify.Flow, kind verify.Kind) {
		for _, f := range flows {
			at := slices.IndexFunc(list, func(known verify.Flow) bool { return known.ID == f.ID })
			switch {
			case f.Kind != kind:
			case at < 0:
				list = append(list, f)
			default:
				list[at].Except = slices.Concat(list[at].Except, f.Except)
			}
		}
	}
	if slices.Contains(modes, w.now.Plan.Mode.ID) {
		add(now, verify.Needed)
	}
	if slices.Contains(modes, w.final.Plan.Mode.ID) {
		add(final, verify.Needed)
	}
	if set != azure.SetFinal {
		add(now, verify.Forbidden)
	}
	if set != azure.SetNow {
		add(final, verify.Forbidden)
	}
	return list
}
