package armeval_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/batchgen/batchgen/generator/arm"
	"github.com/batchgen/batchgen/generator/audit/armeval"
	"github.com/batchgen/batchgen/generator/audit/tree"
	. "github.com/batchgen/batchgen/generator/template"
)

// around is a template that gives a string a place to be evaluated in.
const around = `{
  "parameters": {
    "text": {"type": "string", "defaultValue": "OneTwoThree"},
    "object": {"type": "object", "defaultValue": {"one": "a", "two": "b", "three": "c", "null1": null}},
    "array": {"type": "array", "defaultValue": ["one", "two", "three"]},
    "missing": {"type": "string"},
    "secret": {"type": "secureString"},
    "nullable": {"type": "string", "nullable": true}
  },
  "variables": {
    "dogs": [{"name": "Evie", "age": 5}, {"name": "Casper", "age": 3}],
    "nested": {"a": {"b": [10, [20, 30]]}},
    "unknown": "[listKeys('x', '2024-01-01').key1]",
    "self": "[concat('a', variables('self'))]",
    "partly": {"known": 1, "open": "[parameters('missing')]"}
  },
  "functions": [{"namespace": "example", "members": {
    "subnet": {
      "parameters": [{"name": "index", "type": "int"}],
      "output": {"type": "string", "value": "[format('10.0.{0}.0/24', parameters('index'))]"}
    },
    "outer": {"parameters": [], "output": {"type": "string", "value": "[parameters('text')]"}}
  }}],
  "resources": [
    {"type": "N.X/y", "name": "r", "properties": {"v": VALUE}},
    {"type": "Microsoft.Network/virtualNetworks", "name": "net", "location": "westeurope", "properties": {
      "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "cycle": "[reference('net').cycle]"
    }},
    {"type": "N.X/twins", "name": "twin"}, {"type": "N.X/twins2", "name": "twin"}
  ]
}`

// evaluate gives the string of a template as JSON, "?" and a text for what is not known.
func evaluate(t interface{ Fatal(...any) }, s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	template, err := tree.Parse([]byte(strings.Replace(around, "VALUE", string(quoted), 1)))
	if err != nil {
		t.Fatal(err)
	}
	return show(armeval.Resources(template, tree.Value{})[0].Get("properties", "v"))
}

