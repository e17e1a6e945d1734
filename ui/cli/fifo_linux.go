package cli

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// fifo is a named pipe that is open although nobody may write to it yet: what
// waits for that is a Read, which Close interrupts, and not the opening, which
// nothing would.
type fifo struct {
	*os.File
	begun bool // somebody has opened it to write
}

// openFIFO opens a named pipe without waiting for who writes to it.
func openFIFO(name string) (io.ReadCloser, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return &fifo{File: f}, nil
}

// Read waits for who writes: without anybody a read would give the end.
func (f *fifo) Read(p []byte) (int, error) {
	if !f.begun {
		if err := f.awaitWriter(); err != nil {
			return 0, err
		}
		f.begun = true
	}
	return f.File.Read(p)
}

// awaitWriter returns when there are bytes, or all who wrote have gone again.
func (f *fifo) awaitWriter() error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	failed := error(nil)
	err = conn.Read(func(fd uintptr) bool {
		for {
			n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
			if err == unix.EINTR {
				continue
			}
			failed = err
			return n != 0 || err != nil
		}
	})
	if err != nil {
		return err
	}
	return failed
}
