package generator

import (
	"time"

	"github.com/batchgen/batchgen/generator/bicep"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
)

// Explanation is what there is to say of a deployment. After an error all but
// Diagnostics is empty.
type Explanation struct {
	Report    explain.Report
	Allowlist explain.Allowlist
	// Firewall is the allowlist as the Bicep of an Azure Firewall rule collection group.
	Firewall []byte
	// Diagnostics, sorted by place, with line and column.
	Diagnostics diag.List
}

// ExplainIntent turns the text of an intent into its reports. asOf is the day
// that retirements are compared with for the diagnostics; the reports do not depend on it.
func ExplainIntent(source []byte, asOf time.Time) Explanation {
	in, p, places, list := decide(source, asOf)
	var e Explanation
	if !list.HasErrors() {
		e.Report, e.Allowlist = explain.New(in, p), explain.NewAllowlist(in, p)
		e.Firewall = bicep.Print(compose.Allowlist(p, e.Allowlist.Destinations()), Revision)
	}
	e.Diagnostics = places.Place(suppress(list, in.Suppress))
	return e
}
