//go:build unix

package keyboard

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// ready reports whether a file can be read within a time. It asks by select,
// which is the one call that knows terminals on every Unix.
func ready(fd uintptr, within time.Duration) bool {
	if fd >= unix.FD_SETSIZE {
		return false
	}
	for end := time.Now().Add(within); ; {
		var files unix.FdSet
		files.Set(int(fd))
		left := unix.NsecToTimeval(max(0, time.Until(end)).Nanoseconds())
		n, err := unix.Select(int(fd)+1, &files, nil, nil, &left)
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n > 0
		}
	}
}
