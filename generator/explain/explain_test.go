package explain_test

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

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/explain"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/schemas"
)

var asOf = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// planned is the plan of an intent, which must have no errors.
func planned(t *testing.T, text string) (intent.Intent, plan.Plan) {
	t.Helper()
	in, _, list := intent.Load([]byte(text))
	if list.HasErrors() {
		t.Fatalf("%s\n%v", text, list)
	}
	p, list := plan.New(in, asOf)
	if list.HasErrors() {
		t.Fatalf("%s\n%v", text, list)
	}
	return in, p
}

func report(t *testing.T, text string) explain.Report {
	t.Helper()
	return explain.New(planned(t, text))
}

// goldens are the intents of the golden cases.
func goldens(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "golden", "*", "intent.yaml"))
	if err != nil || len(files) < 100 {
		t.Fatal(len(files), err)
	}
	texts := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(filepath.Dir(file))] = string(text)
	}
	return texts
}

const linux = "region: westeurope\nos: linux\n"

// What Batch creates, counted by hand.
func TestObjectsPerHundredNodes(t *testing.T) {
	t.Parallel()
	ips := func(n int) string {
		var ids []string
		for i := range n {
			ids = append(ids, fmt.Sprintf("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/ip%d", i))
		}
		return "publicIPs: {userManaged: [" + strings.Join(ids, ", ") + "]}\n"
	}
	private := "publicIPs: none\nnetwork: {privateEndpoints: [nodeManagement]}\n"
	scale := func(minimum, most, spot int) string {
		return fmt.Sprintf("nodes: {autoscale: {min: %d, max: %d, spotMax: %d}}\n", minimum, most, spot)
	}
	for _, test := range []struct {
		text                string
		balancers, ips, nsg int
	}{
		{"nodes: 1\n", 1, 1, 1},
		{"nodes: 100\n", 1, 1, 1},
		{"nodes: 101\n", 2, 2, 2},
		{"nodes: {dedicated: 50, spot: 50}\n", 2, 2, 2},
		{"nodes: {dedicated: 0, spot: 201}\n", 3, 3, 3},
		{"nodes: {dedicated: 100, spot: 100}\n", 2, 2, 2},
		{scale(0, 150, 1), 3, 3, 3},
		{"nodes: 150\n" + ips(3), 2, 0, 2},
		{"nodes: 150\n" + private, 0, 0, 0},
		{"nodes: 10\nenvironments: {prod: {nodes: {dedicated: 20, spot: 250}}}\n", 4, 4, 4},
	} {
		got := report(t, linux+test.text).Pools[0]
		want := []int{test.balancers, test.ips, test.nsg}
		if diff := cmp.Diff(want, []int{got.LoadBalancers, got.PublicIPCount, got.SecurityGroups}); diff != "" {
			t.Errorf("%s%s", test.text, diff)
		}
	}
	classic := report(t, goldens(t)["cloud-service"]).Pools[0]
	if classic.LoadBalancers+classic.PublicIPCount+classic.SecurityGroups != 0 {
		t.Errorf("Batch creates %+v in a classic network", classic)
	}
}

