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

// VerifyWith does the same as Verify, with files that show what the intent calls existing.
func VerifyWith(source []byte, files []reader.File, options Options) (verify.Report, diag.List, []diag.Report) {
	in, p, places, list := decide(source, options.AsOf)
	list = places.Place(suppress(list, in.Suppress))
	inventory, reports := reader.Read(files)
	if list.HasErrors() || haveErrors(reports) {
		return verify.Report{}, list, reports
	}
	for _, s := range p.Network.Subnets {
		if prefix, shown := inventory.PrefixOf(string(s.Existing)); shown && !s.Prefix().IsValid() {
			s.Sizing.Prefix = prefix
		}
	}
	n := network(in, p)
	for i, s := range p.Network.Subnets {
		if s.Existing != "" {
			n.AddressSpace = inventory.Fill(&n.Subnets[i], string(s.Existing), in.Region, n.AddressSpace)
		}
	}
	id := string(p.Network.EndpointSubnetID)
	if id == "" {
		return verify.Check(n), list, reports
	}
	last := len(n.Subnets) - 1
	endpoints := verify.Network{Subnets: slices.Clone(n.Subnets[last:])}
	endpoints.AddressSpace = inventory.Fill(&endpoints.Subnets[0], id, in.Region, nil)
	if network, _, _ := strings.Cut(id, "/subnets/"); len(p.Network.Subnets) > 0 && strings.HasPrefix(string(p.Network.Subnets[0].Existing), network+"/") {
		n.Subnets[last] = endpoints.Subnets[0]
		if n.Subnets[last].Unknown == "" {
			n.EndpointPrefixes = []netip.Prefix{n.Subnets[last].Prefix}
		}
		return verify.Check(n), list, reports
	}
	n.Subnets = n.Subnets[:last] // they are in another network
	report := verify.Check(n)
	report.Results = append(report.Results, verify.Check(endpoints).Results...)
	return report, list, reports
}

func haveErrors(reports []diag.Report) bool {
	return slices.ContainsFunc(reports, func(r diag.Report) bool { return r.List.HasErrors() })
}
