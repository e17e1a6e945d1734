package display

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// cell is one grapheme of the input as it is drawn.
type cell struct {
	text string // safe to print
	size int    // bytes of the input it stands for
	cols int
	mark bool
}

// next returns the cell at the start of s, which is not empty.
func next(s string) cell {
	if printableASCII(s[0]) && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return cell{text: s[:1], size: 1, cols: 1}
	}
	if n, cols := grapheme(s); n > 0 {
		return cell{text: s[:n], size: n, cols: cols}
	}
	return mark(s)
}

// First returns how many bytes the first character, as a reader counts them, of
// safe text takes. The text is not empty.
func First(s string) int { return next(s).size }

// mark returns the mark for the character at the start of s. Marks are ASCII or
// a control picture, so that nothing can join them from either side.
func mark(s string) cell {
	r, size := utf8.DecodeRuneInString(s)
	var text string
	switch {
	case r == utf8.RuneError && size == 1:
		text = `\x` + hexDigits(uint64(s[0]), 2)
	case r < 0x20:
		return cell{text: string('␀' + r), size: size, cols: 1, mark: true}
	case r == 0x7f:
		return cell{text: "␡", size: size, cols: 1, mark: true}
	default:
		text = "<U+" + strings.ToUpper(hexDigits(uint64(r), 4)) + ">"
	}
	return cell{text: text, size: size, cols: len(text), mark: true}
}

// hexDigits writes v with at least digits digits.
func hexDigits(v uint64, digits int) string {
	s := strconv.FormatUint(v, 16)
	if missing := digits - len(s); missing > 0 {
		return strings.Repeat("0", missing) + s
	}
	return s
}

// cutTo returns a mark of cols columns for a cell that is wider than the whole
// line it should stand on.
func (c cell) cutTo(cols int) cell {
	if c.mark {
		c.text = c.text[:cols] // wide marks are ASCII
	} else {
		c.text = strings.Repeat("~", cols)
	}
	c.cols, c.mark = cols, true
	return c
}

func printableASCII(b byte) bool { return b >= 0x20 && b < 0x7f }

// plainPrefix returns how many bytes at the start of s, at most limit, are
// printable ASCII that no following character joins.
func plainPrefix(s string, limit int) int {
	limit = min(limit, len(s))
	n := 0
	for n < limit && printableASCII(s[n]) {
		n++
	}
	if n > 0 && n < len(s) && s[n] >= utf8.RuneSelf {
		n--
	}
	return n
}
