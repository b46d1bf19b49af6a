package plan

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// residents are the pools of a subnet.
func (p *planner) residents(s *Subnet) []*Pool {
	if s.Owner != nil {
		return []*Pool{s.Owner}
	}
	var pools []*Pool
	for _, pool := range p.plan.Pools {
		if pool.Subnet == s {
			pools = append(pools, pool)
		}
	}
	return pools
}

// needs is what the pools of a subnet ask of its rules and routes.
type needs struct {
	subnet *Subnet
	pools  []*Pool
	// callers by operating system, without repeats.
	callers map[azure.OS][]intent.Source
	// asked holds the triggers that apply.
	asked map[azure.Trigger]bool
}

// needsOf collects what the pools of a subnet ask for.
func (p *planner) needsOf(s *Subnet) needs {
	n := needs{subnet: s, pools: p.residents(s), callers: map[azure.OS][]intent.Source{}}
	any := func(f func(*intent.Pool) bool) bool {
		return slices.ContainsFunc(n.pools, func(pool *Pool) bool { return f(pool.in) })
	}
	for _, pool := range n.pools {
		for _, source := range pool.in.RemoteAccess {
			n.callers[pool.OS] = withCaller(n.callers[pool.OS], source)
		}
	}
	tunnel := p.in.ForcedTunneling
	windows := any(func(in *intent.Pool) bool { return in.OS == azure.Windows })
	restricted := p.in.Network.RestrictedEgress
	direct := tunnel != nil && !tunnel.Inspect && p.ownWayOut(n.pools)
	tasksCallBatch := any(func(in *intent.Pool) bool { return in.TasksCallBatch })
	callsBatch := p.callsNodeManagement(tasksCallBatch)
	n.asked = map[azure.Trigger]bool{
		azure.Always:                   true,
		azure.WhenRemoteAccess:         any(func(in *intent.Pool) bool { return slices.ContainsFunc(in.RemoteAccess, isRange) }),
		azure.WhenRemoteAccessTag:      any(func(in *intent.Pool) bool { return slices.ContainsFunc(in.RemoteAccess, isTag) }),
		azure.WhenInterNode:            any(func(in *intent.Pool) bool { return in.InterNodeCommunication }),
		azure.WhenTasksCallBatch:       tasksCallBatch,
		azure.WhenNodeManagement:       callsBatch,
		azure.WhenAutoStorage:          p.readsStorage() && !p.hasEndpoint(intent.EndpointStorage),
		azure.WhenPrivateEndpoints:     p.in.Network.PrivateEndpoints != nil,
		azure.WhenFileEndpoint:         any(p.mountsByEndpoint),
		azure.WhenAzureFiles:           any(p.mountsFiles),
		azure.WhenBlobMount:            any(p.mountsBlob),
		azure.WhenNFS:                  any(mounted(intent.MountNFS)),
		azure.WhenBlobByNFS:            any(p.mountsBlobByNFS),
		azure.WhenSMB:                  any(mounted(intent.MountSMB)),
		azure.WhenRestricted:           restricted,
		azure.WhenRestrictedActivation: restricted && tunnel != nil && windows,
		azure.WhenRestrictedDNS:        restricted && len(publicServers(p.in.Network.DNSServers)) > 0,
		azure.WhenRestrictedContainers: restricted && any(p.needsMicrosoftRegistry),
		azure.WhenRestrictedRegistry:   restricted && any(p.needsAzureRegistry),
		azure.WhenTunnelGateway:        tunnel != nil && tunnel.Via == intent.ViaGateway,
		azure.WhenTunnelAppliance:      tunnel != nil && tunnel.Via == intent.ViaAppliance,
		azure.WhenBatchDirect:          direct && (p.in.Mode == azure.Classic || callsBatch),
		azure.WhenActivationDirect:     direct && windows,
	}
	return n
}

// withCaller adds a source to a list unless the list covers it, and drops what
// it covers: a rule takes no overlapping ranges.
func withCaller(list []intent.Source, c intent.Source) []intent.Source {
	covers := func(a, b intent.Source) bool {
		if isTag(a) || isTag(b) {
			return strings.EqualFold(a.Tag, b.Tag)
		}
		return contains(a.Prefix, b.Prefix)
	}
	if slices.ContainsFunc(list, func(other intent.Source) bool { return covers(other, c) }) {
		return list
	}
	return append(slices.DeleteFunc(list, func(other intent.Source) bool { return covers(c, other) }), c)
}

func isRange(s intent.Source) bool { return s.Tag == "" }
func isTag(s intent.Source) bool   { return s.Tag != "" }

// callsNodeManagement reports whether nodes call the node management service at
// its public address: a nodeManagement endpoint replaces that, unless tasks
// call Batch and have no endpoint for it.
func (p *planner) callsNodeManagement(tasksCallBatch bool) bool {
	return !p.hasEndpoint(intent.EndpointNodeManagement) || tasksCallBatch && !p.hasEndpoint(intent.EndpointBatchAccount)
}

