package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/curl"
	"gatehouse/ui/display"
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
// request, of the viewer what was sent, otherwise what the builder would send.
func (m *model) openCurl(intent) tea.Cmd {
	c := curlScreen{id: m.curl.id + 1, target: m.target(), shell: m.curl.shell}
	switch r := m.response(); {
	case m.place()&inTokens != 0:
		c.from = "the token request"
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

// renewCurl takes changed settings in. What was revealed is masked.
func (m *model) renewCurl() {
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
	m.prompt.body = []byte(c.text + "\n")
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

func (m *model) curlKey(msg tea.KeyMsg) intent {
	f := m.screenFrame()
	m.curl.top = scrollKey(msg, m.curl.top, len(m.curlLines(f)), f.h-screenHead)
	return intent{}
}

// curlView draws the line, and below it what to know of it.
func (m *model) curlView(f frame) []string {
	c := &m.curl
	lines := m.curlLines(f)
	top := topLine(c.top, len(lines), f.h-screenHead)
	more := "for " + c.shell.String() + "  ·  " + c.from + "  ·  " + display.Line(c.target.String())
	if len(lines) > f.h-screenHead {
		more += fmt.Sprintf("  ·  line %d of %d", top+1, len(lines))
	}
	return append([]string{f.heading("CALL AS CURL", f.Faint.Render(more)), ""}, lines[top:]...)
}

// curlShown is how much of a line is laid out: it is drawn for every frame.
const curlShown = 32 << 10

func (m *model) curlLines(f frame) []string {
	c := &m.curl
	if c.fault != "" {
		var lines []string
		for _, line := range display.Wrap(foreign(m.o.Redactor, "There is no line for this call. "+c.fault+"."), f.w-4) {
			lines = append(lines, f.Bad.Render(line))
		}
		return indent(lines)
	}
	text, rest := c.text, 0
	if len(text) > curlShown {
		text, rest = text[:curlShown], len(text)-curlShown
	}
	style := f.Plain
	if c.revealed {
		style = f.Warn
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for i, part := range display.Wrap(display.Line(line), max(20, f.w-8)) {
			if i > 0 {
				part = "    " + part
			}
			lines = append(lines, style.Render(part))
		}
	}
	if rest > 0 {
		lines = append(lines, f.Faint.Render(fmt.Sprintf("… and %d bytes more, which are copied and saved, too", rest)))
	}
	lines = append(lines, "")
	for _, n := range m.curlNotes() {
		sign, style := "·", f.Faint
		if n.warns {
			sign, style = "!", f.Warn
		}
		for i, part := range display.Wrap(display.Line(n.text), f.w-6) {
			if i > 0 {
				sign = " "
			}
			lines = append(lines, style.Render(sign+" "+part))
		}
	}
	return indent(lines)
}

// curlNote is a sentence about a line.
type curlNote struct {
	text  string
	warns bool
}

func (m *model) curlNotes() []curlNote {
	c := &m.curl
	var notes []curlNote
	say := func(warns bool, text string) { notes = append(notes, curlNote{text, warns}) }
	switch {
	case c.revealed:
		say(true, "The line holds what is secret: whoever reads it can use it, and shells keep it in their history. v takes it out again.")
	case c.request == nil:
		say(false, "No secret stands in the line: the shell takes client id and client secret from the variables it names.")
	case m.o.Sandbox:
		say(true, "This is the demo, whose tokens no other process knows: v writes this run's token and key out. For a line that fetches its own, start gatehouse sandbox --config-out F and gatehouse --config F.")
	case len(c.out.Slots()) > 0:
		say(false, "No secret stands in the line: what it needs is fetched when it runs. v writes it out.")
	}
	if e := m.dir.Environment(c.target.Environment); e != nil && !c.out.Safe {
		switch {
		case e.ReadOnly:
			say(true, fmt.Sprintf("%s is read-only for gatehouse. curl knows nothing of that: this %s changes something there.", e.Name, c.out.Method))
		case e.Guarded:
			say(true, fmt.Sprintf("%s is guarded, and curl asks nobody: this %s changes something there.", e.Name, c.out.Method))
		}
	}
	if c.out.CAFile != "" {
		say(false, "curl trusts the certificates of ca_file alone; gatehouse trusts the system's, too.")
	}
	return notes
}
