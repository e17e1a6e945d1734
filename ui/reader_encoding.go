package ui

import (
	"strings"

	"gatehouse/gateway"
)

// undecoded reports whether the bytes are those of an encoding that was not
// undone: nobody here knows it.
func (r *reader) undecoded(state gateway.BodyState) bool {
	return !state.Decoded && len(state.Bytes) > 0 && state.Err == nil && encoded(state.Encoding)
}

// encoded reports whether a Content-Encoding names any but identity, which is
// none.
func encoded(encoding string) bool {
	for name := range strings.SplitSeq(encoding, ",") {
		if name = strings.TrimSpace(name); name != "" && !strings.EqualFold(name, "identity") {
			return true
		}
	}
	return false
}
