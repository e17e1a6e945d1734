//go:build unix

package cli

import (
	"errors"
	"os"
	"syscall"
)

// noFollow makes opening fail where the path has become a symbolic link.
const noFollow = syscall.O_NOFOLLOW

// checkPrivate refuses a file that is not the user's own or not the user's
// alone. Its error reads on from the path.
func checkPrivate(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && int(owner.Uid) != os.Geteuid() {
		return errors.New("belongs to another user; name another file")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return errors.New("can be read by others; name another file, or: chmod 600")
	}
	return nil
}
