package jsonview

// The index is a list of blocks of about blockBytes of body, each beginning at a line start.
// Everything else is found by lexing at most a block or two again.
const (
	blockBytes = 4096
	levels     = 16 // levels for which a block counts its lines
	// levelRing is more than the levels that a block's lines can have: it has at most one line
	// per byte, and from line to line the depth changes by one.
	levelRing = 2 * blockBytes
	groupSize = 64 // blocks per entry of the table of least depths
)

// block is what is kept of a stretch of lines. A closed block never changes.
type block struct {
	off   uint64 // of its first line
	line  uint32 // number of its first line
	depth int32  // of its first line
	least int32  // least depth of a line in the block
	// Element numbers within the container: of the first line, and of the first line of depth
	// least. They restart after 2^32.
	ordFirst uint32
	ordLeast uint32
	state    uint8 // what stood before its first line
	closing  bool  // its first line closes a container
	// upTo counts the lines up to level least+n, where a line's level is its depth, plus one when
	// it closes a container: folding at depth n leaves the lines of level n and less.
	upTo [levels]uint16
}

// count fills upTo from the number of lines of each level, modulo levelRing.
func (b *block) count(perLevel *[levelRing]uint16) {
	sum := uint16(0)
	for i := range b.upTo {
		sum += perLevel[(int(b.least)+i)%levelRing]
		b.upTo[i] = sum
	}
}
