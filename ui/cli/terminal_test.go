//go:build unix

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// patience is how long a test waits for something that must come. It is no
// measure of speed: a machine with much else to do must not fail a test.
const patience = 30 * time.Second

// binaries are the programs that were built in this run, by build tags.
var binaries struct {
	sync.Mutex
	folder string
	paths  map[string]string
}

// binary builds the real program, once a run for each set of build tags.
func binary(t testing.TB, tags string) string {
	t.Helper()
	binaries.Lock()
	defer binaries.Unlock()
	if path := binaries.paths[tags]; path != "" {
		return path
	}
	if binaries.folder == "" {
		folder, err := os.MkdirTemp("", "gatehouse-terminal-test-")
		if err != nil {
			t.Fatal(err)
		}
		binaries.folder, binaries.paths = folder, map[string]string{}
	}
	path := filepath.Join(binaries.folder, "gatehouse"+tags)
	if out, err := exec.Command("go", "build", "-tags", tags, "-o", path, "gatehouse").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	binaries.paths[tags] = path
	return path
}

func init() { atEnd = removeBinaries }

// removeBinaries takes away what binary built.
func removeBinaries() {
	if binaries.folder != "" {
		_ = os.RemoveAll(binaries.folder)
	}
}

// newHome is the environment of a process whose files all lie in one folder.
func newHome(t testing.TB) (folder string, environ []string) {
	t.Helper()
	folder = t.TempDir()
	environ = []string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"}
	for _, name := range []string{"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"} {
		path := filepath.Join(folder, strings.ToLower(name))
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		environ = append(environ, name+"="+path)
	}
	return folder, environ
}

// console is a program on a pseudo-terminal that answers no question, and what
// a person before it sees.
type console struct {
	t           testing.TB
	cmd         *exec.Cmd
	master, tty *os.File
	before      *term.State   // of the terminal before the program
	ended       chan struct{} // closed when the process is gone
	drained     chan struct{} // closed when all it wrote was taken in

	mu       sync.Mutex
	changed  chan struct{} // closed when more was written
	stream   []byte        // all that was written
	partial  []byte        // the beginning of a character
	emulator vt10x.Terminal
}

// window is the size of a terminal.
type window struct{ columns, rows int }

// start runs a command on a pseudo-terminal that controls it.
func start(t testing.TB, s window, cmd *exec.Cmd) *console {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	return startIn(t, s, cmd)
}

// startIn is start with the command's own choice of a session.
func startIn(t testing.TB, s window, cmd *exec.Cmd) *console {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if master, err = pollable(master); err != nil {
		t.Fatal(err)
	}
	c := &console{
		t: t, cmd: cmd, master: master, tty: tty,
		ended: make(chan struct{}), drained: make(chan struct{}), changed: make(chan struct{}),
		emulator: vt10x.New(vt10x.WithSize(s.columns, s.rows)),
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: uint16(s.columns), Rows: uint16(s.rows)}); err != nil {
		t.Fatal(err)
	}
	if c.before, err = term.GetState(tty.Fd()); err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(c.ended)
		_ = cmd.Wait() // the state says how it ended
	}()
	go c.read()
	t.Cleanup(c.close)
	return c
}

// pollable is the same file, but Close ends a Read that waits: the package pty
// leaves it in a state in which the file stays open until then.
func pollable(f *os.File) (*os.File, error) {
	defer f.Close()
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(fd)
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// demo starts the explorer on a sandbox of its own, and waits for it.
func demo(t *testing.T, s window, tags string) *console {
	t.Helper()
	cmd := exec.Command(binary(t, tags), "--demo")
	_, cmd.Env = newHome(t)
	c := start(t, s, cmd)
	c.waitFor("List collections")
	return c
}

// read takes in what is written until the last writer has closed the terminal.
func (c *console) read() {
	defer close(c.drained)
	chunk := make([]byte, 64<<10)
	for {
		n, err := c.master.Read(chunk)
		if n > 0 {
			c.take(chunk[:n])
		}
		if err != nil {
			return
		}
	}
}

func (c *console) take(p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stream = append(c.stream, p...)
	p = append(c.partial, p...)
	whole := len(p)
	for back := 1; back < utf8.UTFMax && back <= len(p); back++ {
		if utf8.RuneStart(p[len(p)-back]) {
			if !utf8.FullRune(p[len(p)-back:]) {
				whole = len(p) - back
			}
			break
		}
	}
	_, _ = c.emulator.Write(p[:whole])
	c.partial = bytes.Clone(p[whole:])
	close(c.changed)
	c.changed = make(chan struct{})
}

// wait waits until what is asked for is so. It is asked again after each write
// of the program; what is said in a failure.
func (c *console) wait(what string, so func() bool) {
	c.t.Helper()
	late := time.After(patience)
	for {
		c.mu.Lock()
		ok, changed := so(), c.changed
		c.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-c.drained:
			c.t.Fatalf("%s did not come before the program ended; the screen:\n%s", what, c.emulator.String())
		case <-late:
			c.t.Fatalf("%s did not come; the screen:\n%s", what, c.emulator.String())
		}
	}
}

// shows reports whether a text is on the screen.
func (c *console) shows(text string) bool { return strings.Contains(c.emulator.String(), text) }

// waitFor waits until a text is on the screen.
func (c *console) waitFor(text string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("%q", text), func() bool { return c.shows(text) })
}

// waitGone waits until a text is off the screen.
func (c *console) waitGone(text string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("the end of %q", text), func() bool { return !c.shows(text) })
}

// waitDrawn waits until a text is in the last row: a frame is drawn from above,
// so that by then nothing is left of the one before.
func (c *console) waitDrawn(text string) {
	c.t.Helper()
	c.wait(fmt.Sprintf("a frame that ends with %q", text), func() bool {
		screen := strings.TrimRight(c.emulator.String(), " \n")
		return strings.HasSuffix(screen, text)
	})
}

// Keys as a terminal sends them.
const (
	keyF1     = "\x1bOP"
	keyF5     = "\x1b[15~"
	keyEnter  = "\r"
	keyEscape = "\x1b"
	keyRight  = "\x1b[C"
	keyDown   = "\x1b[B"
	keyCtrlC  = "\x03"
	keyCtrlU  = "\x15"
)

// press types keys.
func (c *console) press(keys ...string) {
	c.t.Helper()
	for _, key := range keys {
		if _, err := c.master.WriteString(key); err != nil {
			c.t.Fatalf("typing %q: %v", key, err)
		}
	}
}

// resize makes the terminal another size; the system tells the program.
func (c *console) resize(s window) {
	c.t.Helper()
	c.mu.Lock()
	c.emulator.Resize(s.columns, s.rows)
	c.mu.Unlock()
	if err := pty.Setsize(c.tty, &pty.Winsize{Cols: uint16(s.columns), Rows: uint16(s.rows)}); err != nil {
		c.t.Fatal(err)
	}
}

// status waits for the end of the program and gives its exit status, -1 when a
// signal killed it.
func (c *console) status() int {
	c.t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		c.t.Fatalf("it does not end; the screen:\n%s", c.emulator.String())
	}
	return c.cmd.ProcessState.ExitCode()
}

// drain takes in the rest of what a program wrote that has ended.
func (c *console) drain() {
	_ = c.tty.Close()
	<-c.drained
}

// close ends the program if it still runs, by its own process.
func (c *console) close() {
	select {
	case <-c.ended:
	default:
		_ = c.cmd.Process.Kill()
		<-c.ended
	}
	if err := c.tty.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		c.t.Error(err)
	}
	_ = c.master.Close()
	<-c.drained
}
