package generator

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/verify"
)

// Audited is the result of an audit.
type Audited struct {
	audit.Judged
	Inventory audit.Inventory
	// Diagnostics by file. After an error nothing is judged.
	Diagnostics []diag.Report
}

// Audit judges the networks that files show by what Batch needs there.
func Audit(files []reader.File, q audit.Question) Audited {
	inventory, reports := reader.Read(files)
	result := Audited{Inventory: inventory, Diagnostics: reports}
	if haveErrors(reports) {
		return result
	}
	result.Judged = audit.Judge(inventory, q)
	if result.Subnets == 0 && len(files) > 0 {
		result.Diagnostics = append(result.Diagnostics, diag.Report{
			Name: files[0].Name, Source: files[0].Source, List: diag.List{diag.NothingToJudge(q.Subnets)},
		})
	}
	return result
}

// VerifyWith does the same as Verify, with files that show what the intent calls
// existing, and says what is wrong beyond flows. After errors in the intent or
// the files nothing is judged.
func VerifyWith(source []byte, files []reader.File, options Options) (Audited, diag.List) {
	s, list := subjectOf(source, options)
	shown, reports := reader.Read(files)
	result := Audited{Diagnostics: reports}
	if list.HasErrors() || haveErrors(reports) {
		return result, list
	}
	result.Findings = s.beyond(shown)
	result.Report = s.proven(shown)
	return result, list
}

// proven judges the network of an intent, with what files show of what is there already.
func (s subject) proven(shown audit.Inventory) verify.Report {
	subnets, region := s.plan.Network.Subnets, s.intent.Region
	for _, sub := range subnets {
		if prefix, found := shown.PrefixOf(string(sub.Existing)); found && !sub.Prefix().IsValid() {
			sub.Sizing.Prefix = prefix
		}
	}
	n := network(s.intent, s.plan)
	for i, sub := range subnets {
		if sub.Existing != "" {
			n.AddressSpace = shown.Fill(&n.Subnets[i], string(sub.Existing), region, n.AddressSpace)
		}
	}
	id := string(s.plan.Network.EndpointSubnetID)
	if id == "" {
		return verify.Check(n)
	}
	last := len(n.Subnets) - 1
	endpoints := verify.Network{Subnets: slices.Clone(n.Subnets[last:])}
	endpoints.AddressSpace = shown.Fill(&endpoints.Subnets[0], id, region, nil)
	if home, _, _ := strings.Cut(id, "/subnets/"); len(subnets) > 0 && strings.HasPrefix(string(subnets[0].Existing), home+"/") {
		n.Subnets[last] = endpoints.Subnets[0]
		if n.Subnets[last].Unknown == "" {
			n.EndpointPrefixes = []netip.Prefix{n.Subnets[last].Prefix}
		}
		return verify.Check(n)
	}
	n.Subnets = n.Subnets[:last] // they are in another network
	report := verify.Check(n)
	report.Results = append(report.Results, verify.Check(endpoints).Results...)
	return report
}

func haveErrors(reports []diag.Report) bool {
	return slices.ContainsFunc(reports, func(r diag.Report) bool { return r.List.HasErrors() })
}
