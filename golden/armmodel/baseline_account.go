package armmodel

import (
	"regexp"
	"slices"
	"strings"
)

// withoutDiskEncryption are the sizes whose disks Azure cannot encrypt: Basic and A, azure-resources section 2.10.
var withoutDiskEncryption = regexp.MustCompile(`(?i)^(basic_a|standard_a)\d`)

// SB-13.
func diskEncryption(m *Model) []string {
	var f findings
	for _, p := range m.Pools {
		vm := p.virtualMachine()
		if m.Asked.Mode == "cloudService" {
			f.unless(vm == nil, "%s is a virtual machine pool", p)
			continue
		}
		targets := texts(vm, "diskEncryptionConfiguration", "targets")
		want := []string{"TemporaryDisk"}
		if strings.Contains(strings.ToLower(Text(vm, "nodeAgentSkuId")), "windows") {
			want = []string{"OsDisk", "TemporaryDisk"}
		}
		if withoutDiskEncryption.MatchString(Text(p.Properties, "vmSize")) {
			f.unless(vm["diskEncryptionConfiguration"] == nil, "%s: its size refuses disk encryption", p)
			continue
		}
		f.unless(same(targets, want), "%s encrypts %v, not %v", p, targets, want)
	}
	return f
}

// SB-14.
func entraOnly(m *Model) []string {
	var f findings
	for _, r := range m.all("Microsoft.Batch/batchAccounts") {
		modes := texts(r.Body, "properties", "allowedAuthenticationModes")
		f.unless(slices.Equal(modes, []string{"AAD"}), "%s takes %v", r, modes)
	}
	f.unless(len(m.all("Microsoft.Batch/batchAccounts")) == 1 || m.Asked.ExistingAccount != "",
		"there is no account, or more than one")
	f.unless(m.account() == nil || m.Asked.ExistingAccount == "", "the existing account is declared")
	return f
}

// SB-15.
func accountAccess(m *Model) []string {
	var f findings
	for _, r := range m.all("Microsoft.Batch/batchAccounts") {
		want := "Enabled"
		if !m.Asked.Open {
			want = "Disabled"
		}
		access := Text(r.Body, "properties", "publicNetworkAccess")
		f.unless(access == want, "%s: public network access is %q, asked was %q", r, access, want)
		profile := At(r.Body, "properties", "networkProfile")
		var ranges []string
		for _, rule := range List(profile, "accountAccess", "ipRules") {
			f.unless(Text(rule, "action") == "Allow", "%s: a rule that does not allow", r)
			ranges = append(ranges, Text(rule, "value"))
		}
		action := Text(profile, "accountAccess", "defaultAction")
		f.unless((action == "Deny") == (len(m.Asked.AllowedIPs) > 0), "%s: the account's default action is %q", r, action)
		f.unless(sameSources(ranges, m.Asked.AllowedIPs), "%s lets in %v, asked was %v", r, ranges, m.Asked.AllowedIPs)
		f.unless(!openTogether(ranges), "%s lets everybody in", r)
		nodes := Text(profile, "nodeManagementAccess", "defaultAction")
		f.unless(profile == nil || nodes == "Allow",
			"%s: the node management endpoint, which nobody asked to close, is %q", r, nodes)
		f.unless(m.Asked.Open || m.Asked.endpoint("nodeManagement") || m.Asked.Mode != "simplified",
			"%s is closed and nodes have no endpoint", r)
	}
	return f
}

