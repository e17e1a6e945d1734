package ui

import (
	"errors"
	"fmt"

	"gatehouse/gateway"
)

// The functions here say why an action cannot be done now, and what would make
// it possible. "" means that it can.

func whyOneEnvironment(m *model) string {
	if len(m.dir.Environments) < 2 {
		return "There is only one environment: add an [[environment]] to " + m.configName() + "."
	}
	return ""
}

func whyNotSend(m *model) string {
	if s := m.sending[m.target()]; s != nil {
		return fmt.Sprintf("%s is still under way to %s: ctrl+c cancels it.", s.name, m.target())
	}
	return ""
}

func whyNoEditor(m *model) string {
	if m.o.Editor == "" {
		return "No editor is known: set EDITOR or VISUAL."
	}
	return ""
}

func whyNotEdit(m *model) string {
	if p := &m.builder; p.tab == tabPreview && p.row == rowFirst {
		return "The preview is not typed in: ← goes to the body, ↑ to path and method."
	}
	return ""
}

func whyNotToggle(m *model) string {
	p := &m.builder
	i := p.entryAt(p.row)
	switch {
	case i < 0:
		return "There is no entry under the cursor: parameters and headers can be switched off."
	case p.draft.entries[i].part == partPath:
		return "What stands in the path is always sent."
	}
	return ""
}

func whyNotReset(m *model) string {
	if !m.builder.draft.changed() {
		return "Nothing was changed in this request."
	}
	return ""
}

func whyNoResponse(m *model) string {
	if m.response() == nil {
		if m.letGo[m.target()] {
			return "The answer was let go to save memory: F5 sends again."
		}
		return fmt.Sprintf("%s has not answered yet: F5 sends.", m.target())
	}
	return ""
}

func whyNotSave(m *model) string {
	if reason := whyNoReader(m); reason != "" {
		return reason
	}
	if len(m.reader().body.State().Bytes) == 0 {
		return "There is no body to save."
	}
	return ""
}

// whyNoReader is for what works on a body, whatever it is of.
func whyNoReader(m *model) string {
	if m.file != nil {
		return ""
	}
	return whyNoResponse(m)
}

func whyNoBody(m *model) string {
	if reason := whyNoReader(m); reason != "" {
		return reason
	}
	if m.file == nil && m.response().page != pageBody {
		return "This is for the body: [ and ] go to its page."
	}
	return ""
}

func whyNoMessage(m *model) string {
	if m.said.text == "" {
		return "Nothing was said yet."
	}
	return ""
}

func whyNotResend(m *model) string {
	if reason := whyNoResponse(m); reason != "" {
		return reason
	}
	if r := m.response().exchange.Replay; r.Verdict != gateway.ReplayAsk {
		if r.Why != "" {
			return "About the 401: " + r.Why + "."
		}
		return "The answer was no 401 that a new token could help with: F5 sends again."
	}
	return whyNotSend(m)
}

func whyNotFetch(m *model) string {
	if t := m.target(); m.fetching[t] != nil {
		return fmt.Sprintf("A token for %s is being fetched: ctrl+c cancels.", t)
	}
	return ""
}

func whyNotCheck(m *model) string {
	t := m.target()
	if m.checks.under[t] != nil {
		return fmt.Sprintf("The token of %s is being checked: ctrl+c cancels.", t)
	}
	_, err := m.dir.Probe(t.Service)
	if probe, ok := errors.AsType[*gateway.ProbeError](err); ok {
		return fmt.Sprintf("There is nothing to check %s with: %s; %s.", t, probe.Fault, probe.Advice)
	}
	return ""
}

func whyNotCheckAll(m *model) string {
	if all := m.checks.all; all.under > 0 {
		return fmt.Sprintf("The tokens of %s are being checked: ctrl+c cancels.", all.environment)
	}
	return ""
}

func whyNoToken(m *model) string {
	if t := m.target(); m.state(t).Token == nil {
		return fmt.Sprintf("There is no token for %s: f fetches one.", t)
	}
	return ""
}

func whyNoTokenKnown(m *model) string {
	t := m.target()
	if s := m.state(t); s.Token == nil && s.LastError == nil {
		return fmt.Sprintf("There is nothing to forget for %s.", t)
	}
	return ""
}

func whyNoReply(m *model) string {
	t := m.target()
	if m.reply(t) == nil {
		return fmt.Sprintf("No token endpoint has answered for %s yet: f fetches a token.", t)
	}
	return ""
}

func whyNoReload(m *model) string {
	if m.o.Reload == nil {
		return "The demo has no configuration file to read again."
	}
	return ""
}

func (m *model) configName() string {
	if m.o.ConfigPath == "" {
		return "the configuration file"
	}
	return m.o.ConfigPath
}

// reply is the last raw reply of a target's token endpoint: of its token, or of
// the failure after it.
func (m *model) reply(t gateway.Target) *gateway.Reply {
	s := m.state(t)
	if s.LastError != nil && s.LastError.Reply != nil {
		return s.LastError.Reply
	}
	if s.Token != nil {
		return s.Token.Reply
	}
	return nil
}
