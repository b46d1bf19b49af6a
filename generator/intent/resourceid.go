package intent

import (
	"slices"
	"strings"
	"unicode"

	"github.com/batchgen/batchgen/generator/diag"
)

// ResourceID is the ID of an Azure resource, as the intent writes it; "" for
// none. Azure compares IDs without regard to case.
type ResourceID string

// segment returns the part of the ID that follows the named one.
func (id ResourceID) segment(name string) string {
	parts := strings.Split(string(id), "/")
	for i := 1; i+1 < len(parts); i += 2 {
		if strings.EqualFold(parts[i], name) {
			return parts[i+1]
		}
	}
	return ""
}

// Subscription returns the ID of the subscription.
func (id ResourceID) Subscription() string { return id.segment("subscriptions") }

// ResourceGroup returns the name of the resource group.
func (id ResourceID) ResourceGroup() string { return id.segment("resourceGroups") }

// Name returns the last name of the ID, the resource's own.
func (id ResourceID) Name() string {
	return string(id[strings.LastIndexByte(string(id), '/')+1:])
}

// Names returns the names of the resource and those that it lies in, outermost
// first: virtual network and subnet for a subnet.
func (id ResourceID) Names() []string {
	parts := strings.Split(string(id), "/")
	var names []string
	for i, p := range parts {
		if strings.EqualFold(p, "providers") {
			for j := i + 3; j < len(parts); j += 2 {
				names = append(names, parts[j])
			}
			break
		}
	}
	return names
}

// resourceIDs reads a list of IDs, leaving out those that are reported.
func (l *loader) resourceIDs(n *node, types ...string) []ResourceID {
	var list []ResourceID
	for _, entry := range n.entries() {
		if id := l.resourceID(entry, types...); id != "" {
			list = append(list, id)
		}
	}
	return list
}

// resourceID reads the ID of a resource of one of some types, such as
// "Microsoft.Network/virtualNetworks".
func (l *loader) resourceID(n *node, types ...string) ResourceID {
	if n == nil {
		return ""
	}
	found, problem := resourceType(n.raw)
	if problem != "" {
		l.refuse(n, diag.InvalidResourceID(n.path(), n.raw, problem, exampleID(types[0])))
		return ""
	}
	for _, t := range types {
		if strings.EqualFold(t, found) {
			return ResourceID(n.raw)
		}
	}
	l.refuse(n, diag.WrongResourceType(n.path(), found, types, exampleID(types[0])))
	return ""
}

// wordOrID reads a value that is one of some words or the ID of a resource.
func (l *loader) wordOrID(n *node, words []string, resource string) (word string, id ResourceID) {
	switch {
	case n == nil:
		return "", ""
	case strings.HasPrefix(n.raw, "/"):
		return "", l.resourceID(n, resource)
	case slices.Contains(words, n.raw):
		return n.raw, ""
	}
	l.refuse(n, n.respelt(diag.UnknownWord(n.path(), n.raw, words, "a resource ID", nearest(n.raw, words)), words))
	return "", ""
}

// exampleID shows the form of an ID of a type.
func exampleID(resource string) string {
	provider, types, _ := strings.Cut(resource, "/")
	var b strings.Builder
	b.WriteString("/subscriptions/GUID/resourceGroups/GROUP/providers/" + provider)
	for t := range strings.SplitSeq(types, "/") {
		b.WriteString("/" + t + "/NAME")
	}
	return b.String()
}

// resourceType returns the type of the resource that an ID names, or what is
// wrong with the ID. The elements are checked strictly, so that an ID can stand
// in an expression of a template without doing harm.
func resourceType(id string) (found, problem string) {
	parts := strings.Split(id, "/")
	fixed := func(i int, name string) bool { return len(parts) > i && strings.EqualFold(parts[i], name) }
	switch {
	case parts[0] != "" || !fixed(1, "subscriptions"):
		return "", "it does not begin with /subscriptions/"
	case slices.Contains(parts[1:], ""):
		return "", "an element between two slashes is empty"
	case len(parts) < 3 || !isGUID(parts[2]):
		return "", "what follows /subscriptions/ is not a GUID"
	case len(parts) < 5 || !fixed(3, "resourceGroups"):
		return "", "it lacks /resourceGroups/ and the name of the group"
	case len(parts) < 7 || !fixed(5, "providers"):
		return "", "it lacks /providers/ and the provider"
	case len(parts) < 9 || len(parts)%2 == 0:
		return "", "it does not end with a type and a name"
	}
	for _, p := range parts[3:] {
		if strings.ContainsFunc(p, func(r rune) bool { return !nameCharacter(r) }) {
			return "", "an element has characters that names cannot have"
		}
	}
	found = parts[6]
	for i := 7; i < len(parts); i += 2 {
		found += "/" + parts[i]
	}
	return found, ""
}

// nameCharacter reports whether names of resources and groups may have a character.
func nameCharacter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.()", r)
}

// isGUID reports whether text is a GUID in its usual form.
func isGUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i, r := range text {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if r != '-' {
				return false
			}
		} else if !strings.ContainsRune("0123456789abcdefABCDEF", r) {
			return false
		}
	}
	return true
}
