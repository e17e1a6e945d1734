package keyboard

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

const (
	on  = "\x1b[200~"
	off = "\x1b[201~"
)

// rig is a filter with a clock that the test moves.
type rig struct {
	filter
	now     time.Time
	out     []byte
	answers []string
}

func newRig() *rig {
	r := &rig{now: time.Unix(1_000_000, 0)}
	r.answer = func(a []byte) { r.answers = append(r.answers, string(a)) }
	return r
}

// feed gives bytes in one burst, without a pause after them.
func (r *rig) feed(parts ...string) {
	for _, p := range parts {
		r.now = r.now.Add(time.Millisecond)
		r.out = r.take(r.out, []byte(p), r.now)
	}
}

// pause lets time go by, as the reader does: where something is waited for it
// waits so long only.
func (r *rig) pause(d time.Duration) {
	if w := r.wait(); w > 0 && w <= d {
		r.out = r.settle(r.out)
	}
	r.now = r.now.Add(d)
}

// pasted are the texts between marks in what came out, and keys the rest. It
// reads as Bubble Tea does.
func parts(out []byte) (pasted []string, keys string) {
	for {
		before, rest, found := bytes.Cut(out, pasteStart)
		keys += string(before)
		if !found {
			return pasted, keys
		}
		text, after, _ := bytes.Cut(rest, pasteEnd)
		pasted = append(pasted, string(text))
		out = after
	}
}

func TestFilter(t *testing.T) {
	type step = any // a burst, or a pause after it
	for _, c := range []struct {
		name  string
		steps []step
		want  string
	}{
		{"keys", []step{"q\x1b[Bé日\x03\x1b[15~\x1b[1;5C\x1bOP\x1b\x1b[A"}, "q\x1b[Bé日\x03\x1b[15~\x1b[1;5C\x1bOP\x1b\x1b[A"},
		{"escape at once", []step{"\x1b"}, "\x1b"},
		{"escape, then a key", []step{"\x1b", quiet + 1, "[A"}, "\x1b[A"},
		{"alt with what sequences begin with", []step{"\x1b[", time.Second, "\x1b]", time.Second, "\x1bP", time.Second, "\x1b_", time.Second}, "\x1b[\x1b]\x1bP\x1b_"},
		{"the mouse", []step{"\x1b[<35;10;10M\x1b[M !!"}, "\x1b[<35;10;10M\x1b[M !!"},
		{"shifted arrows of rxvt, F3 with ctrl, keys of kitty", []step{"\x1b[c\x1b[1;5R\x1b[97;5u"}, "\x1b[c\x1b[1;5R\x1b[97;5u"},
		{"a character in two parts", []step{"\xe6\x97", "\xa5"}, "日"},
		{"half a character", []step{"a\xe6\x97", time.Second, "b"}, "a\xe6\x97b"},
		{"a cursor key in two parts", []step{"\x1b[1;", "5C"}, "\x1b[1;5C"},
		{"half a sequence is no key", []step{"a\x1b[1;", time.Second, "b"}, "ab"},
		{"no answers", []step{"\x1b]x\x1bPx\x1b_x\x1b]1\x01"}, "\x1b]x\x1bPx\x1b_x\x1b]1\x01"},

		{"a paste", []step{on + "text\r" + off}, on + "text\r" + off},
		{"a paste in parts", []step{"\x1b[20", "0~te", "xt\x1b", "[20", "1~"}, on + "text" + off},
		{"an escape before a mark", []step{"\x1b", "[200~x" + off}, "\x1b" + on + "x" + off},
		{"a key after a paste", []step{on + "x" + off + "\r", time.Second}, on + "x" + off + "\r"},
		{"a key long after a paste", []step{on + "x" + off, afterPaste + 1, "\r"}, on + "x" + off + "\r"},
		{"a paste after a paste", []step{on + "x" + off + on + "y" + off}, on + "x" + off + on + "y" + off},
		{"a mark of the end alone", []step{"a" + off + "b"}, "ab"},
		{"a start inside", []step{on + "a" + on + "b" + off}, on + "a" + on + "b" + off},
		{"a forged end", []step{on + "a" + off + "q\r" + off}, on + "a" + off + on + "q\r" + off},
		{"forged ends", []step{on + "a" + off + "q" + off + "\r" + off}, on + "a" + off + on + "q [201~\r" + off},
		{"nothing after a forged end", []step{on + "a" + off + off}, on + "a" + off},
		{"a forged end, later", []step{on + "a" + off, quiet, "q\r" + off}, on + "a" + off + on + "q\r" + off},
		{"a forged end in parts", []step{on + "a" + off, "q", "\r\x1b[2", "01~"}, on + "a" + off + on + "q\r" + off},
		{"twice forged, with a pause", []step{on + "a" + off + "q" + off, afterForged - time.Millisecond, "q" + off}, on + "a" + off + on + "q" + off + on + "q" + off},
		{"much after a paste", []step{on + "a" + off + strings.Repeat("q", mostTyped+1), "q" + off}, on + "a" + off + on + strings.Repeat("q", mostTyped+2) + off},
		{"much after a paste, and then nothing for a while", []step{on + "a" + off + strings.Repeat("q", mostTyped+1), quiet, "q" + off}, on + "a" + off + on + strings.Repeat("q", mostTyped+2) + off},
		{"keys, then more keys after a forged paste", []step{on + "a" + off + "q" + off, 2 * time.Second, "j"}, on + "a" + off + on + "q" + off + "j"},

		{"an answer in pieces", []step{"a\x1b]11;rg", answering / 2, "b:1e1e/1e1e/2e2e\x07b"}, "ab"},
		{"an answer that never ends", []step{"a\x1b]11;rg", answering + 1, "b"}, "ab"},
		{"a paste without an end keeps no keys", []step{on + "a", stalled + 1, "q", quiet}, on + "a" + off + "q"},
		{"a paste that stalls", []step{on + "a", stalled + 1, "q\r" + off}, on + "aq\r" + off},
		{"a paste that stalls, with much to come", []step{on + "a", stalled + 1, strings.Repeat("q", 100), "q" + off}, on + "a" + strings.Repeat("q", 101) + off},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig()
			for _, s := range c.steps {
				switch s := s.(type) {
				case string:
					r.feed(s)
				case time.Duration:
					r.pause(s)
				}
			}
			if string(r.out) != c.want {
				t.Errorf("got %q, want %q", r.out, c.want)
			}
		})
	}
}

