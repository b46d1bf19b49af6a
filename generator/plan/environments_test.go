package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
)

// shown writes what an environment gives its pools: size and nodes, one line each.
func shown(p plan.Plan, e plan.Environment) []string {
	var lines []string
	for i, v := range e.Pools {
		nodes := fmt.Sprintf("%d+%d", v.Nodes.Dedicated, v.Nodes.Spot)
		if a := v.Nodes.Autoscale; a != nil {
			nodes = fmt.Sprintf("%d..%d+%d every %s", a.Min, a.Max, a.SpotMax, a.Interval)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s", e.Name, p.Pools[i].Name, v.VMSize, nodes))
	}
	return lines
}

// What an environment says of a pool goes before what it says of all pools, and
// that before the pool's own. Nodes are one value: none of its parts is inherited.
func TestEnvironmentPrecedence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"nodes: 5\nvmSize: Standard_D8s_v5\nenvironments: {e: {tags: {a: b}}}", []string{"e pool Standard_D8s_v5 5+0"}},
		{"nodes: 5\nenvironments: {e: {nodes: 7}}", []string{"e pool Standard_D4s_v5 7+0"}},
		{"nodes: {dedicated: 5, spot: 3}\nenvironments: {e: {nodes: 7}}", []string{"e pool Standard_D4s_v5 7+0"}},
		{"nodes: 5\nenvironments: {e: {nodes: {spot: 7}}}", []string{"e pool Standard_D4s_v5 0+7"}},
		{"nodes: 5\nenvironments: {e: {nodes: 7, pools: {pool: {nodes: 9}}}}", []string{"e pool Standard_D4s_v5 9+0"}},
		{"nodes: 5\nenvironments: {e: {vmSize: Standard_D8s_v5, pools: {pool: {nodes: 9}}}}", []string{"e pool Standard_D8s_v5 9+0"}},
		{
			"nodes: 5\npools: [{name: a}, {name: b, nodes: 6, vmSize: Standard_D2s_v5}]\n" +
				"environments: {y: {pools: {b: {vmSize: Standard_D16s_v5}}}, x: {nodes: 1, vmSize: Standard_D8s_v5, pools: {a: {nodes: 2}}}}",
			[]string{
				"x a Standard_D8s_v5 2+0", "x b Standard_D8s_v5 1+0",
				"y a Standard_D4s_v5 5+0", "y b Standard_D16s_v5 6+0",
			},
		},
		{
			"nodes: {autoscale: {min: 1, max: 4, spotMax: 2, interval: PT30M}}\nenvironments: {e: {nodes: {autoscale: {max: 9}}}}",
			[]string{"e pool Standard_D4s_v5 0..9+0 every 30m0s"},
		},
		{
			"nodes: {autoscale: {max: 4, interval: PT30M}}\nenvironments: {e: {nodes: {autoscale: {max: 9, interval: PT30M}}}}",
			[]string{"e pool Standard_D4s_v5 0..9+0 every 30m0s"},
		},
	} {
		p := planOf(t, "region: westeurope\nos: linux\n"+c.text)
		var got []string
		for _, e := range p.Environments {
			got = append(got, shown(p, e)...)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.text, diff)
		}
	}
}

