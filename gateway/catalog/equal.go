package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sameValue reports whether two JSON texts stand for the same value: members
// in any order, numbers by what they amount to and to the last digit (1 is
// 1.0, and 9007199254740993 is not 9007199254740992), a text never the same as
// a number or a boolean. What is no JSON is compared as text.
func sameValue(a, b string) bool {
	switch {
	case a == b:
		return true
	case oneSpelling(a) && oneSpelling(b):
		return false
	}
	x, errX := tree(a)
	y, errY := tree(b)
	return errX == nil && errY == nil && sameTree(x, y)
}

// oneSpelling reports a value that no other JSON text stands for: nothing, a
// boolean, null, or a text without escapes.
func oneSpelling(value string) bool {
	switch value {
	case "", "true", "false", "null":
		return true
	}
	return value[0] == '"' && !strings.ContainsFunc(value, func(c rune) bool { return c == '\\' || c == utf8.RuneError })
}

func tree(value string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	var out any
	return out, decoder.Decode(&out)
}

func sameTree(x, y any) bool {
	switch x := x.(type) {
	case map[string]any:
		y, ok := y.(map[string]any)
		return ok && maps.EqualFunc(x, y, sameTree)
	case []any:
		y, ok := y.([]any)
		return ok && slices.EqualFunc(x, y, sameTree)
	case json.Number:
		y, ok := y.(json.Number)
		return ok && sameNumber(x.String(), y.String())
	}
	return x == y // texts, booleans, null
}

// sameNumber compares two JSON numbers without rounding either.
func sameNumber(a, b string) bool { return a == b || numberOf(a) == numberOf(b) }

// number is a JSON number in one form of several: its digits without zeros
// around them, as a fraction 0.digits, times ten to a power.
type number struct {
	negative bool
	digits   string
	power    int64
	beyond   string // the exponent, where it is larger than any number needs
}

func numberOf(s string) number {
	var n number
	s, n.negative = strings.CutPrefix(s, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	n.digits = strings.TrimLeft(whole+fraction, "0")
	if n.digits == "" {
		return number{} // zero has no sign
	}
	n.power = int64(len(whole) - (len(whole) + len(fraction) - len(n.digits)))
	n.digits = strings.TrimRight(n.digits, "0")
	if exponent == "" {
		return n
	}
	const most = 1 << 40
	if e, err := strconv.ParseInt(exponent, 10, 64); err == nil && -most < e && e < most {
		n.power += e
	} else {
		n.beyond = exponent
	}
	return n
}
