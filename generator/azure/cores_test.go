package azure_test

import (
	"testing"

	"github.com/batchgen/batchgen/generator/azure"
)

func TestVMCores(t *testing.T) {
	t.Parallel()
	for size, want := range map[string]int{
		"Standard_D4s_v5": 4, "STANDARD_D64DS_V5": 64, "Standard_HB120rs_v3": 120, "Standard_NC4as_T4_v3": 4, "Standard_F2": 2,
		"Standard_ND96isr_H100_v5": 96, "Standard_A4_v2": 4, "Standard_L8s": 8, "Standard_M1792ixds_32_v3": 1792,
		// The constrained number is what the node has.
		"Standard_M64-32ms": 32, "Standard_HB120-16rs_v3": 16, "Standard_DS13-4_v2": 4, "Standard_GS5-16": 16,
		// Here the number counts sizes.
		"Standard_D3": 0, "Standard_DS3_v2": 0, "Standard_D13_v2": 0, "Standard_G5": 0, "Standard_A9": 0, "Basic_A2": 0,
		"Standard_D0s_v5": 0, "large": 0, "": 0,
	} {
		got, known := azure.VMCores(size)
		if got != want || known != (want > 0) {
			t.Errorf("%s: %d %t, want %d", size, got, known, want)
		}
	}
}
