package armmodel

import (
	"strings"
)

// F-07.
func pools(m *Model) []string {
	var f findings
	a := m.Asked
	f.unless(len(m.Pools) == len(a.Pools), "%d pools, asked were %d", len(m.Pools), len(a.Pools))
	for _, p := range m.Pools {
		if p.Asked == nil {
			continue // SB-04 names it
		}
		if a.ExistingAccount != "" {
			f.unless(strings.EqualFold(p.AccountID, a.ExistingAccount), "%s is in account %s", p, p.AccountID)
		} else {
			f.unless(m.find(p.AccountID) != nil, "%s is in the unknown account %s", p, p.AccountID)
		}
		f.unless(a.ExistingSubnet == "" || strings.EqualFold(p.SubnetID, a.ExistingSubnet),
			"%s is in subnet %s", p, p.SubnetID)
		f.unless(strings.EqualFold(Text(p.Properties, "vmSize"), p.Asked.VMSize),
			"%s has size %s", p, Text(p.Properties, "vmSize"))
		inter := map[bool]string{true: "Enabled", false: "Disabled"}[p.Asked.InterNode]
		f.unless(Text(p.Properties, "interNodeCommunication") == inter,
			"%s: inter-node communication is not %s", p, inter)
		if a.Mode == "cloudService" {
			cloud := At(p.Properties, "deploymentConfiguration", "cloudServiceConfiguration")
			family := "6"
			if stated := At(a.Raw, "osFamily"); stated != nil {
				family = plain(stated)
			}
			newest := Text(cloud, "osFamily") == family && Text(cloud, "osVersion") == "*"
			f.unless(newest, "%s has version %q of family %q", p, Text(cloud, "osVersion"), Text(cloud, "osFamily"))
			continue
		}
		f.virtualMachine(p)
		scope := Text(p.Properties, "networkConfiguration", "dynamicVnetAssignmentScope")
		f.unless(scope == "none", "%s: jobs may choose another network", p)
		slots, stated := number(p.Properties, "taskSlotsPerNode")
		f.unless(slots == p.Asked.Slots || !stated && p.Asked.Slots == 1, "%s has %d slots a node", p, slots)
		for _, id := range p.Asked.Identities {
			f.unless(hasIdentity(p.Resource, id), "%s lacks the identity %s", p, id)
		}
		command := Text(p.Asked.StartTask, "commandLine")
		f.unless(Text(p.Properties, "startTask", "commandLine") == command, "%s has another start task", p)
		if p.Asked.StartTask == nil {
			f.unless(p.Properties["startTask"] == nil, "%s has a start task that nobody asked for", p)
			continue
		}
		user := At(p.Properties, "startTask", "userIdentity", "autoUser")
		level := map[bool]string{true: "Admin", false: "NonAdmin"}[At(p.Asked.StartTask, "elevated") == true]
		f.unless(Text(user, "elevationLevel") == level && Text(user, "scope") != "",
			"%s: its start task runs as %v, not as %s", p, user, level)
		f.unless(At(p.Properties, "startTask", "waitForSuccess") == true,
			"%s takes tasks before its start task is done", p)
	}
	return f
}

// virtualMachine holds the image, the disk and the containers of a pool to what was asked for.
func (f *findings) virtualMachine(p *Pool) {
	vm := p.virtualMachine()
	image := At(vm, "imageReference")
	agent := strings.ToLower(Text(vm, "nodeAgentSkuId"))
	f.unless(agent != "" && strings.Contains(agent, "windows") == (p.Asked.OS == "windows"),
		"%s has the node agent %q", p, agent)
	market := Text(image, "publisher") != "" && Text(image, "offer") != "" && Text(image, "sku") != ""
	f.unless(market != (Text(image, "id") != ""), "%s has no whole image", p)
	for _, key := range []string{"publisher", "offer", "sku", "id"} {
		if want := Text(p.Asked.Image, key); want != "" {
			f.unless(Text(image, key) == want, "%s: %s of the image is %q", p, key, Text(image, key))
		}
	}
	if want := Text(p.Asked.Image, "nodeAgent"); want != "" {
		f.unless(strings.EqualFold(agent, want), "%s has the node agent %q", p, agent)
	}
	disk, _ := number(vm, "osDisk", "diskSizeGB")
	f.unless(disk == p.Asked.DiskSize, "%s has a disk of %d GB", p, disk)
	containers := At(vm, "containerConfiguration")
	f.unless((containers != nil) == (p.Asked.Containers != nil), "%s runs containers: %v", p, containers != nil)
	if containers != nil {
		f.unless(strings.HasSuffix(Text(containers, "type"), "Compatible"),
			"%s: container type %q", p, Text(containers, "type"))
		var servers []string
		for _, registry := range List(containers, "containerRegistries") {
			servers = append(servers, Text(registry, "registryServer"))
			id := Text(registry, "identityReference", "resourceId")
			f.unless(hasIdentity(p.Resource, id),
				"%s pulls from %s by an identity that it lacks", p, Text(registry, "registryServer"))
		}
		asked := texts(p.Asked.Containers, "registries")
		f.unless(same(servers, asked), "%s pulls from %v, asked was %v", p, servers, asked)
		images := texts(containers, "containerImageNames")
		f.unless(same(images, texts(p.Asked.Containers, "images")), "%s fetches %v", p, images)
	}
}

