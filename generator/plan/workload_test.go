package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// codes are the codes of a list, each once, sorted.
func codes(list diag.List) []string {
	var all []string
	for _, d := range list {
		all = append(all, d.Code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// As many slots as the smaller of four for each core and 256.
func TestTaskSlots(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size  string
		slots int
		code  string
	}{
		{"Standard_D1s_v5", 1, ""}, {"Standard_D2s_v5", 8, ""}, {"Standard_D2s_v5", 9, "BG225"},
		{"Standard_D64s_v5", 256, ""}, {"Standard_HB120-16rs_v3", 64, ""}, {"Standard_HB120-16rs_v3", 65, "BG225"},
		{"Standard_E96ds_v5", 256, ""}, {"Standard_DS3_v2", 1, ""}, {"Standard_DS3_v2", 2, "BG226"},
	} {
		p, list := try(t, fmt.Sprintf("region: westeurope\nos: linux\nnodes: 1\nvmSize: %s\ntaskSlotsPerNode: %d", c.size, c.slots))
		got := strings.Join(slices.DeleteFunc(codes(list), func(code string) bool { return code[:4] != "BG22" }), " ")
		if got != c.code || p.Pools[0].TaskSlots != c.slots {
			t.Errorf("%s with %d: %q, want %q", c.size, c.slots, got, c.code)
		}
	}
	// Each environment's size has to hold them.
	_, list := try(t, `region: westeurope
nodes: 1
os: linux
taskSlotsPerNode: 16
pools: [{name: a}, {name: b, taskSlotsPerNode: 2}]
environments:
  dev: {vmSize: Standard_D2s_v5}
  test: {vmSize: Standard_D2s_v5, pools: {a: {vmSize: Standard_D8s_v5}}}
`)
	var paths []string
	for _, d := range list {
		if d.Code == "BG225" {
			paths = append(paths, d.Path)
		}
	}
	if diff := cmp.Diff([]string{"/environments/dev/vmSize"}, paths); diff != "" {
		t.Error(diff)
	}
}

// The formula counts nodes, not tasks; the last tasks that wait get a node too.
func TestFormulaOfTaskSlots(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: westeurope\nos: linux\nnodes: {autoscale: {min: 0, max: 5, spotMax: 9}}\ntaskSlotsPerNode: 4")
	want := `pending = known < 70 ? last : max(last, avg($PendingTasks.GetSample(span)));
wanted = (pending + 3) / 4;
$TargetDedicatedNodes = max(minDedicated, min(maxDedicated, wanted));
$TargetLowPriorityNodes = max(0, min(maxSpot, wanted - maxDedicated));
`
	if formula := p.Pools[0].Scale.Formula; !strings.Contains(formula, want) {
		t.Error(formula)
	}
}

func TestWorkloadIsTaken(t *testing.T) {
	t.Parallel()
	p := planOf(t, `region: westeurope
os: linux
nodes: 1
image: ubuntu-hpc-24.04
osDiskSizeGB: 64
startTask: {commandLine: "a 'b' ${c} [d]", elevated: true}
containers: {registries: [one.azurecr.io, two.azurecr.io], images: [one.azurecr.io/x]}
`)
	pool := p.Pools[0]
	if pool.OSDiskSizeGB != 64 || pool.TaskSlots != 1 {
		t.Errorf("%+v", pool)
	}
	if diff := cmp.Diff(&intent.StartTask{CommandLine: "a 'b' ${c} [d]", Elevated: true}, pool.StartTask); diff != "" {
		t.Error(diff)
	}
	want := &plan.Containers{
		Registries: []string{"one.azurecr.io", "two.azurecr.io"}, Images: []string{"one.azurecr.io/x"}, Identity: p.StorageIdentity,
	}
	if diff := cmp.Diff(want, pool.Containers); diff != "" {
		t.Error(diff)
	}
	var grants []string
	for _, g := range p.Grants {
		grants = append(grants, fmt.Sprint(g.Role.Name, " on ", g.Kind, " ", g.Name, " to ", g.To.Name))
	}
	if diff := cmp.Diff([]string{
		"AcrPull on container registry one.azurecr.io to batch-identity", "AcrPull on container registry two.azurecr.io to batch-identity",
	}, grants); diff != "" {
		t.Error(diff)
	}
	plain := planOf(t, "region: westeurope\nos: linux\nnodes: 1")
	if pool := plain.Pools[0]; pool.Containers != nil || pool.StartTask != nil || pool.Mounts != nil || plain.Secrets != nil || plain.Grants != nil {
		t.Errorf("%+v", pool)
	}
}

// By which identity each pool pulls.
func TestContainerIdentity(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"":                           "batch-identity [batch-identity]",
		"account: {storage: none}\n": "batch-pool-identity [batch-pool-identity]",
		"identities: [ONE]\n":        "one [batch-identity one]",
		"identities: [ONE, TWO]\n":   "batch-identity [batch-identity one two]",
		"identities: [ONE, UPPER]\n": "one [batch-identity one]",
		"account: {storage: none}\nidentities: [ONE]\n":                         "one [one]",
		"account: {storage: none}\nidentities: [ONE, TWO]\n":                    "batch-pool-identity [batch-pool-identity one two]",
		"account: {identity: ONE}\nidentities: [ONE]\n":                         "one [one]",
		"account: {storage: none}\ntasksCallBatch: true\n":                      "batch-pool-identity [batch-task-identity batch-pool-identity]",
		"account: {existing: ACCOUNT, storage: none}\nidentities: [ONE, TWO]\n": "batch-pool-identity [batch-pool-identity one two]",
	} {
		text := strings.NewReplacer("ONE", identityID+"one", "TWO", identityID+"two", "UPPER", identityID+"ONE",
			"ACCOUNT", data+"Microsoft.Batch/batchAccounts/shared").Replace(keys)
		p := planOf(t, "region: westeurope\nos: linux\nnodes: 1\nimage: ubuntu-hpc-24.04\ncontainers: {registries: [a.azurecr.io]}\n"+text)
		var names []string
		for _, id := range p.Pools[0].Identities {
			names = append(names, id.Name)
		}
		if got := fmt.Sprint(p.Pools[0].Containers.Identity.Name, " ", names); got != want {
			t.Errorf("%s: %s, want %s", keys, got, want)
		}
	}
}

// Which tags restricted egress opens for containers, by hand.
func TestContainerRules(t *testing.T) {
	t.Parallel()
	const (
		microsoft = "AllowContainerRegistryOutbound 320 Allow Tcp *>MicrosoftContainerRegistry:443"
		layers    = "AllowContainerRegistryDataOutbound 321 Allow Tcp *>AzureFrontDoor.FirstParty:443"
		own       = "AllowAzureContainerRegistryOutbound 322 Allow Tcp *>AzureContainerRegistry.%s:443"
		ownLayers = "AllowAzureContainerRegistryDataOutbound 323 Allow Tcp *>Storage.%s:443"
	)
	in := func(region string, forms ...string) []string {
		for i, f := range forms {
			if strings.Contains(f, "%s") {
				forms[i] = fmt.Sprintf(f, region)
			}
		}
		return forms
	}
	for _, c := range []struct {
		region, egress, containers string
		want, closed               []string
	}{
		{"westeurope", "open", "true", nil, nil},
		{"westeurope", "restricted", "false", nil, nil},
		{"westeurope", "restricted", "true", in("", microsoft, layers), []string{"BG444"}},
		{"westeurope", "restricted", "{registries: [a.azurecr.io]}", in("WestEurope", own, ownLayers), nil},
		{"westeurope", "restricted", "{registries: [A.AzureCR.io], images: [a.azurecr.io/b]}", in("WestEurope", own, ownLayers), nil},
		{"westeurope", "restricted", "{registries: [a.azurecr.io], images: [mcr.microsoft.com/b]}",
			in("WestEurope", microsoft, layers, own, ownLayers), nil},
		{"westeurope", "restricted", "{registries: [a.azurecr.io], images: [b/c]}",
			in("WestEurope", microsoft, layers, own, ownLayers), []string{"BG444"}},
		{"westeurope", "restricted", "{registries: [a.azurecr.us]}", in("", microsoft, layers), []string{"BG444"}},
		{"usgovvirginia", "restricted", "{registries: [a.azurecr.us]}", in("USGovVirginia", own, ownLayers), []string{"BG445"}},
		{"chinanorth3", "restricted", "true", in("ChinaNorth3", own, ownLayers), []string{"BG444", "BG445"}},
		{"chinanorth3", "restricted", "{registries: [a.azurecr.cn], images: [mcr.microsoft.com/b]}",
			in("ChinaNorth3", own, ownLayers), []string{"BG444", "BG445"}},
	} {
		p, list := try(t, fmt.Sprintf(
			"region: %s\nos: linux\nnodes: 1\nimage: ubuntu-hpc-24.04\naccount: {storage: none}\nnetwork: {egress: %s}\ncontainers: %s",
			c.region, c.egress, c.containers))
		if diff := cmp.Diff(c.want, outbound(p, 0)); diff != "" {
			t.Errorf("%s %s: %s", c.region, c.containers, diff)
		}
		closed := slices.DeleteFunc(codes(list), func(code string) bool { return code != "BG444" && code != "BG445" })
		if !slices.Equal(closed, c.closed) {
			t.Errorf("%s %s: %v, want %v", c.region, c.containers, closed, c.closed)
		}
	}
}

// Which images are taken to bring a container runtime.
func TestContainerRuntime(t *testing.T) {
	t.Parallel()
	const windows = "os: windows\nimage: {publisher: MicrosoftWindowsServer, offer: WindowsServer, version: latest, nodeAgent: batch.node.windows amd64, sku: "
	for keys, known := range map[string]bool{
		"os: linux":                                     false,
		"os: linux\nimage: ubuntu-hpc-24.04":            true,
		"os: linux\nimage: almalinux-hpc-8":             false,
		"os: windows":                                   false,
		windows + "2022-datacenter-g2}":                 false,
		windows + "2019-datacenter-with-containers}":    true,
		windows + "2016-datacenter-with-containers-gs}": true,
		"os: linux\nimage: {publisher: Microsoft-DSVM, offer: Ubuntu-HPC, sku: 2404, version: 1.0.0, nodeAgent: batch.node.ubuntu 24.04}": true,
		"os: linux\nimage: {id: " + data + "Microsoft.Compute/galleries/a/images/b, nodeAgent: batch.node.ubuntu 24.04}":                  true,
	} {
		keys = strings.Replace(keys, "sku: 2404", `sku: "2404"`, 1)
		_, list := try(t, "region: westeurope\nnodes: 1\ncontainers: true\nvmSize: Standard_D4s_v5\n"+keys)
		if got := !slices.Contains(codes(list), "BG227"); got != known {
			t.Errorf("%s: %t, want %t", keys, got, known)
		}
	}
}

// Only networks with container pools are warned of Docker's range.
func TestDockerBridge(t *testing.T) {
	t.Parallel()
	vnet := data + "Microsoft.Network/virtualNetworks/spoke"
	for keys, want := range map[string][]string{
		"network: {addressSpace: [172.17.0.0/16]}":                                                     nil,
		"containers: true\nnetwork: {addressSpace: [172.18.0.0/16, 10.0.0.0/8]}":                       nil,
		"containers: true\nnetwork: {addressSpace: [10.0.0.0/16, 172.17.128.0/24]}":                    {"/network/addressSpace/1"},
		"containers: true\nnetwork: {addressSpace: [172.16.0.0/12]}":                                   {"/network/addressSpace/0"},
		"containers: true\nnetwork: {vnet: {existing: " + vnet + "}, subnet: {prefix: 172.17.1.0/24}}": {"/network/subnet/prefix"},
		"containers: true\nnetwork: {vnet: {existing: " + vnet + "}, subnet: {prefix: 10.17.1.0/24}}":  nil,
	} {
		_, list := try(t, "region: westeurope\nos: linux\nnodes: 1\nimage: ubuntu-hpc-24.04\n"+keys)
		var got []string
		for _, d := range list {
			if d.Code == "BG228" {
				got = append(got, d.Path)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", keys, diff)
		}
	}
}

// Secrets take of the room for parameters; what is left goes to the pools.
func TestSecretsTakeParameters(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("region: westeurope\nos: linux\nnodes: 1\npools:\n")
	for i := range 19 {
		fmt.Fprintf(&b, "  - name: p%d\n    mounts:\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "      - {azureFiles: {account: a%dx%d, share: abc, at: m%d}}\n", i, j, j)
		}
	}
	p := planOf(t, b.String())
	count := 0
	for _, pool := range p.Pools {
		if pool.Parameters {
			count++
		}
	}
	// 200 less 190 secrets and the four of every template: size and count for three pools.
	if len(p.Secrets) != 190 || count != 3 {
		t.Errorf("%d secrets, %d pools with parameters", len(p.Secrets), count)
	}
}
