//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
)

// refuseLargeFiles makes a write beyond the largest file that the process may
// have (ulimit -f) fail with EFBIG, as on a full disk. By default the system
// kills the process for it, and leaves the terminal as the explorer had it.
// Programs that are started do not inherit this.
func refuseLargeFiles() { signal.Notify(make(chan os.Signal, 1), syscall.SIGXFSZ) }
