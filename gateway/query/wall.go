//go:build linux || darwin

package query

import "syscall"

// wall makes the system refuse this process memory far beyond its limit: a
// single step may ask for gigabytes before anybody looks. The room over the
// limit is for what the runtime sets aside and does not use. A system that does
// not know the limit leaves it to the watch.
func wall(memory int64) {
	most := uint64(memory) + 256<<20
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: most, Max: most})
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) // a body stays in memory
}