// SB-16: no key of the customer's is asked for, so encryption stays with the service.
func keyVault(m *Model) []string {
	var f findings
	for _, r := range m.all("Microsoft.Batch/batchAccounts") {
		mode, want := Text(r.Body, "properties", "poolAllocationMode"), "BatchService"
		reference := At(r.Body, "properties", "keyVaultReference")
		if m.Asked.UserSubscription {
			want = "UserSubscription"
			id := Text(reference, "id")
			f.unless(Text(reference, "url") != "" && id != "", "%s has no key vault", r)
			f.unless(m.Asked.KeyVault == "new" && m.find(id) != nil || strings.EqualFold(id, m.Asked.KeyVault),
				"%s has the key vault %s", r, id)
		} else {
			f.unless(reference == nil, "%s has a key vault without use", r)
		}
		f.unless(mode == want, "%s: pool allocation mode %q", r, mode)
		source := Text(r.Body, "properties", "encryption", "keySource")
		f.unless(source == "" || source == "Microsoft.Batch", "%s is encrypted with a key of %s", r, source)
	}
	vaults := m.all("Microsoft.KeyVault/vaults")
	f.unless((len(vaults) == 1) == (m.Asked.KeyVault == "new"), "there are %d vaults", len(vaults))
	for _, r := range vaults {
		p := At(r.Body, "properties")
		f.unless(At(p, "enableRbacAuthorization") == true, "%s goes by access policies", r)
		f.unless(At(p, "enablePurgeProtection") == true, "%s can be purged", r)
		f.unless(At(p, "enableSoftDelete") == true, "%s deletes at once", r)
		f.unless(Text(p, "tenantId") == tenant, "%s belongs to tenant %q", r, Text(p, "tenantId"))
	}
	return f
}

// SB-17.
func diagnostics(m *Model) []string {
	var f findings
	settings := m.all("Microsoft.Insights/diagnosticSettings")
	f.unless((len(settings) == 1) == (m.Asked.Diagnostics != ""), "there are %d diagnostic settings", len(settings))
	for _, r := range settings {
		p := At(r.Body, "properties")
		f.unless(strings.EqualFold(Text(p, "workspaceId"), m.Asked.Diagnostics),
			"%s goes to %s", r, Text(p, "workspaceId"))
		account := m.account()
		f.unless(account != nil && strings.EqualFold(Text(r.Body, "scope"), account.ID), "%s is not on the account", r)
		f.unless(len(List(p, "logs")) > 0, "%s logs nothing", r)
		for _, l := range slices.Concat(List(p, "logs"), List(p, "metrics")) {
			effective := At(l, "enabled") == true && Text(l, "category")+Text(l, "categoryGroup") != ""
			f.unless(effective, "%s has an entry without effect", r)
		}
	}
	return f
}

// SB-18.
func storageAccounts(m *Model) []string {
	var f findings
	a := m.Asked
	stores := m.all("Microsoft.Storage/storageAccounts")
	wanted := a.Storage == "new" && a.ExistingAccount == ""
	f.unless((len(stores) == 1) == wanted, "there are %d storage accounts", len(stores))
	for _, r := range stores {
		p := At(r.Body, "properties")
		for property, want := range map[string]any{
			"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_2", "allowBlobPublicAccess": false,
			"allowSharedKeyAccess": false, "allowCrossTenantReplication": false, "defaultToOAuthAuthentication": true,
		} {
			f.unless(At(p, property) == want, "%s: %s is %v, not %v", r, property, At(p, property), want)
		}
		sku := "Standard_LRS"
		if a.region.zones {
			sku = "Standard_ZRS"
		}
		f.unless(Text(r.Body, "sku", "name") == sku, "%s is %s, not %s", r, Text(r.Body, "sku", "name"), sku)
		f.unless(Text(r.Body, "kind") == "StorageV2", "%s is of kind %s", r, Text(r.Body, "kind"))
		f.unless(Text(p, "publicNetworkAccess") != "Disabled" || a.endpoint("storage"), "%s is reachable for nobody", r)
		acls := At(p, "networkAcls")
		if a.Open && !a.endpoint("storage") {
			f.unless(Text(acls, "defaultAction") != "Deny", "%s has a firewall that nobody asked for", r)
			continue
		}
		f.unless(Text(acls, "defaultAction") == "Deny", "%s has no firewall", r)
		f.unless(Text(acls, "bypass") == "AzureServices", "%s: its firewall keeps Azure's services out", r)
		for _, p := range m.Pools {
			rule := slices.ContainsFunc(List(acls, "virtualNetworkRules"), func(v any) bool {
				return strings.EqualFold(Text(v, "id"), p.SubnetID)
			})
			service := p.Subnet == nil // nobody sees what an existing subnet has
			if !service {
				service = slices.ContainsFunc(List(p.Subnet.Body, "serviceEndpoints"), func(v any) bool {
					return Text(v, "service") == "Microsoft.Storage"
				})
				f.unless(rule || !service, "subnet %s has a service endpoint without use", p.Subnet.Name)
			}
			f.unless(a.endpoint("storage") || rule && service, "%s: %s cannot reach it", r, p)
		}
		for _, address := range List(acls, "ipRules") {
			f.add("%s lets in the address %v", r, At(address, "value"))
		}
	}
	for _, r := range m.all("Microsoft.Batch/batchAccounts") {
		mode := Text(r.Body, "properties", "autoStorage", "authenticationMode")
		f.unless(a.Storage == "none" || mode == "BatchAccountManagedIdentity", "%s reaches its storage by %q", r, mode)
	}
	return f
}

