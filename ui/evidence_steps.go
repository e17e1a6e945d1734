package ui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// stepActs are the steps that are an action of the explorer's own.
var stepActs = map[gateway.StepKind]action{
	gateway.StepFetch:  doFetch,
	gateway.StepCheck:  doCheck,
	gateway.StepForget: doForget,
	gateway.StepReply:  doReply,
	gateway.StepReload: doReload,
	gateway.StepCurl:   doCall,
}

// canStep reports whether a step can be done now. One that cannot is left out:
// what is offered works.
func (m *model) canStep(s gateway.Step) bool {
	if do := stepActs[s.Kind]; do != doNothing {
		i := slices.IndexFunc(bindings, func(b binding) bool { return b.intent.do == do })
		return i >= 0 && (bindings[i].why == nil || bindings[i].why(m) == "")
	}
	e := m.evidence.exchange
	switch s.Kind {
	case gateway.StepRenew, gateway.StepManaged, gateway.StepSend, gateway.StepEdit:
		return e != nil
	case gateway.StepBody:
		return m.shownAnswer() != nil
	case gateway.StepTarget:
		return slices.Contains(m.dir.Targets(), s.Target)
	}
	return false
}

// shownAnswer is the viewer's answer if it is the one that is explained.
func (m *model) shownAnswer() *response {
	if r := m.response(); r != nil && r.exchange == m.evidence.exchange {
		return r
	}
	return nil
}

// stepWords says what a step does.
func (m *model) stepWords(s gateway.Step) string {
	t := m.target()
	token := m.state(t).Token
	switch s.Kind {
	case gateway.StepRenew:
		if e := m.evidence.exchange; e != nil && e.Token.Token != nil && e.Token.Token.Pasted() {
			return fmt.Sprintf("get a token of its own for %s and send again", t)
		}
		return fmt.Sprintf("get a new token for %s and send again", t)
	case gateway.StepManaged:
		return fmt.Sprintf("send it with the token of %s", t)
	case gateway.StepSend:
		return "send the same request again"
	case gateway.StepFetch:
		if token != nil && token.Pasted() {
			return "fetch a token in its place"
		}
		return "fetch a new token"
	case gateway.StepCheck:
		return "check the token by a call that only reads"
	case gateway.StepForget:
		return "forget the pasted token"
	case gateway.StepTarget:
		return fmt.Sprintf("go to %s, where this token belongs", s.Target)
	case gateway.StepEdit:
		return "edit " + editWords(s)
	case gateway.StepBody:
		return "look at the answer's body"
	case gateway.StepReply:
		return "look at the raw reply of the token endpoint"
	case gateway.StepReload:
		return "read the configuration again"
	case gateway.StepCurl:
		return "show the call as cURL"
	}
	return string(s.Kind)
}

func editWords(s gateway.Step) string {
	switch {
	case s.Part == "auth":
		return "which token goes with the request"
	case s.Name != "":
		return "the " + s.Part + " " + s.Name
	}
	return "the " + s.Part + " of the request"
}

// step does a step of the evidence screen.
func (m *model) step(it intent) tea.Cmd {
	s := m.evidence.steps[it.index]
	if do := stepActs[s.Kind]; do != doNothing {
		return m.perform(to(do))
	}
	switch s.Kind {
	case gateway.StepRenew:
		return m.sendSame(m.evidence.exchange.Request, true)
	case gateway.StepSend:
		return m.sendSame(m.evidence.exchange.Request, false)
	case gateway.StepManaged:
		m.drafts.manage(m.currentService().Name, m.evidence.name)
		return m.sendSame(m.evidence.exchange.Request.Managed(), false)
	case gateway.StepTarget:
		m.above = nil
		m.choose(m.find(s.Target))
		m.say(sayNote, fmt.Sprintf("Now at %s. What you typed is kept.", s.Target))
	case gateway.StepEdit:
		m.above, m.focus = nil, atBuilder
		m.operations.choose(m.evidence.name)
		m.showDraft()
		m.builder.point(s.Part, s.Name)
	case gateway.StepBody:
		m.shownAnswer().page = pageBody
		m.above, m.focus = nil, atViewer
	}
	return nil
}

// sendSame sends the explained request again, with a new token if that is
// asked for. It is that very request, whatever the builder shows by now; a
// write to a guarded environment asks for its name as ever.
func (m *model) sendSame(r gateway.Request, renew bool) tea.Cmd {
	if reason := whyNotSend(m); reason != "" {
		m.say(sayWarn, reason)
		return nil
	}
	r.Confirmed = ""
	m.above, m.focus = nil, atViewer
	return m.guardedSend(outgoing{r, m.evidence.name, renew})
}
