package gateway

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// TestT3UnlinkedBeforeItIsCancelled looks at a flight in the moment in which a
// newcomer could still join it.
func TestT3UnlinkedBeforeItIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var own context.Context // of the work
		landed := false
		f := takeOff(func(ctx context.Context) int {
			own = ctx
			<-ctx.Done()
			return 1
		}, func(*flight[int]) { landed = true })
		synctest.Wait()
		unlinked := 0
		ctx, cancel := context.WithCancel(t.Context())
		f.waiting = 2
		for range 2 {
			go f.wait(ctx, &mu, func(*flight[int]) {
				unlinked++
				if mu.TryLock() {
					t.Error("unlinked without the owner's lock")
				}
				if own.Err() != nil {
					t.Error("cancelled while newcomers could still join")
				}
			})
		}
		synctest.Wait()
		cancel()
		synctest.Wait()
		if unlinked != 1 || !landed || !errors.Is(own.Err(), context.Canceled) {
			t.Errorf("unlinked %d times, landed %v, %v", unlinked, landed, own.Err())
		}
	})
}

func TestFlightGivesItsResultToAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		f := takeOff(func(context.Context) int { return 7 }, func(*flight[int]) {})
		f.waiting = 3
		for range 3 {
			got, err := f.wait(t.Context(), &mu, func(*flight[int]) { t.Error("unlinked") })
			if got != 7 || err != nil {
				t.Errorf("%d, %v", got, err)
			}
		}
	})
}