// secretKeys are the properties that hold secrets.
var secretKeys = []string{
	"accountKey", "sasKey", "password", "adminPassword", "key", "primaryKey", "connectionString", "secret",
}

// secretWords begin a secret in a literal, in lower case.
var secretWords = []string{"accountkey=", "sharedaccesssignature", "?sig=", "&sig=", "-----begin"}

// secretText reports whether a text holds what looks like a secret: one of the
// words, or a key of 64 bytes in base64.
func secretText(s string) bool {
	lower := strings.ToLower(s)
	if anyOf(secretWords, func(w string) bool { return strings.Contains(lower, w) }) {
		return true
	}
	end := strings.Index(s, "==")
	return end >= 86 && !strings.ContainsFunc(s[end-86:end], func(c rune) bool {
		return !('A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/')
	})
}

// SB-19.
func secrets(m *Model) []string {
	var f findings
	for _, t := range m.Templates {
		secure := func(expression string) bool {
			name, found := strings.CutPrefix(expression, "[parameters('")
			name, closed := strings.CutSuffix(name, "')]")
			return found && closed && strings.EqualFold(Text(t.Raw, "parameters", name, "type"), "securestring")
		}
		for name, p := range Object(t.Raw, "parameters") {
			kind := Text(p, "type")
			likely := anyOf([]string{"password", "secret", "key", "token", "sas"}, func(w string) bool {
				return strings.HasSuffix(strings.ToLower(name), w)
			})
			f.unless(!likely || strings.HasPrefix(kind, "secure"), "parameter %s is of type %s", name, kind)
			if strings.HasPrefix(kind, "secure") {
				_, has := Object(p)["defaultValue"]
				f.unless(!has, "secret %s has a default", name)
			}
		}
		for _, r := range List(t.Raw, "resources") {
			body := Object(r)
			if Object(r, "properties", "template") != nil { // its resources are read as their own template
				body = map[string]any{"parameters": At(r, "properties", "parameters")}
			}
			walk(body, "", func(path string, v any) {
				text, _ := v.(string)
				key := path[strings.LastIndex(path, "/")+1:]
				if has(secretKeys, key) && text != "" {
					f.unless(secure(text), "%s holds %.20s… and no secure parameter", path, text)
				}
				f.unless(!strings.HasSuffix(path, "/userAccounts"), "%s: user accounts that nobody asked for", path)
				f.unless(!secretText(text), "%s holds what looks like a secret", path)
				f.unless(!isExpression(text) || !strings.Contains(text, "listKeys("), "%s reads keys", path)
			})
		}
		walk(t.Raw["outputs"], "", func(path string, v any) {
			text, _ := v.(string)
			f.unless(!strings.Contains(text, "list"), "output %s lists keys", path)
			for name, p := range Object(t.Raw, "parameters") {
				f.unless(!strings.HasPrefix(Text(p, "type"), "secure") || !strings.Contains(text, "parameters('"+name+"')"),
					"output %s shows the secret %s", path, name)
			}
		})
		eachText(t.Raw["variables"], func(s string) { f.unless(!secretText(s), "a variable holds what looks like a secret") })
	}
	for file, content := range m.ParameterFiles {
		for name, p := range Object(m.Templates[0].Raw, "parameters") {
			if !strings.HasPrefix(Text(p, "type"), "secure") {
				continue
			}
			f.unless(At(content, "parameters", name) == nil, "%s holds the secret %s", file, name)
			if text, ok := content.(string); ok {
				line := regexp.MustCompile(`(?m)^param ` + name + ` = (.*)$`).FindStringSubmatch(text)
				read := len(line) == 2 && !strings.Contains(line[1], ",") && // a second argument is a default
					strings.HasPrefix(line[1], "readEnvironmentVariable('BATCHGEN_")
				f.unless(read, "%s does not read the secret %s from the environment", file, name)
			}
		}
	}
	return f
}

