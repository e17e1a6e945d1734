package display

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// seed adds hostile, ordinary and mixed text to a fuzz target's corpus.
func seed(add func(text string, n int)) {
	for i, p := range payloads() {
		if i%5 == 0 {
			add(p, i%60)
		}
	}
	for script := range readable {
		add(strings.Join(words(script), " "), 40)
	}
	for i := range pieces {
		add(strings.Join(pieces[i:min(i+6, len(pieces))], ""), i)
	}
}

func FuzzLine(f *testing.F) {
	seed(func(text string, n int) { f.Add(text, uint8(n)) })
	f.Fuzz(func(t *testing.T, text string, cols uint8) {
		checkText(t, text, 1+int(cols))
	})
}

func FuzzSpans(f *testing.F) {
	seed(func(text string, n int) { f.Add(text, uint8(n)) })
	f.Fuzz(func(t *testing.T, text string, cols uint8) {
		checkSpans(t, text, 1+int(cols))
		checkSpans(t, strings.Repeat("x", lookahead)+text, 1+int(cols))
	})
}

func FuzzWrap(f *testing.F) {
	seed(func(text string, n int) { f.Add(text, uint8(n)) })
	f.Fuzz(func(t *testing.T, text string, cols uint8) {
		checkWrap(t, text, 1+int(cols))
	})
}

func FuzzFilter(f *testing.F) {
	seed(func(text string, n int) { f.Add([]byte(text), uint64(n)) })
	for i := range frame {
		f.Add([]byte(strings.Join(frame[i:], "")), uint64(i))
	}
	f.Fuzz(func(t *testing.T, stream []byte, cut uint64) {
		checkFilter(t, rand.New(rand.NewPCG(cut, 0)), stream)
	})
}