// Subnets and bounds, worked out by hand from the largest counts.
func TestEnvironmentSizing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		nodes  int
		prefix string
		want   []string // of each count that is a parameter: value, largest, maximum
	}{
		// 40 + 20 % + 5 = 53: /26 holds 59, 19 of them free.
		{"nodes: 20\nenvironments: {a: {nodes: 2}, b: {nodes: 40}}", 40, "10.0.0.0/26", []string{"dedicated 20 40 59"}},
		// An environment that needs less changes nothing.
		{"nodes: 20\nenvironments: {a: {nodes: 2}}", 20, "10.0.0.0/27", []string{"dedicated 20 20 27"}},
		// 10 dedicated of the intent and 10 spot of the environment: both parameters can have theirs at once.
		// 20 + 4 + 5 = 29: /27 holds 27, 7 free, floor(7 × 10 ÷ 20) = 3 each.
		{"nodes: 10\nenvironments: {a: {nodes: {spot: 10}}}", 20, "10.0.0.0/27", []string{"dedicated 10 10 13", "spot 0 10 13"}},
		// A count of zero everywhere is no parameter.
		{"nodes: {spot: 10}\nenvironments: {a: {nodes: {spot: 3}}}", 10, "10.0.0.0/27", []string{"spot 10 10 27"}},
		// 2 to 50 and 100 spot: 150 + 30 + 5 = 185: /24 holds 251, 101 free: floor(101 × 50 ÷ 150) = 33, floor(101 × 100 ÷ 150) = 67.
		{
			"nodes: {autoscale: {max: 10}}\nenvironments: {a: {nodes: {autoscale: {min: 2, max: 50, spotMax: 100}}}}", 150,
			"10.0.0.0/24", []string{"min 0 2 83", "dedicated 10 50 83", "spot 0 100 167"},
		},
		// A formula of the user's own: the bounds size the subnet and are no parameters.
		{
			"nodes: {autoscale: {max: 10, formula: $TargetDedicatedNodes=1;}}\nenvironments: {a: {nodes: {autoscale: {max: 40}}}}", 40,
			"10.0.0.0/26", nil,
		},
		// Two pools, each with its own largest environment: 30 + 8 = 38, 8 and 5 more are 51: /26 holds 59, 21 free:
		// floor(21 × 30 ÷ 38) = 16, floor(21 × 8 ÷ 38) = 4.
		{
			"nodes: 4\npools: [{name: a}, {name: b}]\nenvironments: {x: {pools: {a: {nodes: 30}}}, y: {pools: {b: {nodes: 8}}}}", 38,
			"10.0.0.0/26", []string{"dedicated 4 30 46", "dedicated 4 8 12"},
		},
	} {
		p := planOf(t, "region: westeurope\nos: linux\n"+c.text)
		var got []string
		for _, pool := range p.Pools {
			for _, count := range []struct {
				name string
				plan.Count
			}{{"min", pool.Scale.Min}, {"dedicated", pool.Scale.Dedicated}, {"spot", pool.Scale.Spot}} {
				if count.Parameter {
					got = append(got, fmt.Sprintf("%s %d %d %d", count.name, count.Value, count.Largest, count.Max))
				}
			}
		}
		s := p.Network.Subnets[0]
		if s.Sizing.Nodes != c.nodes || s.Prefix().String() != c.prefix {
			t.Errorf("%s: %d nodes in %s, want %d in %s", c.text, s.Sizing.Nodes, s.Prefix(), c.nodes, c.prefix)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.text, diff)
		}
	}
}

