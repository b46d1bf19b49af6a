package plan

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
	"github.com/batchgen/batchgen/generator/intent"
)

// Mount is a file system of a pool. Fields that its kind lacks are zero.
type Mount struct {
	Kind intent.MountKind
	// Account is the name of the storage account of Azure Files and blob.
	Account, Share, Container string
	// Host of NFS and SMB. OnStorage tells that the cloud's storage suffix
	// belongs behind it: "renderdata.blob".
	Host       string
	OnStorage  bool
	ExportPath string
	User       string
	// Secret is the parameter with the key or password, "" for none.
	Secret string
	// Identity mounts a blob container.
	Identity *Identity
	// At is where the mount appears: below the folder of mounts, or a drive letter.
	At string
	// Options of the mount command, "" for none.
	Options string
}

// Secret is a key or password that is asked for at deployment: a secure
// parameter without a default.
type Secret struct {
	// Name of the parameter.
	Name        string
	Description string
}

// Default options: azure-resources section 6.
const (
	filesOptions     = "-o vers=3.1.1,dir_mode=0777,file_mode=0777,serverino,nosharesock,actimeo=30"
	blobOptions      = "-o attr_timeout=240 -o entry_timeout=240 -o negative_timeout=120"
	nfsOptions       = "-o vers=4,minorversion=1,sec=sys"
	blobByNFSOptions = "-o sec=sys,vers=3,nolock,proto=tcp"
	smbOptions       = "-o vers=3.0,dir_mode=0777,file_mode=0777"
	readOnlyOption   = "-o ro"
)

func isBlob(m intent.Mount) bool { return m.Kind == intent.MountBlob }

// secretOf is the secret that a mount needs, with whose it is; false for none.
// An account has one key and a user of a server one password, however often
// they are mounted.
func (p *planner) secretOf(m intent.Mount) (s Secret, owner string, needed bool) {
	switch m.Kind {
	case intent.MountAzureFiles:
		return Secret{
			Name:        identifier("account", m.Account) + "Key",
			Description: fmt.Sprintf("Key of the storage account '%s', for mounts of Azure Files.", m.Account),
		}, m.Account, true
	case intent.MountSMB:
		host, user := strings.ToLower(m.Host), strings.ToLower(m.User)
		if stem, found := p.onStorage(host); found {
			host = stem
		}
		name := "smb" + capitalized(words(host))
		if _, err := netip.ParseAddr(host); err == nil {
			name = "smb" + strings.ReplaceAll(host, ".", "_") // 10.0.11.1 is not 10.0.1.11
		}
		return Secret{
			Name:        name[:min(len(name), longestStem)] + capitalized(words(user)) + "Password",
			Description: fmt.Sprintf("Password of the user '%s' of the SMB server '%s'.", m.User, host),
		}, user + " on " + host, true
	}
	return Secret{}, "", false
}

// longestStem keeps names of parameters below Bicep's limit of 255 characters.
const longestStem = 100

// identifier turns a name into the start of an identifier, which cannot be a digit.
func identifier(prefix, name string) string {
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return prefix + name
	}
	return name
}

