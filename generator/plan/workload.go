package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// Containers says how a pool runs containers.
type Containers struct {
	// Registries are login servers; Identity pulls from them, nil where there are none.
	Registries []string
	Identity   *Identity
	// Images to fetch beforehand.
	Images []string
}

// Grant is a role that somebody has to assign by hand: the intent names a
// thing by its name, and an assignment is written on a resource ID.
type Grant struct {
	Role azure.Role
	To   *Identity
	// Kind and Name are what the role is on: "storage account", "renderdata".
	Kind, Name string
	Reason     Reason
}

// workload decides what runs on the nodes and what they run it with.
func (p *planner) workload() {
	p.nodeIdentities()
	for _, pool := range p.plan.Pools {
		in := pool.in
		pool.TaskSlots, pool.OSDiskSizeGB, pool.StartTask = in.TaskSlotsPerNode, in.OSDiskSizeGB, in.StartTask
		p.taskSlots(pool)
		p.containers(pool)
		p.mounts(pool)
	}
	p.dockerBridge()
}

// nodeIdentities gives the pools their own identities and decides by which of
// them nodes pull images and mount containers: the only one that the intent
// states, else one of this deployment.
func (p *planner) nodeIdentities() {
	known := map[string]*Identity{}
	if id := p.plan.StorageIdentity; id != nil && id.Existing != "" {
		known[folded(id.Existing)] = id
	}
	for _, pool := range p.plan.Pools {
		var stated []*Identity
		for _, id := range pool.in.Identities {
			key := folded(id)
			if known[key] == nil {
				known[key] = &Identity{Name: id.Name(), Existing: id, Reason: Reason{
					Why: "The intent gives it to the nodes.", Doc: "azure-resources",
				}}
			}
			if !slices.Contains(stated, known[key]) {
				stated = append(stated, known[key])
			}
		}
		if usesIdentity(pool.in) {
			if len(stated) == 1 {
				pool.access = stated[0]
			} else {
				pool.access = p.ownIdentity()
			}
			pool.addIdentity(pool.access)
		}
		for _, id := range stated {
			pool.addIdentity(id)
		}
	}
}

// usesIdentity reports whether nodes of the pool sign in somewhere by themselves.
func usesIdentity(in *intent.Pool) bool {
	return in.Containers != nil && len(in.Containers.Registries) > 0 || slices.ContainsFunc(in.Mounts, isBlob)
}

func (pool *Pool) addIdentity(id *Identity) {
	if !slices.Contains(pool.Identities, id) {
		pool.Identities = append(pool.Identities, id)
	}
}

// ownIdentity is the identity of this deployment that nodes sign in with: that
// of the auto-storage, which is on every pool, or one made for it.
func (p *planner) ownIdentity() *Identity {
	if p.plan.StorageIdentity != nil {
		return p.plan.StorageIdentity
	}
	if p.plan.PoolIdentity == nil {
		p.plan.PoolIdentity = &Identity{
			Name: p.named(azure.UserAssignedIdentity, p.in.Name+"-pool-identity", generated),
			Reason: Reason{
				Why: "Nodes pull images and mount containers without a key.", Doc: "azure-resources",
			},
		}
	}
	return p.plan.PoolIdentity
}

// grant notes a role that somebody has to assign, once, and says so.
func (p *planner) grant(g Grant, path, cure string) {
	for _, known := range p.plan.Grants {
		if known.Role == g.Role && known.To == g.To && known.Kind == g.Kind && strings.EqualFold(known.Name, g.Name) {
			return
		}
	}
	p.plan.Grants = append(p.plan.Grants, g)
	p.report(diag.GrantNeeded(path, g.To.Name, g.Role.Name, g.Kind, g.Name, cure))
}

// taskSlots holds the slots of a node against the cores of every size that the
// intent gives the pool.
func (p *planner) taskSlots(pool *Pool) {
	slots, perCore := pool.TaskSlots, azure.LimitOf(azure.TaskSlotsPerCore)
	if slots <= 1 {
		return
	}
	check := func(size, path string) {
		cores, known := azure.VMCores(size)
		if !known {
			p.report(diag.TaskSlotsUnchecked(path, pool.Name, size, slots, perCore))
			return
		}
		if limit := min(perCore*cores, azure.LimitOf(azure.TaskSlotsPerNode)); slots > limit {
			p.report(diag.TooManyTaskSlots(path, pool.Name, size, slots, cores, limit))
		}
	}
	check(pool.VMSize, pool.in.Path("taskSlotsPerNode"))
	for _, s := range pool.settings {
		if s.sizePath != "" {
			check(s.VMSize, s.sizePath)
		}
	}
}

// containers decides what a pool runs containers with.
func (p *planner) containers(pool *Pool) {
	in := pool.in.Containers
	if in == nil {
		return
	}
	pool.Containers = &Containers{Registries: in.Registries, Images: in.Images}
	p.containerRuntime(pool)
	for i, registry := range in.Registries {
		path := fmt.Sprintf("%s/registries/%d", pool.in.Path("containers"), i)
		pool.Containers.Identity = pool.access
		if !p.azureRegistry(registry) {
			p.report(diag.RegistryWithoutIdentity(path, registry, p.plan.Cloud.RegistrySuffix))
			continue
		}
		p.grant(Grant{
			Role: azure.RoleOf("acrPull"), To: pool.access, Kind: "container registry", Name: registry,
			Reason: Reason{Why: "Nodes pull container images.", Doc: "azure-resources"},
		}, path, "assign it before nodes start; an identity named in identities can have it beforehand")
	}
	if p.in.Network.RestrictedEgress {
		p.restrictedContainers(pool)
	}
}

