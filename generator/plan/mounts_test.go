package plan_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/plan"
)

const (
	data       = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/data/providers/"
	accountID  = data + "Microsoft.Storage/storageAccounts/renderdata"
	identityID = data + "Microsoft.ManagedIdentity/userAssignedIdentities/"
)

// outbound are the rules of mounts and containers, without those of Batch itself.
func outbound(p plan.Plan, subnet int) []string {
	var got []string
	for _, r := range p.Network.Subnets[subnet].SecurityGroup.Rules {
		line := written(r)
		if strings.Contains(line, " Outbound ") && !strings.HasPrefix(r.Name, "AllowBatchNode") && !strings.HasPrefix(r.Name, "Deny") {
			got = append(got, strings.Replace(line, " Outbound", "", 1))
		}
	}
	return got
}

// The rules of each mount, transcribed by hand from the documents.
func TestMountRules(t *testing.T) {
	t.Parallel()
	const storage = "AllowStorageOutbound 110 Allow Tcp *>Storage.WestEurope:443"
	for _, c := range []struct {
		keys string
		want []string
	}{
		{"mounts: [{azureFiles: {account: renderdata, share: scenes}}]", []string{
			storage, "AllowAzureFilesOutbound 200 Allow Tcp *>Storage.WestEurope:445",
		}},
		{"mounts: [{blob: {account: renderdata, container: frames}}]", []string{storage}},
		{"account: {storage: none}\nmounts: [{blob: {account: renderdata, container: frames}}]", []string{
			"AllowBlobMountOutbound 210 Allow Tcp *>Storage.WestEurope:443",
		}},
		{"mounts: [{nfs: {host: 10.0.8.4, path: /a}}, {nfs: {host: 10.0.8.4, path: /b}}, {nfs: {host: 10.0.8.5, path: /c}}]", []string{
			storage, "AllowNfs1Outbound 220 Allow Tcp *>10.0.8.4:2049", "AllowNfs2Outbound 221 Allow Tcp *>10.0.8.5:2049",
		}},
		{"mounts: [{smb: {host: files.example.com, addresses: [10.9.0.9, 10.9.0.8/29, 10.9.1.0/24], share: a, user: u}}]", []string{
			storage, "AllowSmb1Outbound 240 Allow Tcp *>10.9.0.8/29+10.9.1.0/24:445",
		}},
		{"mounts: [{smb: {host: files.example.com, share: a, user: u}}]", []string{storage}},
		{"mounts: [{nfs: {host: a.blob.core.windows.net, path: /a/b}}, {nfs: {host: b.file.core.windows.net, path: /b/c}}]", []string{
			storage,
			"AllowBlobNfsPortmapperOutbound 211 Allow Tcp *>Storage.WestEurope:111",
			"AllowBlobNfsMountOutbound 212 Allow Tcp *>Storage.WestEurope:2048",
			"AllowNfs1Outbound 220 Allow Tcp *>Storage.WestEurope:2049",
		}},
		// The rule of Azure Files opens the same.
		{"mounts: [{azureFiles: {account: a1b, share: abc}}, {smb: {host: b.FILE.core.windows.net, share: c, user: u}}]", []string{
			storage, "AllowAzureFilesOutbound 200 Allow Tcp *>Storage.WestEurope:445",
		}},
		{"network: {egress: restricted}\naccount: {storage: none}\nmounts: [{nfs: {host: 192.0.2.9, path: /a}}]", []string{
			"AllowNfs1Outbound 220 Allow Tcp *>192.0.2.9:2049",
		}},
	} {
		p := planOf(t, "region: westeurope\nos: linux\nnodes: 2\n"+c.keys)
		if diff := cmp.Diff(c.want, outbound(p, 0)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.keys, diff)
		}
	}
}

