package gateway

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MaxRetryAfter is the longest wait that [RetryAfter] asks for.
const MaxRetryAfter = time.Minute

// RetryAfter is how long an answer's Retry-After field (RFC 9110 section
// 10.2.3) asks to wait from now on: whole seconds or a date, zero for one that
// has passed, never more than MaxRetryAfter. The second result is false if
// there is no such field, or none that makes sense.
func RetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if strings.Trim(text, "0123456789") == "" {
		seconds, err := strconv.ParseUint(text, 10, 32)
		if err != nil || seconds > uint64(MaxRetryAfter/time.Second) {
			return MaxRetryAfter, true // too large a number, whatever its size
		}
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return min(max(date.Sub(now), 0), MaxRetryAfter), true
}
