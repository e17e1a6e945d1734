package display

import (
	"unicode"
	"unicode/utf8"
)

// follower walks the characters that follow the base of a grapheme and decides
// how many of them are printed with it.
type follower struct {
	s     string // begins with the grapheme
	end   int    // where the segmenter ends the grapheme
	at    int    // where the accepted part ends
	base  rune
	prev  rune // the last accepted character
	marks int  // combining marks, letters joined by a virama and joiners so far
	emoji int  // emoji joined so far
}

// start takes what must follow the base: the second half of a flag, the vowel
// after a leading jamo. It reports false when that is missing.
func (f *follower) start() bool {
	r, n := f.peek(f.at)
	switch {
	case regional(f.base):
		if !regional(r) {
			return false
		}
	case leadingJamo(f.base):
		if !vowelJamo(r) {
			return false
		}
	default:
		return true
	}
	f.take(r, n)
	return true
}

// accept takes the next character, with a joiner the emoji after it too, and
// reports false when it has to be a mark.
func (f *follower) accept() bool {
	r, n := f.peek(f.at)
	following, _ := f.peek(f.at + n)
	switch {
	case r == utf8.RuneError:
		return false
	case r == textStyle || r == emojiStyle:
		if r == emojiStyle && keycapBase(f.prev) && f.at == 1 {
			if following != keycap {
				return false
			}
			break
		}
		if !pictographic(f.prev) {
			return false
		}
	case modifier(r):
		if !unicode.Is(modifierBases, f.prev) {
			return false
		}
	case r == zwj && f.joinsEmoji(following):
		f.emoji++
		if f.emoji >= maxJoined {
			return false
		}
		f.take(r, n)
		r, n = f.peek(f.at)
	case r == zwj || r == zwnj:
		if !f.counted() || !joinsLetters(f.prev, following) {
			return false
		}
	case trailingJamo(r):
		if !vowelJamo(f.prev) && !syllableWithoutTail(f.prev) {
			return false
		}
	case unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return false
	case unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me, unicode.Thai, unicode.Lao):
		if !f.counted() {
			return false
		}
	case unicode.Is(unicode.Lo, r) && !unicode.Is(unicode.Hangul, r):
		// A consonant that a virama draws into the grapheme of the one before.
		if !f.counted() || !unicode.In(f.prev, unicode.Mn, joiners) {
			return false
		}
	default:
		return false
	}
	f.take(r, n)
	return true
}

// peek decodes the character at offset i. A missing or invalid one is
// utf8.RuneError, which no rule accepts.
func (f *follower) peek(i int) (rune, int) { return utf8.DecodeRuneInString(f.s[i:]) }

func (f *follower) take(r rune, n int) {
	f.at += n
	f.prev = r
}

// counted counts one more mark and reports whether the grapheme may have it.
func (f *follower) counted() bool {
	f.marks++
	return f.marks <= maxMarks
}

// joinsEmoji reports whether a joiner here ties an emoji to the emoji following.
func (f *follower) joinsEmoji(following rune) bool {
	return pictographic(following) && pictographic(f.base) &&
		(f.prev == emojiStyle || modifier(f.prev) || pictographic(f.prev))
}

// dropLooseJoiner gives back a joiner at the end when what follows it will be
// drawn as a mark: it then joins nothing.
func (f *follower) dropLooseJoiner() {
	if f.at == f.end || (f.prev != zwj && f.prev != zwnj) {
		return
	}
	const size = len("\u200d")
	before, _ := utf8.DecodeLastRuneInString(f.s[:f.at-size])
	if !unicode.Is(viramas, before) {
		f.at -= size
	}
}

// joinsLetters reports whether a joiner between two characters is part of
// ordinary writing: between letters of one script that uses joiners, or after a
// virama, as RFC 5892 appendix A has it.
func joinsLetters(before, after rune) bool {
	if unicode.Is(viramas, before) {
		return true
	}
	for _, script := range joinerScripts {
		if unicode.Is(script, before) {
			return unicode.In(after, unicode.Letter, unicode.Mark) &&
				unicode.Is(script, after) && !unicode.Is(joining, after)
		}
	}
	return false
}

func keycapBase(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// syllableWithoutTail reports whether r is a Hangul syllable of a leading
// consonant and a vowel, which may take a trailing jamo.
func syllableWithoutTail(r rune) bool {
	return r >= 0xac00 && r <= 0xd7a3 && (r-0xac00)%28 == 0
}
