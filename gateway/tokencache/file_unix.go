//go:build unix

package tokencache

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// modesCount says that a mode tells who can use a file.
const modesCount = true

// openNoFollow opens for reading, refuses a symbolic link and never waits for
// the other end of a pipe.
func openNoFollow(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

// isLink reports the error of opening a symbolic link.
func isLink(err error) bool { return errors.Is(err, syscall.ELOOP) }

func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || stat.Uid == uint32(os.Geteuid())
}
