package generator

import (
	"net/netip"
	"slices"

	"github.com/batchgen/batchgen/generator/audit"
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/verify"
)

// beyond says what is wrong, beyond flows, with the network that the intent gives
// and with what files show of what it calls existing.
func (s subject) beyond(shown audit.Inventory) []audit.Finding {
	setting := s.setting()
	setting.Intent = false
	for i, sub := range s.plan.Network.Subnets {
		if sub.Existing != "" {
			setting.Flows[string(sub.Existing)] = s.network.Subnets[i].Flows
		}
	}
	return append(s.findings(), audit.Findings(shown, setting)...)
}

// findings are those of the network that the intent gives.
func (s subject) findings() []audit.Finding { return audit.Findings(s.inventory(), s.setting()) }

func (s subject) setting() audit.Setting {
	setting := audit.Setting{Mode: s.intent.Mode, Region: s.intent.Region, Flows: map[string][]verify.Flow{}, Intent: true}
	setting.NoPublicIPs = !slices.ContainsFunc(s.intent.Pools, func(p intent.Pool) bool { return !p.PublicIPs.None })
	for _, sub := range s.network.Subnets {
		setting.Flows[sub.Name] = sub.Flows
	}
	return setting
}

// vnet is the ID of the network in the inventory of an intent, which has one alone.
const vnet = "the virtual network"

// inventory shows the network as files would. The names of the subnets, each
// unique, are the IDs of the subnets and of what they have of their own.
func (s subject) inventory() audit.Inventory {
	inventory := audit.Inventory{VirtualNetworks: []audit.VirtualNetwork{{
		ID: vnet, Name: vnet, Location: s.intent.Region.Name, AddressSpace: s.network.AddressSpace,
	}}}
	for _, sub := range s.network.Subnets {
		shown := audit.Subnet{
			ID: sub.Name, Name: sub.Name, VirtualNetwork: vnet, DefaultOutbound: sub.WayOut.DefaultOutbound, Unknown: sub.Unknown,
			ServiceEndpoints: sub.ServiceEndpoints,
		}
		if sub.Prefix.IsValid() {
			shown.Prefixes = []netip.Prefix{sub.Prefix}
		}
		if sub.WayOut.NATGateway {
			shown.NATGateway = "the NAT gateway"
		}
		if g := sub.SecurityGroup; g != nil {
			shown.SecurityGroup = sub.Name
			group := audit.SecurityGroup{ID: sub.Name, Name: "the security group of " + sub.Name, TiesKnown: true}
			for _, r := range g.Rules {
				group.Rules = append(group.Rules, audit.Rule{Rule: r})
			}
			inventory.SecurityGroups = append(inventory.SecurityGroups, group)
		}
		if t := sub.RouteTable; t != nil {
			shown.RouteTable = sub.Name
			table := audit.RouteTable{ID: sub.Name, Name: "the route table of " + sub.Name, WithoutBGP: t.WithoutBGP, TiesKnown: true}
			for _, r := range t.Routes {
				table.Routes = append(table.Routes, audit.Route{Route: r})
			}
			inventory.RouteTables = append(inventory.RouteTables, table)
		}
		inventory.Subnets = append(inventory.Subnets, shown)
	}
	inventory.Pools = s.pools()
	for _, z := range s.plan.Network.Zones {
		inventory.Zones = append(inventory.Zones, audit.Zone{Name: z.Name, Networks: []string{vnet}})
	}
	return inventory
}

func (s subject) pools() []audit.Pool {
	var pools []audit.Pool
	for i, p := range s.plan.Pools {
		if p.Subnet == nil { // of the retired configuration, in a network of its own kind
			continue
		}
		in := s.intent.Pools[i]
		shown := audit.Pool{
			Name: in.Name, Subnet: p.Subnet.Name, OS: string(in.OS), Nodes: -1, InterNode: in.InterNodeCommunication,
		}
		if in.PublicIPs.None {
			shown.PublicIPs = "NoPublicIPAddresses"
		}
		if slices.Contains([]azure.ModeID{azure.Simplified, azure.Classic}, s.intent.Mode) {
			shown.Mode = string(s.intent.Mode)
		}
		pools = append(pools, shown)
	}
	return pools
}
