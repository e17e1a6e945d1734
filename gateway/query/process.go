package query

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Runner starts a filter on a body and returns its results as they come. Reading
// ends with io.EOF, or with what kept the filter from its end: see [Run] and
// [LimitError]. Whoever gets a reader closes it; closing it, and the end of ctx,
// stop the filter within 100 ms. The body must not change meanwhile.
type Runner func(ctx context.Context, body []byte, f *Filter) io.ReadCloser

// Process runs filters in child processes, which get the filter and the body by
// standard input, have no environment and open no files. One that outgrows its
// memory dies alone.
type Process struct {
	// Path and Args start a process that calls [Serve] and nothing else.
	Path string
	Args []string
	// Limits are those for a body of this size; nil for [DefaultLimits].
	Limits func(body int) Limits
}

// Run is a [Runner].
func (p *Process) Run(ctx context.Context, body []byte, f *Filter) io.ReadCloser {
	limits := DefaultLimits
	if p.Limits != nil {
		limits = p.Limits
	}
	order := order{Filter: f.text, Size: len(body), Limits: limits(len(body))}
	ctx, kill := context.WithCancel(ctx)
	c := &child{ctx: ctx, kill: kill, limits: order.Limits}
	if err := c.start(p, order, body); err != nil {
		kill()
		c.ended = fmt.Errorf("the filter's process did not start: %w", err)
	}
	return c
}

// order is what a child is to do; the body follows it.
type order struct {
	Filter string
	Size   int
	Limits Limits
}

// child is a process that runs a filter.
type child struct {
	ctx    context.Context
	kill   context.CancelFunc
	limits Limits
	cmd    *exec.Cmd
	out    io.ReadCloser
	said   bounded
	fed    chan struct{} // closed when the body was handed over, or cannot be

	once  sync.Once
	ended error // valid once it has ended
}

func (c *child) start(p *Process, o order, body []byte) error {
	c.cmd = exec.CommandContext(c.ctx, p.Path, p.Args...)
	c.cmd.Env = []string{} // nil would hand on this process's
	if zone, set := os.LookupEnv("TZ"); set {
		c.cmd.Env = append(c.cmd.Env, "TZ="+zone) // for localtime
	}
	c.cmd.Stderr = &c.said
	c.cmd.WaitDelay = time.Second
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return err
	}
	if c.out, err = c.cmd.StdoutPipe(); err != nil {
		return err
	}
	head, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := c.cmd.Start(); err != nil {
		return err
	}
	c.fed = make(chan struct{})
	go func() {
		defer close(c.fed)
		// A child that does not take all of it says why by its end. The pipe
		// stays open: its end would tell the child that nobody waits.
		if _, err := in.Write(append(head, '\n')); err == nil {
			_, _ = in.Write(body)
		}
	}()
	return nil
}

// Read reads results; its error says how the filter ended.
func (c *child) Read(p []byte) (int, error) {
	if c.fed == nil {
		return 0, c.ended
	}
	n, err := c.out.Read(p)
	if err == nil {
		return n, nil
	}
	c.end()
	return n, c.ended
}

// Close stops the filter, if it has not ended, and awaits its end. It may be
// called while a Read waits, and more than once.
func (c *child) Close() error {
	c.kill()
	if c.fed != nil {
		c.end()
	}
	return nil
}

// end awaits the process and finds out how it ended.
func (c *child) end() {
	c.once.Do(func() {
		err := c.cmd.Wait()
		stopped := c.ctx.Err()
		<-c.fed
		c.kill()
		c.ended = c.verdict(err, stopped)
	})
}

// verdict is how the process ended, by its last words and the way it went.
func (c *child) verdict(err, stopped error) error {
	var last report
	switch {
	case json.Unmarshal(c.said.kept.Bytes(), &last) == nil && last.End != "":
		return last.error(c.limits)
	case stopped != nil:
		return stopped
	case outgrown(c.said.kept.String()):
		return &LimitError{Kind: LimitMemory, Bytes: c.limits.Memory}
	case err != nil:
		return fmt.Errorf("the filter's process broke off (%w): the results are not whole", err)
	}
	return errors.New("the filter's process ended without a word: the results are not whole")
}

// outgrown reports whether these are the last words of a Go program that got no
// more memory, or called itself too deep. Where the system refuses memory to
// the runtime itself, that does not always notice before it falls.
func outgrown(words string) bool {
	for _, sign := range []string{"out of memory", "cannot allocate memory", "stack exceeds", "stack overflow"} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return strings.HasPrefix(words, "SIGSEGV") || strings.HasPrefix(words, "fatal error: runtime")
}

// bounded keeps the first bytes that are written to it and swallows the rest.
type bounded struct{ kept bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	const most = 64 << 10
	b.kept.Write(p[:max(0, min(len(p), most-b.kept.Len()))])
	return len(p), nil
}
