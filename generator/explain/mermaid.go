package explain

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Mermaid draws at most 500 edges and 50,000 characters: of a deployment with
// many subnets the first are drawn and the others counted.
const (
	drawnSubnets = 12
	drawnPools   = 5
)

// Mermaid is a flowchart of the network: subnets, flows, routes, account and endpoints.
func (r Report) Mermaid() []byte {
	d := drawing{report: r}
	d.line("flowchart LR")
	space := r.Network.Name
	if len(r.Network.AddressSpace) > 0 {
		d.line("  subgraph vnet[%s]", label(space, strings.Join(r.Network.AddressSpace, ", ")))
	} else {
		d.line("  subgraph vnet[%s]", label(space))
	}
	subnets := r.Network.Subnets
	last := len(subnets) - 1
	hidden := 0
	for i, s := range subnets {
		if i >= drawnSubnets && !(i == last && s.Endpoints) {
			hidden++
			continue
		}
		d.subnets = append(d.subnets, i)
		d.line("    subnet%d[%s]", i, label(append([]string{"subnet " + s.Name, s.Prefix}, s.holds()...)...))
	}
	if hidden > 0 {
		d.line("    more[%s]", label("and "+plural(hidden, "more subnet")))
	}
	for i, p := range r.Parts {
		if p.Kind == "private endpoint" {
			d.line("    part%d([%s])", i, label(p.Name))
		}
	}
	d.line("  end")
	d.parts()
	for _, i := range d.subnets {
		d.flows(i)
	}
	return d.text.Bytes()
}

// drawing is a flowchart in the making.
type drawing struct {
	report  Report
	text    bytes.Buffer
	subnets []int
	// peers are the far ends that have a node, by their labels.
	peers []string
}

func (d *drawing) line(format string, args ...any) { fmt.Fprintf(&d.text, format+"\n", args...) }

// holds names the pools of a subnet, the first few of many.
func (s Subnet) holds() []string {
	switch {
	case s.Endpoints:
		return []string{"private endpoints"}
	case len(s.Pools) > drawnPools:
		return []string{"pools " + strings.Join(s.Pools[:drawnPools], ", "), fmt.Sprintf("and %d more", len(s.Pools)-drawnPools)}
	case len(s.Pools) == 1:
		return []string{"pool " + s.Pools[0]}
	}
	return []string{"pools " + strings.Join(s.Pools, ", ")}
}

// parts draws account and storage, and what leads to them.
func (d *drawing) parts() {
	targets := map[string]string{}
	for i, p := range d.report.Parts {
		switch p.Kind {
		case "Batch account", "storage account":
			targets[p.Kind] = fmt.Sprintf("part%d", i)
			d.line("  part%d[(%s)]", i, label(p.Kind, p.Name))
		case "NAT gateway":
			d.line("  part%d[%s]", i, label(p.Kind, p.Name))
			d.line("  vnet -- %s --> part%d", label("way out"), i)
		}
	}
	for i, p := range d.report.Parts {
		if p.Kind != "private endpoint" {
			continue
		}
		target := targets["storage account"]
		if strings.HasPrefix(p.Note, "batchAccount,") || strings.HasPrefix(p.Note, "nodeManagement,") {
			target = targets["Batch account"]
		}
		if target != "" {
			d.line("  part%d --> %s", i, target)
		}
	}
}

// peer returns the node of a far end, which it draws when it is first named.
func (d *drawing) peer(names []string) string {
	shown := names
	if len(names) > drawnPools {
		shown = append(slices.Clone(names[:drawnPools]), fmt.Sprintf("and %d more", len(names)-drawnPools))
	}
	text := label(strings.Join(shown, ", "))
	for _, i := range d.subnets {
		if s := d.report.Network.Subnets[i]; s.Prefix != "" && len(names) == 1 && names[0] == s.Prefix {
			return fmt.Sprintf("subnet%d", i)
		}
	}
	i := slices.Index(d.peers, text)
	if i < 0 {
		i = len(d.peers)
		d.peers = append(d.peers, text)
		d.line("  peer%d([%s])", i, text)
	}
	return fmt.Sprintf("peer%d", i)
}

// flows draws the rules and routes of a subnet.
func (d *drawing) flows(i int) {
	s := d.report.Network.Subnets[i]
	subnet := fmt.Sprintf("subnet%d", i)
	for _, r := range s.Rules {
		arrow, what := "-->", r.service()
		if r.Access == "Deny" {
			arrow, what = "--x", what+" denied"
		}
		var from, to string
		if r.Direction == "Outbound" {
			from, to = subnet, d.peer(anywhere(r.Destinations))
		} else {
			from, to = d.peer(anywhere(r.Sources)), subnet
		}
		d.line("  %s -- %s %s %s", from, label(what), arrow, to)
	}
	for _, r := range s.Routes {
		hop := d.peer([]string{strings.TrimSpace("next hop " + r.NextHop + " " + r.Address)})
		d.line("  %s -. %s .-> %s", subnet, label("route "+r.Prefix), hop)
	}
}

// anywhere says "*" in words.
func anywhere(addresses []string) []string {
	if slices.Equal(addresses, []string{"*"}) {
		return []string{"anywhere"}
	}
	return addresses
}

// label quotes lines of text so that nothing in them can end the label: what
// is no letter, digit or harmless mark is written as an entity.
func label(lines ...string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, line := range slices.DeleteFunc(lines, func(s string) bool { return s == "" }) {
		if i > 0 {
			b.WriteString("<br/>")
		}
		for _, r := range line {
			switch {
			case breaksLine(r):
				b.WriteByte(' ')
			case r < 0x80 && !strings.ContainsRune(harmless, r):
				fmt.Fprintf(&b, "#%d;", r)
			default:
				b.WriteRune(r)
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}

const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_/()"