// A subnet has the rules of its own pools alone, each server once, counted from 1.
func TestMountRulesOfSeveralPools(t *testing.T) {
	t.Parallel()
	p := planOf(t, `region: westeurope
nodes: 1
account: {storage: none}
pools:
  - {name: a, os: linux, mounts: [{nfs: {host: 10.0.8.4, path: /a}}]}
  - {name: b, os: linux, mounts: [{nfs: {host: 10.0.8.5, path: /a}}, {nfs: {host: 10.0.8.4, path: /b}}]}
  - {name: c, os: windows, mounts: [{azureFiles: {account: renderdata, share: abc, at: S}}]}
  - {name: d, os: linux, subnet: own, mounts: [{nfs: {host: 10.0.8.6, path: /a}}]}
`)
	want := [][]string{
		{
			"AllowAzureFilesOutbound 200 Allow Tcp *>Storage.WestEurope:445",
			"AllowNfs1Outbound 220 Allow Tcp *>10.0.8.4:2049", "AllowNfs2Outbound 221 Allow Tcp *>10.0.8.5:2049",
		},
		{"AllowNfs1Outbound 220 Allow Tcp *>10.0.8.6:2049"},
	}
	if diff := cmp.Diff(want, [][]string{outbound(p, 0), outbound(p, 1)}); diff != "" {
		t.Error(diff)
	}
}

// As many servers as there are priorities are taken, one more is an error.
func TestMountServersRunOut(t *testing.T) {
	t.Parallel()
	text := func(form string, servers int) string {
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\nnodes: 1\npools:\n")
		for i := range servers {
			if i%10 == 0 {
				fmt.Fprintf(&b, "  - name: p%d\n    mounts:\n", i)
			}
			fmt.Fprintf(&b, "      - "+form+"\n", i+1, i)
		}
		return b.String()
	}
	nfs := "{nfs: {host: 10.0.8.%d, path: /a, at: m%d}}"
	smb := "{smb: {host: 10.0.8.%d, share: a, user: u, at: m%d}}"
	for _, c := range []struct {
		form    string
		servers int
		last    string
	}{
		{nfs, 20, "AllowNfs20Outbound 239 Allow Tcp *>10.0.8.20:2049"}, {nfs, 21, ""},
		{smb, 60, "AllowSmb60Outbound 299 Allow Tcp *>10.0.8.60:445"}, {smb, 61, ""},
	} {
		p, list := try(t, text(c.form, c.servers))
		if c.last == "" {
			if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "BG442" }) {
				t.Errorf("%d servers are taken", c.servers)
			}
			continue
		}
		if got := outbound(p, 0); list.HasErrors() || got[len(got)-1] != c.last {
			t.Errorf("%d servers: %v, %s", c.servers, list, got[len(got)-1])
		}
	}
}

