package config

import (
	"errors"
	"os"
)

// looseFile says why a file may not hold a secret, and the cure.
type looseFile struct{ fault, fix string }

// checkRegular refuses folders, pipes and devices.
func checkRegular(f *os.File) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("is a folder")
	case !info.Mode().IsRegular():
		return errors.New("is not a regular file")
	}
	return nil
}

// checkPrivate refuses an open file, reached by path, that others can read or
// have made. Call it only for files that do hold secrets.
func checkPrivate(f *os.File, path string) *looseFile {
	named, err := os.Lstat(path)
	if err != nil {
		return &looseFile{"cannot be examined: " + err.Error(), "run gatehouse again"}
	}
	if named.Mode()&os.ModeSymlink != 0 {
		return &looseFile{"is a symbolic link", "name the file itself"}
	}
	info, err := f.Stat()
	if err != nil {
		return &looseFile{"cannot be examined: " + err.Error(), "run gatehouse again"}
	}
	return checkAccess(info, path)
}
