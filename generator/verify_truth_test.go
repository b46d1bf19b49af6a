package generator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/verify"
)

// truths are transcribed from the documents: for a mode, a system, a tunnel with
// its service traffic, the way out with the endpoint, and one thing more, the
// flows that there are and the way that each one's packets (or the replies to
// them) take. Refused cells cannot work, or Azure does not offer them.
//
// Sources: bvn and simplified for the flows of the modes, no-pip for pools
// without public IP addresses, udr and doa for the ways, kms for activation.
const truths = `
simplified linux - - managed -                            | batch-out=own storage-out=own internet-in
simplified linux - - managed+nat -                        | batch-out=own storage-out=own internet-in
simplified linux - - managed+endpoint -                   | storage-out=own endpoints-out=endpoint internet-in endpoints-in others-in
simplified linux - - none -                               | refused
simplified linux - - none+nat -                           | batch-out=own storage-out=own internet-in
simplified linux - - none+endpoint -                      | storage-out=own endpoints-out=endpoint internet-in endpoints-in others-in
simplified linux gateway direct managed -                 | batch-out=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway direct managed+nat -             | batch-out=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway direct managed+endpoint -        | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux gateway direct none -                    | refused
simplified linux gateway direct none+nat -                | batch-out=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway direct none+endpoint -           | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux gateway inspect managed -                | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway inspect managed+nat -            | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway inspect managed+endpoint -       | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux gateway inspect none -                   | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway inspect none+nat -               | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux gateway inspect none+endpoint -          | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux appliance direct managed -               | batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance direct managed+nat -           | batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance direct managed+endpoint -      | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux appliance direct none -                  | refused
simplified linux appliance direct none+nat -              | batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance direct none+endpoint -         | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux appliance inspect managed -              | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance inspect managed+nat -          | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance inspect managed+endpoint -     | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux appliance inspect none -                 | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance inspect none+nat -             | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux appliance inspect none+endpoint -        | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux bgp direct managed -                     | batch-out=BatchDirect storage-out=BGP internet-in past-tunnel
simplified linux bgp direct managed+nat -                 | batch-out=BatchDirect storage-out=BGP internet-in past-tunnel
simplified linux bgp direct managed+endpoint -            | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux bgp direct none -                        | refused
simplified linux bgp direct none+nat -                    | batch-out=BatchDirect storage-out=BGP internet-in past-tunnel
simplified linux bgp direct none+endpoint -               | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux bgp inspect managed -                    | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified linux bgp inspect managed+nat -                | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified linux bgp inspect managed+endpoint -           | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified linux bgp inspect none -                       | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified linux bgp inspect none+nat -                   | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified linux bgp inspect none+endpoint -              | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
classic linux - - managed -                               | batch-in=own storage-out=own internet-in
classic linux - - managed+nat -                           | batch-in=own storage-out=own internet-in
classic linux - - none -                                  | refused
classic linux gateway direct managed -                    | batch-in=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
classic linux gateway direct managed+nat -                | batch-in=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
classic linux gateway direct none -                       | refused
classic linux gateway inspect managed -                   | refused
classic linux gateway inspect managed+nat -               | refused
classic linux gateway inspect none -                      | refused
classic linux appliance direct managed -                  | batch-in=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
classic linux appliance direct managed+nat -              | batch-in=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
classic linux appliance direct none -                     | refused
classic linux appliance inspect managed -                 | refused
classic linux appliance inspect managed+nat -             | refused
classic linux appliance inspect none -                    | refused
classic linux bgp direct managed -                        | batch-in=BatchDirect storage-out=BGP internet-in past-tunnel
classic linux bgp direct managed+nat -                    | batch-in=BatchDirect storage-out=BGP internet-in past-tunnel
classic linux bgp direct none -                           | refused
classic linux bgp inspect managed -                       | refused
classic linux bgp inspect managed+nat -                   | refused
classic linux bgp inspect none -                          | refused
simplified linux - - managed restricted                   | batch-out=own storage-out=own internet-in internet-out
simplified linux gateway direct managed restricted        | batch-out=BatchDirect storage-out=InternetThroughGateway internet-in internet-out past-tunnel
simplified linux appliance direct managed restricted      | batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in internet-out past-tunnel
simplified linux bgp direct managed restricted            | batch-out=BatchDirect storage-out=BGP internet-in internet-out past-tunnel
simplified linux - - managed remote                       | batch-out=own storage-out=own ssh-in=own internet-in
simplified linux gateway direct managed remote            | batch-out=BatchDirect storage-out=InternetThroughGateway ssh-in=InternetThroughGateway internet-in past-tunnel
simplified linux appliance direct managed remote          | batch-out=BatchDirect storage-out=InternetThroughAppliance ssh-in=InternetThroughAppliance internet-in past-tunnel
simplified linux bgp direct managed remote                | batch-out=BatchDirect storage-out=BGP ssh-in=BGP internet-in past-tunnel
simplified linux - - managed inter                        | batch-out=own storage-out=own inter-node-in inter-node-out=network internet-in
simplified linux gateway direct managed inter             | batch-out=BatchDirect storage-out=InternetThroughGateway inter-node-in inter-node-out=network internet-in past-tunnel
simplified linux appliance direct managed inter           | batch-out=BatchDirect storage-out=InternetThroughAppliance inter-node-in inter-node-out=network internet-in past-tunnel
simplified linux bgp direct managed inter                 | batch-out=BatchDirect storage-out=BGP inter-node-in inter-node-out=network internet-in past-tunnel
simplified linux - - managed tasks                        | batch-out=own storage-out=own internet-in
simplified linux gateway direct managed tasks             | batch-out=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
simplified linux appliance direct managed tasks           | batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
simplified linux bgp direct managed tasks                 | batch-out=BatchDirect storage-out=BGP internet-in past-tunnel
classic linux - - managed restricted                      | batch-in=own storage-out=own internet-in internet-out
classic linux gateway direct managed restricted           | batch-in=BatchDirect storage-out=InternetThroughGateway internet-in internet-out past-tunnel
classic linux appliance direct managed restricted         | batch-in=BatchDirect storage-out=InternetThroughAppliance internet-in internet-out past-tunnel
classic linux bgp direct managed restricted               | batch-in=BatchDirect storage-out=BGP internet-in internet-out past-tunnel
classic linux - - managed remote                          | batch-in=own storage-out=own ssh-in=own internet-in
classic linux gateway direct managed remote               | batch-in=BatchDirect storage-out=InternetThroughGateway ssh-in=InternetThroughGateway internet-in past-tunnel
classic linux appliance direct managed remote             | batch-in=BatchDirect storage-out=InternetThroughAppliance ssh-in=InternetThroughAppliance internet-in past-tunnel
classic linux bgp direct managed remote                   | batch-in=BatchDirect storage-out=BGP ssh-in=BGP internet-in past-tunnel
classic linux - - managed inter                           | batch-in=own storage-out=own inter-node-in inter-node-out=network internet-in
classic linux gateway direct managed inter                | batch-in=BatchDirect storage-out=InternetThroughGateway inter-node-in inter-node-out=network internet-in past-tunnel
classic linux appliance direct managed inter              | batch-in=BatchDirect storage-out=InternetThroughAppliance inter-node-in inter-node-out=network internet-in past-tunnel
classic linux bgp direct managed inter                    | batch-in=BatchDirect storage-out=BGP inter-node-in inter-node-out=network internet-in past-tunnel
classic linux - - managed tasks                           | batch-in=own batch-out=own storage-out=own internet-in
classic linux gateway direct managed tasks                | batch-in=BatchDirect batch-out=BatchDirect storage-out=InternetThroughGateway internet-in past-tunnel
classic linux appliance direct managed tasks              | batch-in=BatchDirect batch-out=BatchDirect storage-out=InternetThroughAppliance internet-in past-tunnel
classic linux bgp direct managed tasks                    | batch-in=BatchDirect batch-out=BatchDirect storage-out=BGP internet-in past-tunnel
simplified windows - - managed -                          | batch-out=own storage-out=own internet-in
simplified windows - - managed+nat -                      | batch-out=own storage-out=own internet-in
simplified windows - - managed+endpoint -                 | storage-out=own endpoints-out=endpoint internet-in endpoints-in others-in
simplified windows - - none -                             | refused
simplified windows - - none+nat -                         | batch-out=own storage-out=own internet-in
simplified windows - - none+endpoint -                    | storage-out=own endpoints-out=endpoint internet-in endpoints-in others-in
simplified windows gateway direct managed -               | batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
simplified windows gateway direct managed+nat -           | batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
simplified windows gateway direct managed+endpoint -      | storage-out=InternetThroughGateway endpoints-out=endpoint activation-out=Activation internet-in past-tunnel endpoints-in others-in
simplified windows gateway direct none -                  | refused
simplified windows gateway direct none+nat -              | batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
simplified windows gateway direct none+endpoint -         | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows gateway inspect managed -              | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified windows gateway inspect managed+nat -          | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified windows gateway inspect managed+endpoint -     | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows gateway inspect none -                 | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified windows gateway inspect none+nat -             | batch-out=InternetThroughGateway storage-out=InternetThroughGateway internet-in past-tunnel
simplified windows gateway inspect none+endpoint -        | storage-out=InternetThroughGateway endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows appliance direct managed -             | batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
simplified windows appliance direct managed+nat -         | batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
simplified windows appliance direct managed+endpoint -    | storage-out=InternetThroughAppliance endpoints-out=endpoint activation-out=Activation internet-in past-tunnel endpoints-in others-in
simplified windows appliance direct none -                | refused
simplified windows appliance direct none+nat -            | batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
simplified windows appliance direct none+endpoint -       | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows appliance inspect managed -            | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified windows appliance inspect managed+nat -        | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified windows appliance inspect managed+endpoint -   | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows appliance inspect none -               | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified windows appliance inspect none+nat -           | batch-out=InternetThroughAppliance storage-out=InternetThroughAppliance internet-in past-tunnel
simplified windows appliance inspect none+endpoint -      | storage-out=InternetThroughAppliance endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows bgp direct managed -                   | batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
simplified windows bgp direct managed+nat -               | batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
simplified windows bgp direct managed+endpoint -          | storage-out=BGP endpoints-out=endpoint activation-out=Activation internet-in past-tunnel endpoints-in others-in
simplified windows bgp direct none -                      | refused
simplified windows bgp direct none+nat -                  | batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
simplified windows bgp direct none+endpoint -             | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows bgp inspect managed -                  | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified windows bgp inspect managed+nat -              | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified windows bgp inspect managed+endpoint -         | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
simplified windows bgp inspect none -                     | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified windows bgp inspect none+nat -                 | batch-out=BGP storage-out=BGP internet-in past-tunnel
simplified windows bgp inspect none+endpoint -            | storage-out=BGP endpoints-out=endpoint internet-in past-tunnel endpoints-in others-in
classic windows - - managed -                             | batch-in=own storage-out=own internet-in
classic windows - - managed+nat -                         | batch-in=own storage-out=own internet-in
classic windows - - none -                                | refused
classic windows gateway direct managed -                  | batch-in=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
classic windows gateway direct managed+nat -              | batch-in=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
classic windows gateway direct none -                     | refused
classic windows gateway inspect managed -                 | refused
classic windows gateway inspect managed+nat -             | refused
classic windows gateway inspect none -                    | refused
classic windows appliance direct managed -                | batch-in=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
classic windows appliance direct managed+nat -            | batch-in=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
classic windows appliance direct none -                   | refused
classic windows appliance inspect managed -               | refused
classic windows appliance inspect managed+nat -           | refused
classic windows appliance inspect none -                  | refused
classic windows bgp direct managed -                      | batch-in=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
classic windows bgp direct managed+nat -                  | batch-in=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
classic windows bgp direct none -                         | refused
classic windows bgp inspect managed -                     | refused
classic windows bgp inspect managed+nat -                 | refused
classic windows bgp inspect none -                        | refused
simplified windows - - managed restricted                 | batch-out=own storage-out=own internet-in internet-out
simplified windows gateway direct managed restricted      | batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in internet-out past-tunnel
simplified windows appliance direct managed restricted    | batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in internet-out past-tunnel
simplified windows bgp direct managed restricted          | batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in internet-out past-tunnel
simplified windows - - managed remote                     | batch-out=own storage-out=own rdp-in=own internet-in
simplified windows gateway direct managed remote          | batch-out=BatchDirect storage-out=InternetThroughGateway rdp-in=InternetThroughGateway activation-out=Activation internet-in past-tunnel
simplified windows appliance direct managed remote        | batch-out=BatchDirect storage-out=InternetThroughAppliance rdp-in=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
simplified windows bgp direct managed remote              | batch-out=BatchDirect storage-out=BGP rdp-in=BGP activation-out=Activation internet-in past-tunnel
simplified windows - - managed inter                      | batch-out=own storage-out=own inter-node-in inter-node-out=network internet-in
simplified windows gateway direct managed inter           | batch-out=BatchDirect storage-out=InternetThroughGateway inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
simplified windows appliance direct managed inter         | batch-out=BatchDirect storage-out=InternetThroughAppliance inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
simplified windows bgp direct managed inter               | batch-out=BatchDirect storage-out=BGP inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
simplified windows - - managed tasks                      | batch-out=own storage-out=own internet-in
simplified windows gateway direct managed tasks           | batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
simplified windows appliance direct managed tasks         | batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
simplified windows bgp direct managed tasks               | batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
classic windows - - managed restricted                    | batch-in=own storage-out=own internet-in internet-out
classic windows gateway direct managed restricted         | batch-in=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in internet-out past-tunnel
classic windows appliance direct managed restricted       | batch-in=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in internet-out past-tunnel
classic windows bgp direct managed restricted             | batch-in=BatchDirect storage-out=BGP activation-out=Activation internet-in internet-out past-tunnel
classic windows - - managed remote                        | batch-in=own storage-out=own rdp-in=own internet-in
classic windows gateway direct managed remote             | batch-in=BatchDirect storage-out=InternetThroughGateway rdp-in=InternetThroughGateway activation-out=Activation internet-in past-tunnel
classic windows appliance direct managed remote           | batch-in=BatchDirect storage-out=InternetThroughAppliance rdp-in=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
classic windows bgp direct managed remote                 | batch-in=BatchDirect storage-out=BGP rdp-in=BGP activation-out=Activation internet-in past-tunnel
classic windows - - managed inter                         | batch-in=own storage-out=own inter-node-in inter-node-out=network internet-in
classic windows gateway direct managed inter              | batch-in=BatchDirect storage-out=InternetThroughGateway inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
classic windows appliance direct managed inter            | batch-in=BatchDirect storage-out=InternetThroughAppliance inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
classic windows bgp direct managed inter                  | batch-in=BatchDirect storage-out=BGP inter-node-in inter-node-out=network activation-out=Activation internet-in past-tunnel
classic windows - - managed tasks                         | batch-in=own batch-out=own storage-out=own internet-in
classic windows gateway direct managed tasks              | batch-in=BatchDirect batch-out=BatchDirect storage-out=InternetThroughGateway activation-out=Activation internet-in past-tunnel
classic windows appliance direct managed tasks            | batch-in=BatchDirect batch-out=BatchDirect storage-out=InternetThroughAppliance activation-out=Activation internet-in past-tunnel
classic windows bgp direct managed tasks                  | batch-in=BatchDirect batch-out=BatchDirect storage-out=BGP activation-out=Activation internet-in past-tunnel
`

