package generator

import (
	"slices"
	"time"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/diff"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/migrate"
	"github.com/batchgen/batchgen/generator/plan"
)

// Migration is the way of an intent from classic to simplified mode. After an
// error all but Diagnostics is empty.
type Migration struct {
	Report migrate.Report
	// Intent is the changed intent: the text of the old one with everything that
	// need not change kept as it is.
	Intent []byte
	// Diagnostics of the changed intent, at their places in the old one, sorted.
	Diagnostics diag.List
}

// Migrate tells how the deployment of an intent in classic mode gets to simplified
// mode. That classic mode is retired is a warning here, whether the intent
// acknowledges it or not.
func Migrate(source []byte, options Options) Migration {
	in, places, list := intent.Load(source)
	if !list.HasErrors() {
		list = append(list, migratable(in)...)
	}
	if list.HasErrors() {
		return Migration{Diagnostics: places.Place(list)}
	}
	now, before, was := planned(acknowledged(in), options.AsOf)
	changed, text := simplified(source, in, places, options.AsOf)
	final, after, is := planned(changed, options.AsOf)
	list = append(list, ofClassic(was, now)...)
	list = suppress(append(list, is...), in.Suppress)
	m := Migration{Diagnostics: places.Place(list)}
	if !list.HasErrors() {
		m.Intent = text
		m.Report = migrate.New(migrate.Side{Plan: now, Network: network(in, now)},
			migrate.Side{Plan: final, Network: network(changed, final)}, diff.New(before, after))
	}
	return m
}

// migratable refuses what cannot get to simplified mode by itself.
func migratable(in intent.Intent) diag.List {
	switch in.Mode {
	case azure.CloudService:
		return diag.List{diag.CloudServiceNotMigrated("/configuration")}
	case azure.Simplified:
		return diag.List{diag.AlreadySimplified("/mode")}
	}
	return nil
}

func acknowledged(in intent.Intent) intent.Intent {
	in.AcknowledgeRetired = true
	return in
}

// planned makes plan and deployment of an intent.
func planned(in intent.Intent, asOf time.Time) (plan.Plan, diff.Side, diag.List) {
	p, list := plan.New(in, asOf)
	if list.HasErrors() {
		return p, diff.Side{}, list
	}
	s, composed := side(p)
	return p, s, append(list, composed...)
}

// simplified is the changed intent with its text. acknowledgeRetired goes unless
// something else in the intent is retired.
func simplified(source []byte, in intent.Intent, places intent.Places, asOf time.Time) (intent.Intent, []byte) {
	at := migrate.Places{Mode: places.Pos("/mode")}
	kept := migrate.Edit(source, at)
	changed := reloaded(kept)
	if !in.AcknowledgeRetired {
		return changed, kept
	}
	without := changed
	without.AcknowledgeRetired = false
	if _, list := plan.New(without, asOf); slices.ContainsFunc(list, isRetirement) {
		return changed, kept
	}
	at.AcknowledgedKey, at.Acknowledged = places.KeyPos("/acknowledgeRetired"), places.Pos("/acknowledgeRetired")
	text := migrate.Edit(source, at)
	return reloaded(text), text
}

func isRetirement(d diag.Diagnostic) bool {
	return d.Code == retiredCode && d.Severity == diag.Error
}

// retiredCode is that of what has ended.
var retiredCode = diag.Retired("", "", time.Time{}, "", "", false).Code

// reloaded reads a changed intent.
func reloaded(text []byte) intent.Intent {
	in, _, list := intent.Load(text)
	if list.HasErrors() || in.Mode != azure.Simplified {
		panic("generator: an intent is not what it was but for its mode")
	}
	return in
}

// ofClassic is what is to be said of the plan in classic mode: its errors, and
// that the mode ends. Everything else the changed intent says itself.
func ofClassic(list diag.List, p plan.Plan) diag.List {
	var kept diag.List
	for _, d := range list {
		switch {
		case d.Severity == diag.Error:
			kept = append(kept, d)
		case d.Path != "/mode":
		case d.Code == retiredCode:
			r, _ := azure.RetirementOf(p.Mode.Retired)
			kept = append(kept, diag.MigratedModeRetired(d.Path, r.What, r.Date, string(r.Doc)))
		default:
			kept = append(kept, d)
		}
	}
	return kept
}
