package verify

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
)

// The tags that are not lists of service addresses.
const (
	anywhere       = "*"
	internet       = "internet"
	virtualNetwork = "virtualnetwork"
	loadBalancer   = "azureloadbalancer"
	azureCloud     = "azurecloud"
	batchService   = "batchnodemanagement"
	storageService = "storage"
)

var (
	allAddresses = set{{0, ^uint32(0)}}
	allPorts     = set{{0, 65535}}
	allProtocols = set{{tcp, ah}}
	// platform is 168.63.129.16, the address of probes, of DNS and of DHCP.
	platform = prefixSet(netip.MustParsePrefix("168.63.129.16/32"))
	// private are ranges that no public address and no service tag is in.
	private = prefixSet(
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	)
	// reserved are ranges that no packet crosses a network to or from.
	reserved = prefixSet(
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8"),
		netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("224.0.0.0/3"),
	)
)

// prefixSet returns the addresses of prefixes. IPv6 prefixes hold no IPv4 packet.
func prefixSet(prefixes ...netip.Prefix) set {
	var spans []span
	for _, p := range prefixes {
		if !p.IsValid() || !p.Addr().Is4() {
			continue
		}
		lo := number(p.Masked().Addr())
		spans = append(spans, span{lo, lo | uint32(uint64(1)<<(32-p.Bits())-1)})
	}
	return newSet(spans...)
}

