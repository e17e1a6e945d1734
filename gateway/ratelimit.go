package gateway

import (
	"strconv"
	"strings"
	"time"
)

// isRateLimit reports whether a field, by its canonical name, is one of those by
// which gateways tell their allowance: X-Ratelimit-Remaining-Minute of Kong,
// RateLimit and RateLimit-Policy of the IETF drafts, and their kin.
func isRateLimit(name string) bool {
	name = strings.TrimPrefix(name, "X-")
	return name == "Ratelimit" || strings.HasPrefix(name, "Ratelimit-")
}

// epochFrom tells a moment from a number of seconds to wait: no allowance is
// counted over thirty years.
const epochFrom = 1_000_000_000

// rateLimitNote reads one of them.
func rateLimitNote(name, value string, c headerContext) headerNote {
	part := strings.TrimPrefix(strings.TrimPrefix(name, "X-"), "Ratelimit")
	part, window, _ := strings.Cut(strings.TrimPrefix(part, "-"), "-")
	if window != "" {
		window = " a " + strings.ToLower(window)
	}
	first, _, _ := strings.Cut(value, ",")
	n, err := strconv.ParseUint(strings.TrimSpace(first), 10, 63)
	switch {
	case part == "Policy":
		return headerNote{says: "how the allowance is counted"}
	case part == "":
		return remainingIn(value)
	case err != nil:
		return headerNote{}
	case part == "Limit":
		return headerNote{says: "calls that are allowed" + window}
	case part == "Remaining" && n == 0:
		return headerNote{says: "the allowance is used up", odd: true}
	case part == "Remaining":
		return headerNote{says: "calls that are still allowed" + strings.Replace(window, " a ", " this ", 1)}
	case part == "Reset" && n >= epochFrom:
		return headerNote{says: "the allowance is whole again at", at: time.Unix(int64(n), 0)}
	case part == "Reset":
		wait := time.Duration(n) * time.Second
		return headerNote{says: "the allowance is whole again in " + spell(wait) + ", at", at: c.arrived.Add(wait)}
	}
	return headerNote{}
}

// remainingIn reads the one field of the newer drafts: limit=100, remaining=7,
// or "name";r=7.
func remainingIn(value string) headerNote {
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		name, n, _ := strings.Cut(part, "=")
		if name != "r" && name != "remaining" {
			continue
		}
		if n == "0" {
			return headerNote{says: "the allowance is used up", odd: true}
		}
		if _, err := strconv.ParseUint(n, 10, 63); err == nil {
			return headerNote{says: n + " more calls are allowed for now"}
		}
	}
	return headerNote{}
}