// What environments cannot have, each with the place that says so.
func TestEnvironmentFindings(t *testing.T) {
	t.Parallel()
	many := "nodes: 1\npools:\n" + func() string {
		var b strings.Builder
		for i := range 101 {
			fmt.Fprintf(&b, "  - {name: p%d}\n", i)
		}
		return b.String()
	}()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"nodes: 5\nenvironments: {e: {nodes: 7, vmSize: Standard_D8s_v5, tags: {a: b}}}", nil},
		{"nodes: 5\nenvironments: {e: {nodes: {autoscale: {max: 7}}}}", []string{"BG250 /environments/e/nodes"}},
		{"nodes: {autoscale: {max: 7}}\nenvironments: {e: {pools: {pool: {nodes: 7}}}}", []string{"BG250 /environments/e/pools/pool/nodes"}},
		// The override of the pool is what counts.
		{"nodes: {autoscale: {max: 7}}\nenvironments: {e: {nodes: 7, pools: {pool: {nodes: {autoscale: {max: 3}}}}}}", nil},
		{"nodes: {autoscale: {max: 7}}\nenvironments: {e: {nodes: {autoscale: {max: 7, formula: $TargetDedicatedNodes=1;}}}}", []string{
			"BG251 /environments/e/nodes/autoscale/formula",
		}},
		{"nodes: {autoscale: {max: 7, interval: PT30M}}\nenvironments: {e: {nodes: {autoscale: {max: 7, interval: PT15M}}}}", []string{
			"BG251 /environments/e/nodes/autoscale/interval",
		}},
		{"nodes: {autoscale: {max: 7, formula: $TargetDedicatedNodes=1;}}\nenvironments: {e: {nodes: {autoscale: {max: 7}}}}", []string{
			"BG215 /nodes/autoscale/formula",
		}},
		{"nodes: {autoscale: {max: 7, formula: $TargetDedicatedNodes=1;}}\nenvironments: {e: {nodes: {autoscale: {max: 8}}}}", []string{
			"BG252 /environments/e/nodes/autoscale", "BG215 /nodes/autoscale/formula",
		}},
		// Two parameters each and four of the deployment: the first 98 pools have theirs.
		{many + "environments: {e: {pools: {p97: {nodes: 2}}}}", nil},
		{many + "environments: {e: {pools: {p98: {nodes: 2}, p99: {vmSize: Standard_D8s_v5}}}}", []string{
			"BG253 /environments/e/pools/p98/nodes", "BG253 /environments/e/pools/p99/vmSize",
		}},
		{many + "environments: {e: {nodes: 2}}", []string{"BG253 /environments/e/nodes"}},
		{strings.Replace(many, "nodes: 1", "nodes: {autoscale: {max: 1}}", 1) + "environments: {e: {nodes: {autoscale: {max: 1}}}}", nil},
		{strings.Replace(many, "nodes: 1", "nodes: {autoscale: {max: 1}}", 1) + "environments: {e: {nodes: {autoscale: {max: 2}}}}", []string{
			"BG253 /environments/e/nodes",
		}},
		{many + "environments: {e: {nodes: 1, vmSize: Standard_D4s_v5}}", nil},
		{"nodes: 5\nenvironments: {e: {vmSize: Standard_D2_v2}}", []string{"BG503 /environments/e/vmSize", "BG254 /environments/e/vmSize"}},
		{"nodes: 5\nvmSize: Standard_D2_v2\nenvironments: {e: {vmSize: Standard_D4s_v5}}", []string{"BG503 /vmSize"}},
		{"nodes: 5\nenvironments: {e: {vmSize: Standard_A2_v2}}", []string{
			"BG503 /environments/e/vmSize", "BG255 /environments/e/vmSize", "BG254 /environments/e/vmSize",
		}},
		{"nodes: 5\nvmSize: Standard_A2_v2\nenvironments: {e: {vmSize: Standard_D4s_v5}}", []string{"BG503 /vmSize", "BG256 /environments/e/vmSize"}},
		{"nodes: 5\nenvironments: {e: {vmSize: Standard_NC6}}", []string{"BG501 /environments/e/vmSize"}},
		{"nodes: 5\nenvironments: {e: {vmSize: Standard_B2ms}}", []string{
			"BG207 /environments/e/vmSize", "BG503 /environments/e/vmSize",
		}},
		{"nodes: 5\nenvironments: {e: {vmSize: D4s-v5}}", []string{"BG206 /environments/e/vmSize"}},
		{"nodes: 5\nenvironments: {e: {pools: {pool: {vmSize: Standard_D4ps_v5}}}}", []string{"BG209 /environments/e/pools/pool/vmSize"}},
		{"nodes: 5\nimage: {id: " + ownImage + ", nodeAgent: batch.node.ubuntu 24.04}\nenvironments: {e: {vmSize: Standard_D8s_v5}}", []string{
			"BG223 /image", "BG223 /environments/e/vmSize",
		}},
		{"nodes: 5\naccount: {poolAllocationMode: userSubscription, keyVault: new}\nenvironments: {e: {vmSize: Standard_D8s_v5}}", []string{
			"BG266 /vmSize", "BG266 /environments/e/vmSize",
		}},
		{"nodes: 5\ninterNodeCommunication: true\nenvironments: {e: {nodes: 101}}", []string{"BG211 /environments/e/nodes"}},
		{"nodes: {autoscale: {max: 3, spotMax: 3}}\npools: [{name: a}, {name: a-spot}]\nenvironments: {e: {tags: {a: b}}}", []string{
			"BG258 /pools/1/name",
		}},
		// Without spot nodes or without environments there is no such parameter.
		{"nodes: {autoscale: {max: 3}}\npools: [{name: a}, {name: a-spot}]\nenvironments: {e: {tags: {a: b}}}", nil},
		{"nodes: {autoscale: {max: 3, spotMax: 3}}\npools: [{name: a}, {name: a-spot}]", nil},
		{"nodes: 5\nnetwork: {subnet: {prefix: 10.0.0.0/28, headroomPercent: 0}}\nenvironments: {e: {nodes: 11}}", nil},
		{"nodes: 5\nnetwork: {subnet: {prefix: 10.0.0.0/28, headroomPercent: 0}}\nenvironments: {e: {nodes: 12}}", []string{"BG320 /network/subnet/prefix"}},
		{"nodes: 12\nnetwork: {subnet: {prefix: 10.0.0.0/28}}\nenvironments: {e: {nodes: 20}}", []string{"BG301 /network/subnet/prefix"}},
		{"nodes: 5\nnetwork: {subnet: {prefix: 10.0.0.0/28}}\nenvironments: {e: {nodes: 11}}", []string{"BG302 /network/subnet/prefix"}},
	} {
		_, list := try(t, "region: westeurope\nos: linux\n"+c.text)
		var got []string
		for _, d := range list {
			got = append(got, d.Code+" "+d.Path)
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(c.want))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.text, diff)
		}
	}
}

