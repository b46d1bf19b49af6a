package armmodel

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Asked is what an intent asks for, read from its YAML without the generator:
// a wrong default of the generator would show as a difference.
type Asked struct {
	// Raw is the whole intent.
	Raw           map[string]any
	Name          string
	ResourceGroup string
	// Mode is "simplified", "classic" or "cloudService".
	Mode  string
	Pools []*AskedPool
	// Tunnel is "" for none, else "gateway", "appliance" or "bgp".
	Tunnel, Appliance string
	Inspect           bool
	Restricted        bool
	DNSServers        []string
	// NAT is nil for none; a new NAT gateway has no "existing".
	NAT map[string]any
	// Endpoints lists the private endpoints; EndpointSubnet is the ID of an existing subnet for them.
	Endpoints      []string
	EndpointSubnet string
	// Zones is "new", "none" or "existing".
	Zones string
	// ExistingVNet, ExistingSubnet and ExistingAccount are resource IDs, "" for none.
	ExistingVNet, ExistingSubnet, ExistingAccount string
	// Open tells that the account may be reached from public networks.
	Open             bool
	AllowedIPs       []string
	UserSubscription bool
	// KeyVault is "", "new" or an ID; Storage is "new", "none" or an ID.
	KeyVault, Storage string
	// Identity of the account: "", "system", "none" or an ID.
	Identity    string
	Diagnostics string
	Tags        map[string]any

	region region
	// scalars are all strings of the intent in lower case, and addresses those that are addresses.
	scalars   []string
	addresses []netip.Prefix
}

// AskedPool is one pool with the defaults of the top level.
type AskedPool struct {
	Name, OS, VMSize             string
	Dedicated, Spot              int
	Autoscale                    map[string]any
	NoPublicIPs                  bool
	PublicIPs                    []string
	Remote                       []string
	InterNode, TasksCallBatch    bool
	Mounts                       []any
	Slots, DiskSize              int
	Identities                   []string
	Image, Containers, StartTask any
}

// largest is the largest number of nodes that the pool can reach.
func (p *AskedPool) largest() int {
	if p.Autoscale != nil {
		top, _ := number(p.Autoscale, "max")
		spot, _ := number(p.Autoscale, "spotMax")
		return top + spot
	}
	return p.Dedicated + p.Spot
}

// Ask reads an intent that the generator accepts.
func Ask(source []byte) (*Asked, error) {
	var parsed map[string]any
	if err := yaml.Unmarshal(source, &parsed); err != nil {
		return nil, err
	}
	// Through JSON, so that numbers are the same type as in templates.
	text, err := json.Marshal(parsed)
	if err != nil {
		return nil, err
	}
	raw := map[string]any{}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, err
	}
	network, account := At(raw, "network"), At(raw, "account")
	a := &Asked{
		Raw: raw, Name: or(Text(raw, "name"), "batch"), ResourceGroup: Text(raw, "resourceGroup"),
		Mode:            or(Text(raw, "mode"), "simplified"),
		Restricted:      Text(network, "egress") == "restricted",
		DNSServers:      texts(network, "dnsServers"),
		ExistingVNet:    Text(network, "vnet", "existing"),
		ExistingSubnet:  Text(network, "vnet", "existingSubnet"),
		ExistingAccount: Text(account, "existing"),
		Open:            At(account, "publicNetworkAccess") != false,
		AllowedIPs:      texts(account, "allowedIPs"),
		KeyVault:        Text(account, "keyVault"), Storage: or(Text(account, "storage"), "new"),
		Identity: Text(account, "identity"), Diagnostics: Text(account, "diagnostics"),
		UserSubscription: Text(account, "poolAllocationMode") == "userSubscription",
		Zones:            or(Text(network, "privateDnsZones"), "new"),
		Tags:             Object(raw, "tags"),
	}
	if Text(raw, "configuration") == "cloudService" {
		a.Mode = "cloudService"
	}
	if Object(network, "privateDnsZones") != nil {
		a.Zones = "existing"
	}
	var known bool
	if a.region, known = regionOf(Text(raw, "region")); !known {
		return nil, fmt.Errorf("no such region: %v", At(raw, "region"))
	}
	switch tunnel := At(raw, "forcedTunneling").(type) {
	case bool:
		if tunnel {
			a.Tunnel = "gateway"
		}
	case map[string]any:
		a.Tunnel, a.Appliance = Text(tunnel, "via"), Text(tunnel, "address")
		a.Inspect = Text(tunnel, "serviceTraffic") == "inspect"
	}
	switch nat := At(network, "natGateway").(type) {
	case bool:
		if nat {
			a.NAT = map[string]any{}
		}
	case map[string]any:
		a.NAT = nat
	}
	endpoints := At(network, "privateEndpoints")
	a.Endpoints = append(texts(endpoints), texts(endpoints, "for")...)
	a.EndpointSubnet = Text(endpoints, "subnet", "existing")
	pools := List(raw, "pools")
	if pools == nil {
		pools = []any{map[string]any{"name": "pool"}}
	}
	for _, p := range pools {
		a.Pools = append(a.Pools, askPool(raw, p))
	}
	eachText(raw, func(s string) {
		a.scalars = append(a.scalars, strings.ToLower(s))
		if p, ok := prefixOf(s); ok {
			a.addresses = append(a.addresses, p)
		}
	})
	return a, nil
}

func askPool(raw map[string]any, pool any) *AskedPool {
	key := func(name string) any {
		if v, ok := Object(pool)[name]; ok {
			return v
		}
		return raw[name]
	}
	p := &AskedPool{
		Name: Text(pool, "name"), OS: plain(key("os")), VMSize: "Standard_D4s_v5", Slots: 1,
		NoPublicIPs: key("publicIPs") == "none", PublicIPs: texts(key("publicIPs"), "userManaged"),
		Remote: texts(key("remoteAccess"), "from"), InterNode: key("interNodeCommunication") == true,
		TasksCallBatch: key("tasksCallBatch") == true, Identities: texts(key("identities")),
		Mounts: List(key("mounts")), Image: key("image"), StartTask: key("startTask"),
	}
	if size, ok := key("vmSize").(string); ok {
		p.VMSize = size
	}
	if containers := key("containers"); containers != false {
		p.Containers = containers
	}
	if n, ok := number(key("taskSlotsPerNode")); ok {
		p.Slots = n
	}
	p.DiskSize, _ = number(key("osDiskSizeGB"))
	nodes := key("nodes")
	if n, ok := number(nodes); ok {
		p.Dedicated = n
	}
	if n, ok := number(nodes, "dedicated"); ok {
		p.Dedicated = n
	}
	p.Spot, _ = number(nodes, "spot")
	p.Autoscale = Object(nodes, "autoscale")
	return p
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// endpoint reports whether a private endpoint is asked for.
func (a *Asked) endpoint(name string) bool { return slices.Contains(a.Endpoints, name) }

// pool returns what is asked of a pool, nil for a pool that nobody asked for.
func (a *Asked) pool(name string) *AskedPool {
	for _, p := range a.Pools {
		if strings.EqualFold(p.Name, name) {
			return p
		}
	}
	return nil
}

// subscription is the one that the deployment goes to, as far as the intent shows it.
func (a *Asked) subscription() string {
	for _, id := range []string{a.ExistingAccount, a.ExistingVNet, a.ExistingSubnet} {
		if segments := strings.Split(id, "/"); len(segments) > 2 {
			return segments[2]
		}
	}
	return "00000000-0000-0000-0000-000000000000"
}

// prefixOf reads an address or a range; an address is a range of one.
func prefixOf(s string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), true
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	return netip.Prefix{}, false
}
