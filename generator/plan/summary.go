package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// summary says in one sentence what the deployment is. A retirement is named
// by its date, never by today's, so that the sentence stays the same.
func (p *planner) summary() {
	mode := p.plan.Mode.Title
	if r, found := azure.RetirementOf(p.plan.Mode.Retired); found && !r.Date.IsZero() {
		mode += " (retired on " + diag.Day(r.Date) + ")"
	}
	var parts []string
	if len(p.plan.Pools) == 1 {
		only := p.plan.Pools[0]
		parts = []string{mode, systemName(only.OS), only.Scale.InWords}
	} else {
		total := 0
		systems := map[azure.OS]bool{}
		for _, pool := range p.plan.Pools {
			total += pool.largest.Largest()
			systems[pool.OS] = true
		}
		names := systemName(p.plan.Pools[0].OS)
		if len(systems) > 1 {
			names = "Linux and Windows"
		}
		parts = []string{mode, names, fmt.Sprintf("%d pools with at most %s", len(p.plan.Pools), plural(total, "node"))}
	}
	if t := p.in.ForcedTunneling; t != nil {
		parts = append(parts, "internet traffic tunneled "+map[intent.Via]string{
			intent.ViaGateway:   "through the VPN gateway",
			intent.ViaAppliance: "through the appliance " + t.Address.String(),
			intent.ViaBGP:       "by routes learned from BGP",
		}[t.Via])
	}
	private := func(pool *Pool) bool { return pool.in.PublicIPs.None }
	if !slices.ContainsFunc(p.plan.Pools, func(pool *Pool) bool { return !private(pool) }) {
		parts = append(parts, "no public IP addresses")
	}
	noun := "pool"
	if len(p.plan.Pools) > 1 {
		noun = "pools"
	}
	p.plan.Summary = fmt.Sprintf("Azure Batch %s in a virtual network: %s.", noun, strings.Join(parts, ", "))
}

func systemName(os azure.OS) string {
	if os == azure.Windows {
		return "Windows"
	}
	return "Linux"
}

// nodesInWords says how many nodes a pool has.
func nodesInWords(n intent.Nodes) string {
	dedicated, spot := fmt.Sprint(n.Dedicated), fmt.Sprint(n.Spot)
	if a := n.Autoscale; a != nil {
		dedicated, spot = fmt.Sprintf("%d to %d", a.Min, a.Max), fmt.Sprintf("0 to %d", a.SpotMax)
		n = intent.Nodes{Dedicated: a.Max, Spot: a.SpotMax}
	}
	switch {
	case n.Spot == 0 && dedicated == "1":
		return "1 node"
	case n.Spot == 0:
		return dedicated + " nodes"
	case n.Dedicated == 0 && spot == "1":
		return "1 spot node"
	case n.Dedicated == 0:
		return spot + " spot nodes"
	}
	return dedicated + " dedicated and " + spot + " spot nodes"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