const ownImage = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g" +
	"/providers/Microsoft.Compute/galleries/g/images/i/versions/1.0.0"

// The message names the environment that needs most.
func TestNeediestEnvironment(t *testing.T) {
	t.Parallel()
	_, list := try(t, "region: westeurope\nos: linux\nnodes: 5\npools: [{name: a}, {name: b}]\n"+
		"network: {subnet: {prefix: 10.0.0.0/28}}\nenvironments: {x: {pools: {a: {nodes: 9}}}, y: {nodes: 8}, z: {nodes: 2}}")
	if len(list) != 1 || list[0].Code != "BG320" {
		t.Fatalf("%+v", list)
	}
	want := "subnet 10.0.0.0/28 holds 11 nodes, the largest counts of all environments come to 17; y needs most, 16"
	if list[0].Message != want || list[0].Related[0].Path != "/environments/y" {
		t.Errorf("%s, %+v\nwant %s", list[0].Message, list[0].Related, want)
	}
}

func TestEnvironmentTags(t *testing.T) {
	t.Parallel()
	p := planOf(t, "region: westeurope\nos: linux\nnodes: 1\ntags: {a: '1', Stage: none}\n"+
		"environments: {e: {tags: {stage: prod, b: '2'}}, f: {nodes: 2}}")
	want := [][]intent.Tag{
		{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}, {Name: "stage", Value: "prod"}},
		{{Name: "Stage", Value: "none"}, {Name: "a", Value: "1"}},
	}
	for i, e := range p.Environments {
		if diff := cmp.Diff(want[i], e.Tags); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", e.Name, diff)
		}
	}
	many := func(name string, n int) string {
		var tags []string
		for i := range n {
			tags = append(tags, fmt.Sprintf("%s%d: x", name, i))
		}
		return "{" + strings.Join(tags, ", ") + "}"
	}
	for extra, want := range map[int]int{20: 0, 21: 1} {
		_, list := try(t, "region: westeurope\nos: linux\nnodes: 1\ntags: "+many("a", 30)+
			"\nenvironments: {e: {tags: "+many("b", extra)+"}, f: {tags: "+many("a", 30)+"}}")
		if len(list) != want {
			t.Errorf("30 tags and %d of an environment: %+v", extra, list)
		}
	}
}

// drawNodes writes node counts of a kind of scaling.
func drawNodes(r *rapid.T, autoscale bool) string {
	count := func(name string) int { return rapid.IntRange(0, 120).Draw(r, name) }
	if autoscale {
		most := count("max")
		return fmt.Sprintf("{autoscale: {min: %d, max: %d, spotMax: %d}}",
			rapid.IntRange(0, most).Draw(r, "min"), most, count("spotMax"))
	}
	return fmt.Sprintf("{dedicated: %d, spot: %d}", count("dedicated"), count("spot"))
}

