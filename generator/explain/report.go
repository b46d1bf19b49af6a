// Package explain tells in words what a plan holds: why each part is there and
// which document asks for it, what Azure adds by itself, what somebody still
// has to do, and what a firewall must let pass. It decides nothing.
package explain

import (
	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// SchemaVersion is that of the JSON of reports and allowlists; it grows when a
// reader of the old form would misread the new one.
const SchemaVersion = 1

// Report is all that there is to say of a deployment. It is a function of the
// intent alone: retirements are listed with their dates, never compared with a day.
type Report struct {
	SchemaVersion int    `json:"schemaVersion"`
	Name          string `json:"name"`
	Summary       string `json:"summary"`
	Region        string `json:"region"`
	Cloud         string `json:"cloud"`
	Mode          string `json:"mode"`
	// Network is the virtual network.
	Network Network `json:"network"`
	Pools   []Pool  `json:"pools"`
	// Parts are what is not of the subnets: gateways, endpoints, identities, account.
	Parts []Part `json:"parts"`
	// Quotas to have before the first node starts.
	Quotas []Quota `json:"quotas"`
	// Fixed is what cannot be changed later.
	Fixed []Note `json:"fixed"`
	// Roles are assigned by the deployment, Grants by somebody.
	Roles  []Role  `json:"roles"`
	Grants []Grant `json:"grants"`
	// Permissions are what whoever deploys must have.
	Permissions []Note `json:"permissions"`
	// Parameters are those without a default.
	Parameters []Parameter `json:"parameters"`
	// Literals are values that would be parameters if there were not so many.
	Literals []Note `json:"literals"`
	// Names must resolve at the DNS servers of the network.
	Names       []Note       `json:"names"`
	Retirements []Retirement `json:"retirements"`
	// Notes are what is not generated and what to look after.
	Notes []Note `json:"notes"`
}

// Source is a document.
type Source struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// URL is "" where the document has no public address.
	URL string `json:"url,omitempty"`
}

// Note is a sentence with its source. Title may be "".
type Note struct {
	Title  string `json:"title,omitempty"`
	Text   string `json:"text"`
	Source Source `json:"source"`
}

// Part is a resource with the reason why it is there.
type Part struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Existing is the ID of one that is there already, "" for a new one.
	Existing string `json:"existing,omitempty"`
	Note     string `json:"note,omitempty"`
	Why      string `json:"why"`
	Source   Source `json:"source"`
}

// Network is the virtual network with its subnets.
type Network struct {
	Name         string   `json:"name"`
	Existing     string   `json:"existing,omitempty"`
	AddressSpace []string `json:"addressSpace"`
	DNSServers   []string `json:"dnsServers"`
	Subnets      []Subnet `json:"subnets"`
}

// Subnet is a subnet with its rules and routes.
type Subnet struct {
	Name string `json:"name"`
	// Prefix is "" for an existing subnet whose prefix is not known.
	Prefix   string `json:"prefix,omitempty"`
	Existing string `json:"existing,omitempty"`
	// Endpoints tells that it holds private endpoints and no nodes.
	Endpoints bool     `json:"endpoints,omitempty"`
	Pools     []string `json:"pools"`
	// DefaultOutboundAccess and ServiceEndpoints as the subnet has them.
	DefaultOutboundAccess bool     `json:"defaultOutboundAccess"`
	ServiceEndpoints      []string `json:"serviceEndpoints,omitempty"`
	Why                   string   `json:"why"`
	Source                Source   `json:"source"`
	Sizing                Sizing   `json:"sizing"`
	// SecurityGroup is "" for an existing subnet.
	SecurityGroup string `json:"securityGroup,omitempty"`
	// Rules of the NSG; of an existing subnet what it must allow.
	Rules []Rule `json:"rules"`
	// ByAzure is what Azure adds at the level of network interfaces.
	ByAzure string `json:"byAzure,omitempty"`
	// RouteTable is "" where there is none.
	RouteTable  string  `json:"routeTable,omitempty"`
	Routes      []Route `json:"routes"`
	Propagation *Note   `json:"propagation,omitempty"`
}

// Sizing is the arithmetic of a subnet. Every number counts addresses.
type Sizing struct {
	Nodes           int  `json:"nodes"`
	Headroom        int  `json:"headroom"`
	HeadroomPercent int  `json:"headroomPercent"`
	Reserved        int  `json:"reserved"`
	Holds           int  `json:"holds"`
	Given           bool `json:"given"`
	// Words is the arithmetic as a sentence.
	Words string `json:"words"`
}

