package azure

import (
	"slices"
	"strings"
)

// Images: azure-resources section 3.1. Publisher and offer are lower case, as
// Batch lists them.
var images = []Image{
	{
		Alias: "almalinux-8", OS: Linux, Publisher: "almalinux", Offer: "almalinux-x86_64",
		SKU: "8-gen2", SKUGen1: "8-gen1", NodeAgent: "batch.node.el 8", Doc: "Batch#181",
	},
	{
		Alias: "almalinux-9", OS: Linux, Publisher: "almalinux", Offer: "almalinux-x86_64",
		SKU: "9-gen2", SKUGen1: "9-gen1", NodeAgent: "batch.node.el 9", Doc: "azure-resources",
	},
	{
		Alias: "almalinux-hpc-8", OS: Linux, Publisher: "almalinux", Offer: "almalinux-hpc",
		SKU: "8_10-hpc-gen2", SKUGen1: "8_10-hpc-gen1", NodeAgent: "batch.node.el 8", Doc: "azhpc-images#386",
	},
	{
		Alias: "ubuntu-22.04", OS: Linux, Publisher: "canonical", Offer: "0001-com-ubuntu-server-jammy",
		SKU: "22_04-lts-gen2", SKUGen1: "22_04-lts", NodeAgent: "batch.node.ubuntu 22.04", Retired: "ubuntu-22.04", Doc: "Batch#200",
	},
	{
		Alias: "ubuntu-24.04", OS: Linux, Default: true, Publisher: "canonical", Offer: "ubuntu-24_04-lts",
		SKU: "server", SKUGen1: "server-gen1", NodeAgent: "batch.node.ubuntu 24.04", Doc: "Batch#178",
	},
	{
		Alias: "ubuntu-hpc-22.04", OS: Linux, Publisher: "microsoft-dsvm", Offer: "ubuntu-hpc",
		SKU: "2204", NodeAgent: "batch.node.ubuntu 22.04", Retired: "ubuntu-22.04", Containers: true, Doc: "Batch#200",
	},
	{
		Alias: "ubuntu-hpc-24.04", OS: Linux, Publisher: "microsoft-dsvm", Offer: "ubuntu-hpc",
		SKU: "2404", NodeAgent: "batch.node.ubuntu 24.04", Containers: true, Doc: "Batch#200",
	},
	{
		Alias: "windows-2016", OS: Windows, Publisher: "microsoftwindowsserver", Offer: "windowsserver",
		SKU: "2016-datacenter-gensecond", SKUGen1: "2016-datacenter", NodeAgent: "batch.node.windows amd64",
		Retired: "windows-2016", Doc: "Batch#197",
	},
	{
		Alias: "windows-2019", OS: Windows, Publisher: "microsoftwindowsserver", Offer: "windowsserver",
		SKU: "2019-datacenter-gensecond", SKUGen1: "2019-datacenter", NodeAgent: "batch.node.windows amd64", Doc: "azure-resources",
	},
	{
		Alias: "windows-2022", OS: Windows, Default: true, Publisher: "microsoftwindowsserver", Offer: "windowsserver",
		SKU: "2022-datacenter-g2", SKUGen1: "2022-datacenter", NodeAgent: "batch.node.windows amd64", Doc: "azure-resources",
	},
	{
		Alias: "windows-2025", OS: Windows, Publisher: "microsoftwindowsserver", Offer: "windowsserver",
		SKU: "2025-datacenter-g2", SKUGen1: "2025-datacenter", NodeAgent: "batch.node.windows amd64", Doc: "azure-resources",
	},
}

// Images returns the images that an intent can name by an alias, sorted by alias.
func Images() []Image { return slices.Clone(images) }

// ImageByAlias finds an image.
func ImageByAlias(alias string) (Image, bool) {
	for _, i := range images {
		if i.Alias == alias {
			return i, true
		}
	}
	return Image{}, false
}

// DefaultImage returns the image of a pool that names none.
func DefaultImage(os OS) Image {
	for _, i := range images {
		if i.Default && i.OS == os {
			return i
		}
	}
	panic("azure: no default image for " + string(os))
}

// Node agents: azure-resources section 3.3.
var nodeAgents = []NodeAgent{
	{Name: "batch.node.ubuntu 24.04", OS: Linux, Doc: "azure-resources"},
	{Name: "batch.node.el 9", OS: Linux, Doc: "azure-resources"},
	{Name: "batch.node.el 8", OS: Linux, Doc: "azure-resources"},
	{Name: "batch.node.windows amd64", OS: Windows, Doc: "azure-resources"},
	{Name: "batch.node.ubuntu 22.04", OS: Linux, Retired: "agent-ubuntu-22.04", Doc: "Batch#200"},
	{Name: "batch.node.ubuntu 20.04", OS: Linux, Retired: "agent-ubuntu-20.04", Doc: "Batch#174"},
	{Name: "batch.node.ubuntu 18.04", OS: Linux, Retired: "agent-ubuntu-18.04", Doc: "Batch#180"},
	{Name: "batch.node.ubuntu 16.04", OS: Linux, Retired: "agent-ubuntu-16.04", Doc: "Batch#180"},
	{Name: "batch.node.ubuntu 14.04", OS: Linux, Retired: "agent-ubuntu-14.04", Doc: "Batch#180"},
	{Name: "batch.node.centos 8", OS: Linux, Retired: "agent-centos-8", Doc: "Batch#180"},
	{Name: "batch.node.centos 7", OS: Linux, Retired: "agent-centos-7", Doc: "Batch#180"},
	{Name: "batch.node.debian 10", OS: Linux, Retired: "agent-debian-10", Doc: "Batch#180"},
	{Name: "batch.node.debian 9", OS: Linux, Retired: "agent-debian-9", Doc: "Batch#180"},
	{Name: "batch.node.debian 8", OS: Linux, Retired: "agent-debian-8", Doc: "Batch#180"},
	{Name: "batch.node.mariner 2.0", OS: Linux, Retired: "agent-mariner-2.0", Doc: "azure-resources"},
}

// NodeAgents returns the node agents that are known, those in use first.
func NodeAgents() []NodeAgent { return slices.Clone(nodeAgents) }

// NodeAgentByName finds a node agent.
func NodeAgentByName(name string) (NodeAgent, bool) {
	for _, a := range nodeAgents {
		if a.Name == name {
			return a, true
		}
	}
	return NodeAgent{}, false
}

var agentForm = whole(`batch\.node\.(ubuntu|debian|el|centos|windows|mariner|opensuse|sles) [0-9A-Za-z.\-]+`)

// NodeAgentOS returns the operating system of a node agent, false where the
// name does not have the form of one.
func NodeAgentOS(name string) (OS, bool) {
	if !agentForm().MatchString(name) {
		return "", false
	}
	if strings.HasPrefix(name, "batch.node.windows ") {
		return Windows, true
	}
	return Linux, true
}
