package tokencache

import (
	"path/filepath"
	"time"
)

// Summary is what stands in the file at one moment.
type Summary struct {
	Exists bool
	Tokens int // that may still be good
}

// Inspect looks at the file of a cache without changing anything. The error is
// what Load would say, and ends with what to do about it.
func Inspect(path string, now time.Time) (Summary, error) {
	c := New(path)
	if !locksWork {
		return Summary{}, c.folder()
	}
	if err := checkFolder(filepath.Dir(path)); err != nil {
		return Summary{}, err
	}
	kept, err := read(path)
	if err != nil || kept == nil {
		return Summary{}, err
	}
	s := Summary{Exists: true}
	for _, e := range kept.Entries {
		if e.Token != nil && !e.over(now) {
			s.Tokens++
		}
	}
	return s, nil
}