// ways are the routes behind the short words of the table.
var ways = map[string]string{
	"own":         "Azure's own route to the internet",
	"BGP":         "0.0.0.0/0 learned by BGP",
	"BatchDirect": "route BatchNodeManagementDirect",
	"Activation":  "route WindowsActivation1Direct, route WindowsActivation2Direct, route WindowsActivation3Direct",
	"endpoint":    "route of the private endpoint",
	"network":     "route of the virtual network",
}

// cellIntent is the intent of a row.
func cellIntent(mode, os, tunnel, traffic, way, extra string) string {
	text := fmt.Sprintf("region: westeurope\nmode: %s\nos: %s\nnodes: 20\nacknowledgeRetired: true\n", mode, os)
	switch tunnel {
	case "gateway", "bgp":
		text += fmt.Sprintf("forcedTunneling: {via: %s, serviceTraffic: %s}\n", tunnel, traffic)
	case "appliance":
		text += fmt.Sprintf("forcedTunneling: {via: appliance, address: 10.0.255.4, serviceTraffic: %s}\n", traffic)
	}
	ips, _, _ := strings.Cut(way, "+")
	text += "publicIPs: " + ips + "\n"
	var network []string
	if strings.Contains(way, "nat") {
		network = append(network, "natGateway: true")
	}
	if strings.Contains(way, "endpoint") {
		network = append(network, "privateEndpoints: {for: [nodeManagement]}")
	}
	switch extra {
	case "restricted":
		network = append(network, "egress: restricted")
	case "remote":
		text += "remoteAccess: {from: [203.0.113.0/24]}\n"
	case "inter":
		text += "interNodeCommunication: true\n"
	case "tasks":
		text += "tasksCallBatch: true\n"
	}
	if network != nil {
		text += "network: {" + strings.Join(network, ", ") + "}\n"
	}
	return text
}

