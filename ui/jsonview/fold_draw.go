package jsonview

import "strconv"

// drawFold appends what stands after the opening line of a folded row, between columns from and
// to: from column col on an ellipsis, then the closing line.
func (s *Snapshot) drawFold(dst []Piece, r Row, col, from, to int) []Piece {
	hidden := s.ellipsis(r)
	if lo, hi := window(hidden, from-col, to-col); lo < hi {
		dst = append(dst, Piece{Ellipsis, -1, hidden[lo:hi:hi]})
	}
	col += len(hidden)
	if r.Tail < 0 || col >= to {
		return dst
	}
	dst, _ = s.drawLine(dst, Row{Off: r.Tail, End: r.TailEnd, Closes: true}, from-col, to-col)
	return dst
}

// ellipsis is the text for what a folded row hides, such as " … 3 items, 31 lines ".
func (s *Snapshot) ellipsis(r Row) []byte {
	text := append(make([]byte, 0, 64), " … "...)
	if r.Elements >= 0 {
		one, many := " item", " items"
		if s.startsWithKey(r.End) {
			one, many = " key", " keys"
		}
		text = appendCount(text, r.Elements, one, many)
		if r.Elements == r.Inside {
			return append(text, ' ')
		}
		text = append(text, ", "...)
	}
	text = appendCount(text, r.Inside, " line", " lines")
	return append(text, ' ')
}

func appendCount(b []byte, n int, one, many string) []byte {
	b = appendGrouped(b, n)
	if n == 1 {
		return append(b, one...)
	}
	return append(b, many...)
}

// appendGrouped appends a count in groups of three digits from five digits on,
// as all counts on the screen are: 1024, 20 000.
func appendGrouped(b []byte, n int) []byte {
	digits := strconv.Itoa(n)
	for i := range len(digits) {
		if len(digits) > 4 && i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ' ')
		}
		b = append(b, digits[i])
	}
	return b
}
