package gateway

import (
	"testing"
	"time"
	"unsafe"
)

// TestT6EitherClockExpires goes through what clocks do to each other: the wall
// clock set forward and back, and the monotonic one standing still in a sleep.
func TestT6EitherClockExpires(t *testing.T) {
	steps := []time.Duration{-24 * time.Hour, -time.Hour, -time.Minute, -time.Second, 0, time.Second, time.Minute, time.Hour, 24 * time.Hour}
	sleeps := []time.Duration{0, time.Minute, 2 * time.Hour}
	lifetimes := []time.Duration{time.Second, 120 * time.Second, 5 * time.Minute, time.Hour, 8 * time.Hour}
	parts := []float64{0, 0.5, 0.89, 0.91, 0.999, 1, 1.001, 2}
	start := time.Now()
	cells := 0
	for _, lifetime := range lifetimes {
		for _, step := range steps {
			for _, sleep := range sleeps {
				for _, part := range parts {
					cells++
					monotonic := time.Duration(part * float64(lifetime))
					wall := monotonic + sleep + step
					got := lifeStatus(lifetime, elapsed(wall, monotonic))
					token := &Token{ObtainedAt: start, Lifetime: lifetime}
					good := leaseOf(token).good(reading(start, wall, monotonic)) != nil
					if good != (got.State == StateValid) {
						t.Errorf("lifetime %v, wall %v, monotonic %v: %s, and good to use is %v", lifetime, wall, monotonic, got.State, good)
					}
					expired := wall >= lifetime || monotonic >= lifetime
					if expired != (got.State == StateExpired) {
						t.Errorf("lifetime %v, wall %v, monotonic %v: %s", lifetime, wall, monotonic, got.State)
					}
					worst := max(wall, monotonic, 0)
					margin := min(30*time.Second, lifetime/10)
					if inMargin := !expired && lifetime-worst <= margin; inMargin != (got.State == StateExpiring) {
						t.Errorf("lifetime %v, wall %v, monotonic %v: %s, margin %v", lifetime, wall, monotonic, got.State, margin)
					}
					if !expired && got.Left != lifetime-worst || expired && got.Left != worst-lifetime {
						t.Errorf("lifetime %v, wall %v, monotonic %v: left %v", lifetime, wall, monotonic, got.Left)
					}
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

// reading makes a time whose two clocks are apart: the wall clock reads
// t + wall, the monotonic one t + monotonic. Only a machine that sleeps, or
// whose clock is set, makes such times, so the test reaches into the struct.
func reading(t time.Time, wall, monotonic time.Duration) time.Time {
	moved := t.Add(wall)
	(*struct {
		wall uint64
		ext  int64
		loc  *time.Location
	})(unsafe.Pointer(&moved)).ext += int64(monotonic - wall)
	return moved
}

// TestT6TokenUsesBothClocks gives real readings to a token of an hour.
func TestT6TokenUsesBothClocks(t *testing.T) {
	obtained := time.Now()
	if probe := reading(obtained, time.Hour, time.Minute); probe.Sub(obtained) != time.Minute ||
		probe.Round(0).Sub(obtained.Round(0)) != time.Hour {
		t.Fatal("time.Time is not built as the test thinks")
	}
	token := &Token{ObtainedAt: obtained, Lifetime: time.Hour}
	for _, c := range []struct {
		name            string
		wall, monotonic time.Duration
		want            State
	}{
		{"at once", 0, 0, StateValid},
		{"both past", 2 * time.Hour, 2 * time.Hour, StateExpired},
		{"slept two hours", 2*time.Hour + time.Minute, time.Minute, StateExpired},
		{"set back an hour, then 61 minutes", time.Minute, 61 * time.Minute, StateExpired},
		{"set back an hour", -time.Hour, time.Second, StateValid},
		{"set forward an hour", time.Hour + time.Second, time.Second, StateExpired},
		{"set forward, in the margin", time.Hour - 10*time.Second, time.Second, StateExpiring},
		{"set back, in the margin", -time.Hour, time.Hour - 10*time.Second, StateExpiring},
	} {
		now := reading(obtained, c.wall, c.monotonic)
		if got := (TokenState{Token: token}).Status(now).State; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if good := leaseOf(token).good(now) != nil; good != (c.want == StateValid) {
			t.Errorf("%s: good is %v", c.name, good)
		}
	}
	stripped := &Token{ObtainedAt: obtained.Round(0), Lifetime: time.Hour}
	later := reading(obtained, 2*time.Hour, 0)
	if got := statusOf(stripped, later).State; got != StateExpired || leaseOf(stripped).good(later) != nil {
		t.Errorf("with the wall clock alone: %s", got)
	}
}

func TestStatusOrder(t *testing.T) {
	now := time.Now()
	token := func(lifetime, age time.Duration) *Token {
		return &Token{ObtainedAt: now.Add(-age), Lifetime: lifetime}
	}
	invalidClient := &TokenError{Stage: StageRefused, HTTPStatus: 400, Code: "invalid_client"}
	refusal := &Refusal{At: now}
	for _, c := range []struct {
		name  string
		state TokenState
		want  Status
	}{
		{"nothing", TokenState{}, Status{State: StateNone}},
		{"valid", TokenState{Token: token(time.Hour, time.Minute)}, Status{StateValid, 59 * time.Minute}},
		{"expiring", TokenState{Token: token(time.Hour, 59*time.Minute+45*time.Second)}, Status{StateExpiring, 15 * time.Second}},
		{"at the margin", TokenState{Token: token(100*time.Second, 90*time.Second)}, Status{StateExpiring, 10 * time.Second}},
		{"expired", TokenState{Token: token(time.Hour, 61*time.Minute)}, Status{StateExpired, time.Minute}},
		{"just expired", TokenState{Token: token(time.Hour, time.Hour)}, Status{StateExpired, 0}},
		{"no expiry", TokenState{Token: token(0, 1000*time.Hour)}, Status{State: StateNoExpiry}},
		{"fetching the first", TokenState{FetchingSince: now.Add(-2 * time.Second)}, Status{StateFetching, 2 * time.Second}},
		{"fetching wins", TokenState{FetchingSince: now, Token: token(time.Hour, 0), Refusal: refusal, LastError: invalidClient}, Status{State: StateFetching}},
		{"refused when new", TokenState{Token: token(time.Hour, 0), Refusal: refusal}, Status{State: StateRefused}},
		{"a good token outlives a failed refresh", TokenState{Token: token(time.Hour, 0), LastError: invalidClient}, Status{StateValid, time.Hour}},
		{"so does one without expiry", TokenState{Token: token(0, 0), LastError: invalidClient}, Status{State: StateNoExpiry}},
		{"expired, renewal refused", TokenState{Token: token(time.Hour, 2*time.Hour), LastError: invalidClient}, Status{State: StateRefused}},
		{"expired, renewal failed", TokenState{Token: token(time.Hour, 2*time.Hour), LastError: &TokenError{Stage: StageConnect}}, Status{State: StateFailed}},
		{"refused", TokenState{LastError: invalidClient}, Status{State: StateRefused}},
		{"4xx", TokenState{LastError: &TokenError{Stage: StageRefused, HTTPStatus: 404}}, Status{State: StateRefused}},
		{"5xx with a code", TokenState{LastError: &TokenError{Stage: StageRefused, HTTPStatus: 500, Code: "server_error"}}, Status{State: StateRefused}},
		{"error in a 200", TokenState{LastError: &TokenError{Stage: StageRefused, HTTPStatus: 200, Code: "invalid_client"}}, Status{State: StateRefused}},
		{"5xx", TokenState{LastError: &TokenError{Stage: StageRefused, HTTPStatus: 503}}, Status{State: StateFailed}},
		{"HTML in a 200", TokenState{LastError: &TokenError{Stage: StageReply, HTTPStatus: 200}}, Status{State: StateFailed}},
		{"redirect", TokenState{LastError: &TokenError{Stage: StageReply, HTTPStatus: 302}}, Status{State: StateFailed}},
		{"no secret", TokenState{LastError: &TokenError{Stage: StageCredentials}}, Status{State: StateFailed}},
	} {
		if got := c.state.Status(now); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
