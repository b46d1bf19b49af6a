package azure

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// VM families: azure-resources sections 4.2 and 4.3. The first row whose
// pattern matches is a size's family, so narrow patterns stand before wide
// ones. A pattern is a regular expression on the lower-cased size without
// "standard_", anchored at both ends: D4s_v3 is Dsv3, DS3_v2 is Dsv2, D3 is D,
// and DC4s_v3 is none of these. Where the documents differ about generation 2
// (Dsv2) or are silent (Ds, Fs, Gs), the row takes generation 1, which boots
// everywhere. Dv4, Dsv4, Ev4 and Esv4 have no row: one document of 2021 calls
// them unsupported, and that is out of date.
var vmFamilies = []VMFamily{
	{Name: "Basic A", Pattern: `basic_a\d+`, Generation1Only: true, NoDiskEncryption: true, Retired: "sizes-basic-a", Doc: "Azure/EOL"},
	{Name: "A8-A11", Pattern: `a(8|9|10|11)`, Generation1Only: true, NoDiskEncryption: true, Retired: "sizes-a8-a11", Doc: "Batch#87"},
	{Name: "A", Pattern: `a\d+`, Generation1Only: true, NoDiskEncryption: true, Retired: "sizes-a", Doc: "Azure/EOL"},
	{Name: "Av2", Pattern: `a\d+m?_v2`, Generation1Only: true, NoDiskEncryption: true, ClosedToNew: true, Retired: "sizes-av2", Doc: "retired-sizes-list"},
	{Name: "B", Pattern: `b\d+l?m?s`, Unsupported: true, ClosedToNew: true, Retired: "sizes-b", Doc: "batch-pool-vm-sizes"},
	{Name: "Bv2", Pattern: `b\d+[a-z]+_v2`, Unsupported: true, Doc: "batch-pool-vm-sizes"},

	{Name: "DCsv2", Pattern: `dc\d+s?_v2`, Retired: "sizes-dcsv2", Doc: "retired-sizes-list"},
	{Name: "DCsv3", Pattern: `dc\d+d?s_v3`, Retired: "sizes-dcsv3", Doc: "retired-sizes-list"},
	{Name: "DCas_cc_v5", Pattern: `dc\d+ad?s_cc_v5`, Retired: "sizes-dcas-cc-v5", Doc: "retired-sizes-list"},
	{Name: "ECas_cc_v5", Pattern: `ec\d+i?ad?s_cc_v5`, Retired: "sizes-ecas-cc-v5", Doc: "retired-sizes-list"},
	{Name: "D", Pattern: `d\d+`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-d", Doc: "retired-sizes-list"},
	{Name: "Ds", Pattern: `ds\d+(-\d+)?`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-ds", Doc: "retired-sizes-list"},
	{Name: "Dv2", Pattern: `d\d+i?_v2(_promo)?`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-dv2", Doc: "retired-sizes-list"},
	{Name: "Dsv2", Pattern: `ds\d+(-\d+)?i?_v2(_promo)?`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-dsv2", Doc: "retired-sizes-list"},
	{Name: "Dv3", Pattern: `d\d+_v3`, ClosedToNew: true, Retired: "sizes-dv3", Doc: "retired-sizes-list"},
	{Name: "Dsv3", Pattern: `d\d+s_v3`, ClosedToNew: true, Retired: "sizes-dsv3", Doc: "retired-sizes-list"},
	{Name: "Ev3", Pattern: `e\d+i?_v3`, ClosedToNew: true, Retired: "sizes-ev3", Doc: "retired-sizes-list"},
	{Name: "Esv3", Pattern: `e\d+(-\d+)?i?s_v3`, ClosedToNew: true, Retired: "sizes-esv3", Doc: "retired-sizes-list"},

	{Name: "F", Pattern: `f\d+`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-f", Doc: "retired-sizes-list"},
	{Name: "Fs", Pattern: `f\d+s`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-fs", Doc: "retired-sizes-list"},
	{Name: "Fsv2", Pattern: `f\d+s_v2`, ClosedToNew: true, Retired: "sizes-fsv2", Doc: "retired-sizes-list"},
	{Name: "G", Pattern: `g\d+`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-g", Doc: "retired-sizes-list"},
	{Name: "Gs", Pattern: `gs\d+(-\d+)?`, Generation1Only: true, ClosedToNew: true, Retired: "sizes-gs", Doc: "retired-sizes-list"},
	{Name: "Ls", Pattern: `l\d+s`, ClosedToNew: true, Retired: "sizes-ls", Doc: "retired-sizes-list"},
	{Name: "Lsv2", Pattern: `l\d+s_v2`, ClosedToNew: true, Retired: "sizes-lsv2", Doc: "retired-sizes-list"},

	{Name: "H", Pattern: `h\d+m?r?(_promo)?`, Generation1Only: true, Retired: "sizes-h", Doc: "azure-resources"},
	{Name: "HB", Pattern: `hb\d+(-\d+)?rs`, Retired: "sizes-hb", Doc: "Azure/EOL"},
	{Name: "HBv2", Pattern: `hb\d+(-\d+)?rs_v2`, Retired: "sizes-hbv2", Doc: "retired-sizes-list"},
	{Name: "HC", Pattern: `hc\d+(-\d+)?rs`, Retired: "sizes-hc", Doc: "retired-sizes-list"},

	{Name: "M192i v2", Pattern: `m192id?m?s_v2`, Retired: "sizes-m192-v2", Doc: "retired-sizes-list"},
	{Name: "NC", Pattern: `nc\d+r?(_promo)?`, Retired: "sizes-nc", Doc: "azure-resources"},
	{Name: "NCv2", Pattern: `nc\d+r?s_v2`, Retired: "sizes-ncv2", Doc: "azure-resources"},
	{Name: "NCv3", Pattern: `nc\d+r?s_v3`, Retired: "sizes-ncv3", Doc: "retired-sizes-list"},
	{Name: "ND", Pattern: `nd\d+r?s`, Retired: "sizes-nd", Doc: "azure-resources"},
	{Name: "NP", Pattern: `np\d+s`, Retired: "sizes-np", Doc: "retired-sizes-list"},
	{Name: "NV", Pattern: `nv\d+(_promo)?`, Retired: "sizes-nv", Doc: "nv-series-retirement"},
	{Name: "NVv3", Pattern: `nv\d+s_v3`, Retired: "sizes-nvv3", Doc: "retired-sizes-list"},
	{Name: "NVv4", Pattern: `nv\d+as_v4`, Retired: "sizes-nvv4", Doc: "retired-sizes-list"},
}

// VMFamilies returns the VM families that end or that have a peculiarity.
func VMFamilies() []VMFamily { return slices.Clone(vmFamilies) }

// familyPatterns are the patterns, by row.
var familyPatterns = sync.OnceValue(func() []func() *regexp.Regexp {
	patterns := make([]func() *regexp.Regexp, len(vmFamilies))
	for i, f := range vmFamilies {
		patterns[i] = whole(f.Pattern)
	}
	return patterns
})

// VMFamilyOf finds the family of a size, false where nothing is to be said of it.
func VMFamilyOf(size string) (VMFamily, bool) {
	name := strings.TrimPrefix(folded(size), "standard_")
	for i, f := range vmFamilies {
		// Compiling a pattern costs more than matching it, so only those are
		// compiled that start with the letters of the size.
		if strings.HasPrefix(name, letters(f.Pattern)) && familyPatterns()[i]().MatchString(name) {
			return f, true
		}
	}
	return VMFamily{}, false
}

// letters returns the literal start of a pattern, without a last letter that is optional.
func letters(pattern string) string {
	end := strings.IndexFunc(pattern, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' })
	if end > 0 && pattern[end] == '?' {
		end--
	}
	return pattern[:end]
}

// The grammar of a size's name (azure-resources section 4.1): family, vCPUs, constrained vCPUs, features,
// accelerators, a rare number, version, promotion.
var sizeForm = whole(`(standard|basic)_([a-z]{1,4})([0-9]{1,4})(-[0-9]{1,3})?([a-z]{0,8})` +
	`((?:_[a-z][a-z0-9]{1,12})*?)(_[0-9]{1,3})?(_v[0-9]{1,2})?(_promo)?`)

// VMSizeForm reports whether a name has the form of a VM size, in any case.
func VMSizeForm(size string) bool { return sizeForm().MatchString(folded(size)) }

// VMSizeIsARM reports whether a size has an ARM processor: a p among its features.
func VMSizeIsARM(size string) bool {
	parts := sizeForm().FindStringSubmatch(folded(size))
	return parts != nil && strings.Contains(parts[5], "p")
}
