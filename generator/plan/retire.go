package plan

import (
	"time"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// warningDays is how long before its end a thing is warned of.
const warningDays = 365

// retirement compares a row of the retirement table with the day that the
// intent is rendered as of. A row without a date is for reports alone.
func (p *planner) retirement(id azure.RetirementID, path string) {
	r, found := azure.RetirementOf(id)
	if !found || r.Date.IsZero() {
		return
	}
	days := int(r.Date.Sub(p.asOf.UTC().Truncate(24*time.Hour)) / (24 * time.Hour))
	switch {
	case days < 0:
		p.report(diag.Retired(path, r.What, r.Date, r.Successor, string(r.Doc), p.in.AcknowledgeRetired))
	case days <= warningDays:
		p.report(diag.RetiresSoon(path, r.What, r.Date, days, r.Successor, string(r.Doc)))
	}
}
