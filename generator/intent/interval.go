package intent

import (
	"strconv"
	"strings"
	"time"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// interval reads the time between two evaluations of a formula, an ISO 8601
// duration of whole minutes.
func (l *loader) interval(n *node) time.Duration {
	otherwise := minutes(azure.AutoscaleDefault)
	if n == nil {
		return otherwise
	}
	least, most := minutes(azure.AutoscaleShortest), minutes(azure.AutoscaleLongest)
	d, ok := parseDuration(n.raw)
	switch {
	case !ok:
		invalid := diag.InvalidInterval(n.path(), n.raw)
		if upper := strings.ToUpper(n.raw); upper != n.raw {
			if _, ok := parseDuration(upper); ok {
				invalid = n.replaced(invalid, upper)
			}
		}
		l.refuse(n, invalid)
	case d < least || d > most:
		l.refuse(n, diag.IntervalOutOfBounds(n.path(), n.raw, least, most))
	default:
		return d
	}
	return otherwise
}

func minutes(limit azure.LimitID) time.Duration {
	return time.Duration(azure.LimitOf(limit)) * time.Minute
}

// parseDuration reads the ISO 8601 durations P[n]W and P[n]DT[n]H[n]M[n]S that
// come to whole minutes. Years and months have no fixed length. What is longer
// than thirty years comes out as thirty years.
func parseDuration(text string) (time.Duration, bool) {
	rest, found := strings.CutPrefix(text, "P")
	if !found {
		return 0, false
	}
	seconds, units, inTime, stated := 0, "WD", false, false
	for rest != "" {
		if rest[0] == 'T' && !inTime && len(rest) > 1 {
			units, inTime, rest = "HMS", true, rest[1:]
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 || digits > 9 || digits == len(rest) {
			return 0, false
		}
		value, _ := strconv.Atoi(rest[:digits])
		unit := strings.IndexByte(units, rest[digits])
		if unit < 0 {
			return 0, false
		}
		seconds += value * unitSeconds[units[unit]]
		units, rest, stated = units[unit+1:], rest[digits+1:], true
	}
	const longest = 30 * 365 * 24 * 60 * 60
	return time.Duration(min(seconds, longest)) * time.Second, stated && seconds%60 == 0
}

// unitSeconds gives the letters of ISO 8601 durations their length.
var unitSeconds = map[byte]int{'W': 604800, 'D': 86400, 'H': 3600, 'M': 60, 'S': 1}
