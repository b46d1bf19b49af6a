package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// scale decides counts, bounds and formulas. The free addresses of a subnet
// are shared out over the counts that are parameters, so that all of them at
// their maxima together still fit.
func (p *planner) scale() {
	formulas := azure.LimitOf(azure.OwnVariables) - len(p.plan.Roles)
	for _, pool := range p.plan.Pools {
		n, most := pool.in.Nodes, pool.largest
		pool.Scale.InWords = nodesInWords(n)
		if n.Autoscale == nil {
			pool.Scale.Dedicated = pool.count(n.Dedicated, most.Dedicated)
			pool.Scale.Spot = pool.count(n.Spot, most.Spot)
			continue
		}
		a := *n.Autoscale
		pool.Scale.Interval = isoDuration(a.Interval)
		pool.Scale.Formula = formula(a, most.Autoscale.SpotMax > 0, pool.TaskSlots)
		if a.Formula != "" {
			pool.Scale.Formula, pool.Scale.OwnFormula = a.Formula, true
			p.checkFormula(a, pool.in.Path("nodes")+"/autoscale/formula")
		}
		if pool.Parameters && p.boundsAreParameters(pool.in) {
			pool.bounds(a, *most.Autoscale)
		}
		if formulas > 0 {
			formulas--
			pool.Scale.FormulaVariable = true
		}
	}
	for _, s := range p.plan.Network.Subnets {
		if !s.Prefix().IsValid() {
			continue // an existing subnet of unknown size bounds nothing
		}
		var counts []*Count
		sum := 0
		byAddresses := map[*Count]int{}
		for _, pool := range p.residents(s) {
			for _, c := range []*Count{&pool.Scale.Dedicated, &pool.Scale.Spot} {
				if c.Parameter {
					counts = append(counts, c)
					sum += c.Largest
					if len(pool.PublicIPs) > 0 { // spares raise no maximum
						byAddresses[c] = ipsFor(c.Largest) * azure.LimitOf(azure.PublicIPNodes)
					}
				}
			}
		}
		free := s.Sizing.Holds - s.Sizing.Nodes
		for _, c := range counts {
			c.Max = c.Largest + free*c.Largest/sum
			if most := byAddresses[c]; most > 0 {
				c.Max = min(c.Max, most)
			}
		}
		// What the others may take together: all of the subnet but one's own share.
		kept := s.Sizing.Nodes - sum
		for _, c := range counts {
			kept += c.Max
		}
		for _, c := range counts {
			c.Others = kept - c.Max
		}
	}
	for _, pool := range p.plan.Pools {
		if s := &pool.Scale; s.Min.Parameter {
			s.Min.Max = s.Dedicated.Max
		}
	}
}

// count is a node count, a parameter unless it is zero in the intent and in
// every environment.
func (pool *Pool) count(value, largest int) Count {
	return Count{Value: value, Largest: largest, Parameter: pool.Parameters && largest > 0}
}

// isoDuration writes an interval of whole minutes as ISO 8601.
func isoDuration(d time.Duration) string {
	minutes := int(d / time.Minute)
	if minutes%60 == 0 {
		return fmt.Sprintf("PT%dH", minutes/60)
	}
	return fmt.Sprintf("PT%dM", minutes)
}

// formula is batchgen's own: it follows the tasks that wait, and every path
// ends between the bounds (reference: azure-resources, section 10). spot tells
// that there may be spot nodes, here or in an environment; slots is how many
// tasks a node runs at a time.
func formula(a intent.Autoscale, spot bool, slots int) string {
	lines := []string{
		fmt.Sprintf("minDedicated = %d;", a.Min),
		fmt.Sprintf("maxDedicated = %d;", a.Max),
	}
	if spot {
		lines = append(lines, fmt.Sprintf("maxSpot = %d;", a.SpotMax))
	}
	lines = append(lines,
		fmt.Sprintf("span = %d * TimeInterval_Minute;", int(a.Interval/time.Minute)),
		"known = $PendingTasks.GetSamplePercent(span);",
		"last = max(0, $PendingTasks.GetSample(1));",
		"pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));",
	)
	wanted := "pending"
	if slots > 1 {
		wanted = "wanted"
		// Batch rounds targets down: the last tasks that wait need a node too.
		lines = append(lines, fmt.Sprintf("wanted = (pending + %d) / %d;", slots-1, slots))
	}
	lines = append(lines, fmt.Sprintf("$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, %s));", wanted))
	if spot {
		lines = append(lines, fmt.Sprintf("$TargetLowPriorityNodes = max(0, min(maxSpot, %s - maxDedicated));", wanted))
	} else {
		// A target that is not set keeps its old number.
		lines = append(lines, "$TargetLowPriorityNodes = 0;")
	}
	lines = append(lines, "$NodeDeallocationOption = taskcompletion;")
	return strings.Join(lines, "\n") + "\n"
}

// checkFormula looks at the intent's own formula, which is passed on as it is.
func (p *planner) checkFormula(a intent.Autoscale, path string) {
	if limit := azure.LimitOf(azure.FormulaBytes); len(a.Formula) > limit {
		p.report(diag.FormulaTooLarge(path, len(a.Formula), "bytes", limit))
	}
	if count, limit := strings.Count(a.Formula, ";"), azure.LimitOf(azure.FormulaStatements); count > limit {
		p.report(diag.FormulaTooLarge(path, count, "statements", limit))
	}
	if !strings.Contains(a.Formula, "$TargetDedicated") && !strings.Contains(a.Formula, "$TargetLowPriority") {
		p.report(diag.FormulaWithoutTarget(path))
	}
	if strings.Contains(strings.ToLower(a.Formula), "retaineddata") {
		p.report(diag.FormulaRetainsData(path))
	}
	p.report(diag.FormulaUnbounded(path, a.Max+a.SpotMax))
}