// words are the runs of letters and digits in a name.
func words(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func capitalized(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

// secrets lists what the mounts of all pools ask for, and refuses names that
// stand for two secrets.
func (p *planner) secrets() {
	owners := map[string]string{}
	for _, pool := range p.in.Pools {
		for i, m := range pool.Mounts {
			s, owner, needed := p.secretOf(m)
			if !needed {
				continue
			}
			key := strings.ToLower(s.Name) // templates compare names without regard to case
			if other, taken := owners[key]; taken {
				if other != owner {
					p.report(diag.SecretNamesCollide(mountPath(pool, i), other, owner, s.Name))
				}
				continue
			}
			owners[key] = owner
			p.plan.Secrets = append(p.plan.Secrets, s)
		}
	}
	if limit := azure.LimitOf(azure.OwnParameters) - fixedParameters; len(p.plan.Secrets) > limit {
		p.report(diag.TooManySecrets("/pools", len(p.plan.Secrets), limit))
	}
}

func mountPath(pool intent.Pool, i int) string {
	return pool.Path("mounts") + "/" + strconv.Itoa(i) + "/" + string(pool.Mounts[i].Kind)
}

// mounts decides the file systems of a pool.
func (p *planner) mounts(pool *Pool) {
	var packages []string
	for i, in := range pool.in.Mounts {
		path := mountPath(*pool.in, i)
		if pool.OS == azure.Windows && !p.worksOnWindows(pool, in, path) {
			continue
		}
		if option := secretOption(in.Options); option != "" {
			p.report(diag.SecretInOptions(path+"/options", option))
		}
		secret, _, _ := p.secretOf(in)
		m := Mount{
			Kind: in.Kind, Account: in.Account, Share: in.Share, Container: in.Container, Host: in.Host,
			ExportPath: in.ExportPath, User: in.User, Secret: secret.Name, At: in.At,
		}
		stem, found := p.onStorage(in.Host)
		if found {
			m.Host, m.OnStorage = stem, true
		}
		m.Options = mountOptions(pool.OS, in, stem)
		switch in.Kind {
		case intent.MountBlob:
			m.Identity = pool.access
			p.blobRole(pool, in, path)
		case intent.MountNFS, intent.MountSMB:
			p.checkHost(in, path)
			if account, _, _ := strings.Cut(stem, "."); found && p.hasEndpoint(intent.EndpointStorage) &&
				strings.EqualFold(account, p.in.Account.Storage.Existing.Name()) {
				p.report(diag.MountThroughEndpoint(path, pool.Name, in.Host))
			}
		}
		if name := driver(in.Kind); !slices.Contains(packages, name) {
			packages = append(packages, name)
		}
		pool.Mounts = append(pool.Mounts, m)
	}
	// What an image of the user's own has, only the user knows.
	if p.in.Network.RestrictedEgress && pool.OS == azure.Linux && len(packages) > 0 && pool.Image.ID == "" {
		p.report(diag.MountPackages(pool.in.Path("mounts"), pool.Name, packages))
	}
}

// worksOnWindows refuses what Windows nodes cannot mount.
func (p *planner) worksOnWindows(pool *Pool, m intent.Mount, path string) bool {
	switch {
	case m.Kind != intent.MountAzureFiles:
		p.report(diag.MountNotOnWindows(path, pool.Name, string(m.Kind)))
	case m.ReadOnly:
		p.report(diag.ReadOnlyOnWindows(path+"/readOnly", pool.Name))
	default:
		return true
	}
	return false
}

// driver is the package that Batch installs on Linux nodes for a kind of mount.
func driver(kind intent.MountKind) string {
	switch kind {
	case intent.MountBlob:
		return "blobfuse"
	case intent.MountNFS:
		return "an NFS client"
	}
	return "cifs-utils"
}

// secretWords are options by which mount commands take a secret.
var secretWords = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[\s,/-])(pass(?:word|wd)?2?|account-?key|sas-?(?:token|key)?)\s*[=:]`)
})

// secretOption is the name of an option that carries a secret, "" for none.
func secretOption(options string) string {
	if found := secretWords().FindStringSubmatch(options); found != nil {
		return strings.ToLower(found[1])
	}
	return ""
}

// onStorage returns a host without the cloud's storage suffix where it is
// <account>.blob or <account>.file below that.
func (p *planner) onStorage(host string) (stem string, found bool) {
	stem, found = strings.CutSuffix(strings.ToLower(host), "."+p.plan.Cloud.StorageSuffix)
	_, service, dotted := strings.Cut(stem, ".")
	if !found || !dotted || service != "blob" && service != "file" {
		return "", false
	}
	return stem, true
}

// mountOptions are the intent's, or those of the documents. Read-only is one
// option more; a later option wins.
func mountOptions(os azure.OS, in intent.Mount, stem string) string {
	options := in.Options
	if options == "" {
		switch {
		case os == azure.Windows: // a drive is mapped without any
		case in.Kind == intent.MountAzureFiles:
			options = filesOptions
		case in.Kind == intent.MountBlob:
			options = blobOptions
		case in.Kind == intent.MountNFS && byBlob(stem):
			options = blobByNFSOptions
		case in.Kind == intent.MountNFS:
			options = nfsOptions
		default:
			options = smbOptions
		}
	}
	if in.ReadOnly {
		options += " " + readOnlyOption
	}
	return options
}

// byBlob reports whether a host without the storage suffix is blob storage.
func byBlob(stem string) bool { return strings.HasSuffix(stem, ".blob") }

// checkHost looks at what the rules can say of a server.
func (p *planner) checkHost(in intent.Mount, path string) {
	switch {
	case len(p.farEndOfMount(in)) > 0:
	case p.in.Network.RestrictedEgress:
		p.report(diag.MountHostUnknown(path+"/host", in.Host))
	default:
		p.report(diag.MountHostUnchecked(path+"/host", in.Host))
	}
}

// farEndOfMount is where the traffic of an NFS or SMB mount goes, as Azure
// writes it; empty where that is not known.
func (p *planner) farEndOfMount(m intent.Mount) []string {
	if _, err := netip.ParseAddr(m.Host); err == nil {
		return []string{m.Host}
	}
	if _, found := p.onStorage(m.Host); found {
		return []string{azure.StorageTag(p.in.Region)}
	}
	if len(m.Addresses) > 0 {
		var far []string
		for _, prefix := range withoutCovered(m.Addresses) {
			if prefix.IsSingleIP() {
				far = append(far, prefix.Addr().String())
				continue
			}
			far = append(far, prefix.String())
		}
		return far
	}
	return nil
}

// withoutCovered leaves out ranges that another one holds: a rule takes no overlapping ranges.
func withoutCovered(prefixes []netip.Prefix) []netip.Prefix {
	var kept []netip.Prefix
	for i, prefix := range prefixes {
		covered := false
		for j, other := range prefixes {
			if j != i && contains(other, prefix) && (other != prefix || j < i) {
				covered = true
			}
		}
		if !covered {
			kept = append(kept, prefix)
		}
	}
	return kept
}

// blobRole sees to the role by which a pool mounts a blob container.
func (p *planner) blobRole(pool *Pool, m intent.Mount, path string) {
	role := azure.RoleOf("storageBlobDataReader")
	if p.writes(pool.access, m.Account) {
		role = azure.RoleOf("storageBlobDataContributor")
	}
	if pool.access == p.plan.StorageIdentity && p.onAutoStorage(m) {
		return // it has the role for the auto-storage
	}
	reason := Reason{Why: "Nodes mount containers of the storage account.", Doc: "mount"}
	if m.AccountID == "" {
		p.grant(Grant{Role: role, To: pool.access, Kind: "storage account", Name: m.Account, Reason: reason},
			path+"/account", "give the resource ID of the account, and the assignment is written")
		return
	}
	for _, known := range p.plan.Roles {
		if known.On == OnMountedStorage && known.Identity == pool.access && folded(known.OnID) == folded(m.AccountID) {
			return
		}
	}
	p.plan.Roles = append(p.plan.Roles, RoleAssignment{
		Identity: pool.access, Role: role, On: OnMountedStorage, OnID: m.AccountID,
		Elsewhere: p.elsewhere(m.AccountID), Reason: reason,
	})
}

// writes reports whether a pool mounts a container of the account by the
// identity for more than reading.
func (p *planner) writes(id *Identity, account string) bool {
	return slices.ContainsFunc(p.plan.Pools, func(pool *Pool) bool {
		return pool.access == id && slices.ContainsFunc(pool.in.Mounts, func(m intent.Mount) bool {
			return isBlob(m) && m.Account == account && !m.ReadOnly
		})
	})
}

// onAutoStorage reports whether a mount is known to use the auto-storage: one that exists.
func (p *planner) onAutoStorage(m intent.Mount) bool {
	id := p.in.Account.Storage.Existing
	return id != "" && strings.EqualFold(m.Account, id.Name())
}

// mounted reports whether a pool has a mount of the kind.
func mounted(kind intent.MountKind) func(*intent.Pool) bool {
	return func(in *intent.Pool) bool {
		return slices.ContainsFunc(in.Mounts, func(m intent.Mount) bool { return m.Kind == kind })
	}
}

// byEndpoint reports whether a mount of Azure storage goes through the private endpoint of the auto-storage.
func (p *planner) byEndpoint(m intent.Mount) bool {
	return p.onAutoStorage(m) && p.hasEndpoint(intent.EndpointStorage)
}

// mountsBlob reports whether a pool mounts a blob container at the public
// address of its account.
func (p *planner) mountsBlob(in *intent.Pool) bool {
	return slices.ContainsFunc(in.Mounts, func(m intent.Mount) bool {
		return isBlob(m) && !p.byEndpoint(m)
	})
}

// mountsBlobByNFS reports whether a pool mounts blob storage by NFS.
func (p *planner) mountsBlobByNFS(in *intent.Pool) bool {
	return slices.ContainsFunc(in.Mounts, func(m intent.Mount) bool {
		stem, found := p.onStorage(m.Host)
		return m.Kind == intent.MountNFS && found && byBlob(stem)
	})
}

// mountRules makes a rule for each server that pools of the subnet mount from.
func (p *planner) mountRules(n needs, row azure.SecurityRule, before []Rule) []Rule {
	kind := intent.MountNFS
	if row.When == azure.WhenSMB {
		kind = intent.MountSMB
	}
	var rules []Rule
	for _, far := range p.mountServers(n.pools, kind) {
		number := len(rules) + 1
		rule := p.rule(n, row, fmt.Sprintf(row.Name, number), row.Priority+int32(number)-1, far, before)
		if !covered(rule, before) {
			rules = append(rules, rule)
		}
	}
	if limit := int(row.Last-row.Priority) + 1; len(rules) > limit {
		p.report(diag.TooManyMountServers(n.pools[0].in.Path("mounts"), string(kind), len(rules), limit))
		return nil
	}
	return rules
}

// mountServers are the far ends of the mounts of a kind, each once.
func (p *planner) mountServers(pools []*Pool, kind intent.MountKind) [][]string {
	var servers [][]string
	for _, pool := range pools {
		for _, m := range pool.in.Mounts {
			if m.Kind != kind {
				continue
			}
			far := p.farEndOfMount(m)
			if len(far) > 0 && !slices.ContainsFunc(servers, func(other []string) bool { return slices.Equal(other, far) }) {
				servers = append(servers, far)
			}
		}
	}
	return servers
}

// covered reports whether a rule before allows the very same flow.
func covered(r Rule, before []Rule) bool {
	far := r.Properties.DestinationAddressPrefix
	return far != nil && slices.ContainsFunc(before, func(b Rule) bool {
		p, other := b.Properties, b.Properties.DestinationAddressPrefix
		return other != nil && *other == *far && *p.Direction == *r.Properties.Direction && *p.Access == *r.Properties.Access &&
			*p.Protocol == *r.Properties.Protocol && *p.DestinationPortRange == *r.Properties.DestinationPortRange
	})
}

// workloadFlows are the flows of mounts and containers that a forced tunnel
// takes away, in words.
func (p *planner) workloadFlows() []string {
	var flows []string
	add := func(flow string) {
		if !slices.Contains(flows, flow) {
			flows = append(flows, flow)
		}
	}
	storage := azure.StorageTag(p.in.Region)
	for _, pool := range p.plan.Pools {
		for _, m := range pool.in.Mounts {
			switch {
			case m.Kind == intent.MountAzureFiles && !p.byEndpoint(m):
				add("TCP 445 to " + storage + " (Azure Files)")
			case m.Kind == intent.MountBlob && !p.byEndpoint(m):
				add("TCP 443 to " + storage + " (blob mounts)")
			case m.Kind == intent.MountNFS:
				ports := "TCP 2049"
				if stem, found := p.onStorage(m.Host); found && byBlob(stem) {
					ports = "TCP 111, 2048 and 2049"
				}
				p.serverFlow(ports, "NFS", m, add)
			case m.Kind == intent.MountSMB:
				p.serverFlow("TCP 445", "SMB", m, add)
			}
			if pool.OS == azure.Linux && pool.Image.ID == "" {
				add("TCP 80 and 443 to the package mirrors of the image and to packages.microsoft.com (drivers of mounts)")
			}
		}
		if c := pool.in.Containers; c != nil {
			servers := registriesOf(c)
			if len(servers) == 0 {
				servers = []string{"the registries of the container images"}
			}
			for _, server := range servers {
				if server == microsoftRegistry {
					server += " and *.data." + microsoftRegistry
				}
				add("TCP 443 to " + server + " (containers)")
			}
		}
	}
	return flows
}

// serverFlow adds the flow to a server, unless it stays in the network.
func (p *planner) serverFlow(port, kind string, m intent.Mount, add func(string)) {
	far := p.farEndOfMount(m)
	if len(far) == 0 {
		far = []string{m.Host}
	}
	outside := slices.DeleteFunc(far, func(text string) bool {
		prefix, err := netip.ParsePrefix(text)
		if addr, fails := netip.ParseAddr(text); fails == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		return err == nil && slices.ContainsFunc(p.in.Network.AddressSpace, func(space netip.Prefix) bool { return contains(space, prefix) })
	})
	if len(outside) > 0 {
		add(port + " to " + strings.Join(outside, ", ") + " (" + kind + ")")
	}
}
