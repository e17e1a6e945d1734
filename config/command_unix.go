//go:build unix

package config

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a command a session of its own, so that it cannot draw on
// the terminal that the explorer fills, and so that all it started ends with
// it.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
