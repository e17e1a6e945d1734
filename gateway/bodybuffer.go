package gateway

// The steps in which a bodyBuffer of unknown final size grows.
const (
	firstSpace  = 64 << 10
	copiedSpace = 4 << 20
	// publishEvery bounds one read, so that a fast body is seen growing.
	publishEvery = 256 << 10
)

// bodyBuffer is one flat slice whose published bytes never change and never
// move under a reader.
//
// A known size is allocated once. An unknown one grows by copying up to 4 MB,
// where the old arrays stay as they are for whoever still reads them; beyond
// that the whole limit is reserved at once. A fresh large allocation is zero
// pages the process has not touched: only what arrives costs memory, where
// doubling would hold up to 2.4 times the body at its peak. What is reserved
// does count as live heap for the collector (BodyState.Held).
type bodyBuffer struct {
	data  []byte // published up to its length
	exact int    // the final size if it is known
	limit int
}

func (b *bodyBuffer) bytes() []byte { return b.data[:len(b.data):len(b.data)] }

func (b *bodyBuffer) held() int { return cap(b.data) }

// space is room for the next bytes after the published ones; it is empty when
// the limit is reached.
func (b *bodyBuffer) space() []byte {
	n := len(b.data)
	if n == cap(b.data) {
		size := b.nextSize()
		if size <= n {
			return nil
		}
		grown := make([]byte, n, size)
		copy(grown, b.data)
		b.data = grown
	}
	end := min(cap(b.data), n+publishEvery, max(b.limit, b.exact))
	return b.data[n:end]
}

func (b *bodyBuffer) nextSize() int {
	switch n := cap(b.data); {
	case n < b.exact:
		return b.exact
	case n == 0:
		return min(firstSpace, b.limit)
	case n < copiedSpace:
		return min(8*n, copiedSpace, b.limit)
	default:
		return b.limit
	}
}

// publish adds the first n bytes of the space to what readers see.
func (b *bodyBuffer) publish(n int) { b.data = b.data[:len(b.data)+n] }

// finish gives back the reserve of a small body: large ones are not worth
// being held twice.
func (b *bodyBuffer) finish() {
	if n := len(b.data); n < copiedSpace && cap(b.data)-n > n/8 {
		b.data = append(make([]byte, 0, n), b.data...)
	}
}