// Rule is a rule of a network security group.
type Rule struct {
	Name         string   `json:"name"`
	Priority     int      `json:"priority"`
	Direction    string   `json:"direction"`
	Access       string   `json:"access"`
	Protocol     string   `json:"protocol"`
	Ports        string   `json:"ports"`
	Sources      []string `json:"sources"`
	Destinations []string `json:"destinations"`
	// Needed tells that Batch cannot work without it.
	Needed bool   `json:"needed"`
	Why    string `json:"why"`
	Source Source `json:"source"`
	// ByAzure is what Batch adds beside it by itself, "" for nothing.
	ByAzure string `json:"byAzure,omitempty"`
}

// Route is a route.
type Route struct {
	Name    string `json:"name"`
	Prefix  string `json:"prefix"`
	NextHop string `json:"nextHop"`
	Address string `json:"address,omitempty"`
	Why     string `json:"why"`
	Source  Source `json:"source"`
}

// Pool is a pool with what Batch creates for it.
type Pool struct {
	Name      string   `json:"name"`
	OS        string   `json:"os"`
	VMSize    string   `json:"vmSize"`
	Nodes     string   `json:"nodes"`
	Subnet    string   `json:"subnet"`
	PublicIPs string   `json:"publicIPs"`
	Identity  []string `json:"identities"`
	// Dedicated and Spot are the most nodes that it reaches, environments included.
	Dedicated int `json:"dedicated"`
	Spot      int `json:"spot"`
	// What Batch creates by itself at that size.
	LoadBalancers  int `json:"loadBalancers"`
	PublicIPCount  int `json:"publicIPAddresses"`
	SecurityGroups int `json:"securityGroups"`
	// Remote says how SSH or RDP reaches the nodes, nil for not.
	Remote *Note `json:"remoteAccess,omitempty"`
}

// Quota is a limit that the deployment needs room in.
type Quota struct {
	Name string `json:"name"`
	// Needs is how much; Limit the number that Azure starts with or ends at, 0
	// where it is the subscription's own.
	Needs  int    `json:"needs"`
	Limit  int    `json:"limit,omitempty"`
	Unit   string `json:"unit"`
	Note   string `json:"note,omitempty"`
	Source Source `json:"source"`
}

// Role is a role assignment of the deployment.
type Role struct {
	Role     string `json:"role"`
	Identity string `json:"identity"`
	On       string `json:"on"`
	Why      string `json:"why"`
	Source   Source `json:"source"`
}

// Grant is a role that somebody has to assign.
type Grant struct {
	Role     string `json:"role"`
	Identity string `json:"identity"`
	On       string `json:"on"`
	// Command is the call of the Azure CLI that assigns it; angle brackets
	// stand around what is not known.
	Command string `json:"command"`
	Why     string `json:"why"`
	Source  Source `json:"source"`
}

// Parameter is a parameter without a default.
type Parameter struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Secret      bool   `json:"secret"`
}

// Retirement is something in use that Azure ends or has ended.
type Retirement struct {
	What string `json:"what"`
	// Date is the day of the end, "" where none is published here.
	Date      string `json:"date,omitempty"`
	Successor string `json:"successor,omitempty"`
	Source    Source `json:"source"`
}

// New reports on the plan of an intent.
func New(in intent.Intent, p plan.Plan) Report {
	e := explainer{in: in, plan: p}
	return Report{
		SchemaVersion: SchemaVersion,
		Name:          p.Name,
		Summary:       p.Summary,
		Region:        p.Region.DisplayName,
		Cloud:         p.Cloud.DisplayName,
		Mode:          p.Mode.Title,
		Network:       e.network(),
		Pools:         e.pools(),
		Parts:         e.parts(),
		Quotas:        e.quotas(),
		Fixed:         e.fixed(),
		Roles:         e.roles(),
		Grants:        e.grants(),
		Permissions:   e.permissions(),
		Parameters:    e.parameters(),
		Literals:      e.literals(),
		Names:         e.names(),
		Retirements:   e.retirements(),
		Notes:         e.notes(),
	}
}

// explainer holds what a report is made from.
type explainer struct {
	in   intent.Intent
	plan plan.Plan
}

// SourceOf turns the short name of a document into what readers can look up.
func SourceOf(id azure.Doc) Source {
	d, _ := azure.DocumentOf(id)
	return Source{ID: string(id), Title: d.Title, URL: d.URL}
}

// Cell is the document in a table.
func (s Source) Cell() Cell { return Cell{Text: s.Title, URL: s.URL} }
