//go:build unix

package cli

import "os"

// keyboard opens the terminal that controls the process (POSIX, XBD 10.1).
func keyboard() (*os.File, error) { return os.OpenFile("/dev/tty", os.O_RDWR, 0) }
