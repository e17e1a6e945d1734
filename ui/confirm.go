package ui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
	"gatehouse/ui/display"
	"gatehouse/ui/words"
)

// confirm is the dialog before a write to a guarded environment, or before its
// secrets are shown: its name must be typed. It shows what will be sent, and
// where.
type confirm struct {
	target   gateway.Target
	outgoing outgoing
	sent     gateway.Sent // the request as it will go out, masked
	input    textinput.Model
	then     action // done with the name on enter
	wrong    string
}

// askName opens the dialog for a request to the chosen target.
func (m *model) askName(o outgoing) {
	sent, _ := m.o.Client.Preview(m.target(), o.request)
	m.confirm = confirm{target: m.target(), outgoing: o, sent: sent, input: newInput(""), then: doSendNow}
	m.confirm.input.Focus()
	m.open(atConfirm)
}

// askNameToReveal opens the dialog before the secrets of a call are shown.
func (m *model) askNameToReveal(t gateway.Target) {
	m.confirm = confirm{target: t, input: newInput(""), then: doRevealNow}
	m.confirm.input.Focus()
	m.open(atConfirm)
}

// key takes text, and on enter compares it with the name exactly.
func (c *confirm) key(msg tea.KeyMsg) (intent, tea.Cmd) {
	if msg.String() == "enter" && !msg.Paste {
		if c.input.Value() != c.target.Environment {
			c.wrong = fmt.Sprintf("That is not %q. Nothing was %s.", c.target.Environment, c.word("sent", "shown"))
			return intent{}, nil
		}
		return intent{do: c.then, text: c.input.Value()}, nil
	}
	c.wrong = ""
	return intent{}, c.update(msg)
}

func (c *confirm) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	c.input, cmd = c.input.Update(msg)
	return cmd
}

// reveals reports whether secrets are to be shown; nothing is sent then.
func (c *confirm) reveals() bool { return c.then == doRevealNow }

// word is the one that fits what is asked.
func (c *confirm) word(sending, revealing string) string {
	if c.reveals() {
		return revealing
	}
	return sending
}

func (m *model) confirmView(f frame) []string {
	c := &m.confirm
	w := f.w - 4
	where := f.Chosen.Render(" " + display.Line(c.target.Environment) + " ")
	lines := []string{"", f.Strong.Render(display.Line(c.sent.Method)) + " changes something in " + where, ""}
	if c.reveals() {
		lines = []string{"", "The line will hold a token and the API key of " + where, "", f.Faint.Render("Whoever sees the screen can use them.")}
	}
	name := c.nameLines(f, w)
	url := display.WrapURL(c.sent.URL, w)
	if most := max(3, f.h-8-len(name)); len(url) > most { // what it is about stands at its end
		url = slices.Concat(url[:1], []string{"…"}, url[len(url)-most+2:])
	}
	for _, line := range url {
		lines = append(lines, f.Faint.Render(line))
	}
	if n := len(c.sent.Body); n > 0 {
		lines = append(lines, f.Faint.Render(fmt.Sprintf("with a body of %s", words.Size(int64(n)))))
	}
	lines = append(append(lines, ""), name...)
	lines = append(lines, "", f.Accent.Render("▌ ")+drawInput(c.input, w-4), "")
	if c.wrong != "" {
		for _, line := range display.Wrap("✗ "+display.Line(c.wrong), w) {
			lines = append(lines, f.Bad.Render(line))
		}
	} else {
		lines = append(lines, f.Faint.Render("enter "+c.word("sends", "reveals")+" · esc goes back, nothing is "+c.word("sent", "shown")))
	}
	return f.boxed("GUARDED", lines, f.w)
}

// nameLines are the name that must be typed, whole: another may differ from it
// in the last letter only.
func (c *confirm) nameLines(f frame, w int) []string {
	ask := "Type its name to " + c.word("send", "reveal") + ":"
	rows := display.WrapURL(c.target.Environment, w)
	for i, row := range rows {
		rows[i] = f.Accent.Render(row)
	}
	if display.Width(ask+" "+rows[0]) <= w && len(rows) == 1 {
		return []string{ask + " " + rows[0]}
	}
	return append([]string{ask}, rows...)
}
