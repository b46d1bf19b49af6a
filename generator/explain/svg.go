package explain

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The picture is a table with arrows: the network on the left, a row for each
// rule, route and endpoint, and what is at its far end on the right. Rows never
// cross, so that the same layout fits any deployment. Lengths are in pixels.
const (
	pictureWidth = 980
	margin       = 20
	networkRight = 590 // the right border of the virtual network
	subnetLeft   = margin + 16
	subnetRight  = networkRight - 16
	peerLeft     = 680
	peerRight    = pictureWidth - margin
	rowHeight    = 26
	cardsInRow   = 3

	nameSize, noteSize = 13, 11
)

// drawnRows is how many rows of one kind a subnet shows.
const drawnRows = 24

// pictureStyle has a light and a dark half; nothing is said by colour alone.
const pictureStyle = `
    .bg-page { fill: #ffffff }
    .bg-net { fill: #f3f7fb; stroke: #5b7da3; stroke-width: 1.5 }
    .bg-subnet, .bg-card { fill: #ffffff; stroke: #8a9bb0 }
    .bg-peer { fill: #eef1f5; stroke: #8a9bb0 }
    .bg-text { fill: #1b2733 }
    .bg-note { fill: #52606f }
    .bg-allow { stroke: #1a7f4b; fill: none; stroke-width: 1.5 }
    .bg-deny { stroke: #b3261e; fill: none; stroke-width: 1.5; stroke-dasharray: 5 3 }
    .bg-cross { stroke: #b3261e; fill: none; stroke-width: 2 }
    .bg-route { stroke: #7a4fb5; fill: none; stroke-width: 1.5; stroke-dasharray: 2 3 }
    .bg-head-allow { fill: #1a7f4b }
    .bg-head-route { fill: #7a4fb5 }
    @media (prefers-color-scheme: dark) {
      .bg-page { fill: #12181f }
      .bg-net { fill: #18222d; stroke: #6f93bb }
      .bg-subnet, .bg-card { fill: #1f2a36; stroke: #66788c }
      .bg-peer { fill: #28323d; stroke: #66788c }
      .bg-text { fill: #e8edf2 }
      .bg-note { fill: #a9b6c3 }
      .bg-allow { stroke: #5ccb92 }
      .bg-deny, .bg-cross { stroke: #ff8a80 }
      .bg-route { stroke: #c3a3f0 }
      .bg-head-allow { fill: #5ccb92 }
      .bg-head-route { fill: #c3a3f0 }
    }
  `

