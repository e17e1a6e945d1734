package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// rival is one thing that the body in the viewer can be compared with.
type rival struct {
	kind   rivalKind
	answer answer         // of rivalPrevious and rivalAnswer
	target gateway.Target // of rivalEnvironment
	why    string         // why it cannot be, "" if it can
}

// rivalKind is what a body can be compared with.
type rivalKind int

// The kinds of rivals, in the order of the list.
const (
	rivalPrevious    rivalKind = iota // the answer before to the same request
	rivalAnswer                       // another answer of this run
	rivalEnvironment                  // the answer of another environment to the same request
	rivalFile
)

// answerList is the screen that asks what to compare with.
type answerList struct {
	at     int
	id     int                       // of the last file that was asked for: older ones are dropped
	strays map[gateway.Target]string // see whyStray: a body is searched when the list opens, and not for every frame
}

// openAnswers asks what the body in the viewer is to be compared with. Where a
// file is read that can only be another one.
func (m *model) openAnswers(it intent) tea.Cmd {
	if m.file != nil {
		return m.askRival(it)
	}
	m.answerList.at, m.answerList.strays = 0, map[gateway.Target]string{}
	if r := m.response(); r != nil {
		for _, t := range m.elsewhereOf(r) {
			m.answerList.strays[t] = m.whyStray(t, elsewhere(r.exchange.Request))
		}
	}
	m.open(atAnswers)
	return nil
}

// rivals are what the body in the viewer can be compared with.
func (m *model) rivals() []rival {
	r := m.response()
	if r == nil {
		return nil
	}
	var out []rival
	shown := r.answer()
	before, found := m.previous(shown)
	if found {
		out = append(out, rival{kind: rivalPrevious, answer: before})
	}
	for _, a := range m.answers() {
		if a.exchange != shown.exchange && (!found || a.exchange != before.exchange) {
			out = append(out, rival{kind: rivalAnswer, answer: a})
		}
	}
	for _, t := range m.elsewhereOf(r) {
		out = append(out, rival{kind: rivalEnvironment, target: t, why: m.whyNotSentTo(t, elsewhere(shown.exchange.Request))})
	}
	file := rival{kind: rivalFile}
	if m.o.OpenFile == nil {
		file.why = "This run reads no files."
	}
	return append(out, file)
}

// whyNotSentTo says why a request is not sent to another environment only to
// compare its answer.
func (m *model) whyNotSentTo(t gateway.Target, r gateway.Request) string {
	switch {
	case !r.Safe():
		return fmt.Sprintf("A %s may write: it is not sent just to compare.", r.Method)
	case m.sending[t] != nil:
		return fmt.Sprintf("A request to %s is under way already.", t)
	}
	return m.answerList.strays[t]
}

// elsewhereOf are the targets of the other environments for an answer's request.
func (m *model) elsewhereOf(r *response) []gateway.Target {
	var out []gateway.Target
	for _, e := range m.dir.Environments {
		if t := (gateway.Target{Environment: e.Name, Service: r.exchange.Target.Service}); t != r.exchange.Target {
			out = append(out, t)
		}
	}
	return out
}

// whyStray says why a request that was made for another environment must not go
// to this one: a secret would leave the one it belongs to.
func (m *model) whyStray(t gateway.Target, r gateway.Request) string {
	stray := m.o.Client.Stray(t, r)
	if stray == nil {
		return ""
	}
	return fmt.Sprintf("The %s holds %s: it is not sent to %s. Send it from %s's builder, where you can change it.",
		stray.Where(), stray.Secret, t.Environment, t.Environment)
}

// elsewhere is a request as it goes to another target: with that one's token in
// the place of an Authorization header of its own, and confirmed by nobody.
func elsewhere(r gateway.Request) gateway.Request {
	if r.Auth == gateway.AuthCustom {
		r = r.Managed()
	}
	r.Confirmed = ""
	return r
}

