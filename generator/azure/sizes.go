package azure

import (
	"regexp"
	"strings"
	"sync"
)

// VM families: azure-resources sections 4.2 and 4.3. The first row whose
// pattern matches is a size's family, so narrow patterns stand before wide
// ones. A pattern is a regular expression on the lower-cased size without
// "standard_", anchored at both ends.
var vmFamilies = []VMFamily{
	{Name: "Basic A", Pattern: `basic_a\d+`, Generation1Only: true, NoDiskEncryption: true, Retired: sizesA, Doc: "Azure/EOL"},
	{Name: "A8-A11", Pattern: `a(8|9|10|11)`, Generation1Only: true, NoDiskEncryption: true, Retired: sizesA8, Doc: "Batch#87"},
	{Name: "A", Pattern: `a\d+`, Generation1Only: true, NoDiskEncryption: true, Retired: sizesA, Doc: "Azure/EOL"},
	{Name: "Av2", Pattern: `a\d+m?_v2`, Generation1Only: true, NoDiskEncryption: true, ClosedToNew: true, Retired: sizesAv2, Doc: "retired-sizes-list"},
	{Name: "B", Pattern: `b\d+l?m?s`, Unsupported: true, ClosedToNew: true, Retired: sizesAv2, Doc: "batch-pool-vm-sizes"},
	{Name: "Bv2", Pattern: `b\d+[a-z]+_v2`, Unsupported: true, Doc: "batch-pool-vm-sizes"},

	{Name: "DCsv2", Pattern: `dc\d+s_v2`, Retired: sizesDCsv2, Doc: "retired-sizes-list"},
	{Name: "DCsv3", Pattern: `dc\d+d?s_v3`, Retired: sizesDCsv3, Doc: "retired-sizes-list"},
	{Name: "DCas_cc_v5", Pattern: `dc\d+ad?s_cc_v5`, Retired: sizesCC, Doc: "retired-sizes-list"},
	{Name: "ECas_cc_v5", Pattern: `ec\d+i?ad?s_cc_v5`, Retired: sizesCC, Doc: "retired-sizes-list"},
	{Name: "D", Pattern: `d\d+`, Generation1Only: true, ClosedToNew: true, Retired: sizesDv2, Doc: "retired-sizes-list"},
	{Name: "Ds", Pattern: `ds\d+(-\d+)?`, Generation1Only: true, ClosedToNew: true, Retired: sizesDv2, Doc: "retired-sizes-list"},
	{Name: "Dv2", Pattern: `d\d+i?_v2(_promo)?`, Generation1Only: true, ClosedToNew: true, Retired: sizesDv2, Doc: "retired-sizes-list"},
	{Name: "Dsv2", Pattern: `ds\d+(-\d+)?i?_v2(_promo)?`, Generation1Only: true, ClosedToNew: true, Retired: sizesDv2, Doc: "retired-sizes-list"},
	{Name: "Dv3", Pattern: `d\d+_v3`, ClosedToNew: true, Retired: sizesDv3, Doc: "retired-sizes-list"},
	{Name: "Dsv3", Pattern: `d\d+s_v3`, ClosedToNew: true, Retired: sizesDv3, Doc: "retired-sizes-list"},
	{Name: "Ev3", Pattern: `e\d+i?_v3`, ClosedToNew: true, Retired: sizesDv3, Doc: "retired-sizes-list"},
	{Name: "Esv3", Pattern: `e\d+(-\d+)?i?s_v3`, ClosedToNew: true, Retired: sizesDv3, Doc: "retired-sizes-list"},

	{Name: "F", Pattern: `f\d+`, Generation1Only: true, ClosedToNew: true, Retired: sizesFsv2, Doc: "retired-sizes-list"},
	{Name: "Fs", Pattern: `f\d+s`, Generation1Only: true, ClosedToNew: true, Retired: sizesFsv2, Doc: "retired-sizes-list"},
	{Name: "Fsv2", Pattern: `f\d+s_v2`, ClosedToNew: true, Retired: sizesFsv2, Doc: "retired-sizes-list"},
	{Name: "G", Pattern: `gs?\d+(-\d+)?`, Generation1Only: true, ClosedToNew: true, Retired: sizesAv2, Doc: "retired-sizes-list"},
	{Name: "Ls", Pattern: `l\d+s`, ClosedToNew: true, Retired: sizesLs, Doc: "retired-sizes-list"},
	{Name: "Lsv2", Pattern: `l\d+s_v2`, ClosedToNew: true, Retired: sizesLsv2, Doc: "retired-sizes-list"},

	{Name: "H", Pattern: `h\d+m?r?(_promo)?`, Generation1Only: true, Retired: sizesNC, Doc: "azure-resources"},
	{Name: "HB", Pattern: `hb\d+(-\d+)?rs`, Retired: sizesHB, Doc: "Azure/EOL"},
	{Name: "HBv2", Pattern: `hb\d+(-\d+)?rs_v2`, Retired: sizesHBv2, Doc: "retired-sizes-list"},
	{Name: "HC", Pattern: `hc\d+(-\d+)?rs`, Retired: sizesHBv2, Doc: "retired-sizes-list"},

	{Name: "M192 v2", Pattern: `m192i?d?m?s_v2`, Retired: sizesM192, Doc: "retired-sizes-list"},
	{Name: "NC", Pattern: `nc\d+r?(_promo)?`, Retired: sizesNC, Doc: "azure-resources"},
	{Name: "NCv2", Pattern: `nc\d+r?s_v2`, Retired: sizesNC, Doc: "azure-resources"},
	{Name: "NCv3", Pattern: `nc\d+r?s_v3`, Retired: sizesNCv3, Doc: "retired-sizes-list"},
	{Name: "ND", Pattern: `nd\d+r?s`, Retired: sizesNC, Doc: "azure-resources"},
	{Name: "NP", Pattern: `np\d+s`, Retired: sizesNP, Doc: "retired-sizes-list"},
	{Name: "NV", Pattern: `nv\d+(_promo)?`, Retired: sizesNV, Doc: "nv-series-retirement"},
	{Name: "NVv3", Pattern: `nv\d+s_v3`, Retired: sizesNVv3, Doc: "retired-sizes-list"},
	{Name: "NVv4", Pattern: `nv\d+as_v4`, Retired: sizesNVv3, Doc: "retired-sizes-list"},
}

