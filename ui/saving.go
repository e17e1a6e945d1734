package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/words"
)

// askSave asks where to save the body that is read.
func (m *model) askSave(intent) tea.Cmd {
	r := m.reader()
	state := r.body.State()
	notes := []string{fmt.Sprintf("%s, byte for byte as decoded. An existing file is not replaced.", words.Size(int64(len(state.Bytes))))}
	if !state.Done {
		notes = append(notes, "The body is still arriving: what is there now is saved.")
	}
	if state.Truncated {
		notes = append(notes, "The body was cut at the limit: the file will be, too.")
	}
	cmd := m.ask("SAVE BODY", r.fileName(), doSaveTo, notes...)
	m.prompt.body = state.Bytes // whatever answers while the name is typed
	return cmd
}

// saveTo saves the body unless a known secret is in it: that asks once more.
func (m *model) saveTo(it intent) tea.Cmd {
	body := m.prompt.body
	m.close()
	return m.save(it.text, body, false)
}

// saveHeld saves a body with a known secret in it when the user wrote so. The
// question comes when the body was searched, perhaps while keys are pressed
// for something else: enter alone must not answer it.
func (m *model) saveHeld(it intent) tea.Cmd {
	if it.text != "yes" {
		return nil
	}
	path, body := m.prompt.path, m.prompt.body
	m.close()
	return m.save(path, body, true)
}

func (m *model) saved(msg savedMsg) {
	switch {
	case msg.held:
		m.ask("THE BODY HOLDS A SECRET", "", doSaveHeld,
			"A token, API key or client secret of this run is in it. Write yes to save it all the same, readable by you only, to "+msg.path)
		m.prompt.body, m.prompt.path = msg.body, msg.path
	case msg.err != nil:
		m.say(sayBad, "Not saved: "+msg.err.Error()+". w asks again.")
	default:
		m.say(sayGood, fmt.Sprintf("Saved %s to %s", words.Size(int64(len(msg.body))), msg.path))
	}
}
