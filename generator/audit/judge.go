package audit

import (
	"slices"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/verify"
)

// Question is what an audit goes by where the files do not say.
type Question struct {
	// Mode is that of the pools, "" where the files say it.
	Mode azure.ModeID
	// Region is the zero Region where the files say it.
	Region azure.Region
	// OS of the nodes, "" where the files say it.
	OS azure.OS
	// PublicIPs states whether nodes have public IP addresses, nil where the files say it.
	PublicIPs *bool
	// RemoteAccess are who may open SSH and RDP: prefixes and service tags.
	RemoteAccess []string
	// Subnets are names or IDs of the subnets to judge; none for those that pools
	// are in, else all that can hold nodes.
	Subnets []string
	// Complete states that what the files do not show does not exist.
	Complete bool
}

// Missing is something that an audit cannot do without and that no file says.
type Missing struct {
	// Flag that says it: "mode".
	Flag string
	// Why it is not known.
	Why string
}

// Judged is what is proven of an inventory.
type Judged struct {
	Report verify.Report
	// Findings are what is wrong beyond the flows.
	Findings []Finding
	// Flows are those that were judged, by the ID of the subnet.
	Flows map[string][]verify.Flow
	// Subnets is how many were to be judged.
	Subnets int
	// Missing is empty where the question is complete; else nothing is judged.
	Missing []Missing
}

// Judge judges the networks of an inventory by what Batch needs there.
func Judge(inventory Inventory, q Question) Judged {
	a := &auditor{Inventory: inventory, Question: q}
	seats := a.seats()
	judged := Judged{Flows: map[string][]verify.Flow{}, Subnets: len(seats)}
	var networks []verify.Network
	for _, s := range seats {
		networks = append(networks, a.network(s))
	}
	if judged.Missing = a.missing; len(seats) == 0 || len(judged.Missing) > 0 {
		return judged
	}
	for i, n := range networks {
		for _, s := range n.Subnets {
			judged.Flows[seats[i].ID] = append(judged.Flows[seats[i].ID], s.Flows...)
		}
		report := verify.Check(n)
		if why := a.mayLearn(seats[i].Subnet); why != "" {
			report = eitherWay(n, report, why)
		}
		judged.Report.Results = append(judged.Report.Results, report.Results...)
	}
	judged.Findings = Findings(inventory, Setting{
		Mode: q.Mode, Region: q.Region, NoPublicIPs: q.PublicIPs != nil && !*q.PublicIPs, Flows: judged.Flows,
	})
	return judged
}

// mayLearn says why a default route may be learned by BGP, which no file shows; "" where none can be.
func (a *auditor) mayLearn(s Subnet) string {
	const unseen = ": whether a default route is learned by BGP is not known"
	if t := a.table(s.RouteTable); t != nil && (t.WithoutBGP || slices.ContainsFunc(t.Routes, func(r Route) bool {
		return r.Unknown == "" && r.Properties.AddressPrefix != nil && *r.Properties.AddressPrefix == "0.0.0.0/0"
	})) {
		return ""
	}
	home := a.home(s)
	switch {
	case a.Complete && home == nil:
		return ""
	case home == nil:
		return "no file shows the virtual network of " + nameOf(s) + unseen
	case home.Gateway != "":
		return home.Gateway + unseen
	}
	return ""
}

// eitherWay judges a network with a default route learned by BGP too. What holds
// without it alone is not known.
func eitherWay(n verify.Network, without verify.Report, why string) verify.Report {
	n.Subnets = slices.Clone(n.Subnets)
	for i := range n.Subnets {
		n.Subnets[i].BGPDefault = true
	}
	for i, r := range verify.Check(n).Results {
		if known := &without.Results[i]; known.Verdict != r.Verdict {
			known.Verdict, known.Because, known.CounterExample, known.Assumptions = verify.Inconclusive, why, "", nil
		}
	}
	return without
}
