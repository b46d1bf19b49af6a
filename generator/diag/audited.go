package diag

import (
	"fmt"
	"strings"
)

// AuditedTooLarge is BG030, audited file too large: a file that shows existing resources has at most 4 MiB, some
// thousand resources. A larger one is refused unread.
func AuditedTooLarge(limit int) Diagnostic {
	return failure("BG030", "", fmt.Sprintf("the file is larger than %d bytes", limit),
		"export the resources of the Batch network alone")
}

// AuditedEmpty is BG031, audited file empty: nothing is in the file. Often the command that should have filled it failed.
func AuditedEmpty() Diagnostic {
	return failure("BG031", "", "the file is empty", "look at what the command that wrote it printed on standard error")
}

// AuditedNotJSON is BG032, audited file is not JSON: existing resources are read as JSON, as az and terraform print them.
// A file that ends too early was cut off.
func AuditedNotJSON(problem string) Diagnostic {
	return failure("BG032", "", "this is not valid JSON: "+problem, "print it again with --output json")
}

// AuditedNothing is BG033, no network resource: nothing in the file belongs to a network or to Batch.
func AuditedNothing(found []string) Diagnostic {
	message := "the file shows no resource of a network or of Batch"
	if len(found) > 0 {
		message += ", only " + strings.Join(few(found), ", ")
	}
	return failure("BG033", "", message, "see docs/verify.md for what can be audited and how to export it")
}

// AuditedWrongType is BG034, field of the wrong type: a field that decides holds a value that Azure never writes there.
func AuditedWrongType(field, want, found string) Diagnostic {
	return failure("BG034", "", fmt.Sprintf("%s is %s, not %s", cut(field), found, want), "export the resource again, or correct the template")
}

// AuditedUnknownWord is BG035, unknown word: a field that decides holds a word that Azure does not know there.
func AuditedUnknownWord(field, found string, known []string) Diagnostic {
	hint := ""
	if len(known) > 0 {
		hint = "it is one of " + strings.Join(known, ", ")
	}
	return failure("BG035", "", fmt.Sprintf("%s cannot be %s", cut(field), word(found)), hint)
}

// AuditedMissing is BG036, field missing: a rule or route lacks a field without which it decides nothing.
func AuditedMissing(subject, field string) Diagnostic {
	return failure("BG036", "", fmt.Sprintf("%s has no %s", cut(subject), field), "export the resource again, or correct the template")
}

// AuditedTwice is BG037, shown twice: two files show the same resource, and not the same of it. Which one is true cannot
// be told.
func AuditedTwice(subject, other string) Diagnostic {
	return failure("BG037", "", fmt.Sprintf("%s is shown differently in %s", cut(subject), cut(other)), "export both again and give the newer one")
}

// AuditedForm is BG038, form not read: the file shows resources in a form that is not read.
func AuditedForm(form, hint string) Diagnostic {
	return failure("BG038", "", form, hint)
}

// ParametersAlone is BG039, parameters without template: a parameters file says nothing without the one template that it
// belongs to.
func ParametersAlone(templates int) Diagnostic {
	return failure("BG039", "", fmt.Sprintf("a parameters file belongs to one template, %d are given", templates),
		"give one template and its parameters file together")
}

// AuditedEncoding is BG040, encoding of an audited file: JSON is UTF-8. Windows PowerShell redirects into UTF-16.
func AuditedEncoding(encoding string) Diagnostic {
	return failure("BG040", "", "the file is encoded as "+encoding, "save it as UTF-8; in Windows PowerShell pipe to Out-File -Encoding utf8")
}

// NotAnIntent is BG041, neither intent nor JSON: a file to verify is an intent, which has a region, or JSON that shows
// existing resources.
func NotAnIntent() Diagnostic {
	return failure("BG041", "", "this is neither an intent, which has a region, nor JSON", "add region to an intent; print resources with --output json")
}

// NothingToJudge is BG042, nothing to judge: the files show no subnet of nodes, security group or route table.
func NothingToJudge(asked []string) Diagnostic {
	if len(asked) > 0 {
		return failure("BG042", "", "no file shows the subnet "+strings.Join(few(asked), ", "), "give the file of its virtual network too")
	}
	return failure("BG042", "", "no file shows a subnet of nodes, a security group or a route table", "export the subnet of the pool too")
}

// few quotes words, at most five of them.
func few(words []string) []string {
	var all []string
	for i, w := range words {
		if i == 5 {
			return append(all, fmt.Sprintf("%d more", len(words)-i))
		}
		all = append(all, word(w))
	}
	return all
}
