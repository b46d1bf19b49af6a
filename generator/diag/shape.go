package diag

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// UnknownKey is BG101, unknown key: the intent has a key that the language does not know at this place. Nothing is
// ignored, since a misspelt key would otherwise silently do nothing. Elsewhere names the place where the key is known.
func UnknownKey(path, key, nearest, elsewhere string, known []string) Diagnostic {
	hint := "batchgen schema describes every key"
	switch {
	case nearest != "":
		hint = meant(nearest)
	case elsewhere != "":
		hint = "this key belongs to " + elsewhere
	case len(known) > 0:
		hint = "the keys here are " + strings.Join(known, ", ")
	}
	return failure("BG101", path, "unknown key "+word(key), hint)
}

// DuplicateKey is BG102, duplicate key: a mapping has the same key twice, and YAML readers disagree on which counts.
func DuplicateKey(path, key string, first Range) Diagnostic {
	d := failure("BG102", path,
		fmt.Sprintf("key %s is given twice, first on line %d", word(key), first.Start.Line), "remove one of them")
	d.Related = []Related{{Path: path, Range: first, Message: "the first is here"}}
	return d
}

// MissingKey is BG103, missing key: a key is required here, and no default would be right for everybody. Where the key
// may stand at each pool, the pools without it are named.
func MissingKey(path string, pools []string, example string) Diagnostic {
	message := subject(path) + " is missing"
	if len(pools) > 0 {
		names := make([]string, 0, len(pools))
		for i, p := range pools {
			if i == 4 {
				names = append(names, fmt.Sprintf("%d more", len(pools)-i))
				break
			}
			names = append(names, quoted(p))
		}
		message += " for " + plural(len(pools), "pool ", "pools ") + strings.Join(names, ", ")
	}
	hint := "add " + example
	if len(pools) > 0 {
		hint += " to the pool or at the top level"
	}
	return failure("BG103", path, message, hint)
}

// MissingValue is BG104, missing value: a key without a value, or with null. An empty value is never read as a default.
func MissingValue(path, example string) Diagnostic {
	return failure("BG104", path, subject(path)+" has no value", "such as "+example)
}

// WrongType is BG105, wrong type: a value is of another kind than its key takes.
func WrongType(path, wanted, found, hint string) Diagnostic {
	return failure("BG105", path, fmt.Sprintf("%s takes %s, not %s", subject(path), wanted, found), hint)
}

// FoundText names a text in the message of WrongType.
func FoundText(text string) string { return "the text " + quoted(text) }

// FoundNumber names a number in the message of WrongType.
func FoundNumber(text string) string { return "the number " + cut(text) }

// NotPlainNumber is BG106, no plain decimal number: programs read forms such as 010, 1_000 or 4.5 differently, so a
// number is written with digits alone.
func NotPlainNumber(path, text, hint string) Diagnostic {
	return failure("BG106", path, quoted(text)+" is not a plain decimal number", hint)
}

// UnknownWord is BG107, unknown word: the value must be one of a few words. Otherwise names what the key takes beside
// them, "" for nothing.
func UnknownWord(path, value string, words []string, otherwise, nearest string) Diagnostic {
	all := words
	if otherwise != "" {
		all = append(append([]string(nil), words...), otherwise)
	}
	hint := "use " + either(all)
	if nearest != "" {
		hint = meant(nearest)
	}
	return failure("BG107", path,
		fmt.Sprintf("%s takes %s, not %s", subject(path), either(all), word(value)), hint)
}

// NumberOutOfRange is BG108, number out of range: Azure or the arithmetic of subnets sets the bounds.
func NumberOutOfRange(path, value, least, most string) Diagnostic {
	return failure("BG108", path,
		fmt.Sprintf("%s is %s, allowed are %s to %s", subject(path), cut(value), least, most),
		fmt.Sprintf("use a number from %s to %s", least, most))
}

// WrongCount is BG109, wrong number of entries: a list or mapping has too few or too many. Most is -1 where there is no upper bound.
func WrongCount(path, noun string, count, least, most int, example string) Diagnostic {
	bound, hint := fmt.Sprintf("at least %d must be there", least), "such as "+example
	switch {
	case least == most:
		bound = fmt.Sprintf("exactly %d must be there", least)
	case count > least:
		bound, hint = fmt.Sprintf("at most %d may be there", most), fmt.Sprintf("leave at most %d", most)
	}
	return failure("BG109", path,
		fmt.Sprintf("%s has %d %s, %s", subject(path), count, plural(count, noun, plurals[noun]), bound), hint)
}

// plurals of the nouns of WrongCount.
var plurals = map[string]string{"entry": "entries", "key": "keys"}

func plural(count int, one, many string) string {
	if count == 1 {
		return one
	}
	return many
}

// WrongLength is BG110, wrong length: a text is too short or too long for what Azure takes.
func WrongLength(path string, length, least, most int) Diagnostic {
	return failure("BG110", path,
		fmt.Sprintf("%s has %d characters, allowed are %d to %d", subject(path), length, least, most),
		fmt.Sprintf("use %d to %d characters", least, most))
}

