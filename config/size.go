package config

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// sizeUnits are decimal and binary multiples of a byte (IEC 80000-13).
var sizeUnits = map[string]int64{
	"": 1, "b": 1,
	"kb": 1e3, "mb": 1e6, "gb": 1e9,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
}

var sizeText = regexp.MustCompile(`^([0-9]{1,12})\s*([A-Za-z]*)$`)

// sizeFix says how a size is written.
const sizeFix = `write "256MB", "1GiB" or a number of bytes`

// ParseSize reads a size as the configuration has it: "256MB", "1GiB" or a
// number of bytes, at least 1 KiB and at most 64 GiB. Its error says what to
// write.
func ParseSize(text string) (int64, error) {
	n, fault := parseSize(text)
	if fault == "" {
		fault = sizeFault(n)
	}
	if fault != "" {
		return 0, fmt.Errorf("%s: %s", fault, sizeFix)
	}
	return n, nil
}

// parseSize reads a size of any magnitude, or says what is wrong with it.
func parseSize(text string) (n int64, fault string) {
	m := sizeText.FindStringSubmatch(text)
	if m == nil {
		return 0, "is not a size"
	}
	unit, known := sizeUnits[strings.ToLower(m[2])]
	if !known {
		return 0, "has an unknown unit"
	}
	count, _ := strconv.ParseInt(m[1], 10, 64) // twelve digits at most
	return min(count, math.MaxInt64/unit) * unit, ""
}

// sizeFault is what is wrong with a number of bytes, "" for nothing.
func sizeFault(n int64) string {
	switch {
	case n < 1<<10:
		return "is less than 1 KiB"
	case n > 64<<30:
		return "is more than 64 GiB"
	}
	return ""
}

// size is a number of bytes, or a text such as "256MB"; zero for none given.
func (t *table) size(key string) int64 {
	n, fault := int64(0), ""
	switch v := t.ask(key).(type) {
	case nil:
		return 0
	case int64:
		n = v
	case string:
		n, fault = parseSize(v)
	default:
		t.wrongKind(key, v, "a size in quotes")
		return 0
	}
	if fault == "" {
		fault = sizeFault(n)
	}
	if fault != "" {
		t.fault(key, fault, sizeFix)
		return 0
	}
	return n
}
