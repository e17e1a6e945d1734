package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gatehouse/gateway"
)

const (
	// commandLimit is how long a command may take that has no limit of its
	// own. A person may have to unlock something meanwhile.
	commandLimit = 30 * time.Second
	// commandGrace is how long output may still come once a command has
	// ended, or was killed.
	commandGrace = time.Second
)

// command is a secret that a program prints. It runs without a shell, without
// input and without a terminal, in the folder of the configuration file.
type command struct {
	argv   []string
	folder string
	limit  time.Duration
	// hidden are variables that hold secrets of the same file: a program that
	// fetches one secret has no need of the others.
	hidden []string
}

// String names the program only: its arguments may say more than they should.
func (c *command) String() string {
	if len(c.argv) > 1 {
		return "cmd:" + filepath.Base(c.argv[0]) + " …"
	}
	return "cmd:" + filepath.Base(c.argv[0])
}

// Same reports whether other is the same command in the same folder: String
// does not tell commands apart that differ in their arguments.
func (c *command) Same(other gateway.Source) bool {
	o, ok := other.(*command)
	return ok && c.folder == o.folder && slices.Equal(c.argv, o.argv)
}

// Resolve runs the program and takes what it prints. At the time limit, and
// when ctx ends, it is killed with all that it started. What it writes to
// standard error is not kept, since it may repeat the secret.
func (c *command) Resolve(ctx context.Context) (gateway.Secret, error) {
	limited, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	var out bounded
	cmd := exec.CommandContext(limited, c.argv[0], c.argv[1:]...)
	cmd.Dir = c.folder
	cmd.Env = without(os.Environ(), c.hidden)
	cmd.Stdout = &out
	cmd.WaitDelay = commandGrace
	ownGroup(cmd)
	err := cmd.Run()
	name := filepath.Base(c.argv[0])
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return "", fmt.Errorf("the command %s did not end within %s and was killed: run it in a terminal to see what it waits for, or give it a longer timeout",
			name, shortDuration(c.limit))
	case errors.Is(err, exec.ErrWaitDelay): // ended well, and left a daemon behind that holds its output
	case err != nil:
		return "", fmt.Errorf("the command %s failed (%s): run it in a terminal to see why", name, reason(err))
	}
	if out.over {
		return "", fmt.Errorf("the command %s printed more than 64 KiB: that is no secret", name)
	}
	return clean(out.kept.String(), "the output of the command "+name)
}

// reason is why a command did not run or end well, in the words of the
// system: an exit status or a missing program, never its arguments.
func reason(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ProcessState.String()
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err.Error()
}

// without leaves variables out of a process environment.
func without(environ, names []string) []string {
	return slices.DeleteFunc(environ, func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(names, name)
	})
}

// bounded keeps the first bytes that are written to it and swallows the rest,
// so that the writer is not stopped by it.
type bounded struct {
	kept bytes.Buffer
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := maxSecret - b.kept.Len(); len(p) > room {
		b.over = true
		b.kept.Write(p[:room])
		return len(p), nil
	}
	return b.kept.Write(p)
}
