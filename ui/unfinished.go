package ui

import (
	"sync"
	"time"
)

// unfinished are the files that are being written. The process does not end
// before each is whole or taken away again: a part of a body, perhaps with a
// secret in it, would stay for good.
type unfinished struct{ files sync.WaitGroup }

// longestWait bounds the wait for a disk that does not answer.
const longestWait = 2 * time.Second

func (u *unfinished) write(file func() error) error {
	u.files.Add(1)
	defer u.files.Done()
	return file()
}

// wait returns when none is being written any more. They were told to stop.
func (u *unfinished) wait() {
	done := make(chan struct{})
	go func() {
		u.files.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(longestWait):
	}
}