// VMFamilies returns the VM families that end or that have a peculiarity.
func VMFamilies() []VMFamily { return vmFamilies }

// VMFamilyOf finds the family of a size, false where nothing is to be said of it.
func VMFamilyOf(size string) (VMFamily, bool) {
	name := strings.TrimPrefix(strings.ToLower(size), "standard_")
	for _, f := range vmFamilies {
		// Compiling each pattern costs more than matching it: look at the
		// letters that it starts with first.
		if !strings.HasPrefix(name, letters(f.Pattern)) {
			continue
		}
		if regexp.MustCompile(`^(?:` + f.Pattern + `)$`).MatchString(name) {
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
var sizeForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(standard|basic)_([a-z]{1,4})([0-9]{1,4})(-[0-9]{1,3})?([a-z]{0,8})` +
		`((?:_[a-z][a-z0-9]{1,12})*?)(_[0-9]{1,3})?(_v[0-9]{1,2})?(_promo)?$`)
})

// VMSizeForm reports whether a name has the form of a VM size.
func VMSizeForm(size string) bool { return sizeForm().MatchString(size) }

// VMSizeIsARM reports whether a size has an ARM processor: a p among its features.
func VMSizeIsARM(size string) bool {
	parts := sizeForm().FindStringSubmatch(size)
	return parts != nil && strings.ContainsAny(parts[5], "pP")
}
