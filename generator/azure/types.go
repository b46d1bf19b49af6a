// Package azure holds the facts about Azure that batchgen works from, as rows,
// each with the document that it comes from. Code elsewhere walks the rows; a
// new region, image, rule or API version is a new row here and nothing else.
package azure

import (
	"net/netip"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/network/armnetwork/v9"
)

// Doc names a document that a row comes from: a short name of documents.go.
type Doc string

// Cloud is one of the Azure clouds with the names that differ between them.
type Cloud struct {
	ID          string // "public", "usgov", "china"
	Name        string // environment().name: "AzureCloud", …
	DisplayName string // "Azure public", "Azure US Government", "Azure China"
	BatchSuffix string // "batch.azure.com"
	// StorageSuffix has no leading dot: "core.windows.net".
	StorageSuffix  string
	KeyVaultSuffix string // "vault.azure.net"
	BatchZone      string // private DNS zone of both Batch endpoints
	KeyVaultZone   string
	RegistrySuffix string // container registry login servers: "azurecr.io"
	LoginHost      string
	ManagementHost string
	// TokenAudience is what Entra tokens for the Batch service are made for.
	TokenAudience string
	// ActivationHosts and ActivationAddresses are the Windows KMS servers (TCP 1688).
	ActivationHosts     []string
	ActivationAddresses []netip.Addr
	// TagRoutesPublished tells whether the published tag file lists the Batch
	// tag for route tables (it does not in China).
	TagRoutesPublished bool
	// RegistryTags tells whether Microsoft's own container registry has service tags.
	RegistryTags bool
	// Spot tells whether spot nodes are offered.
	Spot bool
	Doc  Doc
}

// Region is one Azure region.
type Region struct {
	Name        string // ARM name, "westeurope"
	DisplayName string // "West Europe"
	Cloud       string // Cloud.ID
	// TagSuffix is what follows "BatchNodeManagement." and "Storage.".
	TagSuffix string
	// ListName is what the published tag list and the AzureCloud tags call the
	// region where that is not its name, "germanywc"; no tag of Batch or Storage ends so.
	ListName string
	// Zones tells whether the region has availability zones.
	Zones bool
	Pair  string // paired region, "" if none
	// Simplified tells whether the region offers simplified node communication.
	Simplified bool
	// Access is "" (open), "restricted" (on request) or "invitation".
	Access string
	// Retired is the row of the retirement table that ended Batch there, "" if none.
	Retired RetirementID
	Doc     Doc
}

// OS is the operating system family of a pool.
type OS string

// The operating systems.
const (
	Linux   OS = "linux"
	Windows OS = "windows"
)

// ModeID names a node communication mode, or the retired configuration that
// has rules of its own.
type ModeID string

// The modes.
const (
	Simplified   ModeID = "simplified"
	Classic      ModeID = "classic"
	CloudService ModeID = "cloudService"
)

// Mode is a node communication mode with the API versions that can express it.
type Mode struct {
	ID    ModeID
	Title string // "simplified node communication"
	// AccountAPIVersion and PoolAPIVersion are those of Microsoft.Batch.
	AccountAPIVersion, PoolAPIVersion string
	// PoolVersionNote says why the pool's version is not the newest, "" if it is.
	PoolVersionNote string
	// PoolVersionRetired is the row that ends the pool's version, "" where none is announced.
	PoolVersionRetired RetirementID
	// PoolIdentity tells whether pools take identities.
	PoolIdentity bool
	// PoolTags tells whether the pool's version takes tags.
	PoolTags bool
	// TargetMode is the value of targetNodeCommunicationMode, "" where the pool
	// is written without that property.
	TargetMode string
	Retired    RetirementID
	Doc        Doc
}

// RetirementID names a row of the retirement table.
type RetirementID string

// RetirementKind says what a row of the retirement table ends.
type RetirementKind string

// Kinds of retirements. The first group stops an intent that uses the thing
// (unless it acknowledges that), the second is information only.
const (
	RetiredMode          RetirementKind = "mode"
	RetiredConfiguration RetirementKind = "configuration"
	RetiredRegion        RetirementKind = "region"
	RetiredVMFamily      RetirementKind = "VM family"
	RetiredImage         RetirementKind = "image"
	RetiredAgent         RetirementKind = "node agent"

	RetiredAPIVersion RetirementKind = "API version"
	RetiredFeature    RetirementKind = "feature"
)

// Retirement is something that Azure ends or has ended.
type Retirement struct {
	ID   RetirementID
	Kind RetirementKind
	// What is the thing in words: "classic node communication".
	What string
	// Date is the day of the end; the zero time where none is published.
	Date time.Time
	// Successor is what to use instead, "" if nothing was named.
	Successor string
	Doc       Doc
}

// Trigger says what in an intent asks for a rule or route.
type Trigger string

