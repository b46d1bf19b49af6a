package diag

import (
	"fmt"
	"time"
)

// This file holds the findings of migrate (BG650 to BG669).

// AlreadySimplified is BG650, mode is simplified already: there is nothing to migrate from.
func AlreadySimplified(path string) Diagnostic {
	return failure("BG650", path, "the mode is simplified already: there is nothing to migrate",
		"batchgen diff OLD NEW compares two intents, batchgen verify proves one")
}

// MigratedModeRetired is BG651, mode retired: the mode that the intent migrates from has ended, so that its nodes may
// stop to work at any time. For migrate that is no error.
func MigratedModeRetired(path, what string, date time.Time, source string) Diagnostic {
	return caution("BG651", path, fmt.Sprintf("%s was retired on %s: Azure need not honour it any more", what, Day(date)),
		"take the steps without delay").from(source)
}

// CloudServiceNotMigrated is BG652, Cloud Services configuration: pools of the retired Cloud Services configuration
// speak classic mode alone and cannot change. Only new pools with virtual machines, in a Resource Manager network, can
// speak simplified mode.
func CloudServiceNotMigrated(path string) Diagnostic {
	return failure("BG652", path, "pools of the Cloud Services configuration cannot change to simplified mode",
		"write an intent with configuration: virtualMachine and a Resource Manager network, deploy its pools beside the old ones, "+
			"move the jobs, delete the old pools").from("batch-pool-cloud-service-to-virtual-machine-configuration")
}
