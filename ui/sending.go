package ui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// startSend sends the request in the builder to the chosen target, or says at
// its field what stands in the way. A write to a guarded environment asks for
// its name first; the gate would refuse it otherwise.
func (m *model) startSend(intent) tea.Cmd {
	if !m.builder.finish() {
		return m.notSent(m.builder.failed.fault)
	}
	r := m.builder.draft.request()
	if _, err := m.o.Client.Preview(m.target(), r); err != nil {
		m.builder.fault(err)
		return m.notSent(err.Error())
	}
	if m.heldBack() {
		return nil
	}
	if m.place()&inScreens != 0 { // its answer is to be seen
		m.above, m.focus = nil, atViewer
	}
	name := m.builder.draft.operation.Name
	if name == "" {
		name = requestName(r)
	}
	return m.guardedSend(outgoing{request: r, name: name})
}

// heldBack holds a send back, with a warning, that lacks what its operation
// needs and could go out all the same. The second time it goes.
func (m *model) heldBack() bool {
	b := &m.builder
	lacks := b.draft.lacking()
	if len(lacks) == 0 || b.failed.fault == neededEmpty && b.held == m.target() {
		return false
	}
	part := "query"
	if lacks[0].part == partHeader {
		part = "header"
	}
	b.fault(&gateway.FieldError{Part: part, Name: lacks[0].name, Fault: neededEmpty})
	b.held = m.target()
	m.above, m.focus = nil, atBuilder
	var names []string
	for _, e := range lacks {
		names = append(names, e.name)
	}
	m.say(sayWarn, "Not sent: it needs "+listed(names)+". F5 again sends it all the same.")
	return true
}

// outgoing is a request on its way out.
type outgoing struct {
	request gateway.Request
	name    string // of its operation, or method and path
	renew   bool   // with a token obtained for it
}

// guardedSend sends to the chosen target, and asks for the environment's name
// first where a write to it wants that.
func (m *model) guardedSend(o outgoing) tea.Cmd {
	if guard := gateway.Guard(m.currentEnvironment(), o.request.Method, o.request.Safety, ""); guard != nil {
		if guard.Reason == gateway.GuardReadOnly {
			m.say(sayBad, guard.Error())
			return nil
		}
		m.askName(o)
		return nil
	}
	return m.launch(m.target(), o)
}

// notSent goes to the builder, where the fault shows at its field.
func (m *model) notSent(fault string) tea.Cmd {
	m.above, m.focus = nil, atBuilder
	m.say(sayBad, "Not sent: "+fault)
	return nil
}

// sendConfirmed sends the request of the confirm dialog with the name typed.
func (m *model) sendConfirmed(it intent) tea.Cmd {
	o, t := m.confirm.outgoing, m.confirm.target
	o.request.Confirmed = it.text
	m.close()
	return m.launch(t, o)
}

// startResend sends a write once more that was answered 401, with a new token:
// the user said so.
func (m *model) startResend(intent) tea.Cmd {
	e := m.response().exchange
	ctx, s := m.begin(e.Target, requestName(e.Request))
	return m.resend(ctx, s.id, e)
}

func (m *model) launch(t gateway.Target, o outgoing) tea.Cmd {
	ctx, s := m.begin(t, o.name)
	if o.renew {
		return m.renew(ctx, s.id, t, o.request)
	}
	return m.send(ctx, s.id, t, o.request)
}

// begin notes that a request to a target is under way. It is the target's own:
// choosing another one does not touch it.
func (m *model) begin(t gateway.Target, name string) (context.Context, *sending) {
	ctx, cancel := context.WithCancel(m.ctx)
	m.sends++
	s := &sending{id: m.sends, name: name, since: m.now, cancel: cancel}
	m.sending[t] = s
	return ctx, s
}

func requestName(r gateway.Request) string { return r.Method + " " + r.Path }