// What each mount gives the pool, and the secrets that it asks for.
func TestMounts(t *testing.T) {
	t.Parallel()
	p := planOf(t, strings.ReplaceAll(`region: westeurope
os: linux
nodes: 1
mounts:
  - {azureFiles: {account: renderdata, share: scenes}}
  - {azureFiles: {account: ACCOUNT, share: textures, at: t, readOnly: true}}
  - {azureFiles: {account: 7old, share: old, options: -o vers=2.1}}
  - {blob: {account: blobs, container: frames, readOnly: true}}
  - {nfs: {host: 10.0.8.4, path: /export/cache, readOnly: true}}
  - {nfs: {host: Renderdata.Blob.core.windows.net, path: /renderdata/frames, at: f}}
  - {smb: {host: 10.0.8.5, share: projects, user: render}}
  - {smb: {host: 10.0.8.5, share: plugins, user: RENDER, readOnly: true}}
  - {smb: {host: 10.0.8.5, share: home, user: 'CORP\batch'}}
`, "ACCOUNT", accountID))
	pool := p.Pools[0]
	files := "-o vers=3.1.1,dir_mode=0777,file_mode=0777,serverino,nosharesock,actimeo=30"
	smb := "-o vers=3.0,dir_mode=0777,file_mode=0777"
	want := []plan.Mount{
		{Kind: "azureFiles", Account: "renderdata", Share: "scenes", Secret: "renderdataKey", At: "scenes", Options: files},
		{Kind: "azureFiles", Account: "renderdata", Share: "textures", Secret: "renderdataKey", At: "t", Options: files + " -o ro"},
		{Kind: "azureFiles", Account: "7old", Share: "old", Secret: "account7oldKey", At: "old", Options: "-o vers=2.1"},
		{
			Kind: "blob", Account: "blobs", Container: "frames", Identity: p.StorageIdentity, At: "frames",
			Options: "-o attr_timeout=240 -o entry_timeout=240 -o negative_timeout=120 -o ro",
		},
		{Kind: "nfs", Host: "10.0.8.4", ExportPath: "/export/cache", At: "cache", Options: "-o vers=4,minorversion=1,sec=sys -o ro"},
		{
			Kind: "nfs", Host: "renderdata.blob", OnStorage: true, ExportPath: "/renderdata/frames", At: "f",
			Options: "-o sec=sys,vers=3,nolock,proto=tcp",
		},
		{Kind: "smb", Host: "10.0.8.5", Share: "projects", User: "render", Secret: "smb10_0_8_5RenderPassword", At: "projects", Options: smb},
		{Kind: "smb", Host: "10.0.8.5", Share: "plugins", User: "RENDER", Secret: "smb10_0_8_5RenderPassword", At: "plugins", Options: smb + " -o ro"},
		{Kind: "smb", Host: "10.0.8.5", Share: "home", User: `CORP\batch`, Secret: "smb10_0_8_5CorpBatchPassword", At: "home", Options: smb},
	}
	if diff := cmp.Diff(want, pool.Mounts); diff != "" {
		t.Error(diff)
	}
	var secrets []string
	for _, s := range p.Secrets {
		secrets = append(secrets, s.Name)
		if s.Description == "" {
			t.Errorf("%s has no description", s.Name)
		}
	}
	if diff := cmp.Diff([]string{"renderdataKey", "account7oldKey", "smb10_0_8_5RenderPassword", "smb10_0_8_5CorpBatchPassword"}, secrets); diff != "" {
		t.Error(diff)
	}
	// On Windows a drive is mapped without options.
	p = planOf(t, "region: westeurope\nos: windows\nnodes: 1\nmounts: [{azureFiles: {account: renderdata, share: scenes, at: S}}]")
	if m := p.Pools[0].Mounts[0]; m.Options != "" || m.At != "S" {
		t.Errorf("%+v", m)
	}
}

// Whatever hosts and users there are, the names of secrets are identifiers,
// and two secrets that share a name are refused.
func TestSecretNames(t *testing.T) {
	t.Parallel()
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("abAB019.-")), 0, 250, -1)
	rapid.Check(t, func(r *rapid.T) {
		hosts := [2]string{"a" + letters.Draw(r, "host") + "z", "a" + letters.Draw(r, "other") + "z"}
		users := [2]string{}
		for i := range users {
			users[i] = rapid.StringOfN(rapid.RuneFrom([]rune(`aZ09_.@\-`)), 1, 128, -1).Draw(r, "user")
		}
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\nnodes: 1\nmounts:\n")
		for i := range hosts {
			fmt.Fprintf(&b, "  - {smb: {host: %s, share: s%d, user: '%s'}}\n", hosts[i], i, users[i])
		}
		p, list := try(t, b.String())
		seen := map[string]bool{}
		for _, s := range p.Secrets {
			key := strings.ToLower(s.Name)
			if seen[key] || len(s.Name) > 255 || !identifier(s.Name) {
				r.Fatalf("the name %q", s.Name)
			}
			seen[key] = true
		}
		same := strings.EqualFold(hosts[0], hosts[1]) && strings.EqualFold(users[0], users[1])
		if refused := list.HasErrors(); len(p.Secrets) == 1 && !same && !refused {
			r.Fatalf("one parameter for two passwords: %v %v", hosts, users)
		}
	})
}

