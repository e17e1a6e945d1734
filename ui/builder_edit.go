package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"gatehouse/gateway"
)

// The largest body that is edited in the pane: the text area lays all of it out
// anew for every key, and silently cuts at ten thousand lines.
const (
	areaBytes = 8 << 10
	areaLines = 250
)

// methods are offered for the method; any other token may be typed.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

func newArea() textarea.Model {
	a := textarea.New()
	a.Prompt = ""
	a.CharLimit = 0
	a.MaxHeight = 2 * areaLines
	a.Cursor.SetMode(cursorStatic)
	a.KeyMap.Paste.SetEnabled(false)
	// Its own colours know neither our palette nor NO_COLOR.
	a.FocusedStyle, a.BlurredStyle = textarea.Style{}, textarea.Style{}
	return a
}

// edit begins to type in the row under the cursor.
func (p *builder) edit() tea.Cmd {
	p.failed = fieldFault{}
	if p.row == rowFirst && p.tab == tabBody {
		return p.editArea()
	}
	if p.row == rowFirst && p.tab == tabPreview {
		return nil
	}
	value, _ := p.rowValue()
	p.input.Placeholder = ""
	if p.row == rowMethod || p.row == rowAuth { // one word: typing replaces it, and nothing keeps it
		p.input.Placeholder, value = value, ""
	}
	p.input.SetValue(value)
	p.input.CursorEnd()
	p.active = editRow
	return p.input.Focus()
}

// rowValue is the text of the row under the cursor and the values offered for
// it.
func (p *builder) rowValue() (string, []string) {
	switch {
	case p.row == rowMethod:
		return p.draft.method, methods
	case p.row == rowPath:
		return p.draft.path, nil
	case p.row == rowAuth:
		return authName(p.draft.auth), auths
	}
	if i := p.entryAt(p.row); i >= 0 {
		return p.draft.entries[i].value, p.draft.entries[i].values
	}
	return p.draft.unfinished[p.adds()], nil
}

// rowKey takes a key while a row is being typed in. Up and down go through the
// offered values, enter takes the text over and goes on to the next row.
func (p *builder) rowKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	if !msg.Paste {
		switch msg.String() {
		case "enter":
			if row := p.row; p.commitAuth() && p.commit() && p.row == row && row < p.last() {
				if p.row++; p.row == rowAuth { // hardly anybody wants another
					p.row++
				}
			}
			return intent{}, nil
		case "up", "down":
			p.offer(msg.String() == "down")
			return intent{}, nil
		}
	}
	p.failed = fieldFault{}
	if fault := tooLong(msg, p.input); fault != "" {
		p.failed = fieldFault{p.tab, p.row, fault}
		return intent{}, nil
	}
	return intent{}, p.update(msg)
}

// offer puts the next or previous offered value into the field.
func (p *builder) offer(next bool) {
	_, values := p.rowValue()
	if len(values) == 0 {
		return
	}
	step := -1
	if next {
		step = 1
	}
	at := slices.Index(values, p.input.Value())
	if at < 0 && !next {
		at = 0
	}
	p.input.SetValue(values[wrap(at+step, len(values))])
	p.input.CursorEnd()
}

// commit takes over what is being typed, and reports whether it can be sent: a
// new entry that cannot be read is kept as it is, with a sentence why.
func (p *builder) commit() bool {
	switch p.active {
	case editRow:
		p.take(p.input.Value())
		p.input.Blur()
	case editBody:
		p.draft.setBody(p.area.Value())
		p.area.Blur()
	}
	p.active = editNothing
	return p.failed.fault == ""
}

// take puts a text into the row under the cursor.
func (p *builder) take(text string) {
	i := p.entryAt(p.row)
	switch {
	case p.row == rowMethod:
		if text = strings.ToUpper(strings.TrimSpace(text)); text != "" {
			p.draft.method = text
		}
	case p.row == rowPath:
		p.draft.path = strings.TrimSpace(text)
		p.draft.pathParameters()
	case p.row == rowAuth:
		p.takeAuth(text)
	case i >= 0:
		p.draft.entries[i].value = text
	default:
		p.add(text)
	}
}

// add makes a new entry of "name=value", or "Name: value" for a header. A text
// that is neither stays in its row.
func (p *builder) add(text string) {
	e := entry{part: p.adds(), own: true, doc: "added by you · d removes it"}
	sep, example := "=", "name=value"
	if e.part == partHeader {
		sep, example = ":", "Name: value"
	}
	p.draft.unfinished[e.part] = ""
	if strings.TrimSpace(text) == "" {
		return
	}
	name, value, ok := strings.Cut(text, sep)
	if e.name = strings.TrimSpace(name); !ok || e.name == "" {
		p.draft.unfinished[e.part] = text
		p.failed = fieldFault{p.tab, p.row, "write it as " + example + ", or empty it"}
		return
	}
	e.value = value
	if e.part == partHeader {
		e.value = strings.TrimSpace(value)
	}
	if own := p.draft.ownHeader(); e.secret() && own != nil {
		own.value = e.value
	} else {
		p.draft.entries = append(p.draft.entries, e)
	}
	if e.secret() { // to be sent, or it would not have been typed
		p.draft.setAuth(gateway.AuthCustom)
	}
}

// editArea begins to type in the body, if the text area can hold it unchanged.
func (p *builder) editArea() tea.Cmd {
	if len(p.draft.body) > areaBytes || strings.Count(p.draft.body, "\n") >= areaLines {
		p.failed = fieldFault{tabBody, rowFirst, "too large to edit here: F4 opens it in $EDITOR"}
		return nil
	}
	p.area.SetValue(p.draft.body)
	if p.area.Value() != p.draft.body {
		p.failed = fieldFault{tabBody, rowFirst, "it holds characters that this field cannot keep: F4 opens it in $EDITOR"}
		return nil
	}
	for p.area.Line() > 0 {
		p.area.CursorUp()
	}
	p.area.CursorStart()
	p.active = editBody
	return p.area.Focus()
}

// bodyKey takes a key while the body is being typed. A paste that the text area
// cannot hold becomes the end of the body as it is, and typing ends.
func (p *builder) bodyKey(msg tea.KeyMsg) tea.Cmd {
	p.failed = fieldFault{}
	if msg.Paste {
		text := strings.ReplaceAll(string(msg.Runes), "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
		if p.area.Length()+len(text) > areaBytes || p.area.LineCount()+strings.Count(text, "\n") >= areaLines {
			p.commit()
			p.draft.setBody(p.draft.body + text)
			p.failed = fieldFault{tabBody, rowFirst, "the paste stands at the end of the body; it is now too large to edit here: F4 opens it in $EDITOR"}
			return nil
		}
		msg.Runes = []rune(text)
	}
	return p.update(msg)
}

// update gives a message to the field being typed in.
func (p *builder) update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch p.active {
	case editRow:
		p.input, cmd = p.input.Update(msg)
	case editBody:
		p.area, cmd = p.area.Update(msg)
		p.draft.setBody(p.area.Value())
	}
	return cmd
}