// answers are what terminals answer to questions for colours, kind, version,
// modes, keyboard, settings and the cursor's place.
var answersSeen = []string{
	"\x1b]11;rgb:1e1e/1e1e/2e2e\x07", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]10;rgb:00/00/00\x07", "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\", "\x1b]11;#fdf6e3\x07", "\x1b]52;c;\x07",
	"\x1b[?62;22c", "\x1b[?1;2c", "\x1b[>41;354;0c", "\x1b[>1;10;0c", "\x1b[?2026;2$y", "\x1b[4;2$y", "\x1b[?1u", "\x1b[0n", "\x1b[?997;1n", "\x1b[8;24;80t", "\x1b[6;18;9t",
	"\x1b[24;80R", "\x1b[1;80R", "\x1b[?24;80R",
	"\x1bP>|XTerm(370)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1bP1+r544e=787465726d\x1b\\", "\x1bP!|00000000\x1b\\", "\x1b_Gi=1;OK\x1b\\",
}

// TestAnswersAreTakenOut puts each answer among keys and into two reads at every
// place. Of an answer that is cut after its first byte that byte is a key.
func TestAnswersAreTakenOut(t *testing.T) {
	cells := 0
	for _, answer := range answersSeen {
		stream := "né\x1b[B" + answer + "jk\x1b[A"
		for cut := range len(stream) {
			r := newRig()
			r.feed(stream[:cut], stream[cut:])
			r.pause(time.Second)
			want := "né\x1b[Bjk\x1b[A"
			if cut == len("né\x1b[B")+1 {
				want = "né\x1b[B\x1bjk\x1b[A"
			}
			if string(r.out) != want || len(r.answers) != 1 || r.answers[0] != answer {
				t.Fatalf("%q cut at %d: out came %q, answers %q", stream, cut, r.out, r.answers)
			}
			cells++
		}
	}
	t.Logf("%d answers, %d cuts", len(answersSeen), cells)
}

// TestAnswersInsideAPasteAreText: what is pasted is nobody's answer.
func TestAnswersInsideAPasteAreText(t *testing.T) {
	for _, answer := range answersSeen {
		r := newRig()
		r.feed(on + answer + off)
		if string(r.out) != on+answer+off || len(r.answers) > 0 {
			t.Errorf("%q became %q, answers %q", answer, r.out, r.answers)
		}
	}
}

// checkPaste holds that nothing of a paste becomes a key, however it is cut
// (but after its very first byte, an ESC that is a key then), and that a text
// without marks comes whole.
func checkPaste(t *testing.T, rng *rand.Rand, text string) {
	t.Helper()
	r := newRig()
	stream := on + text + off
	for least, rest := 2, stream; rest != ""; least = 1 {
		n := least + rng.IntN(min(len(rest)-least+1, 1+rng.IntN(200)))
		r.feed(rest[:n])
		rest = rest[n:]
	}
	r.pause(time.Minute)
	pasted, keys := parts(r.out)
	if keys != "" {
		t.Fatalf("keys %q of the paste %q, which came as %q", keys, text, r.out)
	}
	if all := strings.Join(pasted, ""); !strings.Contains(text, off) && all != text {
		t.Fatalf("%q was pasted as %q", text, all)
	}
	if r.feed("j"); !bytes.HasSuffix(r.out, []byte("j")) || r.state != typing {
		t.Fatalf("after the paste %q no key comes: %q", text, r.out)
	}
}

