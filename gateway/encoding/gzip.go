package encoding

import (
	"compress/gzip"
	"errors"
	"io"
)

// gzipEngine reads one member after another, as RFC 1952 section 2.2 has it.
var gzipEngine = engine{
	open: func(r io.Reader) (io.ReadCloser, error) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, err
		}
		return z, nil
	},
	fault: func(err error) string {
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return "the data ends too early"
		case errors.Is(err, gzip.ErrHeader):
			return "the data is not gzip, or something else follows it"
		case errors.Is(err, gzip.ErrChecksum):
			return "the data is corrupt: the checksum does not match"
		}
		return "the data is corrupt"
	},
}
