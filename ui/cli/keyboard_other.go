//go:build !unix

package cli

import "os"

// keyboard opens the console's input, which has this name in Windows.
func keyboard() (*os.File, error) { return os.OpenFile("CONIN$", os.O_RDWR, 0) }