// Quotas, counted by hand: name, needed, limit.
func TestQuotas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"four lines": {linux + "nodes: 20\n", []string{
			"Dedicated cores 80/900", "Pools of the account 1/500", "Public IP addresses 1/10", "Load balancers 1/1000",
			"Network security groups 2/5000", "Private addresses of the virtual network 20/65536",
		}},
		"spot, constrained cores": {linux + "vmSize: Standard_E8-2s_v5\nnodes: {dedicated: 10, spot: 150}\n", []string{
			"Dedicated cores 20/900", "Spot cores 300/100", "Pools of the account 1/500", "Public IP addresses 3/10",
			"Load balancers 3/1000", "Network security groups 4/5000", "Private addresses of the virtual network 160/65536",
		}},
		"private": {linux + "nodes: 20\npublicIPs: none\nnetwork: {privateEndpoints: [batchAccount, nodeManagement, storage]}\n", []string{
			"Dedicated cores 80/900", "Pools of the account 1/500", "Network security groups 2/5000",
			"Private addresses of the virtual network 23/65536", "Private endpoint connections of the account 2/100",
		}},
		"NAT gateway and tunnel": {linux + "nodes: 20\nforcedTunneling: true\nnetwork: {natGateway: true}\n", []string{
			"Dedicated cores 80/900", "Pools of the account 1/500", "Public IP addresses 2/10", "Load balancers 1/1000",
			"Network security groups 2/5000", "Route tables 1/600", "Private addresses of the virtual network 20/65536",
		}},
		"user subscription": {linux + "nodes: {dedicated: 20, spot: 5}\naccount: {poolAllocationMode: userSubscription, keyVault: new}\n", []string{
			"Cores of the subscription 100/0", "Pools of the account 1/500", "Public IP addresses 2/10", "Load balancers 2/1000",
			"Network security groups 3/5000", "Private addresses of the virtual network 25/65536",
		}},
	} {
		var got []string
		for _, q := range report(t, test.text).Quotas {
			got = append(got, fmt.Sprintf("%s %d/%d", q.Name, q.Needs, q.Limit))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	sized := report(t, linux+"acknowledgeRetired: true\nvmSize: Standard_D2_v2\nnodes: 7\n").Quotas[0]
	if sized.Needs != 7 || !strings.HasPrefix(sized.Note, "At least: ") {
		t.Errorf("cores that the name does not tell: %+v", sized)
	}
}

// Every decision of every golden plan is in its report, with reason and document.
func TestEveryDecisionIsReported(t *testing.T) {
	t.Parallel()
	for name, text := range goldens(t) {
		in, p := planned(t, text)
		r := explain.New(in, p)
		said := map[string]bool{}
		say := func(kind, name, why string, from explain.Source) {
			said[kind+" "+name+": "+why+" "+from.ID] = true
			if from.Title == "" {
				t.Errorf("%s: %s %s has the unknown source %q", name, kind, name, from.ID)
			}
		}
		for _, s := range r.Network.Subnets {
			say("subnet", s.Name, s.Why, s.Source)
			for _, rule := range s.Rules {
				say("rule", fmt.Sprint(s.Name, "/", rule.Name, " ", rule.Priority), rule.Why, rule.Source)
			}
			for _, route := range s.Routes {
				say("route", s.Name+"/"+route.Name+" "+route.Prefix, route.Why, route.Source)
			}
		}
		for _, part := range r.Parts {
			say("part", part.Name, part.Why, part.Source)
		}
		for _, role := range r.Roles {
			say("role", role.Role+" "+role.Identity, role.Why, role.Source)
		}
		for _, grant := range r.Grants {
			say("grant", grant.Role+" "+grant.On, grant.Why, grant.Source)
		}
		must := func(kind, what string, reason plan.Reason) {
			if key := kind + " " + what + ": " + reason.Why + " " + string(reason.Doc); !said[key] {
				t.Errorf("%s: not reported: %s", name, key)
			}
		}
		subnets := slices.Clone(p.Network.Subnets)
		if p.Network.EndpointSubnet != nil {
			subnets = append(subnets, p.Network.EndpointSubnet)
		}
		rules := 0
		for _, s := range subnets {
			must("subnet", s.Name, s.Reason)
			for _, rule := range slices.Concat(s.SecurityGroup.Rules, s.Required) {
				rules++
				must("rule", fmt.Sprint(s.Name, "/", rule.Name, " ", *rule.Properties.Priority), rule.Reason)
			}
			if s.RouteTable != nil {
				for _, route := range s.RouteTable.Routes {
					must("route", s.Name+"/"+route.Name+" "+*route.Properties.AddressPrefix, route.Reason)
				}
			}
		}
		if rules == 0 {
			t.Errorf("%s: a plan without a rule", name)
		}
		for _, pool := range p.Pools {
			for _, id := range pool.Identities {
				must("part", id.Name, id.Reason)
			}
		}
		for _, endpoint := range p.Network.Endpoints {
			must("part", endpoint.Name, endpoint.Reason)
		}
		for _, role := range p.Roles {
			identity := "Microsoft Azure Batch"
			if role.Identity != nil {
				identity = role.Identity.Name
			}
			must("role", role.Role.Name+" "+identity, role.Reason)
		}
		for _, grant := range p.Grants {
			must("grant", grant.Role.Name+" "+grant.Kind+" "+grant.Name, grant.Reason)
		}
		for _, secret := range p.Secrets {
			if !slices.ContainsFunc(r.Parameters, func(p explain.Parameter) bool { return p.Name == secret.Name && p.Secret }) {
				t.Errorf("%s: the secret %s is not reported", name, secret.Name)
			}
		}
		text := string(r.Text())
		for _, s := range r.Network.Subnets {
			for _, rule := range s.Rules {
				if !strings.Contains(text, "- "+rule.Name+"\n") {
					t.Errorf("%s: the text lacks %s", name, rule.Name)
				}
			}
		}
	}
}

func compiled(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.Draft, c.AssertFormat = jsonschema.Draft7, true
	if err := c.AddResource("https://example.com/schema", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("https://example.com/schema")
}

func TestJSONKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	reports, lists := compiled(t, schemas.Explain()), compiled(t, schemas.Allowlist())
	check := func(name string, schema *jsonschema.Schema, text []byte) {
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
	for name, text := range goldens(t) {
		in, p := planned(t, text)
		check(name, reports, explain.New(in, p).JSON())
		check(name, lists, explain.NewAllowlist(in, p).JSON())
	}
	if reports.Validate(map[string]any{"schemaVersion": 1}) == nil {
		t.Error("the schema takes a report of nothing")
	}
}

// The day decides messages and never what is reported.
func TestReportsDoNotDependOnTheDay(t *testing.T) {
	t.Parallel()
	for name, text := range goldens(t) {
		in, _, _ := intent.Load([]byte(text))
		early, _ := plan.New(in, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
		in2, p := planned(t, text)
		if !bytes.Equal(explain.New(in, early).Markdown(1), explain.New(in2, p).Markdown(1)) {
			t.Errorf("%s: the report of 2020 differs", name)
		}
	}
}

// Grants come with the call that assigns them.
func TestGrantCommands(t *testing.T) {
	t.Parallel()
	const id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/own(ids)/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes"
	for _, test := range []struct{ text, want string }{
		{
			linux + "nodes: 1\ncontainers: {registries: [example.azurecr.io]}\nimage: ubuntu-hpc-24.04\n",
			`az role assignment create --assignee-object-id "$(az identity show --name batch-identity --resource-group '<resource group>'` +
				` --query principalId --output tsv)" --assignee-principal-type ServicePrincipal --role AcrPull` +
				` --scope '<resource ID of container registry example.azurecr.io>'`,
		},
		{
			linux + "nodes: 1\nmounts: [{blob: {account: data, container: work}}]\nidentities: ['" + id + "']\n",
			`az role assignment create --assignee-object-id "$(az identity show --ids '` + id + `' --query principalId --output tsv)"` +
				` --assignee-principal-type ServicePrincipal --role 'Storage Blob Data Contributor' --scope '<resource ID of storage account data>'`,
		},
		{
			linux + "nodes: 1\naccount: {poolAllocationMode: userSubscription, keyVault: new}\n",
			"az role assignment create --assignee ddbf3205-c6bd-46ae-8127-60eb93363864 --role 'Azure Batch Service Orchestration Role'" +
				" --scope '/subscriptions/<subscription ID>'",
		},
		{
			"region: usgovvirginia\nos: linux\nnodes: 1\naccount: {poolAllocationMode: userSubscription, keyVault: new}\n",
			"az role assignment create --assignee '<application ID of Microsoft Azure Batch in this cloud>'" +
				" --role 'Azure Batch Service Orchestration Role' --scope '/subscriptions/<subscription ID>'",
		},
		{
			goldens(t)["cloud-service"],
			"az role assignment create --assignee ddbf3205-c6bd-46ae-8127-60eb93363864 --role 'Classic Virtual Machine Contributor'" +
				" --scope /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/old/providers/Microsoft.ClassicNetwork/virtualNetworks/classic",
		},
	} {
		grants := report(t, test.text).Grants
		if len(grants) != 1 {
			t.Errorf("%s: %+v", test.text, grants)
			continue
		}
		if diff := cmp.Diff(test.want, grants[0].Command); diff != "" {
			t.Error(diff)
		}
	}
}

// What an existing subnet must allow is what a new one would get, but for the denies.
func TestExistingSubnetMustAllow(t *testing.T) {
	t.Parallel()
	const subnet = "network: {vnet: {existingSubnet: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/spoke/subnets/batch}}\n"
	rest := "nodes: 4\nremoteAccess: {from: [203.0.113.0/24]}\ninterNodeCommunication: true\n"
	got, fresh := report(t, linux+rest+subnet).Network.Subnets[0], report(t, linux+rest).Network.Subnets[0]
	var want, have []string
	for _, r := range fresh.Rules {
		if r.Access == "Allow" {
			want = append(want, r.Name)
		}
	}
	for _, r := range got.Rules {
		have = append(have, r.Name)
		if slices.Contains(r.Sources, "invalid Prefix") || slices.Contains(r.Destinations, "invalid Prefix") {
			t.Errorf("%s: an unknown prefix is printed", r.Name)
		}
	}
	if diff := cmp.Diff(want, have); diff != "" || len(want) != 5 {
		t.Error(want, diff)
	}
	cloudService := report(t, goldens(t)["cloud-service"]).Network.Subnets[0]
	if len(cloudService.Rules) != 2 || cloudService.Rules[0].Ports != "10100,20100,30100" || cloudService.Rules[0].Sources[0] != "*" {
		t.Errorf("%+v", cloudService.Rules)
	}
}

func TestRetirementsHaveTheirDates(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, r := range report(t, goldens(t)["classic-linux"]).Retirements {
		got[r.What] = r.Date
	}
	if got["classic node communication"] != "2026-03-31" {
		t.Error(got)
	}
	if date, found := got["Batch API versions before 2025-06-01"]; !found || date != "" {
		t.Error(got)
	}
	text := string(report(t, goldens(t)["classic-linux"]).Text())
	if !strings.Contains(text, "ends: announced, date not published here") {
		t.Error("the text lacks what stands for an unknown date")
	}
}

// What is open on purpose is said, and only where it is open.
func TestNotes(t *testing.T) {
	t.Parallel()
	titles := func(text string) []string {
		var list []string
		for _, n := range report(t, text).Notes {
			list = append(list, n.Title)
		}
		return list
	}
	always := []string{"Lateral movement", "Flow logs", "DDoS protection", "Locks"}
	for text, more := range map[string][]string{
		linux + "nodes: 1\n": {"Storage"},
		linux + "nodes: 1\nnetwork: {privateEndpoints: [storage]}\n":                         nil,
		linux + "nodes: 1\naccount: {storage: none}\nforcedTunneling: {via: gateway}\n":      {"Forced tunneling", "Service tags in routes"},
		linux + "nodes: 1\naccount: {storage: none}\nforcedTunneling: {via: bgp}\n":          {"Forced tunneling", "Service tags in routes"},
		linux + "nodes: 1\naccount: {poolAllocationMode: userSubscription, keyVault: new}\n": {"Storage", "User subscription"},
		goldens(t)["subnet-existing"]: {"Storage", "Existing subnet"},
	} {
		if diff := cmp.Diff(slices.Concat(always, more), titles(text)); diff != "" {
			t.Errorf("%s%s", text, diff)
		}
	}
	var names []string
	for _, n := range report(t, linux+"nodes: 1\nnetwork: {dnsServers: [10.0.0.4, 10.0.0.5], privateEndpoints: [nodeManagement]}\n").Names {
		names = append(names, n.Title)
	}
	want := []string{"<auto-storage account>.blob.core.windows.net", "*.vault.azure.net", "privatelink.batch.azure.com"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	literal := report(t, goldens(t)["pools-500"]).Literals
	if len(literal) < 300 || report(t, linux+"nodes: 1\n").Literals == nil {
		t.Errorf("%d literals", len(literal))
	}
}

func TestNICRulesAreNotSaidOfPrivatePools(t *testing.T) {
	t.Parallel()
	for _, s := range report(t, goldens(t)["private-linux"]).Network.Subnets {
		for _, r := range s.Rules {
			if r.ByAzure != "" {
				t.Errorf("%s: %s", r.Name, r.ByAzure)
			}
		}
	}
	for _, r := range report(t, goldens(t)["classic-linux"]).Network.Subnets[0].Rules {
		if r.Name == "AllowBatchNodeManagementInbound" && r.ByAzure != azure.NICRuleOf(r.Name).Note || r.ByAzure == "" {
			t.Errorf("%s: %q", r.Name, r.ByAzure)
		}
	}
}
