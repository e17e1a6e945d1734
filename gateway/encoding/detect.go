package encoding

import "bytes"

// magics are the first bytes of each encoding: RFC 1952 section 2.3.1, with the
// one compression method there is, and RFC 8878 section 3.1.1.
var magics = []struct {
	encoding string
	magic    []byte
}{
	{"gzip", []byte{0x1f, 0x8b, 8}},
	{"zstd", []byte{0x28, 0xb5, 0x2f, 0xfd}},
}

// Detect names the encoding of data by its first bytes, "" for none that a
// decoder of this package undoes. More says that these few may still become the
// beginning of one.
func Detect(head []byte) (encoding string, more bool) {
	for _, m := range magics {
		switch {
		case bytes.HasPrefix(head, m.magic):
			return m.encoding, false
		case bytes.HasPrefix(m.magic, head):
			more = true
		}
	}
	return "", more
}
