package gateway

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// longestLifetime is the most a stated lifetime is believed. Whatever a server
// means by more, nobody will run that long to see it.
const longestLifetime = 10 * 365 * 24 * time.Hour

// expiresIn reads the lifetime from the members of a token reply. Servers
// write expires_in as a number, a string, null, or not at all, so it is read
// leniently: what is not a positive number of seconds counts as not stated,
// which is zero, and the note says why. A token of unknown lifetime is used
// until it is refused, so a wrong guess costs one 401 and never more.
//
// Zero counts as not stated because the gateway's OAuth plugin means "never"
// by it; a negative number because a server that has just issued a token
// cannot mean that it is expired.
func expiresIn(members []member) (time.Duration, string) {
	var stated []time.Duration
	var notes []string
	variant := ""
	count := 0
	for _, m := range members {
		switch {
		case m.name == "expires_in":
			count++
			lifetime, note := readSeconds(m.raw)
			if lifetime > 0 {
				stated = append(stated, lifetime)
			}
			if note != "" {
				notes = append(notes, note)
			}
		case strings.EqualFold(m.name, "expires_in"):
			variant = m.name
		}
	}
	if variant != "" {
		notes = append(notes, fmt.Sprintf("a member %s was ignored: names are case-sensitive", variant))
	}
	if count > 1 {
		notes = append(notes, fmt.Sprintf("expires_in is given %d times: the shortest counts", count))
	}
	shortest := time.Duration(0)
	for _, lifetime := range stated {
		if shortest == 0 || lifetime < shortest {
			shortest = lifetime
		}
	}
	return shortest, strings.Join(notes, "; ")
}

// readSeconds reads one expires_in value. It returns zero and a note for what
// is not a positive number of seconds.
func readSeconds(raw json.RawMessage) (time.Duration, string) {
	text, note := string(raw), ""
	switch {
	case text == "null":
		return 0, "expires_in is null"
	case strings.HasPrefix(text, `"`):
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return 0, "expires_in is a broken string"
		}
		text, note = strings.TrimSpace(s), "expires_in is a string"
		if text == "" {
			return 0, "expires_in is an empty string"
		}
	case strings.HasPrefix(text, "{"):
		return 0, "expires_in is an object"
	case strings.HasPrefix(text, "["):
		return 0, "expires_in is a list"
	case text == "true" || text == "false":
		return 0, "expires_in is " + text
	}
	// ParseFloat would also take words such as Inf and hexadecimal.
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, "expires_in is not a number"
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(seconds, 0) {
		return 0, "expires_in is not a number"
	}
	return lifetimeOf(seconds, note)
}

// lifetimeOf makes a lifetime of a number of seconds that may be infinite.
func lifetimeOf(seconds float64, note string) (time.Duration, string) {
	switch {
	case seconds < 0:
		return 0, "expires_in is negative"
	case seconds > longestLifetime.Seconds():
		return longestLifetime, "expires_in is absurdly long: ten years are assumed"
	}
	lifetime := time.Duration(seconds * float64(time.Second))
	if lifetime == 0 {
		return 0, "expires_in is 0, by which some servers mean that the token does not expire"
	}
	return lifetime, note
}
