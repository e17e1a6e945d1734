package jsonview

// kindAt is the kind of the value at off.
func (t *ListTable) kindAt(off int) CellKind {
	b := t.s.body
	switch class[b[off]] {
	case quote:
		return StringCell
	case openObject:
		return ObjectCell
	case openArray:
		return ListCell
	case word:
		ahead := b[off:min(len(b), off+lookAhead)]
		end := wordEnd(ahead, 0)
		return wordCells[wordKind(ahead[:end], end < len(ahead) || t.s.done && off+end == len(b))]
	}
	return JunkCell
}

// wordCells is the kind of a cell for each kind of word.
var wordCells = [...]CellKind{Number: NumberCell, Bool: BoolCell, Null: NullCell, Junk: JunkCell}

// Draw implements [Table].
func (t *ListTable) Draw(dst []Piece, c Cell, max int) ([]Piece, bool) {
	switch c.Kind {
	case NoCell:
		return dst, true
	case ListCell, ObjectCell:
		return t.compact(dst, c.Off, max)
	case StringCell:
		return t.token(dst, String, c.Off+1, max)
	case NumberCell:
		return t.token(dst, Number, c.Off, max)
	case BoolCell:
		return t.token(dst, Bool, c.Off, max)
	case NullCell:
		return t.token(dst, Null, c.Off, max)
	}
	return t.token(dst, Junk, c.Off, max)
}

// token draws a word, or the inside of a string, from off on.
func (t *ListTable) token(dst []Piece, kind Kind, off, most int) ([]Piece, bool) {
	b := t.s.body
	ahead := b[:min(len(b), off+most+lookAhead)]
	var end int
	whole := true
	switch {
	case kind == String:
		if end, whole = stringEnd(ahead, off); whole {
			end--
		} else {
			end, whole = len(ahead), len(ahead) == len(b)
		}
	case class[b[off]] == word:
		end = wordEnd(ahead, off)
	default:
		end = off + 1
	}
	if end-off > most {
		end, whole = runeStart(b, off+most), false
	}
	if end > off {
		dst = append(dst, Piece{kind, off, b[off:end:end]})
	}
	return dst, whole
}

// compact draws a list or object without its whitespace. Of the body it passes no more than
// markBytes beyond what it draws.
func (t *ListTable) compact(dst []Piece, p, most int) ([]Piece, bool) {
	b := t.s.body
	limit := min(len(b), p+most+markBytes)
	for depth := 0; ; {
		if p = spaceEnd(b[:limit], p); p == limit || most <= 0 {
			return dst, p == len(b)
		}
		c := class[b[p]]
		ahead := b[:min(limit, p+most+1)]
		end, closed := tokenEnd(ahead, p, c)
		if !closed && len(ahead) == len(b) {
			end, closed = len(b), true // it ends with the body
		}
		whole := closed && end-p <= most
		if !whole {
			end = runeStart(b, min(p+most, limit))
		}
		if end > p {
			dst = append(dst, Piece{tokenKind(b, p, end, whole), p, b[p:end:end]})
		}
		switch c {
		case openObject, openArray:
			depth++
		case closeObject, closeArray:
			depth--
		}
		if depth == 0 || !whole {
			return dst, whole
		}
		most -= end - p
		p = end
	}
}

// tokenKind is the kind of the token b[p:end].
func tokenKind(b []byte, p, end int, whole bool) Kind {
	switch class[b[p]] {
	case quote:
		if isKey(b, p) {
			return Key
		}
		return String
	case word:
		return wordKind(b[p:end], whole)
	}
	return Punct
}

// Extent implements [Table].
func (t *ListTable) Extent(c Cell) (from, to int) {
	if c.Kind == NoCell {
		return 0, 0
	}
	b, off := t.s.body, c.Off
	switch class[b[off]] {
	case openObject, openArray:
		return off, t.endOf(off)
	case quote:
		if end, closed := stringEnd(b, off+1); closed {
			return off, end
		}
		return off, len(b)
	case word:
		return off, wordEnd(b, off)
	}
	return off, off + 1
}

// endOf is the offset after the container that opens at off.
func (t *ListTable) endOf(off int) int {
	b := t.s.body
	if p := spaceEnd(b, off+1); p < len(b) && (b[p] == ']' || b[p] == '}') {
		return p + 1
	}
	end, closed := t.s.End(t.s.LineAt(off))
	if !closed {
		return len(b)
	}
	return t.s.row(end).Off + 1
}

// text implements [Table].
func (t *ListTable) text(c Cell) text {
	if c.Kind == StringCell {
		return text{b: t.s.body[c.Off+1:], escape: '\\', open: true}
	}
	from, to := t.Extent(c)
	return text{b: t.s.body[from:to]}
}
