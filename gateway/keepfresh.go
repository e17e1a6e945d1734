package gateway

import (
	"fmt"
	"time"
)

// Keeping says whether a target's token is renewed ahead, without anybody
// needing it.
type Keeping string

// The states of keeping a token fresh.
const (
	KeepOff    Keeping = ""       // renewed when a send needs it
	KeepOn     Keeping = "on"     // renewed when its margin begins, from the first one on
	KeepPaused Keeping = "paused" // a token request failed: nothing until one succeeds, or until it is turned on again
	KeepBlind  Keeping = "blind"  // turned on, and nobody knows how long the present token lives
)

// keepFloor is the least age at which a token is renewed ahead: a lifetime of
// a moment must not turn into a stream of token requests.
const keepFloor = 5 * time.Second

// KeepFresh turns the renewing ahead of a target's token on or off. The
// setting of its environment is the starting value. A token that exists, and
// whose lifetime is known, is renewed when its margin begins; a target without
// one is left alone until somebody obtains one. A token request that fails
// pauses it. Turned on again, it is paused no more.
func (t *Tokens) KeepFresh(target Target, on bool) {
	if s := t.desk.Load().slots[target]; s != nil {
		s.keepFresh(on)
	}
}

// Close ends the renewing ahead, and waits for nothing. Tokens may be used
// afterwards.
func (t *Tokens) Close() {
	t.end()
	for _, s := range t.desk.Load().slots {
		s.retire()
	}
}

func (s *slot) keepFresh(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keep == on && !s.paused {
		return
	}
	s.keep, s.paused = on, false
	if on {
		s.record(EventKeep, "turned on")
	} else {
		s.record(EventKeep, "turned off")
	}
	s.arm()
}

// retire ends the renewing of a slot that is no longer a target's.
func (s *slot) retire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep, s.paused = false, false
	s.arm()
}

// arm sets the timer for the live token, or takes it away; s.mu is held.
func (s *slot) arm() {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	l := s.live.Load()
	if !s.keep || s.paused || l == nil || l.token.Lifetime <= 0 {
		return
	}
	due := l.until
	if floor := l.token.ObtainedAt.Add(keepFloor); due.Before(floor) {
		due = floor
	}
	s.timer = time.AfterFunc(time.Until(due), func() { s.renewAhead(l.token) })
}

// renewAhead obtains the successor of this very token, if it still is the
// target's. It is one caller among others, who share the token request; what
// comes of it is in the slot.
func (s *slot) renewAhead(token *Token) {
	left, _ := token.Left(time.Now())
	why := fmt.Sprintf("kept fresh, %v before its expiry", roundAge(left))
	if left <= 0 {
		why = "kept fresh, after it had expired"
	}
	_, _ = s.obtain(s.tokens.ctx, demand{instead: token, why: why})
}

// pause stops the renewing ahead after a failed token request; s.mu is held.
func (s *slot) pause() {
	if !s.keep || s.paused {
		return
	}
	s.paused = true
	s.record(EventKeep, "paused, because no new token could be had")
	s.arm()
}

// keeping is what is said of it; s.mu is held.
func (s *slot) keeping() Keeping {
	switch token := s.current(); {
	case !s.keep:
		return KeepOff
	case s.paused:
		return KeepPaused
	case token != nil && token.Lifetime <= 0:
		return KeepBlind
	}
	return KeepOn
}
