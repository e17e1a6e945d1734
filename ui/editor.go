package ui

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

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
	cmd := exec.Command(words[0], append(words[1:], msg.path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = m.o.Keys, os.Stdout, os.Stderr
	cmd.Env = m.editorEnvironment()
	return tea.ExecProcess(cmd, func(err error) tea.Msg { return readBack(msg, words[0], err) })
}

// readBack reads what the editor left and takes the file away, or leaves it
// where it is when something went wrong. The line feed that editors put at the
// end of a file is not the body's.
func readBack(msg bodyFileMsg, editor string, err error) tea.Msg {
	var raw []byte
	if err == nil {
		raw, err = readRegular(msg.path)
	}
	if err != nil {
		return editedMsg{draft: msg.draft, err: fmt.Errorf("%s: %w; what it left is in %s", editor, err, msg.path)}
	}
	text := string(raw)
	if !msg.ended {
		text = strings.TrimSuffix(text, "\n")
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
	for _, e := range m.dir.Environments {
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
