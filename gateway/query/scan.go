package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// BodyError is a body that is not JSON, at the place that was read last.
// Results that came before it are of what stands before it.
type BodyError struct {
	Offset int // in bytes
	Reason string
}

func (e *BodyError) Error() string {
	return fmt.Sprintf("the body is not JSON at byte %d: %s", e.Offset, e.Reason)
}

// errEnd is within a BodyError that stands for a body that ends too early.
var errEnd = errors.New("it ends in the middle of a value")

// scanner goes along a body.
type scanner struct {
	body string
	pos  int
}

func (s *scanner) fail(reason string) error {
	if s.pos >= len(s.body) {
		return s.cut()
	}
	return &BodyError{s.pos, reason}
}

func (s *scanner) cut() error {
	s.pos = len(s.body)
	return &BodyError{s.pos, errEnd.Error()}
}

// space passes white space, and reports whether there is anything behind it.
func (s *scanner) space() bool {
	for s.pos < len(s.body) {
		switch s.body[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return true
		}
	}
	return false
}

// sees passes white space and reports whether c is next.
func (s *scanner) sees(c byte) bool { return s.space() && s.body[s.pos] == c }

// takes passes white space and c, if that is next.
func (s *scanner) takes(c byte) bool {
	if !s.sees(c) {
		return false
	}
	s.pos++
	return true
}

// text passes a string and returns it with its quotes, and whether it is what it
// looks like: without escapes and of ASCII. Its place is that of the opening
// quote.
func (s *scanner) text() (raw string, plain bool, err error) {
	plain = true
	b, start := s.body, s.pos
	for i := start + 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			s.pos = i + 1
			return b[start : i+1], plain, nil
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			s.pos = i
			return "", false, s.fail("there is a raw control character in a text")
		case c >= 0x80:
			plain = false
		}
	}
	return "", false, s.cut()
}

// string passes a string and returns what it stands for.
func (s *scanner) string() (string, error) {
	start := s.pos
	raw, plain, err := s.text()
	if err != nil {
		return "", err
	}
	if plain {
		return raw[1 : len(raw)-1], nil
	}
	var value string
	if err := json.Unmarshal([]byte(raw), &value); err != nil {
		s.pos = start
		return "", s.fail("there is a wrong escape in the text that begins here")
	}
	return value, nil
}

// skip passes a value without checking more of it than its brackets and quotes.
func (s *scanner) skip() error {
	if !s.space() {
		return s.cut()
	}
	switch s.body[s.pos] {
	case '{', '[':
	case '"':
		_, _, err := s.text()
		return err
	case ',', ':', '}', ']':
		return s.fail("a value was expected")
	default:
		for s.pos < len(s.body) && !ends[s.body[s.pos]] {
			s.pos++
		}
		return nil
	}
	depth := 0
	for i, b := s.pos, s.body; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				s.pos = i + 1
				return nil
			}
		case '"':
			if i = closing(b, i); i < 0 {
				return s.cut()
			}
		}
	}
	return s.cut()
}

// ends are the bytes that end a number or a name.
var ends = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, ',': true, ':': true, ']': true, '}': true, '[': true, '{': true, '"': true}

// closing is the place of the quote that closes the one at i, -1 for none.
func closing(b string, i int) int {
	for {
		n := strings.IndexByte(b[i+1:], '"')
		if n < 0 {
			return -1
		}
		i += 1 + n
		slashes := 0
		for b[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
}

// follow goes from the value that is next to the one that path leads to, by
// members of objects; of members that have the same key the last one counts. The
// scanner is then behind the whole value, and found is where the one looked for
// begins, -1 if the path does not lead there. A body that ends too early is
// taken as far as it goes.
func (s *scanner) follow(path []string) (found int, err error) {
	if !s.space() {
		return -1, s.cut()
	}
	if len(path) == 0 {
		found = s.pos
		return found, s.skip()
	}
	if !s.takes('{') {
		return -1, s.skip()
	}
	found = -1
	for first := true; !s.takes('}'); first = false {
		if !first && !s.takes(',') {
			return found, s.fail("a comma or } was expected")
		}
		if !s.sees('"') {
			return found, s.fail("the key of a member was expected")
		}
		key, err := s.string()
		if err != nil {
			return found, err
		}
		if !s.takes(':') {
			return found, s.fail("a colon was expected behind a key")
		}
		if key != path[0] {
			if err := s.skip(); err != nil {
				return found, err
			}
			continue
		}
		if found, err = s.follow(path[1:]); err != nil {
			return found, err
		}
	}
	return found, nil
}