// F-08.
func scale(m *Model) []string {
	var f findings
	for _, p := range m.Pools {
		if p.Asked == nil {
			continue
		}
		automatic, fixed := At(p.Properties, "scaleSettings", "autoScale"), At(p.Properties, "scaleSettings", "fixedScale")
		f.unless((automatic != nil) == (p.Asked.Autoscale != nil) && (automatic == nil) != (fixed == nil),
			"%s scales another way", p)
		if automatic != nil {
			f.unless(Text(automatic, "evaluationInterval") == or(Text(p.Asked.Autoscale, "interval"), "PT15M"),
				"%s is evaluated every %s", p, Text(automatic, "evaluationInterval"))
			formula := Text(automatic, "formula")
			own := Text(p.Asked.Autoscale, "formula")
			f.unless(own == "" || formula == own, "%s has another formula", p)
			f.unless(strings.Contains(formula, "$TargetDedicated"), "%s: its formula sets no target", p)
			if top, _ := number(p.Asked.Autoscale, "max"); own == "" {
				f.unless(strings.Contains(formula, "maxDedicated = "+plain(float64(top))+";"),
					"%s: its formula does not stop at %d", p, top)
			}
			continue
		}
		dedicated, _, _ := p.bounds("targetDedicatedNodes")
		spot, _, known := p.bounds("targetLowPriorityNodes")
		// What an existing subnet holds is not known, so nothing bounds the counts there.
		f.unless(dedicated == p.Asked.Dedicated && spot == p.Asked.Spot && (known || m.Asked.ExistingSubnet != ""),
			"%s has %d and %d nodes", p, dedicated, spot)
		f.unless(Text(fixed, "resizeTimeout") == "PT15M", "%s resizes without a time limit of ours", p)
	}
	return f
}

// F-15.
func mounts(m *Model) []string {
	var f findings
	kinds := map[string]string{
		"azureFiles": "azureFileShareConfiguration", "blob": "azureBlobFileSystemConfiguration",
		"nfs": "nfsMountConfiguration", "smb": "cifsMountConfiguration",
	}
	for _, p := range m.Pools {
		got := List(p.Properties, "mountConfiguration")
		if p.Asked == nil || len(got) != len(p.Asked.Mounts) {
			f.add("%s has %d mounts", p, len(got))
			continue
		}
		for i, asked := range p.Asked.Mounts {
			for kind, configuration := range kinds {
				want, mount := Object(asked, kind), Object(got[i], configuration)
				if want == nil {
					f.unless(mount == nil, "%s: mount %d is a %s", p, i, kind)
					continue
				}
				f.unless(Text(mount, "relativeMountPath") != "", "%s: mount %d is nowhere", p, i)
				source := strings.Join([]string{
					Text(mount, "accountName"), Text(mount, "azureFileUrl"), Text(mount, "containerName"), Text(mount, "source"),
				}, " ")
				for _, key := range []string{"share", "container", "host", "path"} {
					f.unless(strings.Contains(source, Text(want, key)),
						"%s: mount %d does not name %s", p, i, Text(want, key))
				}
				account := Text(want, "account")
				_, account, _ = cutLast("/"+account, "/")
				f.unless(strings.Contains(source, account), "%s: mount %d does not name %s", p, i, account)
				named := Text(mount, "accountName") == account
				f.unless(named || kind == "nfs" || kind == "smb",
					"%s: mount %d is of account %q", p, i, Text(mount, "accountName"))
				options := Text(mount, "mountOptions") + Text(mount, "blobfuseOptions")
				f.unless((options != "" || p.Asked.OS == "windows") && strings.Contains(options, Text(want, "options")),
					"%s: mount %d has the options %q", p, i, options)
				f.credentials(p, kind, mount)
				if id := Text(want, "account"); kind == "blob" && strings.HasPrefix(id, "/") {
					identity := Text(mount, "identityReference", "resourceId")
					reads := want["readOnly"] == true && m.assigned(identity, roleBlobReader, id)
					f.unless(reads || m.assigned(identity, roleBlobContributor, id), "%s: mount %d is not for its identity", p, i)
				}
			}
		}
	}
	return f
}

// credentials: a secret parameter, or an identity that the pool has.
func (f *findings) credentials(p *Pool, kind string, mount map[string]any) {
	identity := Text(mount, "identityReference", "resourceId")
	switch kind {
	case "azureFiles":
		f.unless(strings.HasPrefix(Text(mount, "accountKey"), "<secret ") && Text(mount, "azureFileUrl") != "",
			"%s: no key for Azure Files", p)
	case "smb":
		f.unless(strings.HasPrefix(Text(mount, "password"), "<secret ") && Text(mount, "userName") != "",
			"%s: no password for the share", p)
	case "blob":
		f.unless(hasIdentity(p.Resource, identity) || strings.HasPrefix(Text(mount, "accountKey")+Text(mount, "sasKey"),
			"<secret "),
			"%s: nothing to open the container with", p)
	}
}
