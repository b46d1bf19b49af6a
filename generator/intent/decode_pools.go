package intent

import (
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// pools reads the pools, each with the top-level values as its defaults.
func (l *loader) pools(root *node) []Pool {
	defaults := l.pool(root, Pool{
		Name: defaultPoolName, VMSize: defaultVMSize, TaskSlotsPerNode: 1, index: -1,
	})
	if !root.states("pools") {
		l.required(root, nil)
		l.complete(&defaults, root.get("mounts"))
		return []Pool{defaults}
	}
	entries := root.get("pools").entries()
	if len(entries) == 0 {
		return nil // reported already
	}
	l.required(root, entries)
	var pools []Pool
	first := map[string]*node{}
	for _, entry := range entries {
		pool := l.pool(entry, defaults)
		pool.Name, pool.index, pool.stated = entry.get("name").str(""), entry.index, map[string]bool{}
		for _, item := range entry.items {
			pool.stated[item.key] = true
		}
		l.poolSubnet(entry.get("subnet"), &pool)
		if name := entry.get("name"); name != nil {
			folded := strings.ToLower(pool.Name)
			if earlier := first[folded]; earlier != nil {
				l.refuse(name, diag.DuplicatePoolName(name.path(), name.raw, earlier.path()))
			} else {
				first[folded] = name
			}
		}
		mounts := entry.get("mounts")
		if mounts == nil {
			mounts = root.get("mounts")
		}
		l.complete(&pool, mounts)
		pools = append(pools, pool)
	}
	return pools
}

// required reports os and nodes where neither the top level nor every pool has them.
func (l *loader) required(root *node, pools []*node) {
	for _, key := range []string{"os", "nodes"} {
		if root.states(key) {
			continue
		}
		var without []string
		for _, pool := range pools {
			if !pool.states(key) {
				without = append(without, pool.get("name").str("without a name"))
			}
		}
		if len(pools) > 0 && len(without) == 0 {
			continue
		}
		example := key + ": " + resolved(document().properties()[key]).example()
		l.report(root.parentPlace(), diag.MissingKey("/"+key, without, example))
	}
}

// complete fills in and checks what depends on the operating system. Mounts are
// the nodes that the pool's own were read from.
func (l *loader) complete(p *Pool, mounts *node) {
	if p.OS == "" {
		return // reported already
	}
	if p.Image == (Image{}) {
		p.Image.Alias = azure.DefaultImage(p.OS).Alias
	}
	l.mountPlaces(p, mounts)
}

// pool reads the keys that a pool may have itself and take from the top level.
func (l *loader) pool(n *node, p Pool) Pool {
	p.OS = azure.OS(n.get("os").str(string(p.OS)))
	p.VMSize = n.get("vmSize").str(p.VMSize)
	p.InterNodeCommunication = n.get("interNodeCommunication").on(p.InterNodeCommunication)
	p.TasksCallBatch = n.get("tasksCallBatch").on(p.TasksCallBatch)
	p.TaskSlotsPerNode = n.get("taskSlotsPerNode").num(p.TaskSlotsPerNode)
	p.OSDiskSizeGB = n.get("osDiskSizeGB").num(p.OSDiskSizeGB)
	if nodes := n.get("nodes"); nodes != nil {
		p.Nodes = l.nodes(nodes)
	}
	if image := n.get("image"); image != nil {
		p.Image = l.image(image)
	}
	if ips := n.get("publicIPs"); ips != nil {
		p.PublicIPs = l.publicIPs(ips)
	}
	if access := n.get("remoteAccess"); access != nil {
		p.RemoteAccess = l.remoteAccess(access)
	}
	if mounts := n.get("mounts"); mounts != nil {
		p.Mounts = l.mounts(mounts)
	}
	if identities := n.get("identities"); identities != nil {
		p.Identities = l.resourceIDs(identities, identityType)
	}
	if containers := n.get("containers"); containers != nil {
		p.Containers = containersOf(containers)
	}
	if task := n.get("startTask"); task != nil {
		l.noSecret(task.get("commandLine"))
		p.StartTask = &StartTask{CommandLine: task.get("commandLine").str(""), Elevated: task.get("elevated").on(false)}
	}
	return p
}

func (l *loader) poolSubnet(n *node, p *Pool) {
	switch {
	case n.is(isText):
		p.OwnSubnet = n.raw == "own"
	case n.is(isMapping):
		p.OwnSubnet = true
		p.Subnet = l.subnet(n)
	}
}

// optionalNodes reads what an environment says of nodes, nil for nothing.
func (l *loader) optionalNodes(n *node) *Nodes {
	if n == nil {
		return nil
	}
	nodes := l.nodes(n)
	if a := n.get("autoscale"); a != nil && a.get("interval") == nil {
		nodes.Autoscale.Interval = 0 // the pool's own stays
	}
	return &nodes
}

func (l *loader) nodes(n *node) Nodes {
	if n.kind == isWhole {
		return Nodes{Dedicated: n.num(0)}
	}
	l.excludes(n, "dedicated", "autoscale")
	l.excludes(n, "spot", "autoscale")
	a := n.get("autoscale")
	if a == nil {
		return Nodes{Dedicated: n.get("dedicated").num(0), Spot: n.get("spot").num(0)}
	}
	auto := &Autoscale{
		Min: a.get("min").num(0), Max: a.get("max").num(0), SpotMax: a.get("spotMax").num(0),
		Formula: a.get("formula").str(""), Interval: l.interval(a.get("interval")),
	}
	if least := a.get("min"); least != nil && a.get("max") != nil && auto.Min > auto.Max {
		l.refuse(least, diag.BoundsReversed(least.path(), auto.Min, auto.Max))
	}
	return Nodes{Autoscale: auto}
}

func (l *loader) image(n *node) Image {
	if n.kind == isText {
		if _, known := azure.ImageByAlias(n.raw); !known {
			l.refuse(n, n.respelt(diag.UnknownImage(n.path(), n.raw, nearestImages(n.raw)), imageAliases()))
		}
		return Image{Alias: n.raw}
	}
	needed := []string{"publisher", "offer", "sku", "version", "nodeAgent"}
	if n.states("id") {
		for _, key := range needed[:4] {
			l.excludes(n, key, "id")
		}
		needed = []string{"id", "nodeAgent"}
	}
	var missing []string
	for _, key := range needed {
		if !n.states(key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		l.report(n.parentPlace(), diag.IncompleteImage(n.path(), missing))
	}
	return Image{
		Publisher: n.get("publisher").str(""), Offer: n.get("offer").str(""),
		SKU: n.get("sku").str(""), Version: n.get("version").str(""),
		ID: l.resourceID(n.get("id"), "Microsoft.Compute/galleries/images/versions",
			"Microsoft.Compute/galleries/images", "Microsoft.Compute/images"),
		NodeAgent: n.get("nodeAgent").str(""),
	}
}

func (l *loader) publicIPs(n *node) PublicIPs {
	if n.kind == isText {
		return PublicIPs{None: n.raw == "none"}
	}
	return PublicIPs{UserManaged: l.resourceIDs(n.get("userManaged"), publicIPType)}
}

func containersOf(n *node) *Containers {
	if n.kind == isBoolean {
		if n.on(false) {
			return &Containers{}
		}
		return nil
	}
	return &Containers{Registries: texts(n.get("registries")), Images: texts(n.get("images"))}
}

func texts(n *node) []string {
	var list []string
	for _, entry := range n.entries() {
		list = append(list, entry.raw)
	}
	return list
}
