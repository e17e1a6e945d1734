package config

import (
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

// size is a number of bytes, or a text such as "256MB"; zero for none given.
func (t *table) size(key string) int64 {
	const fix = `write "256MB", "1GiB" or a number of bytes`
	var n int64
	switch v := t.ask(key).(type) {
	case nil:
		return 0
	case int64:
		n = v
	case string:
		m := sizeText.FindStringSubmatch(v)
		if m == nil {
			t.fault(key, "is not a size", fix)
			return 0
		}
		unit, known := sizeUnits[strings.ToLower(m[2])]
		if !known {
			t.fault(key, "has an unknown unit", fix)
			return 0
		}
		count, _ := strconv.ParseInt(m[1], 10, 64) // twelve digits at most
		if count > math.MaxInt64/unit {
			count = math.MaxInt64 / unit
		}
		n = count * unit
	default:
		t.wrongKind(key, v, "a size in quotes")
		return 0
	}
	switch {
	case n < 1<<10:
		t.fault(key, "is less than 1 KiB", fix)
		return 0
	case n > 64<<30:
		t.fault(key, "is more than 64 GiB", fix)
		return 0
	}
	return n
}
