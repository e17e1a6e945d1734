//go:build unix

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkAccess refuses a file of another owner, and one that its group or
// others can use.
func checkAccess(info os.FileInfo, path string) *looseFile {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if ok && stat.Uid != uint32(os.Geteuid()) {
		return &looseFile{"belongs to another user", "copy it: cp " + path + " MINE && chmod 600 MINE"}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return &looseFile{fmt.Sprintf("can be used by others (mode %04o)", mode), "chmod 600 " + path}
	}
	return nil
}

// open opens a file for reading and never waits for the other end of a pipe.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// openNoFollow is open, and refuses a symbolic link.
func openNoFollow(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("it is a symbolic link: name the file itself")}
	}
	return f, err
}
