package armeval

import (
	"strings"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// resourceIDOf joins an ID, a type "N/a/b" and names "x", "y" to "…/providers/N/a/x/b/y".
func resourceIDOf(base string, fullType string, names []string) tree.Value {
	types := strings.Split(fullType, "/")
	if len(types) != len(names)+1 || len(names) == 0 {
		return unknown()
	}
	var b strings.Builder
	b.WriteString(base)
	b.WriteString("/providers/")
	b.WriteString(types[0])
	for i, name := range names {
		if name == "" {
			return unknown()
		}
		b.WriteString("/" + types[i+1] + "/" + name)
	}
	return text(b.String())
}

// texts are the arguments, false when one is no text.
func texts(args []tree.Value) ([]string, bool) {
	var result []string
	for _, arg := range args {
		if arg.Kind != tree.String {
			return nil, false
		}
		result = append(result, arg.Text)
	}
	return result, true
}

// subscriptionOf is the ID of the subscription in an ID, "" where it is in none.
func subscriptionOf(id string) string {
	parts := strings.SplitN(id, "/", 4)
	if len(parts) < 3 || !strings.EqualFold(parts[1], "subscriptions") {
		return ""
	}
	return "/subscriptions/" + parts[2]
}

// groupOf is the name of the resource group that an ID is of, "" for none.
func groupOf(id string) string {
	parts := strings.Split(id, "/")
	if len(parts) != 5 || !strings.EqualFold(parts[3], "resourceGroups") {
		return ""
	}
	return parts[4]
}

// leading counts the arguments before the type, the first with a slash.
func leading(args []string) int {
	for i, arg := range args {
		if strings.Contains(arg, "/") {
			return i
		}
	}
	return len(args)
}

func (e env) resourceID(values []tree.Value) tree.Value {
	args, ok := texts(values)
	if e.base.Kind == tree.Unknown {
		return e.base
	}
	n := leading(args)
	if !ok || n > 2 || n == len(args) {
		return unknown()
	}
	base := e.base.Text
	if n > 0 {
		subscription := subscriptionOf(base)
		if n == 2 {
			subscription = "/subscriptions/" + args[0]
		}
		base = subscription + "/resourceGroups/" + args[n-1]
	}
	return resourceIDOf(base, args[n], args[n+1:])
}

func (e env) subscriptionResourceID(values []tree.Value) tree.Value {
	args, ok := texts(values)
	n := leading(args)
	if !ok || n > 1 || n == len(args) {
		return unknown()
	}
	if n == 1 {
		return resourceIDOf("/subscriptions/"+args[0], args[1], args[2:])
	}
	if e.base.Kind == tree.Unknown {
		return e.base
	}
	return resourceIDOf(subscriptionOf(e.base.Text), args[0], args[1:])
}

func extensionResourceID(_ env, values []tree.Value) tree.Value {
	args, ok := texts(values)
	if !ok {
		return unknown()
	}
	return resourceIDOf(strings.TrimSuffix(args[0], "/"), args[1], args[2:])
}

func tenantResourceID(_ env, values []tree.Value) tree.Value {
	args, ok := texts(values)
	if !ok {
		return unknown()
	}
	return resourceIDOf("", args[0], args[1:])
}

// resourceGroup knows what the IDs are made of. Where the group lies, and its
// tags, are not known.
func (e env) resourceGroup([]tree.Value) tree.Value {
	if e.base.Kind == tree.Unknown {
		return e.base
	}
	group := groupOf(e.base.Text)
	if group == "" {
		return unknown()
	}
	return object(member("id", e.base), member("name", text(group)),
		member("type", text("Microsoft.Resources/resourceGroups")))
}

func (e env) subscription([]tree.Value) tree.Value {
	if e.base.Kind == tree.Unknown {
		return e.base
	}
	id := subscriptionOf(e.base.Text)
	if id == "" {
		return unknown()
	}
	return object(member("id", text(id)), member("subscriptionId", text(strings.TrimPrefix(id, "/subscriptions/"))))
}

func (e env) deployment([]tree.Value) tree.Value { return object(member("name", e.name)) }
