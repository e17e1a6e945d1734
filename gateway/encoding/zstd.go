package encoding

import (
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"
)

// maxWindow is the largest window that a zstd content encoding may ask for,
// RFC 9659 section 3.
const maxWindow = 8 << 20

// zstdEngine reads one frame after another in the caller's goroutine.
var zstdEngine = engine{
	open: func(r io.Reader) (io.ReadCloser, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	},
	fault: func(err error) string {
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return "the data ends too early"
		case errors.Is(err, zstd.ErrMagicMismatch):
			return "the data is not zstd, or something else follows it"
		case errors.Is(err, zstd.ErrCRCMismatch):
			return "the data is corrupt: the checksum does not match"
		case errors.Is(err, zstd.ErrWindowSizeExceeded):
			return "the data needs a window of more than 8 MiB, which RFC 9659 forbids"
		}
		return "the data is corrupt"
	},
}
