package compose_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/compose"
	"github.com/batchgen/batchgen/generator/template"
)

const (
	zeros  = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/"
	shared = zeros + "shared/providers/"
)

// docOf composes an intent that must be accepted.
func docOf(t *testing.T, text string) *template.Document {
	t.Helper()
	doc, list := compose.New(planOf(t, text))
	if len(list) > 0 {
		t.Fatalf("%+v", list)
	}
	if err := template.Validate(doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// poolOf is the first pool of a part.
func poolOf(t *testing.T, doc *template.Document) *template.Resource {
	t.Helper()
	for _, r := range doc.Resources {
		if r.Type == "Microsoft.Batch/batchAccounts/pools" {
			return r
		}
	}
	t.Fatal("no pool")
	return nil
}

// at follows property names and list places down from an expression, nil where there is nothing.
func at(e template.Expr, path ...any) template.Expr {
	for _, step := range path {
		switch step := step.(type) {
		case int:
			e = e.(template.Arr)[step]
		case string:
			obj, _ := e.(template.Obj)
			e = nil
			for _, p := range obj {
				if p.Key == template.Str(step) {
					e = p.Value
				}
			}
		}
	}
	return e
}

func properties(r *template.Resource) template.Expr { return at(template.Obj(r.Body), "properties") }

var environmentSuffix = template.Access{
	Of: template.Access{Of: template.Call{Name: "environment"}, Name: "suffixes"}, Name: "storage",
}

func TestMounts(t *testing.T) {
	t.Parallel()
	doc := docOf(t, `region: westeurope
os: linux
nodes: 1
mounts:
  - {azureFiles: {account: renderdata, share: scenes}}
  - {blob: {account: renderdata, container: frames, options: '-o a'}}
  - {nfs: {host: 10.0.8.4, path: /export}}
  - {nfs: {host: renderdata.blob.core.windows.net, path: /renderdata/c, at: c, options: '-o b'}}
  - {smb: {host: 10.0.8.5, share: 'home$', user: 'CORP\batch', options: '-o c'}}
  - {smb: {host: renderdata.file.core.windows.net, share: scenes, at: s, user: renderdata, options: '-o d'}}
`)
	mounts := at(properties(poolOf(t, doc)), "mountConfiguration")
	str := func(s string) template.Expr { return template.Str(s) }
	for i, want := range []map[string]template.Expr{
		{
			"accountName": str("renderdata"), "accountKey": template.ParamRef("renderdataKey"), "relativeMountPath": str("scenes"),
			"azureFileUrl": template.Interp{template.Str("https://renderdata.file."), environmentSuffix, template.Str("/scenes")},
			"mountOptions": str("-o vers=3.1.1,dir_mode=0777,file_mode=0777,serverino,nosharesock,actimeo=30"),
		},
		{"accountName": str("renderdata"), "containerName": str("frames"), "relativeMountPath": str("frames"), "blobfuseOptions": str("-o a")},
		{"source": str("10.0.8.4:/export"), "relativeMountPath": str("export"), "mountOptions": str("-o vers=4,minorversion=1,sec=sys")},
		{
			"source":            template.Interp{template.Str("renderdata.blob."), environmentSuffix, template.Str(":/renderdata/c")},
			"relativeMountPath": str("c"), "mountOptions": str("-o b"),
		},
		{
			"source": str("//10.0.8.5/home$"), "userName": str(`CORP\batch`), "password": template.ParamRef("smb10_0_8_5CorpBatchPassword"),
			"relativeMountPath": str("home$"), "mountOptions": str("-o c"),
		},
		{
			"source":   template.Interp{template.Str("//renderdata.file."), environmentSuffix, template.Str("/scenes")},
			"userName": str("renderdata"), "password": template.ParamRef("smbRenderdataFileRenderdataPassword"),
			"relativeMountPath": str("s"), "mountOptions": str("-o d"),
		},
	} {
		entry := at(mounts, i).(template.Obj)
		if len(entry) != 1 {
			t.Errorf("mount %d is of %d kinds", i, len(entry))
		}
		got := map[string]template.Expr{}
		for _, p := range entry[0].Value.(template.Obj) {
			if key := string(p.Key.(template.Str)); key != "identityReference" {
				got[key] = p.Value
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("mount %d: %s", i, diff)
		}
	}
	kinds := []string{"azureFileShareConfiguration", "azureBlobFileSystemConfiguration", "nfsMountConfiguration", "nfsMountConfiguration",
		"cifsMountConfiguration", "cifsMountConfiguration"}
	for i, kind := range kinds {
		if at(mounts, i, kind) == nil {
			t.Errorf("mount %d is no %s", i, kind)
		}
	}
	id, is := at(mounts, 1, "azureBlobFileSystemConfiguration", "identityReference", "resourceId").(template.ID)
	if !is || id.Resource.Symbol != "identity" {
		t.Errorf("the container is mounted by %v", id)
	}
	if at(properties(poolOf(t, docOf(t, "region: westeurope\nos: linux\nnodes: 1"))), "mountConfiguration") != nil {
		t.Error("a pool without mounts has a configuration")
	}
}

// Keys and passwords are secure parameters without a default wherever they pass, and nowhere else.
func TestSecretsAreSecure(t *testing.T) {
	t.Parallel()
	doc := docOf(t, `region: westeurope
os: linux
nodes: 1
account: {existing: `+shared+`Microsoft.Batch/batchAccounts/shared, storage: none}
pools:
  - {name: a, mounts: [{azureFiles: {account: renderdata, share: scenes}}]}
  - {name: b, mounts: [{azureFiles: {account: renderdata, share: other}}, {smb: {host: 10.0.8.5, share: a, user: u}}]}
`)
	if len(doc.Modules) != 1 {
		t.Fatalf("%d modules", len(doc.Modules))
	}
	for where, part := range map[string]*template.Document{"main": doc, "module": doc.Modules[0].Document} {
		secure := 0
		for _, param := range part.Params {
			secret := strings.HasSuffix(param.Name, "Key") || strings.HasSuffix(param.Name, "Password")
			if param.Secure != secret || secret && (param.Default != nil || param.Type != template.String || param.Description == "") {
				t.Errorf("%s: %+v", where, param)
			}
			if secret {
				secure++
			}
		}
		if secure != 2 {
			t.Errorf("%s: %d secure parameters", where, secure)
		}
	}
	if text := string(arm.Print(doc, 1)); strings.Count(text, `"securestring"`) != 4 {
		t.Errorf("not secure:\n%s", text)
	}
}

// A role on an account that is mounted by its ID, and who waits for it.
func TestMountRoles(t *testing.T) {
	t.Parallel()
	mount := "mounts: [{blob: {account: " + shared + "Microsoft.Storage/storageAccounts/renderdata, container: frames}}]"
	base := "region: westeurope\nos: linux\nnodes: 1\n"
	waits := func(r *template.Resource) string {
		var names []string
		for _, d := range r.DependsOn {
			names = append(names, d.Path())
		}
		return strings.Join(names, " ")
	}

	doc := docOf(t, base+"resourceGroup: Shared\n"+mount)
	if got := waits(poolOf(t, doc)); got != "mountAccess" || len(doc.Modules) != 0 {
		t.Errorf("the pool waits for %q, %d modules", got, len(doc.Modules))
	}
	doc = docOf(t, base+mount)
	if got := waits(poolOf(t, doc)); got != "access" || doc.Modules[0].Group != template.Str("shared") {
		t.Errorf("the pool waits for %q", got)
	}
	if c := poolOf(t, doc).DependsOnComment; c == "" {
		t.Error("nobody knows why the pool waits")
	}
	for _, r := range doc.Resources {
		if r.Type == "Microsoft.Storage/storageAccounts" && r.Existing {
			t.Error("main refers to an account that it does not use")
		}
	}

	// An identity of the user's own is referred to where it is.
	doc = docOf(t, base+"identities: ["+zeros+"ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one]\n"+mount)
	keys := at(template.Obj(poolOf(t, doc).Body), "identity", "userAssignedIdentities").(template.Obj)
	one, is := keys[1].Key.(template.Interp)
	if len(keys) != 2 || !is || one[0].(template.ID).Resource.Group != template.Expr(template.Str("ids")) {
		t.Errorf("%+v", keys)
	}

	// Pools of another account: their module waits.
	doc = docOf(t, base+"account: {existing: "+zeros+"batch/providers/Microsoft.Batch/batchAccounts/other, storage: none}\n"+mount)
	var pools *template.Module
	for _, m := range doc.Modules {
		if m.Symbol == "pool" {
			pools = m
		}
	}
	if pools == nil || len(pools.DependsOn) != 1 || pools.DependsOn[0].Path() != "access" || len(poolOf(t, pools.Document).DependsOn) != 0 {
		t.Errorf("%+v", pools)
	}

	// Two pools, two identities, two accounts: each role once, each pool waits for its own.
	doc = docOf(t, strings.NewReplacer("A1", shared+"Microsoft.Storage/storageAccounts/aaa", "A2", shared+"Microsoft.Storage/storageAccounts/bbb",
		"ID", zeros+"ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one").Replace(`region: westeurope
resourceGroup: shared
os: linux
nodes: 1
pools:
  - {name: a, mounts: [{blob: {account: A1, container: abc}}, {blob: {account: A2, container: def}}]}
  - {name: b, identities: [ID], mounts: [{blob: {account: A1, container: abc, readOnly: true}}]}
  - {name: c}
`))
	got := map[string]string{}
	for _, r := range doc.Resources {
		if r.Type == "Microsoft.Batch/batchAccounts/pools" {
			got[r.Symbol] = waits(r)
		}
	}
	if diff := cmp.Diff(map[string]string{"aPool": "mountAccess mountAccess2", "bPool": "mountAccess3", "cPool": ""}, got); diff != "" {
		t.Error(diff)
	}
}
