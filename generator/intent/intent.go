// Package intent reads an intent file: YAML text in, a typed and defaulted
// Intent out, with the place of every value kept beside it.
package intent

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/batchgen/batchgen/generator/azure"
)

// Intent is one intent file with every default filled in and every value
// checked for its form. Whether the parts fit together is for the plan to say.
type Intent struct {
	// Name is the prefix of every resource name.
	Name string
	// ResourceGroup that the template is deployed to, "" if not known.
	ResourceGroup string
	Region        azure.Region
	// Mode is Simplified or Classic; CloudService where Configuration asks for it.
	Mode azure.ModeID
	// OSFamily of the Cloud Services configuration, "" with virtual machines.
	OSFamily           string
	AcknowledgeRetired bool
	// ForcedTunneling is nil where internet traffic is not tunneled.
	ForcedTunneling *ForcedTunneling
	Network         Network
	Account         Account
	// Pools holds at least one pool, top-level defaults merged in.
	Pools []Pool
	// Environments, sorted by name.
	Environments []Environment
	// Tags, sorted by name.
	Tags     []Tag
	Suppress []Suppression
}

// Via is how a forced tunnel takes the internet traffic of the nodes.
type Via string

// The kinds of tunnel.
const (
	ViaGateway   Via = "gateway"
	ViaAppliance Via = "appliance"
	ViaBGP       Via = "bgp"
)

// ForcedTunneling sends the internet traffic of the nodes elsewhere.
type ForcedTunneling struct {
	Via Via
	// Address of the appliance; the zero Addr with another Via.
	Address netip.Addr
	// Inspect keeps the traffic to Azure's services on the tunnel too; false
	// ("direct") gives it routes of its own.
	Inspect bool
}

// Network is the virtual network that the nodes live in.
type Network struct {
	// AddressSpace is empty where the network exists and the intent does not say.
	AddressSpace []netip.Prefix
	// Subnet that the pools share.
	Subnet Subnet
	// HeadroomPercent is the room to grow in every computed node subnet.
	HeadroomPercent int
	// ExistingVNet and ExistingSubnet are resource IDs; at most one is given,
	// none for a new virtual network.
	ExistingVNet, ExistingSubnet ResourceID
	// DNSServers, empty for Azure's own.
	DNSServers       []netip.Addr
	RestrictedEgress bool
	// NATGateway is nil where there is none.
	NATGateway *NATGateway
	// PrivateEndpoints is nil where there are none.
	PrivateEndpoints *PrivateEndpoints
	PrivateDNSZones  PrivateDNSZones
}

// Subnet is what an intent may say of a subnet.
type Subnet struct {
	// Name, "" for the one that batchgen gives.
	Name string
	// Prefix, the zero Prefix where it is to be computed.
	Prefix netip.Prefix
}

// NATGateway is a NAT gateway, a new one unless Existing is given.
type NATGateway struct {
	Existing ResourceID
	// Zone is "" for none, else "1", "2" or "3".
	Zone string
	// IdleTimeoutMinutes is 0 where Azure's own shall hold.
	IdleTimeoutMinutes int
	// PublicIPs are existing ones; empty for a new one.
	PublicIPs []ResourceID
}

// Endpoint is something that a private endpoint can stand for.
type Endpoint string

// The private endpoints.
const (
	EndpointBatchAccount   Endpoint = "batchAccount"
	EndpointNodeManagement Endpoint = "nodeManagement"
	EndpointStorage        Endpoint = "storage"
)

// PrivateEndpoints are the private endpoints and the subnet that they get.
type PrivateEndpoints struct {
	For    []Endpoint
	Subnet Subnet
	// ExistingSubnet replaces Subnet, "" for a subnet of our own.
	ExistingSubnet ResourceID
}

// PrivateDNSZones says which private DNS zones the endpoints register in.
type PrivateDNSZones struct {
	// None leaves DNS to somebody else.
	None bool
	// Existing are central zones; empty for new ones.
	Existing []ResourceID
}

// Account is the Batch account.
type Account struct {
	// Name, "" for the computed default.
	Name     string
	Existing ResourceID
	// PublicNetworkAccess is true by default.
	PublicNetworkAccess bool
	AllowedIPs          []netip.Prefix
	UserSubscription    bool
	KeyVault            KeyVault
	Storage             Storage
	Identity            AccountIdentity
	// Diagnostics is the ID of a Log Analytics workspace, "" for none.
	Diagnostics ResourceID
}

// KeyVault of a user-subscription account: new, existing or (zero) not stated.
type KeyVault struct {
	New      bool
	Existing ResourceID
}

// Storage is the auto-storage of the account: new (the default), none or existing.
type Storage struct {
	None     bool
	Existing ResourceID
}

// AccountIdentity is the identity of the account: by default a new
// user-assigned one where something needs it.
type AccountIdentity struct {
	System, None bool
	Existing     ResourceID
}

