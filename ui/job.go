package ui

import (
	"context"
	"time"
)

// job is a command of which one runs at a time; an older one's answer is
// dropped.
type job struct {
	id    int
	what  string // that it does
	since time.Time
	stop  context.CancelFunc // nil when none is under way
}

func (j *job) busy() bool { return j.stop != nil }

// start takes the place of what is under way.
func (j *job) start(parent context.Context, what string, now time.Time) (context.Context, int) {
	j.end()
	ctx, stop := context.WithCancel(parent)
	j.id, j.what, j.since, j.stop = j.id+1, what, now, stop
	return ctx, j.id
}

// end stops what is under way and reports whether something was.
func (j *job) end() bool {
	if j.stop == nil {
		return false
	}
	j.stop()
	*j = job{id: j.id}
	return true
}

// over takes the answer of a command, and reports whether it is the last one's.
func (j *job) over(id int) bool { return j.id == id && j.end() }