// The triggers.
const (
	Always                   Trigger = "always"
	WhenRemoteAccess         Trigger = "remoteAccess from ranges"
	WhenRemoteAccessTag      Trigger = "remoteAccess from a service tag"
	WhenInterNode            Trigger = "interNodeCommunication"
	WhenTasksCallBatch       Trigger = "tasksCallBatch"
	WhenNodeManagement       Trigger = "no nodeManagement endpoint"
	WhenAutoStorage          Trigger = "auto-storage"
	WhenFileEndpoint         Trigger = "a private endpoint of file shares"
	WhenPrivateEndpoints     Trigger = "network.privateEndpoints"
	WhenAzureFiles           Trigger = "mounts: azureFiles"
	WhenBlobMount            Trigger = "mounts: blob"
	WhenNFS                  Trigger = "mounts: nfs"
	WhenBlobByNFS            Trigger = "mounts: nfs from blob storage"
	WhenSMB                  Trigger = "mounts: smb"
	WhenRestricted           Trigger = "network.egress: restricted"
	WhenRestrictedActivation Trigger = "restricted egress, forced tunneling and Windows"
	WhenRestrictedDNS        Trigger = "restricted egress and public DNS servers"
	WhenRestrictedContainers Trigger = "restricted egress and containers from elsewhere than Azure container registries"
	WhenRestrictedRegistry   Trigger = "restricted egress and Azure container registries"
	WhenTunnelGateway        Trigger = "forcedTunneling: gateway"
	WhenTunnelAppliance      Trigger = "forcedTunneling: appliance"
	WhenBatchDirect          Trigger = "forced tunneling, direct service traffic"
	WhenActivationDirect     Trigger = "forced tunneling, direct service traffic, Windows"
)

// PeerKind says what stands at the far end of a rule or route.
type PeerKind string

// The kinds of far ends.
const (
	PeerAny         PeerKind = "any"             // *
	PeerTag         PeerKind = "service tag"     // Peer.Tag as it is
	PeerRegionalTag PeerKind = "regional tag"    // Peer.Tag + "." + region's suffix
	PeerCallers     PeerKind = "callers"         // remoteAccess.from
	PeerSubnet      PeerKind = "own subnet"      // the node subnet itself
	PeerEndpoints   PeerKind = "endpoint subnet" // the private endpoints' subnet
	PeerActivation  PeerKind = "KMS addresses"
	PeerDNS         PeerKind = "DNS servers"
	PeerMountServer PeerKind = "mount server"
	PeerEverything  PeerKind = "0.0.0.0/0"
)

// Peer is the far end of a rule or route.
type Peer struct {
	Kind PeerKind
	Tag  string
}

// SecurityRule is a row of the rules of a node subnet's NSG (or of the private
// endpoint subnet's). Name and Priority are fixed: a new row never renumbers
// another.
type SecurityRule struct {
	Name     string
	Priority int32 // 100 to 4096; of numbered rules the first
	// Last is the last priority of a numbered or per-tag rule, 0 for a single rule.
	Last      int32
	Direction armnetwork.SecurityRuleDirection
	Access    armnetwork.SecurityRuleAccess
	Protocol  armnetwork.SecurityRuleProtocol
	// Ports of the destination: one port, a range, or "*"; several with commas
	// between them in the Cloud Services rows, which are for reports alone.
	Ports string
	Peer  Peer
	// Modes that the row belongs to; empty for every mode.
	Modes []ModeID
	// OS that the row belongs to; "" for both.
	OS   OS
	When Trigger
	// Description is the rule's own text, one sentence.
	Description string
	// AfterAllow replaces Description where an allow rule of the same
	// direction stands before it; "" if it never differs.
	AfterAllow string
	// Needed tells that Batch cannot work without the flow, as against one that the intent asks for.
	Needed bool
	Doc    Doc
}

// Route is a row of the routes that forced tunneling brings.
type Route struct {
	// Name of the route; %d stands for the number of a numbered one.
	Name string
	Peer Peer
	Hop  armnetwork.RouteNextHopType
	// Modes and OS as for SecurityRule.
	Modes       []ModeID
	OS          OS
	When        Trigger
	Description string
	Doc         Doc
}

// Image is a marketplace image that the intent can name by an alias.
type Image struct {
	Alias            string
	OS               OS
	Default          bool
	Publisher, Offer string
	// SKU boots generation 2, SKUGen1 generation 1; "" where there is none.
	SKU, SKUGen1 string
	NodeAgent    string
	Retired      RetirementID
	// Containers tells whether the image brings a container runtime that Batch supports.
	Containers bool
	Doc        Doc
}

// NodeAgent is a node agent SKU that an explicit image may name.
type NodeAgent struct {
	Name    string
	OS      OS
	Retired RetirementID
	Doc     Doc
}

// VMFamily is a VM size family with an end or a peculiarity.
type VMFamily struct {
	Name string
	// Pattern is a regular expression on the lower-cased size without "standard_".
	Pattern string
	// Generation1Only families need the Gen1 SKU of an image.
	Generation1Only bool
	// NoDiskEncryption families (Basic, A) refuse disk encryption targets.
	NoDiskEncryption bool
	// Unsupported families were never offered by Batch.
	Unsupported bool
	// ClosedToNew families cannot be deployed by new subscriptions since 2026-07-31.
	ClosedToNew bool
	Retired     RetirementID
	Doc         Doc
}

// Role is a built-in role.
type Role struct {
	// Symbol is the name of the variable that holds its ID: "storageBlobDataContributor".
	Symbol string
	Name   string // "Storage Blob Data Contributor"
	ID     string // GUID
	Doc    Doc
}

// AddressRange is a range that an address space must not touch, or may.
type AddressRange struct {
	Prefix netip.Prefix
	Note   string
	Doc    Doc
}
