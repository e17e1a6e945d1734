// Package jsonview turns the bytes of a response body into display lines: JSON laid out as
// json.Indent would, plain text, and hex. It knows no screen and no colour.
//
// A body is one byte slice that may still be growing. An [Index] is fed by one goroutine and
// hands out immutable [Document] values, which anyone may read while the index goes on. A
// Document answers which lines there are ([Document.Rows]) and what stands on them
// ([Document.Draw]); drawing stops after what fits, so a line of 50 MB costs no more than
// a short one.
//
// [Folds] are which lines of a JSON document are hidden; they answer by rows instead of lines.
//
// A [Search] finds a [Pattern] on the lines of a document, and keeps how many hits there are in
// each stretch of it: the hits themselves are found again when they are asked for.
//
// The JSON layout is a total function: every byte that is not insignificant whitespace is on
// exactly one line, in order and as sent, however damaged the document is. Key order, digits,
// duplicate keys and escapes are never altered. Faults are reported beside the lines
// ([Snapshot.Fault] for the structure, [Checker] for every detail), never instead of them.
//
// A list is also to be had as rows and columns, and CSV likewise: [TableOf].
//
// Texts returned by this package are the server's raw bytes; making them safe for a terminal
// is the caller's duty.
package jsonview
