package tokencache

import (
	"context"
	"os"
	"time"
)

// A lock that is taken is tried again after a pause that grows between these.
const (
	firstPause   = 2 * time.Millisecond
	longestPause = 50 * time.Millisecond
)

// lock holds the lock file of a path. It asks again and again instead of
// waiting in the system, which could not be called off. The system lets go of
// the lock when the process ends, however it does.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		f, err := tryLock(path)
		if err != nil {
			return nil, err
		}
		if f != nil {
			return func() { release(path, f) }, nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
	}
}

// tryLock returns the locked file, nil if another process holds it.
func tryLock(path string) (*os.File, error) {
	f, err := openLock(path)
	if err != nil {
		return nil, fileFault(path, "cannot be opened", err)
	}
	if err := checkPrivate(f, path, 0o600); err != nil {
		_ = f.Close()
		return nil, err
	}
	held, err := takeLock(f)
	if err == nil && held && isStill(f, path) {
		return f, nil
	}
	_ = f.Close()
	if err != nil {
		return nil, fileFault(path, "cannot be locked", err)
	}
	return nil, nil
}

// isStill reports whether the path names this very file: who held the lock
// before has removed it, and others may have made and locked another.
func isStill(f *os.File, path string) bool {
	ours, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(ours, named)
}

// release removes the lock file while it is held, so that none is left lying
// about, and lets go.
func release(path string, f *os.File) {
	_ = os.Remove(path)
	_ = f.Close()
}
