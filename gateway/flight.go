package gateway

import (
	"context"
	"sync"
)

// flight is one piece of work under way and the callers who wait for it. It is
// guarded by the lock of its owner, which keeps at most one flight for a key
// and lets newcomers join it.
//
// The work has a context of its own: a caller who leaves does not disturb the
// others, and the last one to leave cancels it.
type flight[T any] struct {
	cancel  context.CancelFunc
	waiting int // guarded by the owner's lock

	done   chan struct{}
	result T // to be read after done is closed
}

// takeOff starts work in a goroutine that ends when work does. Afterwards it
// calls land, before any caller sees the result; land takes the owner's lock
// and must check that the owner still knows the flight.
func takeOff[T any](work func(context.Context) T, land func(*flight[T])) *flight[T] {
	ctx, cancel := context.WithCancel(context.Background())
	f := &flight[T]{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer cancel()
		f.result = work(ctx)
		land(f)
		close(f.done)
	}()
	return f
}

// wait returns the flight's result, or ctx's error as soon as ctx ends. The
// caller has counted itself in waiting while it held the owner's lock mu.
//
// The last one to leave calls unlink under mu, and only then is the work
// cancelled: in the other order a newcomer could join a dying flight.
func (f *flight[T]) wait(ctx context.Context, mu *sync.Mutex, unlink func(*flight[T])) (T, error) {
	select {
	case <-f.done:
		return f.result, nil
	case <-ctx.Done():
	}
	mu.Lock()
	f.waiting--
	last := f.waiting == 0
	if last {
		unlink(f)
	}
	mu.Unlock()
	if last {
		f.cancel()
	}
	var none T
	return none, ctx.Err()
}
