//go:build !linux

package cli

import (
	"io"
	"os"
)

// openFIFO opens a named pipe in the background, so that nothing waits for who
// writes to it but a Read. Here nothing surely interrupts the opening: after
// Close it goes on until somebody writes.
func openFIFO(name string) (io.ReadCloser, error) {
	from, to := io.Pipe()
	go func() {
		f, err := os.Open(name)
		if err == nil {
			_, err = io.Copy(to, f)
			_ = f.Close()
		}
		_ = to.CloseWithError(err)
	}()
	return from, nil
}