// goesAlong says in short with what a request goes to another environment: its
// token, and the headers of the user's own.
func goesAlong(environment string, r gateway.Request) string {
	r = elsewhere(r)
	with := "with the token of " + environment
	if r.Auth == gateway.AuthNone {
		with = "without a token"
	}
	var names []string
	for _, f := range r.Headers {
		if !f.Off && f.Name != "" && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	switch len(names) {
	case 0:
		return with
	case 1:
		return with + ", and your header " + names[0]
	}
	return with + ", and your headers " + strings.Join(names, ", ")
}

func (m *model) answersKey(msg tea.KeyMsg) intent {
	l := &m.answerList
	l.at = cursorKey(msg.String(), l.at, len(m.rivals()), m.screenFrame().h/2)
	return intent{}
}

// chosenRival is what the cursor is on, nil if there is nothing.
func (m *model) chosenRival() *rival {
	if list := m.rivals(); len(list) > 0 {
		return &list[max(0, min(m.answerList.at, len(list)-1))]
	}
	return nil
}

// compareChosen compares with what the cursor is on.
func (m *model) compareChosen(it intent) tea.Cmd {
	r := m.chosenRival()
	switch r.kind {
	case rivalFile:
		return m.askRival(it)
	case rivalEnvironment:
		return m.compareWithSent(r.target)
	}
	m.beginBodyDiff(ofAnswer(r.answer))
	return nil
}

// comparePrevious compares with the answer before to the same request.
func (m *model) comparePrevious(intent) tea.Cmd {
	before, _ := m.previous(m.response().answer())
	m.beginBodyDiff(ofAnswer(before))
	return nil
}

// compareWithSent sends the request of the viewer's answer to another target,
// with that one's own token, and compares the answers.
func (m *model) compareWithSent(t gateway.Target) tea.Cmd {
	shown := m.response().answer()
	r := elsewhere(shown.exchange.Request)
	if reason := m.whyStray(t, r); reason != "" { // answer and secrets may be others than when the list opened
		m.say(sayBad, reason)
		return nil
	}
	m.beginBodyDiff(party{name: shown.name, target: t})
	return m.sendToCompare(&m.bodyDiff.sides[rightSide], r)
}

// askRival asks for a file to compare with.
func (m *model) askRival(intent) tea.Cmd {
	return m.ask("COMPARE WITH A FILE", "", doCompareFile,
		"The path of a file: JSON, JSON Lines, text or bytes; what is compressed by gzip or zstd is read decompressed.")
}

// compareFile opens the file that was asked for. The question stays until it is
// open.
func (m *model) compareFile(it intent) tea.Cmd {
	if it.text == "" {
		m.prompt.fault = "Write the path of a file, or leave by esc."
		return nil
	}
	m.answerList.id++
	return m.openFile(m.answerList.id, it.text)
}

// fileOpened compares with a file, unless the question was left meanwhile.
func (m *model) fileOpened(msg fileOpenedMsg) {
	asked := m.place() == atPrompt && m.prompt.then == doCompareFile && msg.id == m.answerList.id
	switch {
	case !asked:
		if msg.err == nil {
			msg.file.Body.Cancel()
		}
	case msg.err != nil:
		m.prompt.fault = msg.err.Error() + "."
	default:
		m.close()
		m.beginBodyDiff(ofFile(*msg.file))
	}
}

func whyNoRival(m *model) string {
	if m.place() != atAnswers {
		return "This is for the list of what to compare with: d in the viewer opens it."
	}
	switch r := m.chosenRival(); {
	case r == nil:
		return "There is no answer to compare any more."
	default:
		return r.why
	}
}

func whyNoPrevious(m *model) string {
	if m.place() != atAnswers {
		return "This is for the list of what to compare with: d in the viewer opens it."
	}
	if list := m.rivals(); !slices.ContainsFunc(list, func(r rival) bool { return r.kind == rivalPrevious }) {
		return "No answer before this one to the same request is kept."
	}
	return ""
}

func whyNoRivalFile(m *model) string {
	if m.o.OpenFile == nil {
		return "This run reads no files."
	}
	return ""
}

// whyNotComparable is for what compares the body that is read.
func whyNotComparable(m *model) string {
	if reason := whyNoBody(m); reason != "" {
		return reason
	}
	switch {
	case m.file != nil:
		return whyNoRivalFile(m)
	case m.response().exchange.Status == 0:
		return "There is no answer to compare: the request has failed."
	}
	return ""
}
