package ui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/ui/display"
	"gatehouse/ui/jsonview"
	"gatehouse/ui/words"
)

// copyLimit is how many bytes of a body the clipboard is given at most.
const copyLimit = 1_000_000

// copying is the dialog that asks what of the cursor's line is copied.
type copying struct{ parts []copyPart }

// copyPart is something of a line that can be copied.
type copyPart struct {
	key, name string
	text      []byte // raw, as sent
	none      string // why there is nothing to copy, "" when there is
}

// askCopy asks what of the cursor's line is to be copied.
func (m *model) askCopy(intent) tea.Cmd {
	r := m.toReader()
	row, ok := r.row()
	if !ok {
		return nil
	}
	m.copying = copying{r.copyParts(row)}
	m.open(atCopy)
	return nil
}

// copyParts are what a row has to be copied, in the order of the dialog.
func (r *reader) copyParts(row jsonview.Row) []copyPart {
	value, path, key := copyPart{key: "v", name: "value"}, copyPart{key: "p", name: "path"}, copyPart{key: "k", name: "key"}
	line := copyPart{key: "l", name: "line"}
	if s := r.snapshot(); s != nil {
		from, to := s.Value(row.Line)
		value.set(r.body.State().Bytes[from:to])
		path.set([]byte(s.Path(row.Line)))
		if strings.Contains(string(path.text), "…") {
			path.none = "too long to be spelled in full"
		}
		name, ok := s.Key(row.Line)
		if key.set(name); !ok {
			key.none = "this line has none"
		}
	} else {
		value.none, path.none, key.none = "only JSON in its pretty layout has values", "only JSON has paths", "only JSON has keys"
	}
	var text []byte
	for _, p := range r.doc().Draw(nil, row, 0, copyLimit+1) {
		text = append(text, p.Text...)
	}
	line.set(text)
	return []copyPart{value, path, key, line}
}

// set takes the text, unless it is too long.
func (p *copyPart) set(text []byte) {
	p.text = text
	if len(text) > copyLimit {
		p.none = fmt.Sprintf("%s: more than the %s that are copied. w saves the body.", words.Size(int64(len(text))), words.Size(copyLimit))
		if p.name == "line" {
			p.none = "longer than the " + words.Size(copyLimit) + " that are copied. w saves the body."
		}
	}
}

// copyKey chooses what is copied.
func (m *model) copyKey(msg tea.KeyMsg) intent {
	for i, p := range m.copying.parts {
		if p.key == msg.String() {
			return intent{do: doCopyPart, index: i}
		}
	}
	return intent{}
}

// copyPart copies a part of the line, unless a known secret is in it: that asks
// once more.
func (m *model) copyPart(it intent) tea.Cmd {
	p := m.copying.parts[it.index]
	if p.none != "" {
		m.say(sayWarn, "The "+p.name+" is not copied: "+strings.TrimSuffix(p.none, ".")+".")
		return nil
	}
	m.close()
	return m.copyOf(fmt.Sprintf("the %s, %s", p.name, words.Size(int64(len(p.text)))), string(p.text), false)
}

// copyHeld asks before a text with a known secret in it is copied.
func (m *model) copyHeld(msg copyHeldMsg) {
	m.ask("THE TEXT HOLDS A SECRET", "", doCopyHeld,
		"A token, API key or client secret of this run is in "+msg.what+". Write yes to copy it all the same: every program that sees the clipboard can read it.")
	m.prompt.held = msg
}

// copyAnyway copies a text with a known secret in it when the user wrote so;
// enter alone must not, as for a body that is saved.
func (m *model) copyAnyway(it intent) tea.Cmd {
	if it.text != "yes" {
		return nil
	}
	held := m.prompt.held
	m.close()
	return m.copyOf(held.what, held.text, true)
}

// view draws the dialog: each part by its key, with its beginning.
func (c *copying) view(f frame) []string {
	lines := []string{""}
	for _, p := range c.parts {
		key, name := f.Key, f.Plain
		if p.none != "" {
			key, name = f.Fainter, f.Faint
		}
		lead := key.Render(p.key) + "  " + name.Render(display.Pad(p.name, 7))
		text := f.Faint.Render(display.Cut(p.none, f.w-15))
		if p.none == "" {
			size := words.Size(int64(len(p.text)))
			room := f.w - 18 - display.Width(size)
			beginning := p.text[:min(len(p.text), drawBytes*f.w)]
			text = display.Cut(display.Line(strings.Join(strings.Fields(string(beginning)), " ")), room)
			text = spread(text, f.Fainter.Render(size), f.w-15)
		}
		lines = append(lines, lead+" "+text)
	}
	lines = append(lines, "", f.Faint.Render("As sent, up to "+words.Size(copyLimit)+" · esc goes back"))
	return f.boxed("COPY", lines, f.w)
}
