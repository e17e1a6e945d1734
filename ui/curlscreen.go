package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/curl"
)

// curlScreen is a call as a cURL command line, as it was when it was asked for.
type curlScreen struct {
	id       int              // of this opening: a value that comes for another is dropped
	target   gateway.Target   // which the chosen one may leave by a changed file only
	request  *gateway.Request // nil for the token request of the target
	from     string           // where the call stands otherwise
	shell    curl.Shell
	out      gateway.Outgoing
	revealed bool // out holds the values of its secrets, and they are shown
	text     string
	fault    string // why there is no text, "" if there is one
	top      int
}

// openCurl shows the call at hand as cURL: of a token's screens the token
// request, of the viewer what was sent, of the screen Why what that explains,
// otherwise what the builder would send.
func (m *model) openCurl(intent) tea.Cmd {
	c := curlScreen{id: m.curl.id + 1, target: m.target(), shell: m.curl.shell}
	switch r, why := m.response(), m.place() == atWhy; {
	case m.place()&inTokens != 0 || why && m.evidence.exchange == nil:
		c.from = "the token request"
	case why:
		request := m.evidence.exchange.Request
		c.request, c.from = &request, "as sent"
	case m.place() == atViewer && r != nil:
		request := r.exchange.Request
		c.request, c.from = &request, "as sent"
	default:
		if !m.builder.finish() {
			return m.notWritten(m.builder.failed.fault)
		}
		request := m.builder.draft.request()
		if _, err := m.o.Client.Outgoing(c.target, request); err != nil {
			m.builder.fault(err)
			return m.notWritten(err.Error())
		}
		c.request, c.from = &request, "as built"
	}
	m.curl = c
	m.writeCurl()
	m.open(atCurl)
	return nil
}

// notWritten goes to the builder, where the fault shows at its field.
func (m *model) notWritten(fault string) tea.Cmd {
	m.above, m.focus = nil, atBuilder
	m.say(sayBad, "There is no line for this yet. "+fault)
	return nil
}

// writeCurl makes the line of the screen: anew without values when they are not
// shown.
func (m *model) writeCurl() {
	c := &m.curl
	var err error
	switch {
	case c.revealed:
	case c.request == nil:
		c.out, err = m.o.Client.OutgoingToken(c.target)
	default:
		c.out, err = m.o.Client.Outgoing(c.target, *c.request)
	}
	c.text, c.fault = "", ""
	if err == nil {
		c.text, err = curl.Write(c.out, curl.Options{Shell: c.shell, Program: m.o.Program, Revealed: c.revealed, Redactor: m.o.Redactor})
	}
	if err != nil {
		c.fault = err.Error()
	}
}

// renewCurl takes changed settings in. What was revealed is masked, and so is
// what is about to be: the environment may be guarded now.
func (m *model) renewCurl() {
	m.curl.id++
	if m.curl.out.Method != "" {
		m.curl.revealed = false
		m.writeCurl()
	}
}

// nextShell writes the line for other shells.
func (m *model) nextShell(intent) tea.Cmd {
	m.curl.shell = m.curl.shell.Next()
	m.writeCurl()
	return nil
}

// revealCall writes token and key out, or takes them out again. For a guarded
// environment its name is asked for first.
func (m *model) revealCall(intent) tea.Cmd {
	c := &m.curl
	if c.revealed {
		c.revealed = false
		m.writeCurl()
		return nil
	}
	if e := m.dir.Environment(c.target.Environment); e != nil && e.Guarded {
		m.askNameToReveal(c.target)
		return nil
	}
	return m.revealNow(intent{})
}

// revealNow has the values obtained that are not at hand.
func (m *model) revealNow(intent) tea.Cmd {
	if m.place() == atConfirm {
		m.close()
	}
	c := &m.curl
	ctx := m.ctx
	if m.fetching[c.target] == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(m.ctx)
		m.fetching[c.target] = cancel
	}
	return m.disclose(ctx, c.id, c.target, *c.request)
}

// disclosed takes the values in, unless the screen was left meanwhile.
func (m *model) disclosed(msg disclosedMsg) {
	if cancel := m.fetching[msg.target]; cancel != nil {
		cancel()
		delete(m.fetching, msg.target)
	}
	c := &m.curl
	if msg.id != c.id || m.place() != atCurl {
		return
	}
	if msg.err != nil {
		if errors.Is(msg.err, context.Canceled) {
			m.say(sayNote, "Cancelled: nothing is revealed.")
			return
		}
		m.say(sayBad, "Nothing is revealed. "+msg.err.Error())
		return
	}
	c.out, c.revealed = msg.out, true
	m.writeCurl()
}

func (m *model) copyCall(intent) tea.Cmd {
	c := &m.curl
	return m.copy(fmt.Sprintf("the call for %s", c.shell), c.text)
}

// saveCall asks for a file for the line: one that is too long for a clipboard,
// or for a note.
func (m *model) saveCall(intent) tea.Cmd {
	c := &m.curl
	ending := ".sh"
	if c.shell == curl.Fish {
		ending = ".fish"
	}
	cmd := m.ask("SAVE THE CALL", "call-"+gateway.Service{Name: c.target.Service}.Short()+ending, doSaveTo,
		"The line as it is shown, for "+c.shell.String()+". An existing file is not replaced.")
	m.prompt.saving = saving{body: []byte(c.text + "\n")}
	return cmd
}

func whyNotCurl(m *model) string {
	if !slices.Contains(m.above, atCurl) {
		return "No call is shown as cURL: Y writes the one at hand."
	}
	return ""
}

func whyNoCall(m *model) string {
	if reason := whyNotCurl(m); reason != "" {
		return reason
	}
	if m.curl.fault != "" {
		return "There is no line to copy or save."
	}
	return ""
}

func whyNotRevealCall(m *model) string {
	if reason := whyNotCurl(m); reason != "" {
		return reason
	}
	if m.curl.request == nil {
		return "A client secret is not shown: put it into the variable that the line names."
	}
	if m.fetching[m.curl.target] != nil {
		return fmt.Sprintf("A token for %s is being fetched: ctrl+c cancels.", m.curl.target)
	}
	return ""
}
