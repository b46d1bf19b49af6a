package explain_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/batchgen/batchgen/generator/explain"
)

// elements decodes a picture and returns the names of its elements and its text.
func elements(t *testing.T, svg []byte) (names map[string]int, text string) {
	t.Helper()
	names = map[string]int{}
	var words strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		switch token := token.(type) {
		case xml.StartElement:
			names[token.Name.Local]++
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || strings.Contains(a.Value, "://") && a.Name.Local != "xmlns" {
					t.Errorf("%s has %s=%q", token.Name.Local, a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			words.Write(token)
		}
		if errors.Is(err, io.EOF) {
			return names, words.String()
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
}

func TestSVGOfHostileNames(t *testing.T) {
	t.Parallel()
	const hostile = "</text><script>alert(1)</script>&\"'\n\x00\u202e"
	r := explain.Report{Name: hostile, Summary: hostile, Network: explain.Network{
		Name: hostile, AddressSpace: []string{hostile}, Subnets: []explain.Subnet{{
			Name: hostile, Prefix: hostile, Pools: []string{hostile}, SecurityGroup: hostile, RouteTable: hostile,
			Rules:  []explain.Rule{{Name: hostile, Direction: "Inbound", Sources: []string{hostile}, Why: hostile}},
			Routes: []explain.Route{{Name: hostile, Prefix: hostile, NextHop: hostile, Why: hostile}},
		}},
	}, Parts: []explain.Part{{Kind: "Batch account", Name: hostile, Note: hostile}, {Kind: "private endpoint", Name: hostile, Note: hostile}}}
	names, text := elements(t, r.SVG())
	for name := range names {
		switch name {
		case "svg", "title", "desc", "style", "rect", "text", "path", "g":
		default:
			t.Errorf("element %s", name)
		}
	}
	if !strings.Contains(text, "</text><script>alert(1)</script>&\"' ") {
		t.Error("the name is not there as text")
	}
}

// Pictures of the largest deployments stay bounded, and say what is left out.
func TestSVGLeavesOut(t *testing.T) {
	t.Parallel()
	subnet := explain.Subnet{Name: "nodes", SecurityGroup: "nsg"}
	for i := range 100 {
		subnet.Rules = append(subnet.Rules, explain.Rule{Name: fmt.Sprintf("Rule%d", i), Direction: "Inbound", Access: "Allow"})
	}
	r := explain.Report{Name: "big", Network: explain.Network{Name: "vnet"}}
	for i := range 500 {
		s := subnet
		s.Pools = []string{fmt.Sprintf("pool%d", i)}
		r.Network.Subnets = append(r.Network.Subnets, s)
	}
	svg := r.SVG()
	_, text := elements(t, svg)
	if !strings.Contains(text, "and 76 more\n") && !strings.Contains(text, "and 76 more") || !strings.Contains(text, "and 488 more subnets") {
		t.Error("what is left out is not said")
	}
	if len(svg) > 400_000 {
		t.Errorf("%d bytes", len(svg))
	}
}

// Long text is cut where it would leave its box; the tooltip has it whole.
func TestSVGCutsLongText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("AllowEverything", 10)
	r := explain.Report{Name: "x", Network: explain.Network{Name: "vnet", Subnets: []explain.Subnet{{
		Name: "nodes", Pools: []string{"プール" + strings.Repeat("長", 100)},
		Rules: []explain.Rule{{Name: long, Direction: "Outbound", Access: "Allow", Destinations: []string{"*"}}},
	}}}}
	svg := string(r.SVG())
	if strings.Contains(svg, ">"+long+"<") || !strings.Contains(svg, "<title>"+long) || strings.Count(svg, "…</text>") < 2 {
		t.Errorf("not cut: %s", svg)
	}
}
