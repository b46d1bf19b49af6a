package intent

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"sync"
)

// plainKind tells what a scalar without quotes is. Null and booleans are those
// of the YAML 1.2 core schema; what any version of YAML takes for a number and
// is not plain decimal is odd, so that it is never read in one of several ways.
func plainKind(s string) kind {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return isMissing
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return isBoolean
	}
	digits := strings.TrimPrefix(s, "-")
	switch {
	case digits == "" || !strings.ContainsAny(digits[:1], "+.0123456789"):
		return isText
	case onlyDigits(digits) && digits[0] != '0' || s == "0":
		return isWhole
	case oddNumber().MatchString(s):
		return isOdd
	}
	return isText
}

// oddNumber matches the numbers of YAML 1.1 and 1.2 (but not those to the base
// 60, which 1.2 reads as text), and digits that somebody grouped.
var oddNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-+]?(0[xX][0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*|` +
		`[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|` +
		`[0-9]{1,3}(,[0-9]{3})+|\.(inf|Inf|INF))$|^\.(nan|NaN|NAN)$`)
})

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// plainNumber returns an odd number as a plain decimal one, "" where it can be
// read in two ways or is no whole number, and how to write it.
func plainNumber(s string) (number, hint string) {
	sign, digits := "", s
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		sign, digits = strings.TrimPrefix(s[:1], "+"), s[1:]
	}
	bare := strings.NewReplacer("_", "", ",", "").Replace(digits)
	if len(bare) > 64 {
		return "", digitsAlone
	}
	write := func(value *big.Int) string {
		if value.Sign() == 0 {
			sign = ""
		}
		return sign + value.String()
	}
	if onlyDigits(bare) {
		decimal, _ := new(big.Int).SetString(bare, 10)
		octal, isOctal := new(big.Int).SetString(bare, 8)
		if isOctal && bare[0] == '0' && octal.Cmp(decimal) != 0 {
			return "", fmt.Sprintf("write %s, or %s if octal was meant", write(decimal), write(octal))
		}
		number = write(decimal)
		if strings.Contains(s, ",") { // which separates decimals for half of the world
			return "", "write " + number
		}
		return number, "write " + number
	}
	if value, ok := new(big.Int).SetString(bare, 0); ok {
		number = write(value)
		return number, "write " + number
	}
	return fraction(sign, bare)
}

const digitsAlone = "write a whole number with digits alone"

// fraction is plainNumber for a number with a fraction or exponent.
func fraction(sign, bare string) (number, hint string) {
	_, exponent, _ := strings.Cut(strings.ToLower(bare), "e")
	if len(strings.TrimLeft(exponent, "+-0")) > 1 {
		return "", digitsAlone // more digits than anybody wants to see
	}
	value, ok := new(big.Rat).SetString(bare)
	if !ok {
		return "", digitsAlone
	}
	below := new(big.Int).Quo(value.Num(), value.Denom())
	if value.IsInt() {
		if value.Sign() == 0 {
			sign = ""
		}
		number = sign + below.String()
		return number, "write " + number
	}
	if sign != "" {
		return "", "write a whole number"
	}
	above := new(big.Int).Add(below, big.NewInt(1))
	return "", fmt.Sprintf("write a whole number, such as %s or %s", below, above)
}
