package plan

import (
	"slices"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// Environment is what one parameter file gives to the parameters of the template.
type Environment struct {
	Name string
	// Tags are the intent's with the environment's, sorted by name.
	Tags []intent.Tag
	// Pools has the values of each pool of the plan, in the same order.
	Pools []PoolValues
}

// PoolValues are the values of a pool in one environment.
type PoolValues struct {
	VMSize string
	Nodes  intent.Nodes
}

// setting is what a pool has in one environment, and where the intent says so.
type setting struct {
	PoolValues
	environment string
	// nodesPath and sizePath are "" where the pool's own value stays.
	nodesPath, sizePath string
}

func (s *setting) take(nodes *intent.Nodes, size, path string) {
	if nodes != nil {
		s.Nodes, s.nodesPath = *nodes, path+"/nodes"
	}
	if size != "" {
		s.VMSize, s.sizePath = size, path+"/vmSize"
	}
}

func environmentPath(name string) string { return "/environments/" + name }

// settings works out what a pool has in each environment: what the environment
// says of the pool goes before what it says of all, and that before the pool's own.
func (p *planner) settings(in *intent.Pool) []setting {
	var list []setting
	for _, e := range p.in.Environments {
		path := environmentPath(e.Name)
		s := setting{environment: e.Name, PoolValues: PoolValues{VMSize: in.VMSize, Nodes: in.Nodes}}
		s.take(e.Nodes, e.VMSize, path)
		if i := slices.IndexFunc(e.Pools, func(o intent.PoolOverride) bool { return o.Name == in.Name }); i >= 0 {
			s.take(e.Pools[i].Nodes, e.Pools[i].VMSize, path+"/pools/"+in.Name)
		}
		p.scalingStays(&s, in)
		list = append(list, s)
	}
	return list
}

// scalingStays refuses another kind of scaling, formula or interval than the
// pool has, and completes the autoscale bounds with the pool's own.
func (p *planner) scalingStays(s *setting, in *intent.Pool) {
	if s.nodesPath == "" {
		return
	}
	own, given := in.Nodes.Autoscale, s.Nodes.Autoscale
	if (own == nil) != (given == nil) {
		p.report(diag.ScalingKindChanges(s.nodesPath, s.environment, in.Name, own != nil))
		s.Nodes = in.Nodes
		return
	}
	if own == nil {
		return
	}
	path := s.nodesPath + "/autoscale"
	if given.Formula != "" && given.Formula != own.Formula {
		p.report(diag.FormulaPerEnvironment(path+"/formula", s.environment, in.Name, "formula"))
	}
	if given.Interval != 0 && given.Interval != own.Interval {
		p.report(diag.FormulaPerEnvironment(path+"/interval", s.environment, in.Name, "interval"))
	}
	bounds := *own
	bounds.Min, bounds.Max, bounds.SpotMax = given.Min, given.Max, given.SpotMax
	if own.Formula != "" && bounds != *own {
		p.report(diag.BoundsWithoutEffect(path, s.environment, in.Name))
	}
	s.Nodes.Autoscale = &bounds
}

// largestOf gives each count of a pool the largest value that it has in the
// intent and in any environment. No single environment need have them all; the
// parameters can.
func largestOf(own intent.Nodes, settings []setting) intent.Nodes {
	most := own
	if own.Autoscale != nil {
		bounds := *own.Autoscale
		most.Autoscale = &bounds
	}
	for _, s := range settings {
		most.Dedicated, most.Spot = max(most.Dedicated, s.Nodes.Dedicated), max(most.Spot, s.Nodes.Spot)
		if b, a := most.Autoscale, s.Nodes.Autoscale; b != nil {
			b.Min, b.Max, b.SpotMax = max(b.Min, a.Min), max(b.Max, a.Max), max(b.SpotMax, a.SpotMax)
		}
	}
	return most
}

// boundsAreParameters tells that a pool's own environments may differ in what
// batchgen's formula reads. A formula of the user's own reads no parameter.
func (p *planner) boundsAreParameters(in *intent.Pool) bool {
	return len(p.in.Environments) > 0 && in.Nodes.Autoscale != nil && in.Nodes.Autoscale.Formula == ""
}

// environments checks the values that differ between environments, and lists
// what each parameter file gives.
func (p *planner) environments() {
	for i, e := range p.in.Environments {
		env := Environment{Name: e.Name, Tags: mergeTags(p.in.Tags, e.Tags)}
		if limit := azure.LimitOf(azure.TagsPerResource); len(env.Tags) > limit {
			p.report(diag.TooManyEnvironmentTags(environmentPath(e.Name)+"/tags", e.Name, len(env.Tags), limit,
				"azure-subscription-service-limits"))
		}
		for _, pool := range p.plan.Pools {
			env.Pools = append(env.Pools, pool.settings[i].PoolValues)
		}
		p.withoutParameters(i)
		p.plan.Environments = append(p.plan.Environments, env)
	}
	for _, pool := range p.plan.Pools {
		for _, s := range pool.settings {
			p.checkNodes(pool, s)
			p.checkSize(pool, s)
		}
	}
	p.boundNames()
}

// boundNames refuses two pools of which one's most spot nodes and the other's
// most dedicated nodes are the same parameter: pools a and a-spot.
func (p *planner) boundNames() {
	owners := map[string]*Pool{}
	for _, pool := range p.plan.Pools {
		if p.boundsAreParameters(pool.in) && pool.largest.Autoscale.SpotMax > 0 {
			owners[strings.ToLower(pool.Stem+"Spot")] = pool
		}
	}
	for _, pool := range p.plan.Pools {
		other := owners[strings.ToLower(pool.Stem)]
		if other != nil && p.boundsAreParameters(pool.in) && pool.largest.Autoscale.Max > 0 {
			p.report(diag.ParameterNamesCollide(pool.in.Pointer()+"/name", other.Name, pool.Name,
				other.in.Pointer()+"/name", other.Stem+"SpotMaxNodes"))
		}
	}
}

// mergeTags adds an environment's tags to the intent's; of two names that
// differ only in case, which Azure takes for one, the environment's wins.
func mergeTags(own, environment []intent.Tag) []intent.Tag {
	tags := slices.Clone(environment)
	for _, tag := range own {
		if !slices.ContainsFunc(environment, func(e intent.Tag) bool { return strings.EqualFold(e.Name, tag.Name) }) {
			tags = append(tags, tag)
		}
	}
	slices.SortFunc(tags, func(a, b intent.Tag) int { return strings.Compare(a.Name, b.Name) })
	return tags
}

// withoutParameters refuses what an environment says of pools whose values are
// literals, once for each place that says it.
func (p *planner) withoutParameters(environment int) {
	with := 0
	for _, pool := range p.plan.Pools {
		if pool.Parameters {
			with++
		}
	}
	seen := map[string]bool{}
	for _, pool := range p.plan.Pools {
		if pool.Parameters {
			continue
		}
		s := pool.settings[environment]
		refuse := func(changed bool, path string) {
			if changed && !seen[path] {
				seen[path] = true
				p.report(diag.OverrideWithoutParameter(path, s.environment, pool.Name, with, len(p.plan.Pools),
					azure.LimitOf(azure.OwnParameters)))
			}
		}
		refuse(!sameNodes(s.Nodes, pool.in.Nodes), s.nodesPath)
		refuse(s.VMSize != pool.in.VMSize, s.sizePath)
	}
}

// sameNodes compares two settings of the same kind of scaling.
func sameNodes(a, b intent.Nodes) bool {
	if a.Autoscale != nil {
		return *a.Autoscale == *b.Autoscale
	}
	return a == b
}

// checkNodes looks at the counts that an environment gives a pool.
func (p *planner) checkNodes(pool *Pool, s setting) {
	if s.nodesPath == "" {
		return
	}
	p.nodeCounts(s.nodesPath, s.Nodes, pool.in)
	if pool.OSFamily != "" && hasSpot(s.Nodes) {
		p.report(diag.NotInCloudService(s.nodesPath, "spot nodes"))
	}
}

// checkSize looks at the VM size that an environment gives a pool: the rest of
// the pool is made for the pool's own size.
func (p *planner) checkSize(pool *Pool, s setting) {
	if s.sizePath == "" {
		return
	}
	own, _ := azure.VMFamilyOf(pool.VMSize)
	family, _ := azure.VMFamilyOf(s.VMSize)
	p.vmSize(s.sizePath, s.VMSize, family)
	if pool.OSFamily != "" {
		return // neither image nor disks to fit
	}
	switch {
	case family.NoDiskEncryption && !own.NoDiskEncryption:
		p.report(diag.EncryptionChanges(s.sizePath, s.environment, s.VMSize, pool.Name))
	case own.NoDiskEncryption && !family.NoDiskEncryption:
		p.report(diag.EncryptionLost(s.sizePath, s.environment, s.VMSize, pool.Name, pool.VMSize))
	case p.in.Account.UserSubscription && len(pool.EncryptedDisks) > 0:
		p.report(diag.HostEncryption(s.sizePath, s.VMSize))
	}
	switch image := pool.in.Image; {
	case image.Alias != "":
		if family.Generation1Only && !own.Generation1Only {
			p.report(diag.ImageGenerationChanges(s.sizePath, s.environment, s.VMSize, pool.Name, pool.Image.SKU, pool.VMSize))
		}
		if azure.VMSizeIsARM(s.VMSize) {
			p.report(diag.ARMSize(s.sizePath, s.VMSize))
		}
	case image.ID != "" && pool.OS == azure.Linux && len(pool.EncryptedDisks) > 0:
		p.report(diag.CustomImageEncryption(s.sizePath, s.VMSize))
	}
}

// bounds makes parameters of what batchgen's own formula reads.
func (pool *Pool) bounds(a, most intent.Autoscale) {
	s := &pool.Scale
	s.Min = pool.count(a.Min, most.Min)
	s.Dedicated = pool.count(a.Max, most.Max)
	s.Spot = pool.count(a.SpotMax, most.SpotMax)
	s.Bounds = []Bound{
		{Variable: "minDedicated", Suffix: "MinNodes", What: "Least dedicated nodes", Count: &s.Min},
		{Variable: "maxDedicated", Suffix: "MaxNodes", What: "Most dedicated nodes", Count: &s.Dedicated},
	}
	if most.SpotMax > 0 {
		s.Bounds = append(s.Bounds, Bound{Variable: "maxSpot", Suffix: "SpotMaxNodes", What: "Most spot nodes", Count: &s.Spot})
	}
}

// fitsWithoutEnvironments tells that a subnet holds the intent's own counts.
func (p *planner) fitsWithoutEnvironments(pools []*Pool, holds int) bool {
	sum := 0
	for _, pool := range pools {
		sum += pool.in.Nodes.Largest()
	}
	return sum <= holds
}

// tooSmallForEnvironments reports a stated prefix by the environment that needs most.
func (p *planner) tooSmallForEnvironments(m *member, s Sizing, enough int) {
	environment, most := p.neediest(m.pools)
	p.report(diag.SubnetTooSmallForEnvironments(m.prefixPath(), s.Prefix, s.Holds, s.Nodes,
		environment, most, enough, environmentPath(environment)))
}

// neediest returns the environment in which pools need most nodes, and how many.
func (p *planner) neediest(pools []*Pool) (environment string, nodes int) {
	for i, e := range p.in.Environments {
		sum := 0
		for _, pool := range pools {
			sum += pool.settings[i].Nodes.Largest()
		}
		if sum > nodes {
			environment, nodes = e.Name, sum
		}
	}
	return environment, nodes
}