// containerRuntime warns of an image that is not known to bring a container
// runtime. What an image of the user's own brings, only the user knows.
func (p *planner) containerRuntime(pool *Pool) {
	image := pool.Image
	if image.ID != "" || strings.Contains(image.SKU, "-with-containers") {
		return
	}
	for _, row := range azure.Images() {
		if row.Containers && strings.EqualFold(row.Publisher, image.Publisher) && strings.EqualFold(row.Offer, image.Offer) {
			return
		}
	}
	cure := "use image: ubuntu-hpc-24.04, or an image of your own with a runtime"
	if pool.OS == azure.Windows {
		cure = "name an image whose SKU ends in -with-containers, such as 2019-datacenter-with-containers, or one of your own"
	}
	name := pool.in.Image.Alias
	if name == "" {
		name = image.Offer + " " + image.SKU
	}
	p.report(diag.NoContainerRuntime(pool.in.Path("image"), pool.Name, name, cure))
}

// azureRegistry reports whether a login server is that of an Azure container
// registry of the region's cloud.
func (p *planner) azureRegistry(server string) bool {
	return strings.HasSuffix(strings.ToLower(server), "."+p.plan.Cloud.RegistrySuffix)
}

// microsoftRegistry is the host that Microsoft publishes container images at.
const microsoftRegistry = "mcr.microsoft.com"

// restrictedContainers names the registries that restricted egress keeps closed.
func (p *planner) restrictedContainers(pool *Pool) {
	path := pool.in.Path("containers")
	servers := registriesOf(pool.in.Containers)
	closed := slices.DeleteFunc(slices.Clone(servers), func(server string) bool {
		return p.azureRegistry(server) || p.plan.Cloud.RegistryTags && server == microsoftRegistry
	})
	if len(closed) > 0 || len(servers) == 0 {
		p.report(diag.RegistriesClosed(path, pool.Name, closed))
	}
	if p.needsAzureRegistry(pool.in) {
		p.report(diag.RegistriesOfRegion(path, pool.Name, p.in.Region.DisplayName))
	}
	if !p.plan.Cloud.RegistryTags {
		p.report(diag.RegistryTagsUnpublished(path, p.plan.Cloud.DisplayName))
	}
}

// registriesOf are the login servers that the intent names and those of its images, each once.
func registriesOf(in *intent.Containers) []string {
	var servers []string
	add := func(server string) {
		if server = strings.ToLower(server); !slices.Contains(servers, server) {
			servers = append(servers, server)
		}
	}
	for _, registry := range in.Registries {
		add(registry)
	}
	for _, image := range in.Images {
		add(registryOf(image))
	}
	return servers
}

// registryOf is the login server of an image reference: what stands before the
// first slash if it is a host, else Docker Hub.
func registryOf(image string) string {
	host, _, found := strings.Cut(image, "/")
	if found && strings.ContainsAny(host, ".:") {
		return host
	}
	return "docker.io"
}

// needsAzureRegistry reports whether nodes of the pool pull from Azure
// container registries: where Microsoft's own has no tags, images have to come from them.
func (p *planner) needsAzureRegistry(in *intent.Pool) bool {
	return in.Containers != nil &&
		(!p.plan.Cloud.RegistryTags || slices.ContainsFunc(registriesOf(in.Containers), p.azureRegistry))
}

// needsMicrosoftRegistry reports whether nodes of the pool pull from elsewhere,
// for which Microsoft's own registry is open where it has tags.
func (p *planner) needsMicrosoftRegistry(in *intent.Pool) bool {
	if in.Containers == nil || !p.plan.Cloud.RegistryTags {
		return false
	}
	servers := registriesOf(in.Containers)
	elsewhere := func(server string) bool { return !p.azureRegistry(server) }
	return len(servers) == 0 || slices.ContainsFunc(servers, elsewhere)
}

// dockerBridge warns of networks that containers do not reach.
func (p *planner) dockerBridge() {
	if !slices.ContainsFunc(p.plan.Pools, func(pool *Pool) bool { return pool.Containers != nil }) {
		return
	}
	bridge := azure.DockerBridge()
	for i, prefix := range p.in.Network.AddressSpace {
		if prefix.Overlaps(bridge) {
			p.report(diag.DockerBridgeOverlap(fmt.Sprintf("/network/addressSpace/%d", i), prefix, bridge))
		}
	}
	if len(p.in.Network.AddressSpace) > 0 {
		return
	}
	for _, s := range p.plan.Network.Subnets {
		if s.Prefix().IsValid() && s.Prefix().Overlaps(bridge) {
			p.report(diag.DockerBridgeOverlap("/network/subnet/prefix", s.Prefix(), bridge))
		}
	}
}
