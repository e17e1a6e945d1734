package gateway

import "time"

// The window after a failed token request, in which Get does not ask again.
const (
	firstWindow   = time.Second
	longestWindow = 30 * time.Second // unless Retry-After asks for more
)

// failureWindow is how long to leave the endpoint alone after so many failures
// in a row: it doubles with each, and is longer if the server asks for more,
// up to MaxRetryAfter.
func failureWindow(failures int, e *TokenError) time.Duration {
	window := longestWindow
	if failures < 6 { // the sixth would be 32 s
		window = firstWindow << max(0, failures-1)
	}
	if e.Reply != nil {
		asked, _ := RetryAfter(e.Reply.Header, e.At)
		window = max(window, asked)
	}
	return window
}