// SB-20.
func publicAddresses(m *Model) []string {
	var f findings
	for _, p := range m.Pools {
		if p.Asked == nil || m.Asked.Mode == "cloudService" {
			continue
		}
		addresses := At(p.Properties, "networkConfiguration", "publicIPAddressConfiguration")
		want := "BatchManaged"
		switch {
		case p.Asked.NoPublicIPs:
			want = "NoPublicIPAddresses"
		case len(p.Asked.PublicIPs) > 0:
			want = "UserManaged"
		}
		f.unless(Text(addresses, "provision") == want,
			"%s: provision is %q, asked was %q", p, Text(addresses, "provision"), want)
		ids := texts(addresses, "ipAddressIds")
		f.unless(same(ids, p.Asked.PublicIPs), "%s has the addresses %v, asked was %v", p, ids, p.Asked.PublicIPs)
	}
	return f
}

// SB-21: an intent cannot ask for secure boot; encryption at host comes with the user's own subscription.
func securityProfile(m *Model) []string {
	var f findings
	for _, p := range m.Pools {
		profile := At(p.virtualMachine(), "securityProfile")
		host := At(profile, "encryptionAtHost") == true
		needed := m.Asked.UserSubscription && m.Asked.Mode != "cloudService" &&
			!withoutDiskEncryption.MatchString(Text(p.Properties, "vmSize"))
		f.unless(host == needed, "%s: encryption at host is %v", p, host)
		kind := Text(profile, "securityType")
		boots := At(profile, "uefiSettings", "secureBootEnabled") == true && At(profile, "uefiSettings", "vTpmEnabled") == true
		f.unless(kind == "" || boots, "%s: %s without secure boot and vTPM", p, kind)
	}
	return f
}

// SB-27 reports: a template for a pool does not know where flow logs go, and
// they belong to the network watcher's resource group.
func flowLogs(m *Model) []string {
	var f findings
	for _, r := range m.Resources {
		f.unless(!strings.Contains(strings.ToLower(r.Type), "networkwatchers"), "%s is not ours to declare", r)
	}
	return f
}

// SB-28 reports: a DDoS plan is one per tenant and costs accordingly.
func ddosProtection(m *Model) []string {
	var f findings
	for _, r := range m.Resources {
		f.unless(!strings.Contains(strings.ToLower(r.Type), "ddos"), "%s is not ours to declare", r)
		for _, key := range []string{"enableDdosProtection", "ddosProtectionPlan", "ddosSettings"} {
			f.unless(At(r.Body, "properties", key) == nil, "%s sets %s", r, key)
		}
	}
	return f
}
