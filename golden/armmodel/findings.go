package armmodel

import "fmt"

// Requirement is something that every output has to meet.
type Requirement struct {
	// ID is the row: "SB-01" of the secure baseline, "F-01" of the functional requirements.
	ID, Title string
	// Check returns one sentence per violation.
	Check func(*Model) []string
}

// findings collects violations.
type findings []string

func (f *findings) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// unless adds a violation where something does not hold.
func (f *findings) unless(holds bool, format string, args ...any) {
	if !holds {
		f.add(format, args...)
	}
}