// SVG is the network as a picture that stands alone: no script, no font and
// nothing else from outside.
func (r Report) SVG() []byte {
	p := picture{y: margin, subnets: r.Network.Subnets}
	p.text("bg-text", margin, p.y+16, 18, pictureWidth-2*margin, r.Name)
	p.tooltip(r.Summary)
	p.text("bg-note", margin, p.y+36, nameSize-1, pictureWidth-2*margin, r.Summary)
	p.end()
	p.y += 56
	p.network(r)
	p.cards(r.Parts)
	height := p.y + margin

	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" `+
		`aria-labelledby="batchgen-title batchgen-desc" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif">`+"\n",
		pictureWidth, height)
	fmt.Fprintf(&b, "  <title id=\"batchgen-title\">%s</title>\n", inXML("Network of "+r.Name))
	fmt.Fprintf(&b, "  <desc id=\"batchgen-desc\">%s</desc>\n", inXML(r.inWords()))
	fmt.Fprintf(&b, "  <style>%s</style>\n", pictureStyle)
	fmt.Fprintf(&b, `  <rect class="bg-page" width="%d" height="%d"/>`+"\n", pictureWidth, height)
	b.Write(p.body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// inWords says what the picture shows, for those who do not see it.
func (r Report) inWords() string {
	words := []string{r.Summary, "Virtual network " + r.Network.Name + " in " + r.Region + "."}
	for _, s := range r.Network.Subnets {
		words = append(words, fmt.Sprintf("Subnet %s with %s: %s, %s.", strings.TrimSpace(s.Name+" "+s.Prefix),
			strings.Join(s.holds(), ", "), plural(len(s.Rules), "rule"), plural(len(s.Routes), "route")))
	}
	for _, part := range r.Parts {
		words = append(words, part.Kind+" "+part.Name+".")
	}
	return strings.Join(words, " ")
}

// picture is a drawing in the making; y is where the next thing begins.
type picture struct {
	body bytes.Buffer
	y    int
	// subnets of the network, which far ends may be.
	subnets []Subnet
}

func (p *picture) put(format string, args ...any) { fmt.Fprintf(&p.body, "  "+format+"\n", args...) }

func (p *picture) box(class string, x, y, width, height int) {
	p.put(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="6"/>`, class, x, y, width, height)
}

// text puts text of a size whose baseline is y, cut to a width.
func (p *picture) text(class string, x, y, size, width int, text string) {
	p.words(class, x, y, size, "start", shortened(text, size, width))
}

// right is text that ends at x.
func (p *picture) right(class string, x, y, size, width int, text string) {
	p.words(class, x, y, size, "end", shortened(text, size, width))
}

func (p *picture) words(class string, x, y, size int, anchor, text string) {
	if text == "" {
		return
	}
	p.put(`<text class="%s" x="%d" y="%d" font-size="%d" text-anchor="%s">%s</text>`, class, x, y, size, anchor, inXML(text))
}

// tooltip begins a group that shows text whole where somebody points at it.
func (p *picture) tooltip(text string) { p.put("<g><title>%s</title>", inXML(text)) }

func (p *picture) end() { p.put("</g>") }

// network draws the virtual network with its subnets. What is in it is drawn
// first aside, because the height of the box around comes of it.
func (p *picture) network(r Report) {
	top := p.y
	inside := picture{y: top + 34, subnets: p.subnets}
	hidden := 0
	last := len(r.Network.Subnets) - 1
	for i, s := range r.Network.Subnets {
		if i >= drawnSubnets && !(i == last && s.Endpoints) {
			hidden++
			continue
		}
		inside.subnet(s, r.Parts)
	}
	if hidden > 0 {
		inside.text("bg-note", subnetLeft, inside.y+12, nameSize, 400, "and "+plural(hidden, "more subnet"))
		inside.y += 24
	}
	title := "Virtual network " + r.Network.Name
	if space := strings.Join(r.Network.AddressSpace, ", "); space != "" {
		title += ", " + space
	}
	p.box("bg-net", margin, top, networkRight-margin, inside.y-top+4)
	p.tooltip(title)
	p.text("bg-text", subnetLeft, top+22, nameSize+1, networkRight-subnetLeft-16, title)
	p.end()
	p.body.Write(inside.body.Bytes())
	p.y = inside.y + 4 + margin
}

// row is a line of a subnet with an arrow to or from its far end.
type row struct {
	name, note, peer, tooltip string
	arrow                     arrow
}

// arrow is how a row is drawn.
type arrow int

const (
	outward arrow = iota
	inward
	deniedOut
	deniedIn
	routed
)

func (p *picture) subnet(s Subnet, parts []Part) {
	top := p.y
	inside := picture{y: top + 46, subnets: p.subnets}
	rules := func(direction string) []row {
		var rows []row
		for _, r := range s.Rules {
			if r.Direction == direction {
				rows = append(rows, p.rule(r))
			}
		}
		return rows
	}
	from := " of " + s.SecurityGroup
	if s.SecurityGroup == "" {
		from = " that its own rules must allow"
	}
	inside.rows("inbound"+from, rules("Inbound"))
	inside.rows("outbound"+from, rules("Outbound"))
	var routes, endpoints []row
	for _, r := range s.Routes {
		hop := strings.TrimSpace(r.NextHop + " " + r.Address)
		routes = append(routes, row{name: r.Name, note: r.Prefix, peer: hop, arrow: routed, tooltip: r.Prefix + " to " + hop + ". " + r.Why})
	}
	inside.rows("routes of "+s.RouteTable, routes)
	for _, part := range parts {
		if s.Endpoints && part.Kind == "private endpoint" {
			group, _, _ := strings.Cut(part.Note, ",")
			endpoints = append(endpoints, row{name: part.Name, peer: group, tooltip: part.Note + ". " + part.Why})
		}
	}
	inside.rows("private endpoints", endpoints)
	p.box("bg-subnet", subnetLeft, top, subnetRight-subnetLeft, inside.y-top+4)
	title := strings.TrimSpace("Subnet " + s.Name + " " + s.Prefix)
	holds := strings.Join(s.holds(), ", ")
	p.tooltip(title + ", " + holds + ". " + s.Sizing.Words)
	p.text("bg-text", subnetLeft+12, top+20, nameSize, subnetRight-subnetLeft-24, title)
	p.text("bg-note", subnetLeft+12, top+36, noteSize, subnetRight-subnetLeft-24, holds)
	p.end()
	p.body.Write(inside.body.Bytes())
	p.y = inside.y + 16
}

func (p *picture) rule(r Rule) row {
	peers, direction, denied := anywhere(r.Destinations), outward, deniedOut
	if r.Direction == "Inbound" {
		peers, direction, denied = anywhere(r.Sources), inward, deniedIn
	}
	if r.Access == "Deny" {
		direction = denied
	}
	return row{name: r.Name, note: r.service(), peer: p.farEnd(peers), arrow: direction, tooltip: r.flow() + ". " + r.why()}
}

// farEnd names the far end of a flow: a subnet of the network by its name.
func (p *picture) farEnd(peers []string) string {
	for _, s := range p.subnets {
		if slices.Equal(peers, []string{s.Prefix}) {
			return "subnet " + s.Name
		}
	}
	return strings.Join(peers, ", ")
}

// rows draws rows below their title.
func (p *picture) rows(title string, rows []row) {
	if len(rows) == 0 {
		return
	}
	p.text("bg-note", subnetLeft+12, p.y+12, noteSize, subnetRight-subnetLeft-24, title)
	p.y += 18
	more := max(0, len(rows)-drawnRows)
	for _, r := range rows[:len(rows)-more] {
		p.row(r)
	}
	if more > 0 {
		p.text("bg-note", subnetLeft+24, p.y+15, noteSize, 300, fmt.Sprintf("and %d more", more))
		p.y += rowHeight
	}
}

func (p *picture) row(r row) {
	const noteWidth = 200
	middle, base := p.y+rowHeight/2, p.y+rowHeight/2+4
	p.tooltip(r.name + ": " + r.tooltip)
	p.text("bg-text", subnetLeft+24, base, nameSize-1, subnetRight-subnetLeft-36-noteWidth, r.name)
	p.right("bg-note", subnetRight-12, base, noteSize, noteWidth-8, r.note)
	p.box("bg-peer", peerLeft, p.y+3, peerRight-peerLeft, rowHeight-6)
	p.text("bg-text", peerLeft+10, base, nameSize-1, peerRight-peerLeft-20, r.peer)
	p.line(r.arrow, middle)
	p.end()
	p.y += rowHeight
}

// line draws the arrow between a subnet and the far end. A denied flow ends in
// a cross before the subnet that it may not leave or enter.
func (p *picture) line(a arrow, y int) {
	const left, right = subnetRight, peerLeft
	head := func(class string, tip, back int) {
		p.put(`<path class="%s" d="M%d %d L%d %d L%d %d Z"/>`, class, tip, y, back, y-4, back, y+4)
	}
	path := func(class string, from, to int) {
		p.put(`<path class="%s" d="M%d %d H%d"/>`, class, from, y, to)
	}
	cross := func(x int) {
		p.put(`<path class="bg-cross" d="M%d %d L%d %d M%[1]d %[4]d L%[3]d %[2]d"/>`, x-5, y-5, x+5, y+5)
	}
	switch a {
	case outward:
		path("bg-allow", left, right-8)
		head("bg-head-allow", right, right-9)
	case inward:
		path("bg-allow", left+8, right)
		head("bg-head-allow", left, left+9)
	case deniedOut:
		path("bg-deny", left, right-24)
		cross(right - 18)
	case deniedIn:
		path("bg-deny", left+30, right)
		cross(left + 24)
	case routed:
		path("bg-route", left, right-8)
		head("bg-head-route", right, right-9)
	}
}

// cards draws what stands beside the network: account, storage, gateways, identities.
func (p *picture) cards(parts []Part) {
	cards := slices.DeleteFunc(slices.Clone(parts), func(part Part) bool { return part.Kind == "private endpoint" })
	const gap, height = 16, 56
	width := (pictureWidth - 2*margin - (cardsInRow-1)*gap) / cardsInRow
	for i, part := range cards {
		x, y := margin+i%cardsInRow*(width+gap), p.y+i/cardsInRow*(height+gap)
		note := part.Note
		if part.Existing != "" {
			note = strings.TrimPrefix(note+", exists already", ", ")
		}
		p.tooltip(strings.TrimSuffix(part.Kind+" "+part.Name+", "+note, ", ") + ". " + part.Why)
		p.box("bg-card", x, y, width, height)
		p.text("bg-text", x+12, y+22, nameSize, width-24, strings.ToUpper(part.Kind[:1])+part.Kind[1:]+" "+part.Name)
		p.text("bg-note", x+12, y+42, noteSize, width-24, note)
		p.end()
	}
	if n := (len(cards) + cardsInRow - 1) / cardsInRow; n > 0 {
		p.y += n*(height+gap) - gap
	}
}

// shortened cuts text to what fits into a width. Fonts differ, so that the
// widths of letters are estimates on the wide side.
func shortened(text string, size, width int) string {
	room := float64(width) / float64(size)
	used := 0.0
	cut := 0 // where the text with an ellipsis still fits
	for i, r := range text {
		w := letterWidth(r)
		if used+1 <= room {
			cut = i
		}
		used += w
	}
	if used <= room {
		return text
	}
	return strings.TrimRight(text[:cut], " ") + "…"
}

// letterWidth estimates the width of a letter in units of the font's size.
func letterWidth(r rune) float64 {
	switch {
	case r > 0x2E80:
		return 1.05
	case strings.ContainsRune("ijlItf.,:;'| ()[]/", r):
		return 0.36
	case unicode.IsUpper(r), r == 'm', r == 'w', r == '%', r == '@':
		return 0.76
	}
	return 0.58
}

// inXML writes text so that it stays text, on one line.
func inXML(text string) string {
	oneLine := strings.Map(func(r rune) rune {
		if breaksLine(r) {
			return ' '
		}
		return r
	}, text)
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(oneLine)) // a builder takes everything
	return b.String()
}