// readsStorage reports whether nodes use an auto-storage account. That of an
// existing account is taken to be there unless the intent says otherwise.
func (p *planner) readsStorage() bool {
	return p.plan.Storage != nil || p.in.Account.Existing != "" && !p.in.Account.Storage.None
}

// ownWayOut reports whether the nodes of the pools can use a route to the
// internet: they have public IP addresses or a NAT gateway. Without one such a
// route leads nowhere.
func (p *planner) ownWayOut(pools []*Pool) bool {
	if p.in.Network.NATGateway != nil {
		return true
	}
	return !slices.ContainsFunc(pools, func(pool *Pool) bool { return pool.in.PublicIPs.None })
}

// publicServers are the DNS servers outside of private ranges: the
// VirtualNetwork tag does not cover them.
func publicServers(servers []netip.Addr) []string {
	var public []string
	for _, s := range servers {
		if !s.IsPrivate() {
			public = append(public, s.String())
		}
	}
	return public
}

// holdsFor reports whether a row's mode, system and trigger apply to the subnet.
func (p *planner) holdsFor(n needs, modes []azure.ModeID, os azure.OS, when azure.Trigger) bool {
	if len(modes) > 0 && !slices.Contains(modes, p.in.Mode) {
		return false
	}
	if os != "" && !slices.ContainsFunc(n.pools, func(pool *Pool) bool { return pool.OS == os }) {
		return false
	}
	return n.asked[when]
}

// securityGroups walks the rule table for every subnet.
func (p *planner) securityGroups() {
	for _, s := range p.plan.Network.Subnets {
		n := p.needsOf(s)
		if s.Existing != "" {
			s.Required = p.required(n)
			continue
		}
		s.SecurityGroup.Name = p.resourceName(azure.NetworkSecurityGroup, s, "nsg")
		for _, row := range azure.NodeSubnetRules() {
			if p.holdsFor(n, row.Modes, row.OS, row.When) {
				s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, p.rules(n, row, s.SecurityGroup.Rules)...)
			}
		}
	}
}

// required is what the owner of an existing subnet must allow: the rules that a
// new one would get, without those that close it. What would be wrong with a
// rule of ours says nothing of theirs and is not reported.
func (p *planner) required(n needs) []Rule {
	rows := azure.NodeSubnetRules()
	if p.in.Mode == azure.CloudService {
		rows = azure.CloudServiceRules()
	}
	reported := len(p.list)
	var rules []Rule
	for _, row := range rows {
		if row.Access == armnetwork.SecurityRuleAccessAllow && p.holdsFor(n, row.Modes, row.OS, row.When) {
			rules = append(rules, p.rules(n, row, rules)...)
		}
	}
	p.list = p.list[:reported]
	return rules
}

// endpointSecurityGroup walks the rule table of the endpoints' subnet.
func (p *planner) endpointSecurityGroup() {
	s := p.plan.Network.EndpointSubnet
	if s == nil {
		return
	}
	s.SecurityGroup.Name = p.named(azure.NetworkSecurityGroup, p.in.Name+"-private-endpoints-nsg", generated)
	for _, row := range azure.EndpointSubnetRules() {
		if row.When == azure.WhenFileEndpoint && !slices.ContainsFunc(p.in.Pools, func(in intent.Pool) bool { return p.mountsByEndpoint(&in) }) {
			continue
		}
		rule := p.rule(needs{subnet: s}, row, row.Name, row.Priority, p.farEnd(needs{subnet: s}, row.Peer), nil)
		if row.Access == armnetwork.SecurityRuleAccessAllow {
			rule.Properties.DestinationAddressPrefix = new(s.Prefix().String())
		}
		s.SecurityGroup.Rules = append(s.SecurityGroup.Rules, rule)
	}
}

// rules makes the rules that a row stands for; before are those made already.
func (p *planner) rules(n needs, row azure.SecurityRule, before []Rule) []Rule {
	switch row.When {
	case azure.WhenRemoteAccess:
		var ranges []string
		for _, source := range n.callers[row.OS] {
			if isRange(source) {
				ranges = append(ranges, source.String())
			}
		}
		if len(ranges) == 0 { // the callers of the other system have ranges
			return nil
		}
		return []Rule{p.rule(n, row, row.Name, row.Priority, ranges, before)}
	case azure.WhenRemoteAccessTag:
		var rules []Rule
		for _, source := range n.callers[row.OS] {
			if isTag(source) {
				name := fmt.Sprintf(row.Name, strings.ReplaceAll(source.Tag, ".", ""))
				priority := row.Priority + int32(tagRules(before)+len(rules))
				if priority > row.Last {
					p.report(diag.TagPriorities(n.pools[0].in.Path("remoteAccess"), n.tags(), int(row.Last-row.Priority)+1))
					return rules
				}
				taken := func(r Rule) bool { return strings.EqualFold(r.Name, name) }
				if slices.ContainsFunc(rules, taken) {
					p.report(diag.TagNamesCollide(n.pools[0].in.Path("remoteAccess"), source.Tag, name))
				}
				rules = append(rules, p.rule(n, row, name, priority, []string{source.Tag}, before))
			}
		}
		return rules
	case azure.WhenNFS, azure.WhenSMB:
		return p.mountRules(n, row, before)
	case azure.WhenBlobMount, azure.WhenRestrictedRegistry:
		rule := p.rule(n, row, row.Name, row.Priority, p.farEnd(n, row.Peer), before)
		if covered(rule, before) {
			return nil
		}
		return []Rule{rule}
	}
	return []Rule{p.rule(n, row, row.Name, row.Priority, p.farEnd(n, row.Peer), before)}
}

