//go:build !unix

package keyboard

import "time"

// ready is not asked on systems where Bubble Tea does not read by a Reader.
func ready(uintptr, time.Duration) bool { return false }
