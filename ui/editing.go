package ui

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// previewBytes is how much of a body the preview shows: it is made for every
// frame.
const previewBytes = 16 << 10

// preview is the request in the builder exactly as it would be sent to the
// chosen target now, with token and API key masked.
func (m *model) preview() (gateway.Sent, error) {
	d := m.builder.draft
	if len(d.body) <= previewBytes {
		return m.o.Client.Preview(m.target(), d.request())
	}
	sent, err := m.o.Client.Preview(m.target(), d.requestWith(d.body[:previewBytes]))
	for i, h := range sent.Header {
		if h.Name == "Content-Length" {
			sent.Header[i].Value = strconv.Itoa(len(d.body))
		}
	}
	return sent, err
}

// prefix is the part of a call's path that the environment's settings give, as
// a template.
func (m *model) prefix() string {
	e := m.currentEnvironment()
	return strings.TrimPrefix(e.MaskedCallURL(m.currentService().Name, ""), e.BaseURL)
}

// editBody opens the body in the user's editor.
func (m *model) editBody(intent) tea.Cmd {
	if !m.builder.finish() {
		return m.notSent(m.builder.failed.fault)
	}
	return m.writeBodyFile(m.builder.draft)
}

// edited takes the body back from the editor. A failure loses nothing: the
// draft stays as it was.
func (m *model) edited(msg editedMsg) {
	if msg.err != nil {
		m.say(sayBad, "The body stays as it was: "+msg.err.Error())
		return
	}
	msg.draft.setBody(msg.text)
	if m.builder.draft == msg.draft {
		m.builder.active, m.builder.failed = editNothing, fieldFault{}
	}
	m.builder.tab, m.builder.row, m.builder.top = tabBody, rowFirst, 0
}

// sayHowToPaste answers the key by which fields of other programs paste. Reading
// a clipboard means to start a program with all that stands in the process
// environment, and over SSH it would be another machine's.
func (m *model) sayHowToPaste(intent) tea.Cmd {
	m.say(sayNote, "The terminal pastes, by its own key: often ctrl+shift+v, or cmd+v. gatehouse reads no clipboard.")
	return nil
}

// resetDraft goes back to the operation's defaults.
func (m *model) resetDraft(intent) tea.Cmd {
	d := m.builder.draft
	*d = *newDraft(d.operation)
	m.builder.show(d)
	m.say(sayNote, "Back to the defaults of "+d.operation.Name+".")
	return nil
}
