package verify

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// The next hops. Azure's own words, and two that routes of tables do not have.
const (
	hopInternet  = string(armnetwork.RouteNextHopTypeInternet)
	hopGateway   = string(armnetwork.RouteNextHopTypeVirtualNetworkGateway)
	hopAppliance = string(armnetwork.RouteNextHopTypeVirtualAppliance)
	hopLocal     = string(armnetwork.RouteNextHopTypeVnetLocal)
	hopService   = "VirtualNetworkServiceEndpoint"
	// hopElsewhere is a private range outside the network: a peering or a
	// gateway leads there, or nothing does.
	hopElsewhere = "a peering or gateway"
)

// The sources of routes; of two with the same prefix the first wins.
const (
	byUser = iota
	byBGP
	bySystem
)

// way is a route as a set of packets.
type way struct {
	name, hop string
	// unknown says what of the route nobody can tell, "" for nothing.
	unknown string
	address netip.Addr
	source  int
	// bits of the prefix; of a tag they are not known.
	bits int
	tag  bool
	// rank orders tags: regional, global, AzureCloud of a region, AzureCloud.
	rank    int
	packets space
}

// led is a part of a space and the route that it takes.
type led struct {
	packets space
	way     *way
}

// ways lists the routes of a subnet, the one that wins first.
func (a *atlas) ways(n *Network, s *Subnet) []way {
	var ways []way
	if s.RouteTable != nil {
		for _, r := range s.RouteTable.Routes {
			known := r.known()
			if r.Unknown != "" && text(known.AddressPrefix) == "" { // its prefix may be longer than any other
				ways = append(ways, way{name: "route " + r.Name, unknown: r.Unknown, source: byUser, bits: 33, packets: space{everything(a)}})
				continue
			}
			w := a.way("route "+r.Name, text(known.AddressPrefix), hopOf(text(known.NextHopType)), byUser)
			w.address, _ = netip.ParseAddr(text(known.NextHopIPAddress))
			w.unknown = r.Unknown
			ways = append(ways, w)
		}
	}
	for _, p := range n.EndpointPrefixes {
		w := a.way("route of the private endpoint", p.String(), hopLocal, bySystem)
		w.bits = 32 // one for each address that an endpoint has
		ways = append(ways, w)
	}
	for _, service := range s.ServiceEndpoints {
		ways = append(ways, a.way("route of the service endpoint "+service, endpointTag(service), hopService, bySystem))
	}
	for _, p := range n.AddressSpace {
		ways = append(ways, a.way("route of the virtual network", p.String(), hopLocal, bySystem))
	}
	for _, other := range n.Subnets {
		if len(n.AddressSpace) == 0 && other.Prefix.IsValid() {
			ways = append(ways, a.way("route of the virtual network", other.Prefix.String(), hopLocal, bySystem))
		}
	}
	ways = append(ways, a.way("route of the platform", "168.63.129.16", hopLocal, bySystem))
	for _, p := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} {
		w := a.way("route of private ranges", p, hopElsewhere, bySystem)
		ways = append(ways, w)
	}
	if s.BGPDefault && (s.RouteTable == nil || !s.RouteTable.WithoutBGP) {
		ways = append(ways, a.way("0.0.0.0/0 learned by BGP", "0.0.0.0/0", hopGateway, byBGP))
	}
	ways = append(ways, a.way("Azure's own route to the internet", "0.0.0.0/0", hopInternet, bySystem))
	slices.SortStableFunc(ways, func(x, y way) int {
		return cmp.Or(cmp.Compare(x.class(), y.class()), cmp.Compare(y.bits, x.bits), cmp.Compare(x.rank, y.rank), cmp.Compare(x.source, y.source))
	})
	return ways
}

// known is what is known of a route.
func (r Route) known() armnetwork.RoutePropertiesFormat {
	if r.Properties == nil {
		return armnetwork.RoutePropertiesFormat{}
	}
	return *r.Properties
}

// guess says that the route may lead packets elsewhere.
func (w *way) guess() string {
	return w.name + " may lead it elsewhere, and is not known: " + w.unknown
}

// hopOf spells a next hop as Azure does: exports may have other capitals.
func hopOf(name string) string {
	for _, hop := range armnetwork.PossibleRouteNextHopTypeValues() {
		if strings.EqualFold(string(hop), name) {
			return string(hop)
		}
	}
	return name
}

// endpointTag is the service tag whose prefixes a service endpoint routes.
func endpointTag(service string) string { return strings.TrimPrefix(service, "Microsoft.") }

// way makes a route to a prefix or a tag.
func (a *atlas) way(name, target, hop string, source int) way {
	w := way{name: name, hop: hop, source: source}
	if p, isPrefix := prefixOf(target); isPrefix {
		w.bits = p.Bits()
	} else {
		w.tag = true
		base, _, regional := strings.Cut(strings.ToLower(target), ".")
		if base == azureCloud {
			w.rank = 2
		}
		if !regional {
			w.rank++
		}
	}
	must, _ := a.areas(target)
	w.packets = product(box{protocol: allProtocols, sourcePort: allPorts, port: allPorts}, must, []area{{addresses: allAddresses}})
	return w
}

// class puts prefixes before tags, and 0.0.0.0/0, shorter than any prefix of a tag, last.
func (w *way) class() int {
	switch {
	case w.tag:
		return 1
	case w.bits == 0:
		return 2
	}
	return 0
}

// lead splits an outbound space by the routes that its packets take. Where a
// prefix and a tag compete the longer one wins, and how long those of a tag are
// is not known: such packets stand in two parts.
func lead(ways []way, s space) []led {
	var tags, contested space
	for i := range ways {
		if ways[i].tag {
			tags = tags.union(ways[i].packets)
		}
	}
	var parts []led
	for i := range ways {
		w := &ways[i]
		match := s.intersect(w.packets)
		s = s.minus(match)
		switch {
		case w.tag:
			won := contested.intersect(w.packets)
			contested = contested.minus(won)
			match = match.union(won)
		case w.bits > 0 && w.bits < 32:
			contested = contested.union(match.intersect(tags))
		}
		if !match.empty() {
			parts = append(parts, led{match, w})
		}
	}
	return parts
}
