package ui

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/gateway/catalog"
)

// submit sends the form's request. Advice against it is shown first, and the
// next enter sends anyway. It goes through the same guard as every request: a
// guarded environment's name must be typed, a read-only one takes none.
func (m *model) submit(intent) tea.Cmd {
	f := &m.form
	f.fault, f.failed = f.nothing(), nil
	if f.cancel != nil || f.fault != "" {
		return nil
	}
	if len(f.advice()) > 0 && !f.told {
		f.told = true
		return nil
	}
	r, err := m.formRequest()
	if err == nil {
		_, err = m.o.Client.Preview(f.target, r)
	}
	if err != nil {
		f.fault = "Not sent: " + err.Error()
		return nil
	}
	if guard := gateway.Guard(m.currentEnvironment(), r.Method, r.Safety, ""); guard != nil {
		if guard.Reason == gateway.GuardReadOnly {
			f.fault = guard.Error()
			m.say(sayBad, f.fault)
			return nil
		}
		m.askName(outgoing{request: r, name: f.operation})
		m.confirm.then = doSubmitNow
		return nil
	}
	return m.launchForm(r)
}

func (m *model) formRequest() (gateway.Request, error) {
	values, body := m.form.call()
	r, err := catalog.Request(m.dir.OperationsOf(catalog.Service), m.form.operation, values...)
	r.Body = body
	return r, err
}

// submitConfirmed sends the request of the confirm dialog with the name typed.
func (m *model) submitConfirmed(it intent) tea.Cmd {
	r := m.confirm.outgoing.request
	r.Confirmed = it.text
	m.close()
	return m.launchForm(r)
}

func (m *model) launchForm(r gateway.Request) tea.Cmd {
	f := &m.form
	ctx, cancel := context.WithCancel(m.ctx)
	m.sends++
	f.id, f.since, f.cancel = m.sends, m.now, cancel
	return m.write(ctx, f.id, f.target, r)
}

// wrote takes the answer to the form's request. After a success what it
// changed is read anew; after a failure the form stays as it was typed.
func (m *model) wrote(msg wroteMsg) tea.Cmd {
	f, e := &m.form, msg.exchange
	if f.cancel == nil || f.id != msg.id {
		return nil
	}
	f.cancel()
	f.cancel = nil
	cmd := m.keepAnswer(f.operation, e)
	if e.Succeeded() {
		m.say(sayGood, f.done())
		m.forgetChanged()
		m.leave(atForm)
		f.fields = nil
		return cmd
	}
	x, _ := e.Explain()
	f.failed = &x
	if m.place() != atForm {
		m.say(sayBad, fmt.Sprintf("%s: %s: %s", e.Target, f.operation, x.Cause))
	} else if errors.Is(e.Err, context.Canceled) {
		m.say(sayNote, "Cancelled. It may have been done all the same: F5 on the screen beneath reads again.")
	}
	return cmd
}

// done says what a success has done.
func (f *form) done() string {
	in := " in " + f.target.Environment + "."
	what := "collection " + f.collection.ID
	switch f.operation {
	case catalog.OperationAdd:
		return "Added " + f.text(catalog.ElementName) + " to " + what + in
	case catalog.OperationChange:
		return "Changed " + f.before.Name + " of " + what + in
	case catalog.OperationRemove:
		return "Removed " + f.before.Name + " from " + what + in
	case catalog.OperationPublish:
		return "Published " + what + in
	case catalog.OperationDelete:
		return "Deleted " + what + in
	}
	if name := f.text("name"); name != "" {
		return "Created the collection " + name + in
	}
	return "Created a collection" + in
}

// forgetChanged drops what the form's request has changed, so that it is read
// anew.
func (m *model) forgetChanged() {
	f, c := &m.form, &m.collections
	if c.environment != f.target.Environment {
		return
	}
	for i := range c.shelves {
		if s := &c.shelves[i]; s.itemType == f.itemType {
			s.stop()
			*s = shelf{itemType: s.itemType, total: -1, at: s.at}
		}
	}
	if t := &c.table; t.collection.ID == f.collection.ID {
		t.stop()
		t.reading = reading{}
		if f.operation == catalog.OperationAdd {
			t.next = f.text(catalog.ElementName)
		}
	}
	switch f.operation {
	case catalog.OperationRemove:
		m.leave(atDefinition)
	case catalog.OperationDelete:
		m.leave(atCollection | atDefinition)
	case catalog.OperationCreate, catalog.OperationCreateProduct:
		c.shelf().at = 0
	}
}

// formAsDraft opens the form's request in the builder instead.
func (m *model) formAsDraft(intent) tea.Cmd {
	f := &m.form
	values, body := f.call()
	m.openAsDraft(f.target, f.operation, values, body)
	return nil
}
