package diag

import (
	"fmt"
	"time"
)

// Retired is BG501, retired: the intent uses something that Azure has ended.
// acknowledgeRetired: true renders it all the same, for private clouds, archives and audits.
func Retired(path, what string, date time.Time, successor, source string, acknowledged bool) Diagnostic {
	message := fmt.Sprintf("%s was retired on %s", what, Day(date))
	if acknowledged {
		return caution("BG501", path, message+" and is rendered because acknowledgeRetired is true",
			instead(successor, "")).from(source)
	}
	return failure("BG501", path, message,
		instead(successor, "acknowledgeRetired: true renders it all the same")).from(source)
}

// RetiresSoon is BG502, retires soon: the intent uses something that Azure ends within a year.
func RetiresSoon(path, what string, date time.Time, days int, successor, source string) Diagnostic {
	return caution("BG502", path,
		fmt.Sprintf("%s will be retired on %s, in %d days", what, Day(date), days),
		instead(successor, "")).from(source)
}

// ClosedToNewSubscriptions is BG503, VM family closed: subscriptions made since 31 July 2026 cannot deploy it, and
// older ones get no more quota.
func ClosedToNewSubscriptions(path, size, family, source string) Diagnostic {
	return caution("BG503", path,
		fmt.Sprintf("%s is of the %s family, closed to new subscriptions and new quota since 31 July 2026", size, family),
		"use a size of version 5 or newer, such as Standard_D4s_v5").from(source)
}

// Day writes a date as the output writes dates: 31 March 2026.
func Day(t time.Time) string { return t.Format("2 January 2006") }

func instead(successor, otherwise string) string {
	switch {
	case successor == "":
		return otherwise
	case otherwise == "":
		return "use " + successor
	}
	return "use " + successor + "; " + otherwise
}
