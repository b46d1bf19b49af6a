package main

// bug is a wrong version of batchgen: one small replacement in one file.
type bug struct {
	// title says what is wrong with it.
	title string
	// file is relative to the root of the module, with slashes.
	file string
	// from stands in the file exactly once, and to takes its place.
	from, to string
	// packages have the tests that are to notice.
	packages []string
}

const (
	rowsFile    = "generator/azure/rules.go"
	subnetsFile = "generator/plan/subnets.go"
	rulesFile   = "generator/plan/rules.go"
)

var (
	planTests   = []string{"./generator/plan"}
	azureTests  = []string{"./generator/azure"}
	verifyTests = []string{"./generator/verify"}
	wholeTests  = []string{"./golden/..."}
)

// bugs are grouped by the step that they spoil.
var bugs = []bug{
	// Facts.
	{
		"the Storage tag is that of another service", rowsFile,
		`Peer{Kind: PeerRegionalTag, Tag: "Storage"}`, `Peer{Kind: PeerRegionalTag, Tag: "Sql"}`, planTests,
	},
	{
		"the rule of classic mode opens one port of the two", rowsFile,
		`Ports: "29876-29877"`, `Ports: "29876"`, planTests,
	},
	{
		"the rule of simplified mode stands in classic mode instead", rowsFile,
		`Modes: simplified, When: WhenNodeManagement`, `Modes: classic, When: WhenNodeManagement`, planTests,
	},
	{
		"the deny to the internet comes before what it must not stop", rowsFile,
		`Name: "DenyInternetOutbound", Priority: 4096`, `Name: "DenyInternetOutbound", Priority: 105`, planTests,
	},
	{
		"the subnet of the private endpoints is left open", rowsFile,
		`Name: "DenyAllInbound", Priority: 4096, Direction: inbound, Access: deny`,
		`Name: "DenyAllInbound", Priority: 4096, Direction: inbound, Access: allow`, planTests,
	},
	{
		"the route past the tunnel drops the replies to Batch", rowsFile,
		"Peer: batchService, Hop: armnetwork.RouteNextHopTypeInternet,\n\t\tModes: classic",
		"Peer: batchService, Hop: armnetwork.RouteNextHopTypeNone,\n\t\tModes: classic", planTests,
	},
	{
		"SSH is opened on another port", rowsFile,
		"Name: \"AllowSshInbound\", Priority: 200, Direction: inbound, Access: allow,\n\t\tProtocol: tcp, Ports: \"22\"",
		"Name: \"AllowSshInbound\", Priority: 200, Direction: inbound, Access: allow,\n\t\tProtocol: tcp, Ports: \"2222\"", planTests,
	},
	{
		"a subnet is taken to keep four addresses, not five", "generator/azure/limits.go",
		`"addresses that Azure keeps in a subnet", 5`, `"addresses that Azure keeps in a subnet", 4`, azureTests,
	},
	{
		"a classic pool is written in a version that has no such mode", "generator/azure/modes.go",
		`PoolAPIVersion: "2024-07-01"`, `PoolAPIVersion: "2025-06-01"`, azureTests,
	},
	{
		"a classic pool does not ask for its mode", "generator/azure/modes.go",
		`TargetMode:         "Classic"`, `TargetMode:         ""`, wholeTests,
	},
	{
		"one digit of a role's ID is wrong", "generator/azure/roles.go",
		"ba92f5b4-2d11-453d-a403-e96b0029c9fe", "ba92f5b4-2d11-453d-a403-e96b0029c9ff", azureTests,
	},
	{
		"the tag of a region has its words in another order", "generator/azure/regions.go",
		`TagSuffix: "FranceCentral"`, `TagSuffix: "CentralFrance"`, azureTests,
	},
	{
		"storage in China has the suffix of the public cloud", "generator/azure/clouds.go",
		`StorageSuffix: "core.chinacloudapi.cn"`, `StorageSuffix: "core.windows.net"`, azureTests,
	},

	// Decisions.
	{
		"a subnet is one bit too small", subnetsFile,
		"32-bits.Len(uint(addresses-1))", "33-bits.Len(uint(addresses-1))", planTests,
	},
	{
		"a subnet has no headroom", subnetsFile,
		"prefixBits(s.Nodes + s.Headroom + s.Reserved)", "prefixBits(s.Nodes + s.Reserved)", planTests,
	},
	{
		"headroom is rounded down", subnetsFile,
		"(s.Nodes*s.HeadroomPercent + 99) / 100", "s.Nodes * s.HeadroomPercent / 100", planTests,
	},
	{
		"two subnets may overlap", subnetsFile,
		"if other.subnet.Prefix().Overlaps(prefix) {", "if other.subnet.Prefix() == prefix {", planTests,
	},
	{
		"subnets keep Azure's default way out", subnetsFile,
		"DefaultOutboundAccess: new(false)", "DefaultOutboundAccess: new(true)", planTests,
	},
	{
		"rules do not hold for private endpoints", subnetsFile,
		"EndpointNetworkPoliciesNetworkSecurityGroupEnabled)", "EndpointNetworkPoliciesDisabled)", planTests,
	},
	{
		"source and destination are swapped", rulesFile,
		"source, destination := near, far", "source, destination := far, near", planTests,
	},
	{
		"a regional tag has the name of the region, not its suffix", rulesFile,
		`peer.Tag + "." + p.in.Region.TagSuffix`, `peer.Tag + "." + p.in.Region.Name`, planTests,
	},
	{
		"a node management endpoint does not close the public way", rulesFile,
		"return !p.hasEndpoint(intent.EndpointNodeManagement) ||", "return true ||", planTests,
	},
	{
		"routes learned by BGP lead past the appliance", "generator/plan/routes.go",
		"DisableBgpRoutePropagation: new(tunnel.Via == intent.ViaAppliance)",
		"DisableBgpRoutePropagation: new(tunnel.Via != intent.ViaAppliance)", planTests,
	},
	{
		"the zone of a storage endpoint is the public one", "generator/plan/endpoints.go",
		`Name: "privatelink." + service + "."`, `Name: service + "."`, planTests,
	},
	{
		"more warnings are suppressed than the intent accepts", "generator/generate.go",
		"func(s intent.Suppression) bool { return s.Code == d.Code }", "func(s intent.Suppression) bool { return s.Code[:3] == d.Code[:3] }",
		[]string{"./generator"},
	},

	// The template and its two languages.
	{
		"resources lose their tags", "generator/compose/compose.go",
		"\t\t\ttemplate.P(\"tags\", template.ParamRef(\"tags\")),\n", "", wholeTests,
	},
	{
		"an account takes keys again", "generator/compose/account.go",
		`template.Arr{template.Str("AAD")}`, `template.Arr{template.Str("AAD"), template.Str("SharedKey")}`, wholeTests,
	},
	{
		"subnets of an existing network are deployed all at once", "generator/compose/network.go",
		"r.DependsOn = []template.Dependency{children[len(children)-1]}\n", "", wholeTests,
	},
	{
		"what needs the output of a module does not wait for it", "generator/template/dependencies.go",
		"\tcase ModuleOutput:\n\t\tc.add(e.Module)\n", "", []string{"./generator/template", "./generator/arm"},
	},
	{
		"Bicep: the backslash is not escaped", "generator/bicep/quote.go",
		`case r == '\'' || r == '\\':`, `case r == '\'':`, []string{"./generator/bicep"},
	},
	{
		"Bicep: ${ of a text becomes an expression", "generator/bicep/quote.go",
		"dst = append(dst, `\\$`...)", "dst = append(dst, `$`...)", []string{"./generator/bicep"},
	},
	{
		"ARM JSON: a text in brackets becomes an expression", "generator/arm/expression.go",
		`return "[" + text`, `return text`, []string{"./generator/arm"},
	},
	{
		"ARM JSON: a quotation mark ends a string of an expression", "generator/arm/expression.go",
		`strings.ReplaceAll(text, "'", "''")`, `text`, []string{"./generator/arm"},
	},

	// Proof.
	{
		"verify takes rules in the order of the file", "generator/verify/rules.go",
		"return cmp.Compare(x.priority, y.priority)", "return 0 * cmp.Compare(x.priority, y.priority)", verifyTests,
	},
	{
		"verify takes every rule for one of all protocols", "generator/verify/rules.go",
		"protocol:   protocolsOf(text(p.Protocol))", "protocol:   allProtocols", verifyTests,
	},
	{
		"verify forgets the deny that Azure puts last", "generator/verify/rules.go",
		"make(last, 65500, armnetwork.SecurityRuleAccessDeny, anywhere, anywhere)",
		"make(last, 65500, armnetwork.SecurityRuleAccessAllow, anywhere, anywhere)", verifyTests,
	},
	{
		"verify does not know that a global tag holds its regional ones", "generator/verify/atlas.go",
		`outer == inner || strings.HasPrefix(inner, outer+".")`, "outer == inner", verifyTests,
	},
	{
		"verify takes the shorter prefix of two routes", "generator/verify/routes.go",
		"cmp.Compare(y.bits, x.bits)", "cmp.Compare(x.bits, y.bits)", verifyTests,
	},
	{
		"files: the plural of a rule's addresses is not read", "generator/audit/reader/rules.go",
		`e.several(IsPeer, "destinationAddressPrefixes", "destinationAddressPrefix")`,
		`e.several(IsPeer, "destinationAddressPrefix", "destinationAddressPrefix")`, []string{"./generator/audit/reader"},
	},
	{
		"files: each copy of a resource takes itself for the first", "generator/audit/armeval/resources.go",
		"loop{name: name, index: number(i)}", "loop{name: name, index: number(0)}", []string{"./generator/audit/armeval"},
	},

	// The command line.
	{
		"the exit status of a file that cannot be written is another", "cmd/batchgen/app.go",
		"exitIO     = 4", "exitIO     = 6", []string{"./cmd/batchgen"},
	},
	{
		"a file is removed before the new one takes its place", "cmd/batchgen/files.go",
		"if err := w.in.Rename(p.temporary, p.name); err != nil {",
		"_ = w.in.Remove(p.name)\n\tif err := w.in.Rename(p.temporary, p.name); err != nil {", []string{"./cmd/batchgen"},
	},
	{
		"a write is not flushed to the disk before it counts", "cmd/batchgen/files.go",
		"\tif err == nil {\n\t\terr = f.Sync()\n\t}\n", "", []string{"./cmd/batchgen"},
	},
	{
		"verify exits 0 where a flow fails", "cmd/batchgen/verify.go",
		"found.end(exitIntent)", "found.end(exitDone)", []string{"./cmd/batchgen"},
	},
	{
		"SARIF: columns are one too low", "generator/diag/sarif.go",
		"StartColumn: max(1, r.Start.Column)", "StartColumn: max(1, r.Start.Column-1)", []string{"./generator/diag"},
	},
}
