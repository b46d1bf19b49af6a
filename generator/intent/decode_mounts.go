package intent

import (
	"net/netip"
	"path"
	"strings"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/diag"
)

// mounts reads mounts. Where each appears is settled per pool: it depends on
// the operating system.
func (l *loader) mounts(n *node) []Mount {
	var mounts []Mount
	for _, entry := range n.entries() {
		for _, kind := range entry.entries() {
			mounts = append(mounts, l.mount(kind))
		}
	}
	return mounts
}

func (l *loader) mount(n *node) Mount {
	m := Mount{
		Kind:       MountKind(n.key),
		Share:      n.get("share").str(""),
		Container:  n.get("container").str(""),
		Host:       l.host(n.get("host")),
		Addresses:  l.prefixes(n.get("addresses"), l.addressOrRange),
		ExportPath: n.get("path").str(""),
		User:       n.get("user").str(""),
		At:         n.get("at").str(""),
		Options:    n.get("options").str(""),
		ReadOnly:   n.get("readOnly").on(false),
	}
	l.mountAccount(n.get("account"), &m)
	if _, err := netip.ParseAddr(m.Host); err == nil && n.get("addresses") != nil {
		addresses := n.get("addresses")
		l.refuse(addresses, diag.KeysExclude(addresses.path(), "a host that is an address", "remove it"))
	}
	if !n.states("at") {
		switch m.Kind {
		case MountBlob:
			m.At = m.Container
		case MountNFS:
			m.At = path.Base(m.ExportPath)
			if m.ExportPath != "" && path.Clean(m.ExportPath) == "/" {
				l.report(n.parentPlace(), diag.KeyNeeded(n.path()+"/at", "path: /", "add at: data, or another name"))
			}
		default:
			m.At = m.Share
		}
	}
	return m
}

// mountAccount reads the name or ID of a storage account.
func (l *loader) mountAccount(n *node, m *Mount) {
	switch {
	case n == nil:
	case len(n.raw) > 0 && n.raw[0] == '/':
		m.AccountID = l.resourceID(n, storageType)
		m.Account = m.AccountID.Name()
	case !storageName(n.raw):
		l.refuse(n, diag.WrongForm(n.path(), n.raw, "3 to 24 lower-case letters and digits, or a resource ID"))
	default:
		m.Account = n.raw
	}
}

// storageName reports whether text can be the name of a storage account.
func storageName(text string) bool {
	if len(text) < 3 || len(text) > 24 {
		return false
	}
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// host reads the name or address of a server. What looks like an address must be one.
func (l *loader) host(n *node) string {
	if n == nil {
		return ""
	}
	if last := n.raw[len(n.raw)-1]; last >= '0' && last <= '9' && onlyDigits(lastLabel(n.raw)) {
		l.address(n)
	}
	return n.raw
}

func lastLabel(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}

// mountPlaces checks where the mounts of a pool appear: at a drive letter on
// Windows, nowhere twice.
func (l *loader) mountPlaces(p *Pool, n *node) {
	first := map[string]*node{}
	i := 0
	for _, entry := range n.entries() {
		for _, kind := range entry.entries() {
			at := p.Mounts[i].At
			place := at
			if p.OS == azure.Windows { // S and s are one drive
				place = strings.ToUpper(at)
			}
			i++
			stated := kind.get("at")
			switch {
			case stated == nil && kind.states("at"): // reported already
			case p.OS == azure.Windows && stated == nil:
				l.report(kind.parentPlace(), diag.DriveLetter(kind.path()+"/at", p.Name, ""))
			case p.OS == azure.Windows && !driveLetter(at):
				l.report(stated.place(), diag.DriveLetter(stated.path(), p.Name, at))
			case first[place] != nil:
				l.report(kind.parentPlace(), diag.SameMountPlace(kind.path(), at, first[place].path()))
			case at != "":
				first[place] = kind
			}
		}
	}
}

func driveLetter(at string) bool {
	return len(at) == 1 && (at[0] >= 'A' && at[0] <= 'Z' || at[0] >= 'a' && at[0] <= 'z')
}
