package explain

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

const (
	markStart  = "<!-- batchgen revision "
	markMiddle = ", sha256 "
	markEnd    = " -->"
	// hashLength is the number of hexadecimal digits of a hash.
	hashLength = 12
)

// marked puts the mark before a text, on a line of its own.
func marked(text []byte, revision int) []byte {
	line := markStart + strconv.Itoa(revision) + markMiddle + hash(text) + markEnd + "\n"
	return append([]byte(line), text...)
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:hashLength]
}

// Mark reads the mark of a Markdown text. It is ok if the text begins with a
// mark, and intact if nothing after the mark was changed.
func Mark(text []byte) (revision int, intact, ok bool) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	line, ok = bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(markStart))
	if !ok {
		return 0, false, false
	}
	line, ok = bytes.CutSuffix(line, []byte(markEnd))
	if !ok {
		return 0, false, false
	}
	number, sum, ok := bytes.Cut(line, []byte(markMiddle))
	if !ok {
		return 0, false, false
	}
	revision, err := strconv.Atoi(string(number))
	if err != nil {
		return 0, false, false
	}
	return revision, string(sum) == hash(rest), true
}
