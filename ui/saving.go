package ui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// askSave asks where to save the body of the shown response.
func (m *model) askSave(intent) tea.Cmd {
	r := m.response()
	state := r.exchange.Body.State()
	notes := []string{fmt.Sprintf("%s, byte for byte as decoded. An existing file is not replaced.", size(int64(len(state.Bytes))))}
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
	m.close()
	return m.save(it.text, m.prompt.body, false)
}

// saveHeld saves a body with a known secret in it: the user said so.
func (m *model) saveHeld(it intent) tea.Cmd {
	m.close()
	return m.save(it.text, m.prompt.body, true)
}

func (m *model) saved(msg savedMsg) {
	switch {
	case msg.held:
		m.ask("THE BODY HOLDS A SECRET", msg.path, doSaveHeld,
			"A token, API key or client secret of this run is in it. Enter saves it all the same, readable by you only.")
		m.prompt.body = msg.body
	case msg.err != nil:
		m.say(sayBad, "Not saved: "+msg.err.Error())
	default:
		m.say(sayGood, fmt.Sprintf("Saved %s to %s", size(int64(len(msg.body))), msg.path))
	}
}

// size writes a number of bytes as people read it, in powers of a thousand.
func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1000*1000*1000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}
