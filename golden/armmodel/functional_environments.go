package armmodel

import (
	"regexp"
	"strconv"
	"strings"
)

// maxima read the bounds out of our own autoscale formula.
var maxima = regexp.MustCompile(`(?m)^(?:maxDedicated|maxSpot) = (\d+);$`)

// reaches is the most nodes that a pool can have by its counts or its formula.
func (p *Pool) reaches() int {
	if p.Asked != nil && p.Asked.Autoscale != nil {
		found := maxima.FindAllStringSubmatch(Text(p.Properties, "scaleSettings", "autoScale", "formula"), -1)
		if Text(p.Asked.Autoscale, "formula") != "" || found == nil {
			return p.Asked.largest()
		}
		sum := 0
		for _, hit := range found {
			n, _ := strconv.Atoi(hit[1])
			sum += n
		}
		return sum
	}
	dedicated, _, _ := p.bounds("targetDedicatedNodes")
	spot, _, _ := p.bounds("targetLowPriorityNodes")
	return dedicated + spot
}

// F-16: each environment has its two files, with values that the parameters
// take and the subnets hold; so do the parameters at their largest.
func environments(m *Model) []string {
	var f findings
	asked := Object(m.Asked.Raw, "environments")
	for name := range asked {
		for _, file := range []string{name + ".parameters.json", name + ".bicepparam"} {
			f.unless(m.ParameterFiles == nil || m.ParameterFiles[file] != nil, "environment %s has no %s", name, file)
		}
	}
	declared := Object(m.Templates[0].Raw, "parameters")
	largest := map[string]any{}
	for name, p := range declared {
		if most, ok := Object(p)["maxValue"]; ok {
			largest[name] = most
		}
	}
	if len(asked) == 0 {
		return f
	}
	f.fits(m, "the parameters at their largest", largest)
	for file, content := range m.ParameterFiles {
		if Object(content) == nil {
			continue
		}
		name := strings.TrimSuffix(file, ".parameters.json")
		f.unless(asked[name] != nil || name == "main", "nobody asked for %s", file)
		values := map[string]any{}
		for key, p := range Object(content, "parameters") {
			values[key] = At(p, "value")
			f.unless(declared[key] != nil, "%s names the unknown parameter %s", file, key)
			value, isNumber := number(p, "value")
			least, low := number(declared[key], "minValue")
			most, high := number(declared[key], "maxValue")
			f.unless(!isNumber || (!low || least <= value) && (!high || value <= most), "%s: %s is %d", file, key, value)
		}
		f.fits(m, file, values)
	}
	return f
}

// fits holds the subnets to their nodes with other values of the parameters.
func (f *findings) fits(m *Model, what string, values map[string]any) {
	other, err := read(m.Templates[0].Raw, m.Asked, m.ParameterFiles, values)
	if err != nil {
		f.add("%s: %v", what, err)
		return
	}
	for _, s := range other.nodeSubnets() {
		nodes := 0
		for _, p := range s.Pools {
			nodes += p.reaches()
		}
		holds := 1<<(32-max(0, s.Prefix.Bits())) - 5
		f.unless(nodes <= holds, "%s: %s holds %d nodes, the pools have %d", what, s.Name, holds, nodes)
	}
}
