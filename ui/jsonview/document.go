package jsonview

// Kind says what a [Piece] is, for colouring.
type Kind uint8

// The kinds of pieces. Offset, Hex and ASCII occur in hex views only, Plain in text only.
const (
	Space    Kind = iota // layout made when drawn; no bytes of the body
	Key                  // a string followed by a colon
	String               // any other string
	Number               // a number spelled as JSON wants it
	Bool                 // true or false
	Null                 // null
	Punct                // brackets, colon, comma
	Junk                 // bytes that have no place in JSON, as sent
	Plain                // a line of plain text
	Offset               // hex view: the row's offset
	Hex                  // hex view: the bytes
	ASCII                // hex view: the bytes as printable ASCII
	Ellipsis             // stands for what a folded row hides; no bytes of the body
)

// Row is one display line.
type Row struct {
	Line   int  // number of the line, from 0
	Depth  int  // levels of indent
	Off    int  // offset in the body of the first byte on the line
	End    int  // offset of the next line, or of the end of what has arrived
	Opens  bool // the line opens a container that has lines inside
	Closes bool // the line closes such a container

	// The rest is of rows of [Folds] only.
	Folded   bool // the line opens a container whose lines are hidden
	Inside   int  // number of lines in between, without the closing one
	Elements int  // how many elements or members it has so far, -1 where that is not known
	Tail     int  // offset of its closing line, -1 while that has not come
	TailEnd  int  // where the closing line ends, as End
}

// Piece is a run of bytes of one kind on a line. Text is part of the body (or a fresh slice in
// hex views) and must not be changed; Off is where it stands in the body, -1 for layout.
type Piece struct {
	Kind Kind
	Off  int
	Text []byte
}

// Document is an immutable view of what has arrived of a body. All methods are safe to call
// from anywhere, also while the [Index] it came from is fed.
type Document interface {
	// Lines is the number of display lines so far. A line keeps its number for ever; only the
	// last one may still grow.
	Lines() int
	// Bytes is how much of the body the lines cover.
	Bytes() int
	// Done reports that nothing more will arrive.
	Done() bool
	// Rows appends up to n rows from line first on to dst; fewer where the document ends.
	Rows(dst []Row, first, n int) []Row
	// Draw appends the pieces of a row's text to dst, beginning at byte from of the text and
	// max bytes long at most. The text has no indent: that is the caller's, from Row.Depth. Cuts
	// fall between runes. The text of a folded row is that of its opening line, an ellipsis with
	// counts, and that of its closing line. To scroll a short line sideways by exact columns, draw it from 0 and
	// cut what is shown; for a giant line, let from follow the scroll position.
	Draw(dst []Piece, r Row, from, max int) []Piece
	// LineAt is the last line that starts at or before offset off, 0 when there is none.
	LineAt(off int) int
}

// Index reads a growing body and makes Documents of it. It belongs to one goroutine at a time.
type Index interface {
	// Feed takes up at most max further bytes and returns how many it took. Body is everything
	// received so far; what was fed once must not change. The slice may move between calls, and a
	// call with max 0 only takes over the new one.
	Feed(body []byte, max int) int
	// Finish says that nothing more will be fed.
	Finish()
	// Document is a view of all that was fed.
	Document() Document
}

// NewIndex is the index for a format: JSON lines, text lines or rows of hex.
func NewIndex(f Format) Index {
	switch f {
	case JSON, JSONLines:
		return NewIndexer(f)
	case Binary:
		return &HexIndex{}
	}
	return &TextIndex{}
}

var (
	_ Document = (*Snapshot)(nil)
	_ Document = (*TextSnapshot)(nil)
	_ Document = HexSnapshot{}
)
