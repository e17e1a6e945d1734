package jsonview

// The layout rules as a table: what a token does, given what stood before it. The index, the
// lookups and the checker all read this one table, so they cannot disagree.

// Classes of bytes. A token of class word runs on while bytes are of class word, a string runs
// to its closing quote, every other token is one byte.
const (
	word = iota
	space
	quote
	openObject
	openArray
	closeObject
	closeArray
	colon
	comma
)

// class of each byte.
var class = [256]uint8{
	' ': space, '\t': space, '\n': space, '\r': space, '"': quote, '{': openObject, '[': openArray,
	'}': closeObject, ']': closeArray, ':': colon, ',': comma,
}

// What stood before a token.
const (
	afterOpen  = iota // an opening bracket, or nothing at all
	afterKey          // a string where a key belongs
	afterColon        // a colon
	afterValue        // a value, or junk that is treated as one
	afterClose        // a closing bracket
	afterComma        // a comma
)

// Where a token stands. A state is context<<contextShift | what stood before.
const (
	inTop = iota
	inArray
	inObject

	contextShift = 3
	beforeMask   = 1<<contextShift - 1
	stateMask    = 31
)

// action is what a token does. The low five bits are the next state; after a pop its context
// comes from the stack instead.
type action uint16

const (
	startsLine action = 1 << (5 + iota)
	push
	pop
	raise   // the element number rises before the token
	faulty  // the token has no place here
	second  // ... but is well placed in JSON Lines: a further top-level value
	follows // a colon or comma that joins the line

	popShift   = 7
	raiseShift = 8
)

// rules holds the action for each state and class.
var rules = makeRules()

func makeRules() (t [stateMask + 1][16]action) {
	for context := inTop; context <= inObject; context++ {
		for before := afterOpen; before <= afterComma; before++ {
			row := &t[context<<contextShift|before]
			for c := word; c <= comma; c++ {
				switch c {
				case word, quote, openObject, openArray:
					row[c] = valueAction(context, before, c)
				case closeObject, closeArray:
					row[c] = closeAction(context, before, c)
				case colon:
					row[c] = colonAction(context, before)
				case comma:
					row[c] = commaAction(context, before)
				}
			}
		}
	}
	return t
}

func next(context, before int) action { return action(context<<contextShift | before) }

// valueStart: a value starts a line unless it follows a colon. Where no comma stands before it,
// it raises the element number itself: JSON Lines and missing commas need no case of their own.
func valueStart(before int) action {
	switch before {
	case afterColon:
		return 0
	case afterKey, afterValue, afterClose:
		return startsLine | raise
	}
	return startsLine
}

// junk is a token without a place, laid out as a value.
func junk(context, before int) action {
	return valueStart(before) | faulty | next(context, afterValue)
}

func valueAction(context, before, c int) action {
	a := valueStart(before)
	keyPlace := context == inObject && (before == afterOpen || before == afterComma)
	switch {
	case context == inTop && before == afterOpen:
	case context == inTop:
		a |= faulty
		if before == afterValue || before == afterClose {
			a |= second
		}
	case context == inArray && (before == afterOpen || before == afterComma):
	case context == inObject && before == afterColon:
	case keyPlace && c == quote:
		return a | next(context, afterKey)
	default:
		a |= faulty
	}
	switch c {
	case openObject:
		return a | push | next(inObject, afterOpen)
	case openArray:
		return a | push | next(inArray, afterOpen)
	}
	return a | next(context, afterValue)
}

// closeAction: right after its opening bracket a closing one stays on the line, otherwise it
// has its own. The wrong kind closes anyway; with nothing open it is junk.
func closeAction(context, before, c int) action {
	if context == inTop {
		return junk(context, before)
	}
	a := pop | afterClose
	if before != afterOpen {
		a |= startsLine
	}
	right := context == inObject && c == closeObject || context == inArray && c == closeArray
	dangling := before == afterComma || before == afterColon || before == afterKey
	if !right || dangling {
		a |= faulty
	}
	return a
}

// colonAction: a colon joins after a value only. Otherwise a line could open two containers, or
// close one and open one, and folds would lose their meaning.
func colonAction(context, before int) action {
	switch before {
	case afterKey:
		return follows | next(context, afterColon)
	case afterValue:
		return next(context, afterColon) | faulty
	}
	return junk(context, before)
}

// commaAction: a comma ends its line, several stay on it; after an opening bracket it is junk.
func commaAction(context, before int) action {
	if before == afterOpen {
		return junk(context, before)
	}
	a := follows | raise | next(context, afterComma)
	if context == inTop || before == afterComma || before == afterColon || before == afterKey {
		a |= faulty
	}
	return a
}
