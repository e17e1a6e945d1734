package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"
)

// The largest body that is edited in the pane. The text area slows down beyond
// and silently cuts at ten thousand lines.
const (
	areaBytes = 32 << 10
	areaLines = 1000
)

// methods are offered for the method; any other token may be typed.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

func newArea() textarea.Model {
	a := textarea.New()
	a.Prompt = ""
	a.CharLimit = 0
	a.MaxHeight = 2 * areaLines
	a.Cursor.SetMode(cursorStatic)
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
	}
	if i := p.entryAt(p.row); i >= 0 {
		return p.draft.entries[i].value, p.draft.entries[i].values
	}
	return "", nil
}

// rowKey takes a key while a row is being typed in. Up and down go through the
// offered values, enter takes the text over and goes on to the next row.
func (p *builder) rowKey(msg tea.KeyMsg) (intent, tea.Cmd) {
	if !msg.Paste {
		switch msg.String() {
		case "enter":
			if p.commit(); p.failed.fault == "" && p.row < p.last() {
				p.row++
			}
			return intent{}, nil
		case "up", "down":
			p.offer(msg.String() == "down")
			return intent{}, nil
		}
	}
	p.failed = fieldFault{}
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

// commit takes over what is being typed. A new entry that cannot be read stays
// in its field with a sentence why.
func (p *builder) commit() {
	switch p.active {
	case editRow:
		text := p.input.Value()
		i := p.entryAt(p.row)
		switch {
		case p.row == rowMethod:
			p.draft.method = strings.ToUpper(strings.TrimSpace(text))
		case p.row == rowPath:
			p.draft.path = strings.TrimSpace(text)
			p.pathParameters()
		case i >= 0:
			p.draft.entries[i].value = text
		default:
			if !p.add(text) {
				return
			}
		}
		p.input.Blur()
	case editBody:
		p.draft.body = p.area.Value()
		p.area.Blur()
	}
	p.active = editNothing
}

// add makes a new entry of "name=value", or "Name: value" for a header.
func (p *builder) add(text string) bool {
	if strings.TrimSpace(text) == "" {
		return true
	}
	e := entry{part: partQuery, own: true, doc: "added by you · d removes it"}
	sep, example := "=", "name=value"
	if p.tab == tabHeaders {
		e.part, sep, example = partHeader, ":", "Name: value"
	}
	name, value, ok := strings.Cut(text, sep)
	if e.name = strings.TrimSpace(name); !ok || e.name == "" {
		p.failed = fieldFault{p.tab, p.row, fmt.Sprintf("write it as %s", example)}
		return false
	}
	e.value = value
	if e.part == partHeader {
		e.value = strings.TrimSpace(value)
	}
	p.draft.entries = append(p.draft.entries, e)
	return true
}

// pathParameters gives every {name} of the path a row, and takes rows away
// whose name is gone unless something was typed in them.
func (p *builder) pathParameters() {
	names := placeholders(p.draft.path)
	p.draft.entries = slices.DeleteFunc(p.draft.entries, func(e entry) bool {
		return e.part == partPath && !slices.Contains(names, e.name)
	})
	for i, name := range names {
		if slices.ContainsFunc(p.draft.entries, func(e entry) bool { return e.part == partPath && e.name == name }) {
			continue
		}
		e := entry{part: partPath, name: name, required: true, doc: "in the path"}
		for _, q := range p.draft.operation.PathParams {
			if q.Name == name {
				e.value, e.doc, e.values = q.Default, q.Doc, q.Values
			}
		}
		p.draft.entries = slices.Insert(p.draft.entries, min(i, len(p.draft.entries)), e)
	}
}

// placeholders are the names in braces of a path template, each once.
func placeholders(path string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return out
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return out
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
		path = after
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
			p.draft.body += text
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
		p.draft.body = p.area.Value()
	}
	return cmd
}