func identifier(name string) bool {
	for i, c := range name {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return name != ""
}

// Addresses that differ in their dots alone have secrets of their own.
func TestSecretsOfAddresses(t *testing.T) {
	t.Parallel()
	p := planOf(t, `region: westeurope
os: linux
nodes: 1
mounts:
  - {smb: {host: 10.0.11.1, share: a, user: u}}
  - {smb: {host: 10.0.1.11, share: b, user: u}}
`)
	if len(p.Secrets) != 2 {
		t.Errorf("%+v", p.Secrets)
	}
}

// By which identity each pool mounts, with which role, and who assigns it.
func TestMountAccess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keys                string
		identities, mountBy string
		roles, grants       []string
	}{
		{
			"mounts: [{blob: {account: renderdata, container: abc}}]", "batch-identity", "batch-identity", nil,
			[]string{"storageBlobDataContributor storage account renderdata batch-identity"},
		},
		{
			"mounts: [{blob: {account: renderdata, container: abc, readOnly: true}}]", "batch-identity", "batch-identity", nil,
			[]string{"storageBlobDataReader storage account renderdata batch-identity"},
		},
		{
			"account: {storage: none}\nmounts: [{blob: {account: ID, container: abc, readOnly: true}}]",
			"batch-pool-identity", "batch-pool-identity",
			[]string{"storageBlobDataReader renderdata batch-pool-identity true"}, nil,
		},
		{
			"resourceGroup: DATA\nidentities: [ONE]\nmounts: [{blob: {account: ID, container: abc, readOnly: true}}, {blob: {account: ID, container: def}}]",
			"batch-identity one", "one", []string{"storageBlobDataContributor renderdata one false"}, nil,
		},
		{
			"identities: [ONE, TWO]\nmounts: [{blob: {account: ID, container: abc}}]",
			"batch-identity one two", "batch-identity", []string{"storageBlobDataContributor renderdata batch-identity true"}, nil,
		},
		// The auto-storage gives its own role.
		{
			"account: {storage: ID}\nmounts: [{blob: {account: ID, container: abc}}, {blob: {account: renderdata, container: def}}]",
			"batch-identity", "batch-identity", nil, nil,
		},
		{"mounts: [{azureFiles: {account: ID, share: abc}}]", "batch-identity", "", nil, nil},
		{"account: {storage: none}\nmounts: [{azureFiles: {account: ID, share: abc}}]", "", "", nil, nil},
	} {
		keys := strings.NewReplacer("ID", accountID, "ONE", identityID+"one", "TWO", identityID+"two").Replace(c.keys)
		p := planOf(t, "region: westeurope\nos: linux\nnodes: 1\n"+keys)
		var identities []string
		for _, id := range p.Pools[0].Identities {
			identities = append(identities, id.Name)
		}
		by := ""
		if id := p.Pools[0].Mounts[0].Identity; id != nil {
			by = id.Name
		}
		var roles, grants []string
		for _, r := range p.Roles {
			if r.On == plan.OnMountedStorage {
				roles = append(roles, fmt.Sprint(r.Role.Symbol, " ", r.OnID.Name(), " ", r.Identity.Name, " ", r.Elsewhere))
			}
		}
		for _, g := range p.Grants {
			grants = append(grants, fmt.Sprint(g.Role.Symbol, " ", g.Kind, " ", g.Name, " ", g.To.Name))
		}
		got := fmt.Sprint(strings.Join(identities, " "), "|", by, "|", roles, "|", grants)
		if want := fmt.Sprint(c.identities, "|", c.mountBy, "|", c.roles, "|", c.grants); got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.keys, got, want)
		}
	}
}

// Pools that mount one account by one identity share a role: the wider one.
func TestMountAccessOfSeveralPools(t *testing.T) {
	t.Parallel()
	p := planOf(t, strings.NewReplacer("ID", accountID, "ONE", identityID+"one").Replace(`region: westeurope
os: linux
nodes: 1
pools:
  - {name: a, mounts: [{blob: {account: ID, container: abc, readOnly: true}}]}
  - {name: b, mounts: [{blob: {account: ID, container: abc}}]}
  - {name: c, identities: [ONE], mounts: [{blob: {account: ID, container: abc, readOnly: true}}]}
`))
	var got []string
	for _, r := range p.Roles {
		if r.On == plan.OnMountedStorage {
			got = append(got, r.Role.Symbol+" "+r.Identity.Name)
		}
	}
	if diff := cmp.Diff([]string{"storageBlobDataContributor batch-identity", "storageBlobDataReader one"}, got); diff != "" {
		t.Error(diff)
	}
}

