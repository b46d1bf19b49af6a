package plan

import "testing"

// TestEveryPrefix searches the smallest subnet for 1 to 70,000 nodes by brute
// force: at every edge, and between them, the arithmetic agrees.
func TestEveryPrefix(t *testing.T) {
	t.Parallel()
	const reserved = 5 // addresses that Azure keeps in every subnet
	edges := 0
	for nodes := 1; nodes <= 70000; nodes++ {
		want := 29 // the smallest subnet that Azure makes
		for room := 8; room-reserved < nodes; room *= 2 {
			want--
		}
		got := prefixBits(nodes + reserved)
		if got != want {
			t.Fatalf("%d nodes: /%d, want /%d", nodes, got, want)
		}
		if got < prefixBits(nodes+reserved-1) {
			edges++
		}
	}
	if edges != 14 { // from 3/4, /29 to /28, to 65,531/65,532, /16 to /15
		t.Errorf("%d edges were passed, want 14", edges)
	}
}

// FuzzSizing: a subnet holds what it is made for, and no smaller one does.
func FuzzSizing(f *testing.F) {
	for _, addresses := range []uint32{6, 8, 9, 16, 17, 64, 65, 256, 257, 65536, 65537, 1 << 31, 1<<32 - 1} {
		f.Add(addresses)
	}
	f.Fuzz(func(t *testing.T, addresses uint32) {
		if addresses == 0 {
			return
		}
		bits := prefixBits(int(addresses))
		if bits < 0 || bits > 29 || 1<<(32-bits) < int(addresses) || bits < 29 && 1<<(31-bits) >= int(addresses) {
			t.Errorf("%d addresses give /%d", addresses, bits)
		}
	})
}
