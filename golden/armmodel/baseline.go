package armmodel

// Baseline returns the secure baseline, one requirement per row. Rows that only
// report hold the output to contain nothing that contradicts them.
func Baseline() []Requirement {
	return []Requirement{
		{"SB-01", "every declared subnet has a security group", subnetsHaveGroups},
		{"SB-02", "nothing is open to everybody", nothingOpen},
		{"SB-03", "the service comes in only in classic mode", serviceInbound},
		{"SB-04", "SSH and RDP as asked, from the sources asked", remoteAccess},
		{"SB-05", "service tags, no addresses of services", noServiceAddresses},
		{"SB-06", "what a mode needs goes out, ahead of every deny", outbound},
		{"SB-07", "no rule against lateral traffic", lateralTraffic},
		{"SB-08", "the first inbound rule is no deny-all", firstInbound},
		{"SB-09", "no default outbound access, but a way out", wayOut},
		{"SB-10", "routes of a forced tunnel", routes},
		{"SB-11", "DNS servers as asked", dnsServers},
		{"SB-12", "names obey Azure's rules", names},
		{"SB-13", "disks are encrypted", diskEncryption},
		{"SB-14", "the account takes Entra ID alone", entraOnly},
		{"SB-15", "the account is as open as asked", accountAccess},
		{"SB-16", "key vault where pools are in the user's subscription", keyVault},
		{"SB-17", "logs where asked", diagnostics},
		{"SB-18", "storage is closed to keys and anonymous callers", storageAccounts},
		{"SB-19", "no secret is written down", secrets},
		{"SB-20", "public addresses as asked", publicAddresses},
		{"SB-21", "security profile as asked", securityProfile},
		{"SB-22", "tags on every resource that takes them", tags},
		{"SB-23", "template hygiene", hygiene},
		{"SB-24", "limits of templates", limits},
		{"SB-25", "API versions", versions},
		{"SB-26", "tags and locations are of one region", oneRegion},
		{"SB-27", "flow logs are somebody else's", flowLogs},
		{"SB-28", "DDoS protection is somebody else's", ddosProtection},
	}
}
