package ui

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"gatehouse/gateway"
)

const ms = time.Millisecond

// replayed is a send of two attempts: a token, a 401, another token, and the
// answer, half a second after its beginning.
func replayed() (*gateway.Exchange, gateway.BodyState) {
	start := time.Date(2026, 3, 2, 13, 40, 10, 0, time.UTC)
	old, renewed := &gateway.Token{}, &gateway.Token{}
	return &gateway.Exchange{
		Started: start, Status: 200, Body: gateway.BodyOf(nil),
		Token:  gateway.TokenUse{Token: renewed, New: true, Wait: 90 * ms},
		Replay: gateway.Replay{Verdict: gateway.ReplayDone, Refused: gateway.TokenUse{Token: old, Wait: 50 * ms}},
		Attempts: []gateway.Attempt{
			{At: start.Add(50 * ms), Status: 401, Token: old, Timings: gateway.Timings{DNS: 10 * ms, DNSAt: ms, Connect: 20 * ms, ConnectAt: 11 * ms, TLS: 30 * ms, TLSAt: 31 * ms, Waiting: 89 * ms, WaitingAt: 61 * ms, Head: 150 * ms}},
			{At: start.Add(250 * ms), Status: 200, Token: renewed, Timings: gateway.Timings{Reused: true, Waiting: 99 * ms, WaitingAt: ms, Head: 100 * ms}},
		},
	}, gateway.BodyState{Bytes: make([]byte, 81100), Wire: 1900, Decoded: true, Reading: 150 * ms}
}

// TestSpansLieOnOneAxis: both attempts, both tokens and the body, each where it
// was.
func TestSpansLieOnOneAxis(t *testing.T) {
	e, state := replayed()
	var got []string
	for _, s := range spans(e, state) {
		got = append(got, fmt.Sprintf("%s %d+%d %s", s.name, s.from/ms, s.took/ms, s.note))
	}
	want := []string{
		"token 0+50 kept from before",
		"call 1  401 50+150 ", "name 51+10 ", "connect 61+20 ", "TLS 81+30 ", "waiting 111+89 ",
		"token 210+40 a new one was obtained",
		"call 2  200 250+100 on a kept connection", "waiting 251+99 ",
		"reading 350+150 1.9 kB, decoded 81.1 kB",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSpansOfLess: a send of one call, and one that never went out.
func TestSpansOfLess(t *testing.T) {
	refused := &gateway.TokenError{}
	for _, c := range []struct {
		e    *gateway.Exchange
		want string
	}{
		{&gateway.Exchange{Err: refused, Token: gateway.TokenUse{Wait: 6 * ms}}, "token none came of it"},
		{&gateway.Exchange{Err: fmt.Errorf("again: %w", refused), Token: gateway.TokenUse{Token: &gateway.Token{}, Wait: 6 * ms}}, "token none came of it"},
		{&gateway.Exchange{Err: errors.New("cancelled"), Token: gateway.TokenUse{Wait: 6 * ms}}, "token none came of it"},
		{&gateway.Exchange{Err: errors.New("refused"), Attempts: []gateway.Attempt{{}}}, "call no answer"},
		{&gateway.Exchange{Status: 204, Attempts: []gateway.Attempt{{Status: 204}}}, "call  | reading 0 B"},
		{&gateway.Exchange{Status: 200, Token: gateway.TokenUse{Token: &gateway.Token{}, Wait: ms}, Attempts: []gateway.Attempt{{Status: 302}, {Status: 200}}}, "token kept from before | call 1  302  | call 2  200  | reading 0 B"},
	} {
		var got []string
		for _, s := range spans(c.e, gateway.BodyState{}) {
			got = append(got, s.name+" "+s.note)
		}
		if text := strings.Join(got, " | "); text != c.want {
			t.Errorf("%q, want %q", text, c.want)
		}
	}
}

// TestTimingAtEveryWidth: nothing is cut or missing, and bars begin and end
// where their times are on the axis.
func TestTimingAtEveryWidth(t *testing.T) {
	e, state := replayed()
	all := spans(e, state)
	for w := 43; w < 200; w++ {
		lines := timingView(testFrame(w, 20), e, state)
		text := ""
		for _, line := range lines {
			line = ansi.Strip(line)
			if ansi.StringWidth(strings.TrimRight(line, " ")) > w-2 {
				t.Errorf("at %d columns %q is too long", w, line)
			}
			text += " " + strings.Join(strings.Fields(line), " ")
		}
		for _, s := range all {
			for _, word := range strings.Fields(s.note) {
				if !strings.Contains(text, word) {
					t.Errorf("at %d columns %q is not there: %s", w, s.note, text)
				}
			}
		}
		if !strings.Contains(text, "500 ms") {
			t.Errorf("at %d columns the whole is not told: %s", w, text)
		}
	}
}

// TestSpanBarIsToScale for any times: against the reckoning with fractions, to a
// column.
func TestSpanBarIsToScale(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 7))
	f := testFrame(100, 20)
	for range share(3000) {
		total := time.Duration(1 + random.Int64N(int64(time.Minute)))
		from := time.Duration(random.Int64N(int64(total)))
		took := time.Duration(1 + random.Int64N(int64(total-from)))
		room := 8 + random.IntN(60)
		bar := []rune(ansi.Strip(f.spanBar(span{from: from, took: took}, total, room)))
		begin := strings.Count(string(bar), " ")
		if len(bar) > room || len(bar) == begin {
			t.Fatalf("%v+%v of %v in %d columns: %q", from, took, total, room, string(bar))
		}
		near := func(column int, at time.Duration) bool {
			exact := float64(at) / float64(total) * float64(room)
			return float64(column) > exact-1.01 && float64(column) < exact+1.01
		}
		if !near(begin, from) || !near(len(bar), from+took) {
			t.Fatalf("%v+%v of %v in %d columns: %q", from, took, total, room, string(bar))
		}
	}
}
