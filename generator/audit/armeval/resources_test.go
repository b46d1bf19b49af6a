package armeval_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/batchgen/batchgen/generator/audit/armeval"
	"github.com/batchgen/batchgen/generator/audit/tree"
)

// shown evaluates a template and gives a line per resource.
func shown(t *testing.T, template, parameters string) string {
	t.Helper()
	given := tree.Value{}
	if parameters != "" {
		given = parsed(t, []byte(parameters))
	}
	var lines []string
	for _, r := range armeval.Resources(parsed(t, []byte(template)), given) {
		lines = append(lines, strings.ReplaceAll(show(r), group, "GROUP"))
	}
	return strings.Join(lines, "\n")
}

func TestResources(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, template, parameters, want string }{
		{
			"members", `{"resources": [{
				"comments": "c", "condition": true, "type": "N.X/y", "apiVersion": "1", "name": "a", "location": "here", "tags": {"[concat('k', '1')]": "v"},
				"sku": {"name": "s"}, "dependsOn": ["b"], "metadata": {}, "properties": {"p": "[add(1, 1)]", "[newGuid()]": 1}
			}]}`, "",
			`{id:'GROUP/providers/N.X/y/a' name:'a' type:'N.X/y' apiVersion:'1' location:'here' tags:{k1:'v'} sku:{name:'s'} properties:{p:2 [newGuid()]:1}}`,
		},
		{
			"parameters", `{"parameters": {
				"given": {"type": "string", "defaultValue": "not this"}, "default": {"type": "string", "defaultValue": "[toLower('D')]"},
				"vault": {"type": "secureString"}, "raw": {"type": "string"}
			}, "resources": [{"type": "N.X/y", "name": "[parameters('given')]", "properties": {
				"d": "[parameters('default')]", "v": "[parameters('vault')]", "r": "[parameters('raw')]"
			}}]}`, `{"GIVEN": {"value": "x"}, "vault": {"reference": {"secretName": "s"}}, "raw": {"value": "[concat('not', 'evaluated')]"}}`,
			`{id:'GROUP/providers/N.X/y/x' name:'x' type:'N.X/y' properties:{d:'d' v:?parameters('vault') r:'[concat('not', 'evaluated')]'}}`,
		},
		{
			"names that are not known", `{"parameters": {"n": {"type": "string"}}, "resources": [
				{"type": "N.X/y", "name": "[parameters('n')]", "resources": [{"type": "z", "name": "c"}]},
				{"type": "N.X/y", "name": ["list"]}, {"type": "N.X/y", "name": "too/many"}, {"name": "untyped"}, "nothing"
			]}`, "",
			`{id:?parameters('n') name:?parameters('n') type:'N.X/y'}
{id:?parameters('n') name:?parameters('n') type:'N.X/y/z'}
{id:?name or type that is not text name:['list'] type:'N.X/y'}
{id:?too/many name:'too/many' type:'N.X/y'}
{id:?name or type that is not text name:'untyped' type:absent}`,
		},
		{
			"children", `{"resources": [{"type": "Microsoft.Network/virtualNetworks", "name": "v", "resources": [
				{"type": "subnets", "name": "a", "properties": {"addressPrefix": "10.0.0.0/24"}, "resources": [{"type": "deeper", "name": "d"}]},
				{"type": "Microsoft.Network/virtualNetworks/subnets", "name": "b"},
				{"type": "Microsoft.Authorization/locks", "name": "l"}
			]}]}`, "",
			`{id:'GROUP/providers/Microsoft.Network/virtualNetworks/v' name:'v' type:'Microsoft.Network/virtualNetworks'}
{id:'GROUP/providers/Microsoft.Network/virtualNetworks/v/subnets/a' name:'v/a' type:'Microsoft.Network/virtualNetworks/subnets' properties:{addressPrefix:'10.0.0.0/24'}}
{id:'GROUP/providers/Microsoft.Network/virtualNetworks/v/subnets/a/deeper/d' name:'v/a/d' type:'Microsoft.Network/virtualNetworks/subnets/deeper'}
{id:'GROUP/providers/Microsoft.Network/virtualNetworks/v/subnets/b' name:'v/b' type:'Microsoft.Network/virtualNetworks/subnets'}
{id:'GROUP/providers/Microsoft.Network/virtualNetworks/v/providers/Microsoft.Authorization/locks/l' name:'l' type:'Microsoft.Authorization/locks'}`,
		},
		{
			"scopes", `{"resources": [
				{"type": "N.X/e", "name": "a", "scope": "[resourceId('N.X/y', 'n')]"}, {"type": "N.X/e", "name": "b", "scope": "N.X/y/n/z/m"},
				{"type": "N.X/e", "name": "c", "scope": "/"}, {"type": "N.X/e", "name": "d", "scope": "[newGuid()]"}
			]}`, "",
			`{id:'GROUP/providers/N.X/y/n/providers/N.X/e/a' name:'a' type:'N.X/e'}
{id:'GROUP/providers/N.X/y/n/z/m/providers/N.X/e/b' name:'b' type:'N.X/e'}
{id:'/providers/N.X/e/c' name:'c' type:'N.X/e'}
{id:?newGuid() name:'d' type:'N.X/e'}`,
		},
		{
			"conditions", `{"parameters": {"which": {"type": "bool"}}, "resources": [
				{"type": "N.X/y", "name": "no", "condition": "[equals(1, 2)]", "resources": [{"type": "z", "name": "child"}]},
				{"type": "N.X/y", "name": "yes", "condition": "[equals(1, 1)]"},
				{"type": "N.X/y", "name": "perhaps", "condition": "[parameters('which')]"},
				{"type": "N.X/y", "name": "broken", "condition": "[false]"},
				{"type": "N.X/y", "name": "text", "condition": "[concat('a')]"}
			]}`, "",
			`{id:'GROUP/providers/N.X/y/no/z/child' name:'no/child' type:'N.X/y/z'}
{id:'GROUP/providers/N.X/y/yes' name:'yes' type:'N.X/y'}
{id:'GROUP/providers/N.X/y/perhaps' name:'perhaps' type:'N.X/y' unknown:?parameters('which')}
{id:'GROUP/providers/N.X/y/broken' name:'broken' type:'N.X/y' unknown:?false}
{id:'GROUP/providers/N.X/y/text' name:'text' type:'N.X/y' unknown:?condition that is neither true nor false}`,
		},
		{
			"symbolic names", `{"languageVersion": "2.0", "resources": {
				"vnet": {"existing": true, "type": "Microsoft.Network/virtualNetworks", "name": "v", "resourceGroup": "hub"},
				"far": {"existing": true, "type": "N.X/y", "name": "f", "subscriptionId": "s", "resourceGroup": "[newGuid()]"},
				"nsg": {"type": "N.X/nsg", "name": "n", "properties": {"p": 1}},
				"many": {"copy": {"name": "many", "count": 2}, "type": "N.X/y", "name": "[format('m{0}', copyIndex())]", "properties": {"i": "[copyIndex()]"}},
				"user": {"type": "N.X/u", "name": "u", "properties": {
					"a": "[resourceInfo('vnet').id]", "b": "[reference('nsg').p]", "c": "[reference(format('many[{0}]', 1)).i]",
					"d": "[reference('vnet').subnets]", "e": "[resourceInfo('far').id]"
				}}
			}}`, "",
			`{id:'GROUP/providers/N.X/nsg/n' name:'n' type:'N.X/nsg' properties:{p:1}}
{id:'GROUP/providers/N.X/y/m0' name:'m0' type:'N.X/y' properties:{i:0}}
{id:'GROUP/providers/N.X/y/m1' name:'m1' type:'N.X/y' properties:{i:1}}
{id:'GROUP/providers/N.X/u/u' name:'u' type:'N.X/u' properties:{a:'/subscriptions/{subscription}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/v' b:1 c:1 d:?reference('vnet').subnets e:?newGuid()}}`,
		},
		{
			"loops", `{"parameters": {"n": {"type": "int"}}, "variables": {
				"ports": [22, 443],
				"copy": [{"name": "names", "count": 2, "input": "[concat('rule', copyIndex('names', 1))]"}, {"count": 1}],
				"inside": {"copy": [{"name": "list", "count": 2, "input": "[copyIndex('list')]"}], "other": true},
				"index": {"copy": [{"name": "list", "count": 2, "input": "[copyIndex()]"}]}
			}, "resources": [
				{"type": "N.X/y", "name": "[concat('a', copyIndex(), copyIndex('LOOP', 10), copyIndex(5))]", "copy": {"name": "loop", "count": "[length(variables('names'))]", "mode": "serial"},
				 "properties": {"copy": [
					{"name": "rules", "count": "[length(variables('ports'))]", "input": {"port": "[variables('ports')[copyIndex('rules')]]", "of": "[copyIndex()]"}},
					{"name": "none", "count": 0, "input": 1}
				 ], "names": "[variables('names')]", "inside": "[variables('inside')]", "index": "[variables('index').list]"}},
				{"type": "N.X/y", "name": "none", "copy": {"name": "loop", "count": 0}},
				{"type": "N.X/y", "name": "[concat('b', copyIndex())]", "copy": {"name": "loop", "count": "[parameters('n')]"}, "properties": {"p": 1}},
				{"type": "N.X/y", "name": "c", "copy": {"name": "loop", "count": 801}},
				{"type": "N.X/y", "name": "d", "copy": {"name": "loop", "count": -1}, "properties": {"copy": [{"name": "x", "count": "[parameters('n')]", "input": 1}]}},
				{"type": "N.X/y", "name": "[concat('e', copyIndex('other'))]", "copy": {"name": "loop", "count": 1}}
			]}`, "",
			`{id:'GROUP/providers/N.X/y/a0105' name:'a0105' type:'N.X/y' properties:{rules:[{port:22 of:0} {port:443 of:0}] none:[] names:['rule1' 'rule2'] inside:{list:[0 1] other:true} index:[0 1]}}
{id:'GROUP/providers/N.X/y/a1116' name:'a1116' type:'N.X/y' properties:{rules:[{port:22 of:1} {port:443 of:1}] none:[] names:['rule1' 'rule2'] inside:{list:[0 1] other:true} index:[0 1]}}
{id:?parameters('n') name:?parameters('n') type:'N.X/y' properties:{p:1} unknown:?parameters('n')}
{id:'GROUP/providers/N.X/y/c' name:'c' type:'N.X/y' unknown:?copy of 801 is more than 800}
{id:'GROUP/providers/N.X/y/d' name:'d' type:'N.X/y' properties:{x:?parameters('n')} unknown:?copy without a count}
{id:?concat('e', copyIndex('other')) name:?concat('e', copyIndex('other')) type:'N.X/y'}`,
		},
		{
			"inner scope", `{"variables": {"v": "outer"}, "resources": [
				{"type": "Microsoft.Resources/deployments", "name": "first", "resourceGroup": "hub", "properties": {
					"expressionEvaluationOptions": {"scope": "Inner"}, "parameters": {"name": {"value": "[variables('v')]"}, "secret": {"reference": {}}},
					"template": {
						"parameters": {"name": {"type": "string"}, "secret": {"type": "secureString"}, "unset": {"type": "string", "defaultValue": "u"}},
						"resources": [{"type": "N.X/y", "name": "[parameters('name')]", "properties": {
							"v": "[variables('v')]", "s": "[parameters('secret')]", "u": "[parameters('unset')]", "g": "[resourceGroup().name]", "d": "[deployment().name]"
						}}],
						"outputs": {
							"id": {"type": "string", "value": "[resourceId('N.X/y', parameters('name'))]"},
							"list": {"type": "array", "copy": {"count": 2, "input": "[copyIndex(1)]"}},
							"off": {"type": "string", "condition": false, "value": "x"},
							"perhaps": {"type": "string", "condition": "[parameters('secret')]", "value": "x"},
							"later": {"type": "string", "value": "[reference(parameters('name')).state]"}
						}
					}}},
				{"type": "Microsoft.Resources/deployments", "name": "second", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "parameters": {"id": {"value": "[reference('first').outputs.id.value]"}},
					"template": {"parameters": {"id": {"type": "string"}}, "resources": [{"type": "N.X/y", "name": "two", "properties": {"id": "[parameters('id')]"}}]}}},
				{"type": "N.X/y", "name": "three", "properties": {
					"id": "[reference(resourceId('hub', 'Microsoft.Resources/deployments', 'first'), '2022-09-01').outputs.id.value]",
					"list": "[reference('first').outputs.list.value]", "off": "[reference('first').outputs.off.value]",
					"perhaps": "[reference('first').outputs.perhaps.value]", "later": "[reference('first').outputs.later.value]"
				}}
			]}`, "",
			`{id:'/subscriptions/{subscription}/resourceGroups/hub/providers/N.X/y/outer' name:'outer' type:'N.X/y' properties:{v:?variables('v') s:?parameters('secret') u:'u' g:'hub' d:'first'}}
{id:'GROUP/providers/N.X/y/two' name:'two' type:'N.X/y' properties:{id:'/subscriptions/{subscription}/resourceGroups/hub/providers/N.X/y/outer'}}
{id:'GROUP/providers/N.X/y/three' name:'three' type:'N.X/y' properties:{id:'/subscriptions/{subscription}/resourceGroups/hub/providers/N.X/y/outer' list:[1 2] off:?reference('first').outputs.off.value perhaps:?reference('first').outputs.perhaps.value later:?reference(parameters('name')).state}}`,
		},
		{
			"a module with a name of its deployment", `{"resources": [
				{"type": "Microsoft.Resources/deployments", "name": "[format('{0}-net', deployment().name)]", "subscriptionId": "s", "resourceGroup": "hub", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [], "outputs": {"id": {"type": "string", "value": "[resourceId('N.X/y', 'n')]"}}}}},
				{"type": "N.X/y", "name": "[uniqueString(deployment().name)]", "properties": {"id":
					"[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', 's', 'hub'), 'Microsoft.Resources/deployments', format('{0}-net', deployment().name)), '2025-04-01').outputs.id.value]"
				}}
			]}`, "",
			`{id:'GROUP/providers/N.X/y/{~cmdfvfjixx}' name:'{~cmdfvfjixx}' type:'N.X/y' properties:{id:'/subscriptions/s/resourceGroups/hub/providers/N.X/y/n'}}`,
		},
		{
			"outer scope", `{"parameters": {"p": {"type": "string", "defaultValue": "outer"}}, "resources": [
				{"type": "Microsoft.Resources/deployments", "name": "[format('d{0}', copyIndex())]", "copy": {"name": "loop", "count": 2}, "resourceGroup": "hub", "properties": {
					"template": {"parameters": {"p": {"type": "string", "defaultValue": "inner"}}, "resources": [
						{"type": "N.X/y", "name": "[concat(parameters('p'), copyIndex())]", "properties": {"g": "[resourceGroup().name]"}}
					], "outputs": {"o": {"type": "string", "value": "[parameters('p')]"}}}}},
				{"type": "N.X/y", "name": "user", "properties": {"o": "[reference('d1').outputs.o.value]"}}
			]}`, "",
			`{id:'/subscriptions/{subscription}/resourceGroups/hub/providers/N.X/y/outer0' name:'outer0' type:'N.X/y' properties:{g:'{resourceGroup}'}}
{id:'/subscriptions/{subscription}/resourceGroups/hub/providers/N.X/y/outer1' name:'outer1' type:'N.X/y' properties:{g:'{resourceGroup}'}}
{id:'GROUP/providers/N.X/y/user' name:'user' type:'N.X/y' properties:{o:'outer'}}`,
		},
		{
			"deployments elsewhere and in doubt", `{"parameters": {"which": {"type": "bool"}}, "resources": [
				{"type": "Microsoft.Resources/deployments", "name": "linked", "properties": {"templateLink": {"uri": "https://example.com/t.json"}}},
				{"type": "Microsoft.Resources/deployments", "name": "perhaps", "condition": "[parameters('which')]", "properties": {
					"template": {"resources": [{"type": "N.X/y", "name": "a"}]}}},
				{"type": "Microsoft.Resources/deployments", "name": "no", "condition": false, "properties": {
					"template": {"resources": [{"type": "N.X/y", "name": "b"}]}}},
				{"type": "Microsoft.Resources/deployments", "name": "file", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "parametersLink": {"uri": "https://example.com/p.json"},
					"template": {"parameters": {"p": {"type": "string", "defaultValue": "d"}}, "resources": [{"type": "N.X/y", "name": "[parameters('p')]"}]}}}
			]}`, "",
			`{id:'GROUP/providers/Microsoft.Resources/deployments/linked' name:'linked' type:'Microsoft.Resources/deployments' properties:{templateLink:{uri:'https://example.com/t.json'}} unknown:?template of linked}
{id:'GROUP/providers/N.X/y/a' name:'a' type:'N.X/y' unknown:?parameters('which')}
{id:?parameters('p') name:?parameters('p') type:'N.X/y'}`,
		},
		{
			"subscription", `{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "parameters": {"g": {"type": "string"}}, "resources": [
				{"type": "Microsoft.Resources/resourceGroups", "name": "new", "properties": {"g": "[resourceGroup().name]"}},
				{"type": "Microsoft.Resources/deployments", "name": "d", "resourceGroup": "new", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "N.X/y", "name": "a", "properties": {"id": "[resourceId('N.X/y', 'b')]"}}]}}},
				{"type": "Microsoft.Resources/deployments", "name": "e", "subscriptionId": "s", "resourceGroup": "[parameters('g')]", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "N.X/y", "name": "a", "scope": "N.X/z/z", "properties": {
						"id": "[resourceId('N.X/y', 'b')]", "g": "[resourceGroup().name]", "s": "[subscription().id]", "t": "[subscriptionResourceId('N.X/y', 'c')]"}}]}}},
				{"type": "Microsoft.Resources/deployments", "name": "f", "subscriptionId": "[parameters('g')]", "resourceGroup": "x", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "N.X/y", "name": "a"}]}}},
				{"type": "Microsoft.Resources/deployments", "name": "h", "scope": "Microsoft.Management/managementGroups/m", "properties": {
					"expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [{"type": "N.X/y", "name": "a", "properties": {"s": "[subscription().id]"}}]}}}
			]}`, "",
			`{id:'/subscriptions/{subscription}/resourceGroups/new' name:'new' type:'Microsoft.Resources/resourceGroups' properties:{g:?resourceGroup().name}}
{id:'/subscriptions/{subscription}/resourceGroups/new/providers/N.X/y/a' name:'a' type:'N.X/y' properties:{id:'/subscriptions/{subscription}/resourceGroups/new/providers/N.X/y/b'}}
{id:?parameters('g') name:'a' type:'N.X/y' properties:{id:?parameters('g') g:?parameters('g') s:?parameters('g') t:?parameters('g')}}
{id:?parameters('g') name:'a' type:'N.X/y'}
{id:'/providers/Microsoft.Management/managementGroups/m/providers/N.X/y/a' name:'a' type:'N.X/y' properties:{s:?subscription().id}}`,
		},
		{
			"management group", `{"$schema": "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#", "resources": [{"type": "N.X/y", "name": "a"}]}`, "",
			`{id:'/providers/Microsoft.Management/managementGroups/{managementGroup}/providers/N.X/y/a' name:'a' type:'N.X/y'}`,
		},
		{
			"tenant", `{"$schema": "https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#", "resources": [{"type": "N.X/y", "name": "a"}]}`, "",
			`{id:'/providers/N.X/y/a' name:'a' type:'N.X/y'}`,
		},
		{"nothing", `[]`, "", ""},
	}
	for _, test := range tests {
		if diff := cmp.Diff(strings.Split(test.want, "\n"), strings.Split(shown(t, test.template, test.parameters), "\n")); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// What an expression gives stands where the expression stands, what is written
// where it is written, and what a file of parameters gives at the declaration.
func TestPlaces(t *testing.T) {
	t.Parallel()
	source := `{"parameters": {"p": {"type": "object"}}, "variables": {"v": [{"a": 1}]}, "resources": [
		{"type": "N.X/y", "name": "n", "properties": {
			"made": "[createArray('x', createObject('y', 1))]", "var": "[variables('v')]", "par": "[parameters('p')]", "open": "[newGuid()]",
			"first": "[variables('v')[0]]"
		}}]}`
	r := armeval.Resources(parsed(t, []byte(source)), parsed(t, []byte(`{"p": {"value": {"a": [1]}}}`)))[0]
	at := func(text string) int { return strings.Index(source, text) }
	v := r.Get("properties")
	for name, got := range map[string][2]int{
		"resource":        {r.Offset, at(`{"type": "N.X/y"`)},
		"id":              {r.Get("id").Offset, at(`"n"`)},
		"made":            {v.Get("made").Offset, at(`"[createArray`)},
		"made item":       {v.Get("made").Items[1].Get("y").Offset, at(`"[createArray`)},
		"variable":        {v.Get("var").Offset, at(`"[variables('v')]`)},
		"variable's item": {v.Get("var").Items[0].Get("a").Offset, at(`1}]}`)},
		"parameter":       {v.Get("par").Offset, at(`"[parameters`)},
		"parameter's":     {v.Get("par").Get("a").Items[0].Offset, at(`{"type": "object"}`)},
		"unknown":         {v.Get("open").Offset, at(`"[newGuid`)},
		"item":            {v.Get("first").Offset, at(`"[variables('v')[0]]`)},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is at %d, want %d", name, got[0], got[1])
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	resource := func(v string) string {
		return fmt.Sprintf(`{"type": "N.X/y", "name": "a", "properties": {"v": %s}}`, v)
	}
	doubled := func(first, next string) string {
		variables := fmt.Sprintf(`"v0": %q`, first)
		for i := 1; i < 60; i++ {
			variables += fmt.Sprintf(`, "v%d": %q`, i, strings.ReplaceAll(next, "V", fmt.Sprintf("variables('v%d')", i-1)))
		}
		return fmt.Sprintf(`{"variables": {%s}, "resources": [%s]}`, variables, resource(`"[variables('v59')]"`))
	}
	chain := `"v0": "x"`
	for i := 1; i < 2000; i++ {
		chain += fmt.Sprintf(`, "v%d": "[variables('v%d')]"`, i, i-1)
	}
	wide := `[{"type": "N.X/y", "name": "n", "copy": {"name": "l", "count": 800}}` +
		strings.Repeat(`, {"type": "N.X/y", "name": "n", "copy": {"name": "l", "count": 800}}`, 20) + `]`
	for name, test := range map[string]struct{ template, want string }{
		"text that doubles":    {doubled("0123456789", "[concat(V, V)]"), "text of more than 131072 bytes"},
		"lists that double":    {doubled("0123456789", "[createArray(V, V)]"), "evaluation takes more than 2000000 steps"},
		"objects that double":  {doubled("0123456789", "[createObject('a', V, 'b', V)]"), "evaluation takes more than 2000000 steps"},
		"variables in a chain": {fmt.Sprintf(`{"variables": {%s}, "resources": [%s]}`, chain, resource(`"[variables('v1999')]"`)), "evaluation nested more than 500 deep"},
		"padding":              {fmt.Sprintf(`{"resources": [%s]}`, resource(`"[replace(padLeft('', 100000), ' ', padLeft('', 100000))]"`)), "replace("},
		"joining":              {fmt.Sprintf(`{"resources": [%s]}`, resource(`"[join(range(0, 10000), padLeft('', 100000))]"`)), "join("},
		"formatting":           {fmt.Sprintf(`{"resources": [%s]}`, resource(`"[format('{0}{0}', padLeft('', 100000))]"`)), "text of more than"},
		"JSON as text":         {fmt.Sprintf(`{"resources": [%s]}`, resource(`"[string(map(range(0, 9), lambda('x', padLeft('', 100000))))]"`)), "string("},
		"loops in lambdas":     {fmt.Sprintf(`{"resources": [%s]}`, resource(`"[map(range(0, 10000), lambda('x', range(0, 10000)))]"`)), "evaluation takes more than 2000000 steps"},
		"lists that nest": {fmt.Sprintf(`{"resources": [%s]}`,
			resource(`"[reduce(range(0, 1000), 1, lambda('a', 'b', createArray(lambdaVariables('a'))))]"`)), "deep"},
		"lists that double in a lambda": {fmt.Sprintf(`{"resources": [%s]}`,
			resource(`"[reduce(range(0, 60), 1, lambda('a', 'b', createArray(lambdaVariables('a'), lambdaVariables('a'))))]"`)), "evaluation takes more than"},
		"resources": {fmt.Sprintf(`{"resources": %s}`, wide), "more than 10000 resources"},
	} {
		all := armeval.Resources(parsed(t, []byte(test.template)), tree.Value{})
		got := all[0].Get("properties", "v")
		if name == "resources" {
			got = all[len(all)-1].Get("unknown")
			if len(all) != 10_001 {
				t.Errorf("%d resources", len(all))
			}
		}
		if open := unknowns(got, ""); len(open) == 0 || !strings.Contains(open[0], test.want) {
			t.Errorf("%s: %.300q, want %s", name, open, test.want)
		}
	}
}
