package jsonview

// FaultKind says what is wrong with a document.
type FaultKind uint8

// The faults. Those up to Truncated are faults of structure, which the index finds by itself;
// the rest are faults of spelling, which a [Checker] finds.
const (
	Misplaced FaultKind = iota + 1
	MissingComma
	MissingColon
	MissingKey
	MissingValue
	TrailingComma
	WrongBracket
	NothingOpen
	SecondValue
	Truncated
	BadValue
	BadNumber
	BadLiteral
	BadEscape
	ControlByte
)

var faultTexts = [...]string{
	Misplaced:     "this has no place here",
	MissingComma:  "a comma is missing before this",
	MissingColon:  "a colon must follow the key",
	MissingKey:    "a key must be a string",
	MissingValue:  "a value is missing before this",
	TrailingComma: "a comma must not stand before a closing bracket",
	WrongBracket:  "the wrong bracket closes here",
	NothingOpen:   "this closes nothing",
	SecondValue:   "a second value follows the end of the document",
	Truncated:     "the document ends too early",
	BadValue:      "this is no JSON value",
	BadNumber:     "this is no JSON number",
	BadLiteral:    "this is neither true, false nor null",
	BadEscape:     "this is no escape sequence of JSON",
	ControlByte:   "a raw control byte must not stand in a string",
}

// String says in plain words what is wrong.
func (k FaultKind) String() string {
	if int(k) < len(faultTexts) {
		return faultTexts[k]
	}
	return ""
}

// Fault is the first place where a document is not JSON.
type Fault struct {
	Off  int // offset of the first byte that does not fit; the body's length when Truncated
	Kind FaultKind
}

// faultKind names the fault of a token of class c in a state whose rule is faulty.
func faultKind(state uint8, c uint8) FaultKind {
	context, before := int(state>>contextShift), int(state&beforeMask)
	switch {
	case context == inTop && (c == closeObject || c == closeArray):
		return NothingOpen
	case context == inTop && before != afterColon && before != afterComma && c != colon && c != comma:
		return SecondValue
	case context == inTop:
		return Misplaced
	case before == afterKey:
		return MissingColon
	case before == afterColon:
		return MissingValue
	}
	switch c {
	case closeObject, closeArray:
		if before == afterComma {
			return TrailingComma
		}
		return WrongBracket
	case comma:
		return MissingValue
	}
	switch {
	case context == inObject && (before == afterOpen || before == afterComma):
		return MissingKey
	case c == colon:
		return Misplaced
	}
	return MissingComma
}