func number(a netip.Addr) uint32 {
	b := a.As4()
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

func address(n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// area is a set of far ends: addresses, by the service tags that they may be in.
type area struct{ addresses, services set }

// atlas knows where the tags of one subnet lie. Which addresses a service tag
// holds is not known, so each tag that anybody mentions is a number of the
// dimension service, and an address stands beside each of them: once as an
// address of no tag, once as one of each.
type atlas struct {
	tags []string // folded; the tag at i has the number i+1
	// titles are the tags as they are written.
	titles []string
	// network is the address space, public what is outside of every network.
	network, public set
	// named are the addresses that flows name.
	named set
	// wider is what the VirtualNetwork tag may hold beside the network: ranges
	// connected to it, and what user routes lead to.
	wider []area
}

// newAtlas draws the atlas of a subnet.
func newAtlas(n *Network, s *Subnet) *atlas {
	space := prefixSet(n.AddressSpace...)
	for _, other := range n.Subnets {
		space = space.union(prefixSet(other.Prefix))
	}
	a := &atlas{network: space}
	a.public = allAddresses.minus(private).minus(reserved).minus(platform).minus(space)
	if s.SecurityGroup != nil {
		a.mentionRules(s.SecurityGroup.Rules)
	}
	for _, f := range s.Flows {
		for _, traffic := range append(f.Except[:len(f.Except):len(f.Except)], f.Traffic) {
			a.mention(traffic.Peer...)
			for _, name := range traffic.Peer {
				if p, isPrefix := prefixOf(name); isPrefix {
					a.named = a.named.union(prefixSet(p))
				}
			}
		}
	}
	for _, service := range s.ServiceEndpoints {
		a.mention(endpointTag(service))
	}
	if s.RouteTable != nil {
		for _, r := range s.RouteTable.Routes {
			a.mention(text(r.known().AddressPrefix))
		}
	}
	a.sort()
	a.wider = []area{{private.minus(space), set{{0, 0}}}}
	if s.RouteTable != nil {
		for _, r := range s.RouteTable.Routes {
			prefix := text(r.known().AddressPrefix)
			if prefix == "" && r.Unknown != "" { // it may lead anything
				prefix = anywhere
			}
			must, _ := a.areas(prefix)
			a.wider = append(a.wider, must...)
		}
	}
	if s.RoutesUnknown != "" || s.BGPDefault && (s.RouteTable == nil || !s.RouteTable.WithoutBGP) {
		a.wider = append(a.wider, area{a.public, a.all()})
	}
	return a
}

// mentionRules takes the tags of rules that are known.
func (a *atlas) mentionRules(rules []Rule) {
	for _, r := range rules {
		if r.Unknown != "" || r.Properties == nil {
			continue
		}
		source, destination := sides(r.Properties)
		a.mention(source...)
		a.mention(destination...)
	}
}

// sort orders the tags, so that their numbers do not depend on the order of rules.
func (a *atlas) sort() {
	slices.SortFunc(a.titles, func(x, y string) int { return cmp.Compare(strings.ToLower(x), strings.ToLower(y)) })
	slices.Sort(a.tags)
}

// mention gives service tags a number each.
func (a *atlas) mention(names ...string) {
	for _, name := range names {
		folded := strings.ToLower(name)
		if _, isPrefix := prefixOf(name); isPrefix || name == "" || slices.Contains(a.tags, folded) {
			continue
		}
		switch folded {
		case anywhere, "any", internet, virtualNetwork, loadBalancer, unknownGroup:
			continue
		}
		a.tags, a.titles = append(a.tags, folded), append(a.titles, name)
	}
}

// all are the numbers of every tag and of none.
func (a *atlas) all() set { return set{{0, uint32(len(a.tags))}} }

// prefixOf reads an address or a prefix.
func prefixOf(name string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(name); err == nil {
		return p, true
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(addr, addr.BitLen()), true
}

// areas returns what a peer as Azure writes it holds for certain, and what it
// may hold beside that.
func (a *atlas) areas(name string) (must, may []area) {
	if p, isPrefix := prefixOf(name); isPrefix {
		return a.split(prefixSet(p)), nil
	}
	folded := strings.ToLower(name)
	switch folded {
	case anywhere, "any":
		return a.split(allAddresses), nil
	case internet:
		return []area{{a.public, a.all()}}, []area{{private.minus(a.network), set{{0, 0}}}}
	case virtualNetwork:
		return []area{{a.network.union(platform), set{{0, 0}}}}, a.wider
	case loadBalancer:
		return []area{{platform, set{{0, 0}}}}, nil
	case unknownGroup:
		return nil, []area{{a.network, set{{0, 0}}}}
	case "":
		return nil, nil
	}
	certain, possible := a.services(folded)
	must = []area{{a.public, certain}}
	if len(possible) > 0 {
		may = []area{{a.public, possible}}
	}
	return must, may
}

// split puts public addresses beside every tag that they may be in.
func (a *atlas) split(addresses set) []area {
	return []area{{addresses.intersect(a.public), a.all()}, {addresses.minus(a.public), set{{0, 0}}}}
}

// services returns the numbers of the tags that a tag includes, and of those
// that it may have addresses in common with. Batch and storage have none in
// common; what other services share is not known.
func (a *atlas) services(folded string) (certain, possible set) {
	mine, _, _ := strings.Cut(folded, ".")
	for i, tag := range a.tags {
		n := uint32(i + 1)
		base, _, _ := strings.Cut(tag, ".")
		switch {
		case includes(folded, tag):
			certain = append(certain, span{n, n})
		case base == batchService || base == storageService:
			if mine != batchService && mine != storageService {
				possible = append(possible, span{n, n})
			}
		case mine != batchService && mine != storageService && base != mine:
			possible = append(possible, span{n, n})
		}
	}
	return newSet(certain...), newSet(possible...)
}

// includes reports whether the first tag is known to hold all of the second:
// the global tag of a service its regional ones, and AzureCloud the regional
// tags of Batch and storage (azure-network-rules section 3). Both are folded.
func includes(outer, inner string) bool {
	if outer == inner || strings.HasPrefix(inner, outer+".") {
		return true
	}
	base, region, regional := strings.Cut(inner, ".")
	cloud, of, one := strings.Cut(outer, ".")
	if cloud != azureCloud || !regional {
		return false
	}
	if !one {
		return base == batchService || base == storageService
	}
	return base == batchService && slices.ContainsFunc(azure.Regions(), func(r azure.Region) bool {
		return strings.EqualFold(r.TagSuffix, region) && (strings.EqualFold(r.TagSuffix, of) || strings.EqualFold(r.ListName, of))
	})
}

// peer describes the far end of a packet. certain tells that the address is
// any of its tag; else that it is in the tag is a guess.
func (a *atlas) peer(p packet, certain bool) string {
	switch n := p[service]; {
	case n == 0:
		return address(p[remote]).String()
	case certain:
		return "an address of " + a.titles[n-1]
	default:
		return fmt.Sprintf("%s, if %s holds it,", address(p[remote]), a.titles[n-1])
	}
}
