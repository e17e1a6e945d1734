package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/words"
)

// writeBodyFile writes a draft's body to a file that only the user can read.
func (m *model) writeBodyFile(d *draft) tea.Cmd {
	body := d.body
	return func() tea.Msg {
		path, err := bodyFile(body)
		return bodyFileMsg{d, path, strings.HasSuffix(body, "\n"), err}
	}
}

// openEditor hands the screen to the user's editor with a draft's body, and
// takes the file back when the editor ends.
func (m *model) openEditor(msg bodyFileMsg) tea.Cmd {
	if msg.err != nil {
		m.say(sayBad, "The editor was not started: "+msg.err.Error())
		return nil
	}
	words := strings.Fields(m.o.Editor)
	return m.hand(words, msg.path, func(err error) tea.Msg { return readBack(msg, words[0], err) })
}

// hand hands the screen to a program of the user's with a file. Then is called
// when it has ended, as a command is.
func (m *model) hand(words []string, path string, then func(error) tea.Msg) tea.Cmd {
	cmd := exec.Command(words[0], append(words[1:], path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = m.o.Keys, os.Stdout, os.Stderr
	cmd.Env = m.editorEnvironment()
	return tea.Exec(lent{cmd, m.o.lend}, func(err error) tea.Msg {
		msg := then(err)
		if _, err := os.Lstat(path); err == nil && m.o.left != nil { // it was not taken away
			m.o.left(path)
		}
		return msg
	})
}

// lent is a program that the screen is lent to. It has its input and output.
type lent struct {
	*exec.Cmd
	lend lending
}

// lending runs a program that has the screen meanwhile.
type lending func(*exec.Cmd) error

// Run runs the program until it ends.
func (l lent) Run() error { return l.lend(l.Cmd) }

// SetStdin changes nothing, nor do the others.
func (lent) SetStdin(io.Reader) {}

func (lent) SetStdout(io.Writer) {}

func (lent) SetStderr(io.Writer) {}

// staying is a command line; that of less with what makes it wait for a key
// although all fits on a screen, where it was told otherwise.
func staying(words []string) []string {
	told := strings.Join(words[1:], " ") + os.Getenv("LESS")
	if filepath.Base(words[0]) == "less" && strings.ContainsAny(told, "FE") {
		return append(words[:len(words):len(words)], "-+F", "-+E")
	}
	return words
}

// lookUp reports why a program cannot be started, nil if it can.
func lookUp(program string) error {
	_, err := exec.LookPath(program)
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("it is not in PATH")
	}
	return err
}

// readBack reads what the editor left and takes the file away, or leaves it
// where it is when something went wrong after it was changed. The line feed that
// editors put at the end of a file is not the body's.
func readBack(msg bodyFileMsg, editor string, err error) tea.Msg {
	raw, unread := readRegular(msg.path)
	text := string(raw)
	if !msg.ended {
		text = strings.TrimSuffix(text, "\n")
	}
	if err != nil && unread == nil && text == msg.draft.body { // nothing was typed that could be lost
		return editedMsg{draft: msg.draft, err: errors.Join(fmt.Errorf("%s: %w", editor, err), os.Remove(msg.path))}
	}
	if err == nil {
		err = unread
	}
	if err != nil {
		return editedMsg{draft: msg.draft, err: fmt.Errorf("%s: %w; what it left is in %s", editor, err, msg.path)}
	}
	return editedMsg{draft: msg.draft, text: text, err: os.Remove(msg.path)}
}

// readRegular reads a file whole, if it is one: reading a pipe or a device that
// was put in its place might never end.
func readRegular(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no regular file any more", path)
	case info.Size() > gateway.DefaultBodyLimit:
		return nil, fmt.Errorf("%s is larger than %s", path, words.Size(gateway.DefaultBodyLimit))
	}
	return os.ReadFile(path)
}

// editorEnvironment is the process environment without the variables that hold
// secrets of ours.
func (m *model) editorEnvironment() []string {
	hidden := map[string]bool{}
	dir := m.dir
	if m.file != nil && m.o.Directory != nil {
		dir = m.o.Directory
	}
	for _, e := range dir.Environments {
		for _, s := range []gateway.Source{e.APIKey, e.ClientID, e.ClientSecret} {
			if s == nil {
				continue
			}
			if name, ok := strings.CutPrefix(s.String(), "env:"); ok {
				hidden[name] = true
			}
		}
	}
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return hidden[name]
	})
}

// bodyFile writes a body to a new file with mode 0600.
func bodyFile(body string) (string, error) {
	ending := ".json"
	if _, ok := checkJSON(body); !ok {
		ending = ".txt"
	}
	f, err := os.CreateTemp("", "gatehouse-body-*"+ending)
	if err != nil {
		return "", err
	}
	if _, err := f.WriteString(body); err != nil {
		return "", errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return f.Name(), f.Close()
}

// copyFile writes a copy of a body for a program, into a directory that only the
// user can look into. What could not be written whole is taken away again.
func copyFile(ctx context.Context, h handing) (path string, as os.FileInfo, err error) {
	dir, err := os.MkdirTemp("", "gatehouse-") // with mode 0700
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, h.name)
	if err = writeNew(path, func(w io.Writer) error { return h.write(ctx, w) }); err == nil {
		if as, err = os.Lstat(path); err == nil {
			err = ctx.Err() // nobody would take it away
		}
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return path, as, nil
}

// takeBack gives what takes the copy away when its program has ended. One that
// was changed stays: somebody wrote that.
func takeBack(program, path string, before os.FileInfo) func(error) tea.Msg {
	return func(err error) tea.Msg {
		msg := returnedMsg{program: program, err: err}
		after, lost := os.Lstat(path)
		if lost == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
			msg.kept = path
			return msg
		}
		if gone := os.RemoveAll(filepath.Dir(path)); gone != nil {
			msg.kept, msg.err = path, errors.Join(err, gone)
		}
		return msg
	}
}

// lend gives what runs programs that have the screen meanwhile. When the explorer
// is to end, such a program is, too.
func (s signals) lend(end *ending) lending {
	return func(cmd *exec.Cmd) error {
		defer s.leave()()
		return runUntil(end, cmd, patience)
	}
}

// patience is how long a program may take to end when it is told to.
const patience = time.Second

// runUntil runs a program until it ends, or the explorer is to. That is said to
// it by the signal that says it here, so that an editor can rescue what was
// typed; if it does not end of that, it is ended.
func runUntil(ending context.Context, cmd *exec.Cmd, patience time.Duration) error {
	if ending.Err() != nil {
		return errors.New("it was not started, for gatehouse is ending")
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	told := make(chan struct{})
	go func() {
		defer close(told)
		select {
		case <-ended:
			return
		case <-ending.Done():
		}
		_ = cmd.Process.Signal(signalOf(ending)) // it may have ended by itself
		select {
		case <-ended:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
		}
	}()
	err := cmd.Wait()
	close(ended)
	<-told
	return err
}
