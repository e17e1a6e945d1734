//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package tokencache

import (
	"errors"
	"os"
)

// locksWork says that there is no lock here that the system would take from a
// process that died. The standard library has none for these systems.
const locksWork = false

func openLock(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func takeLock(*os.File) (bool, error) { return false, errors.ErrUnsupported }
