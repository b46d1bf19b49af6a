// Package tree holds JSON with the place of every value, and with values that
// nobody knows: an expression that only Azure evaluates, or what Terraform
// learns at apply.
package tree

import "strings"

// Kind says what a Value is.
type Kind int

// The kinds. Unknown is a value that is there but cannot be told offline.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	List
	Object
	Unknown
)

// Value is a JSON value. The zero Value is Absent: what a member that is not there gives.
type Value struct {
	Kind Kind
	// Text is the string, the number as written, "true" or "false", or what is
	// not known: "reference('vnet').outputs.id", "known after apply".
	Text    string
	Items   []Value
	Members []Member
	// Offset is where in its file the value begins, in bytes.
	Offset int
}

// Member is a name and its value in an Object.
type Member struct {
	Name  string
	Value Value
}

// Get follows names into objects, in any letter case, as Azure does. Absent
// where a name is not there, Unknown where what should hold it is Unknown.
func (v Value) Get(names ...string) Value {
	for _, name := range names {
		if v.Kind == Unknown {
			return v
		}
		next := Value{}
		for _, m := range v.Members {
			if strings.EqualFold(m.Name, name) {
				next = m.Value
				break
			}
		}
		v = next
	}
	return v
}

// Has reports whether the value is neither Absent nor Null.
func (v Value) Has() bool { return v.Kind != Absent && v.Kind != Null }