// hostile are pieces of a text that was made to be pasted into a terminal.
var hostile = []string{off, on, "\x1b", "\x1b[", "\x1b[20", "1~", "0~", "q", "\r", "\x03\x03", "\x1b[15~", ":", "日", "\xff", "\x1b[?62c", "\x1b]11;rgb:0/0/0\x07", strings.Repeat("x", 70), "Production\r"}

func TestE6NothingOfAPasteIsAKey(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	const pastes = 20_000
	for range pastes {
		var text strings.Builder
		for range rng.IntN(8) {
			text.WriteString(hostile[rng.IntN(len(hostile))])
		}
		checkPaste(t, rng, text.String())
	}
	t.Logf("%d pastes", pastes)
}

func FuzzPaste(f *testing.F) {
	for i := range hostile {
		f.Add(strings.Join(hostile[i:], ""), uint64(i))
		f.Add("text"+off+hostile[i], uint64(i))
	}
	f.Fuzz(func(t *testing.T, text string, cut uint64) {
		checkPaste(t, rand.New(rand.NewPCG(cut, 1)), text)
	})
}

// FuzzKeys holds that keys pass as they are: any bytes without marks, answers
// and broken sequences, that is without ESC, and any at all without a crash and
// without more than the filter may add.
func FuzzKeys(f *testing.F) {
	for _, s := range append(answersSeen, hostile...) {
		f.Add([]byte(s), uint64(len(s)))
	}
	f.Fuzz(func(t *testing.T, stream []byte, cut uint64) {
		rng := rand.New(rand.NewPCG(cut, 2))
		r := newRig()
		for rest := stream; len(rest) > 0; {
			n := 1 + rng.IntN(len(rest))
			had, held := len(r.out), len(r.held)
			r.feed(string(rest[:n]))
			if added := len(r.out) + len(r.held) - had - held; added > n+room {
				t.Fatalf("%d bytes became %d", n, added)
			}
			rest = rest[n:]
			if rng.IntN(3) == 0 {
				r.pause(time.Duration(rng.IntN(3000)) * time.Millisecond)
			}
		}
		r.pause(time.Minute)
		if bytes.IndexByte(stream, escape) < 0 && !bytes.Equal(r.out, stream) {
			t.Fatalf("%q came as %q", stream, r.out)
		}
		if len(r.held) > r.passed && r.state != pasting {
			t.Fatalf("%q: %q is still held", stream, r.held)
		}
	})
}

func TestBackground(t *testing.T) {
	for _, c := range []struct {
		answer string
		want   Colour
		ok     bool
	}{
		{"\x1b]11;rgb:ffff/0000/8080\x07", Colour{1, 0, 0x8080 / 65535.0}, true},
		{"\x1b]11;rgb:ff/0/808\x1b\\", Colour{1, 0, 0x808 / 4095.0}, true},
		{"\x1b]11;rgba:0000/ffff/0000/8000\x07", Colour{0, 1, 0}, true},
		{"\x1b]11;#ffffff\x07", Colour{1, 1, 1}, true},
		{"\x1b]11;#ff\x07", Colour{}, false},
		{"\x1b]11;#\x07", Colour{}, false},
		{"\x1b]11;rgb:ffff/ffff\x07", Colour{}, false},
		{"\x1b]11;rgb:fffff/0/0\x07", Colour{}, false},
		{"\x1b]11;rgb://\x07", Colour{}, false},
		{"\x1b]11;rgb:-1/0/0\x07", Colour{}, false},
		{"\x1b]11;red\x07", Colour{}, false},
		{"\x1b]10;rgb:ffff/ffff/ffff\x07", Colour{}, false},
		{"\x1b[?62;22c", Colour{}, false},
	} {
		if got, ok := background([]byte(c.answer)); got != c.want || ok != c.ok {
			t.Errorf("%q is %v, %v; want %v, %v", c.answer, got, ok, c.want, c.ok)
		}
	}
	for colour, dark := range map[string]bool{"#000000": true, "#1e1e2e": true, "#ffffff": false, "#fdf6e3": false, "#002b36": true, "#808080": false} {
		c, ok := background(fmt.Appendf(nil, "\x1b]11;%s\x07", colour))
		if !ok || c.Dark() != dark {
			t.Errorf("%s is dark: %v", colour, c.Dark())
		}
	}
}

func BenchmarkKey(b *testing.B) {
	var f filter
	out := make([]byte, 0, 256)
	key, now := []byte("\x1b[B"), time.Unix(1_000_000, 0)
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(33 * time.Millisecond)
		out = f.take(out[:0], key, now)
	}
	if len(out) != len(key) {
		b.Fatal("the key did not pass")
	}
}
