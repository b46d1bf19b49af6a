package compose

import (
	"slices"
	"strconv"

	"github.com/batchgen/batchgen/generator/azure"
	"github.com/batchgen/batchgen/generator/intent"
	"github.com/batchgen/batchgen/generator/plan"
	"github.com/batchgen/batchgen/generator/template"
)

// secretParameters declares the keys and passwords of the mounts: secure, and
// without a default, so that none can stand in a file.
func (c *composer) secretParameters() {
	for _, s := range c.plan.Secrets {
		c.main.doc.Params = append(c.main.doc.Params, template.Param{
			Name: s.Name, Type: template.String, Secure: true, Description: s.Description,
		})
	}
}

// secret reads a secure parameter, which stays one in a module.
func (c *composer) secret(name string) template.Expr {
	value := c.pools.take(name, template.String, c.secretDescription(name), template.ParamRef(name))
	for i := range c.pools.doc.Params {
		if param := &c.pools.doc.Params[i]; param.Name == name {
			param.Secure = true
		}
	}
	return value
}

func (c *composer) secretDescription(name string) string {
	i := slices.IndexFunc(c.plan.Secrets, func(s plan.Secret) bool { return s.Name == name })
	return c.plan.Secrets[i].Description
}

// mounts are the file systems of a pool.
func (c *composer) mounts(pool *plan.Pool) template.Prop {
	if len(pool.Mounts) == 0 {
		return template.Prop{}
	}
	list := make(template.Arr, len(pool.Mounts))
	for i, m := range pool.Mounts {
		list[i] = template.Obj{c.mount(m)}
	}
	return template.P("mountConfiguration", list)
}

func (c *composer) mount(m plan.Mount) template.Prop {
	at := template.P("relativeMountPath", template.Str(m.At))
	options := func(name string) template.Prop {
		if m.Options == "" {
			return template.Prop{}
		}
		return template.P(name, template.Str(m.Options))
	}
	switch m.Kind {
	case intent.MountAzureFiles:
		return template.P("azureFileShareConfiguration", object(
			template.P("accountName", template.Str(m.Account)),
			template.P("azureFileUrl", template.Interp{
				template.Str("https://" + m.Account + ".file."), storageSuffix(), template.Str("/" + m.Share),
			}),
			template.P("accountKey", c.secret(m.Secret)),
			at, options("mountOptions"),
		))
	case intent.MountBlob:
		return template.P("azureBlobFileSystemConfiguration", object(
			template.P("accountName", template.Str(m.Account)),
			template.P("containerName", template.Str(m.Container)),
			template.P("identityReference", c.identityReference(m.Identity)),
			at, options("blobfuseOptions"),
		))
	case intent.MountNFS:
		return template.P("nfsMountConfiguration", object(
			template.P("source", onHost(m, "", ":"+m.ExportPath)),
			at, options("mountOptions"),
		))
	}
	return template.P("cifsMountConfiguration", object(
		template.P("source", onHost(m, "//", "/"+m.Share)),
		template.P("userName", template.Str(m.User)),
		template.P("password", c.secret(m.Secret)),
		at, options("mountOptions"),
	))
}

// onHost is text around the host of a mount, with the storage suffix of the
// cloud where the host has it.
func onHost(m plan.Mount, before, after string) template.Expr {
	if !m.OnStorage {
		return template.Str(before + m.Host + after)
	}
	return template.Interp{template.Str(before + m.Host + "."), storageSuffix(), template.Str(after)}
}

// mountRoles assigns the roles on the storage accounts that the pools mount by ID.
func (c *composer) mountRoles() {
	accounts := map[string]*template.Resource{}
	for i, a := range c.plan.Roles {
		if a.On != plan.OnMountedStorage {
			continue
		}
		account := accounts[a.OnID.Name()] // unique in Azure
		if account == nil {
			account = existing(numbered("mountedStorage", len(accounts)), azure.StorageAccount, a.OnID)
			if a.Elsewhere { // the module refers to it, main does not
				inGroupOf(a.OnID, account)
			} else {
				c.main.add(account)
			}
			accounts[a.OnID.Name()] = account
		}
		if c.identities[a.Identity] == nil {
			c.identity(a.Identity, numbered("mountIdentity", len(c.mountAccess)))
		}
		c.mountAccess[i] = c.assignment(a, numbered("mountAccess", len(c.mountAccess)), account, a.OnID)
	}
}

// numbered is a symbol of which there may be several: the first has no number.
func numbered(symbol string, before int) string {
	if before == 0 {
		return symbol
	}
	return symbol + strconv.Itoa(before+1)
}

// waitForMounts makes a pool wait for the roles by which it mounts.
func (c *composer) waitForMounts(pool *plan.Pool, r *template.Resource) {
	on := &r.DependsOn
	if c.pools != c.main {
		on = &c.pools.module.DependsOn
	}
	for i, a := range c.plan.Roles {
		access := c.mountAccess[i]
		uses := func(m plan.Mount) bool { return m.Identity == a.Identity && m.Account == a.OnID.Name() }
		if access == nil || !slices.ContainsFunc(pool.Mounts, uses) || slices.Contains(*on, access) {
			continue
		}
		*on = append(slices.Clip(*on), access)
		if c.pools == c.main && r.DependsOnComment == "" {
			r.DependsOnComment = "A node that cannot mount a container is unusable."
		}
	}
}
