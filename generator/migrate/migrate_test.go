package migrate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/batchgen/batchgen/generator"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intenttest"
	"github.com/batchgen/batchgen/generator/migrate"
	"github.com/batchgen/batchgen/generator/verify"
	"github.com/batchgen/batchgen/schemas"
)

// Classic mode is not yet retired in mid January, and is afterwards.
var (
	midJanuary = generator.Options{AsOf: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}
	afterwards = generator.Options{AsOf: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}
)

// classicGoldens are the cases in classic mode by the names of their folders.
func classicGoldens(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../../golden/*/intent.yaml")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]byte{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(source, []byte("\nmode: classic\n")) {
			list[filepath.Base(filepath.Dir(file))] = source
		}
	}
	if len(list) < 20 {
		t.Fatalf("only %d cases in classic mode", len(list))
	}
	return list
}

// Every classic golden migrates: each step is proven, the changed intent is valid
// without acknowledging anything, holds by itself, and renders what its
// simplified sibling renders.
func TestMigrateGoldens(t *testing.T) {
	t.Parallel()
	schema := jsonschema.MustCompileString("https://example.com/migrate", string(schemas.Migrate()))
	siblings := 0
	for name, source := range classicGoldens(t) {
		m := generator.Migrate(source, afterwards)
		if m.Diagnostics.HasErrors() {
			t.Errorf("%s: %v", name, m.Diagnostics)
			continue
		}
		existing := strings.HasPrefix(name, "subnet-existing")
		checkSteps(t, name, m.Report, existing)
		var value any
		if err := json.Unmarshal(m.Report.JSON(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if bytes.Contains(m.Intent, []byte("acknowledgeRetired")) {
			t.Errorf("%s: acknowledgeRetired stays:\n%s", name, m.Intent)
		}
		options := afterwards
		options.Formats = []generator.Format{generator.Bicep, generator.ARM}
		r := generator.Generate(m.Intent, options)
		if r.Diagnostics.HasErrors() {
			t.Errorf("%s: the changed intent is refused: %v\n%s", name, r.Diagnostics, m.Intent)
		}
		if report, _ := generator.Verify(m.Intent, afterwards); report.Verdict() != verify.Pass && !existing {
			t.Errorf("%s: the changed intent: %s", name, report.Verdict())
		}
		sibling := filepath.Join("../../golden", strings.Replace(name, "classic", "simplified", 1), "main.bicep")
		if want, err := os.ReadFile(sibling); err == nil {
			siblings++
			if diff := cmp.Diff(string(want), string(r.Files[0].Data)); diff != "" {
				t.Errorf("%s is not %s:\n%s", name, sibling, diff)
			}
		}
	}
	if siblings < 16 {
		t.Errorf("only %d cases have a sibling in simplified mode", siblings)
	}
}

// checkSteps wants every step proven, and the closing to come too early shown.
func checkSteps(t *testing.T, name string, r migrate.Report, existing bool) {
	t.Helper()
	if len(r.Steps) != 5 || len(r.Wrong) != 2 || len(r.Subnets) == 0 {
		t.Fatalf("%s: %d steps, %d counter-proofs, %d subnets", name, len(r.Steps), len(r.Wrong), len(r.Subnets))
	}
	for _, s := range r.Steps {
		p := s.Proof
		if existing && p.Pass+p.Fail == 0 && p.Inconclusive > 0 {
			continue
		}
		if p.Fail+p.Inconclusive > 0 || p.Pass < 2 || slices.ContainsFunc(p.ByDefault, ofBatch) {
			t.Errorf("%s: %s: %+v", name, s.Title, p)
		}
	}
	if early := r.Wrong[1]; !existing && !slices.ContainsFunc(early.Failing, func(f migrate.Failure) bool { return f.Flow == "batch-in" }) {
		t.Errorf("%s: the final rules do not break classic nodes: %+v", name, early)
	}
	if late := r.Wrong[0]; !existing && late.Fail == 0 && len(late.ByDefault) == 0 && name != "restricted-classic" && name != "tasks-call-batch-classic" {
		t.Errorf("%s: the rules of now hold for simplified nodes: %+v", name, late)
	}
}

func ofBatch(flow string) bool {
	return strings.HasPrefix(flow, "batch-") || strings.HasPrefix(flow, "storage-")
}

// The sets of one network, written by hand after the document's union.
func TestMigrateSets(t *testing.T) {
	t.Parallel()
	const source = "region: westeurope\nmode: classic\nos: windows\nnodes: 20\ntasksCallBatch: true\n" +
		"forcedTunneling: {via: appliance, address: 10.0.255.4}\nnetwork: {egress: restricted}\naccount: {storage: none}\n"
	m := generator.Migrate([]byte(source), afterwards)
	if m.Diagnostics.HasErrors() {
		t.Fatal(m.Diagnostics)
	}
	var got []string
	for _, r := range m.Report.Subnets[0].Rules {
		got = append(got, fmt.Sprintf("%s %d %s: %s, %s", r.Name, r.Priority, strings.Join(r.Sets, "+"), r.Action, r.Flow))
	}
	for _, r := range m.Report.Subnets[0].Routes {
		got = append(got, fmt.Sprintf("%s %s: %s, %s to %s", r.Name, strings.Join(r.Sets, "+"), r.Action, r.Prefix, r.NextHop))
	}
	want := []string{
		"AllowBatchNodeManagementInbound 100 now+changeOver: remove, Allow TCP 29876-29877 from BatchNodeManagement.WestEurope to *",
		"DenyInternetInbound 4096 now+changeOver+final: keep, Deny everything from Internet to *",
		"AllowBatchNodeManagementOutbound 100 changeOver+final: change, Allow any protocol, port 443 from * to BatchNodeManagement.WestEurope",
		"AllowStorageOutbound 110 now+changeOver: remove, Allow TCP 443 from * to Storage.WestEurope",
		"AllowWindowsActivationOutbound 300 now+changeOver+final: keep, Allow TCP 1688 from * to 20.118.99.224, 40.83.235.53, 23.102.135.246",
		"DenyInternetOutbound 4096 now+changeOver+final: keep, Deny everything from * to Internet",
		"InternetThroughAppliance now+changeOver+final: keep, 0.0.0.0/0 to VirtualAppliance 10.0.255.4",
		"BatchNodeManagementDirect now+changeOver+final: keep, BatchNodeManagement.WestEurope to Internet",
		"WindowsActivation1Direct now+changeOver+final: keep, 20.118.99.224/32 to Internet",
		"WindowsActivation2Direct now+changeOver+final: keep, 40.83.235.53/32 to Internet",
		"WindowsActivation3Direct now+changeOver+final: keep, 23.102.135.246/32 to Internet",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if early := m.Report.Wrong[1].Failing; len(early) != 2 || early[0].Flow != "batch-in" || early[1].Flow != "storage-out" {
		t.Errorf("the final rules in classic mode: %+v", early)
	}
}

// Where outbound traffic is restricted, the rules of now keep simplified nodes from starting.
func TestMigrateShowsWhatBreaks(t *testing.T) {
	t.Parallel()
	const source = "region: westeurope\nmode: classic\nos: linux\nnodes: 20\nnetwork: {egress: restricted}\n"
	m := generator.Migrate([]byte(source), afterwards)
	if late := m.Report.Wrong[0]; late.Fail != 1 || late.Failing[0].Flow != "batch-out" || late.Failing[0].Because != "DenyInternetOutbound denies it" {
		t.Errorf("the rules of now in simplified mode: %+v", late)
	}
	text := string(m.Report.Text())
	for _, want := range []string{
		"  - the rules of now, nodes in simplified mode\n      verdicts: 1 PASS, 1 FAIL, 0 INCONCLUSIVE\n      fails: batch-out of subnet batch-nodes (DenyInternetOutbound denies it)\n",
		"  - 5. Close what only classic mode needs\n",
		"properties.targetNodeCommunicationMode\n      change: goes: Classic\n      takes: pool without nodes\n",
		"  - pool pool, apiVersion\n      change: 2024-07-01 becomes 2025-06-01\n",
		"  - classic node communication\n      date: 2026-03-31\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	markdown := m.Report.Markdown(generator.Revision)
	if revision, intact, ok := explain.Mark(markdown); !ok || !intact || revision != generator.Revision {
		t.Errorf("the mark of %s", markdown)
	}
	open := generator.Migrate([]byte(strings.Replace(source, "restricted", "open", 1)), afterwards)
	if want := "nothing: batch-out of subnet batch-nodes passes by Azure's default rule AllowInternetOutBound alone"; !strings.Contains(string(open.Report.Text()), want) {
		t.Errorf("no %q in\n%s", want, open.Report.Text())
	}
}

func TestMigrateRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, code, path string }{
		"unreadable":         {"region: [", "BG006", ""},
		"simplified":         {"region: westeurope\nmode: simplified\nos: linux\nnodes: 1\n", "BG650", "/mode"},
		"mode left out":      {"region: westeurope\nos: linux\nnodes: 1\n", "BG650", "/mode"},
		"region without":     {"region: westindia\nmode: classic\nos: linux\nnodes: 1\nacknowledgeRetired: true\n", "BG202", "/region"},
		"inspect in classic": {"region: westeurope\nmode: classic\nos: linux\nnodes: 1\nforcedTunneling: {via: gateway, serviceTraffic: inspect}\n", "BG402", ""},
		"retired beside it":  {"region: westeurope\nmode: classic\nos: linux\nnodes: 1\nvmSize: Standard_NV6\n", "BG501", "/vmSize"},
		"account closed":     {"region: westeurope\nmode: classic\nos: linux\nnodes: 1\naccount: {publicNetworkAccess: false}\n", "BG414", ""},
		"cloud service": {"region: westeurope\nconfiguration: cloudService\nosFamily: '6'\nacknowledgeRetired: true\nos: windows\nnodes: 2\nvmSize: Standard_D2_v2\n" +
			"network: {vnet: {existingSubnet: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/classic/subnets/nodes}}\n",
			"BG652", "/configuration"},
	} {
		m := generator.Migrate([]byte(c.source), afterwards)
		at := slices.IndexFunc(m.Diagnostics, func(d diag.Diagnostic) bool { return d.Code == c.code && d.Severity == diag.Error })
		if at < 0 || c.path != "" && m.Diagnostics[at].Path != c.path {
			t.Errorf("%s: %+v", name, m.Diagnostics)
		}
		if len(m.Report.Steps) > 0 || m.Intent != nil {
			t.Errorf("%s: there is a report", name)
		}
		for _, d := range m.Diagnostics {
			if !d.Range.Valid() {
				t.Errorf("%s: no place: %+v", name, d)
			}
		}
	}
}

// That classic mode is retired is a warning, before its end the usual one.
func TestMigrateWarns(t *testing.T) {
	t.Parallel()
	const source = "region: westeurope\nmode: classic\nos: linux\nnodes: 1\n"
	for _, c := range []struct {
		options generator.Options
		want    []string
	}{{afterwards, []string{"BG651"}}, {midJanuary, []string{"BG502"}}, {generator.Options{AsOf: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}, nil}} {
		for _, acknowledge := range []string{"", "acknowledgeRetired: true\n"} {
			m := generator.Migrate([]byte(source+acknowledge), c.options)
			var got []string
			for _, d := range m.Diagnostics {
				got = append(got, d.Code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || m.Diagnostics.HasErrors() {
				t.Errorf("%s, %q: %s", c.options.AsOf, acknowledge, diff)
			}
			if len(m.Report.Steps) == 0 {
				t.Errorf("%s, %q: no report", c.options.AsOf, acknowledge)
			}
		}
	}
}

// acknowledgeRetired stays where something else needs it.
func TestMigrateKeepsAnAcknowledgementThatIsNeeded(t *testing.T) {
	t.Parallel()
	const source = "region: westeurope\nmode: classic # old\nacknowledgeRetired: true # archive\nos: linux\nnodes: 1\nvmSize: Standard_NV6\n"
	m := generator.Migrate([]byte(source), afterwards)
	if want := strings.Replace(source, "classic", "simplified", 1); string(m.Intent) != want {
		t.Errorf("%v\n%s", m.Diagnostics, m.Intent)
	}
}

// On random intents: what migrates is proven, and the changed intent says the
// same as the old one but for the mode.
func TestMigrateRandom(t *testing.T) {
	t.Parallel()
	migrated := 0
	for seed := uint64(0); migrated < 40; seed++ {
		if seed == 4000 {
			t.Fatalf("only %d intents migrate", migrated)
		}
		source := intenttest.Random(seed)
		m := generator.Migrate([]byte(source), midJanuary)
		if m.Diagnostics.HasErrors() {
			continue
		}
		migrated++
		want := strings.Replace(source, "mode: classic", "mode: simplified", 1)
		if bytes.Contains(m.Intent, []byte("acknowledgeRetired")) != strings.Contains(string(m.Intent), "acknowledgeRetired: true\n") {
			t.Errorf("seed %d: %s", seed, m.Intent)
		}
		if !bytes.Contains(m.Intent, []byte("acknowledgeRetired")) {
			want = strings.Replace(want, "acknowledgeRetired: true\n", "", 1)
		}
		if diff := cmp.Diff(want, string(m.Intent)); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
		if r := generator.Generate(m.Intent, midJanuary); r.Diagnostics.HasErrors() {
			t.Errorf("seed %d: %v\n%s", seed, r.Diagnostics, m.Intent)
		}
		for _, s := range m.Report.Steps {
			for _, f := range s.Proof.Failing {
				if !strings.HasPrefix(f.Flow, "registry") { // BG448 says so
					t.Errorf("seed %d: %s: %+v", seed, s.Title, f)
				}
			}
		}
	}
}