// Pool is one pool, top-level defaults merged in.
type Pool struct {
	Name string
	OS   azure.OS
	// Nodes that the pool starts with, or its autoscale bounds.
	Nodes  Nodes
	VMSize string
	Image  Image
	// PublicIPs of the nodes.
	PublicIPs PublicIPs
	// RemoteAccess is the sources that may open SSH or RDP; empty for none.
	RemoteAccess           []Source
	InterNodeCommunication bool
	TasksCallBatch         bool
	Mounts                 []Mount
	TaskSlotsPerNode       int
	// OSDiskSizeGB is 0 where the image's own size shall hold.
	OSDiskSizeGB int
	Identities   []ResourceID
	// Containers is nil where the pool runs none.
	Containers *Containers
	// StartTask is nil where there is none.
	StartTask *StartTask
	// OwnSubnet tells that the pool does not share network.subnet.
	OwnSubnet bool
	// Subnet is what the intent says of the pool's own subnet.
	Subnet Subnet

	// index in the list of pools, -1 for the one pool of an intent without a list.
	index int
	// stated holds the keys that the pool says itself.
	stated map[string]bool
}

// Path returns the JSON pointer of a pool's key: at the pool where the pool
// says it itself, else at the top level, where its default is.
func (p Pool) Path(key string) string {
	if p.index < 0 || !p.stated[key] {
		return "/" + key
	}
	return p.Pointer() + "/" + key
}

// Nodes says how many nodes a pool has: fixed counts, or Autoscale.
type Nodes struct {
	Dedicated, Spot int
	// Autoscale is nil for fixed counts.
	Autoscale *Autoscale
}

// Largest returns the largest total that the pool can reach.
func (n Nodes) Largest() int {
	if a := n.Autoscale; a != nil {
		return a.Max + a.SpotMax
	}
	return n.Dedicated + n.Spot
}

// Autoscale holds the bounds of a pool that scales by a formula.
type Autoscale struct {
	Min, Max, SpotMax int
	// Formula, "" for batchgen's own.
	Formula string
	// Interval between two evaluations, in whole minutes; 0 in an environment
	// that does not say.
	Interval time.Duration
}

// Image is the image of the nodes: a row of the table, a marketplace image or
// an image of the user's own.
type Image struct {
	// Alias is a row of azure.Images; always set unless the image is explicit.
	Alias string
	// Publisher, Offer, SKU and Version of an explicit marketplace image.
	Publisher, Offer, SKU, Version string
	// ID of an own image.
	ID ResourceID
	// NodeAgent of an explicit image.
	NodeAgent string
}

// PublicIPs says where the public IP addresses of the nodes come from: Batch
// (the default), the user, or nowhere.
type PublicIPs struct {
	None bool
	// UserManaged are existing public IP addresses.
	UserManaged []ResourceID
}

// Source is where remote access may come from: a range or a service tag.
type Source struct {
	// Prefix is the zero Prefix for a tag.
	Prefix netip.Prefix
	Tag    string
}

// String returns the source as Azure writes it.
func (s Source) String() string {
	switch {
	case s.Tag != "":
		return s.Tag
	case s.Prefix.IsSingleIP():
		return s.Prefix.Addr().String()
	}
	return s.Prefix.String()
}

// MountKind is a file system that a pool can mount.
type MountKind string

// The mounts.
const (
	MountAzureFiles MountKind = "azureFiles"
	MountBlob       MountKind = "blob"
	MountNFS        MountKind = "nfs"
	MountSMB        MountKind = "smb"
)

// Mount is one file system of a pool. Fields that its kind lacks are zero.
type Mount struct {
	Kind MountKind
	// Account is the name of the storage account; AccountID its ID where the intent gives that.
	Account   string
	AccountID ResourceID
	// Share of Azure Files or SMB.
	Share     string
	Container string
	// Host is an IP address or a name, Addresses where that name leads.
	Host       string
	Addresses  []netip.Prefix
	ExportPath string
	User       string
	// At is where the mount appears on the node, defaulted.
	At       string
	Options  string
	ReadOnly bool
}

// Containers says that a pool runs containers.
type Containers struct {
	// Registries are login servers.
	Registries []string
	// Images to fetch beforehand.
	Images []string
}

// StartTask runs on every node before it takes tasks.
type StartTask struct {
	CommandLine string
	Elevated    bool
}

// Environment overrides values of the intent for one parameter file.
type Environment struct {
	Name string
	// Nodes, VMSize and Tags apply to every pool; nil, "" and empty where not given.
	Nodes  *Nodes
	VMSize string
	Tags   []Tag
	// Pools, sorted by name.
	Pools []PoolOverride
}

// PoolOverride is what an environment says of one pool.
type PoolOverride struct {
	Name   string
	Nodes  *Nodes
	VMSize string
}

// Tag is a resource tag.
type Tag struct {
	Name, Value string
}

// Suppression accepts a warning.
type Suppression struct {
	Code, Reason string
}

// Pointer returns the JSON pointer of the pool itself: its entry in the list,
// or the whole intent where the list is left out.
func (p Pool) Pointer() string {
	if p.index < 0 {
		return ""
	}
	return "/pools/" + strconv.Itoa(p.index)
}
