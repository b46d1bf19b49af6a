package diag

import "fmt"

// This file holds the findings about files and streams (BG090, BG7xx) and
// about batchgen itself (BG9xx). None of them points into an intent: the name
// of their report is the file or stream that they speak of.

// CannotRead is BG090, intent not readable: the intent file cannot be opened or read, for the reason that the operating
// system gives.
func CannotRead(reason string) Diagnostic {
	return failure("BG090", "", "cannot read the file: "+reason, "")
}

// IntentIsFolder is BG091, folder instead of an intent: batchgen reads the files that it is given and searches for none.
func IntentIsFolder() Diagnostic {
	return failure("BG091", "", "this is a folder, not an intent file", "name the intent files in it")
}

// CannotWrite is BG701, output not writable: an output file cannot be written, for the reason that the operating system
// gives. All files of that intent are as they were.
func CannotWrite(reason string) Diagnostic {
	return failure("BG701", "", "cannot write: "+reason, "")
}

// NotOurs is BG702, file of somebody else: an output would overwrite a file without batchgen's mark. --force overwrites
// it all the same.
func NotOurs() Diagnostic {
	return failure("BG702", "", "the file exists and was not written by batchgen",
		"choose another place, or overwrite it with --force")
}

// NotPlain is BG703, no plain file or folder: something else stands in the place of an output, such as a symbolic link,
// a device or a file with several names. Nothing is ever written through or over it, --force or not.
func NotPlain(found string) Diagnostic {
	return failure("BG703", "", "found "+found+" in the place of an output", "remove it, or choose another place")
}

// OutputIsIntent is BG704, output over an intent: an output would overwrite one of the intents that the same call reads,
// --force or not.
func OutputIsIntent() Diagnostic {
	return failure("BG704", "", "the output would overwrite the intent itself", "choose another place")
}

// CannotPrint is BG705, standard output not writable: the product could not be written whole, for the reason that the
// operating system gives.
func CannotPrint(reason string) Diagnostic {
	return failure("BG705", "", "cannot write: "+reason, "")
}

// CannotRestore is BG706, earlier output not restored: writing failed, and then an earlier output could not be put back
// either. Its content is kept in a file beside it.
func CannotRestore(kept, reason string) Diagnostic {
	return failure("BG706", "", "writing failed, and the earlier content could not be put back: "+reason,
		"the earlier content is in "+kept)
}

// TemporaryLeft is BG707, temporary file left behind: a temporary file of batchgen could not be removed.
func TemporaryLeft(reason string) Diagnostic {
	return failure("BG707", "", "this temporary file could not be removed: "+reason, "remove it by hand")
}

// CannotCompare is BG708, output not readable: render --check cannot read what stands in the place of an output, for
// the reason that the operating system gives.
func CannotCompare(reason string) Diagnostic {
	return failure("BG708", "", "cannot read: "+reason, "")
}

// The findings of render --check. Each says why a file on disk is not what the intent gives.

// OutputMissing is BG711, output missing: render --check finds no file where the intent gives one.
func OutputMissing() Diagnostic {
	return failure("BG711", "", "the file is missing", "render without --check writes it")
}

// OutputEdited is BG712, output edited by hand: the hash in the mark of a file is not that of its content. The next
// render overwrites the edit.
func OutputEdited() Diagnostic {
	return failure("BG712", "", "edited by hand since batchgen wrote it",
		"move the change into the intent, the next render overwrites it")
}

// OtherRevision is BG713, output of another batchgen: a file was written by a batchgen whose outputs have another
// revision, and nobody has edited it since.
func OtherRevision(found, current int) Diagnostic {
	hint := "render again with this version"
	if found > current {
		hint = "use the version of batchgen that wrote it, or a later one"
	}
	return failure("BG713", "",
		fmt.Sprintf("written by output revision %d of batchgen, this one is %d", found, current), hint)
}

// IntentChanged is BG714, intent changed: a file is as this batchgen wrote it, and the intent gives another one now.
func IntentChanged() Diagnostic {
	return failure("BG714", "", "the intent has changed since the file was written", "render again")
}

// EditedOrChanged is BG715, output without mark differs: JSON parameters carry no mark, so nothing tells a hand edit
// from a change of the intent.
func EditedOrChanged() Diagnostic {
	return failure("BG715", "", "edited by hand, or the intent has changed since the file was written", "render again")
}

// LineEndsChanged is BG716, line ends changed: a file differs in its line ends alone. Git can change them at a checkout,
// if it is told nothing else.
func LineEndsChanged() Diagnostic {
	return failure("BG716", "", "the line ends were changed to CR LF",
		`write "* text eol=lf" into the .gitattributes of the folder and render again`)
}

// NoLongerGiven is BG717, output no longer given: a file was written by batchgen, and the intent does not give it any
// more. batchgen removes no output, because something else may still use it.
func NoLongerGiven() Diagnostic {
	return failure("BG717", "", "the intent no longer gives this file", "remove it by hand")
}

// ProjectFileDiffers is BG720, file of a project differs: init would overwrite a file that exists and is not what it
// writes. It writes nothing then; --force overwrites all such files.
func ProjectFileDiffers() Diagnostic {
	return failure("BG720", "", "the file exists and is not what init writes",
		"choose another folder, or overwrite it with --force")
}

// Internal is BG901, a bug of batchgen: it failed at a place of its own code. What is said of the failure holds nothing
// of the intent.
func Internal(version, command, place, what string) Diagnostic {
	message := "internal error in " + place
	if what != "" {
		message += ": " + what
	}
	return failure("BG901", "", fmt.Sprintf("%s (batchgen %s, %s)", message, version, command),
		"please report this line, which holds nothing of the intent: "+project+"/issues/new")
}
