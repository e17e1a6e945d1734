package gateway

import (
	"strings"
	"unsafe"
)

// The steps in which a bodyBuffer of unknown final size grows.
const (
	firstSpace  = 32 << 10
	copiedSpace = 4 << 20
)

// bodyBuffer is one flat run of bytes of which published ones never change and
// never move under a reader.
//
// A known size is allocated once. An unknown one grows by copying up to 4 MB,
// where the old arrays stay as they are for whoever still reads them; beyond
// that the whole limit is reserved at once, for doubling would hold up to 2.4
// times the body at its peak. Pages of a reserve that nothing arrives for are
// never touched, so they cost no memory; the collector does count them as live
// heap (BodyState.Held).
//
// That holds only if the allocation is not cleared, which make does whenever
// it is given memory that was used before: measured, it made a second body of
// 10 MB take 230 ms instead of 20. The strings.Builder is the standard
// library's buffer that is append-only, never clears and never changes what
// it has given out.
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

// finish gives back the reserve of a small body: large ones are not worth
// being held twice.
func (b *bodyBuffer) finish() {
	if n := len(b.data); b.builder != nil && n < copiedSpace && b.builder.Cap()-n > n/8 {
		b.move(n)
	}
}
