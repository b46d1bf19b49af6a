package explain

import (
	"fmt"
	"strings"
)

// section is a part of a printed report: sentences, and a table under them.
type section struct {
	title  string
	lines  []string
	header []string
	rows   [][]cell
}

// cell is a value in a table, with a link where url is not "".
type cell struct {
	text, url string
	// code tells that the text is for a machine: a command.
	code bool
}

func plain(text string) cell { return cell{text: text} }

// link is the cell of a document.
func (s Source) link() cell { return cell{text: s.Title, url: s.URL} }

func (s *section) add(cells ...cell) { s.rows = append(s.rows, cells) }

// sections lays a report out for reading.
func (r Report) sections() []section {
	all := []section{r.networkSection()}
	for _, s := range r.Network.Subnets {
		all = append(all, s.sections()...)
	}
	all = append(all, r.poolSection(), r.partSection(), r.quotaSection(), r.roleSection(), r.grantSection())
	all = append(all,
		noteSection("Permissions of whoever deploys", "Permission", r.Permissions),
		r.parameterSection(),
		noteSection("Values that are literals", "Pool", r.Literals),
		noteSection("Names that the DNS servers must resolve", "Name", r.Names),
		noteSection("What is fixed at creation", "", r.Fixed),
		r.retirementSection(),
		noteSection("Not generated, and open on purpose", "Subject", r.Notes),
	)
	kept := all[:0]
	for _, s := range all {
		if len(s.lines)+len(s.rows) > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

func (r Report) networkSection() section {
	s := section{title: "Virtual network"}
	what := r.Network.Name + ", in " + r.Region + " (" + r.Cloud + ")"
	if r.Network.Existing != "" {
		what += ", existing: only its subnets are declared"
	}
	s.lines = []string{what}
	if len(r.Network.AddressSpace) > 0 {
		s.lines = append(s.lines, "Address space: "+strings.Join(r.Network.AddressSpace, ", "))
	}
	if len(r.Network.DNSServers) > 0 {
		s.lines = append(s.lines, "DNS servers: "+strings.Join(r.Network.DNSServers, ", "))
	}
	return s
}

func (s Subnet) sections() []section {
	about := section{title: "Subnet " + s.Name, lines: []string{
		s.Why + " Source: " + strings.TrimSuffix(s.Source.Title+", "+s.Source.URL, ", "), "Size: " + s.Sizing.Words + ".",
	}}
	if s.Existing != "" {
		about.lines = append(about.lines, "It exists, and nothing of it is declared. Its NSG and routes must allow what is listed here.")
	} else {
		about.lines = append(about.lines, "Default outbound access is off: there is no way out that nobody asked for.")
	}
	if s.ByAzure != "" {
		about.lines = append(about.lines, s.ByAzure)
	}
	if len(s.ServiceEndpoints) > 0 {
		about.lines = append(about.lines, "Service endpoints: "+strings.Join(s.ServiceEndpoints, ", "))
	}
	title := "Rules of " + s.SecurityGroup
	if s.Existing != "" {
		title = "What the rules of subnet " + s.Name + " must allow"
	}
	rules := section{title: title, header: []string{"Rule", "Priority", "Flow", "Why", "Azure adds", "Source"}}
	for _, r := range s.Rules {
		rules.add(plain(r.Name), plain(fmt.Sprint(r.Priority)), plain(r.flow()), plain(r.why()), plain(r.ByAzure), r.Source.link())
	}
	all := []section{about, rules}
	if s.RouteTable != "" {
		routes := section{title: "Routes of " + s.RouteTable, header: []string{"Route", "Prefix", "Next hop", "Why", "Source"}}
		if s.Propagation != nil {
			routes.lines = []string{s.Propagation.Title + ". " + s.Propagation.Text}
		}
		for _, r := range s.Routes {
			routes.add(plain(r.Name), plain(r.Prefix), plain(strings.TrimSpace(r.NextHop+" "+r.Address)), plain(r.Why), r.Source.link())
		}
		all = append(all, routes)
	}
	return all
}

func (r Rule) flow() string {
	return fmt.Sprintf("%s %s, %s, from %s to %s", r.Access, strings.ToLower(r.Direction), r.service(),
		strings.Join(r.Sources, ", "), strings.Join(r.Destinations, ", "))
}

// service is the protocol with its ports.
func (r Rule) service() string {
	switch {
	case r.Ports != "*":
		return r.Protocol + " " + r.Ports
	case r.Protocol == "any":
		return "everything"
	}
	return r.Protocol + ", all ports"
}

func (r Rule) why() string {
	if r.Needed {
		return r.Why + " Batch cannot work without it."
	}
	return r.Why
}

func (r Report) poolSection() section {
	s := section{
		title: "Pools, and what Batch creates for them",
		lines: []string{"Batch creates one set for each 100 nodes of a kind that are begun: a load balancer, an NSG and, " +
			"unless they are your own or none, a public IP address. Counted for the most nodes that a pool reaches."},
		header: []string{"Pool", "Nodes", "At most", "Size", "Subnet", "Public IPs", "Batch creates", "Remote access"},
	}
	for _, p := range r.Pools {
		remote := "none"
		if p.Remote != nil {
			remote = p.Remote.Text
		}
		s.add(plain(p.Name), plain(p.Nodes), plain(fmt.Sprintf("%d dedicated, %d spot", p.Dedicated, p.Spot)), plain(p.VMSize+", "+p.OS),
			plain(p.Subnet), plain(p.PublicIPs), plain(p.creates()), plain(remote))
	}
	return s
}

// creates names what Batch creates for a pool.
func (p Pool) creates() string {
	if p.LoadBalancers == 0 {
		return "nothing"
	}
	return fmt.Sprintf("%s, %s, %s", plural(p.LoadBalancers, "load balancer"),
		plural(p.SecurityGroups, "NSG"), plural(p.PublicIPCount, "public IP"))
}

func (r Report) partSection() section {
	s := section{title: "Account and what belongs to it", header: []string{"Kind", "Name", "Note", "Why", "Source"}}
	for _, p := range r.Parts {
		note := p.Note
		if p.Existing != "" {
			note = strings.TrimPrefix(note+", exists already", ", ")
		}
		s.add(plain(p.Kind), plain(p.Name), plain(note), plain(p.Why), p.Source.link())
	}
	return s
}

func (r Report) quotaSection() section {
	s := section{title: "Quotas to have", header: []string{"Quota", "Needed", "Limit", "Note", "Source"}}
	for _, q := range r.Quotas {
		limit := "the subscription's own"
		if q.Limit > 0 {
			limit = fmt.Sprint(q.Limit)
		}
		s.add(plain(q.Name), plain(fmt.Sprint(q.Needs)), plain(limit), plain(q.Note), q.Source.link())
	}
	return s
}

func (r Report) roleSection() section {
	s := section{title: "Roles that the deployment assigns", header: []string{"Role", "To", "On", "Why", "Source"}}
	for _, role := range r.Roles {
		s.add(plain(role.Role), plain(role.Identity), plain(role.On), plain(role.Why), role.Source.link())
	}
	return s
}

func (r Report) grantSection() section {
	s := section{title: "Roles that somebody must assign", header: []string{"Role", "To", "On", "Why", "Command", "Source"}}
	for _, g := range r.Grants {
		s.add(plain(g.Role), plain(g.Identity), plain(g.On), plain(g.Why), cell{text: g.Command, code: true}, g.Source.link())
	}
	return s
}

func (r Report) parameterSection() section {
	s := section{title: "Parameters without a default", header: []string{"Parameter", "Meaning", "Secret"}}
	for _, p := range r.Parameters {
		secret := "no"
		if p.Secret {
			secret = "yes"
		}
		s.add(plain(p.Name), plain(p.Description), plain(secret))
	}
	return s
}

func (r Report) retirementSection() section {
	s := section{title: "Retirements", header: []string{"What", "Ends", "Instead", "Source"}}
	for _, end := range r.Retirements {
		date := end.Date
		if date == "" {
			date = "announced, date not published here"
		}
		s.add(plain(end.What), plain(date), plain(end.Successor), end.Source.link())
	}
	return s
}

// noteSection is a table of notes; without a subject they have no titles.
func noteSection(title, subject string, notes []Note) section {
	s := section{title: title, header: []string{"What", "Source"}}
	if subject != "" {
		s.header = []string{subject, "What", "Source"}
	}
	for _, n := range notes {
		if subject == "" {
			s.add(plain(n.Text), n.Source.link())
			continue
		}
		s.add(plain(n.Title), plain(n.Text), n.Source.link())
	}
	return s
}