// sent takes the answer's head, or the failure, of a send.
func (m *model) sent(msg sentMsg) tea.Cmd {
	e := msg.exchange
	s := m.sending[e.Target]
	if s == nil || s.id != msg.id {
		e.Body.Cancel()
		return nil
	}
	delete(m.sending, e.Target)
	answer := m.newResponse(msg.id, s.name, e, s.cancel)
	answer.waited = m.now.Sub(s.since)
	if old := m.responses[e.Target]; old != nil {
		m.offerFilter(old, answer)
		m.retire(old)
	}
	m.responses[e.Target] = answer
	delete(m.letGo, e.Target)
	awaited := m.bodyDiff.answered(answer.answer())
	m.dropOldest()
	if e.Target != m.target() && !awaited {
		m.sayEnded(e, s.name)
	}
	return m.indexMore()
}

// sayEnded says what became of a send whose target is not on show.
func (m *model) sayEnded(e *gateway.Exchange, name string) {
	switch {
	case e.Err == nil:
		m.say(sayNote, fmt.Sprintf("%s: %s has answered.", e.Target, name))
	case errors.Is(e.Err, context.Canceled):
		m.say(sayNote, fmt.Sprintf("%s: %s was cancelled.", e.Target, name))
	default:
		m.say(sayWarn, fmt.Sprintf("%s: %s: %s.", e.Target, name, failure(e.Err)))
	}
}

// dropOldest lets go of the oldest answers of other targets while all of them
// together take more memory than two of the largest may.
func (m *model) dropOldest() {
	m.dropPast()
	most := m.mostShown()
	for {
		total, oldest := 0, (*response)(nil)
		for t, r := range m.responses {
			total += r.reader.taken()
			if t != m.target() && (oldest == nil || r.id < oldest.id) {
				oldest = r
			}
		}
		if int64(total) <= most || oldest == nil {
			return
		}
		oldest.drop()
		delete(m.responses, oldest.exchange.Target)
		m.letGo[oldest.exchange.Target] = true
	}
}

// mostShown is how many bytes the last answers of all targets may take together.
func (m *model) mostShown() int64 { return 2 * max(m.dir.BodyLimit, gateway.DefaultBodyLimit) }

// indexMore lays out more of every body that is still arriving or not yet laid
// out, one command for each.
func (m *model) indexMore() tea.Cmd {
	for _, r := range m.responses {
		r.follow()
	}
	var cmds []tea.Cmd
	for _, r := range m.readers() {
		for _, cmd := range []tea.Cmd{r.more(), r.count(), m.startFilter(r)} {
			if cmd != nil {
				cmds = append(cmds, cmd)
			}
		}
	}
	return tea.Batch(append(cmds, m.growGrid())...)
}

// indexed takes more of a body's lines.
func (m *model) indexed(msg indexedMsg) tea.Cmd {
	for _, r := range m.readers() {
		if r.id == msg.reader {
			r.indexed(msg)
			r.single()
		}
	}
	return m.indexMore()
}

// nextMode shows the body in another way, and has it laid out.
func (m *model) nextMode(intent) tea.Cmd {
	m.reader().nextMode()
	return m.indexMore()
}

// cancelSend cancels the request under way to the chosen target, or else every
// one. It reports whether there was one.
func (m *model) cancelSend() bool {
	if s := m.sending[m.target()]; s != nil {
		s.cancel()
		return true
	}
	for _, s := range m.sending {
		s.cancel()
	}
	return len(m.sending) > 0
}

// cancelBody stops the chosen target's body that is still arriving, or else
// every one; what came is kept. It reports whether there was one.
func (m *model) cancelBody() bool {
	if m.file != nil {
		return m.stopFile()
	}
	stop := func(r *response) bool {
		if r == nil || r.exchange.Body.State().Done {
			return false
		}
		r.exchange.Body.Cancel()
		m.say(sayNote, fmt.Sprintf("%s: stopped. What had arrived is kept.", r.exchange.Target))
		return true
	}
	if stop(m.response()) {
		return true
	}
	stopped := false
	for _, r := range m.responses {
		stopped = stop(r) || stopped
	}
	return stopped
}
