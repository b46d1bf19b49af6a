package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/explain"
)

func names(t *testing.T, text string) []string {
	t.Helper()
	var list []string
	for _, c := range explain.NewAllowlist(planned(t, text)).Categories {
		for _, e := range c.Endpoints {
			name := e.Name
			if len(e.Addresses) > 0 {
				name = strings.TrimSpace(name + " " + strings.Join(e.Addresses, ","))
			}
			if e.Optional {
				name += "?"
			}
			list = append(list, fmt.Sprintf("%s: %s %s %s", c.Name, name, e.Protocol, e.Port))
		}
	}
	return list
}

// Transcribed by hand from the documents, not from the rows.
func TestAllowlist(t *testing.T) {
	t.Parallel()
	const none = "nodes: 1\naccount: {storage: none}\n"
	batch := func(region, suffix string) []string {
		return []string{
			"Azure Batch: " + region + ".service." + suffix + " TCP 443",
			"Azure Batch: *." + region + ".service." + suffix + " TCP 443",
		}
	}
	vault := "Azure Key Vault: *.vault.azure.net? TCP 443"
	public := batch("westeurope", "batch.azure.com")
	with := func(lists ...[]string) []string {
		var all []string
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	mirrors := []string{"Mounts: ? TCP 80", "Mounts: ? TCP 443"}
	packages := "Microsoft Package Repository: packages.microsoft.com TCP 443"
	const auto = "Azure Storage: <auto-storage account>.blob."
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"simplified": {linux + "nodes: 1\n", with(public, []string{auto + "core.windows.net TCP 443", vault})},
		"nothing":    {linux + none, with(public, []string{vault})},
		"classic": {"region: westeurope\nos: linux\nmode: classic\nacknowledgeRetired: true\n" + none, with(public, []string{
			"Azure Storage: *.blob.core.windows.net TCP 443", "Azure Storage: *.table.core.windows.net TCP 443",
			"Azure Storage: *.queue.core.windows.net TCP 443", vault,
		})},
		"Windows": {"region: westeurope\nos: windows\n" + none, with(public, []string{
			vault, "Windows activation: azkms.core.windows.net 20.118.99.224,40.83.235.53,23.102.135.246 TCP 1688",
			"Windows activation: kms.core.windows.net TCP 1688",
		})},
		"US Government, classic, Windows": {"region: usgovvirginia\nos: windows\nmode: classic\nacknowledgeRetired: true\nnodes: 1\n",
			with(batch("usgovvirginia", "batch.usgovcloudapi.net"), []string{
				auto + "core.usgovcloudapi.net TCP 443", "Azure Storage: *.blob.core.usgovcloudapi.net TCP 443",
				"Azure Storage: *.table.core.usgovcloudapi.net TCP 443", "Azure Storage: *.queue.core.usgovcloudapi.net TCP 443",
				"Azure Key Vault: *.vault.usgovcloudapi.net? TCP 443",
				"Windows activation: azkms.core.usgovcloudapi.net 23.97.0.13,52.126.105.2 TCP 1688",
				"Windows activation: kms.core.usgovcloudapi.net TCP 1688",
			})},
		"China": {"region: chinaeast3\nos: windows\nnodes: 1\n", with(batch("chinaeast3", "batch.chinacloudapi.cn"), []string{
			auto + "core.chinacloudapi.cn TCP 443", "Azure Key Vault: *.vault.azure.cn? TCP 443",
			"Windows activation: azkms.core.chinacloudapi.cn 159.27.28.100,163.228.64.161,42.159.7.249 TCP 1688",
			"Windows activation: kms.core.chinacloudapi.cn TCP 1688",
		})},
		"tasks": {linux + "tasksCallBatch: true\naccount: {name: genomics, storage: none}\nnodes: 1\n", with(
			[]string{"Azure Batch: genomics.westeurope.batch.azure.com TCP 443"}, public,
			[]string{vault, "Microsoft Entra ID: login.microsoftonline.com? TCP 443"})},
		"endpoints": {linux + "nodes: 1\ntasksCallBatch: true\nnetwork: {privateEndpoints: [batchAccount, nodeManagement, storage]}\n",
			[]string{vault, "Microsoft Entra ID: login.microsoftonline.com? TCP 443"}},
		"service endpoint": {linux + "nodes: 1\naccount: {publicNetworkAccess: false}\nnetwork: {privateEndpoints: [nodeManagement]}\n", []string{vault}},
		"files and blob": {linux + none + "mounts: [{azureFiles: {account: files, share: scenes}}, {blob: {account: blobs, container: work}}]\n",
			with(public, []string{packages, vault, "Mounts: files.file.core.windows.net TCP 445", "Mounts: blobs.blob.core.windows.net TCP 443"}, mirrors)},
		"Windows files": {"region: westeurope\nos: windows\n" + none + "mounts: [{azureFiles: {account: files, share: scenes, at: S}}]\n",
			with(public, []string{
				vault, "Mounts: files.file.core.windows.net TCP 445",
				"Windows activation: azkms.core.windows.net 20.118.99.224,40.83.235.53,23.102.135.246 TCP 1688",
				"Windows activation: kms.core.windows.net TCP 1688",
			})},
		"own servers": {linux + none + "mounts: [{nfs: {host: 10.9.0.4, path: /x}}, " +
			"{nfs: {host: nas.example.com, addresses: [10.9.1.0/24], path: /y}}, {smb: {host: 10.9.0.5, share: s, user: u}}]\n",
			with(public, []string{
				packages, vault, "Mounts: 10.9.0.4 TCP 2049", "Mounts: nas.example.com 10.9.1.0/24 TCP 2049", "Mounts: 10.9.0.5 TCP 445",
			}, mirrors)},
		"storage by NFS and SMB": {linux + none + "mounts: [{nfs: {host: d.blob.core.windows.net, path: /d/c}}, " +
			"{nfs: {host: p.file.core.windows.net, path: /p/s}}, {smb: {host: q.file.core.windows.net, share: t, user: q}}]\n",
			with(public, []string{
				packages, vault, "Mounts: d.blob.core.windows.net TCP 2049", "Mounts: p.file.core.windows.net TCP 2049",
				"Mounts: d.blob.core.windows.net TCP 111", "Mounts: d.blob.core.windows.net TCP 2048",
				"Mounts: q.file.core.windows.net TCP 445",
			}, mirrors)},
		"containers": {linux + none + "image: ubuntu-hpc-24.04\ncontainers: {registries: [example.azurecr.io], images: ['example.azurecr.io/a:1', " +
			"'mcr.microsoft.com/b:1', 'registry.example.com:5000/c:1', ubuntu]}\n", with(public, []string{
			vault, "Container registries: mcr.microsoft.com TCP 443", "Container registries: *.data.mcr.microsoft.com TCP 443",
			"Container registries: example.azurecr.io TCP 443", "Container registries: registry.example.com TCP 5000",
			"Container registries: docker.io TCP 443", "Container registries: *.blob.core.windows.net? TCP 443",
		})},
		"public DNS": {linux + none + "network: {dnsServers: [8.8.8.8, 10.0.0.4]}\n", with(public, []string{
			vault, "DNS: 8.8.8.8 TCP 53", "DNS: 8.8.8.8 UDP 53",
		})},
	} {
		if diff := cmp.Diff(test.want, names(t, test.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A port that is none is not passed on.
func TestRegistryPorts(t *testing.T) {
	t.Parallel()
	for image, want := range map[string]string{
		"r.example.com:5000/x": "r.example.com TCP 5000", "r.example.com:05000/x": "r.example.com TCP 5000", "r.example.com:/x": "r.example.com TCP 443",
		"r.example.com:99999/x": "r.example.com TCP 443", "r.example.com:0/x": "r.example.com TCP 443", "r:1:c/x": "r TCP 443",
		"10.0.0.9:5000/x": "10.0.0.9 TCP 5000", "render/x": "docker.io TCP 443",
	} {
		got := names(t, linux+"nodes: 1\nimage: ubuntu-hpc-24.04\ncontainers: {registries: [example.azurecr.io], images: ['"+image+"']}\n")
		if !strings.Contains(strings.Join(got, "\n"), "Container registries: "+want+"\n") {
			t.Errorf("%s: %q lack %q", image, got, want)
		}
	}
}

// What routes take past the tunnel is marked, and what has no route is not.
func TestDirectTraffic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"os: linux\nforcedTunneling: true\n":                                    "Azure Batch 2",
		"os: linux\nforcedTunneling: {via: gateway, serviceTraffic: inspect}\n": "",
		"os: linux\n":                          "",
		"os: windows\nforcedTunneling: true\n": "Azure Batch 2 Windows activation 2",
		"os: linux\nmode: classic\nacknowledgeRetired: true\nforcedTunneling: true\n": "Azure Batch 2",
	} {
		var got []string
		for _, c := range explain.NewAllowlist(planned(t, "region: westeurope\nnodes: 1\n"+text)).Categories {
			direct := 0
			for _, e := range c.Endpoints {
				if e.Direct {
					direct++
				}
			}
			if direct > 0 {
				got = append(got, fmt.Sprint(c.Name, " ", direct))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Names that only the deployment gives are said to be such.
func TestPlaceholders(t *testing.T) {
	t.Parallel()
	text := string(explain.NewAllowlist(planned(t, linux+"nodes: 1\ntasksCallBatch: true\nforcedTunneling: {via: appliance, address: 10.0.200.4}\n")).Text())
	for _, want := range []string{
		"<account> is the name of the Batch account", "<auto-storage account> is the name of",
		"<account>.westeurope.batch.azure.com, TCP 443", "Internet traffic goes to the appliance 10.0.200.4.", "From: 10.0.0.0/29",
		"service tag: BatchNodeManagement.WestEurope", "service tag: Storage.WestEurope",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	stated := string(explain.NewAllowlist(planned(t, linux+"nodes: 1\ntasksCallBatch: true\naccount: {name: genomics, storage: none}\n")).Text())
	if strings.ContainsAny(stated, "<>") {
		t.Errorf("a stated name is left open:\n%s", stated)
	}
}