// The flows that the far end of a tunnel is told of.
func TestTunnelCarriesMounts(t *testing.T) {
	t.Parallel()
	const (
		auto     = "TCP 443 to Storage.WestEurope (auto-storage)"
		packages = "TCP 80 and 443 to the package mirrors of the image and to packages.microsoft.com (drivers of mounts)"
	)
	for _, c := range []struct {
		keys string
		want []string
	}{
		{"os: linux", []string{auto}},
		{"os: linux\nmounts: [{nfs: {host: 10.0.8.4, path: /a}}]", []string{auto, packages}},
		{"os: linux\nmounts: [{nfs: {host: 10.9.8.4, path: /a}}]", []string{auto, "TCP 2049 to 10.9.8.4 (NFS)", packages}},
		{"os: linux\nmounts: [{nfs: {host: a.blob.core.windows.net, path: /a/b}}]", []string{
			auto, "TCP 111, 2048 and 2049 to Storage.WestEurope (NFS)", packages,
		}},
		{"os: linux\nmounts: [{smb: {host: files.example.com, share: a, user: u}}]", []string{auto, "TCP 445 to files.example.com (SMB)", packages}},
		{"os: linux\nmounts: [{smb: {host: files.example.com, addresses: [10.0.1.0/24, 10.9.1.0/24], share: a, user: u}}]", []string{
			auto, "TCP 445 to 10.9.1.0/24 (SMB)", packages,
		}},
		{"os: linux\nmounts: [{blob: {account: renderdata, container: abc}}]", []string{
			auto, "TCP 443 to Storage.WestEurope (blob mounts)", packages,
		}},
		{"os: windows\nmounts: [{azureFiles: {account: renderdata, share: abc, at: S}}]", []string{
			auto, "TCP 445 to Storage.WestEurope (Azure Files)",
		}},
		{"os: linux\ncontainers: {registries: [example.azurecr.io], images: [mcr.microsoft.com/a, ubuntu]}", []string{
			auto, "TCP 443 to example.azurecr.io (containers)",
			"TCP 443 to mcr.microsoft.com and *.data.mcr.microsoft.com (containers)", "TCP 443 to docker.io (containers)",
		}},
		{"os: linux\ncontainers: true", []string{auto, "TCP 443 to the registries of the container images (containers)"}},
	} {
		_, list := try(t, "region: westeurope\nnodes: 1\nforcedTunneling: true\n"+c.keys)
		i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return d.Code == "BG405" })
		want := "the edge behind the VPN gateway must let pass: " + strings.Join(c.want, "; ")
		if i < 0 || list[i].Message != want {
			t.Errorf("%s: %v, want %s", c.keys, list, want)
		}
	}
}

// Options that carry a secret are told from those that only sound like it.
func TestSecretOptions(t *testing.T) {
	t.Parallel()
	for options, secret := range map[string]bool{
		"-o password=x": true, "-o vers=3.0,pass=x": true, "-o passwd = x": true, "-o password2=x": true, "/savecred": false,
		"--account-key=x": true, "-o sas=x": true, "--sas-token=x": true, "PASSWORD=x": true,
		"-o sec=sys": false, "-o nopassword": false, "-o bypass=1": false, "-o credentials=/etc/smb": false, "-o passthrough=1": false,
	} {
		_, list := try(t, fmt.Sprintf("region: westeurope\nos: linux\nnodes: 1\nmounts: [{nfs: {host: 10.0.8.4, path: /a, options: %q}}]", options))
		got := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "BG235" })
		if got != secret {
			t.Errorf("%s: %t", options, got)
		}
		for _, d := range list {
			if strings.Contains(d.Message, "=x") {
				t.Errorf("%s: the message repeats the secret: %s", options, d.Message)
			}
		}
	}
}

