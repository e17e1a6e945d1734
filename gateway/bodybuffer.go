package gateway

import (
	"strings"
	"unsafe"
)

// The steps in which a bodyBuffer of unknown final size grows.
const (
	firstSpace  = 32 << 10
	copiedSpace = 16 << 20
)

// bodyBuffer is one flat run of bytes of which published ones never change and
// never move under a reader.
//
// A known size is allocated once. An unknown one grows eightfold by copying up
// to 16 MB, where the old arrays stay as they are for whoever still reads them;
// beyond that the whole limit is reserved at once, for doubling would hold up
// to 2.4 times the body at its peak. A body of up to 16 MB is moved to an array
// of its size at its end. The reserve of a larger one is kept: what nothing
// arrives for is never touched and takes no memory of the machine, but the
// collector counts it as live heap (BodyState.Held) and lets the program use
// that much more before it runs.
//
// That holds only if the reserve is not cleared, which make does whenever it is
// given memory that was used before: measured, that takes 20 to 200 ms for
// 256 MB, and all of it is then in use. A strings.Builder is append-only and
// never changes what it has given out, which it promises; nor does it clear
// what it allocates, which it does not promise (it is so in Go 1.26). Were that
// to change, a large body would take longer and more memory, and nothing else.
type bodyBuffer struct {
	builder *strings.Builder // nil until the first byte
	data    []byte           // what it holds
	exact   int              // the final size if it is known
	limit   int
}

func (b *bodyBuffer) bytes() []byte { return b.data[:len(b.data):len(b.data)] }

func (b *bodyBuffer) held() int {
	if b.builder == nil {
		return len(b.data)
	}
	return b.builder.Cap()
}

// append adds bytes and reports whether some were left out at the limit.
func (b *bodyBuffer) append(p []byte) (cut bool) {
	if room := b.limit - len(b.data); len(p) > room {
		p, cut = p[:room], true
	}
	if need := len(b.data) + len(p); b.builder == nil || need > b.builder.Cap() {
		b.move(b.sizeFor(need))
	}
	b.builder.Write(p)
	b.publish()
	return cut
}

func (b *bodyBuffer) sizeFor(need int) int {
	switch {
	case need <= b.exact:
		return b.exact
	case need <= firstSpace:
		return min(firstSpace, b.limit)
	case need <= copiedSpace:
		return min(max(8*len(b.data), need), copiedSpace, b.limit)
	}
	return b.limit
}

// move continues in another array; the old one is left to its readers.
func (b *bodyBuffer) move(size int) {
	b.builder = &strings.Builder{}
	b.builder.Grow(size)
	b.builder.Write(b.data)
	b.publish()
}

// publish shows what the builder holds. The slice shares the memory of a
// string: reading is all that may be done with it, as BodyState says.
func (b *bodyBuffer) publish() {
	s := b.builder.String()
	b.data = unsafe.Slice(unsafe.StringData(s), len(s))
}

// finish gives back the reserve of a body that may be held twice for a moment.
func (b *bodyBuffer) finish() {
	if n := len(b.data); b.builder != nil && n <= copiedSpace && b.builder.Cap()-n > n/8 {
		b.move(n)
	}
}