// WrongForm is BG111, text of wrong form: names and the like have a form that Azure sets.
func WrongForm(path, text, form string) Diagnostic {
	return failure("BG111", path,
		fmt.Sprintf("%s cannot be %s", subject(path), quoted(text)), "use "+form)
}

// GivenTwice is BG112, entry given twice: a list names the same thing more than once.
func GivenTwice(path, text, firstPath string) Diagnostic {
	d := failure("BG112", path, fmt.Sprintf("%s is given twice", quoted(text)), "remove one of them")
	d.Related = []Related{{Path: firstPath, Message: "the first is here"}}
	return d
}

// WrongKeyForm is BG113, key of wrong form: the names of environments and tags have a form that files and Azure set.
func WrongKeyForm(path, key, form string) Diagnostic {
	return failure("BG113", path, fmt.Sprintf("%s cannot be a key of %s", quoted(key), subject(parent(path))), "use "+form)
}

func parent(path string) string { return path[:strings.LastIndexByte(path, '/')] }

// KeysExclude is BG114, keys that exclude each other: only one of them can decide.
func KeysExclude(path, other, hint string) Diagnostic {
	return failure("BG114", path, fmt.Sprintf("%s cannot stand beside %s", subject(path), other), hint)
}

// KeyNeeded is BG115, key needed by another: a value makes no sense without another key beside it.
func KeyNeeded(path, because, hint string) Diagnostic {
	return failure("BG115", path, fmt.Sprintf("%s is missing: %s needs it", subject(path), because), hint)
}

// InvalidRange is BG120, no address range: a range is written in CIDR form, such as 10.0.0.0/16.
func InvalidRange(path, text, hint string) Diagnostic {
	return failure("BG120", path, quoted(text)+" is not an address range in CIDR form", hint)
}

// HostBits is BG121, host bits set: the address of a range has bits beyond its length, so that it is not clear which
// range is meant.
func HostBits(path string, prefix netip.Prefix) Diagnostic {
	return failure("BG121", path,
		fmt.Sprintf("%s has host bits set: it is not the first address of a /%d", prefix, prefix.Bits()),
		"write "+prefix.Masked().String())
}

// NotIPv4 is BG122, IPv6 address: batchgen's networks are IPv4, the only kind that every part of Batch takes.
func NotIPv4(path, text string) Diagnostic {
	return failure("BG122", path, quoted(text)+" is IPv6, batchgen's networks are IPv4 only",
		"use an IPv4 address or range")
}

// InvalidAddress is BG123, no IP address: an address is written as four numbers.
func InvalidAddress(path, text string) Diagnostic {
	return failure("BG123", path, quoted(text)+" is not an IP address",
		"write four numbers from 0 to 255, such as 10.1.0.4")
}

// InvalidResourceID is BG124, malformed resource ID: an ID names subscription, resource group, provider, type and name.
func InvalidResourceID(path, id, problem, example string) Diagnostic {
	return failure("BG124", path, fmt.Sprintf("%s is not a resource ID: %s", quoted(id), problem), "write it as "+example)
}

// WrongResourceType is BG125, resource of another type: the ID is well-formed, but names another kind of resource.
func WrongResourceType(path, found string, wanted []string, example string) Diagnostic {
	return failure("BG125", path,
		fmt.Sprintf("%s takes the ID of a %s, not of a %s", subject(path), either(wanted), cut(found)), "write it as "+example)
}

// OpenRemoteAccess is BG126, remote access open to everybody: SSH and RDP open to the internet are attacked within
// minutes. No spelling of an open source is accepted, nor a list that comes to the whole internet.
func OpenRemoteAccess(path, source string) Diagnostic {
	return failure("BG126", path,
		fmt.Sprintf("remote access from %s is open to the whole internet", quoted(source)),
		"name the addresses that may connect, or reach the nodes through Bastion, a jump host or a VPN").
		from("azure-network-rules")
}

// WideRemoteAccess is BG127, wide source of remote access: ranges wider than a /8 are rarely one organisation.
func WideRemoteAccess(path string, prefix netip.Prefix) Diagnostic {
	return caution("BG127", path,
		fmt.Sprintf("remote access from %s is open to %d addresses", prefix, uint64(1)<<(32-prefix.Bits())),
		"name smaller ranges").from("azure-network-rules")
}

// InvalidSource is BG128, no source of remote access: a source is an address, a range or a service tag.
func InvalidSource(path, text string) Diagnostic {
	return failure("BG128", path,
		quoted(text)+" is neither an address, a range in CIDR form nor a service tag",
		"write it as 203.0.113.7, 203.0.113.0/24 or VirtualNetwork")
}

// InvalidInterval is BG129, no duration: an interval is an ISO 8601 duration of whole minutes.
func InvalidInterval(path, text string) Diagnostic {
	return failure("BG129", path, quoted(text)+" is not an ISO 8601 duration of whole minutes", "write it as PT15M or PT1H")
}