// Under restricted egress every far end of a mount is opened by a rule, or the intent is refused.
func TestRestrictedMountsAreOpened(t *testing.T) {
	t.Parallel()
	hosts := []string{"10.0.8.4", "192.0.2.9", "a.blob.core.windows.net", "b.file.core.windows.net", "files.example.com"}
	rapid.Check(t, func(r *rapid.T) {
		host := rapid.SampledFrom(hosts).Draw(r, "host")
		addresses := ""
		if named := rapid.Bool().Draw(r, "addresses"); named && !strings.HasPrefix(host, "1") {
			addresses = ", addresses: [10.9.0.0/30, 10.9.0.1]"
		}
		kind := rapid.SampledFrom([]string{"{nfs: {host: %s, path: /a%s}}", "{smb: {host: %s, share: a, user: u%s}}"}).Draw(r, "kind")
		p, list := try(t, "region: westeurope\nos: linux\nnodes: 1\nnetwork: {egress: restricted}\naccount: {storage: none}\nmounts: ["+
			fmt.Sprintf(kind, host, addresses)+"]")
		want := host
		switch _, err := netip.ParseAddr(host); {
		case err == nil:
		case strings.HasSuffix(host, ".core.windows.net"):
			want = "Storage.WestEurope"
		case addresses != "":
			want = "10.9.0.0/30"
		default:
			if !list.HasErrors() {
				r.Fatalf("%s is not refused", host)
			}
			return
		}
		if rules := outbound(p, 0); list.HasErrors() || !strings.Contains(rules[len(rules)-1], ">"+want+":") {
			r.Fatalf("%s: %v %v", host, rules, list)
		}
	})
}

// What cannot be mounted, or not be written, is refused at the mount itself.
func TestRefusedMounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"os: windows\nmounts: [{nfs: {host: 10.0.8.4, path: /a, at: S}}]":                                                "BG231 /mounts/0/nfs",
		"os: windows\nmounts: [{blob: {account: abc, container: abc, at: S}}]":                                           "BG231 /mounts/0/blob",
		"os: windows\nmounts: [{smb: {host: 10.0.8.4, share: a, user: u, at: S}}]":                                       "BG231 /mounts/0/smb",
		"os: windows\nmounts: [{azureFiles: {account: abc, share: abc, at: S, readOnly: true}}]":                         "BG232 /mounts/0/azureFiles/readOnly",
		"os: windows\nmounts: [{azureFiles: {account: abc, share: abc, at: S, readOnly: false}}]":                        "",
		"os: linux\nmounts: [{azureFiles: {account: account1a, share: abc}}, {azureFiles: {account: 1a1, share: def}}]":  "",
		"os: linux\nmounts: [{azureFiles: {account: account1ab, share: abc}}, {azureFiles: {account: 1ab, share: def}}]": "BG233 /mounts/1/azureFiles",
		"os: linux\nnetwork: {egress: restricted}\nmounts: [{nfs: {host: files, path: /a}}]":                             "BG440 /mounts/0/nfs/host",
	} {
		_, list := try(t, "region: westeurope\nnodes: 1\n"+text)
		var got []string
		for _, d := range list {
			if d.Severity == diag.Error {
				got = append(got, d.Code+" "+d.Path)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

// A mount of the auto-storage goes through its private endpoint, past rule and tunnel.
func TestMountsByEndpoint(t *testing.T) {
	t.Parallel()
	p, list := try(t, strings.ReplaceAll(`region: westeurope
os: linux
nodes: 1
forcedTunneling: true
account: {storage: ID}
network: {privateEndpoints: [storage]}
mounts: [{blob: {account: ID, container: abc}}, {azureFiles: {account: renderdata, share: def}}]
`, "ID", accountID))
	if list.HasErrors() {
		t.Fatal(list)
	}
	for _, rule := range outbound(p, 0) {
		if strings.Contains(rule, "Storage.") {
			t.Errorf("superfluous: %s", rule)
		}
	}
	for _, d := range list {
		if d.Code == "BG405" && strings.Contains(d.Message, "Storage.") {
			t.Error(d.Message)
		}
	}
}
