package azure

import (
	"slices"
	"strconv"
)

// The number in the names of these families counts sizes, not vCPUs
// (azure-resources section 4.1 speaks of the newer ones).
var numberedFamilies = []string{"Basic A", "A", "A8-A11", "D", "Ds", "Dv2", "Dsv2", "G", "Gs"}

// VMCores returns how many vCPUs a size has by its name, the constrained
// number where there is one; false where the name does not tell.
func VMCores(size string) (int, bool) {
	parts := sizeForm().FindStringSubmatch(folded(size))
	if parts == nil {
		return 0, false
	}
	if constrained := parts[4]; constrained != "" {
		cores, err := strconv.Atoi(constrained[1:])
		return cores, err == nil && cores > 0
	}
	if family, found := VMFamilyOf(size); found && slices.Contains(numberedFamilies, family.Name) {
		return 0, false
	}
	cores, err := strconv.Atoi(parts[3])
	return cores, err == nil && cores > 0
}
