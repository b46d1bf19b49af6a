package plan

import (
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// placeAndMode takes region, cloud and mode from their tables.
func (p *planner) placeAndMode() {
	p.plan.Name = p.in.Name
	p.plan.Region = p.in.Region
	p.plan.Cloud = azure.CloudOf(p.in.Region)
	p.plan.Mode = azure.ModeOf(p.in.Mode)
	p.plan.Tags = p.in.Tags
	p.plan.Account = Account{Name: p.in.Account.Name, Stem: accountStem(p.in.Name)}

	p.retirement(p.in.Region.Retired, "/region")
	if p.in.Mode == azure.CloudService {
		p.retirement(p.plan.Mode.Retired, "/configuration")
	} else {
		p.retirement(p.plan.Mode.Retired, "/mode")
	}
	if p.in.Mode == azure.Simplified && !p.in.Region.Simplified {
		p.report(diag.SimplifiedNotOffered("/region", p.in.Region.DisplayName))
	}
	if p.in.Region.Access != "" {
		p.report(diag.RegionOnRequest("/region", p.in.Region.DisplayName))
	}
}

// pools decides what does not depend on the network: names, sizes, images.
func (p *planner) pools() {
	stems := map[string]*intent.Pool{}
	parameters := azure.LimitOf(azure.OwnParameters) - fixedParameters - len(p.plan.Secrets)
	for i := range p.in.Pools {
		in := &p.in.Pools[i]
		pool := &Pool{
			Name:                   in.Name,
			Stem:                   stem(in.Name),
			OS:                     in.OS,
			VMSize:                 in.VMSize,
			InterNodeCommunication: in.InterNodeCommunication,
			Provision:              "BatchManaged",
			OSFamily:               p.in.OSFamily,
			in:                     in,
		}
		pool.Symbol = pool.Stem + "Pool"
		if len(p.in.Pools) == 1 && in.Name == "pool" {
			pool.Symbol = "pool"
		}
		// Templates compare parameter names without regard to case.
		if other := stems[strings.ToLower(pool.Stem)]; other != nil {
			p.report(diag.PoolNamesCollide(in.Pointer()+"/name", other.Name, in.Name, other.Pointer()+"/name", pool.Stem))
		}
		stems[strings.ToLower(pool.Stem)] = in
		pool.settings = p.settings(in)
		pool.largest = largestOf(in.Nodes, pool.settings)
		if need := parametersOf(pool.largest, p.boundsAreParameters(in)); need <= parameters {
			parameters -= need
			pool.Parameters = true
		}
		family, _ := azure.VMFamilyOf(in.VMSize)
		p.size(pool, family)
		p.image(pool, family)
		p.plan.Pools = append(p.plan.Pools, pool)
	}
}

// fixedParameters counts the parameters that do not belong to a pool:
// location, accountName, storageName, tags.
const fixedParameters = 4

// parametersOf counts the parameters of a pool: its VM size and each count that is not zero.
func parametersOf(n intent.Nodes, bounds bool) int {
	counts := []int{n.Dedicated, n.Spot}
	if bounds {
		counts = []int{n.Autoscale.Min, n.Autoscale.Max, n.Autoscale.SpotMax}
	}
	number := 1
	for _, count := range counts {
		if count > 0 {
			number++
		}
	}
	return number
}

// size decides what follows from the VM size; family is zero where the table has none.
func (p *planner) size(pool *Pool, family azure.VMFamily) {
	in := pool.in
	p.vmSize(in.Path("vmSize"), in.VMSize, family)
	p.nodeCounts(in.Path("nodes"), in.Nodes, in)
	switch {
	case pool.OSFamily != "":
	case in.OS == azure.Windows:
		pool.EncryptedDisks = []string{"OsDisk", "TemporaryDisk"}
	default:
		pool.EncryptedDisks = []string{"TemporaryDisk"}
	}
	if family.NoDiskEncryption {
		pool.EncryptedDisks = nil
	}
}

// vmSize says what there is to say of a VM size, whichever pool has it.
func (p *planner) vmSize(path, size string, family azure.VMFamily) {
	if !azure.VMSizeForm(size) {
		p.report(diag.UnknownVMSize(path, size))
	}
	p.retirement(family.Retired, path)
	if family.Unsupported {
		p.report(diag.UnsupportedVMFamily(path, size, family.Name, string(family.Doc)))
	}
	if family.ClosedToNew {
		p.report(diag.ClosedToNewSubscriptions(path, size, family.Name, string(family.Doc)))
	}
}

// nodeCounts says what there is to say of the node counts of a pool.
func (p *planner) nodeCounts(path string, n intent.Nodes, in *intent.Pool) {
	if hasSpot(n) && !p.plan.Cloud.Spot {
		p.report(diag.SpotNotOffered(path, p.plan.Cloud.DisplayName))
	}
	if limit := azure.LimitOf(azure.InterNodePoolNodes); in.InterNodeCommunication && n.Largest() > limit {
		p.report(diag.InterNodeLimit(path, n.Largest(), limit, "batch-quota-limit"))
	}
}

func hasSpot(n intent.Nodes) bool { return n.Spot > 0 || n.Autoscale != nil && n.Autoscale.SpotMax > 0 }

// image takes the image from the table or from the intent, and checks that it
// fits the operating system and the VM size.
func (p *planner) image(pool *Pool, family azure.VMFamily) {
	in := pool.in
	path := in.Path("image")
	if pool.OSFamily != "" {
		return // the family is the image
	}
	if in.Image.Alias == "" {
		p.explicitImage(pool)
		return
	}
	row, _ := azure.ImageByAlias(in.Image.Alias)
	if row.OS != in.OS {
		p.report(diag.ImageMismatch(path, row.Alias, string(row.OS), string(in.OS)))
		return
	}
	p.retirement(row.Retired, path)
	pool.Image = Image{
		Publisher: row.Publisher, Offer: row.Offer, SKU: row.SKU, Version: "latest", NodeAgent: row.NodeAgent,
	}
	if family.Generation1Only {
		if row.SKUGen1 == "" {
			p.report(diag.NoGeneration1Image(in.Path("vmSize"), in.VMSize, row.Alias))
		}
		pool.Image.SKU = row.SKUGen1
	}
	if azure.VMSizeIsARM(in.VMSize) {
		p.report(diag.ARMSize(in.Path("vmSize"), in.VMSize))
	}
}

func (p *planner) explicitImage(pool *Pool) {
	in, i := pool.in, pool.in.Image
	pool.Image = Image{Publisher: i.Publisher, Offer: i.Offer, SKU: i.SKU, Version: i.Version, ID: i.ID, NodeAgent: i.NodeAgent}
	path := in.Path("image") + "/nodeAgent"
	if os, ok := azure.NodeAgentOS(i.NodeAgent); ok && os != in.OS {
		p.report(diag.NodeAgentMismatch(path, i.NodeAgent, string(in.OS)))
	}
	if agent, known := azure.NodeAgentByName(i.NodeAgent); known {
		p.retirement(agent.Retired, path)
	} else {
		p.report(diag.UnknownNodeAgent(path, i.NodeAgent, nearestAgent(i.NodeAgent)))
	}
	if i.ID != "" && in.OS == azure.Linux && len(pool.EncryptedDisks) > 0 {
		p.report(diag.CustomImageEncryption(in.Path("image"), in.VMSize))
	}
}

// nearestAgent returns the node agent in use that starts like the given one, "" for none.
func nearestAgent(name string) string {
	family, _, _ := strings.Cut(name, " ")
	for _, agent := range azure.NodeAgents() {
		if agent.Retired == "" && strings.HasPrefix(agent.Name, family) {
			return agent.Name
		}
	}
	return ""
}