func TestTruths(t *testing.T) {
	t.Parallel()
	rows := 0
	for row := range strings.Lines(strings.TrimSpace(truths)) {
		key, want, _ := strings.Cut(strings.TrimSpace(row), "|")
		cell := strings.Fields(key)
		source := cellIntent(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5])
		report, list := generator.Verify([]byte(source), generator.Options{AsOf: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		rows++
		if strings.TrimSpace(want) == "refused" {
			if !list.HasErrors() {
				t.Errorf("%s: not refused", key)
			}
			continue
		}
		if list.HasErrors() {
			t.Errorf("%s: %v", key, list)
			continue
		}
		var flows, got []string
		for _, flow := range strings.Fields(want) {
			id, way, found := strings.Cut(flow, "=")
			if full, short := ways[way]; short {
				way = full
			} else if found {
				way = "route " + way
			}
			flows = append(flows, id+" PASS "+way)
		}
		for _, r := range report.Results {
			way := strings.Join(r.Routes, ", ")
			if r.Flow.PastTunnel {
				way = ""
			}
			got = append(got, fmt.Sprintf("%s %s %s", r.Flow.ID, r.Verdict, way))
			if r.Verdict != verify.Pass {
				t.Logf("%s %s: %s", key, r.Flow.ID, r.Because)
			}
		}
		slices.Sort(flows)
		slices.Sort(got)
		if diff := cmp.Diff(flows, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	if rows < 150 {
		t.Errorf("%d rows, want 150 or more", rows)
	}
}
