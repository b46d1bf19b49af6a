package armeval

import (
	"math/big"
	"net/netip"

	"github.com/batchgen/batchgen/generator/audit/tree"
)

// network is a prefix with the bits behind it cleared.
func network(v tree.Value) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(v.Text)
	return p.Masked(), err == nil && v.Kind == tree.String
}

// plus is the address that is so many behind another, false beyond the last one.
func plus(a netip.Addr, n *big.Int) (netip.Addr, bool) {
	sum := new(big.Int).Add(new(big.Int).SetBytes(a.AsSlice()), n)
	if sum.Sign() < 0 || sum.BitLen() > a.BitLen() {
		return netip.Addr{}, false
	}
	result, ok := netip.AddrFromSlice(sum.FillBytes(make([]byte, a.BitLen()/8)))
	return result, ok
}

// size is how many addresses are behind so many bits.
func size(bits int) *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(bits)) }

// lastOf is the last address of a prefix.
func lastOf(p netip.Prefix) netip.Addr {
	last, _ := plus(p.Addr(), new(big.Int).Sub(size(p.Addr().BitLen()-p.Bits()), big.NewInt(1)))
	return last
}

// parseCIDR follows
// learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-cidr,
// as do the two below.
func parseCIDR(_ env, args []tree.Value) tree.Value {
	p, ok := network(args[0])
	if !ok {
		return unknown()
	}
	bits := p.Addr().BitLen()
	first, final := p.Addr(), lastOf(p)
	mask := new(big.Int).Sub(size(bits), size(bits-p.Bits()))
	netmask, _ := netip.AddrFromSlice(mask.FillBytes(make([]byte, bits/8)))
	result := object(member("network", text(first.String())), member("netmask", text(netmask.String())))
	if p.Addr().Is4() {
		if p.Bits() > 30 {
			return unknown()
		}
		result.Members = append(result.Members, member("broadcast", text(final.String())))
		first, final = first.Next(), final.Prev()
	}
	result.Members = append(result.Members, member("firstUsable", text(first.String())),
		member("lastUsable", text(final.String())), member("cidr", number(int64(p.Bits()))))
	return result
}

func cidrSubnet(_ env, args []tree.Value) tree.Value {
	p, ok := network(args[0])
	bits, isBits := integer(args[1])
	index, isIndex := integer(args[2])
	if !ok || !isBits || !isIndex || bits < int64(p.Bits()) || bits > int64(p.Addr().BitLen()) || index < 0 {
		return unknown()
	}
	offset := new(big.Int).Mul(big.NewInt(index), size(p.Addr().BitLen()-int(bits)))
	first, ok := plus(p.Addr(), offset)
	if !ok || !p.Contains(first) {
		return unknown()
	}
	return text(netip.PrefixFrom(first, int(bits)).String())
}

func cidrHost(_ env, args []tree.Value) tree.Value {
	p, ok := network(args[0])
	index, isIndex := integer(args[1])
	if !ok || !isIndex || index < 0 {
		return unknown()
	}
	host, ok := plus(p.Addr(), new(big.Int).Add(big.NewInt(index), big.NewInt(1)))
	if !ok || !p.Contains(host) || p.Addr().Is4() && host == lastOf(p) {
		return unknown()
	}
	return text(host.String())
}
