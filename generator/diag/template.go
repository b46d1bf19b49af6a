package diag

import "fmt"

// TooManyResources is BG751, too many resources: Azure takes a limited number of resources in one template.
// Pools with subnets of their own need two or three resources each.
func TooManyResources(path string, count, limit int) Diagnostic {
	return failure("BG751", path,
		fmt.Sprintf("the template would have %d resources, Azure takes %d", count, limit),
		"let pools share a subnet, or split them over several intents").from("azure-resources")
}

// TemplateTooLarge is BG752, template too large: Azure takes a limited number of bytes in one template.
func TemplateTooLarge(path string, size, limit int) Diagnostic {
	return failure("BG752", path,
		fmt.Sprintf("the template would have %d bytes, Azure takes %d", size, limit),
		"split the pools over several intents").from("azure-resources")
}
