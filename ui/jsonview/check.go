package jsonview

import "encoding/binary"

// Checker finds the first place where a body is not JSON, to the last detail: structure, numbers,
// literals, escapes, control bytes in strings. It agrees with encoding/json about validity and
// place, save that it allows a byte order mark and any depth. Like an [Index] it is fed pieces
// of a growing body and belongs to one goroutine at a time. One pass is cheap enough for a
// background command, not for a frame.
type Checker struct {
	format Format
	body   []byte
	pos    int
	state  uint8
	depth  int
	stack  stack
	inside uint8 // class of the token it is in the middle of: quote, word, or none
	word   spelling
	escape uint8 // inside an escape: 'u' and the digits still due, see escapeStep
	begun  bool  // there was a token
	fault  Fault
}

// NewChecker is a checker for JSON, or for JSONLines, where further top-level values are welcome.
func NewChecker(f Format) *Checker { return &Checker{format: f, inside: none} }

// Feed checks up to max further bytes of body, which is everything received so far, and returns
// how many it took. After a fault it takes the rest unseen.
func (c *Checker) Feed(body []byte, max int) int {
	had := len(c.body)
	n := min(max, len(body)-had)
	c.body = body[: had+n : had+n]
	if c.pos < len(byteOrderMark) && !c.skipByteOrderMark() {
		return n
	}
	c.run()
	return n
}

// Finish says that the body ends here.
func (c *Checker) Finish() {
	c.run()
	whole := c.depth == 0 && (c.begun || c.format == JSONLines) &&
		(c.inside == none || c.inside == word && c.word.complete())
	if !whole {
		c.fail(len(c.body), Truncated)
	}
}

// Fault is the first fault so far.
func (c *Checker) Fault() (Fault, bool) { return c.fault, c.fault.Kind != 0 }

func (c *Checker) fail(off int, kind FaultKind) {
	if c.fault.Kind == 0 {
		c.fault = Fault{off, kind}
	}
}

// skipByteOrderMark is as [Indexer.skipByteOrderMark].
func (c *Checker) skipByteOrderMark() bool {
	n := min(len(c.body), len(byteOrderMark))
	if c.pos > 0 || string(c.body[:n]) != byteOrderMark[:n] {
		return true
	}
	if n < len(byteOrderMark) {
		return false
	}
	c.pos = n
	return true
}

// run checks what was fed, until the first fault.
func (c *Checker) run() {
	b := c.body
	for c.pos < len(b) && c.fault.Kind == 0 {
		switch c.inside {
		case quote:
			c.inString(b)
		case word:
			c.inWord(b)
		default:
			if c.pos = spaceEnd(b, c.pos); c.pos < len(b) {
				c.token(b[c.pos])
			}
		}
	}
}

// token checks that the token which begins with byte ch has its place, and enters it.
func (c *Checker) token(ch byte) {
	cl := class[ch]
	before := c.state
	a := rules[before&stateMask][cl&15]
	if a&faulty != 0 && (a&second == 0 || c.format != JSONLines) {
		kind := faultKind(before, cl)
		c.fail(c.pos, kind)
		return
	}
	c.begun = true
	c.state = uint8(a) & stateMask
	if a&pop != 0 {
		c.depth--
		_, context := c.stack.pop(c.depth)
		c.state |= context << contextShift
	}
	if a&push != 0 {
		c.stack.push(c.depth, stackEntry(0, before>>contextShift))
		c.depth++
	}
	switch cl {
	case quote:
		c.inside = quote
	case word:
		var ok bool
		if c.word, ok = spell(ch); !ok {
			c.fail(c.pos, BadValue)
			return
		}
		c.inside = word
	}
	c.pos++
}

// inWord checks the rest of a number or literal.
func (c *Checker) inWord(b []byte) {
	p := c.pos
	for p < len(b) && class[b[p]] == word {
		if !c.word.step(b[p]) {
			c.fail(p, c.word.fault())
			return
		}
		p++
	}
	c.pos = p
	if p < len(b) {
		if !c.word.complete() {
			c.fail(p, c.word.fault())
		}
		c.inside = none
	}
}

// inString checks the rest of a string.
func (c *Checker) inString(b []byte) {
	p := c.pos
	for p < len(b) {
		if c.escape != 0 {
			if !c.escapeStep(b[p]) {
				c.fail(p, BadEscape)
				return
			}
			p++
			continue
		}
		for p+8 <= len(b) && plainString(binary.LittleEndian.Uint64(b[p:])) {
			p += 8
		}
		if p == len(b) {
			break
		}
		switch ch := b[p]; {
		case ch == '"':
			c.inside = none
			c.pos = p + 1
			return
		case ch == '\\':
			c.escape = '\\'
		case ch < ' ':
			c.fail(p, ControlByte)
			return
		}
		p++
	}
	c.pos = p
}

// plainString tells whether none of eight bytes is a quote, a backslash or a control byte.
func plainString(v uint64) bool {
	control := (v - eachSpace) &^ v & highBits
	return zeroes(v^eachQuote)|zeroes(v^eachSlash)|control == 0
}

// escapeStep takes the next byte of an escape. The field escape is a backslash when that was the
// last byte, then the number of hex digits still due, then 0.
func (c *Checker) escapeStep(ch byte) bool {
	if c.escape == '\\' {
		switch ch {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			c.escape = 0
			return true
		case 'u':
			c.escape = 4
			return true
		}
		return false
	}
	c.escape--
	return '0' <= ch && ch <= '9' || 'a' <= ch && ch <= 'f' || 'A' <= ch && ch <= 'F'
}