// Whatever the environments: each of their values is within the bounds of its
// parameter, what is no parameter is the same everywhere, and all parameters at
// their maxima fit the subnet together.
func TestEnvironmentsKeepTheBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		b.WriteString("region: westeurope\nos: linux\nnetwork: {addressSpace: [10.0.0.0/8]}\npools:\n")
		pools := rapid.IntRange(1, 4).Draw(r, "pools")
		kinds := make([]bool, pools)
		for i := range kinds {
			kinds[i] = rapid.Bool().Draw(r, "autoscale")
			subnet := rapid.SampledFrom([]string{"shared", "own"}).Draw(r, "subnet")
			fmt.Fprintf(&b, "  - {name: p%d, subnet: %s, nodes: %s}\n", i, subnet, drawNodes(r, kinds[i]))
		}
		b.WriteString("environments:\n")
		for i := range rapid.IntRange(1, 3).Draw(r, "environments") {
			fmt.Fprintf(&b, "  e%d: {tags: {a: b}, pools: {", i)
			for j, kind := range kinds {
				if j == 0 || rapid.Bool().Draw(r, "overrides") {
					fmt.Fprintf(&b, "p%d: {nodes: %s}, ", j, drawNodes(r, kind))
				}
			}
			b.WriteString("}}\n")
		}
		p, list := try(t, strings.ReplaceAll(b.String(), ", }", "}"))
		if list.HasErrors() {
			r.Fatalf("refused: %+v\n%s", list, b.String())
		}
		atMost := map[*plan.Subnet]int{}
		for i, pool := range p.Pools {
			s := pool.Scale
			atMost[pool.Subnet] += most(s.Dedicated) + most(s.Spot)
			for _, e := range p.Environments {
				n := e.Pools[i].Nodes
				if a := n.Autoscale; a != nil {
					within(r, e.Name+" min", a.Min, s.Min)
					n = intent.Nodes{Dedicated: a.Max, Spot: a.SpotMax}
				}
				within(r, e.Name+" dedicated", n.Dedicated, s.Dedicated)
				within(r, e.Name+" spot", n.Spot, s.Spot)
			}
		}
		for s, nodes := range atMost {
			if nodes > s.Sizing.Holds {
				r.Fatalf("all maxima together are %d, %s holds %d\n%s", nodes, s.Prefix(), s.Sizing.Holds, b.String())
			}
		}
	})
}

func most(c plan.Count) int {
	if c.Parameter {
		return c.Max
	}
	return c.Value
}

func within(r *rapid.T, what string, value int, c plan.Count) {
	if value != c.Value && (!c.Parameter || value > c.Max) {
		r.Fatalf("%s is %d, beyond %+v", what, value, c)
	}
}

// The retired configuration takes no spot nodes in an environment either, and
// has neither an image nor disks that a size must fit.
func TestEnvironmentsOfCloudServices(t *testing.T) {
	t.Parallel()
	const head = "region: westeurope\nconfiguration: cloudService\nacknowledgeRetired: true\nos: windows\nnodes: 4\n" +
		"network: {vnet: {existingSubnet: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g" +
		"/providers/Microsoft.ClassicNetwork/virtualNetworks/v/subnets/s}}\n"
	for nodes, want := range map[string]bool{"{dedicated: 2, spot: 1}": true, "2": false} {
		_, list := try(t, head+"environments: {e: {vmSize: Standard_D2_v2, nodes: "+nodes+"}}")
		var errors []string
		for _, d := range list {
			if d.Code != "BG501" && d.Code != "BG503" {
				errors = append(errors, d.Code+" "+d.Path)
			}
		}
		if refused := slices.Equal(errors, []string{"BG264 /environments/e/nodes"}); refused != want || !want && len(errors) > 0 {
			t.Errorf("%s: %v", nodes, errors)
		}
	}
}
