package generator_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/audit/reader"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/verify"
)

var midJanuary = generator.Options{AsOf: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}

// unknown are the golden cases in which something is left to others to know.
var unknown = []string{
	"cloud-service", "cloud-service-autoscale", "endpoint-subnet-existing", "mount-open-host", "subnet-existing",
	"subnet-existing-classic-mode", "subnet-existing-prefix", "subnet-existing-private",
}

func TestGoldenNetworksHold(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../golden/*/intent.yaml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d golden cases, %v", len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		report, list := generator.Verify(source, midJanuary)
		name := filepath.Base(filepath.Dir(file))
		judged, _ := generator.VerifyWith(source, nil, midJanuary)
		for _, f := range judged.Findings {
			t.Errorf("%s: %s %s", name, f.Code, f.Message)
		}
		if list.HasErrors() {
			t.Errorf("%s: %v", name, list)
			continue
		}
		want := verify.Pass
		if slices.Contains(unknown, name) {
			want = verify.Inconclusive
		}
		if got := report.Verdict(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		for _, r := range report.Results {
			if (r.Verdict == verify.Pass) != (r.Because == "") || r.Flow.Why == "" || r.Flow.Doc == "" || len(r.Flow.Peer) == 0 {
				t.Errorf("%s: %s %s because %q", name, r.Flow.ID, r.Verdict, r.Because)
			}
			if r.Verdict == verify.Pass && len(r.Rules) == 0 && !r.Flow.PastTunnel {
				t.Errorf("%s: no rule decides %s", name, r.Flow.ID)
			}
		}
	}
}

// unshown are the cases of unknown that no file about the network can settle.
var unshown = map[string]string{
	"cloud-service":           "classic virtual networks are not in resource manager, which alone exports",
	"cloud-service-autoscale": "classic virtual networks are not in resource manager, which alone exports",
	"mount-open-host":         "which addresses the name of a server has is in no network",
}

// With a file that shows what the intent calls existing, the verdict is PASS.
func TestGoldenNetworksHoldWithFiles(t *testing.T) {
	t.Parallel()
	for _, name := range unknown {
		dir := filepath.Join("../golden", name)
		network, err := os.ReadFile(filepath.Join(dir, "network.json"))
		if unshown[name] != "" {
			if err == nil {
				t.Errorf("%s has a network.json, and %s", name, unshown[name])
			}
			continue
		}
		source, fault := os.ReadFile(filepath.Join(dir, "intent.yaml"))
		if err != nil || fault != nil {
			t.Fatal(err, fault)
		}
		files := []reader.File{{Name: "network.json", Source: network}}
		judged, list := generator.VerifyWith(source, files, midJanuary)
		report, reports := judged.Report, judged.Diagnostics
		if list.HasErrors() || len(reports) > 0 || report.Verdict() != verify.Pass || len(report.Results) == 0 {
			t.Errorf("%s: %s, %v, %v\n%+v", name, report.Verdict(), list, reports, report.Results)
		}
		for _, f := range judged.Findings {
			t.Errorf("%s: %s %s", name, f.Code, f.Message)
		}
		if without, _ := generator.VerifyWith(source, nil, midJanuary); without.Report.Verdict() != verify.Inconclusive {
			t.Errorf("%s without its file: %s", name, without.Report.Verdict())
		}
	}
}

func TestVerifyStopsAtErrors(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"unreadable": "region: [",
		"impossible": "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\npublicIPs: none\n",
	} {
		report, list := generator.Verify([]byte(source), midJanuary)
		if !list.HasErrors() || len(report.Results) > 0 {
			t.Errorf("%s: %d results, %v", name, len(report.Results), list)
		}
		if !list[0].Range.Valid() {
			t.Errorf("%s: no place: %+v", name, list[0])
		}
	}
}

// The flows of one intent that asks for nearly everything, each named once.
func TestFlowsOfAnIntent(t *testing.T) {
	t.Parallel()
	const source = `region: westeurope
os: linux
nodes: 4
mode: simplified
tasksCallBatch: true
remoteAccess: {from: [203.0.113.0/24, AzureCloud.westeurope]}
containers: {registries: [example.azurecr.io], images: [ubuntu, mcr.microsoft.com/a]}
mounts:
  - azureFiles: {account: shares, share: data, at: a}
  - blob: {account: blobs, container: data, at: b}
  - nfs: {host: blobs.blob.core.windows.net, path: /blobs/data, at: c}
  - nfs: {host: 10.200.0.4, path: /export, at: d}
  - smb: {host: files.example.com, share: data, at: e, user: me, addresses: [203.0.113.64/28]}
network:
  egress: restricted
  dnsServers: [8.8.8.8, 10.0.9.4]
  privateEndpoints: {for: [nodeManagement, batchAccount]}
  privateDnsZones: none
`
	report, list := generator.Verify([]byte(source), midJanuary)
	if list.HasErrors() {
		t.Fatal(list)
	}
	var got []string
	for _, r := range report.Results {
		if r.Verdict != verify.Pass {
			t.Errorf("%s: %s, %s, %s", r.Flow.ID, r.Verdict, r.Because, r.CounterExample)
		}
		got = append(got, r.Flow.ID)
	}
	want := []string{
		"storage-out", "endpoints-out", "ssh-in", "dns-out", "dns-tcp-out", "registry-out", "registry-layers-out", "azure-registry-out", "azure-registry-layers-out",
		"files-out", "blob-out", "nfs-out blobs.blob.core.windows.net", "nfs-out 10.200.0.4", "smb-out files.example.com",
		"internet-in", "internet-out", "endpoints-in", "others-in",
	}
	if !slices.Equal(got, want) {
		t.Errorf("flows %q\n want %q", got, want)
	}
	const assumed = "somebody else sees to the names of the private endpoints"
	if a := report.Results[1].Assumptions; !slices.Contains(a, assumed) {
		t.Errorf("endpoints-out assumes %q", a)
	}
}

// An accepted intent may ask for what its nodes cannot reach, having no way
// out. Nothing else in its own network fails it.
func TestRandomNetworksHold(t *testing.T) {
	t.Parallel()
	judged := map[verify.Verdict]int{}
	for seed := uint64(0); judged[verify.Pass] < 100; seed++ {
		if seed == 5000 {
			t.Fatalf("too few networks: %v", judged)
		}
		text := intenttest.Random(seed)
		report, list := generator.Verify([]byte(text), midJanuary)
		if list.HasErrors() {
			continue
		}
		judged[report.Verdict()]++
		for _, r := range report.Results {
			// A registry may have an endpoint that the intent does not know of: BG448 says so.
			if r.Verdict == verify.Fail && !(strings.HasPrefix(r.Flow.ID, "registry") && strings.HasSuffix(r.Because, "the nodes have neither public IP addresses nor a NAT gateway")) {
				t.Errorf("seed %d: %s of %s: %s\n%s", seed, r.Flow.ID, r.Subnet, r.Because, text)
			}
		}
	}
	t.Log(judged)
}

func BenchmarkVerify(b *testing.B) {
	source, err := os.ReadFile("../golden/restricted-windows-tunneled/intent.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		generator.Verify(source, midJanuary)
	}
}