func show(v tree.Value) string {
	var parts []string
	switch v.Kind {
	case tree.Absent:
		return "absent"
	case tree.Null:
		return "null"
	case tree.Unknown:
		return "?" + v.Text
	case tree.String:
		return "'" + v.Text + "'"
	case tree.List:
		for _, item := range v.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case tree.Object:
		for _, m := range v.Members {
			parts = append(parts, m.Name+":"+show(m.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
	return v.Text
}

const group = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}"

func TestExpressions(t *testing.T) {
	t.Parallel()
	tests := []struct{ expression, want string }{
		// What is an expression: template-expressions.
		{"plain", "'plain'"},
		{"[[escaped]", "'[escaped]'"},
		{"[open", "'[open'"},
		{"[[open", "'[[open'"},
		{"close]", "'close]'"},
		{"[", "'['"},
		{"[]", "?"},
		{"[ 'spaced' ]", "'spaced'"},
		{"['it''s']", "'it's'"},
		{"['a", "'['a'"},
		{"['a]", "?'a"},
		{"['[brackets]']", "'[brackets]'"},
		{"[1]", "1"},
		{"[-17]", "-17"},
		{"[99999999999999999999]", "?99999999999999999999"},
		{"[a]", "?a"},
		{"[a(]", "?a("},
		{"[true() false()]", "?true() false()"},
		{"[concat('a',)]", "?concat('a',)"},
		{"[nope('a')]", "?nope('a')"},
		{"[parameters('array')[0]]", "'one'"},
		{"[parameters('array')[3]]", "?parameters('array')[3]"},
		{"[parameters('array')[-1]]", "?parameters('array')[-1]"},
		{"[parameters('array').x]", "?parameters('array').x"},
		{"[parameters('object').ONE]", "'a'"},
		{"[parameters('object')['two']]", "'b'"},
		{"[parameters('object').none]", "?parameters('object').none"},
		{"[variables('nested').a.b[1][0]]", "20"},
		{"[Variables( 'NESTED' ) . a [ 'b' ] [ 0 ]]", "10"},
		{"[" + strings.Repeat("not(", 99) + "true()" + strings.Repeat(")", 99) + "]", "false"},
		{"[" + strings.Repeat("a(", 200) + strings.Repeat(")", 200) + "]",
			"?" + strings.Repeat("a(", 200) + strings.Repeat(")", 200)},

		// Parameters and variables.
		{"[parameters('text')]", "'OneTwoThree'"},
		{"[parameters('missing')]", "?parameters('missing')"},
		{"[parameters('undeclared')]", "?parameters('undeclared')"},
		{"[parameters('secret')]", "?parameters('secret')"},
		{"[parameters('nullable')]", "null"},
		{"[concat(parameters('missing'), '/32')]", "?concat(parameters('missing'), '/32')"},
		{"[variables('unknown')]", "?listKeys('x', '2024-01-01').key1"},
		{"[concat('a', variables('unknown'))]", "?listKeys('x', '2024-01-01').key1"},
		{"[variables('self')]", "?self refers to itself"},
		{"[variables('partly').known]", "1"},
		{"[variables('partly')]", "{known:1 open:?parameters('missing')}"},
		{"[example.subnet(7)]", "'10.0.7.0/24'"},
		{"[example.subnet()]", "?example.subnet()"},
		{"[example.outer()]", "?parameters('text')"},
		{"[newGuid()]", "?newGuid()"},
		{"[utcNow()]", "?utcNow()"},
		{"[environment().suffixes.storage]", "?environment().suffixes.storage"},

		// template-functions-logical.
		{"[and(true(), false())]", "false"},
		{"[and(true(), true(), true())]", "true"},
		{"[or(false(), true())]", "true"},
		{"[or(false(), false())]", "false"},
		{"[not(true())]", "false"},
		{"[not('x')]", "?not('x')"},
		{"[and(parameters('missing'), false())]", "false"},
		{"[and(true(), parameters('missing'))]", "?and(true(), parameters('missing'))"},
		{"[or(parameters('missing'), true())]", "true"},
		{"[or(false(), variables('unknown'))]", "?listKeys('x', '2024-01-01').key1"},
		{"[and(true(), 'x')]", "?and(true(), 'x')"},
		{"[bool('true')]", "true"},
		{"[bool('False')]", "false"},
		{"[bool(1)]", "true"},
		{"[bool(0)]", "false"},
		{"[bool('x')]", "?bool('x')"},
		{"[if(equals('a', 'a'), 'yes', 'no')]", "'yes'"},
		{"[if(equals('a', 'b'), 'yes', 'no')]", "'no'"},
		{"[if(true(), 'known', parameters('missing'))]", "'known'"},
		{"[if(false(), 'known', parameters('missing'))]", "?if(false(), 'known', parameters('missing'))"},
		{"[if(parameters('missing'), 1, 2)]", "?if(parameters('missing'), 1, 2)"},
		{"[if('x', 1, 2)]", "?if('x', 1, 2)"},
		{"[if(true(), 1)]", "?if(true(), 1)"},

		// template-functions-comparison.
		{"[coalesce(parameters('object').null1, null(), 'default')]", "'default'"},
		{"[coalesce(null(), parameters('object').one)]", "'a'"},
		{"[empty(coalesce(parameters('object').null1, null()))]", "true"},
		{"[coalesce('known', parameters('missing'))]", "'known'"},
		{"[coalesce(parameters('missing'), 'x')]", "?coalesce(parameters('missing'), 'x')"},
		{"[equals(1, 1)]", "true"},
		{"[equals('a', 'A')]", "false"},
		{"[equals(createArray('a', 'b'), createArray('a', 'b'))]", "true"},
		{"[equals(createArray('a', 'b'), createArray('a', 'c'))]", "false"},
		{"[equals(createObject('a', 'b'), createObject('A', 'b'))]", "true"},
		{"[equals(createObject('a', 'b'), createObject('a', 'c'))]", "false"},
		{"[equals(createObject('a', parameters('missing')), createObject('a', 'c'))]",
			"?equals(createObject('a', parameters('missing')), createObject('a', 'c'))"},
		{"[equals(createArray(parameters('missing'), 1), createArray(1, 2))]", "false"},
		{"[equals(createArray(parameters('missing'), 1), createArray(1, 1))]",
			"?equals(createArray(parameters('missing'), 1), createArray(1, 1))"},
		{"[equals(1, '1')]", "false"},
		{"[not(equals(1, 2))]", "true"},
		{"[less(1, 2)]", "true"},
		{"[lessOrEquals(2, 2)]", "true"},
		{"[greater(1, 2)]", "false"},
		{"[greaterOrEquals(1, 2)]", "false"},
		{"[lessOrEquals('a', 'a')]", "true"},
		{"[less('A', 'a')]", "?less('A', 'a')"},

		// template-functions-numeric.
		{"[add(5, 3)]", "8"},
		{"[sub(7, 3)]", "4"},
		{"[mul(5, 3)]", "15"},
		{"[div(8, 3)]", "2"},
		{"[mod(7, 3)]", "1"},
		{"[div(1, 0)]", "?div(1, 0)"},
		{"[mod(1, 0)]", "?mod(1, 0)"},
		{"[add('1', 2)]", "?add('1', 2)"},
		{"[add(9223372036854775807, 1)]", "?add(9223372036854775807, 1)"},
		{"[sub(-9223372036854775807, 2)]", "?sub(-9223372036854775807, 2)"},
		{"[mul(9223372036854775807, 2)]", "?mul(9223372036854775807, 2)"},
		{"[add(3, 0)]", "3"},
		{"[sub(3, 0)]", "3"},
		{"[add(3, -4)]", "-1"},
		{"[sub(3, -4)]", "7"},
		{"[mul(-1, 5)]", "-5"},
		{"[mul(5, 0)]", "0"},
		{"[int('4')]", "4"},
		{"[int(4)]", "4"},
		{"[int('four')]", "?int('four')"},
		{"[int(true())]", "?int(true())"},
		{"[min(0, 3, 2, 5, 4)]", "0"},
		{"[max(createArray(0, 3, 2, 5, 4))]", "5"},
		{"[min('a')]", "?min('a')"},
		{"[max(createArray())]", "?max(createArray())"},

		// template-functions-string.
		{"[base64('one, two, three')]", "'b25lLCB0d28sIHRocmVl'"},
		{"[base64ToString('b25lLCB0d28sIHRocmVl')]", "'one, two, three'"},
		{"[base64ToString('*')]", "?base64ToString('*')"},
		{"[base64ToJson(base64('{\"one\": \"a\", \"two\": \"b\"}'))]", "{one:'a' two:'b'}"},
		{"[base64ToJson('*')]", "?base64ToJson('*')"},
		{"[concat('a', 1, 'c')]", "'a1c'"},
		{"[concat(createArray('1-1'), createArray('2-1', '2-2'))]", "['1-1' '2-1' '2-2']"},
		{"[concat('a', createArray('b'))]", "?concat('a', createArray('b'))"},
		{"[concat(createArray('b'), 'a')]", "?concat(createArray('b'), 'a')"},
		{"[contains(parameters('text'), 'e')]", "true"},
		{"[contains(parameters('text'), 'z')]", "false"},
		{"[contains(parameters('text'), 'E')]", "false"},
		{"[contains('a1', 1)]", "true"},
		{"[contains(1, 1)]", "?contains(1, 1)"},
		{"[endsWith('abcdef', 'eF')]", "true"},
		{"[endsWith('abcdef', 'e')]", "false"},
		{"[startsWith('abcdef', 'AB')]", "true"},
		{"[startsWith('abcdef', 1)]", "?startsWith('abcdef', 1)"},
		{"[first('One Two Three')]", "'O'"},
		{"[last('One Two Three')]", "'e'"},
		{"[first('')]", "''"},
		{"[last('')]", "''"},
		{"[last('aé')]", "'é'"},
		{"[format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)]",
			"'Hello, User. Formatted number: 8,175,133'"},
		{"[format('{{{0}}}-{0}', true())]", "'{True}-True'"},
		{"[format('{0:D3}', 7)]", "'007'"},
		{"[format('{0:X}', 7)]", "?format('{0:X}', 7)"},
		{"[format('{0:N0}', 'x')]", "?format('{0:N0}', 'x')"},
		{"[format('{1}', 'a')]", "?format('{1}', 'a')"},
		{"[format('{0', 'a')]", "?format('{0', 'a')"},
		{"[format('a}', 'a')]", "?format('a}', 'a')"},
		{"[format(1, 'a')]", "?format(1, 'a')"},
		{"[format('{0}', createArray(1, 'a'))]", "'[1,\"a\"]'"},
		{"[format('{0}', createArray(parameters('missing')))]", "?format('{0}', createArray(parameters('missing')))"},
		{"[indexOf('test', 't')]", "0"},
		{"[lastIndexOf('test', 't')]", "3"},
		{"[indexOf('abcdef', 'CD')]", "2"},
		{"[indexOf('éa', 'A')]", "1"},
		{"[indexOf('abcdef', 'z')]", "-1"},
		{"[indexOf(1, 'z')]", "?indexOf(1, 'z')"},
		{"[json('{\"a\": [1, true, null]}')]", "{a:[1 true null]}"},
		{"[json('null')]", "null"},
		{"[json('{')]", "?json('{')"},
		{"[length(parameters('array'))]", "3"},
		{"[length('One Two Three')]", "13"},
		{"[length(parameters('object'))]", "4"},
		{"[length(1)]", "?length(1)"},
		{"[padLeft('123', 10, '0')]", "'0000000123'"},
		{"[padLeft(5, 3)]", "'  5'"},
		{"[padLeft('long', 2)]", "'long'"},
		{"[padLeft('x', 3, 'ab')]", "?padLeft('x', 3, 'ab')"},
		{"[replace('123-123-1234', '-', '')]", "'1231231234'"},
		{"[replace('123-123-1234', '1234', 'xxxx')]", "'123-123-xxxx'"},
		{"[replace('abc', '', 'x')]", "?replace('abc', '', 'x')"},
		{"[replace('abc', 'a', 1)]", "?replace('abc', 'a', 1)"},
		{"[split('one,two,three', ',')]", "['one' 'two' 'three']"},
		{"[split('one;two,three', createArray(',', ';'))]", "['one' 'two' 'three']"},
		{"[split('', ',')]", "['']"},
		{"[split('a,', ',')]", "['a' '']"},
		{"[split('a', 1)]", "?split('a', 1)"},
		{"[split('a', '')]", "?split('a', '')"},
		{"[join(createArray('one', 'two'), ',')]", "'one,two'"},
		{"[join('one', ',')]", "?join('one', ',')"},
		{"[string(createObject('valueA', 10, 'valueB', 'Example Text'))]", "'{\"valueA\":10,\"valueB\":\"Example Text\"}'"},
		{"[string(createArray('a', null(), false()))]", "'[\"a\",null,false]'"},
		{"[string(5)]", "'5'"},
		{"[string(true())]", "'True'"},
		{"[string(createArray(parameters('missing')))]", "?string(createArray(parameters('missing')))"},
		{"[string(variables('partly'))]", "?string(variables('partly'))"},
		{"[substring('one two three', 4, 3)]", "'two'"},
		{"[substring('1234567890', 8)]", "'90'"},
		{"[substring('1234567890', 0, 11)]", "?substring('1234567890', 0, 11)"},
		{"[substring('1234567890', 11)]", "?substring('1234567890', 11)"},
		{"[toLower('One Two Three')]", "'one two three'"},
		{"[toUpper('One Two Three')]", "'ONE TWO THREE'"},
		{"[toLower(1)]", "?toLower(1)"},
		{"[trim('    one two three   ')]", "'one two three'"},
		{"[uri('http://example.org/firstpath', 'myscript.sh')]", "'http://example.org/myscript.sh'"},
		{"[uri('http://example.org/firstpath/', 'myscript.sh')]", "'http://example.org/firstpath/myscript.sh'"},
		{"[uri('x', 'y')]", "?uri('x', 'y')"},
		{"[uri('http://a/', ':')]", "?uri('http://a/', ':')"},
		{"[uriComponent('http://example.com/resources/nested/azuredeploy.json')]",
			"'http%3A%2F%2Fexample.com%2Fresources%2Fnested%2Fazuredeploy.json'"},
		{"[uriComponentToString('a%20b')]", "'a b'"},
		{"[uriComponentToString('%')]", "?uriComponentToString('%')"},

		// template-functions-array and template-functions-object.
		{"[array('efgh')]", "['efgh']"},
		{"[array(createArray(1))]", "[1]"},
		{"[createArray()]", "[]"},
		{"[createArray(1, parameters('missing'))]", "[1 ?createArray(1, parameters('missing'))]"},
		{"[createObject('a', 1, 'b', createArray('x'))]", "{a:1 b:['x']}"},
		{"[createObject('a')]", "?createObject('a')"},
		{"[createObject(1, 2)]", "?createObject(1, 2)"},
		{"[createObject(parameters('missing'), 2)]", "?createObject(parameters('missing'), 2)"},
		{"[createObject('a', parameters('missing')).a]", "?createObject('a', parameters('missing')).a"},
		{"[contains(parameters('object'), 'ONE')]", "true"},
		{"[contains(parameters('object'), 'a')]", "false"},
		{"[contains(parameters('array'), 'three')]", "true"},
		{"[contains(parameters('array'), 'four')]", "false"},
		{"[contains(createArray(parameters('missing'), 'a'), 'a')]", "true"},
		{"[contains(createArray(parameters('missing')), 'a')]", "?contains(createArray(parameters('missing')), 'a')"},
		{"[empty(createArray())]", "true"},
		{"[empty(createObject())]", "true"},
		{"[empty('')]", "true"},
		{"[empty('x')]", "false"},
		{"[empty(1)]", "?empty(1)"},
		{"[first(parameters('array'))]", "'one'"},
		{"[last(parameters('array'))]", "'three'"},
		{"[first(createArray())]", "null"},
		{"[first(1)]", "?first(1)"},
		{"[intersection(createArray('one', 'two', 'three'), createArray('two', 'three'))]", "['two' 'three']"},
		{"[intersection(createObject('one', 'a', 'two', 'b'), createObject('one', 'a', 'two', 'z'))]", "{one:'a'}"},
		{"[intersection(createArray(), createObject())]", "?intersection(createArray(), createObject())"},
		{"[intersection('a', 'a')]", "?intersection('a', 'a')"},
		{"[intersection(createArray('a'), createArray(parameters('missing')))]",
			"?intersection(createArray('a'), createArray(parameters('missing')))"},
		{"[range(5, 3)]", "[5 6 7]"},
		{"[range(0, 10001)]", "?range(0, 10001)"},
		{"[skip(parameters('array'), 2)]", "['three']"},
		{"[skip('one two three', 4)]", "'two three'"},
		{"[skip('abc', -1)]", "'abc'"},
		{"[skip('abc', 9)]", "''"},
		{"[take(parameters('array'), 2)]", "['one' 'two']"},
		{"[take('one', 2)]", "'on'"},
		{"[take('one', 0)]", "''"},
		{"[take('one', 'x')]", "?take('one', 'x')"},
		{"[take(1, 1)]", "?take(1, 1)"},
		{"[union(createObject('one', 'a', 'three', 'c1'), createObject('three', 'c2', 'four', 'd'))]",
			"{one:'a' three:'c2' four:'d'}"},
		{"[union(createArray('one', 'two'), createArray('two', 'four'))]", "['one' 'two' 'four']"},
		{"[union(json('{\"p\":{\"one\":1,\"three\":\"c1\"},\"n\":[1]}'), json('{\"p\":{\"three\":\"c2\"},\"n\":[3]}'))]",
			"{p:{one:1 three:'c2'} n:[3]}"},
		{"[union(createArray('a'), 'b')]", "?union(createArray('a'), 'b')"},
		{"[union(createObject('a', 1), 'b')]", "?union(createObject('a', 1), 'b')"},
		{"[union(createArray('a'), createArray(parameters('missing')))]",
			"?union(createArray('a'), createArray(parameters('missing')))"},
		{"[flatten(createArray(createArray('a'), createArray('b', 'c')))]", "['a' 'b' 'c']"},
		{"[flatten(createArray('a'))]", "?flatten(createArray('a'))"},
		{"[flatten('a')]", "?flatten('a')"},
		{"[shallowMerge(createArray(createObject('a', 1, 'b', 1), createObject('a', 2)))]", "{a:2 b:1}"},
		{"[shallowMerge(createArray('a'))]", "?shallowMerge(createArray('a'))"},
		{"[shallowMerge('a')]", "?shallowMerge('a')"},
		{"[items(createObject('item002', 2, 'item001', 1))]", "[{key:'item001' value:1} {key:'item002' value:2}]"},
		{"[items(1)]", "?items(1)"},
		{"[objectKeys(createObject('b', 2, 'a', 1))]", "['a' 'b']"},
		{"[objectKeys(1)]", "?objectKeys(1)"},
		{"[tryGet(parameters('object'), 'one')]", "'a'"},
		{"[tryGet(parameters('object'), 'none', 'deeper')]", "null"},
		{"[tryGet(variables('nested'), 'a', 'b', 0)]", "10"},
		{"[tryGet(variables('partly'), 'open', 'x')]", "?parameters('missing')"},

		// template-functions-lambda.
		{"[filter(variables('dogs'), lambda('dog', greaterOrEquals(lambdaVariables('dog').age, 5)))]", "[{name:'Evie' age:5}]"},
		{"[filter(range(0, 10), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))]", "[0 2 4 6 8]"},
		{"[filter(range(0, 2), lambda('i', 'x'))]", "?filter(range(0, 2), lambda('i', 'x'))"},
		{"[filter(range(0, 2), lambda('i', parameters('missing')))]", "?filter(range(0, 2), lambda('i', parameters('missing')))"},
		{"[filter(1, lambda('i', true()))]", "?filter(1, lambda('i', true()))"},
		{"[map(variables('dogs'), lambda('dog', format('Hello {0}!', lambdaVariables('dog').name)))]", "['Hello Evie!' 'Hello Casper!']"},
		{"[map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('x'), lambdaVariables('i'))))]", "['a0' 'b1']"},
		{"[map(createArray('a'), lambda('x', map(createArray('b'), lambda('y', concat(lambdaVariables('x'), lambdaVariables('y'))))))]", "[['ab']]"},
		{"[map(createArray('a'), lambda('x', lambdaVariables('y')))]", "[?map(createArray('a'), lambda('x', lambdaVariables('y')))]"},
		{"[map(createArray('a'), 'x')]", "?map(createArray('a'), 'x')"},
		{"[map(createArray('a'), lambda(1, 'x'))]", "?map(createArray('a'), lambda(1, 'x'))"},
		{"[map(variables('unknown'), lambda('x', 1))]", "?listKeys('x', '2024-01-01').key1"},
		{"[lambda('x', 1)]", "?lambda('x', 1)"},
		{"[reduce(createArray(5, 3, 2, 8), 1, lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next'))))]", "19"},
		{"[reduce(1, 1, lambda('cur', 'next', 1))]", "?reduce(1, 1, lambda('cur', 'next', 1))"},
		{"[toObject(variables('dogs'), lambda('entry', lambdaVariables('entry').name))]",
			"{Evie:{name:'Evie' age:5} Casper:{name:'Casper' age:3}}"},
		{"[toObject(variables('dogs'), lambda('e', lambdaVariables('e').name), lambda('e', lambdaVariables('e').age))]", "{Evie:5 Casper:3}"},
		{"[toObject(variables('dogs'), lambda('e', 1))]", "?toObject(variables('dogs'), lambda('e', 1))"},
		{"[toObject(variables('dogs'), lambda('e', variables('unknown')))]", "?listKeys('x', '2024-01-01').key1"},
		{"[toObject(variables('dogs'), lambda('e', 'a'), 1)]", "?toObject(variables('dogs'), lambda('e', 'a'), 1)"},
		{"[toObject(1, lambda('e', 'a'))]", "?toObject(1, lambda('e', 'a'))"},

		// template-functions-cidr.
		{"[parseCidr('10.144.0.0/20')]",
			"{network:'10.144.0.0' netmask:'255.255.240.0' broadcast:'10.144.15.255' firstUsable:'10.144.0.1' lastUsable:'10.144.15.254' cidr:20}"},
		{"[parseCidr('fdad:3236:5555::/48')]",
			"{network:'fdad:3236:5555::' netmask:'ffff:ffff:ffff::' firstUsable:'fdad:3236:5555::' lastUsable:'fdad:3236:5555:ffff:ffff:ffff:ffff:ffff' cidr:48}"},
		{"[parseCidr('10.0.0.0/31')]", "?parseCidr('10.0.0.0/31')"},
		{"[parseCidr('x')]", "?parseCidr('x')"},
		{"[cidrSubnet('10.144.0.0/20', 24, 4)]", "'10.144.4.0/24'"},
		{"[cidrSubnet('10.144.0.0/20', 24, 15)]", "'10.144.15.0/24'"},
		{"[cidrSubnet('10.144.0.0/20', 24, 16)]", "?cidrSubnet('10.144.0.0/20', 24, 16)"},
		{"[cidrSubnet('10.144.0.0/20', 16, 0)]", "?cidrSubnet('10.144.0.0/20', 16, 0)"},
		{"[cidrSubnet('255.255.255.0/24', 32, 9223372036854775807)]", "?cidrSubnet('255.255.255.0/24', 32, 9223372036854775807)"},
		{"[cidrSubnet('fdad:3236:5555::/48', 52, 3)]", "'fdad:3236:5555:3000::/52'"},
		{"[cidrHost('10.144.3.0/24', 0)]", "'10.144.3.1'"},
		{"[cidrHost('10.144.3.0/24', 253)]", "'10.144.3.254'"},
		{"[cidrHost('10.144.3.0/24', 254)]", "?cidrHost('10.144.3.0/24', 254)"},
		{"[cidrHost('fdad:3236:5555:3000::/52', 4)]", "'fdad:3236:5555:3000::5'"},

		// template-functions-resource.
		{"[resourceId('Microsoft.Network/virtualNetworks', 'v')]", "'" + group + "/providers/Microsoft.Network/virtualNetworks/v'"},
		{"[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')]",
			"'" + group + "/providers/Microsoft.Network/virtualNetworks/v/subnets/s'"},
		{"[resourceId('g', 'N.X/y', 'n')]", "'/subscriptions/{subscription}/resourceGroups/g/providers/N.X/y/n'"},
		{"[resourceId('s', 'g', 'N.X/y', 'n')]", "'/subscriptions/s/resourceGroups/g/providers/N.X/y/n'"},
		{"[resourceId(subscription().subscriptionId, resourceGroup().name, 'N.X/y', 'n')]", "'" + group + "/providers/N.X/y/n'"},
		{"[resourceId('N.X/y', 'a', 'b')]", "?resourceId('N.X/y', 'a', 'b')"},
		{"[resourceId('N.X/y', '')]", "?resourceId('N.X/y', '')"},
		{"[resourceId('a', 'b')]", "?resourceId('a', 'b')"},
		{"[resourceId('N.X/y', 1)]", "?resourceId('N.X/y', 1)"},
		{"[resourceId('N.X/y', parameters('missing'))]", "?resourceId('N.X/y', parameters('missing'))"},
		{"[subscriptionResourceId('N.X/y', 'n')]", "'/subscriptions/{subscription}/providers/N.X/y/n'"},
		{"[subscriptionResourceId('s', 'N.X/y', 'n')]", "'/subscriptions/s/providers/N.X/y/n'"},
		{"[subscriptionResourceId('a', 'b')]", "?subscriptionResourceId('a', 'b')"},
		{"[extensionResourceId(resourceGroup().id, 'N.X/y', 'n')]", "'" + group + "/providers/N.X/y/n'"},
		{"[extensionResourceId(1, 'N.X/y', 'n')]", "?extensionResourceId(1, 'N.X/y', 'n')"},
		{"[tenantResourceId('N.X/y/z', 'a', 'b')]", "'/providers/N.X/y/a/z/b'"},
		{"[tenantResourceId('N.X/y', 1)]", "?tenantResourceId('N.X/y', 1)"},
		{"[concat(resourceGroup().id, '/providers/N.X/y/n')]", "'" + group + "/providers/N.X/y/n'"},
		{"[resourceGroup().location]", "?resourceGroup().location"},
		{"[subscription().id]", "'/subscriptions/{subscription}'"},
		{"[subscription().tenantId]", "?subscription().tenantId"},
		{"[deployment().name]", "'{deployment}'"},
		{"[deployment().properties.mode]", "?deployment().properties.mode"},
		{"[equals(deployment().name, 'a')]", "?equals(deployment().name, 'a')"},
		{"[equals(resourceGroup().name, 'prod')]", "?equals(resourceGroup().name, 'prod')"},
		{"[equals(resourceGroup().name, resourceGroup().name)]", "true"},
		{"[startsWith(resourceGroup().name, 'p')]", "?startsWith(resourceGroup().name, 'p')"},
		{"[contains(uniqueString('a'), 'p')]", "?contains(uniqueString('a'), 'p')"},
		{"[equals(take(uniqueString('a'), 6), take(uniqueString('a'), 6))]", "true"},
		{"[equals(take(uniqueString('a'), 6), take(uniqueString('b'), 6))]",
			"?equals(take(uniqueString('a'), 6), take(uniqueString('b'), 6))"},
		{"[uniqueString(createArray(parameters('missing')))]", "?uniqueString(createArray(parameters('missing')))"},
		{"[reference('net').addressSpace.addressPrefixes[0]]", "'10.0.0.0/16'"},
		{"[reference('net').cycle]", "?net refers to itself"},
		{"[reference('net', '2024-01-01', 'Full').location]", "'westeurope'"},
		{"[reference('net').provisioningState]", "?reference('net').provisioningState"},
		{"[reference('net')]", "?reference('net')"},
		{"[reference(resourceId('Microsoft.Network/virtualNetworks', 'net'), '2024-01-01').addressSpace.addressPrefixes]", "['10.0.0.0/16']"},
		{"[reference('elsewhere').x]", "?reference('elsewhere').x"},
		{"[reference('twin').x]", "?reference('twin').x"},
		{"[reference('r').x]", "?r refers to itself"},
		{"[reference(parameters('missing')).x]", "?reference(parameters('missing')).x"},
		{"[reference().x]", "?reference().x"},
		{"[resourceInfo('net').id]", "'" + group + "/providers/Microsoft.Network/virtualNetworks/net'"},
		{"[resourceInfo('none').id]", "?resourceInfo('none').id"},
		{"[copyIndex()]", "?copyIndex()"},
	}
	if len(tests) < 120 {
		t.Errorf("%d rows", len(tests))
	}
	for _, test := range tests {
		if got := evaluate(t, test.expression); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.expression, got, test.want)
		}
	}
}

func TestPlaceholdersAreAsLongAsTheRealOnes(t *testing.T) {
	t.Parallel()
	for expression, size := range map[string]int{"[uniqueString('a', 'b')]": 13, "[guid('a', 'b')]": 36} {
		got := evaluate(t, expression)
		if len(got) != size+2 || !strings.HasPrefix(got, "'{~") || got == evaluate(t, strings.Replace(expression, "'b'", "'c'", 1)) {
			t.Errorf("%s = %s", expression, got)
		}
		if got == evaluate(t, strings.Replace(expression, "'a', 'b'", "'ab'", 1)) {
			t.Errorf("%s does not tell its arguments apart", expression)
		}
	}
}

// Whatever text arm writes comes back, as a value and within an expression.
func TestArmsTextComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\[\]'{}a,()]{0,8}`)).Draw(t, "text")
		printed := arm.Print(&Document{
			Params: []Param{{Name: "p", Type: String, Default: Str(want)}},
			Vars: []Var{
				{Name: "plain", Value: Str(want)},
				{Name: "quoted", Value: Call{Name: "concat", Args: []Expr{Str(want)}}},
				{Name: "formatted", Value: Interp{Str(want), ParamRef("p")}},
			},
			Resources: []*Resource{{Symbol: "r", Type: "N.X/y", APIVersion: "1", Name: Str("n"), Body: Obj{
				P("properties", Obj{P("v", Arr{VarRef("plain"), VarRef("quoted"), VarRef("formatted")}), P("copy", Str(want))}),
			}}},
		}, 1)
		template, err := tree.Parse(printed)
		if err != nil {
			t.Fatal(err)
		}
		properties := armeval.Resources(template, tree.Value{})[0].Get("properties")
		wants := []string{want, want, want + want}
		for i, v := range properties.Get("v").Items {
			if v.Kind != tree.String || v.Text != wants[i] {
				t.Errorf("%q comes back as %+v", wants[i], v)
			}
		}
		if copied := properties.Get("copy"); copied.Kind != tree.String || copied.Text != want || len(properties.Get("v").Items) != 3 {
			t.Errorf("%q comes back as %+v in %+v", want, copied, properties)
		}
	})
}

func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"[concat('a', parameters('text'))]", "[map(range(0, 10000), lambda('x', range(0, 10000)))]",
		"[reduce(range(0, 100), createArray(), lambda('a', 'b', createArray(lambdaVariables('a'), lambdaVariables('a'))))]",
		"[padLeft('', 131072)]", "[replace(padLeft('', 9999), ' ', padLeft('', 9999))]", "[cidrSubnet('::/0', 128, 1)]",
		"[format('{0:D255}{0:N0}', 1)]", "[split(padLeft('', 9999), ' ')]", "[reference('net', '', 'Full')]", "[[x]", "['", "[a.b().c['d'][0]]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		if len(expression) > 1000 {
			return
		}
		if got := evaluate(t, expression); len(got) > 100_000_000 {
			t.Errorf("%q gives %d bytes", expression, len(got))
		}
	})
}
