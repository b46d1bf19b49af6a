package intent_test

import "testing"

func TestSecretsInFreeText(t *testing.T) {
	t.Parallel()
	const said = " BG236 this looks like a secret, by "
	for text, sign := range map[string]string{
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=x==": "accountkey=",
		"Endpoint=sb://a;SharedAccessKey=abc":                         "sharedaccesskey=",
		"curl https://a.blob.core.windows.net/c?sv=1&sig=abc":         "sig=",
		"mount -o username=a,password=abc":                            "password=",
		"tool --password='abc'":                                       "password=",
		"PASSWORD=$P tool --password=abc":                             "password=",
		"az login --client_secret=abc":                                "client_secret=",
		"-----BEGIN RSA PRIVATE KEY-----":                             "PRIVATE KEY",
	} {
		wants(t, base+"tags: {a: \""+text+"\"}\n", "4:11"+said+"\""+sign+"\" in it, and stands in the template for all to read (")
		wants(t, base+"startTask: {commandLine: \""+text+"\"}\n", "4:26"+said)
		wants(t, base+"environments: {prod: {tags: {a: \""+text+"\"}}}\n", "4:33"+said)
	}
	for _, text := range []string{
		"", "password", "password=", "--password=$SECRET", "--password='${SECRET}'", "password=%SECRET%", "?sig=", "design=abc", "config=a",
		"password=<yours>", "pwd=/mnt", "-----BEGIN CERTIFICATE-----",
	} {
		wants(t, base+"tags: {a: \""+text+"\"}\n")
	}
}
