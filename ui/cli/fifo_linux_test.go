package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// makeFIFO makes a named pipe in a folder.
func makeFIFO(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFIFOWaitsForItsWriter: nothing but a Read waits, up to the end of what is
// written, and Close ends it.
func TestFIFOWaitsForItsWriter(t *testing.T) {
	path := makeFIFO(t, t.TempDir())
	for _, text := range []string{"", "some bytes"} {
		from, err := openFIFO(path)
		if err != nil {
			t.Fatal(err)
		}
		read := make(chan string)
		go func() {
			got, err := io.ReadAll(from)
			if err != nil {
				t.Error(err)
			}
			read <- string(got)
		}()
		to, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.WriteString(text); err != nil {
			t.Fatal(err)
		}
		_ = to.Close()
		if got := <-read; got != text {
			t.Errorf("%q was read of %q", got, text)
		}
		_ = from.Close()
	}
	from, err := openFIFO(path)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := from.Read(make([]byte, 1))
		ended <- err
	}()
	_ = from.Close()
	if err := <-ended; err == nil || err == io.EOF {
		t.Errorf("a closed pipe gives %v", err)
	}
}

// TestFIFOIsGivenUp leaves no goroutine behind, which the package's own check
// would see.
func TestFIFOIsGivenUp(t *testing.T) {
	file, err := (&app{}).readFile(t.Context(), makeFIFO(t, t.TempDir()), 0)
	if err != nil {
		t.Fatal(err)
	}
	file.Body.Cancel()
	if state := file.Body.Wait(); !file.Pipe || !errors.Is(state.Err, context.Canceled) {
		t.Errorf("%v, %v", file.Pipe, state.Err)
	}
}

// TestComparedFIFOWaits says that it waits, gives it up by either key, and
// compares what is written to it.
func TestComparedFIFOWaits(t *testing.T) {
	cmd := exec.Command(binary(t, ""), "open", "a.json")
	cmd.Dir, cmd.Env = newHome(t)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "a.json"), []byte(comparedLeft), 0o600); err != nil {
		t.Fatal(err)
	}
	path := makeFIFO(t, cmd.Dir)
	c := start(t, window{80, 24}, cmd)
	c.waitDrawn("d compare · F1 help")
	for _, leave := range []string{keyEscape, keyCtrlC} {
		c.press("d", "pipe", keyEnter)
		c.waitFor("◌ waiting for the first bytes")
		c.waitFor("pipe is open, but nothing has come: another program has to write to it.")
		c.waitDrawn("y copy · F1 help")
		c.press(leave)
		c.waitDrawn("d compare · F1 help")
	}
	c.waitFor("pipe was given up")
	c.press("d", "pipe", keyEnter)
	c.waitFor("◌ waiting for the first bytes")
	if err := os.WriteFile(path, []byte(comparedRight), 0); err != nil {
		t.Fatal(err)
	}
	c.waitFor("only in a.json · + 1 only in pipe")
	c.press("q", "q")
	if status := c.status(); status != 0 {
		t.Errorf("it ended with %d", status)
	}
	c.restored()
}