// IntervalOutOfBounds is BG130, interval out of bounds: Batch evaluates formulas at most every five minutes and at least
// once a week.
func IntervalOutOfBounds(path, text string, least, most time.Duration) Diagnostic {
	bounds := fmt.Sprintf("PT%dM to PT%dH", int(least.Minutes()), int(most.Hours()))
	return failure("BG130", path,
		fmt.Sprintf("the interval is %s, Batch takes %s", cut(text), bounds),
		"use a duration from "+bounds).from("batch-automatic-scaling")
}

// BoundsReversed is BG131, bounds reversed: the least number of nodes is above the most.
func BoundsReversed(path string, least, most int) Diagnostic {
	return failure("BG131", path, fmt.Sprintf("min is %d and max is %d: min must not exceed max", least, most),
		"swap them, or raise max")
}

// DuplicatePoolName is BG132, duplicate pool name: Batch compares the names of pools without regard to case.
func DuplicatePoolName(path, name, firstPath string) Diagnostic {
	d := failure("BG132", path,
		fmt.Sprintf("another pool is named %s, and names are compared without regard to case", quoted(name)),
		"rename one of them").from("azure-resources")
	d.Related = []Related{{Path: firstPath, Message: "the first is here"}}
	return d
}

// UnknownPool is BG133, unknown pool in an environment: environments change pools, they do not add any.
func UnknownPool(path, name string, pools []string, nearest string) Diagnostic {
	hint := "the pools are "
	for i, p := range pools {
		if i > 0 {
			hint += ", "
		}
		if i == 8 {
			hint += "…"
			break
		}
		hint += cut(p)
	}
	if nearest != "" {
		hint = meant(nearest)
	}
	return failure("BG133", path, "there is no pool "+word(name), hint)
}

// ReservedName is BG134, reserved name: the output already has a file of that name, or Windows has a device. Why says
// which.
func ReservedName(path, name, why string) Diagnostic {
	return failure("BG134", path,
		fmt.Sprintf("an environment cannot be named %s: %s", quoted(name), why),
		"choose another name")
}

// UnknownImage is BG135, unknown image alias: batchgen images lists those that there are.
func UnknownImage(path, alias string, nearest []string) Diagnostic {
	hint := "batchgen images lists the aliases"
	if len(nearest) > 0 {
		hint = meant(nearest...)
	}
	return failure("BG135", path, fmt.Sprintf("there is no image %s", word(alias)), hint)
}

// IncompleteImage is BG136, incomplete image: a marketplace image is named by publisher, offer, sku, version and
// nodeAgent, an own one by id and nodeAgent.
func IncompleteImage(path string, missing []string) Diagnostic {
	return failure("BG136", path,
		fmt.Sprintf("%s lacks %s", subject(path), strings.Join(missing, ", ")),
		"write {publisher, offer, sku, version, nodeAgent} or {id, nodeAgent}")
}

// DriveLetter is BG137, drive letter needed: on Windows a mount appears as a drive, and which letters are free only
// the user knows.
func DriveLetter(path, pool, given string) Diagnostic {
	problem := "is missing"
	if given != "" {
		problem = "cannot be " + quoted(given)
	}
	return failure("BG137", path,
		fmt.Sprintf("%s %s: on Windows, as in pool %s, a mount appears as a drive letter",
			subject(path), problem, quoted(pool)),
		"write one letter, such as at: S").from("mount")
}

// SameMountPlace is BG140, two mounts at one place: the second would hide the first.
func SameMountPlace(path, at, firstPath string) Diagnostic {
	d := failure("BG140", path, fmt.Sprintf("another mount appears at %s already", quoted(at)),
		"give one of them another place with at")
	d.Related = []Related{{Path: firstPath, Message: "the first is here"}}
	return d
}

// RemoteAccessFromWhere is BG138, remote access without sources: true does not say who may connect.
func RemoteAccessFromWhere(path string) Diagnostic {
	return failure("BG138", path, subject(path)+": true does not say who may connect",
		"write {from: [203.0.113.0/24]} with your own addresses")
}

// SameTag is BG139, tag given twice: Azure compares the names of tags without regard to case.
func SameTag(path, name, firstPath string) Diagnostic {
	d := failure("BG139", path,
		fmt.Sprintf("tag %s is given twice, tag names are compared without regard to case", quoted(name)),
		"remove one of them")
	d.Related = []Related{{Path: firstPath, Message: "the first is here"}}
	return d
}

// ClosedRegion is BG200, closed region: Azure has the region, but Batch cannot be used there.
func ClosedRegion(path, region, reason string) Diagnostic {
	return failure("BG200", path, fmt.Sprintf("region %s cannot be used: %s", word(region), reason),
		"batchgen regions lists those that can").from("azure-resources")
}

// UnknownRegion is BG201, unknown region: no Azure region has that name or display name.
func UnknownRegion(path, region string, nearest []string) Diagnostic {
	hint := "batchgen regions lists the regions"
	if len(nearest) > 0 {
		hint = meant(nearest...)
	}
	return failure("BG201", path, "there is no region "+word(region), hint).from("azure-resources")
}
