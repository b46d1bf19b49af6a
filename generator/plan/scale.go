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
		n := pool.in.Nodes
		pool.Scale.InWords = nodesInWords(n)
		if n.Autoscale == nil {
			pool.Scale.Dedicated = Count{Value: n.Dedicated, Parameter: pool.Parameters && n.Dedicated > 0}
			pool.Scale.Spot = Count{Value: n.Spot, Parameter: pool.Parameters && n.Spot > 0}
			continue
		}
		a := *n.Autoscale
		pool.Scale.Interval = isoDuration(a.Interval)
		pool.Scale.Formula = formula(a)
		if a.Formula != "" {
			pool.Scale.Formula, pool.Scale.OwnFormula = a.Formula, true
			p.checkFormula(a, pool.in.Path("nodes")+"/autoscale/formula")
		}
		if formulas > 0 {
			formulas--
			pool.Scale.FormulaVariable = true
		}
	}
	for _, s := range p.plan.Network.Subnets {
		var counts []*Count
		sum := 0
		for _, pool := range p.residents(s) {
			for _, c := range []*Count{&pool.Scale.Dedicated, &pool.Scale.Spot} {
				if c.Parameter {
					counts = append(counts, c)
					sum += c.Value
				}
			}
		}
		free := s.Sizing.Holds - s.Sizing.Nodes
		for _, c := range counts {
			c.Max = c.Value + free*c.Value/sum
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
// ends between the bounds (reference: azure-resources, section 10).
func formula(a intent.Autoscale) string {
	lines := []string{
		fmt.Sprintf("minDedicated = %d;", a.Min),
		fmt.Sprintf("maxDedicated = %d;", a.Max),
	}
	if a.SpotMax > 0 {
		lines = append(lines, fmt.Sprintf("maxSpot = %d;", a.SpotMax))
	}
	lines = append(lines,
		fmt.Sprintf("span = %d * TimeInterval_Minute;", int(a.Interval/time.Minute)),
		"known = $PendingTasks.GetSamplePercent(span);",
		"last = max(0, $PendingTasks.GetSample(1));",
		"pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));",
		"$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, pending));",
	)
	if a.SpotMax > 0 {
		lines = append(lines, "$TargetLowPriorityNodes = max(0, min(maxSpot, pending - maxDedicated));")
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
