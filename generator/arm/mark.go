package arm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
)

const generatorName = "batchgen"

// hashLength is the number of hexadecimal digits of a hash.
const hashLength = 12

// fillHash puts the hash of a text into the place that was left for it: the
// first 12 hexadecimal digits of the SHA-256 of the text with an empty hash.
func fillHash(text []byte, at int) {
	copy(text[at:], hash(text[:at], text[at+hashLength:]))
}

func hash(parts ...[]byte) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write(part)
	}
	return hex.EncodeToString(sum.Sum(nil))[:hashLength]
}

// Mark reads the mark of an ARM template: metadata._generator. It is ok if the
// template says that batchgen made it, and intact if nothing in it was changed.
// White space may differ, and what follows the mark need not be valid.
func Mark(text []byte) (revision int, intact, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	for _, want := range []any{
		json.Delim('{'), "$schema", schema, "contentVersion", "1.0.0.0",
		"metadata", json.Delim('{'), "_generator", json.Delim('{'), "name", generatorName, "version",
	} {
		if token, err := decoder.Token(); err != nil || token != want {
			return 0, false, false
		}
	}
	version, err := decoder.Token()
	if err != nil {
		return 0, false, false
	}
	number, _ := version.(string)
	revision, err = strconv.Atoi(number)
	if err != nil {
		return 0, false, false
	}
	if token, err := decoder.Token(); err != nil || token != "templateHash" {
		return revision, false, true
	}
	sum, err := decoder.Token()
	if err != nil {
		return revision, false, true
	}
	end := int(decoder.InputOffset()) - 1
	return revision, sum == hash(text[:end-hashLength], text[end:]), true
}
