package display

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	// maxMarks is how many combining marks one base may carry. Vietnamese needs
	// two, pointed Hebrew and Tibetan four or five; piles of them are an attack
	// on the neighbouring lines.
	maxMarks = 8
	// maxJoined is how many emoji one sequence joins. The longest recommended
	// ones (families, kisses) join four.
	maxJoined = 4
	// lookahead is how many bytes decide about one grapheme: more than the
	// longest one that passes, and the character after it.
	lookahead = 256
)

const (
	zwnj         = '\u200c'
	zwj          = '\u200d'
	textStyle    = '\ufe0e' // variation selector 15
	emojiStyle   = '\ufe0f' // variation selector 16
	keycap       = '\u20e3'
	regionalA    = '\U0001f1e6'
	regionalZ    = '\U0001f1ff'
	modifierLow  = '\U0001f3fb'
	modifierHigh = '\U0001f3ff'
)

// grapheme returns how many bytes at the start of s are one grapheme that is
// printed as it is, and its columns. It returns 0 when the first character has
// to be a mark. Where only a part of a grapheme passes, the character after the
// part is never one that could stand alone, and so becomes a mark too.
func grapheme(s string) (size, cols int) {
	s = s[:min(len(s), lookahead)]
	first, n := utf8.DecodeRuneInString(s)
	if n == 1 && first == utf8.RuneError || !standsAlone(first) {
		return 0, 0
	}
	for _, flag := range subdivisionFlags {
		if strings.HasPrefix(s, flag) {
			n = len(flag)
		}
	}
	cluster, cols := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if len(cluster) == n {
		// Alone, a regional indicator or a leading jamo would join the next one.
		if regional(first) || leadingJamo(first) {
			return 0, 0
		}
		return n, cols
	}
	f := follower{s: s, end: len(cluster), at: n, base: first, prev: first}
	if !f.start() {
		return 0, 0
	}
	for f.at < f.end && f.accept() {
	}
	f.dropLooseJoiner()
	if f.at < f.end {
		_, cols = ansi.FirstGraphemeCluster(s[:f.at], ansi.GraphemeWidth)
	}
	return f.at, cols
}

// standsAlone reports whether r can begin a grapheme that is printed: a graphic
// character that neither joins what stands before it nor takes what follows in.
func standsAlone(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= 0x20
	case r >= 0xa1 && r < 0x300:
		return r != 0xad
	case r >= 0x4e00 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3:
		return true
	case unicode.In(r, joining, unicode.Mn, unicode.Mc, unicode.Me, unicode.Other_Default_Ignorable_Code_Point):
		return false
	case unicode.IsGraphic(r):
		return true
	}
	return newEmoji(r)
}

// newEmoji reports whether r is an emoji younger than the Unicode version of
// package unicode, and known to the width tables.
func newEmoji(r rune) bool {
	return r >= 0x1f000 && r < 0x1fb00 && pictographic(r) && ansi.StringWidth(string(r)) == 2
}

// pictographic reports whether r has the property Extended_Pictographic. Only
// such a character takes a joiner and another emoji into its grapheme (rule
// GB11 of UAX 29), so the tables of the segmenter answer.
func pictographic(r rune) bool {
	if r < 0xa9 {
		return false
	}
	probe := string(r) + "\u200d\u2764"
	cluster, _ := ansi.FirstGraphemeCluster(probe, ansi.GraphemeWidth)
	return len(cluster) == len(probe)
}

func regional(r rune) bool { return r >= regionalA && r <= regionalZ }

func modifier(r rune) bool { return r >= modifierLow && r <= modifierHigh }

func leadingJamo(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0xa960 && r <= 0xa97c
}

func vowelJamo(r rune) bool {
	return r > 0x1160 && r <= 0x11a7 || r >= 0xd7b0 && r <= 0xd7c6
}

func trailingJamo(r rune) bool {
	return r >= 0x11a8 && r <= 0x11ff || r >= 0xd7cb && r <= 0xd7fb
}
