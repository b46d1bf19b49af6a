package intent

import "strings"

// signs go before a secret: in connection strings, in signed addresses, in the
// options of commands.
var signs = []string{
	"accountkey=", "sharedaccesskey=", "sharedaccesssignature=", "?sig=", "&sig=", "password=", "passwd=", "clientsecret=",
	"client_secret=",
}

// secretIn returns what gives a text away as one with a secret in it, "" if
// nothing does. A variable or placeholder after a sign is no secret.
func secretIn(text string) string {
	lower := strings.ToLower(text)
	if strings.Contains(lower, "-----begin") && strings.Contains(lower, "private key") {
		return "PRIVATE KEY"
	}
	for _, sign := range signs {
		for _, rest := range strings.Split(lower, sign)[1:] {
			value := strings.TrimLeft(rest, `"'`)
			if value != "" && !strings.ContainsRune("$%{<* \t\n;&", rune(value[0])) {
				return strings.TrimLeft(sign, "?&")
			}
		}
	}
	return ""
}