// tags counts the service tags that remote access comes from.
func (n needs) tags() int {
	count := 0
	for _, sources := range n.callers {
		for _, source := range sources {
			if isTag(source) {
				count++
			}
		}
	}
	return count
}

// tagRules counts the rules that remote access by service tag has taken so far.
func tagRules(rules []Rule) int {
	count := 0
	for _, r := range rules {
		if strings.HasPrefix(r.Name, "AllowSshFrom") || strings.HasPrefix(r.Name, "AllowRdpFrom") {
			count++
		}
	}
	return count
}

// farEnd writes a row's peer as Azure writes it.
func (p *planner) farEnd(n needs, peer azure.Peer) []string {
	switch peer.Kind {
	case azure.PeerTag:
		return []string{peer.Tag}
	case azure.PeerRegionalTag:
		return []string{peer.Tag + "." + p.in.Region.TagSuffix}
	case azure.PeerSubnet:
		if !n.subnet.Prefix().IsValid() { // of an existing subnet
			return []string{"VirtualNetwork"}
		}
		return []string{n.subnet.Prefix().String()}
	case azure.PeerEndpoints:
		if s := p.plan.Network.EndpointSubnet; s != nil {
			return []string{s.Prefix().String()}
		}
		return []string{"VirtualNetwork"} // where an existing subnet lies is not known
	case azure.PeerActivation:
		var addresses []string
		for _, a := range p.plan.Cloud.ActivationAddresses {
			addresses = append(addresses, a.String())
		}
		return addresses
	case azure.PeerDNS:
		return publicServers(p.in.Network.DNSServers)
	case azure.PeerEverything:
		return []string{"0.0.0.0/0"}
	}
	return []string{"*"}
}

// rule fills the SDK's type from a row.
func (p *planner) rule(n needs, row azure.SecurityRule, name string, priority int32, far []string, before []Rule) Rule {
	near := []string{"*"}
	if row.Peer.Kind == azure.PeerSubnet {
		near = far
	}
	source, destination := near, far
	if row.Direction == armnetwork.SecurityRuleDirectionInbound {
		source, destination = far, near
	}
	why := row.Description
	if row.AfterAllow != "" && slices.ContainsFunc(before, func(r Rule) bool { return p.opens(r, row.Direction, n.subnet) }) {
		why = row.AfterAllow
	}
	properties := &armnetwork.SecurityRulePropertiesFormat{
		Description:          new(why),
		Priority:             new(priority),
		Direction:            new(row.Direction),
		Access:               new(row.Access),
		Protocol:             new(row.Protocol),
		SourcePortRange:      new("*"),
		DestinationPortRange: new(row.Ports),
	}
	properties.SourceAddressPrefix, properties.SourceAddressPrefixes = oneOrMany(source)
	properties.DestinationAddressPrefix, properties.DestinationAddressPrefixes = oneOrMany(destination)
	return Rule{Name: name, Properties: properties, Needed: row.Needed, Reason: Reason{Why: why, Doc: row.Doc}}
}

// opens reports whether a rule allows a flow of the direction across the border of the network.
func (p *planner) opens(r Rule, direction armnetwork.SecurityRuleDirection, s *Subnet) bool {
	if *r.Properties.Direction != direction || *r.Properties.Access != armnetwork.SecurityRuleAccessAllow {
		return false
	}
	far := r.Properties.DestinationAddressPrefix
	if direction == armnetwork.SecurityRuleDirectionInbound {
		far = r.Properties.SourceAddressPrefix
	}
	if far == nil {
		return true
	}
	endpoints := p.plan.Network.EndpointSubnet
	return *far != s.Prefix().String() && *far != "VirtualNetwork" && (endpoints == nil || *far != endpoints.Prefix().String())
}

// oneOrMany splits addresses over the two fields that Azure has for them.
func oneOrMany(addresses []string) (*string, []*string) {
	if len(addresses) == 1 {
		return &addresses[0], nil
	}
	many := make([]*string, len(addresses))
	for i := range addresses {
		many[i] = &addresses[i]
	}
	return nil, many
}
