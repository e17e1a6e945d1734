package query

import (
	"fmt"
	"time"
)

// Limits are how much a filter may take. A zero is no limit.
type Limits struct {
	Memory int64         // bytes of the process that runs it, the body with them
	Time   time.Duration // from its start to the last result
	Result int64         // bytes of its results
}

// DefaultLimits are those for a body of this size.
func DefaultLimits(body int) Limits {
	return Limits{
		Memory: max(1<<30, 12*int64(body)),
		Time:   2 * time.Minute,
		Result: max(256<<20, 2*int64(body)),
	}
}

// LimitKind is one of the limits of a filter.
type LimitKind string

// The limits.
const (
	LimitMemory LimitKind = "memory"
	LimitTime   LimitKind = "time"
	LimitResult LimitKind = "result"
)

// LimitError is a filter that was stopped at a limit. The results that came
// before it are right.
type LimitError struct {
	Kind  LimitKind
	Bytes int64         // of LimitMemory and LimitResult
	Time  time.Duration // of LimitTime
}

func (e *LimitError) Error() string {
	switch e.Kind {
	case LimitMemory:
		return fmt.Sprintf("the filter needs more memory than %s: narrow it, for example by .items[] | ... to one element at a time", size(e.Bytes))
	case LimitTime:
		return fmt.Sprintf("the filter did not end within %s: narrow it, or look for what it repeats", e.Time)
	}
	return fmt.Sprintf("the filter's results are longer than %s, which are shown: narrow it, for example by select(...)", size(e.Bytes))
}

// size is a number of bytes in words, rounded to a whole unit.
func size(bytes int64) string {
	for _, unit := range []struct {
		name  string
		bytes int64
	}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}} {
		if bytes >= unit.bytes {
			if bytes%unit.bytes == 0 || bytes >= 10*unit.bytes {
				return fmt.Sprintf("%d %s", bytes/unit.bytes, unit.name)
			}
			return fmt.Sprintf("%.1f %s", float64(bytes)/float64(unit.bytes), unit.name)
		}
	}
	return fmt.Sprintf("%d B", bytes)
}
