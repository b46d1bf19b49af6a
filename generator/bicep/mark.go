package bicep

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

const (
	markStart  = "// batchgen revision "
	markMiddle = ", sha256 "
)

// hashLength is the number of hexadecimal digits of a hash.
const hashLength = 12

// appendMark appends the line of the mark with room for the hash, which fillHash
// fills when the rest is known.
func appendMark(dst []byte, revision int) []byte {
	dst = append(dst, markStart...)
	dst = strconv.AppendInt(dst, int64(revision), 10)
	dst = append(dst, markMiddle...)
	dst = append(dst, strings.Repeat(" ", hashLength)...)
	return append(dst, '\n')
}

// fillHash puts the hash of everything after the mark's line into the mark: the
// first 12 hexadecimal digits of the SHA-256.
func fillHash(text []byte) {
	end := bytes.IndexByte(text, '\n')
	copy(text[end-hashLength:], hash(text[end+1:]))
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:hashLength]
}

// Mark reads the mark of a Bicep text. It is ok if the text begins with a mark,
// and intact if nothing after the mark was changed.
func Mark(text []byte) (revision int, intact, ok bool) {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	line, ok = bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(markStart))
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
